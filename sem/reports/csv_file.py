"""Tables as CSV that a spreadsheet opens with a double click, and in which no text is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from sem.i18n import language
from sem.reports.lines import neutral
from sem.reports.tables import Cell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
DIGITS = 6


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as UTF-8 with a byte order mark, in the form that a spreadsheet in the language in use expects.

    Dutch: semicolons between the cells and a decimal comma. English: commas and a decimal point. A text that a
    spreadsheet would take for a formula starts with an apostrophe, which has to be taken off to read it back; each
    character that a terminal would obey is ``�``.
    """
    file = io.BytesIO()
    write_csv(file, columns, rows)
    return file.getvalue()


def write_csv(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write what `csv_bytes` returns, row by row, so that a table may have more rows than the memory has room for."""
    dutch = language() == "nl"
    file.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(file, "utf-8", "replace", newline="")
    try:
        writer = csv.writer(text, delimiter=";" if dutch else ",", lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(value, dutch) for value in row])
    finally:
        text.detach()


def _cell(value: Cell, dutch: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # A control character ends a cell in some spreadsheets, and steers the terminal in which the file is looked at.
        safe = neutral(value.replace("\r\n", "\n").replace("\r", "\n"))
        return f"'{safe}" if safe.startswith(_FORMULA_STARTS) or safe.startswith("'") else safe
    if isinstance(value, float):
        plain = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
        return plain.replace(".", ",") if dutch else plain
    return str(value)
