"""Bringing in what is elsewhere: whole copies, folders, zips and files; what is refused, by name and why."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Consensus, Round, RoundKind, RoundState
from sem.model.programme import Programme
from sem.store import incoming
from sem.store.integrity import check
from sem.store.refusals import Merged, Why
from tests.store.conftest import TODAY, Place, twelve_questions
from tests.store.exchange import Respondent, rewritten, share_file
from tests.store.place import Prepared
from tests.store.programmes import ballot, idea, progress, says

THREE = Answer(level=3)


@pytest.fixture(scope="module")
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    place = Place(tmp_path_factory.mktemp("elsewhere") / "workspace", tmp_path_factory.mktemp("elsewhere") / "state")
    round_ = place.round()
    place.answered(round_, "Anna", {"Q01": 3})
    return Prepared.of(place, round_)


@pytest.fixture
def elsewhere(tmp_path: Path, _elsewhere: Prepared) -> Place:
    """Another machine's workspace, with a team that has a round in which Anna answered."""
    place = Place(tmp_path / "elsewhere", tmp_path / "elsewhere-state")
    _elsewhere.put_down(place)
    return place


def only_round(place: Place) -> Round:
    (round_,) = place.store.rounds(place.store.teams()[0].id)
    return round_


def whys(merged: Merged) -> dict[str, Why]:
    return {Path(one.file).name: one.why for one in merged.refused}


