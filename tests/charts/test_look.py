"""How large figures are and what they are drawn with: never unreadable, and never by colour alone."""

from __future__ import annotations

import re
from io import BytesIO
from math import inf, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from sem.charts.figures.sheet import Look, Sheet, own_settings
from sem.charts.figures.size import (
    DOTS_PER_INCH,
    LEAST_SCALE,
    LONGEST_SIDE,
    MOST_PIXELS,
    UNITS_PER_CENTIMETRE,
    Extent,
    Shape,
    Size,
    check_pixels,
    extent_for,
)
from sem.charts.figures.style import DARK, LIGHT, PRINT, THEMES, Theme, in_colours, luminance
from sem.errors import InvalidError
from sem.settings import PICTURE_THEMES

SHAPES = (Shape(1600, 900), Shape(1000, 1360))
centimetres = st.one_of(st.none(), st.floats(0.1, 300))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@given(centimetres, centimetres)
def test_a_figure_has_the_size_that_was_asked_for_or_is_refused(width: float | None, height: float | None) -> None:
    try:
        extent = extent_for(SHAPES, Size(width, height), DOTS_PER_INCH)
    except InvalidError:
        assume(False)
    assert extent.scale >= LEAST_SCALE
    for wanted, got in ((width, extent.width), (height, extent.height)):
        if wanted is not None:
            assert got * extent.scale / UNITS_PER_CENTIMETRE == pytest.approx(wanted)
    assert extent.width >= extent.shape.width - 0.001
    assert extent.height >= extent.shape.height - 0.001


@pytest.mark.parametrize(
    "size", [Size(5), Size(None, 3), Size(21, 4), Size(nan), Size(-4, 3), Size(0, 0), Size(inf, 9)]
)
def test_too_small_a_size_is_refused_with_one_that_works(size: Size) -> None:
    with pytest.raises(InvalidError) as caught:
        extent_for(SHAPES, size, DOTS_PER_INCH)
    least = re.findall(r"([0-9.]+) × ([0-9.]+) cm", caught.value.advice)
    assert len(least) == 2
    for width, height in least:
        assert extent_for(SHAPES, Size(float(width), float(height)), DOTS_PER_INCH).scale >= LEAST_SCALE


def test_without_a_size_it_is_the_usual_shape_as_it_is() -> None:
    assert extent_for(SHAPES, Size(), DOTS_PER_INCH) == Extent(1600, 900, 1.0, SHAPES[0])


def test_a_page_that_is_higher_than_wide_gets_the_shape_that_can_be_largest_on_it() -> None:
    assert extent_for(SHAPES, Size(17, 24), DOTS_PER_INCH).shape is SHAPES[1]
    assert extent_for(SHAPES, Size(34, 19), DOTS_PER_INCH).shape is SHAPES[0]
    assert extent_for(SHAPES, Size(16), DOTS_PER_INCH).shape is SHAPES[1]


@pytest.mark.parametrize("dots", [-1, 0, 71, 601, 10**9])
def test_dots_that_no_printer_or_screen_has_are_refused(dots: int) -> None:
    with pytest.raises(InvalidError, match=f"{dots} dots per inch"):
        extent_for(SHAPES, Size(), dots)


def test_a_picture_that_would_fill_the_memory_is_refused_with_the_most_that_works() -> None:
    for width, height in ((40, 22), (6, 600)):
        with pytest.raises(InvalidError) as caught:
            check_pixels(width, height, 600)
        most = int(re.findall(r"[0-9]+", caught.value.advice)[0])
        check_pixels(width, height, most)
        assert width * height * most**2 <= MOST_PIXELS
        assert height * most <= LONGEST_SIDE
    with pytest.raises(InvalidError, match="too many pixels"):
        check_pixels(1000, 1000, DOTS_PER_INCH)


@pytest.mark.parametrize("dots", [72, 144, 300])
def test_a_line_is_as_thick_on_paper_however_many_dots_there_are(dots: int) -> None:
    """A line of 18 points is a quarter of an inch."""
    with own_settings():
        sheet = Sheet([Shape(100, 100)], Look(dots_per_inch=dots))
        sheet.line([(0, 50), (100, 50)], "#000000", 18)
    with Image.open(BytesIO(sheet.data("png"))) as image:
        column = image.convert("L").crop((dots // 2, 0, dots // 2 + 1, dots)).tobytes()
    assert sum(255 - tone for tone in column) / 255 / dots == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
class TestThemes:
    def test_letters_can_be_read(self, theme: Theme) -> None:
        assert all(
            contrast(colour, theme.paper) >= 4.5 for colour in (theme.ink, theme.grey, theme.score, theme.accent)
        )
        assert contrast(theme.reverse, theme.done) >= 4.5

    def test_numbers_can_be_read_on_every_tone(self, theme: Theme) -> None:
        assert all(contrast(theme.on(n / 100), theme.shade(n / 100)) >= 4.5 for n in range(101))

    def test_tones_go_one_way_from_the_lowest_level_to_the_highest(self, theme: Theme) -> None:
        tones = [luminance(theme.shade(n / 4)) for n in range(5)]
        assert tones in (sorted(tones), sorted(tones, reverse=True))


def test_print_has_no_colours() -> None:
    for value in (PRINT.ink, PRINT.grey, PRINT.score, PRINT.accent, PRINT.high, PRINT.planned, PRINT.passed):
        assert value[1:3] == value[3:5] == value[5:7]


def test_the_settings_know_the_themes() -> None:
    assert tuple(THEMES) == PICTURE_THEMES


def test_an_organisation_s_colours_take_the_place_of_ours() -> None:
    own = in_colours(LIGHT, "#004488", "#aa0000")
    assert (own.score, own.high, own.accent, own.paper) == ("#004488", "#004488", "#aa0000", LIGHT.paper)
    assert DARK.score != own.score
