"""Power cuts at every system call of a session: what was acknowledged is there, and everything can be read."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from unittest import mock

import pytest

from sem.errors import SemError
from sem.model.assessment import Answer
from tests.store.conftest import QUESTIONS, TODAY, Place, twelve_questions
from tests.store.power import Disk


def cuts(
    tmp_path: Path, strict: bool, saves: int, samples: int, sabotage: AbstractContextManager[object]
) -> Counter[str]:
    """Play a session from an empty folder on, cut the power after each system call, and count what is wrong then."""
    place = Place(tmp_path / "workspace", tmp_path / "state")
    place.folder.mkdir()
    chance = random.Random(1)
    promised: dict[str, object] = {}
    coming: dict[str, object] = {}
    sums: Counter[str] = Counter()

    def look() -> None:
        for number in range(samples):
            view = Place(tmp_path / f"view{number}", tmp_path / "state")
            disk.after_a_cut(chance, view.folder)
            sums["states"] += 1
            try:
                found = found_in(view, go_on=number == 0)
            except SemError:
                sums["unreadable"] += 1
            else:
                sums["lost"] += any(
                    found.get(key) != value and (key not in coming or found.get(key) != coming[key])
                    for key, value in promised.items()
                )
            shutil.rmtree(view.folder)

    def promise(key: str, value: object) -> None:
        promised[key] = value

    disk = Disk(place.folder, strict, look)
    with sabotage, disk.watch():
        store = place.store
        team = store.add_team("Alpha")
        promise("team", "Alpha")
        round_ = store.start_round(team.id, twelve_questions(), TODAY)
        promise("round", round_)
        for session in range(2):
            sheet = store.open_sheet(round_, "Anna")
            promise("respondent", "Anna")
            for number in range(saves):
                question = chance.choice(QUESTIONS[:4])
                answer = Answer(level=1 + number % 5, note=f"{session}/{number} {'n' * chance.randrange(4000)}")
                coming.clear()
                coming[question] = answer
                sheet.save({question: answer}, place=question)
                promise(question, answer)
            sheet.close()
        coming["team"] = "Omega"
        store.rename_team(team.id, "Omega")
        promise("team", "Omega")
        coming.clear()
        look()
    return sums


def found_in(view: Place, go_on: bool) -> dict[str, object]:
    """Return what a workspace says, under the keys of what was promised; if asked see that one can go on in it."""
    found: dict[str, object] = {}
    for team in view.store.teams():
        found["team"] = team.name
        for round_ in view.store.rounds(team.id):
            found["round"] = round_
            assert view.store.questionnaire(round_) == twelve_questions()
            for response in view.store.responses(round_):
                found["respondent"] = response.respondent.name
                found |= response.answers
            if go_on:
                view.answered(round_, "Anna", {"Q12": 1})
    return found


@pytest.mark.parametrize(
    ("strict", "saves", "samples"),
    [
        (True, 4, 1),
        pytest.param(True, 12, 12, marks=pytest.mark.long),
        pytest.param(False, 12, 12, marks=pytest.mark.long),
    ],
)
def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path, strict: bool, saves: int, samples: int) -> None:
    sums = cuts(tmp_path, strict, saves, samples, nullcontext())
    assert sums.pop("states") > 50 * samples
    assert not +sums


@pytest.mark.parametrize(
    "sabotage",
    [
        pytest.param("sem.store.storage.sync", id="saves not synced"),
        pytest.param("sem.store.disk.sync", id="new files not synced", marks=pytest.mark.long),
        pytest.param("sem.store.disk.sync_folder", id="folders not synced", marks=pytest.mark.long),
    ],
)
def test_the_model_convicts_a_store_that_skips_a_sync(tmp_path: Path, sabotage: str) -> None:
    sums = cuts(tmp_path, True, 3, 2, mock.patch(sabotage))
    assert sums["lost"] + sums["unreadable"] > 0
