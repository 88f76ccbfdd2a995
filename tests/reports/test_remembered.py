"""What is remembered of closed rounds: no number differs, nothing hidden is in it, it is never in the way."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.analysis.condensed import condense, read_back, written
from sem.analysis.teams import compare_teams
from sem.errors import StoreError
from sem.files import read_file
from sem.model.assessment import Answer, Confidence, Consensus, NotApplicable, Reason, RoundKind, RoundState
from sem.model.questionnaire import Version
from sem.reports.shown import shown_round
from sem.reports.teams import gather_teams, team_scores, teams_json
from sem.store import Store, index, open_store, past
from sem.store.brought import BroughtResponse, BroughtRound, BroughtTeam
from tests.factory import area, question, questionnaire

FULL = questionnaire(area("a", [question("a1"), question("a2", 2.0), question("a3")]), area("b", [question("b1")]))
SHORT = replace(FULL, version=Version(1, 1, 0),
                areas=(replace(FULL.areas[0], questions=FULL.areas[0].questions[:2]), FULL.areas[1]))  # fmt: skip
IDS = [one.id for one in FULL.questions]
SECRETS = ("Annelies Vermeulen", "nobody may read this note", "the desk in Utrecht", "because the chef said so")
DAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _long_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be older than what could still change without its times telling."""
    later = index.now() + 10**13
    monkeypatch.setattr(past, "now", lambda: later)


def team(number: int, *rounds: BroughtRound) -> BroughtTeam:
    return BroughtTeam(f"{number:06x}ffffffffff", f"Team {number}", (), rounds)


def round_(number: int, answers: list[dict[str, Answer]], **about: Any) -> BroughtRound:
    """Return a round, closed if nothing else is said; each of the answers is somebody's."""
    people = [BroughtResponse(f"{number:04x}{n:04x}aaaaaaaa", f"Person {n}", own) for n, own in enumerate(answers)]
    if about.get("kind") is RoundKind.ANONYMOUS:
        people = [replace(one, name="") for one in people]
    day = DAY + timedelta(days=number % 7)
    about = {"questionnaire": FULL, "opened": day, "order": number, **about}
    return BroughtRound(id=f"{number:06x}eeeeeeeeee", responses=partial(list, people), **about)


def everywhere(*levels: int) -> list[dict[str, Answer]]:
    return [dict.fromkeys(IDS, Answer(level=level)) for level in levels]


class Place:
    """A workspace with a cache beside it."""

    def __init__(self, folder: Path, *made: BroughtTeam) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.store(None).bring_in(made)

    def store(self, cache: Path | None) -> Store:
        return open_store(self.folder / "data", self.folder / "state", cache=cache)

    def told(self, *, remembering: bool = True) -> Any:
        """Return the comparison of all teams, of a program that is started anew."""
        store = self.store(self.cache if remembering else None)
        comparison, errors = gather_teams(store, store.teams())
        told = [teams_json(comparison, one) for one in (None, *(area.area.id for area in comparison.areas))]
        return told, [str(error) for error in errors]

    @property
    def index(self) -> Path:
        (path,) = (self.cache / "index").glob("*.json")
        return path

    @property
    def values(self) -> list[Any]:
        """What is remembered, of each round of which anything is."""
        rows = json.loads(self.index.read_bytes().partition(b"\n")[2])
        return [value for team in rows.values() for _stamp, _head, _told, value in team.values() if value is not None]

    def files(self, pattern: str) -> list[Path]:
        return sorted((self.folder / "data" / "teams").rglob(pattern))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(
        tmp_path,
        team(1, round_(1, everywhere(1, 2, 3)), round_(2, everywhere(2, 2, 4, 5, 3))),
        team(2, round_(3, everywhere(4, 4, 5), decisions={"a1": Consensus(5)})),
        team(3, round_(4, everywhere(3, 4, 5, 3, 2), kind=RoundKind.ANONYMOUS)),
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    level = draw(st.none() | st.integers(1, 5))
    na = NotApplicable(Reason.OTHER, "elsewhere") if level is None and draw(st.booleans()) else None
    return Answer(
        level=level,
        not_applicable=na,
        dont_know=level is None and na is None and draw(st.booleans()),
        note=draw(st.sampled_from(["", "seen it"])),
        confidence=draw(st.none() | st.sampled_from(Confidence)),
    )


@st.composite
def teams(draw: st.DrawFn) -> list[BroughtTeam]:
    made, number = [], 0
    for at in range(draw(st.integers(1, 4))):
        rounds = []
        for _round in range(draw(st.integers(0, 3))):
            number += 1
            content = draw(st.sampled_from([FULL, FULL, SHORT]))
            ids = [one.id for one in content.questions]
            rounds.append(
                round_(
                    number,
                    draw(st.lists(st.dictionaries(st.sampled_from(ids), answers(), min_size=1), max_size=7)),
                    questionnaire=content,
                    kind=draw(st.sampled_from(RoundKind)),
                    state=draw(st.sampled_from([RoundState.CLOSED, RoundState.CLOSED, *RoundState])),
                    decisions={"a2": Consensus(4)} if draw(st.booleans()) else {},
                )
            )
        made.append(team(at, *rounds))
    return made


def rounded(value: Any) -> Any:
    """Return JSON values without the last bits of numbers, which depend on who is added up first."""
    return json.loads(json.dumps(value), parse_float=lambda text: round(float(text), 9))


@given(made=teams())
@settings(max_examples=250 if os.environ.get("SEM_TESTS") == "long" else 8)
def test_teams_are_the_same_with_and_without_what_is_remembered(made: list[BroughtTeam]) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), *made)
        bare = place.told(remembering=False)
        assert place.told() == bare, "the first time"
        assert place.told() == bare, "remembered"
        store = place.store(None)
        at_length = teams_json(compare_teams([team_scores(store, one) for one in store.teams()]))
        assert rounded(bare[0][0]) == rounded(at_length)


