"""The report on a team: everything of it that may be shown, gathered once and told in sections for every form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sem.analysis.comparison import Comparison
from sem.analysis.disclosure import Disclosed
from sem.analysis.trend import Trend, last_change, trend_of
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.assessment import Round, Team
from sem.model.programme import Programme
from sem.model.roadmap import Roadmap
from sem.programme.options import Option, options_of
from sem.reports.document import Block, Facts, Heading, Paragraph
from sem.reports.roadmap import Standing, standing_of
from sem.reports.shown import shown_round
from sem.reports.tables import Cell
from sem.store import Store


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about, within the limits of what may be shown.

    Args:
        shown: The round.
        trend: The rounds up to that one.
        comparison: What changed since the round before; None where there is none to compare with.
        newer: Rounds after this one, of which nothing may be shown yet.
        standing: Where the team stands by the round that counts for its plan; None without an ambition.
        roadmap: None without an ambition, and where it can't be planned.
        options: The ways to make the ambition fit; empty where it fits.
        unplanned: Why there is no roadmap although there is an ambition; empty otherwise.
    """

    team: Team
    shown: Disclosed
    trend: Trend
    comparison: Comparison | None
    newer: tuple[Round, ...]
    programme: Programme
    standing: Standing | None
    roadmap: Roadmap | None
    options: tuple[Option, ...]
    unplanned: str
    today: date


@dataclass(frozen=True, slots=True)
class Dataset:
    """A tidy table for a spreadsheet alone, made row by row because it may be long.

    Args:
        title: What it is called, in a few words.
        columns: What a program knows its columns by.
        rows: Yields the rows anew, each as long as `columns`.
        headings: What people read above the columns; what a program knows them by where it is empty.
    """

    title: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[Cell, ...]]]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of a report.

    Args:
        id: What it is known by, such as ``profile``.
        title: What it is called.
        message: What it comes down to, in a sentence or two; may be empty.
        blocks: Its content, without its title and its message.
        data: What a spreadsheet has of it besides.
        appendix: Whether it is to look things up in.
        tab: What a sheet with it is called, in a word or two; its title where that is as short.
    """

    id: str
    title: str
    message: str
    blocks: tuple[Block, ...]
    data: tuple[Dataset, ...] = ()
    appendix: bool = False
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, the same for every form it is written in.

    Args:
        title: Its title.
        facts: What it is about: names, each with its text.
        sections: Its chapters, in order.
        day: The day it was made on.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    day: date

    def section(self, section_id: str) -> Section | None:
        """Return a section; None where the report has none."""
        return next((section for section in self.sections if section.id == section_id), None)

    def blocks(self) -> list[Block]:
        """Return it as a document."""
        blocks: list[Block] = [Heading(1, self.title), Facts(self.facts)]
        for section in self.sections:
            blocks.append(Heading(2, section.title))
            if section.message:
                blocks.append(Paragraph(section.message, strong=True))
            blocks += section.blocks
        return blocks


def gather(store: Store, team: Team, today: date, round_: Round | None = None) -> Subject:
    """Return what a report on a team is about.

    Args:
        store: Where the team is.
        team: The team.
        today: The day the report is made on.
        round_: The round; None for the newest of which there is a score to show, else the newest.

    Raises:
        NotFoundError: The team has no round.
        StoreError: Something of it can't be read.
    """
    rounds = store.rounds(team.id)
    if not rounds:
        raise NotFoundError(
            _("There is nothing to report: {team} has no round yet.").format(team=team.name),
            _("Answer the questions first."),
        )
    shown = [shown_round(store, one) for one in rounds]
    place = _place(shown, round_)
    trend = trend_of(shown[: place + 1])
    seen = bool(trend.rounds) and trend.rounds[-1].round.id == shown[place].round.id
    programme = store.programme(team.id)
    standing, roadmap, options, unplanned = _plan(store, team, programme, today)
    return Subject(
        team=team,
        shown=shown[place],
        trend=trend,
        comparison=last_change(trend) if seen else None,
        newer=tuple(one.round for one in shown[place + 1 :]) if round_ is None else (),
        programme=programme,
        standing=standing,
        roadmap=roadmap,
        options=options,
        unplanned=unplanned,
        today=today,
    )


def _place(shown: Sequence[Disclosed], round_: Round | None) -> int:
    """Return the place of the round that is meant."""
    if round_ is not None:
        return next(at for at, one in enumerate(shown) if one.round.id == round_.id)
    scored = (at for at in range(len(shown) - 1, -1, -1) if shown[at].profile.overall.mean is not None)
    return next(scored, len(shown) - 1)


def _plan(
    store: Store, team: Team, programme: Programme, today: date
) -> tuple[Standing | None, Roadmap | None, tuple[Option, ...], str]:
    if programme.ambition is None:
        return None, None, (), ""
    try:
        standing = standing_of(store, team)
    except NotFoundError as error:
        return None, None, (), error.message
    try:
        roadmap = standing.roadmap(today)
    except (NotFoundError, InvalidError) as error:
        return standing, None, (), " ".join([error.message, *(problem.message for problem in error.problems)])
    from sem.backcast.relax import relaxations

    return standing, roadmap, options_of(relaxations(roadmap.plan)), ""


def team_report(subject: Subject, *, answers: bool = True) -> Report:
    """Return the report on a team, in the language in use.

    Args:
        subject: What it is about.
        answers: Whether it has the appendix with what people answered and wrote.
    """
    from sem.reports.report_appendix import appendix
    from sem.reports.report_changes import changes, outcomes
    from sem.reports.report_plan import ambition, commitments, experiments, roadmap
    from sem.reports.report_profile import agreement, head, method, profile, summary

    made: Iterable[Section | None] = (
        method(subject),
        profile(subject),
        agreement(subject),
        changes(subject),
        outcomes(subject),
        ambition(subject),
        roadmap(subject),
        experiments(subject),
        commitments(subject),
        appendix(subject) if answers else None,
    )
    sections = [section for section in made if section is not None]
    return Report(
        _("Service excellence: {team}").format(team=subject.team.name),
        head(subject),
        (summary(sections), *sections),
        subject.today,
    )
