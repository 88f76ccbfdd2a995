"""Commands in a workspace of which a part can't be read: that part is named, and the rest works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def spoil(cli: Cli, pattern: str) -> set[Path]:
    """Damage files beyond repair and return them."""
    files = set(cli.data.glob(pattern))
    assert files
    for path in files:
        path.write_bytes(path.read_bytes()[:200])
    return files


def cut_newest_sheet(cli: Cli, team: str) -> Path:
    """Damage the slot that the last answer of a team's only respondent went to."""
    sheets = [path for path in cli.data.glob(f"teams/{team}-*/rounds/*/*~*.json") if not path.name.startswith("round")]
    newest = max(sheets, key=lambda path: int(path.read_bytes().rpartition(b'"seq":')[2].partition(b",")[0]))
    newest.write_bytes(newest.read_bytes()[:200])
    return newest


@pytest.fixture
def two(cli: Cli) -> Cli:
    """Two teams with a round each."""
    for name in ("Alpha", "Beta"):
        cli("team", "add", name)
        cli.answer(name, "3 4 5")
    return cli


ALPHA_ITSELF = "teams/alpha-*/team~*"
ROUND_OF_ALPHA = "teams/alpha-*/rounds/*/round~*"
SHEETS_OF_ALPHA = "teams/alpha-*/rounds/*/[0-9a-f]*~*"


class TestCommandsOverAllTeams:
    @pytest.mark.parametrize("which", [ALPHA_ITSELF, SHEETS_OF_ALPHA])
    def test_the_list_has_the_others_and_names_what_can_not_be_read(self, two: Cli, which: str) -> None:
        files = spoil(two, which)
        result = two("team", "list")
        assert result.code == 5
        assert any(row.startswith("Beta ") and "quick-scan" in row for row in result.out.splitlines())
        assert all(str(path) in result.err for path in files)

    def test_a_team_whose_answers_can_not_be_read_stays_in_the_list(self, two: Cli) -> None:
        spoil(two, SHEETS_OF_ALPHA)
        rows = two("team", "list").out.splitlines()
        assert [row.split()[0] for row in rows] == ["Team", "Alpha", "Beta"]
        assert "can't be read" in rows[1]
        assert "quick-scan" in rows[2]

    @pytest.mark.parametrize("which", [ALPHA_ITSELF, ROUND_OF_ALPHA, SHEETS_OF_ALPHA])
    def test_the_list_for_programs_says_so_too(self, two: Cli, which: str) -> None:
        known = two("team", "list", "--json").json
        assert known["unreadable"] == []
        files = spoil(two, which)
        result = two("team", "list", "--json")
        assert result.code == 5
        (problem,) = result.json["unreadable"]
        assert set(problem["files"]) == set(map(str, files))
        assert all(str(path) in problem["message"] and str(path) in result.err for path in files)
        alpha = known["teams"][0]
        can_be_told = which != ALPHA_ITSELF
        assert (problem["id"], problem["name"]) == ((alpha["id"], "Alpha") if can_be_told else (None, None))
        assert [team["name"] for team in result.json["teams"]] == ["Beta"]

    @pytest.mark.parametrize("which", [ALPHA_ITSELF, SHEETS_OF_ALPHA])
    def test_an_export_of_all_has_the_others(self, two: Cli, which: str) -> None:
        files = spoil(two, which)
        result = two("export", "--csv", "--out", "out")
        assert result.code == 5
        assert {Path(line).name[:4] for line in result.out.splitlines()} == {"beta"}
        assert all(str(path) in result.err for path in files)


class TestCommandsOverOneTeam:
    @pytest.mark.parametrize("command", [["scores"], ["team", "show"], ["export", "--csv"], ["assess", "--plain"]])
    def test_another_team_works_as_ever(self, two: Cli, command: list[str]) -> None:
        spoil(two, ALPHA_ITSELF)
        result = two(*command, "Beta", input="")
        assert result.code == 0
        assert result.out

    @pytest.mark.parametrize("command", [["scores"], ["team", "show"], ["export", "--csv"]])
    def test_of_the_damaged_one_nothing_is_printed_half(self, two: Cli, command: list[str]) -> None:
        files = spoil(two, SHEETS_OF_ALPHA)
        result = two(*command, "Alpha")
        assert (result.code, result.out) == (5, "")
        assert all(str(path) in result.err for path in files)

    def test_its_name_is_not_called_unknown(self, two: Cli) -> None:
        spoil(two, ALPHA_ITSELF)
        result = two("scores", "Alpha")
        assert result.code == 5
        assert "damaged" in result.err


class TestALostQuestionnaire:
    def test_that_comes_with_sem_is_used_and_put_back(self, two: Cli) -> None:
        (path,) = two.data.glob("models/*")
        before, kept = two("scores", "Alpha").out, path.read_bytes()
        path.unlink()
        result = two("scores", "Alpha")
        assert (result.code, result.out) == (0, before)
        assert "is the same, word for word" in two("doctor").out
        assert two("doctor", "--repair").code == 0
        assert path.read_bytes() == kept

    def test_of_another_version_is_told_of_once_for_all_teams(self, two: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sem.content.library.shipped_bytes", tuple)
        (path,) = two.data.glob("models/*")
        path.unlink()
        for command in (["team", "list"], ["team", "list", "--json"], ["export", "--csv"]):
            result = two(*command)
            assert result.code == 5
            assert result.err.count(str(path)) == 1


class TestALastSaveThatMayBeMissing:
    def test_a_warning_names_the_respondent_and_the_file_and_the_rest_goes_on(self, two: Cli) -> None:
        newest = cut_newest_sheet(two, "alpha")
        result = two("team", "show", "Alpha")
        assert result.code == 0
        assert "2 of 12 filled in" in result.out
        assert "Warning: The last save of anouk may be missing" in result.err
        assert str(newest) in result.err

    def test_going_on_says_so_too_and_keeps_the_damaged_bytes(self, two: Cli) -> None:
        newest = cut_newest_sheet(two, "alpha")
        left = newest.read_bytes()
        result = two.answer("Alpha", "1")
        assert "may be missing" in result.err
        (aside,) = two.data.glob(f"set-aside/*/teams/alpha-*/rounds/*/{newest.name}")
        assert aside.read_bytes() == left
        assert "may be missing" not in two("team", "show", "Alpha").err
