"""Places in time on a chart: working weeks from a Monday on, and the ticks of weeks, months, quarters and years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sem.i18n import gettext as _
from sem.i18n import short_date

_WEEK = timedelta(weeks=1)
_WORKDAYS = 5
_QUARTER_STARTS = (1, 4, 7, 10)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_text(day: date) -> str:
    """Return the ISO week of a day as ``wk 26``."""
    return _("wk {n}").format(n=day.isocalendar().week)


def short_day(day: date) -> str:
    """Return a day with its week, such as ``30 Jun 2027 (wk 26)``."""
    return f"{short_date(day)} ({week_text(day)})"


@dataclass(frozen=True, slots=True)
class Weeks:
    """Counts in weeks from a Monday on; weekends take no room, so that a Friday's evening is the next Monday's morning.

    Args:
        start: A Monday.
    """

    start: date

    def morning(self, day: date) -> float:
        """Return where a day begins."""
        whole, part = divmod((day - self.start).days, 7)
        return whole + min(part, _WORKDAYS) / _WORKDAYS

    def evening(self, day: date) -> float:
        """Return where a day ends."""
        whole, part = divmod((day - self.start).days, 7)
        return whole + min(part + 1, _WORKDAYS) / _WORKDAYS

    def monday(self, week: int) -> date:
        """Return the Monday with which a week begins."""
        return self.start + week * _WEEK


class Scale(StrEnum):
    """What the ticks of a time axis are, the finest first."""

    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


AVERAGE_WEEKS = {Scale.WEEKS: 1.0, Scale.MONTHS: 52.18 / 12, Scale.QUARTERS: 52.18 / 4, Scale.YEARS: 52.18}
"""How many weeks there are between two ticks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a time axis where something begins.

    Args:
        at: In weeks.
        label: What begins: of a year's first month or quarter, the year.
        year: Whether a year begins.
        before: Whether it began before the axis does.
    """

    at: float
    label: str
    year: bool
    before: bool = False


def ticks(weeks: Weeks, count: int, scale: Scale) -> tuple[Tick, ...]:
    """Return the ticks of `count` weeks from the left; the first one may lie at 0 for what began before."""
    if scale is Scale.WEEKS:
        mondays = (weeks.monday(n) for n in range(count))
        return tuple(Tick(float(n), str(day.isocalendar().week), False) for n, day in enumerate(mondays))
    end = weeks.monday(count)
    found = [
        Tick(max(0.0, weeks.morning(day)), _label(day, scale), day.month == 1, weeks.morning(day) < 0)
        for day in _firsts(weeks.start, end, scale)
        if weeks.morning(day) < count
    ]
    # Of two that would start at the left edge, only the last one goes on there.
    while len(found) > 1 and found[1].at == 0:
        del found[0]
    return tuple(found)


def labelled(
    found: Sequence[Tick], place: Callable[[float], float], room: Callable[[str], float], end: float, gap: float
) -> list[Tick]:
    """Return the ticks of which the labels have room to the right of them; years come first.

    Args:
        found: In order.
        place: Where a place in weeks is on the paper.
        room: How wide a label is.
        end: How far labels may reach.
        gap: What has to be free between two of them.
    """
    kept: list[Tick] = []
    for tick in sorted(found, key=lambda tick: (tick.before, not tick.year, tick.at)):
        start = place(tick.at)
        after = start + room(tick.label)
        if after <= end and all(
            place(other.at) >= after + gap or place(other.at) + room(other.label) + gap <= start for other in kept
        ):
            kept.append(tick)
    return sorted(kept, key=lambda tick: tick.at)


def _firsts(start: date, end: date, scale: Scale) -> Iterator[date]:
    """Yield the first days of months, quarters or years, from the one `start` is in up to `end`."""
    months = {Scale.MONTHS: range(1, 13), Scale.QUARTERS: _QUARTER_STARTS}.get(scale, (1,))
    days = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in months]
    before = [day for day in days if day <= start]
    yield from before[-1:]
    yield from (day for day in days if start < day < end)


def _label(day: date, scale: Scale) -> str:
    if day.month == 1:
        return str(day.year)
    if scale is Scale.QUARTERS:
        return _("Q{n}").format(n=(day.month + 2) // 3)
    return short_date(day).split()[1]
