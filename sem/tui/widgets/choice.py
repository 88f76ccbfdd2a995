"""A choice of one from a few on one line: ← and → go through them, a click goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from sem.tui.text import fit


class Choice(Widget, can_focus=True):
    """Shows the option chosen between two arrows; Enter is left to the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; border-left: outer $background; padding: 0 1 0 0; background: $background; }
    Choice:focus { border-left: outer $accent; text-style: bold; }
    """

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        choice: Choice

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options: tuple[str, ...] = ()
        self.chosen = 0

    def show(self, options: Sequence[str], chosen: int) -> None:
        """Show these options, and choose one of them."""
        self._options, self.chosen = tuple(options), min(chosen, max(0, len(options) - 1))
        self.refresh()

    def render(self) -> Content:
        """Return the option chosen; the arrows are there where there is something to choose."""
        if not self._options:
            return Content("")
        words = fit(self._options[self.chosen], self.size.width - 4)
        if len(self._options) == 1:
            return Content(words)
        return Content.assemble(("‹ ", "$muted"), words, (" ›", "$muted"))

    def action_step(self, by: int) -> None:
        """Choose the option before or after this one, round and round."""
        if len(self._options) > 1:
            self.chosen = (self.chosen + by) % len(self._options)
            self.refresh()
            self.post_message(self.Changed(self))

    def on_click(self) -> None:
        """Choose the next option."""
        self.action_step(1)
