"""Pipes, devices, folders and links that lead up: never opened, never waited for, and named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.store import open_store
from sem.store.integrity import check, repair
from tests.store.conftest import TODAY, Place, twelve_questions

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
    path = (place.slots_of(round_) if which == "sheet" else place.files(which))[0]
    deed(path)
    with pytest.raises(StoreError, match="not a file") as caught:
        use_all(place)
    assert str(path) in str(caught.value)
    if which == "sheet":
        with pytest.raises(StoreError, match="not a file"):
            place.store.open_sheet(round_, "Anna")
    report = check(place.folder, place.state)
    assert path in [finding.path for finding in report.findings]
    assert not report.healthy


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
