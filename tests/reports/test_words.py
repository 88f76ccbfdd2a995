"""Numbers and codes in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sem.i18n import language, set_language
from sem.model.assessment import (
    NO_ANSWER,
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    NotApplicable,
    Reason,
    RoundKind,
    RoundState,
)
from sem.model.questionnaire import AreaKind
from sem.reports.words import (
    answer_words,
    confidence_words,
    evidence_words,
    kind_words,
    level_words,
    reason_words,
    round_kind_words,
    side_word,
    state_word,
)
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


def test_every_code_of_a_session_has_words_of_its_own() -> None:
    for words in (
        [round_kind_words(kind) for kind in RoundKind],
        [confidence_words(confidence) for confidence in Confidence],
        [side_word(side) for side in EvidenceSide],
    ):
        assert len(set(words)) == len(words)


class TestEvidence:
    def told(self, text: str = "seen it", source: str = "", seen: int = 0, ends: int = 0) -> str:
        observed, expires = (date(2026, 11, day) if day else None for day in (seen, ends))
        return evidence_words(
            AnswerEvidence(EvidenceSide.FOR, text, observed, expires, source), date(2026, 11, 21)
        )  # fmt: skip

    def test_its_place_and_days_come_after_the_text(self) -> None:
        assert self.told() == "seen it"
        assert self.told(source="https://x.org", seen=1) == "seen it (https://x.org, seen on 1 Nov 2026)"
        assert self.told("", "notes.md", ends=22) == "notes.md, counts until 22 Nov 2026"

    def test_on_the_day_it_ends_it_has_expired(self) -> None:
        assert self.told(ends=21) == "seen it (expired on 21 Nov 2026)"

    def test_a_file_that_is_gone_is_told_and_whatever_may_be_elsewhere_is_not(self, tmp_path: Path) -> None:
        file = tmp_path / "report.pdf"
        file.touch()
        assert self.told(source=str(file)) == f"seen it ({file})"
        file.unlink()
        for gone in (str(file), "~/no such folder/x", "/a\x00b", "/" + "x" * 5000):
            assert "not there any more" in self.told(source=gone)
        for anywhere in ("report.pdf", "https://example.org/gone", "the cupboard in room 4"):
            assert "any more" not in self.told(source=anywhere)
