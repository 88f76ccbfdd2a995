"""`sem questionnaire`: which questionnaires there are, what is in them, and whether one's own is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.model.questionnaire import Questionnaire

FORMAT = 1

_JSON = option("--json", "as_json", is_flag=True, help=N_("Print JSON, for programs."))


@command(
    "list",
    help=N_("List the questionnaires that come with sem."),
    examples=(Example("sem questionnaire list", N_("List them")),),
)
@_JSON
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
        Example("sem questionnaire show quick-scan --json", N_("Print all of it for a program")),
    ),
)
@argument("name", metavar=N_("ID-OR-PATH"), shell_complete=questionnaire_ids, help=N_("Its id, file or folder."))
@_JSON
def show(name: str, as_json: bool) -> None:
    """Show a questionnaire."""
    from sem.content.library import load_questionnaire

    found = load_questionnaire(name)
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
        "Check questionnaire files. Every problem is printed as file:line: field: message. "
        "Exit code 4 if there are any."
    ),
    examples=(
        Example("sem questionnaire validate ours.yaml", N_("Check a file")),
        Example("sem questionnaire validate ours/ theirs.yaml", N_("Check a folder and a file")),
    ),
)  # fmt: skip
@argument("files", nargs=-1, required=True, metavar=N_("FILE"), help=N_("Files, or folders with a questionnaire."))
@_JSON
def validate(files: tuple[str, ...], as_json: bool) -> int | None:
    """Check questionnaire files; the problems are what was asked for, so they go to stdout."""
    from sem.content.loader import check_questionnaire

    missing = [name for name in files if not Path(name).exists()]
    if missing:
        raise NotFoundError(_("There is no such file: {files}.").format(files=", ".join(missing)))
    results = [(name, *check_questionnaire(Path(name))) for name in files]
    count = sum(len(problems) for _name, _one, problems in results)
    if as_json:
        emit_json({"format": FORMAT, "files": [_result(*result) for result in results]})
    else:
        for name, one, problems in results:
            for problem in problems:
                emit(str(problem))
            if one is not None:
                questions = len(one.questions)
                narrate(
                    ngettext(
                        "{file}: right. {id} {version}, {n} question.",
                        "{file}: right. {id} {version}, {n} questions.",
                        questions,
                    ).format(file=name, id=one.id, version=one.version, n=questions)
                )
        if count:
            narrate(ngettext("{n} problem.", "{n} problems.", count).format(n=count))
    return InvalidError.exit_code if count else None


def _result(name: str, one: Questionnaire | None, problems: tuple[Any, ...]) -> dict[str, Any]:
    from sem.model.codec import to_json

    return {
        "file": name,
        "valid": one is not None,
        "id": one.id if one else None,
        "version": str(one.version) if one else None,
        "problems": to_json(problems),
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
    help=N_("For a questionnaire in one file, or for the first or another file of one in a folder."),
)
def schema(kind: str) -> None:
    """Print the JSON Schema of questionnaire files."""
    from sem.content.schema import FileKind, json_schema

    emit_json(json_schema(FileKind(kind)))


TABLE = {
    "list": Entry("sem.cli.questionnaires:list_", N_("List the questionnaires that come with sem.")),
    "show": Entry("sem.cli.questionnaires:show", N_("Show a questionnaire.")),
    "validate": Entry("sem.cli.questionnaires:validate", N_("Check questionnaire files.")),
    "schema": Entry("sem.cli.questionnaires:schema", N_("Print the JSON Schema of questionnaire files.")),
}


@click.group(
    "questionnaire",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("List, show or check questionnaires."),
    examples=(
        Example("sem questionnaire list", N_("List them")),
        Example("sem questionnaire validate ours.yaml", N_("Check one of your own")),
    ),
)
def questionnaire() -> None:
    """Do something with questionnaires."""
