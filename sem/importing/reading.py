"""What both forms of a table of earlier assessments have: whose row it is, and what is kept of a cell."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import long_date, ngettext
from sem.importing.choosing import Asked, Entry, titled
from sem.importing.drafts import DraftRound, DraftSheet, DraftTeam, Facts, round_id, team_id
from sem.importing.findings import Place, row_of
from sem.importing.headings import HEAD, Column
from sem.importing.tables import Table, UnreadableError, unclosed
from sem.importing.values import (
    CONSENSUS,
    KIND_WORDS,
    KINDS,
    STATE_WORDS,
    STATES,
    CellError,
    Meaning,
    day_of,
    scope_of,
    tags_of,
    unquoted,
    word_of,
)
from sem.model.assessment import Answer, Consensus, RoundKind, RoundState
from sem.model.names import clean_name, name_key

if TYPE_CHECKING:
    from sem.importing.rows import RowReader

CHUNK = 256
"""Rows that are read at once; after each such piece it is told how far reading is."""


def _told(fact: RoundKind | RoundState | date | str) -> str:
    if isinstance(fact, RoundKind | RoundState):
        return _(fact.value)
    return long_date(fact) if isinstance(fact, date) else fact


class Reading:
    """What both forms of a table have: whose row it is.

    Args:
        reader: For whom.
        table: The table.
        columns: The numbers of its columns.
        base: The place before its first row.

    Attributes:
        place: That of the next row.
    """

    def __init__(self, reader: RowReader, table: Table, columns: dict[Column, int], base: Place) -> None:
        self.reader, self.table, self.columns, self.base = reader, table, columns, base
        self.place = base + table.first
        self.findings = reader.findings
        self.choice = reader.choice
        self.guessed: Asked | None = None
        self._of_round = [columns[column] for column in HEAD if column in columns and column is not Column.RESPONDENT]
        self._rounds: dict[tuple[str, ...], DraftRound | None] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self.again = 0
        self.begin: list[list[str]] = []
        self._broken = False
        self.nameless = Column.RESPONDENT not in columns

    def rows(self) -> Iterator[tuple[Place, list[list[str]]]]:
        """Yield all rows in pieces, each with the place of its first row."""
        place = self.place
        while piece := self.next_rows(CHUNK):
            yield place, piece
            place = self.place

    def next_rows(self, count: int) -> list[list[str]]:
        """Return the next rows; so many, or those that were looked at."""
        piece = self.begin or self._take(count)
        self.begin = []
        self.passed(len(piece))
        return piece

    def passed(self, count: int) -> None:
        """Go on behind so many rows, and tell it."""
        self.place += count
        self.reader.rows += count
        self.reader.tell(self.reader.rows)

    def look(self, count: int) -> list[list[str]]:
        """Return the first rows, which are still to come all the same."""
        self.begin = self._take(count)
        return self.begin

    def _take(self, count: int) -> list[list[str]]:
        """Return the next rows; where they can't be read that is told, and there are no more."""
        piece: list[list[str]] = []
        if self._broken:
            return piece
        try:
            piece.extend(islice(self.table.rows, count))
        except UnreadableError as error:
            self._broken = True
            self.findings.problem(error.message, error.advice, file=self.table.name)
        except csv.Error:
            self._broken = True
            broken = unclosed()
            self.findings.problem(broken.message, broken.advice, place=self.place + len(piece))
        return piece

    def tell_again(self) -> None:
        """Say how many rows have what was told of another one."""
        if self.again:
            self.findings.notice(
                ngettext(
                    "What is wrong with the team, date or round is told once; {n} more row of {table} has it.",
                    "What is wrong with the team, date or round is told once; {n} more rows of {table} have it.",
                    self.again,
                ).format(n=self.again, table=self.table.name)
            )

    def too_long(self, row: Sequence[str]) -> bool:
        """Whether a row says something behind the last heading."""
        width = len(self.table.header)
        return len(row) > width and any(cell.strip() for cell in row[width:])

    def refuse_long(self, place: Place) -> None:
        """Tell that a row is too long: a comma within a cell, as in 3,5, moves what stands behind it."""
        more = CellError(
            _("This row has more cells than there are headings."),
            _(
                "Does a cell have a comma or semicolon in it? Put it between quotation marks, or save the table as "
                ".xlsx."
            ),
        )
        self.wrong(more, place, len(self.table.header))

    def wrong(self, error: CellError | SemError, place: Place, column: Column | int) -> None:
        """Keep a problem with a cell."""
        index = self.columns.get(column, -1) if isinstance(column, Column) else column
        self.findings.problem(error.message, error.advice, place=place, column=index)

    def cell(self, row: Sequence[str], column: Column) -> str:
        """Return what stands in a column of a row; nothing where either is not there."""
        return self.raw(row, column).strip()

    def raw(self, row: Sequence[str], column: Column) -> str:
        """Return the same with the blanks at its ends."""
        index = self.columns.get(column, -1)
        return row[index] if 0 <= index < len(row) else ""

    def sheet(self, row: Sequence[str], place: Place) -> DraftSheet | None:
        """Return whose answers a row has, also for “consensus”; None where that can't be told."""
        key = tuple(row[index] if index < len(row) else "" for index in self._of_round)
        if key not in self._rounds:
            self._rounds[key] = self._round_of(row, place)
        elif self._rounds[key] is None:
            self.again += 1
        round_ = self._rounds[key]
        return self._respondent(round_, row, place) if round_ is not None else None

    def _round_of(self, row: Sequence[str], place: Place) -> DraftRound | None:
        fine = True
        day = None
        try:
            day = day_of(self.cell(row, Column.DATE), self.reader.today)
        except CellError as error:
            lacks = CellError(_("The date of the round is missing."), _("Write 31-12-2025 or 2025-12-31."))
            self.wrong(error if self.cell(row, Column.DATE) else lacks, place, Column.DATE)
        team = self._team_of(row, place, day)
        try:
            asked = self._asked(row)
        except CellError as error:
            self.wrong(error, place, Column.QUESTIONNAIRE)
            fine = False
        if day is None or team is None or not fine:
            return None
        return self._round(team, row, place, day, asked)

    def _team_of(self, row: Sequence[str], place: Place, day: date | None) -> DraftTeam | None:
        said = unquoted(self.cell(row, Column.TEAM_ID))
        raw = unquoted(self.cell(row, Column.TEAM))
        try:
            name = self.reader.team or clean_name(raw or said, _("the team"))
        except SemError as error:
            self.wrong(error, place, Column.TEAM)
            return None
        id_ = team_id("" if self.reader.team else said, name)
        teams = self.reader.teams
        team = teams.get(id_)
        if team is None:
            team = DraftTeam(id_, place)
        if self.reader.team and raw and name_key(raw) != name_key(name):
            self.findings.notice(_("What the file says of “{name}” goes to {team}.").format(name=raw, team=name))
        try:
            for tag in tags_of(self.cell(row, Column.TAGS)):
                clean = clean_name(tag, _("the tag"))
                team.tags.setdefault(name_key(clean), clean)
        except (CellError, SemError) as error:
            self.wrong(error, place, Column.TAGS)
        if day is None:
            return team
        before = team.names.get(day)
        if before is None:
            known = set(map(name_key, team.names.values()))
            if known and name_key(name) not in known:
                self.findings.notice(
                    _("The team with one id is called {names}; its last name counts.").format(
                        names=", ".join(dict.fromkeys([*team.names.values(), name]))
                    )
                )
            team.names[day] = name
        teams[id_] = team
        return team

    def _asked(self, row: Sequence[str]) -> Asked:
        said = self.cell(row, Column.QUESTIONNAIRE)
        wanted = self.choice.wanted
        if not said:
            if wanted is None and self.guessed is None:
                raise CellError(
                    _("It is not known which questionnaire this is."), _("Name it: --questionnaire, or in a column.")
                )
            return wanted or self.guessed  # type: ignore[return-value]
        return self.choice.of(said, self.cell(row, Column.VERSION))

    def _round(self, team: DraftTeam, row: Sequence[str], place: Place, day: date, asked: Asked) -> DraftRound | None:
        said = unquoted(self.cell(row, Column.ROUND))
        key = (day, said, asked.questionnaire.id)
        facts = self._facts(row, place, day)
        round_ = team.rounds.get(key)
        if round_ is None:
            id_ = round_id(team.id, said, day, asked.questionnaire.id)
            round_ = team.rounds[key] = DraftRound(id_, bool(said), day, asked, place, facts)
            return round_
        if round_.asked is not asked:
            self.findings.problem(
                _("A round has one version of its questionnaire, and other rows of it have another."),
                _("Are these two rounds? Say so in the column round."),
                place=place,
                column=self.columns.get(Column.VERSION, -1),
            )
            return None
        for column, name in (
            (Column.KIND, "kind"), (Column.STATE, "state"), (Column.CLOSED, "closed"), (Column.SCOPE, "scope"),
        ):  # fmt: skip
            before, now = getattr(round_.facts, name), getattr(facts, name)
            if before is None:
                setattr(round_.facts, name, now)
            elif now is not None and now != before:
                self.findings.problem(
                    _("Other rows of this round say otherwise: {value}.").format(value=_told(before)),
                    _("Say the same in all rows. Are these two rounds of one day? Say so in the column round."),
                    place=place,
                    column=self.columns.get(column, -1),
                )
        return round_

    def _facts(self, row: Sequence[str], place: Place, day: date) -> Facts:
        facts = Facts()
        facts.kind = self._read(row, place, Column.KIND, lambda text: word_of(text, KINDS, KIND_WORDS))
        facts.state = self._read(row, place, Column.STATE, lambda text: word_of(text, STATES, STATE_WORDS))
        facts.closed = self._read(row, place, Column.CLOSED, lambda text: self._closed(text, day))
        facts.scope = self._read(row, place, Column.SCOPE, scope_of)
        if facts.kind is None and self.nameless:
            facts.kind = RoundKind.ANONYMOUS
            self.findings.notice(
                _("{table} has no column with respondents, so its rounds are anonymous.").format(table=self.table.name)
            )
        return facts

    def _read(self, row: Sequence[str], place: Place, column: Column, read: Callable[[str], Meaning]) -> Meaning | None:
        """Return what a cell says; None where it is empty, or where it can't be read, which is told."""
        text = self.cell(row, column)
        try:
            return read(text) if text else None
        except CellError as error:
            self.wrong(error, place, column)
            return None

    def _closed(self, text: str, day: date) -> date:
        closed = day_of(text, self.reader.today)
        if closed < day:
            raise CellError(_("The round is closed before it begins."), _("Check both dates."))
        return closed

    def _respondent(self, round_: DraftRound, row: Sequence[str], place: Place) -> DraftSheet | None:
        raw = self.cell(row, Column.RESPONDENT)
        if raw.casefold() == CONSENSUS:
            return DraftSheet(round_.asked, round_, CONSENSUS, -1)
        said = unquoted(raw)
        anonymous = round_.anonymous
        if not said and anonymous and Column.QUESTION not in self.columns:
            key, name = f"\0{place}", ""
        else:
            try:
                if said not in self._names:
                    clean = clean_name(said, _("the respondent"))
                    self._names[said] = clean, name_key(clean)
                name, key = self._names[said]
            except SemError as error:
                unnumbered = CellError(
                    _("It is not said which answers are of one person."),
                    _("Number the people in a column “respondent”. The numbers are not kept."),
                )
                self.wrong(unnumbered if anonymous and not said else error, place, Column.RESPONDENT)
                return None
        sheet = round_.sheets.get(key)
        if sheet is None:
            sheet = round_.sheets[key] = DraftSheet(round_.asked, round_, name, place)
        return sheet

    def keep(self, sheet: DraftSheet, entry: Entry, place: Place, column: int) -> None:
        """Keep an answer, or a decision of the team; what was said otherwise before is a problem."""
        question, answer, decision = entry
        if sheet.place < 0:
            self._decide(sheet, question, answer, decision, place, column)
            return
        if answer is None:
            return
        before = sheet.answers[question]
        if before is None:
            sheet.answers[question], sheet.rows[question] = answer, place
        elif before != answer:
            self.findings.problem(
                _("{name} answered this question in row {row} already, otherwise.").format(
                    name=sheet.name or _("this person"), row=row_of(sheet.rows[question])
                ),
                _("Keep one of the two. Are these two rounds of one day? Say so in the column round."),
                place=place,
                column=column,
            )

    def _decide(
        self,
        sheet: DraftSheet,
        question: int,
        answer: Answer | None,
        decision: Consensus | None,
        place: Place,
        column: int,
    ) -> None:
        if decision is None:
            if answer is not None:
                self.findings.problem(
                    _("What a team agrees on is a level."), _("Write 1 to 5, or nothing."), place=place, column=column
                )
            return
        round_, id_ = sheet.round, sheet.asked.ids[question]
        before = round_.decisions.setdefault(id_, decision)
        round_.decided.setdefault(id_, place)
        if before != decision:
            self.findings.problem(
                _("The team agreed on something else in row {row}.").format(row=row_of(round_.decided[id_])),
                _("Keep one of the two."),
                place=place,
                column=column,
            )

    def guess(self, names: Iterable[str]) -> bool:
        """Find out which questionnaire it is by its questions, where nothing says so; return whether it is known."""
        if self.choice.wanted is not None:
            return True
        self.guessed = self.choice.guess(names)
        if self.guessed is None and Column.QUESTIONNAIRE not in self.columns:
            self.findings.problem(
                _("It is not known which questionnaire this is: none that comes with sem has these questions."),
                _("Name it with --questionnaire, or in a column “questionnaire”."),
                place=self.base + self.table.first - 1,
            )
        if self.guessed is not None and Column.QUESTIONNAIRE not in self.columns:
            self.findings.notice(
                _("By its questions {table} is of the questionnaire {questionnaire}; another one: --questionnaire.")
                .format(table=self.table.name, questionnaire=titled(self.guessed))
            )  # fmt: skip
        return self.guessed is not None or Column.QUESTIONNAIRE in self.columns
