"""Which columns of a terminal a stretch of time takes: today and the ambition have a column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sem.charts.bars import Bar, side_by_side
from sem.charts.timeline import Timeline

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Weeks from `start` to `end` in `columns` columns from `first` on."""

    start: float
    end: float
    first: int
    columns: int

    def edge(self, at: float) -> int:
        """Return the column before whose left edge a place lies."""
        share = 0.0 if self.end <= self.start else (at - self.start) / (self.end - self.start)
        return self.first + int(min(max(share, 0.0), 1.0) * self.columns + 0.5)


class Columns:
    """Columns for the weeks of a timeline, from 0 on.

    Attributes:
        width: How many there are.
        today: The column of the line of today.
        target: The column of the line of the ambition.
    """

    def __init__(self, shown: Timeline, width: int) -> None:
        self.width = width
        first, second = sorted((shown.today, shown.target))
        free = width - 2
        before = _share(first, free, shown.count, whole=first > _ROUNDING)
        last = max([shown.end, *(bar.end for bar in shown.bars()), *(m.at for row in shown.rows for m in row.marks)])
        after = _share(shown.count - second, free, shown.count, whole=last > second + _ROUNDING)
        between = free - before - after
        self._stretches = (
            _Stretch(0, first, 0, before),
            _Stretch(first, second, before + 1, between),
            _Stretch(second, shown.count, before + between + 2, after),
        )
        lines = (before, before + between + 1)
        self.today, self.target = lines if shown.today <= shown.target else lines[::-1]

    def start(self, at: float) -> int:
        """Return the first column of what starts at a place."""
        before, between, after = self._stretches
        if at < before.end:
            return before.edge(at)
        return between.edge(at) if at < between.end else after.edge(at)

    def end(self, at: float) -> int:
        """Return the column after the last one of what ends at a place."""
        before, between, after = self._stretches
        if at <= before.end:
            return before.edge(at)
        return between.edge(at) if at <= between.end else after.edge(at)

    def middle(self, column: int) -> float:
        """Return the place in the middle of a column."""
        for stretch in self._stretches:
            if stretch.first <= column < stretch.first + stretch.columns:
                return stretch.start + (column - stretch.first + 0.5) / stretch.columns * (stretch.end - stretch.start)
        before, between, _after = self._stretches
        return before.end if column < between.first else between.end

    def of_bars(self, bars: Sequence[Bar]) -> list[tuple[int, int]]:
        """Return the first column of each bar of one lane and the column after its last one.

        Each has at least one column of its own, as near as that can be to where it belongs.
        """
        spans = [(self.start(bar.start), self.end(bar.end)) for bar in bars]
        return [(int(first), int(after)) for first, after in side_by_side(spans, 1, self.width)]


def _share(length: float, columns: int, count: int, *, whole: bool) -> int:
    """Return the columns for some of the weeks; at least one if there is something to show."""
    return max(1 if whole else 0, int(length / count * columns + 0.5))
