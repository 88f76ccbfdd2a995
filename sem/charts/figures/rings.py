"""Where the levels stand on the rings of a radar: in the gap between two axes where they hide least of the outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from sem.charts.figures.ink import Point
from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, room_for

_SIZE = 9.5
_WIDEST = 110.0
_PADDING = 2.0
_STEEP = 0.7
"""Names below each other need a gap that points up or down, or they would stand in one row."""
_MARK = 9.0
"""Units around a corner that its mark may take."""
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Outline:
    """A radar's rings and outline, which texts must keep clear of.

    Args:
        centre: Of the rings.
        radius: Of the outermost.
        corners: Where the marks are, in the order of the axes; None where there is no score.
        others: Where there are other marks.
    """

    centre: Point
    radius: float
    corners: tuple[Point | None, ...]
    others: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class RingTexts:
    """A text for each level, lowest first, and the box it stands in."""

    texts: tuple[str, ...]
    boxes: tuple[Box, ...]


def level_texts(names: Sequence[str]) -> tuple[str, ...]:
    """Return each level as its number and printable name."""
    return tuple(f"{level} {name}" for level, name in enumerate(names, 1))


def place_names(outline: Outline, names: Sequence[str]) -> RingTexts | None:
    """Return places for the levels' names; None if they are too wide, or would hide a mark wherever they stand."""
    texts = level_texts(names)
    if max(room_for(text, _SIZE) for text in texts) > _WIDEST:
        return None
    hidden, placed = _best(outline, texts)
    return placed if hidden < 1 else None


def place_numbers(outline: Outline, levels: int) -> RingTexts:
    """Return places for the levels' numbers alone, where they hide least."""
    return _best(outline, tuple(map(str, range(1, levels + 1))))[1]


def draw_ring_texts(sheet: Sheet, placed: RingTexts) -> None:
    """Write the texts on a light ground, so that a line behind them does not run through the letters."""
    for text, box in zip(placed.texts, placed.boxes, strict=True):
        sheet.halo(box)
        sheet.text((box.left + box.right) / 2, box.bottom + _PADDING, text, _SIZE, sheet.theme.grey, align="center")


def _best(outline: Outline, texts: tuple[str, ...]) -> tuple[float, RingTexts]:
    """Return the place that hides least, and how much: a whole number of marks, and a fraction for lines."""
    count = len(outline.corners)
    apothem = outline.radius * cos(pi / count)
    found: list[tuple[float, float, RingTexts]] = []
    for i in range(count):
        angle = pi / 2 - 2 * pi * (i + 0.5) / count
        if abs(sin(angle)) >= _STEEP:
            boxes = tuple(_box(outline, angle, apothem * n / len(texts), text) for n, text in enumerate(texts, 1))
            # Of two that hide as little, the one that hangs straight down looks calmest.
            found.append((_hidden(outline, boxes), sin(angle), RingTexts(texts, boxes)))
    hidden, _upward, placed = min(found, key=lambda option: (round(option[0], 1), option[1]))
    return hidden, placed


def _box(outline: Outline, angle: float, distance: float, text: str) -> Box:
    x, y = outline.centre[0] + cos(angle) * distance, outline.centre[1] + sin(angle) * distance
    wide = room_for(text, _SIZE) / 2 + _PADDING
    high = _SIZE * UNITS_PER_POINT * CAPITAL / 2 + _PADDING
    return Box(x - wide, y - high, x + wide, y + high)


def _hidden(outline: Outline, boxes: Sequence[Box]) -> float:
    corners = [*filter(None, outline.corners), *outline.others]
    marks = sum(_inside(corner, box, _MARK) for corner in corners for box in boxes)
    steps = sum(_inside(point, box, 0) for point in _along(outline.corners) for box in boxes)
    return marks + min(0.9, steps / _STEPS / 2)


def _along(corners: Sequence[Point | None]) -> Iterator[Point]:
    """Yield points all along the outline."""
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        if start and end:
            for step in range(_STEPS):
                share = step / _STEPS
                yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _inside(point: Point, box: Box, margin: float) -> bool:
    return box.left - margin < point[0] < box.right + margin and box.bottom - margin < point[1] < box.top + margin
