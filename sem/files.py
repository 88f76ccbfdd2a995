"""Files as a user knows them: only a real file is read, and what the system says about one is told in words."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from pathlib import Path

from sem.i18n import gettext as _

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_FILE = (errno.EISDIR, errno.ENXIO)
NO_FOLDER = (errno.ENOTDIR, errno.EEXIST)
_LEAST_AT_ONCE = 4096
_DRIVE_GONE = (errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT, errno.EHOSTDOWN)


class NotAFileError(OSError):
    """What was to be read is a pipe, a device or a folder."""


class NotUnderstoodError(OSError):
    """What is in a file is not understood, so nothing else may be written in its place."""


def read_file(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of a file, but never more than one above `most`, which says that there are too many.

    A pipe or a device by that name is not waited for: it may never begin, or never end.

    Raises:
        OSError: It can't be read, or is no file; `reason` says it in words.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(errno.EINVAL, "not a file", str(path))
        # Without a file object, which takes as long to make as a small file to read.
        parts: list[bytes] = []
        left = sys.maxsize if most is None else most + 1
        at_once = max(status.st_size + 1, _LEAST_AT_ONCE)
        while left > 0 and (part := os.read(handle, min(left, at_once))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Return why something could not be read or written, as a part of a sentence in the user's language."""
    if error.errno in _FULL:
        return _("the disk is full")
    if error.errno in _NOT_ALLOWED:
        return _("you have no permission")
    if error.errno in _NO_FILE or isinstance(error, NotAFileError):
        return _("it is not a file")
    if isinstance(error, NotUnderstoodError):
        return _("something in it is not understood")
    if error.errno == errno.EIO:
        return _("disk error")
    if error.errno == errno.ENOENT:
        return _("it is not there")
    if error.errno == errno.ENAMETOOLONG:
        return _("the name is too long")
    if error.errno in NO_FOLDER:
        return _("a file stands where a folder has to be")
    if error.errno == errno.ELOOP:
        return _("it is a link that leads to itself")
    if error.errno in _DRIVE_GONE:
        return _("the drive does not answer")
    return _("the system says: {words}").format(words=error.strerror or str(error))


def is_gone(source: str) -> bool:
    """Whether a text is the full path of a file or folder that is not there; anything else may be anywhere."""
    if not source.startswith(("/", "\\", "~")) and not re.match(r"[A-Za-z]:[\\/]", source):
        return False
    try:
        return not os.path.lexists(Path(source).expanduser())
    except (OSError, ValueError, RuntimeError):
        return True
