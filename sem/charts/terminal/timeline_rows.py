"""The rows of a roadmap in the terminal: bars, what lies around them, and marks, each told by its character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sem.charts.bars import Bar, Mark, MarkKind, PartKind
from sem.charts.terminal.columns import Columns
from sem.charts.terminal.picture import Canvas, Characters, Role
from sem.charts.timeline import Timeline, TimelineRow
from sem.charts.weeks import Tick
from sem.model.plan import StepState

Sign = Literal["today", "target", "grid", "clipped", "tight", "arrow", "to", "used", "free", "open", "close", "cut"]
Meaning = PartKind | MarkKind | Sign

_SHARED: dict[Meaning, str] = {
    PartKind.MISSED: "«",
    PartKind.DONE: "█",
    PartKind.PASSED: "▓",
    PartKind.PLANNED: "▒",
    PartKind.CLOSED: "─",
    PartKind.TOO_LATE: "»",
    PartKind.SLACK: "░",
    "today": "│",
    "grid": "·",
    "tight": "!",
    "to": "→",
    "used": "█",
    "open": "“",
    "close": "”",
    "cut": "…",
}

SIGNS: dict[Characters, dict[Meaning, str]] = {
    "braille": {
        **_SHARED,
        MarkKind.EXPERIMENT: "◆",
        MarkKind.GREEN: "◇",
        MarkKind.RED: "✗",
        MarkKind.KILL_DATE: "✂",
        "target": "┃",
        "clipped": "‹",
        "arrow": "◀",
        "free": "▁",
    },
    "blocks": {
        **_SHARED,
        MarkKind.EXPERIMENT: "♦",
        MarkKind.GREEN: "◊",
        MarkKind.RED: "X",
        MarkKind.KILL_DATE: "%",
        "target": "║",
        "clipped": "<",
        "arrow": "◄",
        "free": "_",
    },
    "ascii": {
        PartKind.MISSED: "<",
        PartKind.DONE: "#",
        PartKind.PASSED: "=",
        PartKind.PLANNED: "-",
        PartKind.CLOSED: "_",
        PartKind.TOO_LATE: ">",
        PartKind.SLACK: ".",
        MarkKind.EXPERIMENT: "*",
        MarkKind.GREEN: "+",
        MarkKind.RED: "X",
        MarkKind.KILL_DATE: "%",
        "today": "|",
        "target": "|",
        "grid": " ",
        "clipped": "(",
        "tight": "!",
        "arrow": "<-",
        "to": ">",
        "used": "#",
        "free": "_",
        "open": '"',
        "close": '"',
        "cut": "...",
    },
}
"""The character of everything that is shown, for each choice of characters."""

_ROLES = {
    PartKind.MISSED: Role.WARNING,
    PartKind.DONE: Role.MUTED,
    PartKind.PASSED: Role.FIRST,
    PartKind.PLANNED: Role.FIRST,
    PartKind.CLOSED: Role.GRID,
    PartKind.TOO_LATE: Role.WARNING,
    PartKind.SLACK: Role.GRID,
}
_AROUND = (PartKind.MISSED, PartKind.SLACK)


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of a step in the body: from column `x` of row `y`, `width` of them."""

    x: int
    y: int
    width: int


