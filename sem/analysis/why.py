"""Why a number is what it is: the questions and the answers it was made of, of what may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sem.analysis.scoring import AreaScore, Profile, QuestionScore, Score
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS


@dataclass(frozen=True, slots=True)
class Votes:
    """How many people chose a level of a question, and how many chose it or a higher one."""

    level: int
    count: int
    at_least: int


@dataclass(frozen=True, slots=True)
class QuestionReason:
    """Why a question has its value and its level.

    Args:
        votes: For each level, the lowest first; all zero where no answer is shown.
        needed: How many people it takes to reach a level: more than half of those who chose one; 0 where the team
            agreed on a level, or where no answer is shown.
        share: What it adds to the mean of its area: its weight over that of all questions with a value, 0 to 1.
        blocks: Whether it keeps its area from the next level, or from having one.
    """

    scored: QuestionScore
    votes: tuple[Votes, ...]
    needed: int
    share: float
    blocks: bool

    @property
    def next_level(self) -> int | None:
        """The level it does not reach yet; None at the highest, and without a level."""
        floor = self.scored.floor
        return None if floor is None or floor == HIGHEST_LEVEL else floor + 1

    def votes_for(self, level: int) -> Votes:
        """Return the votes for a level, 1 to 5."""
        return self.votes[level - LEVEL_NUMBERS[0]]


@dataclass(frozen=True, slots=True)
class AreaReason:
    """Why an area has its mean and its gap-free level.

    Args:
        questions: Its questions in order.
        blocking: The one that keeps it from the next level, or from having one; None where nothing does.
    """

    scored: AreaScore
    questions: tuple[QuestionReason, ...]
    blocking: QuestionReason | None


@dataclass(frozen=True, slots=True)
class OverallReason:
    """Why the whole has its mean and its gap-free level: each area counts once in the mean.

    Args:
        areas: In order.
        blocking: The question that keeps it from the next level, or from having one; None where nothing does.
    """

    score: Score
    areas: tuple[AreaReason, ...]
    blocking: QuestionReason | None


def why_area(scored: AreaScore) -> AreaReason:
    """Return why an area has its numbers."""
    total = sum(question.question.weight for question in scored.questions if question.value is not None)
    reasons = tuple(_why_question(question, scored, total) for question in scored.questions)
    return AreaReason(scored, reasons, next((reason for reason in reasons if reason.blocks), None))


def why_question(profile: Profile, question_id: str) -> tuple[AreaReason, QuestionReason]:
    """Return why a question has its numbers, and what it does to its area.

    Raises:
        KeyError: There is no such question.
    """
    for scored in profile.areas:
        area = why_area(scored)
        for reason in area.questions:
            if reason.scored.question.id == question_id:
                return area, reason
    raise KeyError(question_id)


def why_overall(profile: Profile) -> OverallReason:
    """Return why the whole has its numbers."""
    areas = tuple(map(why_area, profile.areas))
    blocking = profile.overall.blocking_question
    questions = (reason for area in areas for reason in area.questions)
    return OverallReason(
        profile.overall, areas, next((reason for reason in questions if reason.scored.question.id == blocking), None)
    )


def _why_question(scored: QuestionScore, area: AreaScore, total: float) -> QuestionReason:
    return QuestionReason(
        scored=scored,
        votes=tuple(_votes(scored.levels)),
        needed=len(scored.levels) // 2 + 1 if scored.levels and scored.consensus is None else 0,
        share=scored.question.weight / total if scored.value is not None else 0.0,
        blocks=scored.question.id == area.score.blocking_question,
    )


def _votes(levels: tuple[int, ...]) -> Iterable[Votes]:
    for level in LEVEL_NUMBERS:
        yield Votes(level, levels.count(level), sum(chosen >= level for chosen in levels))
