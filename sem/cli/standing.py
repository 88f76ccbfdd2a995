"""Where a team stands, for a command; and where that can't be told, the command that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.cli.output import narrate
from sem.errors import NotFoundError
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.roadmap import Roadmap
    from sem.reports.roadmap import Standing


def standing_for(session: Session, name: str, *, anew: bool = False) -> Standing:
    """Return where the team with this name or id stands, as `standing_of` does.

    Raises:
        NotFoundError: There is no such team, or it has no answers; the advice has the command.
    """
    from sem.reports.roadmap import standing_of

    team = session.store.find_team(name)
    try:
        return standing_of(session.store, team, anew=anew)
    except NotFoundError as error:
        advice = _("Answer the questions first: {command}").format(command=session.command_line("assess", team.name))
        raise NotFoundError(error.message, advice) from None


def roadmap_for(session: Session, name: str) -> tuple[Standing, Roadmap]:
    """Return where a team stands and its roadmap of today.

    Raises:
        NotFoundError: There is no such team, or it has no answers or no ambition; the advice has the command.
        InvalidError: The ambition can't be planned at all.
    """
    standing = standing_for(session, name)
    require_ambition(session, standing)
    return standing, standing.roadmap(session.today())


def require_ambition(session: Session, standing: Standing) -> None:
    """Do nothing where the team has an ambition.

    Raises:
        NotFoundError: It has none; the advice has the command.
    """
    if standing.programme.ambition is not None:
        return
    team = standing.team.name
    advice = _("Set one: {command}").format(command=session.command_line("ambition", "set", team))
    if standing.programme.commitments:
        shown = session.command_line("commitment", "list", team)
        advice += " " + _("What people promised is there without one: {command}").format(command=shown)
    raise NotFoundError(_("{team} has no ambition yet.").format(team=team), advice)


def again(session: Session, standing: Standing) -> tuple[Standing, Roadmap]:
    """Return where a team stands and its roadmap after a change."""
    from sem.reports.roadmap import roadmap_of

    return roadmap_of(session.store, standing.team, session.today())


def narrate_verdict(standing: Standing, roadmap: Roadmap) -> None:
    """Tell on stderr whether the plan fits, and what there is to know."""
    from sem.backcast.words import verdict_sentences

    for sentence in (*verdict_sentences(roadmap.plan, standing.questionnaire, roadmap.pulled), *roadmap.warnings):
        narrate(sentence)
