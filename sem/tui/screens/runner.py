"""The runner: one question a screen; a digit chooses, saves and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.assessment import NO_ANSWER, Answer, NotApplicable
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Question
from sem.store.autosave import Autosave, SaveState
from sem.tui.actions import Scope, bindings
from sem.tui.data import Answering
from sem.tui.marks import marks
from sem.tui.messages import LevelPicked, Scrolled
from sem.tui.question_page import QuestionState, lay_out
from sem.tui.screens.base import SemScreen
from sem.tui.widgets.key_bar import KeyBar
from sem.tui.widgets.page import PageView

if TYPE_CHECKING:
    from sem.model.assessment import Response

SAVE_PATIENCE = 0.15
"""Seconds the next question waits for the answer to be durable; after that it is painted with "saving…" on it."""
CLOSE_PATIENCE = 5.0


class RunnerScreen(SemScreen):
    """Asks the questions of a round, from where the respondent stopped.

    Answers go to `Autosave` at once, in order. The next question is painted when its write is finished; on a slow disk
    after `SAVE_PATIENCE`, and then the page says that saving goes on, or why it fails.

    Args:
        answering: Who answers what.
    """

    SCOPE = Scope.RUNNER
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.RUNNER)]
    DEFAULT_CSS = """
    RunnerScreen.-no-keys KeyBar { display: none; }
    """

    def __init__(self, answering: Answering) -> None:
        super().__init__()
        self.answering = answering
        self.questionnaire = answering.questionnaire
        self.autosave = Autosave(answering.sheet, self._report)
        self._questions = self.questionnaire.questions
        self._at = first_question(answering.questionnaire.questions, self.autosave.response)
        self._cursor = LOWEST_LEVEL
        self._saving: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._page = PageView()

    def compose(self) -> ComposeResult:
        """Make the page and the keys."""
        yield self._page
        yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """Show the question that was on the screen last."""
        self._loop = asyncio.get_running_loop()
        self._point_at_answer()
        self.show()

    def on_resize(self) -> None:
        """Lay the question out anew."""
        self.show()

    @property
    def question(self) -> Question:
        """The question on the screen."""
        return self._questions[self._at]

    @property
    def answer(self) -> Answer:
        """The answer to it, saved or not."""
        return self.autosave.response.answer(self.question.id)

    def show(self) -> None:
        """Show the question and the keys, in the language in use."""
        self._paint()
        self.query_one(KeyBar).refresh()

    def _paint(self) -> None:
        """Show the question, with the keys below it where they leave it whole."""
        words, failed = save_words(self.autosave.state)
        state = QuestionState(
            team=self.answering.team.name,
            questionnaire=self.questionnaire,
            at=self._at,
            answers=self.autosave.response.answers,
            cursor=self._cursor,
            marks=marks(self.sem.charts),
            last_time=self.answering.last_time.get(self.question.id, NO_ANSWER),
            saved=words,
            failed=failed,
        )
        width, height = self.size
        page = lay_out(state, width, height - 1)
        without_keys = not page.whole and (larger := lay_out(state, width, height)).whole
        self.set_class(without_keys, "-no-keys")
        self._page.show(larger if without_keys else page)

    # Saving.

    def _report(self, _state: SaveState) -> None:
        """Pass on, from the saving thread, that a write has ended."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._after_write)

    def _after_write(self) -> None:
        state = self.autosave.state
        if self._saving is not None:
            # Whoever waits for this paints the next question, and with it how far saving is.
            if state.saved or state.error:
                self._saving.set()
        elif self.is_attached and self.is_mounted:
            self._paint()

    async def _durable(self) -> None:
        """Wait until everything is durable or a write failed, but never longer than `SAVE_PATIENCE`."""
        self._saving = asyncio.Event()
        try:
            if not self.autosave.state.saved:
                await asyncio.wait_for(self._saving.wait(), SAVE_PATIENCE)
        except TimeoutError:
            return
        finally:
            self._saving = None

    async def finish(self) -> bool:
        """Wait for everything to be durable; return whether it is."""
        return await asyncio.to_thread(self.autosave.flush, CLOSE_PATIENCE)

    def ask_to_leave(self, leave: Callable[[], None]) -> None:
        """Ask whether to leave although answers could not be saved."""
        from sem.tui.screens.confirm import ConfirmDialog

        def question() -> tuple[str, str]:
            why = self.autosave.state.error or _("The disk does not answer.")
            return (
                _("Not everything is saved. Leave all the same?"),
                _("{why} If you leave, the answers that are not saved are lost.").format(why=why),
            )

        self.app.push_screen(ConfirmDialog(question), lambda sure: leave() if sure else None)

    # Going from question to question.

    def _go(self, at: int) -> None:
        """Show a question, and remember it as the place to go on."""
        self._at = at
        self._point_at_answer()
        known = self.autosave.response
        # Who has answered nothing yet only looks around, and that leaves nothing behind.
        if known.answers and known.place != self.question.id:
            self.autosave.move(self.question.id)
        self._paint()

    def _point_at_answer(self) -> None:
        last = self.answering.last_time.get(self.question.id, NO_ANSWER)
        self._cursor = self.answer.level or last.level or LOWEST_LEVEL

    def _go_on(self) -> None:
        if self._at + 1 < len(self._questions):
            self._go(self._at + 1)
        else:
            self._paint()
            self._summary()

    async def _put(self, answer: Answer, *, go_on: bool = True) -> None:
        """Save the answer to the question on the screen, and go on once it is durable."""
        following = self._questions[min(self._at + go_on, len(self._questions) - 1)]
        self.autosave.put(self.question.id, answer, following.id)
        await self._durable()
        if go_on:
            self._go_on()
        else:
            self._paint()

    async def action_choose(self, key: str) -> None:
        """Choose a level, keeping the note, and go on."""
        self._cursor = int(key)
        await self._put(replace(self.answer, level=int(key), not_applicable=None, dont_know=False))

    async def action_choose_highlighted(self) -> None:
        """Choose the level pointed at."""
        await self.action_choose(str(self._cursor))

    def action_level_up(self) -> None:
        """Point at the level above."""
        self._point(self._cursor - 1)

    def action_level_down(self) -> None:
        """Point at the level below."""
        self._point(self._cursor + 1)

    def _point(self, level: int) -> None:
        self._cursor = max(LOWEST_LEVEL, min(HIGHEST_LEVEL, level))
        self._paint()

    async def action_dont_know(self) -> None:
        """Save that the respondent does not know, and go on."""
        await self._put(replace(self.answer, level=None, not_applicable=None, dont_know=True))

    def action_not_applicable(self) -> None:
        """Ask why the question does not apply, save that and go on."""
        from sem.tui.screens.not_applicable import NotApplicableDialog

        async def after(chosen: NotApplicable | None) -> None:
            if chosen is not None:
                await self._put(replace(self.answer, level=None, not_applicable=chosen, dont_know=False))

        self.app.push_screen(NotApplicableDialog(self.answer.not_applicable), after)

    async def action_clear(self) -> None:
        """Take the answer back; a note stays."""
        await self._put(Answer(note=self.answer.note), go_on=False)

    def action_note(self) -> None:
        """Write a note; it is saved while one types."""
        from sem.tui.screens.note import NoteDialog

        question = self.question

        def keep(note: str) -> None:
            answer = self.autosave.response.answer(question.id)
            if answer.note != note:
                self.autosave.put(question.id, replace(answer, note=note))

        self.app.push_screen(NoteDialog(question, self.answer.note, keep), lambda _nothing: self._paint())

    def action_previous(self) -> None:
        """Go to the question before this one."""
        if self._at:
            self._go(self._at - 1)

    def action_next(self) -> None:
        """Go to the next question; after the last one, to the summary."""
        self._go_on()

    def action_overview(self) -> None:
        """Show all questions, and go to the one chosen."""
        from sem.tui.screens.overview import OverviewDialog

        def after(at: int | None) -> None:
            if at is not None:
                self._go(at)

        dialog = OverviewDialog(self.questionnaire, self.autosave.response.answers, self._at, marks(self.sem.charts))
        self.app.push_screen(dialog, after)

    def action_look_for(self) -> None:
        """Show what to look for."""
        from sem.tui.screens.reading import ReadingDialog

        question = self.question
        self.app.push_screen(
            ReadingDialog(
                lambda: (_("What to look for"), [question.statement.get(language()), question.help.get(language())])
            )
        )

    async def action_leave(self) -> None:
        """Go back to the teams, once everything is durable."""
        await self._leave("home")

    async def _leave(self, where: str) -> None:
        if await self.finish():
            self._close(where)
        else:
            self.ask_to_leave(lambda: self._close(where))

    def _close(self, where: str) -> None:
        self.autosave.close(0 if self.autosave.state.error else CLOSE_PATIENCE)
        self.dismiss(where)

    def _summary(self) -> None:
        from sem.tui.screens.summary import SummaryDialog

        async def after(where: str | None) -> None:
            if where in ("results", "home"):
                await self._leave(where)
            elif where == "first-open":
                self._go(self._first_open())
            elif where == "overview":
                self.action_overview()

        self.app.push_screen(SummaryDialog(self.questionnaire, self.autosave.response), after)

    def _first_open(self) -> int:
        open_ = (at for at, q in enumerate(self._questions) if not self.autosave.response.answer(q.id).given)
        return next(open_, self._at)

    # The mouse.

    async def on_level_picked(self, event: LevelPicked) -> None:
        """A click on a level does what its digit does."""
        await self.action_choose(str(event.level))

    def on_scrolled(self, event: Scrolled) -> None:
        """The wheel points at another level."""
        self._point(self._cursor + event.step)


def first_question(questions: tuple[Question, ...], response: Response) -> int:
    """Return the question to begin with, counted from 0: where one stopped, or where the first gap is.

    The place stays on the last question when one has been through them all.
    """
    ids = [question.id for question in questions]
    place = response.place
    if place in ids and not (place == ids[-1] and response.answer(place).given):
        return ids.index(place)
    gaps = (at for at, id_ in enumerate(ids) if not response.answer(id_).given)
    return next(gaps, len(ids) - 1 if place in ids else 0)


def save_words(state: SaveState) -> tuple[str, bool]:
    """Return how far saving is, in words, and whether that is bad news; "saved" only for finished writes."""
    if state.error:
        return _("NOT SAVED: {why}").format(why=state.error), True
    if not state.saved:
        return _("saving…"), False
    return (_("saved"), False) if state.writes else ("", False)
