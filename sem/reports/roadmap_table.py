"""The steps of a roadmap as a table: one row a step, for a spreadsheet, a planning program or an issue tracker."""

from __future__ import annotations

from collections.abc import Iterator

from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.plan import PlannedStep
from sem.model.questionnaire import PracticeKind, Questionnaire
from sem.model.roadmap import Roadmap
from sem.reports.roadmap_names import Names
from sem.reports.roadmap_words import step_state_word
from sem.reports.tables import Cell

COLUMNS = (
    "ID",
    "Summary",
    "Duration",
    "Start",
    "Finish",
    "Predecessors",
    "Resource_Names",
    "Latest_Start",
    "Latest_Finish",
    "Slack_Weeks",
    "State",
    "Area",
    "Level",
    "Kind",
    "Work_Days",
    "Weeks_Low",
    "Weeks_Likely",
    "Weeks_High",
    "Needed_For",
    "Step",
    "Description",
)
"""The names that planning programs and issue trackers know for these columns, in English in both languages."""


def step_rows(roadmap: Roadmap, questionnaire: Questionnaire) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each step, by start; predecessors are the numbers of rows, dates are ISO 8601."""
    names = Names(roadmap, questionnaire)
    numbers = {planned.step.id: number for number, planned in enumerate(roadmap.plan.steps, 1)}
    separator = ";" if language() == "nl" else ","
    for planned in roadmap.plan.steps:
        step = planned.step
        before = sorted({numbers[d.step] for d in step.after if d.step in numbers})
        yield (
            numbers[step.id],
            names.step(step.id),
            _("{n} wks").format(n=planned.weeks),
            planned.start.isoformat(),
            planned.end.isoformat(),
            separator.join(map(str, before)),
            names.owner(planned),
            planned.latest_start.isoformat() if planned.latest_start else None,
            planned.latest_end.isoformat() if planned.latest_end else None,
            planned.slack,
            step_state_word(planned.state),
            names.area(step.area),
            step.level,
            _("surprise") if step.kind is PracticeKind.DELIGHTER else _("basic"),
            step.person_days.likely,
            step.weeks.low,
            step.weeks.likely,
            step.weeks.high,
            separator.join(str(numbers[i]) for i in step.needed_by if i in numbers),
            step.id,
            _description(planned, names),
        )


def _description(planned: PlannedStep, names: Names) -> str:
    return "\n".join(names.practices(planned))
