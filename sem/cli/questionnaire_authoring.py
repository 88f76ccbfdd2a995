"""`sem questionnaire new` and `ids`: start a questionnaire of one's own, and keep its ids when it is released."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.output import emit, narrate
from sem.errors import ExportError
from sem.files import reason
from sem.i18n import gettext as _
from sem.i18n import mark as N_


@command(
    "new",
    help=N_("Write a questionnaire to start from: right as it stands, in both languages, and explained."),
    examples=(
        Example(N_("sem questionnaire new our-hotel"), N_("Write our-hotel.yaml")),
        Example(N_("sem questionnaire new our-hotel --schema"), N_("Also what an editor needs to help you write it")),
    ),
)
@argument("id_", metavar=N_("ID"), help=N_("Its permanent id: a-z, 0-9 and hyphens."))
@option("--out", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("The file. Without it: ID.yaml, here."))
@option("--schema", "with_schema", is_flag=True, help=N_("Write questionnaire.schema.json beside it."))
def new(id_: str, out: Path | None, with_schema: bool) -> None:
    """Write a questionnaire to start from; a file that is there already stays as it is."""
    from sem.content.starter import SCHEMA_FILE, starter

    text = starter(id_)
    path = out or Path(f"{id_.strip()}.yaml")
    _write(path, text)
    emit(str(path))
    if with_schema:
        import json

        from sem.content.schema import json_schema

        beside = path.with_name(SCHEMA_FILE)
        if beside.exists():
            narrate(_("{file} is there already and stays as it is.").format(file=beside))
        else:
            _write(beside, json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
            emit(str(beside))
    narrate(_("Change it in your editor, and check it with: {command}").format(
        command=f"sem questionnaire validate {_as_argument(path)}"))  # fmt: skip


def _write(path: Path, text: str) -> None:
    """Write a new file, whole or not at all.

    Raises:
        ExportError: It is there already, or it can't be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError:
        message = _("{path} is there already.").format(path=path)
        raise ExportError(message, _("Choose another file with --out.")) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise ExportError(_("{path} can't be written: {why}.").format(path=path, why=why)) from None


def _as_argument(path: Path) -> str:
    """Return a path as a shell takes it, also one with a space in it."""
    from shlex import quote

    return quote(str(path))


@command(
    "ids",
    help=N_(
        "Print the permanent ids of questionnaires, one a line: questionnaire, kind, id and area. Keep them when you "
        "release a version, and let `validate --ids` compare the next one with them."
    ),
    examples=(
        Example(N_("sem questionnaire ids our-hotel.yaml > our-hotel.ids"), N_("Keep the ids of what you release")),
        Example("sem questionnaire ids", N_("Print those of the questionnaires that come with sem")),
    ),
)
@argument("names", nargs=-1, metavar=N_("ID-OR-PATH"), shell_complete=questionnaire_ids,
          help=N_("Ids, files or folders. Without any: all that come with sem."))  # fmt: skip
def ids(names: tuple[str, ...]) -> None:
    """Print the ids of questionnaires."""
    from sem.content.library import list_questionnaires, load_questionnaire
    from sem.content.lint_ids import HEADING, id_lines

    found = [load_questionnaire(name) for name in names or [listed.id for listed in list_questionnaires()]]
    emit(HEADING)
    for questionnaire in found:
        for line in id_lines(questionnaire):
            emit(line)
