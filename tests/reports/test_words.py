"""Numbers and codes in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sem.i18n import language, set_language
from sem.model.assessment import NO_ANSWER, Answer, NotApplicable, Reason, RoundState
from sem.model.questionnaire import AreaKind
from sem.reports.words import answer_words, kind_words, level_words, reason_words, state_word
from tests.factory import questionnaire


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def test_what_is_not_there_is_a_dash() -> None:
    assert level_words(questionnaire(), None) == answer_words(questionnaire(), NO_ANSWER) == "—"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(level=3, note="a note"), "3 level 3 en"),
        (Answer(dont_know=True), "don't know"),
        (Answer(not_applicable=NotApplicable(Reason.NOT_HERE)), "not applicable: we do not have this here"),
        (Answer(not_applicable=NotApplicable(Reason.OTHER, "too small")), "not applicable: too small"),
        (Answer(not_applicable=NotApplicable(Reason.OTHER)), "not applicable: another reason"),
        (
            Answer(not_applicable=NotApplicable(Reason.DONE_ELSEWHERE, "head office")),
            "not applicable: others do it for us; head office",
        ),
    ],
)
def test_an_answer_can_be_said(answer: Answer, words: str) -> None:
    assert answer_words(questionnaire(), answer) == words


@pytest.mark.parametrize(
    "words",
    [*map(reason_words, Reason), *map(state_word, RoundState), *map(kind_words, AreaKind)],
)
def test_every_code_has_words_that_are_no_code(words: str) -> None:
    assert words
    assert "-" not in words
