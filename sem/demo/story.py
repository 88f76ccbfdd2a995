"""The story that the demonstration tells: which teams there are, who is in them, and how they are doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ORGANISATION = "Waterland"


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
class RoundStory:
    """One round of a team.

    Args:
        days_ago: When it was opened, counted from the day of the demonstration.
        levels: What the team is worth, by area id, 1 to 5; other areas are worth `elsewhere`.
        finished: Which part of the questions each person has answered, 0 to 1, in order; everybody all when empty.
    """

    days_ago: int
    levels: Mapping[str, float]
    elsewhere: float = 2.0
    finished: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamStory:
    """One team.

    Args:
        divided: How far the two camps are apart, by area id.
    """

    name: str
    people: tuple[Person, ...]
    rounds: tuple[RoundStory, ...]
    tags: tuple[str, ...] = ()
    divided: Mapping[str, float] = field(default_factory=dict)


_BEFORE_PILOT = {
    "customer-understanding": 2.3,
    "vision-strategy": 2.6,
    "leadership": 2.1,
    "culture": 2.8,
    "experience-design": 1.6,
    "employee-engagement": 1.9,
    "processes-organisation": 2.0,
    "monitoring": 2.9,
    "innovation": 1.8,
    "ux": 2.9,
    "cjm": 1.9,
    "cx": 1.7,
}

# Eight weeks with one assignment: make sure that the customer is satisfied, no matter what. What people may do
# themselves moves most; vision and figures, which lie outside the team, hardly move.
_AFTER_PILOT = _BEFORE_PILOT | {
    "customer-understanding": 3.7,
    "leadership": 3.3,
    "culture": 3.6,
    "experience-design": 2.7,
    "employee-engagement": 3.8,
    "processes-organisation": 3.1,
    "innovation": 2.6,
    "ux": 3.2,
    "cjm": 2.7,
    "cx": 2.3,
}

PILOT = TeamStory(
    name="Webcare",
    tags=(ORGANISATION, "pilot"),
    people=(
        Person("Anouk", 0.2),
        Person("Bram", -0.4),
        Person("Fatima", 0.1),
        Person("Joris", 0.4),
        Person("Lieke", -0.1),
        Person("Mehmet", 0.0),
        Person("Sanne", -0.2),
    ),
    rounds=(RoundStory(70, _BEFORE_PILOT), RoundStory(14, _AFTER_PILOT)),
)

DIVIDED = TeamStory(
    name="Servicedesk",
    tags=(ORGANISATION,),
    people=(
        Person("Daan", 0.1, camp=1),
        Person("Eva", -0.1, camp=-1),
        Person("Hugo", 0.0, camp=1),
        Person("Ilse", -0.3, camp=-1),
        Person("Karim", 0.2, camp=1),
        Person("Noor", 0.0, camp=-1),
        Person("Pieter", 0.3, camp=1),
        Person("Rosa", -0.2, camp=-1),
    ),
    rounds=(
        RoundStory(
            21,
            {"leadership": 3.0, "culture": 2.9, "monitoring": 3.6, "processes-organisation": 3.1, "cx": 2.0},
            elsewhere=2.5,
        ),
    ),
    divided={"leadership": 2.6, "culture": 3.0, "employee-engagement": 1.8},
)

HALFWAY = TeamStory(
    name="Planning",
    tags=(ORGANISATION,),
    people=(Person("Gijs", 0.1), Person("Jasmin", -0.2), Person("Maud", 0.3), Person("Olaf"), Person("Tess", -0.1)),
    rounds=(RoundStory(3, {"monitoring": 3.2, "ux": 1.9, "vision-strategy": 2.9}, 2.3, (1.0, 1.0, 0.6, 0.4, 0.1)),),
)

STORY = (PILOT, DIVIDED, HALFWAY)
