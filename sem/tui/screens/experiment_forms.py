"""The windows in which an experiment is described, measured, changed and stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sem.i18n import gettext as _
from sem.model.experiment import Comparator, Experiment
from sem.model.programme import Programme
from sem.programme.experiments import (
    Amendment,
    ExperimentDraft,
    amend_criterion,
    record_result,
    stop_experiment,
)
from sem.programme.typed import day_text, number_text, read_day, read_number, read_whole
from sem.reports.experiment_text import go_on_words
from sem.reports.roadmap_words import step_words
from sem.tui.screens.form import Form, FormDialog, FormField, Values
from sem.tui.screens.ideas import Save
from sem.tui.trying import Trying
from sem.tui.typed_fields import FieldReader

NO_STEP = ""
Put = Callable[[Programme, ExperimentDraft], Programme]
"""Adds the experiment of a draft to a programme."""


def experiment_dialog(
    make_title: Callable[[], str], trying: Trying, draft: ExperimentDraft, save: Save, put: Put, measure_hint: str = ""
) -> FormDialog[Programme]:
    """Return the window in which an experiment is described, and its kill criterion fixed.

    Args:
        make_title: Returns the title, in the language in use.
        trying: Where the team stands.
        draft: What is filled in at first.
        save: Makes a change durable.
        put: Adds the experiment.
        measure_hint: What helps to choose a measure, where anything is known.
    """
    monday = trying.today + timedelta(days=7 - trying.today.weekday())
    steps = dict.fromkeys((*((draft.step,) if draft.step else ()), *trying.steps))

    def make() -> Form:
        options = (
            (NO_STEP, _("no step")),
            *((step, step_words(trying.questionnaire, step)) for step in steps),
        )
        return Form(
            make_title(),
            (
                FormField("title", _("What you try"), draft.title, hint=_("In a few words."), long=True),
                FormField("hypothesis", _("Hypothesis"), draft.hypothesis,
                          hint=_("What you expect to happen, and why."), long=True),
                FormField("who", _("With whom"), draft.who, hint=_("Which customers or colleagues: a few of them.")),
                FormField("where", _("Where"), draft.where,
                          hint=_("At which location, in which channel. It may stay empty.")),
                FormField("how_many", _("How many"), hint=_("It may stay empty.")),
                FormField("start", _("First day"), day_text(draft.start or monday),
                          hint=_("Tomorrow at the earliest: the criterion is fixed today, before the start.")),
                FormField("end", _("Last day"), day_text(draft.end) if draft.end else "",
                          hint=_("Such as {day}.").format(day=day_text(monday + timedelta(days=25)))),
                *_criterion_fields(draft.measure, draft.comparator, draft.threshold, draft.otherwise, measure_hint),
                FormField("by", _("Measured by"), day_text(draft.by) if draft.by else "",
                          hint=_("The last day to measure. Empty means the last day.")),
                FormField("step", _("Step that waits"), draft.step or NO_STEP, options,
                          hint=_("This step of the plan starts when the experiment is decided.")),
            ),
        )  # fmt: skip

    async def take(values: Values) -> Programme:
        typed = FieldReader(values)
        filled = ExperimentDraft(
            title=values["title"],
            hypothesis=values["hypothesis"],
            who=values["who"],
            where=values["where"],
            how_many=typed.read("how_many", read_whole, None),
            start=typed.read("start", read_day, None),
            end=typed.read("end", read_day, None),
            measure=values["measure"],
            comparator=Comparator(values["comparator"]),
            threshold=typed.read("threshold", read_number, None),
            by=typed.read("by", read_day, None),
            otherwise=values["otherwise"],
            step=values["step"] or None,
            idea=draft.idea,
        )
        return await save(typed.checked(lambda programme: put(programme, filled)))

    return FormDialog(make, take)


def amend_dialog(experiment: Experiment, trying: Trying, save: Save) -> FormDialog[Programme]:
    """Return the window in which a kill criterion gets a new version."""
    old = experiment.criterion

    def make() -> Form:
        return Form(
            _("Change the kill criterion"),
            (
                *_criterion_fields(old.measure, old.comparator, old.threshold, old.otherwise),
                FormField("by", _("Measured by"), day_text(old.by), hint=_("The last day to measure.")),
                FormField("reason", _("Why"), hint=_("Everybody can read it back, for ever."), long=True),
            ),
            (_("It becomes a new version. This one stays to be seen, for ever: {criterion}").format(
                criterion=go_on_words(old)),),
        )  # fmt: skip

    async def take(values: Values) -> Programme:
        typed = FieldReader(values)
        amendment = Amendment(
            values["measure"],
            Comparator(values["comparator"]),
            typed.read("threshold", read_number, old.threshold),
            typed.read("by", read_day, old.by),
            values["otherwise"],
        )
        return await save(
            typed.checked(
                lambda programme: amend_criterion(programme, experiment.id, amendment, values["reason"], trying.today)
            )
        )

    return FormDialog(make, take)


def result_dialog(experiment: Experiment, trying: Trying, save: Save) -> FormDialog[Programme]:
    """Return the window in which one says what was measured."""

    def make() -> Form:
        return Form(
            _("What was measured?"),
            (
                FormField("value", _("Value"), hint=_("A number alone, such as 12 or 7.5.")),
                FormField("measured_on", _("On"), day_text(trying.today), hint=_("The day it was measured.")),
                FormField("learned", _("What you learned"), hint=_("It may stay empty."), long=True),
            ),
            (experiment.title, go_on_words(experiment.criterion)),
        )

    async def take(values: Values) -> Programme:
        typed = FieldReader(values)
        value = typed.read("value", read_number, float("nan"))
        day = typed.read("measured_on", read_day, trying.today)
        return await save(
            typed.checked(
                lambda programme: record_result(programme, experiment.id, value, day, trying.today, values["learned"])
            )
        )

    return FormDialog(make, take)


def stop_dialog(experiment: Experiment, trying: Trying, save: Save) -> FormDialog[Programme]:
    """Return the window that asks why the plug is pulled."""

    def make() -> Form:
        return Form(
            _("Pull the plug?"),
            (FormField("reason", _("Why"), hint=_("Others learn from it."), long=True),),
            (experiment.title, _("That can't be undone: to try again, you add a new experiment.")),
        )

    async def take(values: Values) -> Programme:
        return await save(lambda programme: stop_experiment(programme, experiment.id, values["reason"], trying.today))

    return FormDialog(make, take)


def _criterion_fields(
    measure: str, comparator: Comparator | None, threshold: float | None, otherwise: str, measure_hint: str = ""
) -> tuple[FormField, ...]:
    words = {
        Comparator.AT_LEAST: _("at least"),
        Comparator.MORE_THAN: _("more than"),
        Comparator.AT_MOST: _("at most"),
        Comparator.LESS_THAN: _("less than"),
    }
    return (
        FormField("measure", _("You measure"), measure,
                  hint=measure_hint or _("One thing that you can count."), long=True),
        FormField("comparator", _("You go on if it is"), comparator or Comparator.AT_LEAST,
                  tuple((one.value, said) for one, said in words.items()), hint=_("← and → choose.")),
        FormField("threshold", _("this number"), "" if threshold is None else number_text(threshold),
                  hint=_("A number alone, such as 12 or 7.5.")),
        FormField("otherwise", _("Otherwise"), otherwise, hint=_("What you do if it is not met."), long=True),
    )  # fmt: skip
