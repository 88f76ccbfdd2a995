"""The layers as rings in the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.nested import Ring, nested
from sem.charts.terminal.picture import Characters
from sem.i18n import set_language
from tests.charts.conftest import Compare
from tests.charts.texts import texts

UX = Ring("UX", 1.4, "niveau 1 Toevallig")
CJM = Ring("Klantreisbeheer (CJM)", 2.6, "niveau 2 Beginnend")
CX = Ring("Klantbeleving (CX)", 3.6, "niveau 3 Ingericht")

rings = st.builds(Ring, texts, st.one_of(st.none(), st.floats(1, 5)), texts)


@given(
    st.lists(rings, max_size=5),
    st.integers(0, 120),
    st.integers(0, 45),
    st.sampled_from(["braille", "blocks", "ascii"]),
)
def test_has_exactly_the_size_asked_for(layers: list[Ring], width: int, height: int, characters: Characters) -> None:
    picture = nested(layers, width, height, characters=characters)
    assert (picture.width, picture.height) == (width, height)
    assert [cell_len(line) for line in picture.lines] == [width] * height


@given(st.integers(10, 120), st.integers(4, 45), st.lists(st.integers(1, 14), min_size=3, max_size=3))
def test_every_name_is_shown_whole_or_a_sentence_instead(width: int, height: int, lengths: list[int]) -> None:
    names = [letter * length for letter, length in zip("QVX", lengths, strict=True)]
    text = str(nested([Ring(name, 2.0) for name in names], width, height))
    assert "Make" in text or all(text.count(name[0]) == len(name) for name in names)


def test_a_low_inner_ring_is_a_hole_that_needs_no_colour() -> None:
    middle = nested([Ring("UX", 1.0), Ring("CJM", 3.0), Ring("CX", 5.0)], 80, 20).lines[10][:38]
    assert "".join(dict.fromkeys(middle.replace(" ", ""))) == "█▒·"


def test_a_ring_without_a_score_stays_empty_and_says_so() -> None:
    text = str(nested([UX, Ring("CJM", None), CX], 80, 20))
    assert "CJM no score" in text
    assert "▒" not in text.replace("▒▒ 3", "")


def test_a_ring_whose_answers_are_not_shown_does_not_look_like_one_without_a_score() -> None:
    text = str(nested([UX, Ring("CJM", None, withheld=True), CX], 80, 20))
    assert "CJM not shown" in text
    assert "no score" not in text


def test_two_rings_of_one_level_are_parted() -> None:
    middle = nested([Ring("UX", 3.0), Ring("CX", 3.0)], 60, 16).lines[8][:28]
    assert len(middle.split()) == 3


def test_a_small_place_gets_the_layers_as_text_the_innermost_indented_most() -> None:
    lines = str(nested([Ring("UX", 2.0), Ring("CX", 4.0)], 20, 3)).splitlines()
    assert lines == ["CX ▓ 4.0", "  UX ░ 2.0"]


def test_no_layers_get_a_sentence() -> None:
    assert str(nested([], 40, 3)).strip() == "There are no layers to show."


@pytest.mark.parametrize("mean", [0.0, 5.5, float("nan")])
def test_a_mean_off_the_scale_is_refused(mean: float) -> None:
    with pytest.raises(ValueError, match="off the scale"):
        nested([Ring("UX", mean)], 80, 20)


@pytest.mark.parametrize("size", [(80, 21), (120, 37), (48, 14), (30, 8)], ids=str)
def test_looks_as_kept(size: tuple[int, int], same_as_frame: Compare) -> None:
    set_language("nl")
    same_as_frame(f"nested-{size[0]}x{size[1]}", nested([UX, CJM, CX], *size))


def test_looks_as_kept_in_ascii_with_a_layer_that_has_no_score(same_as_frame: Compare) -> None:
    set_language("nl")
    picture = nested([UX, Ring("CJM", None), CX], 80, 21, characters="ascii")
    assert str(picture).isascii()
    same_as_frame("nested-partly-80x21-ascii", picture)
