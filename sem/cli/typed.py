"""Reads what is typed as days, numbers and estimates, and tells everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeVar

from sem.errors import InvalidError, Problem, SemError
from sem.i18n import gettext as _
from sem.model.questionnaire import Estimate

Value = TypeVar("Value")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,6})?")
_WHOLE = re.compile(r"[+-]?\d{1,9}")
_RANGE = ".."
_MOST_WEEKS = 60


class Typed:
    """Reads values and gathers what is wrong with them, until `finish` tells all of it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, option: str, message: str, advice: str = "") -> None:
        """Note a problem with what was typed after an option."""
        self.problems.append(Problem(message, advice, field=option))

    @contextmanager
    def noting(self, option: str) -> Iterator[None]:
        """Note what goes wrong inside instead of raising it."""
        try:
            yield
        except SemError as error:
            for problem in error.problems or [Problem(error.message, error.advice)]:
                self.wrong(option, problem.message, problem.advice)

    def day(self, option: str, text: str | None) -> date | None:
        """Return a day; None where nothing was typed or it is none."""
        return self._read(option, text, read_day)

    def days(self, option: str, text: str) -> tuple[date, ...]:
        """Return a day, or of ``day..day`` one day in each of the weeks from the first to the last."""
        first, dots, last = text.partition(_RANGE)
        if not dots:
            day = self.day(option, text)
            return () if day is None else (day,)
        start, end = self.day(option, first), self.day(option, last)
        if start is None or end is None:
            return ()
        weeks = (end - timedelta(days=end.weekday()) - (start - timedelta(days=start.weekday()))).days // 7
        if not 0 <= weeks < _MOST_WEEKS:
            self.wrong(option, _("“{text}” is no range of weeks.").format(text=text), _("Write the earlier day first."))
            return ()
        return tuple(start + timedelta(weeks=n) for n in range(weeks)) + (end,)

    def whole(self, option: str, text: str | None) -> int | None:
        """Return a whole number; None where nothing was typed or it is none."""
        return self._read(option, text, read_whole)

    def number(self, option: str, text: str | None) -> float | None:
        """Return a number, with a point or a comma; None where nothing was typed or it is none."""
        return self._read(option, text, read_number)

    def estimate(self, option: str, text: str | None) -> Estimate | None:
        """Return an estimate: low/likely/high, or one number for all three."""
        return self._read(option, text, read_estimate)

    def finish(self) -> None:
        """Go on if nothing is wrong.

        Raises:
            InvalidError: With all problems.
        """
        if self.problems:
            raise InvalidError(_("Not everything is clear."), problems=self.problems)

    def _read(self, option: str, text: str | None, read: Callable[[str], Value]) -> Value | None:
        if text is None:
            return None
        try:
            return read(text)
        except InvalidError as error:
            self.wrong(option, error.message, error.advice)
            return None


def read_day(text: str) -> date:
    """Return the day written as ``2027-06-30`` or ``30-6-2027``.

    Raises:
        InvalidError: It is no day.
    """
    typed = text.strip()
    iso, dutch = _ISO.fullmatch(typed), _DUTCH.fullmatch(typed)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
    except ValueError:
        pass
    raise InvalidError(_("“{text}” is no day.").format(text=text), _("Write it as 2027-06-30 or 30-6-2027."))


def read_whole(text: str) -> int:
    """Return a whole number.

    Raises:
        InvalidError: It is none.
    """
    if not _WHOLE.fullmatch(text.strip()):
        raise InvalidError(_("“{text}” is no whole number.").format(text=text), _("Write it in digits."))
    return int(text)


def read_number(text: str) -> float:
    """Return a number, with a point or a comma.

    Raises:
        InvalidError: It is none.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise InvalidError(_("“{text}” is no number.").format(text=text), _("Write it in digits."))
    return float(text.strip().replace(",", "."))


def read_estimate(text: str) -> Estimate:
    """Return an estimate: ``2/4/6`` for low, likely and high, or one number for all three.

    Raises:
        InvalidError: It is none.
    """
    parts = text.split("/")
    if len(parts) in (1, 3) and all(_NUMBER.fullmatch(part.strip()) for part in parts):
        low, likely, high = (parts * 3)[:3] if len(parts) == 1 else parts
        return Estimate(read_number(low), read_number(likely), read_number(high))
    raise InvalidError(
        _("“{text}” is no estimate.").format(text=text), _("Write low, likely and high as 2/4/6, or one number.")
    )
