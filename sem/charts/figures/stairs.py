"""The stairs of a figure: a tread for today and each milestone, as high as the mean of the levels under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.typeface import UNITS_PER_POINT, fit, lay_out, line_height, room_for
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import number

_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_GAP = 16.0
_HIGHEST_SHARE = 0.5
_BAR_SHARE = 0.72


@dataclass(frozen=True, slots=True)
class Tread:
    """Today, or a milestone.

    Args:
        levels: The level of each area then, in one order for all treads.
        text: What customers notice then; printable, may be empty.
    """

    day: date
    levels: Sequence[int]
    text: str


def draw_stairs(sheet: Sheet, box: Box, treads: Sequence[Tread], highest: int) -> None:
    """Draw treads inside `box`, the first of which is today; bars of levels that rose since the one before are dark."""
    size = 10.0
    if sheet.theme.name == "dark":
        caption = _("Milestones: the mean level as stairs, above the level of each area; bright is what rose.")
    else:
        caption = _("Milestones: the mean level as stairs, above the level of each area; dark is what rose.")
    sheet.text(box.left, box.top - size * UNITS_PER_POINT, caption, size, sheet.theme.grey)
    box = Box(box.left, box.bottom, box.right, box.top - line_height(size))
    width = box.width / len(treads)
    days = [short_day(tread.day) for tread in treads]
    days[0] = _("today {day}").format(day=days[0])
    day_size = min(fit(day, _SIZES, width - _GAP, 40, bold=True, most_lines=1).size for day in days)
    texts = [fit(tread.text, _SIZES[1:], width - _GAP, box.height * _HIGHEST_SHARE, most_lines=5) for tread in treads]
    text_size = min(text.size for text in texts)
    texts = [fit(tread.text, (text_size,), width - _GAP, box.height * _HIGHEST_SHARE, most_lines=9) for tread in treads]
    told = [lay_out(day, day_size, width - _GAP, bold=True) for day in days]
    high = max(day.height for day in told)
    below = high + max(text.height for text in texts) + 8
    foot, room = box.bottom + below, box.height - below - line_height(12) - 8
    before: Sequence[int] = ()
    edge: list[tuple[float, float]] = []
    for n, (tread, day, text) in enumerate(zip(treads, told, texts, strict=True)):
        left = box.left + n * width
        right = left + width
        mean = sum(tread.levels) / max(1, len(tread.levels))
        up = foot + room * mean / highest
        _bars(sheet, Box(left + _GAP / 2, foot, right - _GAP / 2, foot + room), tread.levels, before, highest)
        edge += [(left, up), (right, up)]
        text_up = max(up, foot + room * _highest_under(tread.levels, number(mean), width - _GAP) / highest)
        sheet.text(left + _GAP / 2, text_up + 5, number(mean), 12, sheet.theme.ink, bold=True)
        top = foot - 6
        sheet.block(left + _GAP / 2, top, day, sheet.theme.ink)
        sheet.block(left + _GAP / 2, top - high - 2, text, sheet.theme.grey)
        before = tread.levels
    sheet.line([(box.left, foot), (box.right, foot)], sheet.theme.rule, 1)
    sheet.line(edge, sheet.theme.score, 2.4)


def _highest_under(levels: Sequence[int], text: str, width: float) -> int:
    """Return the highest of the levels above whose bars a text stands."""
    bars = ceil(room_for(text, 12, bold=True) / width * len(levels))
    return max(levels[:bars], default=0)


def _bars(sheet: Sheet, box: Box, levels: Sequence[int], before: Sequence[int], highest: int) -> None:
    step = box.width / max(1, len(levels))
    for n, level in enumerate(levels):
        a, b = box.left + n * step, box.left + (n + _BAR_SHARE) * step
        up = box.bottom + box.height * level / highest
        old = before[n] if n < len(before) else level
        was = box.bottom + box.height * min(old, level) / highest
        sheet.polygon([(a, box.bottom), (b, box.bottom), (b, was), (a, was)], sheet.theme.still, sheet.theme.faint, 0.5)
        if up > was:
            sheet.polygon([(a, was), (b, was), (b, up), (a, up)], sheet.theme.score)
