"""The questionnaire: areas with questions and level descriptors, the groupings over them, and the practices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from sem.model.text import Text

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 5
LEVEL_NUMBERS = tuple(range(LOWEST_LEVEL, HIGHEST_LEVEL + 1))


class AreaKind(StrEnum):
    """What an area is: a building block of service excellence, or a layer of the experience."""

    BUILDING_BLOCK = "building-block"
    LAYER = "layer"


class PracticeKind(StrEnum):
    """Whether a practice puts the basics in order or surprises."""

    BASIC = "basic"
    DELIGHTER = "delighter"


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A semantic version: a new major version means another scale or meaning, and trends break there."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def __lt__(self, other: Version) -> bool:
        return (self.major, self.minor, self.patch) < (other.major, other.minor, other.patch)

    @classmethod
    def parse(cls, text: str) -> Version:
        """Return the version written as ``1.2.3``.

        Raises:
            ValueError: `text` is not three whole numbers joined by points.
        """
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(text)
        return cls(*map(int, parts))


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the scale: its number, its name, and what it means in general."""

    number: int
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Trait:
    """What a layer is assessed on, such as customer focus."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One statement with a descriptor for each of the five levels.

    Args:
        id: Permanent; the wording may change, what it asks may not.
        label: At most a few words, for charts and tables.
        levels: The five descriptors, lowest first.
        help: What to look for: documents, numbers, behaviour.
        weight: How much it counts in its area's mean, relative to the others; above 0.
        trait: The id of the trait it asks about, in a layer; else None.
        sources: The practices or themes it comes from.
    """

    id: str
    label: Text
    statement: Text
    levels: tuple[Text, ...]
    help: Text
    weight: float = 1.0
    trait: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One thing that gets a score: a building block or a layer.

    Args:
        short: Its name for the axis of a chart.
        inside: The id of the layer this layer lies within; None for a building block and the outermost layer.
    """

    id: str
    kind: AreaKind
    title: Text
    short: Text
    description: Text
    questions: tuple[Question, ...]
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Some areas under one name, in order."""

    id: str
    title: Text
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to gather areas, such as the four dimensions of ISO 23592."""

    id: str
    title: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A guess that a team edits: low, likely and high, in one unit, never falling."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """An area and level that has to be there first, and why."""

    area: str
    level: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Practice:
    """A concrete thing to do that raises an area to a level.

    Args:
        level: The level it leads to, 2 to 5.
        weeks: How long it takes.
        person_days: How much work it is.
        experiment: A small-scale way to try it; None where that makes no sense.
        kill_criterion: What would make one stop; None where that makes no sense.
    """

    id: str
    area: str
    level: int
    kind: PracticeKind
    title: Text
    description: Text
    weeks: Estimate
    person_days: Estimate
    measure: Text
    prerequisites: tuple[Prerequisite, ...] = ()
    experiment: Text | None = None
    kill_criterion: Text | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A versioned set of areas, questions and practices, in both languages."""

    id: str
    version: Version
    title: Text
    description: Text
    levels: tuple[Level, ...]
    areas: tuple[Area, ...]
    groupings: tuple[Grouping, ...] = ()
    traits: tuple[Trait, ...] = ()
    practices: tuple[Practice, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, area by area."""
        return tuple(question for area in self.areas for question in area.questions)

    def items(self) -> Iterator[tuple[Area, Question]]:
        """Yield every question with its area, in order."""
        for area in self.areas:
            for question in area.questions:
                yield area, question

    def area(self, area_id: str) -> Area:
        """Return the area with this id.

        Raises:
            KeyError: There is none.
        """
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)

    def question(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises:
            KeyError: There is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def level(self, number: int) -> Level:
        """Return the level with this number, 1 to 5."""
        return self.levels[number - LOWEST_LEVEL]

    def of_kind(self, kind: AreaKind) -> tuple[Area, ...]:
        """Return the areas of one kind, in order."""
        return tuple(area for area in self.areas if area.kind is kind)

    @property
    def layers(self) -> tuple[Area, ...]:
        """The layers from the innermost to the outermost, however the file lists them."""
        layers = self.of_kind(AreaKind.LAYER)
        depth = {layer.id: 0 for layer in layers}
        outer = {layer.id: layer.inside for layer in layers}
        for layer in layers:
            seen = {layer.id}
            at = layer.inside
            while at in depth and at not in seen:
                seen.add(at)
                depth[layer.id] += 1
                at = outer[at]
        return tuple(sorted(layers, key=lambda layer: -depth[layer.id]))
