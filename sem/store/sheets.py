"""One respondent's sheet: what all writers of it have kept, merged, and this process's own file to add to it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round
from sem.model.questionnaire import Questionnaire
from sem.store import NOTHING
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    SHEET,
    answer_document,
    answer_of,
    field_document,
    meta,
    newest,
    newest_stamp,
    next_stamp,
    numbered,
)
from sem.store.migrations import META, Document, Tables
from sem.store.records import about_round
from sem.store.writer import Writers

if TYPE_CHECKING:
    from sem.store.pairs import Change
    from sem.store.rounds import Gate

NAME, PLACE = "name", "place"
_FIELD_NUMBERS = {NAME: 1, PLACE: 2}


def new_sheet(
    round_: Round,
    respondent: Respondent,
    questionnaire: Questionnaire,
    by: str,
    at: int = 0,
    answers: Mapping[str, Answer] = NOTHING,
    place: str | None = None,
) -> Tables:
    """Return the tables of a sheet; every question has its document, so that a save never adds one.

    Args:
        round_: The round it is in.
        respondent: Whose sheet it is.
        questionnaire: The round's.
        by: The only writer of this file.
        at: When the respondent was given this name, and gave the answers, in µs since 1970, or counted in an anonymous
            round; 0 where another file of theirs says the name.
        answers: The first answers, by question id.
        place: The question last on the screen.
    """

    def first(question: str) -> Document:
        return answer_document(question, answers[question], at, by) if question in answers else _unanswered(question)

    kept_place = field_document(PLACE, place, at, by) if place is not None else field_document(PLACE, None, 0, "")
    return {
        META: meta(SHEET, by, **about_round(round_), respondent=respondent.id),
        FIELDS: numbered([field_document(NAME, respondent.name, at, by), kept_place]),
        ANSWERS: numbered(first(question.id) for question in questionnaire.questions),
    }


def gathered_sheet(
    round_: Round, respondent: Respondent, questionnaire: Questionnaire, by: str, copies: Iterable[Tables]
) -> Tables:
    """Return the tables of a sheet that says alone all that its copies say together; as `new_sheet` makes one."""
    kept = tuple(copies)
    known = {**newest(FIELDS, kept), **newest(ANSWERS, kept)}
    blank = new_sheet(round_, respondent, questionnaire, by)
    return {
        META: blank[META],
        FIELDS: numbered(known.get(document["field"], document) for document in blank[FIELDS].values()),
        ANSWERS: numbered(known.get(document["q"], document) for document in blank[ANSWERS].values()),
    }


@cache
def _unanswered(question: str) -> Document:
    return answer_document(question, NO_ANSWER, 0, "")


def response_of(respondent_id: str, copies: Iterable[Tables]) -> Response:
    """Return one response from all copies of a sheet: of every question the newest answer.

    Raises:
        ValueError: The copies hold something that can't be.
    """
    kept = tuple(copies)
    fields = newest(FIELDS, kept)
    name, place = fields[NAME]["value"], fields[PLACE]["value"]
    if not isinstance(name, str) or not isinstance(place, str | None):
        raise ValueError("not a name or place")
    answers = {question: answer_of(document) for question, document in newest(ANSWERS, kept).items()}
    given = {question: answer for question, answer in answers.items() if answer != NO_ANSWER}
    return Response(Respondent(respondent_id, name), given, place)


class WorkspaceSheet:
    """A sheet opened for writing; `save` may be called from any thread, one at a time gets its turn.

    Args:
        folder: The round's folder.
        round_: The round it is in.
        questionnaire: The round's.
        respondent: Whose sheet it is.
        copies: All files of this sheet that are there already.
        writers: Hands out the right to write.
        gate: Says before each save whether the round still takes answers.
        answers: What to save at once; a new sheet is there with it or not at all.
        place: The question now on the screen.

    Raises:
        ClosedError: The round takes no more answers.
        StoreError: This process's own file can't be made, read or written.
        KeyError: A question id that the questionnaire has not.
    """

    def __init__(
        self,
        folder: Path,
        round_: Round,
        questionnaire: Questionnaire,
        respondent: Respondent,
        copies: tuple[Tables, ...],
        writers: Writers,
        gate: Gate,
        answers: Mapping[str, Answer] = NOTHING,
        place: str | None = None,
    ) -> None:
        self._anonymous, self._gate = round_.anonymous, gate
        self._numbers = {question.id: number for number, question in enumerate(questionnaire.questions, 1)}
        for question in (*answers, *([place] if place is not None else [])):
            self._numbers[question]
        self._turn = threading.Lock()
        self._seen = newest_stamp(copies) if copies else self._next_stamp(0)
        self._response = response_of(respondent.id, copies) if copies else _with(Response(respondent), answers, place)

        def new(writer: str) -> Tables:
            if copies and round_.anonymous:
                # It takes the place of the copies, because their number would tell how often somebody came back.
                return gathered_sheet(round_, respondent, questionnaire, writer, copies)
            if copies:
                return new_sheet(round_, respondent, questionnaire, writer)
            return new_sheet(round_, respondent, questionnaire, writer, self._seen, answers, place)

        from sem.store.pairs import OwnPair

        self._own = OwnPair(folder, respondent.id, respondent.id, new, writers, unsigned=round_.anonymous)
        if copies:
            try:
                self.save(answers, place)
            except BaseException:
                self.close()
                raise

    @property
    def response(self) -> Response:
        """The response with everything saved so far."""
        return self._response

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        """Keep answers by question id, and the question now on the screen; durable when it returns.

        Raises:
            ClosedError: The round was revealed or closed meanwhile; what was saved before counts.
            StoreError: It could not be written; what was saved before is untouched, and the call can be repeated.
            KeyError: A question id that the round's questionnaire has not.
        """
        if place is not None and place not in self._numbers:
            raise KeyError(place)
        numbers = {question: self._numbers[question] for question in answers}
        if not answers and place is None:
            return
        with self._turn:
            self._gate.check()
            self._own.ready()
            at, by = self._next_stamp(self._seen), self._own.writer
            changes: list[Change] = [
                (ANSWERS, numbers[question], answer_document(question, answer, at, by))
                for question, answer in answers.items()
            ]
            if place is not None:
                changes.append((FIELDS, _FIELD_NUMBERS[PLACE], field_document(PLACE, place, at, by)))
            self._own.change(changes)
            self._seen = at
            self._response = _with(self._response, answers, place)

    def _next_stamp(self, seen: int) -> int:
        # Where no time may be kept a change is merely later than those before it.
        return seen + 1 if self._anonymous else next_stamp(seen)

    def close(self) -> None:
        """Let go of the sheet; it may be closed twice."""
        with self._turn:
            self._own.close()


def _with(response: Response, answers: Mapping[str, Answer], place: str | None) -> Response:
    given = dict(response.answers)
    for question, answer in answers.items():
        if answer == NO_ANSWER:
            given.pop(question, None)
        else:
            given[question] = answer
    return Response(response.respondent, given, response.place if place is None else place)
