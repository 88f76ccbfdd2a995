"""How a team changed over its rounds: gathered within the limits of what may be shown, and as JSON (docs/json.md)."""

from __future__ import annotations

from typing import Any

from sem.analysis.comparison import SIGNIFICANT, Change, Comparison, QuestionChange
from sem.analysis.interval import Point
from sem.analysis.trend import Trend, trend_of
from sem.model.assessment import Team
from sem.model.codec import to_json
from sem.model.programme import Programme
from sem.reports.outcome_changes import outcome_changes, outcome_changes_json
from sem.reports.shown import shown_round
from sem.store import Store

FORMAT = 1


def team_trend(store: Store, team: Team) -> Trend:
    """Return the trend over all rounds of a team, made of what may be shown of each.

    Raises:
        StoreError: A round can't be read.
    """
    return trend_of([shown_round(store, round_) for round_ in store.rounds(team.id)])


def comparison_json(
    team: Team, trend: Trend, comparison: Comparison | None, programme: Programme | None = None
) -> dict[str, Any]:
    """Return a trend, and two rounds of it compared where they can be, as JSON values; docs/json.md tells each field.

    Args:
        team: Whose rounds.
        trend: Over all rounds.
        comparison: Of two of them; None where there are no two that can be compared.
        programme: Whose outcome measures stand beside the scores; none without.
    """
    return {
        "format": FORMAT,
        "team": to_json(team),
        "trend": {
            "rounds": [
                {
                    "id": shown.round.id,
                    "opened": shown.round.opened.isoformat(),
                    "kind": shown.round.kind.value,
                    "state": shown.round.state.value,
                    "questionnaire": {"id": shown.questionnaire.id, "version": str(shown.questionnaire.version)},
                    "respondents": shown.profile.n,
                    "broken": broken.value if broken else None,
                }
                for shown, broken in zip(trend.rounds, (None, *trend.breaks), strict=False)
            ],
            "areas": [
                {
                    "id": area.id,
                    "title": to_json(area.title),
                    "means": list(trend.means(area.id)),
                    "points": [_point(point) for point in trend.points(area.id)],
                }
                for area in trend.areas
            ],
            "overall": list(trend.means(None)),
            "overall_points": [_point(point) for point in trend.points(None)],
            "left_out": trend.left_out,
        },
        "comparison": None if comparison is None else _comparison(comparison),
        "outcomes": outcome_changes_json(outcome_changes(programme or Programme(), trend, comparison)),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "mean": point.mean,
        "n": point.n,
        "interval": list(point.interval) if point.interval else None,
        "no_interval": point.why_none.value if point.why_none else None,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "before": comparison.before.round.id,
        "after": comparison.after.round.id,
        "basis": comparison.basis.value,
        "family": comparison.family,
        "significant": SIGNIFICANT,
        "areas": [
            {"id": change.area.id, "title": to_json(change.area.title), **_change(change)}
            for change in comparison.areas
            if change.area is not None
        ],
        "overall": _change(comparison.overall),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "verdict": change.verdict.value,
        "basis": change.basis.value if change.basis else None,
        "before": change.before,
        "after": change.after,
        "change": change.change,
        "n": change.n,
        "people_before": change.people[0],
        "people_after": change.people[1],
        "moves": dict(zip(("rose", "same", "fell"), change.moves, strict=True)) if change.moves else None,
        "p_uncorrected": change.tested.p if change.tested else None,
        "p": change.p,
        "smallest_p": change.smallest_p,
        "draws": change.tested.draws if change.tested else None,
        "effect": change.effect,
        "interval": list(change.interval) if change.interval else None,
        "questions": [_question(question) for question in change.questions],
    }


def _question(one: QuestionChange) -> dict[str, Any]:
    return {
        "id": one.question.id,
        "label": to_json(one.question.label),
        "before": one.before,
        "after": one.after,
        "change": one.change,
        "contribution": one.contribution,
        "agreed": one.agreed,
    }
