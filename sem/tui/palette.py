"""The command palette: everything the registry offers on the screen below it, in the user's language."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList

from sem.i18n import gettext as _
from sem.tui.actions import Action, Scope, bindings, commands_at
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import spread
from sem.tui.widgets.fields import Field
from sem.tui.widgets.rows import Row, Rows


class PaletteDialog(Dialog[Action]):
    """Finds actions by the words of their titles and of what they do; closes with the one to do.

    Args:
        scope: The screen whose actions are offered, before those that hold everywhere.
    """

    SCOPE = Scope.PALETTE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.PALETTE)]
    DEFAULT_CSS = """
    PaletteDialog Rows { margin-top: 1; }
    PaletteDialog Paragraphs { margin-top: 1; height: 2; color: $muted; }
    """

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self._actions = commands_at(scope)

    def title_words(self) -> str:
        """Return the question."""
        return _("What would you like to do?")

    def body(self) -> ComposeResult:
        """Make the field, the list, and the place for what the action pointed at does."""
        yield Field()
        yield Rows()
        yield Paragraphs()

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(Field).focus()
        self.show()

    def show(self) -> None:
        """Show the actions that fit what was typed."""
        super().show()
        rows = self.query_one(Rows)
        rows.styles.max_height = max(3, self.app.size.height - 12)
        found = self._found()
        rows.show(lambda width: _rows(found, width), found[0].id if found else "")
        self._tell()

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.show()

    def _found(self) -> list[Action]:
        """The actions with every word that was typed; those with all of them in the title come first."""
        words = self.query_one(Field).value.casefold().split()
        in_title = [action for action in self._actions if _has(_(action.title), words)]
        in_help = [action for action in self._actions if _has(f"{_(action.title)} {_(action.help)}", words)]
        return list(dict.fromkeys((*in_title, *in_help)))

    @property
    def _pointed(self) -> Action | None:
        id_ = self.query_one(Rows).pointed
        return next((action for action in self._actions if action.id == id_), None)

    def _tell(self) -> None:
        action = self._pointed
        self.query_one(Paragraphs).show([_(action.help)] if action else [])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits the words typed so far."""
        event.stop()
        self.show()

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.action_accept()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the action now pointed at does."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Close with the action pointed at; stay where nothing is found."""
        if action := self._pointed:
            self.dismiss(action)

    def action_row_up(self) -> None:
        """Point at the action above."""
        self.query_one(Rows).action_cursor_up()

    def action_row_down(self) -> None:
        """Point at the action below."""
        self.query_one(Rows).action_cursor_down()


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _rows(found: list[Action], width: int) -> list[Row]:
    if not found:
        return [Row("", Content.styled(_("Nothing is called that."), "$muted"))]
    return [
        Row(action.id, spread(Content(_(action.title)), Content.styled(action.keys_shown, "$muted"), width))
        for action in found
    ]
