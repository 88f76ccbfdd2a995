"""A team's programme on disk: durable, merged from all files there are, and never taken for none."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.model.assessment import Team
from sem.model.experiment import Comparator, Experiment, KillCriterion, Subset
from sem.model.idea import Ballot, Idea, IdeaFate, IdeaPhase
from sem.model.plan import Progress
from sem.model.programme import AmbitionState, Baseline, Programme
from sem.store import open_store
from sem.store.backup import verify_backup
from sem.store.integrity import check, repair
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import Place
from tests.store.programmes import AMBITION, DAY, plan
from tests.store.test_bad_files import SPOILS, Spoil, as_nobody, make_newer

Change = Callable[[Programme], Programme]


def progress(step: str) -> Change:
    return lambda before: replace(before, progress={**before.progress, step: Progress(DAY)})


def says(statement: str) -> Change:
    return lambda before: replace(before, ambition=replace(AMBITION, statement=statement))


def idea(id_: str, text: str = "an idea") -> Change:
    def change(before: Programme) -> Programme:
        ideas = {**{each.id: each for each in before.ideas.ideas}, id_: Idea(id_, text)}
        return replace(before, ideas=replace(before.ideas, ideas=tuple(ideas[each] for each in sorted(ideas))))

    return change


def ballot(voter: str, *ideas: str) -> Change:
    def change(before: Programme) -> Programme:
        ballots = {**{each.voter: each for each in before.ideas.ballots}, voter: Ballot(voter, ideas)}
        return replace(before, ideas=replace(before.ideas, ballots=tuple(ballots[each] for each in sorted(ballots))))

    return change


def fix(note: str) -> Change:
    def change(before: Programme) -> Programme:
        number = len(before.baselines) + 1
        made = Baseline(str(number), DAY, plan(DAY + timedelta(days=number)), note)
        return replace(before, record=made.plan, baselines=(*before.baselines, made), state=AmbitionState.SET)

    return change


def together(*changes: Change) -> Change:
    def change(before: Programme) -> Programme:
        for one in changes:
            before = one(before)
        return before

    return change


FULL = together(says("all tell others"), fix("first"), progress("ux>2"), idea("i1"), idea("i2"), ballot("Anna", "i1"))


@pytest.fixture
def team(place: Place) -> Team:
    return place.team()


def changed(place: Place, team: Team, change: Change) -> list[Path]:
    """Change a programme and return the files that are other than before."""
    before = place.contents()
    place.store.change_programme(team.id, change)
    after = place.contents()
    return sorted(path for path in {*before, *after} if before.get(path) != after.get(path))


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
        found = {}
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


@pytest.mark.parametrize("which", ["plan~*", "unsigned~*"])
class TestBadFiles:
    @pytest.fixture
    def kept(self, place: Place, team: Team) -> Programme:
        """A programme of which a plan and an idea are kept."""
        return place.store.change_programme(team.id, together(says("first"), idea("i1"), progress("ux>2")))

    @pytest.mark.parametrize("spoil", SPOILS)
    def test_the_other_slot_stands_in(
        self, place: Place, team: Team, kept: Programme, which: str, spoil: Spoil
    ) -> None:
        older = min(place.files(which), key=lambda path: seq_of(path.read_bytes()))
        spoil(older)
        before = place.contents()
        assert place.store.programme(team.id) == kept
        assert place.contents() == before
        assert {finding.path for finding in check(place.folder, place.state).findings} == {older}

    @pytest.mark.parametrize("spoil", SPOILS)
    def test_both_slots_bad_is_an_error_that_names_them_and_never_an_empty_programme(
        self, place: Place, team: Team, kept: Programme, which: str, spoil: Spoil
    ) -> None:
        files = place.files(which)
        for path in files:
            spoil(path)
        before = place.contents()
        for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, FULL)):
            with pytest.raises(StoreError, match="damaged") as caught:
                attempt(team.id)
            assert {problem.file for problem in caught.value.problems} == {str(path) for path in files}
        assert place.contents() == before
        assert [each.name for each in place.store.teams()] == ["Alpha"]
        mended = repair(place.folder, place.state)
        assert {finding.path for finding in mended.done} == set(files)
        left = place.store.programme(team.id)
        assert left == (
            replace(Programme(), ideas=kept.ideas) if which == "plan~*" else replace(kept, ideas=left.ideas)
        )

    def test_a_last_save_that_may_be_missing_is_told_of(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        newest = max(place.files(which), key=lambda path: seq_of(path.read_bytes()))
        newest.write_bytes(b"")
        told: list[str] = []
        open_store(place.folder, place.state, told.append).programme(team.id)
        assert [str(newest) in text for text in told] == [True]

    def test_one_of_a_newer_version_is_named_and_left_as_it_is(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        make_newer(place.files(which)[0])
        before = place.contents()
        for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, FULL)):
            with pytest.raises(StoreError, match="newer version"):
                attempt(team.id)
        assert place.contents() == before

    @pytest.mark.parametrize("value", [3, None, ["yes"]])
    def test_one_with_a_good_checksum_that_can_not_be_true_is_damaged(
        self, place: Place, team: Team, kept: Programme, which: str, value: object
    ) -> None:
        for path in place.files(which):
            tables = unpack(path.read_bytes())
            for document in tables["items"].values():
                if document["key"] in ("progress/ux>2", "idea/i1"):
                    document["value"] = {"started": value, "text": value}
            path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
        with pytest.raises(StoreError, match="damaged"):
            place.store.programme(team.id)
        assert not check(place.folder, place.state).healthy

    @pytest.mark.parametrize("items", [None, {}, {"1": {"key": "a"}}, {"1": {"key": 1, "value": 1, "at": 1, "by": ""}}])
    def test_one_without_items_or_with_what_are_none_is_damaged(
        self, place: Place, team: Team, kept: Programme, which: str, items: object
    ) -> None:
        for path in place.files(which):
            tables = unpack(path.read_bytes())
            tables.pop("items")
            more = {} if items is None else {"items": items}
            path.write_bytes(pack_tables({**tables, **more}, seq_of(path.read_bytes())))  # type: ignore[dict-item]
        with pytest.raises(StoreError, match="damaged"):
            place.store.programme(team.id)

    def test_somebody_elses_files_beside_it_disturb_nothing(
        self, place: Place, team: Team, kept: Programme, which: str
    ) -> None:
        for name in ("plan.json", "unsigned.json", "notes.txt", "plan~.json"):
            (place.files(which)[0].parent / name).write_bytes(b"{}")
        assert place.store.programme(team.id) == kept


def test_a_plan_in_a_baseline_that_can_not_be_one_is_found_by_the_doctor_and_named_when_asked_for(
    place: Place, team: Team
) -> None:
    place.store.change_programme(team.id, together(fix("first"), fix("second")))
    for path in place.files("plan~*"):
        tables = unpack(path.read_bytes())
        for document in tables["items"].values():
            if document["key"].startswith("baseline/") and document["value"]["note"] == "first":
                document["value"]["plan"] = {}
        path.write_bytes(pack_tables(tables, seq_of(path.read_bytes())))
    first, second = place.store.programme(team.id).baselines
    assert second.plan == plan(DAY + timedelta(days=2))
    with pytest.raises(StoreError, match="damaged"):
        _ = first.plan
    assert not check(place.folder, place.state).healthy


def test_a_file_where_the_folder_of_ideas_should_be_is_named(place: Place, team: Team) -> None:
    path = next(place.folder.glob("teams/alpha-*")) / "ideas"
    path.write_text("mine")
    for attempt in (place.store.programme, lambda id_: place.store.change_programme(id_, idea("i1"))):
        with pytest.raises(StoreError) as caught:
            attempt(team.id)
        assert str(path) in str(caught.value)


class TestWithTheRestOfTheWorkspace:
    def test_a_workspace_with_programmes_is_in_order(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        report = check(place.folder, place.state)
        assert report.findings == ()
        assert report.files == report.sound == len(place.files())

    def test_removing_a_team_takes_its_programme_along_into_the_backup(
        self, place: Place, team: Team, tmp_path: Path
    ) -> None:
        place.store.change_programme(team.id, FULL)
        backup = Path(place.store.remove_team(team.id))
        assert verify_backup(backup) == 1 + 2 + 2 + 6
        assert place.store.teams() == ()
        shutil.unpack_archive(backup, place.folder)
        assert place.store.programme(team.id) == FULL(Programme())

    def test_a_team_whose_name_is_lost_keeps_its_programme(self, place: Place, team: Team) -> None:
        place.store.change_programme(team.id, FULL)
        for path in place.files("team~*"):
            path.unlink()
        with pytest.raises(StoreError):
            place.store.programme(team.id)
        repair(place.folder, place.state)
        (rebuilt,) = place.store.teams()
        assert rebuilt.id == team.id
        assert place.store.programme(team.id) == FULL(Programme())


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")
def test_a_programme_can_be_read_while_its_folder_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = Place(Path(folder) / "workspace", Path(folder) / "state")
        team = place.team()
        place.store.change_programme(team.id, FULL)
        for path in [*place.folder.rglob("*"), place.folder]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = place.contents()
        script = f"""
