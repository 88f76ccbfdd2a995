"""From a programme to its roadmap: the plan of today, with all that has changed, slipped or stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sem.backcast.milestones import milestones
from sem.backcast.plan import SAMPLES, make_plan
from sem.backcast.relax import SAMPLES as RELAXATION_SAMPLES
from sem.backcast.relax import lost_without, plan_without
from sem.backcast.replan import buffer_used, difference, replan, slips
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.model.plan import Plan, Progress, StepState, step_id, step_parts
from sem.model.programme import AmbitionState, Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Questionnaire
from sem.model.roadmap import BufferUse, ChangeKind, LevelChange, Pulled, Roadmap
from sem.programme.cautions import cautions


def make_roadmap(
    team: str,
    programme: Programme,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    round_opened: date | None,
    today: date,
    samples: int = SAMPLES,
    seed: int = 0,
    *,
    comparable: bool = True,
) -> Roadmap:
    """Return the roadmap of a team as it is on one day.

    The plan is the plan of record in its own order with what has happened since, or a first plan where none was fixed.
    What a newer round says counts: a level it finds drops the step to it, and a step that was done before it opened,
    and whose level it does not find, has to be done again. Where it does not know the level of an area, the level that
    the plan of record started from still counts.

    Args:
        team: The team's name.
        programme: What the team wants and what happened.
        questionnaire: Where the areas and practices are from.
        now: The level of each area in the newest round, as from `levels_now`.
        round_opened: The day on which that round opened; None where there is no round.
        today: Nothing starts before the first whole working week from this day on.
        samples: How many random plans to try where there is no plan of record: 0 while something is being dragged.
        seed: Where the random numbers start.
        comparable: Whether the newest round asks what the round asked that the plan of record started from. Where it
            does not, its levels count all the same, but nobody climbed or fell from one to the other.

    Raises:
        NotFoundError: The programme has no ambition.
        InvalidError: The ambition can't be planned at all; each problem says why.
    """
    ambition = programme.ambition
    if ambition is None:
        raise NotFoundError(_("“{team}” has no ambition yet.").format(team=team), _("Set one first."))
    record = record_of(programme)
    levels = _known(now, record)
    reopened = _reopened(programme.progress, now, round_opened)
    progress = {step: what for step, what in programme.progress.items() if step not in reopened}
    holds = holds_of(programme)
    if record:
        plan = replan(record, questionnaire, levels, today, progress, ambition, holds)
    else:
        plan = make_plan(
            ambition, questionnaire, levels, today, progress=progress, holds=holds, samples=samples, seed=seed
        )
    baseline = programme.baselines[-1].plan if programme.baselines else None
    return Roadmap(
        team=team,
        programme=programme,
        plan=plan,
        # From the day it was set, so that milestones stay where they are as time goes by.
        milestones=milestones(plan, since=programme.set_on if programme.state is AmbitionState.SET else None),
        changes=tuple(_changes(record, plan, programme, now, reopened, comparable=comparable)),
        difference=difference(record, plan) if record else None,
        slips=slips(baseline, plan) if baseline else (),
        buffer=BufferUse(*buffer_used(baseline, plan)) if baseline else None,
        pulled=tuple(_pulled(programme, plan, samples, seed)),
        warnings=tuple(cautions(programme, record, plan, questionnaire, now)),
    )


def record_of(programme: Programme) -> Plan | None:
    """Return the plan of record: the one that was fixed last; None before the first."""
    if programme.record:
        return programme.record
    return programme.baselines[-1].plan if programme.baselines else None


def holds_of(programme: Programme) -> dict[str, date]:
    """Return by the id of a step the last day of the experiments that it waits for: those that are not decided."""
    holds: dict[str, date] = {}
    for experiment in programme.experiments:
        if experiment.step is not None and experiment.outcome is None and experiment.stopped_on is None:
            holds[experiment.step] = max(experiment.end, holds.get(experiment.step, experiment.end))
    return holds


def _known(now: Mapping[str, int | None], record: Plan | None) -> dict[str, int | None]:
    before = record.now if record else {}
    return {area: before.get(area) if level is None else level for area, level in now.items()}


def _reopened(
    progress: Mapping[str, Progress], now: Mapping[str, int | None], round_opened: date | None
) -> frozenset[str]:
    """Return the ids of the steps that were done before the round opened, and that it does not find done."""
    found = set()
    for step, what in progress.items():
        area, level = step_parts(step)
        known = now.get(area)
        done_before = what.ended is not None and round_opened is not None and what.ended < round_opened
        if done_before and known is not None and level.isdecimal() and int(level) > known:
            found.add(step)
    return frozenset(found)


def _changes(
    record: Plan | None,
    plan: Plan,
    programme: Programme,
    now: Mapping[str, int | None],
    reopened: frozenset[str],
    *,
    comparable: bool,
) -> Iterator[LevelChange]:
    """Yield for each area what the newest round says of the level that the plan of record started from."""
    for area, new in now.items():
        if new is None:
            continue
        again = [level for level in range(new + 1, HIGHEST_LEVEL + 1) if step_id(area, level) in reopened]
        old = (record.now.get(area) if record else new) or LOWEST_LEVEL
        if again or new < old:
            old = max([old, *again])
            lost = {step_id(area, level) for level in range(new + 1, old + 1)}
            steps = tuple(planned.step.id for planned in plan.steps if planned.step.id in lost)
            kind = ChangeKind.FELL_BACK if comparable else ChangeKind.NOT_COMPARABLE
            yield LevelChange(area, kind, old, new, steps)
        elif new > old:
            climbed = [step_id(area, level) for level in range(old + 1, new + 1)]
            ahead = [step for step in climbed if not _done(programme, step)]
            planned_then = {planned.step.id for planned in record.steps} if record else set()
            kind = ChangeKind.JUMPED if len(ahead) > 1 else ChangeKind.REACHED
            if not comparable:
                kind = ChangeKind.NOT_COMPARABLE
            yield LevelChange(area, kind, old, new, tuple(step for step in ahead if step in planned_then))


def _done(programme: Programme, step: str) -> bool:
    what = programme.progress.get(step)
    return what is not None and what.ended is not None


def _pulled(programme: Programme, plan: Plan, samples: int, seed: int) -> Iterator[Pulled]:
    waiting = {planned.step.id for planned in plan.steps if planned.state is StepState.WAITING}
    for experiment in programme.experiments:
        step = experiment.step
        if experiment.stopped_on is not None and step is not None and step in waiting:
            lost = lost_without(plan, step)
            yield Pulled(experiment, lost, plan_without(plan, step, min(samples, RELAXATION_SAMPLES), seed))
