"""Files that are damaged, foreign, newer or not allowed: named, left as they are, and never taken for "no data"."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sem.errors import NotFoundError, Problem, SemError, StoreError
from sem.model.assessment import Answer, Round, Team
from sem.model.codec import read_questionnaire
from sem.store import Store, open_store
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import TODAY, Place, twelve_questions
from tests.store.processes import in_child

Spoil = Callable[[Path], None]


def truncate(path: Path) -> None:
    used = path.read_bytes().rstrip()
    path.write_bytes(used[: len(used) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def fill_with_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flip_a_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"kind":"', b'"kynd":"', 1))


def leave_a_tail(path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip() + b"}}}")


def nest_deeply(path: Path) -> None:
    path.write_bytes(b'{"_meta":' + b"[" * 100_000)


SPOILS = [truncate, empty, fill_with_zeros, flip_a_byte, leave_a_tail, nest_deeply]


def make_newer(path: Path) -> None:
    tables = unpack(path.read_bytes())
    tables["_meta"]["1"] |= {"schema": 99, "min_reader": 99}
    path.write_bytes(pack_tables(tables, 10**6))


def readings(store: Store, round_: Round) -> list[Callable[[], object]]:
    return [store.teams, lambda: store.rounds(round_.team_id), lambda: store.responses(round_)]


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("which", ["team~*", "round~*", "sheet"])
class TestDamage:
    def files(self, place: Place, round_: Round, which: str) -> list[Path]:
        return place.slots_of(round_) if which == "sheet" else place.files(which)

    def test_the_other_slot_stands_in(self, place: Place, round_: Round, which: str, spoil: Spoil) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        older, newer = sorted(self.files(place, round_, which), key=lambda path: seq_of(path.read_bytes()))
        spoil(older)
        before = place.contents()
        assert place.store.teams()[0].name == "Alpha"
        assert place.store.rounds(round_.team_id) == (round_,)
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
        assert place.contents() == before
        assert newer.exists()

    def test_both_slots_bad_is_an_error_that_names_them(
        self, place: Place, round_: Round, which: str, spoil: Spoil
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        files = self.files(place, round_, which)
        for path in files:
            spoil(path)
        before = place.contents()
        with pytest.raises(StoreError) as caught:
            place.store.responses(round_)
        assert {problem.file for problem in caught.value.problems} == {str(path) for path in files}
        with pytest.raises(SemError):
            place.store.open_sheet(round_, "Anna")
        assert place.contents() == before


def test_damage_to_one_respondent_does_not_keep_another_from_answering(place: Place, round_: Round) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    bad = place.slots_of(round_)
    place.answered(round_, "Bob", {"Q01": 2})
    for path in bad:
        truncate(path)
    place.answered(round_, "Bob", {"Q02": 3})
    with pytest.raises(StoreError):
        place.store.responses(round_)
    with pytest.raises(StoreError):
        place.store.open_sheet(round_, "Carla")


@pytest.mark.parametrize("which", ["", "teams", "teams/alpha-*/rounds"])
def test_a_file_in_the_place_of_a_folder_is_named_itself(place: Place, round_: Round, which: str) -> None:
    (folder,) = place.folder.glob(which) if which else [place.folder]
    shutil.rmtree(folder)
    folder.write_text("")
    with pytest.raises(StoreError) as caught:
        place.store.rounds(round_.team_id)
    assert f"{folder} is not a folder" in str(caught.value)


@pytest.mark.parametrize("spoil", [truncate, make_newer])
class TestATeamThatCanNotBeRead:
    """It keeps nobody from working with the others, and is never taken for one that is not there."""

    @pytest.fixture
    def beta(self, place: Place, round_: Round, spoil: Spoil) -> Team:
        """A team beside Alpha, whose own files are bad."""
        beta = place.team("Beta")
        for path in place.files("teams/alpha-*/team~*"):
            spoil(path)
        return beta

    def test_the_others_are_listed_and_it_is_named(self, place: Place, beta: Team) -> None:
        teams, (error,) = place.store.teams_and_errors()
        assert teams == (beta,)
        assert {problem.file for problem in error.problems} == {str(path) for path in place.files("teams/alpha-*/*~*")}
        with pytest.raises(StoreError):
            place.store.teams()

    def test_another_is_found_answered_renamed_and_removed(self, place: Place, beta: Team) -> None:
        assert place.store.find_team("beta") == place.store.find_team(beta.id) == beta
        round_ = place.store.start_round(beta.id, twelve_questions(), TODAY)
        place.answered(round_, "Anna", {"Q01": 1})
        assert place.store.rounds(beta.id) == (round_,)
        assert place.store.rename_team(beta.id, "Gamma").name == "Gamma"
        place.store.remove_team(beta.id)
        assert place.store.teams_and_errors()[0] == ()

    def test_another_is_found_in_a_folder_that_somebody_renamed(self, place: Place, beta: Team) -> None:
        next(place.folder.glob("teams/beta-*")).rename(place.folder / "teams" / "renamed")
        assert place.store.rounds(beta.id) == ()

    def test_it_is_not_called_missing(self, place: Place, round_: Round, beta: Team) -> None:
        for attempt in (
            lambda: place.store.find_team("Alpha"),
            lambda: place.store.find_team("nobody"),
            lambda: place.store.rounds(round_.team_id),
        ):
            with pytest.raises(StoreError) as caught:
                attempt()
            assert "alpha-" in str(caught.value)

    def test_a_team_can_be_added_beside_it_but_none_of_its_name(self, place: Place, beta: Team) -> None:
        gamma = place.team("Gamma")
        assert place.store.teams_and_errors()[0] == (beta, gamma)
        with pytest.raises(StoreError, match="alpha-"):
            place.team("ALPHA")

    def test_several_are_all_named_in_one_error(self, place: Place, beta: Team, spoil: Spoil) -> None:
        for path in place.files("teams/beta-*/team~*"):
            spoil(path)
        with pytest.raises(StoreError) as caught:
            place.store.find_team("Alpha")
        assert {problem.file for problem in caught.value.problems} == {
            str(path) for path in place.files("teams/*/team~*")
        }


@pytest.mark.parametrize("which", ["workspace.json", "team~*", "round~*", "sheet"])
class TestNewer:
    def test_it_is_named_and_left_as_it_is(self, place: Place, round_: Round, which: str) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        files = place.slots_of(round_) if which == "sheet" else place.files(which)
        make_newer(files[0])
        before = place.contents()
        errors: list[Problem] = []
        attempts: tuple[Callable[[], object], ...] = (
            lambda: place.store.teams() and place.store.responses(round_),
            lambda: place.store.open_sheet(round_, "Anna"),
        )
        for attempt in attempts:
            with pytest.raises(StoreError, match="newer version") as caught:
                attempt()
            errors += caught.value.problems
        assert {problem.file for problem in errors} == {str(files[0])}
        assert place.contents() == before

    def test_a_newer_file_that_older_programs_may_read_is_read(self, place: Place, round_: Round, which: str) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        for path in place.slots_of(round_) if which == "sheet" else place.files(which):
            tables = unpack(path.read_bytes())
            tables["_meta"]["1"] |= {"schema": 99, "also": "something new"}
            tables["news"] = {"1": {"text": "of a version to come"}}
            path.write_bytes(pack_tables(tables, seq_of(path.read_bytes()) + 2))
        place.answered(round_, "Anna", {"Q02": 2})
        assert len(place.response(round_, "Anna").answers) == 2
        if which == "sheet":
            kept = max(place.slots_of(round_), key=lambda path: seq_of(path.read_bytes()))
            assert unpack(kept.read_bytes())["news"], "what we do not know is kept"


class TestForeign:
    @pytest.mark.parametrize("name", ["notes.json", "notes.txt", "Thumbs.db", "round.json", "~$x.json", ".hidden.json"])
    @pytest.mark.parametrize("data", [b"{}", b'{"_default": {"1": {"mine": 1}}}', b"[1, 2]", b"\x00\xff", b""])
    def test_somebody_elses_file_anywhere_disturbs_nothing(
        self, place: Place, round_: Round, name: str, data: bytes
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        for folder in [place.folder, *(path for path in place.folder.rglob("*") if path.is_dir())]:
            (folder / name).write_bytes(data)
        before = place.contents()
        assert [team.name for team in place.store.teams()] == ["Alpha"]
        assert place.store.rounds(round_.team_id) == (round_,)
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
        assert place.contents() == before
        place.answered(round_, "Anna", {"Q01": 2})
        assert all((path.read_bytes() == data) for path in place.files(name))

    def test_a_sheet_of_another_round_does_not_count_in_this_one(self, place: Place, round_: Round) -> None:
        other = place.store.start_round(round_.team_id, twelve_questions(), TODAY)
        place.answered(other, "Anna", {"Q01": 1})
        here = next(place.folder.glob(f"teams/*/rounds/*{round_.id[:6]}"))
        for path in place.slots_of(other):
            (here / path.name).write_bytes(path.read_bytes())
        assert place.store.responses(round_) == ()
        assert len(place.store.responses(other)) == 1

    @pytest.mark.parametrize("id_", ["../../../out", "/tmp/out", "", "a b", "x" * 100])
    def test_an_id_in_a_file_can_not_lead_out_of_the_folder(self, place: Place, round_: Round, id_: str) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        for path in place.slots_of(round_):
            tables = unpack(path.read_bytes())
            tables["_meta"]["1"]["respondent"] = id_
            path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
        before = set(place.folder.rglob("*"))
        with pytest.raises(StoreError):
            place.store.open_sheet(round_, "Anna")
        assert set(place.folder.rglob("*")) == before

    @pytest.mark.parametrize("at", [-1, 10**30, 1.5, True, "1", None])
    def test_a_time_that_can_not_be_makes_a_file_damaged(self, place: Place, round_: Round, at: object) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        for path in place.slots_of(round_):
            tables = unpack(path.read_bytes())
            tables["answers"]["1"]["at"] = at
            path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
        with pytest.raises(StoreError, match="damaged"):
            place.store.responses(round_)

    def test_a_folder_with_other_things_in_it_is_not_made_a_workspace(self, place: Place) -> None:
        place.folder.mkdir()
        (place.folder / "letter.odt").write_bytes(b"Dear")
        with pytest.raises(StoreError, match="not a workspace"):
            place.store.add_team("Alpha")
        assert [path.name for path in place.folder.iterdir()] == ["letter.odt"]
        assert place.store.teams() == ()

    @pytest.mark.parametrize("name", [".git", ".stfolder", "desktop.ini", ".sem-0123abcd.tmp"])
    def test_an_empty_folder_that_is_shared_or_was_begun_with_may_become_one(self, place: Place, name: str) -> None:
        place.folder.mkdir()
        (place.folder / name).write_bytes(b"")
        assert place.store.add_team("Alpha") in place.store.teams()

    def test_a_workspace_that_lost_its_own_file_can_be_read_but_not_written(self, place: Place, round_: Round) -> None:
        place.answered(round_, "Anna", {"Q01": 1})
        (place.folder / "workspace.json").unlink()
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
        with pytest.raises(StoreError, match=r"workspace\.json"):
            place.store.add_team("Beta")

    @pytest.mark.parametrize("spoil", SPOILS)
    def test_a_damaged_workspace_file_is_named(self, place: Place, round_: Round, spoil: Spoil) -> None:
        spoil(place.folder / "workspace.json")
        before = place.contents()
        for attempt in (place.store.teams, lambda: place.store.add_team("Beta")):
            with pytest.raises(StoreError) as caught:
                attempt()
            assert "workspace.json" in str(caught.value)
        assert place.contents() == before

    def test_a_file_where_the_workspace_should_be_is_named(self, place: Place) -> None:
        place.folder.write_text("not a folder")
        for attempt in (place.store.teams, lambda: place.store.add_team("Alpha")):
            with pytest.raises(StoreError) as caught:
                attempt()
            assert str(place.folder) in str(caught.value)


def as_nobody(script: str, place: Place) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of a user whom permissions bind, because they are not root; it has `store` at hand."""
    # What is imported on the way may be where this user does not come.
    import difflib  # noqa: F401

    import filelock  # noqa: F401

    import sem.store.backup
    import sem.store.pairs
    import sem.store.workspace  # noqa: F401

    def work(pipe: int) -> None:
        said = io.StringIO()
        why = ""
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            store = open_store(place.folder, place.state)
            with contextlib.redirect_stdout(said):
                exec(script, {"store": store, "StoreError": StoreError, "Answer": Answer, "Path": Path})
        except Exception:
            why = traceback.format_exc()
        with os.fdopen(pipe, "w") as told:
            json.dump([said.getvalue(), why], told)

    child, pipe = in_child(work)
    with os.fdopen(pipe) as told:
        out, why = json.load(told)
    os.waitpid(child, 0)
    return subprocess.CompletedProcess([script], bool(why), out, why)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")
