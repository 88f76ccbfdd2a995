"""Exact permutation tests: how often chance alone gives at least the change that was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, lcm
from operator import mul
from random import Random

MOST_EXACT_PAIRS = 20
"""Up to this many pairs every way to flip the signs counts: 2 to the power of 20 is about a million."""
DRAWS = 49_999
"""How many ways are drawn beyond that; with the way it was this makes a round number."""
SEED = 2026
LEVEL_OF_INTERVAL = 0.95


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a test says of one change.

    Args:
        p: Two-sided: twice the smaller of the two below, at most 1.
        up: How likely chance alone gives this change or a larger one.
        down: How likely it gives this change or a smaller one.
        draws: How many ways were drawn at random; None where all were counted.
    """

    p: float
    up: float
    down: float
    draws: int | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """What is told of the changes of people who answered both times.

    Args:
        tested: By the sign-flip test.
        interval: From which to which mean change the test would find nothing to object to, at 95%; None with fewer
            than six pairs, which cannot leave out one change in forty on either side, and where all are equal.
    """

    tested: Outcome
    interval: tuple[float, float] | None


def smallest_paired_p(pairs: int) -> float:
    """Return the smallest two-sided p that the sign-flip test can give with so many pairs."""
    return min(1.0, 2.0 ** (1 - pairs))


def smallest_unpaired_p(before: int, after: int) -> float:
    """Return the smallest two-sided p that the test of two groups of this size can give."""
    return min(1.0, 2.0 / comb(before + after, after))


def pair_test(changes: Sequence[Fraction]) -> Paired:
    """Test whether people's changes differ from none, by exact sign-flip permutation.

    If nothing changed, each person's change could as well have had the other sign. Flipping the signs of the people in
    a set F takes the sum to the whole less twice the sum of F; so a sum at least as large comes from each F whose own
    sum is 0 or less. The interval has the same source: the means of all non-empty sets cut the line into parts that
    are equally likely to hold the true mean (Hartigan, 1969).

    Args:
        changes: Later less earlier, a number a person; exact, so that equal ones are equal.

    Raises:
        ValueError: There are none.
    """
    if not changes:
        raise ValueError("no changes to test")
    unit = lcm(*(change.denominator for change in changes))
    whole = [int(change * unit) for change in changes]
    if len(whole) <= MOST_EXACT_PAIRS:
        sets = _all_sets(whole)
        total = 2 ** len(whole)
        draws = None
        extra = 0
    else:
        sets = _drawn_sets(whole)
        total = draws = DRAWS
        # The way it was counts as one of those drawn: the p of a drawn test is never 0.
        extra = 1
    up = (sum(n for (_size, s), n in sets.items() if s <= 0) + extra) / (total + extra)
    down = (sum(n for (_size, s), n in sets.items() if s >= 0) + extra) / (total + extra)
    tested = Outcome(min(1.0, 2 * min(up, down)), min(1.0, up), min(1.0, down), draws)
    outside = int(total * (1 - LEVEL_OF_INTERVAL) / 2 + 1e-9)
    if outside == 0 or len(set(whole)) == 1:
        return Paired(tested, None)
    means = Counter[Fraction]()
    for (size, s), n in sets.items():
        if size:
            means[Fraction(s, size * unit)] += n
    return Paired(tested, (_at(sorted(means.items()), outside), _at(sorted(means.items(), reverse=True), outside)))


def group_test(before: Sequence[int], after: Sequence[int]) -> Outcome:
    """Test whether the levels of two groups differ in mean, by exact permutation of who is in which.

    Args:
        before: The levels of one group; who is in both is not known.
        after: Those of the other.

    Raises:
        ValueError: A group is empty.
    """
    if not before or not after:
        raise ValueError("an empty group")
    return _counted(tuple(sorted(before)), tuple(sorted(after)))


