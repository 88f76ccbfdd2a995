"""What a team should know about its roadmap beside the plan itself, in the language of the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sem.backcast.calendar import monday_of
from sem.backcast.words import step_name
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext
from sem.model.experiment import Experiment, Outcome
from sem.model.plan import Plan, StepState
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire


def cautions(
    programme: Programme, record: Plan | None, plan: Plan, questionnaire: Questionnaire, now: Mapping[str, int | None]
) -> Iterator[str]:
    """Yield each warning as a sentence: about levels, practices, closed weeks, and then each experiment.

    Args:
        programme: What the team wants and what happened.
        record: The plan of record; None before the first.
        plan: The plan of today.
        questionnaire: Where the areas and practices are from.
        now: The level of each area in the newest round; None where it does not know.
    """
    yield from _levels_carried_over(record, questionnaire, now)
    yield from _practices_gone(programme, record, questionnaire)
    yield from _closed_weeks_before_the_start(programme, plan)
    for experiment in programme.experiments:
        yield from experiment_cautions(experiment, plan, questionnaire)


def _levels_carried_over(
    record: Plan | None, questionnaire: Questionnaire, now: Mapping[str, int | None]
) -> Iterator[str]:
    carried = [
        f"{area.short.get(language())} {record.now[area.id]}"
        for area in questionnaire.areas
        if record and area.id in now and now[area.id] is None and record.now.get(area.id) is not None
    ]
    if carried:
        text = _("The newest round does not know all levels yet. What the plan started from still counts for: {areas}.")
        yield text.format(areas=", ".join(carried))


def _practices_gone(programme: Programme, record: Plan | None, questionnaire: Questionnaire) -> Iterator[str]:
    known = {practice.id for practice in questionnaire.practices}
    known |= {practice.id for practice in programme.ambition.practices} if programme.ambition else set()
    planned = [i for p in record.steps for i in p.step.practices] if record else []
    gone = [i for i in dict.fromkeys(planned) if i not in known]
    if gone:
        text = ngettext(
            "A practice of the plan of record is gone: {ids}. Its step is planned without it.",
            "Practices of the plan of record are gone: {ids}. Their steps are planned without them.",
            len(gone),
        )
        yield text.format(ids=", ".join(gone))


def _closed_weeks_before_the_start(programme: Programme, plan: Plan) -> Iterator[str]:
    """Weeks that were over when the ambition was set are a slip of the pen; those that go by later are not."""
    first = monday_of(programme.set_on or plan.today)
    past = sorted({monday_of(day) for day in plan.ambition.closed_weeks if monday_of(day) < first})
    if past:
        text = ngettext(
            "A closed week was over before the start, and counts for nothing: that of {days}.",
            "Some closed weeks were over before the start, and count for nothing: those of {days}.",
            len(past),
        )
        yield text.format(days=", ".join(map(long_date, past)))


def experiment_cautions(experiment: Experiment, plan: Plan, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield each warning about one experiment as a sentence; none about one of which the plug was pulled."""
    if experiment.stopped_on is not None:
        return
    title = experiment.title
    if experiment.outcome is Outcome.RED:
        text = _("Experiment “{title}” did not make it. Pull the plug, or change its criterion and say why.")
        yield text.format(title=title)
    if experiment.outcome is not None:
        return
    last = max([experiment.end, *(criterion.by for criterion in experiment.criteria[-1:])])
    if last < plan.today:
        text = _("Experiment “{title}” ended on {date} and has no result yet.")
        yield text.format(title=title, date=long_date(last))
    if experiment.step is None:
        return
    planned = next((p for p in plan.steps if p.step.id == experiment.step), None)
    if planned is None:
        text = _("Experiment “{title}” is for a step that is not in the plan: {step}.")
        yield text.format(title=title, step=experiment.step)
        return
    if planned.state is not StepState.WAITING or planned.latest_start is None:
        return
    words = {
        "title": title,
        "step": step_name(plan, planned.step.id, questionnaire),
        "latest": long_date(planned.latest_start),
    }
    if experiment.start > planned.latest_start:
        text = _("Experiment “{title}” starts on {date}, after the latest start of {step}: {latest}.")
        yield text.format(date=long_date(experiment.start), **words)
    elif experiment.criteria and experiment.criterion.by > planned.latest_start:
        text = _("The kill date of experiment “{title}”, {date}, is after the latest start of {step}: {latest}.")
        yield text.format(date=long_date(experiment.criterion.by), **words)
