"""The radar: one axis an area, one outline a series, on rings for the levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, floor, pi, sin
from typing import Literal

from sem.charts.terminal.cells import NO_BREAK_SPACE, cell_width, clean, wrap
from sem.charts.terminal.labels import Block, place_labels
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import SERIES_ROLES, Canvas, Characters, Picture, Role, message, too_small
from sem.charts.terminal.raster import DOTS_X, DOTS_Y, Layer, Point, cells_within, compose, spans
from sem.i18n import gettext as _
from sem.i18n import number

Mark = Literal["●", "○", "◆"]

FEWEST_AXES = 3
MOST_SERIES = len(SERIES_ROLES)

_LEAST_RADIUS = 20
"""In dots: five rows of cells, so that each ring has a row of its own."""
_LEAST_NUMBERED_RADIUS = 12
_STEP = 2
_DASH = (3, 3)
_RING, _SPOKE = (1, 1), (1, 3)
_NO_SCORE: dict[Characters, str] = {"braille": "–", "blocks": "–", "ascii": "-"}
_WITHHELD: dict[Characters, str] = {"braille": "×", "blocks": "×", "ascii": "?"}
_BOTH: dict[Characters, str] = {"braille": "◉", "blocks": "◙", "ascii": "@"}
_ASCII_MARKS: dict[str, str] = {"●": "#", "○": "o", "◆": "x"}


@dataclass(frozen=True, slots=True)
class Series:
    """One outline on a radar.

    Args:
        name: For the legend; empty for none.
        values: One for each axis, 1 up to the number of levels; None where there is no score.
        mark: What its corners look like, so that series differ without colour.
        dashed: Whether its line is dashed.
        withheld: The axes, counted from 0, of which answers are not shown: without a value there is not no score.
    """

    name: str
    values: tuple[float | None, ...]
    mark: Mark = "●"
    dashed: bool = False
    withheld: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a radar of one size lies: radius in dots, centre in dots, and the cells its labels take."""

    radius: float
    centre: Point
    blocks: list[Block]


def radar(
    axes: Sequence[str],
    series: Sequence[Series],
    width: int,
    height: int,
    *,
    characters: Characters = "braille",
    levels: int = 5,
    pointed: int | None = None,
) -> Picture:
    """Return a radar of exactly `width` × `height` cells.

    The first axis points up and the others follow clockwise. The rings are the levels 1 up to `levels`, at distances in
    proportion to their numbers. The centre would be 0, which is not a score: the lowest score lies on the innermost
    ring, so that it is seen, and nothing ever lies inside that ring. A value of None is left out: the outline is open
    there, and the axis says "–", which the legend explains.

    Labels are shown whole. If they do not fit around a radar of a readable size, the axes get numbers and a list
    beside or below says what they stand for; if that does not fit either, the picture is a sentence that says so. Axes
    that are called by their numbers from 1 on get no list.
    Corners of two series in one cell are shown as ◉.

    Args:
        axes: The names at the ends of the axes; any text, also from a user.
        series: One to three outlines; the first is tinted inside (`Run.filled`) where it has all its values.
        width: In cells.
        height: In rows.
        characters: What to draw with.
        levels: How many rings there are.
        pointed: The axis, counted from 0, whose label stands out; None for none.

    Raises:
        ValueError: A series has not one value for each axis, or a value off the scale, or there are too many series.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} series, more than {MOST_SERIES}")
    for one in series:
        if len(one.values) != len(axes):
            raise ValueError(f"{len(one.values)} values for {len(axes)} axes")
        if not all(value is None or 1 <= value <= levels for value in one.values):
            raise ValueError(f"a value off the scale of 1 to {levels}: {one.values}")
    if len(axes) < FEWEST_AXES:
        return message(_("A radar needs at least three areas."), width, height)
    legend = legend_rows(_legend(series, characters), width)
    room = height - len(legend)
    names = tuple(clean(axis) for axis in axes)
    missing = [_notes(series, i, characters, values=False) for i in range(len(names))]
    plain = [" ".join(filter(None, pair)) for pair in zip(names, missing, strict=True)]
    rich = [f"{name} {_notes(series, i, characters, values=True)}" for i, name in enumerate(names)]
    # Axes that are numbers already need no list, so their radar may be as small as one that has a list.
    counted = all(name == str(i) for i, name in enumerate(names, 1))
    frame = _largest(plain, (0, width), room, _LEAST_NUMBERED_RADIUS if counted else _LEAST_RADIUS)
    if frame:
        frame = _largest(rich, (0, width), room, max(_LEAST_RADIUS, 0.85 * frame.radius)) or frame
    canvas = Canvas(width, height)
    if not frame:
        numbers = [f"{i}{note}" for i, note in enumerate(missing, 1)]
        listed = [f"{i} {text}" for i, text in enumerate(plain, 1)]
        found = _numbered(numbers, listed, width, room)
        if not found:
            return too_small(width, height)
        frame, listing = found
        for x, y, line in listing:
            canvas.put(x, y, line, Role.LABEL)
    _draw(canvas, frame, series, characters, levels)
    for i, block in enumerate(frame.blocks):
        scored = any(one.values[i] is not None for one in series)
        role = Role.POINTED if i == pointed else Role.LABEL if scored else Role.MUTED
        for y, line in enumerate(block.lines, block.y):
            canvas.put(block.line_x(line), y, line, role)
    put_legend(canvas, room, legend, centred=True)
    return canvas.picture()


def _mark(one: Series, characters: Characters) -> str:
    return _ASCII_MARKS[one.mark] if characters == "ascii" else one.mark


def _notes(series: Sequence[Series], axis: int, characters: Characters, *, values: bool) -> str:
    """Return what follows an axis's name: its values, or only which are missing; marks tell two series apart."""
    notes = []
    for one in series:
        value = one.values[axis]
        if value is None or values:
            mark = _mark(one, characters) if len(series) > 1 else ""
            nothing = _WITHHELD if axis in one.withheld else _NO_SCORE
            notes.append(mark + (nothing[characters] if value is None else number(value)))
    return NO_BREAK_SPACE.join(notes)


