"""Bars in a line of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.charts.terminal.picture import Role, Row
from sem.charts.terminal.sparkline import progress_bar, sparkline


def text(row: Row) -> str:
    return "".join(run.text for run in row)


def test_a_profile_goes_from_the_lowest_to_the_highest_bar_and_marks_what_has_no_score() -> None:
    assert text(sparkline([1, 2, 3, 4, 5, None, 3.1])) == "▁▃▅▆█·▅"


def test_a_profile_in_ascii_shows_the_nearest_level() -> None:
    assert text(sparkline([1, 2.4, 2.5, None, 5], characters="ascii")) == "123.5"


def test_no_score_has_another_role_than_the_lowest_score() -> None:
    assert [run.role for run in sparkline([1, None])] == [Role.FIRST, Role.MUTED]


def test_no_values_make_an_empty_row() -> None:
    assert sparkline([]) == ()


@pytest.mark.parametrize("value", [0, 5.1, float("nan")])
def test_a_value_off_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="off the scale"):
        sparkline([value])


@given(st.lists(st.one_of(st.none(), st.floats(1, 5)), max_size=30), st.sampled_from(["braille", "ascii"]))
def test_a_profile_has_a_cell_for_each_value(values: list[float | None], characters: str) -> None:
    assert len(text(sparkline(values, characters=characters))) == len(values)  # type: ignore[arg-type]


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 40))
def test_progress_is_full_only_when_done_and_empty_only_when_nothing_is(done: int, rest: int, width: int) -> None:
    bar = text(progress_bar(done, done + rest, width))
    assert len(bar) == width
    if width > 1:
        assert ("░" not in bar) == (done > 0 and rest == 0)
        assert ("█" not in bar) == (done == 0)


def test_progress_in_ascii() -> None:
    assert text(progress_bar(1, 4, 8, characters="ascii")) == "##......"


@pytest.mark.parametrize(("done", "total"), [(5, 4), (-1, 4)])
def test_impossible_progress_is_refused(done: int, total: int) -> None:
    with pytest.raises(ValueError, match=f"{done} of {total}"):
        progress_bar(done, total, 10)
