"""How sure people are of what they chose: counts, and one number in which no answer is no confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sem.model.assessment import Answer, Confidence

_WORTH = {Confidence.SURE: 1.0, Confidence.FAIRLY: 2 / 3, Confidence.GUESS: 1 / 3}
"""At equal distances, with 0 left for no level at all."""


@dataclass(frozen=True, slots=True)
class ConfidenceCount:
    """How sure people are, in pairs of a respondent and a question that applies to them.

    Args:
        sure: Levels that were chosen for sure.
        fairly: Levels chosen fairly sure.
        guess: Levels that are a guess.
        unsaid: Levels of which it was not said how sure they are.
        unanswered: Pairs without a level: don't know, or no answer.
    """

    sure: int = 0
    fairly: int = 0
    guess: int = 0
    unsaid: int = 0
    unanswered: int = 0

    @property
    def said(self) -> int:
        """Of how many levels it was said how sure they are."""
        return self.sure + self.fairly + self.guess

    @property
    def index(self) -> float | None:
        """How sure people are together, 0 to 1; None while nobody said it.

        Sure counts 1, fairly ⅔, a guess ⅓ and no level 0, over all pairs but the levels of which it was not said.
        """
        if not self.said:
            return None
        worth = (
            self.sure * _WORTH[Confidence.SURE]
            + self.fairly * _WORTH[Confidence.FAIRLY]
            + self.guess * _WORTH[Confidence.GUESS]
        )
        return worth / (self.said + self.unanswered)

    def __add__(self, other: ConfidenceCount) -> ConfidenceCount:
        return ConfidenceCount(
            self.sure + other.sure,
            self.fairly + other.fairly,
            self.guess + other.guess,
            self.unsaid + other.unsaid,
            self.unanswered + other.unanswered,
        )


NO_CONFIDENCE = ConfidenceCount()
"""Of no pairs at all."""


def count_confidence(answers: Iterable[Answer]) -> ConfidenceCount:
    """Return how sure respondents are of their answers to one question; not applicable does not count."""
    applicable = [answer for answer in answers if answer.not_applicable is None]
    said = [answer.confidence for answer in applicable if answer.level is not None]
    return ConfidenceCount(
        sure=said.count(Confidence.SURE),
        fairly=said.count(Confidence.FAIRLY),
        guess=said.count(Confidence.GUESS),
        unsaid=said.count(None),
        unanswered=len(applicable) - len(said),
    )
