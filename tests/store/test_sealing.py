"""A closed round: one file with all answers, the same on any machine; and a respondent who is taken out again."""

from __future__ import annotations

import itertools
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from sem.errors import ClosedError, NotFoundError, StoreError
from sem.model.assessment import Answer, Round, RoundKind, RoundState
from sem.store import sealing
from sem.store.findings import Severity
from sem.store.integrity import check, repair
from sem.store.refusals import Why
from sem.store.slots import seq_of
from tests.store.conftest import TODAY, Place, twelve_questions
from tests.store.exchange import Respondent, share_file

ANSWERS = {"Anna": {"Q01": 3, "Q02": 4}, "Bob": {"Q01": 1}}


@pytest.fixture
def answered(place: Place, round_: Round) -> Round:
    for name, levels in ANSWERS.items():
        place.answered(round_, name, levels)
    return round_


def close(place: Place, round_: Round) -> Round:
    return place.store.close_round(round_, TODAY)


def reveal(place: Place, round_: Round) -> Round:
    return place.store.reveal_round(round_)


def sealed(place: Place) -> list[Path]:
    return place.files("sealed-*.json")


def levels(place: Place, round_: Round) -> dict[str, dict[str, int | None]]:
    return {r.respondent.name: {q: a.level for q, a in r.answers.items()} for r in place.store.responses(round_)}


def anonymous(place: Place) -> Round:
    round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
    for number in (1, 2):
        sheet, _code = place.store.open_anonymous(round_)
        for question in ("Q03", "Q01", "Q02"):
            sheet.save({question: Answer(level=number, note=f"note {number}")}, question)
        sheet.close()
    return round_


