"""Puts what is damaged out of the way, where a person can still get at it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sem.store import layout
from sem.store.disk import make_folder, sync_folder, write_once

NOTHING_LOST = ".older"
"""What is added to the name of a file that is set aside although all that was in it is still there."""

GONE = ".gone"
"""What is added to the name of a file that was taken away, for the empty note that tells of it."""


def set_aside(path: Path, ending: str = "") -> Path:
    """Move a file of a team into the workspace's folder for what is set aside, and return where it is.

    Args:
        path: The file; what it is called there tells where it was.
        ending: What its name there gets at the end.

    Raises:
        OSError: It could not be moved.
    """
    target = place_aside(path, ending)
    make_folder(target.parent)
    path.rename(target)
    sync_folder(target.parent)
    sync_folder(path.parent)
    return target


def note_gone(path: Path) -> None:
    """Leave an empty note where files are set aside that a file of a team was taken away, with what was in it.

    Raises:
        OSError: It could not be written.
    """
    target = place_aside(path, GONE)
    make_folder(target.parent)
    write_once(target, b"")


def place_aside(path: Path, ending: str = "") -> Path:
    """Return where a file of a team is put at this moment to be out of the way."""
    workspace = layout.workspace_of(path)
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
    place = workspace / layout.SET_ASIDE / moment / path.relative_to(workspace)
    return place.with_name(f"{place.name}{ending}")
