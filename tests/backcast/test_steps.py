"""Steps from gaps: what is there, what is asked for first, what goes together, and every fault named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from sem.backcast.steps import make_steps
from sem.errors import InvalidError
from sem.model.ambition import Ambition, Owner, OwnPrerequisite, StepEdit
from sem.model.plan import Step, Why
from sem.model.questionnaire import Estimate, PracticeKind, Questionnaire
from tests.backcast.plans import (
    LEVELS,
    ambition,
    ambitions,
    own_practice,
    practice,
    questionnaire_of,
    questionnaires,
)

NOW = {"culture": 1, "cx": 1, "monitoring": 1, "ux": 1}
SMALL = questionnaire_of(
    practice("culture", 2, weeks=3, days=2),
    practice("culture", 3, weeks=6, days=4, name="hat"),
    practice("culture", 3, weeks=4, days=5, name="look-back", needs="monitoring>2"),
    practice("monitoring", 2, weeks=2),
    practice("ux", 2),
    practice("ux", 3, kind="delighter"),
    practice("ux", 4, kind="delighter", needs="culture>2"),
)


def steps_of(wanted: Ambition, now: dict[str, int | None] | None = None) -> dict[str, Step]:
    return {step.id: step for step in make_steps(wanted, SMALL, {**NOW, **(now or {})})}


def reasons(step: Step) -> set[tuple[str, Why]]:
    return {(d.step, d.why) for d in step.after}


class TestGaps:
    def test_there_is_a_step_for_each_level_between_today_and_the_target(self) -> None:
        assert list(steps_of(ambition({"cx": 4}), {"cx": 2})) == ["cx>3", "cx>4"]

    def test_a_target_at_or_below_today_means_hold(self) -> None:
        assert steps_of(ambition({"cx": 2, "ux": 3}), {"cx": 4, "ux": 3}) == {}

    def test_a_level_that_is_not_known_counts_as_1_and_its_steps_say_so(self) -> None:
        assert {i: s.doubt for i, s in steps_of(ambition({"cx": 2, "ux": 2}), {"cx": None}).items()} == {
            "cx>2": True,
            "ux>2": False,
        }

    def test_what_a_practice_asks_for_first_becomes_a_step_that_says_what_needs_it(self) -> None:
        steps = steps_of(ambition({"culture": 3}))
        assert list(steps) == ["culture>2", "culture>3", "monitoring>2"]
        assert steps["monitoring>2"].needed_by == ("culture>3",)
        assert steps["culture>2"].needed_by == ()
        assert reasons(steps["culture>3"]) == {("culture>2", Why.LADDER), ("monitoring>2", Why.PRACTICE)}
        (asked,) = (d for d in steps["culture>3"].after if d.why is Why.PRACTICE)
        assert asked.practice == "look-back"
        assert asked.reason is not None
        assert asked.reason.en == "because of monitoring en"

    def test_a_prerequisite_that_is_there_already_makes_no_step(self) -> None:
        assert "monitoring>2" not in steps_of(ambition({"culture": 3}), {"monitoring": 2})

    def test_a_practice_that_is_done_asks_for_nothing_and_shortens_its_step(self) -> None:
        steps = steps_of(ambition({"culture": 3}, practices_done=("hat", "look-back-and-gone")))
        assert steps["culture>3"].practices == ("look-back",)
        assert steps["culture>3"].weeks.likely == 4
        assert "monitoring>2" not in steps_of(ambition({"culture": 3}, practices_done=("look-back",)))


class TestEstimates:
    def test_practices_of_a_step_go_side_by_side_and_their_work_adds_up(self) -> None:
        step = steps_of(ambition({"culture": 3}))["culture>3"]
        assert step.practices == ("hat", "look-back")
        assert step.weeks == Estimate(3, 6, 12)
        assert step.person_days == Estimate(4.5, 9, 18)

    def test_a_step_without_practices_has_a_default_and_one_whose_practices_are_done_has_to_settle(self) -> None:
        steps = steps_of(ambition({"cx": 2, "ux": 2}, practices_done=("ux-2",)))
        assert (steps["cx>2"].weeks, steps["ux>2"].weeks) == (Estimate(2, 4, 6), Estimate(1, 2, 4))

    def test_what_the_team_changed_wins(self) -> None:
        mine = StepEdit(weeks=Estimate(1, 1, 2), owner="ann")
        steps = steps_of(ambition({"cx": 2}, edits={"cx>2": mine}, owners=(Owner("ann", "Ann"),), weights={"cx": 3}))
        step = steps["cx>2"]
        assert (step.weeks, step.person_days, step.owner, step.weight) == (
            Estimate(1, 1, 2),
            Estimate(2, 4, 8),
            "ann",
            3,
        )


class TestGate:
    def test_surprises_above_level_3_wait_for_the_basics_in_the_plan_up_to_it(self) -> None:
        steps = steps_of(ambition({"ux": 4, "cx": 4, "culture": 2}))
        assert steps["ux>4"].kind is PracticeKind.DELIGHTER
        gate = {step for step, why in reasons(steps["ux>4"]) if why is Why.GATE}
        assert gate == {"culture>2", "cx>2", "cx>3", "ux>2"}
        assert not any(d.why is Why.GATE for i, s in steps.items() if i != "ux>4" for d in s.after)

    def test_the_gate_adds_no_step_and_can_be_switched_off(self) -> None:
        wanted = ambition({"ux": 4}, basics_first=False)
        assert set(steps_of(wanted)) == set(steps_of(ambition({"ux": 4})))
        assert all(d.why is not Why.GATE for step in steps_of(wanted).values() for d in step.after)


def faults(wanted: Ambition, now: dict[str, int | None] | None = None, questions: Questionnaire = SMALL) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        make_steps(wanted, questions, {**NOW, **(now or {})})
    assert all(problem.advice for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


class TestFaults:
    def test_everything_unknown_is_told_at_once(self) -> None:
        wanted = ambition(
            {"kultur": 3, "cx": 6},
            weights={"ui": 1},
            edits={"cx>9": StepEdit(), "cx>2": StepEdit(owner="zoe", weeks=Estimate(3, 2, 1))},
        )
        assert faults(wanted, {"ux": 0}) == [
            "There is no area “kultur”.",
            "There is no area “ui”.",
            "Level 6 of “cx” does not exist.",
            "Level 0 of “ux” does not exist.",
            "There is no step “cx>9”.",
            "“cx>2” has an owner who is not known: “zoe”.",
            "The estimate of “cx>2” has to rise from low to high, above zero.",
        ]

    def test_a_circle_in_the_teams_own_prerequisites_is_named(self) -> None:
        own = (OwnPrerequisite("cx", 3, "ux", 3), OwnPrerequisite("ux", 3, "cx", 3))
        assert faults(ambition({"cx": 3}, prerequisites=own)) == [
            "These steps wait for each other in a circle: ux>3 → cx>3 → ux>3."
        ]

    def test_a_prerequisite_above_the_level_that_asks_for_it_is_refused(self) -> None:
        own = (OwnPrerequisite("cx", 4, "ux", 3),)
        assert faults(ambition({"ux": 3}, prerequisites=own)) == [
            "“ux>3” asks for level 4 of “cx”, which is above its own level."
        ]


class TestOwnPractices:
    def test_one_belongs_to_the_step_to_its_level_beside_those_of_the_questionnaire(self) -> None:
        wanted = ambition({"culture": 2}, practices=(own_practice("own1", "culture", 2, weeks=5, days=4),))
        step = steps_of(wanted)["culture>2"]
        assert (step.practices, step.weeks.likely, step.person_days.likely) == (("culture-2", "own1"), 5, 6)

    def test_where_the_questionnaire_has_none_it_counts_instead_of_the_default(self) -> None:
        step = steps_of(ambition({"cx": 2}, practices=(own_practice("own1", "cx", 2, weeks=5),)))["cx>2"]
        assert (step.practices, step.weeks.likely) == (("own1",), 5)

    def test_once_it_is_done_the_step_has_to_settle(self) -> None:
        added = (own_practice("own1", "cx", 2, weeks=5),)
        step = steps_of(ambition({"cx": 2}, practices=added, practices_done=("own1",)))["cx>2"]
        assert (step.practices, step.weeks.likely) == ((), 2)

    def test_what_is_wrong_with_them_is_told_all_at_once(self) -> None:
        twice, nowhere = own_practice("hat", "culture", 2), own_practice("own1", "nowhere", 1)
        falling = replace(own_practice("own1", "cx", 2), weeks=Estimate(3, 2, 1))
        assert faults(ambition({"culture": 2}, practices=(twice, nowhere, falling))) == [
            "There is no area “nowhere”.",
            "“hat” is there twice.",
            "“own1”: No practice leads to level 1.",
            "“own1” is there twice.",
            "The estimate of “own1” has to rise from low to high, above zero.",
        ]


def test_a_prerequisite_of_the_teams_own_counts_with_its_reason() -> None:
    own = (OwnPrerequisite("cx", 2, "ux", 2, "the journey shows where to look"),)
    steps = steps_of(ambition({"ux": 2}, prerequisites=own))
    assert steps["cx>2"].needed_by == ("ux>2",)
    (asked,) = steps["ux>2"].after
    assert (asked.why, asked.reason and asked.reason.en) == (Why.TEAM, "the journey shows where to look")


@given(questionnaires(), ambitions(), LEVELS)
def test_the_steps_are_closed_under_prerequisites_and_reach_every_target(
    questions: Questionnaire, wanted: Ambition, now: dict[str, int | None]
) -> None:
    steps = {step.id: step for step in make_steps(wanted, questions, now)}
    for step in steps.values():
        assert all(d.step in steps for d in step.after)
        assert step.level > (now[step.area] or 1)
        assert bool(step.needed_by) == (step.level > wanted.levels.get(step.area, 0))
        if step.level - 1 > (now[step.area] or 1):
            assert (f"{step.area}>{step.level - 1}", Why.LADDER) in reasons(step)
    for practice_ in questions.practices:
        if practice_.id not in wanted.practices_done and f"{practice_.area}>{practice_.level}" in steps:
            for need in practice_.prerequisites:
                assert (now[need.area] or 1) >= need.level or f"{need.area}>{need.level}" in steps
    for area_id, level in wanted.levels.items():
        assert (now[area_id] or 1) >= level or f"{area_id}>{level}" in steps


def test_dates_do_not_matter_to_the_steps() -> None:
    later = Ambition(date(2050, 1, 1), {"cx": 3})
    assert make_steps(later, SMALL, NOW) == make_steps(Ambition(date(2020, 1, 1), {"cx": 3}), SMALL, NOW)
