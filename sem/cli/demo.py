"""`sem demo`: made-up teams in a workspace of their own, and the radar of one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, command
from sem.cli.options import out_option
from sem.cli.output import emit, narrate
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session

FOLDER = "demo"


@command(
    "demo",
    help=N_(
        "Make a workspace with made-up teams, beside your own, and the radar of one of them, whose path is printed. "
        "What is there already stays as it is. A folder with teams of your own is refused, unless the made-up ones "
        "are among them already."
    ),
    examples=(
        Example("sem demo", N_("Make it, with the radar in exports/")),
        Example(N_("sem demo --data ./demo --out slides"), N_("Choose both folders")),
    ),
)  # fmt: skip
@out_option(N_("The folder for the radar."))
@click.pass_obj
def demo(session: Session, out: str) -> None:
    """Make the demonstration and its radar."""
    from sem.content.library import DEFAULT, load_questionnaire
    from sem.demo.build import build, own_teams
    from sem.reports.export import export_round

    if session.data_option is None:
        session.data_option = str(session.data.parent / FOLDER)
    store = session.store
    own = own_teams(store)
    if own:
        raise InvalidError(
            _("{folder} has teams of your own, such as {team}.").format(
                folder=session.data.absolute(), team=own[0].name
            ),
            _("Made-up teams do not belong between them. Choose another folder with --data."),
        )
    narrate(_("The demonstration is in {folder}").format(folder=session.data.absolute()))
    teams = build(
        store,
        load_questionnaire(DEFAULT),
        session.today(),
        tell=lambda team: narrate(_("{team}: ready").format(team=team)),
    )
    main = teams[0]
    narrate(_("Drawing the radar of {team} …").format(team=main.name))
    for path in export_round(store, main, store.rounds(main.id)[-1], ["png"], Path(out)):
        emit(str(path))
    narrate(_("Open the screens with it: {command}").format(command=session.command_line()))
    narrate(_("Or read the scores: {command}").format(command=session.command_line("scores", name=main.name)))
