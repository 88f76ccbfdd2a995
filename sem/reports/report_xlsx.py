"""A report as a workbook: a sheet a chapter, charts that can be edited, and tidy tables of everything behind them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, BinaryIO

from sem.i18n import gettext as _
from sem.reports.document import (
    Block,
    Chart,
    Drawing,
    Facts,
    Figure,
    Heading,
    Numbered,
    Paragraph,
    Share,
    Table,
    Value,
)
from sem.reports.house_style import HouseStyle
from sem.reports.lines import neutral
from sem.reports.report import Dataset, Report, Section
from sem.reports.sheet_page import LINE, NARROWEST, SheetPage, cell_text, column_widths

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""How many rows a sheet can have under its header."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_MOST_SERIES = 6
_PIXELS = LINE * 96 / 72
"""How many pixels high a row is."""
_SERIES_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")


def write_xlsx(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    """Write a report as an XLSX workbook to an open file.

    What a user typed is written as text and never as a formula or a link. The long tables go to the disk row by row.

    Raises:
        OSError: It could not be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="sem-") as folder:
        usual = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        sink = _Sink(out)
        book = Workbook(sink, {**usual, "tmpdir": folder, "constant_memory": True})
        made = datetime.combine(report.day, time())
        book.set_properties({"title": cell_text(report.title), "author": "sem", "created": made})
        book.use_zip64()
        try:
            _Book(book, report, style).write()
            book.close()
        except FileCreateError as error:
            sink.given_up = True
            raise error.args[0] from None
        except BaseException:
            sink.given_up = True
            raise


class _Sink:
    """A file that, once given up, takes whatever comes and keeps nothing of it.

    A zip file tries to finish itself even when it is only forgotten, and would complain that it can't any more.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._place = 0
        self.given_up = False

    def write(self, data: bytes) -> int:
        """Write at the place one is at."""
        if not self.given_up:
            self._out.write(data)
        self._place += len(data)
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place; from the start, because a zip file that is written anew asks for nothing else."""
        self._place = place if self.given_up else self._out.seek(place, whence)
        return self._place

    def tell(self) -> int:
        """Return the place one is at."""
        return self._place

    def flush(self) -> None:
        """Let go of what is not written yet."""
        if not self.given_up:
            self._out.flush()


