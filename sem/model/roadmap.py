"""The roadmap: the plan as a team lives with it, with all that every picture, export and screen of it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sem.model.experiment import Experiment
from sem.model.plan import Difference, Plan, Slip
from sem.model.programme import Programme


class ChangeKind(StrEnum):
    """What a new round says of the level of an area."""

    REACHED = "reached"
    """The level of the next step is there."""
    JUMPED = "jumped"
    """More than one level up since the plan was fixed."""
    FELL_BACK = "fell-back"
    NOT_COMPARABLE = "not-comparable"
    """Another level, of a questionnaire that asks something else than when the plan was fixed."""


@dataclass(frozen=True, slots=True)
class LevelChange:
    """An area whose level is another one than when the plan of record was made.

    Args:
        steps: The ids of the steps that are done by this, or that have to be done again.
    """

    area: str
    kind: ChangeKind
    old: int | None
    new: int | None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A cut, counted back from the target date, with the profile reached there if all goes as planned.

    Args:
        day: The Friday at which it is.
        levels: The level of each area on that day.
        steps: The ids of the steps that end between the milestone before and this one, by their end.
    """

    day: date
    levels: Mapping[str, int]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the plan does after a red result.

    Args:
        experiment: The experiment of which the plug was pulled.
        lost: The ids of the steps that can't be reached without what it was to bring.
        without: The plan with the targets lowered by those steps; None if nothing is left of it.
    """

    experiment: Experiment
    lost: tuple[str, ...]
    without: Plan | None


@dataclass(frozen=True, slots=True)
class BufferUse:
    """The part of the path that is done and the part of the wanted buffer that is used, 0 to 1 or more."""

    path: float
    buffer: float


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Everything about a team's way to its ambition on one day.

    Args:
        team: The team's name.
        programme: What the team wants and what happened.
        plan: The plan as it is today: the plan of record in its own order with what has happened since, or a first
            plan where none was fixed.
        milestones: By day; the last one is at the target date.
        changes: What the newest round says of the levels that the plan of record started from.
        difference: What is different from the plan of record; None where there is none.
        slips: How each step stands against the last baseline; empty where there is none.
        buffer: None without a baseline.
        pulled: The experiments that were stopped and whose steps are still waiting.
        warnings: What the team should know: a kill date after the latest start of what waits for it, and the like; in
            the language of the user.
    """

    team: str
    programme: Programme
    plan: Plan
    milestones: tuple[Milestone, ...] = ()
    changes: tuple[LevelChange, ...] = ()
    difference: Difference | None = None
    slips: tuple[Slip, ...] = ()
    buffer: BufferUse | None = None
    pulled: tuple[Pulled, ...] = ()
    warnings: tuple[str, ...] = ()
