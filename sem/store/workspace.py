"""The workspace on disk: how teams, rounds and responses are added to it and changed, one process at a time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.assessment import Answer, QuestionnaireRef, Respondent, Round, RoundKind, RoundState, Team
from sem.model.codec import questionnaire_bytes, questionnaire_digest
from sem.model.names import clean_name, name_key
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.store import NOTHING, NewRound, Sheet, layout, records
from sem.store.disk import make_folder, write_once
from sem.store.documents import SHEET
from sem.store.failures import cannot_write, damaged
from sem.store.files import Found, gather
from sem.store.reading import WorkspaceReader, response_in, sort_by_respondent
from sem.store.sheets import WorkspaceSheet, newest_stamp
from sem.store.slots import bytes_of
from sem.store.writer import Writers


class Workspace(WorkspaceReader):
    """A `Store` in a folder; the folder is made at the first change, never by opening or reading.

    Args:
        folder: The workspace.
        state: The folder for what belongs to this machine alone.
        tell: Called with what the user should know although nothing failed, each thing once.
    """

    def __init__(self, folder: Path, state: Path, tell: Callable[[str], object] = str) -> None:
        super().__init__(folder, tell)
        self._writers = Writers(state.expanduser())

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
        return self._teams()[0][team_id]

    def remove_team(self, team_id: str) -> str:
        """Remove a team with all its rounds, after making a backup; return where the backup is.

        The folder is moved out of the way first: whoever is still answering gets an error instead of a "saved" that
        the backup would miss. If the backup fails the folder is put back; after a crash `repair` does that.
        """
        from sem.store.removal import remove

        with self._changing():
            folders = self._team_folders(team_id)
            name = self._teams()[0][team_id].name
            backup, left = remove(self.folder, name, folders)
        for folder in left:
            self._tell(
                _("Not everything of {name} could be deleted. What is left is in {folder}; delete it yourself.").format(
                    name=name, folder=folder
                )
            )
        return str(backup)

    def start_round(
        self, team_id: str, questionnaire: Questionnaire, opened: date, kind: RoundKind = RoundKind.NAMED
    ) -> Round:
        """Start a round; its questionnaire is frozen with it, word for word."""
        with self._changing():
            return self._start(team_id, questionnaire, opened, kind)[0]

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

    def change_programme(self, team_id: str, change: Callable[[Programme], Programme]) -> Programme:
        """Change a team's programme and return it; durable when it returns. `change` itself may not use the store.

        Raises:
            NotFoundError: There is no such team.
        """
        from sem.store.programme import change_programme

        with self._changing():
            folders = self._team_folders(team_id)
            files = self._programme_files(folders, team_id)
            return change_programme(files, folders[0], team_id, change, self._writers)

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
            sort_by_respondent(part.whole, round_, sheets)
        same = [
            (newest_stamp(file.tables for file in files), id_)
            for id_, files in sheets.items()
            if name_key(response_in(id_, files).respondent.name) == name_key(name)
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
        self._note(sheets.get(known.id, ()), name)
        return WorkspaceSheet(folders[0], round_, questionnaire, known, copies, self._writers, answers, place)

    def _refuse_taken(self, name: str, except_id: str = "") -> None:
        teams, errors = self._teams()
        for team in teams.values():
            if team.id != except_id and name_key(team.name) == name_key(name):
                raise InvalidError(
                    _("There is already a team called “{name}”.").format(name=team.name), _("Choose another name.")
                )
        for folder, error in errors.items():
            if layout.may_be_called(folder, name):
                raise error

    def _freeze(self, reference: QuestionnaireRef, frozen: bytes) -> None:
        path = layout.model_file(self.folder, reference)
        try:
            raw = bytes_of(path)
            if raw is not None:
                if raw != frozen:
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
