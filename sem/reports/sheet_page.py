"""A sheet of a workbook that is written from the top down, with columns and rows that its texts fit in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from sem.reports.document import Block, Figure, Table
from sem.reports.lines import neutral

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767
"""How many UTF-16 units a spreadsheet keeps in a cell."""
LINE = 16.0
"""How high a row with one line is, in points."""
NARROWEST = 9
"""How narrow a column may be, in characters."""

_WIDEST, _NEXT_WIDEST = 44, 28
_TEXT_COLUMNS = 8
_TALLEST = 400.0


def cell_text(text: str) -> str:
    """Return a text as it may stand in a cell: harmless, and no longer than a cell can be."""
    text = neutral(text)
    if len(text) * 2 <= LONGEST_CELL:
        return text
    data = text.encode("utf-16-le", "replace")
    if len(data) <= 2 * LONGEST_CELL:
        return text
    return data[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


class SheetPage:
    """A sheet that is written from the top down, and the row one is at."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Any], widths: Sequence[int]) -> None:
        self.sheet, self._formats = sheet, formats
        self.row = 0
        self._widths = [*widths, *[NARROWEST] * (_TEXT_COLUMNS - len(widths))]
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)

    def skip(self, rows: int) -> None:
        """Go down some rows."""
        self.row += rows

    def high(self, texts: Sequence[str]) -> None:
        """Make the row one is at high enough for the texts in its cells; not every program does that by itself."""
        lines = max(ceil((len(text) + 1) / width) for text, width in zip(texts, self._widths, strict=False))
        self.sheet.set_row(self.row, min(_TALLEST, max(1, lines) * LINE))

    def line(self, text: str, kind: str) -> None:
        """Write a line that may run over the cells to its right."""
        self.sheet.write_string(self.row, 0, cell_text(text), self._formats[kind])
        self.row += 1

    def text(self, text: str, kind: str) -> None:
        """Write running text over the whole width, in a row that is high enough for it."""
        self._merged(0, text, kind)
        self.row += 1

    def facts(self, items: Iterable[tuple[str, str]]) -> None:
        """Write names, each with its text beside it."""
        for name, text in items:
            self.sheet.write_string(self.row, 0, cell_text(name), self._formats["name"])
            self._merged(1, text, "text")
            self.row += 1

    def _merged(self, first: int, text: str, kind: str) -> None:
        # Spreadsheets do not make a row as high as the text in merged cells.
        width = sum(self._widths[first:_TEXT_COLUMNS])
        lines = sum(ceil((len(line) + 1) / width) for line in text.split("\n"))
        self.sheet.set_row(self.row, min(_TALLEST, max(1, lines) * LINE))
        self.sheet.merge_range(self.row, first, self.row, _TEXT_COLUMNS - 1, "", self._formats[kind])
        self.sheet.write_string(self.row, first, cell_text(text), self._formats[kind])


def column_widths(blocks: Iterable[Block]) -> list[int]:
    """Return how wide the columns have to be, in characters, for the tables of a sheet."""
    widths = [20]
    found = [block.table if isinstance(block, Figure) else block for block in blocks]
    tables = [table for table in found if isinstance(table, Table)]
    for number, table in enumerate(tables):
        # The first table is what one opens the sheet for; those below it may break their lines sooner.
        widest = _WIDEST if number == 0 else _NEXT_WIDEST
        for column, texts in enumerate(zip(table.header, *table.rows, strict=True)):
            wanted = min(widest, max(NARROWEST, *(len(text) + 2 for text in texts)))
            if column == len(widths):
                widths.append(wanted)
            widths[column] = max(widths[column], wanted)
    return widths
