"""Widths of text in cells, and wrapping without losing a character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.cells import cell_width, clean, wrap
from tests.charts.texts import texts


@given(texts)
def test_a_cleaned_text_is_as_wide_as_the_terminal_library_thinks(text: str) -> None:
    assert cell_width(clean(text)) == cell_len(clean(text))


@given(texts)
def test_cleaning_leaves_nothing_that_moves_the_cursor(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in cleaned)
    assert cleaned == " ".join(cleaned.split())


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  twee \n woorden ", "twee woorden"),
        ("\x1b[31m", "\ufffd[31m"),
        ("👍🏽", "👍"),
        ("\u202eabc", "abc"),
        ("e\u0301", "é"),
        ("\u0301x", "x"),
    ],
)
def test_what_cleaning_does(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("é", 1), ("東京", 4), ("👍", 2), ("", 0)])
def test_widths(text: str, width: int) -> None:
    assert cell_width(text) == width


@given(texts, st.integers(2, 30))
def test_wrapping_keeps_every_character_and_every_line_within_the_width(text: str, width: int) -> None:
    cleaned = clean(text)
    lines = wrap(cleaned, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == cleaned.replace(" ", "")


def test_words_break_only_where_they_must() -> None:
    assert wrap("Service-excellence en innovatie", 12) == ("Service-", "excellence", "en innovatie")
    assert wrap("onverbrekelijk", 5) == ("onver", "breke", "lijk")


def test_a_no_break_space_holds_words_together() -> None:
    assert wrap("Cultuur ●2,4\u00a0○4,0", 12) == ("Cultuur", "●2,4 ○4,0")


def test_a_wide_character_in_one_column_becomes_the_replacement_mark() -> None:
    assert wrap("東a", 1) == ("\ufffd", "a")
