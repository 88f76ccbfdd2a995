"""The report on all teams: side by side but in no order of merit, what changed in each, and where each is going."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sem.analysis.comparison import Comparison, Verdict
from sem.analysis.disclosure import Disclosed
from sem.analysis.teams import Order, TeamRow, TeamsComparison, TeamScores, compare_teams
from sem.analysis.words import agreement_word, withheld_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, percent, short_date
from sem.model.assessment import Team
from sem.model.plan import StepState
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL
from sem.programme.commitments import CommitmentState, in_order
from sem.reports.comparison_text import signed, verdict_words
from sem.reports.document import Block, Facts, Figure, Paragraph, Share, Value, cells, typed_table
from sem.reports.report import Report, Section, Subject
from sem.reports.report_pictures import heat_map_picture, radars_picture
from sem.reports.report_plan import fit_words
from sem.reports.roadmap_names import Names
from sem.reports.roadmap_words import listed
from sem.reports.table_words import table_for_people
from sem.reports.tables import QUESTION_COLUMNS, SCORE_COLUMNS, Cell, question_rows, score_rows
from sem.reports.words import NOTHING


@dataclass(frozen=True, slots=True)
class TeamInBrief:
    """What the report on all teams says of one.

    Args:
        scores: Its round.
        comparison: What changed since the round before; None where there is none to compare with.
        rounds: How many rounds with scores there are, this one counted.
        target: The day of its ambition; None without one.
        verdict: Whether its plan fits, in a sentence; empty without a plan.
        next_step: The step that is under way or comes next, with who leads it; empty without one.
        experiments: How many experiments it has.
        to_do: How many commitments are still to do, and how many of those are too late.
    """

    scores: TeamScores
    comparison: Comparison | None
    rounds: int
    target: date | None
    verdict: str
    next_step: str
    experiments: int
    to_do: tuple[int, int]


def in_brief(subject: Subject) -> TeamInBrief:
    """Return what the report on all teams says of the subject of a report on one."""
    verdict, next_step = "", ""
    if subject.roadmap and subject.standing:
        plan, questionnaire = subject.roadmap.plan, subject.standing.questionnaire
        verdict = fit_words(subject.roadmap, subject.standing)
        names = Names(subject.roadmap, questionnaire)
        ahead = next((one for one in plan.steps if one.state is not StepState.DONE), None)
        if ahead:
            next_step = ", ".join(
                filter(None, (names.step(ahead.step.id), names.owner(ahead), short_date(ahead.start)))
            )
    states = [state for _one, state in in_order(subject.programme, subject.today)]
    overdue = states.count(CommitmentState.OVERDUE)
    return TeamInBrief(
        scores=TeamScores(subject.team, subject.shown, len(subject.newer)),
        comparison=subject.comparison,
        rounds=len(subject.trend.rounds),
        target=subject.programme.ambition.target_date if subject.programme.ambition else None,
        verdict=verdict or subject.unplanned,
        next_step=next_step,
        experiments=len(subject.programme.experiments),
        to_do=(states.count(CommitmentState.OPEN) + overdue, overdue),
    )


def teams_report(briefs: Sequence[TeamInBrief], today: date) -> Report:
    """Return the report on several teams, in the language in use; nothing in it puts teams in order but their names."""
    comparison = compare_teams([brief.scores for brief in briefs])
    ordered = sorted(briefs, key=lambda brief: [row.team.id for row in comparison.rows].index(brief.scores.team.id))
    sections = [
        _method(comparison),
        _side_by_side(comparison),
        _apart(comparison),
        _changes(ordered),
        _plans(ordered),
    ]
    kept = [section for section in sections if section is not None]
    told = tuple((section.title, section.message) for section in kept if section.message)
    people = sum(brief.scores.shown.people for brief in briefs if brief.scores.shown)
    days = [brief.scores.shown.round.opened for brief in briefs if brief.scores.shown]
    facts = (
        (_("Teams"), str(len(briefs))),
        (_("People who answered"), str(people)),
        (_("Rounds"), _("{first} to {last}").format(first=long_date(min(days)), last=long_date(max(days)))),
        (_("Report made on"), long_date(today)),
    )
    title = ngettext(
        "Service excellence: {n} team", "Service excellence: {n} teams", len(briefs)
    ).format(n=len(briefs))  # fmt: skip
    summary = Section("summary", _("In short"), "", (Facts(told),))
    return Report(title, facts, (summary, *kept), today)


def _method(comparison: TeamsComparison) -> Section:
    texts = [
        _("Every team judged its own work: people chose for each question one of five levels, by the description that "
          "fits best. The score of an area is the mean of its questions; no answer never counts as zero."),
        _("Teams stand by name. They are not put in order of their scores, because they judge different work, and a "
          "strict team looks worse than a mild one. Use this to see where teams can learn from each other."),
        _("The mean of a team is over the questions that all teams beside it were asked, so it may differ from the "
          "report on that team. How far each number may be trusted stands in that report."),
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(" ".join(texts))]
    for row in comparison.rows:
        shown = row.scores.shown
        if shown is not None and (words := withheld_words(shown.profile)):
            blocks.append(Paragraph(f"{row.team.name}: {words}"))
    return Section("method", _("How these scores are made"), "", tuple(blocks), tab=_("Method"))


def _side_by_side(comparison: TeamsComparison) -> Section:
    title = _("Teams side by side")
    scored = [row for row in comparison.rows if any(cell.mean is not None for cell in row.cells)]
    rows = []
    for row in comparison.rows:
        rows.append(cells(row.team.name, *_round_cells(row), *((_mean(c.mean), c.mean) for c in row.cells)))
    areas = tuple(one.area.short.get(language()) for one in comparison.areas)
    header = (_("Team"), _("Round"), _("n"), _("Coverage"), _("Agreement"), *areas)
    words = _("The mean of each team in each area, {low} to {high}; — means: nothing to show.").format(
        low=LOWEST_LEVEL, high=HIGHEST_LEVEL
    )
    table = typed_table(header, rows, (LOWEST_LEVEL, HIGHEST_LEVEL))
    drawn = heat_map_picture(comparison) if scored else None
    # Of the round only how many people are behind it, where there is room for a few columns.
    few = (0, 2, *range(len(header) - len(areas), len(header)))
    blocks: list[Block] = [Figure(title, words, table, drawn, columns=few)]
    if scored:
        told = _("The radar of each team, all on the same axes; the numbers stand in the table above.")
        blocks.append(Figure(_("Radars of the teams"), told, None, radars_picture(comparison)))
    message = ngettext(
        "{n} of {total} team has scores that may be shown.", "{n} of {total} teams have scores that may be shown.",
        len(comparison.rows),
    ).format(n=len(scored), total=len(comparison.rows))  # fmt: skip
    data = (
        table_for_people(_("Scores"), SCORE_COLUMNS, partial(_tidy, comparison, score_rows)),
        table_for_people(_("Questions"), QUESTION_COLUMNS, partial(_tidy, comparison, question_rows)),
    )
    return Section("teams", title, message, tuple(blocks), data)


def _tidy(
    comparison: TeamsComparison, rows: Callable[[Team, Disclosed], Iterator[tuple[Cell, ...]]]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a tidy table of each team, by its own round and with all its questions."""
    for row in comparison.rows:
        if row.scores.shown is not None:
            yield from rows(row.team, row.scores.shown)


