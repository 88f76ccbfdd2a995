"""What a typed line means in a plain assessment."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.cli.plain_input import Choice, Go, Note, NotUnderstoodError, Word, understand
from sem.model.assessment import LONGEST_NOTE, NO_ANSWER, Answer, NotApplicable, Reason


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_digit_is_a_level(level: int) -> None:
    assert understand(f" {level} ") == Choice(Answer(level=level))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("na out-of-scope", NotApplicable(Reason.OUT_OF_SCOPE)),
        ("NA 2", NotApplicable(Reason.DONE_ELSEWHERE)),
        ("nvt 3", NotApplicable(Reason.NOT_HERE)),
        ("n.v.t. 2: Head office", NotApplicable(Reason.DONE_ELSEWHERE, "Head office")),
        ("na not-here, never had it", NotApplicable(Reason.NOT_HERE, "never had it")),
        ("na we are too small", NotApplicable(Reason.OTHER, "we are too small")),
        ("na 2 people only", NotApplicable(Reason.OTHER, "2 people only")),
        ("na other", NotApplicable(Reason.OTHER)),
    ],
)
def test_not_applicable_has_a_reason_from_the_list_or_in_own_words(line: str, reason: NotApplicable) -> None:
    assert understand(line) == Choice(Answer(not_applicable=reason))


def test_a_question_mark_is_dont_know() -> None:
    assert understand("?") == Choice(Answer(dont_know=True))


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("3 # only in Utrecht", Choice(Answer(level=3), "only in Utrecht")),
        ("? # ask Bram", Choice(Answer(dont_know=True), "ask Bram")),
        ("na 1 # really", Choice(Answer(not_applicable=NotApplicable(Reason.OUT_OF_SCOPE)), "really")),
        ("na we code in C#", Choice(Answer(not_applicable=NotApplicable(Reason.OTHER, "we code in C#")))),
        ("3 #", Choice(Answer(level=3), "")),
        ("3 # a # b", Choice(Answer(level=3), "a # b")),
        ("# only a note", Note("only a note")),
    ],
)
def test_a_note_goes_after_a_number_sign(line: str, meant: object) -> None:
    assert understand(line) == meant


@pytest.mark.parametrize(
    ("line", "word"),
    [("", "skip"), ("  ", "skip"), ("back", "back"), ("TERUG", "back"), ("quit", "quit"), ("stop", "quit"),
     ("help", "help"), ("hulp", "help"), ("list", "list"), ("lijst", "list")],
)  # fmt: skip
def test_commands_exist_in_both_languages(line: str, word: str) -> None:
    assert understand(line) == Word(word)


def test_an_answer_can_be_taken_back_and_a_question_gone_to() -> None:
    assert understand("clear") == understand("wis") == Choice(NO_ANSWER)
    assert understand("go 7") == understand("ga 7") == Go(7)


@pytest.mark.parametrize(
    "line",
    [
        "0",
        "6",
        "-1",
        "3.5",
        "33",
        "x",
        "na",
        "na 0",
        "na 9",
        "na 12",
        "na 0: own words",
        "go",
        "go x",
        "3 4",
        "³",
        "٣",
        "yes",
        "back # why",
    ],
)
def test_anything_else_is_not_understood(line: str) -> None:
    with pytest.raises(NotUnderstoodError):
        understand(line)


@pytest.mark.parametrize("start", ["3 # ", "na ", "# "])
def test_what_is_too_long_to_keep_is_refused(start: str) -> None:
    understand(start + "x" * LONGEST_NOTE)
    with pytest.raises(NotUnderstoodError, match=str(LONGEST_NOTE)):
        understand(start + "x" * (LONGEST_NOTE + 1))


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("3 # \x1b[2Jred\x07", Choice(Answer(level=3), "[2Jred")),
        ("# bell\x07", Note("bell")),
        ("na too \x9bsmall", Choice(Answer(not_applicable=NotApplicable(Reason.OTHER, "too small")))),
    ],
)
def test_what_would_steer_a_terminal_is_not_kept(line: str, meant: object) -> None:
    assert understand(line) == meant


@given(st.text())
def test_any_line_means_something_or_is_refused(line: str) -> None:
    with suppress(NotUnderstoodError):
        assert isinstance(understand(line), Choice | Note | Go | Word)
