"""The trend of one area: a mean for each round, from where to where it likely lies, and where the line is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sem.charts.terminal.cells import cell_width
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, message, too_small
from sem.charts.terminal.raster import DOTS_X, DOTS_Y, Layer, Point, compose
from sem.i18n import gettext as _
from sem.i18n import ngettext, number, short_date

LEAST_WIDTH = 24
_AXIS = 3
"""Columns for the levels at the left."""
_APART = 6
"""Columns between two rounds at least, so that their numbers never touch."""
_LABEL_ROWS = 2
_CAP = 2
"""Dots that the end of an interval sticks out on either side."""
_SIGNS: dict[Characters, dict[str, str]] = {
    "braille": {"mean": "●", "likely": "⡇", "break": "┊", "none": "–", "withheld": "×"},
    "blocks": {"mean": "●", "likely": "▌", "break": "┊", "none": "–", "withheld": "×"},
    "ascii": {"mean": "#", "likely": "+", "break": "|", "none": "-", "withheld": "?"},
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One round in a trend.

    Args:
        day: When it was.
        mean: 1 up to the number of levels; None where there is none to show.
        interval: From where to where the mean likely lies; None where that can't be told.
        broken: Whether it can't be compared with the moment before it.
        withheld: Whether answers are not shown, so that without a mean there is not no score.
    """

    day: date
    mean: float | None
    interval: tuple[float, float] | None = None
    broken: bool = False
    withheld: bool = False

    @property
    def nothing(self) -> str:
        """Which sign stands where there is no mean."""
        return "withheld" if self.withheld else "none"


