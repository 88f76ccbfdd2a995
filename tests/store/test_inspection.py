"""What the doctor must not overlook: losses that were mended away, what lies elsewhere, what can't be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round, RoundKind
from sem.model.idea import Idea, IdeaBox
from sem.store import NewRound
from sem.store.findings import Finding, Remedy, Report, Severity
from sem.store.integrity import check, repair
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import TODAY, Place, by_age, twelve_questions
from tests.store.test_bad_files import empty, flip_a_byte, truncate


def checked(place: Place) -> Report:
    """Check a workspace, and see that checking changed nothing."""
    before = place.contents()
    report = check(place.folder, place.state)
    assert place.contents() == before
    return report


def only(report: Report) -> Finding:
    assert len(report.findings) == 1, report.findings
    return report.findings[0]


class TestLastSave:
    """A slot that is bad may be the one with the last save, so the doctor never says that nothing is lost too soon."""

    @pytest.mark.parametrize("spoil", [truncate, empty, flip_a_byte, Path.unlink])
    def test_of_the_newer_slot_may_be_missing(
        self, place: Place, annas: list[Path], spoil: Callable[[Path], None]
    ) -> None:
        spoil(annas[1])
        finding = only(checked(place))
        assert (finding.path, finding.severity) == (annas[1], Severity.WARNING)
        assert "the last save of Anna may be missing" in finding.what

    def test_is_not_missing_where_the_older_slot_says_that_it_is_the_older(
        self, place: Place, annas: list[Path]
    ) -> None:
        flip_a_byte(annas[0])
        assert "nothing is lost" in only(checked(place)).what
        assert repair(place.folder, place.state).after.findings == ()

    def test_is_not_missing_where_a_new_pair_was_broken_off(self, place: Place, round_: Round) -> None:
        first, second = by_age(place.files("round~*"))
        second.unlink()
        assert seq_of(first.read_bytes()) == 1
        assert "nothing is lost" in only(checked(place)).what


class TestLossesStayVisible:
    """A repair makes the files whole, but what was in the bad ones does not come back, and that is not kept quiet."""

    def lost(self, place: Place) -> str:
        report = checked(place)
        assert report.healthy
        assert only(report).severity is Severity.NOTICE
        return only(report).what

    def test_the_answers_of_a_respondent(self, answered: Place, round_: Round) -> None:
        for path in answered.slots_of(round_)[:2]:
            truncate(path)
        assert repair(answered.folder, answered.state).after.healthy
        assert "answers of one respondent are missing" in self.lost(answered)
        assert repair(answered.folder, answered.state).backup is None
        assert "answers of one respondent are missing" in self.lost(answered), "also after another repair"
        shutil.rmtree(answered.folder / "set-aside")
        assert checked(answered).findings == ()

    @pytest.mark.parametrize("spoil", [truncate, Path.unlink])
    def test_a_last_save(self, place: Place, annas: list[Path], spoil: Callable[[Path], None]) -> None:
        spoil(annas[1])
        assert repair(place.folder, place.state).after.healthy
        assert "last save of Anna may be missing" in self.lost(place)
        shutil.rmtree(place.folder / "set-aside")
        assert checked(place).findings == ()

    def test_a_save_is_made_after_the_file_was_gone(self, place: Place, round_: Round, annas: list[Path]) -> None:
        annas[1].unlink()
        place.answered(round_, "Anna", {"Q03": 3})
        assert "last save of Anna may be missing" in self.lost(place)

    def test_until_the_team_itself_is_gone(self, place: Place, annas: list[Path], round_: Round) -> None:
        truncate(annas[1])
        repair(place.folder, place.state)
        place.store.remove_team(round_.team_id)
        assert checked(place).findings == ()

    def test_a_name_that_was_guessed(self, answered: Place, round_: Round) -> None:
        for path in answered.files("team~*"):
            path.unlink()
        assert repair(answered.folder, answered.state).after.healthy
        assert "called this team “alpha”" in self.lost(answered)
        answered.store.rename_team(round_.team_id, "Alpha")
        assert checked(answered).findings == ()


class TestElsewhere:
    """What lies in a place where nothing looks for it is not read, so it is as good as gone."""

    @pytest.fixture
    def moved(self, answered: Place, round_: Round) -> Path:
        """The folder of Alpha's round, in the folder of Beta."""
        answered.team("Beta")
        home = answered.slots_of(round_)[0].parent
        (beta,) = answered.folder.glob("teams/beta-*")
        (beta / "rounds").mkdir()
        return home.rename(beta / "rounds" / home.name)

    def test_a_round_in_the_folder_of_another_team_goes_back(self, answered: Place, round_: Round, moved: Path) -> None:
        finding = only(checked(answered))
        assert (finding.path, finding.severity, finding.remedy) == (moved, Severity.ERROR, Remedy.PUT_BACK)
        outcome = repair(answered.folder, answered.state)
        assert (outcome.done, outcome.after.findings) == ((finding,), ())
        assert answered.store.rounds(round_.team_id) == (round_,)
        assert len(answered.store.responses(round_)) == 2

    def test_a_copy_of_a_round_in_the_folder_of_another_team_stays(
        self, answered: Place, round_: Round, moved: Path
    ) -> None:
        (alpha,) = answered.folder.glob("teams/alpha-*")
        shutil.copytree(moved, alpha / "rounds" / moved.name)
        finding = only(checked(answered))
        assert (finding.path, finding.severity, finding.remedy) == (moved, Severity.WARNING, Remedy.NONE)

    def test_a_round_of_a_team_that_is_not_here(self, answered: Place, moved: Path) -> None:
        (alpha,) = answered.folder.glob("teams/alpha-*")
        shutil.rmtree(alpha)
        finding = only(checked(answered))
        assert (finding.path, finding.severity, finding.remedy) == (moved, Severity.ERROR, Remedy.NONE)

    @pytest.mark.parametrize("where", [".", "models", "teams/beta-*"])
    def test_a_team_in_a_folder_that_is_not_for_teams(self, answered: Place, where: str) -> None:
        answered.team("Beta")
        (alpha,) = answered.folder.glob("teams/alpha-*")
        there = next(answered.folder.glob(where)) if "*" in where else answered.folder / where
        moved = alpha.rename(there / alpha.name)
        finding = only(checked(answered))
        assert (finding.path, finding.severity) == (moved, Severity.WARNING)

    @pytest.mark.parametrize("where", ["teams", "models", "backups", "removing", "set-aside", "teams/alpha-*/rounds"])
    def test_a_file_where_a_folder_has_to_be(self, answered: Place, where: str) -> None:
        path = next(answered.folder.glob(where), answered.folder / where)
        if path.exists():
            shutil.rmtree(path)
        path.write_bytes(b"")
        found = {finding.path: finding for finding in checked(answered).findings}
        assert found[path].severity is Severity.ERROR
        assert not checked(answered).healthy


