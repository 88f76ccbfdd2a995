"""What may be said of a change from one round to another, in words: the same in pictures, reports and on screens."""

from __future__ import annotations

from collections.abc import Iterator

from sem.analysis.comparison import SIGNIFICANT, Basis, Break, Change, Comparison, Verdict
from sem.analysis.permutation import smallest_paired_p
from sem.analysis.trend import Trend
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number
from sem.i18n import mark as N_

_NOTHING = "—"
_LEAST_P = 0.001

_BREAKS = {
    Break.QUESTIONNAIRE: N_("From {day} on another questionnaire is used: {after} instead of {before}."),
    Break.VERSION: N_("From {day} on the questionnaire asks something else: {after} instead of {before}."),
    Break.SCALE: N_("From {day} on the scale has another number of levels: {after} instead of {before}."),
}


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


def basis_words(comparison: Comparison) -> Iterator[str]:
    """Yield in sentences who is compared with whom, and where the rounds are about something else."""
    n = comparison.overall.n
    if comparison.basis is Basis.PAIRED and n:
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
            before=" ".join(before.split()) or _NOTHING, after=" ".join(after.split()) or _NOTHING
        )


def p_words(p: float | None) -> str:
    """Return a p-value in three decimals; none is 0."""
    if p is None:
        return _NOTHING
    return f"<{number(_LEAST_P, 3)}" if p < _LEAST_P else number(p, 3)


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


def explanation_words(comparison: Comparison, *, likely: bool = True) -> str:
    """Return how the table of changes is to be read, as far as it has what is told.

    Args:
        comparison: Of two rounds.
        likely: Whether the table tells where each change likely lies.
    """
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
    if likely and any(change.interval for change in every):
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
    if likely and any(change.tested and change.interval is None and change.n > 5 for change in every):
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
