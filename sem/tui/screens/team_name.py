"""The window in which a team gets its name, new or other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input

from sem.errors import SemError
from sem.model.assessment import Team
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.widgets.fields import Field
from sem.tui.widgets.line import Line


class TeamNameDialog(Dialog[Team]):
    """Asks for a name until the store takes it, so that nothing typed is lost; closes with the team.

    Args:
        title: Returns what the name is for, in the language in use.
        name: The name to begin with, selected so that typing replaces it.
        hint: Returns what helps to choose one; nothing where nothing does.
        save: Gives the name to the store; raises SemError where it does not hold.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DIALOG)]

    DEFAULT_CSS = """
    TeamNameDialog #hint { color: $muted; padding: 0 1; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        name: str,
        save: Callable[[str], Awaitable[Team]],
        hint: Callable[[], str] = str,
    ) -> None:
        super().__init__()
        self._title_words, self._begin, self._save, self._hint = title, name, save, hint

    def title_words(self) -> str:
        """Return what the name is for."""
        return self._title_words()

    def body(self) -> ComposeResult:
        """Make the field, and the place for what is wrong with the name."""
        yield Field(self._begin, select_on_focus=True)
        yield Line(lambda width: Content(self._hint()).truncate(max(1, width)), id="hint")
        yield Paragraphs()

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.run_worker(self.action_accept(), exclusive=True)

    async def action_accept(self) -> None:
        """Give the name to the store, and close if it takes it."""
        try:
            team = await self._save(self.query_one(Input).value)
        except SemError as error:
            self.query_one(Paragraphs).show([str(error)])
            return
        self.dismiss(team)
