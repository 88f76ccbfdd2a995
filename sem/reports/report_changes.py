"""What changed since the last round, in a report on a team, and the outcome measures beside it."""

from __future__ import annotations

from collections.abc import Iterator

from sem.analysis.comparison import Basis, Change, Comparison, Verdict
from sem.analysis.interval import Point
from sem.analysis.trend import Trend
from sem.analysis.words import no_mean_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, short_date
from sem.model.assessment import Team
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL
from sem.programme.outcomes import in_order, measured_text, value_text
from sem.reports.comparison_text import (
    basis_words,
    break_words,
    explanation_words,
    left_out_words,
    moved_questions,
    overall_words,
    p_words,
    signed,
    verdict_words,
)
from sem.reports.document import Block, Chart, Facts, Figure, Heading, Paragraph, Value, cells, typed_table
from sem.reports.outcome_text import better_words, movement_words
from sem.reports.report import Section, Subject
from sem.reports.report_pictures import changes_picture, trend_picture
from sem.reports.roadmap_words import listed
from sem.reports.words import NOTHING


def changes(subject: Subject) -> Section | None:
    """Return what changed since the round before, with what may be said of it; None without any score to compare."""
    trend, comparison = subject.trend, subject.comparison
    if subject.shown.profile.overall.mean is None or not trend.rounds:
        return None
    title = _("What changed")
    if len(trend.rounds) == 1:
        words = _("This is the first round with scores, so there is nothing to compare it with yet.")
        return Section("changes", title, words, tuple(map(Paragraph, _breaks(trend))))
    if comparison is None:
        words = _("No earlier round asked the same, so there is no change to tell of.")
        return Section("changes", title, words, (*map(Paragraph, _breaks(trend)), *_trend(subject.team, trend)))
    title = _("What changed since {day}").format(day=long_date(comparison.before.round.opened))
    blocks: list[Block] = [*map(Paragraph, basis_words(comparison)), _figure(subject.team, comparison)]
    blocks.append(Paragraph(explanation_words(comparison)))
    moved = tuple(_moved(comparison))
    if moved:
        blocks += [Heading(3, _("What moved most")), Facts(moved)]
    blocks += _trend(subject.team, trend)
    blocks += map(Paragraph, _breaks(trend))
    return Section("changes", title, _message(comparison), tuple(blocks), tab=_("What changed"))


def _message(comparison: Comparison) -> str:
    """Return what may be said of the whole and of the areas that really changed."""
    real = [one for one in comparison.areas if one.verdict is Verdict.REAL and one.change is not None]
    words = overall_words(comparison.overall)
    if real:
        names = listed(f"{_name(one)} ({signed(one.change or 0)})" for one in real)
        words += " " + _("Of the areas these really changed: {areas}.").format(areas=names)
    elif all(one.verdict in (Verdict.UNTELLABLE, Verdict.NOTHING) for one in comparison.areas):
        words += " " + _("Of single areas it cannot be told with so few people.")
    elif comparison.family:
        words += " " + _("Of no single area may it be said that it really changed.")
    return words


def _name(change: Change) -> str:
    return change.area.short.get(language()) if change.area else _("Overall")


def _figure(team: Team, comparison: Comparison) -> Figure:
    header = (_("Area"), _("Then"), _("Now"), _("Moved"), _("Likely"), "p", _("Verdict"))
    every = (*comparison.areas, comparison.overall)
    valued = [one for one in comparison.areas if one.change is not None]
    names = tuple(map(_name, valued))
    days = [long_date(one.round.opened) for one in (comparison.before, comparison.after)]
    chart = Chart(
        "bars",
        _("Then and now"),
        names,
        ((days[0], tuple(one.before for one in valued)), (days[1], tuple(one.after for one in valued))),
        LOWEST_LEVEL,
        HIGHEST_LEVEL,
    )
    caption = _("Then and now, {before} and {after}").format(before=days[0], after=days[1])
    words = _("The mean of each area in both rounds over what is compared, and what may be said of the change.")
    table = typed_table(header, map(_row, every))
    drawn = changes_picture(team, comparison) if valued else None
    return Figure(caption, words, table, drawn, (chart,) if valued else (), (0, 1, 2, 3, 6))


def _row(change: Change) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    if change.before is None or change.after is None or change.change is None:
        return cells(_name(change), *[NOTHING] * 5, verdict_words(change))
    interval = change.interval
    likely = (
        _("{low} to {high}").format(low=signed(interval[0]), high=signed(interval[1])) if interval else NOTHING
    )  # fmt: skip
    return cells(
        _name(change),
        (number(change.before), change.before),
        (number(change.after), change.after),
        (signed(change.change), change.change),
        likely,
        (p_words(change.p), change.p),
        verdict_words(change),
    )


def _moved(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield the areas of more than one question that moved by more than what could be noise, with what moved them."""
    for change in comparison.areas:
        if len(change.questions) < 2 and change.basis is not Basis.AGREED:
            continue
        parts = [
            f"{one.question.label.get(language())} {number(one.before)} → {number(one.after)}"
            for one in moved_questions(change)
        ]
        if parts:
            yield _name(change), "; ".join(parts)


def _trend(team: Team, trend: Trend) -> Iterator[Block]:
    """Yield the means of all rounds, where these are more than the two that are compared."""
    if len(trend.rounds) < 3:
        return
    days = tuple(short_date(shown.round.opened) for shown in trend.rounds)
    names = [(area.short.get(language()), trend.points(area.id)) for area in trend.areas]
    names.append((_("Overall"), trend.points(None)))
    rows = [cells(name, *((_told(one), one.mean) for one in points)) for name, points in names]
    yield Heading(3, _("All rounds"))
    means = tuple((name, tuple(one.mean for one in points)) for name, points in names)
    chart = Chart("lines", _("Means over the rounds"), days, means, LOWEST_LEVEL, HIGHEST_LEVEL)
    words = _("The mean of each area in every round with scores that may be shown.")
    whole = all(broken is None for broken in trend.breaks)
    table = typed_table((_("Area"), *days), rows)
    drawn = trend_picture(team, trend)
    yield Figure(_("Means over the rounds"), words, table, drawn, (chart,) if whole else ())


def _told(point: Point) -> str:
    if point.mean is None:
        return no_mean_words(point) if point.withheld else NOTHING
    return number(point.mean)


def _breaks(trend: Trend) -> Iterator[str]:
    for at in range(len(trend.breaks)):
        if words := break_words(trend, at):
            yield words
    if trend.left_out:
        yield left_out_words(trend)


def outcomes(subject: Subject) -> Section | None:
    """Return what the team measures of its results; None where it measures nothing."""
    measured = [measure for measure in in_order(subject.programme) if measure.values]
    if not measured:
        return None
    header = (_("Measure"), _("Unit"), _("Day"), _("Value"), "n", _("Source"))
    rows, told = [], []
    for measure in measured:
        for one in measure.values:
            rows.append(
                cells(
                    measure.name,
                    measure.unit,
                    (short_date(one.on), one.on),
                    (value_text(one.value), one.value),
                    (str(one.n), one.n) if one.n is not None else NOTHING,
                    one.source or NOTHING,
                )
            )
        last = measure.values[-1]
        words = _("{value} on {day}").format(value=measured_text(measure, last), day=short_date(last.on))
        told.append((measure.name, "; ".join(filter(None, (words, movement_words(measure), better_words(measure))))))
    message = _("A score is not a result. What the team measures of its results: {measures}.").format(
        measures=listed(measure.name for measure in measured)
    )
    return Section("outcomes", _("Outcome measures"), message, (Facts(tuple(told)), typed_table(header, rows)))
