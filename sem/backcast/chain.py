"""The chain of steps read from right to left: from the target date back to what has to start first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sem.backcast.draft import draft_of
from sem.backcast.explain import Explanation, Held, Hold, explain
from sem.model.plan import Plan, PlannedStep, StepState


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain, and why another one has to come before it.

    Args:
        before: The id of the step that comes before it; None for the first to be done.
        held: Why: by a dependency or a resource; None without a step before it.
        waits: Whether it also waits for an experiment.
    """

    planned: PlannedStep
    before: str | None
    held: Held | None
    waits: bool


def chain_back(plan: Plan, step: str | None = None) -> tuple[Link, ...]:
    """Return a chain of the backcast, the last step first.

    Without a step it is the chain on which the latest start of the whole plan depends: each step has to end just before
    the next one, which waits for it or finds no room as long as it goes on. With a step it is the chain of what that
    step needs, and of that always what may end last.

    Args:
        plan: The plan.
        step: The id of the step at the end; empty is returned for one that is done or not in the plan.
    """
    explained = {i: e for i, e in explain(plan).items() if e.later}
    draft = draft_of(plan)
    pairs = _from_the_first(explained) if step is None else _from_the_last(explained, step)
    return tuple(Link(explained[i].planned, before, held, waits=draft.earliest(i) > 0) for i, before, held in pairs)


def waits_for_experiment(plan: Plan, step: str) -> bool:
    """Return whether a step would wait for an experiment even if nothing else came before it."""
    return draft_of(plan).earliest(step) > 0


_Pair = tuple[str, str | None, Held | None]
"""The ids of a step and of the one before it, and why."""


def _from_the_first(explained: Mapping[str, Explanation]) -> list[_Pair]:
    """Follow what keeps each step from ending later, from the one that has to start first up to the target date."""
    if not explained:
        return []
    first = min(explained.values(), key=lambda e: (e.planned.latest_start or e.planned.start, e.planned.step.id))
    here = first.planned.step.id
    pairs: dict[str, _Pair] = {here: (here, None, None)}
    while (held := explained[here].later) and held.steps and held.steps[0] not in pairs:
        pairs[held.steps[0]] = (held.steps[0], here, held)
        here = held.steps[0]
    return list(pairs.values())[::-1]


def _from_the_last(explained: Mapping[str, Explanation], last: str) -> list[_Pair]:
    pairs: list[_Pair] = []
    here = last
    while here in explained:
        needed = [d for d in explained[here].planned.step.after if d.step in explained]
        if explained[here].planned.state is not StepState.WAITING or not needed:
            return [*pairs, (here, None, None)]
        before = max(needed, key=lambda d: (explained[d.step].planned.latest_end or date.min, d.step))
        pairs.append((here, before.step, Held(Hold.STEP, (here,), before)))
        here = before.step
    return pairs
