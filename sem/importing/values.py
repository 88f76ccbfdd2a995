"""What the cells of a table say: days, kinds, levels and answers, as people write them in Dutch and English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.i18n import mark as N_
from sem.importing.headings import plain
from sem.model.assessment import (
    LONGEST_SCOPE,
    MOST_EVIDENCE,
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    NotApplicable,
    Reason,
    RoundKind,
    RoundState,
)
from sem.model.codec import from_json
from sem.model.names import clean_note
from sem.model.questionnaire import LEVEL_NUMBERS, Questionnaire

EARLIEST = date(1980, 1, 1)
LONGEST_TEXT = 32_767
"""Characters of a note: as many as a cell of a spreadsheet holds."""
CONSENSUS = "consensus"
"""The respondent who is the whole team; the same word in both languages."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.+Z-]*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0?0:00(?::00)?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?")
_NUMBER_OF_DAY_ONE = date(1899, 12, 30)
_LEVEL = re.compile(r"([1-5])(?:[.,]0+)?")
_FRACTION = re.compile(r"\d+[.,]\d+")
_QUOTED = re.compile(r"'[=+\-@'＝＋－＠\t\n]")

KINDS = {
    "named": RoundKind.NAMED, "op naam": RoundKind.NAMED, "under names": RoundKind.NAMED, "naam": RoundKind.NAMED,
    "onder naam": RoundKind.NAMED, "onder namen": RoundKind.NAMED, "met naam": RoundKind.NAMED,
    "alias": RoundKind.ALIAS, "aliassen": RoundKind.ALIAS, "under aliases": RoundKind.ALIAS,
    "onder alias": RoundKind.ALIAS, "onder een alias": RoundKind.ALIAS, "onder aliassen": RoundKind.ALIAS,
    "pseudonym": RoundKind.ALIAS, "schuilnaam": RoundKind.ALIAS, "onder schuilnamen": RoundKind.ALIAS,
    "anonymous": RoundKind.ANONYMOUS, "anoniem": RoundKind.ANONYMOUS,
}  # fmt: skip
STATES = {
    "open": RoundState.OPEN,
    "revealed": RoundState.REVEALED, "onthuld": RoundState.REVEALED, "getoond": RoundState.REVEALED,
    "closed": RoundState.CLOSED, "gesloten": RoundState.CLOSED, "dicht": RoundState.CLOSED,
}  # fmt: skip
CONFIDENCES = {
    "sure": Confidence.SURE, "zeker": Confidence.SURE,
    "fairly": Confidence.FAIRLY, "fairly sure": Confidence.FAIRLY, "redelijk": Confidence.FAIRLY,
    "redelijk zeker": Confidence.FAIRLY, "vrij zeker": Confidence.FAIRLY,
    "guess": Confidence.GUESS, "a guess": Confidence.GUESS, "gok": Confidence.GUESS, "een gok": Confidence.GUESS,
}  # fmt: skip
REASONS = {
    "out of scope": Reason.OUT_OF_SCOPE, "it is not our work": Reason.OUT_OF_SCOPE,
    "niet ons werk": Reason.OUT_OF_SCOPE, "dit is niet ons werk": Reason.OUT_OF_SCOPE,
    "het is niet ons werk": Reason.OUT_OF_SCOPE,
    "done elsewhere": Reason.DONE_ELSEWHERE, "others do it for us": Reason.DONE_ELSEWHERE,
    "anderen doen het": Reason.DONE_ELSEWHERE, "anderen doen het voor ons": Reason.DONE_ELSEWHERE,
    "not here": Reason.NOT_HERE, "we do not have this here": Reason.NOT_HERE,
    "hebben we niet": Reason.NOT_HERE, "dit hebben wij hier niet": Reason.NOT_HERE,
    "other": Reason.OTHER, "anders": Reason.OTHER, "another reason": Reason.OTHER, "een andere reden": Reason.OTHER,
}  # fmt: skip
KIND_WORDS = (N_("named"), N_("alias"), N_("anonymous"))
STATE_WORDS = (N_("open"), N_("revealed"), N_("closed"))
CONFIDENCE_WORDS = (N_("sure"), N_("fairly"), N_("guess"))
_REASON_WORDS = (N_("out-of-scope"), N_("done-elsewhere"), N_("not-here"), N_("other"))
"""Of each meaning the word to name where a cell has none of them; its Dutch is one that a cell may have too."""
_NOT_APPLICABLE = (
    "not applicable", "niet van toepassing", "n.v.t", "nvt", "n/a", "n.a", "na",
)  # fmt: skip
_DONT_KNOW = frozenset(
    {"?", "dk", "don't know", "dont know", "don’t know", "weet niet", "weet ik niet", "geen idee", "onbekend"}
)
Meaning = TypeVar("Meaning")


class CellError(ValueError):
    """A cell that can't be read.

    Args:
        message: What is wrong, in the user's language.
        advice: What to write, in the user's language.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def shown(text: str) -> str:
    """Return what stands in a cell, short enough to be told."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def unquoted(text: str) -> str:
    """Return what a text was before an apostrophe kept a spreadsheet from taking it for a formula."""
    if not text.startswith("'"):
        return text
    if text.casefold() == f"''{CONSENSUS}":
        return text[2:]
    return text[1:] if _QUOTED.match(text) else text


