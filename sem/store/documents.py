"""What is kept for an answer or a field, and the one rule by which any number of copies become one: the newest wins."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    Consensus,
    NotApplicable,
    Reason,
    RoundKind,
    RoundState,
)
from sem.model.codec import from_json, to_json
from sem.store.migrations import META, Document, Table, Tables, meta_of, stamp

ANSWERS, FIELDS, ITEMS = "answers", "fields", "items"
KEYS: Mapping[str, str] = {ANSWERS: "q", FIELDS: "field", ITEMS: "key"}
"""The tables that merge, and what identifies a document in each."""
TEAM, ROUND, SHEET, PLAN, UNSIGNED = "team", "round", "sheet", "plan", "unsigned"
ROSTER, SEALED = "roster", "sealed"
SHEETS = "sheets"
"""The table of a sealed round: one document for each respondent."""
_IDS: Mapping[str, tuple[str, ...]] = {
    "workspace": ("id",),
    TEAM: ("team",),
    ROUND: ("team", "round", "opened", "round_kind"),
    SHEET: ("team", "round", "opened", "round_kind", "respondent"),
    PLAN: ("team",),
    UNSIGNED: ("team",),
    ROSTER: ("team", "round"),
    SEALED: ("team", "round", "opened", "round_kind"),
}
"""The kinds of files, and what the `_meta` of each says for certain."""


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_tags(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(tag, str) for tag in value))


def _is_day(value: Any) -> bool:
    if value is not None:
        date.fromisoformat(value)
    return True


_FIELDS: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    TEAM: {"name": _is_name, "tags": _are_tags},
    ROUND: {"state": lambda value: value in tuple(RoundState), "closed": _is_day},
    SHEET: {"name": lambda value: isinstance(value, str), "place": lambda value: isinstance(value, str | None)},
}
"""The fields that each kind of file has, and whether a value can be one; a newer version may have added others."""
_ID = re.compile(r"[a-z0-9]{6,64}")
LAST_STAMP = 2**60
"""36,000 years from now, in µs: what claims to be later was not written by us."""


def meta(kind: str, writer: str, **ids: Any) -> Table:
    """Return the `_meta` table of a file: what it is, and which program can read it."""
    return {"1": {**stamp(), "kind": kind, **ids, "writer": writer}}


def rank(document: Document) -> tuple[int, str, str]:
    """Return what decides which of two documents is newer; equal only for equal documents, so order never matters."""
    return document["at"], document["by"], json.dumps(document, sort_keys=True)


def newest(table: str, copies: Iterable[Tables]) -> dict[str, Document]:
    """Return the newest document of each question or field over all copies, however many and in whatever order."""
    key = KEYS[table]
    result: dict[str, Document] = {}
    for tables in copies:
        for document in tables.get(table, {}).values():
            known = result.get(document[key])
            if known is None or (document["at"] >= known["at"] and rank(document) > rank(known)):
                result[document[key]] = document
    return result


def newest_stamp(copies: Iterable[Tables]) -> int:
    """Return the time of the newest document in any copy, in µs since 1970; 0 where there is none."""
    kept = (tables.get(table, {}) for tables in copies for table in KEYS)
    return max((document["at"] for table in kept for document in table.values()), default=0)


def next_stamp(seen: int) -> int:
    """Return the time of a change in µs since 1970, later than all this writer has seen, however clocks differ."""
    return min(max(time.time_ns() // 1000, seen + 1), LAST_STAMP)


def answer_document(question_id: str, answer: Answer, at: int, by: str) -> Document:
    """Return an answer as it is kept; no answer is kept too, so that clearing one reaches every copy."""
    na = answer.not_applicable
    return {
        "q": question_id,
        "v": answer.level,
        "na": {"reason": na.reason.value, "text": na.text} if na else None,
        "dk": answer.dont_know,
        "note": answer.note,
        "confidence": answer.confidence.value if answer.confidence else None,
        "evidence": to_json(answer.evidence),
        "at": at,
        "by": by,
    }


def answer_of(document: Document) -> Answer:
    """Return the answer that a document keeps.

    Raises:
        ValueError: The document is not an answer.
    """
    level, na, dont_know, note = document["v"], document["na"], document["dk"], document["note"]
    confidence = document["confidence"]
    if not (level is None or type(level) is int) or type(dont_know) is not bool or not isinstance(note, str):
        raise ValueError("not an answer")
    if na is None and not note and document["evidence"] == [] and (confidence is None or type(confidence) is str):
        return bare_answer(level, dont_know, confidence)
    return Answer(
        level=level,
        not_applicable=NotApplicable(Reason(na["reason"]), str(na["text"])) if na is not None else None,
        dont_know=dont_know,
        note=note,
        confidence=Confidence(confidence) if confidence is not None else None,
        evidence=from_json(tuple[AnswerEvidence, ...], document["evidence"]),
    )


@cache
def bare_answer(level: int | None, dont_know: bool, confidence: str | None) -> Answer:
    """Return an answer without words; there are few, and nearly all that is read is one of them.

    Raises:
        ValueError: There is no such answer.
    """
    return Answer(
        level=level, dont_know=dont_know, confidence=Confidence(confidence) if confidence is not None else None
    )


def field_document(field: str, value: Any, at: int, by: str) -> Document:
    """Return one fact about a team, round or sheet as it is kept."""
    return {"field": field, "value": value, "at": at, "by": by}


def item_document(key: str, value: Any, at: int, by: str) -> Document:
    """Return one item of a programme as it is kept; one that is gone is kept too, without a value."""
    return {"key": key, "value": value, "at": at, "by": by}


def kind_of(name: str) -> str:
    """Return the kind of file that this is the name of, as far as the name says; sheets are named by respondent."""
    return name if name in (TEAM, ROUND, PLAN, UNSIGNED, ROSTER) else SHEET


def numbered(documents: Iterable[Document]) -> Table:
    """Return documents as a TinyDB table: their ids are their positions, counted from 1."""
    return {str(number): document for number, document in enumerate(documents, 1)}


def sheets_of(sealed: Tables) -> list[Tables]:
    """Return the tables of each sheet in a sealed round, in the form of a file of its own."""
    about = {name: value for name, value in meta_of(sealed).items() if name != "kind"}
    return [
        {
            META: {"1": {**about, "kind": SHEET, "respondent": sheet["respondent"]}},
            FIELDS: numbered([sheet["name"], field_document("place", None, 0, "")]),
            ANSWERS: numbered(sheet[ANSWERS]),
        }
        for sheet in sealed[SHEETS].values()
    ]


def verify(tables: Any) -> None:
    """Check the shape of everything the rest of the program relies on.

    Raises:
        ValueError: Something has not the shape it should have.
    """
    try:
        about = meta_of(tables)
        if not all(isinstance(about[name], str) for name in _IDS[about["kind"]]):
            raise ValueError("a file without the ids it should have")
        if not all(_ID.fullmatch(about[name]) for name in (TEAM, ROUND, "respondent") if name in about):
            # A file may come from anywhere, and file names are made from these.
            raise ValueError("an id that is none")
        if kind_of(about.get("respondent", "")) != SHEET:
            raise ValueError("a respondent whose files would look like others")
        for table, key in KEYS.items():
            for document in tables.get(table, {}).values():
                named = isinstance(document[key], str) and isinstance(document["by"], str)
                if not named or type(document["at"]) is not int or not 0 <= document["at"] <= LAST_STAMP:
                    raise ValueError(f"a document in {table} without a name or time")
        for document in tables.get(ANSWERS, {}).values():
            answer_of(document)
        if not all("value" in document for document in tables.get(ITEMS, {}).values()):
            raise ValueError("an item without a value")
        _verify_kind(about, tables)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"unexpected shape: {error!r}") from None


def _verify_kind(about: Document, tables: Tables) -> None:
    kind = about["kind"]
    values = {document["field"]: document["value"] for document in tables.get(FIELDS, {}).values()}
    for name, can_be in _FIELDS.get(kind, {}).items():
        if not can_be(values[name]):
            raise ValueError(f"a {name} that can't be")
    if kind in (ROUND, SHEET, SEALED):
        date.fromisoformat(about["opened"])
        anonymous = RoundKind(about["round_kind"]) is RoundKind.ANONYMOUS
        if kind == SHEET and not anonymous and not _is_name(values["name"]):
            raise ValueError("a respondent without a name")
        _verify_people(about)
    if kind == ROUND:
        for document in tables[ITEMS].values():
            from_json(Consensus | None, document["value"])
    if kind == ROSTER and not all(isinstance(one["value"], dict | None) for one in tables[ITEMS].values()):
        raise ValueError("an item of a roster that can't be")
    if kind == SEALED:
        for sheet in sheets_of(tables):
            verify(sheet)
    if kind in (PLAN, UNSIGNED) and not tables[ITEMS]:
        raise ValueError("a file of a programme without items")
    if kind == SHEET and not tables[ANSWERS]:
        # Every question has its document from the start, so without any of them answers are gone.
        raise ValueError("a sheet without answers")


def _verify_people(about: Document) -> None:
    expected = about["expected"]
    if not isinstance(about["scope"], str) or type(about["hidden"]) is not bool:
        raise ValueError("a scope or rule that can't be")
    if not isinstance(about["invited"], list) or not all(map(_is_name, about["invited"])):
        raise ValueError("people that can't be")
    if not (expected is None or (type(expected) is int and expected > 0)):
        raise ValueError("a number of people that can't be")
