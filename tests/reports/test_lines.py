"""Plain text for a terminal: aligned whatever is in it, never wider than asked for, and harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.reports.lines import align, neutral, one_line, width, wrap

HARMFUL = ["\x1b[2J", "\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\u200f", "\u2028", "\r", "\ud800"]


@pytest.mark.parametrize("text", HARMFUL, ids=ascii)
def test_what_a_terminal_would_obey_is_made_visible(text: str) -> None:
    assert neutral(f"a{text}b") == f"a\ufffd{text[1:]}b"
    assert "\n" not in one_line(f"a{text}\nb")


@pytest.mark.parametrize("text", ["één café", "صفاء", "日本", "🦊 Team", "a\nb\tc", "[/] =1+1", ""])
def test_all_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("🦊", 2), ("", 0)])
def test_the_width_is_what_a_terminal_gives_it(text: str, columns: int) -> None:
    assert width(text) == columns


def test_columns_line_up_also_with_wide_characters() -> None:
    assert align([["Team", "n"], ["日本", "1"], ["Team West", "12"]], right=[1]) == [
        "Team        n",
        "日本        1",
        "Team West  12",
    ]


@given(st.text().filter(str.strip), st.integers(1, 100))
def test_wrapping_keeps_every_word_and_never_passes_the_width_but_for_a_longer_word(text: str, columns: int) -> None:
    lines = wrap(text, columns, indent="  ", first="- ")
    assert " ".join(lines).removeprefix("- ").split() == text.split()
    for line in lines:
        assert width(line) <= columns or len(line.removeprefix("- ").split()) <= 1
