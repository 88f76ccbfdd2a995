"""The layers as rings, one inside the other, so that a low inner ring is seen as a hole in the outer ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from sem.charts.terminal.cells import NO_BREAK_SPACE, cell_width, clean, longest_piece, wrap
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, message, too_small
from sem.i18n import gettext as _
from sem.i18n import number

_ASPECT = 2
"""How many times a cell is as high as wide."""
_LEAST_BAND = 1.5
"""Rows of the narrowest ring that still shows."""
_GAP = 2
_ONE_LINE_COST = 0.6
"""The part of its size that the picture keeps at least where each text is put on one line instead of two."""
_Text = tuple[str, str, str]
"""Name and mean, the note, and what joins them on one line."""
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
        withheld: Whether answers are not shown, so that without a mean there is not no score.
    """

    name: str
    mean: float | None
    note: str = ""
    withheld: bool = False


def nested(
    rings: Sequence[Ring], width: int, height: int, *, characters: Characters = "braille", pointed: int | None = None
) -> Picture:
    """Return the rings of exactly `width` × `height` cells, each with its name and mean beside it.

    Beside a ring all stands on one line, or name and mean on one and the note on the next; only where there is no room
    for that does the name break, at words; a note never does.

    A ring is denser as its mean, rounded to the nearest level, is higher; the densities are told in a legend. A ring
    without a score stays empty and says so. Blank lines part the rings, so that two of one level stay two.

    Args:
        rings: From the innermost to the outermost.
        width: In cells.
        height: In rows.
        characters: What to draw with.
        pointed: The ring, counted from the innermost as 0, whose text stands out; None for none.

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
    roles = [Role.POINTED if pointed == depth else Role.LABEL for depth in reversed(range(len(rings)))]
    legend = legend_rows(_legend(rings, characters), width)
    room = height - len(legend)
    least = 2 * _LEAST_BAND * len(rings)
    column = _column(texts, width, room, least)
    rows = min(room, (width - column - _GAP) // _ASPECT)
    if column == 0 or rows < least:
        return _listed(texts, roles, width, height)
    canvas = Canvas(width, height)
    top = (room - rows) // 2
    _draw(canvas, outermost_first, rows, top, characters)
    _label(
        canvas,
        [(_block(*text, column), role) for text, role in zip(texts, roles, strict=True)],
        rows,
        top,
        room,
        characters,
    )
    put_legend(canvas, room, legend)
    return canvas.picture()


def _shade(ring: Ring, characters: Characters) -> str:
    return " " if ring.mean is None else _SHADES[characters][int(ring.mean + 0.5) - 1]


def _text(ring: Ring, characters: Characters) -> _Text:
    """Return what stands beside a ring."""
    nothing = _("not shown") if ring.withheld else _("no score")
    score = nothing if ring.mean is None else number(ring.mean)
    value = NO_BREAK_SPACE.join(filter(None, (_shade(ring, characters).strip(), score)))
    head = " ".join(filter(None, (clean(ring.name), value)))
    return head, clean(ring.note), " - " if characters == "ascii" else " · "


def _line(head: str, note: str, joint: str) -> str:
    return f"{head}{joint}{note}" if note else head


def _block(head: str, note: str, joint: str, width: int) -> tuple[str, ...]:
    line = _line(head, note, joint)
    if cell_width(line) <= width:
        return (line.replace(NO_BREAK_SPACE, " "),)
    return (*wrap(head, width), *(wrap(note, width) if note else ()))


def _legend(rings: Sequence[Ring], characters: Characters) -> list[Item]:
    return [(f"{shade}{shade} {level}", Role.MUTED) for level, shade in enumerate(_SHADES[characters], 1)]


def _column(texts: Sequence[_Text], width: int, room: int, least: float) -> int:
    """Return the columns for the texts beside the rings; 0 if there is no way.

    The parts are kept whole where there is room, and on one line where that leaves the rings large enough.
    """

    def rows(column: int) -> int:
        fits = sum(len(_block(*text, column)) for text in texts) <= room
        return min(room, (width - column - _GAP) // _ASPECT) if fits else 0

    one_line = max(cell_width(_line(*text)) for text in texts)
    whole = max(cell_width(part) for text in texts for part in text)
    broken = range(max(max(longest_piece(head), cell_width(note)) for head, note, _joint in texts), whole)
    two_lines = max(rows(whole), least)
    if rows(one_line) >= max(least, _ONE_LINE_COST * two_lines):
        return one_line
    if rows(whole) >= least:
        return whole
    return max((column for column in broken if rows(column) >= least), default=0)


def _listed(texts: Sequence[_Text], roles: Sequence[Role], width: int, height: int) -> Picture:
    """Return the rings as lines of text only, the innermost indented most, or the sentence that there is no room."""
    blocks = [_block(*text, max(1, width - _GAP * depth)) for depth, text in enumerate(texts)]
    longest = max(longest_piece(part) for text in texts for part in text)
    if sum(map(len, blocks)) > height or width < longest + _GAP * len(texts):
        return too_small(width, height)
    canvas = Canvas(width, height)
    y = 0
    for depth, (lines, role) in enumerate(zip(blocks, roles, strict=True)):
        for line in lines:
            canvas.put(_GAP * depth, y, line, role)
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
    canvas: Canvas,
    blocks: Sequence[tuple[Sequence[str], Role]],
    rows: int,
    top: int,
    room: int,
    characters: Characters,
) -> None:
    """Write the texts beside the rings, none over another, with a line from each to its ring."""
    band = rows / 2 / len(blocks)
    left = rows * _ASPECT + _GAP
    y = 0
    for depth, (lines, role) in enumerate(blocks):
        below_here = sum(len(others) for others, _role in blocks[depth:])
        y = min(max(y, top + int((depth + 0.5) * band)), room - below_here)
        inside = [x for x in range(rows * _ASPECT) if _depth_at(x, y - top, rows, len(blocks)) == depth]
        if inside:
            canvas.put(inside[-1] + 1, y, f" {_LEADER[characters] * (left - inside[-1] - 3)} ", Role.GRID)
        for below, line in enumerate(lines):
            canvas.put(left, y + below, line, role)
        y += len(lines)