class _Book:
    """Writes a report into a workbook, sheet by sheet from the top down."""

    def __init__(self, book: Workbook, report: Report, style: HouseStyle) -> None:
        self._book, self._report, self._style = book, report, style
        self._names: set[str] = set()
        self._charts: list[tuple[Worksheet, int, Chart]] = []
        colour = style.colour
        self._formats: dict[str, Any] = {
            "title": book.add_format({"bold": True, "font_size": 18, "font_color": colour}),
            "heading": book.add_format({"bold": True, "font_size": 12, "font_color": colour}),
            "strong": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "name": book.add_format({"font_color": "#55606e", "text_wrap": True, "valign": "top"}),
            "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2,
                                       "bottom_color": colour}),
            "numbers": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2,
                                        "bottom_color": colour, "align": "right", "indent": 1}),
        }  # fmt: skip

    def write(self) -> None:
        """Write all sheets."""
        for number, section in enumerate(self._report.sections):
            if not section.appendix:
                self._section(section, first=number == 0)
        if self._charts:
            self._draw()
        for section in self._report.sections:
            for data in section.data:
                self._dataset(data)

    def _sheet(self, title: str) -> Worksheet:
        """Return a new sheet with a name that no other has and that every program takes."""
        plain = " ".join(_NOT_IN_NAMES.sub(" ", neutral(title)).split())[:_LONGEST_NAME].strip() or "-"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: _LONGEST_NAME - 4].strip()} ({number})"
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        # Said outright, because the usual height differs between programs, and pictures stand from row to row.
        sheet.set_default_row(LINE)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _format(self, **properties: Any) -> Any:
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def _section(self, section: Section, *, first: bool) -> None:
        sheet = self._sheet(section.tab or section.title)
        page = SheetPage(sheet, self._formats, column_widths(section.blocks))
        if first:
            logo = self._style.logo
            if logo:
                scale = min(1.0, 220 / logo.width, 80 / logo.height)
                page.skip(ceil(logo.height * scale / _PIXELS) + 1)
                sheet.insert_image(0, 0, "logo.png", {
                    "image_data": BytesIO(logo.png), "description": _("Logo"), "x_scale": scale, "y_scale": scale,
                })  # fmt: skip
            page.line(self._report.title, "title")
            page.skip(1)
            page.facts(self._report.facts)
            page.skip(1)
        page.line(section.title, "heading" if first else "title")
        page.skip(1)
        if section.message:
            page.text(section.message, "strong")
            page.skip(1)
        for block in section.blocks:
            self._block(page, block)

    def _block(self, page: SheetPage, block: Block) -> None:
        match block:
            case Heading(_depth, text):
                page.line(text, "heading")
            case Paragraph(text, strong):
                page.text(text, "strong" if strong else "text")
            case Numbered(items):
                for number, (name, text) in enumerate(items, 1):
                    page.text(f"{number}. {f'{name}: ' if name else ''}{text}", "text")
            case Facts(items):
                page.facts(items)
            case Table():
                self._table(page, block)
            case Drawing(_lines, caption):
                page.text(caption, "text")
            case Figure(caption, words, table):
                page.line(caption, "heading")
                page.text(words, "text")
                if table:
                    self._table(page, table)
                self._leave_room(page, block.charts)
        page.skip(1)

    def _table(self, page: SheetPage, table: Table) -> None:
        numeric = table.numeric
        page.high(table.header)
        for column, text in enumerate(table.header):
            kind = "numbers" if column in numeric else "header"
            page.sheet.write_string(page.row, column, cell_text(text), self._formats[kind])
        page.skip(1)
        top = page.row
        for row, texts in enumerate(table.rows):
            page.high(texts)
            for column, text in enumerate(texts):
                self._cell(page.sheet, page.row, column, table.value(row, column), text)
            page.skip(1)
        if table.shaded and table.rows:
            low, high = table.shaded
            scale = {"type": "2_color_scale", "min_type": "num", "max_type": "num", "min_value": low, "max_value": high,
                     "min_color": "#ffffff", "max_color": _paler(self._style.colour)}  # fmt: skip
            for column in sorted(table.shades):
                page.sheet.conditional_format(top, column, page.row - 1, column, scale)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Value, text: str) -> None:
        if isinstance(value, Share):
            sheet.write_number(row, column, value, self._format(num_format="0%", indent=1, align="right"))
        elif isinstance(value, int | float):
            form = self._format(num_format=_number_format(text), indent=1, align="right")
            sheet.write_number(row, column, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(
                row, column, datetime.combine(value, time()), self._format(num_format=14, align="left")
            )
        else:
            sheet.write_string(row, column, cell_text(text), self._formats["text"])

    def _leave_room(self, page: SheetPage, charts: Iterable[Chart]) -> None:
        for chart in charts:
            if 0 < len(chart.series) <= _MOST_SERIES or chart.kind == "lines":
                page.skip(1)
                self._charts.append((page.sheet, page.row, chart))
                page.skip(ceil(_chart_height(chart) / _PIXELS))

    def _draw(self) -> None:
        """Write what the charts are made of on a sheet of its own, and put each in its place."""
        sheet = self._sheet(_("Chart data"))
        sheet.set_column(0, 0, 30)
        row = 0
        for place, at, chart in self._charts:
            sheet.write_string(row, 0, cell_text(chart.title), self._formats["header"])
            for column, (name, _values) in enumerate(chart.series, 1):
                sheet.write_string(row, column, cell_text(name), self._formats["header"])
            for line, category in enumerate(chart.categories, row + 1):
                sheet.write_string(line, 0, cell_text(category))
                for column, (_name, values) in enumerate(chart.series, 1):
                    value = values[line - row - 1]
                    if value is not None:
                        sheet.write_number(line, column, value, self._format(num_format="0.0"))
            place.insert_chart(at, 0, self._chart(sheet.get_name(), row, chart), {
                "description": f"{chart.title}: {', '.join(chart.categories)}"[:1000], "object_position": 2,
            })  # fmt: skip
            row += len(chart.categories) + 2

    def _chart(self, sheet: str, row: int, chart: Chart) -> Any:
        kinds = {
            "radar": {"type": "radar", "subtype": "with_markers"},
            "bars": {"type": "bar"},
            "lines": {"type": "line"},
        }
        made: Any = self._book.add_chart(kinds[chart.kind])
        last = row + len(chart.categories)
        for column in range(1, len(chart.series) + 1):
            own = column == len(chart.series)
            colour = self._style.colour if own else self._style.accent if len(chart.series) == 2 else _grey(column)
            name, values = chart.series[column - 1]
            # The data stands in the chart too: rows that went to the disk can't be read back for it.
            series: dict[str, Any] = {
                "name": _plain(name),
                "categories": [sheet, row + 1, 0, last, 0],
                "categories_data": list(map(cell_text, chart.categories)),
                "values": [sheet, row + 1, column, last, column],
                "values_data": ["" if value is None else value for value in values],
            }
            if chart.kind == "bars":
                series |= {"fill": {"color": colour}, "gap": 60, "data_labels": {"value": True, "num_format": "0.0"}}
            else:
                dash = "solid" if own else _SERIES_DASHES[column % len(_SERIES_DASHES)]
                series |= {"line": {"color": colour, "width": 2.25, "dash_type": dash},
                           "marker": {"type": "circle" if own else "diamond", "size": 6, "fill": {"color": colour},
                                      "border": {"color": colour}}}  # fmt: skip
            made.add_series(series)
        made.set_title({"name": _plain(chart.title), "name_font": {"size": 12, "color": self._style.colour}})
        made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
        scale = {"min": chart.low, "max": chart.high, "major_unit": 1, "num_format": "0"}
        if chart.kind == "bars":
            made.set_x_axis({**scale, "major_gridlines": {"visible": True, "line": {"color": "#dde3ea"}}})
            made.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        else:
            made.set_y_axis({**scale, "major_gridlines": {"visible": True, "line": {"color": "#dde3ea"}}})
        made.set_size({"width": 720, "height": _chart_height(chart)})
        return made

    def _dataset(self, data: Dataset) -> None:
        """Write a tidy table under a header that stays in sight; where a sheet is full, the next one goes on."""
        sheet, row = self._data_sheet(data), 0
        as_number, as_day = self._format(num_format="General"), self._format(num_format=14, align="left")
        for values in data.rows():
            if row == MOST_ROWS:
                sheet.autofilter(0, 0, row, len(data.columns) - 1)
                sheet, row = self._data_sheet(data), 0
            row += 1
            for column, value in enumerate(values):
                if isinstance(value, bool) or value is None:
                    continue
                if isinstance(value, int | float):
                    sheet.write_number(row, column, value, as_number)
                elif day := _day(value):
                    sheet.write_datetime(row, column, day, as_day)
                else:
                    sheet.write_string(row, column, cell_text(value))
        sheet.autofilter(0, 0, row, len(data.columns) - 1)

    def _data_sheet(self, data: Dataset) -> Worksheet:
        sheet = self._sheet(data.title)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        headings = data.headings or data.columns
        for column, name in enumerate(data.columns):
            long = name in ("title", "label", "because", "note", "text", "team", "questionnaire")
            sheet.set_column(column, column, 28 if long else max(NARROWEST, len(headings[column]) + 4))
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._formats["header"])
        return sheet


def _number_format(text: str) -> str:
    """Return how a number is shown: with as many digits as its text has, and a plus sign where that has one."""
    decimals = re.search(r"[.,](\d+)", text)
    form = f"0.{'0' * len(decimals[1])}" if decimals else "0"
    return f"+{form};-{form};{form}" if text.startswith("+") else form


def _day(text: str | int | float) -> datetime | None:
    """Return the day that a cell of a tidy table is; what else looks like one was typed by somebody."""
    if not isinstance(text, str) or len(text) != 10 or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return a text that a chart does not take for a reference to a cell."""
    return cell_text(text).lstrip("=") or " "


def _paler(colour: str) -> str:
    """Return a colour half way to white, on which dark letters can be read."""
    return "#" + "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02x}" for at in (1, 3, 5))


def _grey(number: int) -> str:
    return ("#56626d", "#8a96a1", "#b0702f", "#6b7f3a", "#7a5c86")[number % 5]


def _chart_height(chart: Chart) -> int:
    if chart.kind == "bars":
        return 120 + len(chart.categories) * (14 + 14 * len(chart.series))
    return 480 if chart.kind == "radar" else 400
