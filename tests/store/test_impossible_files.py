"""Files that are whole to the byte but can't be true, and files that are gone: reading and the doctor agree on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.store import open_store
from sem.store.findings import Severity
from sem.store.integrity import check, repair
from sem.store.migrations import Tables
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import Place

Change = Callable[[Tables], object]


def rewrite(path: Path, change: Change) -> None:
    """Change what a file says, with a checksum that is right."""
    raw = path.read_bytes()
    tables = unpack(raw)
    change(tables)
    path.write_bytes(pack_tables(tables, seq_of(raw)))


def field(name: str, value: Any) -> Change:
    def change(tables: Tables) -> None:
        for document in tables["fields"].values():
            if document["field"] == name:
                document["value"] = value

    return change


def without_field(name: str) -> Change:
    def change(tables: Tables) -> None:
        tables["fields"] = {n: document for n, document in tables["fields"].items() if document["field"] != name}

    return change


def about(name: str, value: Any) -> Change:
    return lambda tables: tables["_meta"]["1"].update({name: value})


def without(table: str) -> Change:
    return lambda tables: tables.pop(table)


IMPOSSIBLE = [
    ("team~*", field("name", None)),
    ("team~*", field("name", " ")),
    ("team~*", field("name", 3)),
    ("team~*", without_field("name")),
    ("team~*", without("fields")),
    ("team~*", field("tags", "north")),
    ("team~*", field("tags", [1])),
    ("round~*", field("state", "unknown")),
    ("round~*", field("state", ["open"])),
    ("round~*", without("fields")),
    ("round~*", about("opened", "yesterday")),
    ("round~*", about("round_kind", "secret")),
    ("sheet", field("name", None)),
    ("sheet", field("place", ["Q01"])),
    ("sheet", without_field("place")),
    ("sheet", without("fields")),
    ("sheet", without("answers")),
    ("sheet", lambda tables: tables["answers"].clear()),
    ("sheet", about("opened", 20261121)),
]


def read_all(place: Place) -> None:
    for team in place.store.teams():
        for round_ in place.store.rounds(team.id):
            place.store.responses(round_)


def files(place: Place, round_: Round, which: str) -> list[Path]:
    return place.slots_of(round_)[:2] if which == "sheet" else place.files(which)


@pytest.mark.parametrize(("which", "change"), IMPOSSIBLE)
class TestImpossible:
    def test_both_slots_are_damaged_for_whoever_reads_and_for_the_doctor(
        self, answered: Place, round_: Round, which: str, change: Change
    ) -> None:
        bad = files(answered, round_, which)
        for path in bad:
            rewrite(path, change)
        with pytest.raises(StoreError, match="damaged") as caught:
            read_all(answered)
        assert {problem.file for problem in caught.value.problems} == {str(path) for path in bad}
        found = check(answered.folder, answered.state)
        assert {(f.path, f.severity) for f in found.findings} == {(path, Severity.ERROR) for path in bad}
        assert repair(answered.folder, answered.state).after.healthy
        read_all(answered)

    def test_the_slot_before_it_stands_in_for_the_last_one(
        self, answered: Place, round_: Round, which: str, change: Change
    ) -> None:
        older, newer = sorted(files(answered, round_, which), key=lambda path: seq_of(path.read_bytes()))
        kept = older.read_bytes()
        rewrite(newer, change)
        told: list[str] = []
        store = open_store(answered.folder, answered.state, told.append)
        store.responses(store.rounds(store.teams()[0].id)[0])
        assert str(newer) in "".join(told), "its last save may be missing"
        (finding,) = check(answered.folder, answered.state).findings
        assert (finding.path, finding.severity) == (newer, Severity.WARNING)
        assert repair(answered.folder, answered.state).after.healthy
        assert (older.read_bytes(), newer.read_bytes()) == (kept, kept)


def test_nobody_goes_on_from_what_can_not_be_or_overwrites_what_stands_in_for_it(
    answered: Place, round_: Round
) -> None:
    older, newer = sorted(files(answered, round_, "sheet"), key=lambda path: seq_of(path.read_bytes()))
    name = next(r.respondent.name for r in answered.store.responses(round_) if older.name.startswith(r.respondent.id))
    rewrite(newer, without_field("place"))
    before = answered.response(round_, name).answers
    kept = {path: path.read_bytes() for path in (older, newer)}
    answered.answered(round_, name, {"Q07": 5})
    assert {path: path.read_bytes() for path in (older, newer)} == kept
    assert answered.response(round_, name).answers == {**before, "Q07": Answer(level=5)}


class TestGone:
    """What is missing is an error that names the folder it was in, and is never taken for "there was none"."""

    def test_the_files_of_a_round(self, answered: Place, round_: Round) -> None:
        folder = answered.slots_of(round_)[0].parent
        for path in answered.files("round~*"):
            path.unlink()
        with pytest.raises(StoreError) as caught:
            answered.store.rounds(round_.team_id)
        assert [problem.file for problem in caught.value.problems] == [str(folder)]
        (finding,) = check(answered.folder, answered.state).findings
        assert (finding.path, finding.severity) == (folder, Severity.ERROR)
        repair(answered.folder, answered.state)
        assert answered.store.rounds(round_.team_id) == (round_,)
        assert answered.response(round_, "Anna").answer("Q02") == Answer(level=2)

    def test_the_files_of_a_team(self, answered: Place, round_: Round) -> None:
        (folder,) = (answered.folder / "teams").iterdir()
        for path in answered.files("team~*"):
            path.unlink()
        with pytest.raises(StoreError) as caught:
            answered.store.teams()
        assert [problem.file for problem in caught.value.problems] == [str(folder)]

    def test_a_round_that_was_moved_to_another_team_is_not_a_round_of_that_team(
        self, answered: Place, round_: Round
    ) -> None:
        beta = answered.team("Beta")
        (there,) = answered.folder.glob("teams/beta-*")
        moved = answered.slots_of(round_)[0].parent
        (there / "rounds").mkdir()
        shutil.move(moved, there / "rounds" / moved.name)
        assert answered.store.rounds(beta.id) == ()
