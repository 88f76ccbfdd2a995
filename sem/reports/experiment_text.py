"""Experiments as text for a terminal and as JSON: what is tried, on what it is stopped, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.codec import to_json
from sem.model.experiment import Experiment, KillCriterion, Outcome, Result, Subset
from sem.model.questionnaire import Questionnaire
from sem.programme.experiments import ExperimentState, state_of
from sem.reports.lines import one_line, width, wrap
from sem.reports.roadmap_names import criterion_words, value_words
from sem.reports.roadmap_words import step_words

_STATES = {
    ExperimentState.PLANNED: N_("planned"),
    ExperimentState.RUNNING: N_("running"),
    ExperimentState.DUE: N_("to be measured"),
    ExperimentState.OVERDUE: N_("no result in time"),
    ExperimentState.GREEN: N_("green"),
    ExperimentState.RED: N_("red"),
    ExperimentState.STOPPED: N_("stopped"),
}


def experiment_state_words(state: ExperimentState) -> str:
    """Return how far an experiment is, in a word or a few."""
    return _(_STATES[state])


def outcome_word(outcome: Outcome) -> str:
    """Return what a result says, in a word."""
    return _(_STATES[ExperimentState(outcome.value)])


def subset_words(subset: Subset) -> str:
    """Return with whom an experiment is done."""
    words = subset.who
    if subset.where:
        words = _("{who}, {where}").format(who=words, where=subset.where)
    if subset.how_many is not None:
        words = _("{who} ({n})").format(who=words, n=subset.how_many)
    return words


def verdict_words(experiment: Experiment, result: Result) -> str:
    """Return what a result says and why, in a sentence."""
    criterion = experiment.criteria[result.version - 1]
    words = {"value": value_words(result.value), "criterion": one_line(criterion_words(criterion))}
    if experiment.outcome_of(result) is Outcome.GREEN:
        return _("Green: {value}, and that meets “{criterion}”.").format(**words)
    if result.measured_on > criterion.by:
        return _("Red: measured on {day}, after the last day, {by}.").format(
            day=short_day(result.measured_on), by=short_day(criterion.by)
        )
    return _("Red: {value}, and that does not meet “{criterion}”.").format(**words)


def experiment_list(
    experiments: Iterable[Experiment], questionnaire: Questionnaire, today: date, columns: int
) -> list[str]:
    """Return experiments as lines of at most `columns`, a few for each."""
    shown = list(experiments)
    ids = max((width(one.id) for one in shown), default=0)
    states = max((width(experiment_state_words(state_of(one, today))) for one in shown), default=0)
    lines: list[str] = []
    for one in shown:
        state = experiment_state_words(state_of(one, today))
        first = f"{one.id:<{ids}}  {state + ' ' * (states - width(state))}  "
        indent = " " * (ids + 2)
        if lines:
            lines.append("")
        lines += wrap(one_line(one.title), columns, " " * width(first), first)
        when = _("{start} – {end}").format(start=short_day(one.start), end=short_day(one.end))
        if one.step:
            when += ", " + _("for {step}").format(step=step_words(questionnaire, one.step))
        lines += wrap(when, columns, indent)
        lines += wrap(go_on_words(one.criterion), columns, indent)
    return lines


def experiment_lines(experiment: Experiment, questionnaire: Questionnaire, today: date, columns: int) -> list[str]:
    """Return all of an experiment as lines of at most `columns`, with every version of its criterion."""
    indent = " " * (len(experiment.id) + 2)
    lines = wrap(one_line(experiment.title), columns, indent, f"{experiment.id}  ")
    lines += wrap(experiment_state_sentence(experiment, today), columns)
    lines.append("")
    facts = list(experiment_facts(experiment, questionnaire))
    label = max(width(name) for name, _text in facts) + 2
    for name, text in facts:
        lines += wrap(one_line(text), columns, " " * label, name + " " * (label - width(name)))
    for number in range(len(experiment.criteria), 0, -1):
        lines += ["", *_version(experiment, number, columns)]
    if experiment.results:
        lines += ["", _("Results:")]
        for result in experiment.results:
            lines += _result(experiment, result, columns)
    return lines


def experiment_json(experiment: Experiment, today: date) -> dict[str, Any]:
    """Return an experiment as JSON values, with its state on a day and what each result says."""
    value: dict[str, Any] = to_json(experiment)
    for number, version in enumerate(value["criteria"], 1):
        version["version"] = number
    for kept, result in zip(value["results"], experiment.results, strict=True):
        kept["outcome"] = experiment.outcome_of(result).value
    outcome = experiment.outcome
    return {**value, "state": state_of(experiment, today).value, "outcome": outcome.value if outcome else None}


def go_on_words(criterion: KillCriterion) -> str:
    """Return what makes an experiment go on, in a sentence."""
    return _("Goes on if “{criterion}” by {day}.").format(
        criterion=one_line(criterion_words(criterion)), day=short_day(criterion.by)
    )


def experiment_state_sentence(experiment: Experiment, today: date) -> str:
    """Return how far an experiment is, in a sentence."""
    state = state_of(experiment, today)
    days = {
        "start": short_day(experiment.start),
        "end": short_day(experiment.end),
        "by": short_day(experiment.criterion.by),
        "stopped": short_day(experiment.stopped_on or today),
        "reason": one_line(experiment.stopped_because),
    }
    text = {
        ExperimentState.PLANNED: _("Planned: it starts on {start} and ends on {end}."),
        ExperimentState.RUNNING: _("Running since {start}, until {end}."),
        ExperimentState.DUE: _("It ended on {end}; the last day to measure is {by}."),
        ExperimentState.OVERDUE: _("The last day to measure was {by}, and there is no result."),
        ExperimentState.GREEN: _("Green: the criterion is met, so go on."),
        ExperimentState.RED: _("Red: the plug was pulled on {stopped}. Do what was agreed."),
        ExperimentState.STOPPED: _("The team pulled the plug on {stopped}: “{reason}”."),
    }[state]
    return text.format(**days)


def experiment_facts(experiment: Experiment, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Yield what is tried with whom, when and for what, each with what that is called."""
    yield _("Hypothesis"), experiment.hypothesis
    yield _("With"), subset_words(experiment.subset)
    yield _("When"), _("{start} – {end}").format(start=short_day(experiment.start), end=short_day(experiment.end))
    if experiment.step:
        step = step_words(questionnaire, experiment.step)
        waits = experiment.outcome is None and experiment.stopped_on is None
        text = _("{step}, which waits for it ({id})") if waits else _("{step} ({id})")
        yield _("Step"), text.format(step=step, id=experiment.step)


