"""How high on the scale a surface is: by a tone, or where tones may not come out by lines the closer the higher."""

from __future__ import annotations

from math import sqrt

from sem.charts.figures.ink import Point
from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.style import Theme
from sem.i18n import gettext as _
from sem.i18n import mark as N_

_WIDEST_GAP, _NARROWEST_GAP = 15.0, 4.0
_LEAST_SHARE = 0.04
"""Lines further apart than for this share would be taken for none."""

_WORDS = {
    "light": N_("the paler, the lower the score"),
    "dark": N_("the darker, the lower the score"),
    "print": N_("the closer the lines, the higher the score"),
}


def tone_words(theme: Theme) -> str:
    """Return what the tones or lines of a theme mean."""
    return _(_WORDS[theme.name])


def fill_box(sheet: Sheet, box: Box, share: float) -> None:
    """Fill a box for a share of the scale, 0 to 1."""
    if not sheet.theme.patterns:
        sheet.polygon(box.corners, sheet.theme.shade(share))
        return
    sheet.polygon(box.corners, sheet.theme.paper)
    if share >= _LEAST_SHARE:
        sheet.hatch(box, sheet.theme.high, _gap(share), 0.7)


def fill_ring(sheet: Sheet, centre: Point, outer: float, inner: float, share: float) -> None:
    """Fill what lies between two circles for a share of the scale; `inner` may be 0."""
    if not sheet.theme.patterns:
        sheet.circle(centre, outer, sheet.theme.shade(share), "none", 0)
        return
    sheet.circle(centre, outer, sheet.theme.paper, sheet.theme.ink, 1.2)
    if share < _LEAST_SHARE:
        return
    gap = _gap(share) / sqrt(2)
    pairs: list[tuple[Point, Point]] = []
    for n in range(-int(outer // gap), int(outer // gap) + 1):
        away = n * gap
        reach = sqrt(outer**2 - away**2)
        hole = sqrt(inner**2 - away**2) if abs(away) < inner else 0.0
        spans = [(-reach, -hole), (hole, reach)] if hole else [(-reach, reach)]
        pairs += [(_turned(centre, start, away), _turned(centre, end, away)) for start, end in spans]
    sheet.segments(pairs, sheet.theme.high, 0.7)


def _gap(share: float) -> float:
    return _WIDEST_GAP - (_WIDEST_GAP - _NARROWEST_GAP) * share


def _turned(centre: Point, along: float, away: float) -> Point:
    """Return a place on a line that rises to the right, `away` from the centre."""
    return centre[0] + (along - away) / sqrt(2), centre[1] + (along + away) / sqrt(2)