class TestSealing:
    def test_puts_all_answers_into_one_file_that_tinydb_reads(self, place: Place, answered: Round) -> None:
        close(place, answered)
        (path,) = sealed(place)
        assert levels(place, answered) == ANSWERS
        assert place.slots_of(answered) == []
        with TinyDB(path) as database:
            assert {one["name"]["value"] for one in database.table("sheets")} == set(ANSWERS)

    def test_keeps_the_files_it_takes_the_place_of_in_a_backup(self, place: Place, answered: Round) -> None:
        before = {path.relative_to(place.folder).as_posix() for path in place.slots_of(answered)}
        close(place, answered)
        (backup,) = place.files("*.zip")
        with zipfile.ZipFile(backup) as archive:
            assert set(archive.namelist()) - {"manifest.json"} == before

    def test_makes_the_same_bytes_on_any_machine_from_whatever_files(
        self, place: Place, answered: Round, tmp_path: Path
    ) -> None:
        names = set()
        for number, order in enumerate(itertools.permutations(range(3))):
            machine = Place(tmp_path / f"m{number}", tmp_path / f"m{number}-state")
            other = Place(tmp_path / f"o{number}", tmp_path / f"o{number}-state")
            shutil.copytree(place.folder, machine.folder)
            shutil.copytree(place.folder, other.folder)
            for step in order:
                if step == 0:
                    machine.store.merge([other.folder])
                elif step == 1:
                    newest = max(machine.slots_of(answered), key=lambda path: path.stat().st_mtime_ns, default=None)
                    if newest is not None:
                        shutil.copy(newest, newest.with_name(f"{newest.stem} (conflicted copy).json"))
                else:
                    close(machine, answered)
            close(machine, answered)
            names |= {(path.name, path.read_bytes()) for path in sealed(machine)}
        assert len(names) == 1

    def test_again_writes_nothing(self, place: Place, answered: Round) -> None:
        close(place, answered)
        before = place.contents()
        close(place, answered)
        assert place.contents() == before

    def test_of_a_round_without_answers_makes_no_file(self, place: Place, round_: Round) -> None:
        close(place, round_)
        assert sealed(place) == []

    def test_whoever_still_answers_gets_no_saved_that_is_not_in_it(self, place: Place, answered: Round) -> None:
        sheet = place.store.open_sheet(answered, "Anna")
        sheet.save({"Q05": Answer(level=5)})
        close(place, answered)
        with pytest.raises((ClosedError, StoreError)):
            sheet.save({"Q06": Answer(level=5)})
        sheet.close()
        assert levels(place, answered)["Anna"] == {"Q01": 3, "Q02": 4, "Q05": 5}

    def test_that_breaks_off_leaves_every_answer_readable_and_can_be_done_again(
        self, place: Place, answered: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(sealing, "write_once", full)
            with pytest.raises(StoreError, match="full"):
                close(place, answered)
        assert levels(place, answered) == ANSWERS
        close(place, answered)
        assert (levels(place, answered), len(sealed(place)), place.slots_of(answered)) == (ANSWERS, 1, [])

    def test_killed_at_any_renaming_while_a_save_is_half_written_hides_nothing(
        self, place: Place, answered: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for one, other in zip(*[iter(place.slots_of(answered))] * 2, strict=True):
            older = min(one, other, key=lambda path: seq_of(path.read_bytes()))
            older.write_bytes(older.read_bytes()[:500])
        real = Path.rename
        left = [0]

        def rename(path: Path, target: Path) -> Path:
            if not left[0]:
                raise OSError(5, "Input/output error")
            left[0] -= 1
            return real(path, target)

        monkeypatch.setattr(Path, "rename", rename)
        for renamings in (0, 1, 1, 1):
            left[0] = renamings
            with pytest.raises(StoreError):
                close(place, answered)
            assert levels(place, answered) == ANSWERS
        left[0] = 10
        close(place, answered)
        assert (levels(place, answered), len(sealed(place))) == (ANSWERS, 1)

    def test_waits_for_damage_to_be_dealt_with(self, place: Place, answered: Round) -> None:
        for path in place.slots_of(answered)[:2]:
            path.write_bytes(b"{")
        before = len(place.slots_of(answered))
        with pytest.raises(StoreError, match="damaged"):
            close(place, answered)
        assert (len(place.slots_of(answered)), sealed(place)) == (before, [])

    @pytest.mark.parametrize("go_on", [close, reveal])
    def test_leaves_the_round_open_where_damage_is_told_of(
        self, place: Place, answered: Round, go_on: Callable[[Place, Round], Round]
    ) -> None:
        for path in place.slots_of(answered)[:2]:
            path.write_bytes(b"{")
        before = place.contents()
        with pytest.raises(StoreError, match="Nothing was changed"):
            go_on(place, answered)
        assert place.contents() == before
        assert [one.state for one in place.store.rounds(answered.team_id)] == [RoundState.OPEN]

    def test_two_machines_that_sealed_different_answers_come_together(
        self, place: Place, answered: Round, tmp_path: Path
    ) -> None:
        other = Place(tmp_path / "other", tmp_path / "other-state")
        shutil.copytree(place.folder, other.folder)
        other.answered(answered, "Carol", {"Q07": 2})
        close(place, answered)
        close(other, answered)
        assert place.store.merge([other.folder]).sealed == 1
        other.store.merge([place.folder])
        assert [path.name for path in sealed(place)] == [path.name for path in sealed(other)]
        assert levels(place, answered) == {**ANSWERS, "Carol": {"Q07": 2}}

    def test_a_sealed_file_that_a_sync_program_brought_counts_beside_ours(
        self, place: Place, answered: Round, tmp_path: Path
    ) -> None:
        other = Place(tmp_path / "other", tmp_path / "other-state")
        shutil.copytree(place.folder, other.folder)
        other.answered(answered, "Carol", {"Q07": 2})
        close(place, answered)
        close(other, answered)
        shutil.copy(sealed(other)[0], sealed(place)[0].parent)
        assert levels(place, answered) == {**ANSWERS, "Carol": {"Q07": 2}}
        assert [one.severity for one in check(place.folder, place.state).findings] == [Severity.NOTICE]
        close(place, answered)
        assert len(sealed(place)) == 1
        assert not check(place.folder, place.state).findings


class TestAnAnonymousSeal:
    def test_tells_no_order_writer_or_time(self, place: Place) -> None:
        round_ = anonymous(place)
        writers = {path.name.split("~")[1].split(".")[0] for path in place.slots_of(round_)}
        close(place, round_)
        (path,) = sealed(place)
        raw = path.read_bytes()
        assert not any(writer.encode() in raw for writer in writers)
        with TinyDB(path) as database:
            for sheet in database.table("sheets"):
                assert len({one["at"] for one in sheet["answers"] if one["v"]}) == 1
                assert [one["q"] for one in sheet["answers"]] == sorted(one["q"] for one in sheet["answers"])
        assert path.stat().st_mtime == path.parent.stat().st_mtime == 946_684_800

    def test_leaves_no_older_versions_behind_not_even_in_the_backup(self, place: Place) -> None:
        round_ = anonymous(place)
        close(place, round_)
        (backup,) = place.files("*.zip")
        with zipfile.ZipFile(backup) as archive:
            assert {Path(name).name for name in archive.namelist()} == {sealed(place)[0].name, "manifest.json"}

    def test_is_not_changed_by_a_stale_copy(self, place: Place, tmp_path: Path) -> None:
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        sheet, _code = place.store.open_anonymous(round_)
        sheet.save({"Q01": Answer(level=1)})
        shutil.copytree(place.folder, tmp_path / "stale")
        sheet.save({"Q01": Answer(level=5)})
        sheet.close()
        close(place, round_)
        before = sealed(place)
        assert not place.store.merge([tmp_path / "stale"]).changed
        assert sealed(place) == before


class TestTheDoctor:
    def test_finds_nothing_wrong_with_a_sealed_round(self, place: Place, answered: Round) -> None:
        close(place, answered)
        assert check(place.folder, place.state).findings == ()

    def test_names_a_damaged_one_and_readers_refuse_to_take_it_for_nothing(self, place: Place, answered: Round) -> None:
        close(place, answered)
        (path,) = sealed(place)
        path.write_bytes(path.read_bytes()[:500])
        with pytest.raises(StoreError, match="damaged"):
            place.store.responses(answered)
        assert [(one.path, one.severity) for one in check(place.folder, place.state).findings] == [
            (path, Severity.ERROR)
        ]

    def test_a_merge_of_another_copy_brings_back_what_a_repair_set_aside(
        self, place: Place, answered: Round, tmp_path: Path
    ) -> None:
        close(place, answered)
        shutil.copytree(place.folder, tmp_path / "copy")
        (path,) = sealed(place)
        path.write_bytes(b"{}")
        repair(place.folder, place.state)
        place.store.merge([tmp_path / "copy"])
        assert levels(place, answered) == ANSWERS


class TestErasing:
    def id_of(self, place: Place, round_: Round, name: str) -> str:
        return place.response(round_, name).respondent.id

    def bytes_with(self, place: Place, words: str) -> list[Path]:
        return [path for path in place.files() if path.suffix != ".zip" and words.encode() in path.read_bytes()]

    @pytest.mark.parametrize("is_closed", [False, True])
    def test_leaves_nothing_but_a_tombstone_without_a_name(
        self, place: Place, answered: Round, is_closed: bool
    ) -> None:
        if is_closed:
            close(place, answered)
        id_ = self.id_of(place, answered, "Anna")
        place.store.erase_respondent(answered, id_)
        assert levels(place, answered) == {"Bob": {"Q01": 1}}
        assert self.bytes_with(place, "Anna") == []
        assert {path.name.partition("~")[0] for path in self.bytes_with(place, id_)} == {"roster"}

    def test_stays_whatever_is_merged_later(self, place: Place, answered: Round, tmp_path: Path) -> None:
        shutil.copytree(place.folder, tmp_path / "copy")
        late = Respondent(share_file(place, answered, tmp_path / "out", "Anna"), tmp_path / "anna", "Anna")
        back = late.answer({"Q09": Answer(level=2)}, tmp_path / "back")
        place.store.erase_respondent(answered, self.id_of(place, answered, "Anna"))
        merged = place.store.merge([tmp_path / "copy", back])
        assert {one.why for one in merged.refused} == {Why.ERASED}
        assert (merged.written, levels(place, answered)) == (0, {"Bob": {"Q01": 1}})

    def test_reaches_other_workspaces_with_the_next_merge(self, place: Place, answered: Round, tmp_path: Path) -> None:
        other = Place(tmp_path / "other", tmp_path / "other-state")
        shutil.copytree(place.folder, other.folder)
        id_ = self.id_of(place, answered, "Anna")
        place.store.erase_respondent(answered, id_)
        assert other.store.merge([place.folder]).erased == 1
        assert levels(other, answered) == {"Bob": {"Q01": 1}}
        assert self.bytes_with(other, "Anna") == []

    def test_names_the_backups_that_still_hold_the_answers(self, place: Place, answered: Round) -> None:
        id_ = self.id_of(place, answered, "Anna")
        assert place.store.erase_respondent(answered, id_) == ()
        close(place, answered)
        bob = self.id_of(place, answered, "Bob")
        assert place.store.erase_respondent(answered, bob) == tuple(map(str, place.files("*.zip")))

    def test_a_window_that_still_answers_does_not_bring_it_back(self, place: Place, answered: Round) -> None:
        sheet = place.store.open_sheet(answered, "Anna")
        place.store.erase_respondent(answered, self.id_of(place, answered, "Anna"))
        with pytest.raises((ClosedError, StoreError)):
            sheet.save({"Q03": Answer(level=1)})
        sheet.close()
        assert self.bytes_with(place, "Anna") == []

    def test_the_same_name_may_answer_anew(self, place: Place, answered: Round) -> None:
        place.store.erase_respondent(answered, self.id_of(place, answered, "Anna"))
        place.answered(answered, "Anna", {"Q12": 1})
        assert levels(place, answered)["Anna"] == {"Q12": 1}

    def test_what_a_sync_program_brings_back_is_not_read_but_told_and_erased_again(
        self, place: Place, answered: Round, tmp_path: Path
    ) -> None:
        shutil.copytree(place.folder, tmp_path / "copy")
        id_ = self.id_of(place, answered, "Anna")
        place.store.erase_respondent(answered, id_)
        for path in (tmp_path / "copy").rglob(f"{id_}~*"):
            shutil.copy(path, place.folder / path.relative_to(tmp_path / "copy"))
        assert levels(place, answered) == {"Bob": {"Q01": 1}}
        assert {one.severity for one in check(place.folder, place.state).findings} == {Severity.WARNING}
        place.store.erase_respondent(answered, id_)
        assert check(place.folder, place.state).findings == ()

    def test_of_nobody_is_refused(self, place: Place, answered: Round) -> None:
        with pytest.raises(NotFoundError):
            place.store.erase_respondent(answered, "f" * 16)
