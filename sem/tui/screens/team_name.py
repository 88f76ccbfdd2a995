"""The window in which one types what a team is called: its name, new or other, or the tags it is found by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input

from sem.errors import SemError
from sem.model.assessment import Team
from sem.model.names import name_key
from sem.store import Store
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.widgets.fields import Field
from sem.tui.widgets.line import Line


class TeamNameDialog(Dialog[Team]):
    """Asks for a name until the store takes it, so that nothing typed is lost; closes with the team.

    Args:
        title: Returns what the name is for, in the language in use.
        name: The name to begin with.
        hint: Returns what helps to choose one; nothing where nothing does.
        save: Gives the name to the store; raises SemError where it does not hold.
        selected: Whether the name is selected at first, so that typing replaces it.
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
        *,
        selected: bool = True,
    ) -> None:
        super().__init__()
        self._selected = selected
        self._title_words, self._begin, self._save, self._hint = title, name, save, hint

    def title_words(self) -> str:
        """Return what the name is for."""
        return self._title_words()

    def body(self) -> ComposeResult:
        """Make the field, and the place for what is wrong with the name."""
        yield Field(self._begin, select_on_focus=self._selected)
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


def retag(store: Store, team: Team, typed: str) -> Team:
    """Give a team the tags that were typed with commas between them, and no others, and return it.

    Raises:
        SemError: One does not hold, or they can't be kept.
    """
    tags = [tag for tag in team.tags if "," in tag and tag in typed]
    for tag in tags:
        typed = typed.replace(tag, "")
    tags += [tag for part in typed.split(",") if (tag := " ".join(part.split()))]
    keys = set(map(name_key, tags))
    had = store.find_team(team.id).tags
    return store.tag_team(team.id, tags, [tag for tag in had if name_key(tag) not in keys])
