"""The steps of a roadmap as rows to point at: when each starts, when at the latest, its slack, and who leads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import short_date
from sem.model.plan import Plan, PlannedStep, StepState
from sem.model.questionnaire import Questionnaire
from sem.reports.roadmap_words import step_words
from sem.tui.marks import marks
from sem.tui.roadmap_told import owner_name
from sem.tui.text import MISSING, cell_width, fit, pad

_LEAST_NAME = 18
_FEWEST = 4
"""Columns that are always there; where they have no room with the weeks of the days, the weeks go."""
_GAP = "  "


def step_table(plan: Plan, questionnaire: Questionnaire, width: int, charts: str) -> tuple[str, dict[str, str]]:
    """Return the heading and the line of each step by its id; as many columns as fit, the most important first."""
    heading = (_("Step"), _("Start"), _("Latest start"), _("Slack"), _("Weeks"), _("Led by"))
    rows, widths = _laid_out(plan, questionnaire, charts, heading, short_day)
    if _needed(widths, _FEWEST) > width:
        rows, widths = _laid_out(plan, questionnaire, charts, heading, short_date)
    columns = len(heading) if any(planned.step.owner for planned in plan.steps) else len(heading) - 1
    while columns > _FEWEST and _needed(widths, columns) > width:
        columns -= 1
    widths[0] = min(widths[0], max(_LEAST_NAME, _LEAST_NAME + width - _needed(widths, columns)))

    def line(cells: tuple[str, ...]) -> str:
        return _GAP.join(pad(cell, widths[at]) for at, cell in enumerate(cells[:columns])).rstrip()

    return line(heading), {step: line(cells) for step, cells in rows.items()}


def _laid_out(
    plan: Plan, questionnaire: Questionnaire, charts: str, heading: tuple[str, ...], day: Callable[[date], str]
) -> tuple[dict[str, tuple[str, ...]], list[int]]:
    """Return the cells of each step with its days written like `day`, and how wide each column is."""
    rows = {planned.step.id: _cells(planned, plan, questionnaire, charts, day) for planned in plan.steps}
    return rows, [max(cell_width(cells[at]) for cells in (heading, *rows.values())) for at in range(len(heading))]


def _needed(widths: Sequence[int], columns: int) -> int:
    """Return the cells that the first columns need, with names cut as far as they may be."""
    return _LEAST_NAME + sum(widths[1:columns]) + (columns - 1) * len(_GAP)


def _cells(
    planned: PlannedStep, plan: Plan, questionnaire: Questionnaire, charts: str, day: Callable[[date], str]
) -> tuple[str, ...]:
    signs = marks(charts)
    mark = {StepState.DONE: signs.done, StepState.STARTED: signs.partly, StepState.WAITING: signs.todo}[planned.state]
    needed = " *" if planned.step.needed_by else ""
    if planned.state is StepState.DONE:
        latest = _("done {day}").format(day=day(planned.end))
    elif planned.state is StepState.STARTED:
        latest = _("under way")
    else:
        latest = day(planned.latest_start) if planned.latest_start else MISSING
    slack = MISSING if planned.slack is None else str(planned.slack).replace("-", "−")
    return (
        f"{mark} {step_words(questionnaire, planned.step.id)}{needed}",
        day(planned.start),
        latest,
        slack,
        str(planned.weeks),
        fit(owner_name(planned, plan), 24) or MISSING,
    )
