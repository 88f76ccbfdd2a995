"""The file to start from is right as it stands, also with its optional parts; its notes are in the user's language."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from sem.content.library import DEFAULT, load_questionnaire
from sem.content.lint import lint_questionnaire
from sem.content.loader import read_questionnaire
from sem.content.schema import json_schema
from sem.content.starter import SCHEMA_FILE, starter
from sem.errors import InvalidError
from sem.i18n import set_language
from tests.content.sample import written

OPTIONAL = re.compile(r"^( *)# (?!yaml-language-server)", re.MULTILINE)


def with_optional_parts(text: str) -> str:
    """Return the file after an editor's “uncomment” on each optional part."""
    return OPTIONAL.sub(r"\1", text)


def test_the_file_is_right_without_a_warning_and_has_one_area_with_one_question(tmp_path: Path) -> None:
    findings = lint_questionnaire(written(tmp_path, starter("our-hotel")))
    assert (findings.errors, findings.warnings) == ((), ())
    assert findings.questionnaire is not None
    assert findings.questionnaire.id == "our-hotel"
    assert [(area.id, len(area.questions)) for area in findings.questionnaire.areas] == [("first-answer", 1)]


def test_with_its_optional_parts_it_has_a_layer_with_a_trait_and_a_practice(tmp_path: Path) -> None:
    findings = lint_questionnaire(written(tmp_path, with_optional_parts(starter("our-hotel"))))
    assert findings.errors == ()
    assert findings.questionnaire is not None
    assert [layer.questions[0].trait for layer in findings.questionnaire.layers] == ["customer-focus"]
    assert len(findings.questionnaire.practices) == 1
    # The one practice leads to level 3, and the lint asks for the other steps.
    assert [problem.field for problem in findings.warnings] == ["areas[first-answer]"] * 3


@pytest.mark.parametrize("change", [str, with_optional_parts])
def test_an_editor_finds_no_fault_in_it(change: type[str]) -> None:
    found = yaml.safe_load(change(starter("2026-01-01")))
    jsonschema.Draft202012Validator(json_schema()).validate(found)


def test_its_first_line_points_an_editor_at_the_schema_beside_it() -> None:
    assert starter("ours").splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA_FILE}"


def test_its_scale_is_that_of_the_questionnaires_that_come_with_the_program(tmp_path: Path) -> None:
    ours = read_questionnaire(written(tmp_path, starter("ours")))
    assert ours.levels == load_questionnaire(DEFAULT).levels


def test_its_question_ids_are_nobody_elses(tmp_path: Path) -> None:
    for id_ in ("ours", "x" * 60, "a-" * 29 + "bc"):
        questionnaire = read_questionnaire(written(tmp_path, with_optional_parts(starter(id_))))
        assert [question.id for question in questionnaire.questions] == [
            f"{id_[:57].rstrip('-')}-01",
            f"{id_[:57].rstrip('-')}-02",
        ]


def test_only_the_notes_follow_the_language(tmp_path: Path) -> None:
    english = starter("ours")
    set_language("nl")
    dutch = starter("ours")

    def notes(text: str) -> set[str]:
        return {line.strip() for line in text.splitlines() if line.lstrip().startswith("##")}

    assert len(notes(english)) > 15
    assert not notes(english) & notes(dutch)
    assert yaml.safe_load(english) == yaml.safe_load(dutch)


def test_every_line_fits_an_editor() -> None:
    for code in ("en", "nl"):
        set_language("nl" if code == "nl" else "en")
        assert max(map(len, starter("ours").splitlines())) <= 120


@pytest.mark.parametrize("id_", ["", "Ours", "our hotel", "-ours", "../ours", "x" * 61, "ours\n2", "é", "\x1b[2J"])
def test_what_can_be_no_id_is_refused(id_: str) -> None:
    with pytest.raises(InvalidError) as caught:
        starter(id_)
    assert "\x1b" not in str(caught.value)


def test_an_id_that_comes_with_the_program_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        starter(DEFAULT)
    assert DEFAULT in caught.value.message
