"""Questionnaires and answers: what they always keep."""

from __future__ import annotations

import pytest

from sem.model.assessment import NO_ANSWER, Answer, NotApplicable, Reason
from sem.model.questionnaire import AreaKind
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response

LAYER = AreaKind.LAYER


def test_layers_go_from_the_innermost_to_the_outermost_however_they_are_listed() -> None:
    made = questionnaire(
        area("cx", [question("1")], LAYER),
        area("ux", [question("2")], LAYER, inside="cjm"),
        area("cjm", [question("3")], LAYER, inside="cx"),
        area("culture", [question("4")]),
    )
    assert [layer.id for layer in made.layers] == ["ux", "cjm", "cx"]


def test_areas_and_questions_are_found_by_id() -> None:
    made = questionnaire(area("a", [question("q1")]), area("b", [question("q2"), question("q3")]))
    assert made.area("b").id == "b"
    assert made.question("q3").id == "q3"
    assert [q.id for q in made.questions] == ["q1", "q2", "q3"]
    assert made.level(5).number == 5
    with pytest.raises(KeyError):
        made.area("c")
    with pytest.raises(KeyError):
        made.question("q9")


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_outside_the_scale_is_refused_and_not_clamped(level: int) -> None:
    with pytest.raises(ValueError, match="not 1 to 5"):
        Answer(level=level)


def test_an_answer_is_one_thing_only() -> None:
    with pytest.raises(ValueError, match="one of the three"):
        Answer(level=3, dont_know=True)
    with pytest.raises(ValueError, match="one of the three"):
        Answer(dont_know=True, not_applicable=NotApplicable(Reason.OTHER))


def test_only_a_choice_counts_as_given() -> None:
    assert not NO_ANSWER.given
    assert not Answer(note="thinking").given
    assert all(answer.given for answer in (Answer(level=1), DONT_KNOW, NOT_APPLICABLE))


def test_progress_counts_questions_of_the_questionnaire_only() -> None:
    made = questionnaire(area("a", [question("q1"), question("q2")]))
    assert response("ann", {"q1": 3, "q2": Answer(note="x"), "other": 4}).answered(made) == 1
