"""Lines that are laid out already, painted as they are: several times quicker than content, which is wrapped anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from rich.style import Style as RichStyle

    from sem.tui.text import Runs


class RunsView(Widget):
    """Paints the lines that `lines` returns; what is wider or higher than the widget is left out."""

    DEFAULT_CSS = """
    RunsView { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[str, RichStyle] = {}

    def lines(self) -> Sequence[Runs]:
        """Return the lines for the size the widget has."""
        raise NotImplementedError

    def notify_style_update(self) -> None:
        """Look the colours up anew after a change of theme."""
        self._styles = {}
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        lines = self.lines()
        runs = lines[y] if y < len(lines) else ()
        segments = [Segment(text, self._style(style)) for text, style in runs]
        return Strip(segments).adjust_cell_length(self.size.width, self._style(""))

    def _style(self, style: str) -> RichStyle:
        found = self._styles.get(style)
        if found is None:
            own = Style.parse(style, self.app.theme_variables)
            found = self._styles[style] = (self.visual_style + own).rich_style
        return found
