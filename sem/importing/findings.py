"""What reading a file found: every problem with its row and column, and what the user should know all the same."""

from __future__ import annotations

from collections.abc import Sequence

from sem.errors import Problem

MOST_TOLD = 10_000
"""Problems that are kept one by one; of more only their number, because nobody mends ten thousand rows by hand."""

Place = int
"""A row of a source: the number of the source above, that of the row in the lowest 32 bits."""
_SHIFT = 32
_ROW = (1 << _SHIFT) - 1


def row_of(place: Place) -> int:
    """Return the number of the row, as a spreadsheet counts."""
    return place & _ROW


class Source:
    """One table that is read: a file, or a sheet of one.

    Args:
        name: What it is called where the user sees it.
        header: The headings, as they stand there.
    """

    def __init__(self, name: str, header: Sequence[str] = ()) -> None:
        self.name, self.header = name, tuple(header)


class Findings:
    """Collects problems and notices over all sources."""

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self.problems: list[Problem] = []
        self.more = 0
        self._notices: dict[str, None] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know, each thing once."""
        return tuple(self._notices)

    @property
    def count(self) -> int:
        """How many problems there are."""
        return len(self.problems) + self.more

    def source(self, source: Source) -> Place:
        """Add a source and return the place before its first row; add the number of a row, from 1, to that."""
        self._sources.append(source)
        return (len(self._sources) - 1) << _SHIFT

    def notice(self, text: str) -> None:
        """Keep what the user should know."""
        self._notices[text] = None

    def problem(self, message: str, advice: str = "", *, place: Place = -1, column: int = -1, file: str = "") -> None:
        """Keep a problem.

        Args:
            message: What is wrong.
            advice: What to do.
            place: The row; -1 where it is in none.
            column: The column, counted from 0; -1 where it is in none.
            file: The file, where there is no row.
        """
        if len(self.problems) >= MOST_TOLD:
            self.more += 1
            return
        line, field = 0, ""
        if place >= 0:
            source = self._sources[place >> _SHIFT]
            file, line = source.name, row_of(place)
            if column >= 0:
                heading = source.header[column].strip() if column < len(source.header) else ""
                field = f"{letters(column)} “{heading}”" if heading else letters(column)
        self.problems.append(Problem(message, advice, file=file, line=line, field=field))


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
