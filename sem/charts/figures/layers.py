"""The layers of a figure: circles inside each other, darker as they score higher, each led to its name and score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.tones import fill_box, fill_ring, tone_words
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, lay_out, line_height

_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
_GAP = 50.0
_KEY = 34.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Args:
        name: Printable.
        share: How far its score is up the scale, 0 to 1; None where there is no score.
        score: The score as text, or that there is none.
        note: What else is said under it; printable, may be empty.
    """

    name: str
    share: float | None
    score: str
    note: str


def draw_layers(sheet: Sheet, box: Box, innermost_first: Sequence[Layer], levels: int) -> None:
    """Draw the layers inside `box`, and which tone is which of the `levels`."""
    _key(sheet, box, levels)
    box = Box(box.left, box.bottom + _KEY, box.right, box.top)
    count = len(innermost_first)
    radius = min(box.height / 2, box.width * 0.2)
    centre = box.left + radius, (box.bottom + box.top) / 2
    left = box.left + 2 * radius + _GAP
    step = box.height / count
    for i, layer in enumerate(reversed(innermost_first)):
        outer = radius * (count - i) / count
        inner = radius * (count - i - 1) / count
        if layer.share is None:
            sheet.circle(centre, outer - 1, sheet.theme.paper, sheet.theme.grey, 2, (0, (3, 3)))
            continue
        fill_ring(sheet, centre, outer - 1, inner - 1 if inner else 0, layer.share)
        if not sheet.theme.patterns:
            sheet.circle(centre, outer - 1, "none", sheet.theme.paper, 2)
    heads = [f"{layer.name}  {layer.score}" for layer in innermost_first]
    width = box.right - left
    smallest = min(fit(head, _SIZES, width, step * 0.55, bold=True, most_lines=2).size for head in heads)
    small = min(fit(layer.note, (11.0, 10.0, 9.0), width, step * 0.45, most_lines=2).size for layer in innermost_first)
    for i, layer in enumerate(reversed(innermost_first)):
        top = box.top - i * step
        head = lay_out(heads[count - 1 - i], smallest, width, bold=True)
        note = lay_out(layer.note, small, width)
        height = head.height + note.height
        top -= (step - height) / 2
        tone = sheet.theme.grey if layer.share is None else sheet.theme.ink
        sheet.block(left, top, head, tone)
        sheet.block(left, top - head.height, note, sheet.theme.grey)
        # The line starts in the middle of its ring, at the height of its name where the ring reaches that.
        middle = radius * (count - i - 0.5) / count
        y = top - line_height(head.size) / 2
        up = min(max(y - centre[1], -middle), middle)
        start = centre[0] + sqrt(middle**2 - up**2), centre[1] + up
        led = sheet.theme.score if layer.share is not None else sheet.theme.rule
        sheet.line([start, (left - _GAP / 2, y), (left - 6, y)], led, 1, front=True)
        sheet.mark(start, "o", 4, sheet.theme.paper, sheet.theme.score, 1)


def _key(sheet: Sheet, box: Box, levels: int) -> None:
    """Tell which tone is which level, along the bottom of the box."""
    side = 16.0
    x, size = box.left, 10.0
    baseline = box.bottom + (side - size * UNITS_PER_POINT * CAPITAL) / 2
    for level in range(1, levels + 1):
        square = Box(x, box.bottom, x + side, box.bottom + side)
        fill_box(sheet, square, (level - 1) / (levels - 1))
        sheet.polygon(square.corners, "none", sheet.theme.rule, 0.6)
        sheet.text(x + side + 5, baseline, str(level), size, sheet.theme.grey)
        x += side + 26
    sheet.text(x + 4, baseline, tone_words(sheet.theme), size, sheet.theme.grey)
