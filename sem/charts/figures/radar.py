"""The radar of a figure: an axis an area, rings for the levels with their names, and labels that never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from sem.charts.figures.ink import Point
from sem.charts.figures.rings import Outline, RingTexts, draw_ring_texts
from sem.charts.figures.sheet import Align, Box, Sheet
from sem.charts.figures.typeface import Fitted, lay_out, room_for
from sem.charts.terminal.cells import widest_piece

FEWEST_AXES = 3

_SIZES = (13.0, 12.0, 11.0, 10.0)
_WIDEST_NAME = 260.0
_MOST_LINES = 3
_GAP = 14.0
"""Units between the outer ring and a label."""
_LEAST_RADIUS_SHARE = 0.6
_ROOMY = 16
"""Up to so many axes the marks have their full size."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Args:
        name: Printable.
        value: On the scale; None where there is no score.
        text: What stands under the name: the value, or that there is none; may be empty.
        lowest: Whether it is one of the lowest.
    """

    name: str
    value: float | None
    text: str
    lowest: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    """A name and a value at the end of an axis; `x` is the edge or the middle that `align` speaks of."""

    x: float
    top: float
    name: Fitted
    value: Fitted | None
    align: Align

    @property
    def box(self) -> Box:
        width, height = self.name.width, self.name.height
        if self.value:
            width, height = max(width, self.value.width), height + self.value.height
        left = self.x - {"left": 0.0, "center": width / 2, "right": width}[self.align]
        return Box(left, self.top - height, left + width, self.top)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How large a radar is, where it lies, and where its labels stand."""

    radius: float
    centre: Point
    labels: list[_Label]


def outline(arrangement: Arrangement, axes: Sequence[Axis], levels: int) -> Outline:
    """Return where the corners of the axes' values lie."""
    corners = places(arrangement.centre, arrangement.radius, [axis.value for axis in axes], levels)
    return Outline(arrangement.centre, arrangement.radius, corners)


def draw_radar(
    sheet: Sheet, arrangement: Arrangement, axes: Sequence[Axis], ring_texts: RingTexts,
    before: Sequence[float | None] = (),
) -> None:  # fmt: skip
    """Draw a radar as `arrange` arranged it: the first axis upwards and the others clockwise.

    The rings are the levels, at distances in proportion to their numbers; the centre would be 0, which is no score, so
    the lowest score lies on the innermost ring. An axis without a value leaves the outline open.

    Args:
        sheet: What to draw on.
        arrangement: Of the same axes.
        axes: At least three.
        ring_texts: For the levels.
        before: Earlier values of the same axes, drawn as a dashed line with hollow marks; none where there are none.
    """
    levels = len(ring_texts.texts)
    draw_web(sheet, arrangement.centre, arrangement.radius, [axis.value is not None for axis in axes], levels)
    crowd = min(1.0, _ROOMY / len(axes))
    points = outline(arrangement, axes, levels).corners
    draw_shape(sheet, arrangement.centre, points, 2.6 * crowd)
    earlier = places(arrangement.centre, arrangement.radius, before, levels)
    for start, end in zip(earlier, [*earlier[1:], *earlier[:1]], strict=True):
        if start and end:
            sheet.line([start, end], sheet.theme.grey, 1.8 * crowd, (0, (4, 2.5)))
    draw_ring_texts(sheet, ring_texts)
    for mark in filter(None, earlier):
        sheet.mark(mark, "o", 9 * crowd, sheet.theme.paper, sheet.theme.ink, 1.6 * crowd)
    for axis, point in zip(axes, points, strict=True):
        if point and axis.lowest:
            sheet.mark(point, "D", 11 * crowd, sheet.theme.accent, sheet.theme.paper, 1.5 * crowd)
        elif point:
            sheet.mark(point, "o", 10 * crowd, sheet.theme.score, sheet.theme.paper, 1.5 * crowd)
    for axis, label in zip(axes, arrangement.labels, strict=True):
        missing = axis.value is None
        tone = sheet.theme.accent if axis.lowest else sheet.theme.grey if missing else sheet.theme.ink
        if label.value:
            sheet.block(label.x, label.top, label.name, sheet.theme.grey if missing else sheet.theme.ink, label.align)
            sheet.block(label.x, label.top - label.name.height, label.value, tone, label.align)
        else:
            sheet.block(label.x, label.top, label.name, tone, label.align)


