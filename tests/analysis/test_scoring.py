"""Scoring: each rule on a table worked out by hand, then properties that must hold for any answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.scoring import lower_median, profile, strongest_and_weakest
from sem.model.assessment import Answer, Response
from sem.model.questionnaire import AreaKind
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response

ONE_AREA = questionnaire(area("a", [question("q1"), question("q2"), question("q3", weight=2)]))


def score(*responses: Response, consensus: dict[str, int] | None = None):  # type: ignore[no-untyped-def]
    return profile(ONE_AREA, responses, consensus).area("a").score


class TestOneRespondent:
    def test_the_mean_is_weighted(self) -> None:
        assert score(response("ann", {"q1": 2, "q2": 3, "q3": 5})).mean == pytest.approx((2 + 3 + 2 * 5) / 4)

    def test_the_gap_free_level_is_what_every_question_reaches_and_names_what_blocks_the_next(self) -> None:
        scored = score(response("ann", {"q1": 4, "q2": 2, "q3": 5}))
        assert (scored.gap_free_level, scored.blocking_question) == (2, "q2")

    def test_among_equals_the_heaviest_question_blocks(self) -> None:
        assert score(response("ann", {"q1": 2, "q2": 4, "q3": 2})).blocking_question == "q3"

    def test_at_the_top_nothing_blocks(self) -> None:
        scored = score(response("ann", {"q1": 5, "q2": 5, "q3": 5}))
        assert (scored.gap_free_level, scored.blocking_question) == (5, None)

    def test_unanswered_is_not_zero_and_makes_the_gap_free_level_unknown(self) -> None:
        scored = score(response("ann", {"q1": 4, "q3": 5}))
        assert scored.mean == pytest.approx((4 + 2 * 5) / 3)
        assert (scored.gap_free_level, scored.blocking_question) == (None, "q2")
        assert scored.coverage == pytest.approx(2 / 3)

    def test_dont_know_lowers_the_coverage_and_never_the_mean(self) -> None:
        scored = score(response("ann", {"q1": 4, "q2": DONT_KNOW, "q3": 4}))
        assert scored.mean == 4
        assert scored.coverage == pytest.approx(2 / 3)

    def test_not_applicable_leaves_mean_coverage_and_gap_free_level(self) -> None:
        scored = score(response("ann", {"q1": NOT_APPLICABLE, "q2": 3, "q3": 4}))
        assert scored.mean == pytest.approx((3 + 2 * 4) / 3)
        assert scored.coverage == 1
        assert scored.gap_free_level == 3

    def test_a_note_alone_is_no_answer(self) -> None:
        scored = score(response("ann", {"q1": Answer(note="later"), "q2": 3, "q3": 3}))
        assert scored.coverage == pytest.approx(2 / 3)

    def test_spread_and_agreement_need_two(self) -> None:
        scored = score(response("ann", {"q1": 3, "q2": 3, "q3": 3}))
        assert (scored.n, scored.low, scored.high, scored.agreement) == (1, None, None, None)


class TestNothingToScore:
    def test_no_respondents(self) -> None:
        scored = score()
        assert (scored.mean, scored.gap_free_level, scored.coverage, scored.n) == (None, None, None, 0)

    def test_everything_not_applicable(self) -> None:
        scored = score(response("ann", dict.fromkeys(("q1", "q2", "q3"), NOT_APPLICABLE)))
        assert (scored.mean, scored.gap_free_level, scored.blocking_question, scored.coverage) == (None,) * 4

    def test_everything_unknown(self) -> None:
        scored = score(response("ann", dict.fromkeys(("q1", "q2", "q3"), DONT_KNOW)))
        assert (scored.mean, scored.gap_free_level, scored.coverage, scored.n) == (None, None, 0, 0)

    def test_answers_to_questions_that_are_not_in_the_questionnaire_do_not_count(self) -> None:
        assert score(response("ann", {"elsewhere": 5})).mean is None


class TestSeveralRespondents:
    ANN = response("ann", {"q1": 1, "q2": 3, "q3": 4})
    BOB = response("bob", {"q1": 4, "q2": 3, "q3": DONT_KNOW})
    CEE = response("cee", {"q1": 4, "q2": NOT_APPLICABLE})

    def test_a_worked_example(self) -> None:
        scored = score(self.ANN, self.BOB, self.CEE)
        # q1: 1, 4, 4 -> 3; q2: 3, 3 -> 3; q3: 4, weight 2
        assert scored.mean == pytest.approx((3 + 3 + 2 * 4) / 4)
        # lower medians 4, 3, 4
        assert (scored.gap_free_level, scored.blocking_question) == (3, "q2")
        # 9 pairs, one not applicable; 6 have a level
        assert (scored.answered, scored.applicable) == (6, 8)
        assert scored.n == 3
        # each one's own weighted mean: 12/4, 7/2, 4
        assert (scored.low, scored.high) == (3, 4)

    def test_agreement_is_the_mean_over_the_questions_with_two_levels(self) -> None:
        scored = score(self.ANN, self.BOB, self.CEE)
        # q1: s² = 3 -> r_wg = -0.5; q2: s² = 0 -> 1; q3 has one level
        assert scored.agreement.r_wg == pytest.approx((-0.5 + 1) / 2)

    def test_the_spread_is_that_of_a_usual_question(self) -> None:
        scored = score(self.ANN, self.BOB, self.CEE)
        # q1: 1, 4, 4 -> s² = 3; q2: 3, 3 -> 0; q3 has one level
        assert scored.spread == pytest.approx(((3 + 0) / 2) ** 0.5)
        questions = profile(ONE_AREA, [self.ANN, self.BOB, self.CEE]).area("a").questions
        assert [one.spread for one in questions] == [pytest.approx(3**0.5), 0, None]

    def test_the_lower_median_decides_what_a_team_reaches(self) -> None:
        assert score(
            response("ann", {"q1": 2, "q2": 5, "q3": 5}), response("bob", {"q1": 5, "q2": 5, "q3": 5})
        ).gap_free_level == 2  # fmt: skip

    def test_consensus_replaces_the_mean_and_keeps_the_levels(self) -> None:
        result = profile(ONE_AREA, [self.ANN, self.BOB, self.CEE], {"q1": 2}).area("a")
        assert result.score.mean == pytest.approx((2 + 3 + 2 * 4) / 4)
        assert result.score.gap_free_level == 2
        assert result.questions[0].levels == (1, 4, 4)
        assert result.questions[0].agreement is not None

    def test_a_respondent_who_chose_no_level_counts_in_the_round_but_not_in_n(self) -> None:
        result = profile(ONE_AREA, [self.ANN, response("dee", {})])
        assert (result.n, result.overall.n) == (2, 1)


class TestOverall:
    TWO_AREAS = questionnaire(
        area("many", [question(f"m{n}") for n in range(4)]), area("one", [question("o1")], AreaKind.LAYER)
    )

    def test_each_area_counts_once_however_many_questions_it_has(self) -> None:
        answers = {**{f"m{n}": 1 for n in range(4)}, "o1": 5}
        overall = profile(self.TWO_AREAS, [response("ann", answers)]).overall
        assert overall.mean == 3
        assert overall.coverage == 1
        assert overall.gap_free_level == 1

    def test_an_area_without_answers_is_left_out_and_seen_in_the_coverage(self) -> None:
        overall = profile(self.TWO_AREAS, [response("ann", {"o1": 4})]).overall
        assert overall.mean == 4
        assert overall.coverage == pytest.approx(1 / 5)
        assert overall.gap_free_level is None


class TestStrongestAndWeakest:
    @staticmethod
    def scored(**levels: int | None) -> tuple[list[str], list[str]]:
        areas = [area(name, [question(f"q-{name}")]) for name in levels]
        answers: dict[str, Answer | int] = {f"q-{n}": level for n, level in levels.items() if level is not None}
        result = profile(questionnaire(*areas), [response("ann", answers)])
        strong, weak = strongest_and_weakest(result.areas, 2)
        return [s.area.id for s in strong], [s.area.id for s in weak]

    def test_highest_first_and_lowest_first(self) -> None:
        assert self.scored(a=1, b=2, c=3, d=4, e=5) == (["e", "d"], ["a", "b"])

    def test_no_area_is_in_both(self) -> None:
        assert self.scored(a=1, b=5, c=3) == (["b"], ["a"])

    def test_between_equals_there_is_none(self) -> None:
        assert self.scored(a=3, b=3, c=3, d=3) == ([], [])

    def test_of_equals_at_the_edge_none_is_named(self) -> None:
        assert self.scored(a=1, b=2, c=2, d=3, e=5) == (["e", "d"], ["a"])

    def test_areas_without_a_score_are_never_weak(self) -> None:
        assert self.scored(a=2, b=None, c=4) == (["c"], ["a"])

    def test_one_area_is_neither(self) -> None:
        assert self.scored(a=2) == ([], [])


ANSWERS = st.one_of(st.integers(1, 5), st.just(DONT_KNOW), st.just(NOT_APPLICABLE), st.just(Answer()))
RESPONSES = st.lists(st.fixed_dictionaries({"q1": ANSWERS, "q2": ANSWERS, "q3": ANSWERS}), max_size=6)


class TestForAnyAnswers:
    @given(RESPONSES)
    def test_numbers_stay_within_the_scale(self, given_answers: list[dict[str, Answer | int]]) -> None:
        result = profile(ONE_AREA, [response(str(n), answers) for n, answers in enumerate(given_answers)])
        scored = result.overall
        assert scored.mean is None or 1 <= scored.mean <= 5
        assert scored.coverage is None or 0 <= scored.coverage <= 1
        assert scored.n <= result.n
        if scored.low is not None:
            assert scored.high is not None
            assert 1 <= scored.low <= scored.high <= 5
        if scored.gap_free_level is not None and scored.mean is not None and result.n == 1:
            assert scored.gap_free_level <= scored.mean

    @given(RESPONSES)
    def test_the_order_of_respondents_does_not_matter(self, given_answers: list[dict[str, Answer | int]]) -> None:
        forwards = [response(str(n), answers) for n, answers in enumerate(given_answers)]
        first, second = profile(ONE_AREA, forwards).overall, profile(ONE_AREA, forwards[::-1]).overall
        assert (first.gap_free_level, first.answered, first.applicable, first.n) == (
            second.gap_free_level, second.answered, second.applicable, second.n)  # fmt: skip
        assert first.mean == pytest.approx(second.mean)

    @given(RESPONSES)
    def test_spread_and_agreement_say_the_same_in_two_ways(self, given_answers: list[dict[str, Answer | int]]) -> None:
        scored = profile(ONE_AREA, [response(str(n), answers) for n, answers in enumerate(given_answers)]).overall
        assert (scored.spread is None) == (scored.agreement is None)
        if scored.spread is not None and scored.agreement is not None:
            assert scored.agreement.r_wg == pytest.approx(1 - scored.spread**2 / 2)

    @given(st.lists(st.integers(1, 5), min_size=2))
    def test_the_spread_of_a_question_equals_an_independent_implementation(self, levels: list[int]) -> None:
        form = questionnaire(area("a", [question("q1")]))
        scored = profile(form, [response(str(n), {"q1": level}) for n, level in enumerate(levels)])
        assert scored.areas[0].questions[0].spread == pytest.approx(float(np.std(levels, ddof=1)))

    @given(st.lists(st.integers(1, 5), min_size=1))
    def test_the_lower_median_equals_an_independent_implementation(self, levels: list[int]) -> None:
        assert lower_median(levels) == np.percentile(levels, 50, method="lower")

    @given(RESPONSES, st.sampled_from(["q1", "q2", "q3"]), st.integers(1, 4))
    def test_raising_one_answer_never_lowers_a_score(
        self, given_answers: list[dict[str, Answer | int]], question_id: str, level: int
    ) -> None:
        base = [response(str(n), answers) for n, answers in enumerate(given_answers)]
        before = profile(ONE_AREA, [*base, response("x", {question_id: level})]).overall
        after = profile(ONE_AREA, [*base, response("x", {question_id: level + 1})]).overall
        assert before.mean is not None
        assert after.mean is not None
        assert after.mean > before.mean
        assert (after.gap_free_level or 0) >= (before.gap_free_level or 0)
