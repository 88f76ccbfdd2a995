"""The pictures of a report, drawn when a form of it asks for them, in the house style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sem.analysis.comparison import Comparison
from sem.analysis.disclosure import Disclosed
from sem.analysis.teams import TeamsComparison
from sem.analysis.trend import Trend
from sem.model.assessment import Team
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.reports.document import Draw, PictureFormat
from sem.reports.house_style import HouseStyle

if TYPE_CHECKING:
    from sem.charts.figures.sheet import Look


def profile_picture(team: Team, shown: Disclosed) -> Draw:
    """Return what draws the profile of a round."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.profile import write_profile_figure

        return _bytes(write_profile_figure, shown.profile, format_, style, team=team.name, day=shown.round.opened)

    return draw


def changes_picture(team: Team, comparison: Comparison) -> Draw:
    """Return what draws two rounds with what may be said of each change."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.changes import write_changes_figure

        return _bytes(write_changes_figure, comparison, format_, style, team=team.name)

    return draw


def trend_picture(team: Team, trend: Trend) -> Draw:
    """Return what draws all rounds."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.trend import write_trend_figure

        return _bytes(write_trend_figure, trend, format_, style, team=team.name)

    return draw


def roadmap_picture(roadmap: Roadmap, questionnaire: Questionnaire, notices: list[str]) -> Draw:
    """Return what draws a roadmap, with what customers notice at each of its milestones."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.roadmap import write_roadmap_figure

        def write(out: BytesIO, subject: Roadmap, **named: Any) -> None:
            write_roadmap_figure(out, subject, questionnaire, notices=notices, **named)

        return _bytes(write, roadmap, format_, style)

    return draw


def heat_map_picture(comparison: TeamsComparison) -> Draw:
    """Return what draws teams × areas."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.heatmap import write_heatmap_figure

        return _bytes(write_heatmap_figure, comparison, format_, style)

    return draw


def radars_picture(comparison: TeamsComparison) -> Draw:
    """Return what draws the radar of each team on one sheet."""

    def draw(format_: PictureFormat, style: HouseStyle) -> bytes:
        from sem.charts.figures.multiples import write_multiples_figure

        return _bytes(write_multiples_figure, comparison, format_, style)

    return draw


def _bytes(
    write: Callable[..., None], subject: object, format_: PictureFormat, style: HouseStyle, **named: object
) -> bytes:
    buffer = BytesIO()
    write(buffer, subject, format=format_, look=_look(style), **named)
    return buffer.getvalue()


def _look(style: HouseStyle) -> Look:
    """Return a figure's look in the colours of a house style."""
    from sem.charts.figures.sheet import SLIDE

    if (style.colour, style.accent) == (HouseStyle().colour, HouseStyle().accent):
        return SLIDE
    theme = replace(
        SLIDE.theme,
        score=style.colour,
        accent=style.accent,
        high=style.colour,
        done=style.colour,
        passed=style.paler(0.55),
        planned=style.paler(0.2),
        still=style.paler(0.15),
    )
    return replace(SLIDE, theme=theme)
