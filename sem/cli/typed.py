"""Reads the days and numbers in options, and tells what can't be read together with what the rules find wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sem.errors import InvalidError, NotFoundError, Problem
from sem.i18n import gettext as _
from sem.model.programme import Programme
from sem.model.questionnaire import Estimate
from sem.programme.checks import Checks

_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_LONGEST_SHOWN = 40

Change = Callable[[Programme], Programme]


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
        if text is None:
            return None
        dutch = _DUTCH_DAY.fullmatch(text.strip())
        try:
            if dutch:
                return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
            return date.fromisoformat(text.strip())
        except ValueError:
            self.wrong(field, _("“{text}” is no day.").format(text=_shown(text)), _("Write it like 2027-01-30."))
            return None

    def number(self, field: str, text: str | None) -> float | None:
        """Return the number that was typed, with a point or a comma; None where it can't be read."""
        if text is None:
            return None
        try:
            return _number(text)
        except ValueError:
            self.wrong(field, _("“{text}” is no number.").format(text=_shown(text)),
                       _("Write a number alone, such as 12 or 7.5."))  # fmt: skip
            return None

    def estimate(self, field: str, text: str | None) -> Estimate | None:
        """Return the guess that was typed as ``2/3/5`` or as one number; None where it can't be read."""
        if text is None:
            return None
        try:
            numbers = [_number(part) for part in text.split("/")]
            low, likely, high = numbers * 3 if len(numbers) == 1 else numbers
        except ValueError:
            self.wrong(field, _("“{text}” is no estimate.").format(text=_shown(text)),
                       _("Write low, likely and high like 2/3/5, or one number."))  # fmt: skip
            return None
        return Estimate(low, likely, high)

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


def _number(text: str) -> float:
    stripped = text.strip()
    # Python would read 1_000 too, which nobody means.
    if "_" in stripped:
        raise ValueError(text)
    return float(stripped.replace("−", "-").replace(",", "."))


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
