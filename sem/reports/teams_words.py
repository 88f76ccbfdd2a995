"""What is said of several teams side by side, in words; the same on the screens, in the terminal and in reports."""

from __future__ import annotations

from collections.abc import Iterator

from sem.analysis.comparable import Used
from sem.analysis.comparison import Break, Verdict
from sem.analysis.interval import NoInterval, Point
from sem.analysis.standing import Standing
from sem.analysis.teams import Cell, Missing, Order, TeamRow, TeamsComparison
from sem.charts.terminal.dots import DotRow
from sem.charts.terminal.heatmap import HeatCell
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number, percent, short_date
from sem.i18n import mark as N_
from sem.reports.lines import one_line
from sem.reports.words import NOTHING

_MISSING = {
    Missing.NO_ROUND: N_("no round yet"),
    Missing.HIDDEN: N_("not shown before the round is revealed"),
    Missing.BELOW_MINIMUM: N_("too few people answered to show it"),
    Missing.OTHER_QUESTIONS: N_("asked other questions, which can't stand beside these"),
    Missing.NOT_APPLICABLE: N_("does not apply to this team"),
    Missing.UNANSWERED: N_("nobody chose a level"),
}
_NO_INTERVAL = {
    NoInterval.AGREED: N_("agreed on, so without chance"),
    NoInterval.TOO_FEW: N_("too few people to say where the mean likely lies"),
    NoInterval.ALIKE: N_("all answered alike"),
}
_ORDERS = {
    Order.NAME: N_("Teams by name"),
    Order.AREA: N_("Teams by {area}, the lowest first"),
    Order.WITHIN: N_("Teams by how far their answers lie apart, the furthest first"),
    Order.BETWEEN: N_("Areas by how far the teams lie apart, the furthest first"),
}
_OTHER = {
    Break.QUESTIONNAIRE: N_("it is another questionnaire"),
    Break.VERSION: N_("its version asks something else or uses another scale"),
    Break.SCALE: N_("its scale has another number of levels"),
}


def missing_words(missing: Missing) -> str:
    """Return why a team has no mean in an area."""
    return _(_MISSING[missing])


def order_words(order: Order, area: str = "") -> str:
    """Return in which order teams and areas stand."""
    return _(_ORDERS[order]).format(area=area)


def likely_words(point: Point | None) -> str:
    """Return from where to where a mean likely lies, as ``2.1…3.4``; a dash where that can't be told."""
    if point is None or point.interval is None:
        return NOTHING
    low, high = point.interval
    return f"{number(low)}…{number(high)}"


def standing_words(one: Standing, *, two: bool) -> str:
    """Return what may be said of a team beside the others, in a few words.

    Args:
        one: How it stands.
        two: Whether there is only one other team.
    """
    if one.verdict is Verdict.REAL:
        if two:
            return _("higher than the other: real") if one.higher else _("lower than the other: real")
        return _("higher than the others: real") if one.higher else _("lower than the others: real")
    words = {
        Verdict.NOISE: _("could be noise"),
        Verdict.UNTELLABLE: _("cannot be told, n = {n}").format(n=one.n),
        Verdict.AGREED: _("agreed on, no test"),
        Verdict.NOTHING: _("nothing to compare"),
    }
    return words[one.verdict]


def cell_facts(row: TeamRow, cell: Cell) -> list[str]:
    """Return what is known of an area of a team: each fact in a few words."""
    if cell.missing or cell.scored is None:
        return [missing_words(cell.missing or Missing.UNANSWERED)]
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
    if score.spread is not None:
        facts.append(_("answers {spread} apart").format(spread=number(score.spread)))
    if score.agreement is not None:
        facts.append(_("agreement {agreement}").format(agreement=number(score.agreement.r_wg, 2)))
    asked = len(cell.area.questions)
    if cell.valued < asked:
        facts.append(_("over {n} of {total} questions").format(n=cell.valued, total=asked))
    if row.shown:
        facts.append(_("round of {day}").format(day=short_date(row.shown.round.opened)))
    return facts


def round_words(row: TeamRow) -> str:
    """Return by which round a team is compared, and what is passed over."""
    own = row.scores.shown
    if own is None:
        return missing_words(Missing.NO_ROUND)
    words = short_date(own.round.opened)
    if row.scores.newer:
        words += "; " + ngettext(
            "{n} newer round has nothing to show yet", "{n} newer rounds have nothing to show yet", row.scores.newer
        ).format(n=row.scores.newer)
    return words


def left_out_words(comparison: TeamsComparison) -> Iterator[str]:
    """Yield what is left out and why; nothing where all was asked the same."""
    base = comparison.base
    if base is None:
        return
    whole = sum(one.asked for one in comparison.areas)
    kept = sum(len(one.area.questions) for one in comparison.areas)
    if kept < whole:
        yield _(
            "Compared are {n} of the {total} questions: those that everybody in a column was asked. So a mean here may "
            "differ from the team's own scores."
        ).format(n=kept, total=whole)
    for used in base.used[1:]:
        yield _used_words(used)
    others = {one.questionnaire.areas for one in base.used}
    ids = {area.id for areas in others for area in areas} - {one.area.id for one in comparison.areas}
    if ids:
        yield ngettext(
            "{n} area of another questionnaire is not shown.", "{n} areas of other questionnaires are not shown.",
            len(ids),
        ).format(n=len(ids))  # fmt: skip
    partly = sum(cell.scored.score.withheld > 0 and cell.missing is None for row in comparison.rows
                 for cell in row.cells if cell.scored)  # fmt: skip
    if partly:
        yield ngettext(
            "In {n} cell a question is left out, because too few people answered it to show it.",
            "In {n} cells a question is left out, because too few people answered it to show it.",
            partly,
        ).format(n=partly)


def _used_words(used: Used) -> str:
    name = f"{one_line(used.questionnaire.title.get(language()))} {used.questionnaire.version}"
    total = len(used.questionnaire.questions)
    if used.compared == 0 and used.broken:
        text = ngettext(
            "{name} ({teams} team): nothing of it is compared, because {why}.",
            "{name} ({teams} teams): nothing of it is compared, because {why}.",
            used.users,
        )
        return text.format(name=name, teams=used.users, why=_(_OTHER[used.broken]))
    text = ngettext(
        "{name} ({teams} team): {n} of its {total} questions are compared.",
        "{name} ({teams} teams): {n} of its {total} questions are compared.",
        used.users,
    )
    return text.format(name=name, teams=used.users, n=used.compared, total=total)


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
