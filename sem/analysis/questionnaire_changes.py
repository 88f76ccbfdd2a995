"""From two questionnaires to what one asks otherwise than the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sem.analysis.comparison import Break, break_between
from sem.model.questionnaire import Area, Level, Practice, Question, Questionnaire


class Part(StrEnum):
    """What may differ about a question, an area or a practice that is in both questionnaires."""

    STATEMENT = "statement"
    LEVELS = "levels"
    """What its five levels say."""
    HELP = "help"
    LABEL = "label"
    WEIGHT = "weight"
    TRAIT = "trait"
    AREA = "area"
    """Where it belongs."""
    TITLE = "title"
    DESCRIPTION = "description"
    INSIDE = "inside"
    KIND = "kind"
    LEVEL = "level"
    """Which level a practice leads to."""
    EFFORT = "effort"
    NEEDS = "needs"
    """What has to be there before a practice."""


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that is in both, with what differs."""

    before: Question
    after: Question
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChangedArea:
    """An area that is in both, with what differs besides its questions."""

    before: Area
    after: Area
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChangedPractice:
    """A practice that is in both, with what differs."""

    before: Practice
    after: Practice
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireChanges:
    """What one questionnaire has otherwise than another; everything goes by its permanent id.

    Args:
        broken: Why scores by the two can't be set side by side; None where they can.
        levels: Levels of the scale with another name or meaning, or that only one of the two has.
        added: Questions that only the later one has, each with its area; so are the other pairs.
        unchanged: How many questions are the same, word for word and in weight.
    """

    before: Questionnaire
    after: Questionnaire
    broken: Break | None
    levels: tuple[tuple[Level | None, Level | None], ...]
    areas_added: tuple[Area, ...]
    areas_removed: tuple[Area, ...]
    areas_changed: tuple[ChangedArea, ...]
    added: tuple[tuple[Area, Question], ...]
    removed: tuple[tuple[Area, Question], ...]
    changed: tuple[ChangedQuestion, ...]
    practices_added: tuple[Practice, ...]
    practices_removed: tuple[Practice, ...]
    practices_changed: tuple[ChangedPractice, ...]
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Whether the two ask the same, in the same words, and offer the same practices."""
        return not (
            self.broken or self.levels or self.areas_added or self.areas_removed or self.areas_changed
            or self.added or self.removed or self.changed
            or self.practices_added or self.practices_removed or self.practices_changed
        )  # fmt: skip


def questionnaire_changes(before: Questionnaire, after: Questionnaire) -> QuestionnaireChanges:
    """Return what a later questionnaire has otherwise than an earlier one."""
    questions = {question.id: (area, question) for area, question in before.items()}
    now = {question.id: (area, question) for area, question in after.items()}
    areas = {area.id: area for area in before.areas}
    areas_now = {area.id: area for area in after.areas}
    practices = {practice.id: practice for practice in before.practices}
    practices_now = {practice.id: practice for practice in after.practices}
    both = [(questions[id_], now[id_]) for id_ in now if id_ in questions]
    changed = tuple(
        ChangedQuestion(old, new, parts) for (area, old), (area_now, new) in both
        if (parts := tuple(_question_parts(old, new, moved=area.id != area_now.id)))
    )  # fmt: skip
    return QuestionnaireChanges(
        before,
        after,
        break_between(before, after),
        tuple(_levels(before, after)),
        areas_added=tuple(area for area in after.areas if area.id not in areas),
        areas_removed=tuple(area for area in before.areas if area.id not in areas_now),
        areas_changed=tuple(
            ChangedArea(areas[area.id], area, parts) for area in after.areas
            if area.id in areas and (parts := tuple(_area_parts(areas[area.id], area)))
        ),
        added=tuple(one for id_, one in now.items() if id_ not in questions),
        removed=tuple(one for id_, one in questions.items() if id_ not in now),
        changed=changed,
        practices_added=tuple(one for one in after.practices if one.id not in practices),
        practices_removed=tuple(one for one in before.practices if one.id not in practices_now),
        practices_changed=tuple(
            ChangedPractice(practices[one.id], one, parts) for one in after.practices
            if one.id in practices and (parts := tuple(_practice_parts(practices[one.id], one)))
        ),
        unchanged=len(both) - len(changed),
    )  # fmt: skip


def _differing(pairs: Mapping[Part, tuple[object, object]]) -> Iterator[Part]:
    return (part for part, (old, new) in pairs.items() if old != new)


def _question_parts(old: Question, new: Question, *, moved: bool) -> Iterator[Part]:
    if moved:
        yield Part.AREA
    yield from _differing({
        Part.STATEMENT: (old.statement, new.statement),
        Part.LEVELS: (old.levels, new.levels),
        Part.HELP: (old.help, new.help),
        Part.LABEL: (old.label, new.label),
        Part.WEIGHT: (old.weight, new.weight),
        Part.TRAIT: (old.trait, new.trait),
    })  # fmt: skip


def _area_parts(old: Area, new: Area) -> Iterator[Part]:
    yield from _differing({
        Part.TITLE: ((old.title, old.short), (new.title, new.short)),
        Part.DESCRIPTION: (old.description, new.description),
        Part.KIND: (old.kind, new.kind),
        Part.INSIDE: (old.inside, new.inside),
    })  # fmt: skip


def _practice_parts(old: Practice, new: Practice) -> Iterator[Part]:
    yield from _differing({
        Part.TITLE: (old.title, new.title),
        Part.AREA: (old.area, new.area),
        Part.LEVEL: (old.level, new.level),
        Part.KIND: (old.kind, new.kind),
        Part.EFFORT: ((old.weeks, old.person_days), (new.weeks, new.person_days)),
        Part.DESCRIPTION: (
            (old.description, old.measure, old.experiment, old.kill_criterion),
            (new.description, new.measure, new.experiment, new.kill_criterion),
        ),
        Part.NEEDS: (old.prerequisites, new.prerequisites),
    })  # fmt: skip


def _levels(before: Questionnaire, after: Questionnaire) -> Iterator[tuple[Level | None, Level | None]]:
    old = {level.number: level for level in before.levels}
    new = {level.number: level for level in after.levels}
    for number in sorted({*old, *new}):
        if old.get(number) != new.get(number):
            yield old.get(number), new.get(number)
