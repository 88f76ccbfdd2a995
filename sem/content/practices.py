"""The practices for a questionnaire that has none of its own: those that ship with the program, for the same areas."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sem.content.library import load_questionnaire
from sem.errors import SemError
from sem.model.questionnaire import Practice, Questionnaire

_WITH_PRACTICES = "service-excellence"


def with_practices(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire with practices for its areas, where there are any.

    A short scan and the full questionnaire ask about the same areas on the same scale, so what raises an area is the
    same too. Areas that the questionnaire has not are left out, also as prerequisites.
    """
    if questionnaire.practices:
        return questionnaire
    try:
        shipped = _shipped()
    except SemError:
        return questionnaire
    areas = {area.id for area in questionnaire.areas}
    practices = (
        replace(practice, prerequisites=tuple(need for need in practice.prerequisites if need.area in areas))
        for practice in shipped
        if practice.area in areas
    )
    return replace(questionnaire, practices=tuple(practices))


@cache
def _shipped() -> tuple[Practice, ...]:
    # Every look at a plan asks for them, and reading the files takes longer than planning.
    return load_questionnaire(_WITH_PRACTICES).practices
