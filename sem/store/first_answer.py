"""A sheet, and a round if need be, that come about with the first answer: only looking leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round
from sem.model.names import name_key
from sem.store import NewRound, Sheet, Store

Making = Callable[[Mapping[str, Answer], str | None], tuple[Round, Sheet]]
"""Makes a sheet with these answers and this place in it, and returns it with its round."""


class NewSheet:
    """A `Sheet` that is made, and its round with it, at the first answer or note.

    Args:
        make: Makes it.
        respondent: Who answers.
        round_: The round it will be in; None while that has not begun.

    Attributes:
        round: The round; None while it has not begun.
    """

    def __init__(self, make: Making, respondent: str, round_: Round | None = None) -> None:
        self._make = make
        self.round = round_
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
        place = self._blank.place if place is None else place
        if all(answer == NO_ANSWER for answer in answers.values()):
            self._blank = Response(self._blank.respondent, place=place)
        else:
            self.round, self._sheet = self._make(answers, place)

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

    def make(answers: Mapping[str, Answer], place: str | None) -> tuple[Round, Sheet]:
        if isinstance(where, Round):
            return where, store.open_sheet(where, respondent, answers, place)
        return store.begin(where, respondent, answers, place)

    return NewSheet(make, respondent, where if isinstance(where, Round) else None)
