"""The rounds of a team in a row, as text: each mean with where it likely lies, and what is odd about the days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sem.analysis.disclosure import Disclosed
from sem.analysis.interval import Point
from sem.analysis.trend import Trend
from sem.analysis.words import interval_words, no_interval_notes, no_mean_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, short_date
from sem.reports.lines import align, width, wrap
from sem.reports.words import NOTHING

_SHORT_ID = 4


def round_day(trend: Trend, shown: Disclosed) -> str:
    """Return the day of a round, with its id where another round has the same day."""
    return long_date(shown.round.opened) + _id_where_needed(trend, shown)


def _id_where_needed(trend: Trend, shown: Disclosed) -> str:
    alike = sum(other.round.opened == shown.round.opened for other in trend.rounds)
    return "" if alike < 2 else f" ({shown.round.id[:_SHORT_ID]})"


def future_words(trend: Trend, today: date) -> Iterator[str]:
    """Yield for each round whose day is still to come that it is so: mostly somebody's clock or typing is wrong."""
    for shown in trend.rounds:
        if shown.round.opened > today:
            yield _("The day of the round of {day} is still to come: is it right?").format(day=round_day(trend, shown))


def point_words(point: Point) -> str:
    """Return a mean with its interval between brackets, or with the word for why there is none; hidden it says so."""
    if point.mean is None:
        return no_mean_words(point) if point.withheld else NOTHING
    words = interval_words(point)
    return f"{number(point.mean)} ({words})" if point.interval else f"{number(point.mean)} {words}"


def trend_table(trend: Trend, columns: int, mark: str) -> list[str]:
    """Return the means of the last rounds that fit as lines of at most `columns`, and what their marks mean.

    Args:
        trend: Over all rounds.
        columns: How wide the lines may be.
        mark: What stands before a round that can't be compared with the one before it.
    """
    areas = [(area.short.get(language()), area.id) for area in trend.areas]
    points = [trend.points(id_) for id_ in (*(id_ for _name, id_ in areas), None)]
    names = [_("Area"), *(name for name, _id in areas), _("Overall")]
    cells = [
        [_heading(trend, at, mark) for at in range(len(trend.rounds))],
        *([*map(point_words, row)] for row in points),
    ]
    for first in range(len(trend.rounds)):
        table = align([[name, *row[first:]] for name, row in zip(names, cells, strict=True)])
        if max(map(width, table)) <= columns:
            return [*table, *_notes([point for row in points for point in row[first:]], columns)]
    lines = []
    for name, row in zip(names[1:], points, strict=True):
        lines += [*wrap(name, columns), *wrap(point_words(row[-1]), columns, indent="  ")]
    return [*lines, *_notes([row[-1] for row in points], columns)]


def _heading(trend: Trend, at: int, mark: str) -> str:
    shown, broken = trend.rounds[at], at > 0 and trend.breaks[at - 1] is not None
    return (f"{mark} " if broken else "") + short_date(shown.round.opened) + _id_where_needed(trend, shown)


def _notes(points: Sequence[Point], columns: int) -> list[str]:
    """Return what the brackets and the words beside the means stand for, as far as they are there."""
    lines = []
    if any(point.interval for point in points):
        lines += wrap(_("Between brackets: where the mean likely lies, at 95%."), columns)
    for words in no_interval_notes(points):
        lines += wrap(words, columns)
    return lines
