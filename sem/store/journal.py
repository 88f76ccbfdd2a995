"""Makes many new files appear as one: what is to be named is written down first, so that a kill is made good later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from sem.store import layout
from sem.store.disk import is_temporary, level_times, sync_folder, write_once

Moves = Sequence[tuple[Path, Path]]
"""What is written, under the name it has and the name that it is to have."""


class Journal:
    """What is being named in a workspace at this moment.

    Args:
        workspace: The workspace; it is ours alone meanwhile.
        install: Who names; another installation, which a sync program gave the journal to, leaves it alone.
    """

    def __init__(self, workspace: Path, install: str) -> None:
        self._workspace, self._install = workspace, install
        self._path = workspace / layout.JOURNAL

    def begin(self, moves: Moves, level: Iterable[Path]) -> None:
        """Write down what is to be named; from then on it happens, whatever comes between.

        Args:
            moves: Everything is on the disk under its first name.
            level: The files and folders, by their last names, whose times may not tell anything.

        Raises:
            OSError: It could not be written; then nothing happens.
        """
        said = {
            "install": self._install,
            "moves": [[self._inside(one), self._inside(other)] for one, other in moves],
            "level": [self._inside(one) for one in level],
        }
        write_once(self._path, json.dumps(said).encode())

    def end(self) -> None:
        """Forget it: everything has its name.

        Raises:
            OSError: It could not be removed.
        """
        self._path.unlink(missing_ok=True)
        sync_folder(self._workspace)

    def is_open(self) -> bool:
        """Whether something was being named when a program was stopped."""
        return self._path.exists()

    def finish(self) -> None:
        """Name what a stopped program did not come to; nothing where there is no journal, or it is not ours.

        Raises:
            OSError: Something could not be named.
        """
        try:
            said = json.loads(self._path.read_bytes())
            moves = [(self._path_in(one), self._path_in(other)) for one, other in said["moves"]]
            level = [self._path_in(one) for one in said["level"]]
            ours = said["install"] == self._install and all(is_temporary(one) for one, _other in moves)
        except (OSError, ValueError, KeyError, TypeError):
            return
        if not ours:
            return
        for one, other in moves:
            if one.exists() and not other.exists():
                one.rename(other)
        for folder in {other.parent for _one, other in moves if other.parent.is_dir()}:
            sync_folder(folder)
        level_times(*level)
        self.end()

    def _inside(self, path: Path) -> str:
        return path.relative_to(self._workspace).as_posix()

    def _path_in(self, said: Any) -> Path:
        """Return the path that was written down.

        Raises:
            ValueError: It leads out of the workspace.
        """
        path = PurePosixPath(str(said))
        if path.is_absolute() or ".." in path.parts or ":" in str(said) or "\\" in str(said):
            raise ValueError("a path that leads elsewhere")
        return self._workspace / path
