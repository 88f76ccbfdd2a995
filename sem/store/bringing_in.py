"""Brings whole teams and rounds of earlier assessments into a workspace: all of them, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sem.errors import InvalidError, StoreError
from sem.i18n import gettext as _
from sem.model.assessment import QuestionnaireRef, Respondent, Round, RoundState, Team
from sem.model.codec import questionnaire_bytes, questionnaire_digest, to_json
from sem.model.names import name_key
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.store import layout, records
from sem.store.brought import BroughtIn, BroughtResponse, BroughtRound, BroughtTeam
from sem.store.disk import make_folder, write_once
from sem.store.documents import FIELDS, ITEMS, PLAN, ROUND, TEAM, field_document, item_document, meta, numbered
from sem.store.failures import cannot_write
from sem.store.joining_in import Joiner
from sem.store.journal import Journal
from sem.store.migrations import META
from sem.store.programme import kept_in
from sem.store.programme_changes import changes
from sem.store.programme_reading import Kept
from sem.store.reading import WorkspaceReader
from sem.store.records import about_round
from sem.store.sealed_text import SealedText
from sem.store.sheets import new_sheet
from sem.store.slots import STEP, UNSIGNED_STEP
from sem.store.staging import Staging
from sem.store.writer import Writers


def stamp_of(day: date) -> int:
    """Return the time that what is brought in of a day has, in µs since 1970: whatever was changed since is newer."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000


