"""`sem import`: bring in earlier assessments from tables, and write a table to start from."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.options import JSON, YES, out_option
from sem.cli.output import emit, emit_json, narrate
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.importing.files import Read
    from sem.importing.findings import Findings
    from sem.model.questionnaire import Questionnaire
    from sem.store.brought import BroughtIn, Clash

FORMAT = 1
MOST_SHOWN = 200
"""Problems that are listed for people; all of them are in the JSON."""
_TEMPLATES = ("csv", "xlsx")


@command(
    "import",
    help=N_(
        "Bring in earlier assessments: tables in CSV or Excel, with a row for each answer or for each respondent, or "
        "the JSON of “sem export --all”. All of it comes in or nothing: where anything is wrong, every problem is told "
        "with its row and column. What is here already is left out, so it can be done again. docs/import.md tells how "
        "to write a table. Exit code 4 if anything is wrong."
    ),
    examples=(
        Example(N_("sem import --template"), N_("Write a table to start from, in exports/")),
        Example(N_("sem import 2023.xlsx 2024.csv --dry-run"), N_("See what would come in, and all that is wrong")),
        Example(N_("sem import 2024.csv"), N_("Bring it in")),
    ),
)
@argument("files", metavar=N_("FILE"), nargs=-1, help=N_("What to bring in."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be done, and all that is wrong."))
@option("--team", metavar=N_("TEAM"), help=N_("All rows are of this team, whatever they say."))
@option(
    "--questionnaire", metavar="ID", help=N_("What was answered, where the table does not say it: an id or a file.")
)
@option("--update", is_flag=True, help=N_("Where answers differ from those here, take those of the file."))
@YES
@option(
    "--template",
    is_flag=False,
    flag_value="xlsx",
    type=click.Choice(_TEMPLATES),
    help=N_("Write a table to fill in, instead of importing; xlsx where nothing is named."),
)
@out_option(N_("The folder for the table."))
@JSON
@click.pass_obj
def import_(
    session: Session,
    files: tuple[str, ...],
    dry_run: bool,
    team: str | None,
    questionnaire: str | None,
    update: bool,
    yes: bool,
    template: str | None,
    out: str,
    as_json: bool,
) -> int | None:
    """Bring in earlier assessments."""
    if template is not None:
        if files:
            raise click.UsageError(_("--template writes a table and imports none. Leave the files out."))
        _write_template(template, questionnaire, Path(out))
        return None
    if not files:
        raise click.UsageError(_("Name a file to import, or write a table to start from with --template."))
    with _without_collecting():
        read = _read(session, files, team, questionnaire)
    for notice in read.findings.notices:
        narrate(notice)
    done = None
    if not read.findings.count:
        done = _bring_in(session, read, update=update, dry_run=True)
        if not done.clashes and not dry_run and done.new:
            if not _agreed(read.findings, done, yes):
                narrate(_("Nothing was imported."))
                return None
            done = _bring_in(session, read, update=update, dry_run=False)
    if as_json:
        emit_json({"format": FORMAT, "dry_run": dry_run, **_json(read, done)})
    elif done is not None and not done.clashes:
        for line in _lines(read, done):
            emit(line)
    _tell_problems(read.findings, as_json)
    if read.findings.count:
        narrate(_("Nothing was imported. Mend what is listed, and try again."))
        return InvalidError.exit_code
    if dry_run:
        narrate(_("Nothing was changed."))
    return None


def _read(session: Session, files: tuple[str, ...], team: str | None, questionnaire: str | None) -> Read:
    from sem.importing.choosing import Choice
    from sem.importing.files import read_files

    paths = [Path(one) for one in files]
    for path in paths:
        if not path.expanduser().exists():
            raise NotFoundError(_("There is no file {path}.").format(path=path))
        if path.expanduser().is_dir():
            raise InvalidError(
                _("{path} is a folder.").format(path=path),
                _("Name the files in it. What sem itself wrote comes in with: sem merge."),
            )
    choice = Choice(questionnaire, lambda: _frozen(session))
    progress = _Progress(_("{n} rows read"))
    read = read_files([path.expanduser() for path in paths], choice, session.today(), team=team, tell=progress)
    progress.end()
    return read


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage inside the block: millions of small objects come about that all stay."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _frozen(session: Session) -> Iterator[Questionnaire]:
    """Yield the questionnaires that rounds here were answered with, each once."""
    seen = set()
    for team in session.store.teams():
        for round_ in session.store.rounds(team.id):
            if round_.questionnaire.digest not in seen:
                seen.add(round_.questionnaire.digest)
                yield session.store.questionnaire(round_)


def _bring_in(session: Session, read: Read, *, update: bool, dry_run: bool) -> BroughtIn:
    progress = _Progress(_("{n} answers checked") if dry_run else _("{n} answers written"))
    with _without_collecting():
        done = session.store.bring_in(read.teams, update=update, dry_run=dry_run, tell=progress)
    progress.end()
    for clash in done.clashes:
        _keep_clash(read.findings, clash)
    for notice in done.notices if dry_run else ():
        narrate(notice)
    return done


def _keep_clash(findings: Findings, clash: Clash) -> None:
    """Make a problem of what clashes with what is here, with its row where it has one."""
    from sem.importing.drafts import DraftRound, DraftSheet

    origin, sheet = clash.round.origin, clash.response.origin if clash.response else None
    place, at = -1, ""
    if isinstance(sheet, DraftSheet):
        place = sheet.place
        if clash.question in sheet.asked.ids:
            place = sheet.rows[sheet.asked.ids.index(clash.question)] or place
    elif isinstance(origin, DraftRound):
        place = origin.decided.get(clash.question, origin.place)
    else:
        at = f"{origin}: "
    message = f"{at}{clash.question}: {clash.message}" if clash.question else f"{at}{clash.message}"
    findings.problem(message, clash.advice, place=place)


def _agreed(findings: Findings, done: BroughtIn, yes: bool) -> bool:
    """Ask where something was guessed or dropped and somebody is there to answer."""
    from sem.cli.asking import agreed

    if yes or not (findings.notices or done.notices) or not sys.stdin or not sys.stdin.isatty():
        return True
    return agreed(_("Import it like this?"))


def _lines(read: Read, done: BroughtIn) -> list[str]:
    from sem.cli.merge import new_here

    lines = [ngettext("{n} row read.", "{n} rows read.", read.rows).format(n=read.rows)] if read.rows else []
    lines.append(new_here(done.teams, done.rounds, done.respondents, done.answers))
    for text, count in (
        (_("Answers that take the place of others: {n}."), done.changed),
        (_("Answers that are here already: {n}."), done.known),
        (_("Decisions of teams: {n}."), done.decisions),
        (_("Teams that get an ambition, plan or experiments: {n}."), done.programmes),
    ):
        if count:
            lines.append(text.format(n=count))
    if not done.new:
        lines.append(_("Nothing in it is new."))
    return lines


def _tell_problems(findings: Findings, as_json: bool) -> None:
    if not findings.count or as_json:
        return
    narrate(ngettext("{n} problem:", "{n} problems:", findings.count).format(n=findings.count))
    for problem in findings.problems[:MOST_SHOWN]:
        narrate(f"  {problem}")
    left = findings.count - MOST_SHOWN
    if left > 0:
        narrate(_("  and {n} more; --json lists them.").format(n=left))


def _json(read: Read, done: BroughtIn | None) -> dict[str, Any]:
    findings = read.findings
    counts = (
        "teams", "rounds", "respondents", "answers", "changed", "known", "decisions", "programmes",
    )  # fmt: skip
    return {
        "imported": done is not None and not findings.count,
        "rows": read.rows,
        **{name: getattr(done, name) if done is not None else 0 for name in counts},
        "notices": [*findings.notices, *(done.notices if done is not None else ())],
        "problems": [
            {
                "file": problem.file,
                "row": problem.line or None,
                "column": problem.field or None,
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in findings.problems
        ],
        "more_problems": findings.more,
    }


def _write_template(format_: str, questionnaire: str | None, out: Path) -> None:
    from sem.content.library import DEFAULT, load_questionnaire
    from sem.i18n import language
    from sem.importing.template import template_csv, template_xlsx
    from sem.reports.files import Destination

    asked = load_questionnaire(questionnaire or DEFAULT)
    data = (template_csv if format_ == "csv" else template_xlsx)(asked)
    emit(str(Destination(out).write(f"import-{asked.id}-{language()}.{format_}", data)))


class _Progress:
    """Tells on stderr how far long work is: in a terminal on one line, else now and then.

    Args:
        text: The message, with ``{n}``.
    """

    def __init__(self, text: str) -> None:
        self._text, self._told, self._inline = text, 0, bool(sys.stderr) and sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        if count - self._told < (_STEP if self._inline else _STEP * 10):
            return
        self._told = count
        line = self._text.format(n=f"{count:_}".replace("_", " "))
        if self._inline:
            click.echo(f"\r{line} ", nl=False, err=True)
        else:
            narrate(line)

    def end(self) -> None:
        """Leave the line."""
        if self._inline and self._told:
            click.echo("", err=True)


_STEP = 50_000
