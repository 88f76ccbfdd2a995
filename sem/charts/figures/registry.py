"""The figures that compare, by name and by what they are of; each tells in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sem.analysis.comparison import Comparison
from sem.analysis.teams import TeamsComparison
from sem.analysis.trend import Trend
from sem.charts.figures.area_over_time import draw_area_over_time_figure
from sem.charts.figures.changes import draw_changes_figure
from sem.charts.figures.heatmap import draw_heatmap_figure
from sem.charts.figures.multiples import draw_multiples_figure
from sem.charts.figures.overlay import draw_overlay_figure
from sem.charts.figures.sheet import Look, Sheet
from sem.charts.figures.side_by_side import Ordered
from sem.charts.figures.team_dots import draw_area_figure, draw_dots_figure
from sem.charts.figures.trend import draw_trend_figure


class DrawChanges(Protocol):
    """Draws two rounds of one team."""

    def __call__(self, comparison: Comparison, *, team: str, look: Look = ...) -> Sheet:
        """Return it."""


class DrawRounds(Protocol):
    """Draws all rounds of one team."""

    def __call__(self, trend: Trend, *, team: str, look: Look = ...) -> Sheet:
        """Return it."""


class DrawAreaOverTime(Protocol):
    """Draws all rounds of one team in one area, and two of them beside each other where there are two."""

    def __call__(
        self, trend: Trend, comparison: Comparison | None, area_id: str, *, team: str, look: Look = ...
    ) -> Sheet:
        """Return it."""


class DrawTeams(Protocol):
    """Draws several teams."""

    def __call__(self, comparison: TeamsComparison, *, ordered: Ordered = ..., look: Look = ...) -> Sheet:
        """Return it."""


class DrawArea(Protocol):
    """Draws several teams in one area."""

    def __call__(self, comparison: TeamsComparison, area_id: str, *, ordered: Ordered = ..., look: Look = ...) -> Sheet:
        """Return it."""


CHANGES: Mapping[str, DrawChanges] = {"changes": draw_changes_figure, "overlay": draw_overlay_figure}
ROUNDS: Mapping[str, DrawRounds] = {"trend": draw_trend_figure}
AREA_OVER_TIME: Mapping[str, DrawAreaOverTime] = {"area": draw_area_over_time_figure}
TEAMS: Mapping[str, DrawTeams] = {
    "heatmap": draw_heatmap_figure,
    "radars": draw_multiples_figure,
    "dots": draw_dots_figure,
}
AREA: Mapping[str, DrawArea] = {"area": draw_area_figure}
