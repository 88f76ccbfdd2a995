"""One area of a team over time in words: its change, the questions that drove it, its mean in each round, its trend."""

from __future__ import annotations

from collections.abc import Sequence

from sem.analysis.area_change_words import change_of, change_words, driving_questions, no_cause_words
from sem.analysis.comparison import Comparison, QuestionChange, Verdict
from sem.analysis.interval import NoInterval
from sem.analysis.trend import Trend
from sem.analysis.words import no_interval_words
from sem.charts.terminal.picture import Characters
from sem.charts.terminal.trend import Moment
from sem.charts.terminal.trend import trend as trend_picture
from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.assessment import Team
from sem.reports.lines import one_line, width, wrap
from sem.reports.trend_text import point_words, round_day

Told = str | tuple[str, str]
"""A sentence; or a term and what there is to say of it."""

_WIDEST_PICTURE, _PICTURE_HEIGHT = 100, 18


def area_title(trend: Trend, area_id: str | None, *, short: bool = False) -> str:
    """Return the title of an area of the newest questionnaire, or with None what all areas together are called."""
    found = next((area for area in trend.areas if area.id == area_id), None)
    if found is None:
        return _("Overall")
    return (found.short if short else found.title).get(language())


def trend_moments(trend: Trend, area_id: str | None) -> list[Moment]:
    """Return the rounds as a chart of the trend takes them, for one area or overall with None."""
    broken = (False, *(one is not None for one in trend.breaks))
    return [
        Moment(shown.round.opened, point.mean, point.interval, cut, point.withheld)
        for shown, point, cut in zip(trend.rounds, trend.points(area_id), broken, strict=False)
    ]


def change_told(area_id: str | None, comparison: Comparison | None) -> list[Told]:
    """Return what is to be said of the change of one area, and which questions drove it; nothing without one.

    Args:
        area_id: The area; None overall.
        comparison: Of two rounds; None where there are no two.
    """
    change = change_of(area_id, comparison)
    if change is None:
        return []
    if change.verdict is Verdict.NOISE:
        return [change_words(change), no_cause_words()]
    moved = ((one.question.label.get(language()), _question_words(one)) for one in driving_questions(change))
    return [change_words(change), *moved]


def rounds_told(trend: Trend, area_id: str | None, names: Sequence[str]) -> list[Told]:
    """Return the mean of one area in each round, with where it likely lies or why that can't be told.

    Args:
        trend: Over all rounds.
        area_id: The area; None overall.
        names: What the rounds are called.
    """
    points = trend.points(area_id)
    told: list[Told] = [_("Each round, with where the mean likely lies at 95%:")]
    for name, point, broken in zip(names, points, (None, *trend.breaks), strict=False):
        parts = [point_words(point), f"n = {point.n}" if point.interval else ""]
        parts.append(_("other questions from here on") if broken else "")
        told.append((name, " · ".join(filter(None, parts))))
    reasons = [why for why in NoInterval if any(one.why_none is why and one.mean is not None for one in points)]
    return [*told, *map(no_interval_words, reasons)]


def area_over_time_lines(
    team: Team,
    trend: Trend,
    comparison: Comparison | None,
    area_id: str | None,
    columns: int,
    characters: Characters = "braille",
) -> list[str]:
    """Return all about one area over time as lines of at most `columns`: a picture, and in words what it shows.

    Args:
        team: Whose rounds.
        trend: Over all rounds.
        comparison: Of two of them; None where there are no two that can be compared.
        area_id: The area; None overall.
        columns: How wide the lines may be.
        characters: What the trend is drawn with.
    """
    lines = wrap(f"{one_line(team.name)} · {one_line(area_title(trend, area_id))}", columns)
    change = change_told(area_id, comparison)
    if comparison and change:
        days = [round_day(trend, shown) for shown in (comparison.before, comparison.after)]
        lines += ["", *wrap(" → ".join(days), columns), *_lines(change, columns)]
    drawn = trend_picture(
        trend_moments(trend, area_id), min(columns, _WIDEST_PICTURE), _PICTURE_HEIGHT, characters=characters
    )
    lines += ["", *str(drawn).splitlines(), ""]
    return lines + _lines(rounds_told(trend, area_id, [round_day(trend, shown) for shown in trend.rounds]), columns)


def _lines(told: Sequence[Told], columns: int) -> list[str]:
    """Return what is told as lines: the terms below each other, and what is said of each behind it."""
    term = max((width(one_line(one[0])) for one in told if isinstance(one, tuple)), default=0)
    lines: list[str] = []
    for one in told:
        if isinstance(one, str):
            lines += wrap(one_line(one), columns)
            continue
        name, words = map(one_line, one)
        first, *more = wrap(words, max(1, columns - term - 4))
        lines.append(f"  {name}{' ' * (term - width(name))}  {first}")
        lines += [" " * (term + 4) + line for line in more]
    return lines


def _question_words(one: QuestionChange) -> str:
    words = f"{number(one.before)} → {number(one.after)}"
    return f"{words} · {one.question.levels[round(one.after) - 1].get(language())}" if one.agreed else words
