"""Any programme that rules could have made, and small ones in few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from sem.model.ambition import Ambition, StepEdit
from sem.model.assessment import QuestionnaireRef, Team
from sem.model.idea import Ballot, Idea
from sem.model.plan import Fit, Plan, Progress, Verdict
from sem.model.programme import AmbitionState, Baseline, NextQuestionnaire, Programme
from sem.model.questionnaire import Questionnaire, Version
from sem.model.text import Text
from sem.store.programme_items import numbered
from tests.store.place import Place

if TYPE_CHECKING:
    from hypothesis import strategies as st

T = TypeVar("T")
Change = Callable[[Programme], Programme]
DAY = date(2026, 11, 23)
WORDS = Questionnaire("ours", Version(1, 0, 0), Text("Ons", "Ours"), Text("", ""), (), ())
AMBITION = Ambition(date(2027, 6, 30), {"culture": 4, "ux": 3})


def plan(day: date = DAY) -> Plan:
    """Return a plan in which nothing is left to do, made on a day."""
    verdict = Verdict(Fit.FITS, 0, 10, 0, 10, DAY, True, None)
    return Plan(AMBITION, day, {"culture": 1, "ux": None}, {}, (), DAY, verdict, True, None)


def programmes() -> st.SearchStrategy[Programme]:
    """Return what makes programmes that rules could have made: ids differ, lists are in their order.

    Their plans are few and small, because they are kept as they are.
    """
    # The processes that tests start need no more than small programmes, and hypothesis takes long to import.
    from hypothesis import strategies as st

    from tests.model.anything import any_of

    plans = st.dates(DAY, date(2026, 11, 25)).map(plan)
    baselines = st.builds(Baseline, st.sampled_from(["1", "2", "10"]), any_of(date), plans, any_of(str))
    refs = st.builds(QuestionnaireRef, any_of(str), st.builds(Version, *[st.integers(0, 9)] * 3), any_of(str))
    made = st.builds(
        Programme,
        next_questionnaire=st.none()
        | st.builds(NextQuestionnaire, refs, any_of(date), any_of(str), st.none() | st.just(WORDS)),
        ambition=any_of(Ambition | None),
        baselines=st.lists(baselines, max_size=2).map(tuple),
        record=st.none() | plans,
        **{
            name: any_of(hint)
            for name, hint in get_type_hints(Programme).items()
            if name not in ("ambition", "baselines", "record", "next_questionnaire")
        },
    )
    return made.map(tidy)


def tidy(programme: Programme) -> Programme:
    """Return a programme without what can't be: the same id twice, results that no criterion belongs to."""
    box = programme.ideas
    ambition = programme.ambition
    if ambition is not None:
        ambition = replace(
            ambition,
            owners=_unlike(ambition.owners, lambda one: one.id),
            closed_weeks=_unlike(ambition.closed_weeks, lambda day: day),
            edits={step: edit for step, edit in ambition.edits.items() if edit != StepEdit()},
            prerequisites=_unlike(
                ambition.prerequisites, lambda one: (one.before_area, one.before_level, one.area, one.level)
            ),
            practices_done=_unlike(ambition.practices_done, lambda id_: id_),
            practices=_unlike(ambition.practices, lambda one: one.id),
        )
    experiments = (
        replace(one, results=tuple(result for result in one.results if 1 <= result.version <= len(one.criteria)))
        for one in programme.experiments
    )
    return replace(
        programme,
        ambition=ambition,
        evidence=_by_id(programme.evidence),
        commitments=_by_id(programme.commitments),
        experiments=_by_id(tuple(experiments)),
        baselines=_by_id(programme.baselines),
        measures=tuple(
            replace(one, values=tuple(sorted(_unlike(one.values, lambda value: value.on), key=lambda value: value.on)))
            for one in sorted(_unlike(programme.measures, lambda one: one.id), key=lambda one: one.id)
        ),
        ideas=replace(
            box,
            ideas=tuple(sorted(_unlike(box.ideas, lambda idea: idea.id), key=lambda idea: idea.id)),
            ballots=tuple(sorted(_unlike(box.ballots, lambda ballot: ballot.voter), key=lambda ballot: ballot.voter)),
        ),
    )


def _by_id(things: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(_unlike(things, lambda one: one.id), key=lambda one: (*numbered(one.id), one.id)))


def _unlike(things: tuple[T, ...], key: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple({key(thing): thing for thing in things}.values())


def progress(step: str) -> Change:
    return lambda before: replace(before, progress={**before.progress, step: Progress(DAY)})


def says(statement: str) -> Change:
    return lambda before: replace(before, ambition=replace(AMBITION, statement=statement))


def idea(id_: str, text: str = "an idea") -> Change:
    def change(before: Programme) -> Programme:
        ideas = {**{each.id: each for each in before.ideas.ideas}, id_: Idea(id_, text)}
        return replace(before, ideas=replace(before.ideas, ideas=tuple(ideas[each] for each in sorted(ideas))))

    return change


def ballot(voter: str, *ideas: str) -> Change:
    def change(before: Programme) -> Programme:
        ballots = {**{each.voter: each for each in before.ideas.ballots}, voter: Ballot(voter, ideas)}
        return replace(before, ideas=replace(before.ideas, ballots=tuple(ballots[each] for each in sorted(ballots))))

    return change


def fix(note: str) -> Change:
    def change(before: Programme) -> Programme:
        number = len(before.baselines) + 1
        made = Baseline(str(number), DAY, plan(DAY + timedelta(days=number)), note)
        return replace(before, record=made.plan, baselines=(*before.baselines, made), state=AmbitionState.SET)

    return change


def together(*changes: Change) -> Change:
    def change(before: Programme) -> Programme:
        for one in changes:
            before = one(before)
        return before

    return change


FULL = together(says("all tell others"), fix("first"), progress("ux>2"), idea("i1"), idea("i2"), ballot("Anna", "i1"))


def changed(place: Place, team: Team, change: Change) -> list[Path]:
    """Change a programme and return the files that are other than before."""
    before = place.contents()
    place.store.change_programme(team.id, change)
    after = place.contents()
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
