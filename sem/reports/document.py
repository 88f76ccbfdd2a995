"""A document as a list of blocks, and its two forms: Markdown, and HTML in one file that prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from sem.i18n import language

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~&$])")
_MARKDOWN_STARTS = re.compile(r"^(\s*)([#+=-]|\d+[.)])", re.MULTILINE)

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
a { color: #1f4e8c; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2 { break-before: page; }
  h3, li { break-inside: avoid; } h3 { break-after: avoid; } nav { display: none; } }
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


Block = Heading | Paragraph | Numbered | Facts | Table


def markdown_text(text: str) -> str:
    """Return text so that Markdown shows it as it was typed."""
    one_line = " ".join(text.split())
    return _MARKDOWN_STARTS.sub(r"\1\\\2", _MARKDOWN_SIGNS.sub(r"\\\1", one_line))


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return a document as Markdown."""
    return "\n\n".join(map(_markdown, blocks)) + "\n"


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
            lines = [header, tuple("---" for _ in header), *rows]
            cells = ([cell if cell == "---" else markdown_text(cell) for cell in line] for line in lines)
            return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _named(name: str, text: str) -> str:
    return f"**{markdown_text(name)}**: {markdown_text(text)}" if name else markdown_text(text)


def to_html(blocks: Sequence[Block]) -> str:
    """Return a document as one HTML page that needs no other file, no script and no network."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    chapters = [(n, block.text) for n, block in enumerate(blocks) if isinstance(block, Heading) and block.depth == 2]
    links = "".join(f'<li><a href="#part-{n}">{escape(text)}</a></li>' for n, text in chapters)
    body = []
    for n, block in enumerate(blocks):
        if links and chapters[0][0] == n:
            body.append(f"<nav><ul>{links}</ul></nav>")
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
