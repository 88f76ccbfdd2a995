"""What every figure has around it: whose it is, over what, and how it is to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sem.analysis.scoring import Profile
from sem.analysis.words import people_words
from sem.charts.figures.sheet import Sheet
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, room_for
from sem.i18n import gettext as _
from sem.i18n import percent

MARGIN = 50.0
NOTE_SIZE = 10.0

_TITLE_SIZES = (30, 28, 26, 24, 22)
_BETWEEN = 30.0
_LEGEND_SIZE, _LEGEND_ROW, _SWATCH = 11.0, 24.0, 34.0


class Item(NamedTuple):
    """An item of a legend.

    Args:
        draw: Draws a mark around a place.
        words: What it means; printable.
        width: How wide the mark is.
    """

    draw: Callable[[float, float], None]
    words: str
    width: float = _SWATCH


def write_head(sheet: Sheet, above: str, title: str, *below: str) -> float:
    """Write printable texts at the top, of which the title is large, and return where the rest may start.

    Args:
        sheet: What to write on.
        above: What kind of figure it is.
        title: Whose it is.
        below: First what it is over; then what must be known to read it, smaller. Empty ones are left out.
    """
    width = sheet.width - 2 * MARGIN
    top = sheet.height - 34
    fitted = fit(above, (13, 12, 11), width, 40)
    sheet.block(MARGIN, top, fitted, sheet.theme.grey)
    top -= fitted.height
    fitted = fit(title, _TITLE_SIZES, width, 110, bold=True, most_lines=2)
    sheet.block(MARGIN, top, fitted, sheet.theme.ink)
    top -= fitted.height
    for n, text in enumerate(below):
        if text:
            sizes, colour = ((13, 12, 11), sheet.theme.grey) if n else ((14, 13), sheet.theme.ink)
            fitted = fit(text, sizes, width, 66)
            sheet.block(MARGIN, top, fitted, colour)
            top -= fitted.height
    return top - 24


def people_line(profile: Profile) -> str:
    """Return how many people a profile is of, and how much they answered."""
    if profile.n == 0:
        return _("No responses yet")
    people = people_words(profile.n, profile.n if profile.overall.unseen else profile.overall.n)
    coverage = profile.overall.coverage
    if coverage is None:
        return people
    return people + " · " + _("coverage {coverage}").format(coverage=percent(coverage))


def write_notes(sheet: Sheet, notes: Sequence[str], colour: str = "") -> float:
    """Write sentences along the bottom, and return how high they reach."""
    words = " ".join(filter(None, notes))
    if not words:
        return MARGIN
    fitted = fit(words, (NOTE_SIZE, 9.5, 9), sheet.width - 2 * MARGIN, 120, most_lines=6)
    sheet.block(MARGIN, MARGIN - 14 + fitted.height, fitted, colour or sheet.theme.grey)
    return MARGIN - 14 + fitted.height + 12


def write_legend(sheet: Sheet, left: float, width: float, bottom: float, items: Sequence[Item]) -> float:
    """Draw marks with their meaning in rows, the last at `bottom`, and return how high they reach.

    Args:
        sheet: What to draw on.
        left: Where the rows start.
        width: How wide they may be.
        bottom: Where the last row stands.
        items: What there is to explain.
    """
    rows: list[list[Item]] = []
    free = 0.0
    for item in items:
        needed = item.width + 8 + room_for(item.words, _LEGEND_SIZE) + _BETWEEN
        if needed > free or not rows:
            rows.append([])
            free = width + _BETWEEN
        rows[-1].append(item)
        free -= needed
    for n, row in enumerate(reversed(rows)):
        x, middle = left, bottom + (n + 0.5) * _LEGEND_ROW
        for item in row:
            item.draw(x + item.width / 2, middle)
            baseline = middle - _LEGEND_SIZE * UNITS_PER_POINT * CAPITAL / 2
            sheet.text(x + item.width + 8, baseline, item.words, _LEGEND_SIZE, sheet.theme.ink)
            x += item.width + 8 + room_for(item.words, _LEGEND_SIZE) + _BETWEEN
    return bottom + len(rows) * _LEGEND_ROW
