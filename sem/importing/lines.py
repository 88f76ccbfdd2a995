"""Reads a CSV file by row, and by line where lines begin alike, which takes a part of the time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import repeat
from operator import is_
from typing import TextIO

_CHUNK = 1 << 18
_QUOTE, _ENDS = '"', "\r\n"


class Lines:
    """The lines of a CSV file.

    Args:
        file: Opened without translating the ends of lines.
        delimiter: Stands between the cells.

    Attributes:
        rows: The rows that are still to come, also those of several lines.
    """

    def __init__(self, file: TextIO, delimiter: str) -> None:
        self._file, self._delimiter = file, delimiter
        self._lines: list[str] = []
        self._at = 0
        self._careful = False
        self._run = 1
        self.rows: Iterator[list[str]] = csv.reader(self._each(), delimiter=delimiter)

    def _each(self) -> Iterator[str]:
        while self._at < len(self._lines) or self._more():
            self._at += 1
            yield self._lines[self._at - 1]

    def _more(self) -> bool:
        self._lines, self._at = self._file.readlines(_CHUNK), 0
        text = "".join(self._lines)
        # Where there is no quotation mark each line is a row; what might be too long is left to the reader of rows.
        self._careful = _QUOTE in text or len(text) > csv.field_size_limit()
        return bool(text)

    def begin(self, cells: int) -> str:
        """Return the first cells of the next line as they stand there, each with the delimiter behind it.

        Nothing where there is no next line, or where it has to be read as a row to tell.
        """
        if self._at >= len(self._lines) and not self._more():
            return ""
        line = self._lines[self._at]
        parts = line.split(self._delimiter, cells)
        begin = line[: len(line) - len(parts[-1])]
        return "" if len(parts) <= cells or _QUOTE in begin else begin

    def alike(self, begin: str, most: int) -> list[str]:
        """Take the next lines that begin alike and are rows by themselves; return the rest of each.

        Args:
            begin: How, as `begin` returned it.
            most: How many at most.
        """
        rests: list[str] = []
        size = self._run
        while len(rests) < most and (self._at < len(self._lines) or self._more()):
            # One more than were alike before, which is mostly where others begin.
            lines = self._lines[self._at : self._at + min(size + 1, most - len(rests))]
            fresh = [*map(str.removeprefix, lines, repeat(begin))]
            others = [*map(is_, fresh, lines)]
            count = others.index(True) if True in others else len(lines)
            if self._careful:
                count = next((at for at, line in enumerate(lines[:count]) if not self._is_row(line)), count)
            self._at += count
            rests += fresh[:count]
            if count < len(lines):
                break
            size *= 2
        self._run = max(len(rests), 1)
        return rests

    def _is_row(self, line: str) -> bool:
        if len(line) > csv.field_size_limit():
            return False
        try:
            return _QUOTE not in line or bool(next(csv.reader([line], delimiter=self._delimiter, strict=True)))
        except csv.Error:
            return False

    def row(self, line: str) -> list[str]:
        """Return the cells of a line that is a row by itself."""
        if _QUOTE in line:
            return next(csv.reader([line], delimiter=self._delimiter))
        return line.rstrip(_ENDS).split(self._delimiter)
