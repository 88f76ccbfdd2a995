"""The ways to aim lower: which targets to lower together, what that costs, and which steps are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from sem.backcast.draft import Draft
from sem.backcast.steps import hard_prerequisites, with_needed_by
from sem.model.plan import StepState
from sem.model.questionnaire import PracticeKind

MOST_LEVELS = 6
"""Levels given up at most: an ambition that asks for more has to be thought over as a whole."""

_Bits = int
"""A set of steps: bit n is step n of the draft."""


@dataclass(frozen=True, slots=True)
class WayDown:
    """Targets to lower together.

    Args:
        cost: The levels of the targets that are given up.
        areas: The areas whose target is lowered.
        draft: What is left to plan.
    """

    cost: int
    areas: tuple[str, ...]
    draft: Draft


class Levels:
    """The targets of a draft, and what each of them rests on."""

    def __init__(self, draft: Draft) -> None:
        self._draft, self._steps = draft, draft.steps
        number = {step.id: n for n, step in enumerate(self._steps)}
        before = [[number[i] for i in hard_prerequisites(step) if i in number] for step in self._steps]
        self._begun = self._set(
            n for n, step in enumerate(self._steps) if draft.state(step.id) is not StepState.WAITING
        )
        levels = draft.ambition.levels
        self._wanted = self._set(n for n, s in enumerate(self._steps) if s.level <= levels.get(s.area, 0))
        self._with_needs = [_closure(n, before) for n in range(len(self._steps))]

    def ways_down(self) -> Iterator[WayDown]:
        """Yield the ways to lower targets whose work could fit, the fewest levels first.

        One way is a target step with all that needs it, or two such together; that gives every way to give up one or
        two levels. Of equally many levels, those with the fewest basics come first, then those that count least.
        """
        options = {self._dropped_with(n) for n in range(len(self._steps))}
        options = {dropped for dropped in options if dropped and not dropped & self._begun}
        small = sorted(dropped for dropped in options if dropped.bit_count() <= 2)
        options |= {one | other for one, other in combinations(small, 2)}
        for dropped in sorted(options, key=self._rank):
            if dropped.bit_count() > MOST_LEVELS:
                return
            if not self._wanted & ~dropped:
                continue  # to give up everything is no plan
            kept = self._kept(dropped)
            if self._has_room(kept):
                yield self._way(dropped, kept)

    def lost_with(self, step: str) -> tuple[str, ...]:
        """Return the ids of a step and of all that can't be reached without it, as far as they have not begun."""
        number = next(n for n, found in enumerate(self._steps) if found.id == step)
        lost = self._set(n for n, needs in enumerate(self._with_needs) if needs >> number & 1)
        return tuple(self._steps[n].id for n in _members(lost & ~self._begun))

    def without(self, step: str) -> WayDown | None:
        """Return the way down that gives up what can't be reached without a step; None if nothing is left to reach."""
        lost = set(self.lost_with(step))
        dropped = self._set(n for n in _members(self._wanted & ~self._begun) if self._steps[n].id in lost)
        if not self._wanted & ~self._begun & ~dropped:
            return None
        return self._way(dropped, self._kept(dropped))

    def _set(self, numbers: Iterable[int]) -> _Bits:
        bits = 0
        for n in numbers:
            bits |= 1 << n
        return bits

    def _dropped_with(self, number: int) -> _Bits:
        """Return the targets that can't be reached without a step."""
        return self._set(n for n in _members(self._wanted) if self._with_needs[n] >> number & 1)

    def _kept(self, dropped: _Bits) -> _Bits:
        kept = self._begun
        for n in _members(self._wanted & ~dropped):
            kept |= self._with_needs[n]
        return kept

    def _rank(self, dropped: _Bits) -> tuple[int, int, float, list[str]]:
        steps = [self._steps[n] for n in _members(dropped)]
        basics = sum(step.kind is PracticeKind.BASIC for step in steps)
        return len(steps), basics, sum(step.weight for step in steps), [step.id for step in steps]

    def _has_room(self, kept: _Bits) -> bool:
        """Return whether each resource can do the work of these steps: too much is ruled out without planning."""
        room = self._draft.room
        return all(sum(work[n] for n in _members(kept)) <= room * capacity for capacity, work in self._loads)

    @cached_property
    def _loads(self) -> list[tuple[int, list[int]]]:
        """For each resource its capacity and the work of each step."""
        network = self._draft.network(self._draft.pace)
        result = []
        for resource in network.resources:
            of = {a.id: a.duration * a.needs.get(resource.id, 0) for a in network.activities}
            result.append((resource.capacity, [of.get(step.id, 0) for step in self._steps]))
        return result

    def _way(self, dropped: _Bits, kept: _Bits) -> WayDown:
        levels = dict(self._draft.ambition.levels)
        areas = dict.fromkeys(self._steps[n].area for n in _members(dropped))
        for n in _members(dropped):
            step = self._steps[n]
            levels[step.area] = min(levels[step.area], step.level - 1)
        return WayDown(dropped.bit_count(), tuple(areas), self._only(kept, levels))

    def _only(self, kept: _Bits, levels: Mapping[str, int]) -> Draft:
        left = [self._steps[n] for n in _members(kept)]
        ids = {step.id for step in left}
        left = [replace(step, after=tuple(d for d in step.after if d.step in ids)) for step in left]
        ambition = replace(self._draft.ambition, levels=dict(levels))
        return replace(self._draft, ambition=ambition, steps=with_needed_by(left, ambition))

    def may_fit(self, levels: Mapping[str, int]) -> bool:
        """Return whether the work alone leaves room for these targets."""
        return self._has_room(self._kept(self._above(levels)))

    def _above(self, levels: Mapping[str, int]) -> _Bits:
        return self._set(n for n in _members(self._wanted) if self._steps[n].level > levels[self._steps[n].area])

    def at(self, levels: Mapping[str, int]) -> WayDown:
        """Return the way down to these targets: one for each area of the draft's own, and none above it."""
        dropped = self._above(levels)
        areas = dict.fromkeys(self._steps[n].area for n in _members(dropped))
        return WayDown(dropped.bit_count(), tuple(areas), self._only(self._kept(dropped), levels))


def _members(bits: _Bits) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _closure(number: int, before: list[list[int]]) -> _Bits:
    """Return a step and all that it needs, directly or not."""
    found, todo = 1 << number, [number]
    while todo:
        for b in before[todo.pop()]:
            if not found >> b & 1:
                found |= 1 << b
                todo.append(b)
    return found
