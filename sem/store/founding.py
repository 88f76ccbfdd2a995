"""Makes a folder a workspace, or refuses one that holds something else."""

from __future__ import annotations

from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.disk import make_folder, write_once
from sem.store.documents import TEAM, meta
from sem.store.failures import cannot_read, cannot_write
from sem.store.files import read_workspace_file
from sem.store.migrations import META
from sem.store.slots import pack_tables

_LEFT_BY_SYSTEMS = frozenset({"desktop.ini", "Thumbs.db", "lost+found"})


def found_workspace(folder: Path) -> None:
    """Make a folder a workspace if it is none yet.

    Raises:
        StoreError: The folder holds something else, can't be written, or its workspace file is damaged or newer.
    """
    if read_workspace_file(folder) is not None:
        return
    try:
        others = [path for path in folder.iterdir() if not _may_stay(path)] if folder.exists() else []
    except OSError as error:
        raise cannot_read(folder, error) from None
    if is_workspace(folder):
        raise StoreError(
            _("The folder {folder} is a workspace whose file {file} is missing.").format(
                folder=folder, file=layout.WORKSPACE_FILE
            ),
            _("Run “sem doctor --repair”."),
        )
    if others:
        raise StoreError(
            _("The folder {folder} is not a workspace, and it is not empty.").format(folder=folder),
            _("Choose an empty or new folder with --data; this one was left as it is."),
        )
    write_workspace_file(folder)


def is_workspace(folder: Path) -> bool:
    """Whether a folder is a workspace, also one that lost its own file."""
    return (folder / layout.WORKSPACE_FILE).exists() or any((folder / layout.TEAMS).glob(f"*/{TEAM}~*.json"))


def write_workspace_file(folder: Path) -> None:
    """Write the file that makes a folder a workspace.

    Raises:
        StoreError: It could not be written.
    """
    path = folder / layout.WORKSPACE_FILE
    try:
        make_folder(folder)
        write_once(path, pack_tables({META: meta("workspace", "", id=layout.new_id())}, 1))
    except OSError as error:
        raise cannot_write(path, error) from None


def _may_stay(path: Path) -> bool:
    """Whether something in a folder is no reason not to make it a workspace: it is hidden, or left by the system."""
    return path.name.startswith(".") or path.name in _LEFT_BY_SYSTEMS
