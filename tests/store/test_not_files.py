"""Pipes, devices, folders and links that lead up: never opened, never waited for, and named."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.store import open_store
from sem.store.findings import Remedy, Severity
from sem.store.integrity import check, repair
from tests.store.conftest import TODAY, Place, by_age, twelve_questions

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have no names in a folder there"),
    pytest.mark.timeout(20),
]

Deed = Callable[[Path], None]


def make_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link_to_a_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DEEDS = [make_a_pipe, link_to_a_device, make_a_folder]


def use_all(place: Place) -> None:
    """Read everything as a new window does, and begin to change it."""
    store = open_store(place.folder, place.state)
    for team in store.teams():
        for round_ in store.rounds(team.id):
            store.questionnaire(round_)
            store.responses(round_)
        store.start_round(team.id, twelve_questions(), TODAY)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("which", ["workspace.json", "models/*", "team~*", "round~*", "sheet"])
def test_what_is_no_file_is_named_and_not_waited_for(place: Place, round_: Round, which: str, deed: Deed) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    paths = place.slots_of(round_) if which == "sheet" else place.files(which)
    for path in paths:
        deed(path)
    with pytest.raises(StoreError, match="not a file") as caught:
        use_all(place)
    assert any(str(path) in str(caught.value) for path in paths)
    if which == "sheet":
        with pytest.raises(StoreError, match="not a file"):
            place.store.open_sheet(round_, "Anna")
    report = check(place.folder, place.state)
    assert {finding.path for finding in report.findings} == set(paths)
    assert not report.healthy


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize("deed", [*DEEDS, loop])
@pytest.mark.parametrize("which", ["team~*", "round~*", "sheet"])
def test_in_the_place_of_the_newer_slot_it_is_told_of_and_the_older_one_stands_in(
    place: Place, round_: Round, which: str, deed: Deed
) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    path = by_age(place.slots_of(round_) if which == "sheet" else place.files(which))[1]
    deed(path)
    told: list[str] = []
    store = open_store(place.folder, place.state, told.append)
    assert [team.name for team in store.teams()] == ["Alpha"]
    assert store.rounds(round_.team_id) == (round_,)
    assert len(store.responses(round_)) == 1
    assert [str(path) in warning and "may be missing" in warning for warning in told] == [True]
    (finding,) = check(place.folder, place.state).findings
    assert (finding.path, finding.remedy) == (path, Remedy.MEND)
    assert finding.what.startswith("It is not a file. Its twin is whole")
    place.store.rename_team(round_.team_id, "Beta")
    place.answered(round_, "Anna", {"Q02": 2})
    assert place.response(round_, "Anna").answers["Q02"] == Answer(level=2)
    assert repair(place.folder, place.state).after.healthy


@pytest.mark.parametrize("which", ["round~*", "sheet"])
def test_a_slot_that_the_disk_does_not_give_is_told_of_and_never_put_away(
    place: Place, round_: Round, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    place.answered(round_, "Anna", {"Q01": 5})
    path = by_age(place.slots_of(round_) if which == "sheet" else place.files(which))[1]
    left = path.read_bytes()
    really = os.open

    def open_it(name: object, *arguments: object, **named: object) -> int:
        if str(name) == str(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return really(name, *arguments, **named)  # type: ignore[arg-type]

    told: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", open_it)
        store = open_store(place.folder, place.state, told.append)
        assert store.rounds(round_.team_id) == (round_,)
        assert len(store.responses(round_)) == 1
        assert [str(path) in warning and "may be missing" in warning for warning in told] == [True]
        place.answered(round_, "Anna", {"Q02": 2})
    assert path.read_bytes() == left
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=5), "Q02": Answer(level=2)}


@pytest.mark.parametrize("deed", DEEDS)
def test_in_the_place_of_a_questionnaire_it_is_named_once(place: Place, round_: Round, deed: Deed) -> None:
    place.store.start_round(place.team("Beta").id, twelve_questions(), TODAY)
    (path,) = place.files("models/*")
    deed(path)
    (finding,) = check(place.folder, place.state).findings
    assert (finding.path, finding.severity) == (path, Severity.ERROR)
    assert finding.what.startswith("It is not a file")


@pytest.mark.parametrize("deed", DEEDS)
def test_the_copy_of_a_sync_program_that_is_no_file_is_passed_over(place: Place, round_: Round, deed: Deed) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    copy = place.slots_of(round_)[0]
    copy = copy.with_name(copy.name.replace(".json", " (conflict).json"))
    copy.write_bytes(b"")
    deed(copy)
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
    check(place.folder, place.state)


@pytest.mark.parametrize("target", [".", "..", "itself", "../.."])
@pytest.mark.parametrize("inside", ["teams", "teams/*/rounds"])
def test_a_link_that_leads_up_or_to_itself_is_passed_over(
    place: Place, round_: Round, target: str, inside: str
) -> None:
    place.answered(round_, "Anna", {"Q01": 1})
    folder = next(place.folder.glob(inside))
    (folder / "itself").symlink_to(target)
    assert [team.name for team in place.store.teams()] == ["Alpha"]
    assert place.store.rounds(round_.team_id) == (round_,)
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
    assert check(place.folder, place.state).healthy
    before = place.contents()
    repair(place.folder, place.state)
    assert place.contents() == before


def test_a_loop_in_the_place_of_the_rounds_blocks_that_team_only(place: Place, round_: Round) -> None:
    beta = place.team("Beta")
    rounds = next(place.folder.glob("teams/alpha-*/rounds"))
    rounds.rename(rounds.with_name("away"))
    rounds.symlink_to("rounds")
    assert place.store.rounds(beta.id) == ()
    with pytest.raises(StoreError) as caught:
        place.store.rounds(round_.team_id)
    assert str(rounds) in str(caught.value)
    assert not check(place.folder, place.state).healthy
