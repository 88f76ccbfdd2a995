"""`sem compare TEAM --over-time`: what moved from round to round, with a verdict and within what may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, Consensus, RoundKind
from sem.model.questionnaire import Questionnaire, Version
from sem.reports.lines import width
from tests.cli.conftest import Cli
from tests.cli.test_documented import keys

QUICK_SCAN = load_questionnaire("quick-scan")
NEXT_MAJOR = replace(QUICK_SCAN, version=Version(QUICK_SCAN.version.major + 1, 0, 0))
FIRST = QUICK_SCAN.questions[0]
FIRST_AREA = QUICK_SCAN.areas[0]
JSON_PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "json.md").read_text("utf-8")


def answered(
    cli: Cli,
    levels: Sequence[int],
    day: date,
    kind: RoundKind = RoundKind.NAMED,
    content: Questionnaire = QUICK_SCAN,
    *,
    questions: int = 1,
    reveal: bool = True,
    scope: str = "",
) -> str:
    """Let Person 0, Person 1, … answer the first questions with these levels, and return the id of the round."""
    store = cli.store
    team = next((one for one in store.teams() if one.name == "West"), None) or store.add_team("West")
    round_ = store.start_round(team.id, content, day, kind, hidden=True, scope=scope)
    for n, level in enumerate(levels):
        sheet = store.open_anonymous(round_)[0] if round_.anonymous else store.open_sheet(round_, f"Person {n}")
        sheet.save({one.id: Answer(level=level) for one in content.questions[:questions]})
        sheet.close()
    if reveal:
        store.reveal_round(round_)
    return round_.id


def words(text: str) -> str:
    return " ".join(text.split())


SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def test_a_change_that_chance_rarely_gives_is_called_real_in_words(cli: Cli) -> None:
    answered(cli, [1, 2, 2, 3, 2, 2, 1], SPRING)
    answered(cli, [3, 3, 4, 4, 4, 3, 2], AUTUMN)
    said = words(cli("compare", "West", "--over-time").out)
    assert "West · from the round of 1 March 2026 to that of 1 September 2026" in said
    assert "the 7 people who answered both times" in said
    assert re.search(rf"{re.escape(FIRST_AREA.short.en)} 1\.9 3\.3 \+1\.4 \+1\.0…\+2\.0 0\.016 real", said)
    assert "Overall the change of +1.4 is real" in said
    # Changes 2, 1, 2, 1, 2, 1, 1: mean 10/7, variance 2/7.
    assert "Rose: 7; stayed the same: 0; fell: 0. Effect size: 2.7 standard deviations." in said


@pytest.mark.parametrize(("people", "verdict"), [(4, "cannot be told, n = 4"), (5, "cannot be told, n = 5")])
def test_with_few_people_it_says_that_it_cannot_be_told_and_how_many_it_takes(
    cli: Cli, people: int, verdict: str
) -> None:
    answered(cli, [1] * people, SPRING)
    answered(cli, [5] * people, AUTUMN)
    said = words(cli("compare", "West", "--over-time").out)
    assert verdict in said
    assert "it takes 6 people who answer both times" in said
    assert "is real:" not in said


def test_a_change_within_what_chance_gives_could_be_noise(cli: Cli) -> None:
    answered(cli, [2, 3, 2, 3, 2, 3, 2], SPRING)
    answered(cli, [3, 2, 3, 3, 2, 4, 2], AUTUMN)
    assert "could be noise" in cli("compare", "West", "--over-time").out


def test_what_was_agreed_on_gets_no_test_but_the_sentence_that_holds_now(cli: Cli) -> None:
    for day, level in ((SPRING, 2), (AUTUMN, 3)):
        answered(cli, [2, 3, 3], day)
        store = cli.store
        store.decide(store.rounds(store.find_team("West").id)[-1], FIRST.id, Consensus(level))
    said = words(cli("compare", "West", "--over-time").out)
    assert "agreed on, no test" in said
    assert f"{FIRST.label.en} 2.0 → 3.0" in said
    assert f"“{FIRST.levels[2].en}”" in said


def test_questions_that_drove_the_change_are_told_where_an_area_has_several(cli: Cli) -> None:
    content = load_questionnaire("service-excellence")
    answered(cli, [2, 2, 2], SPRING, content=content, questions=3)
    answered(cli, [3, 3, 3], AUTUMN, content=content, questions=2)
    said = words(cli("compare", "West", "--over-time").out)
    assert f"{content.questions[0].label.en} 2.0 → 3.0; {content.questions[1].label.en} 2.0 → 3.0" in said
    assert content.questions[2].label.en not in said


def test_what_could_be_noise_has_no_questions_to_blame(cli: Cli) -> None:
    content = load_questionnaire("service-excellence")
    answered(cli, [2, 3, 2, 3, 2, 3, 2, 3, 2], SPRING, content=content, questions=3)
    answered(cli, [3, 2, 3, 3, 2, 4, 2, 3, 2], AUTUMN, content=content, questions=3)
    said = words(cli("compare", "West").out)
    assert "could be noise" in said
    assert content.questions[0].label.en not in said


def test_many_people_are_tested_by_a_sample_that_is_said_to_be_one(cli: Cli) -> None:
    answered(cli, [2] * 21, SPRING)
    answered(cli, [3] * 20 + [2], AUTUMN)
    said = words(cli("compare", "West").out)
    assert "<0.001 real" in said
    assert "a large sample of them" in said


def test_another_major_version_is_never_compared_and_breaks_the_trend_visibly(cli: Cli) -> None:
    answered(cli, [2] * 8, SPRING)
    old = answered(cli, [3] * 8, SUMMER)
    new = answered(cli, [5] * 8, AUTUMN, content=NEXT_MAJOR)
    result = cli("compare", "West", "--over-time")
    assert "▃▅┊█" in result.out
    assert "The last two rounds can't be compared" in words(result.out)
    assert "real" not in words(result.out)
    found = cli("compare", "West", "--json").json
    assert found["comparison"] is None
    assert [one["broken"] for one in found["trend"]["rounds"]] == [None, None, "version"]
    refused = cli("compare", "West", "--from", old, "--to", new)
    assert (refused.code, refused.out) == (4, "")
    assert "can't be compared" in refused.err


def test_two_rounds_can_be_chosen(cli: Cli) -> None:
    first, second, third = (answered(cli, [n] * 6, day) for n, day in ((1, SPRING), (2, SUMMER), (4, AUTUMN)))
    last = cli("compare", "West", "--json").json["comparison"]
    assert (last["before"], last["after"]) == (second, third)
    chosen = cli("compare", "West", "--from", first, "--json").json["comparison"]
    assert (chosen["before"], chosen["overall"]["change"]) == (first, 3)
    until = cli("compare", "West", "--to", second, "--json").json["comparison"]
    assert (until["before"], until["after"]) == (first, second)


@pytest.mark.parametrize("swapped", [True, False])
def test_rounds_in_the_wrong_order_are_refused(cli: Cli, swapped: bool) -> None:
    first, second = answered(cli, [2] * 3, SPRING), answered(cli, [3] * 3, AUTUMN)
    result = cli("compare", "West", "--from", second, "--to", first if swapped else second)
    assert (result.code, result.out) == (4, "")
    assert "--from" in result.err


def test_one_round_and_no_round_are_told_and_are_no_failure_of_the_program(cli: Cli) -> None:
    cli("team", "add", "West")
    assert cli("compare", "West").code == 3
    answered(cli, [2], SPRING)
    result = cli("compare", "West", "--over-time")
    assert result.code == 0
    assert "It takes two rounds" in words(result.out)


def test_a_round_that_hides_its_answers_is_left_out_and_said_to_be(cli: Cli) -> None:
    answered(cli, [2] * 3, SPRING)
    hidden = answered(cli, [5] * 3, AUTUMN, reveal=False)
    result = cli("compare", "West", "--over-time")
    assert "1 round is left out" in words(result.out)
    assert "5.0" not in result.out
    assert cli("compare", "West", "--to", hidden).code == 4


def test_anonymous_rounds_are_compared_as_groups_and_small_ones_not_at_all(cli: Cli) -> None:
    answered(cli, [1, 2, 1, 2, 1], SPRING, RoundKind.ANONYMOUS)
    answered(cli, [4, 4, 5, 4, 4], SUMMER, RoundKind.ANONYMOUS)
    found = cli("compare", "West", "--json").json["comparison"]
    assert (found["basis"], found["overall"]["verdict"], found["overall"]["moves"]) == ("unpaired", "real", None)
    assert "two groups, of 5 and 5 people" in words(cli("compare", "West").out)
    answered(cli, [1, 1, 1, 1], AUTUMN, RoundKind.ANONYMOUS)
    assert len(cli("compare", "West", "--json").json["trend"]["rounds"]) == 2


def test_rounds_about_something_else_are_told_with_what_was_typed_made_harmless(cli: Cli) -> None:
    answered(cli, [2] * 3, SPRING, scope="Desk [red]\n<b>")
    answered(cli, [3] * 3, AUTUMN, scope="Shop")
    assert "Then: Desk [red] <b>. Now: Shop." in words(cli("compare", "West").out)


def test_every_field_of_the_json_has_its_place_in_the_docs(cli: Cli) -> None:
    answered(cli, [2] * 3, SPRING)
    answered(cli, [3] * 3, AUTUMN)
    found = cli("compare", "West", "--over-time", "--json").json
    assert found["format"] == 1
    assert {name for name in keys(found) if not re.search(rf"\b{name}\b", JSON_PAGE)} == set()


@pytest.mark.parametrize("columns", [30, 60, 80])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_line_is_wider_than_the_terminal(
    cli: Cli, columns: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, levels in ((SPRING, [1, 2, 2, 3, 2, 2]), (SUMMER, [2, 2, 2, 3, 2, 2]), (AUTUMN, [3, 3, 4, 4, 4, 3])):
        answered(cli, levels, day, questions=len(QUICK_SCAN.questions))
    monkeypatch.setenv("COLUMNS", str(columns))
    text = cli("compare", "West", "--over-time", "--lang", language).out
    longest_word = max(width(word) for word in text.split()) + 4
    assert max(map(width, text.splitlines())) <= max(columns, longest_word)
    if columns == 80:
        assert "▁▃▅" in text or "▃▃▅" in text or "▂▃▅" in text


def test_dutch_is_dutch(cli: Cli) -> None:
    answered(cli, [1] * 4, SPRING)
    answered(cli, [5] * 4, AUTUMN)
    said = words(cli("compare", "West", "--over-time", "--lang", "nl").out)
    assert "niet te zeggen, n = 4" in said
    for english in ("cannot", "told", "real", "Overall", "Verdict", "people"):
        assert english not in said
