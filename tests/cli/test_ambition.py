"""`sem ambition`: set, shown and edited, with options, by answers, and with everything that can be wrong."""

from __future__ import annotations

import pytest

from sem.content.library import load_questionnaire
from sem.reports.lines import width
from tests.cli.conftest import TODAY, Cli
from tests.cli.planning import STATEMENT, ambitious, day, west


@pytest.fixture
def team(cli: Cli) -> Cli:
    return west(cli)


def kept(cli: Cli) -> dict[str, object]:
    found = cli("ambition", "show", "West", "--json").json["ambition"]
    assert isinstance(found, dict)
    return found


class TestSetting:
    def test_options_set_it_and_the_verdict_and_the_next_command_are_told(self, team: Cli) -> None:
        result = ambitious(team, "--at-once", "3", "--person-days", "12,5", "--buffer", "25%", "--no-basics-first")
        assert (result.code, result.out) == (0, "")
        assert "The ambition of West is kept." in result.err
        assert "This fits:" in result.err
        assert "sem plan West" in result.err
        found = kept(team)
        assert found["statement"] == STATEMENT
        assert found["target_date"] == day(52)
        assert found["levels"] == {"culture": 3, "cx": 3}
        assert found["capacity"] == {"steps_at_once": 3, "person_days_a_month": 12.5}
        assert (found["buffer_percent"], found["basics_first"]) == (25, False)
        assert (found["state"], found["set_on"]) == ("set", TODAY.isoformat())

    def test_without_targets_each_area_goes_one_level_up_and_to_three_at_least(self, cli: Cli) -> None:
        west(cli, "1 2 3 4 5 ? 2 2 2 2 2 2")
        assert cli("ambition", "set", "West", "--date", day(52)).code == 0
        levels = kept(cli)["levels"]
        assert isinstance(levels, dict)
        areas = [area.id for area in load_questionnaire("quick-scan").areas]
        assert [levels[area] for area in areas] == [3, 3, 4, 5, 5, 3, 3, 3, 3, 3, 3, 3]

    def test_all_and_hold_and_names_in_both_languages_are_understood(self, team: Cli) -> None:
        team("ambition", "set", "West", "--date", "31-12-2027", "--level", "all=3", "--level", "Cultuur=4",
             "--level", "customer experience=hold")  # fmt: skip
        found = kept(team)
        assert found["target_date"] == "2027-12-31"
        levels = found["levels"]
        assert isinstance(levels, dict)
        assert levels.pop("culture") == 4
        assert "cx" not in levels
        assert set(levels.values()) == {3}
        assert len(levels) == 10

    def test_a_second_one_is_refused_unless_it_may_replace_the_first_which_keeps_who_is_there(self, team: Cli) -> None:
        ambitious(team, "--owner", "Anouk=2", "--at-once", "4", "--weight", "cx=2")
        again = team("ambition", "set", "West", "--date", day(80))
        assert again.code == 4
        assert "West has an ambition already." in again.err
        assert "sem ambition edit West" in again.err
        assert ambitious(team, "--replace", "--level", "ux=3", "--statement", "Nobody waits").code == 0
        found = kept(team)
        assert (found["statement"], found["levels"]) == ("Nobody waits", {"culture": 3, "cx": 3, "ux": 3})
        assert found["owners"] == [{"id": "anouk", "name": "Anouk", "steps_at_once": 2}]
        assert found["capacity"] == {"steps_at_once": 4, "person_days_a_month": None}
        assert found["weights"] == {}

    def test_without_a_date_the_command_line_is_not_right(self, team: Cli) -> None:
        result = team("ambition", "set", "West", "--level", "cx=3")
        assert (result.code, result.out) == (2, "")
        assert "--date" in result.err

    def test_json_prints_it(self, team: Cli) -> None:
        assert ambitious(team, "--json").json["ambition"] == kept(team)

    def test_a_team_without_answers_is_told_to_answer_first(self, cli: Cli) -> None:
        cli("team", "add", "West")
        result = cli("ambition", "set", "West", "--date", day(52))
        assert result.code == 3
        assert "sem assess West" in result.err


