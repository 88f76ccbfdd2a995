"""Everything that can go wrong in a way a user can mend, and the exit code each has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Args:
        message: What is wrong, in the user's language.
        advice: What to do, in the user's language; may be empty.
        file: The file it is in; empty where there is none.
        line: The line, counted from 1; 0 where there is none.
        field: The field or path inside the file, such as ``areas[2].title.nl``; may be empty.
    """

    message: str
    advice: str = ""
    file: str = ""
    line: int = 0
    field: str = ""

    @property
    def place(self) -> str:
        """``file:line: field``, as far as each is known."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.field) if part)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} {self.advice}" if self.advice else text


class SemError(Exception):
    """A problem with a clear message; the command line turns it into text and an exit code, never a traceback."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "", problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.advice = advice
        self.problems = tuple(problems)
        super().__init__(message)

    def __str__(self) -> str:
        return "\n".join([" ".join(filter(None, (self.message, self.advice))), *map(str, self.problems)])


class NotFoundError(SemError):
    """A team, round, questionnaire or file that was named does not exist."""

    exit_code = 3


class InvalidError(SemError):
    """What was given does not hold: a questionnaire file, a name, an answer."""

    exit_code = 4


class ClosedError(InvalidError):
    """A round that was revealed or closed takes no more answers; what was saved before counts."""


class StoreError(SemError):
    """The workspace can't be read or written: damaged, foreign, newer, full, or without permission."""

    exit_code = 5


class ExportError(SemError):
    """A file could not be written where it was asked for."""

    exit_code = 6
