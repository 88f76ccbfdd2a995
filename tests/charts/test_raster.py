"""Dots, lines and filled polygons as characters."""

from __future__ import annotations

import pytest

from sem.charts.terminal.picture import Canvas, Characters, Role
from sem.charts.terminal.raster import Layer, cells_within, compose


def drawn(layer: Layer, characters: Characters = "braille", grid: Layer | None = None) -> str:
    canvas = Canvas(layer.width, layer.height)
    compose(canvas, grid or Layer(layer.width, layer.height, Role.GRID), [layer], characters)
    return str(canvas.picture())


@pytest.mark.parametrize(("characters", "shown"), [("braille", "⡇⠉"), ("blocks", "▌▀"), ("ascii", "**")])
def test_a_corner_in_each_kind_of_characters(characters: Characters, shown: str) -> None:
    layer = Layer(2, 1, Role.FIRST)
    layer.line((0, 0), (0, 3))
    layer.line((2, 0), (3, 0))
    assert drawn(layer, characters) == shown


def test_a_dashed_line_has_gaps() -> None:
    layer = Layer(3, 1, Role.FIRST)
    layer.line((0, 0), (5, 0), on=1, off=2)
    assert drawn(layer) == "⠁⠈"


def test_a_line_that_leaves_the_layer_is_drawn_as_far_as_it_lies_inside() -> None:
    layer = Layer(1, 1, Role.FIRST)
    layer.line((-10, 0), (10, 0))
    assert drawn(layer) == "⠉"


def test_a_line_takes_the_cell_from_the_grid() -> None:
    layer, grid = Layer(2, 1, Role.FIRST), Layer(2, 1, Role.GRID)
    layer.line((0, 0), (1, 0))
    grid.line((0, 3), (3, 3))
    assert drawn(layer, grid=grid) == "⠉⣀"


def test_lines_that_cross_share_the_cell() -> None:
    first, second = Layer(1, 1, Role.FIRST), Layer(1, 1, Role.SECOND)
    first.line((0, 0), (0, 3))
    second.line((1, 0), (1, 3))
    canvas = Canvas(1, 1)
    compose(canvas, Layer(1, 1, Role.GRID), [first, second], "braille")
    [[run]] = canvas.picture().rows
    assert (run.text, run.role) == ("⣿", Role.SHARED)


def test_a_tint_takes_only_the_cells_that_lie_wholly_in_the_polygon() -> None:
    square = [(0.0, 0.0), (5.0, 0.0), (5.0, 8.0), (0.0, 8.0)]
    assert cells_within(square) == {(x, y) for x in range(3) for y in range(2)}
    assert cells_within([(0.5, 0.0), (5.0, 0.0), (5.0, 8.0), (0.5, 8.0)]) == {(x, y) for x in (1, 2) for y in range(2)}
    assert cells_within([]) == set()