class TestAsking:
    def test_everything_is_asked_and_enter_takes_what_is_proposed(self, team: Cli) -> None:
        result = team("ambition", "set", "West", input=f"{STATEMENT}\n{day(52)}\n\n\n\n")
        assert result.code == 0
        assert "What would make every customer tell others about you?" in result.err
        found = kept(team)
        assert (found["statement"], found["target_date"]) == (STATEMENT, day(52))
        assert found["capacity"] == {"steps_at_once": 2, "person_days_a_month": None}
        levels = found["levels"]
        assert isinstance(levels, dict)
        assert set(levels.values()) == {3}

    def test_targets_are_changed_until_they_are_right(self, team: Cli) -> None:
        lines = [STATEMENT, day(52), "all=hold cx=4", "culture=3, ux=hold", "", "3", "20"]
        assert team("ambition", "set", "West", input="\n".join(lines) + "\n").code == 0
        found = kept(team)
        assert found["levels"] == {"culture": 3, "cx": 4}
        assert found["capacity"] == {"steps_at_once": 3, "person_days_a_month": 20.0}

    def test_what_is_not_understood_is_asked_again(self, team: Cli) -> None:
        lines = [
            STATEMENT, "soon", TODAY.isoformat(), day(52), "cultur=3 cx=9 ux=x", "",
            "0", "two", "1", "0.2", "lots", "9",
        ]  # fmt: skip
        result = team("ambition", "set", "West", input="\n".join(lines) + "\n")
        assert result.code == 0
        for part in (
            "“soon” is no day.", "is not to come.", "Did you mean culture?", "Level 9 does not exist.",
            "“x” is no whole number.", "With 0 steps at once nothing can be done.", "“two” is no whole number.",
            "too few person-days", "“lots” is no number.",
        ):  # fmt: skip
            assert part in result.err
        assert kept(team)["capacity"] == {"steps_at_once": 1, "person_days_a_month": 9.0}

    def test_an_end_of_the_input_before_the_last_question_changes_nothing(self, team: Cli) -> None:
        result = team("ambition", "set", "West", input=f"{STATEMENT}\n")
        assert result.code == 2
        assert "Nobody answers." in result.err
        assert team("ambition", "show", "West").code == 3

    def test_the_questions_are_dutch_in_dutch(self, team: Cli) -> None:
        team.spoken = "nl"
        result = team("ambition", "set", "West", input=f"x\n{day(52)}\nalle=houd cultuur=3\n\n\n\n")
        assert result.code == 0
        assert "Wat zou maken dat elke klant anderen over je vertelt?" in result.err
        assert kept(team)["levels"] == {"culture": 3}


class TestBadInput:
    def refused(self, cli: Cli, *options: str) -> str:
        result = cli("ambition", "set", "West", *options)
        assert (result.code, result.out) == (4, "")
        assert "Traceback" not in result.err
        assert cli("ambition", "show", "West").code == 3
        return result.err

    @pytest.mark.parametrize("weeks", [0, -3])
    def test_a_date_of_today_or_before(self, team: Cli, weeks: int) -> None:
        said = self.refused(team, "--date", day(weeks))
        assert "is not to come: today is 21 November 2026. Choose a day after today." in said

    @pytest.mark.parametrize("typed", ["2026-02-30", "30/6", "", "tomorrow", "2027-6-31", "1e3"])
    def test_a_date_that_is_none(self, team: Cli, typed: str) -> None:
        assert "--date" in self.refused(team, "--date", typed)

    def test_all_that_is_wrong_at_once_with_the_option_it_is_about(self, team: Cli) -> None:
        said = self.refused(
            team, "--date", day(0), "--level", "cultur=3", "--level", "cx", "--level", "ux=7", "--weight", "cx=x",
            "--at-once", "0", "--person-days", "nan", "--closed", "2027-99-01", "--closed", f"{day(9)}..{day(2)}",
            "--buffer", "200", "--owner", " ", "--needs", "cx-3", "culture", "--done", "magic",
        )  # fmt: skip
        for part in (
            "is not to come", "--level: There is no area “cultur”. Did you mean culture?", "--level: “cx” has no =",
            "Level 7 of “ux” does not exist.", "--weight: “x” is no number", "With 0 steps at once",
            "--closed: “2027-99-01” is no day", "is no range of weeks", "A buffer is 0 to 100 percent.",
            "--owner: The name of the owner is empty.", "--needs: “culture” names no level.",
            "--done: There is no practice “magic”.",
        ):  # fmt: skip
            assert part in said

    def test_a_circle_of_the_teams_own_order_is_named(self, team: Cli) -> None:
        said = self.refused(
            team,
            "--date",
            day(52),
            "--level",
            "cx=3",
            "--needs",
            "ux-4",
            "monitoring-4",
            "--needs",
            "monitoring-4",
            "ux-4",
        )
        assert "in a circle: " in said
        assert "Monitoring 4 → User experience 4" in said

    def test_an_order_that_asks_for_more_than_the_level_itself(self, team: Cli) -> None:
        assert "above its own level" in self.refused(team, "--date", day(52), "--needs", "ux-3", "cx-4")


