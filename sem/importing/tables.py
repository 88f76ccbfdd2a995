"""Opens the files of earlier assessments as tables of texts: what kind of file it is, its letters, its cells."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from sem.files import read_file
from sem.i18n import gettext as _
from sem.importing.findings import Findings
from sem.importing.lines import Lines

LONGEST_CELL = 1_000_000
"""Characters of a cell of a CSV file; more is a quotation mark that is never closed."""
MOST_JSON = 512 * 2**20
_LOOKED_AT = 20
"""Rows among which the headings are looked for: a title and a remark may stand above them."""
_CHUNK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


class UnreadableError(Exception):
    """A file that can't be read as a table.

    Args:
        message: What is wrong, in the user's language.
        advice: What to do, in the user's language.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(slots=True)
class Table:
    """One table of a file.

    Args:
        name: What it is called where the user sees it.
        header: The headings.
        first: The number of the first row behind them, as a spreadsheet counts.
        rows: The rows behind them; a row may have fewer or more cells than there are headings.
        lines: What the rows are read from, once those among which the headings were looked for are read; None where it
            is no text.
    """

    name: str
    header: list[str]
    first: int
    rows: Iterator[list[str]]
    lines: Lines | None = None


IsHeader = Callable[[Sequence[str]], bool]


def with_header(name: str, rows: Iterator[list[str]], is_header: IsHeader) -> Table | None:
    """Return the table whose headings are among the first rows; None where there are none."""
    begin = list(islice(rows, _LOOKED_AT))
    for number, row in enumerate(begin):
        if is_header(row):
            return Table(name, row, number + 2, chain(begin[number + 1 :], rows))
    return None


def tables_in(path: Path, shown: str, findings: Findings, is_header: IsHeader) -> Iterator[Table]:
    """Yield the tables of a file.

    Raises:
        UnreadableError: It is none that can be read, or holds no table.
        OSError: It can't be read.
    """
    start = read_file(path, 8192)
    if start.startswith(_OLD_OFFICE):
        raise UnreadableError(
            _("This is an old Excel file (.xls), or one with a password."),
            _("Open it in a spreadsheet and save it as .xlsx, without a password."),
        )
    if start.startswith(_ZIP):
        from sem.importing.spreadsheets import sheets_in

        yield from sheets_in(path, shown, findings, is_header)
        return
    if start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"["):
        yield _rows_of_json(path, shown, is_header)
        return
    yield from _csv(path, shown, findings, start, is_header)


def _no_table() -> UnreadableError:
    return UnreadableError(
        _("There is no table in it: none of the first rows has headings such as team and date."),
        _("Make one to start from: sem import --template."),
    )


def _csv(path: Path, shown: str, findings: Findings, start: bytes, is_header: IsHeader) -> Iterator[Table]:
    encoding = _encoding_of(path, start)
    if encoding == "cp1252":
        findings.notice(_("{file} is read as Windows-1252, because it is no UTF-8.").format(file=shown))
    csv.field_size_limit(LONGEST_CELL)
    text = start.decode(encoding, "replace").lstrip("\ufeff")
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = Lines(file, _delimiter_of(text))
        begin: list[list[str]] = []
        if text.lower().startswith("sep=") and len(text) > 4:
            # What a spreadsheet puts before a table to tell which character stands between the cells.
            file.readline()
            begin.append([])
        try:
            table = with_header(shown, chain(begin, lines.rows), is_header)
        except csv.Error:
            raise unclosed() from None
        if table is None:
            raise _no_table()
        table.lines = lines
        yield table


def unclosed() -> UnreadableError:
    """Return the error for a CSV file of which a cell does not end."""
    return UnreadableError(_("From here on it can't be read."), _("Is a quotation mark opened and not closed?"))


def _delimiter_of(text: str) -> str:
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) > 4:
        return lines[0][4]
    return max(";,\t|", key=lambda sign: max((line.count(sign) for line in lines), default=0))


def _encoding_of(path: Path, start: bytes) -> str:
    """Return the encoding of a text file.

    Raises:
        UnreadableError: It is no text.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start:
        raise UnreadableError(_("This is not a table."), _("Save it as .xlsx or .csv."))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _rows_of_json(path: Path, shown: str, is_header: IsHeader) -> Table:
    """Return the table in a JSON list of objects: their fields are the columns, each object is a row."""
    value = read_json(path)
    # What begins with a bracket and can be read at all is a list.
    rows = value if isinstance(value, list) else []
    for number, one in enumerate(rows, 1):
        if not isinstance(one, dict):
            raise UnreadableError(
                _("Entry {n} of the list is no object with a name for each value, as a row has to be.").format(
                    n=number
                ),
                _("docs/import.md shows an example."),
            )
    header = list(dict.fromkeys(name for one in rows for name in one))
    if not is_header(header):
        raise _no_table()
    return Table(shown, header, 1, ([_cell(one.get(name)) for name in header] for one in rows))


def read_json(path: Path) -> object:
    """Return what is in a JSON file.

    Raises:
        UnreadableError: It is no JSON, or too much of it.
        OSError: It can't be read.
    """
    raw = read_file(path, MOST_JSON)
    if len(raw) > MOST_JSON:
        raise UnreadableError(
            _("The file is larger than {n} MB.").format(n=MOST_JSON // 2**20),
            _("Use CSV, which is read row by row, or split the file."),
        )
    try:
        return json.loads(raw.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError) as error:
        message = _("It is not whole or no JSON.")
        if isinstance(error, json.JSONDecodeError):
            message = _("It is not whole or no JSON: it goes wrong in line {n}.").format(n=error.lineno)
        raise UnreadableError(message, _("Get it anew.")) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
