"""An ambition while it is being shaped: what each key makes of it, and what that does to the plan."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from sem.backcast.plan import SAMPLES
from sem.model.ambition import Ambition
from sem.model.plan import Plan
from sem.model.programme import Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL
from sem.programme.ambition import default_levels, set_ambition
from sem.programme.roadmap import make_roadmap
from sem.reports.roadmap import Standing

WEIGHTS = (1.0, 2.0, 3.0, 0.5)
"""The weights that one key goes through."""

_MONTHS_AHEAD = 12
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """An ambition that is not saved yet, beside the one that is.

    Args:
        standing: Where the team stands.
        today: The day.
        ambition: The one being shaped.
        saved: The one there is; None before the first.
        begun: What it was before the first key.
    """

    standing: Standing
    today: date
    ambition: Ambition
    saved: Ambition | None
    begun: Ambition

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.ambition != self.saved

    def now(self, area: str) -> int:
        """Return the level of an area today; one that is not known counts as the lowest."""
        return self.standing.now.get(area) or LOWEST_LEVEL

    def target(self, area: str) -> int:
        """Return the level that an area should reach: today's where it is held."""
        return max(self.now(area), self.ambition.levels.get(area, LOWEST_LEVEL))

    def with_target(self, area: str, level: int) -> Draft:
        """Return the draft with another target; one at or below the level of today means that the area is held."""
        levels = {other: target for other, target in self.ambition.levels.items() if other != area}
        if self.now(area) < level <= HIGHEST_LEVEL:
            levels[area] = level
        elif level > HIGHEST_LEVEL:
            return self
        return self.of(replace(self.ambition, levels=levels))

    def with_next_weight(self, area: str) -> Draft:
        """Return the draft in which an area counts by the next of the weights."""
        weight = self.ambition.weights.get(area, 1.0)
        following = WEIGHTS[(WEIGHTS.index(weight) + 1) % len(WEIGHTS)] if weight in WEIGHTS else WEIGHTS[0]
        weights = {other: count for other, count in self.ambition.weights.items() if other != area}
        if following != WEIGHTS[0]:
            weights[area] = following
        return self.of(replace(self.ambition, weights=weights))

    def with_months(self, months: int) -> Draft:
        """Return the draft with its date so many months later, and never before tomorrow."""
        moved = months_later(self.ambition.target_date, months)
        return self.of(replace(self.ambition, target_date=max(moved, self.today + timedelta(days=1))))

    def with_capacity(self, more: int) -> Draft:
        """Return the draft with so many more steps at once, and never fewer than one."""
        capacity = self.ambition.capacity
        at_once = max(1, capacity.steps_at_once + more)
        return self.of(replace(self.ambition, capacity=replace(capacity, steps_at_once=at_once)))

    def with_default(self) -> Draft:
        """Return the draft with the profile that one starts from."""
        levels = {area: level for area, level in default_levels(self.standing.now).items() if level > self.now(area)}
        return self.of(replace(self.ambition, levels=levels))

    def of(self, ambition: Ambition) -> Draft:
        """Return the draft with another ambition."""
        return replace(self, ambition=ambition)

    def plan(self, samples: int = SAMPLES) -> Plan:
        """Return the plan as the roadmap would show it if this were saved.

        Raises:
            InvalidError: It can't be planned at all.
        """
        return self._plan_of(self.ambition, samples)

    def saved_plan(self) -> Plan | None:
        """Return the plan as the roadmap shows it; None without an ambition, or with one that can't be planned."""
        return self._plan_of(self.saved, SAMPLES) if self.saved else None

    def _plan_of(self, ambition: Ambition, samples: int) -> Plan:
        standing = self.standing
        programme = replace(standing.programme, ambition=ambition)
        opened = standing.round.opened
        return make_roadmap(
            standing.team.name, programme, standing.questionnaire, standing.now, opened, self.today, samples
        ).plan

    def save(self, programme: Programme) -> Programme:
        """Return a programme with what was changed in this draft; what others changed meanwhile stays.

        Raises:
            InvalidError: The ambition does not hold.
        """
        ambition = self.ambition
        if self.saved and programme.ambition and programme.ambition != self.saved:
            mine = {
                field.name: getattr(ambition, field.name)
                for field in fields(Ambition)
                if getattr(ambition, field.name) != getattr(self.saved, field.name)
            }
            ambition = replace(programme.ambition, **mine)
        return set_ambition(programme, ambition, self.standing.questionnaire, self.standing.now, self.today)


def draft_of(standing: Standing, today: date) -> Draft:
    """Return the ambition of a team to change; where it has none, one with the default profile in a year."""
    saved = standing.programme.ambition
    if saved:
        return Draft(standing, today, saved, saved, saved)
    empty = Ambition(months_later(today, _MONTHS_AHEAD), {})
    first = Draft(standing, today, empty, None, empty).with_default()
    return replace(first, begun=first.ambition)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later; the last day of a month that has no such day."""
    year, month = divmod(day.year * _LAST_MONTH + day.month - 1 + months, _LAST_MONTH)
    last = monthrange(year, month + 1)[1]
    # A day that ends its month keeps doing so, because that is what was meant.
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))
