"""Why a number is what it is: the questions and answers behind it, on a table worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.disclosure import visible
from sem.analysis.scoring import Profile, lower_median, profile
from sem.analysis.why import Votes, why_area, why_overall, why_question
from sem.model.assessment import QuestionnaireRef, Response, Round, RoundKind, RoundState
from sem.model.questionnaire import Version
from tests.factory import area, question, questionnaire, response

FORM = questionnaire(area("a", [question("q1"), question("q2", weight=2)]), area("b", [question("q3")]))
SESSION = [
    response("ann", {"q1": 4, "q2": 2, "q3": 5}),
    response("bob", {"q1": 3, "q2": 2}),
    response("cee", {"q1": 3, "q2": 3}),
]


def scored(*responses: Response, consensus: dict[str, int] | None = None) -> Profile:
    return profile(FORM, responses, consensus)


def test_the_votes_say_how_many_chose_a_level_and_how_many_are_there_or_higher() -> None:
    _area, reason = why_question(scored(*SESSION), "q2")
    assert reason.votes == (Votes(1, 0, 3), Votes(2, 2, 3), Votes(3, 1, 1), Votes(4, 0, 0), Votes(5, 0, 0))
    assert (reason.needed, reason.next_level) == (2, 3)
    assert reason.votes_for(3) == Votes(3, 1, 1)


def test_the_parts_of_a_mean_are_its_questions_by_weight() -> None:
    reason = why_area(scored(*SESSION).area("a"))
    assert [part.share for part in reason.questions] == pytest.approx([1 / 3, 2 / 3])
    mean = sum(part.share * (part.scored.value or 0) for part in reason.questions)
    assert mean == pytest.approx(reason.scored.score.mean)


def test_the_question_that_blocks_is_named_in_its_area_and_over_all() -> None:
    overall = why_overall(scored(*SESSION))
    assert overall.blocking is not None
    assert overall.blocking.scored.question.id == "q2"
    assert [area.blocking.scored.question.id if area.blocking else None for area in overall.areas] == ["q2", None]
    assert [part.blocks for part in overall.areas[0].questions] == [False, True]


def test_what_a_team_agreed_on_needs_no_majority() -> None:
    _area, reason = why_question(scored(*SESSION, consensus={"q2": 4}), "q2")
    assert (reason.needed, reason.next_level, reason.scored.value) == (0, 5, 4)


def test_without_a_level_there_is_no_next_one() -> None:
    _area, reason = why_question(scored(), "q1")
    assert (reason.next_level, reason.needed, reason.share) == (None, 0, 0)
    assert {votes.at_least for votes in reason.votes} == {0}


def test_a_question_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        why_question(scored(), "q9")


def test_what_may_not_be_shown_has_no_votes() -> None:
    round_ = Round(
        "r", "t", QuestionnaireRef("test", Version(1, 0, 0), "d"), date(2026, 11, 21),
        RoundKind.ANONYMOUS, RoundState.REVEALED,
    )  # fmt: skip
    four = visible(round_, FORM, [*SESSION, replace(SESSION[0])])
    for id_ in ("q1", "q2", "q3"):
        _area, reason = why_question(four.profile, id_)
        assert {votes.at_least for votes in reason.votes} == {0}
        assert (reason.needed, reason.next_level, reason.share) == (0, None, 0)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_a_level_is_reached_by_exactly_those_it_takes_or_more(levels: list[int]) -> None:
    _area, reason = why_question(scored(*[response(str(n), {"q1": level}) for n, level in enumerate(levels)]), "q1")
    for votes in reason.votes:
        assert (votes.at_least >= reason.needed) == (votes.level <= lower_median(levels))
