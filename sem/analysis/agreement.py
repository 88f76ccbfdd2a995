"""How much respondents agree on one question: r_wg and a_wg for the five-level scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

UNIFORM_VARIANCE = ((HIGHEST_LEVEL - LOWEST_LEVEL + 1) ** 2 - 1) / 12
"""Variance of answers spread evenly over the levels: (A² − 1) / 12, so 2 for five levels."""

FEWEST_FOR_AWG = HIGHEST_LEVEL - LOWEST_LEVEL
"""a_wg wants about one respondent fewer than there are levels."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between respondents, for one question or as the mean over an area's questions.

    Args:
        r_wg: 1 at full agreement, 0 when as spread as random answers, below 0 when more divided than that. Raw, never
            clamped.
        a_wg: As r_wg, but against the most divided answers that the mean allows: 1 to −1.
        a_wg_valid: Whether a_wg may be read: enough respondents, and a mean not at the end of the scale.
    """

    r_wg: float
    a_wg: float
    a_wg_valid: bool


def mean(values: Sequence[float]) -> float:
    """Return the mean of at least one value."""
    return sum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """Return the sample variance (n − 1) of at least two values."""
    centre = mean(values)
    return sum([(value - centre) ** 2 for value in values]) / (len(values) - 1)


def spread(levels: Sequence[float]) -> float | None:
    """Return the sample standard deviation of the levels, in levels; None with fewer than two."""
    return sqrt(variance(levels)) if len(levels) > 1 else None


def agreement(levels: Sequence[int]) -> Agreement | None:
    """Return the agreement between the levels respondents chose; None with fewer than two.

    r_wg = 1 − s² / 2 (James, Demaree & Wolf 1984, with the uniform null for five levels).
    a_wg = 1 − 2s² / {[(H + L)M − M² − H·L] · k/(k − 1)} (Brown & Hauenstein 2005), where k answers have mean M and the
    scale runs from L to H. It may be read when M lies between [L(k − 1) + H]/k and [H(k − 1) + L]/k.
    """
    k = len(levels)
    if k < 2:
        return None
    low, high = LOWEST_LEVEL, HIGHEST_LEVEL
    centre, spread = mean(levels), variance(levels)
    most = ((high + low) * centre - centre**2 - high * low) * k / (k - 1)
    inside = (low * (k - 1) + high) / k <= centre <= (high * (k - 1) + low) / k
    return Agreement(
        r_wg=1 - spread / UNIFORM_VARIANCE,
        a_wg=1 - 2 * spread / most if spread else 1.0,
        a_wg_valid=inside and k >= FEWEST_FOR_AWG,
    )
