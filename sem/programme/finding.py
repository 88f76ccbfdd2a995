"""What people type for areas, steps, practices and owners, and what they may have meant where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sem.errors import InvalidError, NotFoundError, Problem
from sem.i18n import gettext as _
from sem.model.ambition import Owner, OwnPractice
from sem.model.names import name_key
from sem.model.plan import Plan, PlannedStep, step_id
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Area, Questionnaire

_LONGEST_COMPARED = 80
# The level is what comes last, because the id of an area may have hyphens and digits too.
_STEP = re.compile(r"(?P<area>.*?\S)(?:\s*[>:=/-]\s*|\s+)(?P<level>\d{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StepName:
    """A step as it was typed: an area of the questionnaire, and a level of it."""

    area: Area
    level: int

    @property
    def id(self) -> str:
        """The permanent id of the step."""
        return step_id(self.area.id, self.level)


def find_area(questionnaire: Questionnaire, text: str) -> Area:
    """Return the area with this id, short name or title, in either language; case does not count.

    Raises:
        InvalidError: There is none; the advice names those that look like it, or all.
    """
    found = area_called(questionnaire.areas, text)
    if found:
        return found
    names = _by_name(questionnaire.areas)
    near = dict.fromkeys(names[name].id for name in _near(text, names))
    raise InvalidError(
        _("There is no area “{id}”.").format(id=_shown(text)),
        _("Did you mean {names}?").format(names=_either(near))
        if near
        else _("The areas are: {names}.").format(names=", ".join(area.id for area in questionnaire.areas)),
    )


def area_called(areas: Iterable[Area], text: str) -> Area | None:
    """Return the area with this id, short name or title, in either language; None where there is none."""
    return _by_name(areas).get(name_key(" ".join(text.split())))


def find_owner(owners: Sequence[Owner], text: str) -> Owner:
    """Return the owner with this id or name; case does not count.

    Raises:
        InvalidError: There is none; the advice names those there are.
    """
    names = {name_key(name): owner for owner in owners for name in (owner.id, owner.name)}
    found = names.get(name_key(" ".join(text.split())))
    if found:
        return found
    near = dict.fromkeys(names[name].name for name in _near(text, names))
    if near:
        advice = _("Did you mean {names}?").format(names=_either(near))
    elif owners:
        advice = _("The owners are: {names}.").format(names=", ".join(owner.name for owner in owners))
    else:
        advice = _("There are no owners yet; add this one to the ambition first.")
    raise InvalidError(_("There is no owner “{name}”.").format(name=_shown(text)), advice)


def find_practice(questionnaire: Questionnaire, own_practices: Iterable[OwnPractice], text: str) -> str:
    """Return the id of the practice with this id or title, of the questionnaire or of the team's own.

    Raises:
        InvalidError: There is none; the advice names those that look like it.
    """
    names: dict[str, str] = {}
    for practice in questionnaire.practices:
        names |= {name_key(name): practice.id for name in (practice.id, practice.title.nl, practice.title.en)}
    for own in own_practices:
        names |= {name_key(name): own.id for name in (own.id, own.title)}
    found = names.get(name_key(" ".join(text.split())))
    if found:
        return found
    near = dict.fromkeys(names[name] for name in _near(text, names))
    raise InvalidError(
        _("There is no practice “{id}”.").format(id=_shown(text)),
        _("Did you mean {names}?").format(names=_either(near))
        if near
        else _("The plan names the practices of each step."),
    )


def read_steps(questionnaire: Questionnaire, words: Iterable[str]) -> tuple[StepName, ...]:
    """Return the steps that some words name: ``culture>3``, ``culture-3``, ``culture:3``, or ``culture`` and ``3``.

    Raises:
        InvalidError: With every problem: an area that is not there, a level that is none or leads nowhere, words
            without a level.
    """
    found, problems = _read(questionnaire, words)
    if problems:
        raise InvalidError(_("Not every step is clear."), problems=problems)
    return found


def find_steps(plan: Plan, questionnaire: Questionnaire, words: Iterable[str]) -> tuple[PlannedStep, ...]:
    """Return the steps of a plan that some words name, as `read_steps` reads them.

    Raises:
        InvalidError: Some words name no step; with every problem.
        NotFoundError: All do, and some of the steps are not in the plan; the advice names those of the same area.
    """
    planned = {each.step.id: each for each in plan.steps}
    names, unclear = _read(questionnaire, words)
    missing = [_not_planned(plan, name) for name in names if name.id not in planned]
    if unclear:
        raise InvalidError(_("Not every step is clear."), problems=[*unclear, *missing])
    if missing:
        raise NotFoundError(_("Not every step is in the plan."), problems=missing)
    return tuple(planned[name.id] for name in names)


def _read(questionnaire: Questionnaire, words: Iterable[str]) -> tuple[tuple[StepName, ...], list[Problem]]:
    found: list[StepName] = []
    problems: list[Problem] = []
    for area, level in _pairs(words, problems):
        try:
            known = find_area(questionnaire, area)
        except InvalidError as error:
            problems.append(Problem(error.message, error.advice))
            continue
        if LOWEST_LEVEL < level <= HIGHEST_LEVEL:
            found.append(StepName(known, level))
        else:
            problems.append(_no_such_level(known, level))
    return tuple(dict.fromkeys(found)), problems


def _pairs(words: Iterable[str], problems: list[Problem]) -> Iterable[tuple[str, int]]:
    """Yield areas and levels; words that stand apart belong together up to the first number."""
    waiting: list[str] = []
    for word in words:
        whole = _STEP.fullmatch(" ".join([*waiting, word]).strip())
        if whole:
            waiting = []
            yield whole["area"], int(whole["level"])
        else:
            waiting.append(word)
    if waiting:
        problems.append(
            Problem(
                _("“{text}” names no level.").format(text=_shown(" ".join(waiting))),
                _("Write culture-3 or culture 3; in a shell, > without quotes would write to a file."),
            )
        )


def _no_such_level(area: Area, level: int) -> Problem:
    message = _("Level {n} of “{area}” is no step.").format(n=level, area=area.id)
    return Problem(message, _("Steps lead to level {low} to {high}.").format(low=LOWEST_LEVEL + 1, high=HIGHEST_LEVEL))


def _not_planned(plan: Plan, name: StepName) -> Problem:
    levels = sorted(each.step.level for each in plan.steps if each.step.area == name.area.id)
    message = _("There is no step “{id}” in the plan.").format(id=name.id)
    if levels:
        there = ", ".join(step_id(name.area.id, level) for level in levels)
        return Problem(message, _("Of this area there are: {steps}.").format(steps=there))
    return Problem(message, _("Of this area there is none; raise its target first."))


def _by_name(areas: Iterable[Area]) -> Mapping[str, Area]:
    return {name_key(name): area for area in areas
            for name in (area.id, area.short.nl, area.short.en, area.title.nl, area.title.en)}  # fmt: skip


def _near(text: str, names: Mapping[str, object]) -> list[str]:
    """Return the names that look like `text`, or that have it in them, the likeliest first."""
    from difflib import get_close_matches

    key = name_key(" ".join(text.split()))
    if not key or len(key) > _LONGEST_COMPARED:
        return []
    within = [name for name in names if key in name] if len(key) > 2 else []
    return [*get_close_matches(key, [*names], n=3, cutoff=0.7), *within[:3]]


def _either(names: Iterable[str]) -> str:
    *rest, last = list(names)[:3]
    return _("{first} or {last}").format(first=", ".join(rest), last=last) if rest else last


def _shown(text: str) -> str:
    """Return what was typed, short enough for a message."""
    return text if len(text) <= _LONGEST_COMPARED else text[: _LONGEST_COMPARED - 1] + "…"
