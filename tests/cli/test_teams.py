"""`sem team`: teams come, change their name and go, and a name is data whatever is in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

ESCAPES = "\x1b[31mred\x1b[0m"


def names(cli: Cli) -> list[str]:
    return [team["name"] for team in cli("team", "list", "--json").json["teams"]]


def test_a_team_that_is_added_is_listed_with_what_to_do_next(cli: Cli) -> None:
    added = cli("team", "add", "Team West", "--tag", "pilot")
    assert (added.code, added.out) == (0, "")
    assert "sem assess 'Team West'" in added.err
    listed = cli("team", "list", "--json").json["teams"][0]
    assert (listed["name"], listed["tags"], listed["last_round"]) == ("Team West", ["pilot"], None)
    assert "Team West" in cli("team", "list").out


def test_a_hint_names_the_data_folder_that_was_asked_for(cli: Cli) -> None:
    assert "sem --data other assess" in cli("--data", "other", "team", "add", "West").err


def test_a_team_is_found_in_any_case_and_shown_with_its_rounds(cli: Cli) -> None:
    cli("team", "add", "Team West")
    cli.answer("Team West", "3 4")
    text = cli("team", "show", "team west").out
    assert "Team West" in text
    assert "anouk: 2 of 12 filled in" in text
    shown = cli("team", "show", "team west", "--json").json
    assert shown["rounds"][0]["respondents"] == [{"name": "anouk", "answered": 2, "levels": 2, "questions": 12}]
    assert shown["last_round"]["opened"] == "2026-11-21"


def test_a_renamed_team_keeps_its_answers(cli: Cli) -> None:
    cli("team", "add", "West")
    cli.answer("West", "3 4")
    assert cli("team", "rename", "West", "Coast").code == 0
    assert names(cli) == ["Coast"]
    assert cli("scores", "Coast", "--json").json["overall"]["n"] == 1


def test_the_tags_of_a_team_are_shown_and_changed_and_compare_goes_by_them(cli: Cli) -> None:
    cli("team", "add", "West", "--tag", "pilot")
    cli("team", "add", "East")
    assert cli("team", "tag", "west").out == "pilot\n"
    assert "East has no tags." in cli("team", "tag", "East").err
    changed = cli("team", "tag", "West", "--remove", "PILOT", "--add", "coast", "--add", "[/]")
    assert (changed.code, changed.out) == (0, "")
    assert "Tags of West: coast, [/]" in changed.err
    tagged = cli("team", "tag", "East", "--add", "Coast", "--json").json
    assert (tagged["name"], tagged["tags"], tagged["round_count"]) == ("East", ["Coast"], 0)
    for team in ("West", "East"):
        cli.answer(team, "3 4")
    assert [team["team"]["name"] for team in cli("compare", "--tag", "coast", "--json").json["teams"]] == [
        "East",
        "West",
    ]


def test_a_tag_that_a_team_lacks_is_not_taken_away_and_those_it_has_are_named(cli: Cli) -> None:
    cli("team", "add", "West", "--tag", "pilot")
    lacking = cli("team", "tag", "West", "--remove", "pilto", "--add", "new")
    assert (lacking.code, lacking.out) == (3, "")
    assert "“pilto”" in lacking.err
    assert "pilot" in lacking.err
    assert cli("team", "tag", "West", "--add", "x", "--remove", "X").code == 4
    assert cli("team", "tag", "West").out == "pilot\n"


def test_removing_asks_and_does_nothing_without_a_yes(cli: Cli) -> None:
    cli("team", "add", "West")
    result = cli("team", "remove", "West", input="n\n")
    assert (result.code, result.out) == (130, "")
    assert "Remove West with 0 rounds?" in result.err
    assert names(cli) == ["West"]


def test_removing_without_anybody_to_answer_is_refused(cli: Cli) -> None:
    cli("team", "add", "West")
    result = cli("team", "remove", "West", input="")
    assert result.code == 2
    assert "--yes" in result.err
    assert names(cli) == ["West"]


@pytest.mark.parametrize(("arguments", "said"), [(["--yes"], None), ([], "y\n"), ([], "ja\n"), ([], "J\n")])
def test_removing_prints_where_the_backup_is(cli: Cli, arguments: list[str], said: str | None) -> None:
    cli("team", "add", "West")
    cli.answer("West", "3")
    result = cli("team", "remove", "West", *arguments, input=said)
    assert result.code == 0
    assert Path(result.out.strip()).is_file()
    assert names(cli) == []


def test_a_team_that_is_not_there_is_not_found_and_a_near_one_is_named(cli: Cli) -> None:
    cli("team", "add", "Team West")
    result = cli("team", "show", "Team Wst")
    assert result.code == 3
    assert "Team West" in result.err


@pytest.mark.parametrize("name", ["", "   ", "x" * 300, ESCAPES, "two\nlines", "turned\u202earound", "half\ud800"])
def test_a_name_that_can_not_be_shown_or_kept_is_refused(cli: Cli, name: str) -> None:
    result = cli("team", "add", name)
    assert (result.code, result.out) == (4, "")
    assert "\x1b" not in result.err
    assert names(cli) == []


@pytest.mark.parametrize(
    "name",
    ["../..", "/", "..", ".", "a/b\\c", "[/]", "[@click=app.quit]x[/]", "=1+1", "@SUM(A1)", "🦊 Team", "صفاء", "CON",
     "--help?", "a'b\"c", "{team}", "%s"],
)  # fmt: skip
def test_a_strange_name_is_kept_as_it_is_and_never_leaves_the_workspace(cli: Cli, name: str) -> None:
    before = {path for path in cli.folder.rglob("*") if not path.is_relative_to(cli.data)}
    assert cli("team", "add", "--", name).code == 0
    assert names(cli) == [name]
    cli("assess", "--plain", "--", name, input="3\n" * 12)
    exported = cli("export", "--csv", "--json", "--out", "out", "--", name)
    assert exported.code == 0, exported.err
    after = {path for path in cli.folder.rglob("*") if not path.is_relative_to(cli.data)}
    outside = {path for path in after - before if not path.is_relative_to(cli.state)}
    assert outside == {cli.folder / "out", *(cli.folder / line for line in exported.out.splitlines())}


def test_two_names_that_differ_in_case_are_one_name(cli: Cli) -> None:
    cli("team", "add", "West")
    assert cli("team", "add", "WEST").code == 4
    assert names(cli) == ["West"]


def test_what_stands_on_a_terminal_from_a_bad_argument_has_no_escapes(cli: Cli) -> None:
    for arguments in (["team", "show", ESCAPES], ["scores", "x", ESCAPES], [ESCAPES], ["assess", ESCAPES, "--plain"]):
        result = cli(*arguments)
        assert result.code in (2, 3)
        assert "\x1b" not in result.out + result.err


def test_a_backup_unzipped_over_the_workspace_puts_a_removed_team_back_whole(cli: Cli) -> None:
    cli("team", "add", "Team West", "--tag", "pilot")
    cli.answer("Team West", "3 4 ?", "--respondent", "Anouk")
    cli.answer("Team West", "5 2", "--respondent", "Bram")
    cli("team", "add", "Team Coast")
    before = [cli(*words, "--json").json for words in (["team", "list"], ["team", "show", "Team West"],
                                                       ["scores", "Team West"])]  # fmt: skip
    removed = cli("team", "remove", "Team West", "--yes")
    assert f"restore {removed.out.strip()}" in removed.err
    with zipfile.ZipFile(removed.out.strip()) as backup:
        backup.extractall(cli.data)
    after = [cli(*words, "--json").json for words in (["team", "list"], ["team", "show", "Team West"],
                                                      ["scores", "Team West"])]  # fmt: skip
    assert after == before
    doctor = cli("doctor")
    assert (doctor.code, cli("doctor", "--json").json["findings"]) == (0, []), doctor.out
    assert cli("doctor", "--repair").code == 0
    cli.answer("Team West", "1", "--respondent", "Anouk")
    assert cli("team", "show", "Team West", "--json").json["rounds"][0]["respondents"][0]["answered"] == 4
