"""Experiments: the kill criterion is fixed before the start, results are held against it, and red pulls the plug."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite

from sem.errors import InvalidError, NotFoundError
from sem.i18n import Language, long_date
from sem.i18n import gettext as _
from sem.model.experiment import Comparator, Experiment, KillCriterion, Outcome, Result, Subset
from sem.model.plan import step_id, step_parts
from sem.model.programme import Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Practice
from sem.programme.checks import LONGEST_TITLE, Checks, clean_text

LARGEST_NUMBER = 1e12
"""The largest threshold and value, above or below zero, so that every one can be written out."""

MOST_CUSTOMERS = 1_000_000

MOST_YEARS = 5
"""How far ahead an experiment may lie: later is a slip of the pen."""

_DAYS_A_YEAR = 366
_ID = re.compile(r"e?0*([1-9]\d{0,8})", re.IGNORECASE)
_LONGEST_SHOWN = 40


class ExperimentState(StrEnum):
    """How far an experiment is on one day."""

    PLANNED = "planned"
    RUNNING = "running"
    DUE = "due"
    """It has ended, and can still be measured."""
    OVERDUE = "overdue"
    """The last day to measure has passed without a result."""
    GREEN = "green"
    RED = "red"
    STOPPED = "stopped"
    """The team pulled the plug for another reason than a red result."""


@dataclass(frozen=True, slots=True)
class ExperimentDraft:
    """An experiment as far as it is filled in.

    Args:
        who: Which customers or colleagues it is done with.
        where: Which location or channel; may stay empty.
        how_many: How many of them; may stay None.
        by: The last day to measure; None for the last day of the experiment.
        step: The id of the step that waits for it; None for none.
        idea: The id of the idea it comes from.
    """

    title: str = ""
    hypothesis: str = ""
    who: str = ""
    where: str = ""
    how_many: int | None = None
    start: date | None = None
    end: date | None = None
    measure: str = ""
    comparator: Comparator | None = None
    threshold: float | None = None
    by: date | None = None
    otherwise: str = ""
    step: str | None = None
    idea: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What another version of a kill criterion says; None keeps what the version before it says."""

    measure: str | None = None
    comparator: Comparator | None = None
    threshold: float | None = None
    by: date | None = None
    otherwise: str | None = None


def draft_from(practice: Practice, language: Language) -> ExperimentDraft:
    """Return what a practice of the questionnaire says of trying it; measure, numbers and dates are the team's.

    Its words on when to stop come as `otherwise`: they say what is done then, and what to measure before that.
    """
    return ExperimentDraft(
        title=practice.title.get(language),
        hypothesis=practice.experiment.get(language) if practice.experiment else "",
        otherwise=practice.kill_criterion.get(language) if practice.kill_criterion else "",
        step=step_id(practice.area, practice.level),
    )


def add_experiment(programme: Programme, draft: ExperimentDraft, today: date, areas: Iterable[str] = ()) -> Programme:
    """Return the programme with another experiment, whose kill criterion is fixed today.

    Args:
        programme: What there is.
        draft: The experiment.
        today: The day, which has to lie before the start.
        areas: The ids of the areas whose steps may wait for it.

    Raises:
        InvalidError: With everything that is missing or does not hold.
    """
    checks = Checks()
    title = checks.required("title", draft.title, _("Say in a few words what you try."), LONGEST_TITLE)
    hypothesis = checks.required("hypothesis", draft.hypothesis, _("Say what you expect to happen, and why."))
    subset = _subset(checks, draft)
    start, end = _period(checks, draft, today)
    step = _step(checks, draft.step, frozenset(areas))
    criterion = _criterion(checks, draft, start, end, today)
    checks.finish()
    experiment = Experiment(
        id=f"e{_last_number(programme) + 1}",
        title=title,
        hypothesis=hypothesis,
        subset=subset,
        start=start,
        end=end,
        criteria=(criterion,),
        step=step,
        idea=draft.idea,
    )
    return replace(programme, experiments=(*programme.experiments, experiment))