class TestEditing:
    @pytest.fixture(autouse=True)
    def _ambitious(self, team: Cli) -> None:
        ambitious(team)

    def test_only_what_is_named_changes(self, team: Cli) -> None:
        before = kept(team)
        assert team("ambition", "edit", "West", "--level", "cx=4", "--owner", "Anouk=2").code == 0
        assert kept(team) == before | {
            "levels": {"culture": 3, "cx": 4},
            "owners": [{"id": "anouk", "name": "Anouk", "steps_at_once": 2}],
        }

    def test_what_was_added_can_be_taken_away(self, team: Cli) -> None:
        before = kept(team)
        adding = ["--closed", f"{day(3)}..{day(5)}", "--owner", "Bram", "--needs", "cx-3", "culture-3"]
        team("ambition", "edit", "West", *adding, "--because", "they ask", "--person-days", "10")
        changed = kept(team)
        closed, order = changed["closed_weeks"], changed["prerequisites"]
        assert isinstance(closed, list)
        assert isinstance(order, list)
        assert (len(closed), order[0]["reason"]) == (3, "they ask")
        taking = [option for week in closed for option in ("--open", week)]
        taking += ["--no-owner", "bram", "--no-needs", "cx>3", "culture:3", "--person-days", "none"]
        assert team("ambition", "edit", "West", *taking).code == 0
        assert kept(team) == before

    def test_the_steps_that_nobody_leads_any_more_are_told(self, team: Cli) -> None:
        team("ambition", "edit", "West", "--owner", "Bram", "--owner", "Anouk")
        team("step", "edit", "West", "culture-3", "cx-3", "--owner", "Bram")
        result = team("ambition", "edit", "West", "--no-owner", "bram", "--no-owner", "Anouk")
        assert "Bram led these steps, and nobody does so yet: Culture 3 and Customer experience 3." in result.err
        assert "Anouk led" not in result.err

    def test_the_state_has_its_day(self, team: Cli) -> None:
        assert team("ambition", "edit", "West", "--state", "reached").code == 0
        assert kept(team)["state"] == "reached"

    def test_nothing_to_change_is_a_wrong_command_line(self, team: Cli) -> None:
        assert team("ambition", "edit", "West").code == 2

    def test_an_unknown_owner_is_told_with_the_one_that_may_be_meant(self, team: Cli) -> None:
        team("ambition", "edit", "West", "--owner", "Anouk")
        result = team("ambition", "edit", "West", "--no-owner", "Annouk")
        assert result.code == 4
        assert "--no-owner: There is no owner “Annouk”. Did you mean Anouk?" in result.err

    def test_a_number_with_too_many_digits_is_told_to_have_too_many(self, team: Cli) -> None:
        result = team("ambition", "edit", "West", "--at-once", "1000000000")
        assert result.code == 4
        assert "--at-once: “1000000000” has too many digits." in result.err

    def test_a_target_below_today_is_held(self, team: Cli) -> None:
        assert team("ambition", "edit", "West", "--level", "cx=1").code == 0
        assert "Held at the level of today: " in team("ambition", "show", "West").out


def test_a_team_without_an_ambition_is_told_how_to_set_one(team: Cli) -> None:
    for command in (["ambition", "show"], ["ambition", "edit"], ["plan"], ["step", "list"]):
        result = team(*command, "West", *(["--buffer", "3"] if command[-1] == "edit" else []))
        assert (result.code, result.out) == (3, "")
        assert "West has no ambition yet. Set one: sem ambition set West" in result.err


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_what_is_shown_fits_the_terminal_and_nothing_that_was_typed_is_obeyed(
    team: Cli, columns: int, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ambitious(team, "--statement", "\x1b[31mred\x07 " + "word " * 60, "--owner", "[bold]Anouk[/]=3")
    text = team("ambition", "show", "West", "--lang", spoken).out
    assert max(map(width, text.splitlines())) <= columns
    assert "\x1b" not in text
    assert "[bold]Anouk[/]" in text
