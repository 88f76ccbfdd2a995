"""A programme whose files are damaged, newer, foreign or not allowed: named, and never taken for none."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Team
from sem.model.programme import Programme
from sem.store import open_store
from sem.store.backup import verify_backup
from sem.store.integrity import check, repair
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import Place
from tests.store.programmes import (
    DAY,
    FULL,
    fix,
    idea,
    plan,
    progress,
    says,
    together,
)
from tests.store.test_bad_files import SPOILS, Spoil, as_nobody, make_newer


@pytest.mark.parametrize("which", ["plan~*", "unsigned~*"])
class TestBadFiles:
    @pytest.fixture
    def kept(self, place: Place, team: Team) -> Programme:
        """A programme of which a plan and an idea are kept."""
        return place.store.change_programme(team.id, together(says("first"), idea("i1"), progress("ux>2")))

    @pytest.mark.parametrize("spoil", SPOILS)
    def test_the_other_slot_stands_in(
        self, place: Place, team: Team, kept: Programme, which: str, spoil: Spoil
    ) -> None:
        older = min(place.files(which), key=lambda path: seq_of(path.read_bytes()))
        spoil(older)
        before = place.contents()
        assert place.store.programme(team.id) == kept
        assert place.contents() == before
        assert {finding.path for finding in check(place.folder, place.state).findings} == {older}

    @pytest.mark.parametrize("spoil", SPOILS)
    def test_both_slots_bad_is_an_error_that_names_them_and_never_an_empty_programme(
        self, place: Place, team: Team, kept: Programme, which: str, spoil: Spoil
    ) -> None:
        files = place.files(which)
        for path in files:
            spoil(path)
        before = place.contents()
        for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, FULL)):
            with pytest.raises(StoreError, match="damaged") as caught:
                attempt(team.id)
            assert {problem.file for problem in caught.value.problems} == {str(path) for path in files}
        assert place.contents() == before
        assert [each.name for each in place.store.teams()] == ["Alpha"]
        mended = repair(place.folder, place.state)
        assert {finding.path for finding in mended.done} == set(files)
        left = place.store.programme(team.id)
        assert left == (
            replace(Programme(), ideas=kept.ideas) if which == "plan~*" else replace(kept, ideas=left.ideas)
        )

    def test_a_last_save_that_may_be_missing_is_told_of(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        newest = max(place.files(which), key=lambda path: seq_of(path.read_bytes()))
        newest.write_bytes(b"")
        told: list[str] = []
        open_store(place.folder, place.state, told.append).programme(team.id)
        assert [str(newest) in text for text in told] == [True]

    def test_one_of_a_newer_version_is_named_and_left_as_it_is(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        make_newer(place.files(which)[0])
        before = place.contents()
        for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, FULL)):
            with pytest.raises(StoreError, match="newer version"):
                attempt(team.id)
        assert place.contents() == before

    @pytest.mark.parametrize("value", [3, None, ["yes"]])
    def test_one_with_a_good_checksum_that_can_not_be_true_is_damaged(
        self, place: Place, team: Team, kept: Programme, which: str, value: object
    ) -> None:
        for path in place.files(which):
            tables = unpack(path.read_bytes())
            for document in tables["items"].values():
                if document["key"] in ("progress/ux>2", "idea/i1"):
                    document["value"] = {"started": value, "text": value}
            path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
        with pytest.raises(StoreError, match="damaged"):
            place.store.programme(team.id)
        assert not check(place.folder, place.state).healthy

    @pytest.mark.parametrize("items", [None, {}, {"1": {"key": "a"}}, {"1": {"key": 1, "value": 1, "at": 1, "by": ""}}])
    def test_one_without_items_or_with_what_are_none_is_damaged(
        self, place: Place, team: Team, kept: Programme, which: str, items: object
    ) -> None:
        for path in place.files(which):
            tables = unpack(path.read_bytes())
            tables.pop("items")
            more = {} if items is None else {"items": items}
            path.write_bytes(pack_tables({**tables, **more}, seq_of(path.read_bytes())))  # type: ignore[dict-item]
        with pytest.raises(StoreError, match="damaged"):
            place.store.programme(team.id)

    def test_somebody_elses_files_beside_it_disturb_nothing(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        for name in ("plan.json", "unsigned.json", "notes.txt", "plan~.json"):
            (place.files(which)[0].parent / name).write_bytes(b"{}")
        assert place.store.programme(team.id) == kept


def test_a_plan_in_a_baseline_that_can_not_be_one_is_found_by_the_doctor_and_named_when_asked_for(
    place: Place, team: Team
) -> None:
    place.store.change_programme(team.id, together(fix("first"), fix("second")))
    for path in place.files("plan~*"):
        tables = unpack(path.read_bytes())
        for document in tables["items"].values():
            if document["key"].startswith("baseline/") and document["value"]["note"] == "first":
                document["value"]["plan"] = {}
        path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
    first, second = place.store.programme(team.id).baselines
    assert second.plan == plan(DAY + timedelta(days=2))
    with pytest.raises(StoreError, match="damaged"):
        _ = first.plan
    assert not check(place.folder, place.state).healthy


def test_a_file_where_the_folder_of_ideas_should_be_is_named(place: Place, team: Team) -> None:
    path = next(place.folder.glob("teams/alpha-*")) / "ideas"
    path.write_text("mine")
    for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, idea("i1"))):
        with pytest.raises(StoreError) as caught:
            attempt(team.id)
        assert str(path) in str(caught.value)


class TestWithTheRestOfTheWorkspace:
    def test_a_workspace_with_programmes_is_in_order(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        report = check(place.folder, place.state)
        assert report.findings == ()
        assert report.files == report.sound == len(place.files())

    def test_removing_a_team_takes_its_programme_along_into_the_backup(
        self, place: Place, team: Team, tmp_path: Path
    ) -> None:
        place.store.change_programme(team.id, FULL)
        backup = Path(place.store.remove_team(team.id))
        assert verify_backup(backup) == 1 + 2 + 2 + 6
        assert place.store.teams() == ()
        shutil.unpack_archive(backup, place.folder)
        assert place.store.programme(team.id) == FULL(Programme())

    def test_a_team_whose_name_is_lost_keeps_its_programme(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        for path in place.files("team~*"):
            path.unlink()
        with pytest.raises(StoreError):
            place.store.programme(team.id)
        repair(place.folder, place.state)
        (rebuilt,) = place.store.teams()
        assert rebuilt.id == team.id
        assert place.store.programme(team.id) == FULL(Programme())


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")
def test_a_programme_can_be_read_while_its_folder_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = Place(Path(folder) / "workspace", Path(folder) / "state")
        team = place.team()
        place.store.change_programme(team.id, FULL)
        for path in [*place.folder.rglob("*"), place.folder]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = place.contents()
        script = f"""
