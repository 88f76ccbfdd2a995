"""The timeline of a figure: a row for each area, today at the left, the ambition at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sem.charts.bars import Bar, MarkKind, PartKind, side_by_side
from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, line_height, printable, room_for
from sem.charts.timeline import Timeline, TimelineRow
from sem.charts.weeks import Scale, Tick, labelled, short_day, ticks
from sem.i18n import gettext as _
from sem.i18n import ngettext

DASHED = (0, (3, 2))
THICK = 2.4
"""The edge of a step without slack, in points."""
IMPLIED = "*"

_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_LARGEST_NUMBER = 11.0
_TALLEST_ROW = 48.0
_NAMES_SHARE = 0.2
_GAP = 12.0
_STRIP, _TICK_UP = 21.0, 9.0
_AROUND = (PartKind.MISSED, PartKind.SLACK)
_MARKS_ROWS, _LOAD_ROWS, _BUFFER_ROWS = 0.55, 1.3, 1.0
"""How much room things take, in rows of one bar."""
_BAR_TOP, _BAR_BOTTOM = 0.2, 0.8
"""Where a bar is in its row, in parts of it."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things are: `left` to `right` for the weeks, rows of `row` units below `top`, letters of `size` points."""

    left: float
    right: float
    top: float
    row: float
    size: float
    count: int

    @property
    def number(self) -> float:
        """The size of numbers, in points."""
        return min(self.size, _LARGEST_NUMBER)

    def x(self, at: float) -> float:
        """Return where a place in weeks is; what lies before the first week is at the left edge."""
        return self.left + min(max(at / self.count, 0.0), 1.0) * (self.right - self.left)


def draw_timeline(sheet: Sheet, box: Box, shown: Timeline) -> float:
    """Draw a timeline at the top of a box, as large as it may be, and return where it ends."""
    heads = _Heads(shown)
    rows = sum(map(_rows_of, shown.rows)) + _LOAD_ROWS + (_BUFFER_ROWS if shown.buffer.wanted else 0)
    height = min(_TALLEST_ROW, (box.height - heads.most) / rows)
    sizes = [size for size in _SIZES if line_height(size) <= height] or [height / line_height(1)]
    size = sizes[0]
    names = [printable(row.name) if row.area else _("Experiments") for row in shown.rows]
    foot = [_("At once, most {n}").format(n=shown.capacity), _("Buffer")]
    name_width = min(max(room_for(name, size) for name in [*names, *foot]), box.width * _NAMES_SHARE)
    levels = [_levels(row) for row in shown.rows]
    levels_width = max([room_for(text, size) for text in levels], default=0)
    left = box.left + name_width + _GAP + levels_width + _GAP
    lines = heads.lines(box, left)
    frame = _Frame(left, box.right - 4, box.top - (lines + 1) * _STRIP, height, size, shown.count)
    bottom = frame.top - rows * height
    _axis(sheet, frame, shown, box, bottom)
    heads.draw(sheet, frame, box, bottom)
    top = frame.top
    for row, name, text in zip(shown.rows, names, levels, strict=True):
        marks = _MARKS_ROWS * height if row.marks and row.bars else 0
        middle = top - marks - height / 2
        _name(sheet, box.left, middle, name, name_width, height, sizes)
        star = room_for(IMPLIED, size) if row.implied else 0
        baseline = middle - size * UNITS_PER_POINT * CAPITAL / 2
        sheet.text(left - _GAP + star, baseline, text, size, sheet.theme.grey, align="right")
        _Row(sheet, frame, top, marks, row).draw()
        top -= _rows_of(row) * height
        sheet.line([(box.left, top), (frame.right, top)], sheet.theme.faint, 0.8, back=True)
    foot_width = left - _GAP - box.left
    _name(
        sheet,
        box.left,
        top - height * _LOAD_ROWS / 2,
        foot[0],
        foot_width,
        height * _LOAD_ROWS,
        sizes,
        sheet.theme.grey,
    )
    _load(sheet, frame, top, shown)
    if shown.buffer.wanted:
        top -= height * _LOAD_ROWS
        _name(sheet, box.left, top - height / 2, foot[1], foot_width, height, sizes, sheet.theme.grey)
        _buffer(sheet, frame, top, shown)
    return bottom


def _rows_of(row: TimelineRow) -> float:
    """Return how much room an area takes, in rows."""
    return row.lanes + (_MARKS_ROWS if row.marks and row.bars else 0)


def _name(
    sheet: Sheet, x: float, middle: float, name: str, width: float, height: float, sizes: Sequence[float],
    colour: str | None = None,
) -> None:  # fmt: skip
    fitted = fit(name, sizes, width, height, most_lines=2)
    sheet.block(x, middle + fitted.height / 2 - 0.1 * fitted.size * UNITS_PER_POINT, fitted, colour or sheet.theme.ink)


