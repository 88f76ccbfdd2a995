"""Kills with -9, crowds and full disks in real processes: what was acknowledged is there, and everybody can go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sem.model.assessment import Round
from tests.store.conftest import Place

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")

FEW, MANY = 4, 300
KINDS = ("saving", "beginning", "removing", "merging", "restoring", "sealing", "stock")


def harness(*arguments: object) -> Any:
    """Run the harness and return the sums it prints."""
    command = [sys.executable, "-m", "tests.store.harness", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@cache
def few() -> Any:
    """Return the sums of a few kills of each kind, all in one process: most of what it takes is to start it."""
    with TemporaryDirectory() as folder:
        return harness("kills", ",".join(KINDS), FEW, folder)


def kills(kind: str, count: int, folder: Path) -> Any:
    """Return the sums of killing this often while this is being done."""
    return dict((few() if count == FEW else harness("kills", kind, count, folder))[kind])


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
class TestKills:
    def test_no_answer_that_was_acknowledged_is_lost(self, tmp_path: Path, count: int) -> None:
        sums = kills("saving", count, tmp_path)
        assert sums.pop("acknowledged") > count
        assert sums == {"kills": count}

    def test_what_was_just_being_made_is_there_or_not_but_never_half(self, tmp_path: Path, count: int) -> None:
        assert kills("beginning", count, tmp_path) == {"kills": count}

    def test_a_team_that_was_being_removed_is_there_or_in_the_backup(self, tmp_path: Path, count: int) -> None:
        sums = kills("removing", count, tmp_path)
        assert sums.pop("stayed", 0) + sums.pop("removed", 0) == count
        assert sums == {"kills": count}

    def test_a_merge_that_was_killed_leaves_nothing_half_and_can_be_done_again(
        self, tmp_path: Path, count: int
    ) -> None:
        assert kills("merging", count, tmp_path) == {"kills": count}

    def test_a_restore_that_was_killed_leaves_nothing_half_and_can_be_done_again(
        self, tmp_path: Path, count: int
    ) -> None:
        assert kills("restoring", count, tmp_path) == {"kills": count}

    def test_closing_a_round_that_was_killed_loses_no_answer_and_can_be_done_again(
        self, tmp_path: Path, count: int
    ) -> None:
        assert kills("sealing", count, tmp_path) == {"kills": count}

    def test_the_same_harness_convicts_a_stock_file(self, tmp_path: Path, count: int) -> None:
        assert kills("stock", count, tmp_path)["unreadable"] > 0


@pytest.mark.parametrize("saves", [10, pytest.param(600, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_twelve_people_and_a_reader_at_once_lose_nothing_and_read_nothing_wrong(tmp_path: Path, saves: int) -> None:
    sums = harness("crowd", 12, saves, tmp_path)
    assert sums["saves"] == 12 * saves
    assert (sums["failed"], sums["lost"], sums["bad_reads"]) == (0, 0, 0)
    assert sums["reads"] > 0


FILL = """
import resource, sys
from pathlib import Path
from sem.errors import StoreError
from sem.model.assessment import Answer
from sem.store import open_store
from sem.store.autosave import Autosave

store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
(team,) = store.teams()
(round_,) = store.rounds(team.id)
sheet = store.open_sheet(round_, "Anna")
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, unlimited[1]))
for attempt in (lambda: store.open_sheet(round_, "Bob"), lambda: store.add_team("Beta")):
    try:
        attempt()
    except StoreError as error:
        assert "disk is full" in error.message
    else:
        raise AssertionError("it should not fit")
assert len(store.responses(round_)) == len(store.teams()) == 1
resource.setrlimit(resource.RLIMIT_FSIZE, (16384, unlimited[1]))
kept, errors = {}, set()
for number in range(1, 13):
    answers = {f"Q{number:02}": Answer(level=1, note="n" * 3000)}
    try:
        sheet.save(answers)
        kept |= answers
    except StoreError as error:
        errors.add(error.message)
assert errors and kept, (errors, kept)
assert all("disk is full" in error for error in errors), errors
warnings = []
store_again = open_store(Path(sys.argv[1]), Path(sys.argv[2]), warnings.append)
assert dict(store_again.responses(round_)[0].answers) == kept
assert not warnings, "all that was called saved is there"
sheet.save({"Q12": Answer(level=5)})
assert sheet.response.answer("Q12") == Answer(level=5)
try:
    store.add_team("A team whose files would fit")
    autosave = Autosave(sheet)
    autosave.put("Q11", Answer(note="n" * 4000))
    assert not autosave.flush(0.3)
    assert "disk is full" in autosave.state.error
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
assert autosave.close(20)
print(len(kept))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on the size of a file is of another kind there")
def test_a_full_disk_loses_nothing_and_one_goes_on_when_there_is_room(place: Place, round_: Round) -> None:
    command = [sys.executable, "-c", FILL, str(place.folder), str(place.state)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    response = place.response(round_, "Anna")
    assert len(response.answers) == len({f"Q{n:02}" for n in range(1, int(result.stdout) + 1)} | {"Q11", "Q12"})
    assert response.answer("Q11").note == "n" * 4000
    assert not place.files(".sem-*")
