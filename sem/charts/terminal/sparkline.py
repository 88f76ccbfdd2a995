"""Bars that fit in a line of text: a small profile, and how far one is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sem.charts.terminal.picture import Characters, Role, Row, Run

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], *, levels: int = 5, characters: Characters = "braille") -> Row:
    """Return a profile of one cell a value: a bar from ▁ for level 1 to █ for the highest, and · for no score.

    In ascii a value is its nearest level as a digit, and no score is a point.

    Raises:
        ValueError: A value is off the scale of 1 to `levels`.
    """
    cells = []
    for value in values:
        if value is None:
            cells.append((Role.MUTED, "." if characters == "ascii" else "·"))
            continue
        if not 1 <= value <= levels:
            raise ValueError(f"{value} is off the scale of 1 to {levels}")
        nearest = int(value + 0.5)
        height = int((value - 1) / (levels - 1) * (len(_BARS) - 1) + 0.5)
        cells.append((Role.FIRST, str(nearest) if characters == "ascii" else _BARS[height]))
    return _joined(cells)


def progress_bar(done: int, total: int, width: int, *, characters: Characters = "braille") -> Row:
    """Return a bar of `width` cells; it is full only when all is done, and empty only when nothing is.

    Raises:
        ValueError: `done` is not 0 up to `total`.
    """
    if not 0 <= done <= total:
        raise ValueError(f"{done} of {total}")
    full, empty = ("#", ".") if characters == "ascii" else ("█", "░")
    cells = width * done // total if total else 0
    if done and width > 1:
        cells = max(1, cells)
    return _joined([(Role.FIRST, full)] * cells + [(Role.GRID, empty)] * (width - cells))


def _joined(cells: Iterable[tuple[Role, str]]) -> Row:
    grouped = groupby(cells, key=lambda cell: cell[0])
    return tuple(Run("".join(text for _role, text in group), role) for role, group in grouped)