def day_of(text: str, today: date) -> date:
    """Return the day in a cell; the day stands before the month.

    Raises:
        CellError: It is no day, it is to come, or it is before `EARLIEST`.
    """
    advice = _("Write 31-12-2025 or 2025-12-31.")
    said = text.strip()
    try:
        if found := _ISO.fullmatch(said):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _DAY_FIRST.fullmatch(said):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        elif found := _SERIAL.fullmatch(said):
            # What a spreadsheet has for a day in a cell that is not formatted as one.
            day = _NUMBER_OF_DAY_ONE + timedelta(days=int(found[1]))
        elif _SHORT_YEAR.fullmatch(said):
            raise CellError(_("The year has two digits: {text}.").format(text=said), advice)
        else:
            raise CellError(_("This is not a date: {text}.").format(text=shown(said)), advice)
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError(
            _("There is no such day: {text}. The day comes before the month.").format(text=said), advice
        ) from None
    if day > today:
        raise CellError(
            _("{day} is still to come.").format(day=long_date(day)),
            _("Only what was answered already can be imported. Check the year, and which is the month."),
        )
    if day < EARLIEST:
        raise CellError(_("{day} is before 1980.").format(day=long_date(day)), _("Check the year."))
    return day


def word_of(text: str, meanings: Mapping[str, Meaning], words: Iterable[str]) -> Meaning:
    """Return what a word means.

    Args:
        text: What stands in the cell.
        meanings: The words and what they mean.
        words: The words to name where it is none of them, as messages.

    Raises:
        CellError: It is none of them.
    """
    found = meanings.get(plain(text))
    if found is None:
        known = ", ".join(_(word) for word in words)
        raise CellError(
            _("“{text}” is not known here.").format(text=shown(text)), _("Use one of: {known}.").format(known=known)
        )
    return found


def note_of(text: str, *, quoted: bool = True) -> str:
    """Return a note as it is kept.

    Args:
        text: What was written.
        quoted: Whether an apostrophe may guard it from being taken for a formula.

    Raises:
        CellError: It is longer than a cell of a spreadsheet can be.
    """
    note = unquoted(text) if quoted else text
    if not (note.isascii() and note.isprintable()):
        note = clean_note(note)
    if len(note) > LONGEST_TEXT:
        raise CellError(
            _("The text is too long: {n} characters.").format(n=len(note)),
            _("Use at most {most}.").format(most=LONGEST_TEXT),
        )
    return note


def scope_of(text: str) -> str:
    """Return whom or what a round is about, as it is kept.

    Raises:
        CellError: The sentence is too long.
    """
    scope = " ".join(note_of(text).split())
    if len(scope) > LONGEST_SCOPE:
        raise CellError(
            _("The sentence is too long: {n} characters.").format(n=len(scope)),
            _("Use at most {most}.").format(most=LONGEST_SCOPE),
        )
    return scope


def tags_of(text: str) -> list[str]:
    """Return the tags in a cell: with commas or semicolons between them, or as a JSON list.

    Raises:
        CellError: It looks like a JSON list and is none.
    """
    said = unquoted(text).strip()
    if said.startswith("["):
        try:
            listed = json.loads(said)
        except (ValueError, RecursionError):
            listed = None
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise CellError(
                _("This is not a list of tags: {text}.").format(text=shown(said)), _("Use commas between them.")
            )
        return listed
    return [one.strip() for one in re.split("[,;]", said) if one.strip()]


def evidence_of(text: str) -> tuple[AnswerEvidence, ...]:
    """Return the evidence in a cell: as `sem export` writes it, or one piece in words that speaks for the answer.

    Raises:
        CellError: There is more of it than an answer can have.
    """
    said = text.strip()
    if said.startswith("["):
        try:
            found: tuple[AnswerEvidence, ...] = from_json(tuple[AnswerEvidence, ...], json.loads(said))
        except (ValueError, RecursionError):
            found = (AnswerEvidence(EvidenceSide.FOR, note_of(said)),)
        if len(found) > MOST_EVIDENCE:
            raise CellError(_("An answer has at most {most} pieces of evidence.").format(most=MOST_EVIDENCE))
        return found
    words = note_of(said).strip()
    return (AnswerEvidence(EvidenceSide.FOR, words),) if words else ()


class Levels:
    """Reads what was answered to a question.

    Args:
        questionnaire: The one that was answered; the names of its levels are answers too.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._names = {
            plain(name): level.number for level in questionnaire.levels for name in (level.name.nl, level.name.en)
        }
        self._plain = {number: Answer(level=number) for number in LEVEL_NUMBERS}

    def answer(self, text: str) -> Answer | None:
        """Return the answer in a cell; None where it is empty.

        A level is a number or its name; “n/a” or “nvt”, with a reason behind a colon if there is one; “?” for don't
        know.

        Raises:
            CellError: It is none of them.
        """
        said = text.strip()
        if not said:
            return None
        if found := _LEVEL.fullmatch(said):
            return self._plain[int(found[1])]
        if (number := self._names.get(plain(said))) is not None:
            return self._plain[number]
        if said.casefold() in _DONT_KNOW or plain(said) in _DONT_KNOW:
            return Answer(dont_know=True)
        word, colon, rest = said.partition(":")
        if plain(word) in _NOT_APPLICABLE:
            return Answer(not_applicable=reason_of("", rest.strip() if colon else ""))
        if _FRACTION.fullmatch(said):
            raise CellError(
                _("{text} lies between two levels, so it is a mean and not an answer.").format(text=said),
                _("Import what each respondent answered: whole levels from 1 to 5."),
            )
        raise CellError(
            _("“{text}” is not an answer.").format(text=shown(said)),
            _("Write a level from 1 to 5, “n/a” with a reason, “?” for don't know, or nothing."),
        )


def reason_of(reason: str, text: str) -> NotApplicable:
    """Return why a question does not apply.

    Raises:
        CellError: There is no such reason.
    """
    words = note_of(text)
    if not reason.strip():
        known = REASONS.get(plain(words))
        return NotApplicable(known, "") if known is not None else NotApplicable(Reason.OTHER, words)
    return NotApplicable(word_of(reason, REASONS, _REASON_WORDS), words)
