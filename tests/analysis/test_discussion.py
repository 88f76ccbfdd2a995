"""The order in which questions are discussed: what is worth talking about comes first, and it stays put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.discussion import Order, in_order, topics
from sem.analysis.scoring import profile
from sem.model.assessment import Answer, Respondent, Response
from tests.tui.sample import sample

QUESTIONNAIRE = sample()
IDS = [question.id for question in QUESTIONNAIRE.questions]
Levels = list[int | None]


def responses(*people: Levels) -> list[Response]:
    """Return a response for each person: levels from the first question on, None for don't know."""
    return [
        Response(
            Respondent(str(n), f"P{n}"),
            {
                id_: Answer(dont_know=True) if level is None else Answer(level=level)
                for id_, level in zip(IDS, levels, strict=False)
            },
        )
        for n, levels in enumerate(people)
    ]


FOUND = topics(
    profile(QUESTIONNAIRE, responses([3, 1, 4, 2, None], [3, 5, 4, 2, None], [3, 3, 5, 2, 2])),
    profile(QUESTIONNAIRE, responses([3, 3, 1, 2])),
)


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (Order.DISAGREEMENT, [2, 3]),
        (Order.LOW_SCORE, [4, 5, 1]),
        (Order.SURPRISE, [3, 1]),
        (Order.DONT_KNOW, [5]),
        (Order.QUESTIONNAIRE, [1, 2, 3]),
    ],
)
def test_what_is_worth_talking_about_comes_first(order: Order, first: list[int]) -> None:
    assert [topic.number for topic in in_order(FOUND, order)][: len(first)] == first


def test_a_question_without_what_is_asked_for_comes_last_and_none_is_lost() -> None:
    for order in Order:
        numbers = [topic.number for topic in in_order(FOUND, order)]
        assert sorted(numbers) == list(range(1, 13))
    assert in_order(FOUND, Order.DISAGREEMENT)[-1].number == 12


def test_the_surprise_is_how_far_the_mean_is_from_last_time() -> None:
    third = FOUND[2]
    assert third.surprise == pytest.approx(13 / 3 - 1)
    assert FOUND[4].surprise is None, "nobody chose a level for it last time"


@given(st.lists(st.lists(st.none() | st.integers(1, 5), max_size=12), max_size=6), st.integers(1, 5))
def test_what_a_team_agrees_on_moves_no_question(people: list[Levels], level: int) -> None:
    before = topics(profile(QUESTIONNAIRE, responses(*people)))
    after = topics(profile(QUESTIONNAIRE, responses(*people), {IDS[3]: level}))
    for order in Order:
        assert [t.number for t in in_order(before, order)] == [t.number for t in in_order(after, order)]
