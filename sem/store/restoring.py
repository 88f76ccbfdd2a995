"""Puts back what a backup holds: checked to the last byte before anything is written, and never over what is newer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sem.errors import NotFoundError, SemError, StoreError
from sem.i18n import gettext as _
from sem.model.assessment import Team
from sem.model.names import name_key
from sem.store import layout
from sem.store.backup_reading import PackedBackup
from sem.store.exchange import Exchange
from sem.store.incoming import Incoming
from sem.store.reading import Spares, WorkspaceReader
from sem.store.refusals import Merged
from sem.store.writer import Writers

_STAGING = "restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, or would do.

    Args:
        made: When the backup was made, as it says itself: ISO 8601; may be empty.
        files: How many files the backup holds.
        merged: What was brought in.
        back: The teams that were not here, and come back.
        namesakes: Those of them whose name another team has by now.
    """

    made: str
    files: int
    merged: Merged
    back: tuple[Team, ...]
    namesakes: tuple[Team, ...]


def restore(
    folder: Path,
    state: Path,
    path: Path,
    *,
    team: str | None = None,
    dry_run: bool = False,
    tell: Callable[[str], object] = str,
    spares: Spares = tuple,
) -> Restored:
    """Bring what a backup holds into a workspace, as a merge does: of everything the newest counts.

    Nothing is written before the whole backup was found to be as it was made. A team that comes back is there whole or
    not at all. After a kill, or an error in between, it can be done again; and twice does no harm.

    Args:
        folder: The workspace; made if it is not there.
        state: The folder for what belongs to this machine alone.
        path: The backup.
        team: The name or id of the one team to bring back; without it all there are.
        dry_run: Whether to tell alone what would be done.
        tell: Called with what the user should know although nothing failed.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.

    Raises:
        NotFoundError: There is no such file, or no such team in it.
        InvalidError: It is no backup, or not as it was made; every problem is named. Nothing was written.
        StoreError: The backup can't be read, there is no room, or the workspace can't be read or written.
    """
    workspace = Exchange(folder, state, tell, spares)
    told = Merged()
    with _staging(state.expanduser() / _STAGING, Writers(state.expanduser())) as unpacked:
        packed = PackedBackup(path.expanduser(), str(path))
        packed.unpack(unpacked)
        inside = _teams(WorkspaceReader(unpacked))
        if team is not None:
            inside = _only(unpacked, inside, team, str(path))
        here = {one.id: one for one in workspace.teams_and_errors()[0]}
        here_too = workspace.folders_by_team()
        workspace.merger(told, dry_run=dry_run, back=True).merge(Incoming(unpacked, f"{path}:", told))
        there = here_too if dry_run else workspace.folders_by_team()
    back = tuple(one for one in inside.values() if one.id not in here_too and (dry_run or one.id in there))
    taken = {name_key(one.name) for one in here.values()}
    namesakes = tuple(one for one in back if name_key(one.name) in taken)
    return Restored(packed.made, packed.files, told, back, namesakes)


@contextmanager
def _staging(folder: Path, writers: Writers) -> Iterator[Path]:
    """Make an empty folder that is ours alone and gone afterwards; what a kill left in it goes first."""
    with writers.alone(folder):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError:
            # Without a folder of this machine's own, one for temporary files will do.
            with tempfile.TemporaryDirectory(prefix="sem-") as name:
                yield Path(name)
            return
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _teams(reader: WorkspaceReader) -> Mapping[str, Team]:
    """Return the teams in an unpacked backup that tell who they are, by id; the merge names the others."""
    try:
        return {team.id: team for team in reader.teams_and_errors()[0]}
    except StoreError:
        return {}


def _only(unpacked: Path, inside: Mapping[str, Team], name: str, shown: str) -> Mapping[str, Team]:
    """Leave one team in an unpacked backup, and return it.

    Raises:
        NotFoundError: It is not in there.
        InvalidError: Several are called that.
    """
    reader = WorkspaceReader(unpacked)
    try:
        team = reader.find_team(name)
    except (NotFoundError, StoreError) as error:
        raise _not_in_it(name, inside, shown) from error
    keep = reader.folders_by_team()[team.id]
    for home in layout.subfolders(unpacked / layout.TEAMS):
        if home not in keep:
            shutil.rmtree(home)
    return {team.id: team}


def _not_in_it(name: str, inside: Mapping[str, Team], shown: str) -> SemError:
    names = ", ".join(f"“{one.name}”" for one in inside.values())
    return NotFoundError(
        _("The backup {file} has no team called “{name}”.").format(file=shown, name=name),
        _("In it: {names}.").format(names=names) if names else "",
    )
