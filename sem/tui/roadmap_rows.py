"""The steps of a roadmap as rows to point at: when each starts, when at the latest, its slack, and who leads it."""

from __future__ import annotations

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.model.plan import Plan, PlannedStep, StepState
from sem.model.questionnaire import Questionnaire
from sem.reports.roadmap_words import step_words
from sem.tui.marks import marks
from sem.tui.roadmap_told import owner_name
from sem.tui.text import MISSING, cell_width, fit, pad

_LEAST_NAME = 18
_GAP = "  "


def step_table(plan: Plan, questionnaire: Questionnaire, width: int, charts: str) -> tuple[str, dict[str, str]]:
    """Return the heading and the line of each step by its id; as many columns as fit, the most important first."""
    heading = (_("Step"), _("Start"), _("Latest start"), _("Slack"), _("Weeks"), _("Led by"))
    rows = {planned.step.id: _cells(planned, plan, questionnaire, charts) for planned in plan.steps}
    columns = len(heading) if any(planned.step.owner for planned in plan.steps) else len(heading) - 1
    widths = [max(cell_width(cells[at]) for cells in (heading, *rows.values())) for at in range(len(heading))]
    while columns > 3 and _LEAST_NAME + sum(widths[1:columns]) + (columns - 1) * len(_GAP) > width:
        columns -= 1
    rest = width - sum(widths[1:columns]) - (columns - 1) * len(_GAP)
    widths[0] = min(widths[0], max(_LEAST_NAME, rest))

    def line(cells: tuple[str, ...]) -> str:
        return _GAP.join(pad(cell, widths[at]) for at, cell in enumerate(cells[:columns])).rstrip()

    return line(heading), {step: line(cells) for step, cells in rows.items()}


def _cells(planned: PlannedStep, plan: Plan, questionnaire: Questionnaire, charts: str) -> tuple[str, ...]:
    signs = marks(charts)
    mark = {StepState.DONE: signs.done, StepState.STARTED: signs.partly, StepState.WAITING: signs.todo}[planned.state]
    needed = " *" if planned.step.needed_by else ""
    if planned.state is StepState.DONE:
        latest = _("done {day}").format(day=short_day(planned.end))
    elif planned.state is StepState.STARTED:
        latest = _("under way")
    else:
        latest = short_day(planned.latest_start) if planned.latest_start else MISSING
    slack = MISSING if planned.slack is None else str(planned.slack).replace("-", "−")
    return (
        f"{mark} {step_words(questionnaire, planned.step.id)}{needed}",
        short_day(planned.start),
        latest,
        slack,
        str(planned.weeks),
        fit(owner_name(planned, plan), 24) or MISSING,
    )
