"""Plain text for a terminal: aligned, wrapped, and without anything a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

# Control characters (also the 8-bit ones, which some terminals obey), line separators, direction marks and halves of
# characters: in a name or a note they would move the cursor, hide text or break the output.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def neutral(text: str) -> str:
    """Return `text` with every character that a terminal might obey, but line ends and tabs, made harmless."""
    return UNSAFE.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """Return a text that a user typed as one line that is safe to print."""
    return neutral(" ".join(text.split()))


def width(text: str) -> int:
    """Return how many columns `text` takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Return `text` in lines of at most `columns`, broken between words.

    Args:
        text: What to break; white space counts as one space.
        columns: The widest a line may be; a single longer word gets a line of its own.
        indent: What each line starts with.
        first: What the first line starts with instead.
    """
    lines: list[str] = []
    line = indent if first is None else first
    empty = True
    for word in text.split():
        if not empty and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line, empty = indent, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line.rstrip()]


def align(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Return rows of cells as aligned lines, two spaces between the columns.

    Args:
        rows: The heading first; each with as many cells.
        right: The columns, counted from 0, that are aligned to the right.
    """
    to_the_right = frozenset(right)
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = []
        for column, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * (wide - width(cell))
            padded.append(space + cell if column in to_the_right else cell + space)
        lines.append("  ".join(padded).rstrip())
    return lines
