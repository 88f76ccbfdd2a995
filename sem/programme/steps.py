"""What happens to steps: started, done, taken back, estimated anew, dropped, and shown to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sem.backcast.draft import LONGEST_STEP
from sem.backcast.steps import hard_prerequisites
from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.ambition import StepEdit
from sem.model.plan import Plan, Progress, StepState, Why
from sem.model.programme import Evidence, Programme
from sem.model.questionnaire import Estimate, Questionnaire
from sem.programme.ambition import ambition_of, set_ambition
from sem.programme.checks import LONGEST_TEXT, clean_text, is_blank


@dataclass(frozen=True, slots=True)
class StepChange:
    """What to change about a step; None leaves it as it is.

    Args:
        owner: The id of an owner of the ambition; empty for nobody.
        weeks_left: What the team thinks a started step still takes.
        as_shipped: Whether to go back to the estimates of the practices first.
    """

    weeks: Estimate | None = None
    person_days: Estimate | None = None
    owner: str | None = None
    weeks_left: int | None = None
    as_shipped: bool = False


def start_steps(programme: Programme, plan: Plan, steps: Sequence[str], day: date, today: date) -> Programme:
    """Return the programme with these steps started on a day.

    A step may be started before others that it waits for: what happens, happens.

    Args:
        programme: What the team has so far.
        plan: The plan of today, which has the steps.
        steps: Their ids.
        day: The first day of work.
        today: The day.

    Raises:
        InvalidError: With every problem: a step that is not in the plan, or started or done; a day to come.
    """
    problems = list(_unknown(plan, steps))
    for step in _known(plan, steps):
        progress = _progress(programme, plan, step)
        if progress and progress.ended:
            message = _("“{step}” is done, since {day}.").format(step=step, day=long_date(progress.ended))
            problems.append(Problem(message, _("Take that back first, if it is not so.")))
        elif progress:
            message = _("“{step}” is under way, since {day}.").format(step=step, day=long_date(progress.started))
            problems.append(Problem(message, _("Take that back first, to start it on another day.")))
    problems += _day_problems(day, today)
    _refuse(problems)
    return replace(programme, progress={**programme.progress, **{step: Progress(day) for step in steps}})


def finish_steps(
    programme: Programme, plan: Plan, steps: Sequence[str], day: date, today: date, started: date | None = None
) -> Programme:
    """Return the programme with these steps done on a day.

    Args:
        programme: What the team has so far.
        plan: The plan of today, which has the steps.
        steps: Their ids.
        day: The last day of work.
        today: The day.
        started: The first day of work; None for the day it was started on, or else the planned one, if that is not
            after `day`, or else `day`.

    Raises:
        InvalidError: With every problem: a step that is not in the plan or done already, a lower level of the same area
            that is not done, a day to come, an end before the start.
    """
    problems = list(_unknown(plan, steps))
    made: dict[str, Progress] = {}
    for step in _known(plan, steps):
        progress = _progress(programme, plan, step)
        if progress and progress.ended:
            message = _("“{step}” is done, since {day}.").format(step=step, day=long_date(progress.ended))
            problems.append(Problem(message, _("Take that back first, if it is not so.")))
            continue
        first = started or (progress.started if progress else min(plan.step(step).start, day))
        if first > day:
            message = _("“{step}” would be done on {day}, before it started on {first}.")
            message = message.format(step=step, day=long_date(day), first=long_date(first))
            problems.append(Problem(message, _("Change one of the dates.")))
        made[step] = Progress(first, day)
        problems += _lower_levels(programme, plan, step, steps)
    problems += _day_problems(day, today)
    if started is not None and started <= day:
        problems += _day_problems(started, today)
    _refuse(problems)
    return replace(programme, progress={**programme.progress, **made})


def take_back(programme: Programme, plan: Plan, steps: Sequence[str]) -> Programme:
    """Return the programme with the last thing that was said of these steps taken back: done, or else started.

    Raises:
        InvalidError: With every problem: a step that is not in the plan, or not started.
    """
    problems = list(_unknown(plan, steps))
    progress = dict(programme.progress)
    for step in _known(plan, steps):
        there = _progress(programme, plan, step)
        if there is None:
            problems.append(
                Problem(_("“{step}” has not started.").format(step=step), _("There is nothing to take back."))
            )
        elif there.ended:
            progress[step] = Progress(there.started)
        else:
            del progress[step]
    _refuse(problems)
    return replace(programme, progress=progress)


def change_step(
    programme: Programme,
    plan: Plan,
    step: str,
    change: StepChange,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
) -> Programme:
    """Return the programme with another estimate, owner or rest of a step.

    Raises:
        InvalidError: With every problem: a step that is not in the plan or is done, an estimate that falls or takes
            years, an owner who is not known or has no time, a rest of a step that has not started.
    """
    ambition = ambition_of(programme)
    problems = list(_unknown(plan, [step]))
    progress = _progress(programme, plan, step) if not problems else None
    if progress and progress.ended:
        problems.append(Problem(_("“{step}” is done.").format(step=step), _("What is done is not estimated any more.")))
    for what, estimate in ((_("weeks"), change.weeks), (_("person-days"), change.person_days)):
        problems += _estimate_problems(step, what, estimate)
    if change.owner and change.owner not in {owner.id for owner in ambition.owners}:
        message = _("“{step}” has an owner who is not known: “{id}”.").format(step=step, id=change.owner)
        problems.append(Problem(message, _("Add this owner, or choose another one.")))
    if change.weeks_left is not None:
        if not problems and not progress:
            message = _("“{step}” has not started, so nothing of it can be left.").format(step=step)
            problems.append(Problem(message, _("Start it first, or estimate its weeks.")))
        if not 1 <= change.weeks_left <= LONGEST_STEP:
            message = _("{n} weeks can't be left.").format(n=change.weeks_left)
            problems.append(
                Problem(message, _("Use 1 to {most}, or say that the step is done.").format(most=LONGEST_STEP))
            )
    _refuse(problems)
    edits = dict(ambition.edits)
    edit = StepEdit() if change.as_shipped else edits.get(step, StepEdit())
    edit = StepEdit(
        change.weeks or edit.weeks,
        change.person_days or edit.person_days,
        _owner(edits.get(step, edit).owner, change.owner),
    )
    edits[step] = edit
    if edit == StepEdit():
        del edits[step]
    if progress and change.weeks_left is not None:
        progress = replace(progress, weeks_left=change.weeks_left)
        programme = replace(programme, progress={**programme.progress, step: progress})
    return set_ambition(programme, replace(ambition, edits=edits), questionnaire, now, today, programme.state)


def drop_steps(
    programme: Programme,
    plan: Plan,
    steps: Sequence[str],
    reason: str,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
) -> Programme:
    """Return the programme without these steps: the targets of their areas are lowered below them.

    Args:
        programme: What the team has so far.
        plan: The plan of today, which has the steps.
        steps: Their ids.
        reason: Why, in the team's words.
        questionnaire: Where the areas and practices are from.
        now: The level of each area today; None where it is not known.
        today: The day.

    Raises:
        InvalidError: With every problem: a step that is not in the plan or done, steps that need it and stay, no
            reason or a very long one.
    """
    ambition = ambition_of(programme)
    problems = list(_unknown(plan, steps))
    for step in _known(plan, steps):
        progress = _progress(programme, plan, step)
        if progress and progress.ended:
            message = _("“{step}” is done, since {day}.").format(step=step, day=long_date(progress.ended))
            problems.append(Problem(message, _("What is done can't be dropped.")))
        problems += _needed(plan, step, steps)
    problems += text_problems(_("The reason"), reason)
    _refuse(problems)
    levels = dict(ambition.levels)
    for step in steps:
        dropped = plan.step(step).step
        if levels.get(dropped.area, 0) >= dropped.level:
            levels[dropped.area] = dropped.level - 1
    changed = set_ambition(
        programme, replace(ambition, levels=levels), questionnaire, now, today, programme.state
    )  # fmt: skip
    gone = set(steps)
    return replace(
        changed,
        dropped={**changed.dropped, **dict.fromkeys(steps, clean_text(reason))},
        progress={step: what for step, what in changed.progress.items() if step not in gone},
    )


def add_evidence(
    programme: Programme, plan: Plan, step: str, text: str, observed: date, today: date, by: str = ""
) -> Programme:
    """Return the programme with something that shows that a step is done, or on its way.

    Args:
        programme: What the team has so far.
        plan: The plan of today, which has the step.
        step: Its id.
        text: What was seen: words, a link or a file's path.
        observed: The day it was seen.
        today: The day.
        by: Who saw it; may be empty.

    Raises:
        InvalidError: With every problem: a step that is not in the plan, a day to come, no text or a very long one.
    """
    problems = [*_unknown(plan, [step]), *_day_problems(observed, today), *text_problems(_("The evidence"), text)]
    if len(by) > LONGEST_TEXT:
        problems += text_problems(_("Who saw it"), by)
    _refuse(problems)
    taken = {each.id for each in programme.evidence}
    number = len(programme.evidence) + 1
    while f"ev{number}" in taken:
        number += 1
    made = Evidence(f"ev{number}", step, clean_text(text), observed, clean_text(by))
    return replace(programme, evidence=(*programme.evidence, made))


def not_done_before(plan: Plan, step: str) -> tuple[str, ...]:
    """Return the ids of the steps that a step waits for and that are not done."""
    waits_for = {dependency.step for dependency in plan.step(step).step.after}
    return tuple(
        each.step.id for each in plan.steps if each.step.id in waits_for and each.state is not StepState.DONE
    )  # fmt: skip


def text_problems(what: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a text that has to be there, in words; `what` it is, for the message."""
    if is_blank(text):
        yield Problem(_("{what} is empty.").format(what=what), _("Say it in a few words."))
    elif len(text) > LONGEST_TEXT:
        message = _("{what} is too long: {n} characters.").format(what=what, n=len(text))
        yield Problem(message, _("Use at most {most}.").format(most=LONGEST_TEXT))


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidError(_("Nothing is changed."), problems=dict.fromkeys(problems))


