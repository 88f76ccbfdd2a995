"""Life with a plan: carry it on in its own order, offer a shorter one, and tell what slipped and what started it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sem.backcast.calendar import Calendar
from sem.backcast.draft import draft_of
from sem.backcast.plan import SAMPLES, draft_for
from sem.backcast.schedule import keep_order
from sem.model.ambition import Ambition
from sem.model.plan import Difference, Improvement, Moved, Plan, PlannedStep, Progress, Slip, SlipKind, StepState
from sem.model.questionnaire import Questionnaire


def replan(
    record: Plan,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
    progress: Mapping[str, Progress],
    ambition: Ambition | None = None,
    holds: Mapping[str, date] | None = None,
) -> Plan:
    """Return the plan of record with what has happened since, its waiting steps in the order they had.

    Nothing is searched for, so few steps move. If everything only got easier, no step ends later: each still fits where
    it was. A step that is done stays in the plan, also when a new round has raised its area past it; a waiting step
    whose level a round has reached is gone.

    Args:
        record: The plan so far.
        questionnaire: Where the areas and practices are from.
        now: The level of each area today; None where it is not known.
        today: Nothing starts before the first whole working week from this day on.
        progress: Everything that has happened to steps, by their id.
        ambition: The ambition as it is now; None if it is still the record's.
        holds: By the id of a step, the last day of an experiment that it waits for, as in `make_plan`; None if these
            are still the record's.

    Raises:
        InvalidError: The ambition can't be planned at all.
    """
    ambition = ambition or record.ambition
    holds = record.holds if holds is None else holds
    draft = draft_for(ambition, questionnaire, now, today, progress, record, holds)
    pace = draft.pace
    if pace and record.pace and record.pace < pace:
        pace = record.pace
    made = keep_order(draft.network(pace), draft.starts_of(record), draft.running)
    return draft.finish(made, pace, kept_order=True)


def improve(plan: Plan, samples: int = SAMPLES, seed: int = 0) -> Improvement:
    """Return a shorter plan for the same steps if one is found, with what it would move."""
    draft = draft_of(plan)
    made, pace = draft.best(samples, seed, plan)
    if made.length >= plan.verdict.weeks_needed:
        return Improvement(plan, Difference((), (), (), 0))
    shorter = draft.finish(made, pace)
    return Improvement(shorter, difference(plan, shorter))


def difference(old: Plan, new: Plan) -> Difference:
    """Return what is different in a new plan, in the working weeks of the new one."""
    calendar = _calendar(new)
    before = {planned.step.id: planned for planned in old.steps}
    after = {planned.step.id: planned for planned in new.steps}
    moved = [
        Moved(i, before[i].start, planned.start, _weeks_later(calendar, before[i].end, planned.end))
        for i, planned in after.items()
        if i in before and (planned.start, planned.end) != (before[i].start, before[i].end)
    ]
    return Difference(
        moved=tuple(moved),
        added=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        weeks=_weeks_later(calendar, old.end, new.end),
    )


def slips(baseline: Plan, plan: Plan) -> tuple[Slip, ...]:
    """Return how each step of the baseline that is still in the plan stands, by its start in the plan.

    A step that is later is traced back: to a later step that ends just before it starts and that it waits for, by a
    prerequisite or by what both need; and on from there, to the step whose own delay started it.
    """
    calendar = _calendar(plan)
    buffer = baseline.verdict.buffer_wanted
    before = {planned.step.id: planned for planned in baseline.steps}
    blockers = _blockers(calendar, plan)
    later = {
        planned.step.id
        for planned in plan.steps
        if planned.step.id not in before or _weeks_later(calendar, before[planned.step.id].end, planned.end) > 0
    }
    started_by: dict[str, str] = {}
    found = []
    for planned in plan.steps:
        step = planned.step.id
        # What is new in the plan has no baseline, and may still be what pushed the others.
        if step in later:
            pushed = step not in before or calendar.number(planned.start) > calendar.number(before[step].start)
            first = next((b for b in blockers[step] if b in later), None) if pushed else None
            started_by[step] = started_by.get(first, first) if first else step
        if step in before:
            found.append(_slip(calendar, buffer, before[step], planned, started_by.get(step)))
    return tuple(found)


def _slip(calendar: Calendar, buffer: int, baseline: PlannedStep, planned: PlannedStep, started_by: str | None) -> Slip:
    weeks = _weeks_later(calendar, baseline.end, planned.end)
    kind = SlipKind.ON_PLAN
    if weeks > 0:
        lost = baseline.latest_end is not None and planned.end > baseline.latest_end
        free = weeks + buffer <= (baseline.slack or 0)
        kind = SlipKind.TOO_LATE if lost else SlipKind.FREE_TIME if free else SlipKind.EATS_BUFFER
    return Slip(planned.step.id, kind, baseline.end, planned.end, baseline.latest_end, weeks, started_by)


def _blockers(calendar: Calendar, plan: Plan) -> dict[str, list[str]]:
    """Return by step those that end just before it starts: first what it waits for, then what holds what it needs."""
    ends: dict[int, list[PlannedStep]] = {}
    for planned in plan.steps:
        ends.setdefault(calendar.number(planned.end) + 1, []).append(planned)
    found = {}
    for planned in plan.steps:
        just_before = ends.get(calendar.number(planned.start), [])
        needs = {d.step for d in planned.step.after}
        ranked = sorted(
            just_before, key=lambda b: (b.step.id not in needs, b.step.owner != planned.step.owner, b.step.id)
        )
        found[planned.step.id] = [b.step.id for b in ranked]
    return found


def _calendar(plan: Plan) -> Calendar:
    return Calendar(plan.today, plan.ambition.closed_weeks)


def _weeks_later(calendar: Calendar, old: date, new: date) -> int:
    return calendar.number(new) - calendar.number(old)


def buffer_used(baseline: Plan, plan: Plan) -> tuple[float, float]:
    """Return the part of the baseline's path that is done and the part of its buffer that is used, 0 to 1 or more.

    The path is counted in weeks of steps done. The buffer is the one that the baseline asked for: what the end slips
    takes the free time before it first. With a third of the path done and more than a third of the buffer used there is
    reason to act.
    """
    total = sum(planned.weeks for planned in baseline.steps)
    ahead = {planned.step.id for planned in plan.steps if planned.state is not StepState.DONE}
    done = {planned.step.id for planned in plan.steps if planned.state is StepState.DONE}
    # A level that a round has found is done, though the step to it may never have been started.
    done |= {p.step.id for p in baseline.steps if p.step.level <= (plan.now.get(p.step.area) or 0)} - ahead
    path = sum(planned.weeks for planned in baseline.steps if planned.step.id in done)
    buffer = baseline.verdict.buffer_wanted
    left = baseline.verdict.buffer_left - _weeks_later(_calendar(plan), baseline.end, plan.end)
    used = max(0, buffer - left)
    return (path / total if total else 1.0), (used / buffer if buffer else float(used > 0))
