"""A sheet and a round that come about with the first answer: only looking leaves nothing behind."""

from __future__ import annotations

import dataclasses
import errno
import os
from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.errors import StoreError
from sem.model.assessment import NO_ANSWER, Answer, Round
from sem.model.questionnaire import Questionnaire
from sem.model.text import Text
from sem.store import NewRound, Sheet, Store, open_store
from sem.store.first_answer import open_or_new_sheet
from tests.store.test_crash import harness

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
    return open_or_new_sheet(store, round_ or new_round(store, questionnaire), name)


def new_round(store: Store, questionnaire: Questionnaire, *, apart: bool = False) -> NewRound:
    return NewRound(store.find_team("West").id, questionnaire, TODAY, apart=apart)


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
    answers = {quick_scan.questions[0].id: Answer(level=3)}
    begun = []
    for name, apart in (("Anouk", False), ("Bram", False), ("Carla", True)):
        round_, sheet = store.begin(new_round(store, quick_scan, apart=apart), name, answers)
        sheet.close()
        begun.append(round_)
    assert begun[0] == begun[1] != begun[2]


def test_a_round_that_asks_in_other_words_is_not_joined(store: Store, quick_scan: Questionnaire) -> None:
    answers = {quick_scan.questions[0].id: Answer(level=3)}
    reworded = dataclasses.replace(quick_scan, title=Text("Anders", "Different"))
    for questionnaire in (quick_scan, reworded):
        store.begin(new_round(store, questionnaire), "Anouk", answers)[1].close()
    assert len(rounds(store)) == 2


def test_an_answer_to_a_question_that_is_not_asked_makes_nothing(store: Store, quick_scan: Questionnaire) -> None:
    for answers, place in ({"nonsense": Answer(level=3)}, None), ({}, "nonsense"):
        with pytest.raises(KeyError):
            store.begin(new_round(store, quick_scan), "Anouk", answers, place)
    assert rounds(store) == ()


class TestAFullDisk:
    """The disk gets full at any moment of a first answer: there is the answer, or neither round nor respondent."""

    def fill(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        """Let this many writes through and refuse all that follow."""
        write, left = os.write, [room]

        def full(fd: int, data: bytes) -> int:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(fd, data)

        monkeypatch.setattr(os, "write", full)

    def tried(
        self, store: Store, quick_scan: Questionnaire, monkeypatch: pytest.MonkeyPatch, round_: Round | None
    ) -> int:
        """Answer with ever more room until it fits; return how often it did not."""
        first = quick_scan.questions[0].id
        before = rounds(store)
        sheet = sheet_of(store, quick_scan, round_=round_)
        refusals: list[str] = []
        for room in range(100):
            with monkeypatch.context() as patched:
                self.fill(patched, room)
                try:
                    sheet.save({first: Answer(level=3)}, first)
                except StoreError as error:
                    refusals.append(error.message)
            if len(refusals) == room:
                sheet.close()
                (kept,) = store.responses(rounds(store)[0])
                assert (dict(kept.answers), kept.place) == ({first: Answer(level=3)}, first)
                assert all("disk is full" in refusal for refusal in refusals)
                return room
            assert sheet.response.answers == {}
            assert rounds(store) == before
            assert [store.responses(one) for one in before] == [()] * len(before)
        raise AssertionError("it never fits")

    def test_neither_a_round_nor_a_respondent_is_left_behind(
        self, store: Store, quick_scan: Questionnaire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.tried(store, quick_scan, monkeypatch, None) > 3
        assert len(rounds(store)) == 1

    def test_no_respondent_is_left_behind_in_a_round_that_is_there(
        self, store: Store, quick_scan: Questionnaire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        round_ = store.start_round(store.find_team("West").id, quick_scan, TODAY)
        assert self.tried(store, quick_scan, monkeypatch, round_) > 1

    def test_no_half_team_is_left_behind(self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = set((tmp_path / "data").rglob("*"))
        for room in range(3):
            with monkeypatch.context() as patched:
                self.fill(patched, room)
                try:
                    store.add_team("East")
                except StoreError:
                    assert set((tmp_path / "data").rglob("*")) == before
                    continue
            assert [team.name for team in store.teams()] == ["East", "West"]
            assert room
            return
        raise AssertionError("it never fits")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
@pytest.mark.parametrize("times", [1, pytest.param(30, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
class TestEightProcessesAtOnce:
    """Eight people, or one person in eight windows, give a first answer at the same moment."""

    def test_eight_people_come_together_in_one_round(self, tmp_path: Path, times: int) -> None:
        assert harness("firsts", "many", times, tmp_path) == {"times": times, "rounds": times, "respondents": 8 * times}

    def test_one_person_in_eight_windows_is_one_respondent(self, tmp_path: Path, times: int) -> None:
        assert harness("firsts", "one", times, tmp_path) == {"times": times, "rounds": times, "respondents": times}
