"""The pictures of a report, drawn when a form of it asks for them, in the house style."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
    from sem.charts.figures.size import Size

_PAPER_DOTS = 220
"""Dots per inch at which the smallest letters are sharp on paper."""


def profile_picture(team: Team, shown: Disclosed) -> Draw:
    """Return what draws the profile of a round."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.profile import draw_profile

        look = _look(style, size)
        return draw_profile(shown.profile, team=team.name, day=shown.round.opened, look=look).data(format_)

    return draw


def changes_picture(team: Team, comparison: Comparison) -> Draw:
    """Return what draws two rounds with what may be said of each change."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.changes import draw_changes_figure

        return draw_changes_figure(comparison, team=team.name, look=_look(style, size)).data(format_)

    return draw


def trend_picture(team: Team, trend: Trend) -> Draw:
    """Return what draws all rounds."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.trend import draw_trend_figure

        return draw_trend_figure(trend, team=team.name, look=_look(style, size)).data(format_)

    return draw


def roadmap_picture(roadmap: Roadmap, questionnaire: Questionnaire, notices: list[str]) -> Draw:
    """Return what draws a roadmap, with what customers notice at each of its milestones."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.roadmap import draw_roadmap

        return draw_roadmap(roadmap, questionnaire, notices=notices, look=_look(style, size)).data(format_)

    return draw


def heat_map_picture(comparison: TeamsComparison) -> Draw:
    """Return what draws teams × areas."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.heatmap import draw_heatmap_figure

        return draw_heatmap_figure(comparison, look=_look(style, size)).data(format_)

    return draw


def radars_picture(comparison: TeamsComparison) -> Draw:
    """Return what draws the radar of each team on one sheet."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        from sem.charts.figures.multiples import draw_multiples_figure

        return draw_multiples_figure(comparison, look=_look(style, size)).data(format_)

    return draw


def _look(style: HouseStyle, size: Size | None) -> Look:
    """Return a figure's look in the colours of a house style, as large as a slide or of a size for paper."""
    from sem.charts.figures.sheet import SLIDE

    look = SLIDE if size is None else replace(SLIDE, size=size, dots_per_inch=_PAPER_DOTS)
    if (style.colour, style.accent) == (HouseStyle().colour, HouseStyle().accent):
        return look
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
    return replace(look, theme=theme)