from dataclasses import replace
from sem.model.idea import Idea, IdeaBox
import sem.store.programme
assert store.programme({team.id!r}).progress
box = IdeaBox(ideas=(Idea("i", "x"),))
for change in (lambda p: replace(p, dropped={{"cx>2": ""}}), lambda p: replace(p, ideas=box)):
    try:
        store.change_programme({team.id!r}, change)
    except StoreError as error:
        print(error.message)
"""
        result = as_nobody(script, place)
        assert result.returncode == 0, result.stderr
        assert result.stdout.count("not allowed to write") == 2
        assert place.contents() == before


FILL = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from sem.errors import StoreError
from sem.model.idea import Idea
from sem.store import open_store

store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
(team,) = store.teams()
before = store.programme(team.id)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, unlimited[1]))

def drop(programme):
    return replace(programme, dropped={"cx>2": "n" * 9000})

def hand_in(programme):
    return replace(programme, ideas=replace(programme.ideas, ideas=(*programme.ideas.ideas, Idea("z", "tea"))))

for change in (drop, hand_in):
    try:
        store.change_programme(team.id, change)
    except StoreError as error:
        assert "disk is full" in error.message, error
    else:
        raise AssertionError("it should not fit")
    assert store.programme(team.id) == before
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
store.change_programme(team.id, drop)
store.change_programme(team.id, hand_in)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on the size of a file is of another kind there")
def test_a_full_disk_loses_nothing_and_one_goes_on_when_there_is_room(place: Place, team: Team) -> None:
    place.store.change_programme(team.id, FULL)
    command = [sys.executable, "-c", FILL, str(place.folder), str(place.state)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    after = place.store.programme(team.id)
    assert (after.dropped["cx>2"], after.ideas.idea("z").text) == ("n" * 9000, "tea")
    assert not place.files(".sem-*")
