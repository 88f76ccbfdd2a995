"""`sem questionnaire`: which there are, what is in them, and everything that is wrong with one's own."""

from __future__ import annotations

import os
import re
from pathlib import Path

import jsonschema
import pytest

from sem.content.library import load_questionnaire, shipped_folder
from tests.cli.conftest import Cli

QUICK_SCAN = (shipped_folder() / "quick-scan.yaml").read_text("utf-8")


def test_the_list_has_the_questionnaires_that_come_with_the_program(cli: Cli) -> None:
    assert "quick-scan" in cli("questionnaire", "list").out
    listed = {entry["id"]: entry for entry in cli("questionnaire", "list", "--json").json["questionnaires"]}
    assert {"quick-scan", "service-excellence"} <= set(listed)
    assert listed["quick-scan"]["questions"] == 12
    assert set(listed["quick-scan"]["title"]) == {"nl", "en"}


def test_a_questionnaire_as_json_has_the_fields_that_scripts_rely_on(cli: Cli) -> None:
    found = cli("questionnaire", "show", "service-excellence", "--json").json
    assert set(found) >= {"id", "version", "areas", "practices"}
    assert len(found["areas"]) == 12
    assert found["practices"]
    for area in found["areas"]:
        assert set(area) >= {"id", "kind", "title", "questions"}
        for question in area["questions"]:
            assert set(question) >= {"id", "label", "statement", "levels"}
            assert set(question["statement"]) == {"nl", "en"}
            assert [set(level) for level in question["levels"]] == [{"nl", "en"}] * 5


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_a_questionnaire_can_be_read_whole(cli: Cli, spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = cli("questionnaire", "show", "quick-scan", "--lang", spoken).out
    assert max(map(len, text.splitlines())) <= 60
    joined = " ".join(text.split())
    for question in load_questionnaire("quick-scan").questions:
        assert question.statement.get("nl" if spoken == "nl" else "en") in joined


def test_one_that_is_not_there_is_not_found_and_the_others_are_named(cli: Cli) -> None:
    result = cli("questionnaire", "show", "quickscan")
    assert (result.code, result.out) == (3, "")
    assert "quick-scan" in result.err


def test_a_right_file_passes_with_a_word_on_stderr(cli: Cli) -> None:
    Path("ours.yaml").write_text(QUICK_SCAN, "utf-8")
    result = cli("questionnaire", "validate", "ours.yaml")
    assert (result.code, result.out) == (0, "")
    assert "quick-scan 1.0.0, 12 questions" in result.err


def test_every_problem_of_every_file_is_a_line_with_its_place(cli: Cli) -> None:
    broken = QUICK_SCAN.replace("version: 1.0.0", "version: one").replace("id: CU-01", "id: VS-01")
    Path("broken.yaml").write_text(broken, "utf-8")
    Path("nonsense.yaml").write_text("format: [1", "utf-8")
    Path("right.yaml").write_text(QUICK_SCAN, "utf-8")
    result = cli("questionnaire", "validate", "broken.yaml", "nonsense.yaml", "right.yaml")
    assert result.code == 4
    lines = result.out.splitlines()
    assert len(lines) >= 3
    assert all(re.match(r"^(broken|nonsense)\.yaml:\d+: ", line) for line in lines)
    assert any(re.match(r"^broken\.yaml:\d+: version: ", line) for line in lines)
    found = cli("questionnaire", "validate", "broken.yaml", "right.yaml", "--json")
    assert found.code == 4
    assert [entry["valid"] for entry in found.json["files"]] == [False, True]
    assert {"message", "advice", "file", "line", "field"} <= set(found.json["files"][0]["problems"][0])


def test_a_file_that_is_not_there_is_not_found_and_the_others_are_checked(cli: Cli) -> None:
    Path("nonsense.yaml").write_text("format: [1", "utf-8")
    Path("right.yaml").write_text(QUICK_SCAN, "utf-8")
    names = ("nonsense.yaml", "nowhere.yaml", "right.yaml")
    result = cli("questionnaire", "validate", *names)
    assert result.code == 3
    assert "nonsense.yaml:1: " in result.out
    assert "nowhere.yaml: There is no such file." in result.out
    assert "right.yaml: right." in result.err
    found = cli("questionnaire", "validate", *names, "--json")
    assert (found.code, [entry["valid"] for entry in found.json["files"]]) == (3, [False, False, True])


def test_a_name_that_no_file_can_have_is_not_found(cli: Cli) -> None:
    result = cli("questionnaire", "validate", f"{'x' * 300}.yaml")
    assert result.code == 3
    assert "the name is too long" in result.out


def test_a_pipe_or_a_device_is_not_waited_for(cli: Cli) -> None:
    Path("ours.yaml").write_text(QUICK_SCAN, "utf-8")
    os.mkfifo("pipe")
    for name in ("pipe", "/dev/zero"):
        result = cli("questionnaire", "validate", "ours.yaml", "--ids", name)
        assert (result.code, result.out) == (3, "")
        assert "it is not a file" in result.err
        assert cli("questionnaire", "validate", name).code == 4


def test_a_list_of_ids_that_is_far_too_large_is_refused_unread(cli: Cli) -> None:
    Path("ours.yaml").write_text(QUICK_SCAN, "utf-8")
    with Path("large").open("wb") as large:
        large.truncate(1 << 40)
    result = cli("questionnaire", "validate", "ours.yaml", "--ids", "large")
    assert result.code == 4
    assert "too large" in result.err


@pytest.mark.parametrize("kind", ["whole", "folder-head", "folder-part"])
def test_the_schema_is_a_json_schema(cli: Cli, kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(cli("questionnaire", "schema", "--for", kind).json)
