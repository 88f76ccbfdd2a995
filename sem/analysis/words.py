"""Scores in words, the same in the pictures, in the reports and on the screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from sem.analysis.agreement import FEWEST_FOR_AWG, Agreement
from sem.analysis.interval import FEWEST_FOR_INTERVAL, NoInterval, Point
from sem.analysis.scoring import Profile, Score, Withheld
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext, number

# The bounds are those of LeBreton & Senter (2008), Organizational Research Methods 11(4).
_AGREEMENT = (
    (0.9, N_("very strong")),
    (0.7, N_("strong")),
    (0.5, N_("fair")),
    (0.3, N_("weak")),
    (-inf, N_("none")),
)


def agreement_word(agreement: Agreement) -> str:
    """Return how much people agree, by r_wg, in a word."""
    return _(next(word for above, word in _AGREEMENT if agreement.r_wg > above))


def agreement_words(agreement: Agreement, levels: Sequence[int]) -> str:
    """Return the agreement on one question in full: the word, both figures, and whether a_wg may be read.

    Args:
        agreement: Between the levels.
        levels: Those that were chosen.
    """
    words = _("{word}: r_wg {r_wg}, a_wg {a_wg}").format(
        word=agreement_word(agreement), r_wg=number(agreement.r_wg, 2), a_wg=number(agreement.a_wg, 2)
    )
    if agreement.a_wg_valid:
        return words
    if len(levels) < FEWEST_FOR_AWG:
        return words + " " + _("(a_wg says little with fewer than {n} people)").format(n=FEWEST_FOR_AWG)
    return words + " " + _("(a_wg says little when the mean is this near an end of the scale)")


def withheld_words(profile: Profile) -> str:
    """Return in a sentence that answers are not shown and why; empty where all are."""
    if profile.withheld is None:
        return ""
    if profile.withheld is Withheld.HIDDEN:
        return _("The answers are hidden until the round is revealed.")
    n = profile.overall.withheld
    if n == len(profile.questionnaire.questions):
        words = _("The answers are not shown: this round is anonymous, and fewer than {minimum} people chose a level.")
    else:
        words = ngettext(
            "The answers to {n} question are not shown and not counted: fewer than {minimum} people chose a level.",
            "The answers to {n} questions are not shown and not counted: fewer than {minimum} people chose a level.",
            n,
        )
    return words.format(n=n, minimum=profile.minimum)


def no_mean_words(score: Score | Point) -> str:
    """Return why there is no mean: answers that are not shown never look like answers that are not there."""
    return _("not shown") if score.withheld else _("no score")


def people_words(respondents: int, n: int) -> str:
    """Return how many people are in a round, and how many of them chose a level where that is not all of them.

    Args:
        respondents: Who answered or noted anything.
        n: Who chose at least one level.
    """
    people = ngettext("{n} respondent", "{n} respondents", respondents).format(n=respondents)
    if n == respondents:
        return people
    if n == 0:
        return people + ", " + _("none with a level")
    return people + ", " + _("{n} with a level").format(n=n)


def interval_words(point: Point) -> str:
    """Return from where to where a mean likely lies; where that can't be told a word for why."""
    if point.interval:
        return f"{number(point.interval[0])}–{number(point.interval[1])}"
    return {
        NoInterval.NOTHING: no_mean_words(point),
        NoInterval.AGREED: _("agreed"),
        NoInterval.TOO_FEW: _("few"),
        NoInterval.ALIKE: _("alike"),
        None: "",
    }[point.why_none]


def no_interval_notes(points: Iterable[Point]) -> list[str]:
    """Return what the words mean that stand where means have no interval, each only where it is there."""
    found = {point.why_none: interval_words(point) for point in points if point.why_none and point.mean is not None}
    return [f"{found[why]}: {no_interval_words(why)}" for why in NoInterval if why in found]


def no_interval_words(why: NoInterval) -> str:
    """Return why a mean has no interval, in a sentence."""
    return {
        NoInterval.NOTHING: _("There is no score that may be shown."),
        NoInterval.AGREED: _("What the team agreed on is one value, without chance: it has no interval."),
        NoInterval.TOO_FEW: _("With fewer than {n} people nothing can be told of where the mean likely lies.").format(
            n=FEWEST_FOR_INTERVAL
        ),
        NoInterval.ALIKE: _("All answered alike, so nothing tells how far others would be from them."),
    }[why]
