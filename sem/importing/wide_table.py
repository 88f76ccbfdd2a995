"""Reads a table with a row for each respondent, and a column for each question."""

from __future__ import annotations

from dataclasses import replace

from sem.i18n import gettext as _
from sem.importing.choosing import Asked
from sem.importing.drafts import DraftSheet
from sem.importing.findings import Place
from sem.importing.headings import NOTE_OF, PASSED_OVER, column_of, plain
from sem.importing.reading import Reading
from sem.importing.values import CellError, note_of
from sem.model.assessment import Answer, Consensus

_NOTHING = "\0"
"""What no question is called."""


class WideTable:
    """A table with a row for each respondent, and a column for each question.

    Args:
        reading: What it has in common with others.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self) -> None:
        """Read all rows."""
        reading = self._reading
        header = reading.table.header
        others = [index for index, heading in enumerate(header) if heading.strip() and column_of(heading) is None]
        others = [index for index in others if plain(header[index]) not in PASSED_OVER]
        questions = [header[index] for index in others if not reading.choice.knows(_noted(header[index]) or _NOTHING)]
        known = [name for name in questions if reading.choice.knows(name)]
        place = reading.base + reading.table.first - 1
        if not known:
            self._refuse(questions, place)
            return
        if not reading.guess(known):
            return
        told = False
        asked_before: Asked | None = None
        plan: list[tuple[int, int, int]] = []
        for first, piece in reading.rows():
            for row_place, row in enumerate(piece, first):
                if not any(cell.strip() for cell in row):
                    continue
                if reading.too_long(row):
                    reading.refuse_long(row_place)
                    continue
                sheet = reading.sheet(row, row_place)
                if sheet is None:
                    continue
                if sheet.asked is not asked_before:
                    asked_before = sheet.asked
                    plan = self._plan(others, sheet.asked, place, tell=not told)
                    told = True
                self._row(sheet, row, row_place, plan)
        reading.tell_again()

    def _refuse(self, names: list[str], place: Place) -> None:
        areas = self._reading.choice.areas(names)
        if areas:
            self._reading.findings.problem(
                _("The columns are areas ({areas}), so the cells are means of several answers.").format(
                    areas=", ".join(areas[:3])
                ),
                _(
                    "No answers can be made of means: what each respondent said is gone. Import the sheet with the "
                    "answers, or keep this one beside it."
                ),
                place=place,
            )
        else:
            self._reading.findings.problem(
                _("There is no column of a question."),
                _("Head a column with “question”, or one column for each question with its id or label."),
                place=place,
            )

    def _plan(self, others: list[int], asked: Asked, place: Place, *, tell: bool) -> list[tuple[int, int, int]]:
        """Return the columns of questions: the number of each, its question, and the column with its notes or -1."""
        header = self._reading.table.header
        answers: dict[int, int] = {}
        notes: dict[int, int] = {}
        for index in others:
            number = asked.place(header[index])
            noted = asked.place(_noted(header[index]) or _NOTHING)
            if number is not None and number in answers:
                self._reading.findings.problem(
                    _("Two columns are of this question."), _("Rename or remove one."), place=place, column=index
                )
            elif number is not None:
                answers[number] = index
            elif noted is not None:
                notes[noted] = index
            elif asked.is_area(header[index]) and tell:
                self._reading.findings.notice(
                    _("The column “{name}” has means of an area and is passed over.").format(name=header[index].strip())
                )
            elif tell:
                self._reading.findings.problem(
                    _("No question has this id or label."),
                    _("Correct it, or remove the column. The ids: sem questionnaire show {id}.").format(
                        id=asked.questionnaire.id
                    ),
                    place=place,
                    column=index,
                )
        return [(index, number, notes.get(number, -1)) for number, index in sorted(answers.items())]

    def _row(self, sheet: DraftSheet, row: list[str], place: Place, plan: list[tuple[int, int, int]]) -> None:
        reading, width = self._reading, len(row)
        levels = sheet.asked.levels
        for index, number, note_index in plan:
            text = row[index] if index < width else ""
            note = row[note_index] if 0 <= note_index < width else ""
            if not text and not note:
                continue
            try:
                answer = levels.answer(text)
                if note.strip():
                    answer = replace(answer or Answer(), note=note_of(note))
            except CellError as error:
                reading.wrong(error, place, index)
                continue
            if answer is None:
                continue
            decision = Consensus(answer.level, answer.note) if sheet.place < 0 and answer.level else None
            reading.keep(sheet, (number, answer, decision), place, index)


def _noted(heading: str) -> str | None:
    """Return the name of the question that a column has notes to, by its heading; None where it has none."""
    name = plain(heading)
    for word in NOTE_OF:
        if name.endswith(f" {word}"):
            return name[: -len(word)].strip(" :")
    return None