def _levels(row: TimelineRow) -> str:
    if not row.area:
        return ""
    now = "?" if row.now is None else str(row.now)
    text = now if row.reach in (None, row.now) else f"{now} → {row.reach}"
    return text + IMPLIED if row.implied else text


class _Heads:
    """Draws the lines of today and of the ambition with their names above the axis, on one line or two."""

    def __init__(self, shown: Timeline) -> None:
        self._shown = shown
        self._reading = "◀ " + _("read from here") + f": {short_day(shown.target_day)}"
        self._today = _("today {day}").format(day=short_day(shown.today_day))
        self.most = 3 * _STRIP

    def _places(self, box: Box, left: float, right: float) -> tuple[float, float]:
        """Return where the name of today starts and where that of the ambition ends."""
        scale = (right - left) / self._shown.count
        start = min(left + self._shown.today * scale, box.right - room_for(self._today, _LARGEST_NUMBER))
        end = max(left + self._shown.target * scale, box.left + room_for(self._reading, 12, bold=True))
        return start, min(end, right)

    def lines(self, box: Box, left: float) -> int:
        """Return on how many lines the names fit."""
        start, end = self._places(box, left, box.right - 4)
        apart = end - room_for(self._reading, 12, bold=True) - 20
        return 1 if start + room_for(self._today, _LARGEST_NUMBER) < apart else 2

    def draw(self, sheet: Sheet, frame: _Frame, box: Box, bottom: float) -> None:
        """Draw them."""
        shown = self._shown
        start, end = self._places(box, frame.left, frame.right)
        today = frame.top + _STRIP + _TICK_UP
        ambition = today + (self.lines(box, frame.left) - 1) * _STRIP
        x = frame.x(shown.today)
        sheet.line([(x, bottom), (x, today - 4)], sheet.theme.grey, 1.4)
        x = frame.x(shown.target)
        sheet.line([(x, bottom), (x, ambition - 4)], sheet.theme.ink, 2.6)
        sheet.text(start, today, self._today, _LARGEST_NUMBER, sheet.theme.grey)
        sheet.text(end, ambition, self._reading, 12, sheet.theme.ink, bold=True, align="right")


def _axis(sheet: Sheet, frame: _Frame, shown: Timeline, box: Box, bottom: float) -> None:
    """Draw the ticks, the closed weeks, where the buffer begins, and the milestones."""
    size = frame.number
    for start, end in shown.closed:
        a, b = frame.x(start), frame.x(end)
        sheet.polygon([(a, bottom), (b, bottom), (b, frame.top), (a, frame.top)], sheet.theme.faint)
    baseline = frame.top + _TICK_UP
    scale, found = _ticks(frame, shown, size)
    if scale is Scale.WEEKS:
        sheet.text(frame.left - _GAP, baseline, _("wk"), size, sheet.theme.grey, align="right")
    for tick in found:
        x = frame.x(tick.at)
        if not tick.before:
            sheet.line(
                [(x, frame.top), (x, bottom)], sheet.theme.rule if tick.year else sheet.theme.faint, 1, back=True
            )
        sheet.text(
            x + 3, baseline, tick.label, size, sheet.theme.ink if tick.year else sheet.theme.grey, bold=tick.year
        )
    sheet.line([(box.left, frame.top), (frame.right, frame.top)], sheet.theme.rule, 1, back=True)
    if shown.buffer.wanted and shown.buffer.start > 0:
        x = frame.x(shown.buffer.start)
        sheet.line([(x, frame.top), (x, bottom)], sheet.theme.grey, 0.8, (0, (2, 3)), back=True)
    for at in shown.milestones:
        draw_milestone(sheet, frame.x(at), frame.top)


def _ticks(frame: _Frame, shown: Timeline, size: float) -> tuple[Scale, list[Tick]]:
    """Return the finest scale of which every label has room, with its ticks."""

    def room(label: str) -> float:
        return room_for(label, size, bold=True) + 3

    for scale in Scale:
        found = ticks(shown.weeks, shown.count, scale)
        kept = labelled(found, frame.x, room, frame.right + _GAP, 5)
        if len(kept) >= len(found) - sum(tick.before for tick in found):
            break
    lines = frame.x(shown.today), frame.x(shown.target)
    crossed = [tick for tick in kept if any(frame.x(tick.at) < x <= frame.x(tick.at) + room(tick.label) for x in lines)]
    return scale, [replace(tick, label="") if tick in crossed else tick for tick in kept]


