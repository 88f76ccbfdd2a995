"""Outcome measures: values with their day, under the name and in the unit that a team gives them."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass, replace
from datetime import date

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number
from sem.model.assessment import LONGEST_NAME
from sem.model.names import name_key, slug
from sem.model.outcome import Better, Measure, Measurement
from sem.model.programme import Programme
from sem.programme.checks import LONGEST_TITLE, Checks, clean_text, is_blank
from sem.programme.typed import day_text, number_text
from sem.programme.usual_measures import UsualMeasure, usual_measure, usual_names

LONGEST_UNIT = 20
PERCENT = "%"
_PERCENT_WORDS = ("%", "percent", "procent", "pct")
_RANGE = re.compile(r"([-−+]?\d+)\s*[-–—]\s*([-−+]?\d+)")
_LARGEST = 1e12
_MOST_NAMED = 6
_EARLIEST = date(1970, 1, 1)
"""A year that lacks a digit would make every picture of the values useless."""


@dataclass(frozen=True, slots=True)
class MeasurementDraft:
    """A value of a measure, as it was filled in; None where it was not.

    Args:
        measure: What is measured: the name or id of a measure that the team has, of a usual one, or a new name.
        value: What was measured.
        on: The day it is about.
        unit: What it is counted in; for a measure of the team's own the first time.
        better: Which values are the better ones.
        n: How many people or cases it comes from.
        source: Where it comes from.
        instead: Whether it may take the place of another value for the same day.
    """

    measure: str = ""
    value: float | None = None
    on: date | None = None
    unit: str | None = None
    better: Better | None = None
    n: int | None = None
    source: str = ""
    instead: bool = False


@dataclass(frozen=True, slots=True)
class MeasureEdit:
    """What is to be different about a measure; None where it stays as it is."""

    name: str | None = None
    unit: str | None = None
    better: Better | None = None


def record_value(programme: Programme, draft: MeasurementDraft, today: date) -> Programme:
    """Return the programme with a value of a measure, which is made if the team does not have it yet.

    Raises:
        InvalidError: With everything that is missing or does not hold; among it a day that is still to come, a value
            outside its unit, and a day that has another value already.
    """
    checks = Checks()
    known = measure_called(programme, draft.measure, checks, draft.unit)
    measure = _checked_as_before(known, draft, checks) if known else _new(programme, draft, checks)
    value = _value(draft.value, measure.unit, checks)
    if draft.on is not None and draft.on > today:
        message = _("{day} is still to come.").format(day=long_date(draft.on))
        checks.wrong("on", message, _("A result is what was measured; what you hope for belongs in the ambition."))
    if draft.on is not None and draft.on < _EARLIEST:
        message = _("{day} is too long ago to be kept.").format(day=long_date(draft.on))
        checks.wrong("on", message, _("Is it a slip of the pen?"))
    if draft.n is not None and draft.n < 1:
        checks.wrong("n", _("A value comes from at least one person or case."), _("Leave it out if nobody knows."))
    source = checks.optional("source", draft.source, LONGEST_TITLE)
    made = Measurement(draft.on or today, value, draft.n, source)
    before = next((one for one in measure.values if one.on == made.on), None)
    if before is not None and before != made and not draft.instead:
        there = _("There is a value for {day} already: {value}.").format(
            day=long_date(made.on), value=measured_text(measure, before)
        )
        checks.wrong("replace", there, _("Say that this one takes its place, or choose another day."))
    checks.finish()
    others = (one for one in measure.values if one.on != made.on)
    return _with(programme, replace(measure, values=tuple(sorted((*others, made), key=lambda one: one.on))))


def edit_measure(programme: Programme, typed: str, edit: MeasureEdit) -> Programme:
    """Return the programme with a measure called or counted otherwise; its values stay as they are.

    Raises:
        NotFoundError: There is no such measure.
        InvalidError: With everything that does not hold; among it a value that the new unit can't have.
    """
    measure = find_measure(programme, typed)
    checks = Checks()
    name = _name(edit.name, checks) if edit.name is not None else measure.name
    unit = _unit(edit.unit, checks) if edit.unit is not None else measure.unit
    others = {(name_key(one.name), one.unit) for one in programme.measures if one.id != measure.id}
    if (name_key(name), unit) in others:
        checks.wrong("measure", _("There is a measure called “{name}” already.").format(name=name),
                     _("Choose another name or unit. If both are the same measure, write the values of one down under "
                       "the other, and take that one away."))  # fmt: skip
    for one in measure.values:
        if not _fits(one.value, unit):
            message = _("{value} on {day} is no value in {unit}.").format(
                value=number_text(one.value), day=long_date(one.on), unit=unit
            )
            checks.wrong("unit", message, _("Take that value away first, or keep the unit."))
            break
    checks.finish()
    return _with(programme, replace(measure, name=name, unit=unit, better=edit.better or measure.better))


def remove_value(programme: Programme, typed: str, on: date) -> Programme:
    """Return the programme without the value of a measure for a day; the measure stays.

    Raises:
        NotFoundError: There is no such measure, or it has no value for that day.
    """
    measure = find_measure(programme, typed)
    left = tuple(one for one in measure.values if one.on != on)
    if len(left) == len(measure.values):
        known = ", ".join(day_text(one.on) for one in measure.values[-_MOST_NAMED:])
        raise NotFoundError(
            _("{measure} has no value for {day}.").format(measure=measure.name, day=long_date(on)),
            _("Its last ones are of {days}.").format(days=known) if known else "",
        )
    return _with(programme, replace(measure, values=left))


def remove_measure(programme: Programme, typed: str) -> Programme:
    """Return the programme without a measure and all its values.

    Raises:
        NotFoundError: There is no such measure.
    """
    gone = find_measure(programme, typed)
    return replace(programme, measures=tuple(one for one in programme.measures if one.id != gone.id))


def find_measure(programme: Programme, typed: str, unit: str | None = None) -> Measure:
    """Return the measure with this id or name; case does not count, and of a usual one any language does.

    Args:
        programme: Whose measures.
        typed: The id or name.
        unit: What it is counted in, if that is said: of several with this name the one that is counted so.

    Raises:
        NotFoundError: There is none; the advice names near ones.
        InvalidError: Several are called that; the advice has their ids.
    """
    checks = Checks()
    found = measure_called(programme, typed, checks, unit)
    if found is not None:
        return found
    if checks.problems:
        raise InvalidError(checks.problems[0].message, checks.problems[0].advice)
    near = _near(typed, [one.name for one in programme.measures])
    names = near or [one.name for one in in_order(programme)][:_MOST_NAMED]
    advice = _("Did you mean {names}?") if near else _("There are: {names}.")
    raise NotFoundError(
        _("There is no measure “{name}”.").format(name=clean_text(typed)),
        advice.format(names=", ".join(names)) if names else _("There are none yet."),
    )


def measure_called(programme: Programme, typed: str, checks: Checks, unit: str | None = None) -> Measure | None:
    """Return the measure that somebody means, None where there is none; several of one name are noted as a problem.

    Machines that never met may call two measures the same; of these a unit tells which is meant, and so do the ids.
    """
    wanted = name_key(clean_text(typed))
    found = [one for one in programme.measures if wanted in (one.id, name_key(one.name))]
    if not found and (usual := usual_measure(clean_text(typed))):
        found = [one for one in programme.measures if one.id == usual.id]
    exact = [one for one in found if one.id == wanted]
    if not exact and len(found) > 1 and unit is not None:
        exact = [one for one in found if _same_unit(unit, one)]
    if len(found) > 1 and len(exact) != 1:
        ids = ", ".join(map(_told_apart, found))
        checks.wrong("measure", _("There is more than one measure “{name}”.").format(name=found[0].name),
                     _("Use one of their ids: {ids}. Or first give one of them another name, with “sem outcome edit”.")
                     .format(ids=ids))  # fmt: skip
        return None
    return next(iter(exact or found), None)


def _told_apart(one: Measure) -> str:
    """Return the id of a measure with what it is known by: two of one name may even have the same unit."""
    if one.last is None:
        return f"{one.id} ({one.unit})"
    told = _("{id} ({unit}; {value} on {day})")
    return told.format(id=one.id, unit=one.unit, value=value_text(one.last.value), day=day_text(one.last.on))


def in_order(programme: Programme) -> tuple[Measure, ...]:
    """Return the measures by name."""
    return tuple(sorted(programme.measures, key=lambda one: (name_key(one.name), one.id)))


def measured_text(measure: Measure, one: Measurement) -> str:
    """Return a value with its unit and how many it comes from, such as ``8,1 (0–10, n = 120)`` or ``87%``."""
    value = value_text(one.value)
    percent = measure.unit == PERCENT
    about = ([] if percent else [measure.unit]) + ([f"n = {one.n}"] if one.n is not None else [])
    return f"{value}{'%' if percent else ''}" + (f" ({', '.join(about)})" if about else "")


def value_text(value: float) -> str:
    """Return a value with as many digits as were measured, at most three behind the comma."""
    digits = next((n for n in range(3) if math.isclose(round(value, n), value, rel_tol=0, abs_tol=5e-10)), 3)
    return number(value, digits)


def bounds_of(unit: str) -> tuple[float, float] | None:
    """Return the lowest and the highest value of a unit such as ``%`` or ``0–10``; None where it has none."""
    if unit == PERCENT:
        return 0.0, 100.0
    found = _RANGE.fullmatch(unit)
    if found is None:
        return None
    low, high = (float(text.replace("−", "-")) for text in found.groups())
    return (low, high) if low < high else None


def _checked_as_before(measure: Measure, draft: MeasurementDraft, checks: Checks) -> Measure:
    """Return a measure the team has, after noting whether the draft says something else of it than before."""
    if draft.unit is not None and not _same_unit(draft.unit, measure):
        message = _("{measure} is counted in {unit}.").format(measure=measure.name, unit=measure.unit)
        checks.wrong("unit", message, _("Leave the unit out, or give what you measured another name."))
    if draft.better not in (None, measure.better):
        means = _("Of {measure} a higher value is better.") if measure.better is Better.HIGHER else _(
            "Of {measure} a lower value is better.")  # fmt: skip
        checks.wrong("better", means.format(measure=measure.name), _("If that is wrong, change the measure first."))
    return measure


def _new(programme: Programme, draft: MeasurementDraft, checks: Checks) -> Measure:
    usual = usual_measure(clean_text(draft.measure))
    told = bool(checks.problems)
    name = usual.name_for(clean_text(draft.measure)) if usual else "" if told else _name(draft.measure, checks)
    if draft.unit is not None:
        unit = _unit(draft.unit, checks)
    elif usual:
        unit = usual.unit.get(language())
    else:
        unit = ""
        if not is_blank(name):
            near = _near(name, [*(one.name for one in programme.measures), *usual_names()])
            advice = [_("Did you mean {names}?").format(names=", ".join(near))] if near else []
            missing = _("“{name}” is new: say what it is counted in, such as % or minutes.").format(name=name)
            checks.wrong("unit", missing, *advice)
    better = draft.better or (usual.better if usual else Better.HIGHER)
    return Measure(_id(programme, usual, name, unit), name, unit, better)


def _id(programme: Programme, usual: UsualMeasure | None, name: str, unit: str) -> str:
    """Return the id of a new measure: the same on every machine where it is called and counted the same."""
    if usual and usual.has_unit(unit):
        made = usual.id
    else:
        counted = "percent" if unit == PERCENT else unit
        made = slug(f"{usual.id if usual else name} {counted}")
        if usual is None:
            # Of a long name, or one in another script, the slug alone says too little.
            made += "-" + hashlib.sha256(f"{name_key(name)}\0{name_key(unit)}".encode()).hexdigest()[:4]
    taken = {one.id for one in programme.measures}
    return next(id_ for id_ in (made, *(f"{made}-{n}" for n in range(2, len(taken) + 3))) if id_ not in taken)


def _name(typed: str, checks: Checks) -> str:
    return checks.required("measure", typed, _("Say what was measured."), LONGEST_NAME)


def _unit(typed: str, checks: Checks) -> str:
    unit = checks.required("unit", typed, _("Say what it is counted in, such as % or minutes."), LONGEST_UNIT)
    if name_key(unit) in _PERCENT_WORDS:
        return PERCENT
    found = _RANGE.fullmatch(unit)
    return f"{found[1].replace('-', '−')}–{found[2].replace('-', '−')}" if found else unit


def _same_unit(typed: str, measure: Measure) -> bool:
    return name_key(_unit(typed, Checks())) == name_key(measure.unit)


def _value(value: float | None, unit: str, checks: Checks) -> float:
    if value is None:
        checks.wrong("value", _("Say what was measured, as a number."))
        return 0.0
    if not math.isfinite(value) or abs(value) > _LARGEST:
        checks.wrong("value", _("That is no number that can be kept."))
    elif not _fits(value, unit):
        low, high = bounds_of(unit) or (0.0, 0.0)
        checks.wrong(
            "value",
            _("{value} is not between {low} and {high}, which is what {unit} goes by.").format(
                value=value_text(value), low=value_text(low), high=value_text(high), unit=unit
            ),
        )
    return value


def _fits(value: float, unit: str) -> bool:
    bounds = bounds_of(unit)
    return bounds is None or bounds[0] <= value <= bounds[1]


def _with(programme: Programme, measure: Measure) -> Programme:
    """Return the programme with a measure in the place of the one with its id, or added; by id, as they are kept."""
    others = (one for one in programme.measures if one.id != measure.id)
    return replace(programme, measures=tuple(sorted((*others, measure), key=lambda one: one.id)))


def _near(typed: str, names: list[str]) -> list[str]:
    from difflib import get_close_matches

    keys = {name_key(name): name for name in names}
    key = name_key(clean_text(typed))
    return [keys[near] for near in get_close_matches(key, [*keys], n=3, cutoff=0.7)] if len(key) <= LONGEST_NAME else []
