"""A plain project network: activities with durations, precedences and needs, and resources with capacities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _

_LONGEST_CHAIN_IN_WORDS = 12


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes a number of whole periods without a break.

    Args:
        id: Unique in its network.
        duration: In periods, 0 or more.
        after: The ids of the activities that have to end before it starts.
        needs: The units of each resource, by id, that it holds in each of its periods.
        preference: Which of two activities goes first where the schedule does not care: the lower one, then by id.
        earliest: The first period in which it may start, for something that is not there before.
    """

    id: str
    duration: int
    after: tuple[str, ...] = ()
    needs: Mapping[str, int] = field(default_factory=dict)
    preference: float = 0.0
    earliest: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """Something there is only so much of in each period.

    Args:
        id: Unique in its network.
        capacity: Units in each period, also before period 0.
        exceptions: Other capacities, by period from 0 on; 0 closes the resource in that period. No activity that needs
            the resource spans a period in which too little is left: activities are never interrupted.
    """

    id: str
    capacity: int
    exceptions: Mapping[int, int] = field(default_factory=dict)

    def at(self, period: int) -> int:
        """Return the capacity in one period."""
        return self.exceptions.get(period, self.capacity)


@dataclass(frozen=True)
class Network:
    """Activities and the resources they share; the order in which either is given does not matter.

    Periods count from 0. Periods in which nobody works have no number at all: the caller's calendar leaves them out, so
    that an activity goes on after them (see `sem.backcast.calendar`).

    Raises:
        InvalidError: With every problem: an id used twice or unknown, a number below 0, a circle (named as a path), a
            need above the capacity, a resource without capacity that is needed.
    """

    activities: tuple[Activity, ...]
    resources: tuple[Resource, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "activities", tuple(sorted(self.activities, key=lambda a: (a.preference, a.id))))
        object.__setattr__(self, "resources", tuple(sorted(self.resources, key=lambda r: r.id)))
        problems = [*_wrong_ids(self), *_wrong_numbers(self)]
        if not problems:
            circle = find_circle({activity.id: activity.after for activity in self.activities})
            if circle:
                problems.append(circle_problem(circle))
        if problems:
            raise InvalidError(_("These steps can't be planned."), problems=problems)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The place of each activity in `activities`, by id; the tuples below are in that order."""
        return {activity.id: n for n, activity in enumerate(self.activities)}

    @cached_property
    def durations(self) -> tuple[int, ...]:
        """The duration of each activity."""
        return tuple(activity.duration for activity in self.activities)

    @cached_property
    def before(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the activities that each one waits for."""
        return tuple(tuple(sorted({self.number[i] for i in activity.after})) for activity in self.activities)

    @cached_property
    def followers(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the activities that wait for each one."""
        result: list[list[int]] = [[] for _ in self.activities]
        for n, before in enumerate(self.before):
            for b in before:
                result[b].append(n)
        return tuple(map(tuple, result))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The numbers of all activities, each one after those it waits for."""
        waiting = [len(before) for before in self.before]
        order = [n for n, count in enumerate(waiting) if not count]
        for n in order:
            for f in self.followers[n]:
                waiting[f] -= 1
                if not waiting[f]:
                    order.append(f)
        return tuple(order)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The period before which each activity can't start, whatever the capacity.

        It is the longest chain of durations before it, counted from the first period in which that chain may start.
        """
        heads = [0] * len(self.activities)
        for n in self.order:
            ends = (heads[b] + self.durations[b] for b in self.before[n])
            heads[n] = max(self.activities[n].earliest, *ends, 0)
        return tuple(heads)

    @cached_property
    def tails(self) -> tuple[int, ...]:
        """The longest chain of durations after each activity, without its own."""
        tails = [0] * len(self.activities)
        for n in reversed(self.order):
            tails[n] = max((tails[f] + self.durations[f] for f in self.followers[n]), default=0)
        return tuple(tails)

    @cached_property
    def follower_counts(self) -> tuple[int, ...]:
        """How many activities wait for each one, directly or not."""
        reached = [0] * len(self.activities)  # sets of numbers, as bits
        for n in reversed(self.order):
            for f in self.followers[n]:
                reached[n] |= reached[f] | 1 << f
        return tuple(bits.bit_count() for bits in reached)

    def only(self, ids: Iterable[str]) -> Network:
        """Return the network of these activities alone, with the precedences among them."""
        kept = set(ids)
        activities = (
            replace(activity, after=tuple(i for i in activity.after if i in kept))
            for activity in self.activities
            if activity.id in kept
        )
        return Network(tuple(activities), self.resources)

    def with_capacity(self, capacities: Mapping[str, int]) -> Network:
        """Return the same network with other usual capacities of some resources."""
        resources = (replace(r, capacity=capacities.get(r.id, r.capacity)) for r in self.resources)
        return Network(self.activities, tuple(resources))


def find_circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a circle among ids that wait for each other, the first to be done first; empty if there is none."""
    done: set[str] = set()
    for first in sorted(after):
        path: dict[str, None] = {}
        walks = [iter([first])]
        while walks:
            here = next(walks[-1], None)
            if here is None:
                walks.pop()
                if path:
                    done.add(path.popitem()[0])
            elif here in path:
                circle = list(path)
                return circle[circle.index(here) :][::-1]
            elif here not in done:
                path[here] = None
                walks.append(iter(sorted(after.get(here, ()))))
    return []


def circle_problem(circle: Sequence[str]) -> Problem:
    """Return the problem that names a circle, back to where it starts; a long one without its middle."""
    names = [*circle, circle[0]]
    if len(names) > _LONGEST_CHAIN_IN_WORDS:
        names[_LONGEST_CHAIN_IN_WORDS - 2 : -1] = ["…"]
    message = _("These steps wait for each other in a circle: {circle}.").format(circle=" → ".join(names))
    return Problem(message, _("Delete one of these prerequisites."))


def _wrong_ids(network: Network) -> Iterable[Problem]:
    activities = [activity.id for activity in network.activities]
    resources = [resource.id for resource in network.resources]
    for ids in (activities, resources):
        for twice in (i for i, times in Counter(ids).items() if times > 1):
            yield Problem(_("“{id}” is there twice.").format(id=twice), _("Give one of them another id."))
    known, capacities = set(activities), set(resources)
    for activity in network.activities:
        for other in sorted(set(activity.after) - known):
            message = _("“{id}” waits for “{other}”, which is not there.").format(id=activity.id, other=other)
            yield Problem(message, _("Add that step, or delete the prerequisite."))
        for resource in sorted(set(activity.needs) - capacities):
            message = _("“{id}” needs “{resource}”, which is not there.").format(id=activity.id, resource=resource)
            yield Problem(message, _("Say how much of it there is."))


def _wrong_numbers(network: Network) -> Iterable[Problem]:
    resources = {resource.id: resource for resource in network.resources}
    for resource in network.resources:
        if min([resource.capacity, *resource.exceptions.values(), *resource.exceptions]) < 0:
            yield Problem(_("“{id}” has a number below zero.").format(id=resource.id), _("Use 0 or more."))
    empty: dict[str, list[str]] = {}
    for activity in network.activities:
        if min([activity.duration, activity.earliest, *activity.needs.values()]) < 0:
            yield Problem(_("“{id}” has a number below zero.").format(id=activity.id), _("Use 0 or more."))
        for name in sorted(set(activity.needs) & set(resources)):
            need, capacity = activity.needs[name], resources[name].capacity
            if need > capacity == 0:
                empty.setdefault(name, []).append(activity.id)
            elif need > capacity > 0:
                message = _("“{id}” needs {need} of “{resource}” at once, and there is {capacity}.")
                yield Problem(
                    message.format(id=activity.id, need=need, resource=name, capacity=capacity),
                    _("Ask for less of it, or make more available."),
                )
    for name, ids in empty.items():
        message = _("There is no “{resource}” at all, and it is needed for: {ids}.")
        yield Problem(message.format(resource=name, ids=", ".join(ids)), _("Make some available, or ask for none."))
