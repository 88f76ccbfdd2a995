"""`sem plan`: the verdict, what would help, fixing, and life with a fixed plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sem.content import library
from sem.reports.lines import width
from tests.cli.conftest import TODAY, Cli, corners
from tests.cli.planning import STATEMENT, ambitious, day, west


@pytest.fixture
def team(cli: Cli) -> Cli:
    """A team whose ambition fits."""
    return cli.prepared(_team)


def _team(cli: Cli) -> None:
    west(cli)
    ambitious(cli)


@pytest.fixture
def tight(cli: Cli) -> Cli:
    """A team whose ambition does not fit, because there is too much to do."""
    return cli.prepared(_tight)


def _tight(cli: Cli) -> None:
    west(cli)
    cli("ambition", "set", "West", "--date", day(20), "--level", "all=3")


def _begun_in_vain(cli: Cli) -> None:
    _tight(cli)
    cli("plan", "West", "--fix")
    cli("step", "start", "West", "processes-organisation-3")


def test_it_shows_verdict_steps_sentences_and_milestones_in_this_order(team: Cli) -> None:
    result = team("plan", "West")
    assert result.code == 0
    parts = [
        "West · ambition for 20 Nov 2027 (wk 46)", f"“{STATEMENT}”", "This fits:", "Step ", "Culture 3  ",
        "Back from the ambition:", "To be at ", "Milestones, back from the target date:",
    ]  # fmt: skip
    places = [result.out.index(part) for part in parts]
    assert places == sorted(places)
    assert "What would make it fit" not in result.out
    for command in ("sem plan West --fix", "sem plan West --explain"):
        assert command in result.err


def test_json_has_the_same_dates_in_both_languages(team: Cli) -> None:
    found = team("plan", "West", "--json").json
    assert found["verdict"]["fit"] == "fits"
    assert {"culture>3", "cx>3"} <= {step["id"] for step in found["steps"]}
    for step in found["steps"]:
        assert date.fromisoformat(step["start"]).weekday() == 0
        assert date.fromisoformat(step["latest_end"]).weekday() == 4
        assert step["latest_start"] >= step["start"]
    assert team("plan", "West", "--json", "--lang", "nl").json == found


def test_what_does_not_fit_is_told_as_a_date_with_a_cause_and_numbered_options(tight: Cli) -> None:
    out = tight("plan", "West").out
    assert "This does not fit before 10 April 2027: you should have started on " in out
    assert "What would make it fit, with its buffer:" in out
    found = tight("plan", "West", "--json").json
    assert found["verdict"]["start_by"] < TODAY.isoformat()
    assert found["verdict"]["cause"]["kind"] in ("work", "chain", "interlock")
    options = found["options"]
    assert [option["number"] for option in options] == list(range(1, len(options) + 1))
    assert {option["kind"] for option in options} >= {"date", "level"}
    for number in range(1, len(options) + 1):
        assert f"\n  {number}  " in out


@pytest.mark.parametrize("wish", ["date", "1", "level:1"])
def test_an_option_is_applied_by_number_or_name_and_then_it_fits(tight: Cli, wish: str) -> None:
    options = tight("plan", "West", "--json").json["options"]
    (chosen,) = [option for option in options if wish in (str(option["number"]), option["name"])]
    result = tight("plan", "West", "--apply", wish)
    assert result.code == 0
    assert "Applied: " in result.err
    assert "This fits:" in result.out
    found = tight("plan", "West", "--json").json
    assert found["options"] == []
    assert found["ambition"]["target_date"] == chosen["target_date"]
    assert found["ambition"]["levels"] == chosen["levels"]


def test_an_unknown_option_is_told_with_those_there_are(tight: Cli, team: Cli) -> None:
    result = tight("plan", "West", "--apply", "luck")
    assert (result.code, result.out) == (4, "")
    assert "There is no option “luck”. The options are: 1 date" in result.err


def test_where_it_fits_there_is_nothing_to_apply(team: Cli) -> None:
    result = team("plan", "West", "--apply", "date")
    assert result.code == 4
    assert "There is nothing to apply: the plan fits." in result.err


def test_explain_tells_why_and_what_there_is_to_do(team: Cli) -> None:
    out = team("plan", "West", "--explain", "culture", "3").out
    assert out.startswith("Culture 3\n  To be at Culture 3 by ")
    assert "What there is to do:" in out
    whole = team("plan", "West", "--explain").out
    assert "Culture 3\n" in whole
    assert "Customer experience 3\n" in whole
    (step,) = team("plan", "West", "--explain", "culture-3", "--json").json["steps"]
    assert step["sentences"][0].startswith("To be at Culture 3 by ")
    assert team("plan", "West", "--explain", "ux-3").code == 3


@pytest.mark.parametrize(
    "options",
    [["culture-3"], ["--explain", "--fix"], ["--explain", "--apply", "1"], ["--apply", "1", "--improve"],
     ["--note", "x"]],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(team: Cli, options: list[str]) -> None:
    assert team("plan", "West", *options).code == 2


class TestFixing:
    def test_the_plan_is_kept_to_and_later_ones_are_held_against_it(self, team: Cli) -> None:
        result = team("plan", "West", "--fix", "--note", "Agreed")
        assert result.code == 0
        assert "The plan is fixed, as number 1." in result.err
        fixed = team("plan", "West", "--json").json
        assert [(each["id"], each["note"]) for each in fixed["baselines"]] == [("1", "Agreed")]
        assert f"{len(fixed['steps'])} steps are on plan." in team("plan", "West").out
        team.today += timedelta(weeks=6)
        late = team("plan", "West", "--json").json
        assert {slip["kind"] for slip in late["slips"]} == {"free-time"}
        assert {slip["weeks"] for slip in late["slips"]} == {6}
        out = team("plan", "West").out
        assert "Against the plan that was fixed on 21 November 2026:" in out
        assert "Culture 3: 6 weeks later, in the free time before the buffer." in out
        assert "0% of the path is done, and 0% of the buffer is used." in " ".join(out.split())
        team.today += timedelta(weeks=late["verdict"]["buffer_left"])
        out = " ".join(team("plan", "West").out.split())
        assert f"{6 + late['verdict']['buffer_left']} weeks later, which eats the buffer." in out
        assert "100% of the buffer is used. The buffer goes faster than the work" in out

    def test_the_very_same_plan_is_not_fixed_twice(self, team: Cli) -> None:
        team("plan", "West", "--fix")
        result = team("plan", "West", "--fix")
        assert result.code == 4
        assert "fixed already" in result.err

    def test_two_steps_done_and_the_plan_holds(self, team: Cli) -> None:
        team("plan", "West", "--fix")
        before = {step["id"]: step for step in team("plan", "West", "--json").json["steps"]}
        team.today = date.fromisoformat(before["culture>3"]["end"])
        assert team("step", "done", "West", "culture-3").code == 0
        after = {step["id"]: step for step in team("plan", "West", "--json").json["steps"]}
        assert (after["culture>3"]["state"], after["culture>3"]["end"]) == ("done", before["culture>3"]["end"])
        assert after["cx>3"]["end"] <= after["cx>3"]["latest_end"]

    def test_applying_and_fixing_go_in_one(self, tight: Cli) -> None:
        found = tight("plan", "West", "--apply", "date", "--fix", "--json").json
        assert (found["verdict"]["fit"], len(found["baselines"])) == ("fits", 1)

    def test_a_shorter_plan_is_offered_and_adopted_only_when_asked(self, tight: Cli) -> None:
        # Fixed with one step at once and carried on with more: the old order leaves room.
        tight("ambition", "edit", "West", "--at-once", "1")
        tight("plan", "West", "--fix")
        tight("ambition", "edit", "West", "--at-once", "3")
        before = tight("plan", "West", "--json").json["end"]
        offered = tight("plan", "West", "--improve", "--json").json
        assert tight("plan", "West", "--json").json["end"] == before
        if offered["found"]:
            assert offered["difference"]["weeks"] < 0
            assert tight("plan", "West", "--improve", "--fix").code == 0
            assert tight("plan", "West", "--json").json["end"] == offered["end"] < before
        else:
            result = tight("plan", "West", "--improve", "--fix")
            assert result.code == 4
            assert "No shorter plan was found." in result.err

    def test_a_shorter_plan_that_is_not_there_is_not_adopted(self, team: Cli) -> None:
        assert "No shorter plan was found." in team("plan", "West", "--improve").out
        result = team("plan", "West", "--improve", "--fix")
        assert result.code == 4
        assert team("plan", "West", "--json").json["baselines"] == []


class TestANewRound:
    def test_a_level_that_it_finds_drops_the_step(self, team: Cli) -> None:
        team("plan", "West", "--fix")
        team.today += timedelta(weeks=8)
        team.answer("West", "2 2 2 3 2 2 2 2 2 2 2 2", "--new-round")
        out = team("plan", "West").out
        assert "The round of 16 January 2027:" in out
        assert "Culture went from level 2 to 3. No longer to be done: Culture 3." in out
        assert "culture>3" not in {step["id"] for step in team("plan", "West", "--json").json["steps"]}

    def test_of_another_major_version_no_level_went_up_or_down(self, team: Cli) -> None:
        team("plan", "West", "--fix")
        team("step", "done", "West", "cx-3")
        team.today += timedelta(weeks=8)
        text = (library.shipped_folder() / "quick-scan.yaml").read_text("utf-8")
        other = team.folder / "quick-scan.yaml"
        other.write_text(text.replace("version: 1.0.0", "version: 2.0.0", 1), "utf-8")
        answers = "2 2 2 3 2 2 2 2 2 2 2 2"
        assert team.answer("West", answers, "--new-round", "--questionnaire", str(other)).code == 0
        out = " ".join(team("plan", "West").out.split())
        assert "Culture has level 3 now. It can't be compared with level 2 of before" in out
        assert "No longer to be done: Culture 3." in out
        assert "To be done again: Customer experience 3." in out
        assert "went from" not in out
        assert "fell back" not in out
        told = team("plan", "West", "--json").json
        assert {change["kind"] for change in told["changes"]} == {"not-comparable"}
        team("plan", "West", "--fix")
        assert "asks something else" not in team("plan", "West").out, "the new plan started from the new version"

    def test_a_level_that_fell_opens_its_step_again(self, team: Cli) -> None:
        team("plan", "West", "--fix")
        team("step", "done", "West", "culture-3")
        team.today += timedelta(weeks=8)
        team.answer("West", "2 " * 12, "--new-round")
        found = team("plan", "West", "--json").json
        assert [(change["area"], change["kind"]) for change in found["changes"]] == [("culture", "fell-back")]
        assert {step["id"]: step["state"] for step in found["steps"]}["culture>3"] == "waiting"
        assert team("step", "start", "West", "culture-3").code == 0

    def test_another_questionnaire_in_between_changes_nothing(self, team: Cli) -> None:
        before = team("plan", "West", "--json").json["steps"]
        team("assess", "West", "--plain", "--questionnaire", "service-excellence", input="4\n")
        assert team("plan", "West", "--json").json["steps"] == before


def test_when_the_target_date_has_passed_it_says_so_and_can_be_moved(team: Cli) -> None:
    team.today += timedelta(weeks=60)
    result = team("plan", "West")
    assert result.code == 0
    assert "There is no whole week left before the target date." in result.out
    assert team("ambition", "edit", "West", "--owner", "Anouk").code == 0
    assert team("plan", "West", "--apply", "date").code == 0


def test_when_all_targets_are_reached_nothing_is_left_to_do(team: Cli) -> None:
    team("ambition", "edit", "West", "--level", "all=hold")
    result = team("plan", "West")
    assert result.code == 0
    assert "There is nothing left to do." in result.out
    assert team("plan", "West", "--fix").code == 4
    assert "There is nothing left to do." in team("step", "list", "West").err


@pytest.mark.parametrize(
    ("columns", "spoken"), corners((40, 60, 80, 120), ("nl", "en"), quick=[(40, "nl"), (80, "en"), (120, "nl")])
)
def test_no_line_is_wider_than_the_terminal(
    cli: Cli, columns: int, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = cli.prepared(_begun_in_vain)
    monkeypatch.setenv("COLUMNS", str(columns))
    late.today += timedelta(weeks=9)
    for command in (["plan", "West"], ["plan", "West", "--explain"]):
        text = late(*command, "--lang", spoken).out
        assert max(map(width, text.splitlines())) <= columns


def test_what_was_typed_is_never_obeyed(team: Cli) -> None:
    hostile = "\x1b]0;owned\x07 [@click=app.quit]x[/]"
    team("ambition", "edit", "West", "--statement", hostile, "--owner", "\u202eeve [red]")
    team("step", "drop", "West", "cx-3", "--reason", hostile)
    text = team("plan", "West").out
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[@click=app.quit]x[/]" in text
