"""Language: which one is chosen, how numbers and dates look in it, and that the Dutch is complete."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sem import i18n
from sem.settings import Settings, choose_language

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, "nl"),
        ({"LC_ALL": "", "LANG": "en_US"}, "en"),
    ],
)
def test_the_locale_decides_and_dutch_is_the_first_language(environment: dict[str, str], expected: str) -> None:
    assert i18n.language_of_locale(environment) == expected


@pytest.mark.parametrize(
    ("option", "environment", "saved", "expected"),
    [
        ("en", {"SEM_LANG": "nl"}, "nl", "en"),
        (None, {"SEM_LANG": "en"}, "nl", "en"),
        (None, {"LANG": "en_GB"}, "nl", "nl"),
        (None, {"LANG": "en_GB"}, "", "en"),
        (None, {"SEM_LANG": "klingon", "LANG": "en_GB"}, "", "en"),
    ],
)
def test_option_then_variable_then_settings_then_locale(
    option: str | None, environment: dict[str, str], saved: str, expected: str
) -> None:
    assert choose_language(option, Settings(language=saved), environment) == expected


def test_numbers_and_dates_follow_the_language() -> None:
    i18n.set_language("nl")
    assert (i18n.number(3.44), i18n.number(-0.26, 2), i18n.number(-0.01)) == ("3,4", "−0,26", "0,0")
    assert (i18n.long_date(date(2026, 3, 1)), i18n.short_date(date(2026, 3, 1))) == ("1 maart 2026", "1 mrt 2026")
    i18n.set_language("en")
    assert i18n.number(3.44) == "3.4"
    assert (i18n.long_date(date(2026, 3, 1)), i18n.short_date(date(2026, 9, 1))) == ("1 March 2026", "1 Sep 2026")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2.25, "2.3"), (-0.25, "−0.3"), (1.15, "1.2"), (2.2499, "2.2"), (-0.04, "0.0"), (1e15, "1000000000000000.0")],
)
def test_a_half_goes_up_as_it_does_in_the_spreadsheet_with_the_same_number(value: float, shown: str) -> None:
    i18n.set_language("en")
    assert i18n.number(value) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        (0, "0%"),
        (0.001, "1%"),
        (0.5, "50%"),
        (0.125, "13%"),
        (0.145, "15%"),
        (0.999, "99%"),
        (1, "100%"),
        (2 / 3, "67%"),
    ],
)
def test_nearly_all_is_not_shown_as_all(fraction: float, shown: str) -> None:
    assert i18n.percent(fraction) == shown


def test_every_message_in_the_code_has_a_dutch_translation(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "scripts/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