@lru_cache(1024)
def _counted(before: tuple[int, ...], after: tuple[int, ...]) -> Outcome:
    """Return the test of two groups: every way to deal the people counts, but those who chose alike at once.

    The other levels are dealt in two halves, each as how many people it takes and how far their sum lies from that of
    as many people at the most common level. Who is left comes from that level, in as many ways as there are to choose
    them. So the work grows with the fourth power of the numbers of people at a level, and not with the ways.
    """
    everyone = Counter((*before, *after))
    centre = max(everyone, key=lambda level: (everyone[level], level))
    others = sorted((level for level in everyone if level != centre), key=everyone.__getitem__)
    halves = [{level - centre: everyone[level] for level in others[at::2]} for at in range(2)]
    first, second = (_dealt(half, len(after)) for half in halves)
    choose = [comb(everyone[centre], n) for n in range(everyone[centre] + 1)]
    sizes = sorted(first)
    # How many ways there are for the people that neither half takes, by how many each of the halves takes.
    rest = {
        more: [choose[left] if 0 <= (left := len(after) - size - more) < len(choose) else 0 for size in sizes]
        for more in second
    }
    tails = _tails([first[size] for size in sizes])
    seen = sum(level - centre for level in after)

    def at_least(least: int) -> int:
        return sum(
            ways * sum(map(mul, tails(least - s), rest[more]))
            for more, sums in second.items()
            for s, ways in sums.items()
        )

    total = comb(len(before) + len(after), len(after))
    up, down = at_least(seen) / total, (total - at_least(seen + 1)) / total
    return Outcome(min(1.0, 2 * min(up, down)), up, down)


def _dealt(levels: Mapping[int, int], most: int) -> dict[int, Counter[int]]:
    """Return in how many ways people can be taken, by how many there are and by the sum of their levels.

    Args:
        levels: How many people are at each level.
        most: How many are taken at most.
    """
    ways = {0: Counter({0: 1})}
    for level, people in levels.items():
        longer: dict[int, Counter[int]] = {}
        for size, sums in ways.items():
            for n in range(min(people, most - size) + 1):
                of_n, into = comb(people, n), longer.setdefault(size + n, Counter())
                for s, count in sums.items():
                    into[s + n * level] += count * of_n
        ways = longer
    return ways


def _tails(counted: Sequence[Counter[int]]) -> Callable[[int], Sequence[int]]:
    """Return a function that gives of each counter how many values in it are at least a number."""
    lowest = min(min(sums) for sums in counted)
    highest = max(max(sums) for sums in counted)
    rows = [[0] * len(counted)]
    for value in range(highest, lowest - 1, -1):
        rows.append([more + sums[value] for more, sums in zip(rows[-1], counted, strict=True)])
    return lambda least: rows[min(max(highest + 1 - least, 0), len(rows) - 1)]


def together(tests: Sequence[Outcome]) -> Outcome:
    """Return one test of several questions, each tested by itself, however the answers to them hang together.

    Twice the mean of p-values is a p-value under any dependence (Rüschendorf, 1982; Vovk and Wang, 2020). The sides are
    taken apart, so that questions that rose do not go with questions that fell.

    Raises:
        ValueError: There are none.
    """
    if not tests:
        raise ValueError("no tests to take together")
    if len(tests) == 1:
        return tests[0]
    up = min(1.0, 2 * sum(test.up for test in tests) / len(tests))
    down = min(1.0, 2 * sum(test.down for test in tests) / len(tests))
    return Outcome(min(1.0, 2 * min(up, down)), up, down)


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected for how many there are (Holm, 1979), in the order they came in."""
    corrected = [1.0] * len(ps)
    highest = 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, ps[at] * (len(ps) - rank)))
        corrected[at] = highest
    return tuple(corrected)


def _all_sets(values: Sequence[int]) -> Counter[tuple[int, int]]:
    """Return how many sets of the values there are, the empty one too, by size and sum."""
    sets = Counter({(0, 0): 1})
    for value in values:
        longer = {(size + 1, s + value): n for (size, s), n in sets.items()}
        sets.update(longer)
    return sets


def _drawn_sets(values: Sequence[int]) -> Counter[tuple[int, int]]:
    """Return the sizes and sums of sets that are drawn at random, each time the same ones."""
    tables = [_subset_table(values[at : at + 8]) for at in range(0, len(values), 8)]
    chance = Random(SEED)
    sets = Counter[tuple[int, int]]()
    for _draw in range(DRAWS):
        size = s = 0
        for table in tables:
            more, plus = table[chance.getrandbits(8) % len(table)]
            size += more
            s += plus
        sets[size, s] += 1
    return sets


def _subset_table(values: Sequence[int]) -> list[tuple[int, int]]:
    table = [(0, 0)]
    for value in values:
        table += [(size + 1, s + value) for size, s in table]
    return table


def _at(counted: Iterable[tuple[Fraction, int]], place: int) -> float:
    """Return the value at a place, counted from 1, among values with how often each is there."""
    for value, n in counted:
        place -= n
        if place <= 0:
            return float(value)
    raise ValueError("there is no such place")
