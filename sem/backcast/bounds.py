"""What no plan can beat: lower bounds on the length of a network, each with the activities it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from sem.backcast.network import Network, Resource


@dataclass(frozen=True, slots=True)
class Squeeze:
    """Work that can only be done between what must come before it and what must come after it.

    Args:
        resource: The id of the resource that has to do the work.
        activities: The ids of the activities whose work it is.
        before: The periods that pass before any of them can start.
        after: The periods that are needed after the last of them has ended.
        length: The fewest periods in all.
    """

    resource: str
    activities: tuple[str, ...]
    before: int
    after: int
    length: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower bounds on the length of any plan, in periods.

    Args:
        chain: The longest chain of durations, from the first period in which it may start: no capacity makes it
            shorter.
        work: Per resource that is needed, the fewest periods in which its capacity can do all the work.
        squeeze: Where work between heads and tails gives a higher bound than both; None where it does not, or was not
            looked for because the others already prove a plan shortest.
    """

    chain: int
    work: Mapping[str, int]
    squeeze: Squeeze | None

    @property
    def best(self) -> int:
        """The highest of the bounds: a plan as short as this is proved to be the shortest."""
        return max(self.chain, *self.work.values(), self.squeeze.length if self.squeeze else 0, 0)


def bounds(network: Network, with_squeeze: bool = True) -> Bounds:
    """Return the lower bounds of a network; without the squeeze where the others already say enough.

    * chain: max over the activities of head + duration + tail (critical path).
    * work: per resource the smallest T with Σ duration x need ≤ Σ capacity over periods 0 … T-1.
    * squeeze: for a resource and any h and q, the work of the activities with head ≥ h and tail ≥ q has to be done in
      the periods h … T-q-1; the highest such T.
    """
    chain = longest_chain_length(network)
    work = {r.id: _periods_for(r, 0, load) for r in network.resources if (load := _work(network, r.id))}
    return Bounds(chain, work, _squeeze(network, max(chain, *work.values(), 0)) if with_squeeze else None)


def longest_chain_length(network: Network) -> int:
    """Return the period after the longest chain: its durations, from the first period in which it may start."""
    ends = zip(network.heads, network.durations, network.tails, strict=True)
    return max((head + duration + tail for head, duration, tail in ends), default=0)


def longest_chain(network: Network) -> tuple[str, ...]:
    """Return the ids of a longest chain, in the order in which they are done."""
    heads, durations, tails = network.heads, network.durations, network.tails
    length = longest_chain_length(network)
    critical = [n for n, head in enumerate(heads) if head + durations[n] + tails[n] == length]
    # It may begin where what an activity waits for ends earlier than the activity itself may start.
    here = [n for n in critical if not network.before[n] or heads[n] == network.activities[n].earliest > 0]
    here.sort(key=heads.__getitem__)
    chain = []
    while here:
        n = here[0]
        chain.append(network.activities[n].id)
        end = heads[n] + durations[n]
        here = [f for f in network.followers[n] if heads[f] == end and end + durations[f] + tails[f] == length]
    return tuple(chain)


def _work(network: Network, resource: str) -> int:
    return sum(activity.duration * activity.needs.get(resource, 0) for activity in network.activities)


def _periods_for(resource: Resource, start: int, work: int) -> int:
    """Return the first period by which the resource, from `start` on, can have done this much work."""
    if not resource.exceptions:
        return start - (-work // resource.capacity)
    period = start
    while work > 0:
        work -= resource.at(period)
        period += 1
    return period


def _squeeze(network: Network, beaten: int) -> Squeeze | None:
    """Return the squeeze with the highest bound above `beaten`; None if there is none."""
    best: Squeeze | None = None
    for resource in network.resources:
        users = [
            (network.heads[n], network.tails[n], activity.duration * activity.needs[resource.id])
            for n, activity in enumerate(network.activities)
            if activity.needs.get(resource.id) and activity.duration
        ]
        for head in sorted({head for head, _, _ in users}):
            inside = sorted(((tail, work) for h, tail, work in users if h >= head), reverse=True)
            loads = list(accumulate(work for _, work in inside))
            # Even all this work with the longest tail would not beat what is known: no tail can.
            if _periods_for(resource, head, loads[-1]) + inside[0][0] <= beaten:
                continue
            for (tail, _), load in zip(inside, loads, strict=True):
                length = _periods_for(resource, head, load) + tail
                if length > beaten:
                    beaten = length
                    best = Squeeze(resource.id, _between(network, resource.id, head, tail), head, tail, length)
    return best


def _between(network: Network, resource: str, head: int, tail: int) -> tuple[str, ...]:
    return tuple(
        activity.id
        for n, activity in enumerate(network.activities)
        if network.heads[n] >= head and network.tails[n] >= tail and activity.needs.get(resource) and activity.duration
    )