class TestPermissions:
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        """A place that other users can reach, unlike pytest's own folders."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            yield Place(Path(folder) / "workspace", Path(folder) / "state")

    def test_a_read_only_workspace_can_be_read_and_says_why_it_can_not_be_written(
        self, place: Place, round_: Round
    ) -> None:
        place.answered(round_, "Anna", {"Q01": 4})
        for path in [*place.folder.rglob("*"), place.folder]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = place.contents()
        script = """
(team,) = store.teams()
(round_,) = store.rounds(team.id)
print(store.responses(round_)[0].answers["Q01"].level, store.questionnaire(round_).id)
for attempt in (
    lambda: store.open_sheet(round_, "Anna"), lambda: store.open_sheet(round_, "Bob"), lambda: store.add_team("Beta"),
    lambda: store.rename_team(team.id, "Omega"), lambda: store.remove_team(team.id),
):
    try:
        attempt()
    except StoreError as error:
        print(error.message)
"""
        result = as_nobody(script, place)
        assert result.returncode == 0, result.stderr
        first, *errors = result.stdout.splitlines()
        assert first == "4 test"
        assert len(errors) == 5
        assert all("not allowed to write" in error and str(place.folder) in error for error in errors)
        assert place.contents() == before

    @pytest.mark.parametrize("which", ["team~*", "round~*", "workspace.json", "models/*"])
    def test_a_file_that_may_not_be_read_is_named(self, place: Place, round_: Round, which: str) -> None:
        for path in place.files(which):
            path.chmod(0)
        script = f"""
