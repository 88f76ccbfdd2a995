"""Reads a table with a row for each answer; most rows are like one before, so they cost two look-ups."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from sem.i18n import gettext as _
from sem.importing.choosing import Asked, Entry
from sem.importing.drafts import DraftSheet
from sem.importing.findings import Place
from sem.importing.headings import HEAD, TAIL, Column, plain
from sem.importing.lines import Lines
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
_Whose = tuple[DraftSheet, dict[tuple[str, ...], Entry], dict[str, Entry]]
"""Whose answers they are, and what was met before with that questionnaire: by cells, and by the ends of lines."""


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
        self._width = max(reading.columns.values()) + 1
        self._known: dict[int, tuple[dict[tuple[str, ...], Entry], dict[str, Entry]]] = {}
        self._sheets: dict[tuple[str, ...], _Whose | None] = {}

    def read(self) -> None:
        """Read all rows."""
        reading, columns = self._reading, self._columns
        begin = reading.look(_LOOKED_AT)
        question = columns[Column.QUESTION]
        if not reading.guess({row[question] for row in begin if len(row) > question and row[question].strip()}):
            return
        front = [columns[column] for column in HEAD if column in columns]
        self._head_of = _getter(front)
        behind = min(columns[column] for column in TAIL if column in columns)
        if reading.table.lines is not None and max(front) < behind:
            self._by_line(reading.table.lines, behind)
        else:
            self._by_row((piece for _place, piece in reading.rows()), reading.place)
        reading.tell_again()

    def _by_row(self, pieces: Iterable[list[list[str]]], place: Place) -> None:
        """Read rows; the answers of one respondent mostly stand together, so whose they are is looked up once."""
        for head, rows in groupby(chain.from_iterable(map(self._wide, pieces)), self._head_of):
            while group := self._fitting(list(islice(rows, _MOST_TOGETHER)), place):
                if head in self._sheets or any(map(any, group)):
                    found = self._whose(head, group[0], place, len(group))
                    if found is not None:
                        sheet, known, _ends = found
                        entries = [*map(known.get, map(self._tail_of, group))]
                        for index in _missing(entries):
                            entries[index] = self._slow(sheet, known, group[index], place + index)
                        self._keep(sheet, entries, place)
                place += len(group)

    def _by_line(self, lines: Lines, cells: int) -> None:
        """Read lines; those of one respondent begin alike, and most of them end like one that was met before.

        Args:
            lines: The lines.
            cells: How many cells tell whose answer it is; all others stand behind them.
        """
        reading = self._reading
        while True:
            # What was looked at is read already, and comes before all lines.
            begin = "" if reading.begin else lines.begin(cells)
            rests = lines.alike(begin, _MOST_TOGETHER) if begin else []
            place = reading.place
            if rests:
                self._alike(lines, begin, rests)
                reading.passed(len(rests))
            elif piece := reading.next_rows(1):
                self._by_row([piece], place)
            else:
                return

    def _alike(self, lines: Lines, begin: str, rests: list[str]) -> None:
        """Read lines that begin alike."""
        place = self._reading.place
        first = self._wide([lines.row(begin + rests[0])])[0]
        head = self._head_of(first)
        rows = (lines.row(begin + rest) for rest in rests)
        if head not in self._sheets and not any(any(row) and not self._reading.too_long(row) for row in rows):
            self._fitting([lines.row(begin + rest) for rest in rests], place)
            return
        found = self._whose(head, first, place, len(rests))
        if found is None:
            return
        sheet, known, ends = found
        entries = [*map(ends.get, rests)]
        for index in _missing(entries):
            rest = rests[index]
            (row,) = self._fitting(self._wide([lines.row(begin + rest)]), place + index)
            tail = self._tail_of(row)
            entry = entries[index] = known.get(tail) or self._slow(sheet, known, row, place + index)
            if entry is not None and tail in known and len(ends) < _MOST_KNOWN:
                ends[rest] = entry
        self._keep(sheet, entries, place)

    def _fitting(self, rows: list[list[str]], place: Place) -> list[list[str]]:
        """Return rows with an empty one in place of each that is too long, which is told."""
        reading = self._reading
        if not rows or max(map(len, rows)) <= len(reading.table.header):
            return rows
        fitting = []
        for at, row in enumerate(rows, place):
            if reading.too_long(row):
                reading.refuse_long(at)
                row = [_EMPTY] * self._width
            fitting.append(row)
        return fitting

    def _wide(self, piece: list[list[str]]) -> list[list[str]]:
        """Return rows of which none is shorter than the columns that are read."""
        width = self._width
        if min(map(len, piece)) >= width:
            return piece
        return [row if len(row) >= width else row + [_EMPTY] * (width - len(row)) for row in piece]

    def _whose(self, head: tuple[str, ...], row: list[str], place: Place, count: int) -> _Whose | None:
        """Return whose answers so many rows have; None where that can't be told, which is told once."""
        if head not in self._sheets:
            self._sheets[head] = self._sheet(row, place)
            self._reading.again -= self._sheets[head] is None
        found = self._sheets[head]
        if found is None:
            self._reading.again += count
        return found

    def _keep(self, sheet: DraftSheet, entries: list[Entry | None], place: Place) -> None:
        """Keep what is in rows of one respondent that stand together."""
        if sheet.empty and None not in entries:
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

    def _sheet(self, row: list[str], place: Place) -> _Whose | None:
        sheet = self._reading.sheet(row, place)
        if sheet is None:
            return None
        # What a team agreed on is no answer, so nothing is remembered for it.
        known, ends = self._known.setdefault(id(sheet.asked), ({}, {})) if sheet.place >= 0 else ({}, {})
        return sheet, known, ends

    def _slow(
        self,
        sheet: DraftSheet,
        known: dict[tuple[str, ...], Entry],
        row: list[str],
        place: Place,
    ) -> Entry | None:
        """Return what is in a row whose cells were not met before; None where it is nothing, or wrong."""
        reading, tail = self._reading, self._tail_of(row)
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


def _missing(entries: list[Entry | None]) -> Iterator[int]:
    """Yield where nothing is; what was yielded may be filled meanwhile."""
    index = -1
    for _miss in range(entries.count(None)):
        index = entries.index(None, index + 1)
        yield index


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
