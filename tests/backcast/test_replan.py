"""Re-planning: the order is kept, what is offered says what it moves, and a slip is traced to what started it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.backcast.plan import make_plan
from sem.backcast.relax import relaxations
from sem.backcast.replan import buffer_used, difference, improve, replan, slips
from sem.backcast.words import verdict_sentences
from sem.model.ambition import Ambition, Capacity, Owner, StepEdit
from sem.model.plan import Plan, Progress, SlipKind, StepState
from sem.model.questionnaire import Estimate, Questionnaire
from sem.reports.roadmap_words import relaxation_words
from tests.backcast.plans import (
    AREAS,
    HOLDS,
    LEVELS,
    TODAY,
    ambition,
    ambitions,
    practice,
    progress_on,
    questionnaire_of,
    questionnaires,
)
from tests.backcast.test_plan import assert_holds

NOW: dict[str, int | None] = dict.fromkeys(AREAS, 1)
# One at a time: culture>2 (3), culture>3 (6), and monitoring>2 (3) before ux>2 (2).
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3),
    practice("culture", 3, weeks=6),
    practice("monitoring", 2, weeks=3),
    practice("ux", 2, weeks=2, needs="monitoring>2"),
)
WANTED = ambition({"culture": 3, "ux": 2}, weeks=18)


def weeks(n: int) -> timedelta:
    return timedelta(weeks=n)


def order(plan: Plan) -> list[str]:
    return [p.step.id for p in plan.steps]


@pytest.fixture
def record() -> Plan:
    return make_plan(WANTED, SMALL, NOW, TODAY)


class TestOrder:
    def test_nothing_happened_and_nothing_moves(self, record: Plan) -> None:
        assert difference(record, replan(record, SMALL, NOW, TODAY, {})) == difference(record, record)

    def test_what_goes_as_planned_moves_nothing(self, record: Plan) -> None:
        today = TODAY + weeks(3)
        friday = today - timedelta(days=3)
        happened = {"culture>2": Progress(TODAY, friday), "monitoring>2": Progress(TODAY, friday)}
        plan = replan(record, SMALL, NOW, today, happened)
        assert difference(record, plan).moved == ()
        assert (plan.end, plan.verdict.fit) == (record.end, record.verdict.fit)

    def test_a_delay_moves_what_waits_for_it_and_keeps_the_order(self, record: Plan) -> None:
        today = TODAY + weeks(3)
        happened = {"culture>2": Progress(TODAY, weeks_left=2), "monitoring>2": Progress(TODAY, today)}
        plan = replan(record, SMALL, NOW, today, happened)
        moved = {m.step: m.weeks for m in difference(record, plan).moved}
        assert moved["culture>2"] == moved["culture>3"] == 2
        assert [i for i in order(plan) if i not in happened] == [i for i in order(record) if i not in happened]

    def test_what_is_done_stays_in_the_plan_when_a_round_has_raised_its_area(self, record: Plan) -> None:
        today = TODAY + weeks(4)
        happened = {"culture>2": Progress(TODAY, TODAY + weeks(3))}
        now = {**NOW, "culture": 2}
        made = make_plan(WANTED, SMALL, now, today, progress=happened, record=record)
        for plan in (replan(record, SMALL, now, today, happened), made):
            assert plan.step("culture>2").state is StepState.DONE
            assert plan.step("culture>3").state is StepState.WAITING

    def test_a_waiting_step_whose_level_a_round_has_reached_is_gone(self, record: Plan) -> None:
        plan = replan(record, SMALL, {**NOW, "culture": 3}, TODAY, {})
        assert difference(record, plan).gone == ("culture>2", "culture>3")

    def test_another_ambition_adds_its_steps(self, record: Plan) -> None:
        plan = replan(record, SMALL, NOW, TODAY, {}, replace(WANTED, levels={**WANTED.levels, "cx": 2}))
        assert difference(record, plan).added == ("cx>2",)


class TestImprove:
    def test_a_shorter_plan_is_offered_with_what_it_moves(self) -> None:
        # The record was made while culture was short; now the order it has leaves the long chain for last.
        short = {"culture>2": StepEdit(Estimate(1, 1, 1)), "culture>3": StepEdit(Estimate(1, 1, 1))}
        old = make_plan(replace(WANTED, edits=short, capacity=Capacity(2)), SMALL, NOW, TODAY)
        one_owner = {step: StepEdit(owner="ann") for step in ("monitoring>2", "culture>2")}
        long = replace(WANTED, edits=one_owner, owners=(Owner("ann", "Ann"),))
        kept = replan(old, SMALL, NOW, TODAY, {}, long)
        offered = improve(kept)
        assert offered.plan.verdict.weeks_needed <= kept.verdict.weeks_needed
        assert offered.difference.weeks == offered.plan.verdict.weeks_needed - kept.verdict.weeks_needed
        assert bool(offered.difference.moved) == (offered.difference.weeks < 0)

    def test_a_plan_that_is_proved_shortest_stays_as_it_is(self, record: Plan) -> None:
        assert record.certified
        assert improve(record).plan is record


class TestSlips:
    def test_a_slip_is_traced_to_the_step_that_started_it(self) -> None:
        record = make_plan(replace(WANTED, capacity=Capacity(1)), SMALL, NOW, TODAY)
        first, second, third, last = order(record)
        today = TODAY + weeks(3)
        plan = replan(record, SMALL, NOW, today, {first: Progress(TODAY, weeks_left=2)})
        found = {slip.step: slip for slip in slips(record, plan)}
        assert {slip.started_by for slip in found.values()} == {first}
        assert {found[i].weeks for i in (first, second, third, last)} == {2}

    def test_a_slip_takes_the_free_time_then_the_buffer_and_then_it_is_too_late(self) -> None:
        # 9 weeks with a buffer of 2, in 12: 1 week is free.
        record = make_plan(ambition({"culture": 3}, weeks=12, buffer_percent=20), SMALL, NOW, TODAY)
        kinds = []
        for left in (2, 3, 5, 6):
            plan = replan(record, SMALL, NOW, TODAY + weeks(1), {"culture>2": Progress(TODAY, weeks_left=left)})
            kinds.append([slip.kind for slip in slips(record, plan)])
        said = (SlipKind.ON_PLAN, SlipKind.FREE_TIME, SlipKind.EATS_BUFFER, SlipKind.TOO_LATE)
        assert kinds == [[kind] * 2 for kind in said]

    def test_what_is_on_plan_or_early_was_started_by_nothing(self) -> None:
        record = make_plan(ambition({"culture": 3}, weeks=11), SMALL, NOW, TODAY)
        plan = replan(record, SMALL, NOW, TODAY + weeks(1), {"culture>2": Progress(TODAY, weeks_left=1)})
        assert [(s.weeks, s.started_by) for s in slips(record, plan)] == [(-1, None), (-1, None)]

    def test_a_new_step_that_takes_the_place_of_others_is_what_started_it(self) -> None:
        own = replace(WANTED, capacity=Capacity(1), levels={"culture": 3})
        record = make_plan(own, SMALL, NOW, TODAY)
        pushed = replan(
            record, SMALL, NOW, TODAY, {"cx>2": Progress(TODAY)}, replace(own, levels={"culture": 3, "cx": 2})
        )
        assert [(s.step, s.weeks, s.started_by) for s in slips(record, pushed)] == [
            ("culture>2", 4, "cx>2"),
            ("culture>3", 4, "cx>2"),
        ]

    def test_the_buffer_used_is_set_against_the_path_done(self) -> None:
        # 9 weeks with a buffer of 2, in 13: 2 weeks are free.
        record = make_plan(ambition({"culture": 3}, weeks=13, buffer_percent=20), SMALL, NOW, TODAY)
        happened = {"culture>2": Progress(TODAY, date(2026, 12, 18))}
        for later, used in ((4, 0), (5, 0), (6, 1 / 2), (7, 1), (8, 3 / 2)):
            plan = replan(record, SMALL, NOW, TODAY + weeks(later), happened)
            assert buffer_used(record, plan) == pytest.approx((3 / 9, used))

    def test_a_plan_that_was_fixed_without_its_whole_buffer_has_used_a_part_of_it_from_the_start(self) -> None:
        record = make_plan(ambition({"culture": 3}, weeks=10, buffer_percent=20), SMALL, NOW, TODAY)
        assert buffer_used(record, replan(record, SMALL, NOW, TODAY, {})) == (0, 1 / 2)


def test_a_plan_that_keeps_an_order_and_does_not_fit_says_that_a_shorter_one_may_be_found() -> None:
    wanted = ambition({"culture": 3, "cx": 2, "ux": 2}, weeks=6)
    record = make_plan(replace(wanted, capacity=Capacity(1)), SMALL, NOW, TODAY)
    plan = replan(record, SMALL, NOW, TODAY, {}, replace(wanted, capacity=Capacity(2)))
    unproved = replace(plan, certified=False)
    hint = "sem plan TEAM --improve"
    assert hint in " ".join(verdict_sentences(unproved, SMALL))
    assert "shortest one found" not in " ".join(verdict_sentences(unproved, SMALL))
    later = relaxations(unproved)[0]
    assert hint in relaxation_words(later, plan.ambition, SMALL)
    assert hint not in " ".join(verdict_sentences(record, SMALL))


class TestAnyPlan:
    @settings(deadline=None)
    @given(questionnaires(), ambitions(), LEVELS, HOLDS, st.data())
    def test_the_verdict_names_the_earliest_latest_start(
        self,
        questions: Questionnaire,
        wanted: Ambition,
        now: dict[str, int | None],
        holds: dict[str, date],
        data: st.DataObject,
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        today, happened = data.draw(progress_on(record))
        made = make_plan(wanted, questions, now, TODAY, samples=1, holds=holds)
        for plan in (record, made, replan(record, questions, now, today, happened, holds=holds)):
            latest = [p.latest_start for p in plan.steps if p.state is StepState.WAITING and p.latest_start]
            assert not latest or plan.verdict.start_by == min(latest)
            said = verdict_sentences(plan, questions)[0]
            assert "should have started" not in said or plan.verdict.start_by <= plan.today or not latest

    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_done_steps_never_move_and_running_ones_keep_their_start(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        today, happened = data.draw(progress_on(record))
        plan = replan(record, questions, now, today, happened)
        again = improve(plan, samples=2).plan
        for one in (plan, again):
            assert_holds(one)
            for step, what in happened.items():
                assert one.step(step).start == what.started
                assert what.ended is None or one.step(step).end == what.ended
        for slip in slips(record, plan):
            assert (slip.started_by is None) == (slip.weeks <= 0) == (slip.kind is SlipKind.ON_PLAN)
        assert again.verdict.weeks_needed <= plan.verdict.weeks_needed

    @given(questionnaires(), ambitions(), LEVELS)
    def test_when_things_only_get_easier_no_step_ends_later(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        days = wanted.capacity.person_days_a_month
        easier = replace(
            wanted,
            capacity=Capacity(wanted.capacity.steps_at_once + 1, days and days + 7),
            levels={a: max(1, n - 1) for a, n in wanted.levels.items()},
            basics_first=False,
        )
        for changed in (easier, replace(wanted, capacity=easier.capacity), replace(wanted, levels=easier.levels)):
            for moved in difference(record, replan(record, questions, now, TODAY, {}, changed)).moved:
                assert moved.weeks <= 0

    @settings(deadline=None)
    @given(questionnaires(), ambitions(), LEVELS, st.integers(1, 5))
    def test_a_what_if_depends_on_the_plan_of_record_and_not_on_the_last_what_if(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], at_once: int
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        tried = replace(wanted, capacity=Capacity(at_once))
        first = make_plan(tried, questions, now, TODAY, record=record, samples=0)
        make_plan(replace(wanted, levels={}), questions, now, TODAY, record=record, samples=0)
        assert make_plan(tried, questions, now, TODAY, record=record, samples=0) == first
