"""Tidy tables of a round: the scores of the areas and of the questions, and each respondent's answers."""

from __future__ import annotations

from collections.abc import Iterator

from sem.analysis.agreement import Agreement
from sem.analysis.confidence import ConfidenceCount
from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import AreaScore, QuestionScore, Score
from sem.i18n import language
from sem.model.assessment import Answer, Round, Team
from sem.model.questionnaire import LEVEL_NUMBERS

Cell = str | int | float | None
"""A text, a number, or nothing."""

SCORE_COLUMNS = (
    "team", "round", "questionnaire", "version", "area", "kind", "title", "mean", "gap_free_level",
    "blocking_question", "coverage", "answered", "applicable", "n", "low", "high", "r_wg", "a_wg", "a_wg_valid",
    "spread", "confidence", "sure", "fairly", "guess", "withheld",
)  # fmt: skip
QUESTION_COLUMNS = (
    "team", "round", "questionnaire", "version", "area", "question", "label", "value", "gap_free_level", "consensus",
    "because", "level_1", "level_2", "level_3", "level_4", "level_5", "dont_know", "not_applicable", "answered",
    "applicable", "low", "high", "r_wg", "a_wg", "a_wg_valid", "spread", "confidence", "sure", "fairly", "guess",
    "withheld",
)  # fmt: skip
ANSWER_COLUMNS = (
    "team", "round", "questionnaire", "version", "respondent", "area", "question", "label", "answer", "level",
    "level_name", "reason", "reason_text", "note", "confidence",
)  # fmt: skip

OVERALL = "overall"


def score_rows(team: Team, shown: Disclosed) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `SCORE_COLUMNS` for each area, and one for overall; titles are in the language in use."""
    head = _head(team, shown.round)
    for scored in shown.profile.areas:
        yield (*head, *_area_cells(scored), *_score_cells(scored.score))
    yield (*head, OVERALL, None, None, *_score_cells(shown.profile.overall))


def question_rows(team: Team, shown: Disclosed) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `QUESTION_COLUMNS` for each question: how often each answer was given, and what that makes."""
    head = _head(team, shown.round)
    for scored_area in shown.profile.areas:
        for scored in scored_area.questions:
            decision = shown.decision(scored.question.id)
            yield (
                *head,
                scored_area.area.id,
                scored.question.id,
                scored.question.label.get(language()),
                scored.value,
                scored.floor,
                scored.consensus,
                decision.because or None if decision else None,
                *_counts(scored),
                *_ends(scored),
                *_agreement_cells(scored.agreement),
                scored.spread,
                *_confidence_cells(scored.confidence),
                scored.withheld.value if scored.withheld else None,
            )


def answer_rows(team: Team, shown: Disclosed) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `ANSWER_COLUMNS` for each respondent and question, also where there is no answer yet."""
    head = _head(team, shown.round)
    for response in shown.responses if shown.singly else ():
        for area, question in shown.questionnaire.items():
            answer = response.answer(question.id)
            name = shown.questionnaire.level(answer.level).name.get(language()) if answer.level else None
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
    counts = (None, None, None) if score.unseen else (score.answered, score.applicable, score.n)
    return (
        score.mean,
        score.gap_free_level,
        score.blocking_question,
        score.coverage,
        *counts,
        score.low,
        score.high,
        *_agreement_cells(score.agreement),
        score.spread,
        *_confidence_cells(score.confidence),
        score.withheld,
    )


def _counts(scored: QuestionScore) -> tuple[Cell, ...]:
    """Return how often each answer was given; nothing, and no zeros, where that is not shown."""
    if scored.withheld:
        return (None,) * (len(LEVEL_NUMBERS) + 4)
    votes = (scored.levels.count(level) for level in LEVEL_NUMBERS)
    return (*votes, scored.dont_know, scored.not_applicable, scored.answered, scored.applicable)


def _ends(scored: QuestionScore) -> tuple[Cell, Cell]:
    return (scored.levels[0], scored.levels[-1]) if scored.levels else (None, None)


def _agreement_cells(agreement: Agreement | None) -> tuple[Cell, ...]:
    if agreement is None:
        return (None, None, None)
    return (agreement.r_wg, agreement.a_wg, str(agreement.a_wg_valid).lower())


def _confidence_cells(count: ConfidenceCount) -> tuple[Cell, ...]:
    """Return the number that sums up how sure people are, and the counts behind it; nothing while nobody said it."""
    return (count.index, count.sure, count.fairly, count.guess) if count.said else (None,) * 4


def _kind(answer: Answer) -> str | None:
    if answer.level is not None:
        return "level"
    if answer.not_applicable is not None:
        return "not-applicable"
    return "dont-know" if answer.dont_know else None
