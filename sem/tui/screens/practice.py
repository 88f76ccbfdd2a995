"""A practice told in full: what one does, what it takes, and when to stop."""

from __future__ import annotations

from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.questionnaire import Estimate, Practice
from sem.tui.screens.reading import Paragraph


def practice_paragraphs(practice: Practice) -> list[Paragraph]:
    """Return the description, and as terms what it takes, what to measure, how to try it and when to stop."""
    code = language()
    told: list[Paragraph] = [practice.description.get(code)]
    told.append((_("weeks (estimate)"), _range(practice.weeks)))
    told.append((_("person-days (estimate)"), _range(practice.person_days)))
    told.append((_("measure"), practice.measure.get(code)))
    if practice.experiment:
        told.append((_("try it small"), practice.experiment.get(code)))
    if practice.kill_criterion:
        told.append((_("stop when"), practice.kill_criterion.get(code)))
    return told


def _range(estimate: Estimate) -> str:
    low, likely, high = (
        number(value, 0 if value == int(value) else 1) for value in (estimate.low, estimate.likely, estimate.high)
    )
    return _("about {likely}; at least {low}, at most {high}").format(likely=likely, low=low, high=high)