class TestCopies:
    def test_a_copy_of_the_folder_of_a_team_is_not_another_team(self, answered: Place) -> None:
        (folder,) = (answered.folder / "teams").iterdir()
        shutil.copytree(folder, folder.with_name(f"{folder.name} - Copy"))
        assert len(answered.store.teams()) == 1
        assert checked(answered).healthy

    @pytest.mark.parametrize("spoil", [truncate, empty])
    @pytest.mark.parametrize(
        "name", ["{stem}.sync-conflict-20261121-101010-ABCDEFG.json", "{stem} (conflicted copy).json"]
    )
    def test_a_damaged_copy_is_ours_and_damaged(
        self, answered: Place, round_: Round, name: str, spoil: Callable[[Path], None]
    ) -> None:
        path = answered.slots_of(round_)[0]
        copy = path.with_name(name.format(stem=path.stem))
        shutil.copy(path, copy)
        spoil(copy)
        finding = only(checked(answered))
        assert (finding.path, finding.severity, finding.remedy) == (copy, Severity.WARNING, Remedy.SET_ASIDE)

    def test_so_is_one_that_only_begins_like_ours(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0]
        copy = path.with_name("Copy of answers.json")
        copy.write_bytes(path.read_bytes()[:100])
        assert only(checked(answered)).severity is Severity.WARNING

    def test_a_foreign_file_whose_name_is_almost_ours_is_foreign(self, answered: Place, round_: Round) -> None:
        path = answered.slots_of(round_)[0]
        path.with_name(f"{path.stem} notes.json").write_text('{"mine": 1}')
        assert only(checked(answered)).severity is Severity.NOTICE

    def test_a_copy_of_the_file_of_the_workspace_is_ours_and_not_read(self, answered: Place) -> None:
        copy = answered.folder / "workspace (1).json"
        shutil.copy(answered.folder / "workspace.json", copy)
        finding = only(checked(answered))
        assert (finding.path, finding.severity) == (copy, Severity.NOTICE)
        assert "A copy of the file about the workspace" in finding.what


