"""Reads the days and numbers in options, and tells what can't be read together with what the rules find wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sem.errors import InvalidError, NotFoundError, Problem
from sem.i18n import gettext as _
from sem.model.programme import Programme
from sem.model.questionnaire import Estimate
from sem.programme.checks import Checks
from sem.programme.typed import read_day, read_estimate, read_number

Change = Callable[[Programme], Programme]
Value = TypeVar("Value")


class Typed:
    """Options as they were typed.

    Args:
        options: The option of each field that has another name than its option, so that a problem with the field is
            told with the option.
    """

    def __init__(self, options: Mapping[str, str] | None = None) -> None:
        self._options = options or {}
        self._checks = Checks()

    def wrong(self, field: str, message: str, advice: str = "") -> None:
        """Note that a field can't be read."""
        self._checks.wrong(field, message, advice)

    def day(self, field: str, text: str | None) -> date | None:
        """Return the day that was typed as ``2027-01-30`` or ``30-1-2027``; None where it can't be read."""
        return self._read(field, text, read_day)

    def number(self, field: str, text: str | None) -> float | None:
        """Return the number that was typed, with a point or a comma; None where it can't be read."""
        return self._read(field, text, read_number)

    def estimate(self, field: str, text: str | None) -> Estimate | None:
        """Return the guess that was typed as ``2/3/5`` or as one number; None where it can't be read."""
        return self._read(field, text, read_estimate)

    def _read(self, field: str, text: str | None, read: Callable[[str], Value]) -> Value | None:
        if text is None:
            return None
        try:
            return read(text)
        except InvalidError as error:
            self.wrong(field, error.message, error.advice)
            return None

    def checked(self, change: Change) -> Change:
        """Return a change that tells its problems by the names of the options, with those found while reading.

        Args:
            change: The change; what it raises without problems of its own comes through if all could be read.
        """

        def run(programme: Programme) -> Programme:
            checks = Checks()
            checks.problems += self._checks.problems
            try:
                changed = change(programme)
            except (InvalidError, NotFoundError) as error:
                if not self._checks.problems and not (isinstance(error, InvalidError) and error.problems):
                    raise
                checks.problems += self._unknown(error.problems or [Problem(error.message, error.advice)])
                changed = programme
            checks.problems = [replace(p, field=self._called(p.field)) for p in checks.problems]
            checks.finish()
            return changed

        return run

    def _called(self, field: str) -> str:
        """Return what a field is called on the command line; the placeholder of an argument is a message."""
        known = self._options.get(field)
        if known:
            return _(known)
        return f"--{field.replace('_', '-')}" if field else ""

    def _unknown(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return the problems with fields that could be read: of the others the reader knows already."""
        unread = {problem.field for problem in self._checks.problems}
        return [problem for problem in problems if problem.field not in unread or not problem.field]
