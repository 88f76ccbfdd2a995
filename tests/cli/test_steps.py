"""`sem step`: what happens to steps, typed in every way people type them."""

from __future__ import annotations

import pytest

from sem.reports.lines import width
from tests.cli.conftest import TODAY, Cli
from tests.cli.planning import ambitious, day, west


@pytest.fixture
def team(cli: Cli) -> Cli:
    """A team with an ambition of four steps: culture 3 and 4, and cx 3 and 4."""
    return cli.prepared(_team)


def _team(cli: Cli) -> None:
    west(cli)
    ambitious(cli, "--level", "culture=4", "--level", "cx=4", "--date", day(120), "--no-basics-first")


def steps(cli: Cli) -> dict[str, dict[str, object]]:
    return {step["id"]: step for step in cli("step", "list", "West", "--json").json["steps"]}


@pytest.mark.parametrize("typed", [["culture>3"], ["culture-3"], ["culture:3"], ["culture", "3"], ["Cultuur 3"]])
def test_a_step_is_named_in_many_ways(team: Cli, typed: list[str]) -> None:
    result = team("step", "start", "West", *typed)
    assert (result.code, result.out) == (0, "")
    assert "Started: Culture 3." in result.err
    assert (steps(team)["culture>3"]["state"], steps(team)["culture>3"]["start"]) == ("started", TODAY.isoformat())


def test_the_list_has_ids_to_type_with_states_estimates_owners_and_practices(team: Cli) -> None:
    team("step", "done", "West", "culture-3", "--evidence", "a wall", "--by", "Ann")
    text = team("step", "list", "West", "--practices").out
    (line,) = [line for line in text.splitlines() if line.startswith("culture-3  ")]
    assert "done" in line
    assert line.endswith(" 1")
    practice = steps(team)["cx>3"]["practices"]
    assert isinstance(practice, list)
    assert all(id_ in text for id_ in practice)


def test_done_keeps_its_days_and_its_evidence(team: Cli) -> None:
    assert team("step", "start", "West", "culture-3", "--on", "1-11-2026").code == 0
    result = team("step", "done", "West", "culture-3", "--on", "2026-11-21", "--evidence", "a wall", "--json")
    (step,) = result.json["steps"]
    assert (step["state"], step["start"], step["end"]) == ("done", "2026-11-01", "2026-11-21")
    assert [(each["text"], each["observed"]) for each in step["evidence"]] == [("a wall", "2026-11-21")]


def test_done_before_the_newest_round_that_does_not_find_it_is_to_be_done_again_which_is_told(team: Cli) -> None:
    result = team("step", "done", "West", "culture-3", "--on", "2026-11-20")
    assert result.code == 0
    assert "The round of 21 November 2026 is newer and does not find that level" in result.err
    assert steps(team)["culture>3"]["state"] == "waiting"


def test_done_can_be_taken_back_twice_and_then_no_more(team: Cli) -> None:
    team("step", "done", "West", "culture-3")
    assert "Culture 3 is under way again." in team("step", "undo", "West", "culture-3").err
    assert "Culture 3 is to do again." in team("step", "undo", "West", "culture-3").err
    result = team("step", "undo", "West", "culture-3")
    assert result.code == 4
    assert "“Culture 3” has not started." in result.err


def test_several_at_once_or_none_at_all(team: Cli) -> None:
    assert team("step", "done", "West", "culture-3", "culture-4").code == 0
    before = steps(team)
    result = team("step", "start", "West", "cx-3", "culture-3")
    assert result.code == 4
    assert "“Culture 3” is done" in result.err
    assert steps(team) == before


def test_a_level_is_not_done_before_the_one_below_it(team: Cli) -> None:
    result = team("step", "done", "West", "culture-4")
    assert result.code == 4
    assert "levels are climbed one by one" in result.err


def test_starting_ahead_of_what_it_builds_on_is_told(team: Cli) -> None:
    result = team("step", "start", "West", "culture-4")
    assert result.code == 0
    assert "Not done yet, and Culture 4 builds on it: Culture 3" in result.err


def test_estimates_and_owners_change_the_plan(team: Cli) -> None:
    team("ambition", "edit", "West", "--owner", "Anouk")
    assert team("step", "edit", "West", "culture-3", "--weeks", "3/5/9", "--person-days", "7,5").code == 0
    assert team("step", "edit", "West", "culture-3", "--owner", "anouk").code == 0
    step = steps(team)["culture>3"]
    assert step["estimate"] == {
        "weeks": {"low": 3, "likely": 5, "high": 9}, "person_days": {"low": 7.5, "likely": 7.5, "high": 7.5},
    }  # fmt: skip
    assert (step["weeks"], step["owner"]) == (5, "anouk")
    assert "Anouk" in team("step", "list", "West").out
    assert team("step", "edit", "West", "culture-3", "--owner", "none", "--reset").code == 0
    assert steps(team)["culture>3"]["owner"] is None


