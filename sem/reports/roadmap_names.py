"""What the parts of a roadmap are called in every file made of it, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sem.backcast.words import step_name
from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.experiment import Comparator, KillCriterion
from sem.model.plan import PlannedStep
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap

_DIGITS = 6


class Names:
    """Names for one roadmap.

    Args:
        roadmap: The roadmap.
        questionnaire: Where its areas and practices are from.
    """

    def __init__(self, roadmap: Roadmap, questionnaire: Questionnaire) -> None:
        self._plan = roadmap.plan
        self._questionnaire = questionnaire

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        return {area.id: area.short.get(language()) for area in self._questionnaire.areas}

    @cached_property
    def _practices(self) -> Mapping[str, str]:
        titles = {practice.id: practice.title.get(language()) for practice in self._questionnaire.practices}
        return titles | {practice.id: practice.title for practice in self._plan.ambition.practices}

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        return {owner.id: owner.name for owner in self._plan.ambition.owners}

    def area(self, area: str) -> str:
        """Return the short name of an area; its id where the questionnaire does not have it any more."""
        return self._areas.get(area, area)

    def step(self, step: str) -> str:
        """Return the name of a step in the plan, such as ``Culture 3``."""
        return step_name(self._plan, step, self._questionnaire)

    def owner(self, planned: PlannedStep) -> str:
        """Return who leads a step; empty where nobody does."""
        owner = planned.step.owner
        return self._owners.get(owner, owner) if owner else ""

    def practices(self, planned: PlannedStep) -> tuple[str, ...]:
        """Return the titles of what a step is made of."""
        return tuple(self._practices.get(practice, practice) for practice in planned.step.practices)


def criterion_words(criterion: KillCriterion) -> str:
    """Return what has to be measured for an experiment to go on, such as ``solving power: at least 60``."""
    words = {
        Comparator.AT_LEAST: _("at least {n}"),
        Comparator.MORE_THAN: _("more than {n}"),
        Comparator.AT_MOST: _("at most {n}"),
        Comparator.LESS_THAN: _("less than {n}"),
    }
    return f"{criterion.measure}: {words[criterion.comparator].format(n=value_words(criterion.threshold))}"


def value_words(value: float) -> str:
    """Return a measured value without zeros that say nothing."""
    digits = next((n for n in range(_DIGITS) if round(value, n) == value), _DIGITS)
    return number(value, digits)
