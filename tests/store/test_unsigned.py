"""Ideas and ballots on disk: nothing in the files tells who had an idea, or who voted when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Team
from sem.model.idea import Ballot, IdeaFate, IdeaPhase
from sem.model.programme import Programme
from sem.store.slots import unpack
from tests.store.conftest import Place
from tests.store.programmes import (
    ballot,
    changed,
    idea,
    says,
    together,
)


class TestUnsigned:
    """Nothing in the files tells who had an idea, who voted when, or what a ballot was before."""

    def inner(self, place: Place) -> Path:
        return next(place.folder.glob("teams/alpha-*/ideas"))

    def test_every_idea_and_ballot_is_a_pair_of_its_own_under_a_writer_that_does_not_return(
        self, place: Place, team: Team
    ) -> None:
        place.store.change_programme(team.id, says("first"))
        for change in (together(idea("i1"), idea("i2")), idea("i3"), ballot("Anna", "i1"), ballot("Bob", "i1")):
            place.store.change_programme(team.id, change)
        writers = {path.name.partition(".")[0] for path in self.inner(place).iterdir()}
        assert len(writers) == 5
        known = [path.name.partition("~")[2][:10] for path in place.files("plan~*")]
        assert not any(install in path.read_text() for install in known for path in self.inner(place).iterdir())

    def test_there_is_no_time_in_them_nor_on_them_nor_on_their_folder(self, place: Place, team: Team) -> None:
        for change in (idea("i1"), ballot("Anna", "i1"), idea("i2"), ballot("Anna", "i2")):
            place.store.change_programme(team.id, change)
        every = [*self.inner(place).iterdir(), self.inner(place)]
        assert {path.stat().st_mtime for path in every} == {date(2000, 1, 1).toordinal() * 86400.0 - 719163 * 86400}
        stamps = [
            document["at"]
            for path in self.inner(place).iterdir()
            for document in unpack(path.read_bytes())["items"].values()
        ]
        assert sorted(stamps) == [1, 1, 1, 1, 2, 2]

    def test_a_ballot_that_is_replaced_leaves_no_trace(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, together(idea("i1"), idea("i2")))
        place.store.change_programme(team.id, ballot("Anna", "i1"))
        place.on_another_machine().store.change_programme(team.id, ballot("Anna", "i2"))
        assert place.store.programme(team.id).ideas.ballots == (Ballot("Anna", ("i2",)),)
        texts = [path.read_text() for path in self.inner(place).iterdir()]
        assert sum("ballot/Anna" in text for text in texts) == 2
        assert not any("ballot/Anna" in text and "i1" in text for text in texts)

    def test_a_ballot_that_comes_back_from_a_backup_does_not_take_the_place_of_the_later_one(
        self, place: Place, team: Team
    ) -> None:
        place.store.change_programme(team.id, together(idea("i1"), ballot("Anna", "i1")))
        old = {path: path.read_bytes() for path in self.inner(place).iterdir()}
        place.store.change_programme(team.id, ballot("Anna"))
        for path, raw in old.items():
            path.write_bytes(raw)
        assert place.store.programme(team.id).ideas.ballots == (Ballot("Anna", ()),)

    def test_what_is_taken_away_is_gone_and_stays_gone(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, together(idea("i1", "secret"), idea("i2"), ballot("Anna", "i1")))
        old = {path: path.read_bytes() for path in self.inner(place).iterdir()}
        place.store.change_programme(team.id, lambda before: replace(before, ideas=Programme().ideas))
        assert place.store.programme(team.id) == Programme()
        assert not any("secret" in path.read_text() for path in self.inner(place).iterdir())
        assert len(list(self.inner(place).iterdir())) == 2
        for path, raw in old.items():
            path.write_bytes(raw)
        assert place.store.programme(team.id) == Programme()

    def test_what_the_group_does_with_an_idea_touches_no_unsigned_file(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, together(idea("i1"), idea("i2")))

        def answer(before: Programme) -> Programme:
            first, second = before.ideas.ideas
            done = replace(first, cluster="drinks", fate=IdeaFate.ANSWERED, answer="not this year")
            return replace(before, ideas=replace(before.ideas, phase=IdeaPhase.CHOOSING, ideas=(done, second)))

        assert all(path.name.startswith("plan~") for path in changed(place, team, answer))
        assert place.store.programme(team.id).ideas.idea("i1").answer == "not this year"

    def test_an_idea_that_could_not_be_kept_whole_is_not_there_at_all(
        self, place: Place, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.store.change_programme(team.id, idea("i1"))
        before = place.contents()
        made = Path.replace
        names: list[Path] = []

        def fail_at_the_fourth(path: Path, target: Path) -> Path:
            names.append(target)
            if len(names) == 4:
                raise OSError(28, "No space left on device", str(target))
            return made(path, target)

        monkeypatch.setattr(Path, "replace", fail_at_the_fourth)
        with pytest.raises(StoreError, match="disk is full"):
            place.store.change_programme(team.id, together(idea("i2"), idea("i3")))
        assert place.contents() == before
        monkeypatch.undo()
        assert len(place.store.change_programme(team.id, together(idea("i2"), idea("i3"))).ideas.ideas) == 3
