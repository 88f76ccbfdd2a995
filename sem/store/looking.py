"""Looks into folders and at what is there without ever failing: what can't be looked at is told of, once."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from sem.store.layout import leads_up

_NOWHERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


class Kind(Enum):
    """What is at a path; a link counts as what it leads to, and one that leads nowhere as something else."""

    FILE = auto()
    FOLDER = auto()
    OTHER = auto()
    NOTHING = auto()
    UNKNOWN = auto()


class Looker:
    """Looks at one state of affairs: each folder is listed once.

    Args:
        tell: Is told of each path that can't be looked at, and why.
    """

    def __init__(self, tell: Callable[[Path, OSError], None]) -> None:
        self._tell = tell
        self._listed: dict[Path, list[Path] | None] = {}
        self._told: set[Path] = set()

    def kind(self, path: Path) -> Kind:
        """Return what is at a path; `UNKNOWN` where that can't be found out."""
        if self._listed.get(path.parent, []) is None:
            return Kind.UNKNOWN
        try:
            mode = os.stat(path).st_mode  # noqa: PTH116
        except OSError as error:
            return self._kind_of_link(path, error)
        if stat.S_ISREG(mode):
            return Kind.FILE
        return Kind.FOLDER if stat.S_ISDIR(mode) and not leads_up(path) else Kind.OTHER

    def entries(self, folder: Path) -> list[Path]:
        """Return what is in a folder, by name; what is hidden belongs to others, or was never whole."""
        return [path for path in self._list(folder) or () if not path.name.startswith(".")]

    def can_list(self, folder: Path) -> bool:
        """Whether it is known what is in a folder."""
        return self._list(folder) is not None

    def below(self, folder: Path) -> tuple[list[Path], bool]:
        """Return everything below a folder that is no folder, hidden or not, and whether all could be looked into."""
        found: list[Path] = []
        complete = True
        waiting = [folder]
        while waiting:
            every = self._list(waiting.pop())
            complete = complete and every is not None
            for path in every or ():
                kind = self.kind(path)
                complete = complete and kind is not Kind.UNKNOWN
                if kind is Kind.FOLDER and not os.path.islink(path):  # noqa: PTH114
                    waiting.append(path)
                else:
                    found.append(path)
        return sorted(found), complete

    def tell(self, path: Path, error: OSError) -> None:
        """Tell that a path can't be looked at, unless that was told already."""
        if path not in self._told:
            self._told.add(path)
            self._tell(path, error)

    def _list(self, folder: Path) -> list[Path] | None:
        if folder not in self._listed:
            try:
                self._listed[folder] = sorted(folder / name for name in os.listdir(folder))  # noqa: PTH208
            except FileNotFoundError:
                self._listed[folder] = []
            except OSError as error:
                self._listed[folder] = None
                self.tell(folder, error)
        return self._listed[folder]

    def _kind_of_link(self, path: Path, error: OSError) -> Kind:
        """Return what is at a path that leads nowhere."""
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return Kind.NOTHING
        except OSError:
            mode = 0
        if stat.S_ISLNK(mode) and error.errno in _NOWHERE:
            return Kind.OTHER
        self.tell(path, error)
        return Kind.UNKNOWN
