"""A document as a list of blocks, and as Markdown; `sem.reports.page` makes a page of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from sem.i18n import gettext as _

if TYPE_CHECKING:
    from sem.charts.figures.size import Size
    from sem.reports.house_style import HouseStyle

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~&$])")
_MARKDOWN_STARTS = re.compile(r"^(?:(\d+)(?=[.)](?: |$))|(?=[#+=-]))")
# What viewers of Markdown leave out of the name of a heading, with which one links to it.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class Share(float):
    """A part of a whole, 0 to 1, which a spreadsheet shows as a percentage."""


Value = str | int | float | date | None
"""What a cell is for a program; None where its text says it all."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: depth 1 is the document's title, 2 a chapter, 3 a section."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` for the sentence that everything under it is about."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """Items whose number has a meaning; each has a name before its text, which may be empty."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms, each with its text."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row is as long as the header.

    Args:
        values: The same cells as numbers and days, for a spreadsheet; empty where they are all texts.
        shaded: The scale on which a darker ground tells the higher numbers that are no counts; None for no such ground.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Value, ...], ...] = ()
    shaded: tuple[float, float] | None = None

    def value(self, row: int, column: int) -> Value:
        """Return what a cell is for a program: its number or day, else its text."""
        value = self.values[row][column] if self.values else None
        return self.rows[row][column] if value is None else value

    @property
    def shades(self) -> frozenset[int]:
        """The columns with numbers that are neither counts nor parts of a whole."""
        return frozenset(
            at
            for row in self.values
            for at, value in enumerate(row)
            if isinstance(value, float) and not isinstance(value, Share)
        )

    def shade(self, row: int, column: int) -> float | None:
        """Return how far up the scale a number lies, 0 to 1; None where its ground tells nothing."""
        if self.shaded is None or column not in self.shades:
            return None
        value, (low, high) = self.value(row, column), self.shaded
        return min(1.0, max(0.0, (value - low) / (high - low))) if isinstance(value, float) else None

    @property
    def numeric(self) -> frozenset[int]:
        """The columns of numbers, in whose texts there are no letters."""
        found: set[int] = set()
        words: set[int] = set()
        for texts, values in zip(self.rows, self.values, strict=False):
            for at, (text, value) in enumerate(zip(texts, values, strict=True)):
                if isinstance(value, int | float):
                    (words if any(map(str.isalpha, text)) else found).add(at)
        return frozenset(found - words)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of characters of one width that make a picture, and what it shows in a sentence."""

    lines: tuple[str, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers that a program for spreadsheets or slides draws itself, so that its user can go on with them.

    Args:
        categories: What stands along the axis, or around a radar.
        series: Each name with a number for every category; None where there is none.
        low: Where the scale of the numbers begins; None to leave that to the program.
        high: Where it ends; None likewise.
    """

    kind: Literal["radar", "bars", "lines"]
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    low: float | None = None
    high: float | None = None


PictureFormat = Literal["png", "svg"]


class Draw(Protocol):
    """Draws a picture; its size is that of a slide where none is told."""

    def __call__(self, format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        """Return it; an `InvalidError` where it could not be read at that size."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what it shows in words, and its numbers as a table and as charts.

    Args:
        caption: What it is, in a few words.
        words: What it shows, for those who can't see it.
        table: Its numbers; None where the words say them all, or a table beside it does.
        draw: Draws it in a house style and returns the bytes of the file; None where there are only charts.
        charts: The same, to be drawn by another program.
        columns: Which columns of the table say most, where there is room for a few; none for all.
    """

    caption: str
    words: str
    table: Table | None = None
    draw: Draw | None = field(default=None, compare=False)
    charts: tuple[Chart, ...] = ()
    columns: tuple[int, ...] = ()


Block = Heading | Paragraph | Numbered | Facts | Table | Drawing | Figure


def cells(*row: tuple[str, Value] | str) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """Return a row's texts and its values, from cells that are a text or a text with its value."""
    pairs = [(cell, None) if isinstance(cell, str) else cell for cell in row]
    return tuple(text for text, _value in pairs), tuple(value for _text, value in pairs)


def typed_table(
    header: Sequence[str],
    rows: Iterable[tuple[tuple[str, ...], tuple[Value, ...]]],
    shaded: tuple[float, float] | None = None,
) -> Table:
    """Return a table of rows that `cells` made."""
    made = list(rows)
    texts, values = (tuple(row[part] for row in made) for part in (0, 1))
    return Table(tuple(header), texts, values, shaded)  # type: ignore[arg-type]


def markdown_text(text: str) -> str:
    """Return text so that Markdown shows it as it was typed."""
    one_line = " ".join(text.split())
    return _MARKDOWN_STARTS.sub(r"\1\\", _MARKDOWN_SIGNS.sub(r"\\\1", one_line))


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return a document as Markdown."""
    blocks = list(blocks)
    parts = list(map(_markdown, blocks))
    chapters = chapters_of(blocks)
    if chapters:
        anchors = _anchors(blocks)
        contents = _("Contents")
        links = [f"* [{markdown_text(text)}](#{anchors[n]})" for n, text in chapters]
        parts.insert(chapters[0][0], "\n".join([f"**{markdown_text(contents)}**", "", *links]))
    return "\n\n".join(parts) + "\n"


def chapters_of(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Return the headings of the chapters, each with its place among the blocks."""
    return [(n, block.text) for n, block in enumerate(blocks) if isinstance(block, Heading) and block.depth == 2]


def _anchors(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the name that viewers of Markdown give to each heading; the second of two equal names gets a number."""
    anchors: dict[int, str] = {}
    seen: dict[str, int] = {}
    for n, block in enumerate(blocks):
        if isinstance(block, Heading):
            name = _NOT_IN_ANCHORS.sub("", " ".join(block.text.split()).lower()).replace(" ", "-")
            before = seen.get(name, 0)
            seen[name] = before + 1
            anchors[n] = f"{name}-{before}" if before else name
    return anchors


def _markdown(block: Block) -> str:
    match block:
        case Heading(depth, text):
            return f"{'#' * depth} {markdown_text(text)}"
        case Paragraph(text, strong):
            return f"**{markdown_text(text)}**" if strong else markdown_text(text)
        case Numbered(items):
            return "\n".join(f"{n}. {_named(name, text)}" for n, (name, text) in enumerate(items, 1))
        case Facts(items):
            return "\n".join(f"* {_named(name, text)}" for name, text in items)
        case Table(header, rows):
            lines = [list(map(markdown_text, line)) for line in (header, *rows)]
            lines.insert(1, ["---"] * len(header))
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case Drawing(lines, caption):
            # An indented block has no end mark that a line of the picture could be taken for.
            return "\n".join([markdown_text(caption), "", *(f"    {line}".rstrip() for line in lines)])
        case Figure(caption, words, table):
            told = f"*{markdown_text(caption)}.* {markdown_text(words)}"
            return f"{told}\n\n{_markdown(table)}" if table else told


def _named(name: str, text: str) -> str:
    return f"**{markdown_text(name)}**: {markdown_text(text)}" if name else markdown_text(text)