class TestOpenAtOnce:
    """Two machines that begin before either has seen the other's files have a round each."""

    def begun_apart(self, place: Place) -> tuple[Round, Round]:
        team = place.team()
        other = Place(place.folder.with_name("other"), place.state.with_name("other state"))
        shutil.copytree(place.folder, other.folder)
        first, second = (
            one.store.begin(NewRound(team.id, twelve_questions(), TODAY), name, {"Q01": Answer(level=2)})
            for one, name in ((place, "Anna"), (other, "Bob"))
        )
        for _round, sheet in (first, second):
            sheet.close()
        shutil.copytree(other.folder, place.folder, dirs_exist_ok=True)
        return first[0], second[0]

    def test_rounds_of_one_team_are_told_of_with_the_way_out(self, place: Place) -> None:
        rounds = self.begun_apart(place)
        report = checked(place)
        finding = only(report)
        assert report.healthy
        assert (finding.path, finding.severity) == (next(place.folder.glob("teams/*")), Severity.NOTICE)
        assert all(round_.id[:6] in finding.what for round_ in rounds)
        assert "2 rounds of this team" in finding.what
        assert "sem round close --round" in finding.what

    def test_until_all_but_one_are_closed(self, place: Place) -> None:
        _kept, other = self.begun_apart(place)
        place.store.close_round(other, TODAY)
        assert checked(place).findings == ()

    def test_are_no_news_beside_an_anonymous_round(self, place: Place, round_: Round) -> None:
        place.store.start_round(round_.team_id, twelve_questions(), TODAY, RoundKind.ANONYMOUS, hidden=True)
        assert checked(place).findings == ()

    def test_are_no_news_in_two_teams(self, place: Place, round_: Round) -> None:
        place.store.start_round(place.team("Beta").id, twelve_questions(), TODAY)
        assert checked(place).findings == ()

    def test_one_round_in_two_copies_is_one(self, answered: Place, round_: Round) -> None:
        folder = next(answered.folder.glob("teams/*/rounds/*"))
        shutil.copytree(folder, folder.with_name(f"{folder.name} (copy)"))
        assert not [one for one in checked(answered).findings if "open at once" in one.what]


