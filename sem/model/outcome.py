"""Outcome measures: what customers and colleagues notice, kept beside the score, because a score is not a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Better(StrEnum):
    """Which values of a measure are the better ones."""

    HIGHER = "higher"
    LOWER = "lower"


class Movement(StrEnum):
    """How a value stands to an earlier one, by which values are better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured on a day.

    Args:
        on: The day it is about; of a period its last day. A measure has one value a day.
        value: In the unit of the measure.
        n: How many people or cases it comes from; None where nobody says so.
        source: Where it comes from, such as a survey or a report; may be empty.
    """

    on: date
    value: float
    n: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that a team keeps measuring, and what came out.

    Args:
        id: Permanent and made of its first name and unit, so that machines that never met give the same measure the
            same id.
        name: What is measured, in the team's words.
        unit: What it is counted in, such as ``%``, ``0–10`` or ``minutes``.
        better: Which values are the better ones.
        values: The oldest first; at most one a day.
    """

    id: str
    name: str
    unit: str
    better: Better = Better.HIGHER
    values: tuple[Measurement, ...] = ()

    @property
    def last(self) -> Measurement | None:
        """The newest value; None before the first."""
        return self.values[-1] if self.values else None

    def last_by(self, day: date) -> Measurement | None:
        """Return the newest value on or before a day; None where there is none."""
        return next((one for one in reversed(self.values) if one.on <= day), None)

    def between(self, first: date, last: date) -> tuple[Measurement, ...]:
        """Return the values from the first day to the last, both included."""
        return tuple(one for one in self.values if first <= one.on <= last)

    def movement(self, before: Measurement, after: Measurement) -> Movement:
        """Return whether a value is better than an earlier one; by the numbers alone, whatever chance has done."""
        if after.value == before.value:
            return Movement.SAME
        rose = after.value > before.value
        return Movement.BETTER if rose is (self.better is Better.HIGHER) else Movement.WORSE
