"""A sheet and a round that come about with the first answer: only looking leaves nothing behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.errors import StoreError
from sem.model.assessment import NO_ANSWER, Answer, Round
from sem.model.questionnaire import Questionnaire
from sem.store import Sheet, Store, open_store
from sem.store.first_answer import NewSheet, join_or_start_round, open_or_new_sheet

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def quick_scan() -> Questionnaire:
    return load_questionnaire("quick-scan")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "data", tmp_path / "state")
    opened.add_team("West")
    return opened


def sheet_of(store: Store, questionnaire: Questionnaire, name: str = "Anouk", round_: Round | None = None) -> Sheet:
    team = store.find_team("West")
    return open_or_new_sheet(store, round_, name, lambda: join_or_start_round(store, team.id, questionnaire, TODAY))


def rounds(store: Store) -> tuple[Round, ...]:
    return store.rounds(store.find_team("West").id)


def test_looking_around_leaves_no_round_and_no_respondent(store: Store, quick_scan: Questionnaire) -> None:
    first, second = quick_scan.questions[:2]
    sheet = sheet_of(store, quick_scan)
    sheet.save({}, second.id)
    sheet.save({first.id: NO_ANSWER})
    sheet.close()
    assert rounds(store) == ()
    assert (sheet.response.place, sheet.response.answers) == (second.id, {})


def test_the_first_answer_makes_both_and_the_place_remembered_until_then_is_kept(
    store: Store, quick_scan: Questionnaire
) -> None:
    first, second = quick_scan.questions[:2]
    sheet = sheet_of(store, quick_scan)
    sheet.save({}, second.id)
    sheet.save({first.id: Answer(level=3)})
    sheet.close()
    (round_,) = rounds(store)
    (kept,) = store.responses(round_)
    assert (kept.respondent.name, dict(kept.answers), kept.place) == ("Anouk", {first.id: Answer(level=3)}, second.id)


def test_a_note_is_a_first_thing_to_keep(store: Store, quick_scan: Questionnaire) -> None:
    sheet = sheet_of(store, quick_scan)
    sheet.save({quick_scan.questions[0].id: Answer(note="to be discussed")})
    sheet.close()
    assert len(rounds(store)) == 1


def test_in_a_round_that_is_there_a_newcomer_who_only_looks_leaves_nothing(
    store: Store, quick_scan: Questionnaire
) -> None:
    round_ = store.start_round(store.find_team("West").id, quick_scan, TODAY)
    sheet = sheet_of(store, quick_scan, round_=round_)
    sheet.save({}, quick_scan.questions[1].id)
    sheet.close()
    assert store.responses(round_) == ()


def test_who_answered_before_goes_on_in_the_same_sheet_whatever_the_case_of_the_name(
    store: Store, quick_scan: Questionnaire
) -> None:
    first, second = quick_scan.questions[:2]
    before = sheet_of(store, quick_scan)
    before.save({first.id: Answer(level=3)})
    before.close()
    (round_,) = rounds(store)
    again = sheet_of(store, quick_scan, "ANOUK", round_)
    assert again.response.answer(first.id) == Answer(level=3)
    again.save({}, second.id)
    again.close()
    (kept,) = store.responses(round_)
    assert kept.place == second.id


def test_two_who_open_the_questions_at_the_same_time_come_together_in_one_round(
    store: Store, quick_scan: Questionnaire
) -> None:
    one, other = sheet_of(store, quick_scan), sheet_of(store, quick_scan, "Bram")
    for sheet in (one, other):
        sheet.save({quick_scan.questions[0].id: Answer(level=2)})
        sheet.close()
    (round_,) = rounds(store)
    assert [response.respondent.name for response in store.responses(round_)] == ["Anouk", "Bram"]


def test_a_new_round_that_is_asked_for_is_started_beside_an_open_one(store: Store, quick_scan: Questionnaire) -> None:
    team = store.find_team("West")
    first = join_or_start_round(store, team.id, quick_scan, TODAY)
    assert join_or_start_round(store, team.id, quick_scan, TODAY) == first
    assert join_or_start_round(store, team.id, quick_scan, TODAY, new_round=True) != first


def test_a_save_that_fails_can_be_repeated_and_starts_one_round_only(store: Store, quick_scan: Questionnaire) -> None:
    team, question = store.find_team("West"), quick_scan.questions[0].id
    full = [True]

    def begin() -> Round:
        if full:
            raise StoreError("The disk is full.")
        return store.start_round(team.id, quick_scan, TODAY)

    sheet = NewSheet(store, begin, "Anouk")
    with pytest.raises(StoreError):
        sheet.save({question: Answer(level=3)})
    assert sheet.response.answers == {}
    full.clear()
    sheet.save({question: Answer(level=3)})
    sheet.save({question: Answer(level=4)})
    sheet.close()
    sheet.close()
    (round_,) = rounds(store)
    assert store.responses(round_)[0].answer(question) == Answer(level=4)