def course_facts(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """Yield every version of what an experiment goes on with, then what was measured, each with what that is called."""
    for version, criterion in enumerate(experiment.criteria, 1):
        name = _("Kill criterion") if len(experiment.criteria) == 1 else _("Kill criterion {n}").format(n=version)
        said = [
            go_on_words(criterion),
            _("Otherwise: {what}").format(what=criterion.otherwise),
            _("Fixed on {day}.").format(day=short_day(criterion.fixed_on)),
        ]
        if criterion.reason:
            said.append(_("Changed because: {reason}").format(reason=criterion.reason))
        yield name, " ".join(said)
    for result in experiment.results:
        learned = [_("Learned: {words}").format(words=result.learned)] if result.learned else []
        yield short_day(result.measured_on), " ".join([verdict_words(experiment, result), *learned])


def version_words(experiment: Experiment, number: int) -> str:
    """Return what a version of a kill criterion is called, and when it was fixed."""
    fixed = {"n": number, "day": short_day(experiment.criteria[number - 1].fixed_on)}
    if len(experiment.criteria) == 1:
        head = _("Kill criterion, fixed on {day}:")
    elif number == len(experiment.criteria):
        head = _("Kill criterion, version {n}, fixed on {day}:")
    else:
        head = _("Before that, version {n}, fixed on {day}:")
    return head.format(**fixed)


def _version(experiment: Experiment, number: int, columns: int) -> list[str]:
    criterion = experiment.criteria[number - 1]
    lines = wrap(version_words(experiment, number), columns)
    lines += wrap(go_on_words(criterion), columns, "  ")
    lines += wrap(_("Otherwise: {what}").format(what=one_line(criterion.otherwise)), columns, "  ")
    if criterion.reason:
        lines += wrap(_("Changed because: {reason}").format(reason=one_line(criterion.reason)), columns, "  ")
    return lines


def _result(experiment: Experiment, result: Result, columns: int) -> list[str]:
    head = short_day(result.measured_on)
    if len(experiment.criteria) > 1:
        head += ", " + _("version {n}").format(n=result.version)
    lines = wrap(f"{head}: {verdict_words(experiment, result)}", columns, "    ", "  ")
    if result.learned:
        lines += wrap(_("Learned: {words}").format(words=one_line(result.learned)), columns, "    ")
    return lines
