"""The options with which an ambition is set and edited, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sem.cli.base import option
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.reading import Reader
    from sem.model.ambition import Ambition, Capacity, Owner, OwnPrerequisite
    from sem.model.questionnaire import Questionnaire
    from sem.programme.ambition import AmbitionEdit

Function = TypeVar("Function", bound=Callable[..., Any])

ALL_AREAS = ("all", "alle")
"""What stands for every area where one is named."""
HOLD = ("hold", "houd", "vast", "-")
"""What stands for the level of today where a target is typed."""
NONE = ("none", "geen", "niemand", "-")
"""What stands for no limit, or for nobody."""

_SETTING: tuple[Callable[[Any], Any], ...] = (
    option("--statement", metavar=N_("TEXT"), help=N_("Where you want to be, in your customers' words.")),
    option("--date", "target_date", metavar=N_("DAY"), help=N_("By when, such as 2027-06-30 or 30-6-2027.")),
    option("--level", "levels", multiple=True, metavar=N_("AREA=LEVEL"),
           help=N_("A target, such as culture=4; hold for the level of today, all for every area. May be repeated.")),
    option("--weight", "weights", multiple=True, metavar=N_("AREA=NUMBER"),
           help=N_("How much an area counts; 1 is usual. May be repeated.")),
    option("--at-once", metavar=N_("NUMBER"), help=N_("How many steps may be under way at once; 2 to begin with.")),
    option("--person-days", metavar=N_("NUMBER"),
           help=N_("How many person-days a month there are for the plan; none for no limit.")),
    option("--closed", multiple=True, metavar=N_("DAY"),
           help=N_("A day of a week in which nobody works on it, or DAY..DAY. May be repeated.")),
    option("--buffer", metavar=N_("PERCENT"), help=N_("The part of the plan's length to keep free; 20 to begin with.")),
    option("--basics-first/--no-basics-first", default=None,
           help=N_("Whether surprises wait until the basics in the plan are at level 3; they do to begin with.")),
    option("--owner", "owners", multiple=True, metavar=N_("NAME[=NUMBER]"),
           help=N_("Someone who leads steps, and how many at once; without a number 1. May be repeated.")),
    option("--needs", type=(str, str), multiple=True, metavar=N_("STEP STEP"),
           help=N_("An order of your own: the first step needs the second one first. May be repeated.")),
    option("--because", metavar=N_("TEXT"), help=N_("Why the order is that of --needs.")),
    option("--done", "practices_done", multiple=True, metavar=N_("PRACTICE"),
           help=N_("A practice that you have in place already. May be repeated.")),
)  # fmt: skip

_TAKING_AWAY: tuple[Callable[[Any], Any], ...] = (
    option("--open", "opened", multiple=True, metavar=N_("DAY"), help=N_("Open a closed week again.")),
    option("--no-owner", "owners_gone", multiple=True, metavar=N_("NAME"), help=N_("Someone leads no steps any more.")),
    option("--no-needs", type=(str, str), multiple=True, metavar=N_("STEP STEP"),
           help=N_("Take away an order of your own.")),
    option("--not-done", "practices_undone", multiple=True, metavar=N_("PRACTICE"),
           help=N_("A practice that is not in place after all.")),
    option("--state", type=click.Choice(["draft", "set", "reached", "abandoned"]),
           help=N_("How far the ambition is.")),
)  # fmt: skip


def setting_options(function: Function) -> Function:
    """Give a command the options that set an ambition."""
    for decorate in reversed(_SETTING):
        function = decorate(function)
    return function


def editing_options(function: Function) -> Function:
    """Give a command the options that set an ambition, and those that take something away."""
    for decorate in reversed(_TAKING_AWAY):
        function = decorate(function)
    return setting_options(function)


def is_given(values: Mapping[str, Any]) -> bool:
    """Return whether any option was typed."""
    return any(value not in (None, ()) for value in values.values())


def read_edit(
    reader: Reader, values: Mapping[str, Any], questionnaire: Questionnaire, ambition: Ambition | None
) -> AmbitionEdit:
    """Return what the options ask for; what is wrong with them is noted in `reader`.

    Args:
        reader: Gathers what is wrong.
        values: What was typed, by the name of the option's parameter; those that a command does not have are left out.
        questionnaire: Where the areas and practices are from.
        ambition: The ambition so far; None where there is none.
    """
    from sem.programme.ambition import AmbitionEdit

    named = _Named(reader, values, questionnaire, ambition)
    return AmbitionEdit(
        statement=values["statement"],
        target_date=reader.day("date", values["target_date"]),
        levels=named.levels(),
        weights=named.weights(),
        capacity=named.capacity(),
        owners=named.owners(),
        owners_gone=named.owners_gone(),
        closed=tuple(day for text in values["closed"] for day in reader.days("closed", text)),
        opened=tuple(day for text in values.get("opened", ()) for day in reader.days("open", text)),
        buffer_percent=reader.whole("buffer", _without_percent(values["buffer"])),
        basics_first=values["basics_first"],
        prerequisites=named.order("needs", values["needs"], values["because"] or ""),
        prerequisites_gone=named.order("no-needs", values.get("no_needs", ())),
        practices_done=named.practices("done", values["practices_done"]),
        practices_undone=named.practices("not-done", values.get("practices_undone", ())),
    )


class _Named:
    def __init__(
        self, reader: Reader, values: Mapping[str, Any], questionnaire: Questionnaire, ambition: Ambition | None
    ) -> None:
        self._reader, self._values, self._questionnaire, self._ambition = reader, values, questionnaire, ambition

    def levels(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for text in self._values["levels"]:
            name, level = self._pair("level", text)
            if level is None:
                continue
            held = level.casefold() in HOLD
            number = None if held else self._reader.whole("level", level)
            if number is not None or held:
                found |= dict.fromkeys(self._areas("level", name), number)
        return found

    def weights(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for text in self._values["weights"]:
            name, weight = self._pair("weight", text)
            number = self._reader.number("weight", weight)
            if number is not None:
                found |= dict.fromkeys(self._areas("weight", name), number)
        return found

    def capacity(self) -> Capacity | None:
        from sem.model.ambition import Capacity

        at_once, days = self._values["at_once"], self._values["person_days"]
        if at_once is None and days is None:
            return None
        capacity = self._ambition.capacity if self._ambition else Capacity()
        number = self._reader.whole("at-once", at_once)
        if number is not None:
            capacity = replace(capacity, steps_at_once=number)
        if days is not None:
            limited = days.casefold() not in NONE
            capacity = replace(
                capacity, person_days_a_month=self._reader.number("person-days", days) if limited else None
            )
        return capacity

    def owners(self) -> tuple[Owner, ...]:
        from sem.programme.ambition import new_owner

        found: dict[str, Owner] = {owner.id: owner for owner in self._ambition.owners} if self._ambition else {}
        named = []
        for text in self._values["owners"]:
            name, equals, number = text.rpartition("=")
            at_once = self._reader.whole("owner", number) if equals else 1
            with self._reader.noting("owner"):
                owner = new_owner(tuple(found.values()), name if equals else text, 1 if at_once is None else at_once)
                found[owner.id] = owner
                named.append(owner.id)
        return tuple(found[id_] for id_ in dict.fromkeys(named))

    def owners_gone(self) -> tuple[str, ...]:
        from sem.programme.finding import find_owner

        found = []
        for name in self._values.get("owners_gone", ()):
            with self._reader.noting("no-owner"):
                if self._ambition:
                    found.append(find_owner(self._ambition.owners, name).id)
        return tuple(found)

    def order(self, name: str, pairs: tuple[tuple[str, str], ...], reason: str = "") -> tuple[OwnPrerequisite, ...]:
        from sem.model.ambition import OwnPrerequisite
        from sem.programme.finding import read_steps

        found = []
        for then, first in pairs:
            with self._reader.noting(name):
                before, after = (read_steps(self._questionnaire, [text])[0] for text in (first, then))
                found.append(OwnPrerequisite(before.area.id, before.level, after.area.id, after.level, reason))
        return tuple(found)

    def practices(self, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        from sem.programme.finding import find_practice

        found = []
        for text in texts:
            if self._ambition and text in self._ambition.practices_done:
                # One that is gone from the questionnaire can still be taken away.
                found.append(text)
                continue
            with self._reader.noting(name):
                own = self._ambition.practices if self._ambition else ()
                found.append(find_practice(self._questionnaire, own, text))
        return tuple(found)

    def _pair(self, name: str, text: str) -> tuple[str, str | None]:
        before, equals, after = text.rpartition("=")
        if not equals:
            self._reader.wrong(name, _("“{text}” has no =.").format(text=text), _("Write it as culture=4."))
            return text, None
        return before.strip(), after.strip()

    def _areas(self, option: str, name: str) -> list[str]:
        from sem.programme.finding import find_area

        if name.casefold() in ALL_AREAS:
            return [area.id for area in self._questionnaire.areas]
        if self._ambition and name in self._ambition.levels:
            # One that is gone from the questionnaire can still be taken out of the ambition.
            return [name]
        with self._reader.noting(option):
            return [find_area(self._questionnaire, name).id]
        return []


def _without_percent(text: str | None) -> str | None:
    return text if text is None else text.strip().removesuffix("%")
