"""`sem doctor`: checks every file of the workspace, and mends what can be mended when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sem.cli import guard
from sem.cli.base import Example, command, option
from sem.cli.options import JSON
from sem.cli.output import emit, emit_json, narrate
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sem.cli.session import Session
    from sem.reports.remembered import Checked
    from sem.store.findings import Finding, Report

FORMAT = 1

_SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "notice": N_("notice")}


@command(
    "doctor",
    help=N_(
        "Check every file of your data and tell what is wrong. Nothing is changed, unless you ask for it with "
        "--repair: then a backup of everything is made first. Exit code 7 if something is wrong."
    ),
    examples=(
        Example("sem doctor", N_("Check your data")),
        Example("sem doctor --repair", N_("Mend what can be mended")),
        Example("sem doctor --deep", N_("Also check what is remembered of closed rounds")),
    ),
)
@option("--repair", "mend", is_flag=True, help=N_("Mend what can be mended, after a backup."))
@option("--deep", is_flag=True, help=N_("Also work out anew what is remembered of closed rounds, and compare."))
@JSON
@click.pass_obj
def doctor(session: Session, mend: bool, deep: bool, as_json: bool) -> int | None:
    """Check every file of the workspace, and mend it when asked to."""
    from sem.content.library import shipped_bytes
    from sem.store.findings import Remedy
    from sem.store.integrity import check, repair

    _refuse_nowhere(session)
    backup = None
    done: tuple[Finding, ...] = ()
    if mend:
        outcome = repair(session.data, session.state, shipped_bytes)
        backup, done, report = outcome.backup, outcome.done, outcome.after
    else:
        report = check(session.data, session.state, shipped_bytes)
    remembered = _remembered(session) if deep and report.files else None
    if as_json:
        emit_json(
            {
                "format": FORMAT,
                "data": str(session.data.absolute()),
                "healthy": report.healthy,
                "files": report.files,
                "sound": report.sound,
                "findings": _findings(report.findings),
                "repaired": _findings(done),
                "backup": str(backup) if backup else None,
                "remembered": {"rounds": remembered.rounds, "wrong": remembered.wrong} if remembered else None,
            }
        )
    else:
        for finding in done:
            aside = finding.remedy is Remedy.SET_ASIDE
            done_so = _("set aside: {file}: {what}") if aside else _("mended: {file}: {what}")
            emit(done_so.format(file=finding.path, what=finding.what))
        for finding in report.findings:
            severity = _(_SEVERITIES[finding.severity])
            emit(f"{severity}: {finding.path}: {finding.what} {'' if mend else finding.repair}".rstrip())
        if backup:
            narrate(_("A backup of everything as it was: {file}").format(file=backup))
        _close(session, report, mend)
        if remembered:
            _tell_remembered(remembered)
    return None if report.healthy and not (remembered and remembered.wrong) else guard.DOCTOR_FOUND


def _remembered(session: Session) -> Checked | None:
    """Hold what is remembered of closed rounds against their files; None where the teams can't be read at all."""
    from sem.errors import StoreError
    from sem.reports.remembered import check_remembered

    try:
        return check_remembered(session.store)
    except StoreError:
        # The check of the files has told why.
        return None


def _tell_remembered(remembered: Checked) -> None:
    n = remembered.rounds
    narrate(ngettext("{n} closed round is remembered.", "{n} closed rounds are remembered.", n).format(n=n))
    if remembered.wrong:
        emit(
            _(
                "warning: of {n} of them it was not what the files say, so comparisons of teams may have been wrong. "
                "It is put right."
            ).format(n=remembered.wrong)
        )


def _refuse_nowhere(session: Session) -> None:
    """Refuse to judge a folder that was asked for by name and is not there: that is a typing error, or a lost disk.

    Raises:
        NotFoundError: There is no such folder.
    """
    from sem.errors import NotFoundError

    if not session.data_option:
        return
    try:
        session.data.expanduser().lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(
            _("There is no folder {folder}.").format(folder=session.data),
            _("See whether its name is right, and whether the disk it is on is there."),
        ) from None
    except OSError:
        # The check says why it can't be read.
        return


def _close(session: Session, report: Report, mended: bool) -> None:
    """Say in a sentence how things are, and what one can do."""
    files = ngettext("{n} file looked at", "{n} files looked at", report.files).format(n=report.files)
    if report.healthy and not report.files:
        narrate(_("There is nothing in {folder} yet.").format(folder=session.data))
    elif report.healthy and not report.findings:
        narrate(_("{files}: all is well.").format(files=files))
    elif report.healthy:
        narrate(_("{files}: nothing is wrong, but see what is told above.").format(files=files))
    else:
        narrate(_("{files}, {sound} of them sound.").format(files=files, sound=report.sound))
    if report.repairable and not mended:
        narrate(_("Mend what can be mended: {command}").format(command=session.command_line("doctor", "--repair")))


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "file": str(finding.path),
            "severity": finding.severity.value,
            "what": finding.what,
            "remedy": finding.remedy.value,
        }
        for finding in findings
    ]
