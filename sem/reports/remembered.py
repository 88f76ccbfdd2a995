"""Holds what is remembered of closed rounds against their files."""

from __future__ import annotations

from dataclasses import dataclass

from sem.errors import SemError
from sem.reports.shown import remembered_well
from sem.store import Store


@dataclass(slots=True)
class Checked:
    """What came of it.

    Args:
        rounds: Of how many rounds something is remembered that stands, by the times of their files.
        wrong: Of how many it was not what their files give; from then on it is.
    """

    rounds: int = 0
    wrong: int = 0


def check_remembered(store: Store) -> Checked:
    """Work out anew what is remembered, and return how it was; what can't be read is passed over."""
    checked = Checked()
    teams, _errors = store.teams_and_errors()
    with store.past() as past:
        for team in teams:
            try:
                read = {round_.id: round_ for round_ in store.rounds(team.id)}
                for round_ in past.rounds(team.id):
                    well = remembered_well(store, past, round_, read.get(round_.id, round_))
                    checked.rounds += well is not None
                    checked.wrong += well is False
            except SemError:
                continue
    return checked
