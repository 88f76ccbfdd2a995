"""A report as PDF: A4 pages with numbers, an outline to go by, and letters of the typeface of our figures."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from sem.charts.terminal.cells import NO_BREAK_SPACE
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import language
from sem.reports.document import (
    Block,
    Draw,
    Drawing,
    Facts,
    Figure,
    Heading,
    Numbered,
    Paragraph,
    Table,
    Value,
)
from sem.reports.house_style import HouseStyle
from sem.reports.report import Report

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import FontFace
    from fpdf.outline import OutlineSection

_MARGIN, _FOOT = 18.0, 18.0
"""In millimetres, as all lengths here."""
_NAMES = 46.0
_TEXT, _SMALL, _SMALLEST, _FEW_COLUMNS = 9.5, 8.0, 7.2, 7
_HEADINGS = {1: 20.0, 2: 14.0, 3: 11.0, 4: 9.5}
_LEADING = 1.42
_MILLIMETRES = 25.4 / 72
_TALLEST = 190.0
"""Of a picture, so that its heading and what it comes down to stand above it on the same page."""
_LONGEST_CELL = 1000
"""How many characters of a cell are shown: a row must fit on a page."""
_WIDEST_WORD, _PADDING = 32.0, 1.5
_LARGE_TABLE = 130.0
_GREY, _INK, _RULE = (85, 96, 110), (29, 37, 48), (221, 227, 234)


def write_pdf(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    """Write a report as PDF to an open file; the same report gives the same bytes.

    Raises:
        OSError: It could not be written.
    """
    # What it warns of, such as a table of a font that it leaves out, is nothing that a reader of the report can mend.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pages = _Pages(report, style)
    pages.write()
    out.write(pages.finished())


class _Pages:
    """Lays a report out on pages from the top down."""

    def __init__(self, report: Report, style: HouseStyle) -> None:
        from fpdf import FPDF

        from sem.charts.figures.typeface import font_file, printable

        self._report, self._style, self._printable = report, style, printable
        self._colour = tuple(int(style.colour[at : at + 2], 16) for at in (1, 3, 5))
        title = printable(report.title)

        class Numbered(FPDF):
            def footer(self) -> None:
                self.set_y(-_FOOT + 5)
                self.set_font("sem", size=7.5)
                self.set_text_color(*_GREY)
                self.cell(0, 5, title, align="L")
                self.set_x(_MARGIN)
                self.cell(0, 5, _("page {n}").format(n=self.page_no()), align="R")

        self._pdf: FPDF = Numbered("portrait", "mm", "A4")
        # A team may be called like what would be replaced by the number of pages.
        self._pdf.alias_nb_pages("")
        self._pdf.set_margins(_MARGIN, _MARGIN)
        self._pdf.set_auto_page_break(True, _FOOT)
        for bold in (False, True):
            self._pdf.add_font("sem", "B" if bold else "", font_file(bold))
        self._pdf.set_title(title)
        self._pdf.set_creator("sem")
        self._pdf.set_producer("sem")
        self._pdf.set_lang(language())
        self._pdf.set_creation_date(datetime.combine(report.day, time(), UTC))
        self._depth = -1
        self._drawn: dict[int, bytes] = {}

    def finished(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def write(self) -> None:
        """Write the whole report."""
        pdf = self._pdf
        pdf.add_page()
        logo = self._style.logo
        if logo:
            scale = min(55 / logo.width, 20 / logo.height)
            pdf.image(BytesIO(logo.png), w=logo.width * scale, h=logo.height * scale, alt_text=_("Logo"))
            pdf.ln(8)
        blocks = self._report.blocks()
        for block in blocks[:2]:
            self._block(block)
        self._space(6)
        pdf.insert_toc_placeholder(self._contents, pages=1, reset_page_indices=False)
        for number, block in enumerate(blocks[2:], 2):
            if isinstance(block, Heading):
                self._keep(block, blocks[number + 1 :])
            self._block(block)

    def _contents(self, pdf: FPDF, outline: Sequence[OutlineSection]) -> None:
        self._font(_HEADINGS[3], bold=True, colour=self._colour)
        pdf.set_x(_MARGIN)
        pdf.cell(0, 8, self._printable(_("Contents")), new_x="LMARGIN", new_y="NEXT")
        self._font(_TEXT)
        for section in outline:
            if section.level == 1:
                link = pdf.add_link(page=section.page_number)
                pdf.cell(pdf.epw - 12, 6, section.name, link=link)
                pdf.cell(12, 6, str(section.page_number), align="R", link=link, new_x="LMARGIN", new_y="NEXT")

    def _font(self, size: float, *, bold: bool = False, colour: Sequence[int] = _INK) -> None:
        self._pdf.set_font("sem", "B" if bold else "", size)
        self._pdf.set_text_color(*colour)

    def _space(self, height: float) -> None:
        if self._pdf.y > _MARGIN:
            self._pdf.ln(height)

    def _room(self) -> float:
        return self._pdf.h - _FOOT - self._pdf.y

    def _keep(self, heading: Heading, after: Sequence[Block]) -> None:
        """Begin a new page where a heading would stand at the foot of this one, or a picture would leave it."""
        needed = {2: 53.0, 3: 38.0}.get(heading.depth, 26.0)
        soon = after[:4]
        if any(isinstance(block, Table) for block in soon):
            needed += 22.0
        needed += max((self._height(block) for block in soon if isinstance(block, Figure)), default=0.0)
        if self._room() < needed:
            self._pdf.add_page()

    def _line(self, text: str, size: float, *, bold: bool = False, colour: Sequence[int] = _INK) -> None:
        """Write running text; where it has lines, these stay."""
        self._font(size, bold=bold, colour=colour)
        height = size * _LEADING * _MILLIMETRES
        for line in text.split("\n"):
            self._pdf.multi_cell(0, height, self._printable(line), align="L", new_x="LMARGIN", new_y="NEXT")

    def _block(self, block: Block) -> None:
        match block:
            case Heading(depth, text):
                self._heading(depth, text)
            case Paragraph(text, strong):
                self._line(text, _TEXT, bold=strong)
                self._space(2.5)
            case Numbered(items):
                for number, (name, text) in enumerate(items, 1):
                    self._line(f"{number}. {f'{name}: ' if name else ''}{text}", _TEXT)
                    self._space(1)
                self._space(1.5)
            case Facts(items):
                self._facts(items)
            case Table():
                self._table(block)
            case Drawing(_lines, caption):
                self._line(caption, _TEXT)
            case Figure():
                self._figure(block)

    def _heading(self, depth: int, text: str) -> None:
        self._space({1: 0.0, 2: 9.0, 3: 5.0}.get(depth, 3.5))
        shown = self._printable(text) or " "
        # A depth is never skipped, neither in the outline that a reader goes by.
        self._depth = min(depth - 1, self._depth + 1)
        if depth < 4:
            self._pdf.start_section(shown, self._depth)
        self._line(text, _HEADINGS[depth], bold=True, colour=self._colour if depth < 4 else _INK)
        if depth == 2:
            self._pdf.set_draw_color(*_RULE)
            self._pdf.line(_MARGIN, self._pdf.y + 1, self._pdf.w - _MARGIN, self._pdf.y + 1)
        self._pdf.ln(3 if depth <= 2 else 1.5)

    def _facts(self, items: Iterable[tuple[str, str]]) -> None:
        pdf = self._pdf
        height = _TEXT * _LEADING * _MILLIMETRES
        for name, text in items:
            if self._room() < 2 * height:
                pdf.add_page()
            top, page = pdf.y, pdf.page
            self._font(_TEXT, colour=_GREY)
            pdf.multi_cell(_NAMES - 4, height, self._printable(name), align="L", new_x="LMARGIN", new_y="NEXT")
            below = pdf.y if pdf.page == page else 0.0
            pdf.page = page
            pdf.set_y(top)
            self._font(_TEXT)
            for line in text.split("\n"):
                pdf.set_x(_MARGIN + _NAMES)
                pdf.multi_cell(0, height, self._printable(line), align="L", new_x="LMARGIN", new_y="NEXT")
            if pdf.page == page:
                pdf.set_y(max(below, pdf.y))
            pdf.ln(0.8)
        pdf.ln(2)

    def _table(self, table: Table) -> None:
        if not table.rows:
            return
        rows = [list(map(self._cell, table.header))]
        for number, texts in enumerate(table.rows):
            rows.append([self._cell(text, table.value(number, at)) for at, text in enumerate(texts)])
        size = _SMALL if len(table.header) <= _FEW_COLUMNS else _SMALLEST
        for columns in _parts(self._least(rows, size), self._pdf.epw):
            self._part(table, rows, columns, size)

    def _cell(self, text: str, value: Value = None) -> str:
        """Return what stands in a cell; a day and a number are never broken over two lines."""
        shown = self._printable(_short(text))
        return shown if value is None or isinstance(value, str) else shown.replace(" ", NO_BREAK_SPACE)

    def _part(self, table: Table, rows: Sequence[Sequence[str]], columns: Sequence[int], size: float) -> None:
        """Write some columns of a table, which may have more than there is room for beside each other."""
        from fpdf.enums import TableBordersLayout, TableCellFillMode
        from fpdf.fonts import FontFace

        pdf = self._pdf
        numeric = table.numeric
        rows = [[row[at] for at in columns] for row in rows]
        widths = self._widths(rows, size)
        self._font(size)
        pdf.set_draw_color(*_RULE)
        with pdf.table(
            col_widths=widths,
            text_align=["RIGHT" if at in numeric else "LEFT" for at in columns],
            v_align="TOP",
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            cell_fill_mode=TableCellFillMode.NONE,
            headings_style=FontFace(emphasis="BOLD", color=self._colour),
            line_height=size * 1.32 * _MILLIMETRES,
            padding=(0.9, _PADDING, 0.9, _PADDING),
            align="LEFT",
            width=pdf.epw,
        ) as made:
            for number, texts in enumerate(rows):
                row = made.row()
                for column, text in zip(columns, texts, strict=True):
                    row.cell(text, style=self._ground(table, number - 1, column))
        pdf.ln(3)

    def _ground(self, table: Table, row: int, column: int) -> FontFace | None:
        """Return the ground of a cell, the darker the higher its number; None for the usual one."""
        from fpdf.fonts import FontFace

        share = table.shade(row, column) if row >= 0 else None
        if share is None:
            return None
        ground = tuple(round(255 - (255 - part) * share / 2) for part in self._colour)
        return FontFace(fill_color=ground)

    def _least(self, rows: Sequence[Sequence[str]], size: float) -> list[float]:
        """Return how wide each column has to be for its longest word."""
        pdf = self._pdf
        least = []
        for column in zip(*rows, strict=True):
            self._font(size, bold=True)
            head = max((pdf.get_string_width(word) for word in column[0].split(" ")), default=0.0)
            self._font(size)
            words = {word for text in column for word in text.split(" ")}
            longest = max((pdf.get_string_width(word) for word in words), default=0.0)
            least.append(min(_WIDEST_WORD, max(head, longest)) + 2 * _PADDING + 0.8)
        return least

    def _widths(self, rows: Sequence[Sequence[str]], size: float) -> tuple[float, ...]:
        """Return the widths of columns: each has room for its longest word, and the rest goes where the text is."""
        pdf = self._pdf
        least = self._least(rows, size)
        wanted = [max(pdf.get_string_width(text[:120]) for text in column) for column in zip(*rows, strict=True)]
        room = pdf.epw - sum(least)
        extra = [max(0.0, want + 2 * _PADDING - width) for want, width in zip(wanted, least, strict=True)]
        share = min(1.0, max(0.0, room) / (sum(extra) or 1.0))
        widths = [width + more * share for width, more in zip(least, extra, strict=True)]
        return tuple(width * pdf.epw / sum(widths) for width in widths)

    def _figure(self, figure: Figure) -> None:
        from fpdf.enums import Align

        pdf = self._pdf
        if picture := self._picture(figure):
            height = self._height(figure)
            if self._room() < height + 18:
                pdf.add_page()
            words = self._printable(f"{figure.caption}. {figure.words}")
            pdf.image(BytesIO(picture), x=Align.C, w=height / _ratio(picture), h=height, alt_text=words)
            pdf.ln(2)
        elif self._room() < max(40.0, self._whole(figure.table) + 14):
            pdf.add_page()
        self._line(figure.caption, _SMALL, bold=True, colour=_GREY)
        self._line(figure.words, _SMALL, colour=_GREY)
        self._space(2)
        if figure.table:
            if self._room() < self._whole(figure.table):
                pdf.add_page()
            self._table(figure.table)

    def _whole(self, table: Table | None) -> float:
        """Return the least that a table needs to stand on one page; nothing for one that takes most of a page."""
        height = (len(table.rows) + 1.5) * (_SMALL * 1.32 * _MILLIMETRES + 1.8) if table else 0.0
        return height if height < _LARGE_TABLE else 0.0

    def _picture(self, figure: Figure) -> bytes:
        """Return a picture as wide as the text and no higher than there is room for; none where it has none.

        Where it could not be read so, it is that of a slide.
        """
        if figure.draw is None:
            return b""
        if id(figure) not in self._drawn:
            self._drawn[id(figure)] = self._drawn_to_fit(figure.draw)
        return self._drawn[id(figure)]

    def _drawn_to_fit(self, draw: Draw) -> bytes:
        from sem.charts.figures.size import Size

        width = self._pdf.epw / 10
        for size in (Size(width), Size(width, _TALLEST / 10)):
            try:
                picture = draw("png", self._style, size)
            except InvalidError:
                continue
            if self._pdf.epw * _ratio(picture) <= _TALLEST + 0.5:
                return picture
        return draw("png", self._style)

    def _height(self, figure: Figure) -> float:
        """Return how high a picture stands: as its width asks for, but never higher than there is room for."""
        picture = self._picture(figure)
        return min(self._pdf.epw * _ratio(picture), _TALLEST) if picture else 0.0


def _parts(least: Sequence[float], room: float) -> list[list[int]]:
    """Return the columns that fit beside each other, the first of them every time."""
    parts: list[list[int]] = [[0]]
    for column in range(1, len(least)):
        if sum(least[at] for at in parts[-1]) + least[column] > room and len(parts[-1]) > 1:
            parts.append([0])
        parts[-1].append(column)
    return parts


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _ratio(png: bytes) -> float:
    """Return how high a PNG picture is, in its width."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return height / width
