"""The two files of a sheet: plain TinyDB, one sync a save, and nothing but whole versions for a reader."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from sem.errors import StoreError
from sem.files import read_file
from sem.model.assessment import NO_ANSWER, Answer, NotApplicable, Reason, Round
from sem.store import Sheet
from sem.store.slots import STEP, create_pair, pack_tables, seq_of, unpack
from sem.store.storage import SlotStorage
from tests.store.conftest import QUESTIONS, Place

PAGE = 512
"""The least that a disk writes whole."""


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes of the files synced so far."""
    done: list[int] = []
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)

        def counted(fd: int, real: object = real) -> None:
            done.append(os.fstat(fd).st_ino)
            real(fd)  # type: ignore[operator]

        monkeypatch.setattr(os, name, counted)
    return done


def newer_last(path: Path) -> int:
    """Return what sorts the slots of a pair by their age."""
    return seq_of(path.read_bytes())


class TestPlainTinyDB:
    def test_both_slots_open_and_show_the_documents(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.save({"Q03": Answer(level=2, note="één")})
        sheet.save({"Q03": Answer(level=4, note="één"), "Q04": Answer(not_applicable=NotApplicable(Reason.NOT_HERE))})
        seen = []
        for path in place.slots_of(round_):
            with TinyDB(path) as database:
                answers = database.table("answers")
                assert [document.doc_id for document in answers] == list(range(1, 13))
                assert [document["q"] for document in answers] == list(QUESTIONS)
                document = answers.get(where("q") == "Q03")
                assert document is not None
                assert document.doc_id == 3
                assert document["note"] == "één"
                seen.append(document["v"])
        assert sorted(seen) == [2, 4], "the other slot is the version before"

    def test_a_document_says_what_it_is_in_a_few_words(self, place: Place, sheet: Sheet, round_: Round) -> None:
        sheet.save({"Q01": Answer(level=3)})
        sheet.save({"Q01": NO_ANSWER})
        for path, level in zip(sorted(place.slots_of(round_), key=newer_last), (3, None), strict=True):
            with TinyDB(path) as database:
                document = database.table("answers").get(doc_id=1)
            assert document["v"] == level
            assert list(document) == ["q", "v", "na", "dk", "note", "confidence", "evidence", "at", "by"]

    def test_every_file_of_the_workspace_says_what_it_is(self, place: Place, sheet: Sheet, round_: Round) -> None:
        kinds = {}
        for path in place.files("*.json"):
            if path.parent.name != "models":
                with TinyDB(path) as database:
                    meta = database.table("_meta").get(doc_id=1)
                assert (meta["format"], meta["schema"], meta["min_reader"]) == ("sem", 2, 2)
                kinds[meta["kind"]] = meta
        assert set(kinds) == {"workspace", "team", "round", "sheet"}
        assert kinds["sheet"]["round"] == round_.id
        assert kinds["sheet"]["questionnaire"]["digest"] == round_.questionnaire.digest


class TestOneSync:
    def test_a_save_is_one_sync(self, sheet: Sheet, syncs: list[int]) -> None:
        for count in range(1, 6):
            sheet.save({QUESTIONS[count]: Answer(level=count)})
            assert len(syncs) == count

    def test_several_answers_and_the_place_are_one_sync(self, sheet: Sheet, syncs: list[int]) -> None:
        sheet.save({question: Answer(level=2) for question in QUESTIONS}, place="Q07")
        assert len(syncs) == 1

    def test_a_move_alone_is_one_sync_and_nothing_is_none(self, sheet: Sheet, syncs: list[int]) -> None:
        sheet.save({})
        assert len(syncs) == 0
        sheet.save({}, place="Q02")
        assert len(syncs) == 1

    def test_a_sheet_that_outgrows_its_files_takes_one_sync_too(self, sheet: Sheet, syncs: list[int]) -> None:
        for count in range(1, 13):
            sheet.save({QUESTIONS[count - 1]: Answer(note="n" * 4000)})
            assert len(syncs) == count

    def test_opening_makes_sure_of_the_good_slot_before_the_other_is_overwritten(
        self, place: Place, round_: Round, syncs: list[int]
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        good = max(place.slots_of(round_), key=newer_last)
        syncs.clear()
        place.store.open_sheet(round_, "Anna").close()
        assert syncs == [good.stat().st_ino]

    def test_reading_takes_none(self, place: Place, sheet: Sheet, round_: Round, syncs: list[int]) -> None:
        sheet.save({"Q01": Answer(level=2)})
        before = len(syncs)
        place.store.responses(round_)
        place.store.teams()
        assert len(syncs) == before


def test_files_are_padded_and_never_shrink(place: Place, sheet: Sheet, round_: Round) -> None:
    sheet.save({question: Answer(note="n" * 3000) for question in QUESTIONS})
    sheet.save({question: Answer(note="m" * 3000) for question in QUESTIONS})
    sizes = [path.stat().st_size for path in place.slots_of(round_)]
    assert all(size % STEP == 0 and size > 36_000 for size in sizes)
    for _ in range(2):
        sheet.save(dict.fromkeys(QUESTIONS, NO_ANSWER))
    assert [path.stat().st_size for path in place.slots_of(round_)] == sizes
    assert place.response(round_, "Anna").answers == {}


@given(st.binary(max_size=200), st.integers(1, 2**60))
def test_a_slot_that_lost_a_byte_has_no_number(noise: bytes, seq: int) -> None:
    raw = pack_tables({"t": {"1": {"text": noise.hex()}}}, seq)
    assert seq_of(raw) == seq
    assert unpack(raw) == {"t": {"1": {"text": noise.hex()}}}
    used = len(raw.rstrip())
    for at in random.Random(seq).sample(range(used), min(used, 20)):
        assert seq_of(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]) != seq
        assert seq_of(raw[:at]) == 0


@given(data=st.data(), lengths=st.lists(st.integers(0, 9000), min_size=1, max_size=6))
def test_a_power_cut_leaves_what_was_saved_or_what_was_being_saved(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, lengths: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    paths = [folder / "s.a.json", folder / "s.b.json"]
    meta = {"1": {"format": "sem", "schema": 1, "min_reader": 1}}
    create_pair(paths, {"_meta": meta, "answers": {"1": {"note": ""}}})
    storage = SlotStorage(paths)
    saved = ""
    for number, length in enumerate(lengths):
        before = [path.read_bytes() for path in paths]
        coming = f"{number}" * length
        storage.write({"_meta": meta, "answers": {"1": {"note": coming}}})
        after = [path.read_bytes() for path in paths]
        # The disk may have taken any of the pages that were not synced yet, and the new length or not.
        survived = [_torn(old, new, data) if old != new else old for old, new in zip(before, after, strict=True)]
        for path, raw in zip(paths, survived, strict=True):
            path.with_suffix(".cut").write_bytes(raw)
        cut = SlotStorage([path.with_suffix(".cut") for path in paths])
        assert cut.read()["answers"]["1"]["note"] in (saved, coming)
        cut.write({"_meta": meta, "answers": {"1": {"note": "goes on"}}})
        cut.close()
        again = SlotStorage([path.with_suffix(".cut") for path in paths])
        assert again.read()["answers"]["1"]["note"] == "goes on"
        again.close()
        saved = coming
    storage.close()


def _torn(old: bytes, new: bytes, data: st.DataObject) -> bytes:
    pages = -(-len(new) // PAGE)
    taken = data.draw(st.sets(st.integers(0, pages - 1)), label="pages that reached the disk")
    grown = data.draw(st.booleans(), label="new length reached the disk")
    mixed = bytearray(old.ljust(len(new), b"\0"))
    for page in taken:
        mixed[page * PAGE : (page + 1) * PAGE] = new[page * PAGE : (page + 1) * PAGE]
    return bytes(mixed if grown else mixed[: len(old)])


class TestFailing:
    """A disk that takes only part of a write, at every place it can stop."""

    @pytest.mark.parametrize("taken", [0, 1, 100, 4096, 8000, 8191])
    def test_a_write_that_stops_half_way_loses_nothing_and_can_be_repeated(
        self, place: Place, sheet: Sheet, round_: Round, monkeypatch: pytest.MonkeyPatch, taken: int
    ) -> None:
        sheet.save({"Q01": Answer(level=1, note="kept")}, place="Q01")
        write = os.write

        def full(fd: int, data: bytes) -> int:
            if taken:
                write(fd, bytes(data[:taken]))
            raise OSError(28, "No space left on device")

        for _ in range(3):
            with monkeypatch.context() as patched:
                patched.setattr(os, "write", full)
                with pytest.raises(StoreError, match="disk is full") as caught:
                    sheet.save({"Q01": Answer(level=5), "Q02": Answer(level=5)}, place="Q02")
            assert "workspace" in str(caught.value)
            assert sheet.response.answers == {"Q01": Answer(level=1, note="kept")}
            # All that matters may have been written before the disk was full; it was only never promised.
            assert place.response(round_, "Anna").answer("Q01") in (Answer(level=1, note="kept"), Answer(level=5))
        sheet.save({"Q02": Answer(level=2)})
        assert place.response(round_, "Anna").answers == {
            "Q01": Answer(level=1, note="kept"), "Q02": Answer(level=2),
        }  # fmt: skip
        assert place.response(round_, "Anna").place == "Q01"

    def test_a_failed_save_that_grew_the_file_does_not_spoil_a_shorter_one(
        self, place: Place, sheet: Sheet, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr("sem.store.storage.sync", _refuse)
            with pytest.raises(StoreError):
                sheet.save({question: Answer(note="n" * 4000) for question in QUESTIONS})
        sheet.save({"Q01": Answer(level=3)})
        sheet.save({"Q01": Answer(level=4)})
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=4)}
        assert all(seq_of(path.read_bytes()) for path in place.slots_of(round_))

    def test_a_failed_sync_is_answered_by_writing_the_same_slot_again(
        self, place: Place, sheet: Sheet, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sheet.save({"Q01": Answer(level=1)})
        good = max(place.slots_of(round_), key=newer_last)
        kept = good.read_bytes()
        with monkeypatch.context() as patched:
            patched.setattr("sem.store.storage.sync", _refuse)
            with pytest.raises(StoreError):
                sheet.save({"Q01": Answer(level=2)})
        assert good.read_bytes() == kept
        sheet.save({"Q01": Answer(level=3)})
        assert good.read_bytes() == kept
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=3)


def _refuse(_fd: int) -> None:
    raise OSError(5, "Input/output error")


def test_slots_that_are_being_written_are_looked_at_again(
    place: Place, sheet: Sheet, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.save({"Q01": Answer(level=1)})
    real, looks = read_file, dict.fromkeys(place.slots_of(round_), 0)

    def torn_at_first(path: Path) -> bytes:
        if path not in looks:
            return real(path)
        looks[path] += 1
        return real(path)[: 100 * looks[path]] if looks[path] < 4 else real(path)

    monkeypatch.setattr("sem.store.slots.read_file", torn_at_first)
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
    assert min(looks.values()) == 4


def test_a_slot_that_was_never_finished_is_not_taken_for_an_empty_sheet(tmp_path: Path) -> None:
    paths = [tmp_path / "s.a.json", tmp_path / "s.b.json"]
    for path in paths:
        path.write_bytes(b"")
    with pytest.raises(ValueError, match="neither"):
        SlotStorage(paths)
