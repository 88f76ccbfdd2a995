"""Relaxations: the smallest changes worked out by hand, and that each is proved by a plan of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sem.backcast.plan import make_plan
from sem.backcast.relax import frontier, lost_without, plan_without, relaxations
from sem.backcast.replan import improve
from sem.backcast.words import verdict_sentences
from sem.model.ambition import Ambition, Capacity, Owner, StepEdit
from sem.model.plan import CauseKind, Fit, Plan, Progress, Relaxation, RelaxationKind
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

NOW = dict.fromkeys(AREAS, 1)
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3),
    practice("culture", 3, weeks=6),
    practice("cx", 2, weeks=4),
    practice("ux", 2, weeks=2, needs="monitoring>2"),
    practice("monitoring", 2, weeks=3),
)


def found(levels: dict[str, int], weeks: int, **more: object) -> list[Relaxation]:
    return list(relaxations(make_plan(ambition(levels, weeks, **more), SMALL, NOW, TODAY)))


def of(kind: RelaxationKind, relaxed: list[Relaxation]) -> list[Relaxation]:
    return [r for r in relaxed if r.kind is kind]


def test_what_fits_needs_no_relaxation() -> None:
    assert found({"culture": 3}, 9) == []


def test_a_chain_asks_for_time_or_for_a_lower_level_and_capacity_does_not_help() -> None:
    relaxed = found({"culture": 3, "cx": 2}, 7)
    assert [(r.kind, r.cost, r.certain, r.areas) for r in relaxed] == [
        (RelaxationKind.DATE, 2, True, ()),
        (RelaxationKind.LEVEL, 1, True, ("culture",)),
    ]
    assert relaxed[0].plan.ambition.target_date == date(2027, 1, 22)
    assert relaxed[1].plan.ambition.levels == {"culture": 2, "cx": 2}


def test_a_later_date_leaves_room_for_the_buffer() -> None:
    (later,) = of(RelaxationKind.DATE, found({"culture": 3}, 9, buffer_percent=20))
    assert (later.cost, later.plan.verdict.fit, later.plan.verdict.buffer_left) == (2, Fit.FITS, 2)


def test_a_later_date_passes_over_closed_weeks() -> None:
    (later,) = of(RelaxationKind.DATE, found({"culture": 3}, 7, closed_weeks=(date(2027, 1, 15), date(2027, 1, 20))))
    assert (later.cost, later.plan.ambition.target_date) == (2, date(2027, 2, 5))


def test_a_later_date_is_told_in_weeks_of_the_calendar() -> None:
    wanted = ambition({"culture": 3}, 7, closed_weeks=(date(2027, 1, 15), date(2027, 1, 20)))
    later = relaxations(make_plan(wanted, SMALL, NOW, TODAY))[0]
    assert (wanted.target_date, later.plan.ambition.target_date) == (date(2027, 1, 8), date(2027, 2, 5))
    assert relaxation_words(later, wanted, SMALL).startswith("Move the target date 4 weeks, to 5 Feb 2027")


def test_too_much_work_can_be_done_by_more_at_once_with_the_person_days_there_are() -> None:
    relaxed = found({"culture": 3, "cx": 2}, 10, capacity=Capacity(1, 20))
    (more,) = of(RelaxationKind.CAPACITY, relaxed)
    assert (more.cost, more.certain, more.plan.ambition.capacity) == (1, True, Capacity(2, 20))


def test_too_few_person_days_ask_for_no_more_at_once() -> None:
    # 4 weeks and 40 tenths a week in 4 weeks: 1 day a week is 4 1/3 a month, and half of it takes 4 weeks.
    questions = questionnaire_of(practice("cx", 2, weeks=4, days=8))
    plan = make_plan(ambition({"cx": 2}, 4, capacity=Capacity(2, 4)), questions, NOW, TODAY)
    (more,) = of(RelaxationKind.CAPACITY, list(relaxations(plan)))
    assert (more.cost, more.certain, more.plan.ambition.capacity) == (5, True, Capacity(2, 9))
    assert relaxation_words(more, plan.ambition, questions).startswith(
        "Make 9 person-days a month free instead of 4. The last step then ends on"
    )


def test_where_neither_does_alone_both_are_offered_with_no_more_than_they_need() -> None:
    questions = questionnaire_of(practice("cx", 2, weeks=4, days=8), practice("ux", 2, weeks=4, days=8))
    plan = make_plan(ambition({"cx": 2, "ux": 2}, 4, capacity=Capacity(1, 9)), questions, NOW, TODAY)
    (more,) = of(RelaxationKind.CAPACITY, list(relaxations(plan)))
    assert (more.cost, more.certain, more.plan.ambition.capacity) == (1, True, Capacity(2, 18))
    assert relaxation_words(more, plan.ambition, questions).startswith(
        "Work on 2 steps at once instead of 1, with 18 person-days a month instead of 9."
    )


def test_a_chain_that_is_stretched_by_person_days_says_that_more_of_them_help() -> None:
    plan = make_plan(ambition({"culture": 3}, 10, capacity=Capacity(2, 1)), SMALL, NOW, TODAY)
    cause = plan.verdict.cause
    assert cause
    assert cause.kind is CauseKind.CHAIN
    said = " ".join(verdict_sentences(plan, SMALL))
    assert "With 1 person-days a month these steps in a row take 20 weeks" in said
    assert "more person-days help" in said
    assert "does not help" not in said
    (more,) = of(RelaxationKind.CAPACITY, list(relaxations(plan)))
    assert more.plan.ambition.capacity.steps_at_once == 2


@settings(deadline=None)
@given(questionnaires(), ambitions(), LEVELS)
def test_no_kind_of_capacity_grows_where_the_other_does_alone(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
) -> None:
    plan = make_plan(wanted, questions, now, TODAY, samples=0)
    own = plan.ambition.capacity
    for r in of(RelaxationKind.CAPACITY, list(relaxations(plan, samples=0))):
        new = r.plan.ambition.capacity
        if new.steps_at_once > own.steps_at_once and new.person_days_a_month != own.person_days_a_month:
            for alone in (replace(new, steps_at_once=own.steps_at_once),
                          replace(new, person_days_a_month=own.person_days_a_month)):  # fmt: skip
                changed = make_plan(replace(wanted, capacity=alone), questions, now, TODAY, record=plan, samples=0)
                assert changed.verdict.fit is not Fit.FITS


def test_an_owner_with_too_much_work_has_to_lead_more_at_once() -> None:
    led = {"culture>2": StepEdit(owner="ann"), "cx>2": StepEdit(owner="ann")}
    relaxed = found({"culture": 2, "cx": 2}, 6, edits=led, owners=(Owner("ann", "Ann"), Owner("bob", "Bob")))
    assert of(RelaxationKind.CAPACITY, relaxed) == []
    (more,) = of(RelaxationKind.OWNER, relaxed)
    assert (more.owner, more.cost, more.certain) == ("ann", 1, True)
    assert more.plan.ambition.owners == (Owner("ann", "Ann", 2), Owner("bob", "Bob"))


def test_giving_up_a_level_also_gives_up_what_only_that_level_needed() -> None:
    # ux>2 (2) after monitoring>2 (3), and cx>2 (4), one at a time in 5 weeks: without ux nothing asks for monitoring.
    relaxed = of(RelaxationKind.LEVEL, found({"ux": 2, "cx": 2}, 5, capacity=Capacity(1)))
    assert [(r.areas, [p.step.id for p in r.plan.steps]) for r in relaxed] == [
        (("cx",), ["monitoring>2", "ux>2"]),
        (("ux",), ["cx>2"]),
    ]


def test_what_counts_least_is_offered_first() -> None:
    relaxed = found({"ux": 2, "cx": 2}, 5, capacity=Capacity(1), weights={"cx": 3})
    assert [r.areas for r in of(RelaxationKind.LEVEL, relaxed)] == [("ux",), ("cx",)]


def test_what_has_begun_is_not_given_up() -> None:
    wanted = ambition({"ux": 2, "cx": 2}, 5, capacity=Capacity(1))
    plan = make_plan(wanted, SMALL, NOW, TODAY, progress={"cx>2": Progress(TODAY)})
    assert [r.areas for r in of(RelaxationKind.LEVEL, list(relaxations(plan)))] == [("ux",)]


def test_a_hopeless_ambition_is_lowered_as_far_as_it_fits() -> None:
    relaxed = found(dict.fromkeys(AREAS, 5), 20, capacity=Capacity(4))
    (lower,) = of(RelaxationKind.LEVEL, relaxed)
    assert lower.cost > 6
    assert not lower.certain
    assert all(level >= 2 for level in lower.plan.ambition.levels.values())


def test_a_target_that_has_passed_leaves_only_a_later_date() -> None:
    assert [r.kind for r in found({"culture": 3}, -3)] == [RelaxationKind.DATE]


def test_the_frontier_shows_the_weeks_for_each_number_at_once() -> None:
    plan = make_plan(ambition({"culture": 3, "cx": 2}, 20), SMALL, NOW, TODAY)
    assert frontier(plan, 3) == ((1, 13), (2, 9), (3, 9))


def test_the_frontier_leaves_out_what_has_too_few_person_days() -> None:
    plan = make_plan(ambition({"culture": 2}, 20, capacity=Capacity(4, 1)), SMALL, NOW, TODAY)
    assert [at_once for at_once, _weeks in frontier(plan, 4)] == [2, 3, 4]


@given(questionnaires(), ambitions(), LEVELS)
def test_each_relaxation_is_proved_by_the_plan_of_its_own_ambition(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
) -> None:
    plan = make_plan(wanted, questions, now, TODAY, samples=1)
    assume(plan.verdict.fit is not Fit.FITS)
    relaxed = relaxations(plan, samples=2)
    assert relaxed[0].kind is RelaxationKind.DATE
    for r in relaxed:
        assert r.cost > 0
        assert r.plan.verdict.fit is Fit.FITS
        assert_holds(r.plan)
        again = make_plan(r.plan.ambition, questions, now, TODAY, record=r.plan, samples=0)
        assert again.verdict.fit is Fit.FITS
        assert sorted(p.step.id for p in again.steps) == sorted(p.step.id for p in r.plan.steps)
    for r in of(RelaxationKind.LEVEL, list(relaxed)):
        assert r.cost == sum(max(0, n - (now[a] or 1)) for a, n in wanted.levels.items()) - sum(
            max(0, n - (now[a] or 1)) for a, n in r.plan.ambition.levels.items()
        )


@settings(deadline=None)
@given(questionnaires(), ambitions(), LEVELS)
def test_a_relaxation_that_is_certain_is_the_smallest(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
) -> None:
    plan = make_plan(wanted, questions, now, TODAY, samples=1)
    for r in relaxations(plan, samples=2):
        if not r.certain:
            continue
        if r.kind is RelaxationKind.DATE:
            sooner = make_plan(wanted, questions, now, TODAY, samples=60)
            assert sooner.verdict.weeks_needed == plan.verdict.weeks_needed
        elif r.kind is RelaxationKind.LEVEL and r.cost == 2:
            for area_id, level in wanted.levels.items():
                less = replace(wanted, levels={**wanted.levels, area_id: level - 1})
                if level > (now[area_id] or 1):
                    assert make_plan(less, questions, now, TODAY, samples=60).verdict.fit is not Fit.FITS


class TestWithout:
    def test_what_needs_a_step_is_lost_with_it_and_what_only_that_needed_goes_too(self) -> None:
        plan = make_plan(ambition({"ux": 3, "cx": 2}, 30), SMALL, NOW, TODAY)
        assert lost_without(plan, "ux>2") == ("ux>2", "ux>3")
        without = plan_without(plan, "ux>2")
        assert without
        assert ([p.step.id for p in without.steps], without.ambition.levels) == (["cx>2"], {"ux": 1, "cx": 2})

    def test_a_step_that_another_area_needs_takes_that_with_it(self) -> None:
        plan = make_plan(ambition({"ux": 2, "cx": 2}, 30), SMALL, NOW, TODAY)
        assert lost_without(plan, "monitoring>2") == ("monitoring>2", "ux>2")
        without = plan_without(plan, "monitoring>2")
        assert without
        assert [p.step.id for p in without.steps] == ["cx>2"]

    def test_without_its_only_target_nothing_is_left(self) -> None:
        plan = make_plan(ambition({"culture": 3}, 30), SMALL, NOW, TODAY)
        assert plan_without(plan, "culture>2") is None

    def test_a_step_that_is_not_there_can_not_be_left_out(self) -> None:
        plan = make_plan(ambition({"culture": 3}, 30), SMALL, NOW, TODAY)
        for find in (lost_without, plan_without):
            with pytest.raises(KeyError):
                find(plan, "cx>5")

    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_nothing_that_is_left_needs_what_is_lost(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=0)
        assume(plan.steps)
        step = data.draw(st.sampled_from([p.step.id for p in plan.steps]))
        lost, without = lost_without(plan, step), plan_without(plan, step, samples=0)
        assert step in lost
        if without:
            assert_holds(without)
            assert not {p.step.id for p in without.steps} & set(lost)
            again = make_plan(without.ambition, questions, now, TODAY, samples=0)
            assert {p.step.id for p in again.steps} == {p.step.id for p in without.steps}
            assert without.verdict.weeks_needed <= plan.verdict.weeks_needed


@settings(deadline=None)
@given(questionnaires(), ambitions(), LEVELS, HOLDS)
def test_relaxations_still_wait_for_experiments(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], holds: dict[str, date]
) -> None:
    plan = make_plan(wanted, questions, now, TODAY, samples=0, holds=holds)
    for changed in (*(r.plan for r in relaxations(plan, samples=1)), improve(plan, samples=2).plan):
        assert changed.holds == holds
        assert all(p.start > holds.get(p.step.id, p.start - timedelta(days=1)) for p in changed.steps)


@settings(deadline=None)
@given(questionnaires(), ambitions(), LEVELS, st.data())
def test_relaxations_keep_what_has_happened(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
) -> None:
    first = make_plan(wanted, questions, now, TODAY, samples=0)
    today, happened = data.draw(progress_on(first))
    plan = make_plan(wanted, questions, now, today, progress=happened, samples=0)
    for r in relaxations(plan, samples=1):
        assert r.plan.verdict.fit is Fit.FITS
        for step, what in happened.items():
            assert r.plan.step(step).start == what.started


@settings(deadline=None)
@given(questionnaires(), ambitions(), LEVELS)
def test_more_at_once_never_takes_longer(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
) -> None:
    weeks = [n for _at_once, n in frontier(make_plan(wanted, questions, now, TODAY, samples=0), samples=1)]
    assert weeks == sorted(weeks, reverse=True)


def test_an_estimate_can_be_shortened_until_it_fits() -> None:
    shorter = {"culture>3": StepEdit(weeks=Estimate(1, 4, 8))}
    plan: Plan = make_plan(ambition({"culture": 3}, 7, edits=shorter), SMALL, NOW, TODAY)
    assert plan.verdict.fit is Fit.FITS
