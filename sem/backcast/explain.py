"""Why a step is where it is: what keeps it from going earlier, and what from going later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from sem.backcast.draft import Draft, draft_of
from sem.backcast.network import Network
from sem.model.plan import OWNER, Dependency, Plan, PlannedStep, StepState


class Hold(StrEnum):
    """What keeps a step where it is."""

    NOTHING = "nothing"
    """It starts in the first week there is."""
    HAPPENED = "happened"
    """It has started or is done."""
    EXPERIMENT = "experiment"
    """An experiment that it waits for."""
    STEP = "step"
    """A step that has to be done before, or that waits for it."""
    RESOURCE = "resource"
    """All of a resource is in use by other steps."""
    TARGET = "target"
    """The target date."""


@dataclass(frozen=True, slots=True)
class Held:
    """What keeps a step from going one week earlier, or later.

    Args:
        steps: The ids of the steps that do; empty for the target date and where nothing does.
        dependency: Between this step and the first of `steps`, where it is one that waits for the other.
        resource: What is in use, as in `Load`; None where that is not why.
    """

    by: Hold
    steps: tuple[str, ...] = ()
    dependency: Dependency | None = None
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a step is where it is.

    Args:
        earlier: What keeps it from starting a week earlier.
        later: What keeps its latest end from being a week later; None once it is done.
        stretched_from: The weeks it would take if its work fitted in them; None where it does.
    """

    planned: PlannedStep
    earlier: Held
    later: Held | None
    stretched_from: int | None


def explain(plan: Plan) -> dict[str, Explanation]:
    """Return by the id of each step why it is where it is."""
    return {e.planned.step.id: e for e in _Explainer(plan).all()}


def stretched_steps(plan: Plan) -> frozenset[str]:
    """Return the ids of the steps that take longer than their work asks for, because there are few person-days."""
    draft = draft_of(plan)
    usual = {activity.id: activity.duration for activity in draft.network(None).activities}
    return frozenset(a.id for a in draft.network(plan.pace).activities if a.duration > usual[a.id])


class _Explainer:
    """Looks at both plans week by week: the planned one for what comes before, the backcast for what comes after."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._draft: Draft = draft_of(plan)
        self._network: Network = self._draft.network(plan.pace)
        self._activities = {activity.id: activity for activity in self._network.activities}
        calendar = self._draft.calendar
        todo = [p for p in plan.steps if p.step.id in self._activities]
        # Numbers of weeks: the first one, and the one after the last.
        self._planned = {
            p.step.id: (
                0 if p.state is StepState.STARTED else calendar.number(p.start),
                calendar.number(p.end) + 1,
            )
            for p in todo
        }
        self._latest = {}
        for p in todo:
            if p.latest_end:
                end = calendar.number(p.latest_end) + 1
                self._latest[p.step.id] = (end - self._activities[p.step.id].duration, end)
        self._waiting_for: dict[str, list[tuple[str, Dependency]]] = {p.step.id: [] for p in todo}
        for p in todo:
            for dependency in p.step.after if p.state is StepState.WAITING else ():
                if dependency.step in self._waiting_for:
                    self._waiting_for[dependency.step].append((p.step.id, dependency))

    def all(self) -> Iterator[Explanation]:
        """Yield the explanation of each step, in the order of the plan."""
        for planned in self._plan.steps:
            step = planned.step
            if step.id not in self._activities:
                yield Explanation(planned, Held(Hold.HAPPENED), None, None)
                continue
            earlier = Held(Hold.HAPPENED) if planned.state is StepState.STARTED else self._earlier(planned)
            likely = max(1, ceil(step.weeks.likely))
            stretched = likely if self._draft.weeks(step, self._plan.pace) > likely else None
            yield Explanation(planned, earlier, self._later(planned), stretched)

    def _earlier(self, planned: PlannedStep) -> Held:
        step = planned.step
        start = self._planned[step.id][0]
        if start <= 0:
            return Held(Hold.NOTHING)
        for dependency in step.after:
            if dependency.step in self._planned and self._planned[dependency.step][1] == start:
                return Held(Hold.STEP, (dependency.step,), dependency)
        if start == self._draft.earliest(step.id):
            return Held(Hold.EXPERIMENT)
        return self._full(step.id, self._planned, start - 1, 1, start) or Held(Hold.NOTHING)

    def _later(self, planned: PlannedStep) -> Held:
        step = planned.step.id
        end = self._latest[step][1]
        if end >= self._draft.available:
            return Held(Hold.TARGET)
        for follower, dependency in self._waiting_for[step]:
            if self._latest[follower][0] == end:
                return Held(Hold.STEP, (follower,), dependency)
        return self._full(step, self._latest, end, 0, end) or Held(Hold.TARGET)

    def _full(self, step: str, spans: Mapping[str, tuple[int, int]], week: int, side: int, edge: int) -> Held | None:
        """Return the resource of which too little is left in a week; None if there is enough of each.

        Args:
            step: The id of the step that would need it then.
            spans: The first week of each step and the one after its last.
            week: The week.
            side: Which of the two makes the difference: those that begin (0), or end (1), at `edge` are named.
            edge: The week in which there is enough on the other side.
        """
        needs = self._activities[step].needs
        for resource in sorted(self._network.resources, key=lambda r: (not r.id.startswith(OWNER), r.id)):
            users = [
                other
                for other in self._network.activities
                if other.id != step and other.needs.get(resource.id) and spans[other.id][0] <= week < spans[other.id][1]
            ]
            need = needs.get(resource.id, 0)
            if need and sum(other.needs[resource.id] for other in users) + need > resource.capacity:
                # Where more runs than fits, nobody need end or begin right there.
                named = [other.id for other in users if spans[other.id][side] == edge] or [o.id for o in users]
                return Held(Hold.RESOURCE, tuple(sorted(named)), None, resource.id)
        return None
