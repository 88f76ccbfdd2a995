"""The JSON Schema of questionnaire files, with which editors complete fields and mark mistakes while one types."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sem.content.fields import Record
from sem.content.format import FOLDER_HEAD, FOLDER_PART, WHOLE


class FileKind(StrEnum):
    """Which file a schema is for."""

    WHOLE = "whole"
    FOLDER_HEAD = "folder-head"
    FOLDER_PART = "folder-part"


_RECORDS: dict[FileKind, Record[Any]] = {
    FileKind.WHOLE: WHOLE,
    FileKind.FOLDER_HEAD: FOLDER_HEAD,
    FileKind.FOLDER_PART: FOLDER_PART,
}


def json_schema(kind: FileKind = FileKind.WHOLE) -> dict[str, Any]:
    """Return the JSON Schema, draft 2020-12, of a questionnaire file; its descriptions are in the language in use.

    The loader finds everything the schema finds, and what no schema can say: ids used twice, references, circles.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_RECORDS[kind].schema()}
