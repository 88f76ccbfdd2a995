"""CSV: tidy rows that a spreadsheet opens as they are, and in which no text becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.disclosure import visible
from sem.i18n import language, set_language
from sem.model.assessment import (
    Answer,
    Consensus,
    NotApplicable,
    QuestionnaireRef,
    Reason,
    Round,
    RoundKind,
    RoundState,
    Team,
)
from sem.model.questionnaire import AreaKind, Version
from sem.reports.csv_file import csv_bytes
from sem.reports.tables import (
    ANSWER_COLUMNS,
    QUESTION_COLUMNS,
    SCORE_COLUMNS,
    answer_rows,
    question_rows,
    score_rows,
)
from tests.factory import area, question, questionnaire, response

TEAM = Team("t1", "=West", ("pilot",))
QUESTIONNAIRE = questionnaire(
    area("one", [question("A-01"), question("A-02")]), area("ux", [question("U-01")], AreaKind.LAYER)
)
ROUND = Round("r1", "t1", QuestionnaireRef("test", Version(1, 0, 0), "abc"), date(2026, 11, 21))
RESPONSES = [
    response("Anouk", {"A-01": Answer(level=3, note="@SUM(A1)"), "A-02": 4}),
    response("Bram", {"A-01": Answer(not_applicable=NotApplicable(Reason.OTHER, "+too small")), "A-02": 1}),
]
SHOWN = visible(ROUND, QUESTIONNAIRE, RESPONSES)


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def read(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_there_is_a_row_for_each_area_and_one_for_overall() -> None:
    rows = read(csv_bytes(SCORE_COLUMNS, score_rows(TEAM, SHOWN)))
    assert [row["area"] for row in rows] == ["one", "ux", "overall"]
    first = rows[0]
    assert (first["kind"], first["title"], first["mean"], first["n"]) == ("building-block", "one en", "2.75", "2")
    assert (first["gap_free_level"], first["blocking_question"], first["coverage"]) == ("1", "A-02", "1")
    assert rows[1]["mean"] == rows[1]["gap_free_level"] == rows[1]["r_wg"] == ""
    assert rows[1]["coverage"] == "0"


def test_a_character_that_steers_a_terminal_is_shown_and_not_obeyed() -> None:
    (row,) = read(csv_bytes(["note"], [["\x1b[31mred\0\x9b\x7f\nsecond\rthird\r\nfourth\tfifth"]]))
    assert row["note"] == "\ufffd[31mred\ufffd\ufffd\ufffd\nsecond\nthird\nfourth\tfifth"


def test_there_is_a_row_for_each_respondent_and_question_also_without_an_answer() -> None:
    rows = read(csv_bytes(ANSWER_COLUMNS, answer_rows(TEAM, SHOWN)))
    assert [(row["respondent"], row["question"], row["answer"], row["level"]) for row in rows] == [
        ("Anouk", "A-01", "level", "3"),
        ("Anouk", "A-02", "level", "4"),
        ("Anouk", "U-01", "", ""),
        ("Bram", "A-01", "not-applicable", ""),
        ("Bram", "A-02", "level", "1"),
        ("Bram", "U-01", "", ""),
    ]
    assert (rows[3]["reason"], rows[3]["reason_text"]) == ("other", "'+too small")
    assert (rows[0]["level_name"], rows[0]["label"]) == ("level 3 en", "A-01 en")


@pytest.mark.parametrize(("spoken", "delimiter", "mean"), [("nl", ";", "2,75"), ("en", ",", "2.75")])
def test_a_spreadsheet_in_the_language_in_use_reads_the_numbers(
    spoken: Literal["nl", "en"], delimiter: str, mean: str
) -> None:
    set_language(spoken)
    data = csv_bytes(SCORE_COLUMNS, score_rows(TEAM, SHOWN))
    assert data.startswith(b"\xef\xbb\xbfteam" + delimiter.encode())
    assert read(data, delimiter)[0]["mean"] == mean


def test_names_notes_and_reasons_that_look_like_formulas_are_made_harmless() -> None:
    scores = read(csv_bytes(SCORE_COLUMNS, score_rows(TEAM, SHOWN)))
    answers = read(csv_bytes(ANSWER_COLUMNS, answer_rows(TEAM, SHOWN)))
    assert scores[0]["team"] == "'=West"
    assert answers[0]["note"] == "'@SUM(A1)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "'"])
def test_a_cell_that_starts_like_a_formula_starts_with_an_apostrophe(start: str) -> None:
    (row,) = read(csv_bytes(["x"], [[f"{start}1+1"]]))
    assert row["x"] == f"'{start}1+1"


def test_a_number_below_zero_stays_a_number() -> None:
    (row,) = read(csv_bytes(["x", "y"], [[-1.6666666667, -2]]))
    assert row == {"x": "-1.666667", "y": "-2"}


HARMLESS = st.characters(
    exclude_categories=["Cs", "Cc", "Zl", "Zp"],
    include_characters="\n\t",
    exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)


@given(st.lists(st.text(HARMLESS), min_size=1))
def test_every_text_comes_back_as_it_was_without_the_apostrophe(texts: list[str]) -> None:
    back = [row["x"] for row in read(csv_bytes(["x", "y"], [[text, 1] for text in texts]))]
    assert [text.removeprefix("'") if text[:1] == "'" else text for text in back] == texts


def test_there_is_a_row_for_each_question_with_how_often_each_answer_was_given() -> None:
    decided = replace(ROUND, decisions={"A-02": Consensus(3, "=we saw it")})
    rows = read(csv_bytes(QUESTION_COLUMNS, question_rows(TEAM, visible(decided, QUESTIONNAIRE, RESPONSES))))
    assert [row["question"] for row in rows] == ["A-01", "A-02", "U-01"]
    first, second, third = rows
    assert [first[f"level_{n}"] for n in range(1, 6)] == ["0", "0", "1", "0", "0"]
    assert (first["not_applicable"], first["spread"], first["withheld"]) == ("1", "", "")
    assert (second["value"], second["consensus"], second["because"]) == ("3", "3", "'=we saw it")
    assert (second["low"], second["high"], second["spread"]) == ("1", "4", "2.12132")
    assert (third["value"], third["level_1"], third["answered"]) == ("", "0", "0")


@pytest.mark.parametrize(
    ("round_", "why"),
    [
        (replace(ROUND, hidden=True), "hidden"),
        (replace(ROUND, kind=RoundKind.ANONYMOUS, state=RoundState.CLOSED), "below-minimum"),
    ],
)
def test_what_is_not_shown_is_empty_and_said_to_be_so_and_never_zero(round_: Round, why: str) -> None:
    answers = {"A-01": 3, "A-02": 4, "U-01": 2}
    shown = visible(round_, QUESTIONNAIRE, [response("Anouk", answers), response("Bram", answers)])
    for row in read(csv_bytes(QUESTION_COLUMNS, question_rows(TEAM, shown))):
        assert row["withheld"] == why
        assert {row[name] for name in ("value", "level_1", "level_3", "dont_know", "answered", "applicable")} == {""}
    for row in read(csv_bytes(SCORE_COLUMNS, score_rows(TEAM, shown))):
        assert int(row["withheld"]) >= 1
        assert {row[name] for name in ("mean", "coverage", "answered", "applicable", "n", "r_wg")} == {""}
    assert read(csv_bytes(ANSWER_COLUMNS, answer_rows(TEAM, shown))) == []
