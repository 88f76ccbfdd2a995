"""The runner: one question a screen; a digit chooses, saves and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sem.analysis.disclosure import hides
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.assessment import NO_ANSWER, Answer, AnswerEvidence, NotApplicable, RoundKind
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Question
from sem.store.autosave import Autosave, SaveState
from sem.tui.actions import Scope, bindings
from sem.tui.answering import first_question, in_short, next_confidence, nothing, save_words, told_before
from sem.tui.data import Answering
from sem.tui.marks import marks
from sem.tui.messages import LevelPicked, Scrolled
from sem.tui.question_page import QuestionState, lay_out
from sem.tui.screens.base import SemScreen
from sem.tui.widgets.key_bar import KeyBar
from sem.tui.widgets.page import PageView

if TYPE_CHECKING:
    from sem.tui.screens.summary import SummaryDialog

NOWHERE = 0
"""The level that is pointed at where the answer is no level."""
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
        self._remark: Callable[[], str] = self._welcome_back
        self._gaps_only = False
        self._saving: asyncio.Event | None = None
        self._leaving: asyncio.Event | None = None
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
        self._tell_before()

    def _tell_before(self) -> None:
        """Tell what one should know before the first answer."""
        from sem.tui.screens.briefing import BriefingDialog

        if told_before(self.answering) and (self.answering.code or not self.autosave.response.answers):
            answering = self.answering
            self.app.push_screen(BriefingDialog(lambda: (_("Before you begin"), told_before(answering))))

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
        words, failed = self._save_words()
        if self.autosave.state.saved and not failed:
            words = self._remark() or words
        state = QuestionState(
            team=self.answering.team.name,
            respondent=self.autosave.response.respondent.name or _("anonymous"),
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

    def _save_words(self) -> tuple[str, bool]:
        if self._leaving is not None:
            return _("saving before you leave…"), False
        return save_words(self.autosave.state)

    # Saving.

    def _report(self, _state: SaveState) -> None:
        """Pass on, from the saving thread, that a write has ended."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._after_write)

    def _after_write(self) -> None:
        state = self.autosave.state
        if self._leaving is not None and (state.saved or state.error):
            self._leaving.set()
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

    async def leave(self, go: Callable[[], None]) -> None:
        """Call `go` once everything is durable; ask first where that does not work."""
        if self._leaving is not None:
            return
        if not self.autosave.flush(0):
            await self._durable()
        if self.autosave.state.saved:
            go()
        elif self.autosave.state.error:
            self._ask_to_leave(go)
        else:
            # Apart, so that the screen says meanwhile what is waited for.
            self.run_worker(self._leave_later(go))

    async def _leave_later(self, go: Callable[[], None]) -> None:
        self._leaving = asyncio.Event()
        self._paint()
        if not self.autosave.state.saved:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), CLOSE_PATIENCE)
        self._leaving = None
        self._paint()
        if self.autosave.state.saved:
            go()
        else:
            self._ask_to_leave(go)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Let no key answer a question that one is about to leave."""
        return self._leaving is None

    def _ask_to_leave(self, leave: Callable[[], None]) -> None:
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
        if at != self._at:
            self._remark = nothing
        self._show_question(at)

    def _show_question(self, at: int) -> None:
        self._at = at
        self._point_at_answer()
        known = self.autosave.response
        # Who has answered nothing yet only looks around, and that leaves nothing behind.
        if known.answers and known.place != self.question.id:
            self.autosave.move(self.question.id)
        self._paint()

    def _point_at_answer(self) -> None:
        last, answer = self.answering.last_time.get(self.question.id, NO_ANSWER), self.answer
        self._cursor = answer.level or (NOWHERE if answer.given else last.level or LOWEST_LEVEL)

    def _go_on(self, at: int | None) -> None:
        """Show a question; the summary where there is none to go to."""
        if at is None:
            self._paint()
            self.finish()
        else:
            self._show_question(at)

    def _after_this(self) -> int | None:
        at = self._at + 1
        return at if at < len(self._questions) else None

    async def _put(self, answer: Answer) -> None:
        """Save the answer to the question on the screen, and go on once it is durable."""
        before, gaps_before = self.answer, self._gaps()
        gaps = [at for at in gaps_before if at != self._at]
        if gaps_before and not gaps:
            # The last gap is closed: whatever comes after this question is answered already.
            following = None
        elif self._gaps_only and gaps:
            following = next((at for at in gaps if at > self._at), gaps[0])
        else:
            following = self._after_this()
        place = self._questions[len(self._questions) - 1 if following is None else following]
        self.autosave.put(self.question.id, answer, place.id)
        self._remark = self._changed_from(before, answer)
        await self._durable()
        self._go_on(following)

    def _changed_from(self, before: Answer, answer: Answer) -> Callable[[], str]:
        """Return what says that an answer took the place of another; nothing where it did not."""
        if not before.given or replace(before, note="") == replace(answer, note=""):
            return nothing
        return lambda: _("changed, was: {answer}").format(answer=in_short(self.questionnaire, before))

    def _welcome_back(self) -> str:
        """Say as whom one goes on, and how far that is; nothing to whoever has answered nothing yet."""
        response, total = self.autosave.response, len(self._questions)
        done = response.answered(self.questionnaire)
        if done == total:
            return _("This round was already filled in completely")
        if not done:
            return ""
        name = response.respondent.name
        if not name:
            return _("You go on, {done} of {total} filled in").format(done=done, total=total)
        return _("You go on as {name}, {done} of {total} filled in").format(name=name, done=done, total=total)

    async def action_choose(self, key: str) -> None:
        """Choose a level, keeping the note, and go on."""
        self._cursor = int(key)
        await self._put(replace(self.answer, level=int(key), not_applicable=None, dont_know=False))

    async def action_choose_highlighted(self) -> None:
        """Choose the level pointed at; where there is none, because the answer is no level, leave it and go on."""
        if self._cursor == NOWHERE:
            self.action_next()
        else:
            await self.action_choose(str(self._cursor))

    def action_level_up(self) -> None:
        """Point at the level above."""
        self._point(self._cursor - 1 if self._cursor != NOWHERE else HIGHEST_LEVEL)

    def action_level_down(self) -> None:
        """Point at the level below."""
        self._point(self._cursor + 1)

    def _point(self, level: int) -> None:
        self._cursor = max(LOWEST_LEVEL, min(HIGHEST_LEVEL, level))
        self._paint()

    async def action_dont_know(self) -> None:
        """Save that the respondent does not know, and go on."""
        await self._put(replace(self.answer, level=None, not_applicable=None, dont_know=True, confidence=None))

    def action_not_applicable(self) -> None:
        """Ask why the question does not apply, save that and go on."""
        from sem.tui.screens.not_applicable import NotApplicableDialog

        async def after(chosen: NotApplicable | None) -> None:
            if chosen is not None:
                answer = replace(self.answer, level=None, not_applicable=chosen, dont_know=False, confidence=None)
                await self._put(answer)

        self.app.push_screen(NotApplicableDialog(self.answer.not_applicable), after)

    async def action_clear(self) -> None:
        """Take the answer back; a note stays."""
        self._remark = nothing
        kept = Answer(note=self.answer.note, evidence=self.answer.evidence)
        self.autosave.put(self.question.id, kept, self.question.id)
        await self._durable()
        self._show_question(self._at)

    def action_note(self) -> None:
        """Write a note; it is saved while one types."""
        from sem.tui.screens.note import NoteDialog

        question = self.question

        def keep(typed: str) -> None:
            note, answer = typed.strip(), self.autosave.response.answer(question.id)
            if answer.note not in (typed, note):
                self.autosave.put(question.id, replace(answer, note=note))

        round_ = self.answering.open_round
        kind = round_.kind if round_ else RoundKind.NAMED
        self.app.push_screen(NoteDialog(question, self.answer.note, keep, kind), lambda _none: self._paint())

    async def action_confidence(self) -> None:
        """Say how sure one is, in turn; it goes with a level, chosen or still to choose."""
        answer = self.answer
        if answer.dont_know or answer.not_applicable is not None:
            return
        self._remark = nothing
        sure = replace(answer, confidence=next_confidence(answer.confidence))
        self.autosave.put(self.question.id, sure)
        await self._durable()
        self._paint()

    def action_evidence(self) -> None:
        """Write down what speaks for the answer or against it."""
        from sem.tui.screens.evidence import EvidenceDialog

        question = self.question

        def keep(evidence: tuple[AnswerEvidence, ...]) -> None:
            answer = self.autosave.response.answer(question.id)
            self.autosave.put(question.id, replace(answer, evidence=evidence))

        self.app.push_screen(EvidenceDialog(question, self.answer.evidence, keep), lambda _none: self._paint())

    def action_previous(self) -> None:
        """Go to the question before this one."""
        if self._at:
            self._go(self._at - 1)

    def action_next(self) -> None:
        """Go to the next question; after the last one, to the summary."""
        self._remark = nothing
        self._go_on(self._after_this())

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
        await self.leave(lambda: self._close(where))

    def _close(self, where: str) -> None:
        self.autosave.close(0 if self.autosave.state.error else CLOSE_PATIENCE)
        self.dismiss(where)

    def finish(self) -> None:
        """Show what comes after the last question, and go where one chooses."""

        async def after(where: str | None) -> None:
            if where in ("results", "home"):
                await self._leave(where)
            elif where == "first-open":
                self._gaps_only = True
                self._go(self._gaps()[0])
            elif where == "overview":
                self.action_overview()

        self.app.push_screen(self.summary(), after)

    def summary(self) -> SummaryDialog:
        """Return the window that tells how far one is and asks where to go."""
        from sem.tui.screens.summary import SummaryDialog

        round_ = self.answering.open_round
        hidden = round_ is not None and hides(round_)
        return SummaryDialog(self.questionnaire, self.autosave.response, hidden=hidden)

    def _gaps(self) -> list[int]:
        """Return the questions without an answer, counted from 0."""
        return [at for at, q in enumerate(self._questions) if not self.autosave.response.answer(q.id).given]

    # The mouse.

    async def on_level_picked(self, event: LevelPicked) -> None:
        """A click on a level does what its digit does."""
        await self.action_choose(str(event.level))

    def on_scrolled(self, event: Scrolled) -> None:
        """The wheel points at another level."""
        self._point(self._cursor + event.step)
