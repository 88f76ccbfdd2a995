"""`sem outcome`: what was measured is kept, listed and taken away, and problems are told by the names of options."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def team(cli: Cli) -> Cli:
    return cli.prepared(_team)


def _team(cli: Cli) -> None:
    cli("team", "add", "West")
    assert cli("outcome", "add", "West", "Klanttevredenheid", "7,4", "--on", "1-3-2026", "--n", "120").code == 0
    assert cli("outcome", "add", "West", "Second calls", "14.5%", "--lower-is-better", "--source", "phone").code == 0


def test_values_are_kept_and_listed_in_the_language_in_use(team: Cli) -> None:
    added = team("outcome", "add", "West", "customer satisfaction", "8.1", "--json")
    assert [(one["name"], len(one["values"])) for one in added.json["measures"]] == [
        ("Klanttevredenheid", 2), ("Second calls", 1)]  # fmt: skip
    assert "Kept: Klanttevredenheid 8.1 (0–10) on 21 November 2026." in added.err
    team.spoken = "nl"
    listed = team("outcome", "list", "West")
    assert "beter dan 7,4 op 1 mrt 2026" in listed.out
    assert "14,5%" in listed.out
    assert "kan geen tabel zeggen" in listed.err
    one = team("outcome", "list", "West", "satisfaction")
    assert [line.split() for line in one.out.splitlines()[1:]] == [["21", "nov", "2026", "8,1", "–"], [
        "1", "mrt", "2026", "7,4", "120"]]  # fmt: skip


def test_all_that_is_wrong_is_told_by_the_names_of_the_options(team: Cli) -> None:
    wrong = team("outcome", "add", "West", "Third calls", "x", "--on", "2027-01-01", "--n", "0")
    assert wrong.code == 4
    assert all(words in wrong.err for words in ("VALUE: “x” is no number", "--on: 1 January 2027 is still to come",
                                                "--unit: “Third calls” is new", "--n:"))  # fmt: skip
    assert "--replace" in team("outcome", "add", "West", "Second calls", "3").err
    assert team("outcome", "list", "West", "Second call").code == 3
    assert team("outcome", "edit", "West", "Second calls").code == 2
    assert team("outcome", "list", "East").code == 3
    assert len(team("outcome", "list", "West", "--json").json["measures"]) == 2


def test_a_measure_is_changed_and_taken_away(team: Cli) -> None:
    assert "lower is better" in team("outcome", "edit", "West", "Second calls", "--name", "Repeats").err
    assert team("outcome", "add", "West", "NPS", "--on", "2026-11-01", "--", "-12").code == 0
    assert team("outcome", "remove", "West", "nps", "--on", "2026-11-01").code == 0
    assert team("outcome", "remove", "West", "NPS", input="n\n").code == 130
    assert team("outcome", "remove", "West", "NPS", input="y\n").code == 0
    left = team("outcome", "remove", "West", "Repeats", "--yes", "--json").json["measures"]
    assert [one["name"] for one in left] == ["Klanttevredenheid"]


def test_two_measures_that_machines_called_the_same_are_told_apart_as_advised(team: Cli, tmp_path: Path) -> None:
    elsewhere = Cli(tmp_path / "elsewhere")
    shutil.copytree(team.data, elsewhere.data)
    assert team("outcome", "add", "West", "Calls", "30", "--unit", "per week").code == 0
    assert elsewhere("outcome", "add", "West", "Calls", "3", "--unit", "minutes").code == 0
    assert team("merge", str(elsewhere.data)).code == 0
    refused = team("outcome", "add", "West", "Calls", "4", "--on", "2026-11-20")
    assert refused.code == 4
    (minutes,) = re.findall(r"([\w-]+) \(minutes; 3 on 2026-11-21\)", refused.err)
    by_unit = team("outcome", "add", "West", "Calls", "4", "--unit", "minutes", "--on", "2026-11-20")
    assert (by_unit.code, "Kept: Calls 4 (minutes)" in by_unit.err) == (0, True)
    assert team("outcome", "add", "West", minutes, "5", "--on", "2026-11-19").code == 0
    assert team("outcome", "edit", "West", minutes, "--name", "Length of calls").code == 0
    assert "30" in team("outcome", "list", "West", "Calls").out
    assert team("outcome", "list", "West", "length of calls").out.count("2026") == 3


def test_where_nothing_is_measured_the_usual_measures_are_offered(team: Cli) -> None:
    team("team", "add", "East")
    assert "sem outcome usual" in team("outcome", "list", "East").err
    assert "Resolved first time" in team("outcome", "usual").out
    assert "In één keer opgelost" in team("outcome", "usual", "--lang", "nl").out
    assert team("outcome", "usual", "--json").json["usual"][0]["id"] == "satisfaction"


def test_what_people_type_steers_no_terminal(team: Cli) -> None:
    team("outcome", "add", "West", "[/] \x1b[2J\u202eabc", "1", "--unit", "=1+1", "--source", "\x1b]0;x\x07")
    for command in (("list", "West"), ("list", "West", "[/] [2Jabc"), ("remove", "West", "[/] [2Jabc", "--yes")):
        result = team("outcome", *command)
        assert result.code == 0
        assert "\x1b" not in result.out + result.err
