"""`sem scores`: the scores of a team's last round, as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import team_names
from sem.cli.output import emit, emit_json, terminal_columns
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session


@command(
    "scores",
    help=N_(
        "Show the scores of a team's last round: mean, level, coverage, agreement, and what blocks the next level."
    ),
    examples=(
        Example('sem scores "Team West"', N_("Show the scores")),
        Example('sem scores "Team West" --json', N_("Print them for a program")),
    ),
)  # fmt: skip
@argument("name", metavar=N_("TEAM"), shell_complete=team_names, help=N_("The name or id of the team."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON, for programs."))
@click.pass_obj
def scores(session: Session, name: str, as_json: bool) -> None:
    """Show the scores of a team's last round."""
    from sem.analysis.scoring import profile

    store = session.store
    team = store.find_team(name)
    rounds = store.rounds(team.id)
    if not rounds:
        raise NotFoundError(
            _("{team} has no round yet.").format(team=team.name),
            _("Start one: {command}").format(command=session.command_line("assess", name=team.name)),
        )
    last = rounds[-1]
    scored = profile(store.questionnaire(last), store.responses(last), last.consensus)
    if as_json:
        from sem.reports.scores import scores_json

        emit_json(scores_json(team, last, scored))
        return
    from sem.reports.score_text import score_lines

    for line in score_lines(team, last, scored, terminal_columns()):
        emit(line)
