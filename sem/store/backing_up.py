"""Makes the backup that somebody asks for: of a workspace or of one team in it, while others go on answering."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sem.errors import ExportError, NotFoundError
from sem.files import read_file, reason
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.backup import files_below, pack_backup
from sem.store.disk import sync_folder, temporary_beside
from sem.store.founding import is_workspace
from sem.store.reading import WorkspaceReader
from sem.store.slots import read_pair
from sem.store.writer import Writers

_ITS_OWN = (layout.MODELS, layout.TEAMS, layout.REMOVING)
_PUT_AWAY = (layout.SET_ASIDE, layout.BACKUPS)


def back_up(
    folder: Path,
    state: Path,
    target: Path,
    *,
    team_id: str | None = None,
    numbered: bool = True,
    everything: bool = False,
) -> tuple[Path, int]:
    """Make a backup; return where it is and how many files are in it. It has been read back.

    Nobody on this machine adds, removes or seals anything meanwhile; answers may be saved.

    Args:
        folder: The workspace.
        state: The folder for what belongs to this machine alone.
        target: What the backup is to be called; its folder is made if it is not there.
        team_id: The one team to back up; without it all there is.
        numbered: Whether it gets a number where something has that name already, instead of being refused.
        everything: Whether earlier backups and what was set aside come with it; not with a team.

    Raises:
        NotFoundError: There is no workspace, or no such team.
        StoreError: Something in the workspace can't be read.
        ExportError: It could not be written, or something has its name; nothing is left behind.
    """
    folder, target = folder.expanduser(), target.expanduser()
    if not is_workspace(folder):
        raise NotFoundError(_("There is nothing in {folder} yet.").format(folder=folder))
    if not numbered and os.path.lexists(target):
        raise _taken(target)
    partial = temporary_beside(target)
    with Writers(state.expanduser()).alone(folder):
        members = _members_of_team(folder, team_id) if team_id else _members(folder, everything)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            files = pack_backup(partial, datetime.now(UTC), members, _Reading())
            path = _name(partial, target, numbered)
            sync_folder(target.parent)
        except OSError as error:
            raise ExportError(
                _("Nothing can be written in {folder}: {why}.").format(folder=target.parent, why=reason(error)),
                _("Choose another folder."),
            ) from None
        finally:
            with suppress(OSError):
                partial.unlink()
    return path, files


def _members(folder: Path, everything: bool) -> Iterator[tuple[Path, str]]:
    if (folder / layout.WORKSPACE_FILE).exists():
        yield folder / layout.WORKSPACE_FILE, layout.WORKSPACE_FILE
    for name in (*_ITS_OWN, *(_PUT_AWAY if everything else ())):
        yield from files_below(folder / name, name)


def _members_of_team(folder: Path, team_id: str) -> Iterator[tuple[Path, str]]:
    homes = WorkspaceReader(folder).folders_by_team().get(team_id, [])
    if not homes:
        raise NotFoundError(_("There is no such team."))
    yield folder / layout.WORKSPACE_FILE, layout.WORKSPACE_FILE
    yield from files_below(folder / layout.MODELS, layout.MODELS)
    for home in homes:
        yield from files_below(home, f"{layout.TEAMS}/{home.name}")


class _Reading:
    """Reads files one after the other, the two slots of a pair at one moment: in between both could be written to."""

    def __init__(self) -> None:
        self._twin: tuple[Path, bytes] | None = None

    def __call__(self, path: Path) -> bytes:
        kept, self._twin = self._twin, None
        if kept is not None and kept[0] == path:
            return kept[1]
        name = layout.parse(path)
        if name is None or not name.slot:
            return read_file(path)
        pair = layout.slots(path.parent, name.name, name.writer)
        found = dict(zip(pair, read_pair(pair), strict=True))
        data, _seq = found.pop(path)
        for other, (raw, _seq) in found.items():
            if raw is not None:
                self._twin = other, raw
        return read_file(path) if data is None else data


def _name(partial: Path, target: Path, numbered: bool) -> Path:
    """Give the finished file its name, or the first free one with a number."""
    for number in count(1):
        path = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        try:
            if os.path.lexists(path):
                raise FileExistsError
            # A hard link fails where the name was taken at this very moment, also by another process.
            os.link(partial, path)
        except FileExistsError:
            if not numbered:
                raise _taken(path) from None
            continue
        except OSError:
            partial.replace(path)
        return path
    raise AssertionError("count() does not end")


def _taken(path: Path) -> ExportError:
    return ExportError(
        _("There is already something called {file}, and it stays as it is.").format(file=path),
        _("Choose another name. In a folder, the backup gets a number by itself."),
    )
