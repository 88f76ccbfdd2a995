"""The workspace on disk: teams, rounds and responses in a folder of small TinyDB files."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.i18n import gettext as _
from sem.model.assessment import Answer, QuestionnaireRef, Respondent, Response, Round, RoundKind, RoundState, Team
from sem.model.codec import questionnaire_bytes, questionnaire_digest, read_questionnaire
from sem.model.names import clean_name, name_key
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.store import NOTHING, NewRound, Sheet, layout, records
from sem.store.disk import make_folder, write_once
from sem.store.documents import ROUND, SHEET, TEAM
from sem.store.failures import cannot_read, cannot_write, damaged
from sem.store.files import Found, gather, read_workspace_file
from sem.store.sheets import WorkspaceSheet, newest_stamp, response_of
from sem.store.writer import Writers


class Workspace:
    """A `Store` in a folder; the folder is made at the first change, never by opening or reading.

    Args:
        folder: The workspace.
        state: The folder for what belongs to this machine alone.
    """

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder.expanduser()
        self._writers = Writers(state.expanduser())
        self._questionnaires: dict[str, Questionnaire] = {}

    def teams(self) -> tuple[Team, ...]:
        """Return all teams, by name."""
        read_workspace_file(self.folder)
        return tuple(sorted(self._teams().values(), key=lambda team: (name_key(team.name), team.id)))

    def find_team(self, name: str) -> Team:
        """Return the team with this id or name; case does not count.

        Raises:
            NotFoundError: There is none; the message names the nearest ones.
            InvalidError: Two teams from different machines have this name.
        """
        teams = self.teams()
        key = name_key(" ".join(name.split()))
        found = [team for team in teams if team.id == name] or [team for team in teams if name_key(team.name) == key]
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidError(
                _("{n} teams are called “{name}”.").format(n=len(found), name=found[0].name),
                _("Use an id: {ids}.").format(ids=", ".join(team.id for team in found)),
            )
        raise _no_such_team(name, teams)

    def add_team(self, name: str, tags: tuple[str, ...] = ()) -> Team:
        """Add a team.

        Raises:
            InvalidError: The name does not hold, or a team is already called that; case does not count.
        """
        name = clean_name(name, _("the team"))
        labels = {name_key(label): label for label in (clean_name(tag, _("the tag")) for tag in tags)}
        with self._changing():
            self._refuse_taken(name)
            team = Team(layout.new_id(), name, tuple(labels.values()))
            folder = self.folder / layout.TEAMS / layout.folder_name(name, team.id)
            with _undone_on_failure(folder):
                self._make(folder)
                records.write_team(folder, team.id, {records.NAME: name, records.TAGS: list(team.tags)}, self._writers)
        return team

    def rename_team(self, team_id: str, name: str) -> Team:
        """Give a team another name, under the rules of `add_team`; its folder keeps the name it was made with."""
        name = clean_name(name, _("the team"))
        with self._changing():
            self._refuse_taken(name, except_id=team_id)
            records.write_team(self._team_folders(team_id)[0], team_id, {records.NAME: name}, self._writers)
        return self._teams()[team_id]

    def remove_team(self, team_id: str) -> str:
        """Remove a team with all its rounds, after making a backup; return where the backup is.

        The folder is moved out of the way first: whoever is still answering gets an error instead of a "saved" that
        the backup would miss. If the backup fails the folder is put back; after a crash `repair` does that.
        """
        from sem.store.removal import remove

        with self._changing():
            folders = self._team_folders(team_id)
            return str(remove(self.folder, self._teams()[team_id].name, folders))

    def rounds(self, team_id: str) -> tuple[Round, ...]:
        """Return a team's rounds, oldest first.

        Raises:
            NotFoundError: There is no such team.
        """
        found: dict[str, list[Found]] = {}
        for folder in self._team_folders(team_id):
            for inner in self._subfolders(folder / layout.ROUNDS):
                for file in records.read_record(inner, ROUND):
                    # A round that was moved in from another team is not one of this team.
                    if file.meta["team"] == team_id:
                        found.setdefault(file.meta["round"], []).append(file)
        rounds = {id_: records.round_of(tuple(files)) for id_, files in found.items()}
        first = {id_: min(records.made_at(file) for file in files) for id_, files in found.items()}
        return tuple(sorted(rounds.values(), key=lambda round_: (round_.opened, first[round_.id], round_.id)))

    def start_round(
        self, team_id: str, questionnaire: Questionnaire, opened: date, kind: RoundKind = RoundKind.NAMED
    ) -> Round:
        """Start a round; its questionnaire is frozen with it, word for word."""
        with self._changing():
            return self._start(team_id, questionnaire, opened, kind)[0]

    def questionnaire(self, round_: Round) -> Questionnaire:
        """Return the questionnaire exactly as it was when the round started.

        Raises:
            StoreError: Its file is missing, or is not word for word what the round was started with.
        """
        digest = round_.questionnaire.digest
        if digest not in self._questionnaires:
            path = layout.model_file(self.folder, round_.questionnaire)
            try:
                raw = path.read_bytes()
            except FileNotFoundError:
                raise StoreError(
                    _("The questionnaire of this round is missing: {file}.").format(file=path),
                    _("Put the file back from a backup."),
                ) from None
            except OSError as error:
                raise cannot_read(path, error) from None
            if hashlib.sha256(raw).hexdigest() != digest:
                raise damaged([path], _("It differs from what the round was started with."))
            try:
                self._questionnaires[digest] = read_questionnaire(raw)
            except (ValueError, RecursionError) as error:
                raise damaged([path], str(error)) from None
        return self._questionnaires[digest]

    def responses(self, round_: Round) -> tuple[Response, ...]:
        """Return the responses in a round, by respondent's name."""
        sheets: dict[str, list[Found]] = {}
        for folder in self._round_folders(round_):
            gathered = gather(folder, SHEET)
            gathered.demand()
            _sort_by_respondent(gathered.whole, round_, sheets)
        responses = [_response(respondent, files) for respondent, files in sheets.items()]
        return tuple(sorted(responses, key=lambda r: (name_key(r.respondent.name), r.respondent.id)))

    def open_sheet(
        self, round_: Round, respondent: str, answers: Mapping[str, Answer] = NOTHING, place: str | None = None
    ) -> Sheet:
        """Open the response of the respondent with this name for writing, and make it if there is none.

        Raises:
            InvalidError: The name does not hold, or the round is closed.
            KeyError: A question id that the round's questionnaire has not.
        """
        name = clean_name(respondent, _("the respondent"))
        questionnaire = self.questionnaire(round_)
        with self._changing():
            return self._sheet(round_, questionnaire, name, answers, place)

    def begin(
        self, new: NewRound, respondent: str, answers: Mapping[str, Answer], place: str | None = None
    ) -> tuple[Round, Sheet]:
        """Open a sheet in the newest open round with the very words of a questionnaire; start it if there is none.

        Raises:
            InvalidError: The name does not hold.
            KeyError: A question id that the questionnaire has not.
        """
        name = clean_name(respondent, _("the respondent"))
        with self._changing():
            if not new.apart:
                digest = questionnaire_digest(new.questionnaire)
                for round_ in reversed(self.rounds(new.team_id)):
                    if round_.state is RoundState.OPEN and round_.questionnaire.digest == digest:
                        return round_, self._sheet(round_, new.questionnaire, name, answers, place)
            started, folder = self._start(new.team_id, new.questionnaire, new.opened)
            with _undone_on_failure(folder):
                return started, self._sheet(started, new.questionnaire, name, answers, place)

    def programme(self, team_id: str) -> Programme:
        """Return a team's programme; empty before there is one.

        Raises:
            NotFoundError: There is no such team.
        """
        from sem.store.programme import read_programme

        return read_programme(self._team_folders(team_id), team_id)

    def change_programme(self, team_id: str, change: Callable[[Programme], Programme]) -> Programme:
        """Change a team's programme and return it; durable when it returns. `change` itself may not use the store.

        Raises:
            NotFoundError: There is no such team.
        """
        from sem.store.programme import change_programme

        with self._changing():
            return change_programme(self._team_folders(team_id), team_id, change, self._writers)

    def _start(
        self, team_id: str, questionnaire: Questionnaire, opened: date, kind: RoundKind = RoundKind.NAMED
    ) -> tuple[Round, Path]:
        """Start a round and return it with its folder; the workspace is ours alone meanwhile."""
        frozen = questionnaire_bytes(questionnaire)
        reference = QuestionnaireRef(questionnaire.id, questionnaire.version, hashlib.sha256(frozen).hexdigest())
        team_folder = self._team_folders(team_id)[0]
        round_ = Round(layout.new_id(), team_id, reference, opened, kind)
        folder = team_folder / layout.ROUNDS / layout.folder_name(f"{opened}-{questionnaire.id}", round_.id)
        self._freeze(reference, frozen)
        with _undone_on_failure(folder):
            self._make(folder)
            records.write_round(folder, round_, self._writers)
        return round_, folder

    def _sheet(
        self,
        round_: Round,
        questionnaire: Questionnaire,
        name: str,
        answers: Mapping[str, Answer],
        place: str | None,
    ) -> WorkspaceSheet:
        """Do what `open_sheet` does; the workspace is ours alone meanwhile, so that a name gets one respondent."""
        folders = self._round_folders(round_)
        if self._state(folders) is RoundState.CLOSED:
            raise InvalidError(_("This round is closed, so its answers stay as they are."), _("Start a new round."))
        gathered = [gather(folder, SHEET) for folder in folders]
        sheets: dict[str, list[Found]] = {}
        for part in gathered:
            _sort_by_respondent(part.whole, round_, sheets)
        same = [
            (newest_stamp(file.tables for file in files), id_)
            for id_, files in sheets.items()
            if name_key(_response(id_, files).respondent.name) == name_key(name)
        ]
        if same:
            known = Respondent(max(same)[1], name)
            # What is lost of another respondent is no reason to keep this one from answering.
            stems = {stem for part in gathered for stem in part.lost if stem.startswith(f"{known.id}~")}
            for part in gathered:
                part.demand(stems)
        else:
            for part in gathered:
                part.demand()
            known = Respondent(layout.new_id(), name)
        copies = tuple(file.tables for file in sheets.get(known.id, ()))
        return WorkspaceSheet(folders[0], round_, questionnaire, known, copies, self._writers, answers, place)

    def _teams(self) -> dict[str, Team]:
        found: dict[str, list[Found]] = {}
        for folder in self._subfolders(self.folder / layout.TEAMS):
            for file in records.read_record(folder, TEAM):
                found.setdefault(str(file.meta["team"]), []).append(file)
        return {id_: records.team_of(tuple(files)) for id_, files in found.items()}

    def _team_folders(self, team_id: str) -> list[Path]:
        """Return the folders of a team; more than one only where something made a copy."""
        try:
            candidates = layout.folders_of(self.folder / layout.TEAMS, team_id)
        except OSError as error:
            raise cannot_read(self.folder / layout.TEAMS, error) from None
        folders = [
            folder
            for folder in candidates
            if any(file.meta["team"] == team_id for file in records.read_record(folder, TEAM))
        ]
        if not folders:
            raise _no_such_team(team_id, self.teams())
        return folders

    def _round_folders(self, round_: Round) -> list[Path]:
        folders = []
        for team_folder in self._team_folders(round_.team_id):
            parent = team_folder / layout.ROUNDS
            try:
                candidates = layout.folders_of(parent, round_.id)
            except OSError as error:
                raise cannot_read(parent, error) from None
            for folder in candidates:
                if any(file.meta["round"] == round_.id for file in records.read_record(folder, ROUND)):
                    folders.append(folder)
        if not folders:
            raise NotFoundError(_("This round does not exist any more."))
        return folders

    def _state(self, folders: list[Path]) -> RoundState:
        files = tuple(file for folder in folders for file in records.read_record(folder, ROUND))
        return records.round_of(files).state

    def _subfolders(self, parent: Path) -> list[Path]:
        try:
            return layout.subfolders(parent)
        except OSError as error:
            raise cannot_read(parent, error) from None

    def _refuse_taken(self, name: str, except_id: str = "") -> None:
        for team in self.teams():
            if team.id != except_id and name_key(team.name) == name_key(name):
                raise InvalidError(
                    _("There is already a team called “{name}”.").format(name=team.name), _("Choose another name.")
                )

    def _freeze(self, reference: QuestionnaireRef, frozen: bytes) -> None:
        path = layout.model_file(self.folder, reference)
        try:
            if path.exists():
                if path.read_bytes() != frozen:
                    raise damaged([path], _("It differs from what the round was started with."))
                return
            make_folder(path.parent)
            write_once(path, frozen)
        except OSError as error:
            raise cannot_write(path, error) from None

    def _make(self, folder: Path) -> None:
        try:
            make_folder(folder)
        except OSError as error:
            raise cannot_write(folder, error) from None

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Make sure the folder is a workspace, and ours alone to add to meanwhile."""
        from sem.store.founding import found_workspace

        with self._writers.alone(self.folder):
            found_workspace(self.folder)
            yield


@contextmanager
def _undone_on_failure(folder: Path) -> Iterator[None]:
    """Take a folder that is made inside the block away again if the block fails: half a team or round is none."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sort_by_respondent(files: tuple[Found, ...], round_: Round, into: dict[str, list[Found]]) -> None:
    for file in files:
        # A sheet that was copied in from another round is not an answer to this one.
        if file.meta.get("round") == round_.id:
            into.setdefault(str(file.meta["respondent"]), []).append(file)


def _response(respondent_id: str, files: list[Found]) -> Response:
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
