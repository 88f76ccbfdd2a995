"""The plan: steps with their reasons and dates, and the verdict on whether they fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sem.model.ambition import Ambition
from sem.model.questionnaire import Estimate, PracticeKind
from sem.model.text import Text

STEPS_AT_ONCE = "steps-at-once"
PERSON_DAYS = "person-days"
OWNER = "owner:"
"""What a resource that is an owner is called: this, and the owner's id."""


def step_id(area: str, level: int) -> str:
    """Return the permanent id of the step that raises an area to a level, such as ``culture>3``."""
    return f"{area}>{level}"


def step_parts(id_: str) -> tuple[str, str]:
    """Return the area and the level in the id of a step, each as it stands there: neither needs to be one."""
    area, _arrow, level = id_.rpartition(">")
    return area, level


class Why(StrEnum):
    """Why one step comes after another."""

    LADDER = "ladder"
    """Levels of an area are climbed one by one."""
    PRACTICE = "practice"
    """A practice of the questionnaire asks for it."""
    TEAM = "team"
    """The team said so."""
    GATE = "gate"
    """Basics come before surprises."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A step that has to be done first.

    Args:
        step: Its id.
        reason: What the practice or the team says about it, where they do.
        practice: The id of the practice that asks for it, where one does.
    """

    step: str
    why: Why
    reason: Text | None = None
    practice: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Raises one area by one level.

    Args:
        level: The level it leads to.
        kind: A surprise only if all its practices are.
        practices: The ids of the practices not yet done that lead to this level.
        owner: The id of who leads it; None where nobody does yet.
        needed_by: The ids of the steps that ask for it, if it lies above the target of its own area; else empty.
        doubt: Whether the level of the area today is not known, so that the step may not be needed.
    """

    id: str
    area: str
    level: int
    kind: PracticeKind
    practices: tuple[str, ...]
    weeks: Estimate
    person_days: Estimate
    owner: str | None = None
    weight: float = 1.0
    after: tuple[Dependency, ...] = ()
    needed_by: tuple[str, ...] = ()
    doubt: bool = False


class StepState(StrEnum):
    """How far a step is."""

    WAITING = "waiting"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """What really happened to a step.

    Args:
        started: The first day.
        ended: The last day; None while it is not done.
        weeks_left: What the team thinks a started step still takes; None to subtract the weeks that have passed.
    """

    started: date
    ended: date | None = None
    weeks_left: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its dates. Starts are the Mondays and ends the Fridays of working weeks, unless they really happened.

    Args:
        weeks: The working weeks it takes; of a started step those that have passed and those that are left.
        start: When it starts, as early as capacity allows.
        latest_start: The backcast: started later than this, the target date is lost. None once it is done; for a
            started step the start that would go with its latest end.
        latest_end: When it has to be finished at the latest.
        slack: The working weeks between end and latest end, below 0 where it is too late.
    """

    step: Step
    state: StepState
    weeks: int
    start: date
    end: date
    latest_start: date | None
    latest_end: date | None
    slack: int | None


class Fit(StrEnum):
    """Whether a plan fits before its target date."""

    FITS = "fits"
    EATS_BUFFER = "eats-buffer"
    """It ends in time, but without the buffer it asks for."""
    TOO_LONG = "too-long"


