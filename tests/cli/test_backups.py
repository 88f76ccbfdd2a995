"""`sem backup` and `sem restore` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def west(cli: Cli) -> Cli:
    return cli.prepared(_west)


def _west(cli: Cli) -> None:
    cli("team", "add", "West")
    cli.answer("West", "3 4 ?", "--respondent", "Anouk")


def test_a_backup_prints_its_path_under_the_same_name_each_time_and_overwrites_nothing(west: Cli) -> None:
    first, second = west("backup"), west("backup")
    assert first.out == f"{west.data}/backups/workspace-2026-11-21-backup.zip\n"
    assert second.out == f"{west.data}/backups/workspace-2026-11-21-backup-2.zip\n"
    assert "Copy it to another" in first.err
    assert west("doctor").code == 0


def test_who_keeps_the_single_answers_of_an_anonymous_round_is_warned_until_it_is_closed(west: Cli) -> None:
    west("team", "add", "East")
    west("round", "start", "East", "--anonymous")
    assert "1 anonymous round is not closed" in west("backup").err
    assert "anonymous" not in west("backup", "West").err
    with_json = west("backup", "East", "--json")
    assert "close the round first" in with_json.err
    assert with_json.json["team"] == "East"
    west("round", "close", "East", "--yes")
    assert "anonymous" not in west("backup").err


def test_the_same_warning_comes_before_a_team_with_such_a_round_is_removed(west: Cli) -> None:
    west("team", "add", "East")
    west("round", "start", "East", "--anonymous")
    warning = west("backup", "East").err.splitlines()[0]
    assert warning.startswith("Warning: 1 anonymous round is not closed")
    asked = west("team", "remove", "East", input="n\n")
    assert asked.err.splitlines()[0] == warning
    west("round", "close", "East", "--yes")
    assert "anonymous" not in west("team", "remove", "East", "--yes").err
    assert "anonymous" not in west("team", "remove", "West", "--yes").err


def test_of_one_team_in_a_folder_or_a_file_of_choice(west: Cli) -> None:
    assert west("backup", "West", "--out", "stick").out == "stick/west-2026-11-21-backup.zip\n"
    assert west("backup", "West", "--out", "stick/mine.zip").out == "stick/mine.zip\n"
    again = west("backup", "--out", "stick/mine.zip")
    assert (again.code, again.out) == (6, "")
    assert sorted(path.name for path in Path("stick").iterdir()) == ["mine.zip", "west-2026-11-21-backup.zip"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("East",), 3), (("West", "--everything"), 2), (("--out", " "), 2), (("--out", "x"), 6)]
)
def test_what_can_not_be_is_refused(west: Cli, arguments: tuple[str, ...], code: int) -> None:
    Path("x").write_text("my thesis")
    refused = west("backup", *arguments)
    assert (refused.code, refused.out) == (code, "")


def test_without_data_there_is_nothing_to_back_up(cli: Cli) -> None:
    assert cli("backup").code == 3
    assert not cli.data.exists()


def test_a_removed_team_comes_back_with_the_command_that_was_told(west: Cli) -> None:
    before = west("team", "show", "West", "--json").json
    removed = west("team", "remove", "West", "--yes")
    path = removed.out.strip()
    assert f"restore {path}" in removed.err
    dry = west("restore", path, "--dry-run")
    assert "Back: West" in dry.out
    assert "Nothing was changed." in dry.err
    assert west("team", "list", "--json").json["teams"] == []
    assert "Back: West" in west("restore", path).out
    assert west("team", "show", "West", "--json").json == before
    assert "Nothing in them is new." in west("restore", path).out


def test_the_json_tells_what_was_done(west: Cli) -> None:
    path = west("backup", "--out", "all.zip", "--json").json["file"]
    west("team", "remove", "West", "--yes")
    west("team", "add", "west")
    done = west("restore", path, "--team", "West", "--json").json
    assert [one["name"] for one in done["back"]] == ["West"]
    assert done["same_name"] == [done["back"][0]["id"]]
    assert (done["teams"], done["answers"]["new"], done["refused"]) == (1, 3, [])


def test_a_name_that_is_taken_by_now_is_told_with_what_to_do(west: Cli) -> None:
    path = west("team", "remove", "West", "--yes").out.strip()
    west("team", "add", "West")
    assert "team rename" in west("restore", path).err


def test_a_backup_that_was_changed_is_refused_as_a_whole_in_the_language_in_use(west: Cli) -> None:
    path = Path(west("backup", "--out", "all.zip").out.strip())
    raw = path.read_bytes()
    path.write_bytes(raw[:-100])
    west("team", "remove", "West", "--yes")
    west.spoken = "nl"
    refused = west("restore", str(path))
    assert (refused.code, refused.out) == (4, "")
    assert "niet heel" in refused.err
    assert west("team", "list", "--json").json["teams"] == []
    assert west("restore", "nergens.zip").code == 3


def test_the_list_in_it_names_every_file_with_its_checksum(west: Cli) -> None:
    import zipfile

    with zipfile.ZipFile(west("backup").out.strip()) as archive:
        about = json.loads(archive.read("manifest.json"))
        assert set(about["files"]) == set(archive.namelist()) - {"manifest.json"}
        assert (about["format"], about["version"]) == ("sem-backup", 1)
