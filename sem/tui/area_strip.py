"""Progress by area on one line: a cell for each area, done, partly done or open, and a frame around the current one."""

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
        runs.append((mark, "$accent bold" if here else "$foreground" if mark == marks.done else "$muted"))
        after_current = here
    runs.append(("]" if after_current else " ", "$accent bold"))
    return tuple(runs)


def _mark(area: Area, answers: Mapping[str, Answer], marks: Marks) -> str:
    given = sum(answers.get(question.id, NO_ANSWER).given for question in area.questions)
    if not given:
        return marks.todo
    return marks.done if given == len(area.questions) else marks.partly
