"""`sem report`: everything about a team, or about all, as one document to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sem.cli import guard
from sem.cli.base import Example, command, option
from sem.cli.options import OVERWRITE, TEAM_OR_NONE, format_option, out_option
from sem.cli.output import emit, narrate
from sem.cli.pictures import tell_lacking
from sem.errors import InvalidError, NotFoundError, SemError, StoreError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.reports.house_style import HouseStyle
    from sem.reports.report import Subject
    from sem.reports.report_export import ReportFormat

_DRAWN = frozenset({"html", "pdf", "pptx"})
"""The forms that have pictures."""
_ALL = "all-teams"
"""What the report on all teams is called after."""


@command(
    "report",
    help=N_(
        "Write everything about a team as one document to hand over: how the score is made, the profile, where people "
        "agree, what changed, the ambition with its roadmap, and the answers as far as they may be shown. With --all: "
        "a report on each team, and one that sets all teams side by side."
    ),
    examples=(
        Example('sem report "Team West" --html', N_("A page for the browser, in exports/")),
        Example(N_('sem report "Team West" --md --without-answers --out report'), N_("Without what people answered")),
        Example("sem report --all --html --pptx", N_("A report on each team and one on all of them")),
    ),
)  # fmt: skip
@TEAM_OR_NONE
@option("--all", "every", is_flag=True, help=N_("A report on each team, and one on all of them."))
@format_option("html", N_("A page that needs no other file."))
@format_option("md", N_("Text in Markdown, for a wiki."))
@format_option("pdf", N_("A document to print or to send."))
@format_option("xlsx", N_("A workbook with charts and tables to go on with."))
@format_option("pptx", N_("Slides with charts that can be edited."))
@option(
    "--round",
    "wish",
    metavar=N_("ID"),
    help=N_("Another round than the last one with scores; “sem round list” shows the ids."),
)
@option("--without-answers", is_flag=True, help=N_("Leave out what people answered and wrote."))
@out_option()
@OVERWRITE
@click.pass_obj
def report(
    session: Session,
    name: str | None,
    every: bool,
    formats: tuple[str, ...],
    wish: str | None,
    without_answers: bool,
    out: str,
    overwrite: bool,
) -> int | None:
    """Write the report on one team, or on each of them and all together."""
    from sem.cli.round_telling import find_round
    from sem.reports.house_style import house_style_of
    from sem.reports.report_export import REPORT_FORMATS
    from sem.reports.report_pptx import require_pptx

    if (name is None) is not every:
        raise click.UsageError(_("Name one team, or say --all."))
    if every and wish is not None:
        raise click.UsageError(_("--round is about one team: name it."))
    wanted = [format_ for format_ in REPORT_FORMATS if format_ in formats]
    if not wanted:
        options = ", ".join(f"--{format_}" for format_ in REPORT_FORMATS)
        raise click.UsageError(_("Say what to write: {options}; more than one may be.").format(options=options))
    if "pptx" in wanted:
        require_pptx()
    style = house_style_of(session.sure_settings, session.settings_file)
    work = _Work(session, wanted, style, Path(out), overwrite=overwrite, answers=not without_answers)
    if every:
        return work.all_teams()
    team = session.store.find_team(cast("str", name))
    narrate(_("Writing the report on {team} …").format(team=team.name))
    work.write(team, find_round(session, team, wish) if wish is not None else None)
    return None


class _Work:
    """What one run writes, and where.

    Args:
        session: The surroundings of the run.
        formats: What to write of each report.
        style: The colours and the logo.
        out: The folder.
        overwrite: Whether files of an earlier run are replaced.
        answers: Whether reports on a team have what people answered.
    """

    def __init__(
        self, session: Session, formats: Sequence[ReportFormat], style: HouseStyle, out: Path, *, overwrite: bool,
        answers: bool,
    ) -> None:  # fmt: skip
        from sem.reports.files import Destination, team_slugs

        self._session, self._formats, self._style, self._answers = session, formats, style, answers
        self._destination = Destination(out, overwrite=overwrite)
        self.teams, self.unreadable = session.store.teams_and_errors()
        self._slugs = team_slugs(self.teams)

    def write(self, team: Team, round_: Round | None = None) -> Subject:
        """Write the report on a team, print the paths, and return what it is about."""
        from sem.reports.report import gather, team_report
        from sem.reports.report_export import export_report

        subject = gather(self._session.store, team, self._session.today(), round_)
        report = team_report(subject, answers=self._answers)
        for path in export_report(self._destination, self._slugs[team.id], report, self._formats, self._style):
            emit(str(path))
        if _DRAWN.intersection(self._formats):
            tell_lacking([team.name])
        return subject

    def all_teams(self) -> int | None:
        """Write a report on each team and one on all, and return the exit code that unreadable teams make."""
        from sem.reports.report_export import export_report
        from sem.reports.report_teams import TeamInBrief, in_brief, teams_report

        errors: list[SemError] = [*self.unreadable]
        briefs: list[TeamInBrief] = []
        for number, team in enumerate(self.teams, 1):
            narrate(_("{n} of {total}: {team}").format(n=number, total=len(self.teams), team=team.name))
            try:
                briefs.append(in_brief(self.write(team)))
            except NotFoundError as error:
                narrate(_("{team} is passed over: {why}").format(team=team.name, why=error.message))
            except (StoreError, InvalidError) as error:
                # One team that can't be read is no reason to do without the others.
                errors.append(error)
        if not briefs and not errors:
            raise NotFoundError(
                _("There is nothing to report: no team has a round yet."),
                _("Start one: {command}").format(command=self._session.command_line("assess", name=_("Team West"))),
            )
        if briefs:
            narrate(_("All teams"))
            report = teams_report(briefs, self._session.today())
            for path in export_report(self._destination, _ALL, report, self._formats, self._style):
                emit(str(path))
        return guard.told(errors)
