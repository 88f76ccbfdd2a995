"""A report as slides: a message a slide, charts and tables that can be edited, and the rest in the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from importlib.util import find_spec
from io import BytesIO
from re import sub
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.installed import install_command
from sem.reports.document import Chart, Facts, Figure, Heading, Numbered, Paragraph, Table
from sem.reports.house_style import HouseStyle
from sem.reports.lines import one_line
from sem.reports.report import Report, Section
from sem.reports.slide_tables import CELL_PADDING, fitted, narrower, row_height, turned

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_WIDTH, _HEIGHT = 13.333, 7.5
"""In inches, as all lengths here: 16:9."""
_MARGIN, _TOP, _FOOT = 0.6, 1.75, 0.55
_INK, _GREY, _RULE = "#1d2530", "#55606e", "#dde3ea"
_TITLE_SIZES, _LONGEST_TITLE = ((70, 26), (120, 22), (200, 18), (300, 15)), 420
_LONGEST_CELL = 320
_MOST_SERIES = 6
_MOST_FACTS = 9
_LONGEST_TEXT, _MOST_TEXTS = 900, 4
_PICTURES_ONLY = frozenset({"roadmap"})
"""Chapters whose picture says more than their numbers would."""


class _Place(NamedTuple):
    """A part of a slide."""

    left: float
    top: float
    width: float
    height: float


def require_pptx() -> None:
    """Insist that the package is there with which slides are written.

    Raises:
        NotFoundError: It is not installed.
    """
    if find_spec("pptx") is None:
        raise NotFoundError(
            _("Writing slides needs a part of sem that is not installed."),
            _("Install it: {command}").format(command=install_command("pptx")),
        )


def write_pptx(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    """Write a report as a PPTX presentation to an open file.

    Raises:
        NotFoundError: The package with which slides are written is not installed.
        OSError: It could not be written.
    """
    require_pptx()
    _Deck(report, style).save(out)


class _Deck:
    """Writes a report as slides, one after another."""

    def __init__(self, report: Report, style: HouseStyle) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self._report, self._style = report, style
        self._deck: Presentation = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
        about = self._deck.core_properties
        about.title, about.author, about.last_modified_by = one_line(report.title)[:250], "sem", "sem"
        about.created = about.modified = datetime.combine(report.day, time())
        self._number = 0

    def save(self, out: BinaryIO) -> None:
        """Write all slides to a file."""
        self._cover()
        sections = [section for section in self._report.sections if not section.appendix]
        first, method = sections[0], [section for section in sections if section.id == "method"]
        # How it is made comes last: people ask for it once they have seen what came out.
        # A chapter that is no more than its message stands in the summary already.
        told = [section for section in sections[1:] if section.blocks and section.id != "method"]
        for section in (first, *told, *method):
            self._section(section)
        buffer = BytesIO()
        self._deck.save(buffer)
        out.write(buffer.getvalue())

    def _slide(self, kicker: str, message: str, notes: Sequence[str]) -> Slide:
        """Return a new slide with a message as its title, what it is about above it, and notes."""
        from pptx.util import Inches

        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        self._number += 1
        title = slide.shapes.title
        assert title is not None
        title.left, title.top = Inches(_MARGIN), Inches(0.7)
        title.width, title.height = Inches(_WIDTH - 2 * _MARGIN), Inches(1.0)
        shown = _cut(message, _LONGEST_TITLE)
        size = next((size for most, size in _TITLE_SIZES if len(shown) <= most), 13)
        self._text(title.text_frame, [shown], size, self._style.colour, bold=True, anchor="top")
        self._box(slide, _Place(_MARGIN, 0.3, 9.0, 0.35), [kicker], 11, _GREY)
        foot = f"{_cut(self._report.title, 90)}  ·  {self._number + 1}"
        self._box(slide, _Place(_MARGIN, _HEIGHT - 0.45, 10.0, 0.3), [foot], 9, _GREY)
        if self._style.logo:
            logo = self._style.logo
            scale = min(1.6 / logo.width, 0.45 / logo.height)
            self._picture(slide, logo.png, _Place(_WIDTH - _MARGIN - logo.width * scale, 0.22, logo.width * scale,
                                                  logo.height * scale), _("Logo"))  # fmt: skip
        told = [one_line(note) for note in (message, *notes) if note]
        notes_frame = slide.notes_slide.notes_text_frame
        assert notes_frame is not None
        notes_frame.text = "\n".join(told)
        return slide

    def _cover(self) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.35), Inches(_HEIGHT))
        bar.fill.solid()
        bar.fill.fore_color.rgb = _rgb(self._style.colour)
        bar.line.fill.background()
        title = slide.shapes.title
        assert title is not None
        title.left, title.top, title.width, title.height = map(Inches, (_MARGIN + 0.4, 2.3, 11.5, 1.3))
        text = _cut(self._report.title, 120)
        self._text(title.text_frame, [text], 40 if len(text) < 50 else 28, self._style.colour, bold=True,
                   anchor="bottom")  # fmt: skip
        facts = [f"{name}: {_cut(text, 150)}" for name, text in self._report.facts]
        self._box(slide, _Place(_MARGIN + 0.4, 3.8, 11.5, 2.8), facts, 14, _GREY)
        logo = self._style.logo
        if logo:
            scale = min(3.0 / logo.width, 1.1 / logo.height)
            place = _Place(_MARGIN + 0.4, 0.8, logo.width * scale, logo.height * scale)
            self._picture(slide, logo.png, place, _("Logo"))

    def _section(self, section: Section) -> None:
        """Write the slides of a chapter: its figures, else its tables, else its facts; the rest is in the notes."""
        notes = list(_notes(section))
        message = section.message or section.title
        figures = [block for block in section.blocks if isinstance(block, Figure)]
        tables = [block for block in section.blocks if isinstance(block, Table)]
        facts = [item for block in section.blocks if isinstance(block, Facts) for item in block.items]
        said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
        whole = _Place(_MARGIN, _TOP, _WIDTH - 2 * _MARGIN, _HEIGHT - _TOP - _FOOT)
        if figures:
            for number, figure in enumerate(figures):
                slide = self._slide(section.title, message if number == 0 else figure.caption, notes)
                self._figure(slide, figure, whole, picture=section.id in _PICTURES_ONLY)
                if section.id in _PICTURES_ONLY and figure.table:
                    slide = self._slide(section.title, _("The steps, by when they start"), notes)
                    self._table(slide, figure.table, whole)
                notes = []
        elif tables:
            slide = self._slide(section.title, message, notes)
            self._table(slide, tables[0], self._said(slide, said[0], whole) if said else whole)
        else:
            slide = self._slide(section.title, message, notes)
            if facts:
                self._facts(slide, facts, whole)
            elif said:
                self._box(slide, whole, [_cut(text, _LONGEST_TEXT) for text in said[:_MOST_TEXTS]], 14, _INK)

    def _said(self, slide: Slide, text: str, whole: _Place) -> _Place:
        """Write a paragraph at the top of a place, where a table has room below it, and return what is left."""
        size = 14.0
        height = row_height([text], [whole.width - 0.2], size) + 0.15
        if height > whole.height / 2:
            return whole
        self._box(slide, whole._replace(height=height), [text], size, _INK)
        return whole._replace(top=whole.top + height + 0.1, height=whole.height - height - 0.1)

    def _figure(self, slide: Slide, figure: Figure, whole: _Place, *, picture: bool) -> None:
        chart = next((one for one in figure.charts if 0 < len(one.series) <= _MOST_SERIES), None)
        words = f"{figure.caption}. {figure.words}"
        if chart is None or picture:
            if figure.table and figure.table.shaded:
                self._table(slide, turned(narrower(figure.table, figure.columns)), whole)
            elif figure.draw:
                png = figure.draw("png", self._style)
                ratio = int.from_bytes(png[16:20], "big") / int.from_bytes(png[20:24], "big")
                width = min(whole.width, whole.height * ratio)
                place = _Place((_WIDTH - width) / 2, whole.top, width, width / ratio)
                self._picture(slide, png, place, words)
            elif figure.table:
                self._table(slide, figure.table, whole)
            return
        left = whole._replace(width=6.2)
        if figure.table is None:
            left = whole
        self._chart(slide, chart, left, words)
        if figure.table:
            right = whole._replace(left=_MARGIN + 6.4, width=whole.width - 6.4)
            self._table(slide, narrower(figure.table, figure.columns), right)

    def _picture(self, slide: Slide, png: bytes, place: _Place, words: str) -> None:
        from pptx.util import Inches

        shape = slide.shapes.add_picture(BytesIO(png), *map(Inches, place))
        _describe(shape, words)

    def _chart(self, slide: Slide, chart: Chart, place: _Place, words: str) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
        from pptx.util import Inches, Pt

        data = CategoryChartData(number_format="0.0")
        data.categories = [one_line(name) for name in chart.categories]
        for name, values in chart.series:
            data.add_series(one_line(name), values)
        kind = {
            "radar": XL_CHART_TYPE.RADAR_MARKERS,
            "bars": XL_CHART_TYPE.BAR_CLUSTERED,
            "lines": XL_CHART_TYPE.LINE_MARKERS,
        }[chart.kind]
        shapes: Any = slide.shapes
        frame = shapes.add_chart(kind, *map(Inches, place), data)
        _describe(frame, words)
        made = frame.chart
        behind = made.part.chart_workbook
        behind.update_from_xlsx_blob(_of_day(behind.xlsx_part.blob, self._report.day))
        made.font.size, made.font.color.rgb = Pt(11), _rgb(_INK)
        made.has_title = False
        made.has_legend = len(chart.series) > 1
        if made.has_legend:
            made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        axis = made.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = chart.low, chart.high, 1
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        axis.major_gridlines.format.line.color.rgb = _rgb(_RULE)
        if chart.kind == "bars":
            made.category_axis.reverse_order = True
            # Turned around, the far end of the categories is where the numbers stand at the foot.
            axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
            made.plots[0].gap_width = 50
            made.plots[0].has_data_labels = True
            labels = made.plots[0].data_labels
            labels.number_format, labels.number_format_is_linked, labels.font.size = "0.0", False, Pt(9)
        colours = [*[self._style.accent, "#6b7f3a", "#b0702f", "#7a5c86", _GREY][: len(chart.series) - 1][::-1],
                   self._style.colour]  # fmt: skip
        for series, colour in zip(made.plots[0].series, colours, strict=True):
            if chart.kind == "bars":
                series.format.fill.solid()
                series.format.fill.fore_color.rgb = _rgb(colour)
                continue
            series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(2.25)
            series.smooth = False
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = _rgb(colour)
            series.marker.format.line.color.rgb = _rgb(colour)

    def _table(self, slide: Slide, table: Table, place: _Place) -> None:
        """Write a table in the largest letters in which it fits; rows that do not fit are counted under it."""
        from pptx.util import Inches

        rows = [[_cut(text, _LONGEST_CELL) for text in row] for row in (table.header, *table.rows)]
        size, widths, heights = fitted(rows, place.width, place.height)
        shown = len(rows)
        while shown > 2 and sum(heights[:shown]) > place.height - (0.5 if shown < len(rows) else 0.0):
            shown -= 1
        frame = slide.shapes.add_table(
            shown, len(table.header), *map(Inches, place._replace(height=sum(heights[:shown])))
        )
        _describe(frame, f"{_('Table')}: {', '.join(table.header)}")
        made = frame.table
        self._plain(frame)
        for column, width in enumerate(widths):
            made.columns[column].width = Inches(width)
        numeric = table.numeric
        for number in range(shown):
            made.rows[number].height = Inches(heights[number])
            for column, text in enumerate(rows[number]):
                cell = made.cell(number, column)
                cell.margin_left = cell.margin_right = Inches(0.06)
                cell.margin_top = cell.margin_bottom = Inches(CELL_PADDING / 2 - 0.015)
                head = number == 0
                self._text(cell.text_frame, [text], size, self._style.colour if head else _INK, bold=head,
                           right=column in numeric)  # fmt: skip
                share = None if head else table.shade(number - 1, column)
                ground = "#ffffff" if share is None else self._style.paler(share / 2)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb("#eef1f4" if head else ground)
        left = len(rows) - shown
        if left:
            words = _("And {n} more: see the report.").format(n=left)
            self._box(slide, _Place(place.left, place.top + place.height + 0.05, place.width, 0.3), [words],
                      10, _GREY)  # fmt: skip

    def _plain(self, frame: Any) -> None:
        """Take the bands of the usual table style away, which would hide what a darker ground tells."""
        frame.table.horz_banding = False
        frame.table.first_row = True

    def _facts(self, slide: Slide, facts: Sequence[tuple[str, str]], place: _Place) -> None:
        rows = tuple((name, text) for name, text in facts[:_MOST_FACTS])
        if rows:
            self._table(slide, Table((_("About"), _("What it comes down to")), rows), place)

    def _box(self, slide: Slide, place: _Place, lines: Sequence[str], size: float, colour: str) -> None:
        from pptx.util import Inches

        box = slide.shapes.add_textbox(*map(Inches, place))
        self._text(box.text_frame, lines, size, colour)

    def _text(
        self, frame: Any, lines: Sequence[str], size: float, colour: str, *, bold: bool = False, right: bool = False,
        anchor: str = "",
    ) -> None:  # fmt: skip
        """Write lines into a frame, as text and nothing else."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        if anchor:
            frame.vertical_anchor = MSO_ANCHOR.TOP if anchor == "top" else MSO_ANCHOR.BOTTOM
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = one_line(line)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _rgb(colour)


def _notes(section: Section) -> Iterator[str]:
    """Yield what is said of a chapter beside its figures and tables."""
    for block in section.blocks:
        match block:
            case Heading(_depth, text):
                yield text
            case Paragraph(text):
                yield text
            case Numbered(items):
                yield from (f"{number}. {text}" for number, (_name, text) in enumerate(items, 1))
            case Facts(items):
                yield from (f"{name}: {text}" for name, text in items)
            case Figure(caption, words):
                yield f"{caption}. {words}"
            case _:
                pass


def _cut(text: str, most: int) -> str:
    text = one_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _of_day(workbook: bytes, day: date) -> bytes:
    """Return the workbook behind a chart, which keeps the second it was made in, as one made on a day."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "docProps/core.xml":
                data = sub(rb"(?<=>)[\dT:-]+Z(?=</dcterms:)", f"{day.isoformat()}T00:00:00Z".encode(), data)
            new.writestr(part, data)
    return out.getvalue()


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour[1:].upper())


def _describe(shape: Any, words: str) -> None:
    """Give a shape the text that is read to those who can't see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", _cut(words, 1000))
