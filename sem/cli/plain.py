"""An assessment line by line, for a screen reader, a slow connection or a script: no screens, colours or redrawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sem.cli.plain_input import (
    REASONS,
    Choice,
    Drop,
    Given,
    Go,
    Note,
    NotUnderstoodError,
    Sureness,
    Word,
    understand,
)
from sem.errors import ClosedError
from sem.i18n import gettext as _
from sem.i18n import language, ngettext
from sem.model.assessment import MOST_EVIDENCE, NO_ANSWER, Answer
from sem.model.questionnaire import Questionnaire
from sem.reports.lines import one_line, wrap
from sem.reports.words import answer_words, confidence_words, evidence_words, reason_words, side_word
from sem.store import Sheet


class PlainAssessment:
    """One respondent at the questions of one round.

    Args:
        sheet: Where the answers are kept; every answer is durable before the next question is shown.
        questionnaire: The round's.
        read: Returns the next line that was typed, without its end; None when there will be no more.
        say: Shows one line.
        columns: How wide a line may be.
        today: The day, which tells what evidence has expired.
    """

    def __init__(
        self,
        sheet: Sheet,
        questionnaire: Questionnaire,
        *,
        read: Callable[[], str | None],
        say: Callable[[str], None],
        columns: int,
        today: date,
    ) -> None:
        self._sheet = sheet
        self._questionnaire = questionnaire
        self._read = read
        self._say_line = say
        self._columns = columns
        self._today = today
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
            ClosedError: The round takes no more answers; what was typed last is told with it.
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
        if meant == Note("") and not before.note:
            self._say(_("There is no note to take back."))
            return at
        if not isinstance(meant, Choice):
            self._save(at, self._changed(before, meant), at)
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
        confidence = choice.confidence or before.confidence
        return replace(choice.answer, note=note, confidence=confidence, evidence=before.evidence)

    @staticmethod
    def _changed(before: Answer, meant: Note | Sureness | Given | Drop) -> Answer:
        """Return an answer of which only what goes with it is changed."""
        if isinstance(meant, Note):
            return replace(before, note=meant.text)
        if isinstance(meant, Sureness):
            note = before.note if meant.note is None else meant.note
            return replace(before, confidence=meant.confidence, note=note)
        if isinstance(meant, Given):
            if len(before.evidence) == MOST_EVIDENCE:
                raise NotUnderstoodError(
                    _("An answer has at most {most} pieces of evidence.").format(most=MOST_EVIDENCE)
                )  # fmt: skip
            return replace(before, evidence=(*before.evidence, meant.evidence))
        if not 1 <= meant.number <= len(before.evidence):
            raise NotUnderstoodError(_("There is no evidence {number} here.").format(number=meant.number))
        kept = [one for n, one in enumerate(before.evidence, 1) if n != meant.number]
        return replace(before, evidence=tuple(kept))

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
        kept = self._told(answer)
        try:
            self._sheet.save({self._items[at][1].id: answer}, place)
        except ClosedError:
            # It stays on the screen, because it is nowhere else.
            unsaved = _("Not saved, question {n}: {answer}.").format(n=at + 1, answer=kept)
            if answer.note:
                unsaved = _("{unsaved} Your note: {note}").format(unsaved=unsaved, note=one_line(answer.note))
            self._say(unsaved)
            raise
        self._say(
            _("Saved: {answer}. {done} of {total} filled in.")
            .format(answer=kept, done=self.answered, total=len(self._items))
        )  # fmt: skip

    def _told(self, answer: Answer) -> str:
        """Return an answer with what goes with it, in words on one line."""
        parts = [answer_words(self._questionnaire, answer) if answer.given else _("no answer")]
        if answer.confidence is not None:
            parts.append(confidence_words(answer.confidence))
        if answer.note:
            parts.append(_("with a note"))
        if answer.evidence:
            n = len(answer.evidence)
            parts.append(
                ngettext("with {n} piece of evidence", "with {n} pieces of evidence", n).format(n=n)
            )  # fmt: skip
        return "; ".join(parts)

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
        if answer.confidence is not None:
            self._say(_("How sure you are: {words}.").format(words=confidence_words(answer.confidence)))
        for n, one in enumerate(answer.evidence, 1):
            words = one_line(evidence_words(one, self._today))
            self._say(_("Evidence {n}, {side}: {words}").format(n=n, side=side_word(one.side), words=words))

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
        self._say(_("! and how sure you are, after a level or alone: !sure, !fairly or !guess, such as: 4 !fairly"))
        self._say(_("+ or - and words: evidence for or against, such as: + guests thank us every week"))
        self._say(_("@ and a place, [and days]: where it is, when it was seen and until when it counts, such as:"))
        self._say("   - " + _("complaints doubled @ https://example.org/report [2026-11-01..2027-05-01]"))
        self._say(_("drop 1: take evidence 1 back."))
        self._say(_("Enter: skip this question. clear: take your answer back."))
        self._say(_("back: the question before. go 7: question 7. list: all questions with your answers."))
        self._say(_("quit: stop. All your answers are kept, and next time you go on where you were."))

    def _say(self, text: str, indent: str = "") -> None:
        for line in wrap(text, self._columns, indent, first="") if text else [""]:
            self._say_line(line)
