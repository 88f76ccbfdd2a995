"""Reads tables of earlier assessments row by row: one answer a row, or one respondent a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sem.i18n import gettext as _
from sem.importing.choosing import Choice
from sem.importing.drafts import DraftTeam
from sem.importing.findings import Findings, Place, Source
from sem.importing.headings import Column, column_of
from sem.importing.long_table import LongTable
from sem.importing.reading import Reading
from sem.importing.tables import Table
from sem.importing.wide_table import WideTable
from sem.model.names import clean_name


class RowReader:
    """Reads tables into teams.

    Args:
        choice: Finds questionnaires.
        findings: Takes what is wrong.
        today: No round is later.
        team: The one team of all rows; None where they name theirs.
        tell: Called with how many rows were read.
    """

    def __init__(
        self, choice: Choice, findings: Findings, today: date, team: str | None, tell: Callable[[int], object]
    ) -> None:
        self.choice, self.findings, self.today, self.tell = choice, findings, today, tell
        self.team = clean_name(team, _("the team")) if team is not None else None
        self.teams: dict[str, DraftTeam] = {}
        self.rows = 0

    def is_header(self, row: Sequence[str]) -> bool:
        """Whether a row holds headings: two of ours, or one and questions."""
        ours = {column for cell in row if (column := column_of(cell)) is not None}
        return len(ours) >= 2 or (bool(ours) and any(self.choice.knows(cell) for cell in row if cell.strip()))

    def read(self, table: Table) -> None:
        """Read a table; what is wrong in it goes to the findings."""
        source = Source(table.name, table.header)
        base = self.findings.source(source)
        columns: dict[Column, int] = {}
        for index, heading in enumerate(table.header):
            column = column_of(heading)
            if column is None:
                continue
            if column in columns:
                self.findings.problem(
                    _("Two columns have this heading."), _("Rename or remove one."), place=base + 1, column=index
                )
                return
            columns[column] = index
        if Column.DATE not in columns and Column.ROUND in columns:
            # The tables of `sem export` call the day of a round so.
            columns[Column.DATE] = columns.pop(Column.ROUND)
        reading = Reading(self, table, columns, base)
        if self._lacks(columns, base, table):
            return
        if Column.QUESTION in columns:
            LongTable(reading).read()
        else:
            WideTable(reading).read()

    def _lacks(self, columns: dict[Column, int], base: Place, table: Table) -> bool:
        """Tell of columns that can't be done without."""
        lacking = [column for column in (Column.TEAM, Column.DATE) if column not in columns]
        if self.team is not None or Column.TEAM_ID in columns:
            lacking = [column for column in lacking if column is not Column.TEAM]
        for column in lacking:
            advice = _("Add it, or name the team with --team.") if column is Column.TEAM else _("Add it.")
            self.findings.problem(
                _("The column “{column}” is missing.").format(column=column.value), advice, place=base + table.first - 1
            )
        return bool(lacking)
