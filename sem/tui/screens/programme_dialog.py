"""What the windows share that list something of what a team keeps beside its rounds, and change it."""

from __future__ import annotations

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult

from sem.errors import SemError
from sem.model.assessment import Team
from sem.model.programme import Programme
from sem.store import Store
from sem.tui.screens.base import Dialog
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.widgets.rows import Rows

Change = Callable[[Programme], Programme]


class ProgrammeDialog(Dialog[None]):
    """Words above a list; the list is of something in the programme of a team.

    Args:
        team: Whose programme.

    Attributes:
        team: The same.
        programme: As it was read or changed last; None until it has been read.
    """

    DEFAULT_CSS = """
    ProgrammeDialog > #window { width: 96; }
    ProgrammeDialog Rows { margin-top: 1; }
    """

    def __init__(self, team: Team) -> None:
        super().__init__()
        self.team = team
        self.programme: Programme | None = None

    def body(self) -> ComposeResult:
        """Make the words and the list."""
        yield Paragraphs()
        yield Rows()

    def on_mount(self) -> None:
        """Read what there is."""
        self.query_one(Rows).focus()
        self.show()
        self.read()

    def load(self, store: Store) -> Programme:
        """Return the programme; also read what else is shown. Runs in a thread.

        Raises:
            StoreError: Something can't be read.
        """
        return store.programme(self.team.id)

    @work(exclusive=True, group="programme")
    async def read(self) -> None:
        """Read what there is, and show it."""
        try:
            self.programme = await self.sem.in_thread(self.load)
        except SemError as error:
            self.sem.tell(error)
        self.show()

    async def changed(self, change: Change) -> Programme:
        """Change the programme that is kept, and return it.

        Raises:
            SemError: It can't be changed so.
        """
        return await self.sem.in_thread(lambda store: store.change_programme(self.team.id, change))

    def take(self, programme: Programme | None) -> None:
        """Show the programme as a window left it; None where nothing was changed."""
        if programme is not None:
            self.programme = programme
            self.show()

    async def change(self, change: Change) -> None:
        """Change the programme, and show it; tell where that can't be."""
        try:
            self.take(await self.changed(change))
        except SemError as error:
            self.sem.tell(error)

    def ask_and_change(self, question: Callable[[], tuple[str, str]], change: Change) -> None:
        """Change the programme after asking."""

        def after(sure: bool | None) -> None:
            if sure:
                self.run_worker(self.change(change))

        self.app.push_screen(ConfirmDialog(question), after)
