"""Backups on request, and putting one back: whole, checked first, never over what is newer, as often as one likes."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.errors import ExportError, InvalidError, NotFoundError, SemError, StoreError
from sem.model.assessment import Answer, Round, RoundKind, RoundState
from sem.store import backup_reading
from sem.store.backing_up import back_up
from sem.store.integrity import check, repair
from sem.store.refusals import Why
from sem.store.restoring import Restored, restore
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import TODAY, Place, twelve_questions

FOUR, FIVE = Answer(level=4), Answer(level=5)


@pytest.fixture
def backup(place: Place, round_: Round, tmp_path: Path) -> Path:
    """A backup of a workspace in which Anna answered."""
    place.answered(round_, "Anna", {"Q01": 4})
    return back_up(place.folder, place.state, tmp_path / "all.zip")[0]


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """Another machine, or this one with a new disk."""
    return Place(tmp_path / "empty", tmp_path / "empty-state")


def put_back(place: Place, path: Path, team: str | None = None, *, dry_run: bool = False) -> Restored:
    return restore(place.folder, place.state, path, team=team, dry_run=dry_run)


def repacked(path: Path, change: Callable[[dict[str, bytes]], object], *, listed: bool = False) -> Path:
    """Change what is in a zip, as with another program; with its list made anew where `listed`."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if listed:
        from hashlib import sha256

        about = json.loads(files["manifest.json"])
        about["files"] = {name: sha256(raw).hexdigest() for name, raw in files.items() if name != "manifest.json"}
        files["manifest.json"] = json.dumps(about).encode()
    new = path.with_name("changed.zip")
    with zipfile.ZipFile(new, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return new


def words(error: SemError) -> str:
    return str(error)


def test_answers_of_which_no_slot_is_whole_come_back_after_a_repair(place: Place, round_: Round, backup: Path) -> None:
    for slot in place.slots_of(round_):
        slot.write_bytes(b"{")
    with pytest.raises(StoreError) as told:
        place.store.responses(round_)
    assert [problem.file for problem in told.value.problems] == [str(slot) for slot in place.slots_of(round_)]
    assert "sem doctor --repair" in told.value.advice
    assert put_back(place, backup).merged.refused[0].why is Why.OURS_IS_DAMAGED
    after = repair(place.folder, place.state).after
    assert place.store.responses(round_) == ()
    assert ["sem restore" in finding.what for finding in after.findings] == [True]
    put_back(place, backup)
    assert place.response(round_, "Anna").answers == {"Q01": FOUR}


class TestBackingUp:
    def test_everything_is_in_it_but_earlier_backups_and_what_was_set_aside(self, place: Place, backup: Path) -> None:
        for name in ("backups", "set-aside"):
            (place.folder / name).mkdir()
            (place.folder / name / "old").write_bytes(b"old")
        before = {
            path.relative_to(place.folder).as_posix(): data
            for path, data in place.contents().items()
            if path.name != "old"
        }
        for everything, more in ((False, set()), (True, {"backups/old", "set-aside/old"})):
            path, files = back_up(place.folder, place.state, backup, everything=everything)
            with zipfile.ZipFile(path) as archive:
                assert set(archive.namelist()) == {*before, *more, "manifest.json"}
                assert {name: archive.read(name) for name in before} == before
            assert files == len(before) + len(more)

    def test_of_one_team_no_other_is_in_it(self, place: Place, round_: Round, tmp_path: Path, empty: Place) -> None:
        place.team("Beta")
        path, _files = back_up(place.folder, place.state, tmp_path / "alpha.zip", team_id=round_.team_id)
        assert [team.name for team in put_back(empty, path).back] == ["Alpha"]

    def test_in_a_folder_it_gets_a_number_and_a_named_file_is_refused(self, place: Place, backup: Path) -> None:
        before = backup.read_bytes()
        assert back_up(place.folder, place.state, backup)[0].name == "all-2.zip"
        with pytest.raises(ExportError, match="stays as it is"):
            back_up(place.folder, place.state, backup, numbered=False)
        assert backup.read_bytes() == before
        assert sorted(path.name for path in backup.parent.glob("*.zip")) == ["all-2.zip", "all.zip"]

    def test_without_a_workspace_there_is_nothing_to_back_up(self, empty: Place, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError):
            back_up(empty.folder, empty.state, tmp_path / "none.zip")
        assert not empty.folder.exists()

    def test_a_full_disk_leaves_nothing_behind(
        self, place: Place, round_: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(ExportError, match="disk is full"):
            back_up(place.folder, place.state, tmp_path / "out" / "all.zip")
        assert list((tmp_path / "out").iterdir()) == []

    def test_who_goes_on_answering_meanwhile_has_one_whole_version_in_it(
        self, place: Place, round_: Round, tmp_path: Path, empty: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each file that is put in the zip is followed by two saves, so that both slots change all the time."""
        sheet = place.store.open_sheet(round_, "Anna", {"Q01": Answer(level=1)})
        write = zipfile.ZipFile.writestr

        def and_save(archive: zipfile.ZipFile, *arguments: object) -> None:
            write(archive, *arguments)  # type: ignore[arg-type]
            for level in (2, 3):
                sheet.save({"Q01": Answer(level=level)})

        monkeypatch.setattr(zipfile.ZipFile, "writestr", and_save)
        path, _files = back_up(place.folder, place.state, tmp_path / "all.zip")
        sheet.close()
        monkeypatch.undo()
        assert put_back(empty, path).merged.refused == []
        assert empty.response(round_, "Anna").answer("Q01").level in (1, 3)


class TestPuttingBack:
    def test_into_an_empty_folder_all_of_it_comes_back(self, place: Place, backup: Path, empty: Place) -> None:
        done = put_back(empty, backup)
        assert [team.name for team in done.back] == ["Alpha"]
        (round_,) = empty.store.rounds(empty.store.teams()[0].id)
        assert empty.response(round_, "Anna").answers == {"Q01": FOUR}
        assert empty.store.questionnaire(round_) == twelve_questions()
        assert not check(empty.folder, empty.state).findings

    def test_a_removed_team_comes_back_from_the_backup_that_was_made_then(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        done = put_back(place, Path(place.store.remove_team(round_.team_id)))
        assert [team.id for team in done.back] == [round_.team_id]
        assert place.response(round_, "Anna").answers == {"Q01": FOUR}
        assert not check(place.folder, place.state).findings

    def test_so_does_one_from_a_backup_of_before_these_had_a_version(self, place: Place, round_: Round) -> None:
        def without_version(files: dict[str, bytes]) -> None:
            about = json.loads(files["manifest.json"])
            del about["version"]
            files["manifest.json"] = json.dumps(about).encode()

        older = repacked(Path(place.store.remove_team(round_.team_id)), without_version)
        assert put_back(place, older).back[0].id == round_.team_id

    def test_a_closed_and_an_anonymous_round_come_back_as_they_were(self, place: Place, empty: Place) -> None:
        round_ = place.round()
        place.answered(round_, "Anna", {"Q01": 4})
        place.store.close_round(round_, TODAY)
        hidden = place.store.start_round(round_.team_id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        sheet, code = place.store.open_anonymous(hidden)
        sheet.save({"Q01": FIVE})
        sheet.close()
        path, _files = back_up(place.folder, place.state, place.folder.parent / "all.zip")
        put_back(empty, path)
        assert [one.state for one in empty.store.rounds(round_.team_id)] == [RoundState.CLOSED, RoundState.OPEN]
        assert empty.store.open_anonymous(hidden, code)[0].response.answers == {"Q01": FIVE}
        assert not check(empty.folder, empty.state).findings

    def test_what_is_newer_here_stays(self, place: Place, round_: Round, backup: Path) -> None:
        place.answered(round_, "Anna", {"Q01": 5, "Q02": 2})
        place.store.rename_team(round_.team_id, "Omega")
        before = place.contents()
        done = put_back(place, backup)
        assert (done.merged.written, done.merged.changed, done.back) == (0, False, ())
        assert place.contents() == before

    def test_nothing_of_it_stays_elsewhere_on_the_machine_not_even_what_a_kill_left(
        self, empty: Place, backup: Path
    ) -> None:
        left = empty.state / "restoring" / "teams"
        left.mkdir(parents=True)
        (left / "left.json").write_text("answers of somebody")
        put_back(empty, backup)
        assert not left.parent.exists()

    def test_a_second_time_writes_nothing(self, empty: Place, backup: Path) -> None:
        put_back(empty, backup)
        before = empty.contents()
        assert put_back(empty, backup).merged.written == 0
        assert empty.contents() == before

    def test_a_dry_run_tells_the_same_and_writes_nothing(self, empty: Place, backup: Path) -> None:
        dry = put_back(empty, backup, dry_run=True)
        assert not empty.folder.exists()
        wet = put_back(empty, backup)
        assert (dry.back, dry.merged.new, dry.files) == (wet.back, wet.merged.new, wet.files)

    def test_one_team_of_several_by_name_or_id(self, place: Place, empty: Place, tmp_path: Path) -> None:
        alpha, beta = place.team("Alpha"), place.team("Beta")
        path, _files = back_up(place.folder, place.state, tmp_path / "all.zip")
        assert put_back(empty, path, "beta").back == (beta,)
        with pytest.raises(NotFoundError, match="Gamma"):
            put_back(empty, path, "Gamma")
        assert empty.store.teams() == (beta,)
        assert put_back(empty, path, alpha.id).back == (alpha,)

    def test_a_name_that_was_given_to_another_team_meanwhile_is_told(self, place: Place, round_: Round) -> None:
        backup = Path(place.store.remove_team(round_.team_id))
        place.team("ALPHA")
        assert [team.id for team in put_back(place, backup).namesakes] == [round_.team_id]
        assert len(place.store.teams()) == 2

    def test_a_set_of_answers_that_a_revealed_anonymous_round_lost_comes_back(
        self, place: Place, tmp_path: Path
    ) -> None:
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        for level in (1, 2, 3, 4, 5, 5):
            sheet, _code = place.store.open_anonymous(round_)
            sheet.save({"Q01": Answer(level=level)})
            sheet.close()
        place.store.reveal_round(round_)
        path, _files = back_up(place.folder, place.state, tmp_path / "all.zip")
        lost = place.slots_of(round_)[0].name.partition("~")[0]
        for slot in place.slots_of(round_):
            if slot.name.startswith(lost):
                slot.unlink()
        assert len(place.store.responses(round_)) == 5
        assert place.store.merge([path], dry_run=True).refused
        assert not put_back(place, path).merged.refused
        assert len(place.store.responses(round_)) == 6

    def test_who_was_erased_since_stays_out(self, place: Place, round_: Round, backup: Path) -> None:
        anna = place.response(round_, "Anna").respondent
        place.store.erase_respondent(round_, anna.id)
        done = put_back(place, backup)
        assert {one.why for one in done.merged.refused} == {Why.ERASED}
        assert place.store.responses(round_) == ()

    def test_a_full_disk_is_told_and_what_is_there_stays_healthy(
        self, empty: Place, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("sem.store.staging.write_all", full)
            with pytest.raises(StoreError, match="disk is full"):
                put_back(empty, backup)
        assert empty.store.teams() == ()
        assert put_back(empty, backup).merged.teams == 1


def add(name: str, raw: bytes = b"{}") -> Callable[[dict[str, bytes]], object]:
    return lambda files: files.update({name: raw})


def manifest(**said: object) -> Callable[[dict[str, bytes]], object]:
    def change(files: dict[str, bytes]) -> None:
        files["manifest.json"] = json.dumps({**json.loads(files["manifest.json"]), **said}).encode()

    return change


def first_sheet(files: dict[str, bytes]) -> str:
    return next(name for name in files if "/rounds/" in name and "round~" not in name)


def other_answer(files: dict[str, bytes]) -> None:
    name = first_sheet(files)
    files[name] = files[name].replace(b'"v":4', b'"v":5').replace(b'"v": 4', b'"v": 5') + b" "


class TestWhatIsRefused:
    """All of the backup, by name, before anything is written."""

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (other_answer, "changed after the backup was made"),
            (lambda files: files.pop(first_sheet(files)), "is missing"),
            (add("teams/more.json"), "put in later"),
            (add("../../outside.json"), "leads out of the folder"),
            (add("/outside.json"), "leads out of the folder"),
            (add("teams/..\\..\\outside.json"), "leads out of the folder"),
            (add("C:/outside.json"), "leads out of the folder"),
            (manifest(files={"workspace.json": 3}), "list of what is in it was changed"),
            (manifest(files=[]), "list of what is in it was changed"),
            (manifest(version="x"), "list of what is in it was changed"),
            (lambda files: files.update({"manifest.json": b"{"}), "list of what is in it was changed"),
            (manifest(version=2), "newer version"),
            (manifest(format="other"), "not a backup of sem"),
            (lambda files: files.pop("manifest.json"), "not a backup of sem"),
        ],
    )
    def test_what_somebody_changed(
        self, empty: Place, backup: Path, change: Callable[[dict[str, bytes]], object], told: str
    ) -> None:
        changed = repacked(backup, change)
        with pytest.raises(InvalidError) as caught:
            put_back(empty, changed)
        assert told in words(caught.value)
        assert not empty.folder.exists()
        assert not list(backup.parent.glob("**/outside.json"))

    @pytest.mark.parametrize("name", ["../outside.json", "/outside.json", "teams/../../outside.json"])
    def test_a_path_that_leads_out_also_where_the_list_names_it(self, empty: Place, backup: Path, name: str) -> None:
        with pytest.raises(InvalidError, match="not as it was made") as caught:
            put_back(empty, repacked(backup, add(name), listed=True))
        assert [Path(one.file.partition(":")[2]).name for one in caught.value.problems] == ["outside.json"]

    def test_every_problem_is_named_and_not_a_thousand_of_them(self, empty: Place, backup: Path) -> None:
        def much(files: dict[str, bytes]) -> None:
            other_answer(files)
            for n in range(1000):
                add(f"teams/{n}.json")(files)

        with pytest.raises(InvalidError) as caught:
            put_back(empty, repacked(backup, much))
        assert len(caught.value.problems) == 21
        assert "980 more" in words(caught.value)

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO])
    def test_a_link_or_a_pipe_in_it(self, empty: Place, backup: Path, kind: int) -> None:
        with zipfile.ZipFile(backup, "a") as archive:
            entry = zipfile.ZipInfo("teams/link.json")
            entry.external_attr = (kind | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
        with pytest.raises(InvalidError) as caught:
            put_back(empty, backup)
        assert "link or a device" in words(caught.value)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", ["workspace.json", "WORKSPACE.json"])
    def test_two_files_under_one_name(self, empty: Place, backup: Path, name: str) -> None:
        with zipfile.ZipFile(backup, "a") as archive:
            archive.writestr(name, "{}")
        with pytest.raises(InvalidError) as caught:
            put_back(empty, backup)
        assert "twice" in words(caught.value)

    @pytest.mark.parametrize("part", [0.01, 0.5, 0.99])
    def test_half_of_it(self, empty: Place, backup: Path, part: float) -> None:
        raw = backup.read_bytes()
        backup.write_bytes(raw[: int(len(raw) * part)])
        with pytest.raises(InvalidError, match="not whole"):
            put_back(empty, backup)

    def test_a_byte_that_the_disk_changed(self, empty: Place, backup: Path) -> None:
        raw = bytearray(backup.read_bytes())
        with zipfile.ZipFile(backup) as archive:
            entry = archive.getinfo("workspace.json")
        raw[entry.header_offset + 30 + len(entry.filename) + 20] ^= 0xFF
        backup.write_bytes(raw)
        with pytest.raises(InvalidError) as caught:
            put_back(empty, backup)
        assert [one.file for one in caught.value.problems] == [f"{backup}:workspace.json"]

    def test_a_bomb_goes_off_nowhere(self, empty: Place, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(backup_reading, "MOST_UNPACKED", 2**20)
        bomb = repacked(backup, add("teams/bomb.txt", bytes(2**21)), listed=True)
        with pytest.raises(InvalidError, match="larger than anything"):
            put_back(empty, bomb)

    def test_nor_one_in_a_single_file_or_in_the_list(
        self, empty: Place, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(backup_reading, "MOST_BYTES", 2**19)
        with pytest.raises(InvalidError) as caught:
            put_back(empty, repacked(backup, add("teams/bomb.json", bytes(2**20)), listed=True))
        assert "larger than anything" in words(caught.value)
        with pytest.raises(InvalidError, match="larger than anything"):
            put_back(empty, repacked(backup, add("manifest.json", bytes(2**20))))

    def test_too_little_room_to_unpack_it(self, empty: Place, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10}))
        with pytest.raises(StoreError, match="no room"):
            put_back(empty, backup)
        assert not empty.folder.exists()

    def test_what_is_no_backup_at_all(self, empty: Place, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError):
            put_back(empty, tmp_path / "nothing.zip")
        thesis = tmp_path / "thesis.zip"
        thesis.write_text("my thesis")
        pipe = tmp_path / "pipe.zip"
        os.mkfifo(pipe)
        for path, told in ((thesis, "not a backup of sem"), (tmp_path, "not a file"), (pipe, "not a file")):
            with pytest.raises(InvalidError, match=told):
                put_back(empty, path)

    def test_a_file_in_it_that_a_newer_sem_wrote_is_named_and_the_rest_comes_back(
        self, empty: Place, backup: Path
    ) -> None:
        def newer(files: dict[str, bytes]) -> None:
            sheet = first_sheet(files)
            for name in [one for one in files if one.rpartition(".")[0][:-2] == sheet.rpartition(".")[0][:-2]]:
                tables = unpack(files[name])
                tables["_meta"]["1"].update(schema=99, min_reader=99)
                files[name] = pack_tables(tables, seq_of(files[name]))

        done = put_back(empty, repacked(backup, newer, listed=True))
        assert {one.why for one in done.merged.refused} == {Why.NEWER}
        assert done.merged.must_be_told
        assert [team.name for team in done.back] == ["Alpha"]
