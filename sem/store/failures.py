"""Turns what the system and the files say into StoreErrors that name the file and what to do.

The reason stands before the file, so that it is read first where a line is cut.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sem.errors import Problem, StoreError
from sem.files import NO_FOLDER, reason
from sem.i18n import gettext as _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}


def cannot_write(path: Path, error: OSError) -> StoreError:
    """Return the error for a file or folder that could not be written."""
    if error.errno in NO_FOLDER and (blocked := _no_folder(path)):
        return blocked
    if error.errno in _FULL:
        return StoreError(
            _("The disk is full: {file} can't be written.").format(file=path),
            _("Make room and try again; what was saved before is still there."),
        )
    if error.errno in _NOT_ALLOWED:
        return StoreError(
            _("You are not allowed to write {file}.").format(file=path),
            _("Ask for permission, or choose another folder with --data."),
        )
    if error.errno in _GONE:
        return StoreError(
            _("Its folder is gone: {file} can't be written.").format(file=path),
            _("Put the folder back, or open the team anew."),
        )
    return StoreError(_("Writing failed ({reason}): {file}.").format(file=path, reason=reason(error)))


def cannot_read(path: Path, error: OSError) -> StoreError:
    """Return the error for a file or folder that could not be read."""
    if error.errno in NO_FOLDER and (blocked := _no_folder(path)):
        return blocked
    if error.errno in _NOT_ALLOWED:
        return StoreError(
            _("You are not allowed to read {file}.").format(file=path),
            _("Ask for permission, or choose another folder with --data."),
        )
    return StoreError(_("{file} can't be read: {reason}.").format(file=path, reason=reason(error)))


def _no_folder(path: Path) -> StoreError | None:
    """Return the error for a file that stands where a folder has to be, on the way to a path; None where none does."""
    for at in (path, *path.parents):
        if at.is_dir():
            return None
        # A path below a file is one that never was, so it is the file that is named.
        if os.path.lexists(at):
            return StoreError(
                _("{file} is not a folder, and sem needs one there.").format(file=at),
                _("Move it away, or choose another folder with --data."),
            )
    return None


def newer(paths: Iterable[Path]) -> StoreError:
    """Return the error for files that a newer version wrote."""
    return StoreError(
        _("A newer version of sem wrote these files, and this version can't read them."),
        _("Update sem. The files were left as they are."),
        [Problem(_("Written by a newer version."), file=str(path)) for path in paths],
    )


def damaged(paths: Iterable[Path], why: str = "") -> StoreError:
    """Return the error for files that are unreadable while no good copy stands in for them."""
    return StoreError(
        _("Files of the workspace are damaged."),
        _(
            "Nothing was changed. “sem doctor --repair” mends what can be mended, after a backup; “sem doctor” only "
            "tells what is wrong."
        ),
        [Problem(why or _("Damaged."), file=str(path)) for path in paths],
    )


def together(errors: Sequence[StoreError]) -> StoreError:
    """Return several errors as one, which names every file."""
    if len(errors) == 1:
        return errors[0]
    problems = [problem for error in errors for problem in error.problems or [Problem(error.message, error.advice)]]
    return StoreError(
        _("Parts of the workspace can't be read."),
        _("“sem doctor --repair” mends what can be mended, after a backup; “sem doctor” only tells what is wrong."),
        problems,
    )