class _Row:
    """Draws the bars and marks of one row."""

    def __init__(self, sheet: Sheet, frame: _Frame, top: float, marks: float, row: TimelineRow) -> None:
        self._sheet, self._frame, self._top, self._row = sheet, frame, top, row
        self._marks_height = marks
        self._number = frame.number

    def draw(self) -> None:
        """Draw them."""
        for lane in range(self._row.lanes):
            self._lane(lane, [bar for bar in self._row.bars if bar.lane == lane])
        self._marks()

    def _box(self, lane: int, left: float, right: float) -> Box:
        """Return the box of a bar in its lane, below the marks."""
        row = self._frame.row
        top = self._top - self._marks_height - lane * row
        return Box(left, top - row * _BAR_BOTTOM, right, top - row * _BAR_TOP)

    def _lane(self, lane: int, bars: Sequence[Bar]) -> None:
        frame = self._frame
        least = room_for("0", self._number, bold=True) + 5
        spans = [(frame.x(bar.start) - frame.left, frame.x(bar.end) - frame.left) for bar in bars]
        placed = [(a + frame.left, b + frame.left) for a, b in side_by_side(spans, least, frame.right - frame.left)]
        for n, (bar, (start, end)) in enumerate(zip(bars, placed, strict=True)):
            before = placed[n - 1][1] if n else frame.left
            after = placed[n + 1][0] if n + 1 < len(placed) else frame.right
            self._around(lane, bar, start, end, before, after)
        for bar, (start, end) in zip(bars, placed, strict=True):
            self._bar(lane, bar, start, end)

    def _around(self, lane: int, bar: Bar, start: float, end: float, before: float, after: float) -> None:
        """Draw what was missed and slack, as far as no other bar covers it."""
        for part in bar.parts:
            a, b = self._frame.x(part.start), self._frame.x(part.end)
            if part.kind is PartKind.MISSED and min(b, start) > max(a, before):
                box = self._box(lane, max(a, before), min(b, start))
                draw_outline(self._sheet, box, self._sheet.theme.accent, 1, DASHED)
                if part.start < 0:
                    self._draw_clipped(box, self._sheet.theme.accent)
            if part.kind is PartKind.SLACK and min(b, after) > end:
                draw_part(self._sheet, part.kind, self._box(lane, end, min(b, after)))

    def _bar(self, lane: int, bar: Bar, start: float, end: float) -> None:
        sheet, whole = self._sheet, self._box(lane, start, end)
        stretch = (end - start) / (bar.end - bar.start)
        body = [part for part in bar.parts if part.kind not in _AROUND]
        for part in body:
            a = max(start, start + (part.start - bar.start) * stretch)
            b = max(a, start + (part.end - bar.start) * stretch)
            draw_part(sheet, part.kind, Box(a, whole.bottom, b, whole.top))
        text = str(bar.level)
        if bar.tight and not bar.late and whole.width > room_for("! 0", self._number, bold=True) + 5:
            text = f"! {text}"
        # The number stands on a ground of its own, because a part may be narrower than it.
        last = body[-1].kind
        ground = Box(max(start, end - room_for(text, self._number, bold=True) - 5), whole.bottom, end, whole.top)
        if last is PartKind.TOO_LATE:
            sheet.halo(ground, 1)
        elif last is not PartKind.CLOSED:
            draw_part(sheet, last, ground)
        colour = self._sheet.theme.accent if bar.late else self._sheet.theme.score
        draw_outline(sheet, whole, colour, THICK if bar.tight and not bar.late else 1.2 if bar.late else 0.9)
        if bar.start < 0:
            self._draw_clipped(whole, self._sheet.theme.ink)
        baseline = (whole.bottom + whole.top) / 2 - self._number * UNITS_PER_POINT * CAPITAL / 2
        tone = self._sheet.theme.reverse if last in (PartKind.DONE, PartKind.PASSED) else self._sheet.theme.ink
        sheet.text(end - 3, baseline, text, self._number, tone, bold=True, align="right")

    def _draw_clipped(self, box: Box, colour: str) -> None:
        """Tell by an arrow that something begins before the picture does."""
        self._sheet.mark((box.left + 6, (box.bottom + box.top) / 2), "<", 6, colour, self._sheet.theme.paper, 0.6)

    def _marks(self) -> None:
        """Draw the experiments above the bars, each on a line until it ends, and the kill dates."""
        frame, marks = self._frame, self._row.marks
        middle = self._top - (self._marks_height or frame.row) / 2
        side = min(frame.row * _MARKS_ROWS, 13.0)
        spans = [(frame.x(mark.at) - frame.left - side / 2, frame.x(mark.at) - frame.left + side / 2) for mark in marks]
        placed = side_by_side(spans, side + 2, frame.right - frame.left)
        places = [frame.left + (start + end) / 2 for start, end in placed]
        for mark, x in zip(marks, places, strict=True):
            start, end = min(x, frame.x(mark.start)), max(x, frame.x(mark.end))
            if end > start and mark.kind is not MarkKind.KILL_DATE:
                self._sheet.line([(start, middle), (end, middle)], self._sheet.theme.ink, 1)
        for mark, x in zip(marks, places, strict=True):
            draw_mark(self._sheet, mark.kind, x, middle, side)


