"""The shortest plan that rules, improvement and seeded samples find for a network, and its latest starts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sem.backcast.bounds import Bounds, bounds
from sem.backcast.network import Network
from sem.backcast.passes import Passes, Starts

_SPREADS_OF_A_PLAN = (0.05, 0.15, 0.3, 0.6)
_SPREADS_OF_A_RULE = (0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan for a network.

    Args:
        starts: The first period of each activity, by id.
        length: The period after the last one in which something is done.
        bounds: What no plan can beat.
        running: The ids of the activities that started before period 0.
    """

    network: Network
    starts: Mapping[str, int]
    length: int
    bounds: Bounds
    running: frozenset[str] = frozenset()

    @property
    def certified(self) -> bool:
        """Whether a bound proves that no plan is shorter."""
        return self.length <= self.bounds.best

    def end(self, activity: str) -> int:
        """Return the period after the last one of an activity."""
        return self.starts[activity] + self.network.durations[self.network.number[activity]]


def schedule(
    network: Network,
    *,
    samples: int = 0,
    seed: int = 0,
    incumbent: Mapping[str, int] | None = None,
    running: Collection[str] = (),
    enough: int = 0,
) -> Schedule:
    """Return the shortest plan found: the same input gives the same plan, on any machine and in any order.

    Four rules, each a backward pass followed by forward-backward improvement, and where capacity changes over time also
    a forward pass; then `samples` seeded disturbances of the rules and of the best plan so far, improved likewise. It
    stops as soon as a bound proves the plan shortest.

    Args:
        network: What to plan.
        samples: How many random plans to try: a count and not a time, so that the machine does not matter.
        seed: Where the random numbers start.
        incumbent: The starts of a plan of this network. If it keeps all precedences and capacities, the result is never
            longer; else only its order is used. Activities that it lacks come at the end of that order.
        running: The ids of activities that started before period 0 and keep start 0; their durations are what is left.
        enough: A length that is good enough: stop there too.

    Raises:
        ValueError: A running activity is unknown, or waits for another.
    """
    passes = Passes(network, running)
    limits = bounds(network, with_squeeze=False)
    best = _first(passes, incumbent)
    keys = _rules(passes)
    random = Random(seed)
    for tried in range(len(keys) + samples):
        if tried == len(keys):
            limits = bounds(network)
        if best is not None and passes.length(best) <= max(limits.best, enough):
            break
        forward, key = keys[tried] if tried < len(keys) else _disturbed(passes, keys, best or [], tried, random)
        plan = passes.justify(passes.forward(key if forward else passes.backward(key, limits.best)))
        # An equally short plan is taken too, so that the samples wander instead of standing still.
        if best is None or passes.length(plan) <= passes.length(best):
            best = plan
    best = best or []
    if passes.length(best) > limits.best:
        limits = bounds(network)
        best = _settled(passes, best)
    starts = {activity.id: start for activity, start in zip(network.activities, best, strict=True)}
    return Schedule(network, starts, passes.length(best), limits, frozenset(running))


def keep_order(network: Network, starts: Mapping[str, int], running: Collection[str] = ()) -> Schedule:
    """Return the plan that keeps the order of earlier starts: each activity as early as it fits, in that order.

    Args:
        network: What to plan.
        starts: Where each activity started before; those without a start come at the end.
        running: The ids of activities that started before period 0 and keep start 0.
    """
    passes = Passes(network, running)
    plan = passes.forward(_key_of(network, starts))
    named = {activity.id: start for activity, start in zip(network.activities, plan, strict=True)}
    return Schedule(network, named, passes.length(plan), bounds(network), frozenset(running))


