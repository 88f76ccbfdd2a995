"""Numbers and codes in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sem.analysis.agreement import Agreement
from sem.i18n import language, set_language
from sem.model.assessment import NO_ANSWER, Answer, NotApplicable, Reason, RoundState
from sem.model.questionnaire import AreaKind
from sem.reports.words import agreement_word, answer_words, kind_words, level_words, reason_words, state_word
from tests.factory import questionnaire


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.mark.parametrize(
    ("r_wg", "word"),
    [(1, "very strong"), (0.91, "very strong"), (0.9, "strong"), (0.71, "strong"), (0.7, "fair"), (0.51, "fair"),
     (0.5, "weak"), (0.31, "weak"), (0.3, "none"), (0, "none"), (-1.67, "none")],
)  # fmt: skip
def test_agreement_has_a_word(r_wg: float, word: str) -> None:
    assert agreement_word(Agreement(r_wg, 0.0, True)) == word


def test_what_is_not_there_is_a_dash() -> None:
    assert agreement_word(None) == level_words(questionnaire(), None) == answer_words(questionnaire(), NO_ANSWER) == "—"


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
