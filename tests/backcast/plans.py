"""Questionnaires with practices and ambitions for tests: in few words, or any small one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from sem.model.ambition import Ambition, Capacity, Owner, OwnPractice, StepEdit
from sem.model.experiment import Comparator, Experiment, KillCriterion, Subset
from sem.model.plan import Plan, Progress, StepState
from sem.model.questionnaire import Estimate, Practice, PracticeKind, Prerequisite, Questionnaire
from tests.factory import area, question, questionnaire, text

TODAY = date(2026, 11, 23)  # a Monday
AREAS = ("culture", "cx", "monitoring", "ux")


def practice(
    area_id: str, level: int, weeks: float = 2, days: float = 2, needs: str = "", kind: str = "basic", name: str = ""
) -> Practice:
    """Return a practice in few words; `needs` are steps with spaces between, such as ``culture>2 ux>2``."""
    goals = (need.split(">") for need in needs.split())
    return Practice(
        id=name or f"{area_id}-{level}",
        area=area_id,
        level=level,
        kind=PracticeKind(kind),
        title=text(f"{area_id} {level}"),
        description=text("what to do"),
        weeks=Estimate(weeks / 2, weeks, weeks * 2),
        person_days=Estimate(days / 2, days, days * 2),
        measure=text("what to see"),
        prerequisites=tuple(Prerequisite(a, int(n), text(f"because of {a}")) for a, n in goals),
    )


def questionnaire_of(*practices: Practice) -> Questionnaire:
    """Return a questionnaire of the four areas with these practices."""
    return replace(questionnaire(*(area(a, [question(f"{a}-q")]) for a in AREAS)), practices=practices)


def ambition(levels: Mapping[str, int], weeks: int = 52, **more: object) -> Ambition:
    """Return an ambition that may end so many weeks from `TODAY`, without a buffer unless it asks for one."""
    settings = {"buffer_percent": 0, "capacity": Capacity(2), **more}
    return Ambition(TODAY + timedelta(weeks=weeks, days=-3), levels, **settings)  # type: ignore[arg-type]


def any_questionnaire(seed: int) -> Questionnaire:
    """Return a questionnaire in which areas ask for each other without a circle."""
    random, practices = Random(seed), []
    for place, area_id in enumerate(AREAS):
        for level in range(2, 6):
            # Only what comes earlier in the list, or has a lower level, is asked for.
            earlier = [
                f"{a}>{n}"
                for p, a in enumerate(AREAS)
                for n in range(2, level + 1)
                if a != area_id and (n < level or p < place)
            ]
            for n in range(random.randrange(3)):
                needs = random.choice([*earlier, *[""] * len(earlier), ""])
                kind = random.choice(["basic", "delighter"])
                weeks, days = random.randint(1, 9), random.randint(1, 20)
                practices.append(practice(area_id, level, weeks, days, needs, kind, f"{area_id}-{level}-{n}"))
    return questionnaire_of(*practices)


def questionnaires() -> st.SearchStrategy[Questionnaire]:
    """Draw any questionnaire by its seed, which is quicker than to draw each practice."""
    return st.integers(0, 10_000).map(any_questionnaire)


def own_practice(name: str, area_id: str, level: int, weeks: float = 2, days: float = 2) -> OwnPractice:
    """Return a practice of the team's own in few words."""
    likely, work = Estimate(weeks / 2, weeks, weeks * 2), Estimate(days / 2, days, days * 2)
    return OwnPractice(name, area_id, level, f"title of {name}", PracticeKind.BASIC, likely, work)


def experiment(title: str, step: str | None = None, **more: object) -> Experiment:
    """Return an undecided experiment of ten weeks from `TODAY` on whose criterion ends with it."""
    settings = {"start": TODAY, "end": TODAY + timedelta(weeks=10, days=-3), **more}
    by = settings.pop("by", settings["end"])
    criterion = KillCriterion("answers", Comparator.AT_LEAST, 10, by, "stop", TODAY)  # type: ignore[arg-type]
    settings.setdefault("criteria", (criterion,))
    return Experiment(title.replace(" ", "-"), title, "it helps", Subset("ten"), step=step, **settings)  # type: ignore[arg-type]


# Each of these is made once: hypothesis looks a new strategy over at every draw, which takes longer than to draw.
LEVELS = st.fixed_dictionaries(dict.fromkeys(AREAS, st.one_of(st.none(), st.integers(1, 5))))
_STEP_IDS = st.sampled_from([f"{a}>{n}" for a in AREAS for n in range(2, 6)])
_AMBITIONS = st.builds(
    Ambition,
    target_date=st.integers(-60, 900).map(lambda days: TODAY + timedelta(days=days)),
    levels=st.dictionaries(st.sampled_from(AREAS), st.integers(1, 5)),
    weights=st.dictionaries(st.sampled_from(AREAS), st.floats(0.5, 3)),
    capacity=st.builds(Capacity, st.integers(1, 4), st.one_of(st.none(), st.integers(3, 60))),
    owners=st.integers(1, 2).map(lambda most: (Owner("ann", "Ann", most), Owner("bob", "Bob"))),
    closed_weeks=st.sets(st.integers(-10, 60), max_size=6).map(
        lambda weeks: tuple(TODAY + timedelta(weeks=n) for n in weeks)
    ),
    buffer_percent=st.sampled_from([0, 20, 25]),
    basics_first=st.booleans(),
    edits=st.dictionaries(_STEP_IDS, st.builds(StepEdit, owner=st.sampled_from([None, "ann", "bob"]))),
    practices_done=st.sampled_from([(), ("culture-2-0", "gone"), ("ux-3-0", "own1")]),
    practices=st.integers(0, 2).map(
        lambda count: (own_practice("own1", "culture", 3, 5), own_practice("own2", "ux", 2, 1, 9))[:count]
    ),
)


def ambitions() -> st.SearchStrategy[Ambition]:
    """Draw an ambition with its means; the target date may lie in the past."""
    return _AMBITIONS


HOLDS = st.dictionaries(_STEP_IDS, st.integers(-30, 300).map(lambda days: TODAY + timedelta(days=days)), max_size=5)
"""Until when steps wait for an experiment."""
_DAYS_LATER, _WEEKS_LATE, _DONE, _WEEKS_LEFT = (
    st.integers(0, 200), st.integers(0, 3), st.booleans(), st.one_of(st.none(), st.integers(1, 8)),
)  # fmt: skip


@st.composite
def progress_on(draw: st.DrawFn, plan: Plan) -> tuple[date, dict[str, Progress]]:
    """Draw a later day and what had happened to the steps of a plan by then."""
    today = plan.today + timedelta(days=draw(_DAYS_LATER))
    happened: dict[str, Progress] = dict(plan.progress)
    for planned in plan.steps:
        late = timedelta(weeks=draw(_WEEKS_LATE))
        if planned.state is StepState.DONE or planned.start + late > today:
            continue
        done = planned.end + late <= today and draw(_DONE)
        left = draw(_WEEKS_LEFT)
        happened[planned.step.id] = Progress(
            planned.start + late, planned.end + late if done else None, None if done else left
        )
    return today, happened
