"""`sem export`: pictures and files of the last round of one team, or of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.base import Example, argument, command, option
from sem.cli.completion import team_names
from sem.cli.output import emit, narrate
from sem.errors import NotFoundError, StoreError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session

DEFAULT_FOLDER = "exports"


@command(
    "export",
    help=N_(
        "Write a team's last round as pictures or files, and print the path of each. "
        "Without a team: the last round of every team."
    ),
    examples=(
        Example('sem export "Team West" --png', N_("A picture for a slide, in exports/")),
        Example(N_('sem export "Team West" --svg --csv --out report'), N_("A picture and tables, in another folder")),
        Example("sem export --png", N_("The pictures of all teams")),
    ),
)  # fmt: skip
@argument("name", metavar=N_("TEAM"), required=False, shell_complete=team_names, help=N_("The name or id of the team."))
@option("--png", "formats", flag_value="png", multiple=True, help=N_("The radar as a picture."))
@option("--svg", "formats", flag_value="svg", multiple=True, help=N_("The radar as a drawing that can be enlarged."))
@option("--pdf", "formats", flag_value="pdf", multiple=True, help=N_("The radar to print."))
@option("--csv", "formats", flag_value="csv", multiple=True, help=N_("Two tables: the scores and the answers."))
@option("--json", "formats", flag_value="json", multiple=True, help=N_("The scores for programs."))
@option("--out", metavar=N_("DIR"), default=DEFAULT_FOLDER, show_default=True, help=N_("The folder to write in."))
@option("--overwrite", is_flag=True, help=N_("Replace files of an earlier export; else new ones get a number."))
@click.pass_obj
def export(session: Session, name: str | None, formats: tuple[str, ...], out: str, overwrite: bool) -> int | None:
    """Write the last round of one team or of all teams."""
    from sem.reports.export import FORMATS, export_to
    from sem.reports.files import Destination, team_slugs

    wanted = [format_ for format_ in FORMATS if format_ in formats]
    if not wanted:
        raise click.UsageError(_("Say what to write: --png, --svg, --pdf, --csv or --json; more than one may be."))
    store = session.store
    known, unreadable = store.teams_and_errors()
    teams = [store.find_team(name)] if name is not None else list(known)
    errors = list(unreadable) if name is None else []
    slugs = team_slugs([*known, *teams])
    destination = Destination(Path(out), overwrite=overwrite)
    done = 0
    for number, team in enumerate(teams, 1):
        try:
            rounds = store.rounds(team.id)
            if not rounds:
                if name is None:
                    narrate(_("{team} has no round yet: passed over.").format(team=team.name))
                continue
            if len(teams) > 1:
                narrate(_("{n} of {total}: {team}").format(n=number, total=len(teams), team=team.name))
            for path in export_to(destination, slugs[team.id], store, team, rounds[-1], wanted):
                emit(str(path))
                done += 1
        except StoreError as error:
            # One team that can't be read is no reason to do without the others.
            errors.append(error)
    if not done and not errors:
        whose = teams[0].name if name is not None else ""
        raise NotFoundError(
            _("There is nothing to export: {team} has no round yet.").format(team=whose)
            if whose
            else _("There is nothing to export: no team has a round yet."),
            _("Start one: {command}").format(command=session.command_line("assess", name=whose or _("Team West"))),
        )
    return guard.told(errors)