class CauseKind(StrEnum):
    """Why a plan does not fit."""

    PAST = "past"
    """There is no working week left before the target date."""
    CHAIN = "chain"
    """Steps that wait for each other take too long: more at once does not help."""
    WORK = "work"
    """There is more work than one resource can do."""
    INTERLOCK = "interlock"
    """Chains and work would each fit, and do not fit together."""


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a resource is.

    Args:
        resource: `STEPS_AT_ONCE`, `PERSON_DAYS`, or `OWNER` and an id.
        capacity: What there is in a week: steps, or tenths of person-days.
        used: What the plan uses, week by week from the first one, in the same unit.
        weeks_needed: The fewest weeks in which the capacity can do all the work.
    """

    resource: str
    capacity: int
    used: tuple[int, ...]
    weeks_needed: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a plan does not fit, with what shows it.

    Args:
        weeks_needed: What the cause alone asks for, in working weeks.
        weeks_available: What there is.
        chain: The ids of a longest chain of steps, in the order of the work. If the first of them waits for an
            experiment, the weeks until its end are counted too.
        load: The resource that needs the most weeks.
        squeezed: The ids of steps whose work does not fit between what comes before and after them; may be empty.
    """

    kind: CauseKind
    weeks_needed: int
    weeks_available: int
    chain: tuple[str, ...]
    load: Load
    squeezed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the plan fits, in working weeks.

    Args:
        weeks_needed: The length of the plan.
        weeks_available: From the first week one can start to the target date; 0 or less if that has passed.
        buffer_wanted: The part of the length that has to stay free at the end.
        buffer_left: What is free at the end, below 0 where it does not fit.
        start_by: The Monday on which the plan has to start, or should have started: the earliest latest start of the
            steps that wait; where none does, that of the plan as a whole.
        certain: Whether it is proved: a plan that is too long may be due to the search, unless a bound says so too.
        cause: None if it fits.
    """

    fit: Fit
    weeks_needed: int
    weeks_available: int
    buffer_wanted: int
    buffer_left: int
    start_by: date
    certain: bool
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates for all steps of an ambition.

    Args:
        today: The day it was made.
        now: The level of each area on that day; None where it is not known.
        progress: What had happened by then, by the id of a step.
        steps: By start, then by id.
        end: The Friday on which the last step ends; `today` where nothing is left to do.
        certified: Whether a bound proves that no plan is shorter.
        pace: The tenths of person-days a week that the durations are stretched to; None without such a limit.
        holds: By the id of a step, the last day of the experiment that it waits for.
        kept_order: Whether it only carries on an earlier plan in its own order, so that nothing shorter was looked for.
    """

    ambition: Ambition
    today: date
    now: Mapping[str, int | None]
    progress: Mapping[str, Progress]
    steps: tuple[PlannedStep, ...]
    end: date
    verdict: Verdict
    certified: bool
    pace: int | None
    holds: Mapping[str, date] = field(default_factory=dict)
    kept_order: bool = field(default=False, compare=False)

    def step(self, step_id: str) -> PlannedStep:
        """Return a step with its dates.

        Raises:
            KeyError: There is no such step.
        """
        for planned in self.steps:
            if planned.step.id == step_id:
                return planned
        raise KeyError(step_id)

    def levels_on(self, day: date) -> dict[str, int]:
        """Return the level of each area at the end of a day, if all goes as planned; an unknown level counts as 1."""
        levels = {area: level or 1 for area, level in self.now.items()}
        for planned in self.steps:
            if planned.end <= day:
                area = planned.step.area
                levels[area] = max(levels.get(area, 1), planned.step.level)
        return levels


class RelaxationKind(StrEnum):
    """What one can give to make an ambition fit."""

    DATE = "date"
    CAPACITY = "capacity"
    OWNER = "owner"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change that makes an ambition fit, its buffer included, with the plan that proves it.

    Args:
        cost: Working weeks later, steps at once more (person-days a month more, rounded up, where the steps at once
            stay as they are), or levels given up.
        certain: Whether bounds prove that less of this kind does not do.
        plan: The whole plan of the changed ambition, which is `plan.ambition`.
        areas: The areas whose target is lowered.
        owner: The id of the owner who has to lead more steps at once.
    """

    kind: RelaxationKind
    cost: int
    certain: bool
    plan: Plan
    areas: tuple[str, ...] = ()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that has other dates in another plan.

    Args:
        weeks: How many working weeks later it ends; below 0 for earlier.
    """

    step: str
    start: date
    new_start: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two plans.

    Args:
        moved: The steps with other dates, by their new start.
        added: The ids of steps that only the new plan has.
        gone: The ids of steps that only the old plan has.
        weeks: How many working weeks later the new plan ends; below 0 for earlier.
    """

    moved: tuple[Moved, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    weeks: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """A shorter plan to choose or not, and what it would move; the same plan where none was found."""

    plan: Plan
    difference: Difference


class SlipKind(StrEnum):
    """What a slip means for the target date."""

    ON_PLAN = "on-plan"
    FREE_TIME = "free-time"
    """Later than the baseline, by no more than the weeks that were free there before the buffer."""
    EATS_BUFFER = "eats-buffer"
    """Later than that, and still before its latest end."""
    TOO_LATE = "too-late"
    """Past its latest end: without other changes the target date is lost."""


@dataclass(frozen=True, slots=True)
class Slip:
    """How a step stands against the frozen baseline.

    Args:
        weeks: How many working weeks later it ends than in the baseline; below 0 for earlier.
        latest_end: The baseline's.
        started_by: The id of the step whose own delay started this one; None where it is not later.
    """

    step: str
    kind: SlipKind
    baseline_end: date
    end: date
    latest_end: date | None
    weeks: int
    started_by: str | None
