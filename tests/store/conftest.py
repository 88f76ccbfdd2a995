"""A workspace in an empty folder, with a team, a round and people who answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sem.i18n import language, set_language
from sem.model.assessment import Answer, Response, Round, Team
from sem.model.questionnaire import Questionnaire
from sem.store import Sheet, Store, open_store
from sem.store.slots import seq_of
from tests.factory import area, question, questionnaire

TODAY = date(2026, 11, 21)
QUESTIONS = tuple(f"Q{number:02}" for number in range(1, 13))


def twelve_questions() -> Questionnaire:
    """Return the questionnaire that these tests answer."""
    return questionnaire(area("care", [question(id_) for id_ in QUESTIONS]))


@dataclass
class Place:
    """A folder with a workspace and this machine's state; every `store` is a window of its own."""

    folder: Path
    state: Path

    @property
    def store(self) -> Store:
        return open_store(self.folder, self.state)

    def on_another_machine(self) -> Place:
        """Return the same workspace as another laptop sees it."""
        return Place(self.folder, self.state.with_name(f"{self.state.name}-elsewhere"))

    def team(self, name: str = "Alpha") -> Team:
        return self.store.add_team(name)

    def round(self, name: str = "Alpha") -> Round:
        return self.store.start_round(self.team(name).id, twelve_questions(), TODAY)

    def answered(self, round_: Round, respondent: str, levels: dict[str, int]) -> None:
        sheet = self.store.open_sheet(round_, respondent)
        sheet.save({question: Answer(level=level) for question, level in levels.items()})
        sheet.close()

    def response(self, round_: Round, respondent: str) -> Response:
        found = [r for r in self.store.responses(round_) if r.respondent.name == respondent]
        assert len(found) == 1
        return found[0]

    def files(self, pattern: str = "*") -> list[Path]:
        return sorted(path for path in self.folder.rglob(pattern) if path.is_file())

    def slots_of(self, round_: Round) -> list[Path]:
        """Return the files of the sheets in a round."""
        folder = next(path for path in self.folder.glob(f"teams/*/rounds/*{round_.id[:6]}"))
        return sorted(path for path in folder.glob("*~*.json") if not path.name.startswith(("round~", "roster~")))

    def contents(self) -> dict[Path, bytes]:
        """Return every file with its bytes."""
        return {path: path.read_bytes() for path in self.files()}


def by_age(paths: list[Path]) -> list[Path]:
    """Return slots, the one that was saved last at the end."""
    return sorted(paths, key=lambda path: seq_of(path.read_bytes()))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty place: neither the workspace nor the state folder is there."""
    return Place(tmp_path / "workspace", tmp_path / "state")


@pytest.fixture(scope="session")
def _with_a_round(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Round]:
    place = Place(tmp_path_factory.mktemp("template") / "workspace", tmp_path_factory.mktemp("template") / "state")
    return place.folder, place.round()


@pytest.fixture
def round_(place: Place, _with_a_round: tuple[Path, Round]) -> Round:
    """A round of team Alpha that nobody has answered yet."""
    template, round_ = _with_a_round
    shutil.copytree(template, place.folder)
    return round_


@pytest.fixture
def sheet(place: Place, round_: Round) -> Iterator[Sheet]:
    """Anna's sheet in that round."""
    sheet = place.store.open_sheet(round_, "Anna")
    yield sheet
    sheet.close()


@pytest.fixture
def team(place: Place) -> Team:
    """A team that has no round yet."""
    return place.team()


@pytest.fixture
def answered(place: Place, round_: Round) -> Place:
    """A workspace in which Anna and Bob have answered."""
    place.answered(round_, "Anna", {"Q01": 1, "Q02": 2})
    place.answered(round_, "Bob", {"Q01": 4})
    return place


@pytest.fixture
def annas(place: Place, round_: Round) -> list[Path]:
    """The files of Anna, who alone has answered, the older one first."""
    place.answered(round_, "Anna", {"Q01": 1})
    place.answered(round_, "Anna", {"Q02": 2})
    return by_age(place.slots_of(round_))
