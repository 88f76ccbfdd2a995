"""The scores of a round as plain values, which `--json` prints and scripts rely on (docs/json.md)."""

from __future__ import annotations

from typing import Any

from sem.analysis.agreement import Agreement
from sem.analysis.confidence import ConfidenceCount
from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import AreaScore, QuestionScore, Score
from sem.model.assessment import Team
from sem.model.codec import to_json

FORMAT = 1
"""Raised when a field changes its meaning or goes away; a new field does not raise it."""


def scores_json(team: Team, shown: Disclosed) -> dict[str, Any]:
    """Return the scores of a round as JSON values; docs/json.md tells each field."""
    return {
        "format": FORMAT,
        **head_json(team, shown),
        "areas": [_area(scored, shown) for scored in shown.profile.areas],
        "overall": score_json(shown.profile.overall),
    }


def head_json(team: Team, shown: Disclosed) -> dict[str, Any]:
    """Return the team, the round and the questionnaire that numbers are about."""
    round_, questionnaire, profile = shown.round, shown.questionnaire, shown.profile
    return {
        "team": to_json(team),
        "round": {
            "id": round_.id,
            "opened": round_.opened.isoformat(),
            "kind": round_.kind.value,
            "state": round_.state.value,
            "scope": round_.scope,
            "expected": round_.voices,
            "respondents": profile.n,
            "complete": shown.complete,
            "withheld": profile.withheld.value if profile.withheld else None,
            "minimum": profile.minimum,
        },
        "questionnaire": {
            "id": questionnaire.id,
            "version": str(questionnaire.version),
            "digest": round_.questionnaire.digest,
            "title": to_json(questionnaire.title),
        },
    }


def _area(scored: AreaScore, shown: Disclosed) -> dict[str, Any]:
    return {**area_json(scored), "questions": [question_json(question, shown) for question in scored.questions]}


def area_json(scored: AreaScore) -> dict[str, Any]:
    """Return an area with its score, without its questions."""
    return {
        "id": scored.area.id,
        "kind": scored.area.kind.value,
        "title": to_json(scored.area.title),
        **score_json(scored.score),
    }


def score_json(score: Score) -> dict[str, Any]:
    """Return the numbers that belong together; a count of answers that are not shown is null and not 0."""
    seen = not score.unseen
    return {
        "mean": score.mean,
        "spread": score.spread,
        "low": score.low,
        "high": score.high,
        "gap_free_level": score.gap_free_level,
        "blocking_question": score.blocking_question,
        "coverage": score.coverage,
        "answered": score.answered if seen else None,
        "applicable": score.applicable if seen else None,
        "n": score.n if seen else None,
        "agreement": _agreement(score.agreement),
        "confidence": _confidence(score.confidence) if seen else None,
        "withheld": score.withheld,
    }


def question_json(scored: QuestionScore, shown: Disclosed) -> dict[str, Any]:
    """Return a question with its score and what the team agreed on."""
    seen = scored.withheld is None
    decision = shown.decision(scored.question.id)
    return {
        "id": scored.question.id,
        "label": to_json(scored.question.label),
        "value": scored.value,
        "spread": scored.spread,
        "gap_free_level": scored.floor,
        "levels": list(scored.levels) if seen else None,
        "answered": scored.answered if seen else None,
        "applicable": scored.applicable if seen else None,
        "dont_know": scored.dont_know if seen else None,
        "not_applicable": scored.not_applicable if seen else None,
        "consensus": scored.consensus,
        "because": decision.because if decision else "",
        "decided_on": decision.decided_on.isoformat() if decision and decision.decided_on else None,
        "agreement": _agreement(scored.agreement),
        "confidence": _confidence(scored.confidence) if seen else None,
        "withheld": scored.withheld.value if scored.withheld else None,
    }


def _agreement(agreement: Agreement | None) -> dict[str, Any] | None:
    result: dict[str, Any] | None = to_json(agreement)
    return result


def _confidence(count: ConfidenceCount) -> dict[str, Any]:
    result: dict[str, Any] = to_json(count)
    return {"index": count.index, **result}
