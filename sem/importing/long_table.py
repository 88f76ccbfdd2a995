"""Reads a table with a row for each answer; most rows are like one before, so they cost two look-ups."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from sem.i18n import gettext as _
from sem.importing.choosing import Asked, Entry
from sem.importing.drafts import DraftSheet
from sem.importing.findings import Place
from sem.importing.headings import HEAD, TAIL, Column, plain
from sem.importing.reading import Reading
from sem.importing.values import (
    CONFIDENCE_WORDS,
    CONFIDENCES,
    CellError,
    day_of,
    evidence_of,
    note_of,
    reason_of,
    unquoted,
    word_of,
)
from sem.model.assessment import Answer, Consensus

_LOOKED_AT = 2_000
"""Rows of which the questions tell which questionnaire it is, where nothing else does."""
_MOST_KNOWN = 50_000
_MOST_TOGETHER = 4_096
_EMPTY = ""
SHORT_NOTE = 4_000
"""Characters of a note that is certainly not too long."""


class LongTable:
    """A table with a row for each answer.

    Args:
        reading: What it has in common with others.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._columns = reading.columns
        tail = [column for column in TAIL if column in reading.columns]
        self._tail_of = _getter([reading.columns[column] for column in tail])
        self._orders: dict[int, tuple[int, ...]] = {}
        self._said = reading.columns.get(Column.LEVEL, reading.columns.get(Column.ANSWER, -1))
        self._note = tail.index(Column.NOTE) if Column.NOTE in tail else -1
        self._known: dict[int, dict[tuple[str, ...], Entry]] = {}

    def read(self) -> None:
        """Read all rows."""
        reading, columns = self._reading, self._columns
        begin = reading.look(_LOOKED_AT)
        question = columns[Column.QUESTION]
        if not reading.guess({row[question] for row in begin if len(row) > question and row[question].strip()}):
            return
        head_of = _getter([columns[column] for column in HEAD if column in columns])
        sheets: dict[tuple[str, ...], tuple[DraftSheet, dict[tuple[str, ...], Entry]] | None] = {}
        width = max(columns.values()) + 1
        place = reading.base + reading.table.first
        # The answers of one respondent mostly stand together, so whose they are is looked up once.
        for head, rows in groupby(chain.from_iterable(self._pieces(width)), head_of):
            while group := list(islice(rows, _MOST_TOGETHER)):
                if head not in sheets:
                    if not any(map(any, group)):
                        place += len(group)
                        continue
                    sheets[head] = self._sheet(group[0], place)
                    reading.again -= sheets[head] is None
                found = sheets[head]
                if found is None:
                    reading.again += len(group)
                else:
                    self._group(*found, group, place)
                place += len(group)
        reading.tell_again()

    def _pieces(self, width: int) -> Iterator[list[list[str]]]:
        """Yield all rows, none of them shorter than the columns that are read."""
        for _place, piece in self._reading.rows():
            if min(map(len, piece)) < width:
                yield [row if len(row) >= width else row + [_EMPTY] * (width - len(row)) for row in piece]
            else:
                yield piece

    def _group(
        self, sheet: DraftSheet, known: dict[tuple[str, ...], Entry], group: list[list[str]], place: Place
    ) -> None:
        """Read rows of one respondent that stand together."""
        entries = [*map(known.get, map(self._tail_of, group))]
        missed = entries.count(None)
        index = -1
        for _miss in range(missed):
            index = entries.index(None, index + 1)
            row = group[index]
            entries[index] = self._slow(sheet, known, row, self._tail_of(row), place + index)
        if sheet.empty and (not missed or None not in entries):
            numbers, answers, _decisions = zip(*entries, strict=True)
            if numbers == self._in_order(sheet):
                # Most respondents answer all questions in their order, so nothing has to be looked at one by one.
                sheet.answers = list(answers)
                sheet.rows = array("Q", range(place, place + len(entries)))
                sheet.empty = False
                return
        sheet.empty = False
        for at, entry in enumerate(entries, place):
            if entry is not None:
                self._reading.keep(sheet, entry, at, self._said)

    def _in_order(self, sheet: DraftSheet) -> tuple[int, ...]:
        """Return the places of all questions; nothing for what a team agreed on, which is kept one by one."""
        if sheet.place < 0:
            return ()
        return self._orders.setdefault(id(sheet.asked), tuple(range(len(sheet.asked.ids))))

    def _sheet(self, row: list[str], place: Place) -> tuple[DraftSheet, dict[tuple[str, ...], Entry]] | None:
        sheet = self._reading.sheet(row, place)
        if sheet is None:
            return None
        # What a team agreed on is no answer, so nothing is remembered for it.
        known = self._known.setdefault(id(sheet.asked), {}) if sheet.place >= 0 else {}
        return sheet, known

    def _slow(
        self,
        sheet: DraftSheet,
        known: dict[tuple[str, ...], Entry],
        row: list[str],
        tail: tuple[str, ...],
        place: Place,
    ) -> Entry | None:
        """Return what is in a row whose cells were not met before; None where it is nothing, or wrong."""
        reading = self._reading
        if noted := self._only_noted(known, tail):
            return noted
        said = reading.cell(row, Column.QUESTION)
        if not said:
            if any(text.strip() for text in tail):
                reading.wrong(CellError(_("The question is missing."), _("Write its id.")), place, Column.QUESTION)
            return None
        number = sheet.asked.place(unquoted(said))
        if number is None:
            reading.wrong(_unknown(said, sheet.asked), place, Column.QUESTION)
            return None
        entry = self._entry(sheet, number, row, place)
        free = any(reading.cell(row, column) for column in (Column.NOTE, Column.EVIDENCE, Column.REASON_TEXT))
        if entry is not None and sheet.place >= 0 and not free and entry[1] is not None and len(known) < _MOST_KNOWN:
            known[tail] = entry
        return entry

    def _only_noted(self, known: dict[tuple[str, ...], Entry], tail: tuple[str, ...]) -> Entry | None:
        """Return what is in a row that is one met before but for its note; None where it is not."""
        if self._note < 0:
            return None
        entry = known.get((*tail[: self._note], _EMPTY, *tail[self._note + 1 :]))
        said = entry[1] if entry is not None else None
        note = tail[self._note]
        if entry is None or said is None or said.confidence is not None or len(note) > SHORT_NOTE:
            return None
        answer = Answer(said.level, said.not_applicable, said.dont_know, note_of(note) if note.strip() else _EMPTY)
        return entry[0], answer, None

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
            (Column.CONFIDENCE, "confidence", lambda text: word_of(text, CONFIDENCES, CONFIDENCE_WORDS)),
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
