"""A table read line by line says what a reader of CSV finds in it, whatever its cells and the ends of its lines are."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from sem.importing.lines import Lines

CELL = st.text(alphabet='ab";\n\r \x0b\u2028', max_size=4)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Return the text of a table, or one that somebody spoilt."""
    if draw(st.booleans()):
        return draw(st.text(alphabet='ab";\n\r', max_size=40))
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"]))).writerows(draw(ROWS))
    return text.getvalue()


@given(tables(), st.integers(1, 3), st.integers(1, 3))
def test_rows_read_by_what_they_begin_with_are_those_of_the_table(text: str, cells: int, most: int) -> None:
    lines = Lines(io.StringIO(text, newline=""), ";")
    read: list[list[str]] = []
    while True:
        begin = lines.begin(cells)
        rests = lines.alike(begin, most) if begin else []
        if rests:
            read += [lines.row(begin + rest) for rest in rests]
            assert {tuple(row[:cells]) for row in read[-len(rests) :]} == {tuple(begin.split(";")[:cells])}
        elif (row := next(lines.rows, None)) is not None:
            read.append(row)
        else:
            break
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row or [""] for row in read] == [row or [""] for row in rows]


def test_a_cell_that_is_too_long_is_left_to_the_reader_of_rows() -> None:
    long = "x" * (csv.field_size_limit() + 1)
    lines = Lines(io.StringIO(f"a;b\na;{long}\na;c\n", newline=""), ";")
    assert lines.alike(lines.begin(1), 9) == ["b\n"]
    assert lines.begin(1) == "a;"
    assert lines.alike("a;", 9) == []
