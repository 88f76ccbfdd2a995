"""A chart of the terminal, drawn for the room it gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from sem.charts.terminal.picture import Picture

Draw = Callable[[int, int], "Picture"]


class ChartView(Widget):
    """Shows a picture; empty until it is given one to draw.

    A picture is drawn once for each size, language and content, however often it is painted.
    """

    DEFAULT_CSS = """
    ChartView { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw | None = None
        self._drawn: tuple[tuple[int, int], Content] | None = None

    def show(self, draw: Draw | None) -> None:
        """Show what this function draws for a width and height."""
        self._draw = draw
        self._drawn = None
        self.refresh()

    def render(self) -> Content:
        """Return the chart."""
        size = (self.size.width, self.size.height)
        if self._draw is None or not all(size):
            return Content("")
        if self._drawn is None or self._drawn[0] != size:
            # The first frame has no picture yet, and should not wait for what draws one.
            from sem.tui.painting import painted_picture

            self._drawn = size, painted_picture(self._draw(*size))
        return self._drawn[1]
