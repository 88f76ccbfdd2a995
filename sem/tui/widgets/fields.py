"""Fields to type in; whatever is typed or pasted, nothing in them can steer the terminal."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from sem.tui.text import editable


class Field(Input):
    """One line to type in."""

    def validate_value(self, value: str) -> str:
        """Return the value as it may be shown, on one line."""
        return editable(value).replace("\n", " ").replace("\t", " ")


class NoteField(TextArea):
    """Several lines to type in."""

    def __init__(self, text: str) -> None:
        super().__init__(editable(text), soft_wrap=True, show_line_numbers=False, tab_behavior="focus")

    def on_text_area_changed(self) -> None:
        """Take out what may not be shown, where something pasted brought it in."""
        shown = editable(self.text)
        if shown != self.text:
            self.text = shown
            self.move_cursor(self.document.end)
