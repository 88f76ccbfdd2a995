"""The roadmap of a programme: the plan of today, what a newer round changes, what stopped, and every fault named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.analysis.scoring import profile
from sem.backcast.plan import make_plan
from sem.backcast.words import verdict_sentences
from sem.errors import InvalidError, NotFoundError
from sem.i18n import set_language
from sem.model.ambition import Ambition, Capacity, Owner, OwnPrerequisite, StepEdit
from sem.model.experiment import Comparator, Experiment, KillCriterion, Result
from sem.model.plan import Fit, Progress, SlipKind, StepState
from sem.model.programme import AmbitionState, Baseline, Programme
from sem.model.questionnaire import Estimate, Questionnaire
from sem.model.roadmap import ChangeKind, LevelChange, Roadmap
from sem.programme.levels import levels_now
from sem.programme.roadmap import make_roadmap, record_of
from sem.reports.roadmap_words import pulled_words
from tests.backcast.plans import (
    AREAS,
    LEVELS,
    TODAY,
    ambition,
    ambitions,
    experiment,
    own_practice,
    practice,
    progress_on,
    questionnaire_of,
    questionnaires,
)
from tests.backcast.test_plan import assert_holds
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response

NOW: dict[str, int | None] = dict.fromkeys(AREAS, 1)
# One at a time: culture>2 (3), culture>3 (6), and monitoring>2 (3) before ux>2 (2).
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3),
    practice("culture", 3, weeks=6),
    practice("monitoring", 2, weeks=3),
    practice("ux", 2, weeks=2, needs="monitoring>2"),
)
WANTED = ambition({"culture": 3, "ux": 2}, weeks=30)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def weeks(n: int) -> timedelta:
    return timedelta(weeks=n)


def roadmap_of(
    programme: Programme, now: dict[str, int | None] | None = None, later: int = 0, opened: int | None = None
) -> Roadmap:
    """Return the roadmap so many weeks later, with the levels of a round that opened so many weeks later."""
    day = None if opened is None else TODAY + weeks(opened)
    return make_roadmap("Desk", programme, SMALL, {**NOW, **(now or {})}, day, TODAY + weeks(later), samples=10)


def fixed(wanted: Ambition = WANTED, **more: Any) -> Programme:
    """Return a programme of which the first plan is fixed."""
    first = Programme(wanted, AmbitionState.SET, TODAY, SMALL.id)
    plan = roadmap_of(first).plan
    return replace(first, baselines=(Baseline("1", TODAY, plan),), record=plan, **more)


def done(*steps: str, programme: Programme) -> dict[str, Progress]:
    """Return that steps were done as planned."""
    plan = record_of(programme)
    assert plan
    return {step: Progress(plan.step(step).start, plan.step(step).end) for step in steps}


class TestPlan:
    def test_the_first_one_is_the_shortest_found(self) -> None:
        made = roadmap_of(Programme(WANTED))
        assert made.plan == make_plan(WANTED, SMALL, NOW, TODAY, samples=10)
        assert (made.team, made.difference, made.slips, made.buffer, made.changes) == ("Desk", None, (), None, ())
        assert made.milestones[-1].day == WANTED.target_date

    def test_without_an_ambition_there_is_none(self) -> None:
        with pytest.raises(NotFoundError, match="“Desk” has no ambition yet"):
            roadmap_of(Programme())

    def test_the_plan_of_record_is_carried_on_in_its_order(self) -> None:
        programme = fixed()
        late = replace(programme, progress={"culture>2": Progress(TODAY, weeks_left=5)})
        made = roadmap_of(late, later=2)
        assert record_of(programme)
        assert [p.step.id for p in made.plan.steps] == [p.step.id for p in fixed().baselines[0].plan.steps]
        assert made.difference
        assert "culture>2" in {moved.step for moved in made.difference.moved}
        assert {slip.step: slip.kind for slip in made.slips}["culture>2"] is SlipKind.FREE_TIME
        assert made.buffer
        assert made.buffer.buffer == 0

    def test_the_last_baseline_is_the_plan_of_record_where_there_is_no_newer_one(self) -> None:
        programme = fixed()
        assert record_of(replace(programme, record=None)) == programme.baselines[0].plan
        assert record_of(Programme()) is None

    def test_with_nothing_new_nothing_moves(self) -> None:
        made = roadmap_of(fixed())
        assert made.difference
        assert (made.difference.moved, made.difference.weeks, made.changes, made.warnings) == ((), 0, (), ())
        assert all(slip.kind is SlipKind.ON_PLAN for slip in made.slips)

    @settings(max_examples=25)
    @given(questionnaires(), ambitions(), LEVELS, LEVELS, st.data())
    def test_whatever_happened_and_whatever_a_round_finds_the_plan_holds(
        self,
        questions: Questionnaire,
        wanted: Ambition,
        now: dict[str, int | None],
        found: dict[str, int | None],
        data: st.DataObject,
    ) -> None:
        first = make_plan(wanted, questions, now, TODAY, samples=0)
        today, happened = data.draw(progress_on(first))
        programme = Programme(
            wanted, questionnaire=questions.id, progress=happened, baselines=(Baseline("1", TODAY, first),)
        )
        opened = data.draw(st.dates(TODAY, today))
        made = make_roadmap("Desk", programme, questions, found, opened, today, samples=0)
        assert_holds(made.plan)
        assert made == make_roadmap("Desk", programme, questions, found, opened, today, samples=0)
        changed = {change.area: change for change in made.changes}
        for planned in made.plan.steps:
            level = found[planned.step.area]
            if planned.state is StepState.DONE and level is not None and level < planned.step.level:
                assert planned.end >= opened
            if planned.step.id in happened and planned.state is StepState.WAITING:
                assert changed[planned.step.area].kind is ChangeKind.FELL_BACK
                assert planned.step.id in changed[planned.step.area].steps


class TestRounds:
    def test_a_level_that_is_found_drops_the_step_to_it(self) -> None:
        made = roadmap_of(fixed(), {"culture": 2}, later=1, opened=1)
        assert made.changes == (LevelChange("culture", ChangeKind.REACHED, 1, 2, ("culture>2",)),)
        assert "culture>2" not in {p.step.id for p in made.plan.steps}

    def test_more_than_one_level_that_nobody_worked_on_is_a_jump(self) -> None:
        made = roadmap_of(fixed(), {"culture": 3}, later=1, opened=1)
        assert made.changes == (LevelChange("culture", ChangeKind.JUMPED, 1, 3, ("culture>2", "culture>3")),)

    def test_a_level_that_was_worked_for_is_confirmed(self) -> None:
        programme = fixed()
        programme = replace(programme, progress=done("culture>2", programme=programme))
        made = roadmap_of(programme, {"culture": 2}, later=20, opened=19)
        assert made.changes == (LevelChange("culture", ChangeKind.REACHED, 1, 2, ()),)
        assert made.plan.step("culture>2").state is StepState.DONE

    def test_a_step_that_a_newer_round_does_not_find_done_has_to_be_done_again(self) -> None:
        programme = fixed()
        programme = replace(programme, progress=done("culture>2", programme=programme))
        made = roadmap_of(programme, later=20, opened=19)
        assert made.changes == (LevelChange("culture", ChangeKind.FELL_BACK, 2, 1, ("culture>2",)),)
        assert made.plan.step("culture>2").state is StepState.WAITING
        assert programme.progress.keys() == {"culture>2"}

    @pytest.mark.parametrize("opened", [None, 0])
    def test_a_round_from_before_it_was_done_says_nothing_of_it(self, opened: int | None) -> None:
        programme = fixed()
        programme = replace(programme, progress=done("culture>2", programme=programme))
        made = roadmap_of(programme, later=20, opened=opened)
        assert made.changes == ()
        assert made.plan.step("culture>2").state is StepState.DONE

    def test_a_level_that_fell_below_where_the_plan_began_adds_steps(self) -> None:
        wanted = ambition({"culture": 3}, weeks=30)
        record = make_plan(wanted, SMALL, {**NOW, "culture": 2}, TODAY)
        made = roadmap_of(Programme(wanted, record=record), later=1, opened=1)
        assert made.changes == (LevelChange("culture", ChangeKind.FELL_BACK, 2, 1, ("culture>2",)),)
        assert made.difference
        assert made.difference.added == ("culture>2",)

    def test_what_a_round_does_not_know_stays_as_it_was_known(self) -> None:
        wanted = ambition({"culture": 3}, weeks=30)
        record = make_plan(wanted, SMALL, {**NOW, "culture": 2}, TODAY)
        made = roadmap_of(Programme(wanted, record=record), {"culture": None}, later=1, opened=1)
        assert [p.step.id for p in made.plan.steps] == ["culture>3"]
        assert made.changes == ()
        assert made.warnings == (
            "The newest round does not know all levels yet. What the plan started from still counts for: culture en 2.",
        )

    def test_levels_are_gap_free_and_unknown_where_nothing_is_said(self) -> None:
        asked = questionnaire(area("a", [question("a1"), question("a2")]), area("b", [question("b1")]), area("c", []))
        answers = [response("x", {"a1": 4, "a2": 2, "b1": DONT_KNOW}), response("y", {"a1": 4, "a2": NOT_APPLICABLE})]
        assert levels_now(profile(asked, answers)) == {"a": 2, "b": None, "c": None}


def decided(found: Experiment, value: float) -> Experiment:
    return replace(found, results=(Result(value, found.criterion.by, len(found.criteria)),))


class TestExperiments:
    def test_a_step_waits_until_its_experiments_are_over(self) -> None:
        tried = (experiment("one", "culture>2"), experiment("two", "culture>2", end=TODAY + timedelta(days=2)))
        made = roadmap_of(Programme(WANTED, experiments=tried))
        assert made.plan.step("culture>2").start == TODAY + weeks(10)
        assert made.plan.holds == {"culture>2": tried[0].end}

    def test_a_green_one_is_waited_for_no_more(self) -> None:
        made = roadmap_of(Programme(WANTED, experiments=(decided(experiment("one", "culture>2"), 12),)))
        assert (made.plan.holds, made.pulled, made.warnings) == ({}, (), ())

    def test_an_amended_criterion_makes_it_undecided_again(self) -> None:
        tried = decided(experiment("one", "culture>2"), 12)
        stricter = replace(tried.criterion, threshold=20, reason="too easy")
        made = roadmap_of(Programme(WANTED, experiments=(replace(tried, criteria=(*tried.criteria, stricter)),)))
        assert made.plan.holds == {"culture>2": tried.end}

    def test_of_a_stopped_one_it_says_what_is_lost_and_how_the_plan_is_without(self) -> None:
        stopped = replace(decided(experiment("one", "monitoring>2"), 3), stopped_on=TODAY)
        made = roadmap_of(Programme(WANTED, experiments=(stopped,)))
        (pulled,) = made.pulled
        assert (pulled.experiment, pulled.lost) == (stopped, ("monitoring>2", "ux>2"))
        assert pulled.without
        assert [p.step.id for p in pulled.without.steps] == ["culture>2", "culture>3"]
        assert pulled.without.ambition.levels == {"culture": 3, "ux": 1}
        assert {"monitoring>2", "ux>2"} <= {p.step.id for p in made.plan.steps}

    def test_the_verdict_after_a_red_one_says_that_something_has_to_take_its_place(self) -> None:
        stopped = replace(decided(experiment("one", "monitoring>2"), 3), stopped_on=TODAY)
        made = roadmap_of(Programme(WANTED, experiments=(stopped,)))
        first, *_rest, last = verdict_sentences(made.plan, SMALL, made.pulled)
        assert first.startswith("This fits")
        assert last.startswith("That counts only if something takes the place of experiment “one”, which was stopped:")
        said = pulled_words(made.pulled[0], SMALL)
        assert "sem step drop TEAM monitoring-2 ux-2 --reason TEXT" in said
        assert f"sem experiment amend TEAM {stopped.id}" in said
        kept = pulled_words(replace(made.pulled[0], experiment=replace(stopped, results=())), SMALL)
        assert "amend" not in kept

    def test_where_nothing_is_left_there_is_no_plan_without(self) -> None:
        stopped = replace(experiment("one", "culture>2"), stopped_on=TODAY)
        (pulled,) = roadmap_of(Programme(ambition({"culture": 3}), experiments=(stopped,))).pulled
        assert pulled.without is None

    def test_once_its_step_has_started_there_is_nothing_to_lose(self) -> None:
        stopped = replace(experiment("one", "culture>2"), stopped_on=TODAY)
        programme = Programme(WANTED, experiments=(stopped,), progress={"culture>2": Progress(TODAY)})
        assert roadmap_of(programme).pulled == ()


class TestWarnings:
    def test_a_kill_date_after_the_latest_start_of_what_waits_for_it(self) -> None:
        # culture>2 and >3 take nine of thirty weeks: the latest start is 19 April.
        tried = experiment("one", "culture>2", by=date(2027, 4, 30))
        assert roadmap_of(Programme(ambition({"culture": 3}, 30), experiments=(tried,))).warnings == (
            "The kill date of experiment “one”, 30 April 2027, is after the latest start of culture en 2: "
            "19 April 2027.",
        )

    def test_an_experiment_that_starts_after_it(self) -> None:
        tried = experiment("one", "culture>2", start=date(2027, 4, 26), end=date(2027, 5, 7))
        assert roadmap_of(Programme(ambition({"culture": 3}, 30), experiments=(tried,))).warnings == (
            "Experiment “one” starts on 26 April 2027, after the latest start of culture en 2: 19 April 2027.",
        )

    def test_an_experiment_that_is_over_without_a_result(self) -> None:
        made = roadmap_of(Programme(WANTED, experiments=(experiment("one", "culture>2"),)), later=12)
        assert made.warnings == ("Experiment “one” ended on 29 January 2027 and has no result yet.",)

    def test_an_experiment_for_a_step_that_is_not_in_the_plan(self) -> None:
        tried = (experiment("one", "cx>5"), experiment("beside the plan"))
        assert roadmap_of(Programme(WANTED, experiments=tried)).warnings == (
            "Experiment “one” is for a step that is not in the plan: cx>5.",
        )

    def test_a_red_one_that_still_runs(self) -> None:
        tried = decided(experiment("one", "culture>2"), 3)
        assert roadmap_of(Programme(WANTED, experiments=(tried,))).warnings == (
            "Experiment “one” did not make it. Pull the plug, or change its criterion and say why.",
        )

    def test_a_stopped_one_is_not_warned_about(self) -> None:
        tried = replace(experiment("one", "cx>5"), stopped_on=TODAY)
        assert roadmap_of(Programme(WANTED, experiments=(tried,)), later=20).warnings == ()

    def test_practices_of_the_plan_of_record_that_are_gone(self) -> None:
        added = ambition({"culture": 3, "ux": 2}, weeks=30, practices=(own_practice("own1", "culture", 2, weeks=8),))
        made = roadmap_of(replace(fixed(added), ambition=WANTED))
        assert made.warnings == ("A practice of the plan of record is gone: own1. Its step is planned without it.",)
        assert made.plan.step("culture>2").weeks == 3

    def test_closed_weeks_from_before_the_start_but_not_those_that_go_by(self) -> None:
        wanted = replace(WANTED, closed_weeks=(date(2025, 12, 24), date(2026, 12, 24)))
        made = roadmap_of(fixed(wanted), later=20)
        assert made.warnings == (
            "A closed week was over before the start, and counts for nothing: that of 22 December 2025.",
        )

    def test_they_are_in_the_language_of_the_user(self) -> None:
        set_language("nl")
        made = roadmap_of(Programme(WANTED, experiments=(experiment("een", "cx>5"),)))
        assert made.warnings == ("Experiment “een” is voor een stap die niet in het plan staat: cx>5.",)

    @given(st.integers(-40, 300), st.integers(0, 60), st.integers(0, 200))
    def test_whoever_keeps_the_kill_date_before_the_latest_start_is_not_warned(
        self, start: int, length: int, by: int
    ) -> None:
        first = TODAY + timedelta(days=start)
        last = first + timedelta(days=length)
        fixed_on = first - timedelta(days=1)
        criterion = KillCriterion("x", Comparator.AT_LEAST, 1, first + timedelta(days=by), "stop", fixed_on)
        tried = experiment("one", "culture>2", start=first, end=last, criteria=(criterion,))
        made = roadmap_of(Programme(ambition({"culture": 3}, 60), experiments=(tried,)))
        latest = made.plan.step("culture>2").latest_start
        assert latest
        in_time = first <= latest and criterion.by <= latest
        assert any("latest start" in warning for warning in made.warnings) == (not in_time)


def faults(wanted: Ambition, now: dict[str, int | None] | None = None, **more: Any) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        roadmap_of(Programme(wanted, **more), now)
    return [problem.message for problem in caught.value.problems]


class TestBadInput:
    @pytest.mark.parametrize("later", [0, -1, -400])
    def test_a_target_of_today_or_in_the_past_is_told_by_the_verdict(self, later: int) -> None:
        made = roadmap_of(Programme(replace(WANTED, target_date=TODAY + timedelta(days=later))))
        assert made.plan.verdict.fit is Fit.TOO_LONG
        assert len(made.milestones) == 1

    def test_a_target_below_today_holds(self) -> None:
        made = roadmap_of(Programme(ambition({"culture": 2, "ux": 2})), {"culture": 4, "ux": 5})
        assert (made.plan.steps, made.plan.verdict.fit) == ((), Fit.FITS)

    def test_everything_else_is_told_at_once(self) -> None:
        wanted = ambition(
            {"culture": 3, "kultur": 3},
            capacity=Capacity(0, 0.1),
            owners=(Owner("ann", "Ann", 0),),
            edits={"cx>9": StepEdit(), "culture>2": StepEdit(owner="zoe")},
        )
        assert faults(wanted, progress={"culture>2": Progress(TODAY + weeks(1))}) == [
            "There is no area “kultur”.",
            "There is no step “cx>9”.",
            "“culture>2” has an owner who is not known: “zoe”.",
            "With 0 steps at once nothing can be done.",
            "There are too few person-days a month to do anything.",
            "“culture>2” has a date in the future.",
        ]

    def test_a_circle_in_the_teams_own_prerequisites_is_named(self) -> None:
        own = (OwnPrerequisite("culture", 2, "monitoring", 2), OwnPrerequisite("ux", 2, "culture", 2))
        assert faults(replace(WANTED, prerequisites=own)) == [
            "These steps wait for each other in a circle: monitoring>2 → ux>2 → culture>2 → monitoring>2."
        ]

    def test_an_owner_without_time_who_leads_is_named(self) -> None:
        led = {"culture>2": StepEdit(owner="ann"), "ux>2": StepEdit(owner="ann")}
        assert faults(replace(WANTED, owners=(Owner("ann", "Ann", 0),), edits=led)) == [
            "“Ann” has no time, and leads: culture>2, ux>2."
        ]

    def test_a_step_longer_than_all_the_time_there_is_does_not_fit(self) -> None:
        wanted = replace(WANTED, edits={"culture>3": StepEdit(Estimate(50, 60, 70))})
        cause = roadmap_of(Programme(wanted)).plan.verdict.cause
        assert cause
        assert cause.chain == ("culture>2", "culture>3")

    def test_what_is_unknown_in_what_happened_is_passed_over(self) -> None:
        happened = {"gone>2": Progress(TODAY - weeks(9), TODAY - weeks(2)), "nonsense": Progress(TODAY)}
        made = roadmap_of(replace(fixed(), progress=happened), opened=0)
        assert {p.step.id for p in made.plan.steps} == {"culture>2", "culture>3", "monitoring>2", "ux>2"}

    @pytest.mark.parametrize(
        ("first", "steps"),
        [
            (date(2026, 12, 28), 3),  # week 53, over the year's edge
            (date(2027, 3, 22), 3),  # clocks go forward on the 28th
            (date(2027, 10, 25), 3),  # and back on the 31st
        ],
    )
    def test_weeks_go_on_over_the_edges_of_a_year_and_of_summer_time(self, first: date, steps: int) -> None:
        wanted = replace(ambition({"culture": 2}), target_date=first + weeks(12))
        made = make_roadmap("Desk", Programme(wanted), SMALL, NOW, None, first, samples=0)
        planned = made.plan.step("culture>2")
        assert (planned.start, planned.end) == (first, first + weeks(steps) - timedelta(days=3))

    def test_200_steps_make_a_roadmap(self) -> None:
        names = [f"area-{n:02}" for n in range(50)]
        wide = replace(
            questionnaire(*(area(name, []) for name in names)),
            practices=tuple(
                practice(name, level, weeks=level, needs=f"area-{n - 1:02}>{level}" if n % 5 else "")
                for n, name in enumerate(names)
                for level in range(2, 6)
            ),
        )
        wanted = ambition(dict.fromkeys(names, 5), weeks=150, capacity=Capacity(6))
        stopped = replace(experiment("one", "area-00>3"), stopped_on=TODAY)
        programme = Programme(wanted, experiments=(stopped, experiment("two", "area-01>2")))
        made = make_roadmap("Desk", programme, wide, dict.fromkeys(names, 1), None, TODAY, samples=0)
        assert len(made.plan.steps) == 200
        (pulled,) = made.pulled
        assert len(pulled.lost) == 15
        assert pulled.without
        assert len(pulled.without.steps) == 185
