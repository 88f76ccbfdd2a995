"""The trend of one area in the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.picture import Characters, Picture, Role
from sem.charts.terminal.trend import Moment, trend
from sem.i18n import number, set_language
from tests.charts.conftest import Compare

FIRST = date(2024, 3, 1)
STORY = [
    Moment(FIRST, 2.1, (1.4, 2.8)),
    Moment(date(2024, 9, 1), 2.4, (1.9, 2.9)),
    Moment(date(2025, 3, 3), 2.6),
    Moment(date(2026, 3, 1), 3.9, (3.2, 4.6), broken=True),
    Moment(date(2026, 9, 1), 3.4, (2.7, 4.1)),
]


def columns_of(picture: Picture, mark: str) -> list[int]:
    plot = picture.lines[:-4]
    return sorted(at for line in plot for at, sign in enumerate(line) if sign == mark)


@pytest.mark.parametrize("characters", ["braille", "blocks", "ascii"])
def test_looks_as_kept(same_as_frame: Compare, characters: Characters) -> None:
    same_as_frame(f"trend-{characters}", trend(STORY, 76, 16, characters=characters))


moments = st.lists(
    st.builds(
        Moment,
        st.dates(FIRST, date(2999, 1, 1)),
        st.none() | st.floats(1, 5),
        st.none() | st.tuples(st.floats(1, 3), st.floats(3, 5)),
        st.booleans(),
    ),
    max_size=14,
).map(lambda found: sorted(found, key=lambda one: one.day))


@given(moments, st.integers(0, 90), st.integers(0, 22), st.sampled_from(["braille", "blocks", "ascii"]))
def test_it_is_exactly_as_large_as_asked_for(
    found: list[Moment], width: int, height: int, characters: Characters
) -> None:
    picture = trend(found, width, height, characters=characters)
    assert picture.height == height
    assert {cell_len(line) for line in picture.lines} <= {width}


@given(moments)
def test_every_number_that_has_room_is_whole(found: list[Moment]) -> None:
    picture = trend(found[:6], 60, 20)
    for one in found[:6]:
        if one.mean is not None:
            assert number(one.mean) in str(picture)


def test_the_highest_mean_is_highest_and_rounds_stand_apart_as_their_days_do() -> None:
    picture = trend(STORY, 76, 16)
    marks = columns_of(picture, "●")
    rows = {x: y for y, line in enumerate(picture.lines[:-4]) for x in marks if line[x] == "●"}
    assert rows[marks[3]] < rows[marks[4]] < rows[marks[2]]
    assert marks[2] - marks[1] < marks[3] - marks[2]


def line_roles(*moments: Moment) -> set[Role]:
    """Return what there is to see besides the marks of the means."""
    return {run.role for row in trend(moments, 40, 14).rows[:9] for run in row if "●" not in run.text}


def test_a_break_goes_from_top_to_bottom_and_no_line_goes_through_it() -> None:
    low, high = Moment(FIRST, 1.5), Moment(FIRST + timedelta(300), 4.5, broken=True)
    picture = trend([low, high], 40, 14)
    marks, cut = columns_of(picture, "●"), set(columns_of(picture, "┊"))
    assert len(cut) == 1
    assert marks[0] < min(cut) < marks[1]
    assert "other questions from here on" in " ".join(str(picture).split())
    assert Role.FIRST not in line_roles(low, high)
    assert Role.FIRST in line_roles(low, replace(high, broken=False))


def test_rounds_of_one_day_stand_beside_each_other_and_both_tell_it() -> None:
    picture = trend([Moment(FIRST, 2.0), Moment(FIRST, 4.0)], 60, 14)
    assert len(columns_of(picture, "●")) == 2
    assert str(picture).count("1 Mar 2024") == 2


def test_a_round_without_a_score_has_a_place_and_no_dot() -> None:
    picture = trend(
        [Moment(FIRST, 2.0), Moment(FIRST + timedelta(30), None), Moment(FIRST + timedelta(60), 3.0)], 60, 14
    )
    assert len(columns_of(picture, "●")) == 2
    assert "– no score" in str(picture)


@pytest.mark.parametrize("characters", ["braille", "blocks", "ascii"])
def test_a_round_whose_answers_are_hidden_is_not_one_without_a_score(characters: Characters) -> None:
    hidden = Moment(FIRST + timedelta(30), None, withheld=True)
    picture = str(trend([Moment(FIRST, 2.0), hidden], 60, 14, characters=characters))
    assert ("? not shown" if characters == "ascii" else "× not shown") in picture
    assert "no score" not in picture
    assert "There is no score that may be shown." in str(trend([hidden], 60, 14))


def test_more_rounds_than_room_leave_the_first_ones_out_and_say_so() -> None:
    many = [Moment(FIRST + timedelta(30 * n), 1 + n / 10) for n in range(20)]
    said = str(trend(many, 60, 20))
    assert "10 earlier rounds are not shown" in said
    assert "2.9" in said
    assert "1.0" not in said


def test_an_interval_is_in_the_legend_only_where_there_is_one() -> None:
    assert "(95%)" in str(trend(STORY[:1], 60, 14))
    assert "(95%)" not in str(trend(STORY[2:3], 60, 14))


def test_without_any_score_there_is_a_sentence() -> None:
    assert "There is no score to show." in str(trend([Moment(FIRST, None)], 60, 14))
    assert "There is no score to show." in str(trend([], 60, 14))


def test_the_legend_gives_way_before_the_picture_does() -> None:
    low = str(trend(STORY, 60, 12))
    assert "(95%)" not in low
    assert low.count("●") == len(STORY)


def test_without_room_there_is_a_sentence() -> None:
    assert "Make the window larger" in str(trend(STORY, 60, 9))


def test_in_dutch() -> None:
    set_language("nl")
    assert "2,1" in str(trend(STORY, 76, 16))


@pytest.mark.parametrize("wrong", [Moment(FIRST, 0.5), Moment(FIRST, 3.0, (0.9, 4.0)), Moment(FIRST, 6.0)])
def test_a_value_off_the_scale_is_refused(wrong: Moment) -> None:
    with pytest.raises(ValueError, match="off the scale"):
        trend([wrong], 60, 14)
