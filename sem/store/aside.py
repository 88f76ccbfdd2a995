"""Puts what is damaged out of the way, where a person can still get at it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sem.store import layout
from sem.store.disk import make_folder, sync_folder


def set_aside(path: Path, ending: str = "") -> Path:
    """Move a file of a team into the workspace's folder for what is set aside, and return where it is.

    Args:
        path: The file; what it is called there tells where it was.
        ending: What its name there gets at the end.

    Raises:
        OSError: It could not be moved.
    """
    workspace = layout.workspace_of(path)
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
    place = workspace / layout.SET_ASIDE / moment / path.relative_to(workspace)
    target = place.with_name(f"{place.name}{ending}")
    make_folder(target.parent)
    path.rename(target)
    sync_folder(target.parent)
    sync_folder(path.parent)
    return target