def draw_outline(sheet: Sheet, box: Box, colour: str, width: float, style: Any = "solid") -> None:
    """Draw the edge of a box."""
    corners = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
    sheet.line([*corners, corners[0]], colour, width, style)


def draw_milestone(sheet: Sheet, x: float, y: float) -> None:
    """Draw what marks a milestone on the axis."""
    sheet.mark((x, y), "v", 7, sheet.theme.ink, sheet.theme.paper, 0.6)


def draw_part(sheet: Sheet, kind: PartKind, box: Box) -> None:
    """Draw a stretch of a bar: told apart by tone and hatching, so also when printed in grey."""
    corners = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
    if kind is PartKind.CLOSED:
        middle = (box.bottom + box.top) / 2
        sheet.polygon(corners, sheet.theme.paper)
        sheet.line([(box.left, middle), (box.right, middle)], sheet.theme.score, 1)
    elif kind is PartKind.SLACK:
        sheet.hatch(box, sheet.theme.slack, 5, 0.7)
    elif kind is PartKind.TOO_LATE:
        sheet.polygon(corners, sheet.theme.paper)
        sheet.hatch(box, sheet.theme.accent, 4, 1.2)
    else:
        fills = {PartKind.DONE: sheet.theme.done, PartKind.PASSED: sheet.theme.passed}
        sheet.polygon(corners, fills.get(kind, sheet.theme.planned))


def draw_mark(sheet: Sheet, kind: MarkKind, x: float, y: float, side: float) -> None:
    """Draw a mark of `side` units in the middle of which (x, y) is."""
    points = side / UNITS_PER_POINT
    if kind is MarkKind.KILL_DATE:
        size = points * 1.25
        half = side / 2
        sheet.halo(Box(x - half, y - half * 0.6, x + half, y + half * 0.6), 1)
        sheet.text(x, y - size * UNITS_PER_POINT * CAPITAL / 2, "✂", size, sheet.theme.accent, align="center")
        return
    theme = sheet.theme
    shape, fill = {
        MarkKind.EXPERIMENT: ("D", theme.ink), MarkKind.GREEN: ("D", theme.paper), MarkKind.RED: ("X", theme.accent)
    }[kind]  # fmt: skip
    sheet.mark((x, y), shape, points * 0.75, fill, theme.accent if kind is MarkKind.RED else theme.ink, 1)


def _load(sheet: Sheet, frame: _Frame, top: float, shown: Timeline) -> None:
    """Draw the steps at once week by week, under a line at what there is room for."""
    height = frame.row * _LOAD_ROWS
    bottom = top - height * 0.9
    most = max([shown.capacity, *(used for used in shown.load if used is not None)])
    for week, used in enumerate(shown.load):
        if used:
            a, b = frame.x(max(week, shown.today)), frame.x(week + 1)
            up = bottom + height * 0.75 * used / most
            within = min(up, bottom + height * 0.75 * shown.capacity / most)
            sheet.polygon([(a, bottom), (b, bottom), (b, within), (a, within)], sheet.theme.passed)
            if used > shown.capacity:
                sheet.hatch(Box(a, within, b, up), sheet.theme.accent, 4, 1.2)
    line = bottom + height * 0.75 * shown.capacity / most
    sheet.line([(frame.x(shown.today), line), (frame.right, line)], sheet.theme.ink, 0.8, (0, (3, 2)))


def _buffer(sheet: Sheet, frame: _Frame, top: float, shown: Timeline) -> None:
    buffer = shown.buffer
    left, right = frame.x(buffer.start), frame.x(shown.target)
    used = min(max(left, frame.x(shown.end)), right)
    box = Box(left, top - frame.row * _BAR_BOTTOM, right, top - frame.row * _BAR_TOP)
    if used > left:
        draw_part(sheet, PartKind.TOO_LATE, Box(left, box.bottom, used, box.top))
    corners = [(left, box.bottom), (right, box.bottom), (right, box.top), (left, box.top)]
    sheet.line([*corners, corners[0]], sheet.theme.ink, 1.2)
    text = ngettext("{left} of {n} week left", "{left} of {n} weeks left", buffer.wanted)
    text = text.format(left=buffer.left, n=buffer.wanted)
    size = min(frame.size, 11.0)
    width = room_for(text, size)
    x = left - 8 - width if left - 8 - width > frame.left else right + 8
    if x + width <= frame.right:
        sheet.text(x, (box.bottom + box.top) / 2 - size * UNITS_PER_POINT * CAPITAL / 2, text, size, sheet.theme.ink)