def _round_cells(row: TeamRow) -> Iterator[tuple[str, Value]]:
    shown = row.scores.shown
    assert shown is not None
    overall = shown.profile.overall
    yield short_date(shown.round.opened), shown.round.opened
    yield (NOTHING, None) if overall.unseen else (str(overall.n), overall.n)
    yield (NOTHING, None) if overall.coverage is None else (percent(overall.coverage), Share(overall.coverage))
    yield (NOTHING if overall.agreement is None else agreement_word(overall.agreement)), None


def _mean(mean: float | None) -> str:
    return NOTHING if mean is None else number(mean)


def _apart(comparison: TeamsComparison) -> Section | None:
    """Return in which areas the teams lie furthest apart: there they can learn most from each other."""
    found = [(one.area, comparison.apart(one.area.id)) for one in comparison.ordered(Order.BETWEEN).areas]
    found = [(area, apart) for area, apart in found if apart.spread is not None]
    if not found:
        return None
    rows = [
        cells(
            area.short.get(language()),
            (str(apart.teams), apart.teams),
            (_mean(apart.low), apart.low),
            (_mean(apart.high), apart.high),
            (_mean(apart.spread), apart.spread),
        )
        for area, apart in found
    ]
    message = _("Teams lie furthest apart in {areas}: there they can learn most from each other.").format(
        areas=listed(area.short.get(language()) for area, _apart in found[:2])
    )
    header = (_("Area"), _("Teams"), _("Lowest"), _("Highest"), _("Spread"))
    return Section("apart", _("Where teams differ"), message, (typed_table(header, rows),))


