"""A document as one HTML page: no other file, no script, no network; it prints well and is read out well."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from sem.i18n import gettext as _
from sem.i18n import language
from sem.reports.document import (
    Block,
    Drawing,
    Facts,
    Figure,
    Heading,
    Numbered,
    Paragraph,
    Table,
    chapters_of,
)
from sem.reports.house_style import HouseStyle
from sem.reports.lines import neutral

_STYLE = """
:root { color-scheme: light; --colour: %(colour)s; --accent: %(accent)s; }
body { font: 11pt/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d2530; max-width: %(width)s;
  margin: 3rem auto; padding: 0 1.5rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { font-size: 1.4rem; margin-top: 3rem; border-bottom: 2px solid #c8d0da; padding-bottom: .3rem; }
h3 { font-size: 1.1rem; margin-top: 2.2rem; }
h4 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
h1, h2, h3 { color: var(--colour); }
ol, ul { padding-left: 1.6rem; }
li { margin: .35rem 0; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; }
dt { color: #55606e; }
dd { margin: 0; min-width: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #dde3ea; }
thead th { color: #3a4654; border-bottom: 2px solid var(--colour); }
tbody th { font-weight: inherit; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.5rem 0; }
figure svg, figure img { display: block; width: 100%%; height: auto; border: 1px solid #dde3ea; }
figcaption { color: #55606e; font-size: .9rem; margin-top: .4rem; }
.logo { display: block; max-width: 14rem; max-height: 5.5rem; margin-bottom: 1.5rem; }
nav ul { columns: 2; list-style: none; padding: 0; }
nav li { margin: 0 0 .35rem; break-inside: avoid; }
a { color: var(--colour); }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; } .chapters h2 { break-before: page; }
  nav + h2 { break-before: auto !important; } .wide { overflow: visible; }
  table { font-size: 8.5pt; } th, td { padding-right: .6rem; }
  h3, h4, li, tr, dd, figure { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } thead { display:
  table-header-group; } }
""".strip()

_NARROW, _WIDE = "48rem", "60rem"


def to_html(blocks: Sequence[Block], style: HouseStyle | None = None) -> str:
    """Return a document as one HTML page that needs no other file, no script and no network.

    Args:
        blocks: The document.
        style: The colours and the logo; None for the usual ones, on a page that is no wider than one reads well.
    """
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    chapters = chapters_of(blocks)
    contents = _("Contents")
    worn = style or HouseStyle()
    links = "".join(f'<li><a href="#part-{n}">{_text(text)}</a></li>' for n, text in chapters)
    body = [_logo(style)] if style and style.logo else []
    for n, block in enumerate(blocks):
        if links and chapters[0][0] == n:
            body.append(f'<nav aria-label="{escape(contents)}"><ul>{links}</ul></nav>')
        body.append(_html(block, n, worn))
    # Of a questionnaire each area may be handed out by itself; a report is read through.
    chapters_apart = "" if style else ' class="chapters"'
    css = _STYLE % {"colour": worn.colour, "accent": worn.accent, "width": _WIDE if style else _NARROW}
    return (
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{_text(title)}</title>\n'
        f"<style>\n{css}\n</style>\n</head>\n<body{chapters_apart}>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(neutral(text))


def _logo(style: HouseStyle) -> str:
    assert style.logo
    data, words = b64encode(style.logo.png).decode("ascii"), _("Logo")
    return f'<img class="logo" alt="{escape(words)}" src="data:image/png;base64,{data}">'


def _html(block: Block, number: int, style: HouseStyle) -> str:
    match block:
        case Heading(depth, text):
            return f'<h{depth} id="part-{number}">{_text(text)}</h{depth}>'
        case Paragraph(text, strong):
            return f"<p><strong>{_text(text)}</strong></p>" if strong else f"<p>{_text(text)}</p>"
        case Numbered(items):
            lines = (f"<strong>{_text(name)}</strong>: {_text(text)}" if name else _text(text)
                     for name, text in items)  # fmt: skip
            return "<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>"
        case Facts(items):
            return "<dl>" + "".join(f"<dt>{_text(name)}</dt><dd>{_text(text)}</dd>" for name, text in items) + "</dl>"
        case Table():
            return _table(block)
        case Drawing(lines, caption):
            picture = _text("\n".join(lines))
            return f'<p>{_text(caption)}</p><pre role="img" aria-label="{_text(caption)}">{picture}</pre>'
        case Figure():
            return _figure(block, number, style)


def _table(table: Table) -> str:
    numeric = table.numeric

    # The first column names the row, whatever it is.
    kinds = [' class="number"' if at and at in numeric else "" for at in range(len(table.header))]

    def cell(row: int, at: int, text: str) -> str:
        if at == 0:
            return f'<th scope="row">{_text(text)}</th>'
        return f"<td{kinds[at]}{_ground(table, row, at)}>{_text(text)}</td>"

    head = "".join(
        f'<th scope="col"{kind}>{_text(text)}</th>' for kind, text in zip(kinds, table.header, strict=True)
    )  # fmt: skip
    rows = "".join(
        f"<tr>{''.join(cell(number, at, text) for at, text in enumerate(row))}</tr>"
        for number, row in enumerate(table.rows)
    )
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )  # fmt: skip


def _ground(table: Table, row: int, column: int) -> str:
    """Return the ground of a cell, the darker the higher its number; never so dark that letters can't be read."""
    share = table.shade(row, column)
    if share is None:
        return ""
    return f' style="background: color-mix(in srgb, var(--colour) {round(50 * share)}%, white)"'


def _figure(figure: Figure, number: int, style: HouseStyle) -> str:
    """Return a figure with its numbers as a table under it, or its words where there is nothing to draw it with."""
    table = _table(figure.table) if figure.table else ""
    caption = f"<strong>{_text(figure.caption)}.</strong> {_text(figure.words)}"
    picture = inline_svg(figure.draw("svg", style), f"figure-{number}") if figure.draw else ""
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>{table}"


def inline_svg(data: bytes, prefix: str) -> str:
    """Return a drawing of ours to stand within a page, where its names and its style touch no other part.

    Args:
        data: An SVG file that `sem.charts.figures` made.
        prefix: What every name in it gets in front of it, so that two drawings share none.
    """
    from xml.etree import ElementTree

    svg, xlink = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
    ElementTree.register_namespace("", svg)
    ElementTree.register_namespace("xlink", xlink)
    root = ElementTree.fromstring(data)
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag.rpartition("}")[2]
            if name == "metadata":
                parent.remove(child)
            elif name == "style":
                # The only rule in it holds for everything, so in a page it would hold for the page too.
                parent.remove(child)
                root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{prefix}-{value}")
            elif key.endswith("href") and value.startswith("#"):
                element.set(key, f"#{prefix}-{value[1:]}")
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{prefix}-"))
    names = []
    for name in ("title", "desc"):
        found = root.find(f"{{{svg}}}{name}")
        if found is not None:
            found.set("id", f"{prefix}-{name}")
            names.append(f"{prefix}-{name}")
    if names:
        root.set("aria-labelledby", " ".join(names))
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    return ElementTree.tostring(root, "unicode")