def latest_ends(plan: Schedule, target: int) -> dict[str, int]:
    """Return by activity the period by whose start it has to have ended, for the last one to end at `target`.

    This is the backcast. Subtract the duration for the latest start; it is below 0 where one should have started before
    period 0. An activity that runs may go on until its latest end without moving any other's latest start.
    """
    network = plan.network
    anchor = max(target, plan.length)
    # As long as capacity is the same in all periods, the whole plan can move by what it has to spare, with what runs.
    spare = 0 if any(resource.exceptions for resource in network.resources) else anchor - plan.length
    passes = Passes(network, plan.running, run_on=spare)
    starts = [plan.starts[activity.id] for activity in network.activities]
    late = passes.latest(starts, anchor)
    ends = [start + duration for start, duration in zip(late, network.durations, strict=True)]
    for n in passes.running:
        ends[n] = passes.room_to_run_on(late, n, anchor)
    # Capacity before period 0 is as usual, so a plan that is too long is simply moved to the left.
    return {activity.id: end - anchor + target for activity, end in zip(network.activities, ends, strict=True)}


def _first(passes: Passes, incumbent: Mapping[str, int] | None) -> Starts | None:
    if incumbent is None:
        return None
    key = _key_of(passes.network, incumbent)
    if all(activity.id in incumbent for activity in passes.network.activities) and passes.fits(key):
        return passes.justify(key)
    return passes.justify(passes.forward(key))


def _key_of(network: Network, starts: Mapping[str, int]) -> Starts:
    beyond = max(starts.values(), default=0) + 1
    return [starts.get(activity.id, beyond) for activity in network.activities]


def _settled(passes: Passes, starts: Starts) -> Starts:
    """Improve until the length stands still, so that the plan pushed against its end starts at period 0."""
    while True:
        again = passes.justify(starts)
        if passes.length(again) >= passes.length(starts):
            return starts
        starts = again


def _rules(passes: Passes) -> list[tuple[bool, list[float]]]:
    """Return the keys to start from, lowest first, each with whether it is for a forward pass.

    Longest chain up to the far end (the latest start; of the mirrored network in a backward pass), longest chain beyond
    it (latest finish), most activities beyond it, and the first and third together (Kolisch and Hartmann's surveys).
    Where capacity changes over time, a backward pass from a target that can't be known yet would look at the wrong
    periods, so the forward pass gets its turn too.
    """
    network = passes.network
    backward = _keys(network.heads, network.durations, _activities_ahead(network))
    keys = [(False, key) for key in backward]
    if passes.irregular:
        keys += [(True, key) for key in _keys(network.tails, network.durations, network.follower_counts)]
    return keys


def _keys(beyond: Sequence[int], durations: Sequence[int], counts: Sequence[int]) -> list[list[float]]:
    longest = max((b + d for b, d in zip(beyond, durations, strict=True)), default=0) or 1
    by_start = [-float(b + d) for b, d in zip(beyond, durations, strict=True)]
    by_finish = [-float(b) for b in beyond]
    by_count = [-float(c) for c in counts]
    both = [s / longest + c / len(counts) for s, c in zip(by_start, by_count, strict=True)]
    return [by_start, by_finish, by_count, both]


def _activities_ahead(network: Network) -> list[int]:
    reached = [0] * len(network.activities)  # sets of numbers, as bits
    for n in network.order:
        for b in network.before[n]:
            reached[n] |= reached[b] | 1 << b
    return [bits.bit_count() for bits in reached]


def _disturbed(
    passes: Passes, keys: Sequence[tuple[bool, Sequence[float]]], best: Starts, tried: int, random: Random
) -> tuple[bool, list[float]]:
    """Return the best plan's order with noise, or in turn that of one of the two best rules of a direction.

    Only `Random.random` promises the same numbers on every version of Python.
    """
    length = passes.length(best)
    if tried % 2:
        spread = _SPREADS_OF_A_PLAN[int(len(_SPREADS_OF_A_PLAN) * random.random())] * length
        if passes.irregular and tried % 4 == 1:
            return True, [start + spread * random.random() for start in best]
        durations = passes.durations
        return False, [length - s - d + spread * random.random() for s, d in zip(best, durations, strict=True)]
    rules = [*keys[:2], *keys[4:6]]
    forward, rule = rules[tried // 2 % len(rules)]
    spread = _SPREADS_OF_A_RULE[int(len(_SPREADS_OF_A_RULE) * random.random())] * max(map(abs, rule), default=0)
    return forward, [k + spread * random.random() for k in rule]
