"""The window in which one person votes: the ideas with their numbers, and a mark at each that gets a vote."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.idea import IdeaBox
from sem.model.programme import Programme
from sem.programme.ideas import vote
from sem.programme.seeing import seen_ideas
from sem.tui.actions import Scope, bindings
from sem.tui.idea_rows import idea_rows
from sem.tui.screens.base import Dialog
from sem.tui.screens.form import error_paragraphs
from sem.tui.screens.ideas import Save, reading_of
from sem.tui.screens.reading import Paragraph, Paragraphs
from sem.tui.widgets.rows import Row, Rows


class BallotDialog(Dialog[Programme]):
    """Closes when the votes are kept; it never shows those that the same person gave before.

    Args:
        voter: Who votes.
        box: The ideas.
        again: Whether votes of theirs are kept already.
        save: Makes a change durable.
    """

    SCOPE = Scope.BALLOT
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.BALLOT)]
    DEFAULT_CSS = """
    BallotDialog > #window { width: 100; }
    BallotDialog Paragraphs { margin-bottom: 1; }
    """

    def __init__(self, voter: str, box: IdeaBox, *, again: bool, save: Save) -> None:
        super().__init__()
        self._voter, self._box, self._again, self._save = voter, box, again, save
        self._chosen: frozenset[str] = frozenset()
        self._typed = ""
        self._wrong: list[Paragraph] = []
        self._ids = [idea.id for idea in seen_ideas(box) or ()]

    def title_words(self) -> str:
        """Return whose votes these are."""
        return _("Votes of {name}").format(name=self._voter)

    def body(self) -> ComposeResult:
        """Make the place for how many votes are left, and the list."""
        yield Paragraphs()
        yield Rows()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.show()

    def show(self) -> None:
        """Show the ideas and how many votes are left, in the language in use."""
        super().show()
        left = self._box.votes_each - len(self._chosen)
        said = ngettext("{n} vote left.", "{n} votes left.", left).format(n=left)
        if self._again:
            said += " " + _("You voted before; these take the place of those.")
        self.query_one(Paragraphs).show([said, *self._wrong])
        rows = self.query_one(Rows)
        rows.styles.max_height = max(3, self.app.size.height - 9 - 3 * len(self._wrong))
        rows.show(self._rows)

    def _rows(self, width: int) -> list[Row]:
        return idea_rows(self._box, width, self.sem.charts, self._chosen, numbered=True)

    def action_give(self) -> None:
        """Give the idea pointed at a vote, or take it back; there are no more than everyone has."""
        pointed = self.query_one(Rows).pointed
        self._typed, self._wrong = "", []
        if pointed in self._chosen or len(self._chosen) < self._box.votes_each:
            self._chosen ^= {pointed} if pointed else frozenset()
        else:
            text = ngettext("Everyone has {n} vote.", "Everyone has {n} votes.", self._box.votes_each)
            self._wrong = [text.format(n=self._box.votes_each) + " " + _("Take one back first.")]
        self.show()

    def action_digit(self, digit: str) -> None:
        """Point at the idea whose number is typed; a number too high starts again with this digit."""
        typed = self._typed + digit
        if not 1 <= int(typed) <= len(self._ids):
            typed = digit if 1 <= int(digit) <= len(self._ids) else ""
        self._typed = typed
        if typed:
            self.query_one(Rows).point_at(self._ids[int(typed) - 1])

    def action_open(self) -> None:
        """Tell the whole idea."""
        pointed = self.query_one(Rows).pointed
        if pointed:
            self.app.push_screen(reading_of(self._box.idea(pointed)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click gives or takes a vote."""
        event.stop()
        self.action_give()

    @work(exclusive=True)
    async def action_accept(self) -> None:
        """Hand the votes in; stay open where that does not work."""
        chosen = sorted(self._chosen)
        try:
            programme = await self._save(lambda programme: vote(programme, self._voter, chosen))
        except SemError as error:
            self._wrong = error_paragraphs(error)
            self.show()
            return
        self.dismiss(programme)
