"""`sem questionnaire upgrade`: what is different is shown, what was is kept, and the next round uses the new one."""

from __future__ import annotations

import random
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.analysis.comparison import Break
from sem.content import library
from sem.errors import StoreError
from sem.model.assessment import Answer, RoundKind, RoundState
from sem.reports.comparison import team_trend
from tests.cli.conftest import SEM, Cli

SHIPPED = library.shipped_folder()
TEXT = (SHIPPED / "quick-scan.yaml").read_text("utf-8").replace("id: quick-scan", "id: ours", 1)
INNOVATION = TEXT[TEXT.index("  - id: innovation\n") : TEXT.index("  - id: ux\n")]


def reworded(text: str, version: str = "1.1.0") -> str:
    """Return a questionnaire in which one question has other words and counts twice."""
    return (
        text.replace("version: 1.0.0", f"version: {version}", 1)
        .replace("We keep asking until we know", "We ask on until we know")
        .replace("      - id: CU-01\n", "      - id: CU-01\n        weight: 2\n", 1)
    )


def another_scale(text: str) -> str:
    """Return a questionnaire whose highest level is called otherwise, without an area."""
    less = text.replace(INNOVATION, "").replace("innovation, ", "").replace(", innovation", "")
    less = less.replace("          - innovation\n", "").replace("        - innovation\n", "")
    return less.replace("version: 1.0.0", "version: 2.0.0", 1).replace("en: Excellent}", "en: Masterly}", 1)


@pytest.fixture
def team(cli: Cli) -> Cli:
    """A team with a whole round by a questionnaire of its own, an ambition and a fixed plan."""
    return cli.prepared(_team)


def _team(cli: Cli) -> None:
    versions()
    cli("team", "add", "West")
    assert cli("assess", "West", "--plain", "--questionnaire", "one.yaml", input="2\n" * 12).code == 0
    cli("ambition", "set", "West", "--date", "2027-12-01", "--level", "innovation=4", "--level", "culture=3",
        "--needs", "culture-3", "innovation-3")  # fmt: skip
    assert cli("plan", "West", "--fix").code == 0
    assert cli("step", "start", "West", "innovation-3").code == 0


def versions() -> None:
    for name, text in (("one", TEXT), ("reworded", reworded(TEXT)), ("two", another_scale(TEXT))):
        Path(f"{name}.yaml").write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def _files(cli: Cli) -> None:
    versions()


def used(cli: Cli) -> list[tuple[str, str, str]]:
    """Return of each round, oldest first, its questionnaire, version and state."""
    found = cli.store.rounds(cli.store.find_team("West").id)
    return [(one.questionnaire.id, str(one.questionnaire.version), one.state.value) for one in found]


def test_other_words_are_shown_and_asked_in_the_next_round_and_the_open_one_keeps_its_own(team: Cli) -> None:
    result = team("questionnaire", "upgrade", "West", "--to", "reworded.yaml", "--yes")
    assert result.code == 0
    assert "CU-01 We ask on until we know what the customer really wants. (other words, another weight)" in result.out
    assert "    it was: We keep asking until" in result.out
    assert "    it counted for 1.00, and counts for 2.00" in result.out
    assert "11 questions are as they were. Whoever answered them by name sees that as last time" in result.out
    assert "What is open goes on with the questionnaire that it began with" in result.err
    assert used(team) == [("ours", "1.0.0", "open")]
    assert "We keep asking until" in team("assess", "West", "--plain", input="").out
    # What one's file says is no matter any more, and neither is whether it is there.
    Path("reworded.yaml").unlink()
    assert "We ask on until" in team("assess", "West", "--plain", "--new-round", input="3\n").out
    assert used(team) == [("ours", "1.0.0", "open"), ("ours", "1.1.0", "open")]
    assert Path(result.err.splitlines()[0].partition(": ")[2]).exists()


def test_a_dry_run_and_a_no_change_nothing(team: Cli) -> None:
    before = {path: path.read_bytes() for path in team.data.rglob("*") if path.is_file()}
    shown = team("questionnaire", "upgrade", "West", "--to", "two.yaml", "--dry-run")
    assert shown.code == 0
    assert "5 Excellent → Masterly" in shown.out
    assert "for all to see" in shown.out
    assert "last time" not in shown.out
    refused = team("questionnaire", "upgrade", "West", "--to", "two.yaml", input="n\n")
    assert refused.code == 130
    assert "the team stays with version 1.0.0" in refused.err
    assert before == {path: path.read_bytes() for path in team.data.rglob("*") if path.is_file()}


