"""The table to start an import from: one row a respondent, one column a question, in the language in use."""

from __future__ import annotations

import csv
import io
from typing import Any

from sem.i18n import gettext as _
from sem.i18n import language
from sem.importing.headings import DUTCH, MEANINGS, Column, meaning
from sem.importing.values import CONSENSUS
from sem.model.questionnaire import Questionnaire

COLUMNS = (
    Column.TEAM, Column.TEAM_ID, Column.TAGS, Column.DATE, Column.ROUND, Column.KIND, Column.STATE, Column.SCOPE,
    Column.QUESTIONNAIRE, Column.RESPONDENT,
)  # fmt: skip
_WIDTHS = {Column.TEAM: 22, Column.TAGS: 16, Column.SCOPE: 24, Column.QUESTIONNAIRE: 18, Column.RESPONDENT: 20}
_ROWS = 2_000
"""Rows of which the cells are checked while they are filled in."""


def heading(column: Column) -> str:
    """Return the heading of a column in the language in use."""
    return DUTCH[column] if language() == "nl" else column.value.replace("_", " ")


def headings(questionnaire: Questionnaire) -> list[str]:
    """Return the headings of the template: those of a round and respondent, and the ids of the questions."""
    return [*map(heading, COLUMNS), *(question.id for question in questionnaire.questions)]


def template_csv(questionnaire: Questionnaire) -> bytes:
    """Return the template as CSV that a spreadsheet in the language in use opens with a double click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language() == "nl" else ",", lineterminator="\r\n")
    writer.writerow(headings(questionnaire))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def template_xlsx(questionnaire: Questionnaire) -> bytes:
    """Return the template as an Excel file: the table, what to write in it, and the questions with their levels."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E6EBF2", "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy" if language() == "nl" else "yyyy-mm-dd"})
    table = book.add_worksheet(_("Answers"))
    names = headings(questionnaire)
    table.write_row(0, 0, names, bold)
    table.freeze_panes(1, 0)
    for index, column in enumerate(COLUMNS):
        table.set_column(index, index, _WIDTHS.get(column, 12), day if column is Column.DATE else None)
    for column, choices in (
        (Column.KIND, ["named", "alias", "anonymous"] if language() == "en" else ["op naam", "alias", "anoniem"]),
        (Column.STATE, ["closed", "revealed", "open"] if language() == "en" else ["gesloten", "onthuld", "open"]),
    ):
        index = COLUMNS.index(column)
        table.data_validation(1, index, _ROWS, index, {"validate": "list", "source": choices, "error_type": "warning"})
    for index, question in enumerate(questionnaire.questions, len(COLUMNS)):
        table.write_comment(0, index, question.label.get(language()), {"visible": False})
    _explain(book.add_worksheet(_("How to fill it in")), bold, wrapped)
    questions = book.add_worksheet(_("Questions"))
    levels = [f"{level.number} {level.name.get(language())}" for level in questionnaire.levels]
    questions.write_row(0, 0, [_("id"), _("label"), _("statement"), *levels], bold)
    questions.set_column(0, 1, 24, wrapped)
    questions.set_column(2, 2 + len(levels), 44, wrapped)
    questions.freeze_panes(1, 1)
    for number, question in enumerate(questionnaire.questions, 1):
        texts = [one.get(language()) for one in (question.label, question.statement, *question.levels)]
        questions.write_row(number, 0, [question.id, *texts], wrapped)
    book.close()
    return data.getvalue()


def _explain(sheet: Any, bold: Any, wrapped: Any) -> None:
    lines = [(heading(column), meaning(column)) for column in COLUMNS if column in MEANINGS]
    lines += [
        (_("a question"), _("A level from 1 to 5, “n/a” with a reason after a colon, “?” for don't know, or nothing.")),
        (_("a note"), _("Head a column with the id of a question and “note”, such as “SD-01 note”.")),
        (CONSENSUS, _("A row with this respondent holds the levels that the team agreed on.")),
    ]
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, [_("what"), _("what to write")], bold)
    for number, line in enumerate(lines, 1):
        sheet.write_row(number, 0, line, wrapped)
