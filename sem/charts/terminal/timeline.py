"""The roadmap in the terminal: a row for each area, today at the left, the ambition at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sem.charts.bars import MARK_WORDS, PART_WORDS
from sem.charts.terminal.cells import cell_width, clean, longest_piece, wrap
from sem.charts.terminal.columns import Columns
from sem.charts.terminal.legend import Item, legend_rows, put_legend
from sem.charts.terminal.picture import Canvas, Characters, Picture, Role, too_small
from sem.charts.terminal.timeline_rows import SIGNS, Meaning, Place, RowPainter
from sem.charts.timeline import Timeline, TimelineRow
from sem.charts.weeks import AVERAGE_WEEKS, Scale, Tick, labelled, short_day, ticks
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext, percent, short_date

LEAST_CHART = 20
"""Columns of the narrowest chart in which the steps of an area can still be told apart."""

_GAP = 1
_IMPLIED = "*"
_WIDEST_NAMES = 0.38
_BARS = " ▁▂▃▄▅▆"
_SHADES = " ░▒▓"
_OVER = "!"

_WORDS: tuple[tuple[Meaning, str], ...] = (
    *PART_WORDS.items(),
    ("tight", N_("no slack")),
    ("clipped", N_("begins earlier")),
    *MARK_WORDS.items(),
)


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """A roadmap as four pictures of one width, to stand below each other; only the body needs to scroll.

    Args:
        head: The ambition, where to start reading, and the time axis.
        body: The areas, then those that stay as they are.
        foot: The steps at once, and the buffer.
        legend: What the characters mean that are shown; empty without a legend.
        places: Where each step is in the body, by its id.
    """

    head: Picture
    body: Picture
    foot: Picture
    legend: Picture
    places: Mapping[str, Place]

    @property
    def whole(self) -> Picture:
        """All of it as one picture."""
        return Picture(self.head.rows + self.body.rows + self.foot.rows + self.legend.rows, self.head.width)

    def step_at(self, x: int, y: int) -> str | None:
        """Return the id of the step in a cell of the body; None where there is none."""
        for step, place in self.places.items():
            if place.y == y and place.x <= x < place.x + place.width:
                return step
        return None


def draw_timeline(
    shown: Timeline,
    width: int,
    *,
    characters: Characters = "braille",
    pointed: str | None = None,
    statement_lines: int = 1,
    legend: bool = True,
) -> TimelinePicture:
    """Return a roadmap of `width` cells and as many rows as it takes.

    Every step has at least one cell, and the last of its cells is the level it leads to. What a cell means is told by
    its character, never by its role alone. If there is no room for a chart, the body is a sentence that says so.

    Args:
        shown: The geometry.
        width: In cells.
        characters: What to draw with.
        pointed: The id of the step whose cells stand out.
        statement_lines: How many lines the statement may take; where it needs more, it ends in "…".
        legend: Whether to tell what the characters mean.
    """
    names = [clean(row.name) if row.area else clean(_("Experiments")) for row in shown.rows]
    foot_names = [_("At once, most {n}").format(n=shown.capacity), _("Buffer")]
    whole = max(map(cell_width, names + foot_names))
    unbroken = max(map(longest_piece, names + foot_names))
    label = min(whole, max(unbroken, int(width * _WIDEST_NAMES)))
    levels = [_levels(row, characters) for row in shown.rows]
    left = label + _GAP + max(map(cell_width, levels), default=0) + _GAP
    if width - left < LEAST_CHART:
        nothing = Picture((), max(0, width))
        return TimelinePicture(nothing, too_small(width, max(3, len(shown.rows))), nothing, nothing, {})
    drawing = _Drawing(shown, width, label, left, characters, pointed)
    head = drawing.head(statement_lines)
    body = drawing.body(names, levels)
    foot = drawing.foot(foot_names)
    return TimelinePicture(head, body, foot, drawing.legend(legend), drawing.painter.places)


def _levels(row: TimelineRow, characters: Characters) -> str:
    """Return the level of today and the one that the bars lead to."""
    if not row.area:
        return ""
    now = "?" if row.now is None else str(row.now)
    text = now if row.reach in (None, row.now) else f"{now}{SIGNS[characters]['to']}{row.reach}"
    return text + _IMPLIED if row.implied else text


class _Drawing:
    def __init__(
        self, shown: Timeline, width: int, label: int, left: int, characters: Characters, pointed: str | None
    ) -> None:
        self._shown, self._width, self._label, self._left = shown, width, label, left
        self._characters, self._signs, self._pointed = characters, SIGNS[characters], pointed
        self._columns = Columns(shown, width - self._left)
        self._scale, self._ticks = self._axis()
        years = [tick for tick in self._ticks if tick.year]
        self.painter = RowPainter(shown, self._columns, self._left, years, characters, pointed)

    def _axis(self) -> tuple[Scale, Sequence[Tick]]:
        """Return the finest scale of which every label has room, with its ticks."""
        a_week = self._columns.width / self._shown.count
        for scale in Scale:
            found = ticks(self._shown.weeks, self._shown.count, scale)
            widest = max((cell_width(tick.label) for tick in found if not tick.year), default=0)
            if widest + 1 <= a_week * AVERAGE_WEEKS[scale]:
                break
        return scale, found

    def head(self, statement_lines: int) -> Picture:
        """Return the ambition, the line that says where to read from, and the time axis."""
        lines = self._statement(statement_lines)
        y = len(lines)
        canvas = Canvas(self._width, y + 2)
        for n, line in enumerate(lines):
            canvas.put(self._width - cell_width(line), n, line, Role.LABEL)
        reading = f"{self._signs['arrow']} " + _("read from here")
        target, today = self._left + self._columns.target, self._left + self._columns.today
        right = max(0, target - cell_width(reading))
        canvas.put(right, y, reading, Role.SECOND)
        # With too little room right of its line, it may begin left of it, and even above the names.
        first, after = (0, right) if today < target else (target + 1, self._width + 2)
        for day in (short_day(self._shown.today_day), short_date(self._shown.today_day)):
            text = _("today {day}").format(day=day)
            start = min(today, after - 2 - cell_width(text))
            if start >= first:
                canvas.put(start, y, text, Role.MUTED)
                break
        self.painter.paint_lines(canvas, y + 1)
        self._put_ticks(canvas, y + 1)
        return canvas.picture()

    def _statement(self, most: int) -> list[str]:
        day, said, signs = short_day(self._shown.target_day), clean(self._shown.statement), self._signs
        lines = list(wrap(f"{day}: {signs['open']}{said}{signs['close']}" if said else day, self._width))
        if len(lines) > most > 0:
            lines[most - 1] = wrap(lines[most - 1], self._width - len(signs["cut"]))[0] + signs["cut"]
        return lines[:most]

    def _put_ticks(self, canvas: Canvas, y: int) -> None:
        if self._scale is Scale.WEEKS:
            text = _("wk")
            canvas.put(self._left - _GAP - cell_width(text), y, text, Role.MUTED)
        for tick in labelled(self._ticks, self._columns.start, cell_width, self._columns.width, _GAP):
            role = Role.LABEL if tick.year else Role.MUTED
            canvas.put(self._left + self._columns.start(tick.at), y, tick.label, role)

    def body(self, names: Sequence[str], levels: Sequence[str]) -> Picture:
        """Return the areas, and below them those that stay as they are."""
        rows = self._shown.rows
        wrapped = [wrap(name, self._label) for name in names]
        heights = [max(len(lines), row.lanes) for lines, row in zip(wrapped, rows, strict=True)]
        below = self._below()
        canvas = Canvas(self._width, sum(heights) + len(below))
        y = 0
        stars = any(row.implied for row in rows)
        for row, lines, height, text in zip(rows, wrapped, heights, levels, strict=True):
            pointed = any(bar.step == self._pointed for bar in row.bars)
            for n, line in enumerate(lines):
                canvas.put(0, y + n, line, Role.SECOND if pointed else Role.LABEL)
            # The stars stand in a column of their own, so that the levels stay below each other.
            end = self._left - _GAP - (stars and not row.implied)
            canvas.put(end - cell_width(text), y, text, Role.MUTED)
            for n in range(height):
                self.painter.paint_grid(canvas, y + n)
            self.painter.paint_row(canvas, y, row)
            y += height
        for n, line in enumerate(below):
            canvas.put(0, y + n, line, Role.MUTED)
        return canvas.picture()

    def _below(self) -> list[str]:
        texts = []
        if not any(row.bars for row in self._shown.rows):
            texts.append(_("There is nothing left to do."))
        if self._shown.held:
            held = ", ".join(f"{clean(h.name)} {'?' if h.level is None else h.level}" for h in self._shown.held)
            texts.append(_("Stays as it is: {areas}.").format(areas=held))
        return [line for text in texts for line in wrap(text, self._width)]

    def foot(self, names: Sequence[str]) -> Picture:
        """Return the steps at once and the buffer."""
        buffer = self._shown.buffer
        wrapped = [wrap(name, self._left - _GAP) for name in (names if buffer.wanted else names[:1])]
        said = [line for text in self._buffer_texts() for line in wrap(text, self._width)]
        canvas = Canvas(self._width, sum(map(len, wrapped)) + len(said))
        y = 0
        for lines, paint in zip(wrapped, (self._paint_load, self._paint_buffer), strict=False):
            for n, line in enumerate(lines):
                canvas.put(0, y + n, line, Role.MUTED)
                self.painter.paint_lines(canvas, y + n)
            paint(canvas, y)
            y += len(lines)
        for n, line in enumerate(said):
            canvas.put(0, y + n, line, Role.MUTED)
        return canvas.picture()

    def _paint_load(self, canvas: Canvas, y: int) -> None:
        """Paint the most steps at once in each column, against what there is room for."""
        shown, columns = self._shown, self._columns
        most: dict[int, int] = {}
        for week, used in enumerate(shown.load):
            if used is None:
                continue
            first = columns.start(max(week, shown.today))
            for column in range(first, max(first + 1, columns.end(week + 1))):
                most[column] = max(most.get(column, 0), used)
        for column, used in most.items():
            if column not in (columns.today, columns.target):
                over = used > shown.capacity
                canvas.put(self._left + column, y, self._load_sign(used), Role.WARNING if over else Role.THIRD)

    def _load_sign(self, used: int) -> str:
        if used > self._shown.capacity:
            return _OVER
        if self._characters == "ascii":
            return str(used) if 0 < used < 10 else " +"[used > 0]
        bars = _BARS if self._characters == "braille" else _SHADES
        return bars[-(-used * (len(bars) - 1) // max(1, self._shown.capacity))]

    def _paint_buffer(self, canvas: Canvas, y: int) -> None:
        shown, columns = self._shown, self._columns
        buffer = shown.buffer
        start, after = max(0, columns.start(buffer.start)), columns.target
        free = max(start, columns.end(max(buffer.start, min(shown.end, shown.target))))
        for column in range(start, after):
            if column != columns.today:
                used = column < free
                sign = self._signs["used" if used else "free"]
                canvas.put(self._left + column, y, sign, Role.WARNING if used else Role.THIRD)
        text = self._buffer_left()
        x = self._left + start - _GAP - cell_width(text)
        if x > self._left + columns.today:
            canvas.put(x, y, text, Role.MUTED)

    def _buffer_left(self) -> str:
        buffer = self._shown.buffer
        text = ngettext("{left} of {n} week left", "{left} of {n} weeks left", buffer.wanted)
        return text.format(left=buffer.left, n=buffer.wanted)

    def _buffer_texts(self) -> list[str]:
        buffer, columns = self._shown.buffer, self._columns
        texts = []
        text = self._buffer_left()
        room = max(0, columns.start(buffer.start)) - _GAP - cell_width(text)
        if buffer.wanted and room <= columns.today:
            texts.append(_("Buffer: {left}.").format(left=text))
        if buffer.use:
            text = _("{path} of the path is done, and {buffer} of the buffer is used.")
            texts.append(text.format(path=percent(buffer.use.path), buffer=percent(buffer.use.buffer)))
        return texts

    def legend(self, wanted: bool) -> Picture:
        """Return what the characters mean that are shown."""
        items: list[Item] = []
        levels = [bar.level for bar in self._shown.bars()]
        if wanted and levels:
            items.append((f"{min(levels)} " + _("level reached"), Role.MUTED))
        if wanted:
            items += [
                (f"{self._signs[what]} {_(words)}", Role.MUTED) for what, words in _WORDS if what in self.painter.used
            ]
        if wanted and any(row.implied for row in self._shown.rows):
            items.append((f"{_IMPLIED} " + _("needed for another area"), Role.MUTED))
        rows = legend_rows(items, self._width)
        canvas = Canvas(self._width, len(rows))
        put_legend(canvas, 0, rows)
        return canvas.picture()