def _known(plan: Plan, steps: Iterable[str]) -> list[str]:
    there = {planned.step.id for planned in plan.steps}
    return [step for step in steps if step in there]


def _unknown(plan: Plan, steps: Iterable[str]) -> Iterator[Problem]:
    there = {planned.step.id for planned in plan.steps}
    for step in steps:
        if step not in there:
            message = _("There is no step “{id}” in the plan.").format(id=step)
            yield Problem(message, _("Choose one that is there."))


def _day_problems(day: date, today: date) -> list[Problem]:
    if day > today:
        message = _("{day} is still to come.").format(day=long_date(day))
        return [Problem(message, _("Write down what has happened."))]
    if day < today - timedelta(days=LONGEST_AGO_YEARS * _DAYS_A_YEAR):
        message = _("{day} is more than {n} years ago.").format(day=long_date(day), n=LONGEST_AGO_YEARS)
        return [Problem(message, _("Check the year. Of what was done longer ago, name a later day."))]
    return []


def _progress(programme: Programme, plan: Plan, step: str) -> Progress | None:
    """Return what happened to a step; nothing where a round has opened it again, which only the plan knows."""
    progress = programme.progress.get(step)
    if progress and progress.ended and plan.step(step).state is StepState.WAITING:
        return None
    return progress


