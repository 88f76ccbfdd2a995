"""A small programme to change: four areas, an ambition, and the plan of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sem.backcast.plan import make_plan
from sem.errors import SemError
from sem.model.ambition import Ambition, Capacity, Owner
from sem.model.plan import Plan
from sem.model.programme import AmbitionState, Programme
from sem.model.questionnaire import Questionnaire
from tests.backcast.plans import TODAY, practice, questionnaire_of

NOW: dict[str, int | None] = {"culture": 1, "cx": 2, "monitoring": 3, "ux": None}

QUESTIONNAIRE = questionnaire_of(
    practice("culture", 2, name="hat"),
    practice("culture", 3, name="quotes", needs="culture>2"),
    practice("cx", 3, name="promises", needs="culture>3"),
    practice("cx", 4, name="surprises", kind="delighter"),
    practice("ux", 2, name="sketches"),
)

AMBITION = Ambition(
    TODAY + timedelta(weeks=60),
    {"culture": 3, "cx": 4},
    "Every customer tells others",
    capacity=Capacity(2),
    owners=(Owner("ann", "Ann"), Owner("bob", "Bob", 0)),
)


@dataclass(frozen=True)
class Situation:
    """A programme with what its changes need."""

    programme: Programme
    questionnaire: Questionnaire = QUESTIONNAIRE
    today: date = TODAY

    @property
    def plan(self) -> Plan:
        """The plan of today."""
        ambition = self.programme.ambition
        assert ambition is not None
        return make_plan(
            ambition, self.questionnaire, NOW, self.today, progress=self.programme.progress, samples=0
        )  # fmt: skip

    def later(self, **days_or_weeks: int) -> Situation:
        """Return the same on a later day."""
        return replace(self, today=self.today + timedelta(**days_or_weeks))

    def after(self, programme: Programme) -> Situation:
        """Return the same with another programme."""
        return replace(self, programme=programme)


def situation(ambition: Ambition = AMBITION) -> Situation:
    """Return the programme of a team that has set an ambition, and nothing else."""
    return Situation(Programme(ambition, AmbitionState.SET, TODAY, QUESTIONNAIRE.id))


def messages(error: SemError) -> str:
    """Return all that an error says, its problems with their advice."""
    return str(error)
