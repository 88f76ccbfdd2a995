"""The window that asks why a question does not apply."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList

from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NOTE, NotApplicable, Reason
from sem.reports.words import reason_words
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.widgets.fields import Field
from sem.tui.widgets.line import Line
from sem.tui.widgets.rows import Row, Rows


class NotApplicableDialog(Dialog[NotApplicable]):
    """A short list of reasons, and room for the respondent's own words.

    Args:
        before: What was said before; None where nothing was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DIALOG)]
    DEFAULT_CSS = """
    NotApplicableDialog #why { margin-top: 1; color: $muted; }
    """

    def __init__(self, before: NotApplicable | None) -> None:
        super().__init__()
        self._before = before
        self._asked = False

    def title_words(self) -> str:
        """Return the question."""
        return _("Why does this not apply?")

    def body(self) -> ComposeResult:
        """Make the list and the field."""
        yield Rows()
        yield Line(self._why, id="why")
        yield Field(self._before.text if self._before else "", max_length=LONGEST_NOTE)

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()

    def show(self) -> None:
        """Show the reasons."""
        super().show()
        rows = [Row(reason.value, Content(_sentence(reason_words(reason)))) for reason in Reason]
        before = self._before.reason.value if self._before else ""
        self.query_one(Rows).show(lambda width: rows, self.query_one(Rows).pointed or before)

    def _why(self, width: int) -> Content:
        if self._asked:
            return Content.styled(_("Say the other reason in a few words:"), "$error bold").truncate(max(1, width))
        return Content(_("In your own words (Tab goes there):")).truncate(max(1, width))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a reason accepts it."""
        event.stop()
        self.action_accept()

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.action_accept()

    def action_accept(self) -> None:
        """Close with the reason; another reason needs words."""
        reason = Reason(self.query_one(Rows).pointed)
        text = self.query_one(Input).value.strip()
        if reason is Reason.OTHER and not text:
            self._asked = True
            self.query_one("#why").refresh()
            self.query_one(Input).focus()
            return
        self.dismiss(NotApplicable(reason, text))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
