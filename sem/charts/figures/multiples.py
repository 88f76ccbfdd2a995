"""The radars of several teams on one sheet, all on the same axes and scale."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, pi, sin, sqrt

from sem.analysis.teams import Missing, TeamRow, TeamsComparison
from sem.analysis.teams_words import missing_words
from sem.charts.figures.heatmap import draw_heatmap_figure
from sem.charts.figures.page import MARGIN, write_notes
from sem.charts.figures.radar import FEWEST_AXES, draw_shape, draw_web, places
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.side_by_side import (
    BY_NAME,
    Ordered,
    describe_teams,
    head_of_teams,
    notes_of_teams,
    row_round,
    sign,
    sign_words,
    unsure_words,
)
from sem.charts.figures.size import Shape
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, printable
from sem.charts.terminal.cells import NO_BREAK_SPACE
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.questionnaire import HIGHEST_LEVEL, Area, AreaKind

_AROUND, _LEAST_SIDE, _ABOVE = 340.0, 190.0, 74.0
"""How high head and notes are, how wide a radar is at least, and how high the name above it."""
_NAME, _NUMBER = 45.0, 8.0
_ROOMY = 20
"""Up to so many axes their numbers have their full size."""
_WIDE = 1.8
"""How much wider than high a sheet of many radars is at most."""


def draw_multiples_figure(comparison: TeamsComparison, *, ordered: Ordered = BY_NAME, look: Look = SLIDE) -> Sheet:
    """Draw the radar of each team.

    With fewer than three areas to compare there are no radars, and a heat map is drawn.

    Args:
        comparison: Any, also of no team, in the order that is told.
        ordered: Which that is.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    areas = _axes(comparison)
    if len(areas) < FEWEST_AXES:
        return draw_heatmap_figure(comparison, ordered=ordered, look=look)
    count = max(1, len(comparison.rows))
    wide = _evenly(count, min(8, ceil(sqrt(count * _WIDE))))
    high = _evenly(count, min(4, ceil(sqrt(count))))
    shapes = (
        Shape(1600, max(900, _AROUND + ceil(count / wide) * (_LEAST_SIDE + _ABOVE))),
        Shape(1000, max(1000, _AROUND + 40 + ceil(count / high) * (_LEAST_SIDE + _ABOVE))),
    )
    with own_settings():
        sheet = Sheet(shapes, look)
        sheet.tell(_("Radars of the teams"), describe_teams(comparison))
        top = head_of_teams(sheet, _("Radars"), _("Teams side by side"), comparison, ordered)
        names = (f"{n} {printable(one.short.get(language()))}" for n, one in enumerate(areas, 1))
        key = " · ".join(name.replace(" ", NO_BREAK_SPACE) for name in names)
        scale = _("The rings are the levels 1 to {n}, from within.").format(n=HIGHEST_LEVEL)
        mind = f"○ {unsure_words()}."
        signs = f"{words}." if (words := sign_words(comparison)) else ""
        bottom = write_notes(sheet, [f"{key}.", scale, mind, signs, *notes_of_teams(comparison)], sheet.theme.ink) + 6
        columns = wide if sheet.shape is shapes[0] else high
        width, height = (sheet.width - 2 * MARGIN) / columns, (top - bottom) / ceil(count / columns)
        for n, row in enumerate(comparison.rows):
            left, up = MARGIN + n % columns * width, top - n // columns * height
            _team(sheet, Box(left + 8, up - height + 10, left + width - 8, up), row, areas)
        return sheet


def _evenly(count: int, columns: int) -> int:
    """Return how many columns spread so many teams evenly over the rows that they need anyhow."""
    return ceil(count / ceil(count / columns))


def _axes(comparison: TeamsComparison) -> list[Area]:
    """Return the building blocks that are compared, or all areas where there are too few of them for a radar."""
    areas = [one.area for one in comparison.areas]
    blocks = [area for area in areas if area.kind is AreaKind.BUILDING_BLOCK]
    return blocks if len(blocks) >= FEWEST_AXES else areas


def _team(sheet: Sheet, box: Box, row: TeamRow, areas: Sequence[Area]) -> None:
    theme = sheet.theme
    x = (box.left + box.right) / 2
    cells = [row.cell(area.id) for area in areas]
    scored = any(cell.mean is not None for cell in cells)
    name = fit(printable(row.team.name), (12, 11, 10, 9, 8), box.width, _NAME, bold=True, most_lines=3)
    sheet.block(x, box.top, name, theme.ink if scored else theme.grey, "center")
    told = fit(printable(row_round(row)), (9, 8, 7), box.width, _ABOVE - _NAME, most_lines=2)
    sheet.block(x, box.top - name.height, told, theme.grey, "center")
    bottom, top = box.bottom, box.top - max(_ABOVE - 6, name.height + told.height + 4)
    size = min(_NUMBER, _NUMBER * _ROOMY / len(areas))
    out = size * UNITS_PER_POINT
    radius = min(top - bottom, box.width) / 2 - out
    centre = x, (top + bottom) / 2
    draw_web(sheet, centre, radius, [cell.mean is not None for cell in cells], HIGHEST_LEVEL)
    points = places(centre, radius, [cell.mean for cell in cells], HIGHEST_LEVEL)
    draw_shape(sheet, centre, points, 1.6)
    for point, cell in zip(points, cells, strict=True):
        if point:
            sure = cell.point is not None and cell.point.interval is not None
            sheet.mark(point, "o", 4.5, theme.score if sure else theme.paper, theme.score, 1)
    for n, cell in enumerate(cells):
        angle = pi / 2 - 2 * pi * n / len(cells)
        at = centre[0] + cos(angle) * (radius + out * 0.62), centre[1] + sin(angle) * (radius + out * 0.62)
        text = str(n + 1) if cell.mean is not None or not scored else f"{n + 1}{sign(cell.missing)}"
        baseline = at[1] - size * UNITS_PER_POINT * CAPITAL / 2
        sheet.text(at[0], baseline, text, size, theme.grey, align="center")
    if not scored:
        why = fit(
            missing_words(cells[0].missing or Missing.UNANSWERED), (10, 9, 8, 7), radius * 1.6, radius, most_lines=4
        )
        half, up = why.width / 2 + 4, why.height / 2
        sheet.halo(Box(centre[0] - half, centre[1] - up, centre[0] + half, centre[1] + up), 1)
        sheet.block(centre[0], centre[1] + up, why, theme.ink, "center")