def draw_web(sheet: Sheet, centre: Point, radius: float, scored: Sequence[bool], levels: int) -> None:
    """Draw the rings and the axes of a radar; those without a score are dotted."""
    directions = _directions(len(scored))
    for level in range(levels, 0, -1):
        ring = [_at(centre, direction, radius * level / levels) for direction in directions]
        sheet.line([*ring, ring[0]], sheet.theme.rule, 1.4 if level == levels else 0.9)
    for there, direction in zip(scored, directions, strict=True):
        ends = [_at(centre, direction, radius / levels), _at(centre, direction, radius)]
        sheet.line(ends, sheet.theme.rule if there else sheet.theme.grey, 0.8, "solid" if there else (0, (1.5, 3)))


def draw_shape(sheet: Sheet, centre: Point, points: Sequence[Point | None], width: float) -> None:
    """Draw the outline of the values; it is open beside a value that is not there."""
    for start, end in zip(points, [*points[1:], *points[:1]], strict=True):
        if start and end:
            sheet.polygon([centre, start, end], sheet.theme.score, alpha=0.13)
            sheet.line([start, end], sheet.theme.score, width)


def places(centre: Point, radius: float, values: Sequence[float | None], levels: int) -> tuple[Point | None, ...]:
    """Return where values lie on the axes of a radar; None where there is none."""
    return tuple(
        None if value is None else _at(centre, direction, radius * value / levels)
        for value, direction in zip(values, _directions(len(values)), strict=True)
    )


def _directions(count: int) -> list[Point]:
    angles = (pi / 2 - 2 * pi * i / count for i in range(count))
    return [(cos(angle), sin(angle)) for angle in angles]


def _at(centre: Point, direction: Point, distance: float) -> Point:
    return centre[0] + direction[0] * distance, centre[1] + direction[1] * distance


def arrange(box: Box, axes: Sequence[Axis], *, any_size: bool = False) -> Arrangement | None:
    """Return the largest radar with all its labels inside `box`, for at least three axes.

    Names that find no room make the letters smaller, then the radar, and then break. If that does not help either, the
    letters get too small to read where `any_size` is set; else there is no arrangement.
    """
    for broken in (False, True):
        for size in _SIZES:
            found = _largest(box, axes, size, broken=broken)
            if found:
                return found
    size = _SIZES[-1]
    while any_size:
        size *= 0.85
        found = _largest(box, axes, size, broken=True)
        if found:
            return found
    return None


def _largest(box: Box, axes: Sequence[Axis], size: float, *, broken: bool) -> Arrangement | None:
    for share in range(100, round(100 * _LEAST_RADIUS_SHARE) - 1, -2):
        radius = min(box.width, box.height) / 2 * share / 100
        found = _labels(box, radius, axes, size, broken=broken)
        if found:
            return Arrangement(radius, *found)
    return None


def _labels(
    box: Box, radius: float, axes: Sequence[Axis], size: float, *, broken: bool
) -> tuple[Point, list[_Label]] | None:
    """Return the centre and the labels for a radius, or None if they leave the box or touch each other.

    Args:
        box: What they must stay in.
        radius: Of the outer ring.
        axes: Whose names and values they are.
        size: Of the letters.
        broken: Whether a word may be broken over two lines.
    """
    x = (box.left + box.right) / 2
    placed: list[_Label] = []
    for axis, (dx, dy) in zip(axes, _directions(len(axes)), strict=True):
        end = x + dx * (radius + _GAP), dy * (radius + _GAP)
        align: Align = "center" if abs(dx) < 0.12 else "left" if dx > 0 else "right"
        free = {"left": box.right - end[0], "right": end[0] - box.left, "center": box.width / 2}[align]
        value = lay_out(axis.text, size, free, bold=axis.value is not None) if axis.text else None
        name = lay_out(axis.name, size, min(free, _WIDEST_NAME))
        whole = broken or widest_piece(axis.name, lambda part: room_for(part, size)) <= free
        if free <= 0 or not whole or (value and len(value.lines) > 1) or len(name.lines) > _MOST_LINES + 3 * broken:
            return None
        height = name.height + (value.height if value else 0)
        top = end[1] + height if dy > 0.5 else end[1] if dy < -0.5 else end[1] + height / 2
        label = _Label(end[0], top, name, value, align)
        if any(_touch(label.box, other.box) for other in placed):
            return None
        placed.append(label)
    top = max(radius, *(label.box.top for label in placed))
    bottom = min(-radius, *(label.box.bottom for label in placed))
    if top - bottom > box.height:
        return None
    y = (box.top + box.bottom) / 2 - (top + bottom) / 2
    return (x, y), [_Label(la.x, la.top + y, la.name, la.value, la.align) for la in placed]


def _touch(one: Box, other: Box) -> bool:
    gap = 4
    return (
        one.left < other.right + gap
        and other.left < one.right + gap
        and one.bottom < other.top
        and other.bottom < one.top
    )
