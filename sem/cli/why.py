"""`sem why`: the answers and sentences that a number in a team's last round comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, terminal_columns
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session


@command(
    "why",
    help=N_(
        "Tell why a score of a team's last round is what it is: which answers it comes from, in whose words, and what "
        "keeps it from the next level. WHAT is an area or a question; without it, the overall score."
    ),
    examples=(
        Example('sem why "Team West"', N_("Open the overall score")),
        Example('sem why "Team West" culture', N_("Open the score of an area")),
        Example('sem why "Team West" CUL-02 --json', N_("Open a question, for a program")),
    ),
)  # fmt: skip
@TEAM
@argument("what", metavar=N_("WHAT"), required=False, default="", help=N_("The id or name of an area or a question."))
@JSON
@click.pass_obj
def why(session: Session, name: str, what: str, as_json: bool) -> None:
    """Tell why a score is what it is."""
    from sem.cli.scores import last_round
    from sem.reports.why import find_subject, why_json, why_lines

    team, shown = last_round(session, name)
    subject = find_subject(shown, what)
    if as_json:
        emit_json(why_json(team, shown, subject))
        return
    for line in why_lines(team, shown, subject, terminal_columns(), session.today()):
        emit(line)
