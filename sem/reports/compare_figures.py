"""Figures that compare, as files: the rounds of one team, or several teams side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sem.i18n import language
from sem.model.names import slug
from sem.reports.export import Picture
from sem.reports.files import Destination, file_name

if TYPE_CHECKING:
    from sem.analysis.comparison import Comparison
    from sem.analysis.teams import TeamsComparison
    from sem.analysis.trend import Trend
    from sem.charts.figures.sheet import Look, Sheet
    from sem.charts.figures.side_by_side import Ordered
    from sem.model.assessment import Team

OF_CHANGES = ("changes", "overlay")
OF_ROUNDS = ("trend",)
OF_TEAMS = ("heatmap", "radars", "dots")
OF_AREA = ("area",)
"""The names of the figures by what they are of; `sem.charts.figures.registry` has the figures."""


def export_over_time(
    destination: Destination,
    name: str,
    team: Team,
    trend: Trend,
    comparison: Comparison | None,
    figures: Sequence[str],
    formats: Sequence[Picture],
    look: Look,
    area_id: str | None = None,
) -> Iterator[Path]:
    """Write figures of the rounds of a team, in the language in use, and yield each path once the file is there.

    Args:
        destination: The folder.
        name: What the team's files are called after, from `team_slugs`.
        team: Whose rounds.
        trend: Over all of them, with at least one.
        comparison: Of two of them; None where there are no two, and then no figure of changes is asked for.
        figures: Names of `OF_CHANGES`, `OF_ROUNDS` and `OF_AREA`.
        formats: In which each is written.
        look: The colours and the size.
        area_id: The area that figures of one area are of; not None where there is such a figure.

    Raises:
        InvalidError: A figure could not be read at that size.
        ExportError: A file could not be written; the ones yielded before are there.
    """
    from sem.charts.figures import registry

    for figure in figures:
        day, what = trend.rounds[-1].round.opened, figure
        if figure in OF_CHANGES and comparison is not None:
            day = comparison.after.round.opened
            sheet = registry.CHANGES[figure](comparison, team=team.name, look=look)
        elif figure in OF_AREA and area_id is not None:
            sheet = registry.AREA_OVER_TIME[figure](trend, comparison, area_id, team=team.name, look=look)
            what = f"{figure}-{slug(area_id)}"
        else:
            sheet = registry.ROUNDS[figure](trend, team=team.name, look=look)
        yield from _files(destination, name, day, what, sheet, formats)


def export_side_by_side(
    destination: Destination,
    day: date,
    comparison: TeamsComparison,
    ordered: Ordered,
    area_id: str | None,
    figures: Sequence[str],
    formats: Sequence[Picture],
    look: Look,
) -> Iterator[Path]:
    """Do what `export_over_time` does for several teams.

    Args:
        destination: The folder.
        day: Today, after which the files are called.
        comparison: In the order that is told.
        ordered: Which that is.
        area_id: The area that figures of one area are of; not None where there is such a figure.
        figures: Names of `OF_TEAMS` and `OF_AREA`.
        formats: In which each is written.
        look: The colours and the size.
    """
    from sem.charts.figures import registry

    for figure in figures:
        what = figure
        if figure in OF_AREA and area_id is not None:
            sheet = registry.AREA[figure](comparison, area_id, ordered=ordered, look=look)
            what = f"{figure}-{slug(area_id)}"
        else:
            sheet = registry.TEAMS[figure](comparison, ordered=ordered, look=look)
        yield from _files(destination, "teams", day, what, sheet, formats)


def _files(
    destination: Destination, name: str, day: date, what: str, sheet: Sheet, formats: Sequence[Picture]
) -> Iterator[Path]:
    for format_ in formats:
        yield destination.write(file_name(name, day, what, format_, language()), sheet.data(format_))
