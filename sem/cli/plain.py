"""An assessment line by line, for a screen reader, a slow connection or a script: no screens, colours or redrawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sem.cli.plain_input import REASONS, Choice, Go, Note, NotUnderstoodError, Word, understand
from sem.i18n import gettext as _
from sem.i18n import language, ngettext
from sem.model.assessment import NO_ANSWER, Answer
from sem.model.questionnaire import Questionnaire
from sem.reports.lines import one_line, wrap
from sem.reports.words import answer_words, reason_words
from sem.store import Sheet


class PlainAssessment:
    """One respondent at the questions of one round.

    Args:
        sheet: Where the answers are kept; every answer is durable before the next question is shown.
        questionnaire: The round's.
        read: Returns the next line that was typed, without its end; None when there will be no more.
        say: Shows one line.
        columns: How wide a line may be.
    """

    def __init__(
        self,
        sheet: Sheet,
        questionnaire: Questionnaire,
        *,
        read: Callable[[], str | None],
        say: Callable[[str], None],
        columns: int,
    ) -> None:
        self._sheet = sheet
        self._questionnaire = questionnaire
        self._read = read
        self._say_line = say
        self._columns = columns
        self._items = list(questionnaire.items())

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return len(self._items)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return self._sheet.response.answered(self._questionnaire)

    @property
    def open_questions(self) -> list[int]:
        """The questions without an answer, counted from 1."""
        return [n for n, (_area, question) in enumerate(self._items, 1) if not self._answer(question.id).given]

    def start(self) -> int:
        """Return the question to begin with, counted from 0: where one stopped, or where the first gap is."""
        ids = [question.id for _area, question in self._items]
        place = self._sheet.response.place
        # The place stays on the last question when one has been through them all.
        been_through = place == ids[-1] and self._answer(ids[-1]).given
        if place in ids and not been_through:
            return ids.index(place)
        return self.open_questions[0] - 1 if self.open_questions else 0

    def run(self) -> None:
        """Ask until the last question, `quit` or the end of the input.

        Raises:
            StoreError: An answer could not be kept.
        """
        at: int | None = self.start()
        shown = None
        while at is not None and at < len(self._items):
            if at != shown:
                self._show(at)
                shown = at
            line = self._read()
            if line is None:
                return
            try:
                at = self._do(line, at)
            except NotUnderstoodError as error:
                self._say(str(error))

    def _do(self, line: str, at: int) -> int | None:
        """Do what a line says at a question, and return the question to go to; None to stop."""
        meant = understand(line)
        if isinstance(meant, Word):
            return self._obey(meant.name, at)
        if isinstance(meant, Go):
            if not 1 <= meant.number <= len(self._items):
                last = len(self._items)
                raise NotUnderstoodError(
                    ngettext(
                        "There is no question {number}; there is one only.",
                        "There is no question {number}; they run from 1 to {last}.",
                        last,
                    ).format(number=meant.number, last=last)
                )
            return self._move(meant.number - 1)
        question = self._items[at][1]
        before = self._answer(question.id)
        if isinstance(meant, Note):
            self._save(at, replace(before, note=meant.text), at)
            return at
        if meant.answer == before == NO_ANSWER:
            self._say(_("There is no answer to take back."))
            return self._move(at + 1)
        note = before.note if meant.note is None else meant.note
        self._save(at, self._chosen(meant, note, before), at + 1)
        return at + 1

    @staticmethod
    def _chosen(choice: Choice, note: str, before: Answer) -> Answer:
        if choice.answer == NO_ANSWER:
            return NO_ANSWER
        return replace(choice.answer, note=note, confidence=before.confidence)

    def _obey(self, word: str, at: int) -> int | None:
        if word == "quit":
            return None
        if word == "help":
            self._help(at)
        elif word == "list":
            self._overview()
        elif word == "back":
            if at == 0:
                raise NotUnderstoodError(_("This is the first question."))
            return self._move(at - 1)
        elif word == "skip":
            self._say(_("Kept as it was.") if self._answer(self._items[at][1].id).given else _("Skipped."))
            return self._move(at + 1)
        return at

    def _move(self, to: int) -> int:
        if to < len(self._items):
            self._sheet.save({}, self._items[to][1].id)
        return to

    def _save(self, at: int, answer: Answer, then: int) -> None:
        place = self._items[min(then, len(self._items) - 1)][1].id
        self._sheet.save({self._items[at][1].id: answer}, place)
        kept = answer_words(self._questionnaire, answer) if answer.given else _("no answer")
        if answer.note:
            kept = _("{answer}; with a note").format(answer=kept)
        self._say(
            _("Saved: {answer}. {done} of {total} filled in.")
            .format(answer=kept, done=self.answered, total=len(self._items))
        )  # fmt: skip

    def _answer(self, question_id: str) -> Answer:
        return self._sheet.response.answer(question_id)

    def _show(self, at: int) -> None:
        area, question = self._items[at]
        spoken = language()
        self._say("")
        self._say(
            _("Question {n} of {total}, {area}:").format(n=at + 1, total=len(self._items), area=area.title.get(spoken))
        )
        self._say(question.statement.get(spoken))
        for level, descriptor in zip(self._questionnaire.levels, question.levels, strict=True):
            self._say(f"{level.number} {level.name.get(spoken)}: {descriptor.get(spoken)}", indent="   ")
        answer = self._answer(question.id)
        if answer.given:
            self._say(_("Your answer so far: {answer}.").format(answer=answer_words(self._questionnaire, answer)))
        if answer.note:
            self._say(_("Your note so far: {note}").format(note=one_line(answer.note)))

    def _overview(self) -> None:
        for n, (_area, question) in enumerate(self._items, 1):
            kept = answer_words(self._questionnaire, self._answer(question.id))
            self._say(f"{n} {question.label.get(language())}: {kept}")

    def _help(self, at: int) -> None:
        look_for = self._items[at][1].help.get(language())
        self._say(_("What to look for: {help}").format(help=look_for))
        self._say(_("1 to 5: the level that fits best."))
        self._say(_("?: you don't know."))
        self._say(_("na REASON: it does not apply. The reason is a number, or words of your own:"))
        for n, reason in enumerate(REASONS, 1):
            self._say(f"   na {n}: {reason_words(reason)}")
        self._say(_("# and words after an answer: a note, such as: 3 # only in Utrecht"))
        self._say(_("Enter: skip this question. clear: take your answer back."))
        self._say(_("back: the question before. go 7: question 7. list: all questions with your answers."))
        self._say(_("quit: stop. All your answers are kept, and next time you go on where you were."))

    def _say(self, text: str, indent: str = "") -> None:
        for line in wrap(text, self._columns, indent, first="") if text else [""]:
            self._say_line(line)
