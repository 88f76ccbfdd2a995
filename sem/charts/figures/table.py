"""The table of a figure: per area a dot plot on the scale, and mean, gap-free level, coverage and n as numbers."""

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


def draw_table(sheet: Sheet, box: Box, headings: Sequence[str], rows: Sequence[TableRow], levels: int) -> None:
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
        tone = sheet.theme.accent if row.lowest else sheet.theme.grey if row.mean is None else sheet.theme.ink
        name = fit(row.name, _sizes_to(size), names, height, bold=row.lowest, most_lines=2)
        # Names share the line of the numbers, which have no letters that reach below it.
        sheet.block(box.left, middle + name.height / 2 - 0.1 * name.size * UNITS_PER_POINT, name, tone)
        _draw_marks(sheet, row, middle, x, min(1.0, height / _ROOMY_ROW))
        baseline = middle - size * UNITS_PER_POINT * CAPITAL / 2
        for i_cell, (cell, edge) in enumerate(zip(row.cells, columns, strict=True)):
            low = row.lowest and i_cell == 0
            plain = sheet.theme.grey if row.mean is None else sheet.theme.ink
            sheet.text(edge, baseline, cell, size, sheet.theme.accent if low else plain, bold=low, align="right")


def _sizes_to(largest: float) -> list[float]:
    return [size for size in _SIZES if size <= largest] or [largest]


def _measure(
    box: Box, headings: Sequence[str], rows: Sequence[TableRow], height: float
) -> tuple[float, float, list[float]]:
    """Return the size of the letters, the width of the names and that of each column of numbers."""
    fitting = [size for size in _SIZES if line_height(size) <= height] or [height / line_height(1)]
    for size in fitting:
        heading_size = _sizes_to(min(size, _LARGEST_HEADING))[0]
        widths = []
        for i, heading in enumerate(headings):
            words = max(room_for(word, heading_size) for word in heading.split())
            widths.append(max([words, *(room_for(row.cells[i], size, bold=True) for row in rows)]))
        names = max((room_for(row.name, size, bold=row.lowest) for row in rows), default=0)
        names = min(names, box.width * _NAME_SHARE)
        if names + sum(widths) + _GAP * (len(widths) + 1) + _LEAST_SCALE <= box.width:
            break
    return size, names, widths


def _draw_marks(sheet: Sheet, row: TableRow, y: float, x: Callable[[float], float], scale: float) -> None:
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
