"""Teams × areas as a figure: each mean as a number on a tone, or above a bar where tones may not come out."""

from __future__ import annotations

from sem.analysis.teams import Cell, TeamsComparison
from sem.charts.figures.page import MARGIN, Item, write_legend, write_notes
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.side_by_side import (
    BY_NAME,
    Ordered,
    describe_teams,
    head_of_teams,
    notes_of_teams,
    row_round,
    sign,
    sign_items,
    unsure_words,
)
from sem.charts.figures.size import Shape
from sem.charts.figures.tones import fill_box, tone_words
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, Fitted, fit, lay_out, line_height, printable, room_for
from sem.charts.terminal.cells import widest_piece
from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

_AROUND, _ROW, _TALLEST_ROW = 540.0, 27.0, 70.0
_NAMES, _ROUNDS = 0.2, 0.15
"""How much of the width the names of teams and their rounds may take."""
_GAP, _STEP = 12.0, 34.0
"""Units between what stands beside each other, and from one level of the legend to the next."""
_HEAD_SIZES, _UPWARDS, _HIGHEST_HEAD, _LEAST_CELL = (11.0, 10.0, 9.0), (11.0, 10.0, 9.0, 8.0), 210.0, 46.0
_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)


def draw_heatmap_figure(comparison: TeamsComparison, *, ordered: Ordered = BY_NAME, look: Look = SLIDE) -> Sheet:
    """Draw the means of teams in all areas.

    Args:
        comparison: Any, also of no team, in the order that is told.
        ordered: Which that is.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    height = _AROUND + _ROW * (len(comparison.rows) + 1)
    with own_settings():
        # Names, rounds and the margins take about a third.
        width = 1.6 * _LEAST_CELL * len(comparison.areas)
        sheet = Sheet((Shape(max(1600, width), max(900, height)), Shape(max(1200, width), max(750, height))), look)
        sheet.tell(_("Teams side by side"), describe_teams(comparison))
        top = head_of_teams(sheet, _("Heat map"), _("Teams side by side"), comparison, ordered)
        if not comparison.areas:
            return sheet
        notes = [_("In each cell the mean; °: {why}.").format(why=unsure_words())]
        bottom = write_notes(sheet, [*notes, *notes_of_teams(comparison)])
        items = [*_tones(sheet), *sign_items(sheet, comparison)]
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, items) + 12
        _Map(sheet, Box(MARGIN, bottom, sheet.width - MARGIN, top), comparison).draw()
        return sheet


def _tones(sheet: Sheet) -> list[Item]:
    levels = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)

    def draw(x: float, y: float) -> None:
        for level in levels:
            left = x + (level - LOWEST_LEVEL - len(levels) / 2) * _STEP
            square = Box(left, y - 9, left + _STEP - 2, y + 9)
            share = (level - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL)
            _cell(sheet, square, share, str(level), 10)

    words = _("the longer the bar, the higher the score") if sheet.theme.patterns else tone_words(sheet.theme)
    return [Item(draw, words, len(levels) * _STEP)]


def _cell(sheet: Sheet, box: Box, share: float, text: str, size: float) -> None:
    """Draw a cell with its number."""
    theme = sheet.theme
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    if theme.patterns:
        up = min(7.0, box.height * 0.22)
        long = (LOWEST_LEVEL + share * (HIGHEST_LEVEL - LOWEST_LEVEL)) / HIGHEST_LEVEL * box.width
        sheet.polygon(Box(box.left, box.bottom, box.left + long, box.bottom + up).corners, theme.high)
        sheet.polygon(box.corners, "none", theme.rule, 0.8)
        y += up / 2
        colour = theme.ink
    else:
        fill_box(sheet, box, share)
        sheet.polygon(box.corners, "none", theme.paper, 0.8)
        colour = theme.on(share)
    sheet.text(x, y - size * UNITS_PER_POINT * CAPITAL / 2, text, size, colour, align="center")


class _Map:
    """Draws the map inside a box."""

    def __init__(self, sheet: Sheet, box: Box, comparison: TeamsComparison) -> None:
        self._sheet, self._comparison = sheet, comparison
        self._names = [printable(row.team.name) for row in comparison.rows]
        self._rounds = [printable(row_round(row)) for row in comparison.rows]
        widest = max((room_for(name, _SIZES[0]) for name in self._names), default=0.0)
        self._names_width = min(max(widest + 2, 60.0), box.width * _NAMES)
        self._rounds_width = box.width * _ROUNDS
        left, right = box.left + self._names_width + _GAP, box.right - self._rounds_width - _GAP
        self._width = (right - left) / len(comparison.areas)
        self._heads = [printable(one.area.short.get(language())) for one in comparison.areas]
        self._head_size = self._size_of_heads()
        if self._head_size:
            head = max(self._head(name).height for name in self._heads) + 8
        else:
            head = max(self._upwards(name).width for name in self._heads) + 10
        self._height = min(_TALLEST_ROW, (box.height - head) / (len(comparison.rows) + 1))
        self._cells = Box(left, box.bottom, right, box.top - head)
        self._box = box
        rows_of_text = 1.6 if sheet.theme.patterns else 1.25
        self._size = next(
            (
                size
                for size in _SIZES
                if size * UNITS_PER_POINT * rows_of_text <= self._height and room_for("0,0°", size) <= self._width - 4
            ),
            _SIZES[-1],
        )

    def _size_of_heads(self) -> float:
        """Return the largest size at which no word of a heading breaks; 0 if that would be too small."""
        room = self._width - 8
        for size in _HEAD_SIZES:
            words = (widest_piece(name, lambda part, at=size: room_for(part, at)) for name in self._heads)  # type: ignore[misc]
            if max(words) <= room and all(len(lay_out(name, size, room).lines) <= 4 for name in self._heads):
                return size
        return 0.0

    def _head(self, name: str) -> Fitted:
        return lay_out(name, self._head_size, self._width - 8)

    def _upwards(self, name: str) -> Fitted:
        return fit(name, _UPWARDS, _HIGHEST_HEAD, self._width - 4, most_lines=2)

    def draw(self) -> None:
        """Draw it."""
        sheet, theme = self._sheet, self._sheet.theme
        for n, name in enumerate(self._heads):
            x = self._cells.left + (n + 0.5) * self._width
            if self._head_size:
                fitted = self._head(name)
                sheet.block(x, self._cells.top + fitted.height + 4, fitted, theme.ink, "center")
            else:
                fitted = self._upwards(name)
                feet = x + (fitted.size * UNITS_PER_POINT * CAPITAL - fitted.height + line_height(fitted.size)) / 2
                for at, line in enumerate(fitted.lines):
                    aside = feet + at * line_height(fitted.size)
                    sheet.text_upwards(aside, self._cells.top + 6, line, fitted.size, theme.ink)
        for n, (row, name, told) in enumerate(
            zip(self._comparison.rows, self._names, self._rounds, strict=True)
        ):  # fmt: skip
            top = self._cells.top - n * self._height
            self._text(self._box.left, top, name, self._names_width, theme.ink, self._size)
            self._text(self._cells.right + _GAP, top, told, self._rounds_width, theme.grey, min(self._size, 10.0), 3)
            for at, cell in enumerate(row.cells):
                self._draw_cell(at, top, cell)
        self._ranges(self._cells.top - len(self._comparison.rows) * self._height)

    def _text(
        self, x: float, top: float, text: str, width: float, colour: str, largest: float, most_lines: int = 2
    ) -> None:
        sizes = [size for size in _SIZES if size <= largest]
        fitted = fit(text, sizes, width, self._height, most_lines=most_lines)
        middle = top - self._height / 2
        self._sheet.block(x, middle + fitted.height / 2 - 0.1 * fitted.size * UNITS_PER_POINT, fitted, colour)

    def _draw_cell(self, at: int, top: float, cell: Cell) -> None:
        left = self._cells.left + at * self._width
        box = Box(left, top - self._height, left + self._width, top)
        if cell.mean is None:
            middle = (box.bottom + box.top) / 2 - self._size * UNITS_PER_POINT * CAPITAL / 2
            x = (box.left + box.right) / 2
            self._sheet.text(x, middle, sign(cell.missing), self._size, self._sheet.theme.grey, align="center")
            return
        share = (cell.mean - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL)
        unsure = "" if cell.point and cell.point.interval else "°"
        _cell(self._sheet, box, share, number(cell.mean) + unsure, self._size)

    def _ranges(self, top: float) -> None:
        """Write below each column from which to which mean it reaches: how far teams lie apart in it."""
        colour, size = self._sheet.theme.grey, min(self._size, 10.0)
        words = _("from – to")
        self._text(self._box.left, top, words, self._names_width, colour, size)
        baseline = top - self._height / 2 - size * UNITS_PER_POINT * CAPITAL / 2
        for at, one in enumerate(self._comparison.areas):
            apart = self._comparison.apart(one.area.id)
            if apart.low is not None and apart.high is not None:
                x = self._cells.left + (at + 0.5) * self._width
                text = f"{number(apart.low)} – {number(apart.high)}"
                fitting = next((s for s in (size, 9.0, 8.0, 7.0, 6.0) if room_for(text, s) <= self._width - 6), 5.0)
                self._sheet.text(x, baseline, text, fitting, colour, align="center")
