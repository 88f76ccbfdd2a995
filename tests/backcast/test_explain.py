"""Explanations: what holds a step in its place, on examples worked out by hand, and in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.backcast.calendar import Calendar
from sem.backcast.explain import Explanation, Held, Hold, explain
from sem.backcast.plan import make_plan
from sem.backcast.replan import replan
from sem.backcast.words import sentences, step_name, verdict_sentences
from sem.i18n import set_language
from sem.model.ambition import Ambition, Capacity, Owner, OwnPrerequisite, StepEdit
from sem.model.plan import Plan, Progress, StepState, Why
from sem.model.questionnaire import Estimate, Questionnaire
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
    practice("culture", 2, weeks=3, days=3),
    practice("culture", 3, weeks=6, days=6),
    practice("cx", 2, weeks=4, days=4),
    practice("monitoring", 2, weeks=3, days=3),
    practice("ux", 2, weeks=2, days=2, needs="monitoring>2"),
)


def plan_of(levels: dict[str, int], weeks: int = 20, **more: object) -> Plan:
    return make_plan(ambition(levels, weeks, **more), SMALL, NOW, TODAY)


def said(plan: Plan, step: str) -> list[str]:
    return list(sentences(plan, explain(plan)[step], SMALL))


class TestHeld:
    def test_the_first_step_is_held_by_nothing_and_the_last_by_the_target(self) -> None:
        why = explain(plan_of({"cx": 2}))["cx>2"]
        assert why.later
        assert (why.earlier.by, why.later.by) == (Hold.NOTHING, Hold.TARGET)

    def test_a_step_waits_for_the_one_before_it_and_that_one_is_held_by_it(self) -> None:
        why = explain(plan_of({"culture": 3}))
        later, earlier = why["culture>2"].later, why["culture>3"].earlier
        assert later
        assert (later.by, later.steps, later.dependency and later.dependency.why) == (
            Hold.STEP,
            ("culture>3",),
            Why.LADDER,
        )
        assert (earlier.by, earlier.steps) == (Hold.STEP, ("culture>2",))

    def test_a_full_resource_names_who_made_room_for_it(self) -> None:
        plan = plan_of({"culture": 2, "cx": 2}, capacity=Capacity(1))
        first, second = plan.steps
        earlier, later = explain(plan)[second.step.id].earlier, explain(plan)[first.step.id].later
        assert later
        assert (earlier.by, earlier.steps, earlier.resource) == (Hold.RESOURCE, (first.step.id,), "steps-at-once")
        assert (later.by, later.steps, later.resource) == (Hold.RESOURCE, (second.step.id,), "steps-at-once")

    def test_a_busy_owner_is_named_before_other_resources(self) -> None:
        led = {"culture>2": StepEdit(owner="ann"), "cx>2": StepEdit(owner="ann")}
        plan = plan_of({"culture": 2, "cx": 2}, edits=led, owners=(Owner("ann", "Ann"),))
        assert explain(plan)[plan.steps[1].step.id].earlier.resource == "owner:ann"

    def test_work_that_takes_more_weeks_says_from_how_many(self) -> None:
        assert explain(plan_of({"cx": 2}, capacity=Capacity(1, 3)))["cx>2"].stretched_from == 4

    def test_what_happened_is_held_by_that(self) -> None:
        plan = make_plan(ambition({"cx": 2, "ux": 2}), SMALL, NOW, TODAY, progress={"cx>2": Progress(TODAY)})
        assert explain(plan)["cx>2"].earlier.by is Hold.HAPPENED


class TestExperiments:
    HELD: ClassVar = {"cx>2": date(2026, 12, 9)}

    def test_a_step_that_waits_for_an_experiment_says_so_and_names_it(self) -> None:
        plan = make_plan(ambition({"cx": 2}, 20), SMALL, NOW, TODAY, holds=self.HELD)
        why = explain(plan)["cx>2"]
        assert why.earlier == Held(Hold.EXPERIMENT)
        assert "It waits for an experiment, which ends on 9 December 2026." in said(plan, "cx>2")
        found = (experiment("happy calls", "cx>2", end=date(2026, 12, 9)), experiment("other", "ux>2"))
        assert "It waits for experiment “happy calls”, which ends on 9 December 2026." in sentences(
            plan, why, SMALL, found
        )

    def test_a_verdict_tells_that_the_weeks_of_waiting_count(self) -> None:
        plan = make_plan(ambition({"cx": 2}, 6), SMALL, NOW, TODAY, holds=self.HELD)
        assert list(verdict_sentences(plan, SMALL)) == [
            "This does not fit before 1 January 2027: cx en 2 has to start by 7 December 2026, and the plan"
            " starts it on 14 December 2026.",
            "With the wait for the experiment that ends on 9 December 2026 these steps in a row take 7 weeks and there"
            " are 6; more capacity does not help: cx en 2.",
        ]


class TestSentences:
    def test_a_prerequisite_is_told_with_its_reason(self) -> None:
        plan = plan_of({"ux": 2}, weeks=6)
        assert said(plan, "ux>2") == [
            "To be at ux en 2 by 1 January 2027, start by 21 December 2026.",
            "It may end last: nothing comes after it but the target date.",
            "The plan starts it on 14 December 2026, after monitoring en 2.",
            "Why: because of monitoring en",
            "There is 1 week of slack.",
        ]
        assert said(plan, "monitoring>2") == [
            "To be at monitoring en 2 by 18 December 2026, start by 30 November 2026.",
            "After it comes ux en 2, which has to start by 21 December 2026.",
            "Why: because of monitoring en",
            "It can start at once: 23 November 2026.",
            "There is 1 week of slack.",
            "It is no target of its own: it is needed for ux en 2.",
        ]

    def test_it_speaks_dutch(self) -> None:
        plan = plan_of({"culture": 3}, weeks=9)
        set_language("nl")
        assert said(plan, "culture>3") == [
            "Om op 22 januari 2027 bij culture nl 3 te zijn, begin je uiterlijk op 14 december 2026.",
            "Deze stap mag als laatste klaar zijn: daarna komt alleen nog de streefdatum.",
            "In het plan begint deze stap op 14 december 2026, na culture nl 2.",
            "Niveaus beklim je een voor een.",
            "Er is geen speling: bij elke vertraging wordt de streefdatum niet gehaald.",
        ]
        assert step_name(plan, "culture>3", SMALL) == "culture nl 3"

    @pytest.mark.parametrize(
        ("levels", "more", "step", "sentence"),
        [
            ({"cx": 2, "culture": 2}, {"capacity": Capacity(1)}, "cx>2", "No more than 1 step at once."),
            ({"cx": 2, "culture": 2}, {"capacity": Capacity(2, 5)}, "cx>2", "There are 5 person-days a month."),
            (
                {"cx": 2},
                {"capacity": Capacity(2, 3.5)},
                "cx>2",
                "It takes 5 weeks instead of 4, because there are 3.5 person-days a month.",
            ),
            ({"cx": 2}, {"weeks": 2}, "cx>2", "It is 2 weeks too late."),
            (
                {"cx": 2, "ux": 2},
                {"prerequisites": (OwnPrerequisite("cx", 2, "ux", 2),)},
                "ux>2",
                "The team wants it in this order.",
            ),
        ],
    )
    def test_each_reason_has_its_sentence(
        self, levels: dict[str, int], more: dict[str, int], step: str, sentence: str
    ) -> None:
        plan = plan_of(levels, **more)
        spoken = said(plan, step) if sentence in said(plan, step) else [s for i in explain(plan) for s in said(plan, i)]
        assert sentence in spoken

    def test_what_is_done_only_says_when(self) -> None:
        plan = make_plan(ambition({"cx": 2}), SMALL, NOW, TODAY, progress={"cx>2": Progress(TODAY, TODAY)})
        assert said(plan, "cx>2") == ["cx en 2 was done on 23 November 2026."]

    def test_a_level_that_is_not_known_is_told(self) -> None:
        plan = make_plan(ambition({"cx": 2}), SMALL, {}, TODAY)
        assert said(plan, "cx>2")[-1] == "The level of today is not known, so this step may not be needed."


class TestVerdicts:
    @pytest.mark.parametrize(
        ("levels", "weeks", "more", "spoken"),
        [
            ({"cx": 1}, 5, {}, ["There is nothing left to do."]),
            ({"cx": 2}, 5, {}, ["This fits: 1 week is left between the end of the plan and 25 December 2026."]),
            (
                {"cx": 2},
                5,
                {"buffer_percent": 50},
                [
                    "This fits only without the whole buffer: 1 of its 2 weeks are left before 25 December 2026.",
                    "In a row these steps take 4 weeks and there are 3; more capacity does not help: cx en 2.",
                    "Of the 5 weeks until 25 December 2026 a plan may take 3, so that a buffer of 50% is left.",
                ],
            ),
            (
                {"culture": 3},
                7,
                {},
                [
                    "This does not fit before 8 January 2027: you should have started on 9 November 2026.",
                    "In a row these steps take 9 weeks and there are 7; more capacity does not help: "
                    "culture en 2 → culture en 3.",
                ],
            ),
            (
                {"cx": 2, "culture": 2},
                6,
                {"capacity": Capacity(1)},
                [
                    "This does not fit before 1 January 2027: you should have started on 16 November 2026.",
                    "With 1 step at once the work takes 7 weeks, and there are 6.",
                ],
            ),
            (
                {"cx": 2, "culture": 2},
                6,
                {"capacity": Capacity(2, 4.4)},
                [
                    "This does not fit before 1 January 2027: you should have started on 16 November 2026.",
                    "With 4.4 person-days a month the work takes 7 weeks, and there are 6.",
                ],
            ),
            (
                {"cx": 2, "culture": 2},
                6,
                {
                    "owners": (Owner("ann", "Ann"),),
                    "edits": {"cx>2": StepEdit(owner="ann"), "culture>2": StepEdit(owner="ann")},
                },
                [
                    "This does not fit before 1 January 2027: you should have started on 16 November 2026.",
                    "Ann has 7 weeks of work, and there are 6.",
                ],
            ),
            (
                {"cx": 2, "culture": 2, "monitoring": 2},
                3,
                {"edits": {f"{a}>2": StepEdit(Estimate(2, 2, 2)) for a in ("cx", "culture", "monitoring")}},
                [
                    "This does not fit before 11 December 2026: you should have started on 16 November 2026.",
                    "The longest row of steps would fit and so would all the work, but not both together.",
                    "It is not proved that no plan fits: this is the shortest one found.",
                ],
            ),
            (
                {"cx": 2},
                0,
                {},
                [
                    "This does not fit before 20 November 2026: you should have started on 26 October 2026.",
                    "There is no whole week left before the target date.",
                ],
            ),
        ],
    )
    def test_each_verdict_has_its_sentences(
        self, levels: dict[str, int], weeks: int, more: dict[str, object], spoken: list[str]
    ) -> None:
        assert list(verdict_sentences(plan_of(levels, weeks, **more), SMALL)) == spoken


def cannot_start_earlier(plan: Plan, why: Explanation) -> bool:
    """Tell whether moving a step a week earlier would break what its explanation names."""
    planned = why.planned
    others = [plan.step(i) for i in why.earlier.steps]
    if why.earlier.by is Hold.STEP:
        return planned.start > others[0].end and why.earlier.steps[0] in {d.step for d in planned.step.after}
    return all(other.end < planned.start for other in others) and bool(others)


class TestAnyPlan:
    @given(questionnaires(), ambitions(), LEVELS, HOLDS)
    def test_every_waiting_step_has_a_true_reason_for_not_starting_earlier(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], holds: dict[str, date]
    ) -> None:
        plan = make_plan(wanted, questions, now, TODAY, samples=2, holds=holds)
        first = Calendar(TODAY, wanted.closed_weeks).monday(0)
        for why in explain(plan).values():
            if why.earlier.by is Hold.EXPERIMENT:
                last = holds[why.planned.step.id]
                assert last < why.planned.start
                assert Calendar(last + timedelta(days=1), wanted.closed_weeks).monday(0) >= why.planned.start
                continue
            assert (why.earlier.by is Hold.NOTHING) == (why.planned.start == first)
            assert why.earlier.by is Hold.NOTHING or cannot_start_earlier(plan, why)
            assert why.later
            if why.later.by is not Hold.TARGET:
                assert why.planned.latest_end
                starts = [plan.step(i).latest_start for i in why.later.steps]
                assert starts
                assert all(start and start > why.planned.latest_end for start in starts)

    @settings(deadline=None)
    @given(questionnaires(), ambitions(), LEVELS, st.data())
    def test_there_are_words_for_every_plan_also_half_way(
        self, questions: Questionnaire, wanted: Ambition, now: dict[str, int | None], data: st.DataObject
    ) -> None:
        record = make_plan(wanted, questions, now, TODAY, samples=0)
        today, happened = data.draw(progress_on(record))
        plan = replan(record, questions, now, today, happened)
        for code in ("nl", "en"):
            set_language(code)
            assert verdict_sentences(plan, questions)
            for why in explain(plan).values():
                spoken = sentences(plan, why, questions)
                assert spoken
                assert not any("{" in sentence or ">" in sentence for sentence in spoken)
                assert (why.later is None) == (why.planned.state is StepState.DONE)
