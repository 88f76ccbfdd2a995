"""A team's programme on disk: durable, and merged from all files there are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from sem.errors import InvalidError, NotFoundError
from sem.model.assessment import Team
from sem.model.experiment import Comparator, Experiment, KillCriterion, Subset
from sem.model.plan import Progress
from sem.model.programme import Programme
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import Place
from tests.store.programmes import (
    AMBITION,
    DAY,
    FULL,
    Change,
    ballot,
    changed,
    fix,
    idea,
    progress,
    says,
    together,
)


class TestChanges:
    def test_a_team_without_any_has_an_empty_programme_and_looking_makes_nothing(
        self, place: Place, team: Team
    ) -> None:
        before = place.contents()
        assert place.store.programme(team.id) == Programme()
        assert place.contents() == before

    def test_what_was_changed_is_what_every_window_reads(self, place: Place, team: Team) -> None:
        returned = place.store.change_programme(team.id, FULL)
        assert returned == place.store.programme(team.id) == FULL(Programme())

    def test_a_change_sees_what_others_changed_just_before(self, place: Place, team: Team) -> None:
        store = place.store
        store.change_programme(team.id, says("first"))
        place.on_another_machine().store.change_programme(team.id, progress("ux>2"))
        seen: list[Programme] = []
        store.change_programme(team.id, lambda before: seen.append(before) or before)  # type: ignore[func-returns-value]
        assert seen == [together(says("first"), progress("ux>2"))(Programme())]

    def test_a_change_is_one_write_to_one_file(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        for change in (
            progress("culture>2"),
            says("other words"),
            fix("again"),
            lambda _: replace(FULL(_), dropped={}),
        ):
            (path,) = changed(place, team, change)
            assert path.name.startswith("plan~")

    def test_a_change_that_changes_nothing_writes_nothing(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        assert changed(place, team, lambda before: before) == []
        assert changed(place, team, lambda before: replace(before, dropped={})) == []

    def test_what_a_change_raises_comes_through_and_nothing_is_changed(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        before = place.contents()

        def refuse(_before: Programme) -> Programme:
            raise InvalidError("no")

        with pytest.raises(InvalidError, match="no"):
            place.store.change_programme(team.id, refuse)
        with pytest.raises(ValueError, match="baseline"):
            place.store.change_programme(team.id, lambda before: replace(before, baselines=()))
        assert place.contents() == before
        assert place.store.change_programme(team.id, progress("cx>2")).progress.keys() == {"ux>2", "cx>2"}

    def test_a_team_that_is_not_there(self, place: Place, team: Team) -> None:
        for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, FULL)):
            with pytest.raises(NotFoundError):
                attempt("0123456789abcdef")

    def test_each_team_has_its_own(self, place: Place, team: Team) -> None:
        other = place.team("Beta")
        place.store.change_programme(team.id, FULL)
        assert place.store.programme(other.id) == Programme()
        for path in place.files("alpha-*/**/*.json"):
            if path.name.startswith(("plan~", "unsigned~")):
                target = next(place.folder.glob("teams/beta-*")) / path.relative_to(path.parents[-5]).name
                target.write_bytes(path.read_bytes())
        assert place.store.programme(other.id) == Programme()

    def test_every_file_is_one_that_tinydb_itself_reads(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, together(says("all tell others"), idea("i1", "tea for all")))
        place.store.change_programme(team.id, progress("ux>2"))
        found: dict[str, Any] = {}
        for path in sorted([*place.files("plan~*"), *place.files("unsigned~*")], key=lambda p: seq_of(p.read_bytes())):
            with TinyDB(path, access_mode="r") as database:
                found |= {document["key"]: document["value"] for document in database.table("items")}
        assert found["ambition/statement"] == "all tell others"
        assert found["progress/ux>2"]["started"] == DAY.isoformat()
        assert found["idea/i1"] == {"text": "tea for all"}


class TestTwoMachines:
    def test_they_change_different_things_in_one_folder(self, place: Place, team: Team) -> None:
        elsewhere = place.on_another_machine()
        place.store.change_programme(team.id, together(says("first"), progress("ux>2")))
        elsewhere.store.change_programme(team.id, together(progress("cx>2"), fix("there")))
        place.store.change_programme(team.id, says("second"))
        assert len(place.files("plan~*.a.json")) == 2
        expected = together(says("second"), progress("ux>2"), progress("cx>2"), fix("there"))(Programme())
        assert place.store.programme(team.id) == elsewhere.store.programme(team.id) == expected

    def test_folders_that_were_apart_come_together_whichever_way_they_are_copied(
        self, place: Place, team: Team, tmp_path: Path
    ) -> None:
        place.store.change_programme(team.id, FULL)
        there = Place(tmp_path / "there", tmp_path / "state-there")
        shutil.copytree(place.folder, there.folder)
        place.store.change_programme(team.id, together(progress("cx>2"), fix("here"), idea("i3"), ballot("Bob", "i2")))
        there.store.change_programme(team.id, together(says("better"), fix("there"), idea("i4"), ballot("Cas", "i1")))
        for source, target in ((place, there), (there, place)):
            for path in source.files():
                copy = target.folder / path.relative_to(source.folder)
                if not copy.exists() or seq_of(copy.read_bytes()) < seq_of(path.read_bytes()):
                    shutil.copy2(path, copy)
        met = place.store.programme(team.id)
        assert met == there.store.programme(team.id)
        assert met.ambition is not None
        assert met.ambition.statement == "better"
        assert met.progress.keys() == {"ux>2", "cx>2"}
        assert {baseline.note for baseline in met.baselines} == {"first", "here", "there"}
        assert [baseline.id for baseline in met.baselines] == ["1", "2", "3"]
        assert [each.id for each in met.ideas.ideas] == ["i1", "i2", "i3", "i4"]
        assert [each.voter for each in met.ideas.ballots] == ["Anna", "Bob", "Cas"]

    def test_a_conflicted_copy_of_a_sync_program_counts(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, says("first"))
        newest = max(place.files("plan~*"), key=lambda path: seq_of(path.read_bytes()))
        aside = newest.read_bytes()
        place.store.change_programme(team.id, progress("ux>2"))
        tables = unpack(aside)
        tables["items"]["99"] = {"key": "dropped/cx>2", "value": "no time", "at": 1, "by": "other"}
        copy = newest.with_name(newest.name.replace(".json", " (conflicted copy of Bob).json"))
        copy.write_bytes(pack_tables(tables, 99))
        met = place.store.programme(team.id)
        assert (met.dropped, met.progress) == ({"cx>2": "no time"}, {"ux>2": Progress(DAY)})

    def test_a_copy_of_the_whole_folder_of_a_team_counts_once(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        folder = next(place.folder.glob("teams/alpha-*"))
        shutil.copytree(folder, folder.with_name(f"{folder.name} (copy)"))
        assert place.store.programme(team.id) == FULL(Programme())
        place.store.change_programme(team.id, progress("cx>2"))
        assert place.store.programme(team.id).progress.keys() == {"ux>2", "cx>2"}

    def test_a_file_that_another_hand_touched_is_left_to_be_merged(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, says("first"))
        before = {path: path.read_bytes() for path in place.files("plan~*")}
        place.store.change_programme(team.id, says("second"))
        for path, raw in before.items():
            path.write_bytes(raw)
        assert place.store.change_programme(team.id, progress("ux>2")).ambition == replace(AMBITION, statement="first")
        assert place.store.programme(team.id).progress == {"ux>2": Progress(DAY)}


def trial(id_: str, threshold: float) -> Change:
    def change(before: Programme) -> Programme:
        criterion = KillCriterion("answers", Comparator.AT_LEAST, threshold, DAY, "stop", DAY, "why")
        known = {each.id: each for each in before.experiments}
        made = known.get(id_) or Experiment(id_, "try", "it works", Subset("ten"), DAY, DAY, ())
        known[id_] = replace(made, criteria=(*made.criteria, criterion))
        return replace(before, experiments=tuple(known.values()))

    return change


def test_no_version_of_a_criterion_is_lost_however_machines_take_turns(place: Place, team: Team) -> None:
    places = (place, place.on_another_machine())
    for turn in range(6):
        places[turn % 2].store.change_programme(team.id, trial("e1", turn))
    (experiment,) = place.store.programme(team.id).experiments
    assert [criterion.threshold for criterion in experiment.criteria] == list(range(6))
