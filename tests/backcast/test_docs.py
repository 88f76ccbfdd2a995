"""The page on plans: its examples give what it says they give."""

from __future__ import annotations

import doctest
from pathlib import Path

from sem.i18n import set_language

PAGE = Path(__file__).resolve().parents[2] / "docs" / "backcast.md"


def test_the_examples_on_the_page_run_as_they_are_shown() -> None:
    set_language("en")
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 15
    assert result.failed == 0
