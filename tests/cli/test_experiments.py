"""`sem experiment`: the criterion comes before the start, red pulls the plug, and nothing is ever taken away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.conftest import TODAY, Cli, Result, add_west

DESCRIBED = {
    "--title": "Ring back", "--hypothesis": "Fewer second calls", "--who": "customers in Utrecht",
    "--start": "2027-01-11", "--end": "2027-02-05", "--measure": "second calls per 100", "--at-most": "12",
    "--by": "2027-02-12", "--otherwise": "we stop",
}  # fmt: skip


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team without experiments."""
    return cli.prepared(add_west)


def add(cli: Cli, **changes: str | None) -> Result:
    options = {**DESCRIBED, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    words = [word for name, value in options.items() if value is not None for word in (name, value)]
    return cli("experiment", "add", "West", *words, "--json")


@pytest.fixture
def running(west: Cli) -> Cli:
    """A team with one experiment, on its last day."""
    assert add(west, step="culture-3").code == 0
    west.today = date(2027, 2, 5)
    return west


def shown(cli: Cli) -> dict[str, object]:
    found: dict[str, object] = cli("experiment", "show", "West", "e1", "--json").json
    return found


class TestAdding:
    def test_what_was_described_is_kept_and_the_criterion_is_fixed_today(self, west: Cli) -> None:
        added = add(west, how_many="40", where="by phone", step="Culture 3").json
        assert (added["format"], added["id"], added["state"], added["step"]) == (1, "e1", "planned", "culture>3")
        assert added["subset"] == {"who": "customers in Utrecht", "where": "by phone", "how_many": 40}
        assert added["criteria"] == [{
            "version": 1, "measure": "second calls per 100", "comparator": "at-most", "threshold": 12,
            "by": "2027-02-12", "otherwise": "we stop", "fixed_on": TODAY.isoformat(), "reason": "",
        }]  # fmt: skip
        listed = west("experiment", "list", "West", "--json").json
        assert [one["id"] for one in listed["experiments"]] == ["e1"]
        assert {"format": 1, **listed["experiments"][0]} == shown(west)

    def test_all_that_is_missing_is_told_by_the_names_of_the_options(self, west: Cli) -> None:
        refused = west("experiment", "add", "West")
        assert (refused.code, refused.out) == (4, "")
        for name in ("--title", "--hypothesis", "--who", "--start", "--end", "--measure", "--less-than", "--otherwise"):
            assert f"{name}:" in refused.err

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"start": TODAY.isoformat()}, "--start: The criterion is fixed today"),
            ({"start": "2027-02-30"}, "--start: “2027-02-30” is no day"),
            ({"start": "11/01/2027"}, "--start: “11/01/2027” is no day"),
            ({"end": "2027-01-10"}, "--end: It ends before it starts"),
            ({"by": "2027-01-10"}, "--by: The last day to measure"),
            ({"by": "later"}, "--by: “later” is no day"),
            ({"at_most": "12%"}, "“12%” is no number"),
            ({"at_most": "nan"}, "That is no number to measure"),
            ({"at_most": "1_0"}, "“1_0” is no number"),
            ({"at_least": "3"}, "Only one of these can count"),
            ({"how_many": "a few"}, "--how-many: “a few” is no whole number"),
            ({"how_many": "0"}, "--how-many: It is done with"),
            ({"step": "kitchen-3"}, "--step: There is no area “kitchen”"),
            ({"step": "culture-9"}, "--step: Level 9"),
            ({"from": "nonsense"}, "--from: There is no practice “nonsense”"),
            ({"from": "log-teh-why"}, "Did you mean log-the-why"),
        ],
    )
    def test_what_does_not_hold_is_told_and_nothing_is_kept(
        self, west: Cli, changes: dict[str, str], words: str
    ) -> None:
        refused = add(west, **changes)
        assert (refused.code, refused.out) == (4, "")
        assert words in refused.err
        assert west("experiment", "list", "West", "--json").json["experiments"] == []

    def test_a_practice_says_what_to_try_and_which_step_waits(self, west: Cli) -> None:
        words = {**dict.fromkeys(("title", "hypothesis", "otherwise")), "from": "log-the-why"}
        added = add(west, **words)
        assert added.code == 0, added.err
        assert added.json["step"] == "customer-understanding>3"
        assert "other" in added.json["criteria"][0]["otherwise"]
        assert added.json["criteria"][0]["otherwise"] in added.err
        west.spoken = "nl"
        dutch = add(west, **words).json
        assert dutch["hypothesis"] != added.json["hypothesis"]

    def test_an_option_goes_over_what_the_practice_says(self, west: Cli) -> None:
        assert add(west, **{"from": "log-the-why"}).json["title"] == "Ring back"

    def test_what_a_terminal_would_obey_is_taken_out(self, west: Cli) -> None:
        add(west, title="\x1b[31mred\u202e[/]")
        for words in (["list", "West"], ["show", "West", "e1"]):
            assert "[31mred[/]" in west("experiment", *words).out


