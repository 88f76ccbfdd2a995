"""The scores of a round as plain values, which `--json` prints and scripts rely on (docs/json.md)."""

from __future__ import annotations

from typing import Any

from sem.analysis.agreement import Agreement
from sem.analysis.scoring import AreaScore, Profile, QuestionScore, Score
from sem.model.assessment import Round, Team
from sem.model.codec import to_json

FORMAT = 1
"""Raised when a field changes its meaning or goes away; a new field does not raise it."""


def scores_json(team: Team, round_: Round, profile: Profile) -> dict[str, Any]:
    """Return the scores of a round as JSON values; docs/json.md tells each field."""
    questionnaire = profile.questionnaire
    return {
        "format": FORMAT,
        "team": to_json(team),
        "round": {
            "id": round_.id,
            "opened": round_.opened.isoformat(),
            "kind": round_.kind.value,
            "state": round_.state.value,
            "respondents": profile.n,
        },
        "questionnaire": {
            "id": questionnaire.id,
            "version": str(questionnaire.version),
            "digest": round_.questionnaire.digest,
            "title": to_json(questionnaire.title),
        },
        "areas": [_area(scored) for scored in profile.areas],
        "overall": _score(profile.overall),
    }


def _area(scored: AreaScore) -> dict[str, Any]:
    return {
        "id": scored.area.id,
        "kind": scored.area.kind.value,
        "title": to_json(scored.area.title),
        **_score(scored.score),
        "questions": [_question(question) for question in scored.questions],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "mean": score.mean,
        "gap_free_level": score.gap_free_level,
        "blocking_question": score.blocking_question,
        "coverage": score.coverage,
        "answered": score.answered,
        "applicable": score.applicable,
        "n": score.n,
        "low": score.low,
        "high": score.high,
        "agreement": _agreement(score.agreement),
    }


def _question(scored: QuestionScore) -> dict[str, Any]:
    return {
        "id": scored.question.id,
        "label": to_json(scored.question.label),
        "value": scored.value,
        "gap_free_level": scored.floor,
        "levels": list(scored.levels),
        "answered": scored.answered,
        "applicable": scored.applicable,
        "dont_know": scored.dont_know,
        "not_applicable": scored.not_applicable,
        "consensus": scored.consensus,
        "agreement": _agreement(scored.agreement),
    }


def _agreement(agreement: Agreement | None) -> dict[str, Any] | None:
    result: dict[str, Any] | None = to_json(agreement)
    return result
