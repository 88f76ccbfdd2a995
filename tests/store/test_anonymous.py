"""Anonymous rounds: what the files tell a colleague who looks into them, which is nothing of who, when and how much."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.errors import ClosedError, InvalidError, NotFoundError
from sem.model.assessment import Answer, AnswerEvidence, EvidenceSide, Round, RoundKind, RoundState
from sem.store import Sheet, open_store
from sem.store.codes import new_code, respondent_id
from sem.store.integrity import check, repair
from sem.store.slots import UNSIGNED_STEP
from tests.store.conftest import QUESTIONS, TODAY, Place, twelve_questions


@pytest.fixture
def anonymous(place: Place) -> Round:
    """An anonymous round that nobody has answered yet."""
    return place.store.start_round(
        place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS, scope="Us", expected=3
    )  # fmt: skip


def answer(place: Place, round_: Round, answers: dict[str, Answer], code: str | None = None) -> str:
    """Answer in a window of one's own and return the code."""
    sheet, code = place.store.open_anonymous(round_, code)
    sheet.save(answers, next(iter(answers)))
    sheet.close()
    return code


def levels(*numbers: int) -> dict[str, Answer]:
    return {question: Answer(level=level) for question, level in zip(QUESTIONS, numbers, strict=False)}


def documents(path: Path) -> list[dict[str, object]]:
    tables = json.loads(path.read_bytes())
    return [*tables["fields"].values(), *tables["answers"].values()]