def amend_criterion(
    programme: Programme, experiment_id: str, amendment: Amendment, reason: str, today: date
) -> Programme:
    """Return the programme with a new version of a kill criterion; all versions before it stay to be seen.

    After a red result the experiment goes on under the new version.

    Raises:
        NotFoundError: There is no such experiment.
        InvalidError: The team stopped it, or with every problem: no reason, nothing that changes, a date that has
            passed, a number that is none.
    """
    experiment = find_experiment(programme, experiment_id)
    _check_not_stopped(experiment)
    old = experiment.criterion
    checks = Checks()
    why = checks.required("reason", reason, _("Say why the criterion changes: everyone will see it, for ever."))
    new = KillCriterion(
        measure=old.measure if amendment.measure is None
        else checks.required("measure", amendment.measure, _("Say what you measure.")),
        comparator=amendment.comparator or old.comparator,
        threshold=old.threshold if amendment.threshold is None
        else _number(checks, "threshold", amendment.threshold),
        by=amendment.by or old.by,
        otherwise=old.otherwise if amendment.otherwise is None
        else checks.required("otherwise", amendment.otherwise, _("Say what you do if it is not met.")),
        fixed_on=today,
        reason=why,
    )  # fmt: skip
    if new.by < max(today, experiment.start):
        message = _("The last day to measure, {day}, has passed.") if new.by < today \
            else _("The last day to measure, {day}, lies before the start.")  # fmt: skip
        checks.wrong("by", message.format(day=long_date(new.by)), _("Choose a day that is still to come."))
    _check_not_too_far(checks, "by", new.by, today)
    if replace(new, fixed_on=old.fixed_on, reason=old.reason) == old:
        checks.wrong("", _("Nothing is different from the criterion as it is."), _("Say what changes."))
    checks.finish()
    return _with(programme, replace(experiment, criteria=(*experiment.criteria, new), stopped_on=None))


def record_result(
    programme: Programme, experiment_id: str, value: float, measured_on: date, today: date, learned: str = ""
) -> Programme:
    """Return the programme with a result; a red one pulls the plug, and a green one puts right a red one before it.

    All results stay to be seen, and the last one counts.

    Args:
        programme: What there is.
        experiment_id: Which experiment.
        value: What was measured.
        measured_on: The day it was measured.
        today: The day.
        learned: What the team learned; may be empty.

    Raises:
        NotFoundError: There is no such experiment.
        InvalidError: The team stopped it, or with every problem: no number, or a day on which it can't have been
            measured.
    """
    experiment = find_experiment(programme, experiment_id)
    _check_not_stopped(experiment)
    checks = Checks()
    kept = _number(checks, "value", value)
    words = checks.optional("learned", learned)
    fixed = experiment.criterion.fixed_on
    if today < experiment.start:
        checks.wrong("", _("It starts on {day}: there is no result yet.").format(day=long_date(experiment.start)))
    elif measured_on > today:
        checks.wrong("measured_on", _("{day} is still to come.").format(day=long_date(measured_on)),
                     _("Give the day on which it was measured."))  # fmt: skip
    elif measured_on < experiment.start:
        checks.wrong("measured_on", _("{day} lies before the start.").format(day=long_date(measured_on)),
                     _("Give the day on which it was measured."))  # fmt: skip
    elif measured_on < fixed:
        checks.wrong(
            "measured_on",
            _("The criterion as it is was fixed later, on {day}.").format(day=long_date(fixed)),
            _("Measure again: what is known already can't be held against it."),
        )
    checks.finish()
    result = Result(kept, measured_on, len(experiment.criteria), words)
    measured = replace(experiment, results=(*experiment.results, result))
    red = measured.outcome is Outcome.RED
    return _with(programme, replace(measured, stopped_on=(experiment.stopped_on or today) if red else None))


def stop_experiment(programme: Programme, experiment_id: str, reason: str, today: date) -> Programme:
    """Return the programme with the plug of an experiment pulled, for ever.

    Raises:
        NotFoundError: There is no such experiment.
        InvalidError: It is stopped already, or there is no reason.
    """
    experiment = find_experiment(programme, experiment_id)
    _check_not_stopped(experiment)
    if experiment.stopped_on:
        raise InvalidError(
            _("The plug was pulled on {day} already, after a red result.").format(day=long_date(experiment.stopped_on))
        )
    checks = Checks()
    why = checks.required("reason", reason, _("Say why you stop: others learn from it."))
    checks.finish()
    return _with(programme, replace(experiment, stopped_on=today, stopped_because=why))


def state_of(experiment: Experiment, today: date) -> ExperimentState:
    """Return how far an experiment is."""
    if experiment.stopped_because:
        return ExperimentState.STOPPED
    if experiment.outcome is not None:
        return ExperimentState.GREEN if experiment.outcome is Outcome.GREEN else ExperimentState.RED
    if today > experiment.criterion.by:
        return ExperimentState.OVERDUE
    if today < experiment.start:
        return ExperimentState.PLANNED
    return ExperimentState.RUNNING if today <= experiment.end else ExperimentState.DUE


def find_experiment(programme: Programme, typed: str) -> Experiment:
    """Return the experiment with this id, such as ``e1``, ``E1`` or ``1``.

    Raises:
        NotFoundError: There is none; the message names those there are.
    """
    found = _ID.fullmatch(typed.strip())
    for experiment in programme.experiments:
        if experiment.id == typed or (found and experiment.id == f"e{found[1]}"):
            return experiment
    ids = ", ".join(experiment.id for experiment in in_order(programme))
    raise NotFoundError(
        _("There is no experiment “{id}”.").format(id=clean_text(typed)[:_LONGEST_SHOWN]),
        _("There are: {ids}.").format(ids=ids) if ids else _("There are no experiments yet."),
    )


