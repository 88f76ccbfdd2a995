"""Reads a table with a row for each answer; most rows are like one before, so they cost two look-ups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from sem.i18n import gettext as _
from sem.importing.choosing import Asked, Entry
from sem.importing.drafts import DraftSheet
from sem.importing.findings import Place
from sem.importing.headings import HEAD, TAIL, Column, plain
from sem.importing.reading import Reading
from sem.importing.values import CONFIDENCES, CellError, day_of, evidence_of, note_of, reason_of, unquoted, word_of
from sem.model.assessment import Answer, Confidence, Consensus

_LOOKED_AT = 2_000
"""Rows of which the questions tell which questionnaire it is, where nothing else does."""
_MOST_KNOWN = 50_000
_EMPTY = ""
_CONFIDENCE_WORDS = ", ".join(Confidence)


class LongTable:
    """A table with a row for each answer.

    Args:
        reading: What it has in common with others.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._columns = reading.columns
        self._known: dict[int, dict[tuple[str, ...], Entry]] = {}

    def read(self) -> None:
        """Read all rows."""
        reading, columns = self._reading, self._columns
        begin = list(islice(reading.table.rows, _LOOKED_AT))
        question = columns[Column.QUESTION]
        if not reading.guess({row[question] for row in begin if len(row) > question and row[question].strip()}):
            return
        head_of = _getter([columns[column] for column in HEAD if column in columns])
        tail_of = _getter([columns[column] for column in TAIL if column in columns])
        sheets: dict[tuple[str, ...], tuple[DraftSheet, dict[tuple[str, ...], Entry]] | None] = {}
        again: dict[tuple[str, ...], int] = {}
        width = max(columns.values()) + 1
        for first, piece in reading.rows(chain(begin, reading.table.rows)):
            for place, row in enumerate(piece, first):
                try:
                    head, tail = head_of(row), tail_of(row)
                except IndexError:
                    row += [_EMPTY] * (width - len(row))
                    head, tail = head_of(row), tail_of(row)
                try:
                    found = sheets[head]
                except KeyError:
                    if not any(row):
                        continue
                    found = sheets[head] = self._sheet(row, place)
                if found is None:
                    again[head] = again.get(head, -1) + 1
                    continue
                sheet, known = found
                entry = known.get(tail)
                if entry is None:
                    self._slow(sheet, known, row, tail, place)
                    continue
                number, answer, _decision = entry
                answers = sheet.answers
                if answers[number] is None:
                    answers[number] = answer
                    sheet.rows[number] = place
                elif answers[number] != answer:
                    reading.keep(sheet, entry, place, self._column())
        if more := sum(again.values()):
            reading.findings.notice(
                _("What is wrong with whose answers these are is told once; {n} more rows of {table} have it too.")
                .format(n=more, table=reading.table.name)
            )  # fmt: skip

    def _sheet(self, row: list[str], place: Place) -> tuple[DraftSheet, dict[tuple[str, ...], Entry]] | None:
        sheet = self._reading.sheet(row, place)
        if sheet is None:
            return None
        # What a team agreed on is no answer, so nothing is remembered for it.
        known = self._known.setdefault(id(sheet.asked), {}) if sheet.place >= 0 else {}
        return sheet, known

    def _column(self) -> int:
        return self._columns.get(Column.LEVEL, self._columns.get(Column.ANSWER, -1))

    def _slow(
        self,
        sheet: DraftSheet,
        known: dict[tuple[str, ...], Entry],
        row: list[str],
        tail: tuple[str, ...],
        place: Place,
    ) -> None:
        """Read a row whose cells were not met before."""
        reading = self._reading
        said = reading.cell(row, Column.QUESTION)
        if not said:
            if any(text.strip() for text in tail):
                reading.wrong(CellError(_("The question is missing."), _("Write its id.")), place, Column.QUESTION)
            return
        number = sheet.asked.place(unquoted(said))
        if number is None:
            reading.wrong(_unknown(said, sheet.asked), place, Column.QUESTION)
            return
        entry = self._entry(sheet, number, row, place)
        if entry is None:
            return
        free = any(reading.cell(row, column) for column in (Column.NOTE, Column.EVIDENCE, Column.REASON_TEXT))
        if sheet.place >= 0 and not free and entry[1] is not None and len(known) < _MOST_KNOWN:
            known[tail] = entry
        reading.keep(sheet, entry, place, self._column())

    def _entry(self, sheet: DraftSheet, number: int, row: list[str], place: Place) -> Entry | None:
        reading = self._reading
        answer: Answer | None = None
        fine = True
        for column in (Column.LEVEL, Column.ANSWER):
            text = reading.cell(row, column)
            if answer is not None or not text or (column is Column.ANSWER and plain(text) == "level"):
                continue
            try:
                answer = sheet.asked.levels.answer(text)
            except CellError as error:
                reading.wrong(error, place, column)
                fine = False
        parts: dict[str, Any] = {}
        for column, name, read in (
            (Column.NOTE, "note", note_of),
            (Column.EVIDENCE, "evidence", evidence_of),
            (Column.CONFIDENCE, "confidence", lambda text: word_of(text, CONFIDENCES, _CONFIDENCE_WORDS)),
        ):
            text = reading.raw(row, column)
            if text.strip():
                try:
                    parts[name] = read(text)
                except CellError as error:
                    reading.wrong(error, place, column)
                    fine = False
        if answer is not None and answer.not_applicable is not None:
            reason, words = reading.cell(row, Column.REASON), reading.raw(row, Column.REASON_TEXT)
            if reason or words:
                try:
                    parts["not_applicable"] = reason_of(reason, words)
                except CellError as error:
                    reading.wrong(error, place, Column.REASON)
                    fine = False
        if not fine:
            return None
        if sheet.place < 0:
            return number, answer, self._decision(answer, parts.get("note", ""), row, place)
        if answer is None and not parts:
            return number, None, None
        return number, replace(answer or Answer(), **parts) if parts else answer, None

    def _decision(self, answer: Answer | None, because: str, row: list[str], place: Place) -> Consensus | None:
        if answer is None or answer.level is None:
            return None
        day = None
        text = self._reading.cell(row, Column.DECIDED)
        if text:
            try:
                day = day_of(text, self._reading.reader.today)
            except CellError as error:
                self._reading.wrong(error, place, Column.DECIDED)
        return Consensus(answer.level, because, day)


def _unknown(said: str, asked: Asked) -> CellError:
    from difflib import get_close_matches

    id_ = asked.questionnaire.id
    if asked.is_area(said):
        return CellError(
            _("“{name}” is an area, so this is a mean and not an answer.").format(name=said),
            _("No answers can be made of means. Import the sheet with the answers."),
        )
    near = get_close_matches(said, asked.ids, n=2, cutoff=0.6)
    advice = _("Did you mean: {names}?").format(names=", ".join(near)) if near else ""
    return CellError(
        _("The questionnaire {id} has no question “{name}”.").format(id=id_, name=said[:60]),
        advice or _("The ids: sem questionnaire show {id}.").format(id=id_),
    )


def _getter(numbers: list[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what takes some cells of a row as a tuple, also where it is one."""
    if len(numbers) == 1:
        only = numbers[0]
        return lambda row: (row[only],)
    return itemgetter(*numbers)
