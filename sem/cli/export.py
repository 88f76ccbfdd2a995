"""`sem export`: pictures and files of the last round or the roadmap of one team, or of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.base import Example, command, option
from sem.cli.options import OVERWRITE, TEAM_OR_NONE, format_option, out_option
from sem.cli.output import emit, narrate
from sem.cli.pictures import PICTURES, Wish, look_of, picture_options, tell_lacking
from sem.errors import InvalidError, NotFoundError, SemError, StoreError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.reports.export import FIGURES

if TYPE_CHECKING:
    from sem.charts.figures.sheet import Look
    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.reports.files import Destination


@command(
    "export",
    help=N_(
        "Write a team's last round, or its roadmap, as pictures or files, and print the path of each. "
        "Without a team: those of every team."
    ),
    examples=(
        Example('sem export "Team West" --png', N_("A picture for a slide, in exports/")),
        Example(N_('sem export "Team West" --svg --csv --out report'), N_("A picture and tables, in another folder")),
        Example("sem export --png", N_("The pictures of all teams")),
        Example('sem export "Team West" --svg --theme print --width 16', N_("A drawing to print, 16 cm wide")),
        Example('sem export "Team West" --roadmap --png --ics', N_("A roadmap as a picture and for a calendar")),
        Example("sem export --all --json", N_("All teams with all rounds in one file, for sem import")),
        Example("sem export --all --xlsx", N_("All answers of all teams in one workbook")),
    ),
)  # fmt: skip
@TEAM_OR_NONE
@option(
    "--all",
    "everything",
    is_flag=True,
    help=N_("One file of all teams with all rounds, as --json, --csv or --xlsx, which “sem import” reads."),
)
@option("--roadmap", is_flag=True, help=N_("The roadmap instead of the last round."))
@format_option("png", N_("A picture: the radar, or the roadmap."))
@format_option("svg", N_("The same as a drawing that can be enlarged."))
@format_option("pdf", N_("The same to print."))
@format_option("csv", N_("Two tables: the scores and the answers; of a roadmap one, a row a step."))
@format_option("json", N_("All numbers for programs."))
@format_option("xlsx", N_("With --all: a workbook of all answers."))
@format_option("md", N_("The roadmap as a document in Markdown."))
@format_option("ics", N_("The roadmap's latest starts, milestones and kill dates for a calendar."))
@format_option("mermaid", N_("The roadmap as a Gantt chart for a wiki."))
@option(
    "--figure", "figures", multiple=True, type=click.Choice(FIGURES),
    help=N_("Which picture of a round; may be repeated. Without it: the profile."),
)  # fmt: skip
@picture_options
@out_option()
@OVERWRITE
@click.pass_obj
def export(
    session: Session,
    name: str | None,
    everything: bool,
    roadmap: bool,
    formats: tuple[str, ...],
    figures: tuple[str, ...],
    theme: str | None,
    width: str | None,
    height: str | None,
    dpi: str | None,
    out: str,
    overwrite: bool,
) -> int | None:
    """Write the last round or the roadmap of one team or of all teams."""
    from sem.reports.files import Destination, team_slugs

    if everything:
        from sem.cli.export_all import export_everything

        if name is not None or roadmap:
            raise click.UsageError(_("--all is about all teams and their rounds. Leave the rest out."))
        export_everything(session, formats, Destination(Path(out), overwrite=overwrite))
        return None
    if "xlsx" in formats:
        raise click.UsageError(
            _("A workbook is of all teams (--all), or a report: {command}.").format(
                command=session.command_line("report", name=name or _("Team West"), options=("--xlsx",))
            )
        )
    store = session.store
    pictures = any(format_ in formats for format_ in PICTURES)
    look = look_of(session, Wish(theme, width, height, dpi), pictures=pictures)
    if figures and not pictures:
        raise click.UsageError(_("--figure is about pictures: add --png, --svg or --pdf."))
    if figures and roadmap:
        raise click.UsageError(_("A roadmap has one picture: leave out --figure."))
    contents = _roadmaps(session, formats, look) if roadmap else _rounds(session, formats, look, figures)
    known, unreadable = store.teams_and_errors()
    teams = [store.find_team(name)] if name is not None else list(known)
    errors: list[SemError] = list(unreadable) if name is None else []
    slugs = team_slugs([*known, *teams])
    destination = Destination(Path(out), overwrite=overwrite)
    done = 0
    for number, team in enumerate(teams, 1):
        try:
            if len(teams) > 1:
                narrate(_("{n} of {total}: {team}").format(n=number, total=len(teams), team=team.name))
            drawn = False
            for path in contents(destination, slugs[team.id], team):
                emit(str(path))
                done += 1
                drawn = drawn or path.suffix[1:] in PICTURES
            if drawn:
                tell_lacking([team.name])
        except NotFoundError as error:
            # Of all teams those that have it; of one that is named it is an error.
            if name is not None:
                raise
            narrate(_("{team} is passed over: {why}").format(team=team.name, why=error.message))
        except (StoreError, InvalidError) as error:
            # One team that can't be read is no reason to do without the others; what holds for all is said once.
            if error.message not in [known.message for known in errors]:
                errors.append(error)
    if not done and not errors:
        raise NotFoundError(
            _("There is nothing to export: no team has a roadmap yet.")
            if roadmap
            else _("There is nothing to export: no team has a round yet."),
            _("Start one: {command}").format(
                command=session.command_line(*(("ambition", "set") if roadmap else ("assess",)), name=_("Team West"))
            ),
        )
    return guard.told(errors)


Contents = Callable[["Destination", str, "Team"], Iterator[Path]]
"""Writes what was asked for of a team, under the name its files get, and yields the paths."""


def _rounds(session: Session, formats: tuple[str, ...], look: Look, figures: tuple[str, ...]) -> Contents:
    from sem.reports.export import FORMATS, export_to

    if not {*FORMATS} >= {*formats}:
        from sem.reports.roadmap_export import ROADMAP_FORMATS

        only_roadmap = [f"--{format_}" for format_ in ROADMAP_FORMATS if format_ in formats and format_ not in FORMATS]
        raise click.UsageError(
            _("Only a roadmap can be written with {options}: add --roadmap.").format(options=", ".join(only_roadmap))
        )
    wanted = [format_ for format_ in FORMATS if format_ in formats]
    drawn = [figure for figure in FIGURES if figure in (figures or FIGURES[:1])]
    if not wanted:
        raise click.UsageError(_("Say what to write: --png, --svg, --pdf, --csv or --json; more than one may be."))

    def write(destination: Destination, name: str, team: Team) -> Iterator[Path]:
        rounds = session.store.rounds(team.id)
        if not rounds:
            raise NotFoundError(
                _("There is nothing to export: {team} has no round yet.").format(team=team.name),
                _("Start one: {command}").format(command=session.command_line("assess", name=team.name)),
            )
        yield from export_to(destination, name, session.store, team, rounds[-1], wanted, look, drawn)

    return write


def _roadmaps(session: Session, formats: tuple[str, ...], look: Look) -> Contents:
    from sem.reports.roadmap import roadmap_of
    from sem.reports.roadmap_export import ROADMAP_FORMATS, export_roadmap

    wanted = [format_ for format_ in ROADMAP_FORMATS if format_ in formats]
    if not wanted:
        options = ", ".join(f"--{format_}" for format_ in ROADMAP_FORMATS)
        raise click.UsageError(_("Say what to write: {options}; more than one may be.").format(options=options))

    def write(destination: Destination, name: str, team: Team) -> Iterator[Path]:
        standing, roadmap = roadmap_of(session.store, team, session.today())
        yield from export_roadmap(destination, name, standing, roadmap, wanted, look)

    return write
