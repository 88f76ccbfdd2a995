"""A model of what a power cut leaves on the disk, fed by the real system calls of the code under test.

Data that was not synced is kept, lost or torn page by page; names that were not synced survive as any beginning of the
list of changes. In the strict model a name is safe only once its folder was synced, as POSIX has it; in the lenient one
any sync makes all earlier names safe, as journalling file systems do.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

PAGE = 4096


class Content:
    """The bytes of one file, as programs see them and as the disk has them for sure."""

    def __init__(self, data: bytes = b"") -> None:
        self.seen = bytearray(data)
        self.safe = bytes(data)
        self.unsafe: list[tuple[int, bytes]] = []

    def write(self, at: int, data: bytes) -> None:
        self.unsafe.append((at, data))
        _put(self.seen, at, data)

    def sync(self) -> None:
        self.safe, self.unsafe = bytes(self.seen), []

    def after_a_cut(self, chance: random.Random) -> bytes:
        """Return what may be left of it."""
        how = chance.choice(("none", "all", "some"))
        if how == "none":
            return self.safe
        left = bytearray(self.safe)
        count = len(self.unsafe) if how == "all" else chance.randint(0, len(self.unsafe))
        for at, data in self.unsafe[:count]:
            for begin in range(0, len(data), PAGE):
                page = data[begin : begin + PAGE]
                if how == "some" and chance.random() < 0.3:
                    page = bytes(left[at + begin : at + begin + len(page)]).ljust(len(page), b"\0")
                _put(left, at + begin, page)
        return bytes(left)


def _put(data: bytearray, at: int, part: bytes) -> None:
    data.extend(bytes(max(0, at - len(data))))
    data[at : at + len(part)] = part


Names = dict[str, "Content | None"]
"""Each path with its content; None for a folder."""


class Disk:
    """What is below a folder, with everything that happens to it while `watch` is on.

    Args:
        root: The folder; it is there.
        strict: Whether names need a sync of their folder.
        at_each_call: Called after each system call that a power cut might follow.
    """

    def __init__(self, root: Path, strict: bool, at_each_call: Callable[[], None]) -> None:
        self._root, self._strict, self._at_each_call = str(root), strict, at_each_call
        self._names: Names = {str(root): None}
        for path in sorted(root.rglob("*")):
            self._names[str(path)] = None if path.is_dir() else Content(path.read_bytes())
        self._safe = dict(self._names)
        self._moves: list[tuple[str, Callable[[Names], object]]] = []
        self._open: dict[int, tuple[str, Content | None]] = {}
        self._at: dict[int, int] = {}
        self._busy = False

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Follow the system calls of this process."""
        follow: dict[str, Callable[..., bool]] = {
            "open": self._opened, "write": self._written, "lseek": self._sought, "fsync": self._synced,
            "fdatasync": self._synced, "close": self._closed, "replace": self._renamed, "rename": self._renamed,
            "mkdir": self._made, "unlink": self._removed,
        }  # fmt: skip
        with ExitStack() as patches:
            for name, then in follow.items():
                patches.enter_context(mock.patch.object(os, name, self._watched(getattr(os, name), then)))
            yield

    def _watched(self, real: Callable[..., Any], follow: Callable[..., bool]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            result = real(*arguments, **options)
            if not self._busy and follow(result, *arguments):
                self._busy = True
                self._at_each_call()
                self._busy = False
            return result

        return call

    def after_a_cut(self, chance: random.Random, folder: Path) -> None:
        """Make in `folder` what a power cut at this moment may leave."""
        names = dict(self._safe)
        for _parent, change in self._moves[: chance.randint(0, len(self._moves))]:
            change(names)
        for path in sorted(names):
            target = folder / os.path.relpath(path, self._root)
            content = names[path]
            if content is None:
                if target.parent.is_dir() or path == self._root:
                    target.mkdir(exist_ok=True)
            elif target.parent.is_dir():
                target.write_bytes(content.after_a_cut(chance))

    def _change(self, path: str, change: Callable[[Names], object]) -> bool:
        change(self._names)
        self._moves.append((str(Path(path).parent), change))
        return True

    def _commit(self, folder: str | None) -> None:
        last = max((n for n, (parent, _) in enumerate(self._moves, 1) if folder in (None, parent)), default=0)
        for _parent, change in self._moves[:last]:
            change(self._safe)
        del self._moves[:last]

    def _ours(self, path: Any) -> str | None:
        name = os.fspath(path) if not isinstance(path, int) else ""
        return name if isinstance(name, str) and name.startswith(self._root) else None

    # What follows are the system calls; each tells whether a power cut right after it is worth a look.

    def _opened(self, fd: int, path: Any, *_more: Any) -> bool:
        name = self._ours(path)
        if name is None:
            return False
        new = Content()
        self._open[fd], self._at[fd] = (name, self._names.get(name, new)), 0
        return name not in self._names and self._change(name, lambda names: names.__setitem__(name, new))

    def _written(self, written: int, fd: int, data: Any) -> bool:
        content = self._open.get(fd, ("", None))[1]
        if content is None:
            return False
        content.write(self._at[fd], bytes(data[:written]))
        self._at[fd] += written
        return True

    def _sought(self, at: int, fd: int, *_more: int) -> bool:
        self._at[fd] = at
        return False

    def _synced(self, _nothing: None, fd: int) -> bool:
        if fd not in self._open:
            return False
        name, content = self._open[fd]
        if content is None:
            self._commit(name)
        else:
            content.sync()
            if not self._strict:
                self._commit(None)
        return True

    def _closed(self, _nothing: None, fd: int) -> bool:
        self._open.pop(fd, None)
        return False

    def _renamed(self, _nothing: None, source: Any, target: Any) -> bool:
        old, new = self._ours(source), self._ours(target)
        if old is None or new is None:
            return False
        return self._change(new, lambda names: names.__setitem__(new, names.pop(old)) if old in names else None)

    def _made(self, _nothing: None, path: Any, *_more: Any) -> bool:
        name = self._ours(path)
        return name is not None and self._change(name, lambda names: names.__setitem__(name, None))

    def _removed(self, _nothing: None, path: Any) -> bool:
        name = self._ours(path)
        return name is not None and self._change(name, lambda names: names.pop(name, None))