def trend(
    moments: Sequence[Moment], width: int, height: int, *, characters: Characters = "braille", levels: int = 5
) -> Picture:
    """Return a trend of exactly `width` × `height` cells, with a row for each level or more.

    Rounds stand as far apart as their days, but never so close that their numbers touch. No line goes through a round
    without a mean, nor through a break, which is a line from top to bottom. Where there are more rounds than room the
    last ones are shown, and the legend says how many are not. The legend gives way before the picture does.

    Args:
        moments: Oldest first.
        width: In cells.
        height: In rows.
        characters: What to draw with.
        levels: How many there are on the scale.

    Raises:
        ValueError: A value is off the scale.
    """
    for one in moments:
        if not all(1 <= value <= levels for value in (one.mean, *(one.interval or ())) if value is not None):
            raise ValueError(f"a value off the scale of 1 to {levels}: {one}")
    if not any(one.mean is not None for one in moments):
        hidden = any(one.withheld for one in moments)
        words = _("There is no score that may be shown.") if hidden else _("There is no score to show.")
        return message(words, width, height)
    if width < LEAST_WIDTH:
        return too_small(width, height)
    room = width - _AXIS - _APART // 2
    left_out = max(0, len(moments) - (room // _APART + 1))
    shown = moments[left_out:]
    legend = legend_rows(_legend(shown, left_out, characters), width)
    columns = _columns(shown, _AXIS + 1, width - _APART // 2)
    labels = _labels(shown, columns, width)
    below = 2 + max(row for row, _x, _text in labels)
    if height - below - len(legend) < 2 * levels - 1:
        legend = []
    rows = height - below - len(legend)
    if rows < 2 * levels - 1:
        return too_small(width, height)
    canvas = Canvas(width, height)
    _draw(canvas, shown, columns, rows, characters, levels)
    signs = _SIGNS[characters]
    for one, x in zip(shown, columns, strict=True):
        text = signs[one.nothing] if one.mean is None else number(one.mean)
        canvas.put(x - cell_width(text) // 2, rows, text, Role.MUTED if one.mean is None else Role.FIRST)
    for row, x, text in labels:
        canvas.put(x, rows + 1 + row, text, Role.LABEL)
    put_legend(canvas, height - len(legend), legend)
    return canvas.picture()


def _columns(shown: Sequence[Moment], first: int, last: int) -> list[int]:
    """Return the column of each round: in proportion to its day where there is room, and never too close to another."""
    start, days = shown[0].day, (shown[-1].day - shown[0].day).days
    if len(shown) == 1:
        return [(first + last) // 2]
    columns: list[int] = []
    for n, one in enumerate(shown):
        part = (one.day - start).days / days if days else n / (len(shown) - 1)
        wish = first + round(part * (last - first))
        columns.append(max(wish, columns[-1] + _APART) if columns else wish)
    for n in range(len(columns) - 1, -1, -1):
        columns[n] = min(columns[n], last - (len(columns) - 1 - n) * _APART)
    return columns


def _labels(shown: Sequence[Moment], columns: Sequence[int], width: int) -> list[tuple[int, int, str]]:
    """Return the row, column and words of the days that have room, the last and the first before the others."""
    taken: list[list[tuple[int, int]]] = [[] for _row in range(_LABEL_ROWS)]
    placed = []
    order = dict.fromkeys((len(shown) - 1, 0, *range(len(shown))))
    for n in order:
        text = short_date(shown[n].day)
        x = max(0, min(columns[n] - cell_width(text) // 2, width - cell_width(text)))
        end = x + cell_width(text)
        for row, spans in enumerate(taken):
            if all(end < start or x > stop for start, stop in spans):
                spans.append((x, end))
                placed.append((row, x, text))
                break
    return placed


def _draw(
    canvas: Canvas, shown: Sequence[Moment], columns: Sequence[int], rows: int, characters: Characters, levels: int
) -> None:
    def at(n: int, value: float) -> Point:
        return columns[n] * DOTS_X, (levels - value) / (levels - 1) * (rows * DOTS_Y - 1)

    grid = Layer(canvas.width, rows, Role.GRID)
    for level in range(1, levels + 1):
        y = at(0, level)[1]
        grid.line((_AXIS * DOTS_X, y), (canvas.width * DOTS_X - 1, y), 1, 3)
        canvas.put(0, int(y) // DOTS_Y, str(level), Role.MUTED)
    line, likely = Layer(canvas.width, rows, Role.FIRST), Layer(canvas.width, rows, Role.SECOND)
    for n, one in enumerate(shown):
        if one.interval:
            (x, low), (_x, high) = (at(n, value) for value in one.interval)
            likely.line((x, high), (x, low))
            for y in (low, high):
                likely.line((x - _CAP, y), (x + _CAP, y))
        before = shown[n - 1] if n else None
        if before and before.mean is not None and one.mean is not None and not one.broken:
            line.line(at(n - 1, before.mean), at(n, one.mean))
    compose(canvas, grid, [line, likely], characters)
    signs = _SIGNS[characters]
    for n, one in enumerate(shown):
        if one.broken and n:
            for y in range(rows):
                canvas.put((columns[n - 1] + columns[n]) // 2, y, signs["break"], Role.WARNING)
        if one.mean is not None:
            x, y = at(n, one.mean)
            canvas.put(int(x) // DOTS_X, int(y + 0.5) // DOTS_Y, signs["mean"], Role.FIRST)


def _legend(shown: Sequence[Moment], left_out: int, characters: Characters) -> list[Item]:
    signs = _SIGNS[characters]
    items: list[Item] = [(signs["mean"] + " " + _("mean"), Role.FIRST)]
    if any(one.interval for one in shown):
        items.append((signs["likely"] + " " + _("where it likely lies (95%)"), Role.SECOND))
    if any(one.broken for one in shown[1:]):
        items.append((signs["break"] + " " + _("other questions from here on"), Role.WARNING))
    for nothing, words in (("none", _("no score")), ("withheld", _("not shown"))):
        if any(one.mean is None and one.nothing == nothing for one in shown):
            items.append((signs[nothing] + " " + words, Role.MUTED))
    if left_out:
        told = ngettext("{n} earlier round is not shown", "{n} earlier rounds are not shown", left_out)
        items.append((told.format(n=left_out), Role.MUTED))
    return items
