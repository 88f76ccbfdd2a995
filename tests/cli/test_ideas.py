"""`sem idea`: handed in unseen, opened together, voted on in secret, and each idea picked or answered."""

from __future__ import annotations

import os
import pty
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sem.model.ambition import Ambition
from sem.model.idea import LONGEST_IDEA
from tests.cli.conftest import Cli, Result, add_west

SECRET = "A customer chairs every meeting"
ESCAPES = "\x1b]0;owned\x07[/] \u202e{x} %s"


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team without ideas."""
    return cli.prepared(add_west)


def handed_in(cli: Cli, *ideas: str) -> Cli:
    assert cli("idea", "add", "West", *(ideas or ("one", "two", "three", "four"))).code == 0
    return cli


def opened(cli: Cli, *ideas: str) -> Cli:
    handed_in(cli, *ideas)
    assert cli("idea", "open", "West", "--yes").code == 0
    return cli


def voting(cli: Cli, voters: int = 2, each: int = 2) -> Cli:
    opened(cli)
    begun = cli("idea", "vote", "West", "--start", "--voters", str(voters), "--each", str(each), "--yes")
    assert begun.code == 0, begun.err
    return cli


def choosing(cli: Cli) -> Cli:
    voting(cli, voters=1)
    assert cli("idea", "vote", "West", ids(cli)["two"], "--voter", "Anouk").code == 0
    return cli


def listed(cli: Cli) -> Any:
    return cli("idea", "list", "West", "--json").json


def ids(cli: Cli) -> dict[str, str]:
    """Return the short id of each idea by its text."""
    return {idea["text"]: idea["short"] for idea in listed(cli)["ideas"]}


def nothing_changed(cli: Cli, *arguments: str, input: str | None = None) -> Result:
    """Run a command that has to leave the ideas as they are, and return what it said."""
    before = cli.store.programme(cli.store.find_team("West").id)
    result = cli("idea", *arguments, input=input)
    assert result.code != 0
    assert result.out == ""
    assert cli.store.programme(cli.store.find_team("West").id) == before
    return result


class TestCollecting:
    def test_nobody_sees_an_idea_before_the_group_opens_them(self, west: Cli) -> None:
        handed_in(west, SECRET)
        runs = [west("idea", *words, *more) for words in (["list", "West"], ["status", "West"], ["prompt", "West"])
                for more in ([], ["--json"])]  # fmt: skip
        runs += [west("idea", "add", "West", "another", "--json"), west("team", "show", "West", "--json")]
        (idea, *_rest) = west.store.programme(west.store.find_team("West").id).ideas.ideas
        for run in runs:
            assert run.code == 0
            assert SECRET not in run.out + run.err
            assert idea.id[:4] not in run.out + run.err
        assert runs[0].out.startswith("1 idea so far.")
        assert "sem idea open West" in runs[0].err
        assert (runs[1].json["ideas"], runs[1].json["count"]) == (None, 1)

    def test_nothing_can_be_judged_yet_and_the_error_names_the_command_that_comes_first(self, west: Cli) -> None:
        handed_in(west, SECRET)
        for words in (["cluster", "West", "phone", "a"], ["vote", "West", "a", "--voter", "Anouk"],
                      ["pick", "West", "a", "--as", "experiment"], ["answer", "West", "a", "--text", "no"],
                      ["vote", "West", "--start", "--voters", "2", "--yes"]):  # fmt: skip
            refused = nothing_changed(west, *words)
            assert refused.code == 4
            assert "sem idea open West" in refused.err
            assert SECRET not in refused.err

    def test_the_lines_of_the_input_are_ideas(self, west: Cli) -> None:
        west("idea", "add", "West", input="one\n\n  two  \r\nthree")
        west("idea", "open", "West", "--yes")
        assert set(ids(west)) == {"one", "two", "three"}

    def test_an_empty_input_hands_in_nothing(self, west: Cli) -> None:
        assert west("idea", "add", "West", input="\n \n").code == 0
        assert listed(west)["count"] == 0

    def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(self, west: Cli) -> None:
        refused = nothing_changed(west, "add", "West", "fine", " ", "x" * (LONGEST_IDEA + 1))
        assert refused.code == 4
        assert "\nidea 2: " in refused.err
        assert "\nidea 3: " in refused.err

    def test_what_a_terminal_would_obey_is_taken_out(self, west: Cli) -> None:
        opened(west, ESCAPES)
        assert listed(west)["ideas"][0]["text"] == "]0;owned[/] {x} %s"
        assert "\x1b" not in west("idea", "list", "West").out

    def test_bytes_that_are_no_text_do_not_end_the_run(self, west: Cli) -> None:
        assert west("idea", "add", "West", input=b"caf\xe9\n").code == 0
        assert listed(west)["count"] == 1

    def test_each_idea_brings_another_prompt_which_is_the_same_for_all(self, west: Cli) -> None:
        first = west("idea", "prompt", "West", "--json").json["prompts"]
        assert west("idea", "prompt", "West", "--json").json["prompts"] == first
        handed_in(west, "one")
        assert west("idea", "prompt", "West", "--json").json["prompts"] != first
        everything = west("idea", "prompt", "West", "--all", "--json").json["prompts"]
        assert len(everything) == 12
        assert west("idea", "prompt", "West", "--number", "1", "--json").json["prompts"] == everything[:1] == first
        west.spoken = "nl"
        assert not set(west("idea", "prompt", "West", "--all", "--json").json["prompts"]) & set(everything)

    def test_the_question_may_be_the_teams_own(self, west: Cli) -> None:
        west("idea", "prompt", "West", "--question", "What about invoices?")
        assert "What about invoices?" in west("idea", "status", "West").out
        assert listed(west)["question"] == "What about invoices?"


class TestOpening:
    def test_it_asks_first_and_a_no_changes_nothing(self, west: Cli) -> None:
        handed_in(west)
        refused = nothing_changed(west, "open", "West", input="n\n")
        assert refused.code == 130
        assert "can't be undone" in refused.err
        assert nothing_changed(west, "open", "West", input="").code == 2

    @pytest.mark.parametrize("said", ["y\n", "ja\n"])
    def test_a_yes_opens_them(self, west: Cli, said: str) -> None:
        handed_in(west, SECRET)
        assert west("idea", "open", "West", input=said).code == 0
        assert SECRET in west("idea", "list", "West").out

    def test_what_can_not_be_opened_is_told_before_anything_is_asked(self, west: Cli) -> None:
        assert "no ideas to open" in nothing_changed(west, "open", "West", input="y\n").err
        opened(west)
        assert "open already" in nothing_changed(west, "open", "West", "--yes").err

    def test_ideas_are_built_upon_and_clustered(self, west: Cli) -> None:
        opened(west)
        handed_in(west, "five")
        short = ids(west)
        assert west("idea", "cluster", "West", "Ring back", short["five"], short["two"].upper()).code == 0
        lines = west("idea", "list", "West").out.splitlines()
        assert lines.index("Ring back") < lines.index("Not in a cluster")
        west("idea", "cluster", "West", "", short["two"])
        assert [idea["text"] for idea in listed(west)["ideas"] if idea["cluster"]] == ["five"]

    def test_a_wrong_id_is_named_with_where_to_find_the_right_one(self, west: Cli) -> None:
        opened(west)
        refused = nothing_changed(west, "cluster", "West", "Phone", "zz")
        assert refused.code == 3
        assert "“zz”" in refused.err
        assert "list of ideas" in refused.err


class TestVoting:
    def test_no_vote_and_no_total_is_seen_before_all_have_voted(self, west: Cli) -> None:
        voting(west)
        chosen = ids(west)["two"]
        runs = [west("idea", "vote", "West", chosen, "--voter", "Anouk", "--json"),
                west("idea", "list", "West", "--json"), west("idea", "status", "West", "--json")]  # fmt: skip
        for run in runs:
            assert "Anouk" not in run.out
            assert run.json["voted"] == 1
        assert {idea["votes"] for idea in runs[1].json["ideas"]} == {None}
        assert "Votes" not in west("idea", "list", "West").out
        assert "1 of 2 have voted" in west("idea", "status", "West").out

    def test_in_dutch_one_voter_and_more_are_told_in_right_words(self, west: Cli) -> None:
        voting(west)
        west.spoken = "nl"
        for count, idea in enumerate((None, ids(west)["two"])):
            if idea:
                west("idea", "vote", "West", idea, "--voter", "Anouk")
            assert f"gestemd door {count} van de 2" in west("idea", "status", "West").out

    def test_the_last_vote_ends_the_voting_and_the_totals_order_the_list(self, west: Cli) -> None:
        voting(west)
        short = ids(west)
        west("idea", "vote", "West", short["two"], short["three"], "--voter", "Anouk")
        assert west("idea", "vote", "West", short["two"], "--voter", "Bram").code == 0
        ideas = listed(west)["ideas"]
        assert [(idea["text"], idea["votes"]) for idea in ideas[:2]] == [("two", 2), ("three", 1)]
        assert "Votes" in west("idea", "list", "West").out

    def test_a_voter_may_vote_again_before_that(self, west: Cli) -> None:
        voting(west)
        short = ids(west)
        west("idea", "vote", "West", short["one"], "--voter", "Anouk")
        assert west("idea", "vote", "West", short["two"], "--voter", "ANOUK", "--json").json["voted"] == 1

    def test_the_voter_is_the_one_in_the_settings_and_never_just_the_user(self, west: Cli) -> None:
        voting(west)
        refused = nothing_changed(west, "vote", "West", ids(west)["one"])
        assert refused.code == 2
        assert "--voter" in refused.err
        (west.folder / "settings.toml").write_text('respondent = "Anouk"\n')
        assert west("idea", "vote", "West", ids(west)["one"]).code == 0

    def test_without_a_number_everyone_has_three_votes_or_as_many_as_there_are_ideas(self, west: Cli) -> None:
        opened(west, "one", "two")
        begun = west("idea", "vote", "West", "--start", "--voters", "4", "--yes", "--json")
        assert (begun.json["votes_each"], begun.json["voters"]) == (2, 4)

    def test_starting_asks_and_numbers_that_do_not_hold_are_told_before_that(self, west: Cli) -> None:
        opened(west)
        assert nothing_changed(west, "vote", "West", "--start", "--voters", "2", input="no\n").code == 130
        refused = nothing_changed(west, "vote", "West", "--start", "--voters", "0", "--each", "9")
        assert "--voters" in refused.err
        assert "--each" in refused.err

    def test_voting_is_closed_early_with_a_reason_that_stays(self, west: Cli) -> None:
        voting(west, voters=3)
        west("idea", "vote", "West", ids(west)["one"], "--voter", "Anouk")
        assert "--reason" in nothing_changed(west, "vote", "West", "--close", "--yes").err
        assert nothing_changed(west, "vote", "West", "--close", "--reason", "ill", input="n\n").code == 130
        assert west("idea", "vote", "West", "--close", "--reason", "Bram is ill", "--yes").code == 0
        assert "Bram is ill" in west("idea", "list", "West").out
        assert listed(west)["closed_because"] == "Bram is ill"

    def test_one_more_voter_is_waited_for(self, west: Cli) -> None:
        voting(west, voters=2)
        assert west("idea", "vote", "West", "--voters", "3", "--json").json["voters"] == 3

    @pytest.mark.parametrize(
        "words",
        [[], ["a", "--close"], ["a", "--start"], ["--start", "--close"], ["--start"], ["a", "--voters", "3"],
         ["a", "--each", "3"], ["a", "--reason", "x"], ["--close", "--voter", "x"], ["--close", "--voters", "3"]],
    )  # fmt: skip
    def test_what_makes_no_sense_together_is_refused(self, west: Cli, words: list[str]) -> None:
        voting(west)
        assert nothing_changed(west, "vote", "West", *words).code == 2


class TestChoosing:
    def test_a_picked_idea_becomes_an_experiment(self, west: Cli) -> None:
        choosing(west)
        picked = west(
            "idea", "pick", "West", ids(west)["two"], "--as", "experiment", "--hypothesis", "it works", "--who", "ten",
            "--start", "2027-01-11", "--end", "5-2-2027", "--measure", "calls", "--at-most", "12,5",
            "--otherwise", "stop", "--step", "culture-3", "--json",
        )  # fmt: skip
        assert picked.code == 0, picked.err
        assert (picked.json["id"], picked.json["title"], picked.json["step"]) == ("e1", "two", "culture>3")
        assert picked.json["criteria"][0]["threshold"] == 12.5
        first = listed(west)["ideas"][0]
        assert (first["fate"], first["became"]) == ("experiment", "e1")
        assert "already" in nothing_changed(west, "answer", "West", first["short"], "--text", "no").err

    def test_a_picked_idea_becomes_a_practice_of_the_plan(self, west: Cli) -> None:
        choosing(west)
        words = ["pick", "West", ids(west)["two"], "--as", "practice", "--area", "Culture", "--level", "3",
                 "--weeks", "2/3,5/5", "--days", "4"]  # fmt: skip
        assert "no ambition" in nothing_changed(west, *words).err
        ambition = Ambition(date(2027, 12, 31), {"culture": 4})
        team = west.store.find_team("West")
        west.store.change_programme(team.id, lambda programme: replace(programme, ambition=ambition))
        picked = west("idea", *words, "--delighter", "--json")
        assert picked.code == 0, picked.err
        assert (picked.json["id"], picked.json["area"], picked.json["kind"]) == ("own1", "culture", "delighter")
        assert picked.json["weeks"] == {"low": 2, "likely": 3.5, "high": 5}
        assert picked.json["person_days"] == {"low": 4, "likely": 4, "high": 4}

    def test_all_that_is_missing_is_told_by_the_names_of_the_options(self, west: Cli) -> None:
        choosing(west)
        refused = nothing_changed(west, "pick", "West", ids(west)["two"], "--as", "experiment", "--start", "soon")
        for name in ("--hypothesis", "--who", "--start", "--end", "--measure", "--at-most", "--otherwise"):
            assert refused.err.count(f"{name}:") == (name != "--at-most")
            assert name in refused.err

    def test_options_of_the_other_kind_are_refused(self, west: Cli) -> None:
        choosing(west)
        idea = ids(west)["two"]
        assert "--area" in nothing_changed(west, "pick", "West", idea, "--as", "experiment", "--area", "culture").err
        assert "--who" in nothing_changed(west, "pick", "West", idea, "--as", "practice", "--who", "me").err

    def test_the_others_get_an_answer_and_then_all_is_done(self, west: Cli) -> None:
        choosing(west)
        short = ids(west)
        assert "--text" in nothing_changed(west, "answer", "West", short["one"]).err
        assert west("idea", "answer", "West", short["one"], "--text", "We do it already.").code == 0
        done = west("idea", "answer", "West", "--waiting", "--text", "Not this year.", "--json")
        assert (done.json["waiting"], done.json["finished"]) == (0, True)
        answers = {idea["text"]: idea["answer"] for idea in listed(west)["ideas"]}
        assert answers == {"one": "We do it already.", **dict.fromkeys(("two", "three", "four"), "Not this year.")}
        assert "Answer: Not this year." in west("idea", "list", "West").out
        late = nothing_changed(west, "add", "West", "five").err
        assert "Each idea is picked or answered" in late
        assert "that wait" not in late, "none waits"


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_everything_fits_80_columns_in_both_languages(west: Cli, monkeypatch: pytest.MonkeyPatch, spoken: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    west.spoken = spoken
    seen = [west("idea", "prompt", "West", "--all").out]
    for step in (handed_in, opened, voting, choosing):
        name = f"team {step.__name__}"
        west("team", "add", name)
        west("team", "rename", "West", f"away {name}")
        west("team", "rename", name, "West")
        step(west)
        west("idea", "add", "West", "word " * 60) if step in (handed_in, opened) else None
        seen += [west("idea", "list", "West").out, west("idea", "status", "West").out]
    assert max(len(line) for text in seen for line in text.splitlines()) <= 80


def test_a_team_that_is_not_there_is_not_found(cli: Cli) -> None:
    for words in (["add", "x", "y"], ["list", "x"], ["status", "x"], ["prompt", "x"], ["open", "x"]):
        assert cli("idea", *words).code == 3


def test_whoever_types_ideas_gets_another_prompt_for_each_and_ends_with_an_empty_line(west: Cli) -> None:
    ours, theirs = pty.openpty()
    run = west.process("idea", "add", "West", stdin=theirs, stdout=theirs)
    os.close(theirs)
    os.write(ours, b"one\ntwo\n\n")
    _out, err = run.communicate(timeout=30)
    os.close(ours)
    assert run.returncode == 0, err
    everything = west("idea", "prompt", "West", "--all", "--json").json["prompts"]
    assert [text for text in everything if text in err] == everything[:3]
    assert listed(west)["count"] == 2
