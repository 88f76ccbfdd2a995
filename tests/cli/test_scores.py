"""`sem scores`: the numbers of the last round, for people and for programs."""

from __future__ import annotations

import re

import pytest

from sem.content.library import load_questionnaire
from sem.reports.lines import width
from tests.cli.conftest import Cli, corners

QUICK_SCAN = load_questionnaire("quick-scan")


def name_of(area: int) -> str:
    """Return an area's English name, for a pattern."""
    return re.escape(QUICK_SCAN.areas[area].short.en)


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A team in which two people have answered: 3 and 5 to the first question, 4 and not applicable to the second."""
    return cli.prepared(_west)


def _west(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("assess", "West", "--plain", "--respondent", "Anouk", input="3\n4\n?\n")
    cli("assess", "West", "--plain", "--respondent", "Bram", input="5\nna 1\n2\n")


def test_json_has_the_fields_that_scripts_rely_on(west: Cli) -> None:
    found = west("scores", "West", "--json").json
    assert set(found) >= {"team", "round", "questionnaire", "areas", "overall"}
    assert (found["team"]["name"], found["round"]["opened"]) == ("West", "2026-11-21")
    assert found["round"]["respondents"] == 2
    assert found["questionnaire"]["id"] == "quick-scan"
    assert [area["id"] for area in found["areas"]] == [area.id for area in QUICK_SCAN.areas]
    for area in found["areas"]:
        assert set(area) >= {
            "id", "kind", "mean", "gap_free_level", "blocking_question", "coverage", "n", "agreement",
        }  # fmt: skip


def test_json_has_the_numbers_of_the_hand_table(west: Cli) -> None:
    first, second, third, fourth = west("scores", "West", "--json").json["areas"][:4]
    assert (first["mean"], first["gap_free_level"], first["coverage"], first["n"]) == (4.0, 3, 1.0, 2)
    assert (first["low"], first["high"]) == (3.0, 5.0)
    assert first["blocking_question"] == QUICK_SCAN.questions[0].id
    assert first["agreement"] == {"r_wg": 0.0, "a_wg": pytest.approx(1 / 3), "a_wg_valid": False}
    assert (second["mean"], second["coverage"], second["n"], second["agreement"]) == (4.0, 1.0, 1, None)
    assert (third["mean"], third["coverage"], third["n"]) == (2.0, 0.5, 1)
    assert (first["spread"], third["spread"]) == (pytest.approx(2**0.5), None)
    assert (fourth["mean"], fourth["gap_free_level"], fourth["coverage"], fourth["n"]) == (None, None, 0.0, 0)


def test_json_is_the_same_in_both_languages(west: Cli) -> None:
    assert west("scores", "West", "--json", "--lang", "nl").json == west("scores", "West", "--json").json


def test_the_table_has_a_line_for_each_area_and_for_overall_and_says_what_the_numbers_mean(
    west: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    text = west("scores", "West").out
    title = f"{QUICK_SCAN.title.en} {QUICK_SCAN.version}"
    assert f"West · round of 21 November 2026 (open) · {title} · 2 respondents · coverage 17%" in text
    for area in QUICK_SCAN.areas:
        assert re.search(rf"^{re.escape(area.short.en)}  ", text, re.MULTILINE)
    level, blocking = re.escape(QUICK_SCAN.level(3).name.en), re.escape(QUICK_SCAN.questions[0].label.en)
    assert re.search(
        rf"^{name_of(0)} +4\.0 +1\.4 \(3\.0–5\.0\) +3 {level} +100% +2 +none +{blocking}$", text, re.MULTILINE
    )
    assert re.search(r"^Overall ", text, re.MULTILINE)
    assert "Coverage: how much of what applies got a level." in " ".join(text.split())


def test_dutch_has_a_decimal_comma_and_dutch_words(west: Cli) -> None:
    text = west("scores", "West", "--lang", "nl").out
    name, level = re.escape(QUICK_SCAN.areas[0].short.nl), re.escape(QUICK_SCAN.level(3).name.nl)
    assert re.search(rf"^{name} +4,0 +1,4 \(3,0–5,0\) +3 {level} +100% +2 +geen\b", text, re.MULTILINE)


def test_no_score_is_a_dash_and_never_a_zero(west: Cli) -> None:
    text = west("scores", "West").out
    assert re.search(rf"^{name_of(3)} +— +— +— +0% +0 +—", text, re.MULTILINE)
    assert " 0.0 " not in text


@pytest.mark.parametrize(
    ("columns", "spoken"),
    corners(
        (20, 40, 60, 80, 100, 200), ("nl", "en"), quick=[(20, "nl"), (40, "en"), (60, "nl"), (80, "en"), (200, "nl")]
    ),
)
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    west: Cli, columns: int, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = west("scores", "West", "--lang", spoken).out
    longest_word = max(width(word) for word in text.split()) + 2
    assert max(map(width, text.splitlines())) <= max(columns, longest_word)
    joined = " ".join(text.split())
    for area in QUICK_SCAN.areas:
        assert area.short.get("nl" if spoken == "nl" else "en") in joined


def test_n_is_who_chose_a_level_and_others_in_the_round_are_told_apart(west: Cli) -> None:
    west("assess", "West", "--plain", "--respondent", "Chris", input="?\n")
    assert " · 3 respondents, 2 with a level · " in " ".join(west("scores", "West").out.split())
    found = west("scores", "West", "--json").json
    assert (found["round"]["respondents"], found["overall"]["n"]) == (3, 2)
    assert "  3, 2 with a level" in west("team", "list").out
    assert "3 respondents, 2 with a level" in west("team", "show", "West").out


def blocking(text: str, name: str) -> str:
    """Return the last cell of a row."""
    (line,) = re.findall(rf"^{name}  .*$", text, re.MULTILINE)
    return re.split(" {2,}", line)[-1]


def test_an_area_without_a_level_names_no_question_that_blocks(west: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = west("scores", "West").out
    assert blocking(text, name_of(0)) == QUICK_SCAN.questions[0].label.en
    assert blocking(text, name_of(3)) == "no level yet"
    assert blocking(text, "Overall") == f"{len(QUICK_SCAN.areas) - 3} areas without a level"


def test_below_a_narrow_table_only_what_blocks_is_named(west: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    below = west("scores", "West").out.split("Blocks the next level:\n")[1].split("\n\n")[0].splitlines()
    names = [line.strip().partition(":")[0] for line in below]
    assert names == [*(QUICK_SCAN.areas[i].short.en for i in range(3)), "Overall"]


def test_overall_names_the_one_area_that_lacks_a_level_and_then_the_question_that_blocks(
    west: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    west("assess", "West", "--plain", "--respondent", "Anouk", input="go 4\n" + "4\n" * 8 + "?\n")
    text = west("scores", "West").out
    assert blocking(text, "Overall") == f"no level yet for {QUICK_SCAN.areas[-1].short.en}"
    west("assess", "West", "--plain", "--respondent", "Anouk", input="go 12\n4\n")
    lowest = QUICK_SCAN.questions[2].label.en
    assert blocking(west("scores", "West").out, "Overall") == lowest


def test_a_question_without_a_level_is_named_where_its_area_has_others(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    area = load_questionnaire("service-excellence").areas[0]
    cli("team", "add", "West")
    cli("assess", "West", "--plain", "--questionnaire", "service-excellence", input="4\n")
    text = cli("scores", "West").out
    assert blocking(text, re.escape(area.short.en)) == f"no level yet for {area.questions[1].label.en}"


def test_without_any_level_nothing_is_said_to_block(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    cli("team", "add", "West")
    cli("assess", "West", "--plain", input="?\n")
    text = cli("scores", "West").out
    assert "1 respondent, none with a level" in text
    assert blocking(text, "Overall") == "no level yet"


def test_a_team_without_a_round_is_told_how_to_start_one(cli: Cli) -> None:
    cli("team", "add", "West")
    for arguments in (["West"], ["West", "--json"]):
        result = cli("scores", *arguments)
        assert (result.code, result.out) == (3, "")
        assert "sem assess West" in result.err


def test_a_round_in_which_nobody_chose_a_level_has_scores_without_numbers(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("assess", "West", "--plain", input="# a note, and no level\n?\n")
    assert cli("scores", "West").code == 0
    found = cli("scores", "West", "--json").json["overall"]
    assert (found["mean"], found["gap_free_level"], found["n"]) == (None, None, 0)
