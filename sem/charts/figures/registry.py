"""The figures that compare, by name: what each needs, how it is written, and what it says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from sem.analysis.comparison import Comparison
from sem.analysis.teams import TeamsComparison
from sem.analysis.trend import Trend
from sem.charts.figures.changes import describe_changes, write_changes_figure
from sem.charts.figures.heatmap import write_heatmap_figure
from sem.charts.figures.multiples import write_multiples_figure
from sem.charts.figures.overlay import write_overlay_figure
from sem.charts.figures.sheet import SLIDE, Format, Look
from sem.charts.figures.side_by_side import BY_NAME, Ordered, describe_teams
from sem.charts.figures.team_dots import describe_area, write_area_figure, write_dots_figure
from sem.charts.figures.trend import describe_trend, write_trend_figure
from sem.i18n import mark as N_


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as bytes, and in words for those who can't see it."""

    data: bytes
    words: str


@dataclass(frozen=True, slots=True)
class OfChanges:
    """A figure of two rounds of one team."""

    title: str
    write: Callable[..., None]

    def draw(self, comparison: Comparison, *, team: str, format: Format, look: Look = SLIDE) -> Drawn:
        """Return it; the errors are those of its write function."""
        buffer = BytesIO()
        self.write(buffer, comparison, team=team, format=format, look=look)
        return Drawn(buffer.getvalue(), describe_changes(comparison))


@dataclass(frozen=True, slots=True)
class OfRounds:
    """A figure of all rounds of one team."""

    title: str
    write: Callable[..., None]

    def draw(self, trend: Trend, *, team: str, format: Format, look: Look = SLIDE) -> Drawn:
        """Return it; the errors are those of its write function."""
        buffer = BytesIO()
        self.write(buffer, trend, team=team, format=format, look=look)
        return Drawn(buffer.getvalue(), describe_trend(trend))


@dataclass(frozen=True, slots=True)
class OfTeams:
    """A figure of several teams."""

    title: str
    write: Callable[..., None]

    def draw(
        self, comparison: TeamsComparison, *, ordered: Ordered = BY_NAME, format: Format, look: Look = SLIDE
    ) -> Drawn:
        """Return it; the errors are those of its write function."""
        buffer = BytesIO()
        self.write(buffer, comparison, ordered=ordered, format=format, look=look)
        return Drawn(buffer.getvalue(), describe_teams(comparison))


@dataclass(frozen=True, slots=True)
class OfArea:
    """A figure of several teams in one area."""

    title: str
    write: Callable[..., None]

    def draw(
        self, comparison: TeamsComparison, area_id: str, *, ordered: Ordered = BY_NAME, format: Format,
        look: Look = SLIDE,
    ) -> Drawn:  # fmt: skip
        """Return it; the errors are those of its write function."""
        buffer = BytesIO()
        self.write(buffer, comparison, area_id, ordered=ordered, format=format, look=look)
        return Drawn(buffer.getvalue(), describe_area(comparison, area_id))


Figure = OfChanges | OfRounds | OfTeams | OfArea

FIGURES: Mapping[str, Figure] = {
    "changes": OfChanges(N_("Changes"), write_changes_figure),
    "overlay": OfChanges(N_("Two rounds"), write_overlay_figure),
    "trend": OfRounds(N_("Trend"), write_trend_figure),
    "heatmap": OfTeams(N_("Heat map"), write_heatmap_figure),
    "radars": OfTeams(N_("Radars"), write_multiples_figure),
    "dots": OfTeams(N_("Dots"), write_dots_figure),
    "area": OfArea(N_("One area"), write_area_figure),
}
