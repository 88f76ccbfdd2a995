"""A window with something to read: what to look for, how scores are made, the keys, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.text import cell_width, pad, plain, wrap

Paragraph = str | tuple[str, str]
"""A paragraph; or a term and what it means, which are set side by side."""


class Paragraphs(Widget):
    """Wrapped text; never markup."""

    DEFAULT_CSS = """
    Paragraphs { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs: tuple[Paragraph, ...] = ()

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these paragraphs, with an empty line between; an empty text is an empty line of its own."""
        self._paragraphs = tuple(paragraphs)
        self.refresh(layout=True)

    def rows_at(self, width: int, paragraphs: Sequence[Paragraph]) -> int:
        """Return how many rows some paragraphs would take in this many columns."""
        return len(self._lines(max(20, width), paragraphs))

    def rows_now(self, width: int) -> int:
        """Return how many rows the text takes in this many columns."""
        return self.rows_at(width, self._paragraphs)

    def render(self) -> Content:
        """Return the text for the width there is."""
        return Content("\n").join(self._lines(max(20, self.size.width or 60), self._paragraphs))

    def _lines(self, width: int, paragraphs: Sequence[Paragraph]) -> list[Content]:
        terms = [cell_width(plain(p[0])) for p in paragraphs if isinstance(p, tuple)]
        column = min(max(terms, default=0), width // 3)
        lines: list[Content] = []
        pair_before = False
        for paragraph in paragraphs:
            pair = isinstance(paragraph, tuple)
            if lines and not (pair and pair_before):
                lines.append(Content(""))
            pair_before = pair
            if isinstance(paragraph, str):
                lines += [Content(line) for line in wrap(paragraph, width)]
                continue
            for y, line in enumerate(wrap(paragraph[1], width - column - 2)):
                term = pad(paragraph[0], column) if y == 0 else " " * column
                lines.append(Content.assemble((term, "bold"), "  ", line))
        return lines


class ReadingDialog(Dialog[None]):
    """Shows a title and paragraphs, and scrolls where they are longer than the window.

    Args:
        make: Returns the title and the paragraphs, in the language in use.
    """

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    DEFAULT_CSS = """
    ReadingDialog VerticalScroll { height: auto; max-height: 100vh; scrollbar-size-vertical: 1; }
    """

    def __init__(self, make: Callable[[], tuple[str, Sequence[Paragraph]]]) -> None:
        super().__init__()
        self._make = make

    def title_words(self) -> str:
        """Return the title."""
        return self._make()[0]

    def body(self) -> ComposeResult:
        """Make the place for the text."""
        with VerticalScroll():
            yield Paragraphs()

    def show(self) -> None:
        """Show the text, in the language in use."""
        super().show()
        self.query_one(Paragraphs).show(self._make()[1])
        self.query_one(VerticalScroll).styles.max_height = max(3, self.app.size.height - 8)
        self.query_one(VerticalScroll).focus()
