"""Our own questionnaires hold to our own rules: a clean lint, permanent ids, the same words, every theme covered."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sem.content.library import DEFAULT, Listed, list_questionnaires, load_questionnaire
from sem.content.lint import lint_questionnaire
from sem.content.lint_ids import read_released
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "docs" / "content-ids.lock"
SCRIPT = ROOT / "scripts" / "content_coverage.py"
FULL = "service-excellence"
SHIPPED = list_questionnaires()

# Warnings that were read and are meant so: (questionnaire, field) -> the reason.
MEANT: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize("listed", SHIPPED, ids=lambda listed: listed.id)
def test_a_shipped_questionnaire_has_no_error_and_no_warning_without_a_reason(listed: Listed) -> None:
    findings = lint_questionnaire(listed.path, read_released(LOCK))
    assert [str(problem) for problem in findings.errors] == []
    unexplained = [str(problem) for problem in findings.warnings if (listed.id, problem.field) not in MEANT]
    assert unexplained == []


def test_every_warning_with_a_reason_is_still_given() -> None:
    named = [listed for listed in SHIPPED if any(id_ == listed.id for id_, _field in MEANT)]
    given = {(listed.id, problem.field) for listed in named for problem in lint_questionnaire(listed.path).warnings}
    assert MEANT.keys() <= given
    assert all(MEANT.values())


def test_the_list_of_ids_has_every_questionnaire_that_ships() -> None:
    assert set(read_released(LOCK)) == {listed.id for listed in SHIPPED}


def test_each_area_of_the_full_questionnaire_has_five_questions_and_a_practice_for_every_step() -> None:
    questionnaire = load_questionnaire(FULL)
    assert {area.id: len(area.questions) for area in questionnaire.areas} == dict.fromkeys(
        (area.id for area in questionnaire.areas), 5
    )
    steps = {(practice.area, practice.level) for practice in questionnaire.practices}
    assert steps == {(a.id, level) for a in questionnaire.areas for level in range(LOWEST_LEVEL + 1, HIGHEST_LEVEL + 1)}


def test_each_layer_asks_about_each_trait_once() -> None:
    questionnaire = load_questionnaire(FULL)
    traits = [trait.id for trait in questionnaire.traits]
    assert len(traits) == 5
    assert [[q.trait for q in layer.questions] for layer in questionnaire.layers] == [traits] * 3


def test_the_quick_scan_is_one_question_of_each_area_of_the_full_questionnaire_word_for_word() -> None:
    scan, full = load_questionnaire(DEFAULT), load_questionnaire(FULL)
    assert [area.id for area in scan.areas] == [area.id for area in full.areas]
    assert len(scan.questions) == 12
    for area, question in scan.items():
        assert question == full.question(question.id), "run: python scripts/quick_scan.py"
        assert question in full.area(area.id).questions
    assert (scan.levels, scan.traits) == (full.levels, full.traits)
    assert [replace(area, questions=()) for area in scan.areas] == [replace(area, questions=()) for area in full.areas]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script that makes the table of coverage."""
    spec = importlib.util.spec_from_file_location("content_coverage", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sections(script: ModuleType) -> list[dict[str, Any]]:
    """Return the themes, to be changed at will."""
    return list(script.read_themes())


def test_every_theme_is_covered_and_the_page_says_by_what(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--check"])
    assert (script.main(), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize(
    ("theme", "found"),
    [
        ({"theme": "T", "sources": ["theme-culture"]}, []),
        ({"theme": "T", "trait": "improvement"}, []),
        ({"theme": "T", "ids": ["CU-01", "log-the-why"]}, []),
        ({"theme": "T"}, ["nothing covers: T"]),
        ({"theme": "T", "ids": ["CU-01", "XX-99"]}, ["there is no question or practice XX-99: T"]),
        ({"theme": "T", "sources": ["theme-9"]}, ["nothing covers: T", "no question or practice names theme-9: T"]),
        ({"theme": "T", "trait": "luck"}, ["nothing covers: T", "there is no trait luck: T"]),
    ],
)
def test_a_theme_without_an_id_and_an_id_that_does_not_exist_are_found(
    script: ModuleType, sections: list[dict[str, Any]], theme: dict[str, Any], found: list[str]
) -> None:
    sections.append({"title": "More", "themes": [theme]})
    assert script.problems(sections, load_questionnaire(FULL)) == found


def test_a_source_that_is_no_theme_is_found(script: ModuleType, sections: list[dict[str, Any]]) -> None:
    for section in sections:
        for theme in section["themes"]:
            theme["sources"] = [name for name in theme.get("sources", ()) if name != "caution-silos"]
    found = script.problems(sections, load_questionnaire(FULL))
    assert "a source that is no theme or practice: caution-silos" in found


def test_a_page_out_of_date_is_found(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "TABLE", tmp_path / "page.md")
    monkeypatch.setattr(sys, "argv", ["content_coverage.py"])
    assert script.main() == 0
    monkeypatch.setattr(sys, "argv", ["content_coverage.py", "--check"])
    assert script.main() == 0
    script.TABLE.write_text(script.TABLE.read_text("utf-8") + "more", "utf-8")
    assert script.main() == 1
    assert "page.md is out of date" in capsys.readouterr().out
