"""Writes many new files while the next ones are made: giving out a file takes the disk as long as making its bytes."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from sem.store.disk import write_all

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_MOST_WAITING = 32
"""Files that may wait to be written, so that they never take much memory."""


def write_new(path: Path, data: bytes) -> None:
    """Make a file that is not there yet; its bytes need not be on the disk.

    Raises:
        OSError: It is there, or it could not be written.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        write_all(fd, data)
    finally:
        os.close(fd)


class WriteBehind:
    """Writes new files one after the other in a thread of its own, which is there as long as there is work."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: deque[Future[None]] = deque()

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file some time before `end` returns, in a folder that is there.

        Raises:
            OSError: One before it could not be written.
        """
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1, "sem-write-behind")
        self._waiting.append(self._thread.submit(write_new, path, data))
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popleft().result()

    def end(self) -> None:
        """Return when all files are written.

        Raises:
            OSError: One could not be written.
        """
        while self._waiting:
            self._waiting.popleft().result()
        self.give_up()

    def give_up(self) -> None:
        """Write nothing that waits; return when nothing is being written any more."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
        self._thread = None
        self._waiting.clear()
