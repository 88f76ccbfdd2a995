"""The chain read from right to left: from the target date back to what has to start first, and in sentences."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.chain import chain_back
from sem.backcast.plan import make_plan
from sem.backcast.replan import replan
from sem.backcast.words import chain_sentences
from sem.model.ambition import Ambition, Capacity
from sem.model.plan import Plan, Progress, StepState
from sem.model.questionnaire import Questionnaire
from tests.backcast.plans import (
    AREAS,
    HOLDS,
    LEVELS,
    TODAY,
    ambition,
    ambitions,
    experiment,
    practice,
    progress_on,
    questionnaire_of,
    questionnaires,
)

NOW: dict[str, int | None] = dict.fromkeys(AREAS, 1)
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3),
    practice("cx", 2, weeks=4, needs="culture>2"),
    practice("monitoring", 2, weeks=9),
)


def plan_of(levels: dict[str, int], weeks: int = 10, **more: object) -> Plan:
    return make_plan(ambition(levels, weeks, **more), SMALL, NOW, TODAY)


def test_it_reads_from_the_target_back_with_the_reason_of_each_step() -> None:
    assert chain_sentences(plan_of({"cx": 2}), SMALL) == (
        "To be at cx en 2 by 29 January 2027, start by 4 January 2027, and first reach culture en 2.",
        "Why: because of culture en",
        "To be at culture en 2 by 1 January 2027, start by 14 December 2026.",
    )


def test_it_goes_through_what_leaves_no_room() -> None:
    # One at a time: nine weeks and three and four, of sixteen.
    plan = plan_of({"cx": 2, "monitoring": 2}, 16, capacity=Capacity(1))
    spoken = chain_sentences(plan, SMALL)
    assert spoken[-1].endswith("start by 23 November 2026.")
    assert sum("there is no room for it beside" in sentence for sentence in spoken) == 1
    assert "No more than 1 step at once." in spoken


def test_of_one_step_it_is_what_that_step_needs() -> None:
    plan = plan_of({"cx": 2, "monitoring": 2}, 20)
    assert [link.planned.step.id for link in chain_back(plan)] == ["monitoring>2"]
    assert [link.planned.step.id for link in chain_back(plan, "cx>2")] == ["cx>2", "culture>2"]


def test_an_experiment_is_told_where_it_is_waited_for() -> None:
    held = {"culture>2": date(2026, 12, 11)}
    plan = make_plan(ambition({"cx": 2}, 20), SMALL, NOW, TODAY, holds=held)
    named = experiment("listen in", "culture>2", end=date(2026, 12, 11))
    assert chain_sentences(plan, SMALL, experiments=[named])[-1] == (
        "It waits for experiment “listen in”, which ends on 11 December 2026."
    )


def test_what_has_started_is_where_it_ends() -> None:
    plan = make_plan(ambition({"cx": 2}, 10), SMALL, NOW, TODAY, progress={"culture>2": Progress(TODAY)})
    assert chain_sentences(plan, SMALL)[-1] == "culture en 2 has started, and has to be there by 1 January 2027."


def test_of_what_is_done_or_not_there_nothing_is_said() -> None:
    done = make_plan(ambition({"cx": 2}), SMALL, NOW, TODAY, progress={"culture>2": Progress(TODAY, TODAY)})
    assert chain_sentences(done, SMALL, "culture>2") == chain_sentences(done, SMALL, "gone>2") == ()
    assert chain_sentences(plan_of({}), SMALL) == ()


@given(questionnaires(), ambitions(), LEVELS, HOLDS, st.data())
def test_it_begins_with_what_has_to_start_first_and_ends_at_the_target(
    questions: Questionnaire,
    wanted: Ambition,
    now: dict[str, int | None],
    holds: dict[str, date],
    data: st.DataObject,
) -> None:
    record = make_plan(wanted, questions, now, TODAY, samples=0, holds=holds)
    plan = record
    if data.draw(st.booleans()):
        today, happened = data.draw(progress_on(record))
        plan = replan(record, questions, now, today, happened)
    todo = [p for p in plan.steps if p.state is not StepState.DONE]
    links = chain_back(plan)
    assert bool(links) == bool(todo)
    if plan is record and links:
        assert links[0].planned.latest_end == max(p.latest_end for p in todo if p.latest_end)
    if links:
        assert links[-1].planned.latest_start == min(p.latest_start for p in todo if p.latest_start)
    for step in [None, *(p.step.id for p in todo)] if todo else []:
        chain = chain_back(plan, step)
        assert [link.before for link in chain] == [*(link.planned.step.id for link in chain[1:]), None]
        for later, earlier in pairwise(chain):
            assert earlier.planned.latest_end
            assert later.planned.latest_end
            assert earlier.planned.latest_end <= later.planned.latest_end
        assert len(chain_sentences(plan, questions, step)) >= len(chain)
