"""The dot plot in the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.dots import DotRow, dot_plot
from sem.charts.terminal.picture import Characters, Role
from sem.i18n import set_language
from tests.charts.conftest import Compare
from tests.charts.test_radar import AXES
from tests.charts.texts import texts

ROWS = [
    DotRow(AXES[0], 2.4, 2, 1.5, 3.2),
    DotRow(AXES[1], 3.0, 3, 2.0, 4.0),
    DotRow(AXES[2], 1.0, 1, 1.0, 1.0),
    DotRow(AXES[3], 4.4, None, None, None),
    DotRow(AXES[4], 5.0, 2, 2.5, 5.0),
    DotRow(AXES[5], None),
]

scale = st.one_of(st.none(), st.floats(1, 5))
dot_rows = st.builds(DotRow, texts, scale, st.one_of(st.none(), st.integers(1, 5)), scale, scale).filter(
    lambda row: row.low is None or row.high is None or row.low <= row.high
)


@given(st.lists(dot_rows, max_size=12), st.integers(0, 130), st.sampled_from(["braille", "blocks", "ascii"]))
def test_every_row_is_as_wide_as_asked_for(rows: list[DotRow], width: int, characters: Characters) -> None:
    picture = dot_plot(rows, width, characters=characters)
    assert {cell_len(line) for line in picture.lines} <= {width}


@given(st.integers(12, 130), st.lists(st.integers(1, 14), min_size=1, max_size=4))
def test_a_label_is_shown_whole_at_any_width(width: int, lengths: list[int]) -> None:
    label = " ".join("Q" * length for length in lengths)
    text = str(dot_plot([DotRow(label, 3.0)], width))
    assert "Make" in text or text.count("Q") == label.count("Q")


def test_what_is_missing_is_neither_drawn_nor_zero() -> None:
    [_, line] = str(dot_plot([DotRow("Culture", None)], 40, legend=False)).splitlines()
    assert line.split() == ["Culture", "┊", "┊", "┊", "┊", "┊", "–"]


def test_the_ends_of_the_scale_are_the_lowest_and_the_highest_level() -> None:
    scale, low, high = dot_plot([DotRow("a", 1.0), DotRow("b", 5.0)], 60, legend=False).lines
    assert low.index("●") == scale.index("1")
    assert high.index("●") == scale.index("5")


def test_a_mean_on_its_gap_free_level_shows_both() -> None:
    assert "◉" in str(dot_plot([DotRow("a", 3.0, 3)], 40))


def test_the_legend_explains_only_what_is_shown() -> None:
    text = str(dot_plot([DotRow("a", 3.0)], 60))
    assert "mean" in text
    assert "gap-free" not in text
    assert "respondent" not in text


@pytest.mark.parametrize("row", [DotRow("a", 0.0), DotRow("a", 1.0, 6), DotRow("a", 2.0, None, 0.5, 3.0)])
def test_a_value_off_the_scale_is_refused(row: DotRow) -> None:
    with pytest.raises(ValueError, match="off the scale"):
        dot_plot([row], 60)


@pytest.mark.parametrize("width", [24, 48, 80, 120])
def test_looks_as_kept(width: int, same_as_frame: Compare) -> None:
    set_language("nl")
    same_as_frame(f"dots-{width}", dot_plot(ROWS, width))


def test_looks_as_kept_in_ascii(same_as_frame: Compare) -> None:
    set_language("nl")
    picture = dot_plot(ROWS, 80, characters="ascii")
    assert str(picture).isascii()
    same_as_frame("dots-80-ascii", picture)


@pytest.mark.parametrize(("characters", "mark"), [("braille", "×"), ("blocks", "×"), ("ascii", "?")])
def test_a_row_whose_answers_are_not_shown_has_a_mark_of_its_own(characters: Characters, mark: str) -> None:
    rows = [DotRow("Culture", None, withheld=True), DotRow("Trust", None), DotRow("Craft", 2.0, withheld=True)]
    lines = dot_plot(rows, 60, characters=characters).lines
    assert [line.split()[-1] for line in lines[1:4]] == [mark, "-" if characters == "ascii" else "–", "2.0"]
    assert f"{mark} not shown" in lines[-1]
    alone = "\n".join(dot_plot(rows[:1], 60, characters=characters).lines)
    assert "no score" not in alone


def test_the_line_is_what_it_is_said_to_be_and_the_row_pointed_at_stands_out() -> None:
    rows = [DotRow("North", 2.0, low=1.5, high=2.5), DotRow("South", 4.0)]
    picture = dot_plot(rows, 60, span="where it likely lies", pointed=1)
    assert "where it likely lies" in str(picture)
    assert "respondent" not in str(picture)
    pointed = "".join(run.text for row in picture.rows for run in row if run.role is Role.POINTED)
    assert (pointed.startswith("South"), "North" in pointed) == (True, False)
