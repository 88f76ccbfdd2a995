"""The dot plot: per area the mean, the gap-free level and how far respondents lie apart, on the scale of levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sem.charts.terminal.cells import cell_width, clean, longest_piece, wrap
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, too_small
from sem.i18n import gettext as _
from sem.i18n import number

LEAST_SCALE = 9
"""Columns of the narrowest scale on which the levels can still be told apart."""
_WIDEST_SCALE = 61
_GAP = 2

_MARKS: dict[Characters, dict[str, str]] = {
    "braille": {
        "mean": "●",
        "level": "◇",
        "both": "◉",
        "low": "├",
        "high": "┤",
        "line": "─",
        "grid": "┊",
        "none": "–",
        "withheld": "×",
    },
    "blocks": {
        "mean": "●",
        "level": "◊",
        "both": "◙",
        "low": "├",
        "high": "┤",
        "line": "─",
        "grid": "·",
        "none": "–",
        "withheld": "×",
    },
    "ascii": {
        "mean": "#",
        "level": "v",
        "both": "@",
        "low": "[",
        "high": "]",
        "line": "-",
        "grid": ".",
        "none": "-",
        "withheld": "?",
    },
}


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row of a dot plot; what is None is not drawn.

    Args:
        label: What it is about; any text.
        mean: On the scale.
        gap_free_level: On the scale.
        low: Where the line through the mean begins: at the lowest mean of one respondent, or what `span` says.
        high: Where it ends.
        withheld: Whether answers are not shown, so that without a mean there is not no score.
    """

    label: str
    mean: float | None
    gap_free_level: int | None = None
    low: float | None = None
    high: float | None = None
    withheld: bool = False

    @property
    def nothing(self) -> str:
        """Which mark stands where there is no mean."""
        return "withheld" if self.withheld else "none"


def dot_plot(
    rows: Sequence[DotRow],
    width: int,
    *,
    characters: Characters = "braille",
    levels: int = 5,
    legend: bool = True,
    span: str = "",
    pointed: int | None = None,
) -> Picture:
    """Return a dot plot of `width` cells and as many rows as it takes: a scale, the rows, and a legend.

    Labels are wrapped, and never cut; where there is no room for them beside the scale, they stand above it. The mean
    stands at the right as a number too; a row without a mean says "–" there, or "×" where answers are not shown, and
    has no dot. A mean and a gap-free level in one cell are shown as ◉. If there is no room for a scale, the picture is
    a sentence that says so.

    Args:
        rows: From the top.
        width: Of the picture.
        characters: What to draw with.
        levels: Of the scale.
        legend: Whether there is one.
        span: What the line from `low` to `high` is, in the legend; empty for the lowest to the highest respondent.
        pointed: The row whose label stands out, counted from 0.

    Raises:
        ValueError: A value is off the scale of 1 to `levels`.
    """
    for row in rows:
        for value in (row.mean, row.gap_free_level, row.low, row.high):
            if value is not None and not 1 <= value <= levels:
                raise ValueError(f"{value} is off the scale of 1 to {levels}")
    marks = _MARKS[characters]
    numbers = [marks[row.nothing] if row.mean is None else number(row.mean) for row in rows]
    number_width = max(map(cell_width, numbers), default=1)
    labels = [clean(row.label) for row in rows]
    room = width - number_width - _GAP
    label_width = _label_width(labels, room - _GAP)
    start = label_width + _GAP if label_width else 0
    scale = min(_WIDEST_SCALE, room - start)
    scale -= (scale - 1) % (levels - 1)
    if scale < LEAST_SCALE:
        return too_small(width, len(rows) + 1)
    wrapped = [wrap(label, label_width or width) for label in labels]
    notes = legend_rows(_legend(rows, characters, span), width) if legend else []
    above = 0 if label_width else 1
    canvas = Canvas(width, 1 + sum(len(lines) + above for lines in wrapped) + len(notes))

    def column(value: float) -> int:
        return start + int((value - 1) / (levels - 1) * (scale - 1) + 0.5)

    for level in range(1, levels + 1):
        canvas.put(column(level), 0, str(level), Role.MUTED)
    y = 1
    for place, (row, lines, text) in enumerate(zip(rows, wrapped, numbers, strict=True)):
        role = Role.MUTED if row.mean is None else Role.LABEL
        if place == pointed:
            role = Role.POINTED
        for below, line in enumerate(lines):
            canvas.put(0, y + below, line, role)
        at = y + len(lines) * above
        for below in range(len(lines) if label_width else 1):
            for level in range(1, levels + 1):
                canvas.put(column(level), at + below, marks["grid"], Role.GRID)
        _put_marks(canvas, at, row, column, marks)
        canvas.put(start + scale + _GAP + number_width - cell_width(text), at, text, role)
        y += len(lines) + above
    put_legend(canvas, y, notes)
    return canvas.picture()


def _put_marks(canvas: Canvas, y: int, row: DotRow, column: Callable[[float], int], marks: dict[str, str]) -> None:
    if row.low is not None and row.high is not None:
        low, high = column(row.low), column(row.high)
        canvas.put(low, y, marks["line"] * (high - low + 1), Role.FIRST)
        canvas.put(low, y, marks["low"], Role.FIRST)
        canvas.put(high, y, marks["high"] if high > low else marks["line"], Role.FIRST)
    if row.gap_free_level is not None:
        canvas.put(column(row.gap_free_level), y, marks["level"], Role.SECOND)
    if row.mean is not None:
        both = row.gap_free_level is not None and column(row.mean) == column(row.gap_free_level)
        canvas.put(column(row.mean), y, marks["both" if both else "mean"], Role.SHARED if both else Role.FIRST)


def _label_width(labels: Sequence[str], room: int) -> int:
    """Return the columns for the labels beside the scale, or 0 if a word would break there, and they go above it."""
    whole = max(map(cell_width, labels), default=0)
    if whole <= room // 2:
        return whole
    unbroken = max(map(longest_piece, labels), default=0)
    least = max(unbroken, min(whole, room * 2 // 5))
    return least if least <= room - LEAST_SCALE else 0


def _legend(rows: Sequence[DotRow], characters: Characters, span: str) -> list[Item]:
    marks = _MARKS[characters]
    items = []
    if any(row.mean is not None for row in rows):
        items.append(marks["mean"] + " " + _("mean"))
    if any(row.gap_free_level is not None for row in rows):
        items.append(marks["level"] + " " + _("gap-free level"))
    if any(row.low is not None and row.high is not None for row in rows):
        words = span or _("lowest to highest respondent")
        items.append(marks["low"] + marks["line"] + marks["high"] + " " + words)
    for nothing, words in (("none", _("no score")), ("withheld", _("not shown"))):
        if any(row.mean is None and row.nothing == nothing for row in rows):
            items.append(marks[nothing] + " " + words)
    return [(text, Role.MUTED) for text in items]
