"""The charts of teams side by side for the screens, drawn around the cell that is pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.analysis.teams import TeamsComparison
from sem.charts.terminal.cells import clean
from sem.charts.terminal.dots import dot_plot
from sem.charts.terminal.heatmap import columns_that_fit, cut_name, heat_map
from sem.charts.terminal.picture import Characters, Picture
from sem.i18n import gettext as _
from sem.i18n import language
from sem.reports.lines import one_line
from sem.reports.teams_words import dot_rows, heat_cells

if TYPE_CHECKING:
    from sem.tui.widgets.picture import Draw

_LEAST_LABEL, _LABEL_SHARE = 10, 3
"""Columns that a name beside the dots gets at least, and its share of the width: the scale gets the rest."""
_BESIDE_DOTS = 4
"""Rows of a dot plot that are no team: the scale, and up to three of legend."""


def areas_shown(comparison: TeamsComparison, width: int, column: int) -> range:
    """Return which areas have room at once beside the one pointed at; where not all have, one turns a page."""
    at_once = columns_that_fit(width)
    first = column // at_once * at_once
    return range(first, min(first + at_once, len(comparison.areas)))


def heat_map_of(comparison: TeamsComparison, characters: Characters, pointed: tuple[int, int]) -> Draw:
    """Return how to draw the heat map, with the cell in this row and column pointed at."""
    names = [one_line(row.team.name) for row in comparison.rows]
    heads = [one.area.short.get(language()) for one in comparison.areas]
    cells = heat_cells(comparison)

    def draw(width: int, height: int) -> Picture:
        row, column = pointed
        shown = areas_shown(comparison, width, column)
        first, part = shown.start, slice(shown.start, shown.stop)
        return heat_map(
            names,
            heads[part],
            [own[part] for own in cells],
            width,
            height,
            characters=characters,
            first=first + 1,
            pointed=(row, column - first),
        )

    return draw


def dots_of(comparison: TeamsComparison, area_id: str, characters: Characters, pointed: int) -> Draw:
    """Return how to draw the dots of an area, with the team in this row pointed at."""
    rows = dot_rows(comparison, area_id)

    def draw(width: int, height: int) -> Picture:
        from dataclasses import replace

        room = max(_LEAST_LABEL, width // _LABEL_SHARE)
        shown = max(1, height - _BESIDE_DOTS)
        first = max(0, min(pointed - shown // 2, len(rows) - shown))
        part = [
            replace(row, label=cut_name(clean(row.label), room, characters)) for row in rows[first : first + shown]
        ]  # fmt: skip
        likely = _("where the mean likely lies")
        return dot_plot(part, width, characters=characters, span=likely, pointed=pointed - first)

    return draw
