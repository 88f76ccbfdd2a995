"""`sem scores`: the scores of a team's last round, as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, command
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, terminal_columns
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.analysis.disclosure import Disclosed
    from sem.cli.session import Session
    from sem.model.assessment import Team


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
@TEAM
@JSON
@click.pass_obj
def scores(session: Session, name: str, as_json: bool) -> None:
    """Show the scores of a team's last round."""
    team, shown = last_round(session, name)
    if as_json:
        from sem.reports.scores import scores_json

        emit_json(scores_json(team, shown))
        return
    from sem.reports.score_text import score_lines

    for line in score_lines(team, shown, terminal_columns()):
        emit(line)


def last_round(session: Session, name: str) -> tuple[Team, Disclosed]:
    """Return the team with this name or id, and what may be shown of its last round.

    Raises:
        NotFoundError: There is no such team, or it has no round yet; the advice has the command.
    """
    from sem.reports.shown import shown_round

    store = session.store
    team = store.find_team(name)
    rounds = store.rounds(team.id)
    if not rounds:
        raise NotFoundError(
            _("{team} has no round yet.").format(team=team.name),
            _("Start one: {command}").format(command=session.command_line("assess", name=team.name)),
        )
    return team, shown_round(store, rounds[-1])
