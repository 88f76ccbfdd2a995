"""`sem round share` and `sem round erase`: files to answer in elsewhere, and taking somebody out of a round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Example, argument, command, option
from sem.cli.options import JSON, TEAM, YES, out_option
from sem.cli.output import emit, emit_json, narrate
from sem.cli.round_telling import find_round
from sem.cli.rounds import ROUND
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext
from sem.model.assessment import RoundState

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Round

FORMAT = 1


@command(
    "share",
    help=N_(
        "Write a file for each respondent to answer in on their own machine, with “sem assess --from FILE”. An "
        "anonymous round has one file for everybody. What comes back joins with “sem merge”."
    ),
    examples=(
        Example('sem round share "Team West"', N_("A file for everyone who was invited")),
        Example('sem round share "Team West" --respondent Anouk --out stick', N_("One file, in another folder")),
    ),
)
@TEAM
@option(
    "--respondent",
    "names",
    multiple=True,
    metavar=N_("NAME"),
    help=N_("For whom; may be repeated. Without it: everyone who was invited."),
)
@out_option()
@ROUND
@JSON
@click.pass_obj
def share(session: Session, name: str, names: tuple[str, ...], out: str, round_id: str | None, as_json: bool) -> None:
    """Write files to answer in."""
    from sem.cli.exchange_files import put_file
    from sem.store.answer_files import share_bytes

    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id, (RoundState.OPEN, RoundState.REVEALED))
    written = []
    for one in session.store.share_round(round_, names):
        path = put_file(Path(out), one.file_name, share_bytes(one), round_, ("format", "share"))
        respondent = one.handed_out.respondent
        written.append({"respondent": respondent.name if respondent else None, "file": str(path)})
        if not as_json:
            emit(str(path))
    if as_json:
        emit_json({"format": FORMAT, "files": written})
    _tell_what_next(round_, unnamed=any(one["respondent"] is None for one in written))


def _tell_what_next(round_: Round, *, unnamed: bool) -> None:
    if unnamed:
        narrate(_("Give everybody this file. They answer with: sem assess --from FILE"))
    else:
        narrate(_("Give each person the file with their name, and nobody else's: whoever has it can answer as them. "
                  "They answer with: sem assess --from FILE"))  # fmt: skip
    narrate(_("Put the files that come back in a folder, and bring them in with: sem merge FOLDER"))
    if round_.anonymous:
        narrate(_("Whoever gets answers by mail sees who sent them. Let people put them in a folder that all can "
                  "write in, or on a stick that goes round."))  # fmt: skip


@command(
    "erase",
    help=N_(
        "Take somebody's answers out of a round for good, after asking. What comes in of theirs later stays out too. "
        "Backups are not changed; those that still hold the answers are named."
    ),
    examples=(
        Example('sem round erase "Team West" Anouk', N_("Erase what Anouk answered")),
        Example('sem round erase "Team West" 7KQF-2M9X', N_("In an anonymous round: with the code that they kept")),
    ),
)
@TEAM
@argument("respondent", metavar=N_("RESPONDENT"), help=N_("The name, alias or id; in an anonymous round the code."))
@ROUND
@YES
@JSON
@click.pass_obj
def erase(session: Session, name: str, respondent: str, round_id: str | None, yes: bool, as_json: bool) -> int | None:
    """Erase a respondent."""
    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id, tuple(RoundState))
    id_ = _find_respondent(session, round_, respondent)
    if round_.anonymous and round_.state is not RoundState.OPEN:
        narrate(_("Careful: this anonymous round shows its answers already. Who has the counts from before can "
                  "subtract, and then knows what these answers were."))  # fmt: skip
    question = _("Erase all answers of {name} in this round? That can't be undone.")
    if not yes and not agreed(question.format(name=respondent)):
        narrate(_("Nothing is changed."))
        return guard.STOPPED
    backups = session.store.erase_respondent(round_, id_)
    if as_json:
        emit_json({"format": FORMAT, "respondent": id_, "backups": list(backups)})
    narrate(_("Erased, with what was set aside. A merge does not bring it back."))
    if backups:
        narrate(
            ngettext(
                "This backup still holds the answers. Delete it yourself if they may not be kept:",
                "These backups still hold the answers. Delete them yourself if they may not be kept:",
                len(backups),
            )
        )
        for path in backups if not as_json else ():
            emit(path)
    narrate(_("Copies on other machines, in exports and in mail are not reached from here."))
    return None


def _find_respondent(session: Session, round_: Round, typed: str) -> str:
    """Return the id of a respondent, by name, alias, code or id.

    Raises:
        NotFoundError: There is no such respondent.
        InvalidError: More than one has this name; the message gives their ids.
    """
    from sem.model.names import name_key
    from sem.store.codes import respondent_id

    responses = session.store.responses(round_)
    ids = [response.respondent.id for response in responses]
    if round_.anonymous and typed not in ids:
        found = [id_ for id_ in ids if id_ == respondent_id(round_.id, typed)]
    else:
        found = [one.respondent.id for one in responses if name_key(one.respondent.name) == name_key(typed)]
    found = found or ([typed] if len(typed) == len(round_.id) and typed.isalnum() else [])
    if len(found) > 1:
        raise InvalidError(
            _("{n} respondents are called “{name}”.").format(n=len(found), name=typed),
            _("Use an id: {ids}.").format(ids=", ".join(found)),
        )
    if not found:
        raise NotFoundError(
            _("Nobody answered under “{name}” in this round.").format(name=typed),
            _("Check the name and the round; in an anonymous round, give the code."),
        )
    return found[0]
