"""Scores in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sem.analysis.agreement import Agreement
from sem.analysis.words import agreement_word, people_words
from sem.i18n import language, set_language


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


def test_agreement_has_a_dutch_word() -> None:
    set_language("nl")
    words = [agreement_word(Agreement(r_wg, 0.0, True)) for r_wg in (0, 0.4, 0.6, 0.8, 1)]
    assert words == ["geen", "laag", "redelijk", "hoog", "zeer hoog"]


@pytest.mark.parametrize(
    ("respondents", "n", "words"),
    [(5, 5, "5 respondents"), (1, 1, "1 respondent"), (5, 4, "5 respondents, 4 with a level"),
     (1, 0, "1 respondent, none with a level"), (0, 0, "0 respondents")],
)  # fmt: skip
def test_people_with_and_without_a_level_are_never_one_number(respondents: int, n: int, words: str) -> None:
    assert people_words(respondents, n) == words
