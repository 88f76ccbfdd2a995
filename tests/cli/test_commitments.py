"""`sem commitment`, and where commitments are seen: the plan, its document, its calendar and its JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.planning import ambitious, day, west


@pytest.fixture
def team(cli: Cli) -> Cli:
    return cli.prepared(_team)


def _team(cli: Cli) -> None:
    west(cli)
    ambitious(cli)
    assert cli("commitment", "add", "West", "Ring ten callers back", "--owner", "Anouk", "--by", day(3)).code == 0


def test_a_commitment_is_listed_done_and_taken_away(team: Cli) -> None:
    assert "c1  Ring ten callers back · Anouk · by 12 Dec" in team("commitment", "list", "West").out
    assert "Done: Ring ten callers back" in team("commitment", "done", "West", "c1").err
    assert "done on 21 Nov" in team("commitment", "list", "West").out
    (kept,) = team("commitment", "done", "West", "c1", "--undo", "--json").json["commitments"]
    assert (kept["state"], kept["done_on"], kept["owner"]) == ("open", None, "Anouk")
    assert team("commitment", "remove", "West", "c1").code == 0
    assert "no commitments yet" in team("commitment", "list", "West").err


def test_all_that_is_wrong_is_told_by_the_names_of_the_options(team: Cli) -> None:
    result = team("commitment", "add", "West", " ", "--by", "soon")
    assert result.code == 4
    assert all(words in result.err for words in ("TEXT", "--owner", "--by", "“soon” is no day."))
    assert team("commitment", "done", "West", "c9").code == 3
    assert team("commitment", "done", "West", "c1", "--undo", "--on", day(0)).code == 2


def test_the_plan_and_its_files_have_it(team: Cli) -> None:
    assert "- Ring ten callers back · Anouk · by 12 Dec" in team("plan", "West").out
    assert team("plan", "West", "--json").json["commitments"][0]["text"] == "Ring ten callers back"
    assert team("export", "West", "--roadmap", "--md", "--ics", "--out", "files").code == 0
    document, calendar = (next(Path("files").glob(f"*.{kind}")).read_text("utf-8") for kind in ("md", "ics"))
    assert "| Ring ten callers back | Anouk | by 12 Dec" in document
    assert "SUMMARY:Promised: Ring ten callers back" in calendar
    assert "UID:commitment-c1." in calendar
    team("commitment", "done", "West", "c1")
    team("export", "West", "--roadmap", "--ics", "--out", "later")
    assert "Promised" not in next(Path("later").glob("*.ics")).read_text("utf-8")


def test_what_people_type_steers_no_terminal(team: Cli) -> None:
    team("commitment", "add", "West", "[/] \x1b[2J\u202eabc", "--owner", "=1+1", "--by", day(1))
    for command in (("commitment", "list", "West"), ("plan", "West"), ("commitment", "done", "West", "c2")):
        result = team(*command)
        assert result.code == 0
        assert "\x1b" not in result.out + result.err
        assert "\u202e" not in result.out + result.err


def test_without_an_ambition_the_plan_says_where_they_are(cli: Cli) -> None:
    west(cli)
    assert "sem commitment list" not in cli("plan", "West").err
    cli("commitment", "add", "West", "Ring ten callers back", "--owner", "Anouk", "--by", day(3))
    result = cli("plan", "West")
    assert (result.code, result.out) == (3, "")
    assert "West has no ambition yet." in result.err
    assert "sem commitment list West" in result.err
