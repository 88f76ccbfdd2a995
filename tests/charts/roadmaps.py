"""Roadmaps to draw: of the shipped questionnaire in few words, and any small one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from sem.backcast.milestones import milestones
from sem.backcast.plan import make_plan
from sem.content.library import load_questionnaire
from sem.model.ambition import Ambition, Capacity
from sem.model.experiment import Comparator, Experiment, KillCriterion, Result, Subset
from sem.model.plan import Plan, Progress
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import BufferUse, Roadmap
from tests.backcast import plans

TODAY = date(2026, 11, 23)  # a Monday
TEAM = "Klantenservice Noord"
STATEMENT = "Elke klant die ons belt, vertelt een ander hoe goed hij is geholpen."
FEW = ("culture", "cx", "ux")


@cache
def questionnaire() -> Questionnaire:
    return load_questionnaire("service-excellence")


def plan(
    target: date = date(2028, 12, 29),
    to: int = 4,
    *,
    now: int | None = 2,
    areas: Sequence[str] = (),
    today: date = TODAY,
    at_once: int = 3,
    statement: str = STATEMENT,
    closed: Sequence[date] = (),
    buffer: int = 20,
    progress: dict[str, Progress] | None = None,
) -> Plan:
    """Return a plan that brings areas (all of them if none is named) from one level to another."""
    ids = [area.id for area in questionnaire().areas]
    ambition = Ambition(
        target,
        dict.fromkeys(areas or ids, to),
        statement=statement,
        capacity=Capacity(at_once),
        closed_weeks=tuple(closed),
        buffer_percent=buffer,
    )
    return make_plan(ambition, questionnaire(), dict.fromkeys(ids, now), today, progress=progress, samples=0)


def experiment(
    id_: str = "e1",
    step: str | None = "culture>4",
    start: date = date(2026, 12, 7),
    end: date = date(2027, 2, 12),
    *,
    result: float | None = None,
    stopped: date | None = None,
) -> Experiment:
    """Return an experiment that has to measure at least 8, a week before it ends."""
    by = end - timedelta(weeks=1)
    criterion = KillCriterion("satisfaction", Comparator.AT_LEAST, 8, by, "stop", start - timedelta(days=7))
    results = () if result is None else (Result(result, by, 1),)
    subset = Subset("customers who call")
    return Experiment(id_, "Call back", "It works", subset, start, end, (criterion,), step, results, None, stopped)


def roadmap(
    made: Plan | None = None,
    experiments: Iterable[Experiment] = (),
    *,
    team: str = TEAM,
    use: BufferUse | None = None,
) -> Roadmap:
    """Return the roadmap of a plan, with its milestones."""
    made = made or plan()
    programme = Programme(ambition=made.ambition, questionnaire=questionnaire().id, experiments=tuple(experiments))
    return Roadmap(team, programme, made, milestones(made), buffer=use)


@st.composite
def roadmaps(draw: st.DrawFn) -> tuple[Roadmap, Questionnaire]:
    """Draw a roadmap, fitting or not, some of it done or under way, with the small questionnaire it is of."""
    asked = draw(plans.questionnaires())
    made = make_plan(draw(plans.ambitions()), asked, draw(plans.LEVELS), plans.TODAY, samples=0)
    if draw(st.booleans()):
        today, happened = draw(plans.progress_on(made))
        made = make_plan(made.ambition, asked, made.now, today, progress=happened, record=made, samples=0)
    steps = [None, *(planned.step.id for planned in made.steps)]
    found = []
    for n in range(draw(st.integers(0, 3))):
        start = made.today + timedelta(days=draw(st.integers(-200, 400)))
        end = start + timedelta(days=draw(st.integers(7, 150)))
        stopped = draw(st.sampled_from([None, start + timedelta(days=3)]))
        result = draw(st.sampled_from([None, 9.0, 7.0]))
        found.append(experiment(f"e{n}", draw(st.sampled_from(steps)), start, end, result=result, stopped=stopped))
    use = draw(st.sampled_from([None, BufferUse(0.4, 1.25)]))
    return roadmap(made, found, use=use), asked
