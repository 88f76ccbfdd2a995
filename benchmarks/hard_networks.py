"""Networks as hard as the standard ones of the literature: thirty activities and four scarce resources.

Made after the recipe of ProGen (Kolisch, Sprecher and Drexl, *Characterization and generation of a general class of
resource-constrained project scheduling problems*, 1995), from which PSPLIB's J30 comes, with the same parameters. The
shortest lengths were proved once by a constraint solver (CP-SAT).
"""

from __future__ import annotations

from random import Random

from sem.backcast.network import Activity, Network, Resource

ACTIVITIES, RESOURCES = 30, 4
COMPLEXITY = (1.5, 1.8, 2.1)
"""Precedences for each activity."""
FACTOR = (0.25, 0.5, 0.75, 1.0)
"""The part of the resources that an activity needs."""
STRENGTH = (0.2, 0.5, 0.7, 1.0)
"""The capacity between the highest need (0) and what makes capacity no limit (1)."""

SHORTEST = (
    51, 50, 48, 42, 68, 58, 73, 34, 106, 65, 57, 71, 75, 56, 53, 42, 51, 75, 79, 63, 87, 87, 64, 52,
    71, 76, 62, 83, 89, 50, 62, 57, 53, 58, 54, 62, 94, 48, 61, 72, 94, 82, 60, 68, 112, 71, 75, 55,
)  # fmt: skip
"""The proved shortest length of each network, by its number."""


def hard_network(number: int) -> Network:
    """Return one of the 48 networks, one for each combination of the parameters."""
    random = Random(f"hard {number}")

    def whole(low: int, high: int) -> int:
        return low + int((high - low + 1) * random.random())

    complexity = COMPLEXITY[number // 16 % 3]
    factor, strength = FACTOR[number // 4 % 4], STRENGTH[number % 4]
    durations = [whole(1, 10) for _ in range(ACTIVITIES)]
    before: list[set[int]] = [{whole(max(0, n - 12), n - 1)} if n >= 3 else set() for n in range(ACTIVITIES)]
    arcs = sum(map(len, before))
    while arcs < round(complexity * ACTIVITIES):
        later = whole(3, ACTIVITIES - 1)
        earlier = whole(max(0, later - 12), later - 1)
        if earlier not in before[later] and len(before[later]) < 3:
            before[later].add(earlier)
            arcs += 1
    needs = [[0] * RESOURCES for _ in range(ACTIVITIES)]
    for need in needs:
        need[whole(0, RESOURCES - 1)] = whole(1, 10)
        while sum(n > 0 for n in need) < round(factor * RESOURCES):
            need[whole(0, RESOURCES - 1)] = whole(1, 10)
    starts = [0] * ACTIVITIES
    for n in range(ACTIVITIES):
        starts[n] = max((starts[b] + durations[b] for b in before[n]), default=0)
    capacities = []
    for r in range(RESOURCES):
        highest = max(need[r] for need in needs)
        peak = max(
            sum(needs[n][r] for n in range(ACTIVITIES) if starts[n] <= period < starts[n] + durations[n])
            for period in range(sum(durations))
        )
        capacities.append(round(highest + strength * (peak - highest)))
    return Network(
        tuple(
            Activity(
                f"a{n:02}", durations[n], tuple(f"a{b:02}" for b in sorted(before[n])),
                {f"r{r}": need for r, need in enumerate(needs[n]) if need},
            )
            for n in range(ACTIVITIES)
        ),
        tuple(Resource(f"r{r}", capacity) for r, capacity in enumerate(capacities)),
    )  # fmt: skip
