"""`sem export --roadmap`: the plan as a picture, a document, a calendar, a chart for a wiki, a table and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team that knows where it wants to be, one that does not, and one that was never assessed."""
    return cli.prepared(_west)


def _west(cli: Cli) -> None:
    for team in ("West", "East", "Idle"):
        cli("team", "add", team)
    for team in ("West", "East"):
        cli("assess", team, "--plain", input="2\n3\n2\n3\n")
    cli("ambition", "set", "West", "--date", "2028-06-30", "--statement", "=Everyone [/] tells; others")


def exported(cli: Cli, *arguments: str) -> list[Path]:
    result = cli("export", *arguments)
    assert result.code == 0, result.err
    return [Path(line) for line in result.out.splitlines()]


def test_all_formats_at_once_each_as_a_file_that_says_what_it_is(west: Cli) -> None:
    flags = ("--svg", "--md", "--csv", "--ics", "--mermaid", "--json")
    paths = exported(west, "West", "--roadmap", *flags)
    start = "exports/west-2026-11-21-roadmap"
    assert [str(path) for path in paths] == [
        f"{start}-en.svg",
        f"{start}-en.md",
        f"{start}-en.csv",
        f"{start}-en.ics",
        f"{start}-en.mmd",
        f"{start}.json",
    ]
    assert all(path.stat().st_size for path in paths)


def test_the_calendar_has_the_latest_starts_of_the_plan(west: Cli) -> None:
    calendar, values = exported(west, "West", "--roadmap", "--ics", "--json")
    events: list[Any] = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    days = {event["DTSTART"].dt.isoformat() for event in events if str(event["UID"]).startswith("latest-")}
    steps = json.loads(values.read_text("utf-8"))["steps"]
    assert days == {step["latest_start"] for step in steps if step["latest_start"]}


def test_the_document_tells_the_verdict_the_statement_and_every_step(west: Cli) -> None:
    document, values = exported(west, "West", "--roadmap", "--md", "--json")
    text = document.read_text("utf-8")
    assert "**\\=Everyone \\[/\\] tells; others**" in text
    steps = json.loads(values.read_text("utf-8"))["steps"]
    assert steps
    assert text.count("\n### ") == len(steps)


def test_the_document_tells_who_saw_what_and_counts_only_what_happened_to_steps(west: Cli) -> None:
    west("plan", "West", "--fix")
    first = json.loads(west("plan", "West", "--json").out)["steps"][0]["id"]
    west("step", "done", "West", first, "--evidence", "A wall", "--by", "Anouk")
    (document,) = exported(west, "West", "--roadmap", "--md")
    text = document.read_text("utf-8")
    assert "A wall (seen by Anouk)" in text
    changed = text.partition("## What changed")[2]
    (path,) = [line for line in changed.splitlines() if "of the buffer is used." in line]
    assert not re.match(r"\d+\. ", path), "a summary is no item of the list"


def test_without_a_team_the_roadmaps_there_are_and_the_others_are_told(west: Cli) -> None:
    result = west("export", "--roadmap", "--mermaid")
    assert result.code == 0
    assert result.out == "exports/west-2026-11-21-roadmap-en.mmd\n"
    assert "East" in result.err
    assert "Idle" in result.err


def test_a_team_without_an_ambition_is_told_how_to_set_one(west: Cli) -> None:
    result = west("export", "East", "--roadmap", "--png")
    assert result.code == 3
    assert "ambition" in result.err
    assert not result.out


@pytest.mark.parametrize("flag", ["--md", "--ics", "--mermaid"])
def test_what_only_a_roadmap_can_be_is_refused_for_a_round(cli: Cli, flag: str) -> None:
    result = cli("export", "West", flag)
    assert result.code == 2
    assert "--roadmap" in result.err
