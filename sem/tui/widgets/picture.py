"""A chart of the terminal, drawn for the room it gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sem.tui.widgets.runs_view import RunsView

if TYPE_CHECKING:
    from sem.charts.terminal.picture import Picture
    from sem.tui.text import Runs

Draw = Callable[[int, int], "Picture"]


class ChartView(RunsView):
    """Shows a picture; empty until it is given one to draw.

    A picture is drawn once for each size, language and content, however often it is painted.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw | None = None
        self._drawn: tuple[tuple[int, int], Sequence[Runs]] | None = None

    def show(self, draw: Draw | None) -> None:
        """Show what this function draws for a width and height."""
        self._draw = draw
        self._drawn = None
        self.refresh()

    def lines(self) -> Sequence[Runs]:
        """Return the chart's lines."""
        size = (self.size.width, self.size.height)
        if self._draw is None or not all(size):
            return ()
        if self._drawn is None or self._drawn[0] != size:
            # The first frame has no picture yet, and should not wait for what draws one.
            from sem.tui.painting import styled

            self._drawn = size, [styled(row) for row in self._draw(*size).rows]
        return self._drawn[1]
