"""Where a team stands when it tries something: its experiments, the steps that may wait for them, and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sem.errors import NotFoundError, SemError
from sem.model.assessment import Team
from sem.model.plan import StepState
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.reports.roadmap import questionnaire_of, standing_of
from sem.store import Store


@dataclass(frozen=True, slots=True)
class Trying:
    """What there is to know on one day.

    Args:
        questionnaire: Whose areas and practices count.
        roadmap: None where nobody has answered yet, or where there is no ambition that can be planned.
        today: The day.
    """

    programme: Programme
    questionnaire: Questionnaire
    roadmap: Roadmap | None
    today: date

    @property
    def areas(self) -> tuple[str, ...]:
        """The ids of the areas."""
        return tuple(area.id for area in self.questionnaire.areas)

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps in the plan that are not done, in the order in which they start."""
        planned = self.roadmap.plan.steps if self.roadmap else ()
        to_do = [each for each in planned if each.state is not StepState.DONE]
        return tuple(each.step.id for each in sorted(to_do, key=lambda each: (each.start, each.step.id)))


def read_trying(store: Store, team: Team, today: date) -> Trying:
    """Return where a team stands.

    Raises:
        SemError: It can't be read.
    """
    try:
        standing = standing_of(store, team)
    except NotFoundError:
        return Trying(store.programme(team.id), questionnaire_of(store, team), None, today)
    roadmap = None
    if standing.programme.ambition:
        try:
            roadmap = standing.roadmap(today)
        except SemError:
            # The roadmap's own screen tells why it can't be planned; one may try something all the same.
            roadmap = None
    return Trying(standing.programme, standing.questionnaire, roadmap, today)
