"""A document as a list of blocks, and its two forms: Markdown, and HTML in one file that prints well.

Both put a list of the chapters before the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from sem.i18n import gettext as _
from sem.i18n import language

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~&$])")
_MARKDOWN_STARTS = re.compile(r"^(?:(\d+)(?=[.)](?: |$))|(?=[#+=-]))")
# What viewers of Markdown leave out of the name of a heading, with which one links to it.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")

_STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d2530; max-width: 48rem;
  margin: 3rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { font-size: 1.4rem; margin-top: 3rem; border-bottom: 2px solid #c8d0da; padding-bottom: .3rem; }
h3 { font-size: 1.1rem; margin-top: 2.2rem; }
ol, ul { padding-left: 1.6rem; }
li { margin: .35rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: #55606e; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #dde3ea; }
nav ul { columns: 2; list-style: none; padding: 0; }
nav li { margin: 0 0 .35rem; break-inside: avoid; }
a { color: #1f4e8c; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2 { break-before: page; }
  nav + h2 { break-before: auto; }
  h3, h4, li, tr, dd { break-inside: avoid; } h3, h4 { break-after: avoid; } }
""".strip()


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
    """A table; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of characters of one width that make a picture, and what it shows in a sentence."""

    lines: tuple[str, ...]
    caption: str


Block = Heading | Paragraph | Numbered | Facts | Table | Drawing


def markdown_text(text: str) -> str:
    """Return text so that Markdown shows it as it was typed."""
    one_line = " ".join(text.split())
    return _MARKDOWN_STARTS.sub(r"\1\\", _MARKDOWN_SIGNS.sub(r"\\\1", one_line))


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return a document as Markdown."""
    blocks = list(blocks)
    parts = list(map(_markdown, blocks))
    chapters = _chapters(blocks)
    if chapters:
        anchors = _anchors(blocks)
        contents = _("Contents")
        links = [f"* [{markdown_text(text)}](#{anchors[n]})" for n, text in chapters]
        parts.insert(chapters[0][0], "\n".join([f"**{markdown_text(contents)}**", "", *links]))
    return "\n\n".join(parts) + "\n"


def _chapters(blocks: Sequence[Block]) -> list[tuple[int, str]]:
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


def _named(name: str, text: str) -> str:
    return f"**{markdown_text(name)}**: {markdown_text(text)}" if name else markdown_text(text)


def to_html(blocks: Sequence[Block]) -> str:
    """Return a document as one HTML page that needs no other file, no script and no network."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    chapters = _chapters(blocks)
    contents = _("Contents")
    links = "".join(f'<li><a href="#part-{n}">{escape(text)}</a></li>' for n, text in chapters)
    body = []
    for n, block in enumerate(blocks):
        if links and chapters[0][0] == n:
            body.append(f'<nav aria-label="{escape(contents)}"><ul>{links}</ul></nav>')
        body.append(_html(block, n))
    return (
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _html(block: Block, number: int) -> str:
    match block:
        case Heading(depth, text):
            return f'<h{depth} id="part-{number}">{escape(text)}</h{depth}>'
        case Paragraph(text, strong):
            return f"<p><strong>{escape(text)}</strong></p>" if strong else f"<p>{escape(text)}</p>"
        case Numbered(items):
            lines = (f"<strong>{escape(name)}</strong>: {escape(text)}" if name else escape(text)
                     for name, text in items)  # fmt: skip
            return "<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>"
        case Facts(items):
            return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in items) + "</dl>"
        case Table(header, rows):
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
            lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            return (
                f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{x}</tr>' for x in lines)}</tbody></table>"
            )
        case Drawing(lines, caption):
            picture = escape("\n".join(lines))
            return f'<p>{escape(caption)}</p><pre role="img" aria-label="{escape(caption)}">{picture}</pre>'