def test_what_is_wrong_with_an_edit_is_told_at_once(team: Cli) -> None:
    result = team(
        "step", "edit", "West", "culture-3", "--weeks", "9/5/3", "--person-days", "few", "--owner", "Zed",
        "--weeks-left", "2",
    )  # fmt: skip
    assert result.code == 4
    for part in ("in weeks has to rise", "--person-days: “few” is no estimate", "--owner: There is no owner “Zed”"):
        assert part in result.err
    assert team("step", "edit", "West", "culture-3").code == 2


def test_an_owner_without_time_and_a_step_longer_than_life_are_refused(team: Cli) -> None:
    team("ambition", "edit", "West", "--owner", "Bram=0")
    result = team("step", "edit", "West", "culture-3", "--owner", "Bram")
    assert result.code == 4
    assert "“Bram” has no time, and leads: Culture 3" in result.err
    assert "more than ten years" in team("step", "edit", "West", "culture-3", "--weeks", "9999").err


def test_a_step_longer_than_the_horizon_is_planned_and_said_not_to_fit(team: Cli) -> None:
    result = team("step", "edit", "West", "culture-3", "--weeks", "400")
    assert result.code == 0
    assert "you should have started on" in result.err


def test_dropping_lowers_the_target_and_is_refused_where_others_need_it(team: Cli) -> None:
    result = team("step", "drop", "West", "culture-3", "--reason", "no time")
    assert result.code == 4
    assert "“Culture 3” is needed for: Culture 4" in result.err
    assert team("step", "drop", "West", "culture-4", "--reason", "first the basics").code == 0
    assert "culture>4" not in steps(team)
    found = team("ambition", "show", "West", "--json").json["ambition"]
    assert (found["levels"]["culture"], found["dropped"]) == (3, {"culture>4": "first the basics"})
    assert "Dropped: Culture 4 (first the basics)" in team("ambition", "show", "West").out


def test_evidence_is_kept_and_shown(team: Cli) -> None:
    assert "Nothing is kept yet." in team("step", "evidence", "West", "culture-3").err
    assert (
        team("step", "evidence", "West", "culture-3", "--text", "a wall", "--by", "Ann", "--on", "1-11-2026").code == 0
    )
    assert team("step", "evidence", "West", "culture-3").out == "Culture 3, 1 November 2026 (Ann): a wall\n"
    assert team("step", "evidence", "West", "culture-3", "--text", " ").code == 4


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["culture"], 4, "> without quotes would write to a file"),
        (["cultur-3"], 4, "There is no area “cultur”. Did you mean culture?"),
        (["culture-9"], 4, "Level 9 of “culture” is no step."),
        (["culture-5"], 3, "There is no step “Culture 5” in the plan. Of this area there are: Culture 3, Culture 4."),
        (["ux-3"], 3, "Of this area there is none; raise its target first."),
        (["ux-3", "foo"], 4, "“foo” names no level."),
    ],
)
def test_a_step_that_is_none_is_told_with_what_may_be_meant(team: Cli, typed: list[str], code: int, words: str) -> None:
    for command in ("start", "done", "undo", "evidence"):
        result = team("step", command, "West", *typed)
        assert (result.code, result.out) == (code, "")
        assert words in result.err


@pytest.mark.parametrize(("on", "words"), [(day(1), "is still to come"), ("soon", "“soon” is no day")])
def test_a_day_to_come_or_that_is_none(team: Cli, on: str, words: str) -> None:
    for command in ("start", "done"):
        result = team("step", command, "West", "culture-3", "--on", on)
        assert result.code == 4
        assert words in result.err


@pytest.mark.parametrize("columns", [30, 60, 80])
@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_the_list_fits_the_terminal(team: Cli, columns: int, spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = team("step", "list", "West", "--lang", spoken).out
    assert max(map(width, text.splitlines())) <= columns
    assert all(id_ in text for id_ in ("culture-3", "culture-4", "cx-3", "cx-4"))


def test_steps_complete_with_the_tab_key(team: Cli) -> None:
    from click.shell_completion import ShellComplete

    from sem.cli.root import root
    from sem.cli.session import Session

    session = Session(today=lambda: TODAY, environment=dict(team.environment))
    found = ShellComplete(root, {"obj": session}, "sem", "_SEM_COMPLETE").get_completions(
        ["step", "start", "West"], "cul"
    )
    assert [item.value for item in found] == ["culture-3", "culture-4"]
