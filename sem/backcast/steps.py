"""From gaps to steps: what has to be done to reach the targets, closed under prerequisites, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sem.backcast.network import circle_problem, find_circle
from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.model.ambition import Ambition, OwnPractice
from sem.model.plan import Dependency, Plan, Progress, Step, Why, step_id
from sem.model.questionnaire import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Estimate,
    Practice,
    PracticeKind,
    Questionnaire,
)
from sem.model.text import Text

GATE_LEVEL = 3
"""The level that the basics in the plan reach before a surprise above it may start."""

Goal = tuple[str, int]
"""An area and a level of it."""

_DEFAULT_WEEKS = {2: Estimate(2, 4, 6), 3: Estimate(4, 8, 12), 4: Estimate(6, 12, 20), 5: Estimate(8, 16, 26)}
_DEFAULT_DAYS = {2: Estimate(2, 4, 8), 3: Estimate(5, 10, 20), 4: Estimate(8, 16, 32), 5: Estimate(10, 20, 40)}
# All practices are done and the level is not there yet: it has to become a habit.
_SETTLING_WEEKS, _SETTLING_DAYS = Estimate(1, 2, 4), Estimate(1, 1, 2)


def make_steps(ambition: Ambition, questionnaire: Questionnaire, now: Mapping[str, int | None]) -> tuple[Step, ...]:
    """Return the steps from today's levels to the targets, in the order of areas and levels.

    A step is there for each level between today's and the target, and for each level that a practice not yet done, or
    the team itself, asks for first. The practices of a step, the questionnaire's and the team's own, go side by side:
    it takes as long as the longest, and as much work as all together. Without any practice it takes a default by level,
    which the team can change.

    Args:
        ambition: The targets, and the means.
        questionnaire: Where the areas and practices are from.
        now: The level of each area today, 1 to 5; None or left out where it is not known, which counts as 1.

    Raises:
        InvalidError: With every problem: an unknown area, owner or step, a level that is none, an id used twice, an
            estimate that falls, a prerequisite above the level that asks for it, and a circle, named as a path.
    """
    problems = list(_problems(ambition, questionnaire, now))
    if problems:
        raise InvalidError(_("This ambition can't be planned."), problems=problems)
    todo = _Practices(questionnaire, ambition)
    goals = _closed(ambition, now, todo)
    steps = [_step(goal, ambition, todo, goals, now.get(goal[0]) is None) for goal in _in_order(goals, questionnaire)]
    if ambition.basics_first:
        steps = _gated(steps)
    circle = find_circle({step.id: [d.step for d in step.after] for step in steps})
    if circle:
        raise InvalidError(_("This ambition can't be planned."), problems=[circle_problem(circle)])
    return with_needed_by(steps, ambition)


def with_needed_by(steps: Sequence[Step], ambition: Ambition) -> tuple[Step, ...]:
    """Return the steps, each above its area's own target marked with the steps that ask for it."""
    asked_by: dict[str, list[str]] = {}
    for step in steps:
        for before in hard_prerequisites(step):
            asked_by.setdefault(before, []).append(step.id)
    return tuple(
        replace(
            step,
            needed_by=tuple(asked_by.get(step.id, ())) if step.level > ambition.levels.get(step.area, 0) else (),
        )
        for step in steps
    )


def done_before(record: Plan, steps: Sequence[Step], progress: Mapping[str, Progress]) -> tuple[Step, ...]:
    """Return the steps of an earlier plan that are done and no longer asked for: they stay as history."""
    asked = {step.id for step in steps}
    return tuple(
        replace(planned.step, after=(), needed_by=())
        for planned in record.steps
        if planned.step.id not in asked and (what := progress.get(planned.step.id)) and what.ended
    )


def hard_prerequisites(step: Step) -> list[str]:
    """Return the ids of the steps without which this one makes no sense, each once: all but those of the gate."""
    return list(dict.fromkeys(d.step for d in step.after if d.why is not Why.GATE))


class _Practices:
    """The practices not yet done and all prerequisites, by the area and level they lead to."""

    def __init__(self, questionnaire: Questionnaire, ambition: Ambition) -> None:
        done = set(ambition.practices_done)
        self.todo: dict[Goal, list[Practice | OwnPractice]] = {}
        self.any: set[Goal] = set()
        self.needs: dict[Goal, list[tuple[Goal, Dependency]]] = {}
        for practice in questionnaire.practices:
            goal = practice.area, practice.level
            self.any.add(goal)
            if practice.id in done:
                continue
            self.todo.setdefault(goal, []).append(practice)
            for need in practice.prerequisites:
                self._add(goal, (need.area, need.level), Why.PRACTICE, need.reason, practice.id)
        for added in ambition.practices:
            self.any.add((added.area, added.level))
            if added.id not in done:
                self.todo.setdefault((added.area, added.level), []).append(added)
        for own in ambition.prerequisites:
            reason = Text(own.reason, own.reason) if own.reason else None
            self._add((own.area, own.level), (own.before_area, own.before_level), Why.TEAM, reason, None)

    def _add(self, goal: Goal, need: Goal, why: Why, reason: Text | None, practice: str | None) -> None:
        dependency = Dependency(step_id(*need), why, reason, practice)
        self.needs.setdefault(goal, []).append((need, dependency))


def _closed(ambition: Ambition, now: Mapping[str, int | None], practices: _Practices) -> set[Goal]:
    """Return every level to be climbed to: the targets, and all that these ask for first."""
    goals: set[Goal] = set()
    asked = list(ambition.levels.items())
    while asked:
        area, level = asked.pop()
        for climbed in range((now.get(area) or LOWEST_LEVEL) + 1, level + 1):
            if (area, climbed) not in goals:
                goals.add((area, climbed))
                asked += [need for need, _dependency in practices.needs.get((area, climbed), ())]
    return goals


