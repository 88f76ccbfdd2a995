"""Looks at the practices together: does each step of an area have one, and can each be reached from a gap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sem.content.nodes import Mapping, shown
from sem.content.problems import Problems
from sem.i18n import gettext as _
from sem.model.questionnaire import LEVEL_NUMBERS, Questionnaire


def lint_practices(
    questionnaire: Questionnaire, roots: Sequence[Mapping], errors: Problems, warnings: Problems
) -> None:
    """Add what is wrong between practices of a questionnaire that was read without a problem.

    A prerequisite that no practice leads to is an error, because the practice that waits for it waits for ever. A step
    without a practice is a warning: a team can still think of its own.
    """
    led_to = {(practice.area, practice.level) for practice in questionnaire.practices}
    nodes = (node for root in roots for node in root.mappings("practices"))
    for practice, node in zip(questionnaire.practices, nodes, strict=True):
        for need, place in zip(practice.prerequisites, node.mappings("prerequisites"), strict=True):
            if (need.area, need.level) not in led_to:
                message = _("No practice leads to level {n} of “{area}”.").format(n=need.level, area=shown(need.area))
                errors.at(place, message, _("Write one, or ask for a level that a practice leads to."))
    areas_with_practices = {area for area, _level in led_to}
    areas = (node for root in roots for node in root.mappings("areas"))
    for area, node in zip(questionnaire.areas, areas, strict=True):
        for below, level in pairwise(LEVEL_NUMBERS):
            if area.id in areas_with_practices and (area.id, level) not in led_to:
                message = _("No practice of this area leads from level {below} to {n}.").format(below=below, n=level)
                warnings.at(node, message, _("Write one, so that a team at that level finds its next step."))
