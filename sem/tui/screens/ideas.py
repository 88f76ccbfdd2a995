"""What the screens of ideas share: each is about one phase, and gives way to the next when the ideas get there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.model.idea import Idea, IdeaBox, IdeaPhase
from sem.programme.phases import PhaseError
from sem.programme.prompts import box_question
from sem.programme.seeing import title_of
from sem.reports.idea_text import box_words, fate_words
from sem.tui.actions import Action
from sem.tui.idea_rows import phase_strip
from sem.tui.screens.base import SemScreen
from sem.tui.screens.reading import Paragraph, Paragraphs, ReadingDialog
from sem.tui.text import fit, spread, user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.model.assessment import Team
    from sem.model.programme import Programme
    from sem.tui.app import SemApp

Change = Callable[["Programme"], "Programme"]
Save = Callable[[Change], Awaitable["Programme"]]
"""Makes a change durable; raises SemError where it does not hold."""

LOOK_AGAIN = 5.0
"""Seconds after which a screen reads what colleagues on other computers did."""
_QUESTION_LINES = 2


class IdeasScreen(SemScreen):
    """Shows the ideas of a team in one phase.

    Args:
        team: Whose ideas.
        programme: What there is.
        after: Called when the user goes back.
    """

    PHASE: ClassVar[IdeaPhase]
    DEFAULT_CSS = """
    IdeasScreen {
        #top { padding: 0 2; background: $raised; }
        #question { padding: 1 2 0 2; text-style: bold; }
        #status { padding: 0 2; color: $muted; margin-bottom: 1; }
        #body { padding: 0 2; height: 1fr; }
    }
    """

    def __init__(self, team: Team, programme: Programme, after: Callable[[], object]) -> None:
        super().__init__()
        self.team, self.programme = team, programme
        self._after = after

    @property
    def box(self) -> IdeaBox:
        """The ideas."""
        return self.programme.ideas

    def compose(self) -> ComposeResult:
        """Make the head, the list and the keys."""
        yield Line(self._top, id="top")
        yield Paragraphs(id="question")
        yield Paragraphs(id="status")
        yield Rows(id="body")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Show the ideas, and look from time to time whether colleagues did something."""
        self.query_one("#body").focus()
        self.show()
        self.set_interval(LOOK_AGAIN, self._look)

    def on_screen_resume(self) -> None:
        """Go on to the next phase if the ideas got there behind a window."""
        super().on_screen_resume()
        if self.box.phase is not self.PHASE:
            self.take(None)

    def on_resize(self) -> None:
        """Lay the head out for the new width."""
        self.show()

    def show(self) -> None:
        """Show the ideas, in the language in use."""
        width = max(20, self.size.width - 4)
        self.query_one("#question", Paragraphs).show([fit(box_question(self.box.question), _QUESTION_LINES * width)])
        self.query_one("#status", Paragraphs).show([self.status_words()])
        for rows in self.query(Rows):
            rows.show(self.rows)
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def status_words(self) -> str:
        """Return how far the ideas are."""
        return box_words(self.box)

    def rows(self, width: int) -> list[Row]:
        """Return the ideas for lines of this many cells."""
        raise NotImplementedError

    def key_title(self, action: Action) -> str:
        """Return what an action is called at this moment; nothing where it would do nothing."""
        return own_title(action)

    def _top(self, width: int) -> Content:
        name = Content.assemble(user(self.team.name, "bold"), ("   " + _("Ideas"), "$muted"))
        return spread(name, phase_strip(self.box, self.sem.charts), width)

    # Changing.

    async def save(self, change: Change) -> Programme:
        """Make a change durable, and return what there is then.

        Raises:
            SemError: It does not hold.
        """
        return await self.sem.in_thread(lambda store: store.change_programme(self.team.id, change))

    @work(group="change")
    async def change(self, change: Change) -> None:
        """Make a change durable and show it, or tell why it does not hold."""
        try:
            self.take(await self.save(change))
        except SemError as error:
            self.sem.tell(error)
            if isinstance(error, PhaseError):
                self._look()

    def take(self, programme: Programme | None) -> None:
        """Show what there is now; go on to the next screen where the ideas are in another phase."""
        if programme is not None:
            self.programme = programme
        if self.box.phase is self.PHASE:
            self.show()
        elif self.is_current:
            self.app.switch_screen(screen_for(self.team, self.programme, self._after))

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        if not self.is_current:
            return
        try:
            programme = await self.sem.in_thread(lambda store: store.programme(self.team.id))
        except SemError:
            # Nobody asked for this; what goes wrong is told when somebody does something.
            return
        if programme != self.programme:
            self.take(programme)

    # What the keys do on all of them.

    @property
    def pointed(self) -> Idea | None:
        """The idea pointed at."""
        id_ = self.query_one(Rows).pointed
        return next((idea for idea in self.box.ideas if idea.id == id_), None)

    def action_open(self) -> None:
        """Tell the whole idea, and what became of it."""
        if idea := self.pointed:
            self.app.push_screen(reading_of(idea))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """What the keys do may depend on the idea now pointed at."""
        event.stop()
        self.query_one(KeyBar).refresh()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click reads the idea."""
        event.stop()
        self.action_open()

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss("")
        self._after()


def reading_of(idea: Idea) -> ReadingDialog:
    """Return the window that tells an idea in full."""

    def told() -> tuple[str, list[Paragraph]]:
        said: list[Paragraph] = [idea.text]
        if idea.cluster:
            said.append(_("In “{cluster}”.").format(cluster=idea.cluster))
        if became := fate_words(idea):
            said.append(became)
        return _("An idea"), said

    return ReadingDialog(told)


def heading_of(idea: Idea) -> str:
    """Return an idea as it stands in the title of a window."""
    return f"“{title_of(idea)}”"


def screen_for(team: Team, programme: Programme, after: Callable[[], object]) -> IdeasScreen:
    """Return the screen of the phase that the ideas are in."""
    phase = programme.ideas.phase
    if phase is IdeaPhase.COLLECTING:
        from sem.tui.screens.ideas_collecting import CollectingScreen

        return CollectingScreen(team, programme, after)
    if phase is IdeaPhase.OPEN:
        from sem.tui.screens.ideas_building import BuildingScreen

        return BuildingScreen(team, programme, after)
    if phase is IdeaPhase.VOTING:
        from sem.tui.screens.ideas_voting import VotingScreen

        return VotingScreen(team, programme, after)
    from sem.tui.screens.ideas_choosing import ChoosingScreen

    return ChoosingScreen(team, programme, after)


def open_ideas(sem: SemApp, team: Team, after: Callable[[], object] = lambda: None) -> None:
    """Read the ideas of a team, and open the screen of the phase they are in.

    Args:
        sem: The app.
        team: Whose ideas.
        after: Called when the user comes back from them.
    """

    async def read() -> None:
        try:
            programme = await sem.in_thread(lambda store: store.programme(team.id))
        except SemError as error:
            sem.tell(error)
            return
        sem.push_screen(screen_for(team, programme, after))

    sem.run_worker(read(), group="flow", exclusive=True)
