"""Milestones: counted back from the target, a few of them, and nothing lost between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.calendar import Calendar
from sem.backcast.milestones import milestones
from sem.backcast.noticed import noticed
from sem.backcast.plan import make_plan
from sem.backcast.replan import replan
from sem.content.library import load_questionnaire
from sem.i18n import set_language
from sem.model.ambition import Ambition, Capacity
from sem.model.plan import Plan
from sem.model.questionnaire import AreaKind, Questionnaire
from tests.backcast.plans import (
    AREAS,
    LEVELS,
    TODAY,
    ambition,
    ambitions,
    practice,
    progress_on,
    questionnaire_of,
    questionnaires,
)
from tests.factory import area, question, text

NOW: dict[str, int | None] = dict.fromkeys(AREAS, 1)
SMALL = questionnaire_of(
    practice("culture", 2, weeks=12), practice("culture", 3, weeks=14), practice("cx", 2, weeks=4), practice("ux", 2)
)


def plan_of(weeks: int, **more: object) -> Plan:
    return make_plan(ambition({"culture": 3, "cx": 2}, weeks, **more), SMALL, NOW, TODAY)


def weeks_ahead(plan: Plan, every: int = 13) -> list[int]:
    return [((m.day - TODAY).days + 3) // 7 for m in milestones(plan, every)]


class TestDays:
    @pytest.mark.parametrize(
        ("weeks", "ahead"),
        [
            (52, [13, 26, 39, 52]),
            (60, [21, 34, 47, 60]),
            (80, [15, 28, 41, 54, 67, 80]),
            (120, [20, 40, 60, 80, 100, 120]),
            (30, [9, 16, 23, 30]),
            (16, [4, 8, 12, 16]),
            (11, [6, 11]),
            (5, [5]),
            (0, [0]),
            (-8, [-8]),
        ],
    )
    def test_they_are_counted_back_from_the_target_in_steps_of_a_quarter_where_that_gives_four_to_six(
        self, weeks: int, ahead: list[int]
    ) -> None:
        assert weeks_ahead(plan_of(weeks)) == ahead

    def test_another_distance_can_be_asked_for(self) -> None:
        assert weeks_ahead(plan_of(52), 10) == [12, 22, 32, 42, 52]

    def test_closed_weeks_do_not_count(self) -> None:
        # 50 working weeks: four times twelve.
        plan = plan_of(52, closed_weeks=(date(2027, 11, 10), date(2027, 11, 17)))
        assert [m.day for m in milestones(plan)][-2:] == [date(2027, 8, 13), date(2027, 11, 5)]

    def test_the_last_one_ends_the_last_working_week_before_a_target_within_a_week(self) -> None:
        plan = make_plan(Ambition(date(2027, 6, 30), {"cx": 2}), SMALL, NOW, TODAY)
        assert milestones(plan)[-1].day == date(2027, 6, 25)

    def test_they_stay_where_they_are_as_time_goes_by(self) -> None:
        plan = plan_of(54)
        days = [m.day for m in milestones(plan)]
        for later in range(0, 52, 3):
            today = TODAY + timedelta(weeks=later)
            moved = replan(plan, SMALL, NOW, today, {})
            assert [m.day for m in milestones(moved, since=TODAY)] == [day for day in days if day >= today]


class TestContents:
    def test_each_has_the_steps_since_the_one_before_and_the_levels_reached(self) -> None:
        first, second, *rest = milestones(plan_of(52))
        assert (first.steps, first.levels["culture"], first.levels["cx"]) == (("cx>2", "culture>2"), 2, 2)
        assert (second.steps, second.levels["culture"]) == (("culture>3",), 3)
        assert [m.steps for m in rest] == [(), ()]

    def test_what_ends_too_late_is_in_none_of_them(self) -> None:
        found = milestones(plan_of(20))
        assert [step for m in found for step in m.steps] == ["cx>2", "culture>2"]
        assert found[-1].levels["culture"] == 2

    @given(questionnaires(), ambitions(), LEVELS, st.integers(1, 30))
    def test_there_are_never_too_many_and_each_step_in_time_is_in_one(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], every: int
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=0)
        found = milestones(plan, every)
        available = Calendar(TODAY, wanted.closed_weeks).weeks_until(wanted.target_date)
        assert (4 if available >= 16 else 1) <= len(found) <= 6
        assert all(a.day < b.day for a, b in pairwise(found))
        assert all(a.levels[i] <= b.levels[i] for a, b in pairwise(found) for i in a.levels)
        assert sorted(i for m in found for i in m.steps) == sorted(
            p.step.id for p in plan.steps if p.end <= found[-1].day
        )
        closed = {day - timedelta(days=day.weekday()) for day in wanted.closed_weeks}
        assert not closed & {m.day - timedelta(days=4) for m in found}

    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_those_ahead_rise_to_the_targets_also_half_way(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        today, happened = data.draw(progress_on(record))
        plan = replan(record, questions, now, today, happened)
        found = milestones(plan, since=TODAY)
        assert all(a.levels[i] <= b.levels[i] for a, b in pairwise(found) for i in a.levels)
        if plan.end <= found[-1].day:
            assert all(found[-1].levels.get(a, 1) >= level for a, level in wanted.levels.items())


class TestNoticed:
    def texts(self, questions: Questionnaire, levels: dict[str, int]) -> tuple[str, ...]:
        plan = make_plan(ambition(levels, 4, capacity=Capacity(4)), questions, NOW, TODAY)
        (only,) = milestones(plan)
        return noticed(only, plan, questions)

    def test_what_one_sees_of_a_practice_and_of_several_the_one_about_customers(self) -> None:
        about = replace(practice("cx", 2, name="b"), measure=replace(text(""), nl="Klant belt", en="Customer calls"))
        questions = questionnaire_of(practice("cx", 2, name="a"), about, practice("ux", 2))
        assert self.texts(questions, {"cx": 2, "ux": 2}) == ("Customer calls", "ux-q level 2 en")

    def test_what_is_counted_is_for_the_team_and_no_customer_notices_it(self) -> None:
        counted = replace(text(""), nl="Hoeveel klanten bellen", en="How many customers call")
        questions = questionnaire_of(replace(practice("cx", 2), measure=counted))
        assert self.texts(questions, {"cx": 2}) == ("cx-q level 2 en",)
        asked = replace(question("cx-q"), levels=(counted,) * 5)
        questions = replace(questions, areas=tuple(replace(a, questions=(asked,)) if a.id == "cx" else a
                                                   for a in questions.areas))  # fmt: skip
        assert self.texts(questions, {"cx": 2}) == ("what to do en",)

    def test_no_text_of_the_shipped_questionnaires_begins_with_what_is_counted(self) -> None:
        for name in ("quick-scan", "service-excellence"):
            questions = load_questionnaire(name)
            for one in questions.areas:
                for level in range(2, 6):
                    now = {each.id: level - 1 for each in questions.areas}
                    plan = make_plan(ambition({one.id: level}, 400), questions, now, TODAY, samples=0)
                    said = [n for m in milestones(plan) for n in noticed(m, plan, questions)]
                    assert said
                    for words in said:
                        assert not words.startswith(
                            ("How ", "What ", "The share", "In how many", "For what share", "We count")
                        )

    def test_the_descriptor_where_there_is_no_practice_and_at_the_highest_level(self) -> None:
        questions = questionnaire_of(practice("ux", 5, weeks=1))
        plan = make_plan(ambition({"ux": 5}, 4), questions, {**NOW, "ux": 4}, TODAY)
        (only,) = milestones(plan)
        assert noticed(only, plan, questions) == ("ux-q level 5 en",)
        assert self.texts(questions, {"cx": 2}) == ("cx-q level 2 en",)

    def test_layers_come_first_the_outermost_before_the_others_and_no_more_than_a_few(self) -> None:
        layered = questionnaire_of()
        inner = area("ux", [question("ux-q")], AreaKind.LAYER, "cx")
        outer = area("cx", [question("cx-q")], AreaKind.LAYER)
        layered = replace(layered, areas=(layered.areas[0], layered.areas[2], inner, outer))
        assert self.texts(layered, dict.fromkeys(AREAS, 2)) == (
            "cx-q level 2 en",
            "ux-q level 2 en",
            "culture-q level 2 en",
        )

    def test_it_speaks_dutch(self) -> None:
        set_language("nl")
        try:
            assert self.texts(questionnaire_of(practice("ux", 2)), {"ux": 2}) == ("ux-q level 2 nl",)
        finally:
            set_language("en")
