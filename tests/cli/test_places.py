"""`sem locate` and `sem doctor`: where the data is, and whether it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sem.store import index, past
from tests.cli.conftest import Cli


@pytest.fixture
def damaged(cli: Cli) -> Path:
    """A workspace with one damaged file; returns that file."""
    cli("team", "add", "West")
    cli.answer("West", "3 4 5")
    team_file = sorted(cli.data.glob("teams/*/team~*"))[0]
    team_file.write_bytes(team_file.read_bytes()[:40])
    return team_file


def test_every_place_is_told_for_people_and_for_programs(cli: Cli) -> None:
    found = cli("locate", "--json").json
    assert found["data"] == str(cli.data)
    assert found["state"] == str(cli.state)
    assert found["cache"] == str(cli.state / "cache")
    assert found["settings"] == str(cli.folder / "settings.toml")
    assert Path(found["questionnaires"]).is_dir()
    text = cli("locate").out
    assert all(path in text for name, path in found.items() if name != "format")


def test_the_option_for_the_data_folder_is_followed(cli: Cli) -> None:
    assert cli("locate", "--json", "--data", "here").json["data"] == str(cli.folder / "here")


def test_a_path_that_is_no_utf_8_is_json_to_every_program(cli: Cli) -> None:
    found = cli("locate", "--json", "--data", "caf\udce9").json
    assert found["data"] == str(cli.folder / "caf\ufffd")


@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_name_of_a_folder_is_refused_and_no_other_one_is_taken(cli: Cli, nothing: str) -> None:
    result = cli("--data", nothing, "team", "add", "West")
    assert (result.code, result.out) == (2, "")
    assert "It is empty" in result.err
    assert not cli.data.exists()


def test_a_workspace_that_is_whole_is_well(cli: Cli) -> None:
    cli("team", "add", "West")
    cli.answer("West", "3 4")
    result = cli("doctor")
    assert (result.code, result.out) == (0, "")
    assert "all is well" in result.err
    assert cli("doctor", "--json").json["healthy"] is True


def test_a_folder_that_was_named_and_is_not_there_is_not_called_well(cli: Cli) -> None:
    for arguments in (["doctor"], ["doctor", "--repair"], ["doctor", "--json"]):
        result = cli("--data", "typo", *arguments)
        assert (result.code, result.out) == (3, "")
        assert "There is no folder typo." in result.err
    assert not Path("typo").exists()


def test_an_empty_folder_and_one_that_is_yet_to_come_have_nothing_in_them(cli: Cli) -> None:
    Path("new").mkdir()
    for result in (cli("doctor"), cli("--data", "new", "doctor")):
        assert (result.code, result.out) == (0, "")
        assert "nothing in" in result.err
        assert "well" not in result.err


def test_a_loss_that_was_mended_away_is_told_with_every_check(cli: Cli) -> None:
    cli("team", "add", "West")
    cli.answer("West", "3 4 5")
    for path in cli.data.glob("teams/*/rounds/*/*~*.json"):
        if not path.name.startswith("round~"):
            path.write_bytes(path.read_bytes()[:40])
    aside = cli("doctor", "--repair").out.splitlines()[:2]
    assert all(line.startswith("set aside: ") for line in aside), "they are not mended: what was in them is gone"
    for _again in range(2):
        result = cli("doctor")
        assert (result.code, cli("doctor", "--json").json["healthy"]) == (0, True)
        assert result.out.startswith("notice: ")
        assert "answers of one respondent are missing" in result.out
        assert "all is well" not in result.err


def test_a_path_is_told_once_in_each_line(cli: Cli, damaged: Path) -> None:
    lines = cli("doctor").out.splitlines()
    assert [line.count(str(cli.data)) for line in lines] == [1]


def test_what_is_wrong_is_told_with_its_file_and_nothing_is_changed(cli: Cli, damaged: Path) -> None:
    before = {path: path.read_bytes() for path in cli.data.rglob("*") if path.is_file()}
    result = cli("doctor")
    assert result.code == 7
    assert str(damaged) in result.out
    assert "sem doctor --repair" in result.err
    found = cli("doctor", "--json")
    assert found.code == 7
    assert found.json["healthy"] is False
    assert [finding["file"] for finding in found.json["findings"]] == [str(damaged)]
    assert {path: path.read_bytes() for path in cli.data.rglob("*") if path.is_file()} == before


def test_a_repair_makes_a_backup_and_the_data_whole(cli: Cli, damaged: Path) -> None:
    result = cli("doctor", "--repair", "--json")
    assert result.code == 0
    assert Path(result.json["backup"]).is_file()
    assert [done["file"] for done in result.json["repaired"]] == [str(damaged)]
    assert cli("doctor").code == 0
    assert cli("scores", "West", "--json").json["overall"]["mean"] == 4


def test_a_repair_of_what_is_well_changes_nothing(cli: Cli) -> None:
    cli("team", "add", "West")
    result = cli("doctor", "--repair", "--json")
    assert (result.code, result.json["backup"], result.json["repaired"]) == (0, None, [])


def test_what_is_remembered_of_closed_rounds_is_held_against_their_files(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = index.now() + 10**13
    monkeypatch.setattr(past, "now", lambda: later)
    cli("team", "add", "West")
    cli.answer("West", "3 4 5")
    cli("round", "close", "West", "--yes")
    assert cli("doctor", "--deep", "--json").json["remembered"] == {"rounds": 0, "wrong": 0}
    bare = cli("compare", "--all").out
    assert cli("doctor", "--json").json["remembered"] is None
    found = cli("doctor", "--deep")
    assert (found.code, found.out) == (0, "")
    assert "1 closed round is remembered" in found.err
    (path,) = (cli.state / "cache" / "index").iterdir()
    for right, wrong in [(b"[4.0,", b"[1.0,"), (b'"kind":"named"', b'"kind":"alias"')]:
        _head, _line, body = path.read_bytes().partition(b"\n")
        other = body.replace(right, wrong)
        assert other != body
        path.write_bytes(index.head_of(other) + other)
        found = cli("doctor", "--deep")
        assert (found.code, "put right" in found.out) == (7, True)
        assert cli("doctor", "--deep").code == 0
        assert cli("compare", "--all").out == bare
