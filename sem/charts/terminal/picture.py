"""What every terminal chart returns: rows of runs, each with a role that says what it is instead of a colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Literal

from sem.charts.terminal.cells import cell_width, clean, clusters, wrap
from sem.i18n import gettext as _

Characters = Literal["braille", "blocks", "ascii"]
"""Which characters a chart may use; blocks and ascii are for fonts without braille."""


class Role(StrEnum):
    """What a run shows; whoever paints it chooses a style for each."""

    BLANK = "blank"
    GRID = "grid"
    LABEL = "label"
    POINTED = "pointed"
    MUTED = "muted"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    SHARED = "shared"
    WARNING = "warning"
    MESSAGE = "message"
    HEAT_1 = "heat-1"
    HEAT_2 = "heat-2"
    HEAT_3 = "heat-3"
    HEAT_4 = "heat-4"
    HEAT_5 = "heat-5"


SERIES_ROLES = (Role.FIRST, Role.SECOND, Role.THIRD)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one role.

    Args:
        text: What the cells show.
        role: What it is.
        filled: Whether the cells lie wholly inside the first series, and may be tinted softly.
    """

    text: str
    role: Role = Role.BLANK
    filled: bool = False


Row = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: rows that are all exactly `width` cells wide."""

    rows: tuple[Row, ...]
    width: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows as plain text, of the full width."""
        return tuple("".join(run.text for run in row) for row in self.rows)

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


class Canvas:
    """Cells to draw on; what falls outside is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self._texts = [[" "] * self.width for _row in range(self.height)]
        self._roles = [[Role.BLANK] * self.width for _row in range(self.height)]
        self._filled: set[tuple[int, int]] = set()

    def put(self, x: int, y: int, text: str, role: Role) -> None:
        """Write a cleaned text from column x of row y."""
        if not 0 <= y < self.height:
            return
        texts, roles = self._texts[y], self._roles[y]
        for cluster, width in _placed(text):
            if x >= 0 and x + width <= self.width:
                texts[x], roles[x] = cluster, role
                if width == 2:
                    texts[x + 1], roles[x + 1] = "", role
            x += width

    def fill(self, cells: Iterable[tuple[int, int]]) -> None:
        """Tint cells, given as column and row, whatever they show."""
        self._filled.update(cells)

    def picture(self) -> Picture:
        """Return what was drawn."""
        rows = []
        for y, (texts, roles) in enumerate(zip(self._texts, self._roles, strict=True)):
            looks = [(role, (x, y) in self._filled) for x, role in enumerate(roles)] if self._filled else roles
            row: list[Run] = []
            start = 0
            for _look, alike in groupby(looks):
                end = start + len([*alike])
                row.append(Run("".join(texts[start:end]), roles[start], (start, y) in self._filled))
                start = end
            rows.append(tuple(row))
        return Picture(tuple(rows), self.width)


@lru_cache(4096)
def _placed(text: str) -> tuple[tuple[str, int], ...]:
    """Return the parts of a cleaned text that share cells, each with how many; a picture says the same many times."""
    return tuple((cluster, cell_width(cluster)) for cluster in clusters(text))


def message(text: str, width: int, height: int) -> Picture:
    """Return a picture with only a sentence in its middle; what has no room falls off at the end."""
    canvas = Canvas(width, height)
    if canvas.width:
        lines = wrap(clean(text), canvas.width)
        top = max(0, (canvas.height - len(lines)) // 2)
        for y, line in enumerate(lines):
            canvas.put((canvas.width - cell_width(line)) // 2, top + y, line, Role.MESSAGE)
    return canvas.picture()


def too_small(width: int, height: int) -> Picture:
    """Return the picture for a place in which the chart can't be drawn honestly."""
    return message(_("Make the window larger to see this chart."), width, height)
