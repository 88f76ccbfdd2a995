"""Reads the files of earlier assessments, whatever kind each is, and says all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sem.files import read_file, reason
from sem.i18n import gettext as _
from sem.importing.choosing import Choice
from sem.importing.drafts import brought
from sem.importing.findings import Findings
from sem.importing.rows import RowReader
from sem.importing.tables import UnreadableError, tables_in
from sem.store.brought import BroughtTeam


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Args:
        teams: Only to be brought in where there are no problems.
        rows: How many rows there were.
    """

    teams: tuple[BroughtTeam, ...]
    findings: Findings
    rows: int


def read_files(
    paths: Sequence[Path],
    choice: Choice,
    today: date,
    *,
    team: str | None = None,
    tell: Callable[[int], object] = int,
) -> Read:
    """Read files: CSV, Excel, and JSON as `sem export --all` writes it or as a list of rows.

    Args:
        paths: The files.
        choice: Finds questionnaires.
        today: No round is later.
        team: The one team of all rows; None where they name theirs.
        tell: Called with how many rows were read so far.

    Raises:
        InvalidError: The name of the team does not hold.
    """
    findings = Findings()
    reader = RowReader(choice, findings, today, team, tell)
    exported: list[BroughtTeam] = []
    for path in paths:
        shown = str(path)
        try:
            if _is_export(path):
                from sem.importing.exported import read_export

                exported += read_export(path, shown, findings, today)
                continue
            for table in tables_in(path, shown, findings, reader.is_header):
                reader.read(table)
        except UnreadableError as error:
            findings.problem(error.message, error.advice, file=shown)
        except OSError as error:
            findings.problem(_("It can't be read: {why}.").format(why=reason(error)), file=shown)
    teams = (*exported, *brought(reader.teams.values(), findings))
    return Read(teams, findings, reader.rows)


def _is_export(path: Path) -> bool:
    """Whether a file is JSON with an object: no list of rows, so an export or nothing of ours."""
    return read_file(path, 64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
