"""`sem assess --from FILE`: answer in a file that somebody sent, and make the one to send back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli.output import emit, narrate
from sem.i18n import gettext as _
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.cli.answering import Who
    from sem.cli.session import Session
    from sem.model.assessment import Round
    from sem.store.answer_files import Share


def assess_from(
    session: Session, file: str, respondent: str | None, code: str | None, plain: bool, out: str | None
) -> int | None:
    """Answer the questions in a file; every answer is kept at once, in a place of this machine.

    Args:
        session: The surroundings of this run.
        file: The path of the file; it stays as it is.
        respondent: Who answers, where the file does not say.
        code: With what one goes on in an anonymous round.
        plain: Whether to answer line by line.
        out: The folder for the file with the answers; None for that of the file.

    Raises:
        SemError: The file is not one to answer in, its round takes no more answers here, or something can't be
            written.
        UsageError: Who answers does not go with the file.
    """
    from sem.cli.answering import answer_plainly
    from sem.cli.assess import Start
    from sem.store.answer_files import read_share
    from sem.store.sharing import answering_place

    path = Path(file)
    share = read_share(path)
    who = _who(session, share, respondent, code)
    go_on = _command(session, file, who, respondent, out)
    session.data_option = str(answering_place(share, session.state))
    team = session.store.find_team(share.team.id)
    round_ = next(one for one in session.store.rounds(team.id) if one.id == share.round.id)
    result: int | None = None
    try:
        _require_open(round_, session.data)
        if plain:
            start = Start(share.questionnaire, share.questionnaire.id, round_, new_round=False)
            answer_plainly(session, team, start, who, go_on)
        else:
            from sem.cli.screens import open_questions
            from sem.tui.respondent_app import Seat

            seat = Seat(team.id, round_.id, who.name, who.code or "", proved=True, answered=who.code is not None)
            result = open_questions(session, seat)
    finally:
        _hand_over(session, share, Path(out) if out is not None else path.parent)
    return result


def _require_open(round_: Round, place: Path) -> None:
    """Insist that the copy of the round on this machine takes answers: those in another round are never sent back.

    Raises:
        ClosedError: It takes none any more.
    """
    from sem.errors import ClosedError
    from sem.model.assessment import RoundState

    if round_.state is RoundState.OPEN:
        return
    advice = _("What you answered so far can still be sent back.")
    if not round_.anonymous:
        # Beginning anew in an anonymous round would make a second response of the same person.
        advice += " " + _(
            "Do you want to answer more? Send it back first, ask whoever gave you this file for a new one, move "
            "{folder} away, and answer in the new file."
        ).format(folder=place)
    raise ClosedError(
        _("On this machine the round in this file takes no more answers: it was revealed or closed here."), advice
    )


def _who(session: Session, share: Share, respondent: str | None, code: str | None) -> Who:
    """Return who answers: whom the file was made for, else whoever says so.

    Raises:
        UsageError: The file was made for somebody else, or a name, alias or code is missing or too much.
    """
    from sem.cli.answering import Who, who_answers
    from sem.model.names import name_key

    known = share.handed_out.respondent
    if known is None:
        return who_answers(session, share.round, respondent, code)
    if code is not None or (respondent is not None and name_key(respondent) != name_key(known.name)):
        raise click.UsageError(_("This file was made for {name}; leave out --respondent and --code.")
                               .format(name=known.name))  # fmt: skip
    return Who(known.name)


def _command(session: Session, file: str, who: Who, respondent: str | None, out: str | None) -> str:
    """Return the command with which one goes on."""
    from sem.cli.answering import ASK

    named = ["--respondent", who.name] if respondent is not None else []
    coded = [] if who.name else ["--code", ASK]
    folder = ["--out", out] if out is not None else []
    return session.command_line("assess", options=["--from", file, "--plain", *named, *coded, *folder])


def _hand_over(session: Session, share: Share, folder: Path) -> None:
    """Write what was answered so far to a file, and say what to do with it."""
    from sem.cli.exchange_files import put_file
    from sem.store.sharing import answer_files

    files = answer_files(share, session.data)
    written = [
        put_file(folder, name, data, share.round, ("format", "share", "respondent")) for name, data in files.items()
    ]
    if not written:
        narrate(_("Nothing is answered yet, so there is nothing to send back."))
        return
    if share.round.anonymous:
        narrate(
            _("Put this where everybody puts theirs: in a folder that all can write in, or on a stick that goes round. "
              "A mail would tell that it is yours. You can still change your answers and hand it in again:")
        )  # fmt: skip
    else:
        _tell_to_send(len(written))
    for path in written:
        emit(str(path))


def _tell_to_send(files: int) -> None:
    narrate(
        ngettext(
            "Send this file back to whoever gave you yours; you can still change your answers and send it again:",
            "Send your file back to whoever gave you yours. On this machine more people answered in it:",
            files,
        )
    )
