"""What is brought in of earlier assessments: teams and rounds as somebody read them, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sem.model.assessment import Answer, Consensus, RoundKind, RoundState
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class BroughtResponse:
    """One respondent's answers in a round that is brought in.

    Args:
        id: What they get as an id if nobody here has their name; a file that is read twice gives the same.
        name: Their name or alias; empty in an anonymous round.
        answers: By question id.
        origin: Where they come from, for whoever made this.
    """

    id: str
    name: str
    answers: Mapping[str, Answer]
    origin: object = None


@dataclass(frozen=True, slots=True)
class BroughtRound:
    """One round that is brought in.

    Args:
        id: What it gets as an id; a file that is read twice gives the same.
        sure: Whether the id alone tells which round it is; if not, one of the same day and questionnaire is the same.
        order: Which of the rounds of one day it is, counted from 0.
        responses: Returns the responses; each time it is asked.
        origin: Where it comes from, for whoever made this.
    """

    id: str
    questionnaire: Questionnaire
    opened: date
    responses: Callable[[], Iterable[BroughtResponse]]
    kind: RoundKind = RoundKind.NAMED
    state: RoundState = RoundState.CLOSED
    scope: str = ""
    hidden: bool = False
    invited: tuple[str, ...] = ()
    expected: int | None = None
    closed: date | None = None
    decisions: Mapping[str, Consensus] = field(default_factory=dict)
    sure: bool = False
    order: int = 0
    origin: object = None


@dataclass(frozen=True, slots=True)
class BroughtTeam:
    """One team that is brought in.

    Args:
        id: What it gets as an id if none here is it; a file that is read twice gives the same.
        programme: What it wants and plans; None where nothing is said of it.
    """

    id: str
    name: str
    tags: tuple[str, ...]
    rounds: tuple[BroughtRound, ...]
    programme: Programme | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that can't be brought in, because of what is here.

    Args:
        round: The round that it is in.
        message: What is wrong, in the user's language.
        advice: What to do about it.
        response: The response that it is in; None where it is about the whole round.
        question: The id of the question that it is about; empty where it is about none.
    """

    round: BroughtRound
    message: str
    advice: str = ""
    response: BroughtResponse | None = None
    question: str = ""


@dataclass(slots=True)
class BroughtIn:
    """What was brought in, or would be.

    Args:
        teams: How many teams are new here.
        rounds: How many rounds are new.
        respondents: How many respondents are new, over all rounds.
        answers: How many answers are new.
        changed: How many answers took the place of others.
        known: How many answers are here already.
        decisions: How many decisions of teams are new or changed.
        programmes: How many teams got an ambition, plan and experiments.
        clashes: What can't be brought in; where there is any, nothing was.
        notices: What the user should know all the same.
    """

    teams: int = 0
    rounds: int = 0
    respondents: int = 0
    answers: int = 0
    changed: int = 0
    known: int = 0
    decisions: int = 0
    programmes: int = 0
    clashes: list[Clash] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def new(self) -> bool:
        """Whether anything of it is new here."""
        return bool(
            self.teams or self.rounds or self.respondents or self.answers or self.changed or self.decisions
            or self.programmes
        )  # fmt: skip