def _changes(briefs: Sequence[TeamInBrief]) -> Section:
    rows = []
    real: list[str] = []
    for brief in briefs:
        name, comparison = brief.scores.team.name, brief.comparison
        if comparison is None:
            why = (_("nothing to compare"), _("first round with scores"), _("no earlier round asked the same"))
            rows.append(cells(name, NOTHING, NOTHING, why[min(brief.rounds, 2)], NOTHING))
            continue
        overall = comparison.overall
        before = comparison.before.round.opened
        moved = [one for one in comparison.areas if one.verdict is Verdict.REAL and one.area and one.change is not None]
        if overall.verdict is Verdict.REAL or moved:
            real.append(name)
        change = NOTHING if overall.change is None else signed(overall.change)
        areas = listed(f"{one.area.short.get(language())} {signed(one.change or 0)}" for one in moved if one.area)
        rows.append(
            cells(name, (short_date(before), before), (change, overall.change), verdict_words(overall),
                  areas or NOTHING)
        )  # fmt: skip
    if real:
        message = _("Really changed since the round before: {teams}.").format(teams=listed(real))
    else:
        message = _("Of no team may it be said that it really changed since the round before.")
    header = (_("Team"), _("Since"), _("Moved overall"), _("Verdict"), _("Areas that really changed"))
    note = Paragraph(
        _("Real: chance alone rarely gives such a change. What could be noise, or cannot be told with so few people, "
          "is no sign that nothing changed.")
    )  # fmt: skip
    return Section("changes", _("What changed"), message, (typed_table(header, rows), note))


def _plans(briefs: Sequence[TeamInBrief]) -> Section | None:
    """Return where each team is going; None where none has an ambition, an experiment or a commitment."""
    if not any(brief.target or brief.experiments or brief.to_do[0] for brief in briefs):
        return None
    rows = []
    for brief in briefs:
        to_do, overdue = brief.to_do
        late = _("{n} too late").format(n=overdue)
        rows.append(
            cells(
                brief.scores.team.name,
                (short_date(brief.target), brief.target) if brief.target else NOTHING,
                brief.verdict or NOTHING,
                brief.next_step or NOTHING,
                (str(brief.experiments), brief.experiments),
                f"{to_do} ({late})" if overdue else (str(to_do), to_do),
            )
        )
    count = sum(brief.target is not None for brief in briefs)
    message = ngettext(
        "{n} team has set an ambition.", "{n} teams have set an ambition.", count
    ).format(n=count)  # fmt: skip
    header = (_("Team"), _("Target date"), _("Does it fit"), _("Next step"), _("Experiments"), _("Commitments to do"))
    return Section("plans", _("Where teams are going"), message, (typed_table(header, rows),))
