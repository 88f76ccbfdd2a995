"""How a team changed over its rounds, as text: a trend, a table of changes with verdicts, and what lies behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sem.analysis.comparison import SIGNIFICANT, Basis, Break, Change, Comparison, QuestionChange, Verdict
from sem.analysis.permutation import smallest_paired_p
from sem.analysis.trend import Trend
from sem.charts.terminal.picture import Characters
from sem.charts.terminal.sparkline import sparkline
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number
from sem.i18n import mark as N_
from sem.model.assessment import Team
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.words import NOTHING, level_words

_MOST_ROUNDS = 20
_MOST_QUESTIONS = 3
_LEAST_SHOWN = 0.05
"""A smaller change is nothing in one decimal."""
_LEAST_P = 0.001

_BREAKS = {
    Break.QUESTIONNAIRE: N_("From {day} on another questionnaire is used: {after} instead of {before}."),
    Break.VERSION: N_("From {day} on the questionnaire asks something else: {after} instead of {before}."),
    Break.SCALE: N_("From {day} on the scale has another number of levels: {after} instead of {before}."),
}


def comparison_lines(
    team: Team, trend: Trend, comparison: Comparison | None, columns: int, characters: Characters = "braille"
) -> list[str]:
    """Return the changes as lines of at most `columns`; only a single longer word may pass that.

    Args:
        team: Whose rounds.
        trend: Over all rounds.
        comparison: Of two of them; None where there are no two that can be compared.
        columns: How wide the lines may be.
        characters: What sparklines are drawn with.
    """
    lines = wrap(_title(team, trend, comparison), columns)
    if comparison:
        for words in basis_words(comparison):
            lines += wrap(words, columns)
        lines += ["", *_table(trend, comparison, columns, characters), "", *_told(comparison, columns), ""]
        lines += wrap(explanation_words(comparison), columns)
    elif trend.rounds:
        lines += ["", *align(_trend_rows(trend, characters), [2]), "", *wrap(_no_comparison(trend), columns)]
    else:
        lines += wrap(_("There is no round yet with scores that may be shown."), columns)
    for words in _trend_words(trend, characters):
        lines += wrap(words, columns)
    return lines


def verdict_words(change: Change) -> str:
    """Return what may be said of a change, in a few words."""
    if change.verdict is Verdict.UNTELLABLE:
        return _("cannot be told, n = {n}").format(n=change.n)
    words = {
        Verdict.REAL: _("real"),
        Verdict.NOISE: _("could be noise"),
        Verdict.AGREED: _("agreed on, no test"),
        Verdict.NOTHING: _("nothing to compare"),
    }
    return words[change.verdict]


def signed(value: float) -> str:
    """Return a change in levels with its sign, in one decimal; none where that is zero."""
    text = number(value)
    return f"+{text}" if value > 0 and text != number(0.0) else text


def pairs_needed(areas: int) -> int:
    """Return how many people must answer both times before a change in one of so many areas can be called real."""
    n = 1
    while smallest_paired_p(n) * areas >= SIGNIFICANT:
        n += 1
    return n


def _title(team: Team, trend: Trend, comparison: Comparison | None) -> str:
    name = one_line(team.name)
    if comparison is None:
        return name
    days = (long_date(shown.round.opened) for shown in (comparison.before, comparison.after))
    return _("{team} · from the round of {before} to that of {after}").format(
        team=name, **dict(zip(("before", "after"), days, strict=True))
    )


def basis_words(comparison: Comparison) -> Iterator[str]:
    """Yield in sentences who is compared with whom, and where the rounds are about something else."""
    n = comparison.overall.n
    if comparison.basis is Basis.PAIRED:
        yield ngettext(
            "Compared with themselves: the {n} person who answered both times.",
            "Compared with themselves: the {n} people who answered both times.",
            n,
        ).format(n=n)
    elif comparison.family:
        then, now = comparison.overall.people
        yield _(
            "Compared as two groups, of {then} and {now} people: who answered both times is not known."
        ).format(then=then, now=now)  # fmt: skip
    before, after = comparison.before.round.scope, comparison.after.round.scope
    if before != after:
        yield _("Mind: the rounds are not about the same. Then: {before}. Now: {after}.").format(
            before=one_line(before) or NOTHING, after=one_line(after) or NOTHING
        )


def _table(trend: Trend, comparison: Comparison, columns: int, characters: Characters) -> list[str]:
    """Return the widest table that fits, else a few lines an area; a trend that lacks in it stands below it.

    Two rounds that can be compared are a trend that the table tells by itself.
    """
    several = len(trend.rounds) > 2
    heading = [_("Area"), _("Trend"), _("Then"), _("Now"), _("Moved"), _("Likely"), "p", _("Verdict")]
    rows = [heading]
    for change in (*comparison.areas, comparison.overall):
        name = change.area.short.get(language()) if change.area else _("Overall")
        means = trend.means(change.area.id if change.area else None)
        rows.append([name, _spark(trend, means, characters), *_cells(change)])
    right = {_("Then"), _("Now"), _("Moved"), "p"}
    always = () if several else (_("Trend"),)
    for dropped in (always, ("p", *always), ("p", _("Trend")), ("p", _("Trend"), _("Likely"))):
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
        return [NOTHING] * 5 + [verdict_words(change)]
    interval = change.interval
    likely = f"{signed(interval[0])}…{signed(interval[1])}" if interval else NOTHING
    means = [number(change.before), number(change.after)]
    return [*means, signed(change.change), likely, p_words(change.p), verdict_words(change)]


def p_words(p: float | None) -> str:
    """Return a p-value in three decimals; none is 0."""
    if p is None:
        return NOTHING
    return f"<{number(_LEAST_P, 3)}" if p < _LEAST_P else number(p, 3)


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


def break_words(trend: Trend, at: int) -> str:
    """Return why a round can't be compared with the one after it; empty where it can.

    Args:
        trend: Over all rounds.
        at: The place of the earlier of the two, from 0.
    """
    broken = trend.breaks[at]
    if broken is None:
        return ""
    then, now = trend.rounds[at], trend.rounds[at + 1]
    before, after = (f"{one.questionnaire.title.get(language())} {one.questionnaire.version}" for one in (then, now))
    return _(_BREAKS[broken]).format(day=long_date(now.round.opened), before=before, after=after)


def left_out_words(trend: Trend) -> str:
    """Return how many rounds are left out of a trend, and why."""
    return ngettext(
        "{n} round is left out: it has no scores that may be shown.",
        "{n} rounds are left out: they have no scores that may be shown.",
        trend.left_out,
    ).format(n=trend.left_out)


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


def overall_words(change: Change) -> str:
    """Return what may be said of the whole change, in a few sentences."""
    if change.change is None:
        return _("No question has an answer in both rounds that may be compared.")
    sentences = {
        Verdict.REAL: N_("Overall the change of {change} is real: chance alone rarely gives that much."),
        Verdict.NOISE: N_("Overall the change of {change} could be noise: chance alone gives that much often enough."),
        Verdict.UNTELLABLE: N_("Whether the overall change of {change} is real cannot be told with n = {n}."),
        Verdict.AGREED: N_("Overall the change is {change}, by what the team agreed on."),
    }
    words = _(sentences[change.verdict]).format(change=signed(change.change), n=change.n)
    if change.moves:
        rose, same, fell = change.moves
        words += " " + _("Rose: {rose}; stayed the same: {same}; fell: {fell}.").format(rose=rose, same=same, fell=fell)
    if change.effect is not None:
        words += " " + _("Effect size: {effect} standard deviations.").format(effect=number(change.effect))
    return words


def explanation_words(comparison: Comparison) -> str:
    """Return how the table of changes is to be read, as far as it has what is told."""
    every = (*comparison.areas, comparison.overall)
    verdicts = {change.verdict for change in every}
    sentences = []
    if comparison.family:
        sentences.append(
            ngettext(
                "Real: p is below {limit}, for {n} area.",
                "Real: p is below {limit}, corrected for looking at {n} areas (Holm).",
                comparison.family,
            ).format(limit=number(SIGNIFICANT, 2), n=comparison.family)
        )
    if any(change.interval for change in every):
        sentences.append(_("Likely: where the change of that area lies, at 95%."))
    if Verdict.UNTELLABLE in verdicts:
        sentences.append(_("Cannot be told: with so few people even the clearest change stays above that limit."))
        if comparison.basis is Basis.PAIRED:
            need = pairs_needed(comparison.family)
            text = ngettext(
                "For {n} area it takes {people} people who answer both times; overall it takes {overall}.",
                "For {n} areas it takes {people} people who answer both times; overall it takes {overall}.",
                comparison.family,
            )
            sentences.append(text.format(n=comparison.family, people=need, overall=pairs_needed(1)))
    if any(change.basis is Basis.UNPAIRED for change in every):
        sentences.append(_("The test of groups is cautious: it never puts one person's answers together."))
    if any(change.tested and change.interval is None and change.n > 5 for change in every):
        sentences.append(_("Where all change alike there is no “likely” to give."))
    if Verdict.AGREED in verdicts:
        sentences.append(_("What a team agreed on is one value, without chance: see which questions changed."))
    if any(change.tested and change.tested.draws for change in every):
        sentences.append(
            _("There are too many people to count every possibility; p comes from a large sample of them.")
        )
    if Verdict.REAL in verdicts:
        sentences.append(_("Real says that people answer differently, not why, nor that customers notice."))
    return " ".join(sentences)
