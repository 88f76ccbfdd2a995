"""How two things are compared: in turn, many times, by the median."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """One row of the table: ours over the limit's, both medians in `unit`, and the goal for the ratio."""

    name: str
    limit_name: str
    ours: float
    limit: float
    unit: str
    goal: float

    @property
    def ratio(self) -> float:
        """Ours over the limit's."""
        return self.ours / self.limit

    @property
    def met(self) -> bool:
        """Whether the ratio is at most the goal."""
        return self.ratio <= self.goal

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        return (
            f"{self.name:<44} {self.ours:>9.3f} {self.unit:<3} {self.limit_name:<44} {self.limit:>9.3f} {self.unit:<3}"
            f" {self.ratio:>6.2f}x  goal <= {self.goal:.2f}x  {verdict}"
        )


def seconds(action: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def in_turn(ours: Callable[[], float], limit: Callable[[], float], runs: int, warm_up: int = 1) -> tuple[float, float]:
    """Measure both in turn, so that a busy moment of the machine hits both, and return the two medians."""
    for _ in range(warm_up):
        ours()
        limit()
    pairs = [(ours(), limit()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
