"""What a team measured of its results at the time of two rounds, to stand beside the change of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sem.analysis.comparison import Comparison
from sem.analysis.trend import Trend
from sem.i18n import gettext as _
from sem.i18n import short_date
from sem.model.codec import to_json
from sem.model.outcome import Measure, Measurement, Movement
from sem.model.programme import Programme
from sem.programme.outcomes import in_order, measured_text, value_text
from sem.reports.outcome_text import better_words
from sem.reports.words import NOTHING

OUTCOME_COLUMNS = 4
"""How many cells a row of `outcome_rows` has."""


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A measure at the time of two rounds.

    Args:
        then: The newest value by the day of the earlier round; None where there is none, or no earlier round.
        now: The newest value by the day of the later round, of the last round the newest of all; None where there is
            none since `then`.
    """

    measure: Measure
    then: Measurement | None
    now: Measurement | None

    @property
    def movement(self) -> Movement | None:
        """How the value now stands to the one then; None where one of them is missing."""
        return self.measure.movement(self.then, self.now) if self.then and self.now else None


def outcome_changes(programme: Programme, trend: Trend, comparison: Comparison | None) -> tuple[OutcomeChange, ...]:
    """Return what is known of each measure at two rounds, by name; measures without a value in that time are left out.

    Args:
        programme: Whose measures.
        trend: Over all rounds.
        comparison: Of two of them; with None there is only what was measured last.
    """
    found = []
    for measure in in_order(programme):
        then, now = None, measure.last
        if comparison:
            then = measure.last_by(comparison.before.round.opened)
            if comparison.after is not trend.rounds[-1]:
                now = measure.last_by(comparison.after.round.opened)
        if now or then:
            found.append(OutcomeChange(measure, then, None if now == then else now))
    return tuple(found)


def outcome_movement_words(change: OutcomeChange) -> str:
    """Return by how much the value moved and which way; by the numbers alone, whatever chance has done."""
    if change.then is None or change.now is None:
        return _("no value since") if change.then else NOTHING
    moved = change.now.value - change.then.value
    sign = "+" if moved > 0 else ""
    word = {Movement.BETTER: _("better"), Movement.WORSE: _("worse"), Movement.SAME: _("the same")}
    movement = change.measure.movement(change.then, change.now)
    return word[movement] if movement is Movement.SAME else f"{sign}{value_text(moved)}, {word[movement]}"


def outcome_rows(changes: tuple[OutcomeChange, ...]) -> list[tuple[str, ...]]:
    """Return a table of measures at two rounds, the heading first: name, then, now, how it moved."""
    rows: list[tuple[str, ...]] = [(_("Measure"), _("Then"), _("Now"), _("Moved"))]
    for one in changes:
        then, now = (_dated(one.measure, value) for value in (one.then, one.now))
        rows.append((f"{one.measure.name} ({better_words(one.measure)})", then, now, outcome_movement_words(one)))
    return rows


def outcome_caution() -> str:
    """Return what the measures beside a score may and may not be read for."""
    return _(
        "A score tells how you work, and these tell what others notice of it. That both moved does not show that one "
        "caused the other; and whether a value moved by more than chance, these numbers alone do not tell."
    )


def outcome_changes_json(changes: tuple[OutcomeChange, ...]) -> list[dict[str, Any]]:
    """Return measures at two rounds as JSON values; docs/json.md tells each field."""
    return [
        {
            "id": one.measure.id,
            "name": one.measure.name,
            "unit": one.measure.unit,
            "better": one.measure.better.value,
            "before": to_json(one.then) if one.then else None,
            "after": to_json(one.now) if one.now else None,
            "movement": one.movement.value if one.movement else None,
        }
        for one in changes
    ]


def _dated(measure: Measure, value: Measurement | None) -> str:
    return NOTHING if value is None else f"{measured_text(measure, value)}, {short_date(value.on)}"
