"""`sem questionnaire`: which questionnaires there are, what is in them, and whether one's own is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.options import JSON
from sem.cli.output import emit, emit_document, emit_json, narrate, terminal_columns
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.content.lint import Findings
    from sem.model.questionnaire import Questionnaire

FORMAT = 1


@command(
    "list",
    help=N_("List the questionnaires that come with sem."),
    examples=(Example("sem questionnaire list", N_("List them")),),
)
@JSON
def list_(as_json: bool) -> None:
    """List the questionnaires that come with the program."""
    from sem.content.library import list_questionnaires
    from sem.content.loader import read_questionnaire
    from sem.i18n import language
    from sem.model.codec import to_json
    from sem.reports.lines import align

    found = [(listed, read_questionnaire(listed.path)) for listed in list_questionnaires()]
    if as_json:
        entries: list[dict[str, Any]] = [
            {
                "id": one.id,
                "version": str(one.version),
                "title": to_json(one.title),
                "areas": len(one.areas),
                "questions": len(one.questions),
                "practices": len(one.practices),
                "path": str(listed.path),
            }
            for listed, one in found
        ]
        emit_json({"format": FORMAT, "questionnaires": entries})
        return
    rows = [[_("Id"), _("Version"), _("Title"), _("Questions")]]
    rows += [[one.id, str(one.version), one.title.get(language()), str(len(one.questions))] for _listed, one in found]
    for line in align(rows, right=[3]):
        emit(line)


@command(
    "show",
    help=N_("Show a questionnaire: its areas, questions and levels."),
    examples=(
        Example("sem questionnaire show quick-scan", N_("Read one")),
        Example("sem questionnaire show quick-scan --format html > quick-scan.html", N_("Make a page of it to print")),
        Example("sem questionnaire show quick-scan --json", N_("Print all of it for a program")),
    ),
)
@argument("name", metavar=N_("ID-OR-PATH"), shell_complete=questionnaire_ids, help=N_("Its id, file or folder."))
@option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html"]),
    default="text",
    show_default=True,
    help=N_("As text for the terminal, or all of it as a document: Markdown or HTML."),
)
@JSON
def show(name: str, form: str, as_json: bool) -> None:
    """Show a questionnaire."""
    from sem.content.library import load_questionnaire

    if as_json and form != "text":
        raise click.UsageError(_("Choose one of --json and --format."))
    found = load_questionnaire(name)
    if form != "text":
        from sem.reports.document import to_markdown
        from sem.reports.page import to_html
        from sem.reports.questionnaire_document import questionnaire_document

        blocks = questionnaire_document(found)
        emit_document((to_html if form == "html" else to_markdown)(blocks).rstrip("\n"))
        return
    if as_json:
        from sem.reports.questionnaires import questionnaire_json

        emit_json(questionnaire_json(found))
        return
    for line in _lines(found, terminal_columns()):
        emit(line)


def _lines(questionnaire: Questionnaire, columns: int) -> list[str]:
    from sem.i18n import language
    from sem.reports.lines import wrap
    from sem.reports.words import kind_words

    spoken = language()
    lines = [f"{questionnaire.title.get(spoken)} ({questionnaire.id} {questionnaire.version})"]
    lines += wrap(questionnaire.description.get(spoken), columns)
    for area in questionnaire.areas:
        lines += ["", *wrap(f"{area.title.get(spoken)} ({kind_words(area.kind)})", columns)]
        lines += wrap(area.description.get(spoken), columns)
        for question in area.questions:
            lines += ["", *wrap(f"{question.id} {question.statement.get(spoken)}", columns, "  ")]
            for level, descriptor in zip(questionnaire.levels, question.levels, strict=True):
                text = f"{level.number} {level.name.get(spoken)}: {descriptor.get(spoken)}"
                lines += wrap(text, columns, indent="      ", first="    ")
    return lines


@command(
    "validate",
    help=N_(
        "Check questionnaire files. Every problem is printed as file:line: field: message; a warning says so and may "
        "be meant as it is. Exit code 4 if there are problems, 3 if a file is not there, 0 if there are warnings only."
    ),
    examples=(
        Example(N_("sem questionnaire validate ours.yaml"), N_("Check a file")),
        Example(N_("sem questionnaire validate ours/ theirs.yaml"), N_("Check a folder and a file")),
        Example(N_("sem questionnaire validate ours.yaml --ids ours.ids"), N_("Compare it with what you released")),
    ),
)  # fmt: skip
@argument("files", nargs=-1, required=True, metavar=N_("FILE"), help=N_("Files, or folders with a questionnaire."))
@option("--strict", is_flag=True, help=N_("Let warnings count as problems."))
@option(
    "--ids",
    "ids_file",
    type=click.Path(path_type=Path),
    metavar=N_("FILE"),
    help=N_("The ids of the version released last, from `sem questionnaire ids`: none of them may go or move."),
)
@JSON
def validate(files: tuple[str, ...], strict: bool, ids_file: Path | None, as_json: bool) -> int | None:
    """Check questionnaire files; the problems are what was asked for, so they go to stdout."""
    from sem.content.lint import lint_questionnaire
    from sem.content.lint_ids import read_released

    released = None if ids_file is None else read_released(ids_file)
    results = [(name, lint_questionnaire(Path(name), released)) for name in files]
    errors = sum(len(findings.errors) for _name, findings in results)
    warnings = sum(len(findings.warnings) for _name, findings in results)
    if as_json:
        emit_json({"format": FORMAT, "files": [_result(*result) for result in results]})
    else:
        for name, findings in results:
            for problem in findings.errors:
                emit(str(problem))
            for problem in findings.warnings:
                emit(str(replace(problem, message=_("Warning: {message}").format(message=problem.message))))
            _praise(name, findings)
        if errors:
            narrate(ngettext("{n} problem.", "{n} problems.", errors).format(n=errors))
        if warnings:
            narrate(ngettext("{n} warning.", "{n} warnings.", warnings).format(n=warnings))
    if not all(map(_is_there, files)):
        return NotFoundError.exit_code
    return InvalidError.exit_code if errors or (strict and warnings) else None


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:
        return False


def _praise(name: str, findings: Findings) -> None:
    one = findings.questionnaire
    if one is None or findings.errors:
        return
    questions = len(one.questions)
    narrate(
        ngettext(
            "{file}: right. {id} {version}, {n} question.",
            "{file}: right. {id} {version}, {n} questions.",
            questions,
        ).format(file=name, id=one.id, version=one.version, n=questions)
    )


def _result(name: str, findings: Findings) -> dict[str, Any]:
    from sem.model.codec import to_json

    one = findings.questionnaire
    return {
        "file": name,
        "valid": not findings.errors,
        "id": one.id if one else None,
        "version": str(one.version) if one else None,
        "problems": to_json(findings.errors),
        "warnings": to_json(findings.warnings),
    }


@command(
    "schema",
    help=N_("Print the JSON Schema of questionnaire files, with which an editor helps you write one."),
    examples=(
        Example("sem questionnaire schema > questionnaire.schema.json", N_("Keep it beside your questionnaire")),
        Example("sem questionnaire schema --for folder-part", N_("For a file with areas, in a folder")),
    ),
)
@option(
    "--for",
    "kind",
    type=click.Choice(["whole", "folder-head", "folder-part"]),
    default="whole",
    show_default=True,
    help=N_(
        "For a questionnaire in one file (whole), or in a folder: its first file (folder-head) or another "
        "(folder-part)."
    ),
)
def schema(kind: str) -> None:
    """Print the JSON Schema of questionnaire files."""
    from sem.content.schema import FileKind, json_schema

    emit_json(json_schema(FileKind(kind)))


TABLE = {
    "list": Entry("sem.cli.questionnaires:list_", N_("List the questionnaires that come with sem.")),
    "show": Entry("sem.cli.questionnaires:show", N_("Show a questionnaire.")),
    "new": Entry("sem.cli.questionnaire_authoring:new", N_("Write a questionnaire to start from.")),
    "validate": Entry("sem.cli.questionnaires:validate", N_("Check questionnaire files.")),
    "schema": Entry("sem.cli.questionnaires:schema", N_("Print the JSON Schema of questionnaire files.")),
    "upgrade": Entry("sem.cli.questionnaire_upgrade:upgrade", N_("Move a team on to a newer or another one.")),
    "ids": Entry("sem.cli.questionnaire_authoring:ids", N_("Print the permanent ids, to keep with a release.")),
}


@click.group(
    "questionnaire",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("List, show, write or check questionnaires."),
    examples=(
        Example("sem questionnaire list", N_("List them")),
        Example(N_("sem questionnaire new our-hotel"), N_("Start one of your own")),
        Example(N_("sem questionnaire validate ours.yaml"), N_("Check one of your own")),
    ),
)
def questionnaire() -> None:
    """Do something with questionnaires."""
