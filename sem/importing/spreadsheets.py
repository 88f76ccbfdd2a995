"""Reads the sheets of an Excel file as texts: nothing in it is run, followed or trusted to be as small as it says."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sem.i18n import gettext as _
from sem.importing.findings import Findings, letters
from sem.importing.tables import IsHeader, UnreadableError, with_header

MOST_ROWS = 1_048_576
"""Rows of a sheet, as many as Excel has."""
MOST_COLUMNS = 1_000
MOST_UNPACKED = 2**30
"""Bytes that the whole file may become."""
MOST_BESIDE = 256 * 2**20
"""Bytes of what is no sheet, which is kept in memory as a whole: texts that several cells share, styles."""
MOST_RATIO, FREE_OF_RATIO = 250, 16 * 2**20
"""How many times larger than in the file something may become, and from how many bytes on that counts."""
MOST_PARTS = 5_000

_CHUNK = 1 << 20
_OVERLAP = 256
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MOST_MERGED = 100_000
_UNWANTED = (b"<!DOCTYPE", b"<!ENTITY")

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, TypeError,
    IndexError, AttributeError, SyntaxError,
)  # fmt: skip
"""What comes of a file that is not as a spreadsheet writes one; faults in XML are faults of syntax."""

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; all counted from 1."""


def sheets_in(path: Path, shown: str, findings: Findings, is_header: IsHeader) -> Iterator[Any]:
    """Yield the tables in the sheets of an Excel file; a sheet without headings is passed over, and told of.

    Raises:
        UnreadableError: It is no Excel file, is damaged or too large, or no sheet has a table.
        OSError: It can't be read.
    """
    macros, marks = _check(path)
    if macros:
        findings.notice(_("{file} has macros. They are not run; only what is in the cells is read.").format(file=shown))
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    books: list[Any] = []
    try:
        with path.open("rb") as values, path.open("rb") as formulas, warnings.catch_warnings():
            # It warns of what it does not keep when it saves a file, and nothing is saved here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(values, read_only=True, data_only=True, keep_links=False)
            books.append(book)
            raw = None
            found = 0
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    findings.notice(_("The hidden sheet {sheet} is passed over.").format(sheet=sheet.title))
                    continue
                spans, has_formulas = marks.get(_part_of(sheet), ((), False))
                rows = _texts(sheet)
                if has_formulas:
                    if raw is None:
                        raw = openpyxl.load_workbook(formulas, read_only=True, keep_links=False)
                        books.append(raw)
                    rows = _without_results(rows, _texts(raw[sheet.title]))
                if spans:
                    rows = _filled(rows, spans)
                table = with_header(f"{shown}[{sheet.title}]", rows, is_header)
                if table is None:
                    findings.notice(_("The sheet {sheet} has no headings of ours and is passed over.")
                                    .format(sheet=sheet.title))  # fmt: skip
                    continue
                found += 1
                # What stands beside the headings is a remark: in a spreadsheet no cell can have moved there.
                table.header += [""] * (MOST_COLUMNS - len(table.header))
                yield table
    except (*_DAMAGED, InvalidFileException):
        raise _damaged() from None
    finally:
        for book in books:
            book.close()
    if not found:
        raise UnreadableError(
            _("No sheet in it has headings such as team and date."),
            _("Make one to start from: sem import --template."),
        )


def _damaged() -> UnreadableError:
    return UnreadableError(
        _("It is damaged, or no Excel file."), _("Open it in a spreadsheet and save it anew as .xlsx.")
    )