def test_another_scale_breaks_the_trend_and_says_what_becomes_of_the_plan(team: Cli) -> None:
    result = team("questionnaire", "upgrade", "West", "--to", "two.yaml", input="y\ny\n")
    assert result.code == 0
    assert "the target for Service innovation" in result.out
    assert "a prerequisite of your own about Service innovation" in result.out
    assert "what happened to the step innovation-3" in result.out
    assert "“Try an idea out with a few customers”, in the plan that was fixed" in result.out
    assert "closed" in result.err
    # The plan goes on with what is left, before the next round and after it.
    assert "Culture 3" in team("plan", "West").out
    assert team("assess", "West", "--plain", input="3\n" * 11).code == 0
    assert used(team) == [("ours", "1.0.0", "closed"), ("ours", "2.0.0", "open")]
    assert team("plan", "West").code == 0
    store = team.store
    trend = team_trend(store, store.find_team("West"))
    assert trend.breaks == (Break.VERSION,)
    # The old round is as it was, with every answer and in its own words.
    first = store.rounds(store.find_team("West").id)[0]
    assert first.state is RoundState.CLOSED
    assert "innovation" in {area.id for area in store.questionnaire(first).areas}
    assert [len(response.answers) for response in store.responses(first)] == [12]
    assert "all is well" in team("doctor").err


def test_the_backup_holds_no_sheet_of_an_anonymous_round_that_is_closed_with_it(cli: Cli) -> None:
    store, questionnaire = cli.store, library.load_questionnaire("quick-scan")
    round_ = store.start_round(store.add_team("West").id, questionnaire, cli.today, RoundKind.ANONYMOUS, hidden=True)
    sheet = store.open_anonymous(round_)[0]
    for level in (1, 5):
        sheet.save({question.id: Answer(level=level) for question in questionnaire.questions})
    sheet.close()
    (respondent,) = store.responses(round_)
    told = cli("questionnaire", "upgrade", "West", "--to", "service-excellence", "--close-round", "--yes", "--json")
    with zipfile.ZipFile(told.json["backup"]) as backup:
        names = [name for name in backup.namelist() if "/rounds/" in name]
    assert any("sealed" in name for name in names)
    assert not [name for name in names if respondent.respondent.id in name]


@pytest.mark.parametrize(
    ("options", "said", "warned"),
    [(["--yes"], None, True), ([], "y\nn\n", True), (["--close-round", "--yes"], None, False)],
)
def test_who_leaves_an_anonymous_round_open_is_warned_of_the_sheets_in_the_backup(
    cli: Cli, options: list[str], said: str | None, warned: bool
) -> None:
    cli("team", "add", "West")
    cli("round", "start", "West", "--questionnaire", "one.yaml", "--anonymous")
    told = cli("questionnaire", "upgrade", "West", "--to", "reworded.yaml", *options, input=said)
    assert told.code == 0
    assert ("Warning: 1 anonymous round is not closed: a backup made now keeps" in told.err) is warned


def test_the_backup_brings_back_what_the_ambition_let_go_of(team: Cli) -> None:
    backup = team("questionnaire", "upgrade", "West", "--to", "two.yaml", "--yes", "--json").json["backup"]
    team("--data", "other", "restore", backup)
    there = team("--data", "other", "ambition", "show", "West", "--json").json
    assert there["ambition"]["levels"] == {"innovation": 4, "culture": 3}
    assert team("ambition", "show", "West", "--json").json["ambition"]["levels"] == {"culture": 3}


def test_what_can_not_be_moved_to_is_refused(team: Cli) -> None:
    def told(*options: str) -> tuple[int, str]:
        result = team("questionnaire", "upgrade", "West", *options)
        return result.code, result.err

    assert told("--to", "one.yaml") == (0, "West uses Quick scan (ours 1.0.0) already.\n")
    assert told()[0] == 3
    assert "does not come with sem" in told()[1]
    assert told("--to", "ours@3.0.0")[0] == 3
    assert "There are: 1.0.0" in told("--to", "ours@3.0.0")[1]
    assert told("--to", "ours@three")[0] == 4
    assert told("--to", "no-such")[0] == 3
    assert team("questionnaire", "upgrade", "East").code == 3
    team("team", "add", "East")
    assert team("questionnaire", "upgrade", "East").code == 4
    team("questionnaire", "upgrade", "West", "--to", "reworded.yaml", "--yes")
    assert told("--to", "reworded.yaml") == (0, "West uses Quick scan (ours 1.1.0) already.\n")
    assert told("--to", "one.yaml")[0] == 4
    assert "is older than 1.1.0" in told("--to", "ours@1.0.0")[1]


