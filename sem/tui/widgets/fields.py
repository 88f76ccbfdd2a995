"""Fields to type in; whatever is typed or pasted, nothing in them can steer the terminal."""

from __future__ import annotations

from textual import events
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

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(editable(text), soft_wrap=True, show_line_numbers=False, tab_behavior="focus", id=id)

    def on_text_area_changed(self) -> None:
        """Take out what may not be shown, where something pasted brought it in."""
        shown = editable(self.text)
        if shown != self.text:
            self.text = shown
            self.move_cursor(self.document.end)


class ParagraphField(NoteField):
    """One paragraph to type in, wrapped; Enter belongs to the screen, and so do ↑ and ↓ where there is no line."""

    DEFAULT_CSS = """
    ParagraphField {
        border: none; border-left: outer $background; padding: 0 1 0 0; width: 1fr; height: auto;
        background: $background; scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: outer $accent; }
    }
    """

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            # Else the field would take it for a line break.
            event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ↑ in the first line and ↓ in the last one to the screen."""
        if action == "cursor_up":
            return not self.navigator.is_first_wrapped_line(self.cursor_location)
        if action == "cursor_down":
            return not self.navigator.is_last_wrapped_line(self.cursor_location)
        return super().check_action(action, parameters)
