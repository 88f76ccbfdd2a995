"""Where the levels stand on the rings of a radar figure."""

from __future__ import annotations

from math import cos, pi, sin

from hypothesis import given
from hypothesis import strategies as st

from sem.charts.figures.rings import Outline, place_names, place_numbers

NAMES = ("Incidental", "Emerging", "Designed", "Managed", "Excellent")
RADIUS = 250.0


def outline(values: list[float | None]) -> Outline:
    corners = []
    for i, value in enumerate(values):
        angle = pi / 2 - 2 * pi * i / len(values)
        away = None if value is None else RADIUS * value / 5
        corners.append(None if away is None else (400 + away * cos(angle), 400 + away * sin(angle)))
    return Outline((400, 400), RADIUS, tuple(corners))


@given(st.lists(st.one_of(st.none(), st.floats(1, 5)), min_size=3, max_size=20))
def test_names_never_hide_a_mark_and_never_each_other(values: list[float | None]) -> None:
    shape = outline(values)
    placed = place_names(shape, NAMES)
    if placed:
        for corner in filter(None, shape.corners):
            assert not any(b.left < corner[0] < b.right and b.bottom < corner[1] < b.top for b in placed.boxes)
        for one, other in zip(placed.boxes, placed.boxes[1:], strict=False):
            assert one.bottom >= other.top or other.bottom >= one.top or one.right <= other.left


def test_names_hang_straight_down_where_nothing_is_in_the_way() -> None:
    placed = place_names(outline([None] * 9), NAMES)
    assert placed is not None
    assert placed.texts[0] == "1 Incidental"
    assert all(abs((box.left + box.right) / 2 - 400) < 0.01 for box in placed.boxes)
    assert [box.top for box in placed.boxes] == sorted((box.top for box in placed.boxes), reverse=True)


def test_there_is_no_place_for_names_where_all_score_the_lowest_level() -> None:
    shape = outline([1.0] * 9)
    assert place_names(shape, NAMES) is None
    assert place_numbers(shape, 5).texts == ("1", "2", "3", "4", "5")


def test_there_is_no_place_for_names_wider_than_a_gap() -> None:
    assert place_names(outline([None] * 9), ["A level with a name that goes on", *NAMES[1:]]) is None