def test_a_team_goes_on_from_a_quick_scan_to_the_full_questionnaire(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("assess", "West", "--plain", input="2\n" * 12)
    cli("ambition", "set", "West", "--date", "2027-12-01", "--level", "culture=3")
    result = cli("questionnaire", "upgrade", "West", "--to", "service-excellence", "--close-round", "--yes", "--json")
    found = result.json
    assert (found["changes"]["broken"], found["upgraded"], len(found["closed"])) == ("questionnaire", True, 1)
    assert len(found["changes"]["questions"]["added"]) == 48
    assert (found["changes"]["questions"]["unchanged"], found["changes"]["practices"]["removed"]) == (12, [])
    assert found["left_behind"] == []
    assert cli("assess", "West", "--plain", input="3\n" * 60).code == 0
    assert [id_ for id_, *_rest in used(cli)] == ["quick-scan", "service-excellence"]
    assert cli("plan", "West", "--json").json["now"]["culture"] == 3


def test_after_a_round_of_several_people_the_next_one_is_started_too(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("round", "start", "West", "--questionnaire", "one.yaml", "--anonymous", "--expect", "5")
    result = cli("questionnaire", "upgrade", "West", "--to", "two.yaml", "--close-round", "--yes")
    assert result.err.rstrip().endswith("sem round start West")
    assert cli("round", "start", "West").code == 0
    assert used(cli) == [("ours", "1.0.0", "closed"), ("ours", "2.0.0", "open")]


class TestVersionsThatShip:
    @pytest.fixture
    def ship(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        """Return what lets another quick scan ship with the program."""
        folder = tmp_path / "shipped"
        folder.mkdir()
        (folder / "service-excellence").symlink_to(SHIPPED / "service-excellence")
        monkeypatch.setattr(library, "shipped_folder", lambda: folder)

        def ship(text: str) -> None:
            (folder / "quick-scan.yaml").write_text(text.replace("id: ours", "id: quick-scan", 1), "utf-8")

        ship(TEXT)
        return ship

    def test_another_scale_waits_until_the_team_chooses_it(self, cli: Cli, ship: Callable[[str], None]) -> None:
        cli("team", "add", "West")
        cli("assess", "West", "--plain", input="2\n")
        ship(another_scale(TEXT))
        begun = cli("assess", "West", "--plain", "--new-round", input="2\n")
        assert "Version 2.0.0 of Quick scan has another scale or meaning. The team stays with 1.0.0" in begun.err
        assert cli("questionnaire", "upgrade", "West", "--close-round", "--yes").code == 0
        assert cli("round", "start", "West").code == 0
        assert used(cli) == [
            ("quick-scan", "1.0.0", "closed"), ("quick-scan", "1.0.0", "closed"), ("quick-scan", "2.0.0", "open"),
        ]  # fmt: skip

    def test_other_words_are_used_without_asking(self, cli: Cli, ship: Callable[[str], None]) -> None:
        cli("team", "add", "West")
        cli("assess", "West", "--plain", input="2\n")
        ship(reworded(TEXT))
        cli("assess", "West", "--plain", "--new-round", input="2\n")
        # A machine with an older program does not go back.
        ship(TEXT)
        cli("assess", "West", "--plain", "--new-round", input="2\n")
        assert [version for _id, version, _state in used(cli)] == ["1.0.0", "1.1.0", "1.1.0"]


def test_what_fails_in_between_can_be_done_again(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise StoreError("The disk is full.")

    for place in ("sem.store.backing_up.back_up", "sem.store.workspace.Workspace.close_round",
                  "sem.store.workspace.Workspace.change_programme"):  # fmt: skip
        with monkeypatch.context() as patched:
            patched.setattr(place, full)
            assert team("questionnaire", "upgrade", "West", "--to", "two.yaml", "--close-round", "--yes").code == 5
        assert team.store.programme(team.store.find_team("West").id).next_questionnaire is None
    assert team("questionnaire", "upgrade", "West", "--to", "two.yaml", "--close-round", "--yes").code == 0
    team("assess", "West", "--plain", input="3\n")
    assert [version for _id, version, _state in used(team)] == ["1.0.0", "2.0.0"]


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_kill_at_any_moment_leaves_the_team_with_one_of_the_two(team: Cli) -> None:
    choose = random.Random(5)
    command = [*SEM, "questionnaire", "upgrade", "West", "--close-round", "--yes", "--to"]
    environment = {"PATH": "/usr/bin:/bin", **team.environment}
    for _trial in range(12):
        run = subprocess.Popen([*command, "two.yaml"], env=environment, stdout=-3, stderr=-3)
        time.sleep(choose.uniform(0.15, 0.9))
        run.send_signal(signal.SIGKILL)
        run.wait()
        chosen = team.store.programme(team.store.find_team("West").id)
        moved = chosen.next_questionnaire is not None
        assert chosen.ambition is not None
        assert ("innovation" in chosen.ambition.levels) is not moved
        assert team("doctor").code == 0
        assert used(team)[0][:2] == ("ours", "1.0.0")
    assert subprocess.run([*command, "two.yaml"], env=environment, stdout=-3, stderr=-3).returncode == 0
    team("assess", "West", "--plain", input="3\n")
    assert [version for _id, version, _state in used(team)] == ["1.0.0", "2.0.0"]