from datetime import date
from sem.model.assessment import QuestionnaireRef, Round
from sem.model.questionnaire import Version
ref = QuestionnaireRef("test", Version(1, 0, 0), {round_.questionnaire.digest!r})
round_ = Round({round_.id!r}, {round_.team_id!r}, ref, date(2026, 11, 21))
try:
    store.teams(), store.responses(round_), store.questionnaire(round_)
except StoreError as error:
    print(error.message)
"""
        result = as_nobody(script, place)
        assert "not allowed to read" in result.stdout, result.stderr
        assert any(str(path) in result.stdout for path in place.files(which))


def test_a_round_whose_id_is_not_there_is_not_found(place: Place, round_: Round) -> None:
    place.store.remove_team(round_.team_id)
    with pytest.raises(NotFoundError):
        place.store.open_sheet(round_, "Anna")


def test_a_model_can_not_lead_out_of_the_workspace(place: Place, round_: Round) -> None:
    import dataclasses

    evil = dataclasses.replace(round_, questionnaire=dataclasses.replace(round_.questionnaire, id="../../../x"))
    with pytest.raises(StoreError) as caught:
        place.store.questionnaire(evil)
    assert str(place.folder / "models") in str(caught.value)
    assert ".." not in str(caught.value)


def test_a_frozen_questionnaire_can_be_read_without_us(place: Place, round_: Round) -> None:
    (model,) = place.files("models/*")
    assert read_questionnaire(model.read_bytes()) == twelve_questions()
