"""The doctor: looks at every file, names what is wrong, and mends only after a backup of everything."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.model.codec import questionnaire_bytes
from sem.store import Sheet, open_store
from sem.store.findings import Finding, Remedy, Report, Severity
from sem.store.integrity import check, repair
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import TODAY, Place, twelve_questions
from tests.store.test_bad_files import SPOILS, Spoil, flip_a_byte, make_newer, truncate


def checked(place: Place) -> Report:
    """Check a workspace, and see that checking changed nothing."""
    before = place.contents()
    report = check(place.folder, place.state)
    assert place.contents() == before
    return report


def only(report: Report) -> Finding:
    assert len(report.findings) == 1, report.findings
    return report.findings[0]


class TestSound:
    def test_a_workspace_in_order(self, answered: Place) -> None:
        report = checked(answered)
        assert report == Report(files=10, sound=10)
        assert report.healthy

    def test_one_that_is_not_there_yet(self, place: Place) -> None:
        assert check(place.folder, place.state) == Report(0, 0)
        assert not place.folder.exists()
        assert not place.state.exists()

    def test_one_in_which_somebody_is_answering(self, answered: Place, round_: Round) -> None:
        sheet = answered.store.open_sheet(round_, "Anna")
        sheet.save({"Q05": Answer(level=5)})
        assert checked(answered).healthy
        sheet.close()

    def test_nothing_to_repair_makes_no_backup(self, answered: Place) -> None:
        before = answered.contents()
        outcome = repair(answered.folder, answered.state)
        assert (outcome.backup, outcome.done, outcome.after.findings) == (None, (), ())
        assert answered.contents() == before


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("which", ["team~*", "round~*", "sheet"])
class TestOneBadSlot:
    def test_it_is_named_and_mended_from_its_twin(
        self, answered: Place, round_: Round, which: str, spoil: Spoil
    ) -> None:
        files = answered.slots_of(round_) if which == "sheet" else answered.files(which)
        bad = files[0]
        spoil(bad)
        spoilt = bad.read_bytes()
        finding = only(checked(answered))
        assert (finding.path, finding.severity, finding.remedy) == (bad, Severity.WARNING, Remedy.MEND)
        before = {response.respondent.name: response for response in answered.store.responses(round_)}
        outcome = repair(answered.folder, answered.state)
        assert outcome.done == (finding,)
        assert outcome.after.healthy
        assert seq_of(bad.read_bytes())
        assert {response.respondent.name: response for response in answered.store.responses(round_)} == before
        (aside,) = answered.files("set-aside/*/**/*.json*")
        assert aside.read_bytes() == spoilt


class TestBothSlotsBad:
    def test_a_sheet_is_set_aside_so_that_the_others_can_be_read(self, answered: Place, round_: Round) -> None:
        bad = answered.slots_of(round_)[:2]
        spoilt = []
        for path in bad:
            truncate(path)
            spoilt.append(path.read_bytes())
        report = checked(answered)
        assert not report.healthy
        assert {finding.path for finding in report.findings} == set(bad)
        assert {(f.severity, f.remedy) for f in report.findings} == {(Severity.ERROR, Remedy.SET_ASIDE)}
        outcome = repair(answered.folder, answered.state)
        assert outcome.after.healthy
        assert len(answered.store.responses(round_)) == 1
        assert [path.read_bytes() for path in answered.files("set-aside/*/**/*.json")] == spoilt

    @pytest.mark.parametrize("spoil", [truncate, Path.unlink])
    def test_a_round_is_made_anew_from_its_sheets(self, answered: Place, round_: Round, spoil: Spoil) -> None:
        before = answered.store.responses(round_)
        for path in answered.files("round~*"):
            spoil(path)
        assert all(finding.remedy is Remedy.REBUILD for finding in checked(answered).findings)
        assert repair(answered.folder, answered.state).after.healthy
        assert answered.store.rounds(round_.team_id) == (round_,)
        assert answered.store.responses(round_) == before

    @pytest.mark.parametrize("spoil", [truncate, Path.unlink])
    def test_a_team_is_made_anew_with_the_name_of_its_folder(
        self, answered: Place, round_: Round, spoil: Spoil
    ) -> None:
        for path in answered.files("team~*"):
            spoil(path)
        assert all(finding.remedy is Remedy.REBUILD for finding in checked(answered).findings)
        assert repair(answered.folder, answered.state).after.healthy
        (team,) = answered.store.teams()
        assert (team.id, team.name) == (round_.team_id, "alpha")
        assert answered.store.rounds(team.id) == (round_,)

    @pytest.mark.parametrize("spoil", [truncate, Path.unlink])
    def test_the_file_of_the_workspace_is_made_anew(self, answered: Place, round_: Round, spoil: Spoil) -> None:
        spoil(answered.folder / "workspace.json")
        finding = only(checked(answered))
        assert (finding.severity, finding.remedy) == (Severity.ERROR, Remedy.REBUILD)
        assert repair(answered.folder, answered.state).after.healthy
        answered.store.add_team("Beta")
        assert len(answered.store.responses(round_)) == 2


class TestLeftAlone:
    """What a repair must not touch, also when it mends something else."""

    def repaired(self, place: Place, round_: Round, left: Path) -> Report:
        damaged = place.files("team~*")[0]
        flip_a_byte(damaged)
        kept = left.read_bytes()
        outcome = repair(place.folder, place.state)
        assert [finding.path for finding in outcome.done] == [damaged]
        assert left.read_bytes() == kept
        return outcome.after

    def test_a_file_of_a_newer_version(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0]
        make_newer(path)
        finding = only(self.repaired(answered, round_, path))
        assert (finding.path, finding.severity, finding.remedy) == (path, Severity.ERROR, Remedy.NONE)

    @pytest.mark.parametrize("folder", [".", "teams", "models", "teams/*", "teams/*/rounds", "teams/*/rounds/*"])
    def test_a_foreign_file(self, answered: Place, round_: Round, folder: str) -> None:
        path = (
            next(answered.folder.glob(folder)) / "notes.json" if "*" in folder else answered.folder / folder / "n.json"
        )
        path.write_text('{"mine": 1}')
        finding = only(self.repaired(answered, round_, path))
        assert (finding.path, finding.severity, finding.remedy) == (path, Severity.NOTICE, Remedy.NONE)

    def test_a_foreign_file_under_a_name_of_ours(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0]
        path.write_text('{"mine": 1}')
        finding = only(self.repaired(answered, round_, path))
        assert (finding.path, finding.severity, finding.remedy) == (path, Severity.WARNING, Remedy.NONE)

    def test_a_workspace_of_a_newer_version(self, answered: Place) -> None:
        make_newer(answered.folder / "workspace.json")
        truncate(answered.files("team~*")[0])
        before = answered.contents()
        with pytest.raises(StoreError, match="newer version"):
            repair(answered.folder, answered.state)
        assert answered.contents() == before

    def test_a_folder_that_is_no_workspace(self, place: Place) -> None:
        place.folder.mkdir()
        (place.folder / "letter.odt").write_text("Dear")
        finding = only(checked(place))
        assert (finding.path, finding.severity) == (place.folder, Severity.ERROR)
        assert repair(place.folder, place.state).done == ()
        assert [path.name for path in place.files()] == ["letter.odt"]


class TestOtherFindings:
    def finding(self, place: Place, path: Path, severity: Severity, remedy: Remedy = Remedy.NONE) -> None:
        found = {finding.path: finding for finding in checked(place).findings}
        assert path in found, found
        assert (found[path].severity, found[path].remedy) == (severity, remedy)

    def test_a_missing_slot_is_made_from_its_twin(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[1]
        path.unlink()
        self.finding(answered, path, Severity.WARNING, Remedy.MAKE)
        assert repair(answered.folder, answered.state).after.healthy
        assert len(answered.slots_of(round_)) == 4

    def test_a_questionnaire_that_changed_or_is_missing(self, answered: Place) -> None:
        (path,) = answered.files("models/*")
        kept = path.read_bytes()
        path.write_bytes(kept.replace(b"level", b"lever"))
        self.finding(answered, path, Severity.ERROR)
        path.unlink()
        self.finding(answered, path, Severity.ERROR)

    @pytest.mark.parametrize("spoil", [truncate, Path.unlink])
    def test_a_questionnaire_of_which_there_is_a_spare_one_is_read_and_put_back(
        self, answered: Place, round_: Round, spoil: Spoil
    ) -> None:
        second = answered.store.start_round(answered.team("Beta").id, twelve_questions(), TODAY)
        (path,) = answered.files("models/*")
        kept = path.read_bytes()
        spoil(path)

        def spares() -> list[bytes]:
            return [questionnaire_bytes(replace(twelve_questions(), id="another")), kept]

        store = open_store(answered.folder, answered.state, spares=spares)
        assert store.questionnaire(second) == store.questionnaire(round_) == twelve_questions()
        with pytest.raises(StoreError):
            answered.store.questionnaire(round_)
        finding = only(check(answered.folder, answered.state, spares))
        assert (finding.path, finding.severity, finding.remedy) == (path, Severity.WARNING, Remedy.PUT_BACK)
        outcome = repair(answered.folder, answered.state, spares)
        assert (outcome.done, outcome.after.findings) == ((finding,), ())
        assert path.read_bytes() == kept
        assert len(answered.files("set-aside/*/models/*")) == (spoil is truncate)

    def test_a_missing_questionnaire_is_told_of_once_for_all_its_rounds(self, answered: Place, round_: Round) -> None:
        answered.store.start_round(round_.team_id, twelve_questions(), TODAY)
        (path,) = answered.files("models/*")
        path.unlink()
        self.finding(answered, path, Severity.ERROR)

    def test_a_copy_of_a_sync_program_counts_and_is_told_of(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0]
        copy = path.with_name(f"{path.stem} (conflicted copy).json")
        shutil.copy(path, copy)
        self.finding(answered, copy, Severity.NOTICE)
        assert checked(answered).healthy
        truncate(copy)
        self.finding(answered, copy, Severity.WARNING, Remedy.SET_ASIDE)
        assert repair(answered.folder, answered.state).after.healthy

    def test_what_was_left_half_written(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0].with_name(".sem-01234567.tmp")
        path.write_text("half")
        assert checked(answered).findings == (), "it may be being written at this moment"
        os.utime(path, (time.time() - 3600,) * 2)
        self.finding(answered, path, Severity.NOTICE, Remedy.SET_ASIDE)
        assert repair(answered.folder, answered.state).after.findings == ()
        assert not path.exists()

    def test_a_team_whose_removal_was_broken_off_comes_back(self, answered: Place, round_: Round) -> None:
        (folder,) = (answered.folder / "teams").iterdir()
        removing = answered.folder / "removing" / folder.name
        removing.parent.mkdir()
        folder.rename(removing)
        assert answered.store.teams() == ()
        self.finding(answered, removing, Severity.WARNING, Remedy.PUT_BACK)
        assert repair(answered.folder, answered.state).after.healthy
        assert len(answered.store.responses(round_)) == 2

    def test_a_damaged_backup(self, answered: Place, round_: Round) -> None:
        path = Path(answered.store.remove_team(round_.team_id))
        assert checked(answered).findings == ()
        path.write_bytes(path.read_bytes()[:-100])
        self.finding(answered, path, Severity.WARNING)

    def test_an_empty_folder(self, answered: Place) -> None:
        path = answered.folder / "teams" / "gamma-012345"
        path.mkdir()
        self.finding(answered, path, Severity.NOTICE, Remedy.SET_ASIDE)
        assert repair(answered.folder, answered.state).after.findings == ()

    def test_a_sheet_that_strayed_into_another_round(self, answered: Place, round_: Round) -> None:
        other = answered.store.start_round(round_.team_id, twelve_questions(), TODAY)
        path = answered.slots_of(round_)[0]
        folder = next(answered.folder.glob(f"teams/*/rounds/*{other.id[:6]}"))
        for slot in "ab":
            shutil.copy(path, folder / path.name.replace(".a.", f".{slot}."))
        self.finding(answered, folder / path.name, Severity.WARNING)

    def test_a_clock_that_was_wrong(self, place: Place, round_: Round, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            ahead = time.time_ns() + 10**9 * 3600 * 24 * 400
            patched.setattr("time.time_ns", lambda: ahead)
            place.answered(round_, "Anna", {"Q01": 1})
        assert {finding.severity for finding in checked(place).findings} == {Severity.WARNING}
        place.answered(round_, "Anna", {"Q01": 2})
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=2), "a later answer wins all the same"

    def test_two_teams_with_one_name(self, place: Place) -> None:
        for path, name in ((place.team("Alpha"), "Alpha"), (place.team("Beta"), "Alpha")):
            for file in place.files(f"*{path.id[:6]}/team~*"):
                tables = unpack(file.read_bytes())
                tables["fields"]["1"]["value"] = name
                file.write_bytes(pack_tables(tables, seq_of(file.read_bytes())))
        assert [finding.severity for finding in checked(place).findings] == [Severity.WARNING] * 2

    @pytest.mark.skipif(
        os.name != "posix" or os.getuid() != 0, reason="only root can make a folder that root can't write"
    )
    def test_a_state_folder_that_is_no_folder(self, answered: Place) -> None:
        shutil.rmtree(answered.state)
        answered.state.write_text("a file")
        self.finding(answered, answered.state, Severity.WARNING)


class TestBackup:
    def test_a_repair_keeps_everything_as_it_was_in_a_zip(self, answered: Place, round_: Round) -> None:
        (answered.folder / "notes.txt").write_text("mine")
        truncate(answered.slots_of(round_)[0])
        before = {path.relative_to(answered.folder).as_posix(): data for path, data in answered.contents().items()}
        outcome = repair(answered.folder, answered.state)
        assert outcome.backup is not None
        with zipfile.ZipFile(outcome.backup) as archive:
            assert {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"} == before

    def test_without_a_backup_nothing_is_touched(
        self, answered: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        truncate(answered.slots_of(round_)[0])
        before = answered.contents()

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(StoreError, match="disk is full"):
            repair(answered.folder, answered.state)
        assert answered.contents() == before

    def test_a_second_repair_finds_nothing_left(self, answered: Place, round_: Round) -> None:
        truncate(answered.slots_of(round_)[0])
        repair(answered.folder, answered.state)
        outcome = repair(answered.folder, answered.state)
        assert (outcome.backup, outcome.done) == (None, ())


def test_a_sheet_that_is_open_survives_the_repair_of_its_files(place: Place, sheet: Sheet, round_: Round) -> None:
    sheet.save({"Q01": Answer(level=1)})
    sheet.save({"Q02": Answer(level=2)})
    truncate(min(place.slots_of(round_), key=lambda path: seq_of(path.read_bytes())))
    repair(place.folder, place.state)
    sheet.save({"Q03": Answer(level=3)})
    assert {q: a.level for q, a in place.response(round_, "Anna").answers.items()} == {"Q01": 1, "Q02": 2, "Q03": 3}
