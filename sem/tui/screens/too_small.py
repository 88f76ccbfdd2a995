"""What covers the screen while the window is too small to show anything whole; keys below it are out of reach."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from sem.i18n import gettext as _
from sem.tui.text import wrap


class _Sentence(Widget):
    DEFAULT_CSS = """
    _Sentence { width: 1fr; height: 1fr; }
    """

    def render(self) -> Content:
        words = _("Make the window larger: sem needs 60 columns and 20 rows.")
        return Content("\n").join(map(Content, wrap(words, max(1, self.size.width))))


class TooSmallScreen(ModalScreen[None]):
    """One sentence, and nothing else."""

    DEFAULT_CSS = """
    TooSmallScreen { background: $background; }
    """

    def compose(self) -> ComposeResult:
        """Make the sentence."""
        yield _Sentence()
