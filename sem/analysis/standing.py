"""Whether a team stands out from the other teams in an area by more than chance gives; never from means alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb

from sem.analysis.comparison import Verdict, judge
from sem.analysis.permutation import Outcome, smallest_unpaired_p, together
from sem.analysis.teams import Cell, TeamsComparison


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be said of one team beside the others in an area.

    Args:
        verdict: `Verdict.NOTHING` where the team or the others have no levels to compare, `Verdict.AGREED` where the
            team's mean is all agreed on.
        higher: Whether the team answers higher than the others; None where that is not told.
        p: Corrected for how many teams are tested in the area (Holm); None where there is no test.
        smallest_p: The smallest it could have become with so many people.
        n: How many people of the team chose a level at the question where most did.
    """

    verdict: Verdict
    higher: bool | None = None
    p: float | None = None
    smallest_p: float | None = None
    n: int = 0


def standings(comparison: TeamsComparison, area_id: str) -> tuple[Standing, ...]:
    """Return for each team, in the order of the rows, how it stands beside all others together in an area.

    Were all teams alike, each team's answers could as well have come from anybody in the room. So at each question that
    is compared it is counted how often as many people as the team has, taken out of everybody by chance, have a sum of
    levels at least as far off; exactly, over all ways to take them. The questions are taken together as in the
    comparison of two rounds of groups, and the teams corrected by Holm. With two teams there is one test, which both
    share. What a team agreed on is one value, and is not tested; nor does it count for the others.

    Raises:
        KeyError: There is no such area, and there is a team.
    """
    cells = comparison.column(area_id)
    chosen = [_levels(cell) for cell in cells]
    pools: dict[str, list[tuple[int, ...]]] = {}
    for own in chosen:
        for id_, levels in own.items():
            pools.setdefault(id_, []).append(levels)
    counts = {id_: Counter(level for levels in groups for level in levels) for id_, groups in pools.items()}
    drawn: dict[tuple[str, int], Mapping[int, int]] = {}
    found: list[tuple[Standing, Outcome | None]] = []
    for cell, own in zip(cells, chosen, strict=True):
        shared = [id_ for id_ in own if len(pools[id_]) > 1]
        if not shared:
            agreed = not own and cell.mean is not None
            found.append((Standing(Verdict.AGREED if agreed else Verdict.NOTHING), None))
            continue
        tests, least = [], []
        for id_ in shared:
            n, everybody = len(own[id_]), counts[id_].total()
            if (id_, n) not in drawn:
                drawn[id_, n] = _ways(counts[id_], n)
            tests.append(_tail(drawn[id_, n], sum(own[id_]), comb(everybody, n)))
            smallest = smallest_unpaired_p(everybody - n, n)
            least.append(Outcome(smallest, smallest / 2, 1.0))
        tested = together(tests)
        standing = Standing(
            Verdict.NOISE,
            None if tested.up == tested.down else tested.up < tested.down,
            smallest_p=together(least).p,
            n=max(len(own[id_]) for id_ in shared),
        )
        found.append((standing, tested))
    return _judged(found)


def _levels(cell: Cell) -> Mapping[str, tuple[int, ...]]:
    """Return the levels that people chose, at each question of which the value is made of them."""
    if cell.scored is None or cell.mean is None:
        return {}
    return {one.question.id: one.levels for one in cell.scored.questions if one.levels and one.consensus is None}


def _ways(counts: Mapping[int, int], taken: int) -> Mapping[int, int]:
    """Return in how many ways so many people can be taken out of all, by the sum of their levels."""
    ways = {(0, 0): 1}
    for level, people in counts.items():
        more: Counter[tuple[int, int]] = Counter()
        for (size, total), n in ways.items():
            for extra in range(min(people, taken - size) + 1):
                more[size + extra, total + extra * level] += n * comb(people, extra)
        ways = dict(more)
    return {total: n for (size, total), n in ways.items() if size == taken}


def _tail(ways: Mapping[int, int], seen: int, total: int) -> Outcome:
    up = sum(n for s, n in ways.items() if s >= seen) / total
    down = sum(n for s, n in ways.items() if s <= seen) / total
    return Outcome(min(1.0, 2 * min(up, down)), up, down)


def _judged(found: Sequence[tuple[Standing, Outcome | None]]) -> tuple[Standing, ...]:
    tested = [(outcome.p, standing.smallest_p or 0.0) for standing, outcome in found if outcome is not None]
    # Two groups are one difference, seen from both sides.
    judgements = judge(tested, one=len(tested) == 2)
    judged = []
    for standing, outcome in found:
        if outcome is None:
            judged.append(standing)
            continue
        verdict, p, least = next(judgements)
        judged.append(replace(standing, verdict=verdict, p=p, smallest_p=least))
    return tuple(judged)