class RowPainter:
    """Paints the rows of a timeline on a canvas.

    Args:
        shown: The geometry.
        columns: Where its weeks are.
        left: The column of the canvas in which the weeks begin.
        years: The ticks that begin a year.
        characters: What to draw with.
        pointed: The id of the step that stands out.

    Attributes:
        places: Where each step is painted.
        used: What has been painted, for the legend.
    """

    def __init__(
        self,
        shown: Timeline,
        columns: Columns,
        left: int,
        years: Sequence[Tick],
        characters: Characters,
        pointed: str | None,
    ) -> None:
        self._columns, self._left, self._pointed = columns, left, pointed
        self._years = [columns.start(tick.at) for tick in years if 0 < tick.at < shown.count]
        self._lines: dict[int, Sign] = {columns.today: "today", columns.target: "target"}
        self._signs = SIGNS[characters]
        self.places: dict[str, Place] = {}
        self.used: set[Meaning] = set()

    def paint_grid(self, canvas: Canvas, y: int) -> None:
        """Paint where years begin, and the lines of today and of the ambition."""
        for column in self._years:
            canvas.put(self._left + column, y, self._signs["grid"], Role.GRID)
        self.paint_lines(canvas, y)

    def paint_lines(self, canvas: Canvas, y: int) -> None:
        """Paint the lines of today and of the ambition."""
        for column, line in self._lines.items():
            role = Role.MUTED if line == "today" else Role.SECOND
            canvas.put(self._left + column, y, self._signs[line], role)

    def paint_row(self, canvas: Canvas, y: int, row: TimelineRow) -> None:
        """Paint the bars and marks of a row, the lanes below each other from `y` on."""
        kept = set(self._lines)
        for lane in range(row.lanes):
            kept |= self._paint_lane(canvas, y + lane, [bar for bar in row.bars if bar.lane == lane])
        for mark in row.marks:
            kept.add(self._paint_mark(canvas, y, mark, kept))

    def _put(self, canvas: Canvas, column: int, y: int, what: Meaning, role: Role) -> None:
        canvas.put(self._left + column, y, self._signs[what], role)
        self.used.add(what)

    def _paint_lane(self, canvas: Canvas, y: int, bars: Sequence[Bar]) -> set[int]:
        """Paint bars that do not overlap, and return the columns that no mark may hide."""
        cells = self._columns.of_bars(bars)
        for bar in bars:
            self._paint_around(canvas, y, bar)
        taken = {column for first, after in cells for column in range(first, after)} | set(self._lines)
        kept = set()
        for bar, (first, after) in zip(bars, cells, strict=True):
            self.places[bar.step] = Place(self._left + first, y, after - first)
            role = Role.POINTED if bar.step == self._pointed else None
            late = self._paint_body(canvas, y, bar, range(first, after - 1), role)
            plain = Role.MUTED if bar.state is StepState.DONE else Role.LABEL
            if bar.start < 0 and after - first > 1:
                self._put(canvas, first, y, "clipped", role or plain)
            canvas.put(self._left + after - 1, y, str(bar.level), role or plain)
            kept.add(after - 1)
            if late:
                kept.add(after - 2)
            if bar.tight and not late:
                sign: Meaning = PartKind.TOO_LATE if bar.late else "tight"
                inside = after - first > 1 and after - 2 not in self._lines
                column = after - 2 if inside else after
                if inside or (after not in taken and after < self._columns.width):
                    self._put(canvas, column, y, sign, (role if inside else None) or Role.WARNING)
                    kept.add(column)
        return kept

    def _paint_around(self, canvas: Canvas, y: int, bar: Bar) -> None:
        """Paint what was missed before a bar, and its slack."""
        for part in bar.parts:
            if part.kind in _AROUND:
                for column in range(max(0, self._columns.start(part.start)), self._columns.end(part.end)):
                    if column not in self._lines:
                        self._put(canvas, column, y, part.kind, _ROLES[part.kind])
                if part.start < 0 < self._columns.end(part.end) and 0 not in self._lines:
                    self._put(canvas, 0, y, "clipped", _ROLES[part.kind])

    def _paint_body(self, canvas: Canvas, y: int, bar: Bar, columns: Iterable[int], role: Role | None) -> bool:
        """Paint a bar up to its level, and return whether that shows that it is too late."""
        body = [part for part in bar.parts if part.kind not in _AROUND]
        late = False
        for column in columns:
            if column in self._lines:
                if role:
                    canvas.put(self._left + column, y, self._signs[self._lines[column]], role)
                continue
            at = self._columns.middle(column)
            part = min(body, key=lambda part: max(part.start - at, at - part.end, 0.0))
            late = late or part.kind is PartKind.TOO_LATE
            self._put(canvas, column, y, part.kind, role or _ROLES[part.kind])
        return late

    def _paint_mark(self, canvas: Canvas, y: int, mark: Mark, kept: set[int]) -> int:
        """Paint a mark in the nearest column that it may have, and return that."""
        wanted = (
            self._columns.end(mark.at) - 1
            if mark.kind in (MarkKind.KILL_DATE, MarkKind.RED)
            else self._columns.start(mark.at)
        )
        free = [column for column in range(self._columns.width) if column not in kept]
        column = min(free, key=lambda column: abs(column - wanted), default=wanted)
        self._put(canvas, column, y, mark.kind, Role.WARNING if mark.kind is MarkKind.RED else Role.SECOND)
        return column
