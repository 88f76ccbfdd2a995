"""Several teams side by side: gathered within the limits of what may be shown, and as JSON (docs/json.md)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sem.analysis.comparable import Base
from sem.analysis.comparison import SIGNIFICANT
from sem.analysis.condensed import Condensed
from sem.analysis.disclosure import Disclosed
from sem.analysis.standing import Standing, standings
from sem.analysis.teams import Cell, TeamRow, TeamsComparison, TeamScores, as_a_whole, base_of, compare_teams
from sem.errors import StoreError
from sem.model.assessment import Team
from sem.model.codec import to_json
from sem.model.names import name_key
from sem.reports.scores import score_json
from sem.reports.shown import condensed_round, shown_round
from sem.store import Past, Store

FORMAT = 1


def with_tags(teams: Iterable[Team], tags: Iterable[str]) -> tuple[Team, ...]:
    """Return the teams with at least one of these tags; case does not count."""
    wanted = set(map(name_key, tags))
    return tuple(team for team in teams if wanted & set(map(name_key, team.tags)))


def team_scores(store: Store, team: Team) -> TeamScores:
    """Return a team with its newest round that has a score to show, else with its newest one.

    Raises:
        StoreError: A round that is looked at can't be read.
    """
    newest: Disclosed | None = None
    rounds = store.rounds(team.id)
    for newer, round_ in enumerate(reversed(rounds)):
        shown = shown_round(store, round_)
        if shown.profile.overall.mean is not None:
            return TeamScores(team, shown, newer)
        newest = newest or shown
    return TeamScores(team, newest)


def condensed_scores(store: Store, past: Past, team: Team) -> TeamScores:
    """Return what `team_scores` does, without single responses.

    Raises:
        StoreError: A round that is looked at can't be read.
    """
    newest: Condensed | None = None
    for newer, round_ in enumerate(past.rounds(team.id)):
        one = condensed_round(store, past, round_)
        if one.shown.profile.overall.mean is not None:
            return TeamScores(team, one.shown, newer, one.points)
        newest = newest or one
    return TeamScores(team, newest.shown, 0, newest.points) if newest else TeamScores(team, None)


@contextmanager
def _left_alone() -> Iterator[None]:
    """Keep the garbage collector off: nothing that is read goes in circles, and looking for that takes its time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            # Straight to the oldest generation, or all that was read is looked through the moment this ends.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def gather_teams(
    store: Store, teams: Sequence[Team], tell: Callable[[int], object] = int
) -> tuple[TeamsComparison, tuple[StoreError, ...]]:
    """Return the teams side by side, and for each that can't be read, and is left out, the error that says why.

    Args:
        store: Where they are.
        teams: Each once.
        tell: Called with how many have been read, after each.
    """
    found, errors = [], []
    with _left_alone(), store.past() as past:
        for done, team in enumerate(teams, 1):
            try:
                found.append(condensed_scores(store, past, team))
            except StoreError as error:
                errors.append(error)
            tell(done)
    while (base := base_of(found)) is not None:
        lacking = [one for one in found if one.shown and one.points is not None and not as_a_whole(one.shown, base)]
        if not lacking:
            break
        for one in lacking:
            # By some of its questions alone a round is only compared with everybody's own answers.
            at = found.index(one)
            try:
                found[at] = team_scores(store, one.team)
            except StoreError as error:
                del found[at]
                errors.append(error)
    return compare_teams(found), tuple(errors)


def teams_json(comparison: TeamsComparison, area_id: str | None = None) -> dict[str, Any]:
    """Return teams side by side as JSON values; docs/json.md tells each field.

    Args:
        comparison: In the order that was asked for.
        area_id: The area of which it is told how each team stands beside the others; None for none.
    """
    base = comparison.base
    stand = standings(comparison, area_id) if area_id is not None and comparison.rows else ()
    return {
        "format": FORMAT,
        "questionnaires": _questionnaires(base) if base else [],
        "areas": [
            {
                "id": one.area.id,
                "title": to_json(one.area.title),
                "questions": [question.id for question in one.area.questions],
                "asked": one.asked,
                "between": to_json(comparison.apart(one.area.id)),
            }
            for one in comparison.areas
        ],
        "teams": [_row(row) for row in comparison.rows],
        "area": None
        if area_id is None
        else {
            "id": area_id,
            "significant": SIGNIFICANT,
            "teams": [_standing(row, one) for row, one in zip(comparison.rows, stand, strict=True)],
        },
    }


def _questionnaires(base: Base) -> list[dict[str, Any]]:
    return [
        {
            "id": used.questionnaire.id,
            "version": str(used.questionnaire.version),
            "digest": used.digest,
            "title": to_json(used.questionnaire.title),
            "teams": used.users,
            "compared": used.compared,
            "left_out": used.left_out,
            "broken": used.broken.value if used.broken else None,
        }
        for used in base.used
    ]


def _row(row: TeamRow) -> dict[str, Any]:
    own = row.scores.shown
    return {
        "team": to_json(row.team),
        "round": None
        if own is None
        else {
            "id": own.round.id,
            "opened": own.round.opened.isoformat(),
            "kind": own.round.kind.value,
            "state": own.round.state.value,
            "scope": own.round.scope,
            "respondents": own.profile.n,
            "questionnaire": {
                "id": own.questionnaire.id,
                "version": str(own.questionnaire.version),
                "digest": own.round.questionnaire.digest,
            },
        },
        "newer_rounds": row.scores.newer,
        "spread": row.spread,
        "areas": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    point = cell.point
    return {
        "id": cell.area.id,
        "missing": cell.missing.value if cell.missing else None,
        "questions": cell.valued,
        "interval": list(point.interval) if point and point.interval else None,
        "why_no_interval": point.why_none.value if point and point.why_none else None,
        "score": score_json(cell.scored.score) if cell.scored else None,
    }


def _standing(row: TeamRow, one: Standing) -> dict[str, Any]:
    return {
        "team": row.team.id,
        "verdict": one.verdict.value,
        "higher": one.higher,
        "p": one.p,
        "smallest_p": one.smallest_p,
        "n": one.n,
    }
