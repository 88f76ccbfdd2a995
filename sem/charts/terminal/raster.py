"""Dots finer than a cell: layers of lines and polygons, shown as braille, block or ascii characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil, floor

from sem.charts.terminal.picture import Canvas, Characters, Role

DOTS_X, DOTS_Y = 2, 4
"""Dots in a cell: a cell is about twice as high as wide, so the dots lie on a square grid."""

Point = tuple[float, float]
"""A place in dots: to the right and down from the top left corner."""

_BRAILLE = 0x2800
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_QUARTERS = (0x03, 0x18, 0x44, 0xA0)  # top left, top right, bottom left, bottom right
# Only halves and whole blocks, indexed by the quarters touched: old console fonts have no quarter blocks.
_BLOCKS = " ▀▀▀▄▌██▄█▐█▄███"
_ASCII_LINES = {Role.FIRST: "*", Role.SECOND: "+", Role.THIRD: "%"}


class Layer:
    """Dots of one role over `width` × `height` cells."""

    def __init__(self, width: int, height: int, role: Role) -> None:
        self.width, self.height, self.role = width, height, role
        self.cells: dict[tuple[int, int], int] = {}

    def line(self, start: Point, end: Point, on: int = 1, off: int = 0) -> None:
        """Draw a line of `on` dots and `off` gaps in turn; dots outside the layer are left out."""
        (x, y), (to_x, to_y) = start, end
        steps = max(1, ceil(max(abs(to_x - x), abs(to_y - y))))
        step_x, step_y = (to_x - x) / steps, (to_y - y) / steps
        cells, period = self.cells, on + off
        for step in range(steps + 1):
            if step % period < on:
                dot_x, dot_y = floor(x + step_x * step + 0.5), floor(y + step_y * step + 0.5)
                cell = dot_x // DOTS_X, dot_y // DOTS_Y
                if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
                    cells[cell] = cells.get(cell, 0) | _BITS[dot_x % DOTS_X][dot_y % DOTS_Y]

    def polygon(self, corners: Sequence[Point], on: int = 1, off: int = 0) -> None:
        """Draw the closed outline through the corners."""
        for start, end in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            self.line(start, end, on, off)


def spans(corners: Sequence[Point]) -> Iterator[tuple[int, float, float]]:
    """Yield each row of dots that a polygon covers, with the start and end of each stretch inside it."""
    edges = [(a, b) if a[1] <= b[1] else (b, a) for a, b in zip(corners, [*corners[1:], *corners[:1]], strict=True)]
    if not edges:
        return
    for row in range(ceil(min(y for _, y in corners)), floor(max(y for _, y in corners)) + 1):
        crossings = sorted(x + (to_x - x) * (row - y) / (to_y - y) for (x, y), (to_x, to_y) in edges if y <= row < to_y)
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            yield row, start, end


def cells_within(corners: Sequence[Point]) -> set[tuple[int, int]]:
    """Return the cells, as column and row, of which every dot lies in the polygon: a tint of them never sticks out."""
    dots: Counter[tuple[int, int]] = Counter()
    for row, start, end in spans(corners):
        for x in range(ceil(start), floor(end) + 1):
            dots[x // DOTS_X, row // DOTS_Y] += 1
    return {cell for cell, count in dots.items() if count == DOTS_X * DOTS_Y}


def _character(bits: int, role: Role, characters: Characters) -> str:
    if characters == "braille":
        return chr(_BRAILLE + bits)
    if role is Role.GRID:
        return "·" if characters == "blocks" else "."
    if characters == "ascii":
        return _ASCII_LINES.get(role, "*")
    return _BLOCKS[sum(1 << i for i, quarter in enumerate(_QUARTERS) if bits & quarter)]


def compose(canvas: Canvas, grid: Layer, layers: Sequence[Layer], characters: Characters) -> None:
    """Put layers on a canvas: a cell with a line loses its grid dots, and a cell with two lines has the dots of both.

    So lines that cross leave no holes in each other, and a grid never blurs a line.
    """
    shown: dict[tuple[int, int], tuple[int, Role]] = {}
    for layer in layers:
        for cell, bits in layer.cells.items():
            other = shown.get(cell)
            shown[cell] = (bits, layer.role) if other is None else (bits | other[0], Role.SHARED)
    for cell, bits in grid.cells.items():
        shown.setdefault(cell, (bits, grid.role))
    for (x, y), (bits, role) in shown.items():
        canvas.put(x, y, _character(bits, role, characters), role)
