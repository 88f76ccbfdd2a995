"""The mean of an area in one round with where it likely lies, or why that can't be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from sem.analysis.agreement import mean
from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import QuestionScore, Score
from sem.analysis.student import t_95
from sem.model.assessment import Response
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

FEWEST_FOR_INTERVAL = 5
"""With fewer people the interval takes in most of the scale, and of a divided team it holds the mean too rarely."""
_NO_SPREAD = 1e-9
"""In levels: what rounding alone leaves of a standard error of zero."""


class NoInterval(StrEnum):
    """Why a mean has no interval."""

    NOTHING = "nothing"
    """There is no mean that may be shown."""
    AGREED = "agreed"
    """What the team agreed on is in it: one value has no chance in it to reckon with."""
    TOO_FEW = "too-few"
    """Fewer than `FEWEST_FOR_INTERVAL` people chose a level."""
    ALIKE = "alike"
    """All answered alike, so nothing tells how far others would be from them."""


@dataclass(frozen=True, slots=True)
class Point:
    """The mean of an area, or overall, in one round.

    Args:
        mean: 1 to 5; None where there is none that may be shown.
        n: How many people it is of, as `Score.n` has it.
        interval: From where to where it likely lies, at 95%, within the scale; None where that can't be told.
        why_none: Why there is no interval; None where there is one.
        withheld: Whether answers are not shown, so that without a mean there is not no score.
    """

    mean: float | None
    n: int
    interval: tuple[float, float] | None = None
    why_none: NoInterval | None = None
    withheld: bool = False


def point_of(shown: Disclosed, area_id: str | None) -> Point:
    """Return the mean of an area in a round, or overall with None, with its interval.

    Args:
        shown: What may be shown of the round.
        area_id: An area, which need not be one of its questionnaire.
    """
    areas = [one for one in shown.profile.areas if area_id in (None, one.area.id)]
    if not areas:
        return Point(None, 0, why_none=NoInterval.NOTHING)
    score = shown.profile.overall if area_id is None else areas[0].score
    valued = [[question for question in one.questions if question.value is not None] for one in areas]
    return _point(score, [questions for questions in valued if questions], shown)


def _point(score: Score, groups: Sequence[Sequence[QuestionScore]], shown: Disclosed) -> Point:
    """Return the point of a score from its questions that have a value; each group counts once in the mean."""
    if score.mean is None:
        return Point(None, score.n, why_none=NoInterval.NOTHING, withheld=score.withheld > 0)
    questions = [question for group in groups for question in group]
    if any(question.consensus is not None for question in questions):
        return Point(score.mean, score.n, why_none=NoInterval.AGREED)
    if shown.singly:
        people, error = _of_people(groups, shown.responses)
    else:
        people, error = min(len(question.levels) for question in questions), _of_counts(groups)
    if people < FEWEST_FOR_INTERVAL:
        return Point(score.mean, score.n, why_none=NoInterval.TOO_FEW)
    if error < _NO_SPREAD:
        return Point(score.mean, score.n, why_none=NoInterval.ALIKE)
    margin = t_95(people - 1) * error
    low, high = max(float(LOWEST_LEVEL), score.mean - margin), min(float(HIGHEST_LEVEL), score.mean + margin)
    return Point(score.mean, score.n, (low, high))


def _of_people(groups: Sequence[Sequence[QuestionScore]], responses: Sequence[Response]) -> tuple[int, float]:
    """Return how many people chose a level, and the standard error of the mean: how far it moves without each of them.

    Where everybody answered everything this is the standard deviation of people's own means over the root of n.
    """
    chosen = [
        {q.question.id: level for group in groups for q in group
         if (level := response.answer(q.question.id).level) is not None}
        for response in responses
    ]  # fmt: skip
    chosen = [own for own in chosen if own]
    sums = {q.question.id: sum(q.levels) for group in groups for q in group}
    without = [_mean_without(groups, sums, own) for own in chosen] if len(chosen) > 1 else []
    moved = [value for value in without if value is not None]
    if len(moved) < 2:
        return len(chosen), 0.0
    centre, n = mean(moved), len(moved)
    return n, sqrt((n - 1) / n * sum((value - centre) ** 2 for value in moved))


def _mean_without(groups: Sequence[Sequence[QuestionScore]], sums: dict[str, int], own: dict[str, int]) -> float | None:
    """Return the mean as it would be without one person's levels; None if nothing would be left."""
    means = []
    for group in groups:
        total = weights = 0.0
        for scored in group:
            id_, weight = scored.question.id, scored.question.weight
            left = len(scored.levels) - (id_ in own)
            if left:
                total += weight * (sums[id_] - own.get(id_, 0)) / left
                weights += weight
        if weights:
            means.append(total / weights)
    return mean(means) if means else None


def _of_counts(groups: Sequence[Sequence[QuestionScore]]) -> float:
    """Return the standard error of the mean where it is not known whose answers belong together.

    The worst is taken: that whoever is high at one question is high at all, so that the errors of the questions add up.
    """
    errors = []
    for group in groups:
        weights = sum(scored.question.weight for scored in group)
        own = sum(
            scored.question.weight * (scored.spread or 0.0) / sqrt(len(scored.levels)) for scored in group
        )  # fmt: skip
        errors.append(own / weights)
    return mean(errors)
