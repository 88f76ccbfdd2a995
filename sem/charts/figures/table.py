"""The tables of the figures: in each row marks on the scale, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, line_height, room_for

_SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_LARGEST_HEADING = 10.0
_TALLEST_ROW = 44.0
_ROOMY_ROW = 22.0
"""From this height on the marks have their full size."""
_GAP = 18.0
_LEAST_SCALE = 130.0
_NAME_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row.

    Args:
        name: Printable.
        cells: The numbers as text, one for each heading.
        mean: On the scale; None where there is no score, as in all below.
        gap_free_level: On the scale.
        low: The lowest mean of one respondent.
        high: The highest likewise.
        lowest: Whether it is one of the lowest.
        apart: Whether a line parts it from the row above.
    """

    name: str
    cells: tuple[str, ...]
    mean: float | None
    gap_free_level: int | None
    low: float | None
    high: float | None
    lowest: bool = False
    apart: bool = False


Place = Callable[[float], float]
"""From a value on the scale to where it is on the sheet."""
Marks = Callable[[float, Place, float], None]
"""Draws marks at a height, on a scale, so much smaller than usual where rows are low."""


@dataclass(frozen=True, slots=True)
class PlotRow:
    """One row with marks of any kind.

    Args:
        name: Printable.
        cells: Texts, one for each heading.
        marks: What stands on the scale.
        colour: Of the name and the strong cells.
        strong: Which cells are in bold letters.
        bold: Whether the name is.
        muted: Whether the cells are grey, because there is nothing to tell.
        apart: Whether a line parts it from the row above.
    """

    name: str
    cells: tuple[str, ...]
    marks: Marks
    colour: str
    strong: frozenset[int] = frozenset()
    bold: bool = False
    muted: bool = False
    apart: bool = False


def draw_table(sheet: Sheet, box: Box, headings: Sequence[str], rows: Sequence[TableRow], levels: int) -> None:
    """Draw rows of scores, as `draw_plot` does."""
    theme = sheet.theme

    def plotted(row: TableRow) -> PlotRow:
        return PlotRow(
            row.name,
            row.cells,
            lambda y, x, scale: _draw_marks(sheet, row, y, x, scale),
            theme.accent if row.lowest else theme.grey if row.mean is None else theme.ink,
            strong=frozenset({0} if row.lowest else ()),
            bold=row.lowest,
            muted=row.mean is None,
            apart=row.apart,
        )

    draw_plot(sheet, box, headings, list(map(plotted, rows)), levels)


def draw_plot(sheet: Sheet, box: Box, headings: Sequence[str], rows: Sequence[PlotRow], levels: int) -> None:
    """Draw the rows under their headings inside `box`, at the largest size of letters at which all of it fits."""
    height = min(_TALLEST_ROW, box.height / (len(rows) + 1.6))
    size, names, widths = _measure(box, headings, rows, height)
    right = box.right
    columns = []
    for width in reversed(widths):
        columns.append(right)
        right -= width + _GAP
    columns.reverse()
    scale = Box(box.left + names + _GAP, box.bottom, right - 4, box.top)

    def x(value: float) -> float:
        return scale.left + (value - 1) / (levels - 1) * scale.width

    head = height * 1.6
    for heading, edge, width in zip(headings, columns, widths, strict=True):
        fitted = fit(heading, _sizes_to(min(size, _LARGEST_HEADING)), width, head, most_lines=2)
        sheet.block(edge, box.top - head + fitted.height, fitted, sheet.theme.grey, "right")
    for level in range(1, levels + 1):
        sheet.text(
            x(level),
            box.top - head + size * UNITS_PER_POINT * 0.3,
            str(level),
            min(size, _LARGEST_HEADING),
            sheet.theme.grey,
            align="center",
        )
        sheet.line([(x(level), box.top - head), (x(level), box.top - head - len(rows) * height)], sheet.theme.faint, 1)
    sheet.line([(box.left, box.top - head), (box.right, box.top - head)], sheet.theme.rule, 1)
    for i, row in enumerate(rows):
        top = box.top - head - i * height
        middle = top - height / 2
        if row.apart:
            sheet.line([(box.left, top), (box.right, top)], sheet.theme.rule, 1)
        name = fit(row.name, _sizes_to(size), names, height, bold=row.bold, most_lines=2)
        # Names share the line of the numbers, which have no letters that reach below it.
        sheet.block(box.left, middle + name.height / 2 - 0.1 * name.size * UNITS_PER_POINT, name, row.colour)
        row.marks(middle, x, min(1.0, height / _ROOMY_ROW))
        baseline = middle - size * UNITS_PER_POINT * CAPITAL / 2
        for i_cell, (cell, edge) in enumerate(zip(row.cells, columns, strict=True)):
            strong = i_cell in row.strong
            colour = row.colour if strong else sheet.theme.grey if row.muted else sheet.theme.ink
            sheet.text(edge, baseline, cell, size, colour, bold=strong, align="right")


def _sizes_to(largest: float) -> list[float]:
    return [size for size in _SIZES if size <= largest] or [largest]


def _measure(
    box: Box, headings: Sequence[str], rows: Sequence[PlotRow], height: float
) -> tuple[float, float, list[float]]:
    """Return the size of the letters, the width of the names and that of each column of numbers."""
    fitting = [size for size in _SIZES if line_height(size) <= height] or [height / line_height(1)]
    for size in fitting:
        heading_size = _sizes_to(min(size, _LARGEST_HEADING))[0]
        widths = []
        for i, heading in enumerate(headings):
            words = max(room_for(word, heading_size) for word in heading.split())
            widths.append(max([words, *(room_for(row.cells[i], size, bold=True) for row in rows)]))
        names = max((room_for(row.name, size, bold=row.bold) for row in rows), default=0)
        names = min(names, box.width * _NAME_SHARE)
        if names + sum(widths) + _GAP * (len(widths) + 1) + _LEAST_SCALE <= box.width:
            break
    return size, names, widths


def _draw_marks(sheet: Sheet, row: TableRow, y: float, x: Place, scale: float) -> None:
    if row.low is not None and row.high is not None:
        low, high = x(row.low), x(row.high)
        sheet.line([(low, y), (high, y)], sheet.theme.grey, 1.6 * scale)
        for end in (low, high):
            sheet.line([(end, y - 5 * scale), (end, y + 5 * scale)], sheet.theme.grey, 1.6 * scale)
    if row.gap_free_level is not None:
        sheet.mark((x(row.gap_free_level), y), "s", 9 * scale, sheet.theme.paper, sheet.theme.ink, 1.3 * scale)
    if row.mean is not None:
        shape, tone = ("D", sheet.theme.accent) if row.lowest else ("o", sheet.theme.score)
        sheet.mark((x(row.mean), y), shape, (7 if row.lowest else 7.5) * scale, tone, sheet.theme.paper, 0.8 * scale)
