"""`sem why`: a number opened into the answers, the sentences and the question that blocks the next level."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, AnswerEvidence, Confidence, Consensus, EvidenceSide, RoundKind
from sem.reports.lines import width
from tests.cli.conftest import TODAY, Cli, corners

QUICK_SCAN = load_questionnaire("quick-scan")
FIRST, SECOND = QUICK_SCAN.questions[:2]
AREA = QUICK_SCAN.areas[0]
JSON_PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "json.md").read_text("utf-8")


def session(cli: Cli, levels: list[int], kind: RoundKind = RoundKind.NAMED) -> None:
    """Let people answer the first question with these levels, under names unless nobody has one, and reveal it."""
    store = cli.store
    team = store.add_team("West")
    round_ = store.start_round(team.id, QUICK_SCAN, TODAY, kind, hidden=True)
    for n, level in enumerate(levels):
        sheet = store.open_anonymous(round_)[0] if round_.anonymous else store.open_sheet(round_, f"Person {n}")
        evidence = (AnswerEvidence(EvidenceSide.AGAINST, "two complaints"),) if n == 0 else ()
        sheet.save({FIRST.id: Answer(level=level, note=f"note {9 - n}", confidence=Confidence.SURE, evidence=evidence)})
        sheet.close()
    store.reveal_round(round_)


def words(text: str) -> str:
    return " ".join(text.split())


def test_an_area_tells_its_mean_its_level_and_the_sentence_of_the_question_that_blocks(cli: Cli) -> None:
    session(cli, [2, 2, 2, 2, 3, 4])
    said = words(cli("why", "West", AREA.id).out)
    assert f"{AREA.title.en} · 2.5" in said
    assert f"Because of “{FIRST.label.en}” ({FIRST.id}):" in said
    assert f"4 of 6 chose 2 Emerging: “{FIRST.levels[1].en}” There or higher: 6 of 6; it takes 4." in said
    assert f"Next is 3 Designed: “{FIRST.levels[2].en}” There or higher: 2 of 6; it takes 4." in said


def test_a_question_tells_every_vote_with_its_sentence_and_who_gave_it(cli: Cli) -> None:
    session(cli, [2, 3, 3, 4, 3])
    said = words(cli("why", "West", FIRST.id).out)
    assert f"3.0 is the mean of 5 levels: 5 0 × “{FIRST.levels[4].en}”" in said
    assert f"3 3 × “{FIRST.levels[2].en}”" in said
    assert "Agreement: strong: r_wg 0.75, a_wg 0.80." in said
    assert "Spread 0.7 (standard deviation), from 2 to 4." in said
    assert "How sure: 100%; 5 sure" in said
    assert "Who chose what: Person 0: 2 Emerging (sure) Person 1:" in said
    assert "What people wrote: Person 0: note 9 Person 1: note 8" in said
    assert "Evidence: Person 0, against: two complaints" in said


def test_a_wg_is_told_with_the_reason_not_to_read_it(cli: Cli) -> None:
    session(cli, [5, 5, 5, 5, 4])
    assert "near an end of the scale" in words(cli("why", "West", FIRST.id).out)
    cli.store.remove_team(cli.store.find_team("West").id)
    session(cli, [2, 3])
    assert "(a_wg says little with fewer than 4 people)" in words(cli("why", "West", FIRST.id).out)


def test_what_the_team_agreed_on_is_told_with_the_sentence_that_decided_it(cli: Cli) -> None:
    session(cli, [2, 4])
    store = cli.store
    round_ = store.rounds(store.find_team("West").id)[0]
    store.decide(round_, FIRST.id, Consensus(4, "We saw it twice.", TODAY))
    said = words(cli("why", "West", FIRST.id).out)
    assert "4.0 is what the team agreed on. “We saw it twice.” 21 November 2026" in said
    assert "agreed on by the team" in words(cli("why", "West", AREA.id).out)


def test_without_a_subject_it_is_about_the_whole(cli: Cli) -> None:
    session(cli, [2, 3])
    said = words(cli("why", "West").out)
    assert "Overall · 2.5" in said
    assert "2.5 is the mean of 1 area" in said
    assert "nobody chose a level there yet" in said


def test_an_anonymous_round_tells_how_often_and_never_who(cli: Cli) -> None:
    session(cli, [2, 2, 2, 2, 3, 4], RoundKind.ANONYMOUS)
    said = words(cli("why", "West", FIRST.id).out)
    assert f"2 4 × “{FIRST.levels[1].en}”" in said
    assert "Who chose what" not in said
    assert "What people wrote: - note 4 - note 5 - note 6 - note 7 - note 8 - note 9" in said
    found = cli("why", "West", FIRST.id, "--json").json["questions"][0]
    assert found["answers"] == []
    assert {(one["name"], one["level"]) for one in [*found["remarks"], *found["evidence"]]} == {("", None)}


def test_below_the_minimum_group_it_says_that_and_gives_no_number(cli: Cli) -> None:
    session(cli, [2, 4, 4, 4], RoundKind.ANONYMOUS)
    said = words(cli("why", "West", FIRST.id).out)
    assert "fewer than 5 people chose a level" in said
    assert f"{FIRST.label.en} ({FIRST.id}) · not shown" in said
    assert " × “" not in said
    assert "note" not in said
    found = cli("why", "West", FIRST.id, "--json").json["questions"][0]
    assert (found["value"], found["levels"], found["votes"], found["withheld"]) == (None, None, None, "below-minimum")


def test_json_has_the_votes_and_the_sentences(cli: Cli) -> None:
    session(cli, [2, 2, 4])
    found = cli("why", "West", AREA.id, "--json").json
    assert found["format"] == 1
    (first,) = found["questions"]
    assert first["votes"][1] == {"level": 2, "count": 2, "at_least": 3}
    assert (first["needed"], first["blocks"], first["share"]) == (2, True, 1)
    assert first["descriptor"] == {"nl": FIRST.levels[1].nl, "en": FIRST.levels[1].en}
    assert first["answers"][0] == {"respondent": "Person 0", "level": 2}


@pytest.mark.parametrize("what", ["", AREA.id, FIRST.id])
def test_every_field_of_the_json_has_its_place_in_the_docs(cli: Cli, what: str) -> None:
    from tests.cli.test_documented import keys

    session(cli, [2, 2, 4])
    found = cli("why", "West", what, "--json").json
    assert {name for name in keys(found) if not re.search(rf"\b{name}\b", JSON_PAGE)} == set()


@pytest.mark.parametrize("what", [AREA.short.nl, AREA.title.en.upper(), FIRST.id.lower(), FIRST.label.nl])
def test_areas_and_questions_are_found_by_id_and_name_in_both_languages(cli: Cli, what: str) -> None:
    session(cli, [2, 2])
    assert cli("why", "West", what).code == 0


@pytest.mark.parametrize(("what", "advice"), [("CU-1", "CU-01"), ("zzzz", "customer-needs")])
def test_what_is_not_there_is_told_with_what_may_be_meant(cli: Cli, what: str, advice: str) -> None:
    session(cli, [2, 2])
    result = cli("why", "West", what)
    assert (result.code, result.out) == (3, "")
    assert what in result.err
    assert advice in result.err or AREA.id in result.err


def test_a_team_without_a_round_is_told_how_to_start_one(cli: Cli) -> None:
    cli("team", "add", "West")
    result = cli("why", "West")
    assert (result.code, result.out) == (3, "")
    assert "sem assess West" in result.err


@pytest.mark.parametrize(
    ("columns", "what"),
    corners(
        (30, 60, 80), ("", AREA.id, FIRST.id), quick=[(30, ""), (30, AREA.id), (30, FIRST.id), (60, ""), (80, AREA.id)]
    ),
)
def test_no_line_is_wider_than_the_terminal(cli: Cli, columns: int, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session(cli, [2, 2, 5])
    monkeypatch.setenv("COLUMNS", str(columns))
    text = cli("why", "West", what).out
    longest_word = max(width(word) for word in text.split()) + 4
    assert max(map(width, text.splitlines())) <= max(columns, longest_word)


def test_dutch_is_dutch(cli: Cli) -> None:
    session(cli, [2, 2, 4])
    said = words(cli("why", "West", FIRST.id, "--lang", "nl").out)
    assert f"2 2 × “{FIRST.levels[1].nl}”" in said
    for english in ("chose", "There or higher", "Agreement", "Spread", "wrote", "takes"):
        assert english not in said
