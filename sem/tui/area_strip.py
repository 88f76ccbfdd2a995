"""Progress by area on one line: a cell for each area says how it was answered, with a frame around the current."""

from __future__ import annotations

from collections.abc import Mapping

from sem.model.assessment import NO_ANSWER, Answer
from sem.model.questionnaire import Area, Questionnaire
from sem.tui.marks import Marks
from sem.tui.text import Runs


def area_strip(questionnaire: Questionnaire, answers: Mapping[str, Answer], current: str, marks: Marks) -> Runs:
    """Return the strip; two cells an area and one more."""
    runs: list[tuple[str, str]] = []
    after_current = False
    for area in questionnaire.areas:
        here = area.id == current
        runs.append(("[" if here else "]" if after_current else " ", "$accent bold"))
        mark = _mark(area, answers, marks)
        runs.append(
            (mark, "$accent bold" if here else "$muted" if mark in (marks.todo, marks.partly) else "$foreground")
        )
        after_current = here
    runs.append(("]" if after_current else " ", "$accent bold"))
    return tuple(runs)


def answer_mark(answer: Answer, marks: Marks) -> str:
    """Return the character for one answer: a level, don't know, not applicable, or still open."""
    if answer.level is not None:
        return marks.done
    if answer.dont_know:
        return marks.dont_know
    return marks.todo if answer.not_applicable is None else marks.not_applicable


def _mark(area: Area, answers: Mapping[str, Answer], marks: Marks) -> str:
    """Return the character that all questions of an area share; mixed ones are done, or partly done."""
    found = {answer_mark(answers.get(question.id, NO_ANSWER), marks) for question in area.questions}
    if len(found) == 1:
        return found.pop()
    return marks.partly if marks.todo in found else marks.done
