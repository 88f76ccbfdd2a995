"""The JSON Schema and the reader judge alike: an editor marks what `validate` would find."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sem.content.library import list_questionnaires
from sem.content.loader import check_questionnaire
from sem.content.schema import FileKind, json_schema
from sem.content.yaml_nodes import LOADER
from sem.i18n import set_language
from tests.content.sample import SAMPLE, written
from tests.content.test_broken_files import FAULTS, REFERENCES

BEYOND_A_SCHEMA = {
    "a field twice",
    "a text without a shape",
    "a control character, escaped",
    "a direction mark",
    "a weight that is no number",
    "a weight that other readers take for eight",
    "an estimate that falls",
    "levels out of order",
    "an area twice",
    "a question twice, in another area",
    "a question that differs in case alone",
    "a practice twice",
    "a trait twice",
    "a grouping twice",
    "a group twice",
    *(REFERENCES.keys() - {"a prerequisite without an English reason"}),
}


@cache
def validator(kind: FileKind) -> Any:
    return jsonschema.Draft202012Validator(json_schema(kind))


def errors(content: str, kind: FileKind = FileKind.WHOLE) -> list[Any]:
    return list(validator(kind).iter_errors(yaml.load(content, LOADER)))


@pytest.mark.parametrize("kind", FileKind)
def test_the_schema_is_one(kind: FileKind) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))


def test_what_the_reader_accepts_the_schema_accepts(tmp_path: Path) -> None:
    assert check_questionnaire(written(tmp_path, SAMPLE))[1] == ()
    assert errors(SAMPLE) == []


@pytest.mark.parametrize("listed", list_questionnaires(), ids=lambda listed: listed.id)
def test_every_shipped_file_fits_its_schema(listed: Any) -> None:
    if listed.path.is_file():
        assert errors(listed.path.read_text("utf-8")) == []
        return
    for path in listed.path.glob("*.yaml"):
        kind = FileKind.FOLDER_HEAD if path.name == "questionnaire.yaml" else FileKind.FOLDER_PART
        assert errors(path.read_text("utf-8"), kind) == [], path.name


def test_the_schema_finds_what_the_reader_finds_but_what_no_schema_can_say() -> None:
    assert {name for name, fault in FAULTS.items() if errors(fault.text) == []} == BEYOND_A_SCHEMA


def test_every_field_explains_itself_in_the_language_in_use() -> None:
    def descriptions(schema: dict[str, Any]) -> list[str]:
        fields = list(schema.get("properties", {}).values())
        found = [field["description"] for field in fields if "description" in field]
        inner = fields + ([schema["items"]] if "items" in schema else [])
        return found + [text for part in inner for text in descriptions(part)]

    english = descriptions(json_schema())
    set_language("nl")
    dutch = descriptions(json_schema())
    assert len(english) == len(dutch) > 40
    assert all(dutch)
    assert not set(english) & set(dutch)
