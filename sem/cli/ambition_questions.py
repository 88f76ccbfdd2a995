"""Asks for an ambition line by line, for whoever gives no options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

import click

from sem.charts.weeks import short_day
from sem.cli.ambition_options import ALL_AREAS, HOLD
from sem.cli.output import narrate
from sem.cli.reading import Reader
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.ambition import Ambition, Capacity
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Questionnaire
from sem.programme.ambition import default_levels
from sem.programme.finding import find_area
from sem.reports.lines import align
from sem.reports.words import NOTHING

Value = TypeVar("Value")


def ask_ambition(questionnaire: Questionnaire, now: Mapping[str, int | None], today: date) -> Ambition:
    """Return the ambition that someone types, after a question for each part of it.

    Args:
        questionnaire: Where the areas are from.
        now: The level of each area today; None where it is not known.
        today: The day.

    Raises:
        UsageError: The input ended before the last question.
    """
    narrate(_("What would make every customer tell others about you?"))
    statement = _ask(_("Where do you want to be? Say it in your customers' words:"), lambda text, _reader: text)
    target = _ask(_("By when? A day such as 2027-06-30:"), partial(_to_come, today))
    levels = _ask_levels(questionnaire, now)
    at_once = _ask(_("How many steps at once? Enter for {n}:").format(n=Capacity().steps_at_once), _at_once)
    days = _ask(_("How many person-days a month are there for it? Enter for no limit:"), _days)
    return Ambition(target, levels, statement, capacity=Capacity(at_once, days))


def _ask_levels(questionnaire: Questionnaire, now: Mapping[str, int | None]) -> dict[str, int]:
    levels = default_levels(now)
    while True:
        rows = [[_("Area"), _("Now"), _("Target")]]
        for area in questionnaire.areas:
            rows.append([area.id, str(now.get(area.id) or NOTHING), str(levels.get(area.id, NOTHING))])
        for line in align(rows, right=[1, 2]):
            narrate(f"  {line}")
        changed = _ask(
            _("These targets? Enter for yes, or type changes such as culture=4 cx=hold all=3:"),
            partial(_with_changes, questionnaire, levels),
        )
        if changed == levels:
            return levels
        levels = changed


def _with_changes(questionnaire: Questionnaire, levels: Mapping[str, int], text: str, reader: Reader) -> dict[str, int]:
    changed = dict(levels)
    for word in text.replace(",", " ").split():
        name, _equals, level = word.rpartition("=")
        held = level.casefold() in HOLD
        number = None if held else _level(level, reader)
        with reader.noting(""):
            everywhere = name.casefold() in ALL_AREAS
            areas = questionnaire.areas if everywhere else (find_area(questionnaire, name),)
            for area in areas:
                if number is not None:
                    changed[area.id] = number
                elif held:
                    changed.pop(area.id, None)
    return changed


def _level(text: str, reader: Reader) -> int | None:
    number = reader.whole("", text)
    if number is not None and not LOWEST_LEVEL <= number <= HIGHEST_LEVEL:
        reader.wrong("", _("Level {n} does not exist.").format(n=number), _("Levels go from 1 to 5."))
    return number


def _to_come(today: date, text: str, reader: Reader) -> date:
    day = reader.day("", text)
    if day is not None and day <= today:
        reader.wrong("", _("{day} is not to come.").format(day=short_day(day)), _("Choose a day after today."))
    return day or today


def _at_once(text: str, reader: Reader) -> int:
    usual = Capacity().steps_at_once
    number = reader.whole("", text) if text else usual
    if number is not None and number < 1:
        message = _("With {n} steps at once nothing can be done.").format(n=number)
        reader.wrong("", message, _("Allow at least 1."))
    return number or usual


def _days(text: str, reader: Reader) -> float | None:
    number = reader.number("", text) if text else None
    if number is not None and not number >= 1:
        message = _("There are too few person-days a month to do anything.")
        reader.wrong("", message, _("Give more, or leave the limit out."))
    return number


def _ask(question: str, read: Callable[[str, Reader], Value]) -> Value:
    """Ask until the answer can be read.

    Raises:
        UsageError: The input ends.
    """
    while True:
        narrate(question)
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise click.UsageError(_("Nobody answers. Say it with options: at least --date; see --help."))
        reader = Reader()
        answer = read(line.strip(), reader)
        try:
            reader.finish()
        except InvalidError as error:
            for problem in error.problems:
                narrate(str(problem))
        else:
            return answer
