"""`sem merge`: bring in what was answered, decided and planned on other machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.options import JSON
from sem.cli.output import emit, emit_json, narrate
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.store.refusals import Merged

FORMAT = 1


@command(
    "merge",
    help=N_(
        "Bring in what was answered, decided and planned elsewhere: files with answers, folders of teams or whole "
        "copies of somebody's data, zips too. Of everything the newest counts and nothing newer is overwritten, so the "
        "order does not matter and doing it twice does no harm. Exit code 4 if a file was refused."
    ),
    examples=(
        Example(N_("sem merge inbox"), N_("Bring in all files in a folder")),
        Example("sem merge anouk.answers.json bram.answers.json", N_("Bring in two files with answers")),
        Example(N_("sem merge ../laptop/sem --dry-run"), N_("See what somebody's copy would bring")),
    ),
)
@argument("paths", metavar=N_("FILE-OR-FOLDER"), nargs=-1, required=True, help=N_("What to bring in."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be done."))
@JSON
@click.pass_obj
def merge(session: Session, paths: tuple[str, ...], dry_run: bool, as_json: bool) -> int | None:
    """Bring in what is elsewhere."""
    import os

    for path in paths:
        if not os.path.lexists(Path(path).expanduser()):
            raise NotFoundError(_("There is no file or folder {path}.").format(path=path))
    merged = session.store.merge([Path(path) for path in paths], dry_run=dry_run)
    if as_json:
        emit_json({"format": FORMAT, "dry_run": dry_run, **merged_json(merged)})
    else:
        for line in merged_lines(merged):
            emit(line)
    tell_refused(merged)
    if dry_run:
        narrate(_("Nothing was changed."))
    return InvalidError.exit_code if merged.must_be_told else None


def tell_refused(merged: Merged) -> None:
    """Name each file that was not taken, and say why."""
    for refusal in merged.refused:
        narrate(_("Not taken: {file}: {why}").format(file=refusal.file, why=refusal.words))


def merged_lines(merged: Merged) -> list[str]:
    """Return what a merge did, in a few sentences."""
    lines = [ngettext("{n} file of sem read.", "{n} files of sem read.", merged.files).format(n=merged.files)]
    if merged.passed_over:
        lines.append(
            ngettext("{n} other file passed over.", "{n} other files passed over.", merged.passed_over)
            .format(n=merged.passed_over)
        )  # fmt: skip
    if merged.teams or merged.rounds or merged.respondents:
        lines.append(new_here(merged.teams, merged.rounds, merged.respondents))
    if merged.new or merged.newer or merged.known:
        lines.append(
            _("Answers: {new} new, {newer} newer than here, {known} known already.").format(
                new=merged.new, newer=merged.newer, known=merged.known
            )
        )
    if merged.other:
        lines.append(
            ngettext(
                "{n} other change: a name, a state, a decision, a part of a plan.",
                "{n} other changes: names, states, decisions, parts of plans.",
                merged.other,
            ).format(n=merged.other)
        )
    if merged.erased:
        lines.append(
            ngettext(
                "{n} respondent was erased elsewhere, and so here.",
                "{n} respondents were erased elsewhere, and so here.",
                merged.erased,
            ).format(n=merged.erased)
        )
    if merged.sealed:
        lines.append(
            ngettext("{n} closed round sealed anew.", "{n} closed rounds sealed anew.", merged.sealed)
            .format(n=merged.sealed)
        )  # fmt: skip
    if merged.files and not merged.changed:
        lines.append(_("Nothing in them is new."))
    return lines


def new_here(teams: int, rounds: int, respondents: int, answers: int | None = None) -> str:
    """Return how much came in that was not there; without the answers where those are told by themselves."""
    counts = [
        ngettext("{n} team", "{n} teams", teams).format(n=teams),
        ngettext("{n} round", "{n} rounds", rounds).format(n=rounds),
        ngettext("{n} respondent", "{n} respondents", respondents).format(n=respondents),
    ]
    if answers is not None:
        counts.append(ngettext("{n} answer", "{n} answers", answers).format(n=answers))
    return _("New here: {counts}.").format(counts=", ".join(counts))


def merged_json(merged: Merged) -> dict[str, Any]:
    """Return what a merge did, for programs."""
    return {
        "files": merged.files,
        "passed_over": merged.passed_over,
        "written": merged.written,
        "teams": merged.teams,
        "rounds": merged.rounds,
        "respondents": merged.respondents,
        "answers": {"new": merged.new, "newer": merged.newer, "known": merged.known},
        "other": merged.other,
        "erased": merged.erased,
        "sealed": merged.sealed,
        "refused": [
            {"file": refusal.file, "why": refusal.why.value, "words": refusal.words} for refusal in merged.refused
        ],
    }
