"""How large a change is where it is not known who answered both times: effect size and interval from counts alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from sem.analysis.agreement import mean, spread

Groups = Sequence[tuple[Sequence[int], Sequence[int]]]
"""For each question the levels chosen then and those chosen now."""

# 0.975 quantiles of Student's t with 1 to 30 degrees of freedom; that of 30 serves above it, on the safe side.
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
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
    margin = _T[min(smallest - 1, len(_T)) - 1] * error
    return max(-_WIDEST, change - margin), min(_WIDEST, change + margin)


def _variance(levels: Sequence[int]) -> float:
    return (spread(levels) or 0.0) ** 2
