"""The documents keep up with the program: exit codes, JSON fields, columns and commands are told as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sem.cli.base import LazyGroup
from sem.cli.root import EXIT_CODES, root
from sem.reports.tables import ANSWER_COLUMNS, QUESTION_COLUMNS, SCORE_COLUMNS
from tests.cli.conftest import TODAY, Cli

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
CLI_PAGE = (DOCS / "cli.md").read_text("utf-8")
JSON_PAGE = (DOCS / "json.md").read_text("utf-8")


@cache
def documented(name: str) -> bool:
    """Whether a field is named on the page about JSON."""
    return bool(re.search(rf"\b{name}\b", JSON_PAGE))


def keys(value: Any) -> Iterator[str]:
    """Yield every field name in a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team with a round of two respondents."""
    return cli.prepared(_west)


@pytest.fixture
def planned(cli: Cli) -> Cli:
    """The same team with an ambition, a plan that is fixed and a step that is begun."""
    return cli.prepared(_planned)


def _west(cli: Cli) -> None:
    cli("team", "add", "West", "--tag", "pilot")
    cli("idea", "add", "West", "one")
    cli("idea", "open", "West", "--yes")
    cli("experiment", "add", "West", "--from", "log-the-why", "--who", "us", "--start", "2027-01-11", "--end",
        "2027-02-05", "--measure", "calls", "--at-most", "3")  # fmt: skip
    cli.today = date(2027, 1, 12)
    cli("experiment", "result", "West", "e1", "2")
    cli.today = TODAY
    for name in ("Anouk", "Bram"):
        cli("assess", "West", "--plain", "--respondent", name, input="3\n4\n")


def _planned(cli: Cli) -> None:
    _west(cli)
    cli("ambition", "set", "West", "--date", "2027-03-31", "--level", "all=3", "--owner", "Ann", "--needs", "cx-3",
        "ux-3")  # fmt: skip
    cli("plan", "West", "--fix")
    cli("step", "edit", "West", "cx-3", "--owner", "Ann", "--weeks", "3")
    cli("step", "start", "West", "cx-3")
    cli("step", "evidence", "West", "cx-3", "--text", "seen")


@pytest.mark.parametrize(
    "command",
    [
        "scores West", "compare West", "questionnaire show service-excellence", "team list", "team show West",
        "team add East",
        "questionnaire list", "questionnaire validate nonsense.yaml", "locate", "doctor",
        "idea list West", "idea status West", "idea prompt West", "experiment show West e1", "experiment list West",
        "round list West", "round show West", "round decide West 1 3", "round share West --respondent Zoe",
        "outcome add West NPS 4", "outcome usual",
        "questionnaire upgrade West --to service-excellence --yes",
        "round erase West Bram --yes", "merge data", "backup West --out b.zip",
    ],
)  # fmt: skip
def test_every_field_of_the_json_is_documented_and_every_value_has_a_format(west: Cli, command: str) -> None:
    Path("nonsense.yaml").write_text("format: [1")
    found = west(*command.split(), "--json").json
    assert found["format"] == 1
    undocumented = {name for name in keys(found) if not documented(name)}
    assert undocumented == set()


def test_so_is_every_field_of_a_restore(west: Cli) -> None:
    found = west("restore", west("team", "remove", "West", "--yes").out.strip(), "--json").json
    assert found["back"]
    assert {name for name in keys(found) if not documented(name)} == set()


BY_ID = {"levels", "now", "weights", "edits", "dropped"}
"""The fields of an ambition and its plan that hold a value for each id."""


def fixed_keys(value: Any) -> Iterator[str]:
    """Yield every field name in a JSON value that is no id."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            ids = name in BY_ID and isinstance(inner, dict)
            yield from fixed_keys(list(inner.values()) if ids else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fixed_keys(inner)


@pytest.mark.parametrize(
    "command",
    ["plan West", "plan West --explain", "plan West --improve", "ambition show West", "step list West",
     "step undo West cx-3"],
)  # fmt: skip
def test_every_field_of_the_json_of_a_plan_is_documented(planned: Cli, command: str) -> None:
    found = planned(*command.split(), "--json").json
    assert found["format"] == 1
    undocumented = {name for name in fixed_keys(found) if not documented(name)}
    assert undocumented == set()


def test_every_field_of_a_score_has_its_row(west: Cli) -> None:
    found = west("scores", "West", "--json").json
    for name in {*found["areas"][0], *found["areas"][0]["questions"][0]}:
        assert re.search(rf"^\|[^|]*`{name}`", JSON_PAGE, re.MULTILINE), name


def test_every_column_of_the_tables_is_documented() -> None:
    page = " ".join(CLI_PAGE.split())
    assert ", ".join(SCORE_COLUMNS) in page
    assert ", ".join(ANSWER_COLUMNS) in page
    assert ", ".join(QUESTION_COLUMNS) in page


def test_every_exit_code_of_the_help_is_documented() -> None:
    for code in re.findall(r"^  (\d+)", EXIT_CODES, re.MULTILINE):
        assert re.search(rf"^\| {code}\b", CLI_PAGE, re.MULTILINE)


def test_every_command_is_documented() -> None:
    for name, entry in root.table.items():
        assert f"`sem {name}" in CLI_PAGE
        module, _colon, _attribute = entry.place.partition(":")
        group = root.get_command(None, name)  # type: ignore[arg-type]
        if isinstance(group, LazyGroup):
            row = next(line for line in CLI_PAGE.splitlines() if f"`sem {name}" in line)
            rows = "".join(line for line in CLI_PAGE.splitlines() if f"`sem {name} " in line) + row
            assert all(re.search(rf"\b{inner}\b", rows) for inner in group.table), module
