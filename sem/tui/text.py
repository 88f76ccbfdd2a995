"""What users typed, made safe to show: never markup, never a control code, measured in terminal cells."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from textual.content import Content

from sem.charts.terminal import cells
from sem.charts.terminal.cells import cell_width
from sem.charts.terminal.cells import clean as plain

ELLIPSIS = "…"
MISSING = "—"

_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of what follows would rearrange what stands behind a field on the same row."""

Runs = tuple[tuple[str, str], ...]
"""Plain texts of one line, each with its style."""

__all__ = [
    "ELLIPSIS",
    "MISSING",
    "Runs",
    "cell_width",
    "editable",
    "fit",
    "pad",
    "plain",
    "runs_width",
    "spread",
    "user",
    "wrap",
]


def user(text: str, style: str = "") -> Content:
    """Return a text that somebody typed as content in one style; brackets in it are only brackets."""
    return Content.styled(plain(text), style)


def editable(text: str) -> str:
    """Return a text as it may stand in a field: line breaks and tabs stay, what could steer a terminal does not."""
    broken = "\n".join(text.translate(_TURNING).splitlines()) + "\n" * text.endswith("\n")
    return "".join(cells.REPLACEMENT if _steers(c) else c for c in broken)


def _steers(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


def fit(text: str, width: int) -> str:
    """Return one line of at most `width` cells; an ellipsis says where it was cut."""
    line = plain(text)
    if cell_width(line) <= width:
        return line
    kept, free = "", width - 1
    for cluster in cells.clusters(line):
        free -= cell_width(cluster)
        if free < 0:
            break
        kept += cluster
    return kept.rstrip() + ELLIPSIS if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return one line of exactly `width` cells."""
    line = fit(text, width)
    return line + " " * (width - cell_width(line))


@lru_cache(maxsize=1024)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return `text` in lines of at most `width` cells; its own line breaks are kept, and nothing is left out."""
    paragraphs = text.splitlines() or [""]
    return tuple(line for paragraph in paragraphs for line in cells.wrap(plain(paragraph), max(1, width)))


def runs_width(runs: Runs) -> int:
    """Return how many cells some runs take."""
    return sum(cell_width(text) for text, _style in runs)


def spread(left: Content, right: Content, width: int) -> Content:
    """Return one line of `width` cells: `left` at its start, cut where it must, and `right` whole at its end."""
    room = width - right.cell_length - 2
    if room < 1:
        return right.truncate(width, ellipsis=True, pad=True)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), "  ", right)
