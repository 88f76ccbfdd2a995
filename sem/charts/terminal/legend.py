"""The legend of a chart: its items side by side, on as many rows as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sem.charts.terminal.cells import cell_width, wrap
from sem.charts.terminal.picture import Canvas, Role

Item = tuple[str, Role]
"""A cleaned text and what it is."""

_GAP = 3


def legend_rows(items: Iterable[Item], width: int) -> list[list[Item]]:
    """Return the items over rows of `width` cells; an item too long for a row goes on in the next."""
    rows: list[list[Item]] = []
    free = 0
    for text, role in items:
        if rows and cell_width(text) + _GAP <= free:
            rows[-1].append((text, role))
            free -= cell_width(text) + _GAP
            continue
        for line in wrap(text, max(1, width)):
            rows.append([(line, role)])
            free = width - cell_width(line)
    return rows


def put_legend(canvas: Canvas, top: int, rows: Sequence[Sequence[Item]], *, centred: bool = False) -> None:
    """Write the rows of a legend from row `top`."""
    for y, items in enumerate(rows, top):
        room = sum(cell_width(text) for text, _role in items) + _GAP * (len(items) - 1)
        x = max(0, (canvas.width - room) // 2) if centred else 0
        for text, role in items:
            canvas.put(x, y, text, role)
            x += cell_width(text) + _GAP