def _lower_levels(programme: Programme, plan: Plan, step: str, together: Sequence[str]) -> Iterator[Problem]:
    """Yield the problem that a level of the same area below a step is not done, and is not said to be so with it."""
    ladder = [d.step for d in plan.step(step).step.after if d.why is Why.LADDER]
    for lower in _known(plan, ladder):
        progress = _progress(programme, plan, lower)
        if lower not in together and not (progress and progress.ended):
            message = _("“{step}” can't be done while “{lower}” is not: levels are climbed one by one.")
            message = message.format(step=step, lower=lower)
            yield Problem(message, _("Say of both that they are done, or of the lower one first."))


def _needed(plan: Plan, step: str, together: Sequence[str]) -> Iterator[Problem]:
    """Yield the problem that steps which stay need a step, directly or through others."""
    needing, found = {step}, []
    waiting = [planned.step for planned in plan.steps if planned.state is not StepState.DONE]
    grew = True
    while grew:
        asking = [s.id for s in waiting if s.id not in needing and not needing.isdisjoint(hard_prerequisites(s))]
        grew = bool(asking)
        needing.update(asking)
        found += asking
    staying = [other for other in found if other not in together]
    if staying:
        message = _("“{step}” is needed for: {steps}.").format(step=step, steps=", ".join(staying))
        yield Problem(message, _("Drop these as well, or keep it."))


def _estimate_problems(step: str, what: str, estimate: Estimate | None) -> Iterator[Problem]:
    if estimate is None:
        return
    if not 0 < estimate.low <= estimate.likely <= estimate.high:
        message = _("The estimate of “{step}” in {what} has to rise from low to high, above zero.")
        yield Problem(message.format(step=step, what=what), _("Write the lowest number first."))
    elif not estimate.high <= _MOST:
        message = _("The estimate of “{step}” in {what} is too high.").format(step=step, what=what)
        yield Problem(message, _("Use at most {most}.").format(most=_MOST))


LONGEST_AGO_YEARS = 10
"""How long ago something may have happened: longer is a slip of the pen."""

_DAYS_A_YEAR = 365.25
_MOST = 10_000
"""Weeks or person-days in an estimate: more is a slip of the pen."""


def _owner(before: str | None, change: str | None) -> str | None:
    return before if change is None else change or None
