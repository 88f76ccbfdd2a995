"""From an ambition to a plan: steps, the shortest schedule found, and dates counted back from the target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sem.backcast.draft import Draft, means_problems, progress_problems
from sem.backcast.steps import done_before, make_steps
from sem.errors import InvalidError
from sem.model.ambition import Ambition
from sem.model.plan import Plan, Progress
from sem.model.questionnaire import Questionnaire

SAMPLES = 100
"""How many random plans are tried when there is time for it; 0 while something is being dragged."""


def make_plan(
    ambition: Ambition,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
    *,
    progress: Mapping[str, Progress] | None = None,
    record: Plan | None = None,
    holds: Mapping[str, date] | None = None,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Plan:
    """Return the plan of an ambition: planned starts as early as capacity allows, latest starts from the target back.

    Args:
        ambition: The targets, and the means.
        questionnaire: Where the areas and practices are from.
        now: The level of each area today; None where it is not known, which counts as 1.
        today: Nothing starts before the first whole working week from this day on.
        progress: What has happened to steps, by their id.
        record: The plan of record. As long as its dates still hold under `ambition` and `today`, the result ends no
            later; else its order is where the search starts. Its done steps stay in the plan.
        holds: By the id of a step, the last day of an experiment: the step starts in the first working week after it,
            unless it has started. Days in the past and ids of other steps are passed over.
        samples: How many random plans to try: a count, so that the result is the same on any machine.
        seed: Where the random numbers start.

    Raises:
        InvalidError: The ambition can't be planned at all; each problem says why. That it does not fit before its date
            is no error but the plan's verdict.
    """
    draft = draft_for(ambition, questionnaire, now, today, progress or {}, record, holds or {})
    return draft.finish(*draft.best(samples, seed, record))


def draft_for(
    ambition: Ambition,
    questionnaire: Questionnaire,
    now: Mapping[str, int | None],
    today: date,
    progress: Mapping[str, Progress],
    record: Plan | None,
    holds: Mapping[str, date],
) -> Draft:
    """Return everything that a plan is made of but its dates; the arguments are those of `make_plan`.

    Raises:
        InvalidError: With every problem, those of the steps and those of the means together.
    """
    try:
        steps = make_steps(ambition, questionnaire, now)
    except InvalidError as error:
        problems = [*error.problems, *means_problems(ambition, needed=True), *progress_problems(progress, today)]
        raise InvalidError(error.message, error.advice, problems) from error
    if record:
        steps += done_before(record, steps, progress)
    return Draft(ambition, today, dict(now), dict(progress), steps, dict(holds))
