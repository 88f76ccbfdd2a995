"""The way from the store to what people see: nothing but what `sem.analysis.disclosure` lets through."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from sem.analysis.condensed import Condensed, condense, read_back, written
from sem.analysis.disclosure import Disclosed, visible
from sem.model.assessment import Answer, Round
from sem.model.names import name_key
from sem.store import Past, Store


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


def condensed_round(store: Store, past: Past, round_: Round) -> Condensed:
    """Return the scores of a round that may be shown, as they are remembered if nothing changed.

    Args:
        store: Where the round is.
        past: Its team is the one that was asked for last.
        round_: The round.

    Raises:
        StoreError: The round can't be read.
    """
    kept = past.recall(round_)
    if kept is not None:
        with suppress(ValueError):
            return read_back(round_, store.questionnaire(round_), kept)
    condensed = _condensed_anew(store, past, round_)
    past.keep(round_, lambda: written(condensed))
    return condensed


def remembered_well(store: Store, past: Past, round_: Round, read: Round) -> bool | None:
    """Return whether what is remembered of a round is what its files give, and see to it that it is from then on.

    Args:
        store: Where the round is.
        past: Its team is the one that was asked for last.
        round_: The round as it is remembered.
        read: The round as its files tell it.

    Returns:
        None where nothing is remembered.

    Raises:
        StoreError: The round can't be read.
    """
    kept = past.recall(round_)
    if kept is None:
        return None
    fresh = written(_condensed_anew(store, past, read))
    well = bool(kept == fresh and round_ == read)
    if not well:
        past.keep(read, lambda: fresh)
    return well


def _condensed_anew(store: Store, past: Past, round_: Round) -> Condensed:
    return condense(visible(round_, store.questionnaire(round_), past.responses(round_), words=False))


def own_answers(store: Store, round_: Round, respondent: str) -> Mapping[str, Answer]:
    """Return a respondent's own answers in a round, by question id; none in an anonymous one.

    Raises:
        StoreError: The round can't be read.
    """
    if round_.anonymous:
        return {}
    own = [one for one in store.responses(round_) if name_key(one.respondent.name) == name_key(respondent)]
    return {id_: answer for response in own for id_, answer in response.answers.items() if answer.given}