from dataclasses import replace
from sem.model.idea import Idea, IdeaBox
import sem.store.programme
assert store.programme({team.id!r}).progress
box = IdeaBox(ideas=(Idea("i", "x"),))
for change in (lambda p: replace(p, dropped={{"cx>2": ""}}), lambda p: replace(p, ideas=box)):
    try:
        store.change_programme({team.id!r}, change)
    except StoreError as error:
        print(error.message)
"""
        result = as_nobody(script, place)
        assert result.returncode == 0, result.stderr
        assert result.stdout.count("not allowed to write") == 2
        assert place.contents() == before


FILL = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from sem.errors import StoreError
from sem.model.idea import Idea
from sem.store import open_store

store = open_store(Path(sys.argv[1]), Path(sys.argv[2]))
(team,) = store.teams()
before = store.programme(team.id)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, unlimited[1]))

def drop(programme):
    return replace(programme, dropped={"cx>2": "n" * 9000})

def hand_in(programme):
    return replace(programme, ideas=replace(programme.ideas, ideas=(*programme.ideas.ideas, Idea("z", "tea"))))

for change in (drop, hand_in):
    try:
        store.change_programme(team.id, change)
    except StoreError as error:
        assert "disk is full" in error.message, error
    else:
        raise AssertionError("it should not fit")
    assert store.programme(team.id) == before
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
store.change_programme(team.id, drop)
store.change_programme(team.id, hand_in)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on the size of a file is of another kind there")
def test_a_full_disk_loses_nothing_and_one_goes_on_when_there_is_room(place: Place, team: Team) -> None:
    place.store.change_programme(team.id, FULL)
    command = [sys.executable, "-c", FILL, str(place.folder), str(place.state)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    after = place.store.programme(team.id)
    assert (after.dropped["cx>2"], after.ideas.idea("z").text) == ("n" * 9000, "tea")
    assert not place.files(".sem-*")
