"""`sem compare TEAM --over-time`: what moved from round to round, with a verdict and within what may be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, Consensus, NotApplicable, Reason, RoundKind
from sem.model.outcome import Better
from sem.model.questionnaire import Questionnaire, Version
from sem.programme.outcomes import MeasurementDraft, record_value
from sem.reports.lines import width
from tests.cli.conftest import Cli, corners
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
    assert re.search(rf"{re.escape(FIRST_AREA.short.en)} 1\.9 3\.3 \+1\.4 \+1\.0…\+2\.0 \+2\.7 0\.016 real", said)
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
    answered(cli, [2] * 6, SPRING)
    old = answered(cli, [3] * 6, SUMMER)
    new = answered(cli, [5] * 6, AUTUMN, content=NEXT_MAJOR)
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
    first, second, third = (answered(cli, [n] * 2, day) for n, day in ((1, SPRING), (2, SUMMER), (4, AUTUMN)))
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


def row_of(text: str, name: str) -> str:
    """Return the last row that starts with a name."""
    return words(next(line for line in reversed(text.splitlines()) if line.startswith(name)))


def test_beside_each_mean_stands_where_it_likely_lies_or_why_that_cannot_be_told(cli: Cli) -> None:
    answered(cli, [1, 2, 3, 4, 5], SPRING)
    answered(cli, [2, 3], SUMMER)
    answered(cli, [4, 4, 4, 4, 4], AUTUMN)
    out = cli("compare", "West").out
    # Of the first: variance 2.5, t with 4 degrees of freedom 2.776: 3 ± 1.96.
    assert row_of(out, FIRST_AREA.short.en).endswith("3.0 (1.0–5.0) 2.5 few 4.0 alike")
    said = words(out)
    assert "few: With fewer than 5 people nothing can be told" in said
    assert "alike: All answered alike" in said
    points = cli("compare", "West", "--json").json["trend"]["areas"][0]["points"]
    assert [(one["n"], one["no_interval"]) for one in points] == [(5, None), (2, "too-few"), (5, "alike")]
    assert points[0]["interval"] == pytest.approx([3 - 2.776 * 0.5**0.5, 3 + 2.776 * 0.5**0.5])


def test_one_respondent_to_whom_nothing_applies_leaves_a_round_without_scores(cli: Cli) -> None:
    answered(cli, [3], SPRING)
    store = cli.store
    round_ = store.start_round(store.find_team("West").id, QUICK_SCAN, AUTUMN)
    sheet = store.open_sheet(round_, "Person 0")
    sheet.save({one.id: Answer(not_applicable=NotApplicable(Reason.NOT_HERE)) for one in QUICK_SCAN.questions})
    sheet.close()
    said = words(cli("compare", "West").out)
    assert "It takes two rounds" in said
    assert "1 round is left out" in said


def test_rounds_come_by_their_day_and_those_of_one_day_are_told_apart_by_their_ids(cli: Cli) -> None:
    third, first, second = (answered(cli, [n] * 2, day) for n, day in ((4, AUTUMN), (1, SPRING), (2, SPRING)))
    rounds = cli("compare", "West", "--json").json["trend"]["rounds"]
    assert [one["id"] for one in rounds] == [first, second, third]
    assert f"from the round of 1 March 2026 ({second[:4]}) to that of 1 September 2026" in words(
        cli("compare", "West").out
    )


def test_a_day_that_is_still_to_come_is_told(cli: Cli) -> None:
    answered(cli, [2], SPRING)
    answered(cli, [3], date(2999, 1, 1))
    assert "The day of the round of 1 January 2999 is still to come" in words(cli("compare", "West").out)


def test_a_team_that_got_another_name_keeps_its_trend(cli: Cli) -> None:
    answered(cli, [2] * 3, SPRING)
    assert cli("team", "rename", "West", "North").code == 0
    store = cli.store
    store.reveal_round(store.start_round(store.find_team("North").id, QUICK_SCAN, SUMMER))
    found = cli("compare", "North", "--json").json
    assert (found["team"]["name"], len(found["trend"]["rounds"]), found["trend"]["left_out"]) == ("North", 1, 1)


def test_a_round_of_another_questionnaire_in_between_is_no_hindrance(cli: Cli) -> None:
    first = answered(cli, [2] * 2, SPRING)
    answered(cli, [4] * 2, SUMMER, content=NEXT_MAJOR)
    last = answered(cli, [3] * 2, AUTUMN)
    found = cli("compare", "West", "--json").json["comparison"]
    assert (found["before"], found["after"]) == (first, last)


def test_all_about_one_area_is_its_trend_and_what_drove_it(cli: Cli) -> None:
    content = load_questionnaire("service-excellence")
    answered(cli, [2, 2, 2], SPRING, content=content, questions=2)
    answered(cli, [3, 3, 3], AUTUMN, content=content, questions=2)
    said = words(cli("compare", "West", "--over-time", "--area", content.areas[0].short.nl).out)
    assert f"West · {content.areas[0].title.en}" in said
    assert "2.0 → 3.0 (+1.0) · cannot be told, n = 3" in said
    assert f"{content.questions[1].label.en} 2.0 → 3.0" in " ".join(said.split())
    assert "1 Mar 2026 1 Sep 2026 ● mean" in said
    assert "1 September 2026 3.0 few" in said
    wrong = cli("compare", "West", "--over-time", "--area", "nothing")
    assert (wrong.code, wrong.out) == (4, "")


def measured(cli: Cli, *values: tuple[date, float]) -> None:
    store = cli.store
    for day, value in values:
        draft = MeasurementDraft("Called back in time", value, day, "%", Better.HIGHER, n=40)
        store.change_programme(store.find_team("West").id, partial(record_value, draft=draft, today=date(2026, 12, 1)))


def test_what_was_measured_of_the_results_stands_beside_the_scores(cli: Cli) -> None:
    answered(cli, [2] * 2, SPRING)
    answered(cli, [3] * 2, SUMMER)
    answered(cli, [4] * 2, AUTUMN)
    measured(cli, (date(2026, 2, 1), 71), (SUMMER, 60), (date(2026, 10, 1), 80))
    said = words(cli("compare", "West").out)
    assert "60% (n = 40), 1 Jun 2026; now: 80% (n = 40), 1 Oct 2026; moved: +20, better" in said
    assert "does not show that one caused the other" in said
    (earlier,) = cli("compare", "West", "--to", cli("compare", "West", "--json").json["comparison"]["before"],
                     "--json").json["outcomes"]  # fmt: skip
    assert (earlier["before"]["value"], earlier["after"]["value"], earlier["movement"]) == (71, 60, "worse")


def test_a_result_that_was_not_measured_since_says_so(cli: Cli) -> None:
    answered(cli, [2] * 2, SPRING)
    answered(cli, [3] * 2, AUTUMN)
    measured(cli, (date(2026, 2, 1), 71))
    assert "71% (n = 40), 1 Feb 2026 — no value since" in words(cli("compare", "West").out)


def test_every_field_of_the_json_has_its_place_in_the_docs(cli: Cli) -> None:
    answered(cli, [2] * 3, SPRING)
    answered(cli, [3] * 3, AUTUMN)
    measured(cli, (SPRING, 71), (AUTUMN, 72))
    found = cli("compare", "West", "--over-time", "--json").json
    assert found["format"] == 1
    assert {name for name in keys(found) if not re.search(rf"\b{name}\b", JSON_PAGE)} == set()


def _three_rounds(cli: Cli) -> None:
    for day, levels in ((SPRING, [1, 2, 2, 3, 2, 2]), (SUMMER, [2, 2, 2, 3, 2, 2]), (AUTUMN, [3, 3, 4, 4, 4, 3])):
        answered(cli, levels, day, questions=len(QUICK_SCAN.questions))


@pytest.mark.parametrize(
    ("columns", "language"), corners((30, 60, 80), ("en", "nl"), quick=[(30, "nl"), (60, "en"), (80, "en")])
)
def test_no_line_is_wider_than_the_terminal(
    cli: Cli, columns: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.prepared(_three_rounds)
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
        assert not re.search(rf"\b{english}\b", said)
