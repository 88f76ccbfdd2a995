"""The workspace on disk: how teams, rounds and responses are added to it and changed, one process at a time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.assessment import (
    Answer,
    Consensus,
    Participation,
    QuestionnaireRef,
    Respondent,
    Round,
    RoundKind,
    RoundState,
    Team,
)
from sem.model.codec import questionnaire_bytes, questionnaire_digest
from sem.model.names import clean_name, name_key
from sem.model.questionnaire import Questionnaire
from sem.store import NOTHING, NewRound, Sheet, layout, records
from sem.store.anonymity import level_sheets, take_place
from sem.store.codes import new_code, respondent_id
from sem.store.disk import make_folder, write_once
from sem.store.documents import SHEET, newest_stamp
from sem.store.exchange import Exchange
from sem.store.failures import cannot_write, damaged
from sem.store.files import Found, Gathered, gather
from sem.store.first_answer import NewSheet
from sem.store.reading import response_in, sort_by_respondent
from sem.store.roster import roster_of
from sem.store.rounds import Gate, Setup, clean_because, closed, participation, refuse_answers
from sem.store.sheets import WorkspaceSheet
from sem.store.slots import bytes_of
from sem.store.tags import changed_tags

if TYPE_CHECKING:
    from sem.model.programme import Programme


class Workspace(Exchange):
    """A `Store` in a folder; the folder is made at the first change, never by opening or reading.

    Args:
        folder: The workspace.
        state: The folder for what belongs to this machine alone.
        tell: Called with what the user should know although nothing failed, each thing once.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.
        cache: The folder for what may be lost; None to remember nothing.
    """

    def add_team(self, name: str, tags: tuple[str, ...] = ()) -> Team:
        """Add a team.

        Raises:
            InvalidError: The name does not hold, or a team is already called that; case does not count.
        """
        name = clean_name(name, _("the team"))
        with self._changing():
            self._refuse_taken(name)
            team = Team(layout.new_id(), name, changed_tags((), tags, ()))
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
            records.write_team(self.team_folders(team_id)[0], team_id, {records.NAME: name}, self._writers)
        return self._teams()[0][team_id]

    def tag_team(self, team_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Team:
        """Give a team tags and take tags away; all of it or nothing."""
        with self._changing():
            folder = self.team_folders(team_id)[0]
            team = self._teams()[0][team_id]
            tags = changed_tags(team.tags, add, remove)
            if tags != team.tags:
                records.write_team(folder, team_id, {records.TAGS: list(tags)}, self._writers)
        return replace(team, tags=tags)

    def remove_team(self, team_id: str) -> str:
        """Remove a team with all its rounds, after making a backup; return where the backup is.

        The folder is moved out of the way first: whoever is still answering gets an error instead of a "saved" that
        the backup would miss. If the backup fails the folder is put back; after a crash `repair` does that.
        """
        from sem.store.removal import remove

        with self._changing():
            folders = self.team_folders(team_id)
            name = self._teams()[0][team_id].name
            backup, left = remove(self.folder, name, folders)
            self.forget_past()
        for folder in left:
            self._tell(
                _("Not everything of {name} could be deleted. What is left is in {folder}; delete it yourself.").format(
                    name=name, folder=folder
                )
            )
        return str(backup)

    def start_round(
        self,
        team_id: str,
        questionnaire: Questionnaire,
        opened: date,
        kind: RoundKind = RoundKind.NAMED,
        *,
        scope: str = "",
        invited: tuple[str, ...] = (),
        expected: int | None = None,
        hidden: bool = False,
    ) -> Round:
        """Start a round; its questionnaire is frozen with it, word for word, and its kind is chosen for good.

        Raises:
            InvalidError: The scope, the names or the number do not hold, or an anonymous round has names; every
                problem is told.
        """
        setup = Setup(kind, scope, invited, expected, hidden)
        with self._changing():
            return self._start(team_id, questionnaire, opened, setup)[0]

    def reveal_round(self, round_: Round) -> Round:
        """Reveal a round and return it: from then on its answers are seen, and no more are taken. It may be so already.

        Raises:
            InvalidError: It is closed.
        """
        return self._go_on(round_, RoundState.REVEALED)

    def close_round(self, round_: Round, today: date) -> Round:
        """Close a round and return it: nothing in it is changed any more. It may be so already."""
        return self._go_on(round_, RoundState.CLOSED, today)

    def _go_on(self, round_: Round, state: RoundState, today: date | None = None) -> Round:
        with self._changing():
            folders, found = self._found_round(round_)
            if found.state.step > state.step:
                raise closed()
            if found.state is not state:
                # Who is told of damage reads that nothing was changed, so it has to be found before anything is.
                self.responses(found, folders)
                found = replace(found, state=state, closed=today)
                records.write_round(folders[0], found, self._writers)
            if found.anonymous:
                level_sheets(folders)
            if state is RoundState.CLOSED:
                self._seal(found)
        return found

    def decide(self, round_: Round, question_id: str, consensus: Consensus | None) -> Round:
        """Keep what the team agreed on for a question, or take it back with None, and return the round.

        Raises:
            InvalidError: The round is closed, or hidden and not revealed yet; or the sentence does not hold.
            KeyError: A question id that the round's questionnaire has not.
        """
        questions = {question.id for question in self.questionnaire(round_).questions}
        if question_id not in questions:
            raise KeyError(question_id)
        if consensus is not None:
            consensus = replace(consensus, because=clean_because(consensus.because))
        with self._changing():
            folders, found = self._found_round(round_)
            if found.state is RoundState.CLOSED:
                raise closed()
            if found.hidden and found.state is RoundState.OPEN:
                raise InvalidError(
                    _("This round is not revealed yet, so there is nothing to agree on."),
                    _("Reveal it first, when all have answered: sem round reveal."),
                )
            records.write_round(folders[0], found, self._writers, decisions={question_id: consensus})
            return self._found_round(found)[1]

    def participation(self, round_: Round) -> Participation:
        """Return how far those who are to answer are; nothing of what they answered."""
        return participation(round_, self.questionnaire(round_), self.responses(round_))

    def open_sheet(
        self, round_: Round, respondent: str, answers: Mapping[str, Answer] = NOTHING, place: str | None = None
    ) -> Sheet:
        """Open the response of the respondent with this name for writing, and make it if there is none.

        Raises:
            InvalidError: The name does not hold, or the round is anonymous.
            ClosedError: The round takes no more answers.
            KeyError: A question id that the round's questionnaire has not.
        """
        name = clean_name(respondent, _("the respondent"))
        questionnaire = self.questionnaire(round_)
        with self._changing():
            return self._sheet(round_, questionnaire, name, answers, place)

    def open_anonymous(self, round_: Round, code: str | None = None, *, new: bool = False) -> tuple[Sheet, str]:
        """Open a response in an anonymous round, and return it with the code that its respondent goes on with later.

        Raises:
            InvalidError: The round is not anonymous.
            NotFoundError: There is no response with this code in the round, and it can't be new.
            ClosedError: The round takes no more answers.
        """
        questionnaire = self.questionnaire(round_)
        folders, found = self._found_round(round_)
        if not found.anonymous:
            raise InvalidError(_("This round is not anonymous."), _("Answer under a name."))
        refuse_answers(found.state)
        kept = new_code() if code is None else code
        respondent = Respondent(respondent_id(found.id, kept), "")

        def make(answers: Mapping[str, Answer], place: str | None) -> tuple[Round, Sheet]:
            with self._changing():
                gathered = [gather(folder, SHEET) for folder in folders]
                return found, self._open(found, folders, gathered, questionnaire, respondent, answers, place)

        if code is None:
            return NewSheet(make, "", found), kept
        if not any(name.startswith(f"{respondent.id}~") for folder in folders for name in layout.names_in(folder)):
            if new:
                return NewSheet(make, "", found), kept
            raise NotFoundError(
                _("No answers with this code are in this round."),
                _("Check the code. Did you answer on another machine? Then wait until its files are here."),
            )
        return make(NOTHING, None)[1], kept

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
                    joinable = round_.state is RoundState.OPEN and not round_.anonymous
                    if joinable and round_.questionnaire.digest == digest:
                        return round_, self._sheet(round_, new.questionnaire, name, answers, place)
            started, folder = self._start(new.team_id, new.questionnaire, new.opened, Setup())
            with _undone_on_failure(folder):
                return started, self._sheet(started, new.questionnaire, name, answers, place)

    def change_programme(self, team_id: str, change: Callable[[Programme], Programme]) -> Programme:
        """Change a team's programme and return it; durable when it returns. `change` itself may not use the store.

        Raises:
            NotFoundError: There is no such team.
        """
        from sem.store.programme import change_programme

        with self._changing():
            folders = self.team_folders(team_id)
            files = self._programme_files(folders, team_id)
            return change_programme(files, folders[0], team_id, change, self._writers)

    def _start(self, team_id: str, questionnaire: Questionnaire, opened: date, setup: Setup) -> tuple[Round, Path]:
        """Start a round and return it with its folder; the workspace is ours alone meanwhile."""
        frozen = questionnaire_bytes(questionnaire)
        reference = QuestionnaireRef(questionnaire.id, questionnaire.version, hashlib.sha256(frozen).hexdigest())
        team_folder = self.team_folders(team_id)[0]
        round_ = Round(
            layout.new_id(),
            team_id,
            reference,
            opened,
            setup.kind,
            scope=setup.scope,
            hidden=setup.hidden,
            invited=setup.invited,
            expected=setup.expected,
        )
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
        folders, found = self._found_round(round_)
        if found.anonymous:
            raise InvalidError(
                _("This round is anonymous, so nobody answers under a name."),
                _("Answer without a name, or with the code you were given."),
            )
        gathered = [gather(folder, SHEET) for folder in folders]
        sheets: dict[str, list[Found]] = {}
        for part in gathered:
            sort_by_respondent(part.whole, round_, sheets)
        erased = roster_of(folders, found.id).erased
        same = [
            (newest_stamp(file.tables for file in files), id_)
            for id_, files in sheets.items()
            if id_ not in erased and name_key(response_in(id_, files).respondent.name) == name_key(name)
        ]
        if not same:
            for part in gathered:
                part.demand()
        known = Respondent(max(same)[1], name) if same else self._respondent_named(folders, found, name)
        return self._open(found, folders, gathered, questionnaire, known, answers, place)

    def _open(
        self,
        round_: Round,
        folders: Sequence[Path],
        gathered: Iterable[Gathered],
        questionnaire: Questionnaire,
        respondent: Respondent,
        answers: Mapping[str, Answer],
        place: str | None,
    ) -> WorkspaceSheet:
        """Open a respondent's sheet; the workspace is ours alone meanwhile."""
        gate = Gate(folders, lambda: self._state_for(folders, round_.id, respondent.id), timeless=round_.anonymous)
        sheets: dict[str, list[Found]] = {}
        for part in gathered:
            # What is lost of another respondent is no reason to keep this one from answering.
            part.demand({stem for stem in part.lost if stem.startswith(f"{respondent.id}~")})
            sort_by_respondent(part.whole, round_, sheets)
        own = sheets.get(respondent.id, [])
        self._note(own, respondent.name or _("an anonymous respondent"))
        copies = tuple(file.tables for file in own)
        sheet = WorkspaceSheet(
            folders[0], round_, questionnaire, respondent, copies, self._writers, gate, answers, place
        )  # fmt: skip
        if round_.anonymous:
            take_place(own, respondent.id)
            level_sheets(folders)
        return sheet

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
def _undone_on_failure(folder: Path) -> Iterator[None]:
    """Take a folder that is made inside the block away again if the block fails: half a team or round is none."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