class Importer:
    """Brings in teams and rounds; the workspace is ours alone meanwhile.

    Everything new is written aside first. Then what is to be named is written down, and named: a kill before that
    leaves nothing, and after it the next program that opens the workspace here ends the naming.

    Args:
        reader: Reads the workspace.
        writers: Hands out the right to write.
        journal: Where the naming is written down.
        update: Whether what comes takes the place of other answers and decisions that are here.
        dry: Whether to write nothing.
        tell: Called with how many answers are done so far.
    """

    def __init__(
        self,
        reader: WorkspaceReader,
        writers: Writers,
        journal: Journal,
        *,
        update: bool,
        dry: bool,
        tell: Callable[[int], object],
    ) -> None:
        self._reader, self._journal, self._dry, self._tell = reader, journal, dry, tell
        self._writers = writers
        self._writer = writers.stranger().writer
        self._staging = Staging()
        self._told = BroughtIn()
        self._joiner = Joiner(reader, self._staging, self._told, writers, update=update, dry=dry)
        self._texts: dict[str, SealedText] = {}
        self._frozen: dict[int, QuestionnaireRef] = {}
        self._seen: set[str] = set()
        self._rounds: dict[str, tuple[str, Path]] | None = None

    def bring_in(self, teams: Sequence[BroughtTeam]) -> BroughtIn:
        """Bring in teams; where anything of them clashes with what is here, nothing.

        Raises:
            InvalidError: The same team comes twice, or its plans can't be; then the workspace is as it was.
            StoreError: The workspace can't be read or written; then it is as it was.
        """
        here = {team.id: team for team in self._reader.teams()}
        homes = self._reader.folders_by_team()
        names = Counter(name_key(team.name) for team in teams)
        try:
            for team in teams:
                known = here.get(team.id)
                if known is None and names[name_key(team.name)] == 1:
                    known = self._namesake(team, here.values()) or self._with_its_round(team, here, homes)
                self._team(team, known, homes.get(known.id, []) if known else [])
            if not self._dry and not self._told.clashes and self._told.new:
                self._staging.commit(self._journal)
                self._joiner.seal()
        except OSError as error:
            raise cannot_write(Path(error.filename or self._reader.folder), error) from None
        finally:
            if self._journal.is_open():
                self._journal.finish()
            self._staging.discard()
        return self._told

    def _namesake(self, team: BroughtTeam, here: Iterable[Team]) -> Team | None:
        same = [one for one in here if name_key(one.name) == name_key(team.name)]
        if len(same) > 1:
            raise StoreError(
                _("{n} teams here are called “{name}”.").format(n=len(same), name=team.name),
                _("Give all but one another name: sem team rename."),
            )
        return same[0] if same else None

    def _with_its_round(self, team: BroughtTeam, here: dict[str, Team], homes: dict[str, list[Path]]) -> Team | None:
        """Return the team that has one of the rounds already, because it was renamed after they were brought in."""
        if self._rounds is None:
            self._rounds = {
                inner.name.rpartition("-")[2]: (team_id, folder)
                for team_id, folders in homes.items()
                for folder in folders
                for inner in layout.subfolders(folder / layout.ROUNDS)
            }
        for round_ in team.rounds:
            team_id, folder = self._rounds.get(round_.id[: layout.SHORT_ID], ("", None))
            if folder is not None and self._reader.round_folders([folder], round_.id):
                self._told.notices.append(
                    _("{name} is called {new} here, because it has the same rounds.").format(
                        name=team.name, new=here[team_id].name
                    )
                )
                return here[team_id]
        return None

    def _team(self, team: BroughtTeam, known: Team | None, homes: Sequence[Path]) -> None:
        if team.id in self._seen:
            raise InvalidError(
                _("{name} is in more than one of these files.").format(name=team.name),
                _("Import an export of all teams by itself, and tables after that."),
            )
        self._seen.add(team.id)
        if known is not None and not homes:
            raise StoreError(_("The folder of {team} is gone.").format(team=known.name), _("Run “sem doctor”."))
        if known is not None:
            home, team_id = homes[0], known.id
            rounds = self._reader.rounds(team_id)
        else:
            self._told.teams += 1
            team_id, rounds = team.id, ()
            home = self._new_team(team)
        self._programme(team, team_id, home, known is not None)
        for round_ in team.rounds:
            same = self._joiner.same(round_, rounds)
            if same is None:
                self._round(round_, team_id, home)
            elif same:
                self._joiner.join(round_, same[0], homes, stamp_of(round_.opened))

    def _new_team(self, team: BroughtTeam) -> Path:
        final = self._reader.folder / layout.TEAMS / layout.folder_name(team.name, team.id)
        if self._dry:
            return final
        home = self._staging.folder(final)
        at = max((stamp_of(one.opened) for one in team.rounds), default=records.GUESSED)
        fields = {records.NAME: team.name, records.TAGS: list(team.tags)}
        documents = numbered(field_document(name, value, at, self._writer) for name, value in fields.items())
        self._staging.pair(home, TEAM, {META: meta(TEAM, self._writer, team=team.id), FIELDS: documents})
        return home

    def _programme(self, team: BroughtTeam, team_id: str, home: Path, known: bool) -> None:
        """Bring in what a team wants and plans, unless it wants and plans something already."""
        coming = team.programme
        if coming is None or coming == Programme():
            return
        if known:
            here = self._reader.programme(team_id)
            if here != Programme():
                if here != coming:
                    self._told.notices.append(
                        _(
                            "{name} has an ambition, plan or experiments of its own here, which stay as they are."
                        ).format(name=team.name)
                    )
                return
        try:
            values = changes(kept_in(()), coming, layout.new_id)
            Kept({key: item_document(key, value, 1, "") for key, value in values.items()})
        except ValueError as error:
            raise InvalidError(
                _("The ambition, plan or experiments of {name} can't be right: {why}.").format(
                    name=team.name, why=error
                ),
                _("Export them anew."),
            ) from None
        self._told.programmes += 1
        if self._dry or not values:
            return
        at = max((stamp_of(one.opened) for one in team.rounds), default=records.GUESSED)
        items = numbered(item_document(key, value, at, self._writer) for key, value in values.items())
        self._staging.pair(home, PLAN, {META: meta(PLAN, self._writer, team=team_id), ITEMS: items})

    def _round(self, coming: BroughtRound, team_id: str, home: Path) -> None:
        """Bring in a round that is not here."""
        self._told.rounds += 1
        self._told.decisions += len(coming.decisions)
        round_ = Round(
            id=coming.id,
            team_id=team_id,
            questionnaire=self._reference(coming.questionnaire),
            opened=coming.opened,
            kind=coming.kind,
            state=coming.state,
            scope=coming.scope,
            hidden=coming.hidden,
            invited=coming.invited,
            expected=coming.expected,
            closed=coming.closed,
        )
        final = home / layout.ROUNDS / layout.folder_name(f"{round_.opened}-{round_.questionnaire.id}", round_.id)
        folder = final if self._dry else self._staging.folder(final)
        responses = [*coming.responses()]
        self._told.respondents += len(responses)
        for response in responses:
            self._told.answers += len(response.answers)
        if not self._dry:
            at = stamp_of(round_.opened)
            self._record(folder, round_, coming, at)
            self._answers(folder, round_, coming.questionnaire, responses, 1 if round_.anonymous else at)
        self._tell(self._told.answers)

    def _record(self, folder: Path, round_: Round, coming: BroughtRound, at: int) -> None:
        writer = self._writer
        fields = {records.STATE: round_.state.value, records.CLOSED: round_.closed and round_.closed.isoformat()}
        tables = {
            META: meta(ROUND, writer, **{**about_round(round_), records.MADE: at + coming.order}),
            FIELDS: numbered(
                field_document(name, value, at, writer) if value else field_document(name, None, 0, "")
                for name, value in fields.items()
            ),
            ITEMS: numbered(
                item_document(question, to_json(decision), at, writer)
                for question, decision in sorted(coming.decisions.items())
            ),
        }
        self._staging.pair(folder, ROUND, tables)

    def _answers(
        self,
        folder: Path,
        round_: Round,
        questionnaire: Questionnaire,
        responses: Sequence[BroughtResponse],
        at: int,
    ) -> None:
        if round_.state is RoundState.CLOSED:
            if responses:
                digest = round_.questionnaire.digest
                if digest not in self._texts:
                    self._texts[digest] = SealedText(questionnaire)
                data = self._texts[digest].of(round_, responses, at)
                self._staging.file(layout.sealed_file(folder, data), data, level=round_.anonymous)
            return
        # The disk numbers files in the order they are made in, and that may not be the order of a table with names.
        for one in sorted(responses, key=lambda one: one.id):
            writer = self._writers.stranger().writer if round_.anonymous else self._writer
            tables = new_sheet(round_, Respondent(one.id, one.name), questionnaire, writer, at, one.answers)
            step = UNSIGNED_STEP if round_.anonymous else STEP
            self._staging.pair(folder, one.id, tables, level=round_.anonymous, step=step)

    def _reference(self, questionnaire: Questionnaire) -> QuestionnaireRef:
        """Return which questionnaire a round uses, after keeping it word for word."""
        if id(questionnaire) not in self._frozen:
            reference = QuestionnaireRef(questionnaire.id, questionnaire.version, questionnaire_digest(questionnaire))
            path = layout.model_file(self._reader.folder, reference)
            if not self._dry and not path.exists():
                make_folder(path.parent)
                write_once(path, questionnaire_bytes(questionnaire))
            self._frozen[id(questionnaire)] = reference
        return self._frozen[id(questionnaire)]
