"""Experiments on a small scale, and the criteria on which they are stopped: fixed before the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Comparator(StrEnum):
    """How a measured value is held against a threshold."""

    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    AT_MOST = "at-most"
    LESS_THAN = "less-than"

    def holds(self, value: float, threshold: float) -> bool:
        """Return whether a value does what the threshold asks."""
        if self is Comparator.AT_LEAST:
            return value >= threshold
        if self is Comparator.MORE_THAN:
            return value > threshold
        return value <= threshold if self is Comparator.AT_MOST else value < threshold


class Outcome(StrEnum):
    """What the result of an experiment says."""

    GREEN = "green"
    """The criterion is met: go on."""
    RED = "red"
    """It is not: pull the plug, and do what was agreed."""


@dataclass(frozen=True, slots=True)
class KillCriterion:
    """What has to be measured by when for an experiment to go on, and what happens otherwise; never changed.

    Args:
        measure: What is measured, in words.
        by: The last day on which it may be measured.
        otherwise: What is done if it is not met.
        fixed_on: The day it was fixed.
        reason: Why it takes the place of the version before; empty for the first.
    """

    measure: str
    comparator: Comparator
    threshold: float
    by: date
    otherwise: str
    fixed_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Subset:
    """With whom an experiment is done.

    Args:
        who: Which customers or colleagues.
        where: Which location or channel.
        how_many: How many of them; None where that is not known beforehand.
    """

    who: str
    where: str = ""
    how_many: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of an experiment.

    Args:
        value: What was measured.
        measured_on: The day it was measured.
        version: The number of the criterion's version it is held against, from 1.
        learned: What the team learned.
    """

    value: float
    measured_on: date
    version: int
    learned: str = ""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Something tried with a few customers before it is done for all.

    Args:
        id: Permanent and short, such as ``e1``.
        step: The id of the step that waits for it; None for an experiment beside the plan.
        start: The first day.
        end: The last day.
        criteria: All versions of the kill criterion, the oldest first; each but the first with its reason.
        results: All that was recorded, the oldest first; the last one counts.
        idea: The id of the idea it comes from.
        stopped_on: The day the plug was pulled; None while it was not.
        stopped_because: Why, where a red result is not the reason; such an experiment never goes on.
    """

    id: str
    title: str
    hypothesis: str
    subset: Subset
    start: date
    end: date
    criteria: tuple[KillCriterion, ...]
    step: str | None = None
    results: tuple[Result, ...] = ()
    idea: str | None = None
    stopped_on: date | None = None
    stopped_because: str = ""

    @property
    def criterion(self) -> KillCriterion:
        """The version that counts."""
        return self.criteria[-1]

    def outcome_of(self, result: Result) -> Outcome:
        """Return what a result says by the version it was held against."""
        criterion = self.criteria[result.version - 1]
        late = result.measured_on > criterion.by
        met = not late and criterion.comparator.holds(result.value, criterion.threshold)
        return Outcome.GREEN if met else Outcome.RED

    @property
    def outcome(self) -> Outcome | None:
        """What the last result says; None while the criterion that counts has no result."""
        if not self.results or self.results[-1].version != len(self.criteria):
            return None
        return self.outcome_of(self.results[-1])
