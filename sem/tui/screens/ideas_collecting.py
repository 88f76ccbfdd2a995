"""The screen on which ideas are handed in: a question, a prompt, a place to type, and nothing of anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.model.idea import IdeaPhase
from sem.programme.ideas import ask, hand_in, open_ideas
from sem.programme.prompts import box_question, prompt
from sem.reports.idea_text import box_words, count_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.form import Form, FormDialog, FormField, Values
from sem.tui.screens.ideas import IdeasScreen
from sem.tui.screens.reading import Paragraphs
from sem.tui.widgets.fields import ParagraphField
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from sem.model.assessment import Team
    from sem.model.programme import Programme


class CollectingScreen(IdeasScreen):
    """Takes one idea after another; after each the field is empty and the prompt another one."""

    SCOPE = Scope.COLLECTING
    PHASE = IdeaPhase.COLLECTING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.COLLECTING)]
    DEFAULT_CSS = """
    CollectingScreen {
        #room { align: center middle; height: 1fr; }
        #middle { width: 80; max-width: 100%; height: auto; padding: 0 2; }
        #question { padding: 0; }
        #prompt { margin: 1 0; min-height: 2; }
        #body { height: 6; padding: 0 1; background: $raised; }
        #status { padding: 0; margin: 1 0 0 0; height: 2; }
    }
    """

    def __init__(self, team: Team, programme: Programme, after: Callable[[], object]) -> None:
        super().__init__(team, programme, after)
        self._skipped = 0
        self._handed_in = False

    def compose(self) -> ComposeResult:
        """Make the question, the prompt and the field, in the middle of the screen."""
        yield Line(self._top, id="top")
        with Vertical(id="room"), Vertical(id="middle"):
            yield Paragraphs(id="question")
            yield Paragraphs(id="prompt")
            yield ParagraphField("", id="body")
            yield Paragraphs(id="status")
        yield KeyBar(self.SCOPE, self.key_title)

    def show(self) -> None:
        """Show the question and the prompt, in the language in use."""
        super().show()
        self.query_one("#prompt", Paragraphs).show([prompt(len(self.box.ideas) + self._skipped)])

    def status_words(self) -> str:
        """Return how many ideas there are, and whether the one just typed is among them."""
        said = box_words(self.box)
        return _("Handed in.") + " " + said if self._handed_in and not self._typed else said

    def rows(self, width: int) -> list[Row]:
        """Return nothing: nobody sees an idea before the group opens them."""
        return []

    def key_title(self, action: Action) -> str:
        """Return what an action is called; without ideas, or after colleagues did it, there is nothing to open."""
        return "" if action.name == "open_all" and not self._can_open else own_title(action)

    @property
    def _can_open(self) -> bool:
        return bool(self.box.ideas) and self.box.phase is IdeaPhase.COLLECTING

    @property
    def _typed(self) -> str:
        return self.query_one(ParagraphField).text.strip()

    def take(self, programme: Programme | None) -> None:
        """Show what there is now; what somebody is typing is not taken away when colleagues open the ideas."""
        if programme is not None:
            self.programme = programme
        if self._typed:
            self.show()
        else:
            super().take(None)

    def on_text_area_changed(self) -> None:
        """Say of the idea before no longer that it is handed in."""
        if self._typed and self._handed_in:
            self._handed_in = False
            self.show()
        if not self._typed and self.box.phase is not self.PHASE:
            self.take(None)

    @work(exclusive=True, group="change")
    async def action_hand_in(self) -> None:
        """Hand in what was typed; it stays in the field where that does not work."""
        text = self._typed
        if not text:
            return
        try:
            programme = await self.save(lambda programme: hand_in(programme, [text]))
        except SemError as error:
            self.sem.tell(error)
            return
        # With it goes what could be undone: whoever types next sees nothing of this idea.
        self.query_one(ParagraphField).load_text("")
        self._handed_in = True
        self.take(programme)

    def action_other_prompt(self) -> None:
        """Show the next prompt."""
        self._skipped += 1
        self.show()

    def action_open_all(self) -> None:
        """Ask whether all ideas are to be seen from now on."""
        if not self._can_open:
            return

        def question() -> tuple[str, str]:
            return (
                _("Open {ideas}?").format(ideas=count_words(len(self.box.ideas))),
                _("From then on everybody sees all ideas. That can't be undone: nobody hands in unseen after it."),
            )

        def after(sure: bool | None) -> None:
            if sure:
                self.change(open_ideas)

        self.app.push_screen(ConfirmDialog(question), after)

    def action_question(self) -> None:
        """Ask what ideas are asked for."""

        def make() -> Form:
            field = FormField(
                "question",
                _("Question"),
                self.box.question,
                hint=_("Empty brings back: {question}").format(question=box_question("")),
                long=True,
            )
            return Form(_("What do you want ideas on?"), (field,))

        async def take(values: Values) -> Programme:
            return await self.save(lambda programme: ask(programme, values["question"]))

        self.app.push_screen(FormDialog(make, take), self.take)

    def action_leave(self) -> None:
        """Go back; ask first where something was typed that nobody handed in."""
        if not self._typed:
            super().action_leave()
            return

        def after(sure: bool | None) -> None:
            if sure:
                super(CollectingScreen, self).action_leave()

        self.app.push_screen(
            ConfirmDialog(
                lambda: (
                    _("Go back without handing it in?"),
                    _("What you typed is not kept. Press Enter in the field to hand it in."),
                )
            ),
            after,
        )
