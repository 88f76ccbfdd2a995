"""The assessment: teams, their rounds, and the answers of the respondents in a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Questionnaire, Version

LONGEST_NAME = 80
LONGEST_NOTE = 4000


class RoundKind(StrEnum):
    """How respondents are known in a round; chosen at its start."""

    NAMED = "named"
    ALIAS = "alias"
    ANONYMOUS = "anonymous"


class RoundState(StrEnum):
    """How far a round is: answering, discussing, or for ever fixed."""

    OPEN = "open"
    REVEALED = "revealed"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a question is not applicable."""

    OUT_OF_SCOPE = "out-of-scope"
    DONE_ELSEWHERE = "done-elsewhere"
    NOT_HERE = "not-here"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure a respondent is of an answer."""

    SURE = "sure"
    FAIRLY = "fairly"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A question that does not apply, with the reason; `text` says it in the respondent's own words."""

    reason: Reason
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a respondent says to one question: a level, not applicable, or don't know; or only a note so far.

    An answer without any of the three is no answer: it is never counted as zero.

    Raises:
        ValueError: More than one of the three is given, or the level is not 1 to 5.
    """

    level: int | None = None
    not_applicable: NotApplicable | None = None
    dont_know: bool = False
    note: str = ""
    confidence: Confidence | None = None

    def __post_init__(self) -> None:
        if (self.level is not None) + (self.not_applicable is not None) + self.dont_know > 1:
            raise ValueError("an answer is a level, not applicable, or don't know: one of the three")
        if self.level is not None and not LOWEST_LEVEL <= self.level <= HIGHEST_LEVEL:
            raise ValueError(f"level {self.level} is not {LOWEST_LEVEL} to {HIGHEST_LEVEL}")

    @property
    def given(self) -> bool:
        """Whether the respondent chose: a level, not applicable or don't know."""
        return self.level is not None or self.not_applicable is not None or self.dont_know


NO_ANSWER = Answer()


@dataclass(frozen=True, slots=True)
class Team:
    """Who is assessed."""

    id: str
    name: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionnaireRef:
    """Which questionnaire a round uses: the digest fixes its very words."""

    id: str
    version: Version
    digest: str


@dataclass(frozen=True, slots=True)
class Round:
    """One assessment of one team with one version of one questionnaire.

    Args:
        consensus: The level the team agreed on, by question id; kept beside the answers, never instead of them.
    """

    id: str
    team_id: str
    questionnaire: QuestionnaireRef
    opened: date
    kind: RoundKind = RoundKind.NAMED
    state: RoundState = RoundState.OPEN
    consensus: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person, or one group that answers together, in one round."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's answers in a round, by question id.

    Args:
        place: The question that was on the screen last; None before the first.
    """

    respondent: Respondent
    answers: Mapping[str, Answer] = field(default_factory=dict)
    place: str | None = None

    def answer(self, question_id: str) -> Answer:
        """Return the answer to a question, which may be no answer yet."""
        return self.answers.get(question_id, NO_ANSWER)

    def answered(self, questionnaire: Questionnaire) -> int:
        """Return how many of the questionnaire's questions have been given an answer."""
        return sum(self.answer(question.id).given for question in questionnaire.questions)
