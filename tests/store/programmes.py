"""Any programme that rules could have made, and small ones in few words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, get_type_hints

from hypothesis import strategies as st

from sem.model.ambition import Ambition, StepEdit
from sem.model.plan import Fit, Plan, Verdict
from sem.model.programme import Baseline, Programme
from sem.store.programme_items import numbered
from tests.model.anything import any_of

T = TypeVar("T")
DAY = date(2026, 11, 23)
AMBITION = Ambition(date(2027, 6, 30), {"culture": 4, "ux": 3})


def plan(day: date = DAY) -> Plan:
    """Return a plan in which nothing is left to do, made on a day."""
    verdict = Verdict(Fit.FITS, 0, 10, 0, 10, DAY, True, None)
    return Plan(AMBITION, day, {"culture": 1, "ux": None}, {}, (), DAY, verdict, True, None)


def programmes() -> st.SearchStrategy[Programme]:
    """Return what makes programmes that rules could have made: ids differ, lists are in their order.

    Their plans are few and small, because they are kept as they are.
    """
    plans = st.dates(DAY, date(2026, 11, 25)).map(plan)
    baselines = st.builds(Baseline, st.sampled_from(["1", "2", "10"]), any_of(date), plans, any_of(str))
    made = st.builds(
        Programme,
        ambition=any_of(Ambition | None),
        baselines=st.lists(baselines, max_size=2).map(tuple),
        record=st.none() | plans,
        **{
            name: any_of(hint)
            for name, hint in get_type_hints(Programme).items()
            if name not in ("ambition", "baselines", "record")
        },
    )
    return made.map(tidy)


def tidy(programme: Programme) -> Programme:
    """Return a programme without what can't be: the same id twice, results that no criterion belongs to."""
    box = programme.ideas
    ambition = programme.ambition
    if ambition is not None:
        ambition = dataclasses.replace(
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
        dataclasses.replace(
            one, results=tuple(result for result in one.results if 1 <= result.version <= len(one.criteria))
        )
        for one in programme.experiments
    )
    return dataclasses.replace(
        programme,
        ambition=ambition,
        evidence=_by_id(programme.evidence),
        experiments=_by_id(tuple(experiments)),
        baselines=_by_id(programme.baselines),
        ideas=dataclasses.replace(
            box,
            ideas=tuple(sorted(_unlike(box.ideas, lambda idea: idea.id), key=lambda idea: idea.id)),
            ballots=tuple(sorted(_unlike(box.ballots, lambda ballot: ballot.voter), key=lambda ballot: ballot.voter)),
        ),
    )


def _by_id(things: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(_unlike(things, lambda one: one.id), key=lambda one: (*numbered(one.id), one.id)))


def _unlike(things: tuple[T, ...], key: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple({key(thing): thing for thing in things}.values())
