"""How a team changed over its rounds, as text: a trend, a table of changes with verdicts, and what lies behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sem.analysis.change_words import (
    basis_words,
    break_words,
    explanation_words,
    left_out_words,
    overall_words,
    p_words,
    pairs_needed,
    signed,
    verdict_words,
)
from sem.analysis.comparison import Basis, Change, Comparison, QuestionChange, Verdict
from sem.analysis.trend import Trend
from sem.charts.terminal.picture import Characters
from sem.charts.terminal.sparkline import sparkline
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number
from sem.model.assessment import Team
from sem.model.programme import Programme
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.outcome_changes import OutcomeChange, outcome_caution, outcome_changes, outcome_rows
from sem.reports.trend_text import future_words, round_day, trend_table
from sem.reports.words import NOTHING, level_words

__all__ = [
    "basis_words",
    "break_words",
    "comparison_lines",
    "explanation_words",
    "left_out_words",
    "overall_words",
    "p_words",
    "pairs_needed",
    "signed",
    "verdict_words",
]

_MOST_ROUNDS = 20
_MOST_QUESTIONS = 3
_LEAST_SHOWN = 0.05
"""A smaller change is nothing in one decimal."""


def comparison_lines(
    team: Team,
    trend: Trend,
    comparison: Comparison | None,
    columns: int,
    characters: Characters = "braille",
    *,
    programme: Programme | None = None,
    today: date | None = None,
) -> list[str]:
    """Return the changes as lines of at most `columns`; only a single longer word may pass that.

    Args:
        team: Whose rounds.
        trend: Over all rounds.
        comparison: Of two of them; None where there are no two that can be compared.
        columns: How wide the lines may be.
        characters: What sparklines are drawn with.
        programme: Whose outcome measures stand beside the scores; none without.
        today: To say which rounds have a day that is still to come; None to leave that out.
    """
    lines = wrap(_title(team, trend, comparison), columns)
    if comparison:
        for words in basis_words(comparison):
            lines += wrap(words, columns)
        lines += ["", *_table(trend, comparison, columns, characters), "", *_told(comparison, columns), ""]
        lines += wrap(explanation_words(comparison), columns)
    elif trend.rounds:
        if len(trend.rounds) > 1:
            lines += ["", *align(_trend_rows(trend, characters), [2])]
        lines += ["", *wrap(_no_comparison(trend), columns)]
    else:
        lines += wrap(_("There is no round yet with scores that may be shown."), columns)
    for words in _trend_words(trend, characters):
        lines += wrap(words, columns)
    for words in future_words(trend, today) if today else ():
        lines += wrap(words, columns)
    if trend.rounds:
        lines += ["", *trend_table(trend, columns, _mark(characters))]
    return lines + _outcome_lines(outcome_changes(programme or Programme(), trend, comparison), columns)


def _outcome_lines(changes: tuple[OutcomeChange, ...], columns: int) -> list[str]:
    """Return the measures as a table, else a few lines a measure; nothing where there are none."""
    if not changes:
        return []
    heading, *rows = outcome_rows(changes)
    table = align([heading, *rows])
    if max(map(width, table)) > columns:
        table = []
        for name, *cells in rows:
            facts = "; ".join(f"{title.lower()}: {cell}" for title, cell in zip(heading[1:], cells, strict=True))
            table += [*wrap(one_line(name), columns), *wrap(one_line(facts), columns, indent="  ")]
    return ["", *wrap(_("What you measured of your results:"), columns), *table, *wrap(outcome_caution(), columns)]


def _title(team: Team, trend: Trend, comparison: Comparison | None) -> str:
    name = one_line(team.name)
    if comparison is None:
        return name
    days = (round_day(trend, shown) for shown in (comparison.before, comparison.after))
    return _("{team} · from the round of {before} to that of {after}").format(
        team=name, **dict(zip(("before", "after"), days, strict=True))
    )


def _table(trend: Trend, comparison: Comparison, columns: int, characters: Characters) -> list[str]:
    """Return the widest table that fits, else a few lines an area; a trend that lacks in it stands below it.

    Two rounds that can be compared are a trend that the table tells by itself.
    """
    several = len(trend.rounds) > 2
    heading = [_("Area"), _("Trend"), _("Then"), _("Now"), _("Moved"), _("Likely"), _("Effect"), "p", _("Verdict")]
    rows = [heading]
    for change in (*comparison.areas, comparison.overall):
        name = change.area.short.get(language()) if change.area else _("Overall")
        means = trend.means(change.area.id if change.area else None)
        rows.append([name, _spark(trend, means, characters), *_cells(change)])
    right = {_("Then"), _("Now"), _("Moved"), _("Effect"), "p"}
    always = () if several else (_("Trend"),)
    few = (_("Effect"), "p")
    for dropped in (
        always,
        (_("Effect"), *always),
        (*few, *always),
        (*few, _("Trend")),
        (*few, _("Trend"), _("Likely")),
    ):
        kept = [at for at, title in enumerate(heading) if title not in dropped]
        table = align(
            [[row[at] for at in kept] for row in rows], [n for n, at in enumerate(kept) if heading[at] in right]
        )
        if max(map(width, table)) > columns:
            continue
        if several and _("Trend") in dropped:
            table += ["", *align([row[:2] for row in rows])]
        return table
    lines = []
    for name, *cells in rows[1:]:
        facts = "; ".join(f"{title.lower()}: {cell}" for title, cell in zip(heading[1:], cells, strict=True))
        lines += [*wrap(name, columns), *wrap(facts, columns, indent="  ")]
    return lines


def _cells(change: Change) -> list[str]:
    if change.before is None or change.after is None or change.change is None:
        return [NOTHING] * 6 + [verdict_words(change)]
    interval = change.interval
    likely = f"{signed(interval[0])}…{signed(interval[1])}" if interval else NOTHING
    means = [number(change.before), number(change.after)]
    effect = NOTHING if change.effect is None else signed(change.effect)
    return [*means, signed(change.change), likely, effect, p_words(change.p), verdict_words(change)]


def _spark(trend: Trend, means: Sequence[float | None], characters: Characters) -> str:
    """Return the means as a sparkline, broken where the questionnaire changed; the last ones where there are many."""
    first = max(0, len(means) - _MOST_ROUNDS)
    mark = _mark(characters)
    parts = [_dots(characters)] if first else []
    for at, value in enumerate(means[first:], first):
        if at > first and trend.breaks[at - 1]:
            parts.append(mark)
        parts += [run.text for run in sparkline([value], characters=characters)]
    return "".join(parts)


def _mark(characters: Characters) -> str:
    return "|" if characters == "ascii" else "┊"


def _dots(characters: Characters) -> str:
    return "..." if characters == "ascii" else "…"


def _trend_rows(trend: Trend, characters: Characters) -> list[list[str]]:
    rows = [[_("Area"), _("Trend"), _("Now")]]
    areas = [(area.short.get(language()), trend.means(area.id)) for area in trend.areas]
    for name, means in (*areas, (_("Overall"), trend.means(None))):
        rows.append([name, _spark(trend, means, characters), NOTHING if means[-1] is None else number(means[-1])])
    return rows


def _no_comparison(trend: Trend) -> str:
    if len(trend.rounds) < 2:
        return _("It takes two rounds with scores to see a change; there is one.")
    return _("The last two rounds can't be compared: the trend is broken between them.")


def _trend_words(trend: Trend, characters: Characters) -> Iterator[str]:
    if len(trend.rounds) > 2:
        yield _("Trend: the means of the last {n} rounds, from {first} to {last}.").format(
            n=min(len(trend.rounds), _MOST_ROUNDS),
            first=long_date(trend.rounds[-_MOST_ROUNDS:][0].round.opened),
            last=long_date(trend.rounds[-1].round.opened),
        )
    for at in range(max(0, len(trend.rounds) - _MOST_ROUNDS), len(trend.breaks)):
        if words := break_words(trend, at):
            after = _("What is before {mark} can't be compared with what is after it.").format(mark=_mark(characters))
            yield f"{words} {after}"
    if trend.left_out:
        yield left_out_words(trend)


def _told(comparison: Comparison, columns: int) -> Iterator[str]:
    """Yield a sentence on the whole, and what moved each area that is more than one tested question.

    What could be noise has no causes to look for.
    """
    yield from wrap(overall_words(comparison.overall), columns)
    told = [change for change in comparison.areas
            if moved_questions(change) and (len(change.questions) > 1 or change.basis is Basis.AGREED)]  # fmt: skip
    if not told:
        return
    yield ""
    yield _("What moved most:")
    for change in told:
        assert change.area is not None
        parts = [_question_words(one) for one in moved_questions(change)]
        yield from wrap(f"{change.area.short.get(language())}: {'; '.join(parts)}", columns, indent="    ", first="  ")
        for one in moved_questions(change):
            level = round(one.after)
            if one.agreed and level == one.after:
                sentence = f"{level_words(comparison.after.questionnaire, level)}: “{_sentence(one, level)}”"
                yield from wrap(sentence, columns, indent="      ", first="    ")


def moved_questions(change: Change) -> list[QuestionChange]:
    """Return what moved an area most, largest first; nothing where that could be noise, which has no causes."""
    if change.verdict is Verdict.NOISE:
        return []
    return [one for one in change.questions if abs(one.change) >= _LEAST_SHOWN][:_MOST_QUESTIONS]


def _sentence(one: QuestionChange, level: int) -> str:
    return one.question.levels[level - 1].get(language())


def _question_words(one: QuestionChange) -> str:
    return f"{one.question.label.get(language())} {number(one.before)} → {number(one.after)}"
