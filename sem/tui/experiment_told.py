"""An experiment told on the screen: its row, all about it, and what the plan does after a result."""

from __future__ import annotations

from textual.content import Content

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.model.experiment import Experiment, Outcome
from sem.programme.cautions import experiment_cautions
from sem.programme.experiments import ExperimentState, in_order, state_of
from sem.reports.experiment_text import (
    experiment_facts,
    experiment_state_sentence,
    experiment_state_words,
    go_on_words,
    verdict_words,
    version_words,
)
from sem.reports.roadmap_words import pulled_words, step_words
from sem.tui.screens.reading import Paragraph
from sem.tui.text import cell_width, fit, pad, spread
from sem.tui.trying import Trying
from sem.tui.widgets.rows import Row

_SIGNS = {
    ExperimentState.PLANNED: ("○", "o"),
    ExperimentState.RUNNING: ("◐", "~"),
    ExperimentState.DUE: ("?", "?"),
    ExperimentState.OVERDUE: ("!", "!"),
    ExperimentState.GREEN: ("✓", "+"),
    ExperimentState.RED: ("✗", "x"),
    ExperimentState.STOPPED: ("–", "-"),
}
_STYLES = {
    ExperimentState.GREEN: "$success bold",
    ExperimentState.RED: "$error bold",
    ExperimentState.OVERDUE: "$error bold",
    ExperimentState.DUE: "bold",
    ExperimentState.STOPPED: "$muted",
}
_LEAST_TITLE = 48


def experiment_rows(trying: Trying, width: int, charts: str) -> list[Row]:
    """Return the experiments by number: state as a sign and in words, title, and the last day to measure if it fits."""
    shown = in_order(trying.programme)
    ids = max((cell_width(one.id) for one in shown), default=0)
    states = {one.id: state_of(one, trying.today) for one in shown}
    words = max((cell_width(experiment_state_words(state)) for state in states.values()), default=0)
    rows = []
    for one in shown:
        state = states[one.id]
        sign = _SIGNS[state][charts == "ascii"]
        before = Content.assemble(
            (f"{sign} {pad(experiment_state_words(state), words)}", _STYLES.get(state, "")),
            (f"  {pad(one.id, ids)}  ", "$muted"),
        )
        by = Content.styled(_("by {day}").format(day=short_day(one.criterion.by)), "$muted")
        room = width - before.cell_length
        title = fit(one.title, room - by.cell_length - 2)
        line = (
            spread(Content(title), by, room) if room - by.cell_length > _LEAST_TITLE else Content(fit(one.title, room))
        )
        rows.append(Row(one.id, Content.assemble(before, line)))
    return rows


def experiment_told(experiment: Experiment, trying: Trying) -> list[Paragraph]:
    """Return all about an experiment: how far it is, what it is, every version of its criterion, and every result."""
    told: list[Paragraph] = [*_first(experiment, trying)]
    told += experiment_facts(experiment, trying.questionnaire)
    for number in range(len(experiment.criteria), 0, -1):
        told.append("\n".join([version_words(experiment, number), *_version(experiment, number)]))
    if experiment.results:
        told.append(_("Results:"))
        for result in experiment.results:
            day = short_day(result.measured_on)
            if len(experiment.criteria) > 1:
                day += ", " + _("version {n}").format(n=result.version)
            said = [f"{day}: {verdict_words(experiment, result)}"]
            if result.learned:
                said.append(_("Learned: {words}").format(words=result.learned))
            told.append("\n".join(said))
    return told


def experiment_summary(experiment: Experiment, trying: Trying) -> list[Paragraph]:
    """Return the most important of an experiment, for below the list."""
    told: list[Paragraph] = [*_first(experiment, trying)]
    told.append("\n".join(_version(experiment, len(experiment.criteria))))
    told += experiment_facts(experiment, trying.questionnaire)
    return told


def outcome_told(experiment: Experiment, trying: Trying) -> list[Paragraph]:
    """Return what a result or a pulled plug means: the verdict, what was agreed, and what the plan does now."""
    told: list[Paragraph] = []
    if experiment.stopped_because:
        told.append(experiment_state_sentence(experiment, trying.today))
    elif experiment.results:
        told.append(verdict_words(experiment, experiment.results[-1]))
        if experiment.outcome is Outcome.RED:
            told.append(_("What you agreed for this case: {what}").format(what=experiment.criterion.otherwise))
    told += _pulled(experiment, trying)
    if experiment.step and experiment.outcome is Outcome.GREEN and not experiment.stopped_on:
        step = step_words(trying.questionnaire, experiment.step)
        told.append(_("{step} waits for it no more.").format(step=step))
    return told


def _first(experiment: Experiment, trying: Trying) -> list[str]:
    said = [experiment_state_sentence(experiment, trying.today)]
    said += _pulled(experiment, trying)
    if trying.roadmap:
        said += experiment_cautions(experiment, trying.roadmap.plan, trying.questionnaire)
    return said


def _pulled(experiment: Experiment, trying: Trying) -> list[str]:
    pulled = trying.roadmap.pulled if trying.roadmap else ()
    return [pulled_words(one, trying.questionnaire) for one in pulled if one.experiment.id == experiment.id]


def _version(experiment: Experiment, number: int) -> list[str]:
    criterion = experiment.criteria[number - 1]
    said = [go_on_words(criterion), _("Otherwise: {what}").format(what=criterion.otherwise)]
    if criterion.reason:
        said.append(_("Changed because: {reason}").format(reason=criterion.reason))
    return said