def _in_order(goals: Iterable[Goal], questionnaire: Questionnaire) -> list[Goal]:
    places = {area.id: n for n, area in enumerate(questionnaire.areas)}
    return sorted(goals, key=lambda goal: (places[goal[0]], goal[1]))


def _step(goal: Goal, ambition: Ambition, practices: _Practices, goals: set[Goal], doubt: bool) -> Step:
    area, level = goal
    todo = practices.todo.get(goal, [])
    edit = ambition.edits.get(step_id(*goal))
    after = [Dependency(step_id(area, level - 1), Why.LADDER)] if (area, level - 1) in goals else []
    after += [dependency for need, dependency in practices.needs.get(goal, ()) if need in goals]
    delights = bool(todo) and all(practice.kind is PracticeKind.DELIGHTER for practice in todo)
    if todo:
        weeks, days = _longest([p.weeks for p in todo]), _sum([p.person_days for p in todo])
    elif goal in practices.any:
        weeks, days = _SETTLING_WEEKS, _SETTLING_DAYS
    else:
        weeks, days = _DEFAULT_WEEKS[level], _DEFAULT_DAYS[level]
    return Step(
        id=step_id(*goal),
        area=area,
        level=level,
        kind=PracticeKind.DELIGHTER if delights else PracticeKind.BASIC,
        practices=tuple(practice.id for practice in todo),
        weeks=(edit and edit.weeks) or weeks,
        person_days=(edit and edit.person_days) or days,
        owner=edit.owner if edit else None,
        weight=ambition.weights.get(area, 1.0),
        after=tuple(after),
        doubt=doubt,
    )


def _longest(estimates: Sequence[Estimate]) -> Estimate:
    return Estimate(max(e.low for e in estimates), max(e.likely for e in estimates), max(e.high for e in estimates))


def _sum(estimates: Sequence[Estimate]) -> Estimate:
    return Estimate(sum(e.low for e in estimates), sum(e.likely for e in estimates), sum(e.high for e in estimates))


def _gated(steps: Sequence[Step]) -> list[Step]:
    """Let each surprise above the gate's level wait for all basics up to it.

    All of them and not only the highest of each area: so the rest still holds when a target is lowered.
    """
    basics = [s for s in steps if s.kind is PracticeKind.BASIC and s.level <= GATE_LEVEL]
    gate = tuple(Dependency(basic.id, Why.GATE) for basic in basics)
    return [
        replace(step, after=(*step.after, *gate))
        if step.kind is PracticeKind.DELIGHTER and step.level > GATE_LEVEL
        else step
        for step in steps
    ]


def _problems(ambition: Ambition, questionnaire: Questionnaire, now: Mapping[str, int | None]) -> Iterable[Problem]:
    areas = {area.id for area in questionnaire.areas}
    owners = {owner.id for owner in ambition.owners}
    goals: list[tuple[str, int | None]] = [*ambition.levels.items(), *now.items()]
    goals += [(area, None) for area in ambition.weights]
    for own in ambition.prerequisites:
        goals += [(own.before_area, own.before_level), (own.area, own.level)]
    goals += [(added.area, added.level) for added in ambition.practices]
    for area in dict.fromkeys(area for area, _level in goals):
        if area not in areas:
            yield Problem(_("There is no area “{id}”.").format(id=area), _("Choose one of the questionnaire."))
    for area, level in dict.fromkeys(goals):
        if level is not None and not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
            message = _("Level {n} of “{area}” does not exist.").format(n=level, area=area)
            yield Problem(message, _("Levels go from 1 to 5."))
    for own in ambition.prerequisites:
        if own.before_level > own.level:
            message = _("“{step}” asks for level {n} of “{area}”, which is above its own level.")
            message = message.format(step=step_id(own.area, own.level), n=own.before_level, area=own.before_area)
            yield Problem(message, _("Ask for level {own} at most.").format(own=own.level))
    known = {step_id(area, level) for area in areas for level in range(LOWEST_LEVEL + 1, HIGHEST_LEVEL + 1)}
    for step, edit in ambition.edits.items():
        if step not in known:
            yield Problem(
                _("There is no step “{id}”.").format(id=step), _("Write it as an area and a level: culture>3.")
            )
        if edit.owner is not None and edit.owner not in owners:
            message = _("“{step}” has an owner who is not known: “{id}”.").format(step=step, id=edit.owner)
            yield Problem(message, _("Add this owner, or choose another one."))
        yield from _estimate_problems(step, edit.weeks, edit.person_days)
    yield from _practice_problems(ambition, questionnaire)


def _practice_problems(ambition: Ambition, questionnaire: Questionnaire) -> Iterable[Problem]:
    known = {practice.id for practice in questionnaire.practices}
    for added in ambition.practices:
        if added.id in known:
            message = _("“{id}” is there twice.").format(id=added.id)
            yield Problem(message, _("Give the team's own practice another id."))
        known.add(added.id)
        if added.level == LOWEST_LEVEL:
            message = _("No practice leads to level {n}.").format(n=LOWEST_LEVEL)
            yield Problem(f"“{added.id}”: {message}", _("Choose level 2 or higher."))
        yield from _estimate_problems(added.id, added.weeks, added.person_days)


def _estimate_problems(name: str, *estimates: Estimate | None) -> Iterable[Problem]:
    for estimate in filter(None, estimates):
        if not 0 < estimate.low <= estimate.likely <= estimate.high:
            message = _("The estimate of “{step}” has to rise from low to high, above zero.").format(step=name)
            yield Problem(message, _("Write the lowest number first."))
