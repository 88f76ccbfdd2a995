"""Reads days, numbers and estimates as people type them, in the Dutch way or the international one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sem.backcast.calendar import monday_of
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.questionnaire import Estimate

_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_WHOLE = re.compile(r"[+-]?\d+")
_MOST_DIGITS = 9
_RANGE = ".."
_MOST_WEEKS = 60
_LONGEST_SHOWN = 40


def read_day(text: str) -> date:
    """Return the day that was typed as ``2027-01-30`` or ``30-1-2027``.

    Raises:
        InvalidError: It is none.
    """
    dutch = _DUTCH_DAY.fullmatch(text.strip())
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        example = day_text(date(2027, 1, 30))
        raise InvalidError(
            _("“{text}” is no day.").format(text=_shown(text)), _("Write it like {day}.").format(day=example)
        ) from None


def day_text(day: date) -> str:
    """Return a day as one types it, so that `read_day` reads it."""
    return f"{day:%d-%m-%Y}" if language() == "nl" else day.isoformat()


def read_number(text: str) -> float:
    """Return the number that was typed.

    Raises:
        InvalidError: It is none.
    """
    try:
        return _number(text)
    except ValueError:
        raise InvalidError(
            _("“{text}” is no number.").format(text=_shown(text)), _("Write a number alone, such as 12 or 7.5.")
        ) from None


def read_whole(text: str) -> int:
    """Return the whole number that was typed.

    Raises:
        InvalidError: It is none.
    """
    if not _WHOLE.fullmatch(text.strip()):
        raise InvalidError(_("“{text}” is no whole number.").format(text=_shown(text)), _("Write it in digits."))
    if len(text.strip().lstrip("+-")) > _MOST_DIGITS:
        raise InvalidError(
            _("“{text}” has too many digits.").format(text=_shown(text)),
            _("Write at most {n} digits.").format(n=_MOST_DIGITS),
        )
    return int(text)


def read_estimate(text: str) -> Estimate:
    """Return the guess that was typed as ``2/3/5``, or as one number.

    Raises:
        InvalidError: It is none.
    """
    try:
        numbers = [_number(part) for part in text.split("/")]
        low, likely, high = numbers * 3 if len(numbers) == 1 else numbers
    except ValueError:
        raise InvalidError(
            _("“{text}” is no estimate.").format(text=_shown(text)),
            _("Write low, likely and high like 2/3/5, or one number."),
        ) from None
    return Estimate(low, likely, high)


def estimate_text(estimate: Estimate) -> str:
    """Return an estimate as one types it, so that `read_estimate` reads it."""
    return "/".join(number_text(value) for value in (estimate.low, estimate.likely, estimate.high))


def number_text(value: float) -> str:
    """Return a number as one types it, so that `read_number` reads it: every digit of it that counts."""
    text = str(int(value) if value == int(value) else value)
    return text.replace(".", ",") if language() == "nl" else text


def read_weeks(text: str) -> tuple[date, ...]:
    """Return one day in each of the weeks that were typed: days and ranges as ``day..day``, with commas between.

    Raises:
        InvalidError: A part of it is none.
    """
    found: list[date] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, dots, last = part.partition(_RANGE)
        start = read_day(first)
        end = read_day(last) if dots else start
        weeks = (monday_of(end) - monday_of(start)).days // 7
        if end < start or weeks > _MOST_WEEKS:
            raise InvalidError(
                _("“{text}” is no range of weeks.").format(text=_shown(part)),
                _("Write the earlier day first, and at most a year."),
            )
        found += [*(start + timedelta(weeks=n) for n in range(weeks)), end]
    return tuple(found)


def weeks_text(days: tuple[date, ...]) -> str:
    """Return weeks as one types them, so that `read_weeks` reads them; weeks that follow each other as a range."""
    mondays = sorted({monday_of(day) for day in days})
    parts: list[list[date]] = []
    for monday in mondays:
        if parts and monday - parts[-1][-1] == timedelta(weeks=1):
            parts[-1].append(monday)
        else:
            parts.append([monday])
    return ", ".join(_RANGE.join(map(day_text, dict.fromkeys((part[0], part[-1])))) for part in parts)


def _number(text: str) -> float:
    stripped = text.strip()
    # Python would read 1_000 too, which nobody means.
    if "_" in stripped:
        raise ValueError(text)
    return float(stripped.replace("−", "-").replace(",", "."))


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
