"""What a story for a demonstration consists of: teams, the people in them, and how they are doing in each round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sem.model.assessment import RoundKind
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who answers.

    Args:
        mildness: What they add to every level, on average: strict people are below 0.
        camp: Which side they are on where the team is divided: −1, 0 or 1.
    """

    name: str
    mildness: float = 0.0
    camp: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the team agrees on for the first question of an area, with the sentence that decides it."""

    area: str
    level: int
    because: str


@dataclass(frozen=True, slots=True)
class RoundStory:
    """One round of a team.

    Args:
        days_ago: When it was opened, counted from the day of the demonstration.
        levels: What the team is worth, by area id, 1 to 5; other areas are worth `elsewhere`.
        finished: Which part of the questions each person has answered, 0 to 1, in order; everybody all when empty.
        people: The names of those who answer; everybody of the team when empty.
        anonymous: Whether they answer without their names.
        closed: Whether the round is over; the newest one may still be talked about.
        agreed: What was agreed on when it was discussed.
    """

    days_ago: int
    levels: Mapping[str, float]
    elsewhere: float = 2.0
    finished: tuple[float, ...] = ()
    people: tuple[str, ...] = ()
    anonymous: bool = False
    closed: bool = False
    agreed: tuple[Agreed, ...] = ()

    @property
    def kind(self) -> RoundKind:
        """How respondents are known in it."""
        return RoundKind.ANONYMOUS if self.anonymous else RoundKind.NAMED


@dataclass(frozen=True, slots=True)
class Now:
    """Where a team stands on the day of the demonstration.

    Args:
        questionnaire: With the practices that a plan is made of.
        levels: The level of each area in the newest round; None where it is not known.
        today: The day of the demonstration.
        opened: The day on which the newest round was opened.
        round: Its id.
    """

    questionnaire: Questionnaire
    levels: Mapping[str, int | None]
    today: date
    opened: date
    round: str


Plot = Callable[[Programme, Now], Programme]
"""What a team wants, plans, tries and measures."""


@dataclass(frozen=True, slots=True)
class TeamStory:
    """One team.

    Args:
        divided: How far the two camps are apart, by area id.
        plot: What becomes of its programme; None where it has none.
    """

    name: str
    people: tuple[Person, ...]
    rounds: tuple[RoundStory, ...]
    tags: tuple[str, ...] = ()
    divided: Mapping[str, float] = field(default_factory=dict)
    plot: Plot | None = None
