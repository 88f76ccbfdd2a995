"""Writing a report as a file: one structure, and a form for each way it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from sem.i18n import language
from sem.model.assessment import Round, Team
from sem.reports.files import Destination, file_name, team_slug
from sem.reports.house_style import HouseStyle
from sem.reports.report import Report
from sem.store import Store

ReportFormat = Literal["html", "md", "pdf", "xlsx", "pptx"]
REPORT_FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)


def export_report(
    destination: Destination, name: str, report: Report, formats: Iterable[ReportFormat], style: HouseStyle
) -> Iterator[Path]:
    """Write a report in each of the formats, in the language in use, and yield each path once the file is there.

    Args:
        destination: The folder.
        name: What the files are called after, from `team_slugs`.
        report: The report.
        formats: What to write.
        style: The colours and the logo.

    Raises:
        ExportError: A file could not be written; the ones yielded before are there.
    """
    for format_ in formats:
        file = file_name(name, report.day, "report", format_, language())
        write = _FORMS[format_]

        def form(out: BinaryIO, write: Form = write) -> None:
            write(out, report, style)

        yield destination.write_by(file, form)


def write_report(store: Store, team: Team, round_: Round, today: date, out: Path, style: HouseStyle) -> Path:
    """Write the report on a team by one of its rounds as a page, and return its path.

    Raises:
        StoreError: Something of the team can't be read.
        ExportError: The file could not be written.
    """
    from sem.reports.report import gather, team_report

    report = team_report(gather(store, team, today, round_))
    (path,) = export_report(Destination(out), team_slug(store, team), report, ["html"], style)
    return path


Form = Callable[[BinaryIO, Report, HouseStyle], None]
"""Writes a report to an open file."""


def _html(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    from sem.reports.page import to_html

    out.write(to_html(report.blocks(), style).encode("utf-8", "replace"))


def _markdown(out: BinaryIO, report: Report, _style: HouseStyle) -> None:
    from sem.reports.document import to_markdown

    out.write(to_markdown(report.blocks()).encode("utf-8", "replace"))


def _pdf(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    from sem.reports.report_pdf import write_pdf

    write_pdf(out, report, style)


def _xlsx(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    from sem.reports.report_xlsx import write_xlsx

    write_xlsx(out, report, style)


def _pptx(out: BinaryIO, report: Report, style: HouseStyle) -> None:
    from sem.reports.report_pptx import write_pptx

    write_pptx(out, report, style)


_FORMS: dict[ReportFormat, Form] = {"html": _html, "md": _markdown, "pdf": _pdf, "xlsx": _xlsx, "pptx": _pptx}
