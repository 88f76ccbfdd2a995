"""A line of content that is laid out for the width it gets, such as a title bar."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

Maker = Callable[[int], Content]


class Line(Widget):
    """Shows what a function returns for its width; never markup, always in the language in use."""

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; }
    """

    def __init__(self, make: Maker, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._make = make

    def render(self) -> Content:
        """Return the line."""
        return self._make(self.size.width)
