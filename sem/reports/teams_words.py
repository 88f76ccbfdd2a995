"""Several teams side by side as facts in words, and as the cells and rows of charts in the terminal."""

from __future__ import annotations

from sem.analysis.interval import NoInterval, Point
from sem.analysis.teams import Cell, Missing, TeamRow, TeamsComparison
from sem.analysis.teams_words import (
    left_out_words,
    missing_words,
    order_words,
    round_words,
    standing_sentences,
    standing_words,
)
from sem.charts.terminal.dots import DotRow
from sem.charts.terminal.heatmap import HeatCell
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import number, percent
from sem.reports.lines import one_line
from sem.reports.words import NOTHING

__all__ = [
    "cell_facts",
    "dot_rows",
    "heat_cells",
    "left_out_words",
    "likely_words",
    "missing_words",
    "order_words",
    "round_words",
    "standing_sentences",
    "standing_words",
]

_NO_INTERVAL = {
    NoInterval.AGREED: N_("agreed on, so without chance"),
    NoInterval.TOO_FEW: N_("too few people to say where the mean likely lies"),
    NoInterval.ALIKE: N_("all answered alike"),
}


def likely_words(point: Point | None) -> str:
    """Return from where to where a mean likely lies, as ``2.1…3.4``; a dash where that can't be told."""
    if point is None or point.interval is None:
        return NOTHING
    low, high = point.interval
    return f"{number(low)}…{number(high)}"


def cell_facts(row: TeamRow, cell: Cell) -> list[str]:
    """Return what is known of an area of a team: each fact in a few words."""
    if cell.missing or cell.scored is None:
        missing = missing_words(cell.missing or Missing.UNANSWERED)
        return [missing, _("round of {day}").format(day=round_words(row))] if row.shown else [missing]
    score = cell.scored.score
    level = NOTHING if score.gap_free_level is None else str(score.gap_free_level)
    facts = [_("mean {mean}").format(mean=number(score.mean or 0.0)), _("gap-free level {level}").format(level=level)]
    if cell.point and cell.point.interval:
        facts.append(_("likely {likely}").format(likely=likely_words(cell.point)))
    elif cell.point and cell.point.why_none in _NO_INTERVAL:
        facts.append(_(_NO_INTERVAL[cell.point.why_none]))
    if score.coverage is not None:
        facts.append(_("coverage {share}").format(share=percent(score.coverage)))
    facts.append(f"n = {score.n}")
    if score.agreement is not None:
        facts.append(_("agreement {agreement}").format(agreement=number(score.agreement.r_wg, 2)))
    asked = len(cell.area.questions)
    if cell.valued < asked:
        facts.append(_("over {n} of {total} questions").format(n=cell.valued, total=asked))
    facts.append(_("round of {day}").format(day=round_words(row)))
    if score.spread is not None:
        facts.append(_("answers {spread} apart").format(spread=number(score.spread)))
    return facts


def heat_cells(comparison: TeamsComparison) -> list[list[HeatCell]]:
    """Return the cells of a heat map."""
    return [
        [HeatCell(cell.mean, cell.missing.value if cell.missing else "") for cell in row.cells]
        for row in comparison.rows
    ]


def dot_rows(comparison: TeamsComparison, area_id: str) -> list[DotRow]:
    """Return the rows of a dot plot of one area: each team's mean, with where it likely lies."""
    rows = []
    for row in comparison.rows:
        cell = row.cell(area_id)
        low, high = cell.point.interval if cell.point and cell.point.interval else (None, None)
        withheld = cell.missing in (Missing.HIDDEN, Missing.BELOW_MINIMUM)
        rows.append(DotRow(one_line(row.team.name), cell.mean, cell.gap_free_level, low, high, withheld))
    return rows
