"""The stairs in the terminal: from today at the foot to the ambition at the top, a tread for each milestone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sem.charts.terminal.cells import cell_width, clean, wrap
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, Row, Run, message, too_small
from sem.charts.terminal.sparkline import sparkline
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import number

LEAST_WIDTH = 40
_SMALLEST_STEP, _LARGEST_STEP = 2, 8
_ROOM = 44
"""Columns that the highest tread should have."""
_GAP = 2

_SIGNS: dict[Characters, dict[str, str]] = {
    "braille": {"tread": "─", "corner": "┌", "foot": "┘", "riser": "│"},
    "blocks": {"tread": "─", "corner": "┌", "foot": "┘", "riser": "│"},
    "ascii": {"tread": "-", "corner": "+", "foot": "+", "riser": "|"},
}


@dataclass(frozen=True, slots=True)
class Tread:
    """A milestone, or today.

    Args:
        day: When it is.
        levels: The level of each area then, in the order of the questionnaire.
        text: What customers notice then; any text, may be empty.
    """

    day: date
    levels: Sequence[int]
    text: str = ""


def stairs(treads: Sequence[Tread], width: int, *, characters: Characters = "braille", highest: int = 5) -> Picture:
    """Return stairs of `width` cells and as many rows as they take: the last tread, the ambition, is at the top.

    On each tread stand its day, the mean of its levels and those levels as bars; below that, what customers notice,
    whole. If there is no room for stairs, the picture is a sentence that says so.

    Args:
        treads: By day, today first.
        width: In cells.
        characters: What to draw with.
        highest: The highest level of the scale.
    """
    if not treads:
        return message(_("There are no milestones yet."), width, 3)
    if width < LEAST_WIDTH:
        return too_small(width, 3)
    signs = _SIGNS[characters]
    step = min(_LARGEST_STEP, max(_SMALLEST_STEP, (width - _ROOM) // len(treads)))
    last = len(treads) - 1
    heads = [
        _head(tread, n == 0, width - n * step - _GAP - (step if n < last else 0), characters, highest)
        for n, tread in enumerate(treads)
    ]
    texts = [wrap(clean(tread.text), width - n * step - _GAP) if tread.text else () for n, tread in enumerate(treads)]
    heights = [len(head) + len(text) for head, text in zip(heads, texts, strict=True)]
    canvas = Canvas(width, sum(heights))
    y = 0
    for n in range(last, -1, -1):
        x, over = n * step, step if n < last else 0
        for below in range(1, heights[n]):
            canvas.put(x, y + below, signs["riser"], Role.FIRST)
        # Where a tread ends, the riser of the next one stands on it.
        edge = signs["tread"] * (step - 1) + signs["foot"] if over else ""
        canvas.put(x, y, signs["corner"] + edge, Role.FIRST)
        for below, runs in enumerate(heads[n]):
            at = x + _GAP + (over if below == 0 else 0)
            for run in runs:
                canvas.put(at, y + below, run.text, run.role)
                at += cell_width(run.text)
        for below, line in enumerate(texts[n], len(heads[n])):
            canvas.put(x + _GAP, y + below, line, Role.LABEL)
        y += heights[n]
    return canvas.picture()


def _head(tread: Tread, first: bool, room: int, characters: Characters, highest: int) -> list[Row]:
    """Return the day of a tread with its mean and levels, on two lines if they do not fit on one."""
    day = short_day(tread.day)
    lines: list[Row] = [(Run(_("today {day}").format(day=day) if first else day, Role.SECOND),)]
    if not tread.levels:
        return lines
    mean = number(sum(tread.levels) / len(tread.levels))
    profile: Row = (Run(mean, Role.FIRST), Run(" "), *sparkline(tread.levels, levels=highest, characters=characters))
    if len(tread.levels) + 1 + cell_width(mean) > room:
        profile = profile[:1]
    beside = (*lines[0], Run(" " * _GAP), *profile)
    return [beside] if sum(cell_width(run.text) for run in beside) <= room else [*lines, profile]
