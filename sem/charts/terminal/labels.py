"""Where the labels around a radar go: wrapped to the free width, anchored by angle, never on anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sem.charts.terminal.cells import cell_width, longest_piece, wrap

MOST_LINES = 4
WIDEST = 32
_GAP = 2
"""Columns between the radar and a label beside it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A label's lines and where they go; `align` is -1 to start at the left edge, 1 to end at the right, 0 centred."""

    x: int
    y: int
    width: int
    lines: tuple[str, ...]
    align: int

    def line_x(self, line: str) -> int:
        """Return the column a line starts in."""
        spare = self.width - cell_width(line)
        return self.x + (0 if self.align < 0 else spare if self.align > 0 else spare // 2)

    def touches(self, other: Block) -> bool:
        """Whether two labels share a cell or have no column between them."""
        return (
            self.x <= other.x + other.width
            and other.x <= self.x + self.width
            and self.y < other.y + len(other.lines)
            and other.y < self.y + len(self.lines)
        )


def _lines(text: str, free: int) -> tuple[str, ...] | None:
    """Return a text as lines in `free` columns, or None if a word would break or there would be too many."""
    if free < longest_piece(text):
        return None
    lines = wrap(text, min(free, max(WIDEST, longest_piece(text))))
    return lines if len(lines) <= MOST_LINES else None


def place_labels(
    texts: Sequence[str],
    corners: Sequence[tuple[int, int]],
    directions: Sequence[tuple[float, float]],
    extent: Callable[[int], tuple[int, int] | None],
    columns: tuple[int, int],
) -> list[Block] | None:
    """Return a place for every label, or None if they do not all fit whole.

    Args:
        texts: Cleaned labels.
        corners: The cell at the outer end of each axis, as column and row.
        directions: Where each axis points to: cosine and sine, rows counted downwards.
        extent: The first and last column that the radar covers in a row, or None.
        columns: The first column that may be used and the first that may not.
    """
    placed: list[Block] = []
    for text, (x, y), (cos, sin) in zip(texts, corners, directions, strict=True):
        side = 0 if abs(cos) < 0.15 else 1 if cos > 0 else -1
        if side > 0:
            free = columns[1] - (x + _GAP)
        elif side < 0:
            free = x - _GAP + 1 - columns[0]
        else:
            free = 2 * min(x - columns[0], columns[1] - 1 - x) + 1
        lines = _lines(text, free)
        if lines is None:
            return None
        width = max(map(cell_width, lines))
        left = x + _GAP if side > 0 else x - _GAP + 1 - width if side < 0 else x - width // 2
        if side == 0:
            top = y - len(lines) if sin < 0 else y + 1
        elif abs(sin) < 0.5:
            top = y - (len(lines) - 1) // 2
        else:
            top = y - len(lines) + 1 if sin < 0 else y
        block = _clear(Block(left, top, width, lines, -side), -1 if sin < 0 else 1, extent)
        if any(block.touches(other) for other in placed):
            return None
        placed.append(block)
    return placed


def _clear(block: Block, step: int, extent: Callable[[int], tuple[int, int] | None]) -> Block:
    """Return the block, moved away from the middle row by row until it is off the radar."""
    top = block.y
    while any(
        covered is not None and block.x <= covered[1] + 1 and covered[0] - 1 < block.x + block.width
        for covered in map(extent, range(top, top + len(block.lines)))
    ):
        top += step
    return Block(block.x, top, block.width, block.lines, block.align)