class TestTheCode:
    def test_one_goes_on_with_it_in_another_window_and_on_another_machine(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1, 2))
        sheet, same = place.on_another_machine().store.open_anonymous(anonymous, code)
        assert (same, sheet.response.answers, sheet.response.place) == (code, levels(1, 2), "Q01")
        sheet.save({"Q02": Answer(level=5)})
        sheet.close()
        (response,) = place.store.responses(anonymous)
        assert response.answers == levels(1, 5)

    def test_it_may_be_typed_as_people_type(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        for typed in (code.lower(), code.replace("-", ""), f" {code[:4]} {code[5:]} ", code.replace("0", "o")):
            sheet, _code = place.store.open_anonymous(anonymous, typed)
            assert sheet.response.answers == levels(1)
            sheet.close()

    def test_it_is_kept_nowhere(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        answer(place, anonymous, levels(2), code)
        letters = code.replace("-", "").casefold()
        for folder in (place.folder, place.state):
            for path in (path for path in folder.rglob("*") if path.is_file()):
                text = f"{path} {path.read_bytes().decode()}".casefold()
                assert code.casefold() not in text
                assert letters not in text

    def test_a_wrong_one_opens_nothing_and_makes_nothing(self, place: Place, anonymous: Round) -> None:
        answer(place, anonymous, levels(1))
        before = place.contents()
        for wrong in (new_code(), "", "x", "../../etc", "é\x00"):
            with pytest.raises(NotFoundError, match="code"):
                place.store.open_anonymous(anonymous, wrong)
        assert place.contents() == before

    def test_the_code_of_another_round_opens_nothing_here(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        other = place.store.start_round(anonymous.team_id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        with pytest.raises(NotFoundError):
            place.store.open_anonymous(other, code)

    def test_it_can_be_typed_without_mistaking_a_letter_for_a_digit(self) -> None:
        codes = [new_code() for _ in range(200)]
        assert all(len(code) == 9 and code[4] == "-" for code in codes)
        assert not set("".join(codes)) & set("OILU")
        assert len(set(codes)) == 200

    @settings(max_examples=20)
    @given(st.text(max_size=20), st.text(max_size=20))
    def test_whatever_is_typed_becomes_an_id_that_can_name_a_file(self, round_id: str, typed: str) -> None:
        made = respondent_id(round_id, typed)
        assert len(made) == 16
        assert set(made) <= set("0123456789abcdef")


class TestWhatTheFilesTell:
    def test_a_look_leaves_nothing(self, place: Place, anonymous: Round) -> None:
        before = place.contents()
        sheet, _code = place.store.open_anonymous(anonymous)
        sheet.save({}, "Q05")
        sheet.close()
        assert place.contents() == before

    def test_nothing_in_them_is_a_name_or_a_time(self, place: Place, anonymous: Round) -> None:
        answer(place, anonymous, levels(1, 2, 3))
        for path in place.slots_of(anonymous):
            assert all(isinstance(one["at"], int) and one["at"] < 100 for one in documents(path))
            assert {one["value"] for one in documents(path) if one.get("field") == "name"} == {""}
        (response,) = place.store.responses(anonymous)
        assert response.respondent.name == ""

    def test_their_times_and_that_of_their_folder_are_all_the_same(self, place: Place, anonymous: Round) -> None:
        codes = [answer(place, anonymous, levels(level)) for level in (1, 2, 3)]
        answer(place, anonymous, levels(4, 5), codes[1])
        sheets = place.slots_of(anonymous)
        stamps = {round(path.stat().st_mtime) for path in [*sheets, sheets[0].parent]}
        assert stamps == {946_684_800}

    def test_times_that_a_kill_left_are_level_after_the_next_who_comes(self, place: Place, anonymous: Round) -> None:
        answer(place, anonymous, levels(1))
        for path in place.slots_of(anonymous):
            os.utime(path)
        answer(place, anonymous, levels(2))
        assert {round(path.stat().st_mtime) for path in place.slots_of(anonymous)} == {946_684_800}

    def test_they_are_all_of_one_size_whoever_wrote_much_or_little(self, place: Place, anonymous: Round) -> None:
        evidence = (AnswerEvidence(EvidenceSide.FOR, "seen " * 40),) * 5
        answer(place, anonymous, levels(1))
        answer(place, anonymous, {q: Answer(level=2, note="é" * 150, evidence=evidence) for q in QUESTIONS})
        assert {path.stat().st_size for path in place.slots_of(anonymous)} == {UNSIGNED_STEP}

    def test_nobody_can_put_two_of_one_machine_together_by_what_they_are_called(
        self, place: Place, anonymous: Round
    ) -> None:
        for level in (1, 2, 3):
            answer(place, anonymous, levels(level))
        respondents, writers = zip(
            *(path.name.partition(".")[0].split("~") for path in place.slots_of(anonymous)), strict=True
        )
        install = json.loads(next(place.state.glob("install-*.json")).read_bytes())["install"]
        assert len(set(respondents)) == len(set(writers)) == 3
        assert not [writer for writer in writers if install in writer]
        assert install not in "".join(path.read_text() for path in place.slots_of(anonymous))

    def test_how_often_somebody_came_back_is_not_to_be_seen(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        for level in (2, 3, 4):
            answer(place, anonymous, levels(1, level), code)
        answer(place, anonymous, levels(5))
        assert len(place.slots_of(anonymous)) == 4
        assert sorted(r.answer("Q02").level or 0 for r in place.store.responses(anonymous)) == [0, 4]

    def test_this_machine_keeps_nothing_of_whoever_answers_here(self, place: Place, anonymous: Round) -> None:
        place.team("Warm up")
        before = {path for path in place.state.rglob("*") if path.is_file()}
        sheet, _code = place.store.open_anonymous(anonymous)
        sheet.save(levels(1))
        during = {path for path in place.state.rglob("*") if path.is_file()}
        sheet.close()
        assert during == before

    def test_the_same_person_has_another_id_in_each_round(self, place: Place) -> None:
        assert respondent_id("one", "7KQF-2M9X") != respondent_id("two", "7KQF-2M9X")

    def test_the_doctor_finds_them_whole_and_does_not_call_them_namesakes(self, place: Place, anonymous: Round) -> None:
        for level in (1, 2):
            answer(place, anonymous, levels(level))
        assert check(place.folder, place.state).findings == ()


class TestAnswering:
    def test_nobody_answers_under_a_name_nor_anonymously_where_names_are_asked(
        self, place: Place, anonymous: Round
    ) -> None:
        with pytest.raises(InvalidError, match="anonymous"):
            place.store.open_sheet(anonymous, "Anna")
        named = place.store.start_round(anonymous.team_id, twelve_questions(), TODAY)
        with pytest.raises(InvalidError, match="not anonymous"):
            place.store.open_anonymous(named)
        assert place.slots_of(anonymous) == place.slots_of(named) == []

    def test_how_many_came_is_known_and_not_who(self, place: Place, anonymous: Round) -> None:
        answer(place, anonymous, dict.fromkeys(QUESTIONS, Answer(level=3)))
        answer(place, anonymous, levels(1))
        so_far = place.store.participation(anonymous)
        assert (so_far.answered_any, so_far.complete, so_far.expected, so_far.names) == (2, 1, 3, None)

    def test_who_still_answers_when_it_is_revealed_is_refused_and_what_was_saved_counts(
        self, place: Place, anonymous: Round
    ) -> None:
        sheet, code = place.store.open_anonymous(anonymous)
        sheet.save(levels(1))
        late, _code = place.store.open_anonymous(anonymous)
        revealed = place.on_another_machine().store.reveal_round(anonymous)
        for one in (sheet, late):
            with pytest.raises(ClosedError):
                one.save({"Q02": Answer(level=2)})
            one.close()
        with pytest.raises(ClosedError):
            place.store.open_anonymous(anonymous, code)
        assert revealed.state is RoundState.REVEALED
        assert [r.answers for r in place.store.responses(anonymous)] == [levels(1)]

    def test_two_windows_with_one_code_lose_nothing(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        sheets = [place.store.open_anonymous(anonymous, code)[0] for _window in range(3)]
        for turn in range(3):
            for number, sheet in enumerate(sheets):
                sheet.save({QUESTIONS[1 + turn * 3 + number]: Answer(level=2)})
        for sheet in sheets:
            sheet.close()
        (response,) = place.store.responses(anonymous)
        assert response.answers == {"Q01": Answer(level=1)} | {q: Answer(level=2) for q in QUESTIONS[1:10]}

    def test_a_later_answer_wins_whatever_the_clocks_of_two_machines_say(
        self, place: Place, anonymous: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = answer(place, anonymous, levels(1))
        monkeypatch.setattr("time.time_ns", lambda: 10**15)
        answer(place.on_another_machine(), anonymous, levels(5), code)
        (response,) = place.store.responses(anonymous)
        assert response.answers == levels(5)

    def test_a_file_that_another_hand_put_back_as_it_was_is_noticed_although_its_times_are_level(
        self, place: Place, anonymous: Round
    ) -> None:
        sheet, _code = place.store.open_anonymous(anonymous)
        sheet.save(levels(1))
        before = {path: path.read_bytes() for path in place.slots_of(anonymous)}
        sheet.save(levels(1, 2))
        for path, raw in before.items():
            path.write_bytes(raw)
            os.utime(path, (946_684_800, 946_684_800))
        sheet.save({"Q03": Answer(level=3)})
        sheet.close()
        (response,) = place.store.responses(anonymous)
        assert response.answers == levels(1, 2, 3)

    def test_a_damaged_twin_that_may_hold_more_is_not_thrown_away(self, place: Place, anonymous: Round) -> None:
        code = answer(place, anonymous, levels(1))
        newest = max(place.slots_of(anonymous), key=lambda path: json.loads(path.read_bytes())["_slot"]["1"]["seq"])
        newest.write_bytes(newest.read_bytes()[:500])
        answer(place, anonymous, levels(1, 2), code)
        assert newest.exists()
        assert {path.name for path in place.slots_of(anonymous)} > {newest.name}
        repair(place.folder, place.state)
        (response,) = place.store.responses(anonymous)
        assert response.answers == levels(1, 2)

    def test_two_folders_of_machines_that_never_met_come_together(
        self, place: Place, anonymous: Round, tmp_path: Path
    ) -> None:
        there = Place(tmp_path / "there", tmp_path / "state there")
        shutil.copytree(place.folder, there.folder)
        code = answer(place, anonymous, levels(1))
        answer(there, anonymous, levels(2))
        for path in there.slots_of(anonymous):
            shutil.copy(path, place.folder / path.relative_to(there.folder))
        assert sorted(r.answer("Q01").level or 0 for r in place.store.responses(anonymous)) == [1, 2]
        answer(place, anonymous, levels(4), code)
        assert sorted(r.answer("Q01").level or 0 for r in place.store.responses(anonymous)) == [2, 4]


def answer_all(folder: Path, state: Path, round_: Round, level: int) -> None:
    """Answer every question in a process of its own, one save a question, and come back once."""
    store = open_store(folder, state)
    code: str | None = None
    for part in (QUESTIONS[:6], QUESTIONS[6:]):
        sheet: Sheet
        sheet, code = store.open_anonymous(round_, code)
        for question in part:
            sheet.save({question: Answer(level=level)})
        sheet.close()


def test_five_people_at_once_lose_nothing_and_leave_five_sheets_that_look_alike(place: Place, anonymous: Round) -> None:
    # All of them come from one process that has loaded what they need.
    own = multiprocessing.get_context("forkserver")
    own.set_forkserver_preload([__name__])
    people = [own.Process(target=answer_all, args=(place.folder, place.state, anonymous, 1 + n)) for n in range(5)]
    for process in people:
        process.start()
    for process in people:
        process.join()
    assert [process.exitcode for process in people] == [0] * 5
    so_far = place.store.participation(anonymous)
    assert (so_far.complete, len(place.slots_of(anonymous))) == (5, 10)
    looks = {(path.stat().st_size, round(path.stat().st_mtime)) for path in place.slots_of(anonymous)}
    assert looks == {(UNSIGNED_STEP, 946_684_800)}