def _legend(series: Sequence[Series], characters: Characters) -> list[Item]:
    items: list[Item] = []
    for one, role in zip(series, SERIES_ROLES, strict=False):
        if name := clean(one.name):
            line = ("- -" if one.dashed else "---") if characters == "ascii" else ("╌╌" if one.dashed else "──")
            items.append((f"{_mark(one, characters)}{line} {name}", role))
    nothing = {at in one.withheld for one in series for at, value in enumerate(one.values) if value is None}
    if False in nothing:
        items.append((_NO_SCORE[characters] + " " + _("no score"), Role.MUTED))
    if True in nothing:
        items.append((_WITHHELD[characters] + " " + _("not shown"), Role.MUTED))
    return items


def _directions(count: int) -> list[tuple[float, float]]:
    angles = (2 * pi * i / count - pi / 2 for i in range(count))
    return [(cos(angle), sin(angle)) for angle in angles]


def _cell(point: Point) -> tuple[int, int]:
    return floor(point[0] + 0.5) // DOTS_X, floor(point[1] + 0.5) // DOTS_Y


def _corners(centre: Point, radius: float, directions: Sequence[tuple[float, float]]) -> list[Point]:
    return [(centre[0] + radius * dx, centre[1] + radius * dy) for dx, dy in directions]


