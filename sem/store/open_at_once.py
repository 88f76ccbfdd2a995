"""Rounds of one team that are open at once, such as those that two machines began unseen by each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import Round, RoundState
from sem.store import layout
from sem.store.files import Found
from sem.store.records import round_of


def open_at_once(rounds: Iterable[Sequence[Found]]) -> Iterator[tuple[str, str]]:
    """Yield the id of each team that has several rounds with one questionnaire open, and what to do about that.

    The latter is told in the user's language. An anonymous round may be meant to be open beside one under names,
    because whoever gives a name never joins it.

    Args:
        rounds: Of each round the files that tell of it.
    """
    still_open: dict[tuple[str, str, bool], list[Round]] = {}
    for files in rounds:
        with suppress(StoreError):
            round_ = round_of(tuple(files))
            if round_.state is RoundState.OPEN:
                key = round_.team_id, round_.questionnaire.id, round_.anonymous
                still_open.setdefault(key, []).append(round_)
    for (team, questionnaire, _anonymous), found in still_open.items():
        if len(found) < 2:
            continue
        days = sorted((round_.opened, round_.id) for round_ in found)
        what = _(
            "{n} rounds of this team with the questionnaire {questionnaire} are open at once: {rounds}. Were they "
            "begun on machines that had not seen each other's files? Agree on one, let everybody answer in that "
            "one, and close the other with “sem round close --round”."
        ).format(
            n=len(found),
            questionnaire=questionnaire,
            rounds=", ".join(f"{long_date(day)} ({id_[: layout.SHORT_ID]})" for day, id_ in days),
        )
        yield team, what
