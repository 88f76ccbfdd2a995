"""Fixing the plan: making the plan that is shown the plan of record, and freezing it as a baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.model.plan import Improvement, Plan
from sem.model.programme import AmbitionState, Baseline, Programme
from sem.programme.ambition import ambition_of
from sem.programme.checks import LONGEST_TEXT, clean_text


def fix_plan(programme: Programme, plan: Plan, today: date, note: str = "") -> Programme:
    """Return the programme with this plan as its plan of record, and as its newest baseline.

    A draft ambition is set by it. A plan that does not fit may be fixed too: the team decides.

    Args:
        programme: What the team has so far.
        plan: The plan that was shown, made of the programme's ambition.
        today: The day it is fixed.
        note: Why, in the team's words; may be empty.

    Raises:
        InvalidError: With every problem: there is no ambition or another one than the plan's, nothing is planned, this
            very plan is fixed already, or the note is too long.
    """
    ambition = ambition_of(programme)
    problems = []
    if plan.ambition != ambition:
        problems.append(
            Problem(
                _("The ambition was changed after this plan was made."), _("Look at the plan again, and then fix it.")
            )
        )
    if not plan.steps:
        problems.append(Problem(_("There is nothing to fix: the plan has no steps."), _("Raise a target first.")))
    elif programme.baselines and programme.baselines[-1].plan == plan:
        made_on = programme.baselines[-1].made_on.isoformat()
        message = _("This very plan is fixed already, since {day}.").format(day=made_on)
        problems.append(Problem(message, _("Fix it again when something has changed.")))
    if len(note) > LONGEST_TEXT:
        message = _("{what} is too long: {n} characters.").format(what=_("The note"), n=len(note))
        problems.append(Problem(message, _("Use at most {most}.").format(most=LONGEST_TEXT)))
    if problems:
        raise InvalidError(_("The plan is not fixed."), problems=problems)
    baseline = Baseline(_next_id(programme), today, plan, clean_text(note))
    drafted = programme.state is AmbitionState.DRAFT
    return replace(
        programme,
        record=plan,
        baselines=(*programme.baselines, baseline),
        state=AmbitionState.SET if drafted else programme.state,
        set_on=today if drafted else programme.set_on,
    )


def adopt_improvement(programme: Programme, improvement: Improvement, today: date, note: str = "") -> Programme:
    """Return the programme with the shorter plan of an improvement fixed, under the rules of `fix_plan`.

    Raises:
        InvalidError: Nothing shorter was found, or the plan can't be fixed.
    """
    if improvement.difference.weeks >= 0:
        raise InvalidError(_("No shorter plan was found."), _("Keep the plan there is."))
    return fix_plan(programme, improvement.plan, today, note)


def _next_id(programme: Programme) -> str:
    numbers = [int(baseline.id) for baseline in programme.baselines if baseline.id.isdecimal()]
    return str(max(numbers, default=0) + 1)
