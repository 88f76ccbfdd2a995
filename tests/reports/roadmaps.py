"""A roadmap with something of everything in it, for the files that are made of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sem.model.ambition import Ambition, Capacity, Owner, StepEdit
from sem.model.assessment import Team
from sem.model.experiment import Comparator, Experiment, KillCriterion, Subset
from sem.model.plan import Progress
from sem.model.programme import AmbitionState, Programme
from sem.model.roadmap import Roadmap
from sem.programme.roadmap import make_roadmap
from tests.backcast.plans import TODAY
from tests.programme.situation import AMBITION, NOW, QUESTIONNAIRE

TEAM = Team("0123456789abcdef", "Team West")
HOSTILE = "=1+1; a:b, #1 %% <b>`x`\n[/] \\ é€𝄞 ] \x1b[31m gantt section"
"""A text with everything that means something to one of the formats."""


def roadmap_of(
    ambition: Ambition = AMBITION, *, title: str = "Surprise ten callers", team: str = "Team West", done: bool = True
) -> Roadmap:
    """Return a roadmap with an owner, an experiment and a step that is done."""
    criterion = KillCriterion(
        f"{title} smiles", Comparator.AT_LEAST, 7.5, TODAY + timedelta(40), f"stop {title}", TODAY
    )
    experiment = Experiment(
        "e1", title, "They tell others", Subset("callers", "Utrecht", 10), TODAY + timedelta(7),
        TODAY + timedelta(35), (criterion,), step="cx>4",
    )  # fmt: skip
    edits = {"culture>3": StepEdit(owner="ann")}
    progress = {"culture>2": Progress(TODAY - timedelta(20), TODAY - timedelta(2))} if done else {}
    programme = Programme(
        replace(ambition, edits=edits), AmbitionState.SET, TODAY, QUESTIONNAIRE.id, progress, experiments=(experiment,)
    )
    return make_roadmap(team, programme, QUESTIONNAIRE, NOW, None, TODAY, samples=0)


def hostile_roadmap() -> Roadmap:
    """Return a roadmap in which everything that people type is hostile."""
    ambition = replace(AMBITION, statement=HOSTILE, owners=(Owner("ann", HOSTILE), Owner("bob", "Bob", 0)))
    return roadmap_of(ambition, title=HOSTILE, team=HOSTILE)


def too_late_roadmap() -> Roadmap:
    """Return a roadmap that does not fit before its date."""
    return roadmap_of(replace(AMBITION, target_date=TODAY + timedelta(weeks=3), capacity=Capacity(1)))


def monday(day: date) -> bool:
    """Whether a day is the first of a working week."""
    return day.weekday() == 0
