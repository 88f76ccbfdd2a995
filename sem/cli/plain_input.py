"""What a line typed in a plain assessment means: an answer, or a command, in Dutch or English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sem.i18n import gettext as _
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
from sem.model.names import clean_note
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS, LOWEST_LEVEL

REASONS = tuple(Reason)
_NUMBERED = {str(number): reason for number, reason in enumerate(REASONS, 1)}

_WORDS = {
    "back": "back", "terug": "back",
    "quit": "quit", "exit": "quit", "stop": "quit",
    "help": "help", "hulp": "help",
    "list": "list", "lijst": "list",
    "clear": "clear", "wis": "clear",
}  # fmt: skip
_GO = ("go", "ga")
_DROP = ("drop", "schrap")
_SURE = {
    "sure": Confidence.SURE, "zeker": Confidence.SURE,
    "fairly": Confidence.FAIRLY, "redelijk": Confidence.FAIRLY,
    "guess": Confidence.GUESS, "gok": Confidence.GUESS,
}  # fmt: skip
_SIDES = {"+": EvidenceSide.FOR, "-": EvidenceSide.AGAINST}
_NOT_APPLICABLE = ("na", "n/a", "nvt", "n.v.t.")
_DONT_KNOW = ("?",)

_NOTE = re.compile(r"(?:^|\s)#")
_EVIDENCE = re.compile(r"([+-])(?:\s+(.*))?", re.DOTALL)
_SURENESS = re.compile(r"([0-9]*)\s*!\s*(\w*)")
# The place comes after the text, and the days come last, because a place may have anything in it.
_SOURCE = re.compile(r"(?:^|\s)@\s+")
_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_DAYS = re.compile(r"\[([^\[\]]*)\]$")
# A bare number or code is a reason from the list; a colon or comma may come between it and words of one's own.
_LISTED_REASON = re.compile(r"([0-9]+|[a-z-]+)(?:\s*[:,]\s*(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to the question, with the note to keep and how sure one is; None leaves those as they are."""

    answer: Answer
    note: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note alone, which leaves the answer as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure one is alone, which leaves the answer as it is; and the note, as in a choice."""

    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One more piece of evidence."""

    evidence: AnswerEvidence


@dataclass(frozen=True, slots=True)
class Drop:
    """One piece of evidence less, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Go:
    """To another question, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Word:
    """A command: ``skip``, ``back``, ``quit``, ``help``, ``list`` or ``clear``."""

    name: str


Input = Choice | Note | Sureness | Given | Drop | Go | Word


class NotUnderstoodError(ValueError):
    """The line means nothing; the message says, in the user's language, what would."""


def understand(line: str) -> Input:
    """Return what a line means.

    Raises:
        NotUnderstoodError: It means nothing, or is too long to keep.
    """
    line = clean_note(line)
    evidence = _EVIDENCE.fullmatch(line.strip())
    if evidence:
        return Given(_evidence(_SIDES[evidence[1]], evidence[2] or ""))
    said, note = _split(line)
    lowered = said.lower()
    if not said:
        return Word("skip") if note is None else Note(note)
    if said.isascii() and said.isdigit() and int(said) in LEVEL_NUMBERS:
        return Choice(Answer(level=int(said)), note)
    sureness = _SURENESS.fullmatch(lowered)
    if sureness:
        return _sureness(sureness[1], sureness[2], note)
    if lowered in _DONT_KNOW:
        return Choice(Answer(dont_know=True), note)
    first, _space, rest = lowered.partition(" ")
    if first in _NOT_APPLICABLE:
        return Choice(Answer(not_applicable=_reason(said[len(first) :].strip())), note)
    if lowered in _WORDS and note is None:
        return Choice(NO_ANSWER) if _WORDS[lowered] == "clear" else Word(_WORDS[lowered])
    if first in _GO and rest.strip().isascii() and rest.strip().isdigit():
        return Go(int(rest))
    if first in _DROP and rest.strip().isascii() and rest.strip().isdigit():
        return Drop(int(rest))
    raise NotUnderstoodError(
        _("Not understood. Type {low} to {high}, na REASON, ? for don't know, Enter to skip, or help.")
        .format(low=LOWEST_LEVEL, high=HIGHEST_LEVEL)
    )  # fmt: skip


def _sureness(level: str, word: str, note: str | None) -> Choice | Sureness:
    known = [name for name in _SURE if word and name.startswith(word)]
    if len({_SURE[name] for name in known}) != 1 or (level and int(level) not in LEVEL_NUMBERS):
        raise NotUnderstoodError(_("Say how sure you are with !sure, !fairly or !guess, such as: 4 !fairly"))
    confidence = _SURE[known[0]]
    return Choice(Answer(level=int(level)), note, confidence) if level else Sureness(confidence, note)


def _evidence(side: EvidenceSide, said: str) -> AnswerEvidence:
    """Return what was typed as ``text @ source [observed..expires]``, of which each part may be missing."""
    _check_length(said)
    said = said.strip()
    days = _DAYS.search(said)
    observed, expires = _days(days[1]) if days else (None, None)
    said = said[: days.start()].strip() if days else said
    text, *source = _SOURCE.split(said, maxsplit=1)
    try:
        return AnswerEvidence(side, text.strip(), observed, expires, source[0].strip() if source else "")
    except ValueError:
        if observed is not None and expires is not None and expires < observed:
            raise NotUnderstoodError(_("It can't end before it was seen. Write the earlier day first.")) from None
        raise NotUnderstoodError(
            _("Say what you saw after + or -, such as: + guests thank us every week")
        ) from None  # fmt: skip


def _days(text: str) -> tuple[date | None, date | None]:
    observed, _dots, expires = text.partition("..")
    return _day(observed), _day(expires)


def _day(text: str) -> date | None:
    dutch = _DUTCH_DAY.fullmatch(text.strip())
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise NotUnderstoodError(
            _("“{text}” is no day. Write the day it was seen, and until when it counts, as [2026-11-01..2027-05-01].")
            .format(text=text.strip())
        ) from None  # fmt: skip


def _split(line: str) -> tuple[str, str | None]:
    """Return what stands before the ``#`` and the note after it, which is None where there is no ``#``."""
    found = _NOTE.search(line)
    if found is None:
        return line.strip(), None
    note = line[found.end() :].strip()
    _check_length(note)
    return line[: found.start()].strip(), note


def _reason(text: str) -> NotApplicable:
    if not text:
        raise NotUnderstoodError(
            _("Say why it does not apply: na with a number from the list, or with words of your own.")
        )
    _check_length(text)
    listed = _LISTED_REASON.fullmatch(text.lower())
    if listed:
        code = listed[1]
        own = text[listed.start(2) :] if listed[2] else ""
        if code in _NUMBERED:
            return NotApplicable(_NUMBERED[code], own)
        if code in REASONS:
            return NotApplicable(Reason(code), own)
        if code.isdigit():
            raise NotUnderstoodError(
                _("There is no reason {number}; the list has {n}.").format(number=code, n=len(REASONS))
            )  # fmt: skip
    return NotApplicable(Reason.OTHER, text)


def _check_length(text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise NotUnderstoodError(
            _("That is too long to keep: {n} characters. Use at most {most}.").format(n=len(text), most=LONGEST_NOTE)
        )
