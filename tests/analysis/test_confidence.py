"""How sure people are: a table worked out by hand, and what must hold for any answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.confidence import NO_CONFIDENCE, ConfidenceCount, count_confidence
from sem.analysis.scoring import profile
from sem.model.assessment import Answer, Confidence
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response

SURE, FAIRLY, GUESS, UNSAID = (Answer(level=3, confidence=one) for one in (*Confidence, None))
NONE_YET = Answer()


@pytest.mark.parametrize(
    ("answers", "count", "index"),
    [
        ([SURE, SURE], ConfidenceCount(sure=2), 1.0),
        ([SURE, FAIRLY, GUESS], ConfidenceCount(1, 1, 1), 2 / 3),
        ([GUESS], ConfidenceCount(guess=1), 1 / 3),
        ([SURE, DONT_KNOW], ConfidenceCount(sure=1, unanswered=1), 0.5),
        ([SURE, NONE_YET, NONE_YET], ConfidenceCount(sure=1, unanswered=2), 1 / 3),
        ([SURE, NOT_APPLICABLE], ConfidenceCount(sure=1), 1.0),
        ([SURE, UNSAID], ConfidenceCount(sure=1, unsaid=1), 1.0),  # what was not said is not known, and not zero
        ([UNSAID, DONT_KNOW], ConfidenceCount(unsaid=1, unanswered=1), None),
        ([], NO_CONFIDENCE, None),
    ],
)
def test_a_table_worked_out_by_hand(answers: list[Answer], count: ConfidenceCount, index: float | None) -> None:
    counted = count_confidence(answers)
    assert counted == count
    assert counted.index == pytest.approx(index)


def test_an_area_counts_every_pair_of_a_respondent_and_a_question_once() -> None:
    two = questionnaire(area("a", [question("q1"), question("q2")]))
    scored = profile(two, [response("ann", {"q1": SURE, "q2": GUESS}), response("bob", {"q1": FAIRLY})])
    # sure 1 + guess 1/3 + fairly 2/3 + nothing 0, over four pairs
    assert scored.area("a").score.confidence == ConfidenceCount(sure=1, fairly=1, guess=1, unanswered=1)
    assert scored.overall.confidence.index == pytest.approx((1 + 1 / 3 + 2 / 3) / 4)


@given(st.lists(st.sampled_from([SURE, FAIRLY, GUESS, UNSAID, NONE_YET, DONT_KNOW, NOT_APPLICABLE])))
def test_the_number_stays_between_0_and_1_and_less_is_answered_the_lower_it_is(answers: Sequence[Answer]) -> None:
    count = count_confidence(answers)
    assert count.said + count.unsaid + count.unanswered + list(answers).count(NOT_APPLICABLE) == len(answers)
    if count.index is not None:
        assert 0 < count.index <= 1
        worse = count_confidence([*answers, NONE_YET]).index
        assert worse is not None
        assert worse < count.index
