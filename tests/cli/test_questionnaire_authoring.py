"""`sem questionnaire new`, `validate`, `ids` and `show --format`: what an author of a questionnaire does all day."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from sem.content.library import load_questionnaire, shipped_folder
from tests.cli.conftest import Cli

QUICK_SCAN = (shipped_folder() / "quick-scan.yaml").read_text("utf-8")


def test_a_new_questionnaire_is_right_and_runs(cli: Cli) -> None:
    made = cli("questionnaire", "new", "our-hotel")
    assert (made.code, made.out) == (0, "our-hotel.yaml\n")
    assert "sem questionnaire validate our-hotel.yaml" in made.err
    checked = cli("questionnaire", "validate", "our-hotel.yaml", "--strict")
    assert (checked.code, checked.out) == (0, "")
    cli("team", "add", "Balie")
    assert cli.answer("Balie", "4", "--questionnaire", "./our-hotel.yaml").code == 0
    assert "4" in cli("scores", "Balie").out


def test_the_schema_is_written_beside_it_when_asked_for(cli: Cli) -> None:
    Path("drafts").mkdir()
    made = cli("questionnaire", "new", "our-hotel", "--out", "drafts/first.yaml", "--schema")
    assert made.out.splitlines() == ["drafts/first.yaml", "drafts/questionnaire.schema.json"]
    schema = json.loads(Path("drafts/questionnaire.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(Path("drafts/first.yaml").read_text("utf-8")))


def test_no_file_is_ever_overwritten(cli: Cli) -> None:
    Path("ours.yaml").write_text("mine", "utf-8")
    Path("questionnaire.schema.json").write_text("mine too", "utf-8")
    refused = cli("questionnaire", "new", "ours", "--schema")
    assert (refused.code, refused.out) == (6, "")
    assert "ours.yaml is there already" in refused.err
    assert "--out" in refused.err
    made = cli("questionnaire", "new", "ours", "--schema", "--out", "other.yaml")
    assert (made.code, made.out) == (0, "other.yaml\n")
    assert "questionnaire.schema.json is there already" in made.err
    assert Path("ours.yaml").read_text("utf-8") == "mine"
    assert Path("questionnaire.schema.json").read_text("utf-8") == "mine too"


@pytest.mark.parametrize("out", ["nowhere/ours.yaml", ".", "x" * 300])
def test_a_file_that_can_not_be_written_is_an_error(cli: Cli, out: str) -> None:
    result = cli("questionnaire", "new", "ours", "--out", out)
    assert (result.code, result.out) == (6, "")
    assert list(Path().iterdir()) == []


def test_a_path_with_a_space_can_be_copied_from_the_advice(cli: Cli) -> None:
    assert "validate 'my scan.yaml'" in cli("questionnaire", "new", "ours", "--out", "my scan.yaml").err


@pytest.mark.parametrize("id_", ["quick-scan", "Our Hotel", "../ours", ""])
def test_an_id_that_can_not_be_is_an_error_and_writes_nothing(cli: Cli, id_: str) -> None:
    result = cli("questionnaire", "new", id_)
    assert (result.code, result.out) == (4, "")
    assert list(Path().iterdir()) == []


WARNING = QUICK_SCAN.replace("We ask", "We ask and").replace("We keep asking", "We keep asking and asking")


def test_warnings_are_told_apart_from_errors_and_count_only_when_strict(cli: Cli) -> None:
    Path("ours.yaml").write_text(WARNING, "utf-8")
    result = cli("questionnaire", "validate", "ours.yaml")
    assert result.code == 0
    assert re.fullmatch(r"ours\.yaml:\d+: areas\[\S+\.statement\.en: Warning: This statement may ask .*\n", result.out)
    assert "1 warning." in result.err
    assert "right" in result.err
    assert cli("questionnaire", "validate", "ours.yaml", "--strict").code == 4


def test_errors_of_the_lint_are_errors(cli: Cli) -> None:
    Path("ours.yaml").write_text(WARNING.replace("We keep", f"We {'really ' * 30}keep"), "utf-8")
    result = cli("questionnaire", "validate", "ours.yaml")
    assert result.code == 4
    assert len(result.out.splitlines()) == 2
    assert "1 problem." in result.err
    assert "1 warning." in result.err
    assert "right" not in result.err


def test_errors_and_warnings_are_apart_in_json(cli: Cli) -> None:
    Path("ours.yaml").write_text(WARNING, "utf-8")
    result = cli("questionnaire", "validate", "ours.yaml", "--json")
    (entry,) = result.json["files"]
    assert (entry["valid"], entry["id"], entry["problems"]) == (True, "quick-scan", [])
    assert {"message", "advice", "file", "line", "field"} <= set(entry["warnings"][0])
    assert cli("questionnaire", "validate", "ours.yaml", "--json", "--strict").code == 4


def test_a_version_is_compared_with_the_ids_of_the_one_before(cli: Cli) -> None:
    cli("questionnaire", "new", "our-hotel")
    kept = cli("questionnaire", "ids", "our-hotel.yaml")
    assert "our-hotel question our-hotel-01 first-answer" in kept.out.splitlines()
    Path("our-hotel.ids").write_text(kept.out, "utf-8")
    check = ("questionnaire", "validate", "our-hotel.yaml", "--ids", "our-hotel.ids")
    assert cli(*check).code == 0
    file = Path("our-hotel.yaml")
    file.write_text(file.read_text("utf-8").replace("our-hotel-01", "our-hotel-99"), "utf-8")
    result = cli(*check)
    assert result.code == 4
    assert "The question “our-hotel-01” was in version 0.1.0 and is gone." in result.out
    file.write_text(file.read_text("utf-8").replace("version: 0.1.0", "version: 1.0.0"), "utf-8")
    assert cli(*check).code == 0


def test_without_a_name_the_ids_of_all_that_come_with_the_program_are_printed(cli: Cli) -> None:
    lines = cli("questionnaire", "ids").out.splitlines()
    assert {line.split()[0] for line in lines[1:]} >= {"quick-scan", "service-excellence"}
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("content", [None, "nonsense\n"])
def test_a_list_of_ids_that_can_not_be_used_is_an_error(cli: Cli, content: str | None) -> None:
    Path("ours.yaml").write_text(QUICK_SCAN, "utf-8")
    if content:
        Path("ours.ids").write_text(content, "utf-8")
    result = cli("questionnaire", "validate", "ours.yaml", "--ids", "ours.ids")
    assert (result.code, result.out) == (4 if content else 3, "")
    assert "ours.ids" in result.err


@pytest.mark.parametrize("spoken", ["nl", "en"])
@pytest.mark.parametrize(("form", "start"), [("md", "# "), ("html", "<!doctype html>")])
def test_a_whole_questionnaire_is_printed_as_a_document(cli: Cli, spoken: str, form: str, start: str) -> None:
    result = cli("questionnaire", "show", "service-excellence", "--format", form, "--lang", spoken)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(start)
    title = load_questionnaire("service-excellence").practices[0].title
    assert (title.nl in result.out, title.en in result.out) == (spoken == "nl", spoken == "en")


def test_a_document_of_ones_own_file_is_printed_too(cli: Cli) -> None:
    cli("questionnaire", "new", "ours")
    assert "## The first answer" in cli("questionnaire", "show", "ours.yaml", "--format", "md").out


def test_json_and_a_document_at_once_are_a_mistake_of_use(cli: Cli) -> None:
    result = cli("questionnaire", "show", "quick-scan", "--json", "--format", "md")
    assert (result.code, result.out) == (2, "")
