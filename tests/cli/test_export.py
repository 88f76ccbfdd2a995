"""`sem export`: files with names that say what they are, never over another file, and always whole."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from sem.model.assessment import Answer
from tests.cli.conftest import Cli


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team with a round, and one without."""
    return cli.prepared(_west)


def _west(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("team", "add", "Idle")
    cli("assess", "West", "--plain", input="3 # =1+1\n4\n?\nna 2\n")


def exported(cli: Cli, *arguments: str) -> list[Path]:
    result = cli("export", *arguments)
    assert result.code == 0, result.err
    return [Path(line) for line in result.out.splitlines()]


def test_each_format_is_a_file_in_exports_and_its_path_is_printed(west: Cli) -> None:
    paths = exported(west, "West", "--csv", "--json")
    assert [str(path) for path in paths] == [
        "exports/west-2026-11-21-scores-en.csv",
        "exports/west-2026-11-21-answers-en.csv",
        "exports/west-2026-11-21-questions-en.csv",
        "exports/west-2026-11-21-scores.json",
    ]
    assert all(path.is_file() for path in paths)


@pytest.mark.parametrize(("flag", "start"), [("--png", b"\x89PNG"), ("--pdf", b"%PDF"), ("--svg", b"<?xml")])
def test_the_radar_is_a_picture(west: Cli, flag: str, start: bytes) -> None:
    (path,) = exported(west, "West", flag)
    assert path.name == f"west-2026-11-21-profile-en.{flag[2:]}"
    assert path.read_bytes().startswith(start)


def test_what_a_picture_can_not_show_of_a_name_is_told(west: Cli) -> None:
    name = "West 東京 🦊"
    west("team", "rename", "West", name)
    result = west("export", name, "--png")
    assert result.code == 0
    assert "□ for what its letters lack: 東 京 🦊." in result.err
    assert "□" not in west("export", name, "--csv").err
    west("team", "rename", name, "Überlingen")
    assert "□" not in west("export", "Überlingen", "--png").err


def test_the_json_file_is_what_scores_prints(west: Cli) -> None:
    (path,) = exported(west, "West", "--json")
    assert json.loads(path.read_text("utf-8")) == west("scores", "West", "--json").json


def test_without_a_team_all_last_rounds_are_exported_and_teams_without_one_are_told(west: Cli) -> None:
    west("team", "add", "East")
    west("assess", "East", "--plain", input="2\n")
    west.today = date(2026, 12, 1)
    west("assess", "East", "--plain", "--new-round", input="2\n")
    result = west("export", "--json")
    assert result.out.splitlines() == [
        "exports/east-2026-12-01-scores.json",
        "exports/west-2026-11-21-scores.json",
    ]
    assert "Idle has no round yet" in result.err


@pytest.mark.parametrize("arguments", [[], ["Idle"]])
def test_nothing_to_export_is_not_found(cli: Cli, arguments: list[str]) -> None:
    cli("team", "add", "Idle")
    result = cli("export", *arguments, "--json")
    assert (result.code, result.out) == (3, "")
    assert "sem assess" in result.err
    assert not Path("exports").exists()


def test_an_earlier_export_is_never_overwritten_unasked(west: Cli) -> None:
    (first,) = exported(west, "West", "--json")
    first.write_text("mine")
    assert [path.name for _run in range(2) for path in exported(west, "West", "--json")] == [
        "west-2026-11-21-scores-2.json",
        "west-2026-11-21-scores-3.json",
    ]
    assert first.read_text() == "mine"
    assert exported(west, "West", "--json", "--overwrite") == [first]
    assert first.read_text() != "mine"


def test_two_teams_whose_names_make_one_file_name_both_get_their_file(cli: Cli) -> None:
    for name in ("🦊", "🐻"):
        cli("team", "add", name)
        cli("assess", name, "--plain", input="3\n")
    paths = exported(cli, "--json", "--overwrite")
    assert len(set(paths)) == 2
    assert {json.loads(path.read_text("utf-8"))["team"]["name"] for path in paths} == {"🦊", "🐻"}


def test_overwriting_replaces_no_file_of_another_team(cli: Cli) -> None:
    for name, level in (("Team West", "2"), ("Team/West", "4")):
        cli("team", "add", name)
        cli("assess", name, "--plain", input=f"{level}\n")
    (mine,) = exported(cli, "Team West", "--json", "--overwrite")
    before = mine.read_bytes()
    (other,) = exported(cli, "Team/West", "--json", "--overwrite")
    assert other != mine
    assert mine.read_bytes() == before


def test_notes_with_control_characters_from_elsewhere_are_harmless_in_the_answers(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("assess", "West", "--plain", input="3\n")
    round_ = cli.store.rounds(cli.store.find_team("West").id)[0]
    sheet = cli.store.open_sheet(round_, "Bram")
    sheet.save({cli.store.questionnaire(round_).questions[0].id: Answer(level=2, note="\x1b[2Jgone\x07")})
    sheet.close()
    path = exported(cli, "West", "--csv")[1]
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", path.read_bytes())
    assert "gone" in path.read_text("utf-8")


def test_a_picture_is_drawn_without_a_word_of_the_drawing_library(west: Cli) -> None:
    nowhere = west.folder / "file" / "matplotlib"
    nowhere.parent.write_text("")
    process = west.process("export", "West", "--svg", extra={"MPLCONFIGDIR": str(nowhere)})
    out, err = process.communicate()
    assert (process.returncode, out.count("\n"), err) == (0, 1, "")


def test_saying_no_format_is_a_mistake_and_makes_nothing(west: Cli) -> None:
    result = west("export", "West")
    assert (result.code, result.out) == (2, "")
    assert "--png" in result.err
    assert not Path("exports").exists()


def test_a_file_where_the_folder_should_be_is_told(west: Cli) -> None:
    Path("exports").write_text("")
    result = west("export", "West", "--json")
    assert (result.code, result.out) == (6, "")
    assert "exports" in result.err
    assert "not a folder" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_one_may_not_write_in_is_told(west: Cli) -> None:
    Path("locked").mkdir(mode=0o500)
    result = west("export", "West", "--json", "--out", "locked")
    assert (result.code, result.out) == (6, "")
    assert "you may not write there" in result.err


def test_the_answers_keep_a_row_for_every_question_also_without_an_answer(west: Cli) -> None:
    path = exported(west, "West", "--csv")[1]
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["answer"] for row in rows[:5]] == ["level", "level", "dont-know", "not-applicable", ""]
    assert len(rows) == 12
    assert (rows[0]["respondent"], rows[0]["level"], rows[0]["level_name"]) == ("anouk", "3", "Designed")
    assert rows[0]["note"] == "'=1+1"
    assert rows[3]["reason"] == "done-elsewhere"


def test_the_export_of_a_process_loads_nothing_of_the_screens(west: Cli) -> None:
    program = (
        "import sys, sem.cli\nsys.argv = ['sem', 'export', 'West', '--json', '--csv']\n"
        "try:\n    sem.cli.main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | west.environment, capture_output=True, text=True, check=True
    )
    assert not {"textual", "rich", "matplotlib", "numpy"} & set(done.stderr.split())
