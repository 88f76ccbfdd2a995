"""A workspace in an empty folder, with a team, a round and people who answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sem.i18n import language, set_language
from sem.model.assessment import Round, Team
from sem.model.codec import read_questionnaire
from sem.store import Sheet, inspection, merging_rounds, reading
from tests.store.place import QUESTIONS, TODAY, Place, Prepared, by_age, twelve_questions

__all__ = ["QUESTIONS", "TODAY", "Place", "by_age", "twelve_questions"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Make a questionnaire of the same bytes once: none changes, and every window of every test reads it anew."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (inspection, merging_rounds, reading):
            patch.setattr(module, "read_questionnaire", cache(read_questionnaire))
        yield


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty place: neither the workspace nor the state folder is there."""
    return Place(tmp_path / "workspace", tmp_path / "state")


@pytest.fixture(scope="session")
def _with_a_round(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    place = Place(tmp_path_factory.mktemp("template") / "workspace", tmp_path_factory.mktemp("template") / "state")
    return Prepared.of(place, place.round())


@pytest.fixture
def round_(place: Place, _with_a_round: Prepared) -> Round:
    """A round of team Alpha that nobody has answered yet."""
    _with_a_round.put_down(place, as_its_maker=False)
    return _with_a_round.round


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


@pytest.fixture(scope="session")
def _with_answers(tmp_path_factory: pytest.TempPathFactory, _with_a_round: Prepared) -> Prepared:
    place = Place(tmp_path_factory.mktemp("answered") / "workspace", tmp_path_factory.mktemp("answered") / "state")
    _with_a_round.put_down(place, as_its_maker=False)
    place.answered(_with_a_round.round, "Anna", {"Q01": 1, "Q02": 2})
    place.answered(_with_a_round.round, "Bob", {"Q01": 4})
    return Prepared.of(place, _with_a_round.round)


@pytest.fixture
def answered(place: Place, round_: Round, _with_answers: Prepared) -> Place:
    """A workspace in which Anna and Bob have answered."""
    _with_answers.put_down(place)
    return place


@pytest.fixture(scope="session")
def _with_annas(tmp_path_factory: pytest.TempPathFactory, _with_a_round: Prepared) -> Prepared:
    place = Place(tmp_path_factory.mktemp("annas") / "workspace", tmp_path_factory.mktemp("annas") / "state")
    _with_a_round.put_down(place, as_its_maker=False)
    place.answered(_with_a_round.round, "Anna", {"Q01": 1})
    place.answered(_with_a_round.round, "Anna", {"Q02": 2})
    return Prepared.of(place, _with_a_round.round)


@pytest.fixture
def annas(place: Place, round_: Round, _with_annas: Prepared) -> list[Path]:
    """The files of Anna, who alone has answered, the older one first."""
    _with_annas.put_down(place)
    return by_age(place.slots_of(round_))
