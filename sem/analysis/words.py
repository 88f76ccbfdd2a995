"""Scores in words, the same in the pictures, in the reports and on the screens."""

from __future__ import annotations

from math import inf

from sem.analysis.agreement import Agreement
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

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
