"""Reads days and numbers from the fields of a window, and tells what can't be read with what the rules find wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from sem.errors import InvalidError, NotFoundError, Problem
from sem.model.programme import Programme
from sem.programme.checks import Checks

Read = TypeVar("Read")
Change = Callable[[Programme], Programme]


class FieldReader:
    """What was typed in the fields of a window.

    Args:
        values: The text of each field, by its id: the same as the field of the rules.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._unread: list[Problem] = []

    def read(self, field: str, reader: Callable[[str], Read], default: Read) -> Read:
        """Return what a field says; the default where it is empty or can't be read, which is told by `checked`."""
        text = self._values[field]
        if not text.strip():
            return default
        try:
            return reader(text)
        except InvalidError as error:
            self._unread.append(Problem(error.message, error.advice, field=field))
            return default

    def checked(self, change: Change) -> Change:
        """Return a change that tells its problems with those found while reading; a field has one at most."""

        def run(programme: Programme) -> Programme:
            checks = Checks()
            checks.problems += self._unread
            try:
                changed = change(programme)
            except (InvalidError, NotFoundError) as error:
                if not self._unread:
                    raise
                known = {problem.field for problem in self._unread}
                checks.problems += [problem for problem in error.problems if problem.field not in known]
                changed = programme
            checks.finish()
            return changed

        return run
