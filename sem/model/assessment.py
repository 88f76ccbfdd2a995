"""The assessment: teams, their rounds, and the answers of the respondents in a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Questionnaire, Version

LONGEST_NAME = 80
LONGEST_NOTE = 4000
LONGEST_SCOPE = 300
MOST_EVIDENCE = 20
"""How many pieces of evidence one answer can have."""


class RoundKind(StrEnum):
    """How respondents are known in a round; chosen at its start."""

    NAMED = "named"
    ALIAS = "alias"
    ANONYMOUS = "anonymous"

    @property
    def strictness(self) -> int:
        """How little this kind tells of who answers; where copies of a round differ, the strictest counts."""
        return list(RoundKind).index(self)


class RoundState(StrEnum):
    """How far a round is: answering, discussing, or for ever fixed; it only goes forward, in this order."""

    OPEN = "open"
    REVEALED = "revealed"
    CLOSED = "closed"

    @property
    def step(self) -> int:
        """How far this is: 0 for open; where copies of a round differ, the furthest counts."""
        return list(RoundState).index(self)


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


class EvidenceSide(StrEnum):
    """Whether evidence speaks for the level that was chosen or against it."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class AnswerEvidence:
    """What somebody saw or can show that speaks for or against an answer.

    Args:
        text: What it is.
        observed: The day it was seen; None where that is not known.
        expires: The day from which it says nothing any more; None where it stays true.
        source: Where it can be found: a link, or the path of a file; may be empty.

    Raises:
        ValueError: There is neither a text nor a source, or it expires before it was observed.
    """

    side: EvidenceSide
    text: str
    observed: date | None = None
    expires: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip() and not self.source.strip():
            raise ValueError("evidence without a text or a source")
        if self.observed is not None and self.expires is not None and self.expires < self.observed:
            raise ValueError("evidence that expires before it was observed")


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A question that does not apply, with the reason; `text` says it in the respondent's own words."""

    reason: Reason
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a respondent says to one question: a level, not applicable, or don't know; or only a note so far.

    An answer without any of the three is no answer: it is never counted as zero.

    Args:
        evidence: What speaks for it and against it, in the order in which it was given.

    Raises:
        ValueError: More than one of the three is given, the level is not 1 to 5, or there is too much evidence.
    """

    level: int | None = None
    not_applicable: NotApplicable | None = None
    dont_know: bool = False
    note: str = ""
    confidence: Confidence | None = None
    evidence: tuple[AnswerEvidence, ...] = ()

    def __post_init__(self) -> None:
        if (self.level is not None) + (self.not_applicable is not None) + self.dont_know > 1:
            raise ValueError("an answer is a level, not applicable, or don't know: one of the three")
        if self.level is not None and not LOWEST_LEVEL <= self.level <= HIGHEST_LEVEL:
            raise ValueError(f"level {self.level} is not {LOWEST_LEVEL} to {HIGHEST_LEVEL}")
        if len(self.evidence) > MOST_EVIDENCE:
            raise ValueError(f"{len(self.evidence)} pieces of evidence are more than {MOST_EVIDENCE}")

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
class Consensus:
    """What a team agreed on for one question.

    Args:
        because: The sentence that decided it; may be empty.

    Raises:
        ValueError: The level is not 1 to 5.
    """

    level: int
    because: str = ""
    decided_on: date | None = None

    def __post_init__(self) -> None:
        if not LOWEST_LEVEL <= self.level <= HIGHEST_LEVEL:
            raise ValueError(f"level {self.level} is not {LOWEST_LEVEL} to {HIGHEST_LEVEL}")


@dataclass(frozen=True, slots=True)
class Round:
    """One assessment of one team with one version of one questionnaire.

    Args:
        scope: Whom or what the answers are about, in a sentence; may be empty.
        hidden: Whether nobody sees another's answers before the round is revealed.
        invited: Who is asked to answer, by name or alias; always empty in an anonymous round.
        expected: How many are asked to answer; None where nobody said.
        closed: The day it was closed on; None before that, and where it is not known.
        decisions: What the team agreed on, by question id; kept beside the answers, never instead of them.
    """

    id: str
    team_id: str
    questionnaire: QuestionnaireRef
    opened: date
    kind: RoundKind = RoundKind.NAMED
    state: RoundState = RoundState.OPEN
    scope: str = ""
    hidden: bool = False
    invited: tuple[str, ...] = ()
    expected: int | None = None
    closed: date | None = None
    decisions: Mapping[str, Consensus] = field(default_factory=dict)

    @property
    def consensus(self) -> Mapping[str, int]:
        """The level the team agreed on, by question id."""
        return {question: decision.level for question, decision in self.decisions.items()}

    @property
    def anonymous(self) -> bool:
        """Whether nobody may ever learn who gave which answer."""
        return self.kind is RoundKind.ANONYMOUS

    @property
    def voices(self) -> int | None:
        """How many are to answer: the number that was said, else of those invited; None where neither was said."""
        return self.expected if self.expected is not None else len(self.invited) or None


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person, or one group that answers together, in one round.

    Args:
        name: Their name or alias; empty in an anonymous round.
    """

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

    def complete(self, questionnaire: Questionnaire) -> bool:
        """Whether all of the questionnaire's questions have been given an answer."""
        return self.answered(questionnaire) == len(questionnaire.questions)


@dataclass(frozen=True, slots=True)
class Participation:
    """How far those who are to answer a round are; it tells nothing of what they answered.

    Args:
        answered_any: How many gave at least one answer.
        complete: How many gave all.
        expected: How many are to answer; None where nobody said.
        names: By name or alias whether they gave all; also those invited who did not begin. None for an anonymous
            round, where nobody may learn who is late.
    """

    answered_any: int
    complete: int
    expected: int | None
    names: tuple[tuple[str, bool], ...] | None

    @property
    def people(self) -> int:
        """How many it is about: those who are to answer, and whoever answered besides."""
        return max(self.expected or 0, self.answered_any, len(self.names or ()))

    @property
    def all_complete(self) -> bool:
        """Whether everybody who is to answer gave all; never while nobody did."""
        if self.complete == 0 or self.complete < max(self.answered_any, self.expected or 0):
            return False
        return all(done for _name, done in self.names or ())
