"""Reads what an ambition and a step are told in: days and ranges of them, whole numbers, and names to be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sem.backcast.calendar import monday_of
from sem.cli.typed import Typed
from sem.errors import Problem, SemError
from sem.i18n import gettext as _
from sem.model.programme import Programme

_WHOLE = re.compile(r"[+-]?\d{1,9}")
_RANGE = ".."
_MOST_WEEKS = 60


class Reader(Typed):
    """What was typed; all that can't be read is told at once by `finish`."""

    def finish(self) -> None:
        """Go on if everything could be read.

        Raises:
            InvalidError: With all problems.
        """
        self.checked(lambda programme: programme)(Programme())

    @contextmanager
    def noting(self, field: str) -> Iterator[None]:
        """Note what goes wrong inside instead of raising it."""
        try:
            yield
        except SemError as error:
            for problem in error.problems or [Problem(error.message, error.advice)]:
                self.wrong(field, problem.message, problem.advice)

    def whole(self, field: str, text: str | None) -> int | None:
        """Return the whole number that was typed; None where it can't be read."""
        if text is None:
            return None
        if not _WHOLE.fullmatch(text.strip()):
            self.wrong(field, _("“{text}” is no whole number.").format(text=text), _("Write it in digits."))
            return None
        return int(text)

    def days(self, field: str, text: str) -> tuple[date, ...]:
        """Return a day, or of ``day..day`` one day in each of the weeks from the first to the last."""
        first, dots, last = text.partition(_RANGE)
        start = self.day(field, first)
        end = self.day(field, last) if dots else start
        if start is None or end is None:
            return ()
        weeks = (monday_of(end) - monday_of(start)).days // 7
        if end < start or weeks > _MOST_WEEKS:
            message = _("“{text}” is no range of weeks.").format(text=text)
            self.wrong(field, message, _("Write the earlier day first, and at most a year."))
            return ()
        return (*(start + timedelta(weeks=n) for n in range(weeks)), end)
