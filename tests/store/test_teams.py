"""Teams in a workspace: adding, finding, renaming and removing them."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sem.errors import InvalidError, NotFoundError, SemError, StoreError
from sem.model.assessment import Answer, Round, Team
from sem.store import Sheet, open_store
from sem.store.integrity import check
from sem.store.restoring import restore
from tests.store.conftest import TODAY, Place, twelve_questions

HOSTILE_NAMES = [
    "../..",
    "/",
    "/etc",
    "C:\\x",
    "[/]",
    "[@click=app.quit]x[/]",
    "=1+1",
    "👩‍💻 team",
    "صفر",
    "~x.a",
    "Ünï çødé",
]


def test_opening_and_reading_make_nothing(place: Place) -> None:
    assert place.store.teams() == ()
    with pytest.raises(NotFoundError):
        place.store.find_team("Alpha")
    assert not place.folder.exists()
    assert not place.state.exists()


def test_a_team_that_was_added_is_there_for_every_window(place: Place) -> None:
    team = place.store.add_team("  Team   Alpha ", ("pilot", "North", "PILOT"))
    assert team.name == "Team Alpha"
    assert [tag.casefold() for tag in team.tags] == ["pilot", "north"]
    assert place.store.teams() == (team,)


def test_teams_come_by_name_whatever_the_case(place: Place) -> None:
    for name in ("beta", "Gamma", "Alpha"):
        place.team(name)
    assert [team.name for team in place.store.teams()] == ["Alpha", "beta", "Gamma"]


@pytest.mark.parametrize("wanted", ["Alpha", "alpha", "ALPHA", " alpha "])
def test_a_team_is_found_by_name_whatever_the_case(place: Place, wanted: str) -> None:
    team = place.team("Alpha")
    assert place.store.find_team(wanted) == team


def test_a_team_is_found_by_id(place: Place) -> None:
    team = place.team()
    assert place.store.find_team(team.id) == team


def test_a_name_that_is_not_there_brings_the_nearest_ones(place: Place) -> None:
    place.team("Klantenservice")
    with pytest.raises(NotFoundError, match="Klantenservice"):
        place.store.find_team("klantservice")


@pytest.mark.parametrize("again", ["Alpha", "ALPHA", "alpha ", "Ａｌｐｈａ"])
def test_two_teams_can_not_be_called_the_same(place: Place, again: str) -> None:
    place.team("Alpha")
    with pytest.raises(InvalidError, match="already a team"):
        place.team(again)
    assert len(place.store.teams()) == 1


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_whatever_a_team_is_called_it_stays_inside_the_workspace(place: Place, name: str) -> None:
    team = place.team(name)
    place.store.start_round(team.id, twelve_questions(), TODAY)
    assert place.store.find_team(name).name == name
    assert {path.name for path in place.folder.parent.iterdir()} == {"workspace", "state"}
    assert all(
        re.fullmatch(r"[a-z0-9~@.\-]+", part) for f in place.files() for part in f.relative_to(place.folder).parts
    )


@pytest.mark.parametrize("name", ["", "  ", "x" * 300, "a\x1b[31mb", "a\nb"])
def test_a_name_that_can_not_be_makes_nothing(place: Place, name: str) -> None:
    with pytest.raises(InvalidError):
        place.team(name)
    assert not place.folder.exists()


def test_a_renamed_team_keeps_its_folder_and_its_rounds(place: Place, round_: Round) -> None:
    folders = {path.parent for path in place.files("team~*")}
    renamed = place.store.rename_team(round_.team_id, "Omega")
    assert renamed.name == "Omega"
    assert place.store.teams() == (renamed,)
    assert place.store.rounds(renamed.id) == (round_,)
    assert {path.parent for path in place.files("team~*")} == folders


def test_a_team_may_be_renamed_to_its_own_name_in_another_case_but_not_to_that_of_another(place: Place) -> None:
    alpha, _beta = place.team("Alpha"), place.team("Beta")
    assert place.store.rename_team(alpha.id, "ALPHA").name == "ALPHA"
    with pytest.raises(InvalidError):
        place.store.rename_team(alpha.id, "beta")


def test_a_rename_on_another_machine_wins_if_it_is_later(place: Place) -> None:
    team = place.team()
    place.on_another_machine().store.rename_team(team.id, "From elsewhere")
    assert place.store.find_team(team.id).name == "From elsewhere"
    place.store.rename_team(team.id, "From here")
    assert place.on_another_machine().store.find_team(team.id).name == "From here"
    assert len({path.name[:-7] for path in place.files("team~*")}) == 2, "each machine wrote a file of its own"


class TestTags:
    def test_tags_are_given_and_taken_away_whatever_the_case(self, place: Place, round_: Round) -> None:
        id_ = round_.team_id
        assert place.store.tag_team(id_, ["Pilot", " north  side ", "pilot"]).tags == ("pilot", "north side")
        tagged = place.store.tag_team(id_, ["NORTH SIDE", "Alpha"], ["PILOT"])
        assert tagged.tags == ("NORTH SIDE", "Alpha")
        assert place.store.teams() == (tagged,)
        assert place.store.rounds(id_) == (round_,)

    @pytest.mark.parametrize(
        ("add", "remove", "error"),
        [
            (["new"], ["nort"], NotFoundError),
            (["new", "a\nb"], [], InvalidError),
            ([""], ["north"], InvalidError),
            (["North"], ["north"], InvalidError),
        ],
    )
    def test_what_does_not_hold_changes_nothing(
        self, place: Place, add: list[str], remove: list[str], error: type[SemError]
    ) -> None:
        team = place.store.add_team("Alpha", ("north", "pilot"))
        before = place.contents()
        with pytest.raises(error):
            place.store.tag_team(team.id, add, remove)
        assert place.contents() == before

    def test_what_changes_nothing_writes_nothing_so_that_it_is_not_newer_than_what_others_changed(
        self, place: Place
    ) -> None:
        team = place.store.add_team("Alpha", ("north",))
        before = place.contents()
        assert place.store.tag_team(team.id, ["north"]) == team
        assert place.contents() == before

    def test_the_newest_tags_win_on_all_machines_and_leave_a_new_name_alone(self, tmp_path: Path) -> None:
        here, there = (Place(tmp_path / name / "workspace", tmp_path / name / "state") for name in ("here", "there"))
        team = here.store.add_team("Alpha", ("north",))
        there.store.merge([here.folder])
        here.store.tag_team(team.id, ["pilot"], ["north"])
        there.store.rename_team(team.id, "Omega")
        there.store.merge([here.folder])
        here.store.merge([there.folder])
        assert [here.store.teams(), there.store.teams()] == [(Team(team.id, "Omega", ("pilot",)),)] * 2
        there.store.tag_team(team.id, ["later"])
        here.store.merge([there.folder])
        assert here.store.find_team("Omega").tags == ("pilot", "later")
        assert check(here.folder, here.state).healthy

    def test_a_backup_brings_them_back(self, place: Place) -> None:
        team = place.store.add_team("Alpha", ("north",))
        place.store.tag_team(team.id, ["pilot"])
        restore(place.folder, place.state, Path(place.store.remove_team(team.id)))
        assert place.store.find_team("Alpha").tags == ("north", "pilot")


def test_two_machines_may_add_the_same_name_and_a_person_tells_them_apart_by_id(tmp_path: Path) -> None:
    here, there = (Place(tmp_path / name / "workspace", tmp_path / name / "state") for name in ("here", "there"))
    mine, theirs = here.team("Alpha"), there.team("alpha")
    (there.folder / "teams").rename(tmp_path / "teams")
    for folder in (tmp_path / "teams").iterdir():
        folder.rename(here.folder / "teams" / folder.name)
    with pytest.raises(InvalidError, match=mine.id):
        here.store.find_team("Alpha")
    assert here.store.find_team(theirs.id) == theirs


class TestRemoving:
    def test_a_removed_team_is_in_the_backup_whole(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        before = {path.relative_to(place.folder).as_posix(): data for path, data in place.contents().items()}
        backup = Path(place.store.remove_team(round_.team_id))
        assert place.store.teams() == ()
        with zipfile.ZipFile(backup) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert set(manifest["files"]) == set(before)
            assert {name: archive.read(name) for name in before} == before
        assert not list((place.folder / "teams").iterdir())

    def test_a_backup_is_a_workspace(self, place: Place, round_: Round, tmp_path: Path) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        with zipfile.ZipFile(place.store.remove_team(round_.team_id)) as archive:
            archive.extractall(tmp_path / "again")
        again = Place(tmp_path / "again", place.state)
        assert again.response(again.store.rounds(round_.team_id)[0], "Anna").answer("Q01") == Answer(level=4)

    def test_other_teams_stay(self, place: Place) -> None:
        alpha, beta = place.team("Alpha"), place.team("Beta")
        place.store.remove_team(alpha.id)
        assert place.store.teams() == (beta,)

    def test_who_is_still_answering_gets_an_error_and_no_saved(self, place: Place, sheet: Sheet, round_: Round) -> None:
        place.store.remove_team(round_.team_id)
        with pytest.raises(StoreError, match="gone"):
            sheet.save({"Q01": Answer(level=3)})
        assert sheet.response.answers == {}

    def test_a_backup_that_can_not_be_made_leaves_the_team_in_place(
        self, place: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        before = place.contents()

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
        with pytest.raises(StoreError, match="disk is full"):
            place.store.remove_team(round_.team_id)
        assert place.contents() == before

    def test_a_backup_that_does_not_read_back_leaves_the_team_in_place(
        self, place: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = place.contents()
        read = zipfile.ZipFile.read

        def forgetful(archive: zipfile.ZipFile, name: str) -> bytes:
            return read(archive, name) if name == "manifest.json" else b"other bytes"

        monkeypatch.setattr(zipfile.ZipFile, "read", forgetful)
        with pytest.raises(StoreError, match="does not read back"):
            place.store.remove_team(round_.team_id)
        assert place.contents() == before

    def test_a_team_that_can_not_be_deleted_after_its_backup_is_back_in_place(
        self, place: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        before = {path: data for path, data in place.contents().items() if path.suffix != ".zip"}
        rename = Path.rename

        def stuck(path: Path, target: Path) -> Path:
            if "set-aside" in target.parts:
                raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
            return rename(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", stuck)
            with pytest.raises(StoreError, match="not allowed"):
                place.store.remove_team(round_.team_id)
        assert {path: data for path, data in place.contents().items() if path.suffix != ".zip"} == before

    def test_what_can_not_be_deleted_is_named_and_the_backup_too(
        self, place: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        unlink = os.unlink

        def refuse_rounds(path: object, **options: Any) -> None:
            if "round~" in str(path):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            unlink(path, **options)  # type: ignore[arg-type]

        told: list[str] = []
        with monkeypatch.context() as patched:
            patched.setattr(os, "unlink", refuse_rounds)
            backup = Path(open_store(place.folder, place.state, told.append).remove_team(round_.team_id))
        assert zipfile.is_zipfile(backup)
        assert place.store.teams() == ()
        (warning,) = told
        (left,) = {path.parent for path in place.files("round~*")}
        assert left.relative_to(place.folder).parts[0] == "set-aside"
        assert str(left.parent.parent) in warning

    def test_a_backup_that_was_put_back_by_hand_can_be_removed_again(self, place: Place, round_: Round) -> None:
        with zipfile.ZipFile(place.store.remove_team(round_.team_id)) as archive:
            archive.extractall(place.folder)
        assert place.store.rounds(round_.team_id) == (round_,)
        place.store.remove_team(round_.team_id)
        assert place.store.teams() == ()
        assert len(place.files("*.zip")) == 2

    def test_a_team_that_is_not_there_can_not_be_removed(self, place: Place) -> None:
        with pytest.raises(NotFoundError):
            place.store.remove_team("0123456789abcdef")


def test_a_network_drive_that_can_not_sync_folders_will_do(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def only_files(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", only_files)
    assert place.team() in place.store.teams()
