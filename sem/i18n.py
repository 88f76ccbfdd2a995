"""The language of everything a user reads: messages through gettext, numbers and dates by hand for two locales."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from math import floor
from pathlib import Path
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
DOMAIN = "sem"
LOCALE_DIR = Path(__file__).parent / "locale"

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip

_language: Language = "en"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def language() -> Language:
    """Return the language in use."""
    return _language


def set_language(code: Language) -> None:
    """Use `code` from now on, in this process."""
    global _language, _catalogue
    _language = code
    _catalogue = _gettext.translation(DOMAIN, LOCALE_DIR, [code], fallback=True)


@contextmanager
def speaking(code: Language) -> Iterator[None]:
    """Use `code` inside the block, for whoever else a text is; only where nothing else happens meanwhile."""
    global _language, _catalogue
    before = _language, _catalogue
    set_language(code)
    try:
        yield
    finally:
        _language, _catalogue = before


def language_of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that the environment's locale asks for; Dutch unless it asks for another one.

    Without a locale, or with C or POSIX, there is no wish to follow: the program is Dutch first.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            code = value.partition(".")[0].partition("_")[0].lower()
            return "nl" if code in ("nl", "c", "posix") else "en"
    return "nl"


def parse_language(code: str) -> Language | None:
    """Return `code`, such as ``nl`` or ``nl_BE.UTF-8``, as a language; None where it is none of ours."""
    lowered = code.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return next((known for known in LANGUAGES if known == lowered), None)


def gettext(message: str) -> str:
    """Return `message` in the language in use; imported as ``_``."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message that fits `n`, in the language in use."""
    return _catalogue.ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark `message` for translation and return it as it is, to be translated where it is shown; as ``N_``."""
    return message


_LIFT = 1 + 2**-50
"""Lifts what is a half but for the last bit of a float to one, and nothing else that anybody sees."""
_MOST_HALVED = 1e9
"""Where the little that lifts a half is far less than any digit that is shown."""


def number(value: float, digits: int = 1) -> str:
    """Return `value` with a decimal comma in Dutch and a point in English, and a real minus sign; a half goes up."""
    if abs(value) < _MOST_HALVED:
        # As every spreadsheet does with the same number: 2.25 is 2.3 there, and so it has to be here.
        value *= _LIFT
    text = f"{value:.{digits}f}"
    if text[0] == "-":
        text = text[1:] if float(text) == 0 else f"−{text[1:]}"
    return text.replace(".", ",") if _language == "nl" else text


def percent(fraction: float) -> str:
    """Return a fraction as whole percents; 1 and 0 are shown only where they are exact."""
    whole = floor(fraction * 100 * _LIFT + 0.5)
    if fraction < 1:
        whole = min(whole, 99)
    if fraction > 0:
        whole = max(whole, 1)
    return f"{whole}%"


def long_date(day: date) -> str:
    """Return a day as ``21 november 2026`` or ``21 November 2026``."""
    return f"{day.day} {_MONTHS[_language][day.month - 1]} {day.year}"


def day_of_month(day: date) -> str:
    """Return a day as ``21 november`` or ``21 November``, where the year goes without saying."""
    return f"{day.day} {_MONTHS[_language][day.month - 1]}"


def short_date(day: date) -> str:
    """Return a day as ``21 nov 2026`` or ``21 Nov 2026``; Dutch writes March as ``mrt``."""
    month = _MONTHS[_language][day.month - 1]
    return f"{day.day} {'mrt' if month == 'maart' else month[:3]} {day.year}"
