"""The way from the store to what people see: nothing but what `sem.analysis.disclosure` lets through."""

from __future__ import annotations

from collections.abc import Mapping

from sem.analysis.disclosure import Disclosed, visible
from sem.model.assessment import Answer, Round
from sem.model.names import name_key
from sem.store import Store


def shown_round(store: Store, round_: Round, viewer: str | None = None) -> Disclosed:
    """Return all that may be shown of a round.

    Args:
        store: Where the round is.
        round_: The round.
        viewer: Who looks, by the name or alias they answer under; None for anybody.

    Raises:
        StoreError: The round can't be read.
    """
    return visible(round_, store.questionnaire(round_), store.responses(round_), viewer)


def own_answers(store: Store, round_: Round, respondent: str) -> Mapping[str, Answer]:
    """Return a respondent's own answers in a round, by question id; none in an anonymous one.

    Raises:
        StoreError: The round can't be read.
    """
    if round_.anonymous:
        return {}
    own = [one for one in store.responses(round_) if name_key(one.respondent.name) == name_key(respondent)]
    return {id_: answer for response in own for id_, answer in response.answers.items() if answer.given}
