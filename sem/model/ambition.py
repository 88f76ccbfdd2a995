"""The ambition: where a team wants to be and when, and what it has to get there with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sem.model.questionnaire import Estimate, PracticeKind

MOST_PERSON_DAYS = 10_000
"""Person-days a month: more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a team has for its plan.

    Args:
        steps_at_once: How many steps may be under way in one week.
        person_days_a_month: How much work fits; None where that is no limit.
    """

    steps_at_once: int = 2
    person_days_a_month: float | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Someone who leads steps, and how many of them at once; 0 for someone without time."""

    id: str
    name: str
    steps_at_once: int = 1


@dataclass(frozen=True, slots=True)
class StepEdit:
    """What a team changed about a step; None keeps what the practices say, and no owner."""

    weeks: Estimate | None = None
    person_days: Estimate | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPrerequisite:
    """A prerequisite of the team's own: an area at a level before another area reaches a level."""

    before_area: str
    before_level: int
    area: str
    level: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """A practice of the team's own, such as an idea that was picked: it belongs to the step to its level.

    Args:
        id: Permanent and short, such as ``own1``; never the id of one of the questionnaire's.
        title: In the words of the team.
        idea: The id of the idea it comes from.
    """

    id: str
    area: str
    level: int
    title: str
    kind: PracticeKind
    weeks: Estimate
    person_days: Estimate
    idea: str | None = None


@dataclass(frozen=True, slots=True)
class Ambition:
    """An end state with a date, and the means.

    Args:
        target_date: The last day on which it may be reached.
        levels: The target level by area id. An area that is left out, or that is there already, is held.
        statement: The end state in customer terms.
        weights: How much an area counts by area id; 1 where left out.
        owners: Who leads steps; which ones is said in `edits`.
        closed_weeks: Any day of each week in which nobody works on the plan.
        buffer_percent: The part of the plan's length to keep free between its end and the target date.
        basics_first: Whether surprises at level 4 and 5 wait until the basics in the plan are at level 3.
        edits: By the id of a step, such as ``culture>3``.
        practices_done: The ids of the practices that the team shows already; ids that are gone are passed over.
        practices: What the team adds to the questionnaire's practices.
    """

    target_date: date
    levels: Mapping[str, int]
    statement: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    capacity: Capacity = Capacity()
    owners: tuple[Owner, ...] = ()
    closed_weeks: tuple[date, ...] = ()
    buffer_percent: int = 20
    basics_first: bool = True
    edits: Mapping[str, StepEdit] = field(default_factory=dict)
    prerequisites: tuple[OwnPrerequisite, ...] = ()
    practices_done: tuple[str, ...] = ()
    practices: tuple[OwnPractice, ...] = ()
