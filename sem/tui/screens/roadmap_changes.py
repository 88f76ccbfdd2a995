"""The windows in which one says what happened to a step, and what is to change of the plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from sem.i18n import gettext as _
from sem.model.plan import PlannedStep, StepState
from sem.model.programme import Programme
from sem.model.roadmap import Roadmap
from sem.programme.fixing import fix_plan
from sem.programme.steps import (
    StepChange,
    add_evidence,
    change_step,
    drop_steps,
    finish_steps,
    not_done_before,
    start_steps,
)
from sem.programme.typed import day_text, estimate_text, read_day, read_estimate, read_whole
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import step_words, steps_words
from sem.tui.screens.form import Form, FormDialog, FormField, Values

Change = Callable[[Programme], Programme]
Save = Callable[[Change], Awaitable[Programme]]
"""Makes a change durable; raises SemError where it does not hold."""

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A step of a roadmap, and the day on which something is said of it."""

    standing: Standing
    roadmap: Roadmap
    planned: PlannedStep
    today: date

    @property
    def id(self) -> str:
        """The step's id."""
        return self.planned.step.id

    @property
    def name(self) -> str:
        """What the step is called."""
        return step_words(self.standing.questionnaire, self.id)


def start_dialog(subject: Subject, save: Save) -> FormDialog[Programme]:
    """Return the window that asks since when a step is under way."""

    def make() -> Form:
        waiting = not_done_before(subject.roadmap.plan, subject.id)
        names = steps_words(subject.standing.questionnaire, waiting)
        return Form(
            _("{step} has started").format(step=subject.name),
            (FormField("on", _("Since"), day_text(subject.today), hint=_("The first day of work.")),),
            (_("Not done yet, and {step} builds on it: {steps}.").format(step=subject.name, steps=names),)
            if waiting
            else (),
        )

    async def take(values: Values) -> Programme:
        day = read_day(values["on"])
        return await save(
            lambda programme: start_steps(programme, subject.roadmap.plan, [subject.id], day, subject.today)
        )

    return FormDialog(make, take)


def done_dialog(subject: Subject, save: Save) -> FormDialog[Programme]:
    """Return the window that asks when a step was done, and what shows it."""

    def make() -> Form:
        return Form(
            _("{step} is done").format(step=subject.name),
            (
                FormField("on", _("On"), day_text(subject.today), hint=_("The last day of work.")),
                FormField(
                    "evidence",
                    _("What shows it"),
                    hint=_("What you can see or hear by now: words, a link or a file. It may stay empty."),
                ),
                FormField("by", _("Seen by"), hint=_("Who saw it. It may stay empty.")),
            ),
        )

    async def take(values: Values) -> Programme:
        day, plan = read_day(values["on"]), subject.roadmap.plan

        def change(programme: Programme) -> Programme:
            done = finish_steps(programme, plan, [subject.id], day, subject.today)
            if not values["evidence"].strip():
                return done
            return add_evidence(done, plan, subject.id, values["evidence"], day, subject.today, values["by"])

        return await save(change)

    return FormDialog(make, take)


def evidence_dialog(subject: Subject, save: Save) -> FormDialog[Programme]:
    """Return the window that asks what shows that a step is done or on its way."""

    def make() -> Form:
        return Form(
            _("What shows {step}?").format(step=subject.name),
            (
                FormField("evidence", _("What shows it"), hint=_("Words, a link or a file.")),
                FormField("on", _("Seen on"), day_text(subject.today)),
                FormField("by", _("Seen by"), hint=_("Who saw it. It may stay empty.")),
            ),
        )

    async def take(values: Values) -> Programme:
        day = read_day(values["on"])
        return await save(
            lambda programme: add_evidence(
                programme, subject.roadmap.plan, subject.id, values["evidence"], day, subject.today, values["by"]
            )
        )

    return FormDialog(make, take)


def edit_dialog(subject: Subject, save: Save) -> FormDialog[Programme]:
    """Return the window in which a step is estimated anew, and gets an owner."""
    step, owners = subject.planned.step, subject.roadmap.plan.ambition.owners
    started = subject.planned.state is StepState.STARTED

    def make() -> Form:
        fields = [
            FormField("weeks", _("Weeks"), estimate_text(step.weeks), hint=_("Low, likely and high, or one number.")),
            FormField(
                "days",
                _("Person-days"),
                estimate_text(step.person_days),
                hint=_("Low, likely and high, or one number."),
            ),
            FormField(
                "owner",
                _("Led by"),
                step.owner or NOBODY,
                ((NOBODY, _("nobody yet")), *((owner.id, owner.name) for owner in owners)),
                hint="" if owners else _("Add people first: they are among the means of the ambition."),
            ),
        ]
        if started:
            fields.append(FormField("left", _("Weeks left"), hint=_("Empty leaves it to the calendar.")))
        return Form(subject.name, tuple(fields))

    async def take(values: Values) -> Programme:
        plan, standing = subject.roadmap.plan, subject.standing
        weeks, days = read_estimate(values["weeks"]), read_estimate(values["days"])
        left = values.get("left", "").strip()
        change = StepChange(
            weeks=None if weeks == step.weeks else weeks,
            person_days=None if days == step.person_days else days,
            owner=values["owner"],
            weeks_left=read_whole(left) if left else None,
        )
        return await save(
            lambda programme: change_step(
                programme, plan, subject.id, change, standing.questionnaire, standing.now, subject.today
            )
        )

    return FormDialog(make, take)


def drop_dialog(subject: Subject, save: Save) -> FormDialog[Programme]:
    """Return the window that asks why a step is given up."""
    step, plan, standing = subject.planned.step, subject.roadmap.plan, subject.standing
    # Levels are climbed one by one, so those above it in the same area can't stay.
    higher = [
        planned.step.id
        for planned in plan.steps
        if planned.step.area == step.area and planned.step.level > step.level and planned.state is not StepState.DONE
    ]

    def make() -> Form:
        effects = [
            _("The target of this area goes down to {level}. What you did for it stays written down.").format(
                level=step.level - 1
            )
        ]
        if higher:
            names = steps_words(standing.questionnaire, higher)
            effects.append(_("With it goes what comes after it in this area: {steps}.").format(steps=names))
        return Form(
            _("Drop {step}?").format(step=subject.name),
            (FormField("why", _("Why"), hint=_("In your own words; everybody can read it back.")),),
            tuple(effects),
        )

    async def take(values: Values) -> Programme:
        return await save(
            lambda programme: drop_steps(
                programme,
                plan,
                [subject.id, *higher],
                values["why"],
                standing.questionnaire,
                standing.now,
                subject.today,
            )
        )

    return FormDialog(make, take)


def fix_dialog(standing: Standing, roadmap: Roadmap, today: date, save: Save) -> FormDialog[Programme]:
    """Return the window that asks whether to fix the plan, with room for why."""

    def make() -> Form:
        return Form(
            _("Fix this plan?"),
            (FormField("note", _("Why now"), hint=_("For who reads it later. It may stay empty.")),),
            (
                _("From then on this is the plan you keep to: its order stays, and each delay is held against it."),
                *((_("The plan that was fixed before stays in the history."),) if roadmap.programme.baselines else ()),
            ),
        )

    async def take(values: Values) -> Programme:
        return await save(lambda programme: fix_plan(programme, roadmap.plan, today, values["note"]))

    return FormDialog(make, take)
