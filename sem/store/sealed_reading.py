"""Reads the answers of a sealed round without names and words, as fast as Python can look at each answer once."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import Any

from sem.model.assessment import NO_ANSWER, Answer, Respondent, Response, Round
from sem.store import layout
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    LAST_STAMP,
    SEALED,
    SHEETS,
    answer_of,
    bare_answer,
    field_document,
    numbered,
    verify,
)
from sem.store.migrations import META, SCHEMA, Document, meta_of
from sem.store.slots import bytes_of, seq_of, unpack

_of_answer = itemgetter("q", "v", "na", "dk", "note", "confidence", "evidence", "at", "by")


def bare_responses(path: Path, round_: Round) -> tuple[Response, ...] | None:
    """Return the responses in a sealed file without names, notes and evidence; None where it has to be read with care.

    That is so where it is not whole, of another version or round, or anything in it is not as `seal` writes it: then
    whoever reads files in every detail tells what is wrong, or that nothing is.
    """
    try:
        raw = bytes_of(path)
        if not raw or not seq_of(raw) or layout.sealed_file(path.parent, raw) != path:
            return None
        tables = unpack(raw)
        about = meta_of(tables)
        sheets = tables.pop(SHEETS)
        if about["schema"] != SCHEMA or about["kind"] != SEALED or about["round"] != round_.id:
            return None
        verify({**tables, SHEETS: {}})
        responses = [_response(sheet, about) for sheet in sheets.values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    once = len({one.respondent.id for one in responses}) == len(responses)
    return tuple(sorted(responses, key=_id)) if once else None


def _id(response: Response) -> str:
    return response.respondent.id


def _response(sheet: Document, about: Document) -> Response:
    """Return the response in a sheet.

    Raises:
        ValueError: Something in it is not as it should be, or is there twice.
    """
    documents: list[Document] = sheet[ANSWERS]
    # What is not looked at below is checked as ever, with the first answer for all of them.
    fields = numbered([sheet["name"], field_document("place", None, 0, "")])
    meta = {META: {"1": {**about, "kind": "sheet", "respondent": sheet["respondent"]}}}
    verify({**meta, FIELDS: fields, ANSWERS: numbered(documents[:1])})
    answers: dict[str, Answer] = {}
    for document, values in zip(documents, map(_of_answer, documents), strict=True):
        question = values[0]
        if question in answers or not isinstance(question, str):
            raise ValueError("a question twice, or none")
        answers[question] = _answer(document, *values[1:])
    return Response(
        Respondent(sheet["respondent"], ""),
        {question: answer for question, answer in answers.items() if answer is not NO_ANSWER},
    )


def _answer(
    document: Document, level: Any, na: Any, dont_know: Any, note: Any, sure: Any, evidence: Any, at: Any, by: Any
) -> Answer:
    if type(at) is not int or not 0 <= at <= LAST_STAMP or type(by) is not str:
        raise ValueError("an answer without a time or writer")
    if type(level) is int and na is None and dont_know is False and type(note) is str and evidence == []:
        return bare_answer(level, False, sure)
    read = answer_of(document)
    return NO_ANSWER if read == NO_ANSWER else read
