"""What a typed line means in a plain assessment."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.cli.plain_input import (
    Choice,
    Drop,
    Given,
    Go,
    Note,
    NotUnderstoodError,
    Sureness,
    Word,
    understand,
)
from sem.model.assessment import (
    LONGEST_NOTE,
    NO_ANSWER,
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    NotApplicable,
    Reason,
)


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


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("4 !sure", Choice(Answer(level=4), None, Confidence.SURE)),
        ("4!guess # since May", Choice(Answer(level=4), "since May", Confidence.GUESS)),
        ("2 ! Fairly", Choice(Answer(level=2), None, Confidence.FAIRLY)),
        ("3 !f #", Choice(Answer(level=3), "", Confidence.FAIRLY)),
        ("3 !zeker", Choice(Answer(level=3), None, Confidence.SURE)),
        ("3 !redelijk", Choice(Answer(level=3), None, Confidence.FAIRLY)),
        ("3 !gok", Choice(Answer(level=3), None, Confidence.GUESS)),
        ("!sure", Sureness(Confidence.SURE)),
        ("! g # hm", Sureness(Confidence.GUESS, "hm")),
        ("na not here!", Choice(Answer(not_applicable=NotApplicable(Reason.OTHER, "not here!")))),
    ],
)
def test_an_exclamation_mark_says_how_sure_one_is(line: str, meant: object) -> None:
    assert understand(line) == meant


@pytest.mark.parametrize("line", ["4 !", "!", "4 !maybe", "7 !sure", "? !sure", "4 !sure !guess"])
def test_how_sure_one_is_has_three_words_and_goes_with_a_level(line: str) -> None:
    with pytest.raises(NotUnderstoodError):
        understand(line)


NOV, MAY = date(2026, 11, 1), date(2027, 5, 1)


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("+ guests thank us", AnswerEvidence(EvidenceSide.FOR, "guests thank us")),
        ("- # complaints doubled", AnswerEvidence(EvidenceSide.AGAINST, "# complaints doubled")),
        ("+ thanks @ https://x.org/a@b#c", AnswerEvidence(EvidenceSide.FOR, "thanks", source="https://x.org/a@b#c")),
        ("+ @ notes/talk one.md", AnswerEvidence(EvidenceSide.FOR, "", source="notes/talk one.md")),
        ("+ mail bram@x.org", AnswerEvidence(EvidenceSide.FOR, "mail bram@x.org")),
        ("- seen [2026-11-01]", AnswerEvidence(EvidenceSide.AGAINST, "seen", NOV)),
        ("- seen [1-11-2026 .. 1-5-2027]", AnswerEvidence(EvidenceSide.AGAINST, "seen", NOV, MAY)),
        ("- seen [..2027-05-01]", AnswerEvidence(EvidenceSide.AGAINST, "seen", None, MAY)),
        ("+ a @ b [2026-11-01..]", AnswerEvidence(EvidenceSide.FOR, "a", NOV, None, "b")),
    ],
)
def test_a_plus_or_a_minus_gives_evidence_with_its_place_and_days(line: str, evidence: AnswerEvidence) -> None:
    assert understand(line) == Given(evidence)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("+", "Say what you saw"),
        ("- [2026-11-01]", "Say what you saw"),
        ("+ seen [soon]", "“soon” is no day"),
        ("+ seen [2027-05-01..2026-11-01]", "earlier day first"),
        ("+ " + "x" * (LONGEST_NOTE + 1), "too long"),
        ("-5", "Not understood"),
        ("+thanks", "Not understood"),
    ],
)
def test_evidence_that_can_not_be_is_told_in_words(line: str, words: str) -> None:
    with pytest.raises(NotUnderstoodError, match=words):
        understand(line)


@pytest.mark.parametrize("line", ["drop 2", "SCHRAP 2"])
def test_evidence_is_taken_back_by_its_number(line: str) -> None:
    assert understand(line) == Drop(2)
