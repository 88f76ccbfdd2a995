"""The question page as a widget: paints the lines it is given, and tells which level was clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from sem.tui.messages import LevelPicked, Scrolled
from sem.tui.question_page import Page
from sem.tui.text import Runs
from sem.tui.widgets.runs_view import RunsView


class PageView(RunsView):
    """Shows a page; its size never depends on the page, so that the next question needs no new layout."""

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None

    def show(self, page: Page) -> None:
        """Show this page."""
        self.page = page
        self.refresh()

    def lines(self) -> Sequence[Runs]:
        """Return the page's lines."""
        return self.page.lines if self.page else ()

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
