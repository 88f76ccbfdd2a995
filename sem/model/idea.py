"""Ideas: first collected without judging, later clustered, voted on and answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_IDEA = 1000


class IdeaPhase(StrEnum):
    """How far a collection of ideas is; it only goes on, never back."""

    COLLECTING = "collecting"
    """Anyone hands in ideas, nobody sees those of others, nobody judges."""
    OPEN = "open"
    """All ideas are seen and built upon; clusters are made."""
    VOTING = "voting"
    """Everyone has the same number of votes; they are hidden until all have voted."""
    CHOOSING = "choosing"
    """The votes are seen; ideas are picked, and all others get an answer."""


class IdeaFate(StrEnum):
    """What became of an idea."""

    WAITING = "waiting"
    EXPERIMENT = "experiment"
    PRACTICE = "practice"
    ANSWERED = "answered"
    """Not taken, and the group said why."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea; nothing tells who had it, or when.

    Args:
        id: Random, so that the order of ids says nothing.
        text: In the words of whoever handed it in.
        cluster: What the group calls the ideas it belongs with; empty before that.
        answer: What the group says to it.
        became: The id of the experiment or of the practice it became; None for neither.
    """

    id: str
    text: str
    cluster: str = ""
    fate: IdeaFate = IdeaFate.WAITING
    answer: str = ""
    became: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one person: the ids of different ideas."""

    voter: str
    ideas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdeaBox:
    """The collection of ideas for one ambition.

    Args:
        question: What ideas are asked for; empty for the one that comes with the program.
        votes_each: How many votes everyone has.
        voters: How many people vote; 0 while that is not said.
        ideas: By id.
        ballots: By voter; nobody sees them before `voted` says so.
        closed_because: Why voting ended before all had voted; empty where all had.
    """

    phase: IdeaPhase = IdeaPhase.COLLECTING
    question: str = ""
    votes_each: int = 3
    voters: int = 0
    ideas: tuple[Idea, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    closed_because: str = ""

    @property
    def voted(self) -> bool:
        """Whether all have voted, so that the votes may be seen."""
        return self.phase is IdeaPhase.CHOOSING

    def idea(self, idea_id: str) -> Idea:
        """Return an idea.

        Raises:
            KeyError: There is no such idea.
        """
        for idea in self.ideas:
            if idea.id == idea_id:
                return idea
        raise KeyError(idea_id)
