"""What to talk about first: the questions of a round by disagreement, low score, surprise or don't-know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sem.analysis.agreement import mean
from sem.analysis.scoring import Profile, QuestionScore
from sem.model.questionnaire import Area, Question


class Order(StrEnum):
    """By what the questions are ordered, the most worth talking about first."""

    DISAGREEMENT = "disagreement"
    LOW_SCORE = "low-score"
    SURPRISE = "surprise"
    DONT_KNOW = "dont-know"
    QUESTIONNAIRE = "questionnaire"


@dataclass(frozen=True, slots=True)
class Topic:
    """One question to talk about.

    Args:
        number: Its place in the questionnaire, from 1.
        before: Its value in the round before; None where there is none.
    """

    number: int
    area: Area
    scored: QuestionScore
    before: float | None = None

    @property
    def question(self) -> Question:
        """The question."""
        return self.scored.question

    @property
    def mean(self) -> float | None:
        """The mean of the levels people chose, whatever the team agrees on; None where none are shown."""
        return mean(self.scored.levels) if self.scored.levels else None

    @property
    def surprise(self) -> float | None:
        """How far the mean is above the value of the round before, below 0 where it is lower; None without either."""
        own = self.mean
        return None if own is None or self.before is None else own - self.before


def topics(profile: Profile, earlier: Profile | None = None) -> tuple[Topic, ...]:
    """Return the questions of a round in the order of the questionnaire.

    Args:
        profile: The scores of the round, made of what may be shown.
        earlier: Those of the round before.
    """
    before: Mapping[str, float | None] = (
        {scored.question.id: scored.value for area in earlier.areas for scored in area.questions} if earlier else {}
    )
    pairs = ((area.area, scored) for area in profile.areas for scored in area.questions)
    return tuple(
        Topic(number, area, scored, before.get(scored.question.id)) for number, (area, scored) in enumerate(pairs, 1)
    )


def in_order(found: Iterable[Topic], order: Order) -> tuple[Topic, ...]:
    """Return topics in an order; equals as in the questionnaire, and last those of which it says nothing.

    What a team agrees on plays no part, so that the order stays as it is while people talk.
    """
    key = _KEYS[order]

    def place(topic: Topic) -> tuple[bool, float, int]:
        value = key(topic)
        return value is None, 0.0 if value is None else value, topic.number

    return tuple(sorted(found, key=place))


def _disagreement(topic: Topic) -> float | None:
    return topic.scored.agreement.r_wg if topic.scored.agreement else None


def _surprise(topic: Topic) -> float | None:
    return None if topic.surprise is None else -abs(topic.surprise)


def _dont_know(topic: Topic) -> float | None:
    return -topic.scored.dont_know or None


_KEYS: Mapping[Order, Callable[[Topic], float | None]] = {
    Order.DISAGREEMENT: _disagreement,
    Order.LOW_SCORE: lambda topic: topic.mean,
    Order.SURPRISE: _surprise,
    Order.DONT_KNOW: _dont_know,
    Order.QUESTIONNAIRE: lambda topic: topic.number,
}
