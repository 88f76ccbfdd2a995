"""Networks for tests: in few words, or any small one; and the checks that hold for each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

from hypothesis import strategies as st

from sem.backcast.network import Activity, Network, Resource


def network(
    durations: Mapping[str, int],
    after: Mapping[str, str] | None = None,
    needs: Mapping[str, Mapping[str, int]] | None = None,
    capacities: Mapping[str, int] | None = None,
) -> Network:
    """Return a network in few words; `after` names what each activity waits for, with spaces between."""
    return Network(
        tuple(
            Activity(i, d, tuple((after or {}).get(i, "").split()), (needs or {}).get(i, {}))
            for i, d in durations.items()
        ),
        tuple(Resource(i, c) for i, c in (capacities or {}).items()),
    )


# Each of these is made once: hypothesis looks a new strategy over at every draw, which takes longer than to draw.
_UP_TO = [st.integers(0, most) for most in range(10)]
_CAPACITY, _EARLIEST = st.integers(1, 4), st.sampled_from([0, 0, 0, 1, 5, 14])
_EXCEPTIONS = st.dictionaries(st.integers(0, 20), _UP_TO[4], max_size=4)
_COUNTS = {most: st.integers(1, most) for most in (5, 8, 12)}
_BEFORE = st.sets(st.integers(0, 2**16), max_size=2)


@st.composite
def networks(draw: st.DrawFn, most: int = 12, exceptions: bool = False, earliest: bool = False) -> Network:
    """Draw a network of up to `most` activities and two resources.

    With `exceptions` capacities may change over time, with `earliest` some activities may not start at once.
    """
    resources = [
        Resource(name, draw(_CAPACITY), draw(_EXCEPTIONS) if exceptions else {}) for name in ("people", "rooms")
    ]
    ids: list[str] = []
    activities: list[Activity] = []
    for n in range(draw(_COUNTS[most])):
        after = {ids[place % n] for place in draw(_BEFORE)} if ids else set()
        needs = {r.id: draw(_UP_TO[r.capacity]) for r in resources}
        begin = draw(_EARLIEST) if earliest else 0
        ids.append(f"a{n:02}")
        activities.append(Activity(ids[-1], draw(_UP_TO[9]), tuple(sorted(after)), needs, earliest=begin))
    return Network(tuple(activities), tuple(resources))


def assert_keeps_everything(network: Network, starts: Mapping[str, int], usual: bool = False) -> None:
    """Fail unless each precedence and, in each period, each capacity is kept; `usual` passes over exceptions."""
    ends = {a.id: starts[a.id] + a.duration for a in network.activities}
    for activity in network.activities:
        assert all(ends[before] <= starts[activity.id] for before in activity.after)
        assert activity.earliest == 0 or starts[activity.id] >= activity.earliest
    for resource in network.resources:
        for period in range(min(starts.values()), max(ends.values())):
            used = sum(a.needs.get(resource.id, 0) for a in network.activities if starts[a.id] <= period < ends[a.id])
            assert used <= (resource.capacity if usual or period < 0 else resource.at(period))


def shortest_length(network: Network) -> int:
    """Return the length of the shortest plan, by placing the activities as early as possible in every order.

    One of these orders gives a shortest plan, because some shortest plan has nothing left that could go earlier.
    """
    lengths = []
    for order in permutations(network.activities):
        ends: dict[str, int] = {}
        used: dict[tuple[str, int], int] = {}
        for activity in order:
            if any(before not in ends for before in activity.after):
                break
            start = max([activity.earliest, *(ends[before] for before in activity.after)])
            while any(
                used.get((name, period), 0) + need > resource.at(period)
                for name, need in activity.needs.items()
                for resource in network.resources
                if resource.id == name
                for period in range(start, start + activity.duration)
            ):
                start += 1
            for name, need in activity.needs.items():
                for period in range(start, start + activity.duration):
                    used[name, period] = used.get((name, period), 0) + need
            ends[activity.id] = start + activity.duration
        else:
            lengths.append(max(ends.values()))
    return min(lengths)
