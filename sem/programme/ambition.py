"""Changes of the ambition: what a team may set and edit, checked as a whole before any of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sem.backcast.calendar import monday_of
from sem.backcast.plan import make_plan
from sem.backcast.steps import make_steps
from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.ambition import MOST_PERSON_DAYS, Ambition, Capacity, Owner, OwnPrerequisite
from sem.model.names import clean_name, name_key, slug
from sem.model.plan import Relaxation, RelaxationKind, step_id, step_parts
from sem.model.programme import AmbitionState, Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Questionnaire
from sem.programme.checks import LONGEST_TEXT, clean_text

LEAST_TARGET = 3
"""The default profile asks for this level at least: where the basics are in order."""

MOST_YEARS = 30
"""How far ahead a target date may lie: later is a slip of the pen."""

_MOST = 10_000
"""Of anything else that is counted or weighed: more is a slip of the pen."""

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class AmbitionEdit:
    """What to change of an ambition; None and empty leave it as it is.

    Args:
        levels: The new target by area id; None holds the area at the level it has.
        owners: Owners to add, or with an id that is there, to change.
        owners_gone: The ids of owners to take away; the steps they lead get no owner.
        closed: Any day of each week to close.
        opened: Any day of each closed week to open again.
        prerequisites: To add; one between the same two steps takes the place of the one before.
        prerequisites_gone: To take away; the reason does not count.
        practices_done: The ids of the practices that the team shows.
        practices_undone: The ids of those that it does not show after all.
    """

    statement: str | None = None
    target_date: date | None = None
    levels: Mapping[str, int | None] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    capacity: Capacity | None = None
    owners: tuple[Owner, ...] = ()
    owners_gone: tuple[str, ...] = ()
    closed: tuple[date, ...] = ()
    opened: tuple[date, ...] = ()
    buffer_percent: int | None = None
    basics_first: bool | None = None
    prerequisites: tuple[OwnPrerequisite, ...] = ()
    prerequisites_gone: tuple[OwnPrerequisite, ...] = ()
    practices_done: tuple[str, ...] = ()
    practices_undone: tuple[str, ...] = ()


def default_levels(now: Mapping[str, int | None]) -> dict[str, int]:
    """Return the profile to start from: each area one level up, and at `LEAST_TARGET` at least."""
    return {
        area: min(HIGHEST_LEVEL, max(LEAST_TARGET, (level or LOWEST_LEVEL) + 1)) for area, level in now.items()
    }  # fmt: skip


def new_owner(owners: Sequence[Owner], name: str, steps_at_once: int = 1) -> Owner:
    """Return an owner called `name`: the one of `owners` with that name, else one with an id of its own.

    Raises:
        InvalidError: The name does not hold.
    """
    name = clean_name(name, _("the owner"))
    for owner in owners:
        if name_key(owner.name) == name_key(name):
            return replace(owner, name=name, steps_at_once=steps_at_once)
    taken = {owner.id for owner in owners}
    id_, n = slug(name), 1
    while id_ in taken:
        n += 1
        id_ = f"{slug(name)}-{n}"
    return Owner(id_, name, steps_at_once)


def set_ambition(
    programme: Programme,
    ambition: Ambition,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
    state: AmbitionState = AmbitionState.SET,
) -> Programme:
    """Return the programme with this ambition; progress, plan of record, evidence and all else stay.

    Args:
        programme: What the team has so far.
        ambition: All of it; a target date that is no other than it was may have passed.
        questionnaire: Where the areas and practices are from.
        now: The level of each area today; None where it is not known.
        today: The day.
        state: How far the ambition is.

    Raises:
        InvalidError: With every problem: a date that is not to come, a level that is none, an unknown area, owner,
            step or practice, no capacity, a circle of prerequisites, an estimate that falls.
    """
    before = programme.ambition
    problems = [
        *(_date_problems(ambition.target_date, today) if not before or before.target_date != ambition.target_date
          else ()),
        *_number_problems(ambition),
        *_text_problems(ambition),
    ]  # fmt: skip
    problems += _plan_problems(programme, ambition, questionnaire, now, today, known=bool(problems))
    if problems:
        raise InvalidError(_("This ambition does not hold."), problems=dict.fromkeys(problems))
    ambition = replace(
        ambition,
        statement=clean_text(ambition.statement),
        prerequisites=tuple(replace(own, reason=clean_text(own.reason)) for own in ambition.prerequisites),
    )
    same_state = programme.state is state and programme.set_on is not None
    dropped = {step: reason for step, reason in programme.dropped.items() if not _wanted(step, ambition)}
    return replace(
        programme,
        ambition=ambition,
        state=state,
        set_on=programme.set_on if same_state else today,
        questionnaire=questionnaire.id,
        dropped=dropped,
    )


def edit_ambition(
    programme: Programme,
    edit: AmbitionEdit,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
) -> Programme:
    """Return the programme with its ambition edited, under the rules of `set_ambition`.

    Raises:
        InvalidError: There is no ambition yet, or with the edit it does not hold; with every problem.
    """
    ambition = ambition_of(programme)
    problems = list(_edit_problems(ambition, edit, questionnaire))
    if problems:
        raise InvalidError(_("This ambition does not hold."), problems=problems)
    return set_ambition(programme, edited(ambition, edit), questionnaire, now, today, programme.state)


def edited(ambition: Ambition, edit: AmbitionEdit) -> Ambition:
    """Return an ambition with an edit made, whether it holds or not."""
    gone = set(edit.owners_gone)
    owners = {owner.id: owner for owner in (*ambition.owners, *edit.owners) if owner.id not in gone}
    closed = {monday_of(day) for day in (*ambition.closed_weeks, *edit.closed)} - {monday_of(d) for d in edit.opened}
    undone = set(edit.practices_undone)
    prerequisites = {_ends(own): own for own in (*ambition.prerequisites, *edit.prerequisites)}
    for own in edit.prerequisites_gone:
        prerequisites.pop(_ends(own), None)
    levels: dict[str, int | None] = {**ambition.levels, **edit.levels}
    return replace(
        ambition,
        statement=ambition.statement if edit.statement is None else edit.statement,
        target_date=edit.target_date or ambition.target_date,
        levels={area: level for area, level in levels.items() if level is not None},
        weights={**ambition.weights, **edit.weights},
        capacity=edit.capacity or ambition.capacity,
        owners=tuple(owners.values()),
        closed_weeks=tuple(sorted(closed)),
        buffer_percent=ambition.buffer_percent if edit.buffer_percent is None else edit.buffer_percent,
        basics_first=ambition.basics_first if edit.basics_first is None else edit.basics_first,
        edits={
            step: replace(change, owner=None) if change.owner in gone else change
            for step, change in ambition.edits.items()
        },
        prerequisites=tuple(prerequisites.values()),
        practices_done=tuple(
            done for done in dict.fromkeys((*ambition.practices_done, *edit.practices_done)) if done not in undone
        ),
    )


def set_state(programme: Programme, state: AmbitionState, today: date) -> Programme:
    """Return the programme with its ambition in another state, such as reached.

    Raises:
        InvalidError: There is no ambition yet.
    """
    ambition_of(programme)
    return programme if programme.state is state else replace(programme, state=state, set_on=today)


def apply_relaxation(
    programme: Programme,
    relaxation: Relaxation,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
) -> Programme:
    """Return the programme with its ambition changed in the one respect that a relaxation is about.

    Raises:
        InvalidError: There is no ambition, or it does not hold any more with the change.
    """
    ambition, changed = ambition_of(programme), relaxation.plan.ambition
    if relaxation.kind is RelaxationKind.DATE:
        ambition = replace(ambition, target_date=changed.target_date)
    elif relaxation.kind is RelaxationKind.CAPACITY:
        ambition = replace(ambition, capacity=changed.capacity)
    elif relaxation.kind is RelaxationKind.OWNER:
        more = {owner.id: owner.steps_at_once for owner in changed.owners if owner.id == relaxation.owner}
        owners = (replace(owner, steps_at_once=more.get(owner.id, owner.steps_at_once)) for owner in ambition.owners)
        ambition = replace(ambition, owners=tuple(owners))
    else:
        lower = {area: changed.levels[area] for area in relaxation.areas}
        ambition = replace(ambition, levels={**ambition.levels, **lower})
    return set_ambition(programme, ambition, questionnaire, now, today, programme.state)


def ambition_of(programme: Programme) -> Ambition:
    """Return the ambition of a programme.

    Raises:
        InvalidError: There is none yet.
    """
    if programme.ambition is None:
        raise InvalidError(_("There is no ambition yet."), _("Set one first."))
    return programme.ambition


def _ends(own: OwnPrerequisite) -> tuple[str, str]:
    return step_id(own.before_area, own.before_level), step_id(own.area, own.level)


def _wanted(step: str, ambition: Ambition) -> bool:
    area, level = step_parts(step)
    return level.isdecimal() and ambition.levels.get(area, 0) >= int(level)


def _edit_problems(ambition: Ambition, edit: AmbitionEdit, questionnaire: Questionnaire) -> Iterator[Problem]:
    owners = {owner.id for owner in ambition.owners}
    for owner in edit.owners_gone:
        if owner not in owners:
            yield Problem(_("There is no owner “{name}”.").format(name=owner), _("Take away only who is there."))
    known = {practice.id for practice in questionnaire.practices} | {own.id for own in ambition.practices}
    for practice in edit.practices_done:
        if practice not in known:
            yield Problem(_("There is no practice “{id}”.").format(id=practice), _("Use the id of one that is there."))
    there = {_ends(own) for own in ambition.prerequisites}
    for own in edit.prerequisites_gone:
        if _ends(own) not in there:
            before, after = _ends(own)
            message = _("The team did not ask for “{before}” before “{after}”.").format(before=before, after=after)
            yield Problem(message, _("Only the team's own order can be taken away."))
    closed = {monday_of(day) for day in ambition.closed_weeks}
    for day in edit.opened:
        if monday_of(day) not in closed:
            message = _("The week of {day} is not closed.").format(day=long_date(day))
            yield Problem(message, _("Open only weeks that are closed."))


def _date_problems(target: date, today: date) -> Iterator[Problem]:
    if target <= today:
        message = _("The target date, {day}, is not to come: today is {today}.")
        message = message.format(day=long_date(target), today=long_date(today))
        yield Problem(message, _("Choose a day after today."))
    elif target - today > timedelta(days=MOST_YEARS * _DAYS_A_YEAR):
        message = _("The target date, {day}, is more than {n} years away.").format(day=long_date(target), n=MOST_YEARS)
        yield Problem(message, _("Choose an earlier day."))


def _number_problems(ambition: Ambition) -> Iterator[Problem]:
    capacity = ambition.capacity
    if capacity.steps_at_once < 1:
        message = _("With {n} steps at once nothing can be done.").format(n=capacity.steps_at_once)
        yield Problem(message, _("Allow at least 1."))
    elif capacity.steps_at_once > _MOST:
        yield _too_high(_("The number of steps at once"), _MOST)
    days = capacity.person_days_a_month
    if days is not None and not days > 0:
        message = _("There are too few person-days a month to do anything.")
        yield Problem(message, _("Give more, or leave the limit out."))
    elif days is not None and days > MOST_PERSON_DAYS:
        yield _too_high(_("The number of person-days a month"), MOST_PERSON_DAYS)
    if not 0 <= ambition.buffer_percent <= 100:
        yield Problem(_("A buffer is 0 to 100 percent."), _("20 or 25 is usual."))
    for area, weight in ambition.weights.items():
        if not weight > 0:
            message = _("The weight of “{area}” is not above zero.").format(area=area)
            yield Problem(message, _("1 is usual; 2 counts twice."))
        elif weight > _MOST:
            yield _too_high(_("The weight of “{area}”").format(area=area), _MOST)
    for owner in ambition.owners:
        if owner.steps_at_once < 0:
            message = _("“{name}” can't lead fewer than 0 steps.").format(name=owner.name)
            yield Problem(message, _("Use 0 for someone without time."))
        elif owner.steps_at_once > _MOST:
            yield _too_high(_("What “{name}” leads at once").format(name=owner.name), _MOST)


def _too_high(what: str, most: int) -> Problem:
    return Problem(_("{what} is too high.").format(what=what), _("Use at most {most}.").format(most=most))


def _text_problems(ambition: Ambition) -> Iterator[Problem]:
    texts = {_("The ambition in words"): ambition.statement}
    texts |= {_("The reason for an order"): own.reason for own in ambition.prerequisites}
    for what, text in texts.items():
        if len(text) > LONGEST_TEXT:
            message = _("{what} is too long: {n} characters.").format(what=what, n=len(text))
            yield Problem(message, _("Use at most {most}.").format(most=LONGEST_TEXT))


def _plan_problems(
    programme: Programme,
    ambition: Ambition,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
    *,
    known: bool,
) -> Iterable[Problem]:
    """Return what the planner says against an ambition; where something is wrong already, only what concerns steps."""
    areas = [area.id for area in questionnaire.areas]
    try:
        make_steps(ambition, questionnaire, now)
        if ambition.prerequisites:
            # A circle counts also where today's targets do not reach it.
            top = replace(ambition, levels=dict.fromkeys(areas, HIGHEST_LEVEL))
            make_steps(top, questionnaire, dict.fromkeys(areas, LOWEST_LEVEL))
        if not known:
            make_plan(ambition, questionnaire, now, today, progress=programme.progress, samples=0)
    except InvalidError as error:
        return error.problems
    return ()
