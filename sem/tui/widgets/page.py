"""The question page as a widget: paints the lines it is given, and tells which level was clicked."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from sem.tui.messages import LevelPicked, Scrolled
from sem.tui.question_page import Page


class PageView(Widget):
    """Shows a page; its size never depends on the page, so that the next question needs no new layout.

    It makes its strips itself: the lines are laid out already, and between a key and the next question time counts.
    """

    DEFAULT_CSS = """
    PageView { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self._styles: dict[str, RichStyle] = {}

    def show(self, page: Page) -> None:
        """Show this page."""
        self.page = page
        self.refresh()

    def notify_style_update(self) -> None:
        """Look the colours up anew after a change of theme."""
        self._styles = {}
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return a line of the page."""
        line = self.page.lines[y] if self.page and y < len(self.page.lines) else ()
        segments = [Segment(text, self._style(style)) for text, style in line]
        return Strip(segments).adjust_cell_length(self.size.width, self._style(""))

    def _style(self, style: str) -> RichStyle:
        found = self._styles.get(style)
        if found is None:
            own = Style.parse(style, self.app.theme_variables)
            found = self._styles[style] = (self.visual_style + own).rich_style
        return found

    def on_click(self, event: events.Click) -> None:
        """Tell which level was clicked."""
        for level, rows in self.page.level_rows.items() if self.page else ():
            if event.y in rows:
                self.post_message(LevelPicked(level))

    def on_mouse_scroll_down(self) -> None:
        """Point at the level below."""
        self.post_message(Scrolled(1))

    def on_mouse_scroll_up(self) -> None:
        """Point at the level above."""
        self.post_message(Scrolled(-1))
