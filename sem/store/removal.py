"""Removes a team so that at every moment it is whole: among the teams, out of the way, or in a verified backup."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from sem.store import layout
from sem.store.backup import files_below, write_backup
from sem.store.disk import make_folder, sync_folder
from sem.store.failures import cannot_write


def remove(workspace: Path, name: str, folders: list[Path]) -> tuple[Path, tuple[Path, ...]]:
    """Remove the folders of one team; return the backup made of them, and those that could not be deleted wholly.

    They are moved out of the way before the backup is made, so that nobody can save what it would miss. A crash leaves
    them there whole, to be put back by a repair; what is already in a backup lies elsewhere, and is deleted there.

    Args:
        workspace: The workspace.
        name: The team's name, for that of the backup.
        folders: All folders of the team.

    Raises:
        StoreError: Something could not be written or moved; the team is where it was.
    """
    moved: list[tuple[Path, Path]] = []
    removing, waste = workspace / layout.REMOVING, workspace / layout.SET_ASIDE
    try:
        make_folder(removing)
        for folder in folders:
            moved.append((folder, folder.rename(removing / folder.name)))
        sync_folder(workspace / layout.TEAMS)
        sync_folder(removing)
        members = [(workspace / layout.WORKSPACE_FILE, layout.WORKSPACE_FILE)]
        members += files_below(workspace / layout.MODELS, layout.MODELS)
        for folder, aside in moved:
            members += files_below(aside, f"{layout.TEAMS}/{folder.name}")
        backup = write_backup(workspace, name, members)
        make_folder(waste)
        for number, (folder, aside) in enumerate(moved):
            moved[number] = folder, aside.rename(waste / f"{folder.name}-{layout.new_id()}")
    except BaseException as error:
        for folder, aside in moved:
            with suppress(OSError):
                aside.rename(folder)
        _remove_if_empty(removing)
        _remove_if_empty(waste)
        if isinstance(error, OSError):
            raise cannot_write(Path(error.filename or folders[0]), error) from None
        raise
    left = []
    for _folder, aside in moved:
        shutil.rmtree(aside, ignore_errors=True)
        if aside.exists():
            left.append(aside)
    _remove_if_empty(removing)
    _remove_if_empty(waste)
    return backup, tuple(left)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