class TestResults:
    def test_green_goes_on(self, running: Cli) -> None:
        result = running("experiment", "result", "West", "E1", "9,5", "--learned", "mornings work")
        assert (result.code, result.out) == (0, "")
        assert result.err.startswith("Green: 9.5")
        assert shown(running)["state"] == "green"

    def test_red_pulls_the_plug_and_says_what_was_agreed(self, running: Cli) -> None:
        result = running("experiment", "result", "West", "e1", "14", "--on", "2027-02-04")
        assert "Red: 14" in result.err
        assert "we stop" in result.err
        assert "sem plan West" in result.err
        kept = shown(running)
        assert (kept["state"], kept["outcome"], kept["stopped_on"]) == ("red", "red", "2027-02-05")

    def test_too_late_is_red_and_is_told_as_that(self, running: Cli) -> None:
        running.today = date(2027, 2, 20)
        assert "after the last day" in running("experiment", "result", "West", "e1", "1").err

    def test_a_value_below_zero_goes_after_two_hyphens(self, running: Cli) -> None:
        assert running("experiment", "result", "West", "e1", "--", "-3").code == 0
        assert running("experiment", "show", "West", "e1", "--json").json["results"][0]["value"] == -3

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["e1", "lots"], "VALUE: “lots” is no number"),
            (["e1", "inf"], "VALUE: That is no number"),
            (["e1", "3", "--on", "2027-02-06"], "--on: 6 February 2027 is still to come"),
            (["e1", "3", "--on", "2026-12-06"], "--on: 6 December 2026 lies before the start"),
            (["e1", "lots", "--on", "once"], "2 things"),
        ],
    )
    def test_what_can_not_have_been_measured_is_refused(self, running: Cli, words: list[str], said: str) -> None:
        refused = running("experiment", "result", "West", *words)
        assert (refused.code, refused.out) == (4, "")
        assert said in refused.err
        assert shown(running)["results"] == []

    def test_an_experiment_that_is_not_there_is_not_found(self, running: Cli) -> None:
        for words in (["show", "West", "e9"], ["result", "West", "e9", "3"], ["stop", "West", "e9", "--reason", "x"],
                      ["amend", "West", "e9", "--at-most", "3", "--reason", "x"]):  # fmt: skip
            refused = running("experiment", *words)
            assert refused.code == 3
            assert "e1" in refused.err


class TestAmending:
    def test_every_version_is_shown_for_ever_with_its_reason(self, running: Cli) -> None:
        running("experiment", "result", "West", "e1", "14")
        amended = running("experiment", "amend", "West", "e1", "--at-most", "15", "--reason", "the group is smaller")
        assert amended.code == 0, amended.err
        assert shown(running)["state"] == "running"
        text = running("experiment", "show", "West", "e1").out
        assert text.index("at most 15") < text.index("the group is smaller") < text.index("at most 12")
        assert "Red: 14" in text

    def test_without_a_reason_or_a_change_it_is_refused(self, running: Cli) -> None:
        assert "--reason" in running("experiment", "amend", "West", "e1", "--at-most", "15").err
        assert "Nothing is different" in running("experiment", "amend", "West", "e1", "--reason", "x").err
        refused = running("experiment", "amend", "West", "e1", "--reason", "x", "--by", "soon", "--otherwise", " ")
        assert "--by" in refused.err
        assert "--otherwise" in refused.err
        assert running("experiment", "show", "West", "e1", "--json").json["criteria"][1:] == []


class TestPullingThePlug:
    def test_it_asks_and_takes_a_reason(self, running: Cli) -> None:
        assert "--reason" in running("experiment", "stop", "West", "e1", "--yes").err
        refused = running("experiment", "stop", "West", "e1", "--reason", "no money", input="n\n")
        assert (refused.code, shown(running)["stopped_on"]) == (130, None)
        stopped = running("experiment", "stop", "West", "e1", "--reason", "no money", "--yes", "--json").json
        assert (stopped["state"], stopped["stopped_because"]) == ("stopped", "no money")
        again = running("experiment", "result", "West", "e1", "3")
        assert again.code == 4
        assert "no money" in again.err


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_everything_fits_80_columns_in_both_languages(cli: Cli, monkeypatch: pytest.MonkeyPatch, spoken: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    cli.spoken = spoken
    cli("team", "add", "West")
    long = "word " * 20
    add(cli, title=long, hypothesis=long, who=long, measure=long, otherwise=long, step="employee-engagement-3")
    seen = []
    for days in (0, 55, 80, 100):
        cli.today = TODAY + timedelta(days=days)
        seen += [cli("experiment", "list", "West").out, cli("experiment", "show", "West", "e1").out]
    cli("experiment", "amend", "West", "e1", "--by", cli.today.isoformat(), "--reason", long)
    cli("experiment", "result", "West", "e1", "99", "--learned", long)
    seen += [cli("experiment", "list", "West").out, cli("experiment", "show", "West", "e1").out]
    assert max(len(line) for text in seen for line in text.splitlines()) <= 80
    assert len({text.splitlines()[1] for text in seen}) > 4


def test_without_experiments_a_way_to_begin_is_told(west: Cli) -> None:
    listed = west("experiment", "list", "West")
    assert (listed.code, listed.out) == (0, "")
    assert "sem experiment add West --from" in listed.err


def test_ids_and_practices_complete(running: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(words: str, at: int) -> str:
        for name, value in {"_SEM_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}.items():
            monkeypatch.setenv(name, value)
        result = running()
        assert (result.code, result.err) == (0, "")
        return result.out

    assert completed("sem experiment show West e", 4) == "plain,e1\n"
    assert "plain,log-the-why" in completed("sem experiment add West --from log-", 5)
