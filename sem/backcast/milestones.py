"""Milestones: a few cuts through a plan, counted back from the target date."""

from __future__ import annotations

from datetime import date

from sem.backcast.calendar import Calendar
from sem.model.plan import Plan
from sem.model.roadmap import Milestone

EVERY_WEEKS = 13
"""The usual working weeks between two milestones: a quarter of a year."""

_FEWEST, _MOST = 4, 6
_CLOSEST = 4
"""Working weeks: with less between them, milestones say nothing that the steps do not say."""


def milestones(plan: Plan, every_weeks: int = EVERY_WEEKS, since: date | None = None) -> tuple[Milestone, ...]:
    """Return the milestones that lie ahead, by day; the last one ends the last working week before the target date.

    They are counted back from there in working weeks, so that none is in a closed week. Where `every_weeks` would give
    fewer than four or more than six over the whole time, they lie closer together or further apart; over a short time
    there are fewer. A step that ends after the target date belongs to none of them. Of a target date that has passed
    only the last milestone is left.

    Args:
        plan: Whose levels and ends those of the milestones are.
        every_weeks: The working weeks between two milestones, 1 or more.
        since: The day from which the whole time counts, so that milestones stay where they are as time goes by; None
            for the day of the plan.
    """
    calendar = Calendar(plan.today, plan.ambition.closed_weeks)
    available = calendar.weeks_until(plan.ambition.target_date)
    spacing, count = _spacing(available - min(0, calendar.number(since or plan.today)), every_weeks)
    days = [calendar.friday(available - 1 - n * spacing) for n in reversed(range(count))]
    found = []
    for n, day in enumerate(days):
        if day < plan.today and day != days[-1]:
            continue
        ended = sorted((p.end, p.step.id) for p in plan.steps if p.end <= day and (n == 0 or p.end > days[n - 1]))
        found.append(Milestone(day, plan.levels_on(day), tuple(step for _end, step in ended)))
    return tuple(found)


def _spacing(weeks: int, every: int) -> tuple[int, int]:
    """Return the working weeks between milestones, and how many there are over so many weeks."""
    fewest = max(1, min(_FEWEST, weeks // _CLOSEST))
    count = min(_MOST, max(fewest, weeks // every))
    return (every if count == weeks // every else max(1, weeks // count)), count
