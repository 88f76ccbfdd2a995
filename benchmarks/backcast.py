"""Plans: how fast one is made, redrawn and explained, and how far it is from what no plan can beat."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

from benchmarks.hard_networks import SHORTEST, hard_network
from benchmarks.measure import Ratio, seconds
from sem.backcast.explain import explain
from sem.backcast.network import Activity, Network, Resource
from sem.backcast.plan import SAMPLES, make_plan
from sem.backcast.relax import frontier, relaxations
from sem.backcast.schedule import schedule
from sem.content.library import load_questionnaire
from sem.model.ambition import Ambition, Capacity
from sem.model.questionnaire import Questionnaire

TODAY = date(2026, 11, 23)
SHARE_OF_THE_SHORTEST = 0.85
"""An ambition with this part of the weeks it needs is one that has to be explained."""

BEST_OF = 3
"""How often each is measured; the shortest time counts, because a limit in milliseconds knows no busy machine."""

_AREAS = (*(f"block-{n}" for n in range(1, 10)), "ux", "cjm", "cx")
_WEEKS_TO_LEVEL = {2: (3, 8), 3: (6, 12), 4: (8, 20), 5: (12, 26)}
_ACROSS = (
    ("block-1", "block-2", 0), ("block-1", "block-5", 0), ("block-2", "block-4", -1), ("block-3", "block-4", 0),
    ("block-3", "block-6", -1), ("block-5", "block-7", 0), ("block-8", "block-9", 0), ("block-6", "block-9", -1),
    ("ux", "cjm", -1), ("cjm", "cx", 0), ("block-1", "cjm", -1), ("block-8", "cx", -1),
)  # fmt: skip
_BASICS, _DELIGHTERS = ("block-1", "block-7", "block-8", "ux"), ("block-5", "block-9", "cx")


def roadmap(seed: int, at_once: int, full: bool = False) -> Network:
    """Return a made-up roadmap: steps of twelve areas that share slots, person-days a week and five owners.

    Args:
        seed: The same seed gives the same steps, whatever the capacity.
        at_once: How many steps at once.
        full: All 48 steps; else what random levels and targets ask for, usually 15 to 33.
    """
    random = Random(f"{seed}/{full}")
    steps: dict[str, Activity] = {}
    levels = {}
    for area in _AREAS:
        now = 1 if full else random.choices((1, 2, 3, 4), (35, 40, 20, 5))[0]
        levels[area] = (now, 5 if full else max(now, random.choices((3, 4, 5), (30, 50, 20))[0]))
    for area, (now, target) in levels.items():
        owner = f"owner-{random.randrange(5)}"
        for level in range(now + 1, target + 1):
            after = {f"{area}>{level - 1}"} | {f"{a}>{level + up}" for a, b, up in _ACROSS if b == area}
            if area in _DELIGHTERS and level == 4:
                after |= {f"{basic}>3" for basic in _BASICS}
            needs = {"slots": 1, "days": random.randint(1, 4), owner: 1}
            step = Activity(f"{area}>{level}", random.randint(*_WEEKS_TO_LEVEL[level]), tuple(sorted(after)), needs)
            steps[step.id] = step
    activities = tuple(replace(s, after=tuple(i for i in s.after if i in steps)) for s in steps.values())
    owners = tuple(Resource(f"owner-{n}", 2) for n in range(5))
    return Network(activities, (Resource("slots", at_once), Resource("days", 3 * at_once + 1), *owners))


def _scheduled(samples: int, full: bool, seeds: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds and the percents above the best bound, over seeds and 1 to 4 steps at once."""
    times, gaps = [], []
    for at_once in (1, 2, 3, 4):
        for seed in range(seeds):
            # Anew each time, because a network remembers what it has worked out.
            networks = [roadmap(seed, at_once, full) for _ in range(BEST_OF)]
            times.append(min(seconds(partial(schedule, network, samples=samples)) for network in networks) * 1000)
            plan = schedule(networks[0], samples=samples)
            gaps.append(100 * (plan.length / plan.bounds.best - 1))
    return times, gaps


def _ambitions(questionnaire: Questionnaire, count: int) -> Iterator[tuple[Ambition, dict[str, int | None]]]:
    """Yield ambitions on a real questionnaire, with targets as high as teams set them."""
    for seed in range(count):
        random = Random(f"ambition {seed}")
        now: dict[str, int | None] = {a.id: random.choice((1, 1, 2, 2, 3)) for a in questionnaire.areas}
        targets = {a.id: max(now[a.id] or 1, random.choice((3, 4, 4, 5))) for a in questionnaire.areas}
        capacity = Capacity(random.choice((2, 3, 4)), random.choice((None, 20, 40)))
        yield Ambition(TODAY + timedelta(weeks=52), targets, capacity=capacity), now


def _late(values: list[float]) -> float:
    """Return the value that one in twenty exceeds."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def rows() -> Iterator[Ratio]:
    """Yield the rows on schedules, plans and explanations."""
    times, _gaps = _scheduled(0, True, 10)
    yield Ratio("plan of 48 steps, rules and improvement", "median", statistics.median(times), 5, "ms", 1)
    times, full = _scheduled(SAMPLES, True, 10)
    yield Ratio(f"  with {SAMPLES} samples", "one in twenty takes more", _late(times), 120, "ms", 1)
    _times, gaps = _scheduled(SAMPLES, False, 50)
    yield Ratio("  above the best bound, 15 to 33 steps", "mean of 200", statistics.mean(gaps), 0.3, "%", 1)
    yield Ratio("  above the best bound, 48 steps", "mean of 40", statistics.mean(full), 0.3, "%", 1)
    lengths = [schedule(hard_network(n), samples=SAMPLES).length for n in range(len(SHORTEST))]
    above = [100 * (length / shortest - 1) for length, shortest in zip(lengths, SHORTEST, strict=True)]
    yield Ratio("  above the shortest, four scarce resources", "mean of 48", statistics.mean(above), 1.2, "%", 1)
    questionnaire = load_questionnaire("service-excellence")
    redrawn, explained, relaxed, at_once = [], [], [], []
    for ambition, now in _ambitions(questionnaire, 60):
        drag = partial(make_plan, ambition, questionnaire, now, TODAY, samples=0)
        redrawn.append(min(seconds(drag) for _ in range(BEST_OF)) * 1000)
        needed = make_plan(ambition, questionnaire, now, TODAY, samples=20).verdict.weeks_needed
        weeks = int(needed * SHARE_OF_THE_SHORTEST)
        tight = replace(ambition, target_date=TODAY + timedelta(weeks=weeks), buffer_percent=0)
        plan = make_plan(tight, questionnaire, now, TODAY, samples=20)
        relaxed.append(min(seconds(partial(relaxations, plan)) for _ in range(BEST_OF)) * 1000)
        explained.append(min(seconds(partial(explain, plan)) for _ in range(BEST_OF)) * 1000)
        at_once.append(seconds(partial(frontier, plan)) * 1000)
    yield Ratio("ambition to dated plan while dragging", "median", statistics.median(redrawn), 20, "ms", 1)
    yield Ratio("what would make it fit", "median", statistics.median(relaxed), 150, "ms", 1)
    yield Ratio("why each step is where it is", "median", statistics.median(explained), 20, "ms", 1)
    yield Ratio("weeks for one to six steps at once", "median", statistics.median(at_once), 150, "ms", 1)


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
