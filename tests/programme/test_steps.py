"""What happens to steps, and what is refused because it can't have happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sem.errors import InvalidError
from sem.model.ambition import StepEdit
from sem.model.plan import Progress, StepState
from sem.model.programme import Evidence, Programme
from sem.model.questionnaire import Estimate
from sem.programme.steps import (
    StepChange,
    add_evidence,
    change_step,
    drop_steps,
    finish_steps,
    not_done_before,
    start_steps,
    take_back,
)
from tests.backcast.plans import TODAY
from tests.programme.situation import NOW, QUESTIONNAIRE, Situation, messages, situation

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def later() -> Situation:
    """Ten weeks after the ambition was set, with nothing done yet."""
    return situation().later(weeks=10)


def started(at: Situation, *steps: str, weeks_ago: int = 4) -> Situation:
    day = at.today - weeks_ago * WEEK
    return at.after(start_steps(at.programme, at.plan, steps, day, at.today))


def finished(at: Situation, *steps: str) -> Situation:
    return at.after(finish_steps(at.programme, at.plan, steps, at.today, at.today))


class TestStarting:
    def test_the_step_has_its_day_and_the_plan_keeps_it(self, later: Situation) -> None:
        after = started(later, "culture>2")
        assert after.programme.progress == {"culture>2": Progress(later.today - 4 * WEEK)}
        assert after.plan.step("culture>2").state is StepState.STARTED

    def test_it_may_go_before_what_it_waits_for_which_can_be_told(self, later: Situation) -> None:
        assert not_done_before(later.plan, "cx>3") == ("culture>3",)
        assert started(later, "cx>3").plan.step("cx>3").state is StepState.STARTED

    def test_twice_is_refused_and_so_is_a_day_to_come_or_an_unknown_step(self, later: Situation) -> None:
        at = finished(started(later, "culture>2"), "culture>2")
        at = started(at, "cx>3")
        with pytest.raises(InvalidError) as caught:
            start_steps(at.programme, at.plan, ["culture>2", "cx>3", "ux>5"], at.today + DAY, at.today)
        said = messages(caught.value)
        for part in ("“culture>2” is done, since", "“cx>3” is under way, since", "“ux>5”", "is still to come"):
            assert part in said


class TestFinishing:
    def test_a_started_step_keeps_its_start(self, later: Situation) -> None:
        after = finished(started(later, "culture>2"), "culture>2")
        assert after.programme.progress == {"culture>2": Progress(later.today - 4 * WEEK, later.today)}

    def test_a_step_that_nobody_said_was_started_began_as_planned_or_that_day(self, later: Situation) -> None:
        assert later.plan.step("culture>2").start >= later.today
        assert finished(later, "culture>2").programme.progress["culture>2"] == Progress(later.today, later.today)
        early = finish_steps(
            later.programme, situation().plan, ["culture>2"], later.today, later.today
        )  # fmt: skip
        assert early.progress["culture>2"].started == situation().plan.step("culture>2").start

    def test_its_start_can_be_said(self, later: Situation) -> None:
        after = finish_steps(
            later.programme, later.plan, ["culture>2"], later.today, later.today, later.today - 9 * WEEK
        )
        assert after.progress["culture>2"] == Progress(later.today - 9 * WEEK, later.today)

    def test_it_can_not_end_before_it_starts_or_in_the_future(self, later: Situation) -> None:
        with pytest.raises(InvalidError, match="before it started"):
            finish_steps(later.programme, later.plan, ["culture>2"], later.today - DAY, later.today, later.today)
        with pytest.raises(InvalidError, match="still to come"):
            finish_steps(later.programme, later.plan, ["culture>2"], later.today + DAY, later.today)

    def test_a_day_of_more_than_ten_years_ago_is_refused_as_a_slip_of_the_pen(self, later: Situation) -> None:
        long_ago = later.today - timedelta(days=3660)
        with pytest.raises(InvalidError, match="is more than 10 years ago"):
            start_steps(later.programme, later.plan, ["culture>2"], long_ago, later.today)
        with pytest.raises(InvalidError, match="is more than 10 years ago"):
            finish_steps(later.programme, later.plan, ["culture>2"], long_ago, later.today)
        with pytest.raises(InvalidError, match="is more than 10 years ago"):
            finish_steps(later.programme, later.plan, ["culture>2"], later.today, later.today, started=long_ago)
        start_steps(later.programme, later.plan, ["culture>2"], later.today - timedelta(days=3600), later.today)

    def test_a_level_is_not_done_before_the_level_below_it_unless_both_are_said_at_once(self, later: Situation) -> None:
        with pytest.raises(InvalidError, match="“culture>3” can't be done while “culture>2” is not"):
            finished(later, "culture>3")
        both = finished(later, "culture>3", "culture>2")
        assert {step for step, what in both.programme.progress.items() if what.ended} == {"culture>2", "culture>3"}
        assert finished(finished(later, "culture>2"), "culture>3").programme.progress.keys() == {
            "culture>2", "culture>3",
        }  # fmt: skip

    def test_twice_is_refused(self, later: Situation) -> None:
        at = finished(later, "culture>2")
        with pytest.raises(InvalidError, match="“culture>2” is done, since 1 February 2027"):
            finished(at, "culture>2")

    def test_a_step_that_a_round_opened_again_can_be_started_and_done_anew(self, later: Situation) -> None:
        reopened = replace(later.programme, progress={"culture>2": Progress(TODAY, TODAY + WEEK)})
        again = start_steps(reopened, later.plan, ["culture>2"], later.today, later.today)
        assert again.progress == {"culture>2": Progress(later.today)}
        assert finish_steps(reopened, later.plan, ["culture>2"], later.today, later.today).progress == {
            "culture>2": Progress(later.today, later.today)
        }


class TestTakingBack:
    def test_done_becomes_started_and_started_becomes_waiting(self, later: Situation) -> None:
        at = finished(started(later, "culture>2"), "culture>2")
        at = at.after(take_back(at.programme, at.plan, ["culture>2"]))
        assert at.programme.progress == {"culture>2": Progress(later.today - 4 * WEEK)}
        assert take_back(at.programme, at.plan, ["culture>2"]).progress == {}

    def test_there_has_to_be_something_to_take_back(self, later: Situation) -> None:
        with pytest.raises(InvalidError, match="has not started"):
            take_back(later.programme, later.plan, ["cx>3"])


class TestChanging:
    def change(self, at: Situation, step: str, **what: object) -> Programme:
        change = StepChange(**what)  # type: ignore[arg-type]
        return change_step(at.programme, at.plan, step, change, QUESTIONNAIRE, NOW, at.today)

    def test_estimates_and_owner_are_kept_apart(self, later: Situation) -> None:
        at = later.after(self.change(later, "cx>3", weeks=Estimate(3, 5, 9)))
        at = at.after(self.change(at, "cx>3", owner="ann"))
        assert at.programme.ambition is not None
        assert at.programme.ambition.edits == {"cx>3": StepEdit(Estimate(3, 5, 9), None, "ann")}
        step = at.plan.step("cx>3").step
        assert (step.weeks.likely, step.owner) == (5, "ann")

    def test_nobody_and_the_estimates_of_the_practices_leave_no_trace(self, later: Situation) -> None:
        at = later.after(self.change(later, "cx>3", weeks=Estimate(3, 5, 9), owner="ann"))
        at = at.after(self.change(at, "cx>3", as_shipped=True))
        assert at.programme.ambition is not None
        assert at.programme.ambition.edits == {"cx>3": StepEdit(owner="ann")}
        assert self.change(at, "cx>3", owner="") == later.programme

    def test_what_is_left_of_a_started_step_is_planned(self, later: Situation) -> None:
        at = started(later, "culture>2", weeks_ago=1)
        at = at.after(self.change(at, "culture>2", weeks_left=7))
        assert at.plan.step("culture>2").weeks == 8

    def test_every_problem_is_told_at_once(self, later: Situation) -> None:
        with pytest.raises(InvalidError) as caught:
            self.change(
                later, "cx>3", weeks=Estimate(3, 2, 9), person_days=Estimate(1, 2, 1e9), owner="eve", weeks_left=0
            )
        said = messages(caught.value)
        for part in ("in weeks has to rise", "in person-days is too high", "“eve”", "0 weeks can't be left"):
            assert part in said

    def test_an_owner_without_time_a_step_of_ages_and_a_rest_of_nothing_are_refused(self, later: Situation) -> None:
        with pytest.raises(InvalidError, match="“Bob” has no time"):
            self.change(later, "cx>3", owner="bob")
        with pytest.raises(InvalidError, match="more than ten years"):
            self.change(later, "cx>3", weeks=Estimate(600, 600, 600))
        with pytest.raises(InvalidError, match="nothing of it can be left"):
            self.change(later, "cx>3", weeks_left=2)
        done = finished(later, "culture>2")
        with pytest.raises(InvalidError, match="“culture>2” is done"):
            self.change(done, "culture>2", owner="ann")

    @pytest.mark.parametrize("low", [float("nan"), 0, -1])
    def test_an_estimate_that_is_no_number_above_zero_is_refused(self, later: Situation, low: float) -> None:
        with pytest.raises(InvalidError, match="has to rise"):
            self.change(later, "cx>3", weeks=Estimate(low, 2, 3))


class TestDropping:
    def drop(self, at: Situation, *steps: str, reason: str = "too much") -> Programme:
        return drop_steps(at.programme, at.plan, steps, reason, QUESTIONNAIRE, NOW, at.today)

    def test_the_target_of_its_area_is_lowered_below_it_and_the_reason_kept(self, later: Situation) -> None:
        at = later.after(self.drop(later, "cx>4", reason=" first the basics "))
        assert at.programme.ambition is not None
        assert at.programme.ambition.levels == {"culture": 3, "cx": 3}
        assert at.programme.dropped == {"cx>4": "first the basics"}
        assert "cx>4" not in {planned.step.id for planned in at.plan.steps}

    def test_it_is_refused_where_others_need_it_directly_or_not_and_they_are_named(self, later: Situation) -> None:
        with pytest.raises(InvalidError) as caught:
            self.drop(later, "culture>2")
        assert "“culture>2” is needed for: culture>3, cx>3, cx>4. Drop these as well, or keep it." in messages(
            caught.value
        )

    def test_it_goes_with_all_that_needs_it(self, later: Situation) -> None:
        programme = self.drop(later, "culture>3", "cx>3", "cx>4")
        assert programme.ambition is not None
        assert programme.ambition.levels == {"culture": 2, "cx": 2}
        assert set(programme.dropped) == {"culture>3", "cx>3", "cx>4"}

    def test_a_started_step_that_is_dropped_is_under_way_no_more(self, later: Situation) -> None:
        assert self.drop(started(later, "cx>4"), "cx>4").progress == {}

    def test_what_is_done_stays_and_a_reason_is_needed(self, later: Situation) -> None:
        at = finished(later, "culture>2")
        with pytest.raises(InvalidError) as caught:
            self.drop(at, "culture>2", "ux>5", reason="  ")
        said = messages(caught.value)
        for part in ("What is done can't be dropped.", "“ux>5”", "The reason is empty."):
            assert part in said


class TestEvidence:
    def test_it_is_kept_with_its_day_and_who_saw_it(self, later: Situation) -> None:
        at = later
        for text in ("a wall of quotes", "https://example.org/wall"):
            at = at.after(
                add_evidence(at.programme, at.plan, "culture>2", f" {text} ", at.today - WEEK, at.today, " Ann ")
            )
        assert at.programme.evidence == (
            Evidence("ev1", "culture>2", "a wall of quotes", at.today - WEEK, "Ann"),
            Evidence("ev2", "culture>2", "https://example.org/wall", at.today - WEEK, "Ann"),
        )

    def test_ids_are_never_used_twice(self, later: Situation) -> None:
        gap = replace(later.programme, evidence=(Evidence("ev2", "culture>2", "x", TODAY),))
        added = add_evidence(gap, later.plan, "culture>2", "y", later.today, later.today)
        assert [each.id for each in added.evidence] == ["ev2", "ev3"]

    def test_every_problem_is_told_at_once(self, later: Situation) -> None:
        with pytest.raises(InvalidError) as caught:
            add_evidence(later.programme, later.plan, "ux>5", " ", later.today + DAY, later.today)
        said = messages(caught.value)
        for part in ("“ux>5”", "still to come", "The evidence is empty."):
            assert part in said
