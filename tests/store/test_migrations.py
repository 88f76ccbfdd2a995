"""Files of every version that ever was: read as they are, and written anew only by their own writer."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    Consensus,
    EvidenceSide,
    NotApplicable,
    Reason,
    Respondent,
    RoundKind,
    RoundState,
)
from sem.store import migrations
from sem.store.codes import respondent_id
from sem.store.integrity import check
from sem.store.migrations import Lift, Tables, lift
from sem.store.slots import unpack
from tests.store.conftest import Place

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = sorted(int(folder.name.partition("-")[2]) for folder in GOLDEN.iterdir())


def test_every_version_up_to_ours_has_its_golden_workspace_and_a_way_up() -> None:
    assert list(range(1, migrations.SCHEMA + 1)) == VERSIONS
    assert set(migrations.LIFTS) == set(range(1, migrations.SCHEMA))
    assert 1 <= migrations.MIN_READER <= migrations.SCHEMA


@pytest.mark.parametrize("version", VERSIONS)
class TestGolden:
    @pytest.fixture
    def golden(self, place: Place, version: int) -> Place:
        shutil.copytree(GOLDEN / f"schema-{version}", place.folder)
        return place

    def test_it_says_what_it_always_said(self, golden: Place) -> None:
        before = golden.contents()
        assert [(team.name, team.tags) for team in golden.store.teams()] == [
            ("Beta", ()),
            ("Team Één", ("north", "pilot")),
        ]
        first, second = golden.store.rounds(golden.store.find_team("team één").id)
        assert (first.opened, first.kind, first.state) == (date(2026, 3, 1), RoundKind.ALIAS, RoundState.OPEN)
        assert (second.opened, second.kind, second.state) == (date(2026, 9, 1), RoundKind.NAMED, RoundState.CLOSED)
        assert [question.id for question in golden.store.questionnaire(first).questions] == ["Q1", "Q2", "Q3", "Q4"]
        (response,) = golden.store.responses(first)
        assert (response.respondent.name, response.place) == ("Anna", "Q4")
        assert response.answers == {
            "Q1": Answer(level=4),
            "Q3": Answer(not_applicable=NotApplicable(Reason.OTHER, "not ours")),
            "Q4": Answer(dont_know=True),
        }
        assert golden.contents() == before

    def test_the_version_before_the_last_save_is_there_too(self, golden: Place) -> None:
        (older,) = golden.files("f6548e7d90a92849~22b2facb47-a.a.json")
        document = unpack(older.read_bytes())["answers"]["1"]
        assert (document["v"], document["note"], document["confidence"]) == (3, "wéll", Confidence.SURE.value)

    def test_it_can_be_gone_on_with(self, golden: Place) -> None:
        first, _second = golden.store.rounds(golden.store.find_team("Team Één").id)
        golden.answered(first, "Anna", {"Q2": 5})
        assert golden.response(first, "Anna").answer("Q2") == Answer(level=5)
        assert golden.response(first, "Anna").answer("Q1") == Answer(level=4)

    def test_every_file_in_it_is_sound(self, golden: Place) -> None:
        report = check(golden.folder, golden.state)
        assert report.findings == ()
        assert report.sound == report.files == len(golden.files("*.json"))


def test_what_version_two_added_is_there(place: Place, cost_of_a_code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sem.store.codes.COST", cost_of_a_code)
    shutil.copytree(GOLDEN / "schema-2", place.folder)
    (round_,) = place.store.rounds(place.store.find_team("Beta").id)
    assert (round_.kind, round_.state, round_.hidden) == (RoundKind.ANONYMOUS, RoundState.REVEALED, True)
    assert (round_.scope, round_.expected, round_.invited) == ("This team, this year", 3, ())
    assert round_.decisions == {"Q1": Consensus(3, "We saw it twice", date(2026, 11, 22))}
    (response,) = place.store.responses(round_)
    assert response.respondent == Respondent(respondent_id(round_.id, "QQQ2-BSZE"), "")
    seen = AnswerEvidence(
        EvidenceSide.FOR, "Seen it", date(2026, 11, 1), date(2027, 5, 1), "https://example.org/"
    )  # fmt: skip
    told = AnswerEvidence(EvidenceSide.AGAINST, "", source="files/notes.md")
    assert response.answers == {
        "Q1": Answer(level=2, note="só", confidence=Confidence.GUESS, evidence=(seen, told)),
        "Q2": Answer(level=5),
    }


def exclaim(tables: Tables) -> Tables:
    """Make the next version of this one, in a world where places have an exclamation mark."""
    lifted = copy.deepcopy(tables)
    for document in lifted.get("fields", {}).values():
        if document["field"] == "place" and document["value"] is not None:
            document["value"] = f"{document['value']}!"
    return lifted


NEXT = migrations.SCHEMA + 1


def become_the_next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this program one whose files this version can't read."""
    lifts: Mapping[int, Lift] = {**migrations.LIFTS, migrations.SCHEMA: exclaim}
    monkeypatch.setattr(migrations, "SCHEMA", NEXT)
    monkeypatch.setattr(migrations, "MIN_READER", NEXT)
    monkeypatch.setattr(migrations, "LIFTS", lifts)


class TestANewVersion:
    @pytest.fixture
    def golden(self, place: Place) -> Place:
        shutil.copytree(GOLDEN / "schema-1", place.folder)
        return place

    def test_older_files_are_lifted_in_memory(self, golden: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        become_the_next_version(monkeypatch)
        before = golden.contents()
        first, _second = golden.store.rounds(golden.store.find_team("Team Één").id)
        assert golden.response(first, "Anna").place == "Q4!"
        assert golden.contents() == before

    def test_a_file_is_rewritten_by_its_own_writer_and_then_too_new_for_older_programs(
        self, golden: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, _second = golden.store.rounds(golden.store.find_team("Team Één").id)
        others = set(golden.slots_of(first))
        golden.answered(first, "Anna", {"Q2": 5})
        own = set(golden.slots_of(first)) - others
        before = golden.contents()
        become_the_next_version(monkeypatch)
        for level in (4, 3):
            golden.answered(first, "Anna", {"Q2": level})
        after = golden.contents()
        assert {path for path in after if after[path] != before.get(path)} == own
        assert {unpack(after[path])["_meta"]["1"]["schema"] for path in own} == {NEXT}
        assert golden.response(first, "Anna").answer("Q2") == Answer(level=3)
        monkeypatch.undo()
        with pytest.raises(StoreError, match="newer version"):
            golden.store.responses(first)

    def test_a_version_without_a_way_up_is_an_error(self, golden: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        become_the_next_version(monkeypatch)
        monkeypatch.setattr(migrations, "LIFTS", {})
        with pytest.raises(StoreError):
            golden.store.teams()


def test_lifting_does_not_change_what_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = (GOLDEN / "schema-1").glob("workspace.json")
    tables = unpack(path.read_bytes())
    kept = copy.deepcopy(tables)
    assert lift(tables)["_meta"]["1"]["schema"] == migrations.SCHEMA
    become_the_next_version(monkeypatch)
    assert lift(tables)["_meta"]["1"]["schema"] == NEXT
    assert tables == kept