@lru_cache(256)
def _extents(radius: float, count: int, column: float) -> dict[int, tuple[int, int]]:
    """Return the first and last column that a radar round row 0 covers, for each row of cells."""
    corners = _corners((column, 0.0), radius, _directions(count))
    found: dict[int, tuple[int, int]] = {}
    # The corners themselves lie between rows of dots, where no stretch inside reaches.
    for row, start, end in [*spans(corners), *((floor(y + 0.5), x, x) for x, y in corners)]:
        first, last = floor(start + 0.5) // DOTS_X, floor(end + 0.5) // DOTS_X
        low, high = found.get(row // DOTS_Y, (first, last))
        found[row // DOTS_Y] = (min(low, first), max(high, last))
    return found


def _place(texts: Sequence[str], columns: tuple[int, int], room: int, radius: float) -> _Frame | None:
    """Return a radar of this radius with its labels, in the middle of `room` rows, or None if it does not fit."""
    directions = _directions(len(texts))
    # Between two columns of dots, so that left and right are each other's mirror image.
    column = (columns[0] + columns[1] - 1) // 2 * DOTS_X + 0.5
    extents = _extents(radius, len(texts), column)
    if min(e[0] for e in extents.values()) < columns[0] or max(e[1] for e in extents.values()) >= columns[1]:
        return None
    if max(extents) - min(extents) + 1 > room:
        return None
    ends = [_cell(corner) for corner in _corners((column, 0.0), radius, directions)]
    blocks = place_labels(texts, ends, directions, extents.get, columns)
    if blocks is None:
        return None
    top = min([min(extents), *(block.y for block in blocks)])
    rows = max([max(extents) + 1, *(block.y + len(block.lines) for block in blocks)]) - top
    if rows > room:
        return None
    down = (room - rows) // 2 - top
    moved = [Block(b.x, b.y + down, b.width, b.lines, b.align) for b in blocks]
    return _Frame(radius, (column, float(down * DOTS_Y)), moved)


def _largest(texts: Sequence[str], columns: tuple[int, int], room: int, least: float) -> _Frame | None:
    """Return the largest radar that fits with all its labels whole, and has at least the radius `least`."""
    radius = min((columns[1] - columns[0]) * DOTS_X, room * DOTS_Y) // 2
    while radius >= least:
        frame = _place(texts, columns, room, radius)
        if frame:
            return frame
        radius -= _STEP
    return None


def _numbered(
    numbers: Sequence[str], listed: Sequence[str], width: int, room: int
) -> tuple[_Frame, list[tuple[int, int, str]]] | None:
    """Return a radar with numbered axes and the lines of its list, beside or below it, whichever is larger."""
    found: list[tuple[_Frame, list[tuple[int, int, str]]]] = []
    longest = max(map(cell_width, listed))
    for share in (0.4, 0.5, 0.6):
        column = min(longest, floor(width * share))
        lines = [line for text in listed for line in wrap(text, column)] if column > 0 else []
        frame = _largest(numbers, (0, width - column - 2), room, _LEAST_NUMBERED_RADIUS)
        if lines and frame and len(lines) <= room:
            top = (room - len(lines)) // 2
            found.append((frame, [(width - column, top + y, line) for y, line in enumerate(lines)]))
    lines = [line for text in listed for line in wrap(text, max(1, width))]
    frame = _largest(numbers, (0, width), room - len(lines), _LEAST_NUMBERED_RADIUS)
    if frame:
        left = (width - min(longest, width)) // 2
        found.append((frame, [(left, room - len(lines) + y, line) for y, line in enumerate(lines)]))
    return max(found, key=lambda option: option[0].radius, default=None)


def _draw(canvas: Canvas, frame: _Frame, series: Sequence[Series], characters: Characters, levels: int) -> None:
    count = len(frame.blocks)
    directions = _directions(count)
    rings = [_corners(frame.centre, frame.radius * level / levels, directions) for level in range(1, levels + 1)]
    grid = Layer(canvas.width, canvas.height, Role.GRID)
    for ring in rings[:-1]:
        grid.polygon(ring, *_RING)
    grid.polygon(rings[-1])
    for inner, outer in zip(rings[0], rings[-1], strict=True):
        grid.line(inner, outer, *_SPOKE)
    layers: list[Layer] = []
    marks: dict[tuple[int, int], dict[Role, str]] = {}
    for one, role in zip(series, SERIES_ROLES, strict=False):
        layer = Layer(canvas.width, canvas.height, role)
        corners = [
            None if value is None else _corners(frame.centre, frame.radius * value / levels, [direction])[0]
            for value, direction in zip(one.values, directions, strict=True)
        ]
        edges = [(start, end) for start, end in zip(corners, [*corners[1:], corners[0]], strict=True) if start and end]
        for start, end in edges:
            layer.line(start, end, *(_DASH if one.dashed else (1, 0)))
        if role is Role.FIRST and len(edges) == count:
            canvas.fill(cells_within([start for start, _end in edges]) - layer.cells.keys())
        for corner in corners:
            if corner is not None:
                marks.setdefault(_cell(corner), {})[role] = _mark(one, characters)
        layers.append(layer)
    compose(canvas, grid, layers, characters)
    _ticks(canvas, rings, layers, set(marks))
    for (x, y), shown in marks.items():
        if len(shown) > 1:
            canvas.put(x, y, _BOTH[characters], Role.SHARED)
        else:
            [(role, mark)] = shown.items()
            canvas.put(x, y, mark, role)


def _ticks(
    canvas: Canvas, rings: Sequence[Sequence[Point]], layers: Sequence[Layer], taken: set[tuple[int, int]]
) -> None:
    """Write the levels below each other beside the first axis, on the side where they hide least; none shares a row."""
    column = _cell(rings[0][0])[0]
    rows: dict[int, int] = {}
    for level in range(len(rings), 0, -1):
        rows.setdefault(_cell(rings[level - 1][0])[1], level)

    def hidden(x: int) -> tuple[int, int]:
        cells = [(x, y) for y in rows]
        return sum(cell in taken for cell in cells), sum(cell in layer.cells for cell in cells for layer in layers)

    x = min(column - 1, column + 1, key=hidden)
    for y, level in rows.items():
        if (x, y) not in taken:
            canvas.put(x, y, str(level), Role.MUTED)
