"""Which questionnaire the next round of a team uses: never another scale or meaning than the one it chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sem.content.library import DEFAULT, list_questionnaires, load_questionnaire
from sem.model.assessment import Round, RoundState, Team
from sem.model.programme import NextQuestionnaire
from sem.model.questionnaire import Questionnaire, Version
from sem.store import Store


@dataclass(frozen=True, slots=True)
class Words:
    """A questionnaire as the next round uses it.

    Args:
        newer: A version that comes with the program, has another scale or meaning, and waits until the team chooses it;
            None where there is none.
    """

    questionnaire: Questionnaire
    newer: Version | None = None


def usual_questionnaire(store: Store, team: Team, *, new_round: bool = False) -> str:
    """Return the id of the questionnaire that is answered when none is named.

    That is the one of the newest open round, unless a new round is meant to begin; else what the team chose for its
    next round; else what it answered last.
    """
    rounds = store.rounds(team.id)
    still_open = [round_.questionnaire.id for round_ in reversed(rounds) if round_.state is RoundState.OPEN]
    if still_open and not new_round:
        return still_open[0]
    chosen = chosen_for_next(store, team, rounds)
    if chosen is not None:
        return chosen.ref.id
    if still_open:
        return still_open[0]
    return rounds[-1].questionnaire.id if rounds else DEFAULT


def chosen_for_next(store: Store, team: Team, rounds: Sequence[Round]) -> NextQuestionnaire | None:
    """Return what the team chose for its next round; None where it chose nothing, or that round has begun."""
    chosen = store.programme(team.id).next_questionnaire if rounds else None
    if chosen is None:
        return None
    # Hardly any team is between two questionnaires, and no other should wait for what compares them.
    from sem.programme.upgrading import is_waiting

    return chosen if is_waiting(chosen, rounds) else None


def next_words(store: Store, team: Team, questionnaire: str) -> Words:
    """Return a questionnaire as a new round of a team uses it.

    As it comes with the program, if it does: a newer one with the same scale and meaning is taken as it is. Where it is
    of another major version than what the team used or chose, or older than that, the team stays with its own.

    Args:
        store: Where the team is.
        team: Whose round.
        questionnaire: The id of one that ships, or that the team has used or chosen; else the path of a file.

    Raises:
        NotFoundError: There is no such questionnaire.
        InvalidError: It has problems.
        StoreError: What the team used can't be read.
    """
    rounds = store.rounds(team.id)
    last = next((round_ for round_ in reversed(rounds) if round_.questionnaire.id == questionnaire), None)
    chosen = chosen_for_next(store, team, rounds)
    if chosen is not None and chosen.ref.id != questionnaire:
        chosen = None
    used = chosen.ref if chosen else last.questionnaire if last else None
    shipped = None
    if used is None or any(listed.id == questionnaire for listed in list_questionnaires()):
        shipped = load_questionnaire(questionnaire)
    if used is not None and shipped is not None:
        if shipped.version.major == used.version.major and shipped.version >= used.version:
            return Words(shipped)
        newer = shipped.version if shipped.version.major > used.version.major else None
    else:
        newer = None
    if chosen is not None and chosen.words is not None:
        return Words(chosen.words, newer)
    if last is not None:
        return Words(store.questionnaire(last), newer)
    return Words(shipped or load_questionnaire(questionnaire))
