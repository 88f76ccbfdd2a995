"""Picking an idea: it becomes an experiment, or a practice of the team's own that the plan counts with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.ambition import OwnPractice
from sem.model.idea import Idea, IdeaBox, IdeaFate, IdeaPhase
from sem.model.programme import Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Estimate, PracticeKind
from sem.programme.checks import LONGEST_TITLE, Checks
from sem.programme.experiments import ExperimentDraft, add_experiment, newest_experiment
from sem.programme.ideas import check_free, with_ideas
from sem.programme.phases import require_phase
from sem.programme.seeing import find_ideas, title_of

LONGEST_ESTIMATE = 520
"""The most weeks, and the most person-days, that a practice of the team's own may take."""

_OWN = re.compile(r"own(\d+)")


@dataclass(frozen=True, slots=True)
class PracticeDraft:
    """A practice of the team's own, as far as it is filled in.

    Args:
        area: The id of an area.
        level: The level it leads to.
        title: Empty for the words of the idea.
    """

    area: str = ""
    level: int | None = None
    title: str = ""
    kind: PracticeKind = PracticeKind.BASIC
    weeks: Estimate | None = None
    person_days: Estimate | None = None


def pick_experiment(
    programme: Programme, idea: str, draft: ExperimentDraft, today: date, areas: Iterable[str] = ()
) -> Programme:
    """Return the programme with an experiment made of an idea, under the rules of `add_experiment`.

    Args:
        programme: What there is.
        idea: The id of the idea, or a unique beginning of it.
        draft: The experiment; without a title it gets the words of the idea.
        today: The day.
        areas: The ids of the areas whose steps may wait for it.

    Raises:
        PhaseError: Voting is not over.
        InvalidError: The idea is picked already, or the experiment does not hold; with every problem.
        NotFoundError: There is no such idea.
    """
    found = _free_idea(programme.ideas, idea)
    filled = replace(draft, title=draft.title or title_of(found), idea=found.id)
    with_experiment = add_experiment(programme, filled, today, areas)
    became = newest_experiment(with_experiment).id
    return _picked(with_experiment, found, IdeaFate.EXPERIMENT, became)


def pick_practice(programme: Programme, idea: str, draft: PracticeDraft, areas: Iterable[str]) -> Programme:
    """Return the programme with a practice of the team's own made of an idea.

    Args:
        programme: What there is.
        idea: The id of the idea, or a unique beginning of it.
        draft: The practice.
        areas: The ids of the areas there are.

    Raises:
        PhaseError: Voting is not over.
        InvalidError: There is no ambition yet, the idea is picked already, or the practice does not hold; with every
            problem.
        NotFoundError: There is no such idea.
    """
    found = _free_idea(programme.ideas, idea)
    if programme.ambition is None:
        raise InvalidError(
            _("There is no ambition yet, and so no plan that a practice could be part of."),
            _("Set an ambition first, or make an experiment of this idea."),
        )
    practice = _practice(programme, found, draft, tuple(areas))
    ambition = replace(programme.ambition, practices=(*programme.ambition.practices, practice))
    return _picked(replace(programme, ambition=ambition), found, IdeaFate.PRACTICE, practice.id)


def newest_practice(programme: Programme) -> OwnPractice:
    """Return the practice of the team's own that was added last.

    Raises:
        ValueError: There is none.
    """
    practices = programme.ambition.practices if programme.ambition else ()
    return max(practices, key=lambda practice: _number(practice.id))


def _free_idea(box: IdeaBox, typed: str) -> Idea:
    require_phase(box, IdeaPhase.CHOOSING)
    (found,) = find_ideas(box, [typed])
    checks = Checks()
    check_free(checks, found)
    checks.finish()
    return found


def _picked(programme: Programme, idea: Idea, fate: IdeaFate, became: str) -> Programme:
    picked = replace(idea, fate=fate, became=became, answer="")
    return replace(programme, ideas=with_ideas(programme.ideas, [picked]))


def _practice(programme: Programme, idea: Idea, draft: PracticeDraft, areas: Collection[str]) -> OwnPractice:
    checks = Checks()
    title = checks.required("title", draft.title or title_of(idea), _("Say what it is called."), LONGEST_TITLE)
    if draft.area not in areas:
        message = _("There is no area “{id}”.").format(id=draft.area) if draft.area else _("Say which area it raises.")
        checks.wrong("area", message, _("The areas are: {names}.").format(names=", ".join(areas)))
    level = draft.level or 0
    if not LOWEST_LEVEL < level <= HIGHEST_LEVEL:
        checks.wrong("level", _("Say to which level it leads: {low} to {high}.")
                     .format(low=LOWEST_LEVEL + 1, high=HIGHEST_LEVEL))  # fmt: skip
    weeks = _estimate(checks, "weeks", draft.weeks, _("Say how many weeks it takes: low, likely and high."))
    days = _estimate(
        checks, "person_days", draft.person_days, _("Say how many days of work it is: low, likely and high.")
    )
    checks.finish()
    id_ = f"own{_last_number(programme) + 1}"
    return OwnPractice(id_, draft.area, level, title, draft.kind, weeks, days, idea.id)


def _estimate(checks: Checks, field: str, estimate: Estimate | None, missing: str) -> Estimate:
    if estimate is None:
        checks.wrong(field, missing)
        return Estimate(1, 1, 1)
    numbers = (estimate.low, estimate.likely, estimate.high)
    if not all(isfinite(number) and 0 < number <= LONGEST_ESTIMATE for number in numbers):
        checks.wrong(field, _("These are numbers above 0 and up to {most}.").format(most=LONGEST_ESTIMATE))
    elif not estimate.low <= estimate.likely <= estimate.high:
        checks.wrong(field, _("An estimate can't fall from low to likely to high."), _("Put the numbers in order."))
    return estimate


def _last_number(programme: Programme) -> int:
    """Return the highest number that a practice of the team's own ever had, also one that is gone."""
    there = (practice.id for practice in programme.ambition.practices) if programme.ambition else ()
    were = (idea.became for idea in programme.ideas.ideas if idea.became)
    return max((_number(id_) for id_ in (*there, *were)), default=0)


def _number(practice_id: str) -> int:
    found = _OWN.fullmatch(practice_id)
    return int(found[1]) if found else 0
