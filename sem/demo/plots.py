"""What the teams of the demonstration want, plan, try and measure, each told as changes of a programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sem.demo.story import Now
from sem.i18n import gettext as _
from sem.model.ambition import Ambition, Capacity, Owner, StepEdit
from sem.model.experiment import Comparator
from sem.model.programme import Programme
from sem.programme.ambition import set_ambition
from sem.programme.commitments import CommitmentDraft, add_commitment, finish_commitment
from sem.programme.experiments import ExperimentDraft, add_experiment, record_result
from sem.programme.fixing import fix_plan
from sem.programme.outcomes import MeasurementDraft, record_value
from sem.programme.roadmap import make_roadmap
from sem.programme.steps import add_evidence, start_steps

Values = tuple[tuple[int, float, int | None], ...]
"""How many days ago, what was measured, and of how many people."""


def webcare(programme: Programme, now: Now) -> Programme:
    """A pilot that works: measured before and after, with a criterion fixed beforehand, and then a plan to go on."""
    today, began = now.today, now.today - timedelta(days=70)
    programme = add_experiment(
        programme,
        ExperimentDraft(
            title=_("Whatever it takes"),
            hypothesis=_(
                "If ten people may do for eight weeks what the customer needs, customers are more satisfied, and it "
                "costs less goodwill than we give now."
            ),
            who=_("Everybody who writes to us"),
            where=_("Webcare alone"),
            start=began,
            end=began + timedelta(days=55),
            measure=_("Customer satisfaction, 0–10"),
            comparator=Comparator.AT_LEAST,
            threshold=8.0,
            by=began + timedelta(days=60),
            otherwise=_("Back to the old mandate, and tell the team what we learned."),
        ),
        began - timedelta(days=7),
    )
    measured = began + timedelta(days=57)
    learned = _("Nearly everything can be solved within the rules we have. Nobody had ever asked us to look for it.")
    programme = record_result(programme, "e1", 8.5, measured, measured, learned)
    for name, values in (
        ("satisfaction", ((1060, 7.3, 212), (620, 7.4, 240), (75, 7.5, 231), (13, 8.5, 198))),
        ("first-time", ((1060, 50, None), (620, 51, None), (75, 52, None), (13, 78, None))),
    ):
        programme = _measured(programme, today, name, values)
    ambition = Ambition(
        target_date=_end_of_quarter(today + timedelta(days=560)),
        levels=_at_least(now, {"customer-understanding": 4, "employee-engagement": 4, "leadership": 4,
                               "experience-design": 3, "processes-organisation": 4, "cjm": 3, "cx": 3}),
        statement=_("Whoever writes to us has an answer that solves it, and tells a friend about it."),
        capacity=Capacity(steps_at_once=2, person_days_a_month=14),
        owners=(Owner("anouk", "Anouk"), Owner("mehmet", "Mehmet"), Owner("sanne", "Sanne")),
    )  # fmt: skip
    fixed_on = today - timedelta(days=10)
    programme = set_ambition(programme, ambition, now.questionnaire, now.levels, fixed_on)
    planned = make_roadmap("", programme, now.questionnaire, now.levels, now.opened, fixed_on).plan
    names = [owner.id for owner in ambition.owners]
    edits = {one.step.id: StepEdit(owner=names[at % len(names)]) for at, one in enumerate(planned.steps)}
    programme = set_ambition(programme, replace(ambition, edits=edits), now.questionnaire, now.levels, fixed_on)
    plan = make_roadmap("", programme, now.questionnaire, now.levels, now.opened, fixed_on).plan
    programme = fix_plan(programme, plan, fixed_on, _("Agreed with the whole team after the pilot."))
    first = min(plan.steps, key=lambda one: (one.start, one.step.id))
    began_on = min(today, max(first.start, fixed_on))
    programme = start_steps(programme, plan, [first.step.id], began_on, today)
    seen = _("Discussed in three stand-ups, with an owner for what we found.")
    programme = add_evidence(programme, plan, first.step.id, seen, today - timedelta(days=1), today, "Sanne")
    programme = _promised(programme, now, _("Ring ten customers back and ask what we missed"), "Bram", 21)
    done = today - timedelta(days=4)
    programme = _promised(programme, now, _("Put the five most used answers in plain words"), "Lieke", 2)
    return finish_commitment(programme, "c2", done, today)


def winkels(programme: Programme, now: Now) -> Programme:
    """Higher scores, and customers who notice nothing of it."""
    values = ((760, 7.6, 410), (390, 7.6, 388), (25, 7.5, 402))
    return _measured(programme, now.today, "satisfaction", values)


def servicedesk(programme: Programme, now: Now) -> Programme:
    """Two promises at the end of a conversation about what divides the team."""
    programme = _promised(programme, now, _("Both shifts listen to the same ten calls, and compare"), "Noor", 14)
    return _promised(programme, now, _("Our manager sits with us for a morning"), "Pieter", 30)


def monteurs(programme: Programme, now: Now) -> Programme:
    """Six areas to level 3 within a year, beside full working days: it does not fit, and there are ways out."""
    wanted = ("customer-understanding", "leadership", "experience-design", "employee-engagement", "ux", "cjm")
    ambition = Ambition(
        target_date=_end_of_quarter(now.today + timedelta(days=300)),
        levels=_at_least(now, dict.fromkeys(wanted, 3)),
        statement=_("Every engineer leaves a home in which everything works and the customer knows why."),
        capacity=Capacity(steps_at_once=2, person_days_a_month=8),
    )
    return set_ambition(programme, ambition, now.questionnaire, now.levels, now.today - timedelta(days=20))


def _measured(programme: Programme, today: date, measure: str, values: Values) -> Programme:
    for days_ago, value, n in values:
        draft = MeasurementDraft(measure, value, today - timedelta(days=days_ago), n=n)
        programme = record_value(programme, draft, today)
    return programme


def _promised(programme: Programme, now: Now, what: str, who: str, days: int) -> Programme:
    draft = CommitmentDraft(what, who, now.today + timedelta(days=days), now.round)
    return add_commitment(programme, draft, now.opened)


def _at_least(now: Now, levels: dict[str, int]) -> dict[str, int]:
    """Return the levels, none lower than it is."""
    return {area: max(level, now.levels.get(area) or level) for area, level in levels.items()}


def _end_of_quarter(day: date) -> date:
    """Return the last day of the quarter that a day is in: plans end on such days."""
    last = (day.month + 2) // 3 * 3
    following = date(day.year + last // 12, last % 12 + 1, 1)
    return following - timedelta(days=1)
