"""The stairs in the terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.picture import Characters
from sem.charts.terminal.stairs import Tread, stairs
from sem.i18n import set_language
from tests.charts.conftest import Compare
from tests.charts.texts import texts

TODAY = date(2026, 11, 23)
NOTICED = (
    "",
    "Klanten hoeven hun verhaal nog maar één keer te vertellen, en horen binnen een dag terug.",
    "Wie belt, krijgt iemand die het zelf oplost.",
    "Klanten worden gebeld voordat ze zelf merken dat er iets mis is.",
    "Klanten vertellen er anderen over.",
)
TREADS = [Tread(TODAY + timedelta(weeks=26 * n), [1 + n] * 6 + [2] * 6, said) for n, said in enumerate(NOTICED)]

treads = st.lists(
    st.builds(Tread, st.dates(TODAY, date(2032, 12, 31)), st.lists(st.integers(1, 5), max_size=30), texts), max_size=8
)


@given(treads, st.integers(0, 160), st.sampled_from(["braille", "blocks", "ascii"]))
def test_every_row_is_as_wide_as_asked_for(found: list[Tread], width: int, characters: Characters) -> None:
    assert {cell_len(line) for line in stairs(found, width, characters=characters).lines} <= {width}


@given(st.integers(40, 160), st.lists(st.integers(1, 12), min_size=1, max_size=20))
def test_what_customers_notice_is_shown_whole(width: int, lengths: list[int]) -> None:
    text = " ".join("Q" * length for length in lengths)
    shown = str(stairs([*TREADS[:4], Tread(TODAY + timedelta(weeks=120), [3], text)], width))
    assert shown.count("Q") == text.count("Q")


def test_the_ambition_is_at_the_top_and_today_at_the_foot() -> None:
    lines = stairs(TREADS, 80).lines
    assert "20 Nov 2028 (wk 47)" in lines[0]
    assert "today 23 Nov 2026 (wk 48)" in lines[-1]
    assert len(lines[0]) - len(lines[0].lstrip()) > len(lines[-1]) - len(lines[-1].lstrip())


def test_each_tread_has_the_mean_of_its_levels() -> None:
    assert "2.5" in stairs([Tread(TODAY, [2, 3])], 80).lines[0]


def test_a_tread_without_levels_has_no_mean() -> None:
    assert str(stairs([Tread(TODAY, [])], 80)) == "┌ today 23 Nov 2026 (wk 48)"


def test_without_milestones_there_is_a_sentence() -> None:
    assert "no milestones" in str(stairs([], 60))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_looks_as_kept(width: int, same_as_frame: Compare) -> None:
    set_language("nl")
    same_as_frame(f"stairs-{width}", stairs(TREADS, width))


def test_looks_as_kept_in_ascii(same_as_frame: Compare) -> None:
    picture = stairs([Tread(tread.day, tread.levels, "Customers tell others.") for tread in TREADS], 80,
                     characters="ascii")  # fmt: skip
    assert str(picture).isascii()
    same_as_frame("stairs-80-ascii", picture)
