"""The workspace on disk as a reader sees it: teams, rounds and responses in a folder of small TinyDB files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import Response, Round, Team
from sem.model.codec import read_questionnaire
from sem.model.names import name_key
from sem.model.questionnaire import Questionnaire
from sem.store import layout, records
from sem.store.documents import ROUND, SHEET, TEAM
from sem.store.failures import cannot_read, damaged, together
from sem.store.files import Found, gather_still, read_workspace_file
from sem.store.migrations import meta_of
from sem.store.roster import roster_of
from sem.store.sheets import response_of
from sem.store.slots import bytes_of

if TYPE_CHECKING:
    from sem.model.programme import Programme
    from sem.store.past import WorkspacePast

Spares = Callable[[], Iterable[bytes]]


class WorkspaceReader:
    """What of a `Store` only reads.

    Args:
        folder: The workspace; nothing is made by opening or reading.
        tell: Called with what the user should know although nothing failed, each thing once.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.
        cache: The folder for what may be lost; None to remember nothing.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[str], object] = str,
        spares: Spares = tuple,
        cache: Path | None = None,
    ) -> None:
        self.folder = folder.expanduser()
        self._cache = cache
        self._tell, self._spares = tell, spares
        self._told: set[Path] = set()
        self._homes: dict[str, list[Path]] = {}
        self._questionnaires: dict[str, Questionnaire] = {}

    def teams(self) -> tuple[Team, ...]:
        """Return all teams, by name."""
        teams, errors = self.teams_and_errors()
        if errors:
            raise together(errors)
        return teams

    def teams_and_errors(self) -> tuple[tuple[Team, ...], tuple[StoreError, ...]]:
        """Return the teams that can be read, by name, and for each other one the error that says why it can't be."""
        read_workspace_file(self.folder)
        teams, errors = self._teams()
        return tuple(sorted(teams.values(), key=lambda team: (name_key(team.name), team.id))), tuple(errors.values())

    def find_team(self, name: str) -> Team:
        """Return the team with this id or name; case does not count.

        Raises:
            NotFoundError: There is none; the message names the nearest ones.
            InvalidError: Two teams from different machines have this name.
            StoreError: It is not among the teams that can be read, so it may be among the others.
        """
        teams, errors = self.teams_and_errors()
        key = name_key(" ".join(name.split()))
        found = [team for team in teams if team.id == name] or [team for team in teams if name_key(team.name) == key]
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidError(
                _("{n} teams are called “{name}”.").format(n=len(found), name=found[0].name),
                _("Use an id: {ids}.").format(ids=", ".join(team.id for team in found)),
            )
        raise together(errors) if errors else _no_such_team(name, teams)

    def rounds(self, team_id: str) -> tuple[Round, ...]:
        """Return a team's rounds, oldest first.

        Raises:
            NotFoundError: There is no such team.
        """
        found: dict[str, list[Found]] = {}
        for folder in self.team_folders(team_id):
            for inner in self.subfolders(folder / layout.ROUNDS):
                for file in records.read_record(inner, ROUND):
                    # A round that was moved in from another team is not one of this team.
                    if file.meta["team"] == team_id:
                        found.setdefault(file.meta["round"], []).append(file)
        rounds = {id_: records.round_of(tuple(files)) for id_, files in found.items()}
        for id_, files in found.items():
            self._note(files, _("the round of {day}").format(day=long_date(rounds[id_].opened)))
        first = {id_: min(records.made_at(file) for file in files) for id_, files in found.items()}
        return tuple(sorted(rounds.values(), key=lambda round_: (round_.opened, first[round_.id], round_.id)))

    def questionnaire(self, round_: Round) -> Questionnaire:
        """Return the questionnaire exactly as it was when the round started.

        Raises:
            StoreError: Its file is missing, or is not word for word what the round was started with.
        """
        digest = round_.questionnaire.digest
        if digest not in self._questionnaires:
            path = layout.model_file(self.folder, round_.questionnaire)
            try:
                raw = _frozen(path, digest)
            except StoreError:
                spare = spare_of(digest, self._spares)
                if spare is None:
                    raise
                raw = spare
            try:
                self._questionnaires[digest] = read_questionnaire(raw)
            except (ValueError, RecursionError) as error:
                raise damaged([path], str(error)) from None
        return self._questionnaires[digest]

    def responses(self, round_: Round, folders: Sequence[Path] | None = None) -> tuple[Response, ...]:
        """Return the responses in a round, by respondent's name; its folders need not be known."""
        sheets: dict[str, list[Found]] = {}
        if folders is None:
            folders = self._round_folders(round_)
        for folder in folders:
            gathered = gather_still(folder, SHEET)
            gathered.demand()
            sort_by_respondent(gathered.whole, round_, sheets)
        for erased in roster_of(folders, round_.id).erased & sheets.keys():
            del sheets[erased]
        responses = [response_in(respondent, files) for respondent, files in sheets.items()]
        for response in responses:
            self._note(sheets[response.respondent.id], response.respondent.name)
        return tuple(sorted(responses, key=lambda r: (name_key(r.respondent.name), r.respondent.id)))

    def programme(self, team_id: str) -> Programme:
        """Return a team's programme; empty before there is one.

        Raises:
            NotFoundError: There is no such team.
        """
        from sem.store.programme import kept_in

        return kept_in(self._programme_files(self.team_folders(team_id), team_id)).programme

    def _programme_files(self, folders: list[Path], team_id: str) -> tuple[Found, ...]:
        from sem.store.programme import programme_files

        files = programme_files(folders, team_id)
        self._note(files, _("the team’s programme"))
        return files

    def _teams(self) -> tuple[dict[str, Team], dict[Path, StoreError]]:
        """Return the teams that can be read by their ids, and the errors of the others by their folders."""
        found: dict[str, list[Found]] = {}
        errors: dict[Path, StoreError] = {}
        self._homes = {}
        for folder in self.subfolders(self.folder / layout.TEAMS):
            try:
                for file in records.read_record(folder, TEAM):
                    found.setdefault(str(file.meta["team"]), []).append(file)
                    homes = self._homes.setdefault(str(file.meta["team"]), [])
                    if folder not in homes:
                        homes.append(folder)
            except StoreError as error:
                errors[folder] = error
        teams = {}
        for id_, files in found.items():
            try:
                teams[id_] = records.team_of(tuple(files))
            except StoreError as error:
                errors[files[0].path.parent] = error
            else:
                self._note(files, teams[id_].name)
        return teams, errors

    def _note(self, files: Iterable[Found], name: str) -> None:
        """Tell of each pair of files whose newer slot may be gone; `name` is what is in them."""
        for file in files:
            if file.doubt is not None and file.doubt not in self._told:
                self._told.add(file.doubt)
                self._tell(
                    _(
                        "The last save of {name} may be missing: {file} is damaged or gone, and the save before it "
                        "takes its place. “sem doctor” tells more."
                    ).format(name=name, file=file.doubt)
                )

    def team_folders(self, team_id: str) -> list[Path]:
        """Return the folders of a team; more than one only where something made a copy."""
        folders, errors = [], []
        for folder in _folders_of(self.folder / layout.TEAMS, team_id):
            try:
                if any(file.meta["team"] == team_id for file in records.read_record(folder, TEAM)):
                    folders.append(folder)
            except StoreError as error:
                if layout.is_named_after(folder, team_id):
                    raise
                errors.append(error)
        if not folders:
            raise together(errors) if errors else _no_such_team(team_id, self.teams_and_errors()[0])
        return folders

    def folders_by_team(self) -> dict[str, list[Path]]:
        """Return the folders of each team that can be read, by team id."""
        found: dict[str, list[Path]] = {}
        for folder in self.subfolders(self.folder / layout.TEAMS):
            with suppress(StoreError):
                for id_ in {str(file.meta["team"]) for file in records.read_record(folder, TEAM)}:
                    found.setdefault(id_, []).append(folder)
        return found

    def round_folders(self, homes: Iterable[Path], round_id: str) -> list[Path]:
        """Return the folders of a round in those of its team; none where it is not there.

        Raises:
            StoreError: A file or folder can't be read.
        """
        found = []
        for home in homes:
            for folder in _folders_of(home / layout.ROUNDS, round_id):
                if any(file.meta["round"] == round_id for file in records.read_record(folder, ROUND)):
                    found.append(folder)
        return found

    def _round_folders(self, round_: Round) -> list[Path]:
        folders = self.round_folders(self.team_folders(round_.team_id), round_.id)
        if not folders:
            raise NotFoundError(_("This round does not exist any more."))
        return folders

    def _round_in(self, folders: Iterable[Path], round_id: str) -> Round:
        """Return a round as its folders tell of it."""
        files = (file for folder in folders for file in records.read_record(folder, ROUND))
        return records.round_of(tuple(file for file in files if file.meta["round"] == round_id))

    def round_in(self, folder: Path, files: tuple[Found, ...] = ()) -> Round:
        """Return the round that a folder tells of; its files about it need not have been read.

        Raises:
            StoreError: A file about it can't be read.
            NotFoundError: It is gone meanwhile.
        """
        files = files or records.read_record(folder, ROUND)
        if not files:
            raise NotFoundError(_("This round does not exist any more."))
        round_ = records.round_of(files)
        self._note(files, _("the round of {day}").format(day=long_date(round_.opened)))
        return round_

    def past(self) -> WorkspacePast:
        """Return the rounds of the teams, newest first, with what was worked out of closed ones before."""
        from sem.store.index import Index
        from sem.store.past import WorkspacePast

        path = self.index_file()
        return WorkspacePast(self, None if path is None else Index(path), self._homes)

    def index_file(self) -> Path | None:
        """Return where it is remembered what was worked out of closed rounds; None where it is not."""
        from sem.store.index import index_file

        found = read_workspace_file(self.folder) if self._cache is not None else None
        if self._cache is None or found is None:
            return None
        return index_file(self._cache.expanduser(), self.folder, str(meta_of(found)["id"]))

    def forget_past(self) -> None:
        """Delete what is remembered of closed rounds, because somebody wants something in them to be gone."""
        from sem.store.index import forget

        path = self.index_file()
        if path is not None:
            forget(path)

    def folder_names(self, parent: Path) -> list[str]:
        """Return the names of the folders in a folder, in order.

        Raises:
            StoreError: It can't be read.
        """
        try:
            return layout.folder_names(parent)
        except OSError as error:
            raise cannot_read(parent, error) from None

    def subfolders(self, parent: Path) -> list[Path]:
        """Return the folders in a folder, by name.

        Raises:
            StoreError: It can't be read.
        """
        return [parent / name for name in self.folder_names(parent)]


