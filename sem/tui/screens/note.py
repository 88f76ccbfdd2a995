"""The window for a note; it is saved while one types, so that closing it any way loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import TextArea

from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.assessment import LONGEST_NOTE, RoundKind
from sem.model.questionnaire import Question
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.text import editable
from sem.tui.widgets.fields import NoteField
from sem.tui.widgets.line import Line

PAUSE = 0.4
"""Seconds without typing after which what was typed is saved."""


class NoteDialog(Dialog[None]):
    """A note to a question.

    Args:
        question: What it is about.
        note: The note so far.
        keep: Saves a note; called after a pause in typing, and on closing.
        kind: How respondents are known in the round.
    """

    SCOPE = Scope.NOTE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.NOTE)]
    DEFAULT_CSS = """
    NoteDialog TextArea { height: 10; border: none; padding: 0 1; background: $background;
        &:focus { border: none; } }
    """

    def __init__(
        self, question: Question, note: str, keep: Callable[[str], None], kind: RoundKind = RoundKind.NAMED
    ) -> None:
        super().__init__()
        self._question, self._before, self._keep, self._kind = question, note, keep, kind
        self._timer: Timer | None = None
        self._typed: str | None = None

    def title_words(self) -> str:
        """Return what the note is about."""
        return _("Note: {question}").format(question=self._question.label.get(language()))

    def body(self) -> ComposeResult:
        """Make the field and the line below it."""
        yield NoteField(self._before)
        yield Line(self._room, id="room")

    def on_mount(self) -> None:
        """Put the cursor behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    @property
    def _too_long(self) -> int:
        return len(self.query_one(TextArea).text) - LONGEST_NOTE

    def _room(self, width: int) -> Content:
        if self._too_long > 0:
            words = _("{n} characters too many to be saved; shorten it.").format(n=self._too_long)
            return Content.styled(words, "$error bold").truncate(max(1, width))
        words = {
            RoundKind.NAMED: _("Your team reads this with your name. Saved while you type."),
            RoundKind.ALIAS: _("Your team reads this with your alias. Saved while you type."),
            RoundKind.ANONYMOUS: _("Your team reads this without a name. Saved while you type."),
        }[self._kind]
        return Content.styled(words, "$muted").truncate(max(1, width))

    def on_text_area_changed(self) -> None:
        """Save once the typing pauses."""
        text = self.query_one(TextArea).text
        untouched = text == editable(self._before)
        if untouched and self._typed is None:
            return
        self._typed = self._before if untouched else text
        self.query_one("#room").refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._save)

    def _save(self) -> None:
        # A note that was only looked at stays as it is, to the last character.
        if self._typed is not None and self._too_long <= 0:
            self._keep(self._typed)

    def on_unmount(self) -> None:
        """Save what was typed when the program ends under the window."""
        if self._typed is not None and len(self._typed) <= LONGEST_NOTE:
            self._keep(self._typed)

    def action_close(self) -> None:
        """Save and close; stay where the note is too long, because cutting it would lose something."""
        if self._too_long > 0:
            self.app.bell()
            return
        self._save()
        self.dismiss(None)

    def action_put_back(self) -> None:
        """Put back the note as it was when the window opened."""
        self.query_one(TextArea).text = self._before
