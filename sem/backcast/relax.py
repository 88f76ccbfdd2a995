"""The smallest changes that make an ambition fit: a later date, more capacity, or a lower level; each with its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import ceil, floor
from typing import TypeVar

from sem.backcast.bounds import bounds
from sem.backcast.draft import Draft, draft_of
from sem.backcast.levels import MOST_LEVELS, Levels, WayDown
from sem.errors import InvalidError
from sem.model.ambition import MOST_PERSON_DAYS, Ambition, Capacity
from sem.model.plan import OWNER, Fit, Plan, Relaxation, RelaxationKind
from sem.model.questionnaire import LOWEST_LEVEL

Found = TypeVar("Found")

SAMPLES = 20
"""Random plans tried for each change that is looked at."""

MOST_MORE_AT_ONCE = 8
MOST_LEVEL_RELAXATIONS = 6


def relaxations(plan: Plan, samples: int = SAMPLES, seed: int = 0) -> tuple[Relaxation, ...]:
    """Return the smallest changes found after which the plan fits, its buffer included; empty if it fits already.

    First a later date; then more steps at once or more person-days, and both only where neither does alone; then more
    for an owner who has too much work; then lower levels: those that give up least, and among these first what is a
    surprise and counts least; where that would be more than `MOST_LEVELS`, how far all can rise together. Each carries
    the plan that proves it; nothing is named that was not planned.
    """
    if plan.verdict.fit is Fit.FITS:
        return ()
    draft = draft_of(plan)
    search = _Search(plan, draft, samples, seed)
    lower = tuple(search.lower_levels()) or tuple(search.as_far_as_fits())
    return (search.later(), *search.more_capacity(), *search.more_of_owners(), *lower)


def lost_without(plan: Plan, step: str) -> tuple[str, ...]:
    """Return the ids of a waiting step and of all that can't be reached without it, in the order of areas and levels.

    Raises:
        KeyError: There is no such step.
    """
    plan.step(step)
    return Levels(draft_of(plan)).lost_with(step)


def plan_without(plan: Plan, step: str, samples: int = SAMPLES, seed: int = 0) -> Plan | None:
    """Return the plan with the targets lowered by a waiting step and by all that can't be reached without it.

    Returns:
        None if no target that is still to be reached is left.

    Raises:
        KeyError: There is no such step.
    """
    plan.step(step)
    way = Levels(draft_of(plan)).without(step)
    return way.draft.finish(*way.draft.best(samples, seed, plan)) if way else None


def frontier(plan: Plan, most: int = 6, samples: int = SAMPLES, seed: int = 0) -> tuple[tuple[int, int], ...]:
    """Return for 1, 2, … `most` steps at once the weeks that the plan takes, which never rise.

    Person-days are in proportion, so that fewer steps at once also means fewer of them; numbers
    with so few that nothing can be planned are left out.
    """
    draft = draft_of(plan)
    own = draft.ambition.capacity.steps_at_once
    found: list[tuple[int, int]] = []
    last: Plan | None = None
    for at_once in range(1, most + 1):
        try:
            changed = replace(draft, ambition=_with_capacity(draft.ambition, at_once, own))
        except InvalidError:
            continue
        made, pace = changed.best(samples, seed, last)
        last = changed.finish(made, pace)
        found.append((at_once, made.length))
    return tuple(found)


class _Search:
    def __init__(self, plan: Plan, draft: Draft, samples: int, seed: int) -> None:
        self._plan, self._draft, self._samples, self._seed = plan, draft, samples, seed
        self._levels = Levels(draft)
        self._unclear = MOST_LEVELS + 1  # the fewest levels without a plan that fits or a bound against it

    def later(self) -> Relaxation:
        """Return the plan as it is, with the date on which its buffer ends."""
        draft, length = self._draft, self._plan.verdict.weeks_needed
        weeks = length + draft.buffer(length)
        ambition = replace(draft.ambition, target_date=draft.calendar.friday(weeks - 1))
        changed = replace(draft, ambition=ambition)
        made, pace = changed.best(0, self._seed, self._plan)
        cost = weeks - draft.available
        later = changed.finish(made, pace, self._plan.kept_order)
        return Relaxation(RelaxationKind.DATE, cost, self._plan.certified, later)

    def more_capacity(self) -> Iterator[Relaxation]:
        """Yield the least more capacity that does, if any does: of the one kind or the other, else of both.

        Where either kind does alone, it is the one that has to grow by the smaller part of what there is.
        """
        own = self._draft.ambition.capacity
        days = own.person_days_a_month
        alone = [*self._more_steps(own), *(self._more_days(own) if days is not None else ())]
        if alone:
            yield min(alone, key=lambda relaxation: _growth(own, relaxation.plan.ambition.capacity))
        elif days is not None:
            # Steps first, as if there were person-days enough, and then no more of these than those steps need.
            for enough in self._more_steps(replace(own, person_days_a_month=MOST_PERSON_DAYS)):
                at_once = enough.plan.ambition.capacity.steps_at_once
                for both in self._more_days(replace(own, steps_at_once=at_once)):
                    yield replace(both, cost=enough.cost, certain=both.certain and enough.certain)

    def _more_steps(self, capacity: Capacity) -> Iterator[Relaxation]:
        certain = True
        for more in range(1, MOST_MORE_AT_ONCE + 1):
            draft = self._with(replace(capacity, steps_at_once=capacity.steps_at_once + more))
            fitting, ruled_out = self._fitting(draft)
            if fitting:
                yield Relaxation(RelaxationKind.CAPACITY, more, certain, fitting)
                return
            certain &= ruled_out

    def _more_days(self, capacity: Capacity) -> Iterator[Relaxation]:
        """Yield the fewest whole person-days a month that do with so many steps at once, if any number does."""
        own = capacity.person_days_a_month or 0.0

        def tried(days: int) -> tuple[Plan | None, bool]:
            return self._fitting(self._with(replace(capacity, person_days_a_month=float(days))))

        if own >= MOST_PERSON_DAYS or not tried(MOST_PERSON_DAYS)[0]:
            return
        too_few, more, ruled_out = floor(own), 1, True
        fitting: Plan | None = None
        while not fitting:
            days = min(MOST_PERSON_DAYS, floor(own) + more)
            fitting, failed = tried(days)
            if not fitting:
                too_few, more, ruled_out = days, more * 2, failed
        while days - too_few > 1:
            middle = (too_few + days) // 2
            found, failed = tried(middle)
            if found:
                days, fitting = middle, found
            else:
                too_few, ruled_out = middle, failed
        yield Relaxation(RelaxationKind.CAPACITY, ceil(days - own), ruled_out, fitting)

    def _with(self, capacity: Capacity) -> Draft:
        return replace(self._draft, ambition=replace(self._draft.ambition, capacity=capacity))

    def more_of_owners(self) -> Iterator[Relaxation]:
        """Yield for each owner whose work alone does not fit the fewest more steps at once that do."""
        draft = self._draft
        work = bounds(draft.network(draft.pace), with_squeeze=False).work
        for owner in sorted(draft.ambition.owners, key=lambda o: o.id):
            if work.get(OWNER + owner.id, 0) <= draft.room:
                continue
            certain = True
            for more in range(1, MOST_MORE_AT_ONCE + 1):
                busier = replace(owner, steps_at_once=owner.steps_at_once + more)
                owners = tuple(busier if o.id == owner.id else o for o in draft.ambition.owners)
                changed = replace(draft, ambition=replace(draft.ambition, owners=owners))
                fitting, ruled_out = self._fitting(changed)
                if fitting:
                    yield Relaxation(RelaxationKind.OWNER, more, certain, fitting, owner=owner.id)
                    break
                certain &= ruled_out

    def lower_levels(self) -> Iterator[Relaxation]:
        """Yield the ways to give up fewest levels; up to three are known to be fewest if bounds rule out the rest."""
        found, least = 0, MOST_LEVELS
        for way in self._levels.ways_down():
            if way.cost > least or found == MOST_LEVEL_RELAXATIONS:
                return
            fitting, ruled_out = self._fitting(way.draft)
            if fitting:
                least = way.cost
                found += 1
                yield Relaxation(RelaxationKind.LEVEL, way.cost, self._sure(way.cost), fitting, way.areas)
            elif not ruled_out:
                self._unclear = min(self._unclear, way.cost)

    def as_far_as_fits(self) -> Iterator[Relaxation]:
        """Yield the targets that are left when each is raised in turn, one level at a time, as long as that fits.

        How far the work alone lets them rise needs no plans; then half of what is left is tried each time, and only
        from there on one level at a time.
        """
        now, wanted = self._draft.now, self._draft.ambition.levels
        lowest = {area: min(level, now.get(area) or LOWEST_LEVEL) for area, level in wanted.items()}
        climbs = [levels for levels, _may_fit in self._climbs(lowest, self._levels.may_fit)]
        best: tuple[WayDown, Plan] | None = None
        first, last = 0, len(climbs)
        while first < last:
            middle = (first + last + 1) // 2
            found = self._at(climbs[middle - 1])
            first, last, best = (middle, last, found) if found else (first, middle - 1, best)
        for _levels, found in self._climbs(climbs[first - 1] if first else lowest, self._at):
            best = found
        if best:
            way, plan = best
            yield Relaxation(RelaxationKind.LEVEL, way.cost, False, plan, way.areas)

    def _climbs(
        self, levels: Mapping[str, int], fits: Callable[[Mapping[str, int]], Found]
    ) -> Iterator[tuple[Mapping[str, int], Found]]:
        """Yield the levels after each rise by one that fits, and what was found; areas in turn, the heaviest first."""
        wanted, weights = self._draft.ambition.levels, self._draft.ambition.weights
        rising = sorted(levels, key=lambda area: (-weights.get(area, 1.0), area))
        while rising := [area for area in rising if levels[area] < wanted[area]]:
            for area in tuple(rising):
                higher = {**levels, area: levels[area] + 1}
                if found := fits(higher):
                    levels = higher
                    yield levels, found
                else:
                    rising.remove(area)

    def _at(self, levels: Mapping[str, int]) -> tuple[WayDown, Plan] | None:
        """Return the way down to these targets with its plan, if that fits."""
        if not self._levels.may_fit(levels):
            return None
        way = self._levels.at(levels)
        fitting, _ruled_out = self._fitting(way.draft, samples=0)
        return (way, fitting) if fitting else None

    def _sure(self, cost: int) -> bool:
        """Return whether every way to give up fewer levels was ruled out by a bound."""
        return cost <= 3 and self._unclear >= cost

    def _fitting(self, draft: Draft, samples: int | None = None) -> tuple[Plan | None, bool]:
        """Return a plan of a changed draft if one fits, and whether a bound rules that out."""
        network = draft.network(draft.pace)
        if bounds(network).best > draft.room:
            return None, True
        samples = self._samples if samples is None else samples
        made, pace = draft.best(samples, self._seed, self._plan, enough=draft.room)
        return (draft.finish(made, pace), False) if draft.fits(made.length) else (None, False)


def _with_capacity(ambition: Ambition, at_once: int, own: int) -> Ambition:
    days = ambition.capacity.person_days_a_month
    scaled = None if days is None else days * at_once / own
    capacity = replace(ambition.capacity, steps_at_once=at_once, person_days_a_month=scaled)
    return replace(ambition, capacity=capacity)


def _growth(old: Capacity, new: Capacity) -> float:
    """Return by what part of itself the kind of capacity that grows most grows."""
    days = (new.person_days_a_month or 1.0) / (old.person_days_a_month or 1.0)
    return max(new.steps_at_once / old.steps_at_once, days)
