"""`sem backup` and `sem restore`: a copy of the data in one file, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import team_names
from sem.cli.options import JSON
from sem.cli.output import emit, emit_json, narrate
from sem.errors import InvalidError, StoreError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.store.restoring import Restored

FORMAT = 1
_SUFFIX = ".zip"


@command(
    "backup",
    help=N_(
        "Make a backup of your data, or of one team: a zip with a checksum of every file, read back before it counts. "
        "Its path is printed. Nothing is overwritten: in a folder the new one gets a number, and a file that is there "
        "already is refused. Without --out it goes to the folder backups in your data."
    ),
    examples=(
        Example("sem backup", N_("Back everything up")),
        Example('sem backup "Team West"', N_("Back one team up")),
        Example(N_("sem backup --out /media/stick"), N_("Put it on another disk")),
    ),
)
@argument(
    "name", metavar=N_("TEAM"), required=False, shell_complete=team_names, help=N_("The team; without it, all teams.")
)
@option("--out", metavar=N_("FILE-OR-DIR"), help=N_("A file that ends in .zip, or a folder."))
@option("--everything", is_flag=True, help=N_("Also take earlier backups and what was set aside."))
@JSON
@click.pass_obj
def backup(session: Session, name: str | None, out: str | None, everything: bool, as_json: bool) -> None:
    """Make a backup."""
    from sem.model.names import slug
    from sem.reports.files import file_name
    from sem.store import layout
    from sem.store.backing_up import back_up

    if everything and name is not None:
        raise click.UsageError(_("--everything is about all your data. Leave the team out."))
    if out is not None and not out.strip():
        raise click.UsageError(_("--out is empty. Name a file or a folder, or leave it out."))
    team = session.store.find_team(name) if name is not None else None
    label = slug(team.name) if team else "workspace"
    target = Path(out) if out is not None else session.data / layout.BACKUPS
    numbered = target.suffix != _SUFFIX or target.expanduser().is_dir()
    if numbered:
        target /= file_name(label, session.today(), "backup", _SUFFIX.removeprefix("."))
    path, files = back_up(
        session.data,
        session.state,
        target,
        team_id=team.id if team else None,
        numbered=numbered,
        everything=everything,
    )
    warn_of_single_sheets(session, _rounds(session, [team] if team else session.store.teams_and_errors()[0]))
    if as_json:
        emit_json({"format": FORMAT, "file": str(path), "files": files, "team": team.name if team else None})
        return
    narrate(ngettext("A backup of {n} file is here:", "A backup of {n} files is here:", files).format(n=files))
    emit(str(path))
    if out is None:
        narrate(_("It is on the same disk as your data. Copy it to another one."))


def _rounds(session: Session, teams: Sequence[Team]) -> Iterator[Round]:
    for team in teams:
        # What can't be read is the doctor's to tell, and no reason to do without a backup.
        with suppress(StoreError):
            yield from session.store.rounds(team.id)


def warn_of_single_sheets(session: Session, rounds: Iterable[Round]) -> None:
    """Say so where a backup holds what each person in an anonymous round answered, apart from the others.

    Args:
        session: The surroundings of this run.
        rounds: Those in the backup, which is made already or about to be.
    """
    from sem.model.assessment import RoundState

    count = sum(round_.anonymous and round_.state is not RoundState.CLOSED for round_ in rounds)
    if count:
        session.warn(
            ngettext(
                "{n} anonymous round is not closed: a backup made now keeps its sets of answers as they are, so that "
                "two such backups tell which came in between. Let nobody else have it. Better is to close the round "
                "first; once there is a backup from after that, this one can be deleted.",
                "{n} anonymous rounds are not closed: a backup made now keeps their sets of answers as they are, so "
                "that two such backups tell which came in between. Let nobody else have it. Better is to close the "
                "rounds first; once there is a backup from after that, this one can be deleted.",
                count,
            ).format(n=count)
        )


@command(
    "restore",
    help=N_(
        "Put back what a backup holds, such as a team that was removed. The whole backup is checked before anything is "
        "written. Then it is merged: what is newer here stays, and doing it twice does no harm. Exit code 4 if the "
        "backup is not as it was made, or a file in it was refused."
    ),
    examples=(
        Example("sem restore backup.zip --dry-run", N_("See what would come back")),
        Example("sem restore backup.zip", N_("Put everything back")),
        Example('sem restore backup.zip --team "Team West"', N_("Put one team back")),
    ),
)
@argument("file", metavar=N_("FILE"), help=N_("A backup that sem made."))
@option("--team", metavar=N_("TEAM"), help=N_("Only this team, by the name or id that it has in the backup."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be done."))
@JSON
@click.pass_obj
def restore(session: Session, file: str, team: str | None, dry_run: bool, as_json: bool) -> int | None:
    """Put back what a backup holds."""
    from sem.cli.merge import merged_json, tell_refused
    from sem.content.library import shipped_bytes
    from sem.store.restoring import restore as put_back

    done = put_back(
        session.data,
        session.state,
        Path(file),
        team=team,
        dry_run=dry_run,
        tell=lambda warning: session.warn(warning),
        spares=shipped_bytes,
    )
    if as_json:
        emit_json(
            {
                "format": FORMAT,
                "dry_run": dry_run,
                "backup": {"file": file, "made": done.made, "files": done.files},
                "back": [{"id": one.id, "name": one.name} for one in done.back],
                "same_name": [one.id for one in done.namesakes],
                **merged_json(done.merged),
            }
        )
    else:
        _tell(session, done)
    tell_refused(done.merged)
    if dry_run:
        narrate(_("Nothing was changed."))
    return InvalidError.exit_code if done.merged.must_be_told else None


def _tell(session: Session, done: Restored) -> None:
    """Say what came back, and what is to be decided about it."""
    from sem.cli.merge import merged_lines
    from sem.reports.lines import one_line

    emit(
        ngettext(
            "The backup is whole: {n} file, all as they were.", "The backup is whole: {n} files, all as they were.",
            done.files,
        ).format(n=done.files)
    )  # fmt: skip
    for line in merged_lines(done.merged):
        emit(line)
    for one in done.back:
        emit(_("Back: {team}").format(team=one_line(one.name)))
    for one in done.namesakes:
        narrate(
            _("Another team is called {team} too. Give one of them another name: {command}").format(
                team=one_line(one.name),
                command=session.command_line("team", "rename", name=one.id, options=[]) + " " + _("NEW-NAME"),
            )
        )
