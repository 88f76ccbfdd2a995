"""Random histories on several laptops, merged in any order from any copies, against a plain dictionary."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from sem.model.assessment import NO_ANSWER, Answer, Round
from sem.store.documents import ANSWERS, newest
from sem.store.files import gather
from tests.store.conftest import QUESTIONS, Place

FEW, MANY = 2, 300
PEOPLE = ("Anna", "Bob")
Told = dict[tuple[str, str], tuple[int, str, Answer]]


class Trial:
    """Three laptops with clocks up to a quarter of an hour apart.

    Args:
        folder: An empty folder.
        seed: What makes this trial the same each time.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        start = Place(folder / "0" / "workspace", folder / "0" / "state")
        self.round = start.round()
        for name in PEOPLE:
            start.answered(self.round, name, {})
        self.laptops = [start]
        for number in (1, 2):
            shutil.copytree(start.folder, folder / f"{number}" / "workspace")
            self.laptops.append(Place(folder / f"{number}" / "workspace", folder / f"{number}" / "state"))
        self.clock = 2 * 10**15
        self.skew = [self.chance.randrange(-(10**9), 10**9) for _ in self.laptops]
        self.told: Told = {}
        self.stale: list[Path] = []

    def run(self) -> None:
        """Do fourteen things by chance."""
        for _step in range(14):
            self.chance.choice([self.answer, self.answer, self.answer, self.merge, self.keep_a_copy, self.conflict])()

    def answer(self) -> None:
        number = self.chance.randrange(3)
        laptop, name = self.laptops[number], self.chance.choice(PEOPLE)
        question, said = (
            self.chance.choice(QUESTIONS[:3]),
            self.chance.choice([NO_ANSWER, *(Answer(level=n) for n in range(1, 6))]),
        )
        self.clock += self.chance.randrange(1, 10**7)
        with mock.patch("time.time_ns", return_value=(self.clock + self.skew[number]) * 1000):
            sheet = laptop.store.open_sheet(self.round, name)
            sheet.save({question: said})
            sheet.close()
        document = documents(laptop, self.round, name)[question]
        told = (int(document["at"]), str(document["by"]), said)
        self.told[name, question] = max(self.told.get((name, question), (0, "", NO_ANSWER)), told, key=lambda t: t[:2])

    def merge(self) -> None:
        one, other = self.chance.sample(self.laptops, 2)
        one.store.merge([self.chance.choice([other.folder, *self.stale])])

    def keep_a_copy(self) -> None:
        copy = self.folder / f"stale-{len(self.stale)}"
        shutil.copytree(self.chance.choice(self.laptops).folder, copy)
        self.stale.append(copy)

    def conflict(self) -> None:
        """Let a sync program set aside a version of a file."""
        laptop = self.chance.choice(self.laptops)
        path = self.chance.choice(laptop.slots_of(self.round))
        name = f"{path.stem}.sync-conflict-{self.chance.randrange(10**6)}.json"
        shutil.copy(path, path.with_name(name))

    def expected(self) -> dict[str, dict[str, Answer]]:
        return {
            name: {q: said for (who, q), (_at, _by, said) in self.told.items() if who == name and said != NO_ANSWER}
            for name in PEOPLE
        }


def documents(place: Place, round_: Round, name: str) -> dict[str, dict[str, Any]]:
    files = [file.tables for file in gather(place.slots_of(round_)[0].parent, "sheet").whole]
    (id_,) = {r.respondent.id for r in place.store.responses(round_) if r.respondent.name == name}
    return newest(ANSWERS, [one for one in files if one["_meta"]["1"]["respondent"] == id_])


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_the_newest_answer_of_each_question_wins_in_any_order_and_a_second_merge_writes_nothing(
    tmp_path: Path, count: int
) -> None:
    for seed in range(count):
        trial = Trial(tmp_path / f"{seed}", seed)
        trial.run()
        sources = [*(laptop.folder for laptop in trial.laptops), *trial.stale]
        for order in range(3):
            archive = Place(tmp_path / f"{seed}" / f"archive-{order}", tmp_path / f"{seed}" / "state")
            trial.chance.shuffle(sources)
            if order == 1:
                archive.store.merge(sources)
            else:
                for source in sources:
                    archive.store.merge([source])
            got = {r.respondent.name: dict(r.answers) for r in archive.store.responses(trial.round)}
            assert got == trial.expected(), (seed, order)
            before = archive.contents()
            again = archive.store.merge(sources)
            assert (again.written, again.changed) == (0, False)
            assert archive.contents() == before
        shutil.rmtree(tmp_path / f"{seed}")


def test_the_same_trials_convict_the_rule_of_sync_programs(tmp_path: Path) -> None:
    """The newest whole file loses what an older one alone knows: a control, which must fail."""
    wrong = 0
    for seed in range(2 * FEW):
        trial = Trial(tmp_path / f"{seed}", seed)
        trial.run()
        files = [p for one in trial.laptops for p in one.slots_of(trial.round)]
        newest_of: dict[str, tuple[int, dict[str, Answer]]] = {}
        for laptop in trial.laptops:
            for file in gather(laptop.slots_of(trial.round)[0].parent, "sheet").whole:
                last = max(one["at"] for one in file.tables[ANSWERS].values())
                name = str(file.tables["fields"]["1"]["value"])
                answers = {one["q"]: Answer(level=one["v"]) for one in file.tables[ANSWERS].values() if one["v"]}
                newest_of[name] = max(newest_of.get(name, (-1, {})), (last, answers), key=lambda t: t[0])
        assert files
        wrong += {name: answers for name, (_last, answers) in newest_of.items()} != trial.expected()
    assert wrong
