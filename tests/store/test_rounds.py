"""Rounds and the responses in them."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.model.assessment import (
    NO_ANSWER,
    Answer,
    Confidence,
    NotApplicable,
    Reason,
    Response,
    Round,
    RoundKind,
    RoundState,
)
from sem.model.codec import questionnaire_bytes
from sem.store import Sheet
from sem.store.records import write_round
from sem.store.writer import Writers
from tests.store.conftest import TODAY, Place, twelve_questions


def close_round(place: Place, round_: Round) -> None:
    folder = next(place.folder.glob(f"teams/*/rounds/*{round_.id[:6]}"))
    write_round(folder, dataclasses.replace(round_, state=RoundState.CLOSED), Writers(place.state))


def test_a_round_is_there_for_every_window(place: Place) -> None:
    team = place.team()
    round_ = place.store.start_round(team.id, twelve_questions(), TODAY, RoundKind.ALIAS)
    assert place.store.rounds(team.id) == (round_,)
    assert (round_.team_id, round_.opened, round_.kind, round_.state) == (
        team.id, TODAY, RoundKind.ALIAS, RoundState.OPEN,
    )  # fmt: skip


def test_rounds_come_oldest_first_and_those_of_one_day_in_the_order_they_were_started(place: Place) -> None:
    team = place.team()
    days = [date(2026, 5, 1), date(2025, 1, 1), date(2026, 5, 1), date(2026, 5, 1)]
    rounds = [place.store.start_round(team.id, twelve_questions(), day) for day in days]
    assert place.store.rounds(team.id) == (rounds[1], rounds[0], rounds[2], rounds[3])


def test_a_round_of_a_team_that_is_not_there_is_not_started(place: Place) -> None:
    place.team()
    with pytest.raises(NotFoundError):
        place.store.start_round("0123456789abcdef", twelve_questions(), TODAY)


class TestQuestionnaire:
    def test_it_is_frozen_word_for_word(self, place: Place, round_: Round) -> None:
        assert place.store.questionnaire(round_) == twelve_questions()
        (model,) = place.files("models/*")
        assert model.read_bytes() == questionnaire_bytes(twelve_questions())

    def test_rounds_with_the_same_words_share_one_file(self, place: Place, round_: Round) -> None:
        place.store.start_round(round_.team_id, twelve_questions(), TODAY)
        assert len(place.files("models/*")) == 1

    def test_one_that_was_changed_is_refused_and_named(self, place: Place, round_: Round) -> None:
        (model,) = place.files("models/*")
        model.write_bytes(model.read_bytes().replace(b"level", b"lever"))
        with pytest.raises(StoreError) as caught:
            place.store.questionnaire(round_)
        assert str(model) in str(caught.value)
        with pytest.raises(StoreError):
            place.store.start_round(round_.team_id, twelve_questions(), TODAY)

    def test_one_that_is_missing_is_named(self, place: Place, round_: Round) -> None:
        (model,) = place.files("models/*")
        model.unlink()
        with pytest.raises(StoreError, match=model.name):
            place.store.questionnaire(round_)


ANSWERS = {
    "Q01": Answer(level=1),
    "Q02": Answer(level=5, note="“ù” 👍\n\x1b[31m[/] =1+1 \ud800", confidence=Confidence.GUESS),
    "Q03": Answer(not_applicable=NotApplicable(Reason.OTHER, "not ours")),
    "Q04": Answer(dont_know=True, note="x" * 4000),
    "Q05": Answer(note="only a note so far"),
}


class TestResponses:
    def test_a_new_respondent_is_there_before_the_first_answer(self, place: Place, sheet: Sheet, round_: Round) -> None:
        assert place.response(round_, "Anna") == Response(sheet.response.respondent)

    def test_every_kind_of_answer_comes_back_as_it_was_given(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.save(ANSWERS, place="Q05")
        assert sheet.response.answers == ANSWERS
        assert place.response(round_, "Anna") == sheet.response
        assert place.response(round_, "Anna").place == "Q05"

    def test_an_answer_can_be_changed_and_cleared(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.save({"Q01": Answer(level=1), "Q02": Answer(level=2)})
        sheet.save({"Q01": Answer(level=4), "Q02": NO_ANSWER})
        assert sheet.response.answers == {"Q01": Answer(level=4)}
        assert place.response(round_, "Anna") == sheet.response

    def test_a_sheet_that_is_opened_again_goes_on_where_it_was(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.save(ANSWERS, place="Q05")
        sheet.close()
        again = place.store.open_sheet(round_, "anna")
        assert again.response == sheet.response
        again.save({}, place="Q06")
        again.close()
        assert place.response(round_, "Anna").place == "Q06"
        assert len(place.slots_of(round_)) == 2, "the same window keeps writing the same two files"

    def test_a_question_that_is_not_asked_is_not_kept(self, place: Place, sheet: Sheet, round_: Round) -> None:
        with pytest.raises(KeyError):
            sheet.save({"Q01": Answer(level=1), "Q99": Answer(level=1)})
        with pytest.raises(KeyError):
            sheet.save({"Q01": Answer(level=1)}, place="Q99")
        assert place.response(round_, "Anna").answers == {}

    def test_a_sheet_that_was_closed_takes_nothing_more(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.close()
        sheet.close()
        with pytest.raises(ValueError, match="closed"):
            sheet.save({"Q01": Answer(level=1)})
        assert place.response(round_, "Anna").answers == {}

    def test_two_machines_that_never_met_may_both_have_an_anna_and_neither_is_hidden(
        self, place: Place, round_: Round, tmp_path: Path
    ) -> None:
        there = Place(tmp_path / "there", tmp_path / "state there")
        shutil.copytree(place.folder, there.folder)
        place.answered(round_, "Anna", {"Q01": 1})
        there.answered(round_, "anna", {"Q01": 2})
        for path in there.slots_of(round_):
            shutil.copy(path, place.folder / path.relative_to(there.folder))
        assert sorted(r.respondent.name for r in place.store.responses(round_)) == ["Anna", "anna"]
        again = place.store.open_sheet(round_, "ANNA")
        assert again.response.answer("Q01") == Answer(level=2), "the one who answered last"
        again.close()

    def test_responses_come_by_name(self, place: Place, round_: Round) -> None:
        for name in ("bob", "Carla", "Anna"):
            place.answered(round_, name, {"Q01": 3})
        assert [r.respondent.name for r in place.store.responses(round_)] == ["Anna", "bob", "Carla"]

    def test_the_name_of_a_respondent_is_in_no_file_name(self, place: Place, sheet: Sheet) -> None:
        assert not [path for path in place.files() if "anna" in path.name.casefold()]

    @pytest.mark.parametrize("name", ["", " ", "x" * 300, "a\x00b"])
    def test_a_respondent_has_a_name_that_holds(self, place: Place, round_: Round, name: str) -> None:
        with pytest.raises(InvalidError):
            place.store.open_sheet(round_, name)

    def test_a_closed_round_takes_no_new_answers_but_can_be_read(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 3})
        close_round(place, round_)
        with pytest.raises(InvalidError, match="closed"):
            place.store.open_sheet(round_, "Anna")
        assert place.store.rounds(round_.team_id)[0].state is RoundState.CLOSED
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=3)

    def test_a_round_of_a_removed_team_says_so(self, place: Place, round_: Round) -> None:
        place.store.remove_team(round_.team_id)
        with pytest.raises(NotFoundError):
            place.store.responses(round_)

    def test_a_copied_folder_of_a_round_counts_each_respondent_once(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 3})
        folder = place.slots_of(round_)[0].parent
        shutil.copytree(folder, folder.with_name(f"{folder.name} (2)"))
        place.answered(round_, "Anna", {"Q01": 5})
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=5)
        assert len(place.store.rounds(round_.team_id)) == 1
