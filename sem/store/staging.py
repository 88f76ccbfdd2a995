"""Makes many new files at once: written aside, synced together, then named, so that each is there whole or not."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from sem.store import layout
from sem.store.disk import level_times, make_folder, sync, sync_disk, sync_folder, temporary_beside, write_all
from sem.store.journal import Journal
from sem.store.migrations import META, Tables
from sem.store.slots import STEP, body_of, pack

_MANY = 32
"""Files from which on one sync of the whole disk is faster than one of each file."""


class Staging:
    """New files, and new folders with files in them, that come about together with `commit`."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._written: list[Path] = []
        self._files: list[tuple[Path, Path]] = []
        self._folders: list[tuple[Path, Path]] = []
        self._asides: dict[Path, Path] = {}
        self._level: set[Path] = set()
        self._aside: dict[Path, bool] = {}

    def folder(self, path: Path) -> Path:
        """Make a new folder that gets its name, with all that is in it, at the end; return where it is until then.

        Raises:
            OSError: It could not be made.
        """
        if self._is_aside(path):
            path.mkdir(parents=True)
            self._aside[path] = True
            return path
        make_folder(path.parent)
        aside = temporary_beside(path)
        aside.mkdir()
        self._folders.append((aside, path))
        self._asides[aside] = path
        self._aside[aside] = True
        return aside

    def pair(self, folder: Path, name: str, tables: Tables, *, level: bool = False, step: int = STEP) -> None:
        """Make both slots of a new file, in a folder that is there or in one that `folder` returned.

        Args:
            folder: Where.
            name: What the names of the two begin with.
            tables: What is in them; its writer is in their names.
            level: Whether their times and that of their folder may not tell anything.
            step: What their size is a multiple of.

        Raises:
            OSError: It could not be written.
        """
        body = body_of(tables)
        for seq, path in enumerate(layout.slots(folder, name, tables[META]["1"]["writer"]), 1):
            self.file(path, pack(body, seq, step=step), level=level)

    def file(self, path: Path, data: bytes, *, level: bool = False) -> None:
        """Make one new file.

        Raises:
            OSError: It could not be written.
        """
        if path.parent not in self._aside:
            self._aside[path.parent] = self._is_aside(path)
            if self._aside[path.parent]:
                path.parent.mkdir(parents=True, exist_ok=True)
            else:
                make_folder(path.parent)
        aside = self._aside[path.parent]
        at = path if aside else temporary_beside(path)
        fd = os.open(at, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
        self._written.append(at)
        try:
            write_all(fd, data)
        finally:
            os.close(fd)
        if not aside:
            self._files.append((at, path))
        if level:
            self._level |= {path, path.parent}

    def commit(self, journal: Journal | None = None) -> int:
        """Make all of it durable and give it its names; return how many files there are.

        Args:
            journal: Where it is written down beforehand, so that all of it gets its name even after a kill; without
                one, each file and folder is there whole or not.

        Raises:
            OSError: Something could not be written or named; what has its name already is whole.
        """
        self._sync()
        moved = [*self._files, *self._folders]
        level = sorted(map(self._final, self._level), reverse=True)
        count = len(self._written)
        if journal is not None:
            journal.begin(moved, level)
            # What is written down gets its name, so nothing of it may be discarded any more.
            self._clear()
        for at, path in moved:
            at.rename(path)
        for folder in {path.parent for _at, path in moved}:
            sync_folder(folder)
        level_times(*level)
        if journal is not None:
            journal.end()
        self._clear()
        return count

    def _sync(self) -> None:
        """Return when everything that was written is on the disk."""
        if len(self._written) > _MANY and sync_disk(self._written[0]):
            return
        for path in self._written:
            _sync_file(path)
        for aside, _final in self._folders:
            for inner, _names, _files in os.walk(aside):
                sync_folder(Path(inner))

    def discard(self) -> None:
        """Take away what has no name yet."""
        for path in self._written:
            with suppress(OSError):
                path.unlink()
        for aside, _final in self._folders:
            shutil.rmtree(aside, ignore_errors=True)
        self._clear()

    def _is_aside(self, path: Path) -> bool:
        return not self._asides.keys().isdisjoint((path, *path.parents))

    def _final(self, path: Path) -> Path:
        aside = next((one for one in (path, *path.parents) if one in self._asides), None)
        return path if aside is None else self._asides[aside] / path.relative_to(aside)


def _sync_file(path: Path) -> None:
    fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        sync(fd)
    finally:
        os.close(fd)
