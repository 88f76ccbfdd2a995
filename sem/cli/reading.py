"""Reads what an ambition and a step are told in: days and ranges of them, whole numbers, and names to be found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sem.cli.typed import Typed
from sem.errors import Problem, SemError
from sem.model.programme import Programme
from sem.programme.typed import read_weeks, read_whole


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
        return self._read(field, text, read_whole)

    def days(self, field: str, text: str) -> tuple[date, ...]:
        """Return a day, or of ``day..day`` one day in each of the weeks from the first to the last."""
        return self._read(field, text, read_weeks) or ()
