"""`sem commitment`: what people promise at the end of a session, with an owner and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.programmes import FORMAT
from sem.cli.reading import Reader
from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.programme import Programme


def _ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the team's commitments whose ids start with what was typed; none where the data can't be read."""
    from click.shell_completion import CompletionItem

    session: Session = ctx.find_root().obj
    try:
        team = session.store.find_team(ctx.params.get("name") or "")
        known = session.store.programme(team.id).commitments
    except SemError:
        return []
    return [CompletionItem(one.id, help=one.text) for one in known if one.id.startswith(incomplete.lower())]


_ID = argument("commitment", metavar=N_("ID"), shell_complete=_ids, help=N_("The commitment, such as c1."))


@command(
    "add",
    help=N_(
        "Add a commitment: something small that one person does before a day. One or two after each session is enough: "
        "more is rarely kept."
    ),
    examples=(
        Example(
            N_('sem commitment add "Team West" "Ring three callers back" --owner Anouk --by 2026-12-11'),
            N_("What Anouk does by 11 December"),
        ),
    ),
)
@TEAM
@argument("text", metavar=N_("TEXT"), help=N_("What will be done, in one sentence."))
@option("--owner", metavar=N_("NAME"), default="", help=N_("Who does it."))
@option("--by", metavar=N_("DAY"), help=N_("The last day to have it done, such as 2027-01-30."))
@JSON
@click.pass_obj
def add(session: Session, name: str, text: str, owner: str, by: str | None, as_json: bool) -> None:
    """Add a commitment."""
    from sem.programme.commitments import CommitmentDraft, add_commitment

    team = session.store.find_team(name)
    typed = Reader({"text": N_("TEXT")})
    draft = CommitmentDraft(text, owner, typed.day("by", by))
    change = typed.checked(lambda programme: add_commitment(programme, draft, session.today()))
    programme = session.store.change_programme(team.id, change)
    _tell(session, team, programme, as_json)
    narrate(_("Kept as {id}.").format(id=programme.commitments[-1].id))


@command(
    "list",
    help=N_("List a team's commitments: who does what, by when, and what is done."),
    examples=(Example('sem commitment list "Team West"', N_("List them")),),
)
@TEAM
@JSON
@click.pass_obj
def list_(session: Session, name: str, as_json: bool) -> None:
    """List the commitments of a team."""
    team = session.store.find_team(name)
    programme = session.store.programme(team.id)
    if as_json:
        _tell(session, team, programme, as_json)
        return
    from sem.programme.commitments import in_order
    from sem.reports.commitment_text import commitment_words
    from sem.reports.lines import one_line, wrap

    for one, _state in in_order(programme, session.today()):
        for line in wrap(one_line(commitment_words(one, session.today())), terminal_columns(), "    ", f"{one.id}  "):
            emit(line)
    if not programme.commitments:
        example = session.command_line("commitment", "add", name=team.name)
        narrate(_("There are no commitments yet. Add one: {command}").format(command=example))


@command(
    "done",
    help=N_("Say that a commitment is done."),
    examples=(
        Example('sem commitment done "Team West" c1', N_("It is done today")),
        Example('sem commitment done "Team West" c1 --undo', N_("It is not done after all")),
    ),
)
@TEAM
@_ID
@option("--on", metavar=N_("DAY"), help=N_("The day, such as 2027-01-30; today without it."))
@option("--undo", is_flag=True, help=N_("It is not done after all."))
@JSON
@click.pass_obj
def done(session: Session, name: str, commitment: str, on: str | None, undo: bool, as_json: bool) -> None:
    """Say that a commitment is done, or not after all."""
    from sem.programme.commitments import find_commitment, finish_commitment

    if undo and on is not None:
        raise click.UsageError(_("--undo takes no day."))
    team = session.store.find_team(name)
    typed = Reader()
    day = None if undo else typed.day("on", on) or session.today()
    change = typed.checked(lambda programme: finish_commitment(programme, commitment, day, session.today()))
    programme = session.store.change_programme(team.id, change)
    _tell(session, team, programme, as_json)
    found = find_commitment(programme, commitment)
    narrate((_("To do again: {text}") if undo else _("Done: {text}")).format(text=found.text))


@command(
    "remove",
    help=N_("Take a commitment away, for example because of a slip of the pen."),
    examples=(Example('sem commitment remove "Team West" c1', N_("Take it away")),),
)
@TEAM
@_ID
@JSON
@click.pass_obj
def remove(session: Session, name: str, commitment: str, as_json: bool) -> None:
    """Take a commitment away."""
    from sem.programme.commitments import find_commitment, remove_commitment

    team = session.store.find_team(name)
    found = find_commitment(session.store.programme(team.id), commitment)
    programme = session.store.change_programme(team.id, lambda before: remove_commitment(before, found.id))
    _tell(session, team, programme, as_json)
    narrate(_("Taken away: {text}").format(text=found.text))


def _tell(session: Session, team: Team, programme: Programme, as_json: bool) -> None:
    if as_json:
        from sem.model.codec import to_json
        from sem.reports.commitment_text import commitments_json

        listed = commitments_json(programme, session.today())
        emit_json({"format": FORMAT, "team": to_json(team), "commitments": listed})


TABLE = {
    "add": Entry("sem.cli.commitments:add", N_("Add one: what, who, and by when.")),
    "list": Entry("sem.cli.commitments:list_", N_("List them.")),
    "done": Entry("sem.cli.commitments:done", N_("Say that one is done.")),
    "remove": Entry("sem.cli.commitments:remove", N_("Take one away.")),
}


@click.group(
    "commitment",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("Keep what people promise at the end of a session, each with an owner and a day; it is part of the plan."),
    examples=(Example('sem commitment list "Team West"', N_("List the commitments")),),
)
def commitment() -> None:
    """Do something with commitments."""
