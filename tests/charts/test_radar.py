"""The radar in the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.picture import Characters, Picture, Role
from sem.charts.terminal.radar import Series, radar
from sem.i18n import set_language
from tests.charts.conftest import Compare
from tests.charts.texts import texts

AXES = (
    "Klantbehoeften begrijpen",
    "Visie, missie en strategie",
    "Leiderschap",
    "Cultuur",
    "Klantbeleving ontwerpen",
    "Betrokken medewerkers",
    "Processen en organisatie",
    "Monitoren",
    "Service-innovatie",
)
SCORES = (2.4, 3.0, 1.0, 2.6, 3.5, 2.2, 2.0, 4.0, 1.8)
NOW = Series("Nu", SCORES)
PARTLY = Series("Nu", (2.4, 3.0, 1.0, 2.6, 3.5, None, 2.0, 4.0, None))
GOAL = Series("Doel", (4.0, 4.0, 3.0, 4.0, 4.0, 3.0, 3.0, 4.0, 3.0), "○", dashed=True)
TOO_SMALL = "Make the window larger to see this chart."

characters = st.sampled_from(["braille", "blocks", "ascii"])
values = st.one_of(st.none(), st.floats(1, 5), st.integers(1, 5).map(float))
sizes = st.tuples(st.integers(0, 130), st.integers(0, 45))


@st.composite
def charts(draw: st.DrawFn) -> tuple[list[str], list[Series]]:
    axes = draw(st.lists(texts, max_size=14))
    series = st.builds(
        Series, texts, st.tuples(*[values for _ in axes]), st.sampled_from(["●", "○", "◆"]), st.booleans()
    )
    return axes, draw(st.lists(series, max_size=3))


def says_it_is_too_small(picture: Picture) -> bool:
    return all(run.role in (Role.MESSAGE, Role.BLANK) for row in picture.rows for run in row)


class TestShape:
    @given(charts(), sizes, characters)
    def test_has_exactly_the_size_asked_for_whatever_it_shows(
        self, chart: tuple[list[str], list[Series]], size: tuple[int, int], characters: Characters
    ) -> None:
        picture = radar(*chart, *size, characters=characters)
        assert (picture.width, picture.height) == size
        assert [cell_len(line) for line in picture.lines] == [size[0]] * size[1]

    @given(st.data(), sizes, characters)
    def test_shows_every_label_whole_or_says_that_it_can_not(
        self, data: st.DataObject, size: tuple[int, int], characters: Characters
    ) -> None:
        # Each label is made of one capital, so that whatever covers a part of it is noticed.
        letters = "ABCDEFGHIJKL"[: data.draw(st.integers(3, 12))]
        lengths = st.lists(st.integers(1, 12), min_size=1, max_size=4)
        labels = [" ".join(letter * length for length in data.draw(lengths)) for letter in letters]
        series = Series("", tuple(data.draw(st.lists(values, min_size=len(letters), max_size=len(letters)))))
        picture = radar(labels, [series], *size, characters=characters)
        if not says_it_is_too_small(picture):
            for letter, label in zip(letters, labels, strict=True):
                assert str(picture).count(letter) == label.count(letter)

    def test_draws_only_ascii_when_asked_to(self) -> None:
        picture = radar(AXES, [PARTLY, GOAL], 80, 24, characters="ascii")
        assert str(picture).isascii()

    def test_uses_no_braille_and_no_quarter_blocks_in_blocks(self) -> None:
        picture = radar(AXES, [NOW, GOAL], 80, 24, characters="blocks")
        assert not set(str(picture)) & {*map(chr, range(0x2800, 0x2900)), *"▘▝▖▗▚▞▙▛▜▟"}


class TestHonesty:
    def test_an_area_without_a_score_opens_the_outline_and_is_named_so(self) -> None:
        text = str(radar(AXES, [PARTLY], 80, 24))
        assert "Betrokken medewerkers –" in text
        assert "– no score" in text
        assert text.count("●") - text.count("●─") == 7

    def test_an_area_whose_answers_are_not_shown_does_not_look_like_one_without_a_score(self) -> None:
        partly = Series("Nu", PARTLY.values, withheld=frozenset({5}))
        text = str(radar(AXES, [partly], 80, 24))
        assert "Betrokken medewerkers ×" in text
        assert "Service-innovatie –" in text
        assert "– no score" in text
        assert "× not shown" in text
        assert str(radar(AXES, [partly], 80, 24, characters="ascii")).isascii()

    def test_a_series_without_any_score_draws_no_corner(self) -> None:
        assert "●" not in str(radar(AXES, [Series("", (None,) * 9)], 80, 24))

    def test_the_lowest_level_lies_on_the_innermost_ring_and_not_in_the_centre(self) -> None:
        picture = radar(("A", "B", "C", "D"), [Series("", (1.0, None, None, None))], 60, 25)
        [(row, column)] = [(y, line.index("●")) for y, line in enumerate(picture.lines) if "●" in line]
        assert picture.lines[row][column - 1] == "1"
        assert row < picture.height // 2

    def test_no_cell_is_tinted_between_an_area_with_and_one_without_a_score(self) -> None:
        alone = radar(AXES, [Series("", (3.0, None) * 4 + (None,))], 80, 24)
        assert not any(run.filled for row in alone.rows for run in row)

    def test_corners_of_two_series_in_one_cell_are_both_told(self) -> None:
        assert "◉" in str(radar(AXES, [NOW, Series("Then", SCORES, "○", dashed=True)], 80, 24))

    def test_every_level_has_its_number_on_the_first_axis(self) -> None:
        ticks = [run.text for row in radar(AXES, [NOW], 80, 24).rows for run in row if run.role is Role.MUTED]
        assert ticks == ["5", "4", "3", "2", "1"]

    @pytest.mark.parametrize("value", [0.0, 0.99, 5.01, -1.0, float("nan"), float("inf")])
    def test_a_value_off_the_scale_is_refused_and_never_clamped(self, value: float) -> None:
        with pytest.raises(ValueError, match="off the scale"):
            radar(("A", "B", "C"), [Series("", (1.0, 2.0, value))], 80, 24)

    def test_values_and_axes_must_match(self) -> None:
        with pytest.raises(ValueError, match="2 values for 3 axes"):
            radar(("A", "B", "C"), [Series("", (1.0, 2.0))], 80, 24)

    def test_more_than_three_series_are_refused(self) -> None:
        with pytest.raises(ValueError, match="4 series"):
            radar(AXES, [NOW] * 4, 80, 24)


class TestLittleRoom:
    def test_axes_get_numbers_and_a_list_when_labels_do_not_fit(self) -> None:
        text = str(radar(AXES, [PARTLY], 44, 18))
        assert "9 Service-" in text
        assert "6 Betrokken" in text
        assert re.search(r"^ *1 *1 Klantbehoeften|^ +1 ", text, re.M)

    def test_axes_that_are_numbers_already_get_no_list_however_little_room_there_is(self) -> None:
        numbers = [str(n) for n in range(1, 10)]
        for height in (9, 12, 24):
            text = str(radar(numbers, [Series("", (3.0,) * 9)], 30, height))
            assert sorted(re.findall(r"[6-9]", text)) == [*"6789"]
            assert "●" in text

    @pytest.mark.parametrize("size", [(20, 8), (79, 7), (12, 40)])
    def test_a_sentence_says_so_when_even_that_does_not_fit(self, size: tuple[int, int]) -> None:
        picture = radar(AXES, [NOW, GOAL], *size)
        assert " ".join(str(picture).split()) == TOO_SMALL
        assert says_it_is_too_small(picture)

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_fewer_than_three_areas_get_a_sentence(self, count: int) -> None:
        text = str(radar(AXES[:count], [Series("", SCORES[:count])], 80, 24))
        assert text.strip() == "A radar needs at least three areas."

    def test_the_sentence_is_dutch_in_dutch(self) -> None:
        set_language("nl")
        assert "Maak het venster groter" in str(radar(AXES, [NOW], 40, 5))


class TestFrames:
    @pytest.mark.parametrize("size", [(80, 21), (120, 37), (48, 16)], ids=str)
    @pytest.mark.parametrize(
        ("name", "series"), [("one", [NOW]), ("partly", [PARTLY]), ("goal", [NOW, GOAL])], ids=["one", "partly", "goal"]
    )
    def test_looks_as_kept(
        self, name: str, series: list[Series], size: tuple[int, int], same_as_frame: Compare
    ) -> None:
        set_language("nl")
        same_as_frame(f"radar-{name}-{size[0]}x{size[1]}", radar(AXES, series, *size))

    @pytest.mark.parametrize("characters", ["blocks", "ascii"])
    def test_other_characters_look_as_kept(self, characters: Characters, same_as_frame: Compare) -> None:
        set_language("nl")
        same_as_frame(f"radar-goal-80x21-{characters}", radar(AXES, [NOW, GOAL], 80, 21, characters=characters))
