"""The window that asks before something can't be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs


class ConfirmDialog(Dialog[bool]):
    """Asks a yes or no; Enter does nothing, so that nobody says yes by accident.

    Args:
        make: Returns the question and what a yes does, in the language in use.
    """

    SCOPE = Scope.CONFIRM
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CONFIRM)]
    DEFAULT_CSS = """
    ConfirmDialog VerticalScroll { height: auto; max-height: 100vh; scrollbar-size-vertical: 1; }
    """

    def __init__(self, make: Callable[[], tuple[str, str]]) -> None:
        super().__init__()
        self._make = make

    def title_words(self) -> str:
        """Return the question."""
        return self._make()[0]

    def body(self) -> ComposeResult:
        """Make the place for what a yes does."""
        with VerticalScroll():
            yield Paragraphs()

    def show(self) -> None:
        """Show the question, in the language in use."""
        super().show()
        self.query_one(Paragraphs).show([self._make()[1]])
        self.query_one(VerticalScroll).styles.max_height = max(3, self.app.size.height - 8)

    def action_accept(self) -> None:
        """Say yes."""
        self.dismiss(True)

    def action_cancel(self) -> None:
        """Say no."""
        self.dismiss(False)