@given(made=teams())
@settings(max_examples=250 if os.environ.get("SEM_TESTS") == "long" else 8)
def test_a_round_that_is_written_down_is_read_back_the_same_to_each_question(made: list[BroughtTeam]) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Place(Path(name), *made).store(None)
        rounds = [one for listed in store.teams() for one in store.rounds(listed.id)]
        for one in (one for one in rounds if one.state is RoundState.CLOSED):
            condensed = condense(shown_round(store, one))
            values = json.loads(json.dumps(written(condensed)))
            assert read_back(one, store.questionnaire(one), values) == condensed


def test_what_is_remembered_is_what_is_told(place: Place) -> None:
    bare = place.told()
    assert len(place.values) == 3, "of each team the newest round"
    path = place.index
    _head, _line, body = path.read_bytes().partition(b"\n")
    other = body.replace(b"[3.2,", b"[1.5,")
    assert other != body
    path.write_bytes(index.head_of(other) + other)
    assert place.told() != bare
    assert place.told(remembering=False) == bare


def test_of_a_round_that_did_not_change_no_file_is_opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told = place.told()
    store = place.store(place.cache)
    teams = store.teams()
    opened = []

    def read(path: Path, most: int | None = None) -> bytes:
        opened.append(path)
        return read_file(path, most)

    monkeypatch.setattr("sem.store.slots.read_file", read)
    comparison, _errors = gather_teams(store, teams)
    assert teams_json(comparison) == told[0][0]
    assert not [path for path in opened if path.parent.parent.name == "rounds"]


def late(place: Place) -> None:
    """Let an answer come in after the round was closed, in a file of its own."""
    here = place.folder / "elsewhere"
    other = open_store(here / "data", here / "state")
    other.bring_in([team(1, round_(1, everywhere(1, 2, 3)), round_(2, everywhere(5, 5, 5, 5, 5)))])
    place.store(None).bring_in([team(1, round_(2, everywhere(5, 5, 5, 5, 5)))], update=True)


def erased(place: Place) -> None:
    store = place.store(place.cache)
    newest = store.rounds(store.find_team("Team 1").id)[-1]
    store.erase_respondent(newest, store.responses(newest)[0].respondent.id)


def damaged(place: Place) -> None:
    for path in place.files("sealed-*.json"):
        raw = path.read_bytes()
        times = path.stat()
        path.write_bytes(raw.replace(b'"v":4', b'"v":1'))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def without_a_seal(place: Place) -> None:
    for path in place.files("sealed-*.json")[-2:]:
        path.unlink()


def with_a_copy(place: Place) -> None:
    path = place.files("sealed-*.json")[0]
    path.with_name(f"{path.stem} (conflict).json").write_bytes(path.read_bytes())


def without_a_twin(place: Place) -> None:
    place.files("round~*.b.json")[0].unlink()


def without_a_team(place: Place) -> None:
    store = place.store(place.cache)
    store.remove_team(store.find_team("Team 2").id)


CHANGES = [late, erased, damaged, without_a_seal, with_a_copy, without_a_twin, without_a_team]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_is_read_again(place: Place, change: Callable[[Place], None]) -> None:
    place.told()
    change(place)
    bare = place.told(remembering=False)
    assert place.told() == bare
    assert place.told() == bare


def test_files_that_changed_a_moment_ago_are_not_trusted_yet(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "now", index.now)
    place.told()
    assert not place.cache.exists()


