"""What cells say: days, levels and answers as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pytest

from sem.content.library import load_questionnaire
from sem.i18n import Language, speaking
from sem.importing.findings import letters
from sem.importing.headings import ACCEPTED, DUTCH, Column, column_of
from sem.importing.values import (
    CONFIDENCE_WORDS,
    CONFIDENCES,
    KIND_WORDS,
    KINDS,
    STATE_WORDS,
    STATES,
    CellError,
    Levels,
    day_of,
    reason_of,
    tags_of,
    unquoted,
    word_of,
)
from sem.model.assessment import Answer, NotApplicable, Reason

TODAY = date(2026, 11, 21)
LEVELS = Levels(load_questionnaire("quick-scan"))


@pytest.mark.parametrize(
    "text", ["31-12-2025", "31/12/2025", "31.12.2025", "2025-12-31", "2025-12-31 00:00:00", "46022", "46022,0"]
)
def test_a_day_is_read_as_it_is_written_in_dutch_in_iso_and_in_a_spreadsheet(text: str) -> None:
    assert day_of(text, TODAY) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12-31-2025", "The day comes before the month"),
        ("30-02-2025", "There is no such day"),
        ("31-12-25", "two digits"),
        ("soon", "not a date"),
        ("2026-11-22", "still to come"),
        ("0205-01-01", "before 1980"),
    ],
)
def test_what_is_no_day_of_a_round_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(CellError, match=why):
        day_of(text, TODAY)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("3", Answer(level=3)),
        ("3,0", Answer(level=3)),
        (" 5.00 ", Answer(level=5)),
        ("Ingericht", Answer(level=3)),
        ("designed", Answer(level=3)),
        ("?", Answer(dont_know=True)),
        ("Weet niet", Answer(dont_know=True)),
        ("n.v.t.", Answer(not_applicable=NotApplicable(Reason.OTHER))),
        ("NVT: doet een ander", Answer(not_applicable=NotApplicable(Reason.OTHER, "doet een ander"))),
        ("n/a: out-of-scope", Answer(not_applicable=NotApplicable(Reason.OUT_OF_SCOPE))),
        ("", None),
    ],
)
def test_an_answer_is_a_level_its_name_not_applicable_or_dont_know(text: str, answer: Answer | None) -> None:
    assert LEVELS.answer(text) == answer


@pytest.mark.parametrize("text", ["0", "6", "-1", "x", "=1+1", "2025-05-03", ".", "33"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="is not an answer"):
        LEVELS.answer(text)


@pytest.mark.parametrize("text", ["3,5", "2.75"])
def test_a_mean_is_refused_as_one(text: str) -> None:
    with pytest.raises(CellError, match="a mean and not an answer"):
        LEVELS.answer(text)


def test_only_an_apostrophe_that_guards_a_formula_is_taken_off() -> None:
    assert [unquoted(text) for text in ("'=1", "'-x", "''t", "'t Hof", "=1")] == ["=1", "-x", "'t", "'t Hof", "=1"]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    ("meanings", "words"), [(KINDS, KIND_WORDS), (STATES, STATE_WORDS), (CONFIDENCES, CONFIDENCE_WORDS)]
)
def test_a_word_that_is_not_known_is_refused_with_words_of_the_language_that_are(
    language: Language, meanings: Mapping[str, StrEnum], words: tuple[str, ...]
) -> None:
    with speaking(language), pytest.raises(CellError) as refused:
        word_of("vreemd", meanings, words)
    named = (refused.value.advice or "").partition(": ")[2].rstrip(".").split(", ")
    assert {word_of(one, meanings, words) for one in named} == set(meanings.values())


def test_a_reason_that_is_not_known_is_refused_in_dutch_with_the_dutch_ones() -> None:
    with speaking("nl"), pytest.raises(CellError) as refused:
        reason_of("vreemd", "")
    named = (refused.value.advice or "").partition(": ")[2].rstrip(".").split(", ")
    assert [reason_of(one, "").reason for one in named] == list(Reason)


def test_tags_stand_between_commas_or_in_a_list() -> None:
    assert tags_of("a, b; c") == ["a", "b", "c"]
    assert tags_of('["a, b"]') == ["a, b"]
    with pytest.raises(CellError):
        tags_of("[a")


def test_every_heading_of_both_templates_and_of_the_export_is_known() -> None:
    assert {column_of(column.value) for column in Column} == set(Column)
    assert {column_of(heading) for heading in DUTCH.values()} == set(Column)
    assert all(column_of(name.upper()) is column for column, names in ACCEPTED.items() for name in names)


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
