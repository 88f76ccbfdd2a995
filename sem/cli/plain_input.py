"""What a line typed in a plain assessment means: an answer, or a command, in Dutch or English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NOTE, NO_ANSWER, Answer, NotApplicable, Reason
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
_NOT_APPLICABLE = ("na", "n/a", "nvt", "n.v.t.")
_DONT_KNOW = ("?",)

_NOTE = re.compile(r"(?:^|\s)#")
# A bare number or code is a reason from the list; a colon or comma may come between it and words of one's own.
_LISTED_REASON = re.compile(r"([0-9]+|[a-z-]+)(?:\s*[:,]\s*(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to the question, with the note to keep; None leaves the note as it is."""

    answer: Answer
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note alone, which leaves the answer as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Go:
    """To another question, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Word:
    """A command: ``skip``, ``back``, ``quit``, ``help``, ``list`` or ``clear``."""

    name: str


Input = Choice | Note | Go | Word


class NotUnderstoodError(ValueError):
    """The line means nothing; the message says, in the user's language, what would."""


def understand(line: str) -> Input:
    """Return what a line means.

    Raises:
        NotUnderstoodError: It means nothing, or is too long to keep.
    """
    said, note = _split(clean_note(line))
    lowered = said.lower()
    if not said:
        return Word("skip") if note is None else Note(note)
    if said.isascii() and said.isdigit() and int(said) in LEVEL_NUMBERS:
        return Choice(Answer(level=int(said)), note)
    if lowered in _DONT_KNOW:
        return Choice(Answer(dont_know=True), note)
    first, _space, rest = lowered.partition(" ")
    if first in _NOT_APPLICABLE:
        return Choice(Answer(not_applicable=_reason(said[len(first) :].strip())), note)
    if lowered in _WORDS and note is None:
        return Choice(NO_ANSWER) if _WORDS[lowered] == "clear" else Word(_WORDS[lowered])
    if first in _GO and rest.strip().isascii() and rest.strip().isdigit():
        return Go(int(rest))
    raise NotUnderstoodError(
        _("Not understood. Type {low} to {high}, na REASON, ? for don't know, Enter to skip, or help.")
        .format(low=LOWEST_LEVEL, high=HIGHEST_LEVEL)
    )  # fmt: skip


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
