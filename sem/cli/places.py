"""`sem locate`: where everything is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, command
from sem.cli.options import JSON
from sem.cli.output import emit, emit_json
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session

FORMAT = 1


@command(
    "locate",
    help=N_("Tell where your data and settings are. A place that is not there yet is made when it is needed."),
    examples=(
        Example("sem locate", N_("Show all places")),
        Example("sem locate --json", N_("Print them for a program")),
    ),
)
@JSON
@click.pass_obj
def locate(session: Session, as_json: bool) -> None:
    """Tell where everything is."""
    from sem.content.library import shipped_folder
    from sem.reports.lines import align

    places = {
        "data": (_("Teams and answers"), session.data.absolute()),
        "settings": (_("Settings"), session.settings_file.absolute()),
        "state": (_("Log and locks of this machine"), session.state.absolute()),
        "cache": (_("What may be deleted at any time"), session.cache.absolute()),
        "questionnaires": (_("Questionnaires"), shipped_folder()),
    }
    if as_json:
        emit_json({"format": FORMAT, **{name: str(path) for name, (_title, path) in places.items()}})
        return
    for line in align([[title, str(path)] for title, path in places.values()]):
        emit(line)
