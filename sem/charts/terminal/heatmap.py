"""The heat map: a row a team, a column an area, and in each cell the mean with a shade that says it once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sem.charts.terminal.cells import cell_width, clean, clusters, longest_piece, wrap
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, too_small
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import number

LEAST_NAME = 7
"""Columns of the narrowest name of a row: so twelve columns of cells fit on the narrowest screen."""
LEAST_CELL = 4
"""Columns of the narrowest cell: a shade and a number such as 3.4."""
WIDEST_CELL = 16
_WIDEST_NUMBERED = 6
"""A cell with a number above it gets no wider, because the eye should not have to travel."""
_MOST_HEAD = 3
"""Lines of the highest heading."""
_GAP = 1

_SHADES: dict[Characters, str] = {"braille": " ░▒▓█", "blocks": " ░▒▓█", "ascii": " :=*#"}
_HEAT = (Role.HEAT_1, Role.HEAT_2, Role.HEAT_3, Role.HEAT_4, Role.HEAT_5)
BLANKS = {
    "no-round": ("·", ".", N_("no round")),
    "hidden": ("×", "x", N_("not revealed yet")),
    "below-minimum": ("<", "<", N_("too few people to show")),
    "other-questions": ("≠", "!", N_("other questions")),
    "not-applicable": ("/", "/", N_("not applicable")),
    "unanswered": ("–", "-", N_("nobody chose a level")),
}
"""For each reason why there is no value the sign for it, that sign in ASCII, and what it means."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell.

    Args:
        value: On the scale; None where there is none.
        blank: Why there is none: ``no-round``, ``hidden``, ``below-minimum``, ``other-questions``, ``not-applicable``
            or ``unanswered``.
    """

    value: float | None
    blank: str = "unanswered"


def columns_that_fit(width: int) -> int:
    """Return how many columns of cells have room beside names; at least one."""
    return max(1, (width - LEAST_NAME - _GAP) // LEAST_CELL)


def cut_name(text: str, width: int, characters: Characters = "braille") -> str:
    """Return a cleaned name in at most `width` cells, with dots where it was cut.

    It is cut in its middle: names of teams differ at their end as often as at their beginning.
    """
    if cell_width(text) <= width:
        return text
    dots = "..." if characters == "ascii" else "…"
    room = width - len(dots)
    if room < 2:
        return dots[: max(0, width)]
    head = room - room // 3
    parts = clusters(text)
    start, end = _taken(parts, head), _taken(parts[::-1], room - head)[::-1]
    return "".join(start).rstrip() + dots + "".join(end).lstrip()


def heat_map(
    names: Sequence[str],
    heads: Sequence[str],
    cells: Sequence[Sequence[HeatCell]],
    width: int,
    height: int | None = None,
    *,
    characters: Characters = "braille",
    levels: int = 5,
    first: int = 1,
    pointed: tuple[int, int] | None = None,
    legend: bool = True,
) -> Picture:
    """Return a heat map of `width` cells: headings, a row a name, and a legend.

    A shade is that of the nearest level, and the number beside it tells more; an empty cell has a mark that the legend
    explains. Headings are the names of the columns where these fit whole, else numbers with their names in the legend.
    A name too long for its place is cut in its middle. If there is no room at all, the picture is a sentence.

    Args:
        names: Of the rows; any text.
        heads: Of the columns; any text.
        cells: A sequence a row, with a cell a column.
        width: Of the picture.
        height: Of the picture at most: then rows around the one pointed at are shown where not all fit, and how many
            there are; the legend is left out where rows would lose by it. None for all.
        characters: What to draw with.
        levels: Of the scale.
        first: The number of the first column.
        pointed: The row and column of the cell that stands out, counted from 0.
        legend: Whether there is one.

    Raises:
        ValueError: A value is off the scale of 1 to `levels`.
    """
    for row in cells:
        for cell in row:
            if cell.value is not None and not 1 <= cell.value <= levels:
                raise ValueError(f"{cell.value} is off the scale of 1 to {levels}")
    shown = [clean(name) for name in names]
    if not heads or width < LEAST_NAME + _GAP + LEAST_CELL * len(heads):
        return too_small(width, height or len(names) + 1)
    titles = [clean(head) for head in heads]
    total = len(names)
    counted = 0 if height is None or total < height else cell_width(_place(total, total, total))
    longest = max([LEAST_NAME, counted, *map(cell_width, shown)])
    wide, numbered = _cell_width(titles, width - _GAP, longest, characters)
    room = min(longest, width - _GAP - wide * len(heads))
    head = [(str(at),) for at in range(first, first + len(heads))] if numbered else [wrap(t, wide - 1) for t in titles]
    head_rows = max(map(len, head))
    notes = legend_rows(_legend(cells, titles if numbered else (), first, characters, levels), width) if legend else []
    rows = range(len(names))
    if height is not None:
        if head_rows + len(names) + len(notes) > height:
            notes = []
        rows = _window(len(names), max(1, height - head_rows), pointed[0] if pointed else 0)
    canvas = Canvas(width, head_rows + len(rows) + len(notes))
    if len(rows) < total:
        words = cut_name(_place(rows.start + 1, rows.stop, total), room, characters)
        canvas.put(0, head_rows - 1, words, Role.MUTED)
    start = room + _GAP
    for at, lines in enumerate(head):
        role = Role.POINTED if pointed and pointed[1] == at else Role.MUTED
        for y, line in enumerate(lines, head_rows - len(lines)):
            canvas.put(start + at * wide + 1, y, line.rjust(LEAST_CELL - 1) if numbered else line, role)
    for y, at_row in enumerate(rows, head_rows):
        role = Role.POINTED if pointed and pointed[0] == at_row else Role.LABEL
        canvas.put(0, y, cut_name(shown[at_row], room, characters), role)
        for at, cell in enumerate(cells[at_row]):
            _put_cell(canvas, (start + at * wide, y), cell, wide, characters, pointed == (at_row, at))
    put_legend(canvas, head_rows + len(rows), notes)
    return canvas.picture()


def _place(first: int, last: int, total: int) -> str:
    return _("{first}–{last} of {total}").format(first=first, last=last, total=total)


def _taken(parts: Sequence[str], room: int) -> list[str]:
    taken: list[str] = []
    for part in parts:
        room -= cell_width(part)
        if room < 0:
            break
        taken.append(part)
    return taken


def _cell_width(titles: Sequence[str], width: int, longest: int, characters: Characters) -> tuple[int, bool]:
    """Return how wide a cell is, and whether the headings are numbers because their names have no room."""
    most = min(WIDEST_CELL, (width - longest) // len(titles))
    for wide in range(LEAST_CELL + 2, most + 1):
        fits = all(longest_piece(title) < wide and len(wrap(title, wide - 1)) <= _MOST_HEAD for title in titles)
        if fits:
            return wide, False
    least = LEAST_CELL
    if characters == "ascii" and width - (LEAST_CELL + 1) * len(titles) >= 2 * LEAST_NAME:
        # Plain letters as shades run together with the numbers, where a longer name is only cut.
        least += 1
    return max(least, min(_WIDEST_NUMBERED, most)), True


def _window(total: int, room: int, at: int) -> range:
    """Return which rows are shown, so that the one pointed at is among them, in the middle where that can be."""
    start = max(0, min(at - room // 2, total - room))
    return range(start, min(total, start + room))


def _put_cell(
    canvas: Canvas, place: tuple[int, int], cell: HeatCell, wide: int, characters: Characters, pointed: bool
) -> None:
    x, y = place
    mark = (">" if characters == "ascii" else "▸") if pointed else ""
    # Cells that have the room for it leave a column between them.
    inner = wide - (1 if wide > LEAST_CELL else 0)
    if cell.value is None:
        text = (mark or " ") + _blank(cell, characters).center(LEAST_CELL - 1)
        canvas.put(x, y, text.ljust(inner), Role.POINTED if pointed else Role.MUTED)
        return
    level = min(len(_HEAT), int(cell.value + 0.5))
    text = (mark or _SHADES[characters][level - 1]) + number(cell.value)
    canvas.put(x, y, text.ljust(inner), Role.POINTED if pointed else _HEAT[level - 1])


def _blank(cell: HeatCell, characters: Characters) -> str:
    fine, plain, _words = BLANKS[cell.blank]
    return plain if characters == "ascii" else fine


def _legend(
    cells: Sequence[Sequence[HeatCell]], titles: Sequence[str], first: int, characters: Characters, levels: int
) -> list[Item]:
    shades = _SHADES[characters]
    items: list[Item] = []
    if any(cell.value is not None for row in cells for cell in row):
        drawn = "  ".join(f"{shades[level - 1]}{level}" for level in range(1, levels + 1)).strip()
        items.append((_("nearest level: {shades}").format(shades=drawn), Role.MUTED))
    used = {cell.blank for row in cells for cell in row if cell.value is None}
    for blank, (fine, plain, words) in BLANKS.items():
        if blank in used:
            items.append((f"{plain if characters == 'ascii' else fine} {_(words)}", Role.MUTED))
    items += [(f"{at} {title}", Role.LABEL) for at, title in enumerate(titles, first)]
    return items
