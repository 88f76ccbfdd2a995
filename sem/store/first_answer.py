"""A sheet, and a round if need be, that come about with the first answer: only looking leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping

from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round
from sem.model.names import name_key
from sem.store import NewRound, Sheet, Store


class NewSheet:
    """A `Sheet` that is made, and its round with it, at the first answer or note.

    Args:
        store: Where it will be.
        where: The round it will be in.
        respondent: Who answers.

    Attributes:
        round: The round; None while it has not begun.
    """

    def __init__(self, store: Store, where: Round | NewRound, respondent: str) -> None:
        self._store, self._where = store, where
        self.round = where if isinstance(where, Round) else None
        self._sheet: Sheet | None = None
        self._blank = Response(Respondent("", respondent))

    @property
    def response(self) -> Response:
        """The response with everything saved so far; before the first answer only the place is in it."""
        return self._sheet.response if self._sheet else self._blank

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        """Keep answers as `Sheet.save` does; before the first answer or note a place is only remembered.

        Raises:
            SemError: The round can't be started, or the sheet not opened or written; nothing was made, and the call
                can be repeated.
            KeyError: A question id that the round's questionnaire has not.
        """
        if self._sheet is not None:
            self._sheet.save(answers, place)
            return
        respondent = self._blank.respondent
        place = self._blank.place if place is None else place
        if all(answer == NO_ANSWER for answer in answers.values()):
            self._blank = Response(respondent, place=place)
        elif isinstance(self._where, Round):
            self._sheet = self._store.open_sheet(self._where, respondent.name, answers, place)
        else:
            self.round, self._sheet = self._store.begin(self._where, respondent.name, answers, place)

    def close(self) -> None:
        """Let go of the sheet; it may be closed twice."""
        if self._sheet is not None:
            self._sheet.close()


def open_or_new_sheet(store: Store, where: Round | NewRound, respondent: str) -> Sheet:
    """Return the respondent's sheet in a round, or a new one where they have none there yet.

    Args:
        store: Where the round is.
        where: The round, or the one that the first answer begins.
        respondent: Who answers; case does not count.

    Raises:
        StoreError: What is there can't be read.
    """
    if isinstance(where, Round) and any(
        name_key(known.respondent.name) == name_key(respondent) for known in store.responses(where)
    ):
        return store.open_sheet(where, respondent)
    return NewSheet(store, where, respondent)
