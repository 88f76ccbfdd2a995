"""A sheet, and a round if need be, that come about with the first answer: only looking leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round, RoundState
from sem.model.codec import questionnaire_digest
from sem.model.names import name_key
from sem.model.questionnaire import Questionnaire
from sem.store import Sheet, Store


class NewSheet:
    """A `Sheet` that is made, and its round with it, at the first answer or note.

    Args:
        store: Where it will be.
        begin: Returns the round it will be in, and starts it where there is none.
        respondent: Who answers.
    """

    def __init__(self, store: Store, begin: Callable[[], Round], respondent: str) -> None:
        self._store, self._begin = store, begin
        self._round: Round | None = None
        self._sheet: Sheet | None = None
        self._blank = Response(Respondent("", respondent))

    @property
    def response(self) -> Response:
        """The response with everything saved so far; before the first answer only the place is in it."""
        return self._sheet.response if self._sheet else self._blank

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        """Keep answers as `Sheet.save` does; before the first answer or note a place is only remembered.

        Raises:
            SemError: The round can't be started, or the sheet not opened or written; the call can be repeated.
            KeyError: A question id that the round's questionnaire has not.
        """
        if self._sheet is None:
            place = self._blank.place if place is None else place
            if all(answer == NO_ANSWER for answer in answers.values()):
                self._blank = Response(self._blank.respondent, place=place)
                return
            if self._round is None:
                self._round = self._begin()
            self._sheet = self._store.open_sheet(self._round, self._blank.respondent.name)
        self._sheet.save(answers, place)

    def close(self) -> None:
        """Let go of the sheet; it may be closed twice."""
        if self._sheet is not None:
            self._sheet.close()


def open_or_new_sheet(store: Store, round_: Round | None, respondent: str, begin: Callable[[], Round]) -> Sheet:
    """Return the respondent's sheet in a round, or a new one where they have none there yet.

    Args:
        store: Where the round is.
        round_: The round; None where it has yet to begin.
        respondent: Who answers; case does not count.
        begin: Begins the round at the first answer where there is none.

    Raises:
        StoreError: What is there can't be read.
    """
    if round_ is None:
        return NewSheet(store, begin, respondent)
    if any(name_key(known.respondent.name) == name_key(respondent) for known in store.responses(round_)):
        return store.open_sheet(round_, respondent)
    return NewSheet(store, lambda: round_, respondent)


def join_or_start_round(
    store: Store, team_id: str, questionnaire: Questionnaire, opened: date, *, new_round: bool = False
) -> Round:
    """Return the newest open round with the very words of a questionnaire, and start it where there is none.

    Colleagues who open the questions at the same time so come together in the round of the first to answer.

    Args:
        store: Where the rounds are.
        team_id: Whose round.
        questionnaire: What is answered in it.
        opened: The day a new round is opened on.
        new_round: Whether to start one although one is open.

    Raises:
        StoreError: The rounds can't be read or written.
    """
    if not new_round:
        digest = questionnaire_digest(questionnaire)
        for round_ in reversed(store.rounds(team_id)):
            if round_.state is RoundState.OPEN and round_.questionnaire.digest == digest:
                return round_
    return store.start_round(team_id, questionnaire, opened)
