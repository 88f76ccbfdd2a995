"""The layers as rings, one inside the other, so that a low inner ring is seen as a hole in the outer ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from sem.charts.terminal.cells import cell_width, clean, longest_piece, wrap
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, message, too_small
from sem.i18n import gettext as _
from sem.i18n import number

_ASPECT = 2
"""How many times a cell is as high as wide."""
_LEAST_BAND = 1.5
"""Rows of the narrowest ring that still shows."""
_GAP = 2
_SHADES: dict[Characters, str] = {"braille": "·░▒▓█", "blocks": "·░▒▓█", "ascii": ".:+%#"}
_LEADER: dict[Characters, str] = {"braille": "─", "blocks": "─", "ascii": "-"}
_NO_SCORE: dict[Characters, str] = {"braille": "–", "blocks": "–", "ascii": "-"}


@dataclass(frozen=True, slots=True)
class Ring:
    """One layer.

    Args:
        name: What it is called; any text.
        mean: 1 to 5; None where there is no score.
        note: What else to say beside it, such as the gap-free level and its name; may be empty.
    """

    name: str
    mean: float | None
    note: str = ""


def nested(rings: Sequence[Ring], width: int, height: int, *, characters: Characters = "braille") -> Picture:
    """Return the rings of exactly `width` × `height` cells, each with its name and mean beside it.

    A ring is denser as its mean, rounded to the nearest level, is higher; the densities are told in a legend. A ring
    without a score stays empty and says so. Blank lines part the rings, so that two of one level stay two.

    Args:
        rings: From the innermost to the outermost.
        width: In cells.
        height: In rows.
        characters: What to draw with.

    Raises:
        ValueError: A mean is off the scale of 1 to 5.
    """
    shades = _SHADES[characters]
    for ring in rings:
        if ring.mean is not None and not 1 <= ring.mean <= len(shades):
            raise ValueError(f"{ring.mean} is off the scale of 1 to {len(shades)}")
    if not rings:
        return message(_("There are no layers to show."), width, height)
    outermost_first = list(reversed(rings))
    texts = [_text(ring, characters) for ring in outermost_first]
    legend = legend_rows(_legend(rings, characters), width)
    room = height - len(legend)
    least = 2 * _LEAST_BAND * len(rings)
    column = _column(texts, width, room, least)
    rows = min(room, (width - column - _GAP) // _ASPECT)
    if column == 0 or rows < least:
        return _listed(texts, width, height)
    canvas = Canvas(width, height)
    top = (room - rows) // 2
    _draw(canvas, outermost_first, rows, top, characters)
    _label(canvas, texts, column, rows, top, room, characters)
    put_legend(canvas, room, legend)
    return canvas.picture()


def _shade(ring: Ring, characters: Characters) -> str:
    return " " if ring.mean is None else _SHADES[characters][int(ring.mean + 0.5) - 1]


def _text(ring: Ring, characters: Characters) -> str:
    score = _("no score") if ring.mean is None else number(ring.mean)
    return " ".join(filter(None, (clean(ring.name), _shade(ring, characters).strip(), score, clean(ring.note))))


def _legend(rings: Sequence[Ring], characters: Characters) -> list[Item]:
    return [(f"{shade}{shade} {level}", Role.MUTED) for level, shade in enumerate(_SHADES[characters], 1)]


def _column(texts: Sequence[str], width: int, room: int, least: float) -> int:
    """Return the columns for the texts beside the rings that leave the rings largest; 0 if there is no way."""
    widest = max(map(cell_width, texts))
    best, largest = 0, 0
    for column in range(max(map(longest_piece, texts)), widest + 1):
        rows = min(room, (width - column - _GAP) // _ASPECT)
        if rows >= least and rows >= largest and sum(len(wrap(text, column)) for text in texts) <= room:
            best, largest = column, rows
    return best


def _listed(texts: Sequence[str], width: int, height: int) -> Picture:
    """Return the rings as lines of text only, the innermost indented most, or the sentence that there is no room."""
    blocks = [wrap(text, max(1, width - _GAP * depth)) for depth, text in enumerate(texts)]
    if sum(map(len, blocks)) > height or width < max(map(longest_piece, texts)) + _GAP * len(texts):
        return too_small(width, height)
    canvas = Canvas(width, height)
    y = 0
    for depth, lines in enumerate(blocks):
        for line in lines:
            canvas.put(_GAP * depth, y, line, Role.LABEL)
            y += 1
    return canvas.picture()


def _depth_at(x: int, y: int, rows: int, count: int) -> int | None:
    """Return which ring, counted from outside, the middle of a cell lies in; None outside, or where two rings meet."""
    radius, band = rows / 2, rows / 2 / count
    inward = (radius - hypot((x + 0.5) / _ASPECT - radius, y + 0.5 - radius)) / band
    depth = int(inward)
    if inward < 0 or depth >= count or (depth and (inward - depth) * band < min(0.5, band / 3)):
        return None
    return depth


def _draw(canvas: Canvas, outermost_first: Sequence[Ring], rows: int, top: int, characters: Characters) -> None:
    for y in range(rows):
        for x in range(rows * _ASPECT):
            depth = _depth_at(x, y, rows, len(outermost_first))
            if depth is not None:
                canvas.put(x, top + y, _shade(outermost_first[depth], characters), Role.FIRST)


def _label(
    canvas: Canvas, texts: Sequence[str], column: int, rows: int, top: int, room: int, characters: Characters
) -> None:
    """Write the texts beside the rings, none over another, with a line from each to its ring."""
    band = rows / 2 / len(texts)
    blocks = [wrap(text, column) for text in texts]
    left = rows * _ASPECT + _GAP
    y = 0
    for depth, lines in enumerate(blocks):
        y = min(max(y, top + int((depth + 0.5) * band)), room - sum(map(len, blocks[depth:])))
        inside = [x for x in range(rows * _ASPECT) if _depth_at(x, y - top, rows, len(texts)) == depth]
        if inside:
            canvas.put(inside[-1] + 1, y, f" {_LEADER[characters] * (left - inside[-1] - 3)} ", Role.GRID)
        for below, line in enumerate(lines):
            canvas.put(left, y + below, line, Role.LABEL)
        y += len(lines)