def _folders_of(parent: Path, id_: str) -> list[Path]:
    """Return the folders that may hold what has this id.

    Raises:
        StoreError: The folder that they are in can't be read.
    """
    try:
        return layout.folders_of(parent, id_)
    except OSError as error:
        raise cannot_read(parent, error) from None


def _frozen(path: Path, digest: str) -> bytes:
    """Return the bytes of a frozen questionnaire.

    Raises:
        StoreError: They are missing, can't be read, or are not those that the digest is of.
    """
    try:
        raw = bytes_of(path)
    except OSError as error:
        raise cannot_read(path, error) from None
    if raw is None:
        raise StoreError(
            _("The questionnaire of this round is missing: {file}.").format(file=path),
            _("Put the file back from a backup."),
        )
    if hashlib.sha256(raw).hexdigest() != digest:
        raise damaged([path], _("It differs from what the round was started with."))
    return raw


def spare_of(digest: str, spares: Spares) -> bytes | None:
    """Return the one of some spare questionnaires whose digest is or begins like this; None where there is none."""
    return next((raw for raw in spares() if digest and hashlib.sha256(raw).hexdigest().startswith(digest)), None)


def sort_by_respondent(files: tuple[Found, ...], round_: Round, into: dict[str, list[Found]]) -> None:
    """Add the sheets of a round to those of their respondents, by respondent's id."""
    for file in files:
        # A sheet that was copied in from another round is not an answer to this one.
        if file.meta.get("round") == round_.id:
            into.setdefault(str(file.meta["respondent"]), []).append(file)


def response_in(respondent_id: str, files: list[Found]) -> Response:
    """Return the response in all files of a respondent's sheet.

    Raises:
        StoreError: They hold something that can't be.
    """
    try:
        return response_of(respondent_id, (file.tables for file in files))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged((file.path for file in files), str(error)) from None


def _no_such_team(name: str, teams: tuple[Team, ...]) -> NotFoundError:
    from difflib import get_close_matches

    names = {name_key(team.name): team.name for team in teams}
    near = [names[key] for key in get_close_matches(name_key(name), names, n=3, cutoff=0.5)]
    if near:
        advice = _("Did you mean: {names}?").format(names=", ".join(f"“{one}”" for one in near))
    elif names:
        advice = _("“sem team list” shows the teams there are.")
    else:
        advice = _("There are no teams yet; make one with “sem team add”.")
    return NotFoundError(_("There is no team called “{name}”.").format(name=name), advice)