class TestWholeCopies:
    def test_a_team_that_is_new_here_comes_with_everything(self, place: Place, elsewhere: Place) -> None:
        merged = place.store.merge([elsewhere.folder])
        assert (merged.teams, merged.rounds, merged.respondents, merged.new) == (1, 1, 1, 1)
        assert place.store.teams() == elsewhere.store.teams()
        assert only_round(place) == only_round(elsewhere)
        assert place.response(only_round(place), "Anna").answers == {"Q01": THREE}
        assert place.store.questionnaire(only_round(place)) == twelve_questions()
        assert not check(place.folder, place.state).findings

    @pytest.mark.parametrize("below", ["teams", "teams/*", "teams/*/rounds/*"])
    def test_a_folder_of_teams_of_one_team_or_of_one_round_will_do(
        self, place: Place, elsewhere: Place, below: str
    ) -> None:
        place.store.merge([elsewhere.folder])
        elsewhere.answered(only_round(elsewhere), "Bob", {"Q02": 4})
        (folder,) = elsewhere.folder.glob(below)
        assert place.store.merge([folder]).respondents == 1

    def test_a_newer_answer_here_is_not_overwritten(self, place: Place, elsewhere: Place) -> None:
        place.store.merge([elsewhere.folder])
        place.answered(only_round(place), "Anna", {"Q01": 5})
        merged = place.store.merge([elsewhere.folder])
        assert (merged.written, merged.known) == (0, 1)
        assert place.response(only_round(place), "Anna").answers == {"Q01": Answer(level=5)}
        assert elsewhere.store.merge([place.folder]).newer == 1

    def test_a_dry_run_counts_the_same_and_writes_nothing(self, place: Place, elsewhere: Place) -> None:
        dry = place.store.merge([elsewhere.folder], dry_run=True)
        assert not place.folder.exists()
        wet = place.store.merge([elsewhere.folder])
        assert dry.written == 0
        dry.written = wet.written
        assert dry == wet

    def test_states_only_go_forward_and_decisions_come_along(self, place: Place, elsewhere: Place) -> None:
        place.store.merge([elsewhere.folder])
        elsewhere.store.reveal_round(only_round(elsewhere))
        elsewhere.store.decide(only_round(elsewhere), "Q01", Consensus(4, "Because"))
        place.store.merge([elsewhere.folder])
        assert only_round(place).state is RoundState.REVEALED
        assert only_round(place).decisions["Q01"].because == "Because"
        stale = Place(elsewhere.folder.with_name("stale"), elsewhere.state)
        shutil.copytree(elsewhere.folder, stale.folder)
        place.store.close_round(only_round(place), TODAY)
        assert place.store.merge([stale.folder]).written == 0
        assert only_round(place).state is RoundState.CLOSED

    def test_a_programme_comes_item_by_item(self, place: Place, elsewhere: Place) -> None:
        place.store.merge([elsewhere.folder])
        (team,) = place.store.teams()
        place.store.change_programme(team.id, says("Here"))
        for change in (progress("care-2"), idea("a1"), ballot("Bob", "a1")):
            elsewhere.store.change_programme(team.id, change)
        assert place.store.merge([elsewhere.folder]).other > 0
        elsewhere.store.merge([place.folder])
        assert place.store.programme(team.id) == elsewhere.store.programme(team.id) != Programme()
        assert place.store.merge([elsewhere.folder]).written == 0

    def test_one_s_own_workspace_brings_nothing(self, elsewhere: Place) -> None:
        before = elsewhere.contents()
        assert elsewhere.store.merge([elsewhere.folder]).written == 0
        assert elsewhere.contents() == before

    def test_a_backup_restores_what_is_gone_and_overwrites_nothing(self, elsewhere: Place) -> None:
        backup = elsewhere.store.remove_team(elsewhere.store.teams()[0].id)
        merged = elsewhere.store.merge([Path(backup)])
        assert (merged.teams, merged.new, merged.refused) == (1, 1, [])
        assert elsewhere.response(only_round(elsewhere), "Anna").answers == {"Q01": THREE}

    def test_a_round_that_is_anonymous_here_takes_no_file_that_says_it_is_not(
        self, place: Place, elsewhere: Place
    ) -> None:
        team = elsewhere.store.teams()[0]
        shutil.copytree(elsewhere.folder, place.folder)
        strict = place.store.start_round(team.id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        elsewhere.store.merge([place.folder])
        for path in elsewhere.folder.rglob(f"*{strict.id[:6]}/round~*.json"):
            from sem.store.slots import pack_tables, unpack

            tables = unpack(path.read_bytes())
            tables["_meta"]["1"]["round_kind"] = "named"
            path.write_bytes(pack_tables(tables, 9))
        merged = place.store.merge([elsewhere.folder])
        assert set(whys(merged).values()) == {Why.OTHER_ROUND}
        assert {one.kind for one in place.store.rounds(team.id)} == {RoundKind.NAMED, RoundKind.ANONYMOUS}


class TestDamage:
    @pytest.fixture
    def both(self, place: Place, elsewhere: Place) -> list[Path]:
        """The two slots of Bob's sheet elsewhere; nothing of him is here."""
        place.store.merge([elsewhere.folder])
        known = set(elsewhere.slots_of(only_round(elsewhere)))
        elsewhere.answered(only_round(elsewhere), "Bob", {"Q02": 4})
        return sorted(set(elsewhere.slots_of(only_round(elsewhere))) - known)

    def test_half_files_are_refused_by_name_and_the_rest_is_taken(
        self, place: Place, elsewhere: Place, both: list[Path]
    ) -> None:
        elsewhere.answered(only_round(elsewhere), "Carol", {"Q03": 1})
        for path in both:
            path.write_bytes(path.read_bytes()[:300])
        merged = place.store.merge([elsewhere.folder])
        assert whys(merged) == {path.name: Why.HALF for path in both}
        assert merged.respondents == 1

    def test_one_torn_slot_beside_a_whole_one_is_what_a_kill_leaves_and_no_news(
        self, place: Place, elsewhere: Place, both: list[Path]
    ) -> None:
        older = min(both, key=lambda path: path.read_bytes().rfind(b'"seq":2'))
        older.write_bytes(older.read_bytes()[:300])
        merged = place.store.merge([elsewhere.folder])
        assert (merged.refused, merged.respondents) == ([], 1)

    def test_a_file_that_was_edited_is_refused_although_its_twin_is_taken(
        self, place: Place, elsewhere: Place, both: list[Path]
    ) -> None:
        both[0].write_bytes(both[0].read_bytes().replace(b'"Bob"', b'"Rob"'))
        merged = place.store.merge([elsewhere.folder])
        assert whys(merged) == {both[0].name: Why.TAMPERED}

    def test_a_newer_file_is_refused(self, place: Place, elsewhere: Place, both: list[Path]) -> None:
        for path in both:
            path.write_bytes(path.read_bytes().replace(b'"min_reader":2', b'"min_reader":9'))
        assert set(whys(place.store.merge([elsewhere.folder])).values()) == {Why.NEWER}

    def test_pipes_folders_and_links_that_lead_nowhere_are_named(
        self, place: Place, elsewhere: Place, both: list[Path]
    ) -> None:
        for path in both:
            path.unlink()
        os.mkfifo(both[0])
        both[1].symlink_to("nowhere")
        merged = place.store.merge([elsewhere.folder])
        assert whys(merged) == {both[0].name: Why.NOT_A_FILE, both[1].name: Why.UNREADABLE}

    def test_what_is_damaged_here_is_not_written_over(self, place: Place, elsewhere: Place, both: list[Path]) -> None:
        for path in place.slots_of(only_round(place)):
            path.write_bytes(b"{")
        before = place.contents()
        merged = place.store.merge([elsewhere.folder])
        assert set(whys(merged).values()) == {Why.OURS_IS_DAMAGED}
        assert place.contents() == before
        assert both[0].name in whys(merged)

    def test_a_round_without_its_team_or_questionnaire_is_refused(self, place: Place, elsewhere: Place) -> None:
        (round_folder,) = elsewhere.folder.glob("teams/*/rounds/*")
        assert set(whys(place.store.merge([round_folder])).values()) == {Why.OTHER_TEAM}
        shutil.rmtree(elsewhere.folder / "models")
        merged = place.store.merge([elsewhere.folder])
        assert set(whys(merged).values()) == {Why.OTHER_ROUND}
        assert place.store.rounds(place.store.teams()[0].id) == ()

    def test_a_questionnaire_with_other_words_is_not_taken_for_the_one_of_the_round(
        self, place: Place, elsewhere: Place
    ) -> None:
        (model,) = (elsewhere.folder / "models").iterdir()
        model.write_bytes(model.read_bytes().replace(b"statement Q01", b"Statement Q01"))
        assert set(whys(place.store.merge([elsewhere.folder])).values()) == {Why.OTHER_ROUND}

    def test_other_files_are_passed_over_but_told_of_where_they_are_named(
        self, place: Place, elsewhere: Place, tmp_path: Path
    ) -> None:
        (elsewhere.folder / "photo.jpg").write_bytes(b"\xff\xd8")
        (elsewhere.folder / "package.json").write_text('{"name": "x"}')
        merged = place.store.merge([elsewhere.folder])
        assert (merged.passed_over, merged.refused) == (2, [])
        merged = place.store.merge([elsewhere.folder / "package.json"])
        assert whys(merged) == {"package.json": Why.FOREIGN}
        assert not merged.must_be_told

    def test_a_folder_that_is_no_workspace_is_no_place_to_merge_into(self, place: Place, elsewhere: Place) -> None:
        place.folder.mkdir()
        (place.folder / "thesis.txt").write_text("mine")
        with pytest.raises(StoreError, match="not a workspace"):
            place.store.merge([elsewhere.folder])


class TestZips:
    def zipped(self, folder: Path, into: Path) -> Path:
        return Path(shutil.make_archive(str(into), "zip", folder))

    def test_a_zip_is_as_good_as_the_folder(self, place: Place, elsewhere: Place, tmp_path: Path) -> None:
        packed = self.zipped(elsewhere.folder, tmp_path / "sent")
        assert place.store.merge([packed]).new == 1
        assert place.store.merge([packed]).written == 0

    def test_a_folder_with_zips_in_it_too(self, place: Place, elsewhere: Place, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        self.zipped(elsewhere.folder, tmp_path / "inbox" / "sent")
        assert place.store.merge([tmp_path / "inbox"]).new == 1

    @pytest.mark.parametrize("name", ["../../evil.json", "/evil.json", "teams/../../evil.json", "C:evil.json"])
    def test_a_path_that_leads_out_of_it_goes_nowhere(self, place: Place, tmp_path: Path, name: str) -> None:
        with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
            archive.writestr(name, '{"_meta":')
        before = {path for path in tmp_path.rglob("*") if "workspace" not in path.parts}
        merged = place.store.merge([tmp_path / "evil.zip"])
        after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(place.folder)}
        assert merged.passed_over == 1
        assert not {path.name for path in after - before} & {"evil.json"}

    def test_a_file_that_unpacks_to_more_than_there_is_room_for_is_refused(
        self, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(incoming, "MOST_BYTES", 10_000)
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.json", b"0" * 1_000_000)
        assert (tmp_path / "bomb.zip").stat().st_size < 2_000
        assert set(whys(place.store.merge([tmp_path / "bomb.zip"])).values()) == {Why.TOO_LARGE}

    def test_many_files_that_together_are_too_much_are_refused(
        self, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(incoming, "MOST_UNPACKED", 10_000)
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(20):
                archive.writestr(f"{number}.json", b"0" * 1_000)
        assert set(whys(place.store.merge([tmp_path / "bomb.zip"])).values()) == {Why.TOO_LARGE}
        monkeypatch.setattr(incoming, "MOST_PACKED", 10)
        assert set(whys(place.store.merge([tmp_path / "bomb.zip"])).values()) == {Why.TOO_LARGE}

    def test_half_a_zip_is_refused(self, place: Place, elsewhere: Place, tmp_path: Path) -> None:
        packed = self.zipped(elsewhere.folder, tmp_path / "sent")
        packed.write_bytes(packed.read_bytes()[:-50])
        assert whys(place.store.merge([packed])) == {"sent.zip": Why.HALF}

    def test_a_damaged_file_in_a_zip_is_refused_by_its_name(self, place: Place, tmp_path: Path) -> None:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as archive:
            archive.writestr("one.json", '{"_meta":"' + "x" * 100)
        (tmp_path / "sent.zip").write_bytes(raw.getvalue().replace(b"xxxxx", b"yyyyy", 1))
        (refusal,) = place.store.merge([tmp_path / "sent.zip"]).refused
        assert (refusal.file, refusal.why) == (f"{tmp_path / 'sent.zip'}:one.json", Why.HALF)


class TestAnswerFiles:
    @pytest.fixture
    def back(self, place: Place, round_: Round, tmp_path: Path) -> Path:
        anna = Respondent(share_file(place, round_, tmp_path / "out", "Anna"), tmp_path / "anna", "Anna")
        return anna.answer({"Q01": THREE}, tmp_path / "back")

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda said: said["answers"][0].update(v=5), Why.TAMPERED),
            (lambda said: said["answers"][0].update(q="Q02"), Why.TAMPERED),
            (lambda said: said.update(respondent="f" * 16), Why.TAMPERED),
            (lambda said: said["name"].update(value="Bob"), Why.TAMPERED),
            (lambda said: said.update(seal=5), Why.TAMPERED),
            (lambda said: said.update(answers=None), Why.TAMPERED),
            (lambda said: said.update(share="f" * 16), Why.OTHER_WORKSPACE),
            (lambda said: said.update(round="f" * 16), Why.OTHER_ROUND),
            (lambda said: said.update(team=["x"]), Why.OTHER_ROUND),
            (lambda said: said.update(min_reader=9), Why.NEWER),
            (lambda said: said.update(min_reader="x"), Why.TAMPERED),
        ],
    )
    def test_are_refused_once_they_were_changed(
        self, place: Place, round_: Round, back: Path, change: Callable[[dict[str, object]], object], why: Why
    ) -> None:
        assert whys(place.store.merge([rewritten(back, change)])) == {back.name: why}
        assert place.store.responses(round_) == ()

    def test_whoever_has_another_s_file_can_t_answer_as_a_third(
        self, place: Place, round_: Round, back: Path, tmp_path: Path
    ) -> None:
        """Bob signs with the key of his own file what is said to be Anna's."""
        from sem.store.answer_files import answers_bytes, read_share

        said = json.loads(back.read_bytes())
        bob = read_share(share_file(place, round_, tmp_path / "out", "Bob"))
        anna = read_share(tmp_path / "out" / back.name.replace("answers", "share")).handed_out.respondent
        assert anna is not None
        back.write_bytes(answers_bytes(bob, anna, said["name"], said["answers"]))
        assert whys(place.store.merge([back])) == {back.name: Why.TAMPERED}

    def test_blanks_and_line_ends_that_mail_changes_do_not_matter(
        self, place: Place, round_: Round, back: Path
    ) -> None:
        back.write_bytes(back.read_bytes().replace(b"\n", b"\r\n  "))
        assert place.store.merge([back]).new == 1

    def test_half_ones_and_those_not_answered_in_are_refused(
        self, place: Place, round_: Round, back: Path, tmp_path: Path
    ) -> None:
        back.write_bytes(back.read_bytes()[:-100])
        (share,) = (tmp_path / "out").iterdir()
        assert whys(place.store.merge([back, share])) == {back.name: Why.HALF, share.name: Why.NOT_ANSWERED}

    def test_of_another_workspace_are_refused(self, elsewhere: Place, round_: Round, back: Path) -> None:
        assert whys(elsewhere.store.merge([back])) == {back.name: Why.OTHER_ROUND}

    def test_two_machines_of_one_respondent_come_together_question_by_question(
        self, place: Place, round_: Round, back: Path, tmp_path: Path
    ) -> None:
        share = tmp_path / "out" / back.name.replace("answers", "share")
        other = Respondent(share, tmp_path / "tablet", "Anna").answer({"Q02": THREE}, tmp_path / "more")
        place.store.merge([other, back])
        assert place.response(round_, "Anna").answers == {"Q01": THREE, "Q02": THREE}