def in_order(programme: Programme) -> tuple[Experiment, ...]:
    """Return the experiments by their number."""
    return tuple(sorted(programme.experiments, key=lambda experiment: (_numbered(experiment), experiment.id)))


def newest_experiment(programme: Programme) -> Experiment:
    """Return the experiment that was added last.

    Raises:
        IndexError: There is none.
    """
    return in_order(programme)[-1]


def _numbered(experiment: Experiment) -> int:
    found = _ID.fullmatch(experiment.id)
    return int(found[1]) if found else 0


def _last_number(programme: Programme) -> int:
    return max(map(_numbered, programme.experiments), default=0)


def _with(programme: Programme, changed: Experiment) -> Programme:
    experiments = (changed if each.id == changed.id else each for each in programme.experiments)
    return replace(programme, experiments=tuple(experiments))


def _check_not_stopped(experiment: Experiment) -> None:
    if experiment.stopped_on and experiment.stopped_because:
        raise InvalidError(
            _("The team pulled the plug on {day}: “{reason}”.").format(
                day=long_date(experiment.stopped_on), reason=experiment.stopped_because
            ),
            _("To try again, add a new experiment with a criterion of its own."),
        )


def _subset(checks: Checks, draft: ExperimentDraft) -> Subset:
    who = checks.required("who", draft.who, _("Say with which customers or colleagues you try it."))
    where = checks.optional("where", draft.where)
    if draft.how_many is not None and not 1 <= draft.how_many <= MOST_CUSTOMERS:
        checks.wrong(
            "how_many",
            _("It is done with 1 to {most} of them.").format(most=MOST_CUSTOMERS),
            _("If the number is not known yet, leave it out."),
        )
    return Subset(who, where, draft.how_many)


def _period(checks: Checks, draft: ExperimentDraft, today: date) -> tuple[date, date]:
    start, end = draft.start, draft.end
    if start is None:
        checks.wrong("start", _("Say on which day it starts."))
    elif start <= today:
        checks.wrong(
            "start",
            _("The criterion is fixed today, and that has to be before the start."),
            _("Start on {day} or later.").format(day=long_date(today + timedelta(days=1))),
        )
    if end is None:
        checks.wrong("end", _("Say on which day it ends."))
    elif start is not None and end < start:
        checks.wrong("end", _("It ends before it starts."))
    else:
        _check_not_too_far(checks, "end", end, today)
    return start or today, end or today


def _step(checks: Checks, step: str | None, areas: frozenset[str]) -> str | None:
    if not step:
        return None
    area, level = step_parts(step)
    if area not in areas or level not in map(str, range(LOWEST_LEVEL + 1, HIGHEST_LEVEL + 1)):
        checks.wrong(
            "step",
            _("There is no step “{id}”.").format(id=clean_text(step)[:_LONGEST_SHOWN]),
            _("A step is an area and the level it leads to, such as culture-3."),
        )
    return step


def _criterion(checks: Checks, draft: ExperimentDraft, start: date, end: date, today: date) -> KillCriterion:
    measure = checks.required("measure", draft.measure, _("Say what you measure."))
    if draft.comparator is None or draft.threshold is None:
        checks.wrong("threshold", _("Say from which value on you go on: at least, more than, at most or less than it."))
        comparator, threshold = Comparator.AT_LEAST, 0.0
    else:
        comparator, threshold = draft.comparator, _number(checks, "threshold", draft.threshold)
    by = draft.by or end
    if draft.by is not None:
        if draft.start is not None and by < start:
            checks.wrong("by", _("The last day to measure, {day}, lies before the start.").format(day=long_date(by)))
        else:
            _check_not_too_far(checks, "by", by, today)
    otherwise = checks.required("otherwise", draft.otherwise, _("Say what you do if it is not met."))
    return KillCriterion(measure, comparator, threshold, by, otherwise, fixed_on=today)


def _number(checks: Checks, field: str, value: float) -> float:
    if not isfinite(value) or abs(value) > LARGEST_NUMBER:
        checks.wrong(field, _("That is no number to measure."), _("Give one such as 12 or 7.5."))
    return value


def _check_not_too_far(checks: Checks, field: str, day: date, today: date) -> None:
    if (day - today).days > MOST_YEARS * _DAYS_A_YEAR:
        checks.wrong(
            field, _("{day} is more than {n} years away.").format(day=long_date(day), n=MOST_YEARS),
            _("Choose an earlier day."),
        )  # fmt: skip
