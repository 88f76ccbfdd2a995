"""Which part of a table goes on a slide, and how large its letters can be; all lengths in inches."""

from __future__ import annotations

from collections.abc import Sequence

from sem.reports.document import Table

CELL_PADDING = 0.09
"""Above and below the text of a cell, together."""

_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_LINE = 1.22
_LETTER = 0.6
"""How wide a letter is on average, in its size: that of a wide typeface, because nobody knows which one is there."""
_MOST_TURNED = 9


def narrower(table: Table, columns: Sequence[int]) -> Table:
    """Return the columns of a table that say most."""
    if not columns:
        return table
    texts = tuple(tuple(row[at] for at in columns) for row in table.rows)
    values = tuple(tuple(row[at] for at in columns) for row in table.values)
    return Table(tuple(table.header[at] for at in columns), texts, values, table.shaded)


def turned(table: Table) -> Table:
    """Return a table that is wider than long with its columns as rows, in which it can have larger letters."""
    if not _MOST_TURNED >= len(table.rows) < len(table.header):
        return table
    nothing = (None,) * len(table.header)
    turned = tuple(zip(table.header, *table.rows, strict=True))
    values = tuple(zip(nothing, *table.values, strict=True))
    return Table(turned[0], turned[1:], values[1:], table.shaded)


def fitted(rows: Sequence[Sequence[str]], width: float, most: float) -> tuple[float, list[float], list[float]]:
    """Return the largest size of letters in which a table fits, else the smallest, with its widths and heights."""
    for size in _SIZES:
        least = _least(rows, size)
        widths = _widths(rows, least, width, size)
        heights = [row_height(row, widths, size) for row in rows]
        if sum(least) <= width and sum(heights) <= most:
            break
    return size, widths, heights


def _least(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Return how wide each column has to be for its longest word; those of the header are bold."""
    letter = size * _LETTER / 72
    least = []
    for head, *texts in zip(*rows, strict=True):
        longest = max((len(word) for text in texts for word in text.split()), default=1)
        bold = max((len(word) for word in head.split()), default=1)
        least.append(max(min(longest, 18), min(bold, 18) * 1.15) * letter + 0.17)
    return least


def _widths(rows: Sequence[Sequence[str]], least: Sequence[float], room: float, size: float) -> list[float]:
    letter = size * _LETTER / 72
    wanted = [min(max(map(len, column)), 70) * letter + 0.17 for column in zip(*rows, strict=True)]
    spare = max(0.0, room - sum(least))
    extra = [max(0.0, want - width) for want, width in zip(wanted, least, strict=True)]
    share = min(1.0, spare / (sum(extra) or 1.0))
    widths = [width + more * share for width, more in zip(least, extra, strict=True)]
    return [width * room / sum(widths) for width in widths]


def row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Return how high a row has to be for its texts in columns of these widths."""
    lines = 1
    for text, width in zip(row, widths, strict=True):
        most = max(1, int((width - 0.12) / (size * _LETTER / 72)))
        used, count = 0, 1
        for word in text.split():
            if used and used + 1 + len(word) > most:
                count, used = count + 1, 0
            count += max(0, len(word) - 1) // most
            used += len(word) + (1 if used else 0)
        lines = max(lines, count)
    return lines * size * _LINE / 72 + CELL_PADDING
