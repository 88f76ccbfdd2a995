"""The overview: all questions by area, each with its answer; a number or the arrows and Enter jump."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.assessment import NO_ANSWER, Answer
from sem.model.questionnaire import Question, Questionnaire
from sem.reports.words import level_words
from sem.tui.actions import Scope, bindings
from sem.tui.area_strip import answer_mark
from sem.tui.marks import Marks
from sem.tui.screens.base import Dialog
from sem.tui.text import pad, plain, spread
from sem.tui.widgets.rows import Row, Rows


class OverviewDialog(Dialog[int]):
    """Closes with the question to go to, counted from 0.

    Args:
        questionnaire: Whose questions.
        answers: The answers so far, by question id.
        at: The question on the screen, counted from 0.
        marks: The characters for the states.
    """

    SCOPE = Scope.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.OVERVIEW)]
    DEFAULT_CSS = """
    OverviewDialog > #window { width: 96; }
    """

    def __init__(self, questionnaire: Questionnaire, answers: Mapping[str, Answer], at: int, marks: Marks) -> None:
        super().__init__()
        self._questionnaire, self._answers, self._at, self._marks = questionnaire, answers, at, marks
        self._typed = ""

    def title_words(self) -> str:
        """Return how many questions are filled in."""
        done = sum(self._answer(question).given for question in self._questionnaire.questions)
        return _("{done} of {total} questions filled in").format(done=done, total=len(self._questionnaire.questions))

    def body(self) -> ComposeResult:
        """Make the list."""
        yield Rows()

    def on_mount(self) -> None:
        """Begin at the question on the screen."""
        self.query_one(Rows).focus()
        self.show()
        self.query_one(Rows).point_at(str(self._at + 1))

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.query_one(Rows).styles.max_height = max(3, self.app.size.height - 8)

    def show(self) -> None:
        """Show the questions."""
        super().show()
        self.query_one(Rows).show(self._rows)

    def _rows(self, width: int) -> list[Row]:
        code = language()
        shown: list[Row] = []
        number = 0
        for area in self._questionnaire.areas:
            shown.append(Row("", Content.styled(pad(area.title.get(code), width), "$muted")))
            for question in area.questions:
                number += 1
                shown.append(Row(str(number), self._line(number, question, width)))
        return shown

    def _answer(self, question: Question) -> Answer:
        return self._answers.get(question.id, NO_ANSWER)

    def _line(self, number: int, question: Question, width: int) -> Content:
        answer = self._answer(question)
        if answer.level is not None:
            state = level_words(self._questionnaire, answer.level)
        elif answer.dont_know:
            state = _("don't know")
        elif answer.not_applicable is not None:
            state = _("not applicable")
        else:
            state = _("open")
        mark, current = answer_mark(answer, self._marks), number == self._at + 1
        left = Content.assemble(
            ("[" if current else " ", "$accent bold"),
            (mark, "$accent bold" if current else "$foreground" if answer.given else "$muted"),
            ("]" if current else " ", "$accent bold"),
            (f"{number:>4}  ", "$muted"),
            plain(question.label.get(language())),
            (_("  (note)") if answer.note else "", "$muted"),
        )
        return spread(left, Content.styled(plain(state), "" if answer.given else "$muted"), width)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click goes to the question."""
        event.stop()
        self.action_accept()

    def action_digit(self, digit: str) -> None:
        """Point at the question whose number is typed; a number too high starts again with this digit."""
        total = len(self._questionnaire.questions)
        typed = self._typed + digit
        if not 1 <= int(typed) <= total:
            typed = digit if 1 <= int(digit) <= total else ""
        self._typed = typed
        if typed:
            self.query_one(Rows).point_at(typed)

    def action_accept(self) -> None:
        """Go to the question pointed at."""
        pointed = self.query_one(Rows).pointed
        self.dismiss(int(pointed) - 1 if pointed else None)
