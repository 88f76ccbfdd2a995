"""`sem idea vote`: everyone has as many votes, and nobody sees one before all have voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Example, command, option
from sem.cli.ideas import IDS, tell_box
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import narrate
from sem.cli.programmes import change_programme, try_change
from sem.cli.reading import Reader
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.idea import IdeaBox
    from sem.model.programme import Programme

USUAL_VOTES = 3


@command(
    "vote",
    help=N_(
        "Vote: name different ideas. Nobody sees a vote before all have voted; until then you may vote again, and your "
        "last votes count. --start begins the voting, and when the last vote is in it is over."
    ),
    examples=(
        Example('sem idea vote "Team West" --start --voters 6 --each 3 --yes', N_("Begin, with six people")),
        Example('sem idea vote "Team West" 3fa 9c1 d20 --voter Anouk', N_("Give three ideas a vote")),
        Example('sem idea vote "Team West" --voters 7', N_("Wait for one more")),
        Example(N_('sem idea vote "Team West" --close --reason "Bram is ill"'), N_("Close it before all have voted")),
    ),
)
@TEAM
@IDS
@option("--voter", metavar=N_("NAME"), help=N_("Who votes. Without it: the name in your settings."))
@option("--start", is_flag=True, help=N_("Begin the voting. That can't be undone."))
@option("--voters", type=int, metavar=N_("NUMBER"), help=N_("How many people vote."))
@option("--each", type=int, metavar=N_("NUMBER"), help=N_("How many votes everyone has; without it 3."))
@option("--close", is_flag=True, help=N_("End the voting. That can't be undone."))
@option("--reason", metavar=N_("TEXT"), help=N_("Why someone can't vote, if you close it early."))
@YES
@JSON
@click.pass_obj
def vote(
    session: Session,
    name: str,
    ids: tuple[str, ...],
    voter: str | None,
    start: bool,
    voters: int | None,
    each: int | None,
    close: bool,
    reason: str | None,
    yes: bool,
    as_json: bool,
) -> int | None:
    """Start voting, vote, wait for more, or close voting."""
    _check_together(ids, voter, start, voters, each, close, reason)
    team = session.store.find_team(name)
    if start:
        return _start(session, team, voters or 0, each, yes, as_json)
    if close:
        return _close(session, team, reason or "", yes, as_json)
    if voters is not None:
        _wait_for(session, team, voters, as_json)
    else:
        _vote(session, team, ids, voter, as_json)
    return None


def _check_together(
    ids: tuple[str, ...],
    voter: str | None,
    start: bool,
    voters: int | None,
    each: int | None,
    close: bool,
    reason: str | None,
) -> None:
    """Refuse what makes no sense together.

    Raises:
        UsageError: Two things are asked for at once, or nothing.
    """
    if sum((bool(ids), start, close)) > 1 or (ids and voters is not None) or (close and voters is not None):
        raise click.UsageError(_("Do one thing at a time: name ideas, --start, --voters or --close."))
    if not (ids or start or close or voters is not None):
        raise click.UsageError(_("Name the ideas that get your votes, or use --start or --close."))
    if each is not None and not start:
        raise click.UsageError(_("--each goes with --start."))
    if start and voters is None:
        raise click.UsageError(_("Say how many people vote: --voters 6."))
    if reason is not None and not close:
        raise click.UsageError(_("--reason goes with --close."))
    if voter is not None and not ids:
        raise click.UsageError(_("--voter goes with the ideas that get a vote."))


def _start(session: Session, team: Team, voters: int, each: int | None, yes: bool, as_json: bool) -> int | None:
    from sem.programme.ideas import start_voting

    def change(programme: Programme) -> Programme:
        usual = min(USUAL_VOTES, len(programme.ideas.ideas))
        return start_voting(programme, voters, usual if each is None else each)

    checked = Reader({"votes_each": "--each"}).checked(change)
    box = try_change(session, team, checked).ideas
    if not yes and not agreed(_("Begin the voting? That can't be undone: no ideas and clusters are made after it.")):
        narrate(_("Nothing is changed."))
        return guard.STOPPED
    box = change_programme(session, team, checked).ideas
    tell_box(box, as_json)
    text = ngettext("Voting has begun: {n} vote each.", "Voting has begun: {n} votes each.", box.votes_each)
    narrate(text.format(n=box.votes_each))
    command_ = session.command_line("idea", "vote", name=team.name, options=["ID", "ID", "--voter", _("NAME")])
    narrate(_("Everyone votes with: {command}").format(command=command_))
    return None


def _wait_for(session: Session, team: Team, voters: int, as_json: bool) -> None:
    from sem.programme.ideas import expect_voters

    box = change_programme(session, team, Reader().checked(lambda now: expect_voters(now, voters))).ideas
    tell_box(box, as_json)
    _tell_turnout(session, team, box)


def _close(session: Session, team: Team, reason: str, yes: bool, as_json: bool) -> int | None:
    from sem.programme.ideas import close_voting

    change = Reader().checked(lambda programme: close_voting(programme, reason))
    early = try_change(session, team, change).ideas.closed_because
    if early and not yes and not agreed(_("Close the voting before all have voted? That can't be undone.")):
        narrate(_("Nothing is changed."))
        return guard.STOPPED
    box = change_programme(session, team, change).ideas
    tell_box(box, as_json)
    _tell_turnout(session, team, box)
    return None


def _vote(session: Session, team: Team, ids: tuple[str, ...], voter: str | None, as_json: bool) -> None:
    from sem.programme.ideas import vote as give_votes

    # Never the name of the user: at a session many people vote on one laptop.
    who = voter if voter is not None else session.settings.respondent
    if not who:
        raise click.UsageError(_("Say who votes: --voter NAME. It keeps people from voting twice."))
    change = Reader({"ideas": N_("ID")}).checked(lambda programme: give_votes(programme, who, ids))
    box = change_programme(session, team, change).ideas
    tell_box(box, as_json)
    narrate(_("The votes of {name} are kept.").format(name=who))
    _tell_turnout(session, team, box)


def _tell_turnout(session: Session, team: Team, box: IdeaBox) -> None:
    if box.voted:
        narrate(_("Voting is over. Now pick or answer each idea: {command}")
                .format(command=session.command_line("idea", "list", name=team.name)))  # fmt: skip
    else:
        narrate(_("{n} of {voters} have voted; the votes are seen when all have.")
                .format(n=len(box.ballots), voters=box.voters))  # fmt: skip