def _part_of(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")


def _check(path: Path) -> tuple[bool, dict[str, tuple[tuple[Span, ...], bool]]]:
    """Refuse what is too large before it is unpacked; return whether there are macros, and what each sheet has.

    Of each sheet the merged cells, and whether there are formulas.

    Raises:
        UnreadableError: It is too large, damaged, or has what no spreadsheet writes.
    """
    too_large = UnreadableError(
        _("The file becomes too large when it is unpacked."),
        _("Is it really from a spreadsheet? Save it anew, in several files, or as CSV."),
    )
    marks = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            sizes = {member.filename: member.file_size for member in members}
            beside = sum(size for name, size in sizes.items() if not name.startswith("xl/worksheets/"))
            if len(members) > MOST_PARTS or sum(sizes.values()) > MOST_UNPACKED or beside > MOST_BESIDE:
                raise too_large
            for member in members:
                ratio = member.file_size / max(1, member.compress_size)
                if member.file_size > FREE_OF_RATIO and ratio > MOST_RATIO:
                    raise too_large
                if member.flag_bits & 1:
                    raise UnreadableError(_("It has a password."), _("Save it without one."))
            if "xl/workbook.xml" not in names:
                if "content.xml" in names:
                    raise UnreadableError(
                        _("This is a sheet of LibreOffice (.ods)."), _("Save it as .xlsx or .csv, and import that.")
                    )
                raise UnreadableError(_("This is a zip and no Excel file."), _("Unpack it, and import what is in it."))
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    found = _scan(archive, member)
                    if member.filename.startswith("xl/worksheets/"):
                        marks[member.filename] = found
            return any(name.endswith("vbaProject.bin") for name in names), marks
    except _DAMAGED:
        raise _damaged() from None


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[tuple[Span, ...], bool]:
    """Look through the text of a part: for what could reach outside it, for merged cells and formulas."""
    spans: list[Span] = []
    formulas = False
    before = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            text = before + chunk
            if text.startswith((b"\xff\xfe", b"\xfe\xff")) or any(mark in text for mark in _UNWANTED):
                raise UnreadableError(
                    _("It has what no spreadsheet writes ({part}).").format(part=member.filename),
                    _("Open it in a spreadsheet and save it anew as .xlsx."),
                )
            formulas = formulas or _FORMULA.search(text) is not None
            cut = max(0, len(text) - _OVERLAP)
            for mark in _MERGED.finditer(text):
                if mark.start() < cut or not chunk:
                    spans.append(_span(mark))
            before = text[cut:]
        spans += [_span(mark) for mark in _MERGED.finditer(before)]
    if len(spans) > _MOST_MERGED:
        raise UnreadableError(_("It has too many merged cells."), _("Undo the merging, or save it as CSV."))
    return tuple(dict.fromkeys(spans)), formulas


def _span(mark: re.Match[bytes]) -> Span:
    return int(mark[2]), _number(mark[1]), int(mark[4]), _number(mark[3])


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _texts(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet as texts.

    Raises:
        UnreadableError: It is damaged, or has more rows than a sheet can have.
    """
    # What the file says of the size of a sheet is often wrong, so every row is read until there are no more.
    sheet.reset_dimensions()
    try:
        # Rows are cut here and not by openpyxl, which would make each of them as wide as the widest may be.
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MOST_ROWS:
                raise UnreadableError(_("A sheet has more than {n} rows.").format(n=MOST_ROWS), _("Save it as CSV."))
            yield [value if type(value) is str else _text(value) for value in row[:MOST_COLUMNS]]
    except _DAMAGED:
        raise _damaged() from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _without_results(values: Iterator[list[str]], formulas: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield rows of values; refuse a formula whose result is not in the file, because nothing is computed here."""
    nothing: list[str] = []
    for number, (row, raw) in enumerate(zip_longest(values, formulas, fillvalue=nothing), 1):
        for column, (value, written) in enumerate(zip_longest(row, raw, fillvalue="")):
            if not value and written.startswith("="):
                raise UnreadableError(
                    _("The formula in {cell} has no result in the file.").format(cell=f"{letters(column)}{number}"),
                    _("Open it in a spreadsheet and save it, so that the results are in it, or paste the values."),
                )
        yield row


def _filled(rows: Iterator[list[str]], spans: Sequence[Span]) -> Iterator[list[str]]:
    """Yield rows in which each of several merged cells has what stands in the first of them."""
    waiting = sorted(spans, reverse=True)
    active: list[tuple[Span, str]] = []
    for number, row in enumerate(rows, 1):
        active = [one for one in active if one[0][2] >= number]
        while waiting and waiting[-1][0] <= number:
            span = waiting.pop()
            if span[2] >= number and span[1] <= len(row):
                active.append((span, row[span[1] - 1]))
        for (_top, left, _bottom, right), text in active:
            right = min(right, MOST_COLUMNS)
            row.extend([""] * (right - len(row)))
            row[left - 1 : right] = [text] * (right - left + 1)
        yield row
