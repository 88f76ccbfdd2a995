"""The heat map of teams: what stands in a cell, and what gives way where there is little room."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.charts.terminal.cells import cell_width, clean
from sem.charts.terminal.heatmap import HeatCell, columns_that_fit, cut_name, heat_map
from sem.charts.terminal.picture import Characters, Picture, Role
from tests.charts.conftest import Compare
from tests.tui.sample import AREAS

HEADS = [name.en for _id, name in AREAS]
NAMES = ["Noord", "Klantenservice West, tweede lijn, avondploeg A", "Klantenservice West, tweede lijn, avondploeg B"]
BLANKS = ["no-round", "hidden", "below-minimum", "other-questions", "not-applicable", "unanswered"]


def cells(rows: int, columns: int = 12) -> list[list[HeatCell]]:
    return [[HeatCell(1 + (row * 3 + column) % 9 / 2) for column in range(columns)] for row in range(rows)]


def roles(picture: Picture) -> set[Role]:
    return {run.role for row in picture.rows for run in row}


def test_a_cell_has_the_mean_and_the_shade_of_the_nearest_level() -> None:
    row = [HeatCell(value) for value in (1.0, 1.4, 1.5, 2.6, 4.4, 4.5, 5.0)]
    shown = heat_map(["A"], [str(n) for n in range(7)], [row], 60)
    assert "1.0   1.4  ░1.5  ▒2.6  ▓4.4  █4.5  █5.0" in str(shown)
    assert roles(shown) >= {Role.HEAT_1, Role.HEAT_2, Role.HEAT_3, Role.HEAT_4, Role.HEAT_5}


def test_an_empty_cell_has_a_mark_that_the_legend_explains() -> None:
    row = [HeatCell(None, blank) for blank in BLANKS]
    lines = str(heat_map(["A"], list("abcdef"), [row], 100))
    for words in ("no round", "not revealed yet", "too few people", "other questions", "not applicable", "nobody"):
        assert words in lines
    assert "nearest level" not in lines


def test_what_is_below_the_limits_and_what_is_not_there_look_different() -> None:
    marks = {str(heat_map(["A"], ["a"], [[HeatCell(None, blank)]], 40, legend=False)) for blank in BLANKS}
    assert len(marks) == len(BLANKS)


@pytest.mark.parametrize("characters", get_args(Characters))
def test_twelve_areas_of_twenty_teams_fit_on_eighty_columns(characters: Characters) -> None:
    names = [f"Klantenservice, tweede lijn, ploeg {n}" for n in range(20)]
    picture = heat_map(names, HEADS, cells(20), 80, characters=characters)
    assert all(cell_width(line) == 80 for line in picture.lines)
    assert all(f"g {n} " in str(picture) for n in range(20)), "a name is cut in its middle"
    assert "12 The name of the house" in str(picture)
    if characters == "ascii":
        assert str(picture).isascii()


def test_the_picture_is_as_kept(same_as_frame: Compare) -> None:
    same_as_frame("heatmap-80", heat_map(NAMES, HEADS, cells(3), 80, pointed=(1, 4)))
    same_as_frame("heatmap-80-ascii", heat_map(NAMES, HEADS, cells(3), 80, characters="ascii"))
    same_as_frame("heatmap-200", heat_map(NAMES, HEADS, cells(3), 200))


def test_with_little_height_the_rows_around_the_one_pointed_at_are_there_and_how_many_there_are() -> None:
    names = [f"Team {n:02}" for n in range(40)]
    picture = heat_map(names, HEADS, cells(40), 76, 12, pointed=(30, 2))
    assert picture.height == 12
    assert "26–36 of 40" in str(picture)
    assert "Team 30" in str(picture)
    assert "▸" in str(picture)
    assert "nearest level" not in str(picture)


def test_too_little_room_is_told_in_a_sentence() -> None:
    assert "Make the window larger" in " ".join(str(heat_map(NAMES, HEADS, cells(3), 40)).split())
    assert (columns_that_fit(40), columns_that_fit(56)) == (8, 12)
    assert columns_that_fit(1) == 1


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="off the scale"):
        heat_map(["A"], ["a"], [[HeatCell(5.1)]], 40)


@given(st.text(max_size=40), st.integers(0, 30), st.sampled_from(get_args(Characters)))
@settings(max_examples=50)
def test_a_name_is_never_wider_than_its_place(name: str, width: int, characters: Characters) -> None:
    assert cell_width(cut_name(clean(name), width, characters)) <= width
