"""Outcome measures in words, as a table and as JSON values, the same in commands, reports and on the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sem.i18n import gettext as _
from sem.i18n import language, short_date
from sem.model.codec import to_json
from sem.model.outcome import Better, Measure, Movement
from sem.model.programme import Programme
from sem.programme.outcomes import in_order, measured_text, value_text
from sem.programme.usual_measures import USUAL


def better_words(measure: Measure) -> str:
    """Return which values of a measure are the better ones."""
    return _("higher is better") if measure.better is Better.HIGHER else _("lower is better")


def movement_words(measure: Measure) -> str:
    """Return how the last value stands to the first, with both; nothing where there are not two.

    By the numbers alone: nothing here can tell what chance has done, so the words claim no more.
    """
    if len(measure.values) < 2:
        return ""
    first, last = measure.values[0], measure.values[-1]
    text = {
        Movement.BETTER: _("better than {value} on {day}"),
        Movement.WORSE: _("worse than {value} on {day}"),
        Movement.SAME: _("the same as {value} on {day}"),
    }[measure.movement(first, last)]
    return text.format(value=value_text(first.value), day=short_date(first.on))


def measure_line(measure: Measure) -> str:
    """Return a measure with its last value and how it moved, on one line."""
    last = measure.last
    if last is None:
        said = _("no value yet")
    else:
        said = _("{value} on {day}").format(value=measured_text(measure, last), day=short_date(last.on))
    return " · ".join(filter(None, (measure.name, said, movement_words(measure))))


def measure_rows(programme: Programme) -> list[tuple[str, ...]]:
    """Return a table of the measures by name, the heading first: name, last value, its day, how it moved, values."""
    rows: list[tuple[str, ...]] = [(_("Measure"), _("Last value"), _("Day"), _("Since the first"), _("Values"))]
    for one in in_order(programme):
        last = one.last
        rows.append((
            f"{one.name} ({better_words(one)})",
            measured_text(one, last) if last else "–",
            short_date(last.on) if last else "–",
            movement_words(one) or "–",
            str(len(one.values)),
        ))  # fmt: skip
    return rows


def value_rows(measure: Measure) -> list[tuple[str, ...]]:
    """Return a table of the values of a measure, the newest first, the heading before them: day, value, n, source."""
    rows: list[tuple[str, ...]] = [(_("Day"), measure.unit, "n", _("Source"))]
    rows += [
        (short_date(one.on), value_text(one.value), "–" if one.n is None else str(one.n), one.source)
        for one in reversed(measure.values)
    ]
    return rows


def measures_json(programme: Programme) -> list[dict[str, Any]]:
    """Return the measures of a programme with their values as JSON values, by name; values the oldest first."""
    return [to_json(one) for one in in_order(programme)]


def usual_rows() -> Sequence[tuple[str, ...]]:
    """Return a table of the usual measures, the heading first: name, unit, what a higher value says."""
    spoken = language()
    return [
        (_("Measure"), _("Unit"), _("What a higher value says")),
        *((usual.name.get(spoken), usual.unit.get(spoken), usual.means.get(spoken)) for usual in USUAL),
    ]
