"""What the screen of teams side by side shows, as a frozen object, and how it is read; knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from sem.analysis.standing import Standing
from sem.analysis.teams import Cell, Order, TeamRow, TeamsComparison, TeamScores
from sem.errors import StoreError
from sem.model.assessment import Team
from sem.reports.teams import team_scores
from sem.store import Store

MAP, DOTS = "map", "dots"
AT_ONCE = 0.1
"""Seconds of reading after which it is told how far that is."""


@dataclass(frozen=True, slots=True)
class TeamsState:
    """What the screen shows.

    Args:
        teams: All teams there are; None until they have been listed.
        scores: Of each team that has been read, by id.
        failed: The ids of teams that can't be read, and are left out.
        unlisted: How many teams can't even be listed.
        chosen: The ids of the teams that stand side by side.
        comparison: Of those, in the order chosen; None until all of them have been read.
        order: Which that is.
        by: The area that teams are in order by, with `Order.AREA`.
        view: `MAP` or `DOTS`.
        team: The id of the team pointed at.
        area: The id of the area pointed at.
        standings: How each team stands beside the others, by area and then by team; what has been worked out so far.
        problem: Why the teams can't be read; empty where they can.
    """

    teams: tuple[Team, ...] | None = None
    scores: Mapping[str, TeamScores] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    unlisted: int = 0
    chosen: frozenset[str] = frozenset()
    comparison: TeamsComparison | None = None
    order: Order = Order.NAME
    by: str = ""
    view: str = MAP
    team: str = ""
    area: str = ""
    standings: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    problem: str = ""

    @property
    def waiting(self) -> tuple[Team, ...]:
        """The teams that stand side by side and have not been read yet."""
        done = self.scores.keys() | self.failed
        return tuple(team for team in self.teams or () if team.id in self.chosen and team.id not in done)

    @property
    def unread(self) -> int:
        """How many teams are left out because they can't be read."""
        return len(self.failed & self.chosen) + self.unlisted

    @property
    def row(self) -> int:
        """The place of the team pointed at."""
        rows = self.comparison.rows if self.comparison else ()
        return next((at for at, row in enumerate(rows) if row.team.id == self.team), 0)

    @property
    def column(self) -> int:
        """The place of the area pointed at."""
        areas = self.comparison.areas if self.comparison else ()
        return next((at for at, one in enumerate(areas) if one.area.id == self.area), 0)

    @property
    def pointed(self) -> tuple[TeamRow, Cell] | None:
        """The cell pointed at; None where there is none."""
        if self.comparison is None or not self.comparison.rows or not self.comparison.areas:
            return None
        row = self.comparison.rows[self.row]
        return row, row.cells[self.column]


def some_scores(teams: tuple[Team, ...], store: Store) -> tuple[list[TeamScores], dict[str, StoreError]]:
    """Return the first teams, as many as can be read before somebody would notice, and by id why some can't be."""
    found, failed = [], {}
    until = monotonic() + AT_ONCE
    for team in teams:
        try:
            found.append(team_scores(store, team))
        except StoreError as error:
            failed[team.id] = error
        if monotonic() > until:
            break
    return found, failed
