"""Fields to type in; whatever is typed or pasted, nothing in them can steer the terminal."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from sem.tui.text import editable


class Field(Input):
    """One line to type in; the mark at its left says that it has the focus, also without colours."""

    DEFAULT_CSS = """
    Field.field { border: none; border-left: outer $background; padding: 0 1 0 0; }
    Field.field:focus { border: none; border-left: outer $accent; }
    """

    def __init__(
        self, value: str = "", *, select_on_focus: bool = False, max_length: int = 0, id: str | None = None
    ) -> None:
        super().__init__(value, select_on_focus=select_on_focus, max_length=max_length, id=id, classes="field")

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
