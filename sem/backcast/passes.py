"""The two passes that make a plan of an order: forward from the start, and backward from a target."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from functools import cached_property

from sem.backcast.network import Network

Starts = list[int]
"""The start of each activity, in the order of `Network.activities`."""


class Passes:
    """Serial schedule generation on one network, forward and backward.

    What is free in a period is one whole number with a field for each resource; above each field is a guard bit that
    disappears when more is taken than there is, so that all resources are compared in one subtraction.

    Args:
        network: What to plan.
        running: The ids of activities that started before period 0; their duration is what is left of it. They keep
            start 0 whatever the capacity.
        run_on: How many periods longer than their duration they may hold what they need.

    Raises:
        ValueError: A running activity is unknown, or waits for another.
    """

    def __init__(self, network: Network, running: Iterable[str] = (), run_on: int = 0) -> None:
        self.network = network
        self.durations = network.durations
        self.running = frozenset(network.number[i] for i in sorted(running) if i in network.number)
        if len(self.running) != len(set(running)) or any(network.before[n] for n in self.running):
            raise ValueError("a running activity has to be in the network, and to wait for nothing")
        self._total = sum(self.durations)
        self._earliest = [activity.earliest for activity in network.activities]
        if any(self._earliest[n] for n in self.running):
            raise ValueError("a running activity can't have to start later")
        self._run_until = {n: self.durations[n] + run_on for n in self.running}
        self._pack()

    def _pack(self) -> None:
        offset = 0
        self._guard = self._usual = 0
        needs = [0] * len(self.durations)
        special: dict[int, int] = {}
        last_end = max(self._run_until.values(), default=0)
        irregular = sorted({p for r in self.network.resources for p in r.exceptions} | set(range(last_end)))
        for resource in self.network.resources:
            bits = max(resource.capacity, *resource.exceptions.values(), 0).bit_length()
            field_guard = 1 << offset + bits
            self._guard |= field_guard
            self._usual |= field_guard | resource.capacity << offset
            own = [activity.needs.get(resource.id, 0) for activity in self.network.activities]
            for n, need in enumerate(own):
                needs[n] |= need << offset
            for period in irregular:
                taken = sum(own[n] for n, until in self._run_until.items() if until > period)
                # What runs may hold more than there is: that is how it is, and then nothing is free.
                free = max(0, resource.at(period) - taken)
                special[period] = special.get(period, 0) | field_guard | free << offset
            offset += bits + 1
        self._needs, self._special = needs, special
        self._quiet = max(special, default=-1) + 1
        self._waiting = [n for n in range(len(needs)) if n not in self.running]

    @cached_property
    def _before(self) -> list[list[int]]:
        return [[b for b in before if b not in self.running] for before in self.network.before]

    @cached_property
    def _followers(self) -> list[list[int]]:
        """Without those of running activities, because these have no place in an order."""
        return [
            [] if n in self.running else [f for f in followers if f not in self.running]
            for n, followers in enumerate(self.network.followers)
        ]

    @property
    def irregular(self) -> bool:
        """Whether the capacity is not the same in all periods."""
        return bool(self._special)

    def length(self, starts: Sequence[int]) -> int:
        """Return the period after the last one in which something is done; 0 for no activities."""
        return max((start + duration for start, duration in zip(starts, self.durations, strict=True)), default=0)

    def forward(self, key: Sequence[float]) -> Starts:
        """Return a plan from period 0: among those that can go, the lowest key first, each as early as it fits."""
        free = self._free(max(self._quiet, *self._earliest, 0) + self._total + 1)
        end = [0] * len(self.durations)
        for n in self.running:
            end[n] = self.durations[n]
        order = _order(self._before, self._followers, key, self._waiting)
        self._place(order, self.network.before, free, end, self._earliest)
        return [e - d for e, d in zip(end, self.durations, strict=True)]

    def backward(self, key: Sequence[float], target: int) -> Starts:
        """Return a plan that ends by `target`: the lowest key first from the end, each as late as it fits.

        It may start before period 0. Activities that run stay where they are, and nothing is kept clear of them unless
        `key` comes from a plan that ends by `target` (see `latest`).
        """
        free = self._free(max(target, 0) + self._total + 1, target)
        end = [0] * len(self.durations)
        # From the end, the least preferred of equals goes first, so that the preferred one comes out earlier.
        order = _order(self._followers, self._before, key, self._waiting, -1)
        self._place(order, self._followers, free, end, [0] * len(end))
        return [0 if n in self.running else target - e for n, e in enumerate(end)]

    def latest(self, starts: Sequence[int], target: int) -> Starts:
        """Return the plan pushed against `target`, the last to end first: none starts earlier than in `starts`.

        Args:
            starts: A plan that keeps all precedences and capacities and ends by `target`.
            target: The period by whose start all has to have ended.
        """
        ends = [target - start - duration for start, duration in zip(starts, self.durations, strict=True)]
        return self.backward(ends, target)

    def justify(self, starts: Sequence[int]) -> Starts:
        """Return the plan pushed to its end and then back to its start: never longer than before.

        Forward-backward improvement, also known as double justification (Li and Willis, 1992; Valls and others, 2005).
        Whatever is placed before an activity holds, in each period of that activity's old place, no more than it held
        there before; so the old place stays free, also where capacities change over time.
        """
        return self.forward(self.latest(starts, self.length(starts)))

    def room_to_run_on(self, starts: Sequence[int], number: int, target: int) -> int:
        """Return until when a running activity may go on without moving anything in `starts`."""
        limit = min((starts[f] for f in self.network.followers[number]), default=target)
        free = self._free(max(target, self._quiet, limit) + self._total + 1)
        for n in self._waiting:
            for period in range(max(0, starts[n]), starts[n] + self.durations[n]):
                free[period] -= self._needs[n]
        end, guard, need = self._run_until[number], self._guard, self._needs[number]
        while end < limit and free[end] - need & guard == guard:
            end += 1
        return end

    def fits(self, starts: Sequence[int]) -> bool:
        """Return whether a plan from period 0 on keeps every precedence and capacity, and what runs at its place."""
        if any(starts[n] != 0 for n in self.running):
            return False
        if any(start < earliest for start, earliest in zip(starts, self._earliest, strict=True)):
            return False
        ends = [start + duration for start, duration in zip(starts, self.durations, strict=True)]
        if any(ends[b] > starts[n] for n, before in enumerate(self.network.before) for b in before):
            return False
        free = self._free(max([self._quiet, *ends]) + 1)
        guard = self._guard
        for n in self._waiting:
            for period in range(starts[n], ends[n]):
                left = free[period] - self._needs[n]
                if left & guard != guard:
                    return False
                free[period] = left
        return True

    def _free(self, periods: int, target: int | None = None) -> list[int]:
        """Return what is free from period 0 on; with a target, from the period before it backwards."""
        free = [self._usual] * periods
        for period, word in self._special.items():
            place = period if target is None else target - 1 - period
            if 0 <= place < periods:
                free[place] = word
        return free

    def _place(
        self,
        order: Sequence[int],
        first: Sequence[Sequence[int]],
        free: list[int],
        end: list[int],
        earliest: Sequence[int],
    ) -> None:
        """Put each activity of an order in the first gap after those it comes after; fill in the ends."""
        needs, durations, guard = self._needs, self.durations, self._guard
        for n in order:
            need, duration = needs[n], durations[n]
            start = earliest[n]
            for b in first[n]:
                if end[b] > start:
                    start = end[b]
            period, stop = start, start + duration
            while period < stop:
                if free[period] - need & guard != guard:
                    stop = period + 1 + duration
                period += 1
            for period in range(stop - duration, stop):
                free[period] -= need
            end[n] = stop


def _order(
    before: Sequence[Sequence[int]],
    followers: Sequence[Sequence[int]],
    key: Sequence[float],
    numbers: Sequence[int],
    sign: int = 1,
) -> list[int]:
    """Return the numbers, each after those before it, the lowest key first; ties by number, or with -1 against it."""
    waiting = [len(b) for b in before]
    ready = [(key[n], sign * n) for n in numbers if not waiting[n]]
    heapq.heapify(ready)
    order = []
    while ready:
        n = sign * heapq.heappop(ready)[1]
        order.append(n)
        for f in followers[n]:
            waiting[f] -= 1
            if not waiting[f]:
                heapq.heappush(ready, (key[f], sign * f))
    return order
