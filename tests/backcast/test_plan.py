"""Plans: dates worked out by hand, verdicts, progress, every fault named, and what holds for any ambition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sem.backcast.calendar import Calendar, monday_of
from sem.backcast.draft import load_of
from sem.backcast.plan import make_plan
from sem.errors import InvalidError
from sem.model.ambition import Ambition, Capacity, Owner, StepEdit
from sem.model.plan import CauseKind, Fit, Plan, Progress, StepState
from sem.model.questionnaire import Estimate, Questionnaire
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

NOW = dict.fromkeys(AREAS, 1)
# culture>2 (3 weeks) before culture>3 (6); cx>2 (4) is free; ux>2 (2) asks for culture>2.
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3, days=3),
    practice("culture", 3, weeks=6, days=12),
    practice("cx", 2, weeks=4, days=4),
    practice("ux", 2, weeks=2, days=2, needs="culture>2"),
)


def plan_of(levels: dict[str, int], weeks: int = 52, **more: object) -> Plan:
    return make_plan(ambition(levels, weeks, **more), SMALL, NOW, TODAY, samples=10)


def dates(plan: Plan, step: str) -> tuple[str, str, str, int | None]:
    planned = plan.step(step)
    return planned.start.isoformat(), planned.end.isoformat(), str(planned.latest_start), planned.slack


class TestDates:
    def test_planned_early_and_latest_from_the_target_back(self) -> None:
        # One at a time and twelve weeks for nine: everything has three weeks of slack.
        plan = plan_of({"culture": 3}, weeks=12, capacity=Capacity(1))
        assert dates(plan, "culture>2") == ("2026-11-23", "2026-12-11", "2026-12-14", 3)
        assert dates(plan, "culture>3") == ("2026-12-14", "2027-01-22", "2027-01-04", 3)
        assert plan.end == date(2027, 1, 22)
        assert plan.verdict.start_by == date(2026, 12, 14)
        assert plan.certified

    def test_closed_weeks_are_passed_over(self) -> None:
        closed = (date(2026, 12, 25), date(2027, 1, 1))  # weeks 52 and 53
        plan = plan_of({"culture": 3}, weeks=12, capacity=Capacity(1), closed_weeks=closed)
        assert dates(plan, "culture>3") == ("2026-12-14", "2027-02-05", "2027-01-04", 1)
        assert plan.verdict.weeks_available == 10

    def test_steps_without_a_common_chain_go_side_by_side_as_capacity_allows(self) -> None:
        plan = plan_of({"culture": 2, "cx": 2, "ux": 2}, weeks=5)
        assert dates(plan, "culture>2") == ("2026-11-23", "2026-12-11", "2026-11-23", 0)
        assert dates(plan, "ux>2") == ("2026-12-14", "2026-12-25", "2026-12-14", 0)
        assert dates(plan, "cx>2") == ("2026-11-23", "2026-12-18", "2026-11-30", 1)

    def test_an_owner_leads_no_more_steps_at_once_than_there_is_time_for(self) -> None:
        led = {"culture>2": StepEdit(owner="ann"), "cx>2": StepEdit(owner="ann")}
        plan = plan_of({"culture": 2, "cx": 2}, edits=led, owners=(Owner("ann", "Ann"),))
        first, second = plan.steps
        assert second.start > first.end
        assert plan.verdict.weeks_needed == 7

    def test_work_that_does_not_fit_in_its_weeks_takes_more_of_them(self) -> None:
        # 4.4 person-days a month are 10 tenths a week: 12 days of work take 12 weeks instead of 6.
        plan = plan_of({"culture": 3}, capacity=Capacity(2, 4.4))
        assert [plan.step(i).weeks for i in ("culture>2", "culture>3")] == [3, 12]
        (days,) = [load for load in load_of(plan) if load.resource == "person-days"]
        assert (days.capacity, set(days.used)) == (10, {10})

    def test_work_just_as_large_as_what_fits_is_not_stretched_by_rounding(self) -> None:
        # 0.3 person-days in a week of 3 tenths: in floating point 0.1 + 0.2 is a bit more than 0.3.
        edits = {"cx>2": StepEdit(Estimate(1, 1, 1), Estimate(0.1, 0.1 + 0.2, 1))}
        assert plan_of({"cx": 2}, capacity=Capacity(1, 1.3), edits=edits).step("cx>2").weeks == 1

    def test_levels_rise_as_steps_end(self) -> None:
        plan = plan_of({"culture": 3}, capacity=Capacity(1))
        assert plan.levels_on(TODAY)["culture"] == 1
        assert plan.levels_on(date(2026, 12, 11))["culture"] == 2
        assert plan.levels_on(plan.end)["culture"] == 3

    def test_nothing_to_do_is_a_plan_that_fits_even_after_the_date(self) -> None:
        plan = plan_of({"culture": 1}, weeks=-10)
        assert (plan.steps, plan.end, plan.verdict.fit) == ((), TODAY, Fit.FITS)


class TestExperiments:
    def test_a_step_waits_for_the_first_working_week_after_its_experiment(self) -> None:
        # The experiment ends on a Wednesday; the week after it is closed.
        held = {"cx>2": date(2026, 12, 2)}
        wanted = ambition({"cx": 2, "culture": 2}, 12, closed_weeks=(date(2026, 12, 8),))
        plan = make_plan(wanted, SMALL, NOW, TODAY, holds=held)
        assert dates(plan, "cx>2")[:2] == ("2026-12-14", "2027-01-08")
        assert dates(plan, "culture>2")[:2] == ("2026-11-23", "2026-12-18")
        assert plan.holds == held

    @pytest.mark.parametrize("last", [TODAY - timedelta(days=3), date(2000, 1, 1)])
    def test_an_experiment_that_is_over_holds_nothing(self, last: date) -> None:
        plan = make_plan(ambition({"cx": 2}), SMALL, NOW, TODAY, holds={"cx>2": last, "gone>2": date(2030, 1, 1)})
        assert plan.step("cx>2").start == TODAY

    def test_a_step_that_has_started_waits_no_more(self) -> None:
        held = {"cx>2": date(2027, 3, 5)}
        plan = make_plan(ambition({"cx": 2}), SMALL, NOW, TODAY, holds=held, progress={"cx>2": Progress(TODAY)})
        assert plan.step("cx>2").end == date(2026, 12, 18)

    def test_an_experiment_that_ends_too_late_makes_a_chain_with_its_weeks(self) -> None:
        # Five weeks of waiting and four of work in eight.
        plan = make_plan(ambition({"cx": 2}, 8), SMALL, NOW, TODAY, holds={"cx>2": date(2026, 12, 25)})
        verdict = plan.verdict
        assert (verdict.fit, verdict.certain, verdict.weeks_needed) == (Fit.TOO_LONG, True, 9)
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.chain) == (CauseKind.CHAIN, ("cx>2",))
        assert plan.step("cx>2").slack == -1


class TestVerdict:
    def test_it_fits_with_its_buffer(self) -> None:
        verdict = plan_of({"culture": 3}, weeks=11, buffer_percent=20).verdict
        assert (verdict.fit, verdict.weeks_needed, verdict.buffer_wanted, verdict.buffer_left) == (Fit.FITS, 9, 2, 2)
        assert verdict.cause is None

    def test_it_fits_but_eats_the_buffer(self) -> None:
        verdict = plan_of({"culture": 3}, weeks=10, buffer_percent=20).verdict
        assert (verdict.fit, verdict.buffer_wanted, verdict.buffer_left) == (Fit.EATS_BUFFER, 2, 1)
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.weeks_needed, verdict.cause.weeks_available) == (
            CauseKind.CHAIN,
            9,
            8,
        )

    def test_a_chain_that_is_too_long_says_when_it_should_have_started(self) -> None:
        verdict = plan_of({"culture": 3, "cx": 2}, weeks=6).verdict
        assert (verdict.fit, verdict.certain, verdict.start_by) == (Fit.TOO_LONG, True, date(2026, 11, 2))
        assert verdict.cause
        assert verdict.cause.kind is CauseKind.CHAIN
        assert verdict.cause.chain == ("culture>2", "culture>3")

    def test_too_much_work_names_the_resource_and_shows_its_load(self) -> None:
        verdict = plan_of({"culture": 3, "cx": 2}, weeks=10, capacity=Capacity(1)).verdict
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.weeks_needed) == (CauseKind.WORK, 13)
        load = verdict.cause.load
        assert (load.resource, load.capacity, load.used, load.weeks_needed) == ("steps-at-once", 1, (1,) * 13, 13)

    def test_an_owner_with_too_much_work_is_named(self) -> None:
        led = {step: StepEdit(owner="ann") for step in ("culture>3", "cx>2")}
        verdict = plan_of({"culture": 3, "cx": 2}, weeks=9, edits=led, owners=(Owner("ann", "Ann"),)).verdict
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.load.resource) == (CauseKind.WORK, "owner:ann")

    def test_chains_and_work_that_fit_apart_but_not_together_interlock(self) -> None:
        # Three of two weeks each, two at once: 6 / 2 = 3 weeks of work, and yet the third one ends in week 4.
        edits = {f"{a}>2": StepEdit(Estimate(2, 2, 2)) for a in ("culture", "cx", "monitoring")}
        verdict = plan_of({"culture": 2, "cx": 2, "monitoring": 2}, weeks=3, edits=edits).verdict
        assert (verdict.fit, verdict.certain) == (Fit.TOO_LONG, False)
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.weeks_needed, verdict.cause.weeks_available) == (
            CauseKind.INTERLOCK,
            4,
            3,
        )

    @pytest.mark.parametrize("weeks", [0, -1, -60])
    def test_a_target_that_has_passed_is_said_to_have_passed(self, weeks: int) -> None:
        verdict = plan_of({"culture": 3}, weeks=weeks).verdict
        assert verdict.cause
        assert (verdict.fit, verdict.cause.kind) == (Fit.TOO_LONG, CauseKind.PAST)
        assert verdict.start_by == TODAY + timedelta(weeks=weeks - 9)

    def test_a_step_longer_than_all_the_time_there_is_is_a_chain_of_one(self) -> None:
        edits = {"cx>2": StepEdit(Estimate(60, 70, 80))}
        verdict = plan_of({"cx": 2}, weeks=10, edits=edits).verdict
        assert verdict.cause
        assert (verdict.cause.kind, verdict.cause.chain, verdict.cause.weeks_needed) == (
            CauseKind.CHAIN,
            ("cx>2",),
            70,
        )


def faults(levels: dict[str, int], progress: dict[str, Progress] | None = None, **more: Any) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        make_plan(ambition(levels, **more), SMALL, NOW, TODAY, progress=progress)
    assert all(problem.advice for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


class TestFaults:
    def test_without_capacity_nothing_can_be_planned(self) -> None:
        led = {"cx>2": StepEdit(owner="ann")}
        owners = (Owner("ann", "Ann", 0), Owner("bob", "Bob", 0))
        assert faults({"cx": 2}, capacity=Capacity(0, 0), owners=owners, edits=led, buffer_percent=101) == [
            "With 0 steps at once nothing can be done.",
            "There are too few person-days a month to do anything.",
            "A buffer is 0 to 100 percent.",
            "“Ann” has no time, and leads: cx>2.",
        ]

    def test_a_step_of_more_than_ten_years_is_a_slip_of_the_pen(self) -> None:
        assert faults({"cx": 2}, edits={"cx>2": StepEdit(Estimate(1, 521, 600))}) == [
            "“cx>2” would take 521 weeks, more than ten years."
        ]

    def test_what_happened_lies_in_the_past_and_in_order(self) -> None:
        tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
        happened = {"cx>2": Progress(tomorrow), "ux>2": Progress(TODAY, yesterday)}
        assert faults({"cx": 2}, happened) == ["“cx>2” has a date in the future.", "“ux>2” ends before it starts."]

    def test_those_of_steps_and_of_means_are_told_together(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        assert faults({"nowhere": 2}, {"cx>2": Progress(tomorrow)}, capacity=Capacity(0), buffer_percent=-1) == [
            "There is no area “nowhere”.",
            "With 0 steps at once nothing can be done.",
            "A buffer is 0 to 100 percent.",
            "“cx>2” has a date in the future.",
        ]


class TestProgress:
    def test_what_is_done_keeps_its_dates_and_what_runs_its_start(self) -> None:
        began = TODAY - timedelta(weeks=5)
        happened = {"culture>2": Progress(began, TODAY - timedelta(days=3)), "culture>3": Progress(TODAY)}
        plan = make_plan(ambition({"culture": 3, "cx": 2}), SMALL, NOW, TODAY, progress=happened)
        done, running = plan.step("culture>2"), plan.step("culture>3")
        assert (done.state, done.start, done.end, done.weeks) == (StepState.DONE, began, date(2026, 11, 20), 5)
        assert (done.latest_start, done.slack) == (None, None)
        assert (running.state, running.start, running.end) == (StepState.STARTED, TODAY, date(2027, 1, 1))

    @pytest.mark.parametrize(("left", "end"), [(None, date(2026, 12, 4)), (5, date(2026, 12, 25))])
    def test_a_running_step_takes_what_is_left_of_it_or_what_the_team_says(self, left: int | None, end: date) -> None:
        happened = {"cx>2": Progress(TODAY - timedelta(weeks=2), weeks_left=left)}
        planned = make_plan(ambition({"cx": 2}), SMALL, NOW, TODAY, progress=happened).step("cx>2")
        assert planned.end == end
        assert planned.weeks == 2 + (left or 2)

    def test_a_step_that_was_started_before_what_it_needs_is_left_alone(self) -> None:
        happened = {"ux>2": Progress(TODAY)}
        plan = make_plan(ambition({"ux": 2}), SMALL, NOW, TODAY, progress=happened)
        assert plan.step("ux>2").start == plan.step("culture>2").start == TODAY


def test_200_steps_are_planned_in_good_order() -> None:
    from tests.factory import area, questionnaire

    names = [f"area-{n:02}" for n in range(50)]
    wide = replace(
        questionnaire(*(area(name, []) for name in names)),
        practices=tuple(
            practice(name, level, weeks=level, needs=f"area-{n - 1:02}>{level}" if n % 5 else "")
            for n, name in enumerate(names)
            for level in range(2, 6)
        ),
    )
    wanted = ambition(dict.fromkeys(names, 5), capacity=Capacity(6))
    plan = make_plan(wanted, wide, dict.fromkeys(names, 1), TODAY, samples=0)
    assert len(plan.steps) == 200
    assert_holds(plan)


def assert_holds(plan: Plan) -> None:
    calendar = Calendar(plan.today, plan.ambition.closed_weeks)
    planned = {p.step.id: p for p in plan.steps}
    for step in plan.steps:
        if step.state is StepState.WAITING:
            assert step.start >= plan.today
            assert calendar.number(step.end) - calendar.number(step.start) + 1 == step.weeks
            assert all(planned[d.step].end < step.start for d in step.step.after)
            assert monday_of(step.start) == step.start
        if step.latest_end is not None:
            assert step.slack == calendar.number(step.latest_end) - calendar.number(step.end)
            assert (step.slack or 0) >= plan.verdict.buffer_left
    for load in load_of(plan):
        running = sum(p.state is StepState.STARTED for p in plan.steps)
        assert running or max(load.used, default=0) <= load.capacity


ANY = given(questionnaires(), ambitions(), LEVELS)


class TestAnyAmbition:
    @ANY
    def test_prerequisites_capacity_slack_and_dates_hold(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=3)
        assert_holds(plan)
        verdict = plan.verdict
        if not plan.steps:
            return
        latest = [p.latest_start for p in plan.steps if p.latest_start]
        first = Calendar(TODAY, wanted.closed_weeks).monday(0)
        assert (verdict.fit is Fit.TOO_LONG) == (min(latest) < first)
        assert min(latest) == verdict.start_by
        assert (verdict.cause is None) == (verdict.fit is Fit.FITS)
        # The backcast ends in the last working week that ends by the target date.
        last = max(p.latest_end for p in plan.steps if p.latest_end)
        assert last <= wanted.target_date
        assert Calendar(last + timedelta(days=3), wanted.closed_weeks).friday(0) > wanted.target_date

    @given(questionnaires(), ambitions(), LEVELS, HOLDS)
    def test_a_held_step_starts_after_its_experiment_and_everything_else_still_holds(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], holds: dict[str, date]
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=2, holds=holds)
        assert_holds(plan)
        for planned in plan.steps:
            if planned.step.id in holds and holds[planned.step.id] >= TODAY:
                assert planned.start > holds[planned.step.id]
        if plan.steps:
            assert (plan.verdict.fit is Fit.TOO_LONG) == any((p.slack or 0) < 0 for p in plan.steps)
            assert max(p.end for p in plan.steps) == plan.end
        # To wait for nothing is easier.
        easier = make_plan(wanted, questions, now, TODAY, samples=2, record=plan)
        assert easier.verdict.weeks_needed <= plan.verdict.weeks_needed

    @ANY
    def test_levels_climb_one_by_one_and_reach_the_targets(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=0)
        ends = sorted({TODAY, *(p.end for p in plan.steps)})
        profiles = [plan.levels_on(day) for day in ends]
        for before, after in pairwise(profiles):
            assert all(before[a] <= after[a] for a in before)
            assert all(after[a] - before.get(a, 1) <= 1 for a in after)
        assert all(profiles[-1].get(a, 1) >= level for a, level in wanted.levels.items())

    @given(questionnaires(), ambitions(), LEVELS, st.integers(-40, 40))
    def test_another_date_moves_the_backcast_as_a_whole_and_the_plan_not_at_all(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], weeks: int
    ) -> None:
        wanted = replace(wanted, closed_weeks=())
        one = make_plan(wanted, questions, now, TODAY, samples=2)
        moved = replace(wanted, target_date=wanted.target_date + timedelta(weeks=weeks))
        other = make_plan(moved, questions, now, TODAY, samples=2)
        for a, b in zip(one.steps, other.steps, strict=True):
            assert (a.start, a.end) == (b.start, b.end)
            assert a.latest_end
            assert b.latest_end == a.latest_end + timedelta(weeks=weeks)

    @ANY
    def test_the_same_input_gives_the_same_plan_in_whatever_order_it_comes(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
    ) -> None:
        turned = replace(
            wanted,
            levels=dict(reversed([*wanted.levels.items()])),
            owners=wanted.owners[::-1],
            closed_weeks=wanted.closed_weeks[::-1],
        )
        again = make_plan(turned, questions, dict(reversed(now.items())), TODAY, samples=5)
        assert replace(again, ambition=wanted) == make_plan(wanted, questions, now, TODAY, samples=5)

    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_an_easier_ambition_never_ends_later_than_the_plan_of_record(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=1)
        assume(record.steps)
        days = wanted.capacity.person_days_a_month
        more = Capacity(wanted.capacity.steps_at_once + 1, days and days + data.draw(st.integers(0, 20)))
        lowered = {a: data.draw(st.integers(0, 1)) for a in wanted.levels}
        step = data.draw(st.sampled_from(record.steps)).step
        easier = (
            replace(wanted, capacity=more),
            replace(wanted, levels={a: max(1, n - lowered[a]) for a, n in wanted.levels.items()}),
            replace(wanted, basics_first=False),
            replace(wanted, owners=tuple(replace(o, steps_at_once=3) for o in wanted.owners)),
            replace(wanted, edits={**wanted.edits, step.id: StepEdit(person_days=Estimate(0.1, 0.1, 1))}),
        )
        for changed in easier:
            plan = make_plan(changed, questions, now, TODAY, record=record, samples=1)
            assert plan.verdict.weeks_needed <= record.verdict.weeks_needed
            assert_holds(plan)

    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_what_happened_stays_as_it_happened(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=1)
        today, happened = data.draw(progress_on(record))
        plan = make_plan(wanted, questions, now, today, progress=happened, record=record, samples=1)
        for step, what in happened.items():
            assert plan.step(step).start == what.started
            assert what.ended is None or plan.step(step).end == what.ended
        started = {p.step.id for p in plan.steps if p.state is not StepState.WAITING}
        assert started == set(happened)
        for planned in plan.steps:
            if planned.state is StepState.WAITING:
                assert planned.start >= today
                assert all(plan.step(d.step).end < planned.start for d in planned.step.after)
