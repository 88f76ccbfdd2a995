"""Working weeks by number: weeks in which nobody works have none, so that a plan shifts as a whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta

_WEEK = timedelta(weeks=1)
_TO_FRIDAY = timedelta(days=4)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class Calendar:
    """Numbers working weeks: 0 is the first whole one from `today` on, -1 the one before it.

    Weeks run from Monday to Friday. Only days are counted, so clocks that are put forward, years of 53 weeks and leap
    years need no care.

    Args:
        today: The first day on which anything can start.
        closed: Any day of each week in which nobody works.
    """

    def __init__(self, today: date, closed: Iterable[date] = ()) -> None:
        mondays = {monday_of(day) for day in closed}
        first = monday_of(today + timedelta(days=6))
        while first in mondays:
            first += _WEEK
        self._first = first
        self._closed = sorted((monday - first).days // 7 for monday in mondays)
        self._closed_before = bisect_left(self._closed, 0)

    def monday(self, number: int) -> date:
        """Return the first day of a working week."""
        week = number
        if number >= 0:
            for closed in self._closed[self._closed_before :]:
                if closed > week:
                    break
                week += 1
        else:
            for closed in reversed(self._closed[: self._closed_before]):
                if closed < week:
                    break
                week -= 1
        return self._first + week * _WEEK

    def friday(self, number: int) -> date:
        """Return the last day of a working week."""
        return self.monday(number) + _TO_FRIDAY

    def number(self, day: date) -> int:
        """Return the number of the working week that a day is in; of a closed week, that of the next one."""
        return self._open_until((monday_of(day) - self._first).days // 7)

    def after(self, day: date) -> int:
        """Return the number of the first working week that begins after a day."""
        return self._open_until((monday_of(day) - self._first).days // 7 + 1)

    def weeks_until(self, day: date) -> int:
        """Return how many working weeks from number 0 on have ended by the end of a day; below 0 for the past."""
        return self._open_until((day - self._first - _TO_FRIDAY).days // 7 + 1)

    def _open_until(self, week: int) -> int:
        return week - bisect_left(self._closed, week) + self._closed_before
