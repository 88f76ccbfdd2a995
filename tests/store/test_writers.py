"""Who writes which file: no two processes ever the same one, whatever happens around them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.store import Sheet
from sem.store.slots import pack_tables, seq_of, unpack
from sem.store.writer import Writers, fingerprint
from tests.store.conftest import Place, by_age

ANSWER_Q02 = """
import sys
from pathlib import Path
from sem.model.assessment import Answer
from sem.store import open_store

store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
(team,) = store.teams()
sheet = store.open_sheet(store.rounds(team.id)[0], "anna")
sheet.save({"Q02": Answer(level=2)})
"""


def writers_of(place: Place, round_: Round) -> set[str]:
    return {path.name.split("~")[1].split(".")[0] for path in place.slots_of(round_)}


def test_what_a_newer_version_wrote_stays_though_it_is_older_and_another_file_is_written(
    place: Place, round_: Round
) -> None:
    for level in (1, 2):
        place.answered(round_, "Anna", {"Q01": level})
    older = by_age(place.slots_of(round_))[0]
    tables = unpack(older.read_bytes())
    tables["_meta"]["1"] |= {"schema": 99, "min_reader": 99}
    older.write_bytes(pack_tables(tables, seq_of(older.read_bytes())))
    left = older.read_bytes()
    for level in (3, 4, 5):
        place.answered(round_, "Anna", {"Q02": level})
    assert older.read_bytes() == left
    assert len(writers_of(place, round_)) > 1
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=2), "Q02": Answer(level=5)}


def test_two_windows_write_two_files_and_the_newest_answer_counts(place: Place, round_: Round) -> None:
    one, other = place.store.open_sheet(round_, "Anna"), place.store.open_sheet(round_, "ANNA")
    one.save({"Q01": Answer(level=1), "Q02": Answer(level=1)}, place="Q02")
    other.save({"Q01": Answer(level=2)}, place="Q01")
    one.save({"Q03": Answer(level=3)})
    assert len(writers_of(place, round_)) == 2
    response = place.response(round_, "Anna")
    assert {question: answer.level for question, answer in response.answers.items()} == {"Q01": 2, "Q02": 1, "Q03": 3}
    assert response.place == "Q01"
    one.close()
    other.close()


def test_no_two_claims_at_a_time_are_the_same_and_a_released_one_is_free_again(place: Place) -> None:
    writers, others = Writers(place.state), Writers(place.state)
    claims = [one.claim("0123456789abcdef") for one in (writers, others) for _ in range(20)]
    assert len({claim.writer for claim in claims}) == 40
    claims[0].release()
    assert others.claim("0123456789abcdef").writer == claims[0].writer


def test_a_window_that_was_closed_leaves_its_file_to_the_next(place: Place, round_: Round) -> None:
    for level in (1, 2, 3):
        place.answered(round_, "Anna", {"Q01": level})
    assert len(writers_of(place, round_)) == 1


def test_another_process_writes_a_file_of_its_own(place: Place, round_: Round) -> None:
    sheet = place.store.open_sheet(round_, "Anna")
    sheet.save({"Q01": Answer(level=1)})
    subprocess.run([sys.executable, "-c", ANSWER_Q02, place.folder, place.state], check=True, timeout=30)
    sheet.save({"Q03": Answer(level=3)})
    sheet.close()
    assert {q: a.level for q, a in place.response(round_, "Anna").answers.items()} == {"Q01": 1, "Q02": 2, "Q03": 3}
    assert len(writers_of(place, round_)) == 2


def test_another_machine_writes_a_file_of_its_own(place: Place, round_: Round) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    place.on_another_machine().answered(round_, "Anna", {"Q02": 2})
    assert len(writers_of(place, round_)) == 2
    assert len(place.response(round_, "Anna").answers) == 2


def test_a_state_folder_that_was_copied_to_another_machine_gets_an_id_of_its_own(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writer() -> str:
        claim = Writers(place.state).claim("0123456789abcdef")
        claim.release()
        return claim.writer

    here = writer()
    assert writer() == here
    monkeypatch.setattr("platform.node", lambda: "another-laptop")
    assert writer() != here
    monkeypatch.undo()
    assert writer() == here
    clone = place.state.with_name("clone")
    shutil.copytree(place.state, clone)
    assert fingerprint(clone) != fingerprint(place.state)
    assert Writers(clone).claim("0123456789abcdef").writer != here


def test_a_damaged_id_of_the_installation_is_replaced(place: Place, round_: Round) -> None:
    place.answered(round_, "Anna", {})
    (install,) = place.state.glob("install-*")
    install.write_text("{")
    place.answered(round_, "Anna", {"Q01": 1})
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}


def test_without_a_folder_for_locks_chance_keeps_two_windows_apart(place: Place) -> None:
    place.state.parent.mkdir(parents=True, exist_ok=True)
    place.state.write_text("a file where the folder should be")
    round_ = place.round()
    one, other = place.store.open_sheet(round_, "Anna"), place.store.open_sheet(round_, "Anna")
    one.save({"Q01": Answer(level=1)})
    other.save({"Q02": Answer(level=2)})
    assert len(writers_of(place, round_)) == 2
    assert len(place.response(round_, "Anna").answers) == 2
    one.close()
    other.close()


def stranger_than(place: Place, round_: Round, before: set[str]) -> bool:
    return bool(writers_of(place, round_) - before)


class TestAnotherHand:
    """Somebody else touches the files of a sheet that is open."""

    def put_an_older_version_back(self, paths: list[Path]) -> None:
        for path in paths:
            backup = path.with_suffix(".old")
            shutil.copy(path, backup)
            backup.replace(path)

    def delete_them(self, paths: list[Path]) -> None:
        for path in paths:
            path.unlink()

    def edit_them(self, paths: list[Path]) -> None:
        for path in paths:
            path.write_bytes(path.read_bytes().replace(b'"Q01"', b'"Q02"'))

    def cut_them(self, paths: list[Path]) -> None:
        for path in paths:
            path.write_bytes(b"")

    @pytest.mark.parametrize("deed", [put_an_older_version_back, delete_them, edit_them, cut_them])
    def test_the_sheet_goes_on_in_a_file_of_its_own_with_all_it_knew(
        self, place: Place, sheet: Sheet, round_: Round, deed: object
    ) -> None:
        sheet.save({"Q01": Answer(level=1)}, place="Q01")
        before = writers_of(place, round_)
        deed(self, place.slots_of(round_)[:1])  # type: ignore[operator]
        left = place.slots_of(round_)[0].read_bytes() if place.slots_of(round_) else b""
        sheet.save({"Q02": Answer(level=2)})
        assert stranger_than(place, round_, before)
        sheet.save({"Q03": Answer(level=3)})
        response = place.response(round_, "Anna")
        assert {question: answer.level for question, answer in response.answers.items()} == {
            "Q01": 1,
            "Q02": 2,
            "Q03": 3,
        }
        assert response.place == "Q01"
        assert left in [path.read_bytes() for path in place.slots_of(round_)], "what the other hand did stays"

    @pytest.mark.parametrize("replaced", [False, True])
    def test_a_save_whose_file_was_moved_away_meanwhile_does_not_count(
        self, place: Place, sheet: Sheet, round_: Round, monkeypatch: pytest.MonkeyPatch, replaced: bool
    ) -> None:
        sheet.save({"Q01": Answer(level=1)})
        folder = place.slots_of(round_)[0].parent
        copy, away = folder.with_name("copy"), folder.with_name("away")
        shutil.copytree(folder, copy)

        def move_away(_fd: int) -> None:
            folder.rename(away)
            if replaced:
                copy.rename(folder)

        with monkeypatch.context() as patched:
            patched.setattr("sem.store.storage.sync", move_away)
            with pytest.raises(StoreError, match="gone"):
                sheet.save({"Q02": Answer(level=2)})
        assert sheet.response.answers == {"Q01": Answer(level=1)}
        if not replaced:
            away.rename(folder)
        sheet.save({"Q03": Answer(level=3)})
        shutil.rmtree(away, ignore_errors=True)
        shutil.rmtree(copy, ignore_errors=True)
        response = place.response(round_, "Anna")
        assert (response.answer("Q01"), response.answer("Q03")) == (Answer(level=1), Answer(level=3))

    def test_a_touch_that_changes_nothing_is_no_reason_to_move(self, place: Place, sheet: Sheet, round_: Round) -> None:
        before = writers_of(place, round_)
        for path in place.slots_of(round_):
            os.utime(path, ns=(1, 1))
        sheet.save({"Q01": Answer(level=1)})
        assert writers_of(place, round_) == before

    def test_a_foreign_file_under_the_name_of_a_slot_is_not_overwritten(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        foreign = place.slots_of(round_)[0]
        foreign.write_text('{"mine": true}')
        for level in (2, 3):
            place.answered(round_, "Anna", {"Q01": level})
        assert foreign.read_text() == '{"mine": true}'
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=3)}
