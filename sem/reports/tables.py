"""Tidy tables of a round: the score of each area, and the answer of each respondent to each question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sem.analysis.scoring import AreaScore, Profile, Score
from sem.i18n import language
from sem.model.assessment import Answer, Response, Round, Team

Cell = str | int | float | None
"""A text, a number, or nothing."""

SCORE_COLUMNS = (
    "team", "round", "questionnaire", "version", "area", "kind", "title", "mean", "gap_free_level",
    "blocking_question", "coverage", "answered", "applicable", "n", "low", "high", "r_wg", "a_wg", "a_wg_valid",
)  # fmt: skip
ANSWER_COLUMNS = (
    "team", "round", "questionnaire", "version", "respondent", "area", "question", "label", "answer", "level",
    "level_name", "reason", "reason_text", "note", "confidence",
)  # fmt: skip

OVERALL = "overall"


def score_rows(team: Team, round_: Round, profile: Profile) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `SCORE_COLUMNS` for each area, and one for overall; titles are in the language in use."""
    head = _head(team, round_)
    for scored in profile.areas:
        yield (*head, *_area_cells(scored), *_score_cells(scored.score))
    yield (*head, OVERALL, None, None, *_score_cells(profile.overall))


def answer_rows(
    team: Team, round_: Round, profile: Profile, responses: Sequence[Response]
) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `ANSWER_COLUMNS` for each respondent and question, also where there is no answer yet."""
    head = _head(team, round_)
    for response in responses:
        for area, question in profile.questionnaire.items():
            answer = response.answer(question.id)
            name = profile.questionnaire.level(answer.level).name.get(language()) if answer.level else None
            reason = answer.not_applicable
            yield (
                *head,
                response.respondent.name,
                area.id,
                question.id,
                question.label.get(language()),
                _kind(answer),
                answer.level,
                name,
                reason.reason.value if reason else None,
                reason.text or None if reason else None,
                answer.note or None,
                answer.confidence.value if answer.confidence else None,
            )


def _head(team: Team, round_: Round) -> tuple[Cell, ...]:
    ref = round_.questionnaire
    return (team.name, round_.opened.isoformat(), ref.id, str(ref.version))


def _area_cells(scored: AreaScore) -> tuple[Cell, ...]:
    return (scored.area.id, scored.area.kind.value, scored.area.title.get(language()))


def _score_cells(score: Score) -> tuple[Cell, ...]:
    agreement = score.agreement
    return (
        score.mean,
        score.gap_free_level,
        score.blocking_question,
        score.coverage,
        score.answered,
        score.applicable,
        score.n,
        score.low,
        score.high,
        agreement.r_wg if agreement else None,
        agreement.a_wg if agreement else None,
        str(agreement.a_wg_valid).lower() if agreement else None,
    )


def _kind(answer: Answer) -> str | None:
    if answer.level is not None:
        return "level"
    if answer.not_applicable is not None:
        return "not-applicable"
    return "dont-know" if answer.dont_know else None
