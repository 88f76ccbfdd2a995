"""How large a change is where it is not known who answered both times: effect size and interval from counts alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from sem.analysis.agreement import mean, spread
from sem.analysis.student import t_95

Groups = Sequence[tuple[Sequence[int], Sequence[int]]]
"""For each question the levels chosen then and those chosen now."""

_WIDEST = 4.0


def unpaired_effect(levels: Groups, change: float) -> float | None:
    """Return a change in standard deviations of the levels at a usual question; None where nobody differs.

    Args:
        levels: Of the questions compared.
        change: The change of their mean.
    """
    pooled = []
    for then, now in levels:
        freedom = len(then) + len(now) - 2
        if freedom > 0:
            pooled.append((_variance(then) * (len(then) - 1) + _variance(now) * (len(now) - 1)) / freedom)
    usual = mean(pooled) if pooled else 0.0
    return change / sqrt(usual) if usual else None


def unpaired_interval(levels: Groups, weights: Sequence[float], change: float) -> tuple[float, float] | None:
    """Return from which to which change of the weighted mean is likely, at 95%.

    How a person's answers hang together is not known, so the worst is taken: that whoever is high at one question is
    high at all, which makes the standard error of the mean the mean of the standard errors. None where a group has
    one person, or nobody differs at any question.

    Args:
        levels: Of the questions compared.
        weights: How much each question counts.
        change: The change of their mean.
    """
    smallest = min(len(group) for pair in levels for group in pair)
    if smallest < 2:
        return None
    errors = [sqrt(_variance(then) / len(then) + _variance(now) / len(now)) for then, now in levels]
    error = sum(weight * one for weight, one in zip(weights, errors, strict=True)) / sum(weights)
    if not error:
        return None
    margin = t_95(smallest - 1) * error
    return max(-_WIDEST, change - margin), min(_WIDEST, change + margin)


def _variance(levels: Sequence[int]) -> float:
    return (spread(levels) or 0.0) ** 2
