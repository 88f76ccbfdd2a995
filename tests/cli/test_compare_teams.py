"""`sem compare` with several teams: who is there, in which order, what is left out, and nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, RoundKind
from sem.model.questionnaire import Questionnaire
from sem.reports.lines import width
from tests.cli.conftest import Cli, corners
from tests.cli.test_documented import keys

QUICK, FULL = load_questionnaire("quick-scan"), load_questionnaire("service-excellence")
AREA = QUICK.areas[0]
JSON_PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "json.md").read_text("utf-8")
HOSTILE = "[/] =1+1 {n} 日本語"


def team(
    cli: Cli,
    name: str,
    levels: Sequence[int],
    content: Questionnaire = QUICK,
    kind: RoundKind = RoundKind.NAMED,
    *,
    tags: tuple[str, ...] = (),
    reveal: bool = True,
) -> None:
    """Add a team in which Person 0, Person 1, … give the same level to all questions; without levels only a team."""
    store = cli.store
    made = next((one for one in store.teams() if one.name == name), None) or store.add_team(name, tags)
    if levels:
        round_ = store.start_round(made.id, content, date(2026, 9, 1), kind, hidden=True)
        for n, level in enumerate(levels):
            sheet = store.open_anonymous(round_)[0] if round_.anonymous else store.open_sheet(round_, f"Person {n}")
            sheet.save({one.id: Answer(level=level) for one in content.questions})
            sheet.close()
        if reveal:
            store.reveal_round(round_)


def fill(cli: Cli) -> None:
    team(cli, "Oost", [4, 4, 5, 5, 4, 4], tags=("pilot",))
    team(cli, "West", [1, 2, 2, 1, 2, 2], FULL, tags=("Pilot",))
    team(cli, "Zuid", [3, 3, 3], kind=RoundKind.ANONYMOUS)
    team(cli, "Noord", [2, 5], reveal=False, tags=("new",))
    team(cli, HOSTILE, [])


@pytest.fixture
def five(cli: Cli) -> Cli:
    return cli.prepared(fill)


def words(text: str) -> str:
    return " ".join(text.split())


def order(result: str) -> list[str]:
    """Return the teams in the order of the heat map."""
    lines = result.split("\n\n")[1].split("\n")
    return [name for line in lines for name in ("Oost", "West", "Zuid", "Noord", HOSTILE) if line.startswith(name)]


def test_all_teams_stand_side_by_side_by_name_and_say_why_they_have_no_mean(five: Cli) -> None:
    result = five("compare", "--all")
    assert result.code == 0, result.err
    assert order(result.out) == [HOSTILE, "Noord", "Oost", "West", "Zuid"]
    for sign in ("· no round", "× not revealed yet", "< too few people to show"):
        assert sign in words(result.out)
    assert "Compared are 12 of the 60 questions" in words(result.out)
    assert "1 team): 12 of its 12 questions are compared" in words(result.out)
    assert re.search(r"Oost +▓4\.3", result.out)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("Oost", "West", "Oost"), ["Oost", "West"]),
        (("--tag", "PILOT"), ["Oost", "West"]),
        (("--tag", "pilot", "--tag", "new"), ["Noord", "Oost", "West"]),
        (("Zuid", "--tag", "new"), ["Noord", "Zuid"]),
        (("--tag", "pilot", "--sort", AREA.id), ["West", "Oost"]),
        (("--tag", "pilot", "--sort", AREA.short.en.upper()), ["West", "Oost"]),
        (("--tag", "pilot", "--sort", "within"), ["Oost", "West"]),
        (("--tag", "pilot", "--sort", "spread"), ["Oost", "West"]),
    ],
)
def test_teams_are_chosen_and_put_in_order(five: Cli, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert order(five("compare", *arguments).out) == expected


def test_one_area_tells_what_may_be_said_of_each_team(five: Cli) -> None:
    result = five("compare", "--all", "--area", AREA.id)
    assert result.code == 0, result.err
    assert re.search(r"Oost +4\.3 +\S+…\S+ +4 +6/6 +6 +0\.5 +higher than the other: real", result.out)
    assert "not revealed yet" in result.out
    assert "Real: p is below 0.05 in the exact test of the two teams' answers." in words(result.out)


@pytest.mark.parametrize(
    ("spoken", "columns"), corners(("nl", "en"), (40, 60, 80), quick=[("nl", 40), ("en", 60), ("en", 80)])
)
def test_lines_keep_within_the_terminal(five: Cli, spoken: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for more in ((), ("--area", AREA.id)):
        for line in five("--lang", spoken, "compare", "--all", *more).out.split("\n"):
            assert width(line) <= columns or " " not in line.strip()


def test_json_is_as_documented(five: Cli) -> None:
    told = five("compare", "--all", "--area", AREA.id, "--json").json
    page = JSON_PAGE.split("## `sem compare TEAM TEAM…")[1].split("\n## ")[0]
    assert {name for name in keys(told) if not re.search(rf"\b{name}\b", JSON_PAGE)} == set()
    assert "`newer_rounds`" in page
    by_name = {row["team"]["name"]: row for row in told["teams"]}
    assert [row["areas"][0]["missing"] for row in by_name.values()] == [
        "no-round", "hidden", None, None, "below-minimum"]  # fmt: skip
    assert by_name[HOSTILE]["round"] is None
    assert by_name["West"]["areas"][0]["questions"] == 1
    assert by_name["Zuid"]["areas"][0]["score"]["n"] is None


def test_the_newest_round_with_a_score_is_compared_and_newer_ones_are_told(five: Cli) -> None:
    team(five, "West", [5, 5], reveal=False)
    result = five("compare", "West", "Oost")
    assert "1 newer round has nothing to show" in words(result.out)
    assert re.search(r"West +░1\.7", result.out)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("compare",), 2, "Say what to compare"),
        (("compare", "--all", "West"), 2, "With --all no team or tag is named."),
        (("compare", "West", "Oost", "--over-time"), 2, "one team is compared"),
        (("compare", "West", "Nowhere"), 3, "Nowhere"),
        (("compare", "--tag", "[b]none"), 3, "The tags there are: new, pilot."),
        (("compare", "--all", "--area", "nothing"), 3, AREA.id),
        (("compare", "--all", "--sort", "best"), 4, "Use name, spread, within, or an area"),
    ],
)
def test_what_can_not_be_compared_is_told(five: Cli, arguments: tuple[str, ...], code: int, told: str) -> None:
    result = five(*arguments)
    assert (result.code, result.out) == (code, "")
    assert told in words(result.err)


def test_without_teams_or_rounds_the_next_step_is_told(cli: Cli) -> None:
    assert cli("compare", "--all").code == 3
    team(cli, "West", [])
    assert "No team has a round yet" in cli("compare", "--all").out


def test_a_team_that_can_not_be_read_is_told_and_the_others_are_there(five: Cli) -> None:
    for file in five.data.glob("teams/oost-*/rounds/*/round~*.json"):
        file.write_bytes(b"{")
    result = five("compare", "--all")
    assert result.code == 5
    assert "Error: " in result.err
    assert order(result.out) == [HOSTILE, "Noord", "West", "Zuid"]


def test_what_is_hidden_changes_nothing_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for name, levels in (("low", [1, 1, 1, 1]), ("high", [5, 5, 2, 4])):
        cli = Cli(tmp_path / name)
        cli.folder.mkdir()
        team(cli, "Open", levels, reveal=False)
        team(cli, "Few", levels, kind=RoundKind.ANONYMOUS)
        team(cli, "Seen", [2, 3, 3, 4, 5], kind=RoundKind.ANONYMOUS)
        outputs = [cli("compare", "--all", *more).out for more in ((), ("--area", AREA.id), ("--sort", "within"))]
        told.append(outputs)
    assert told[0] == told[1]
    assert "3.4" in told[0][0]
