"""A report as PDF: pictures are drawn for paper, and stand whole on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from sem.charts.figures.size import Size
from sem.errors import InvalidError
from sem.reports.document import Draw, Figure, PictureFormat, Table
from sem.reports.house_style import HouseStyle
from sem.reports.report import Report, Section
from sem.reports.report_pdf import write_pdf

WIDTH = 17.4
"""Of the text, in centimetres."""
Ratio = Callable[[Size | None], float]


def drawing(high: Ratio, asked: list[Size | None]) -> Draw:
    """Return what draws a picture so high in its width, and remembers for which sizes it was asked."""

    def draw(format_: PictureFormat, style: HouseStyle, size: Size | None = None, /) -> bytes:
        asked.append(size)
        out = BytesIO()
        Image.new("RGB", (200, round(200 * high(size)))).save(out, format_)
        return out.getvalue()

    return draw


def written(*figures: Figure) -> bytes:
    out = BytesIO()
    section = Section("one", "One", "What it comes down to.", figures)
    write_pdf(out, Report("Report", (), (section,), date(2026, 11, 22)), HouseStyle())
    return out.getvalue()


def test_a_picture_is_drawn_as_wide_as_the_text_so_that_its_letters_can_be_read() -> None:
    asked: list[Size | None] = []
    written(Figure("Picture", "What it shows.", draw=drawing(lambda _size: 0.8, asked)))
    assert len(asked) == 1
    assert asked[0] is not None
    assert asked[0].width == pytest.approx(WIDTH, abs=0.01)
    assert asked[0].height is None


def test_one_that_would_leave_no_room_for_its_heading_is_drawn_lower() -> None:
    asked: list[Size | None] = []
    high: Ratio = lambda size: size.height / WIDTH if size and size.height else 1.4  # noqa: E731
    written(Figure("Picture", "What it shows.", draw=drawing(high, asked)))
    assert [size and size.height for size in asked] == [None, 19.0]


def test_one_that_could_not_be_read_so_small_is_that_of_a_slide() -> None:
    asked: list[Size | None] = []

    def high(size: Size | None) -> float:
        if size is not None:
            raise InvalidError("too small", "make it larger")
        return 2.0

    data = written(Figure("Picture", "What it shows.", draw=drawing(high, asked)))
    assert asked[-1] is None
    assert data.count(b"/Subtype /Image") == 1


def test_a_table_that_fits_on_a_page_is_not_split_over_two() -> None:
    """Two of these tables are just higher than a page."""
    table = Table(("Area", "Mean"), tuple((f"Area {n}", "3.0") for n in range(20)))

    def pages(count: int) -> int:
        figures = [Figure(f"Table {n}", "Its numbers.", table=table) for n in range(count)]
        return len(re.findall(rb"/Type /Page\n", written(*figures)))

    assert pages(3) - pages(1) == 2