class TestProgramme:
    @pytest.fixture
    def planned(self, answered: Place, round_: Round) -> Place:
        """A workspace whose team has a step that was dropped, and an idea."""
        box = IdeaBox(ideas=(Idea("0123456789abcdef", "Call back"),))
        answered.store.change_programme(round_.team_id, lambda programme: replace(programme, ideas=box))
        answered.store.change_programme(round_.team_id, lambda programme: replace(programme, dropped={"a-2": "why"}))
        return answered

    def test_its_files_are_in_order(self, planned: Place) -> None:
        assert checked(planned) == Report(files=14, sound=14)

    @pytest.mark.parametrize("which", ["plan~*", "unsigned~*"])
    def test_a_bad_slot_is_mended_from_its_twin(self, planned: Place, round_: Round, which: str) -> None:
        before = planned.store.programme(round_.team_id)
        bad = by_age(planned.files(which))[1]
        truncate(bad)
        finding = only(checked(planned))
        assert (finding.path, finding.severity, finding.remedy) == (bad, Severity.WARNING, Remedy.MEND)
        assert repair(planned.folder, planned.state).after.healthy
        assert planned.store.programme(round_.team_id) == before

    @pytest.mark.parametrize("which", ["plan~*", "unsigned~*"])
    def test_what_can_not_be_read_any_more_is_set_aside_and_told_of(
        self, planned: Place, round_: Round, which: str
    ) -> None:
        for path in planned.files(which):
            truncate(path)
        assert {finding.remedy for finding in checked(planned).findings} == {Remedy.SET_ASIDE}
        assert "a part of the programme" in only(repair(planned.folder, planned.state).after).what
        planned.store.programme(round_.team_id)

    def test_what_lies_in_the_wrong_folder_is_told_of(self, planned: Place) -> None:
        plan = planned.files("plan~*")[0]
        (ideas,) = planned.folder.glob("teams/*/ideas")
        strayed = Path(shutil.copy(plan, ideas / plan.name))
        assert only(checked(planned)).path == strayed

    def test_what_contradicts_itself_is_told_of_as_whoever_reads_it_would_be(
        self, planned: Place, round_: Round
    ) -> None:
        for path in planned.files("plan~*"):
            raw = path.read_bytes()
            tables = unpack(raw)
            tables["items"]["1"]["value"] = 3
            path.write_bytes(pack_tables(tables, seq_of(raw)))
        with pytest.raises(StoreError):
            planned.store.programme(round_.team_id)
        assert only(checked(planned)).severity is Severity.ERROR


def test_a_backup_with_a_byte_changed_anywhere_is_damaged_and_nothing_worse(answered: Place, round_: Round) -> None:
    path = Path(answered.store.remove_team(round_.team_id))
    whole = path.read_bytes()
    for at in range(0, len(whole), 61):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert {finding.path for finding in check(answered.folder, answered.state).findings} <= {path}


def test_a_team_is_made_anew_in_a_folder_that_was_given_another_name(answered: Place, round_: Round) -> None:
    (folder,) = (answered.folder / "teams").iterdir()
    renamed = folder.rename(folder.with_name("OUR Team"))
    for path in answered.files("team~*"):
        path.unlink()
    shutil.rmtree(renamed / "rounds")
    (renamed / "rounds" / "x").mkdir(parents=True)
    (renamed / "rounds" / "x" / "round~0123456789-a.a.json").write_bytes(b"")
    repair(answered.folder, answered.state)
    (team,) = answered.store.teams()
    assert team.name == "OUR Team"


def test_what_a_repair_could_not_mend_is_not_called_mended(answered: Place, round_: Round) -> None:
    folder = answered.slots_of(round_)[0].parent
    for path in answered.files("round~*"):
        path.unlink()
    for path in answered.slots_of(round_):
        truncate(path)
    outcome = repair(answered.folder, answered.state)
    assert folder not in {finding.path for finding in outcome.done}
    assert "answers of one respondent" in " ".join(finding.what for finding in outcome.after.findings)


def test_a_respondent_who_answered_on_another_machine_too_lost_only_a_save(answered: Place, round_: Round) -> None:
    bad = answered.slots_of(round_)[:2]
    name = next(r.respondent.name for r in answered.store.responses(round_) if bad[0].name.startswith(r.respondent.id))
    answered.on_another_machine().answered(round_, name, {"Q09": 3})
    for path in bad:
        truncate(path)
    after = repair(answered.folder, answered.state).after
    assert f"last save of {name} may be missing" in only(after).what
    assert answered.response(round_, name).answer("Q09") == Answer(level=3)
