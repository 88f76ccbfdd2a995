"""Moves a team on to another questionnaire, and tells what of its programme the new one does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sem.model.assessment import Round
from sem.model.plan import step_id, step_parts
from sem.model.programme import NextQuestionnaire, Programme
from sem.model.questionnaire import Questionnaire
from sem.programme.roadmap import record_of


class Left(StrEnum):
    """What in a programme may speak of something that a questionnaire does not have any more."""

    TARGET = "target"
    """The ambition has a target for an area that is gone."""
    EDIT = "edit"
    """The team changed a step of an area that is gone."""
    OWN_PRACTICE = "own-practice"
    """A practice of the team's own belongs to an area that is gone."""
    PREREQUISITE = "prerequisite"
    """A prerequisite of the team's own is about an area that is gone."""
    HISTORY = "history"
    """A step of an area that is gone was started, done, dropped or shown to be done."""
    EXPERIMENT = "experiment"
    """An experiment is for such a step."""
    PRACTICE_DONE = "practice-done"
    """The team says that it shows a practice that is gone."""
    PLANNED_PRACTICE = "planned-practice"
    """The plan that was fixed counts on a practice that is gone."""


LET_GO = frozenset({Left.TARGET, Left.EDIT, Left.OWN_PRACTICE, Left.PREREQUISITE})
"""What the ambition lets go of, because nothing can be planned with it; all else is kept as it is."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One thing in a programme that a questionnaire does not know.

    Args:
        id: The id of the area, step, experiment or practice.
        area: The id of the area that is gone; empty where only a practice is.
    """

    kind: Left
    id: str
    area: str = ""


def follows(programme: Programme, before: Questionnaire, after: Questionnaire) -> bool:
    """Return whether a team's ambition goes along from one questionnaire to another.

    It does if it is about the first, and the other has at least one of the areas it has targets for; else it stays with
    the rounds that it came from.
    """
    ambition = programme.ambition
    if ambition is None or programme.questionnaire not in ("", before.id):
        return False
    areas = {area.id for area in after.areas}
    return not ambition.levels or any(area in areas for area in ambition.levels)


def left_behind(programme: Programme, before: Questionnaire, after: Questionnaire) -> tuple[LeftBehind, ...]:
    """Return what in a programme speaks of areas and practices of a questionnaire that another does not have.

    Args:
        programme: What the team wants and plans; where its ambition does not follow, nothing of it is left behind.
        before: What it goes by, with the practices it goes by.
        after: What it is to go by, with its practices.
    """
    if not follows(programme, before, after):
        return ()
    practices = {one.id for one in before.practices} - {one.id for one in after.practices}
    return tuple(dict.fromkeys(_left(programme, _gone(before, after), practices)))


def move_on(programme: Programme, before: Questionnaire, after: Questionnaire, chosen: NextQuestionnaire) -> Programme:
    """Return the programme of a team whose next round uses another questionnaire.

    Where the ambition follows it lets go of what is in `LET_GO`, and is about the other questionnaire from now on.
    Plans that were fixed, and what happened, stay as they are.

    Args:
        programme: What the team wants and plans.
        before: What the team used until now.
        after: What its next round uses.
        chosen: The same, as it is kept.
    """
    moved = replace(programme, next_questionnaire=chosen)
    ambition = programme.ambition
    if ambition is None or not follows(programme, before, after):
        return moved
    gone = _gone(before, after)
    about = after.id if programme.questionnaire else ""
    return replace(
        moved,
        questionnaire=about,
        ambition=replace(
            ambition,
            levels={area: level for area, level in ambition.levels.items() if area not in gone},
            weights={area: weight for area, weight in ambition.weights.items() if area not in gone},
            edits={step: edit for step, edit in ambition.edits.items() if _area_of(step) not in gone},
            prerequisites=tuple(
                need for need in ambition.prerequisites if not gone & {need.before_area, need.area}
            ),
            practices=tuple(one for one in ambition.practices if one.area not in gone),
        ),
    )  # fmt: skip


def is_waiting(chosen: NextQuestionnaire, rounds: Sequence[Round]) -> bool:
    """Return whether no round has begun with what a team chose, since it did.

    Args:
        chosen: What the team chose.
        rounds: Its rounds, the oldest first.
    """
    at = next((place for place, one in enumerate(rounds) if one.id == chosen.after), None)
    # A machine that lacks that round goes by the day.
    later = [one for one in rounds if one.opened >= chosen.chosen_on] if at is None else rounds[at + 1 :]
    wanted = chosen.ref
    return not any(
        one.questionnaire.id == wanted.id and one.questionnaire.version >= wanted.version for one in later
    )  # fmt: skip


def _gone(before: Questionnaire, after: Questionnaire) -> set[str]:
    return {area.id for area in before.areas} - {area.id for area in after.areas}


def _area_of(step: str | None) -> str:
    return step_parts(step or "")[0]


def _left(programme: Programme, gone: set[str], practices: set[str]) -> Iterator[LeftBehind]:
    ambition = programme.ambition
    if ambition is not None:
        targets = (*ambition.levels, *ambition.weights)
        yield from (LeftBehind(Left.TARGET, area, area) for area in targets if area in gone)
        yield from (LeftBehind(Left.EDIT, step, _area_of(step)) for step in ambition.edits if _area_of(step) in gone)
        yield from (LeftBehind(Left.OWN_PRACTICE, one.id, one.area) for one in ambition.practices if one.area in gone)
        for need in ambition.prerequisites:
            for area in (need.before_area, need.area):
                if area in gone:
                    yield LeftBehind(Left.PREREQUISITE, step_id(need.before_area, need.before_level), area)
        yield from (LeftBehind(Left.PRACTICE_DONE, id_) for id_ in ambition.practices_done if id_ in practices)
    happened = (*programme.progress, *programme.dropped, *(one.step for one in programme.evidence))
    yield from (LeftBehind(Left.HISTORY, step, _area_of(step)) for step in happened if _area_of(step) in gone)
    for experiment in programme.experiments:
        if _area_of(experiment.step) in gone:
            yield LeftBehind(Left.EXPERIMENT, experiment.id, _area_of(experiment.step))
    record = record_of(programme)
    for planned in record.steps if record else ():
        for practice in planned.step.practices:
            if practice in practices:
                yield LeftBehind(Left.PLANNED_PRACTICE, practice)