def test_only_closed_rounds_that_are_sealed_are_remembered(tmp_path: Path) -> None:
    still = [
        team(n, round_(n, everywhere(3, 4), kind=kind, state=state))
        for n, (kind, state) in enumerate((kind, state) for kind in RoundKind for state in RoundState)
        if state is not RoundState.CLOSED
    ]
    place = Place(tmp_path, *still)
    place.told()
    assert not place.cache.exists(), "not even names and times of files, which tell when each answer came"


def test_nothing_is_remembered_that_may_not_be_shown(tmp_path: Path) -> None:
    name, note, scope, because = SECRETS
    people = [
        BroughtResponse(f"{n:016x}", f"{name} {n}", dict.fromkeys(IDS, Answer(level=4, note=note))) for n in range(5)
    ]
    named = replace(round_(1, []), responses=partial(list, people), scope=scope)
    few = round_(2, everywhere(1, 5, 5), kind=RoundKind.ANONYMOUS)
    decided = round_(3, everywhere(3, 4), decisions={"a1": Consensus(2, because)})
    asked = round_(4, everywhere(3, 4), invited=(name,))
    place = Place(tmp_path, team(1, named), team(2, few), team(3, decided), team(4, asked))
    assert place.told() == place.told() == place.told(remembering=False)
    assert len(place.values) == 4
    text = place.index.read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    (hidden,) = (value for value in place.values if "below-minimum" in json.dumps(value))
    assert {told for _score, _point, questions in hidden[3] for told in questions} == {"below-minimum"}
    assert [score[0] for score, _point, _questions in hidden[3]] == [None, None]


def test_erasing_somebody_takes_away_all_that_was_remembered(place: Place) -> None:
    place.told()
    assert place.index.exists()
    erased(place)
    assert [*(place.cache / "index").iterdir()] == []


def test_what_somebody_deleted_meanwhile_is_not_written_again(place: Place) -> None:
    place.told()
    path = place.index
    with place.store(place.cache).past() as looking:
        [*looking.rounds(team(1).id)]
        with_a_copy(place)
        [*looking.rounds(team(1).id)]
        path.unlink()
    assert not path.exists()


def not_ours(raw: bytes) -> list[bytes]:
    head, _line, body = raw.partition(b"\n")
    return [
        b"", b"\0" * 100, raw[:-20], raw[: len(raw) // 2], b"[]\n[]", head.replace(b":2,", b":1,", 1) + b"\n" + body,
        head.replace(b":2,", b":9,", 1) + b"\n" + body, b"{}" + raw, raw.replace(b"[", b"{", 1),
        *(index.head_of(one) + one for one in (b"[]", b"{}", b'{"a":[]}', b'{"a":{"b":["",5,null,null]}}', b"nonsense",
                                             body.replace(b"[[2,", b'["2",['),
                                             body.replace(b",[[2,", b",[[1,"), b"[" * 100_000,
                                             body.replace(b'"named"', b'"nobody"'), body.replace(b'["', b'["no '))),
    ]  # fmt: skip


def test_a_memory_that_is_damaged_foreign_older_or_newer_is_as_good_as_none(place: Place) -> None:
    bare = place.told()
    assert place.index.read_bytes() not in not_ours(place.index.read_bytes())
    for raw in not_ours(place.index.read_bytes()):
        place.index.write_bytes(raw)
        assert place.told() == bare, raw[:60]


def test_where_nothing_can_be_remembered_nothing_is_said_of_it(place: Place) -> None:
    place.cache.write_text("a file where the folder should be", "utf-8")
    assert place.told() == place.told(remembering=False)
    place.cache.unlink()
    place.told()
    path = place.index
    path.unlink()
    path.mkdir()
    assert place.told() == place.told(remembering=False)


def test_the_memory_of_one_workspace_is_not_that_of_its_copy(place: Place, tmp_path: Path) -> None:
    place.told()
    (tmp_path / "data").rename(tmp_path / "moved")
    store = open_store(tmp_path / "moved", tmp_path / "state", cache=place.cache)
    gather_teams(store, store.teams())
    assert len([*(place.cache / "index").iterdir()]) == 2


def test_a_team_that_can_not_be_read_by_itself_does_not_spoil_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(
        tmp_path,
        team(1, round_(1, everywhere(1, 2))),
        team(2, round_(2, everywhere(3, 4))),
        team(3, round_(3, everywhere(2, 3), questionnaire=SHORT)),
        team(4, round_(4, everywhere(4, 4), questionnaire=SHORT)),
    )
    place.told()

    def gone(store: Store, one: Any) -> Any:
        if one.name == "Team 1":
            raise StoreError("it is gone")
        return team_scores(store, one)

    monkeypatch.setattr("sem.reports.teams.team_scores", gone)
    (told, *_areas), errors = place.told()
    assert [row["team"]["name"] for row in told["teams"]] == ["Team 2", "Team 3", "Team 4"]
    assert errors == ["it is gone"]
