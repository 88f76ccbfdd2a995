"""Baselines as they are read: the plan in one is made when somebody asks for it, because most are never looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from sem.model.programme import Baseline

_FIELDS = tuple(field.name for field in fields(Baseline))


class KeptBaseline(Baseline):
    """A baseline that makes its plan when it is first asked for; equal to any other with the same in it."""

    __slots__ = ("_make",)

    _make: Callable[[], Any]

    @classmethod
    def of(cls, id_: str, made_on: date, note: str, make: Callable[[], Any]) -> KeptBaseline:
        """Return a baseline.

        Args:
            id_: Its number as text.
            made_on: The day it was fixed.
            note: Why.
            make: Makes the plan; what it raises comes through to whoever asks for the plan.
        """
        baseline: KeptBaseline = object.__new__(cls)
        for name, value in (("id", id_), ("made_on", made_on), ("note", note), ("_make", make)):
            object.__setattr__(baseline, name, value)
        return baseline

    def __getattr__(self, name: str) -> Any:
        """Make the plan; Python asks only for what is not there yet."""
        if name != "plan":
            raise AttributeError(name)
        plan = self._make()
        object.__setattr__(self, "plan", plan)
        return plan

    def __eq__(self, other: object) -> bool:
        """Compare what is in them, whichever of the two was read from a file."""
        if not isinstance(other, Baseline):
            return NotImplemented
        return self is other or all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = None  # type: ignore[assignment]
