"""Writing that survives a power cut: whole files put in place at once, and folders that remember their names."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
from pathlib import Path

TEMPORARY_PREFIX, TEMPORARY_SUFFIX = ".sem-", ".tmp"

if sys.platform == "darwin":
    import fcntl

    def sync(fd: int) -> None:
        """Return when the file's bytes are on the disk itself: fsync alone stops at the drive's cache here."""
        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError:
            # Network drives don't know the stronger form.
            os.fsync(fd)

elif hasattr(os, "fdatasync"):

    def sync(fd: int) -> None:
        """Return when the file's bytes are on the disk."""
        os.fdatasync(fd)

else:

    def sync(fd: int) -> None:
        """Return when the file's bytes are on the disk."""
        os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system has a way to ask for that."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        # Some network drives can't sync a folder; they keep names in their own way.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(fd)


def sync_disk(path: Path) -> bool:
    """Return once all that was written to the disk of a file is on it; False where the system has no way to do that.

    Raises:
        OSError: Something could not be written.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        return False
    fd = os.open(path, os.O_RDONLY)
    try:
        if call(fd):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(path))
    finally:
        os.close(fd)
    return True


def write_all(fd: int, data: bytes) -> None:
    """Write all of `data`, however many calls that takes.

    Raises:
        OSError: The system refused; part may have been written.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def write_once(path: Path, data: bytes) -> None:
    """Put a whole file in place: a reader, a kill or a power cut finds all of it or what was there before.

    Raises:
        OSError: It could not be written; nothing is left behind.
    """
    partial = temporary_beside(path)
    try:
        fd = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
        try:
            write_all(fd, data)
            sync(fd)
        finally:
            os.close(fd)
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    sync_folder(path.parent)


def temporary_beside(path: Path) -> Path:
    """Return a free hidden name in the same folder, for a file that is not whole yet."""
    return path.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(4)}{TEMPORARY_SUFFIX}")


def is_temporary(path: Path) -> bool:
    """Whether a path is such a file, left behind by a process that was killed."""
    return path.name.startswith(TEMPORARY_PREFIX) and path.name.endswith(TEMPORARY_SUFFIX)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that lack, each one durably.

    Raises:
        OSError: It could not be made.
    """
    missing = []
    at = folder
    while not at.is_dir():
        missing.append(at)
        if at.parent == at:
            break
        at = at.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


_NO_TIME = 946_684_800
"""Midnight at which 2000 began, in seconds since 1970."""


def level_times(*paths: Path) -> None:
    """Give files or folders the one time that says nothing, as far as the file system and their owner allow it."""
    for path in paths:
        with contextlib.suppress(OSError):
            os.utime(path, (_NO_TIME, _NO_TIME))
