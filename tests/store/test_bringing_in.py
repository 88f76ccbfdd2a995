"""Earlier assessments come in whole or not at all, twice without doubles, and as sealed as what was closed here."""

from __future__ import annotations

import errno
import json
import os
import signal
from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Consensus,
    EvidenceSide,
    QuestionnaireRef,
    Respondent,
    Round,
    RoundKind,
    RoundState,
)
from sem.store import layout, staging
from sem.store.backing_up import back_up
from sem.store.brought import BroughtResponse, BroughtRound, BroughtTeam
from sem.store.disk import write_all
from sem.store.integrity import check, repair
from sem.store.restoring import restore
from sem.store.sealed_text import SealedText
from sem.store.sealing import sealed_bytes
from sem.store.sheets import new_sheet
from tests.store.conftest import QUESTIONS, TODAY, Place, twelve_questions
from tests.store.processes import in_child

DAY = date(2024, 3, 5)
ASKED = twelve_questions()


@pytest.fixture(autouse=True)
def _no_sync_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "sync_disk", lambda _path: True)


def response(number: int, name: str, levels: Mapping[str, int | Answer]) -> BroughtResponse:
    answers = {id_: one if isinstance(one, Answer) else Answer(level=one) for id_, one in levels.items()}
    return BroughtResponse(f"{number:016x}", name, answers)


ANNA = response(1, "Anna", {"Q01": 1, "Q02": 2})
BOB = response(2, "Bob", {"Q01": 4})


def round_of(*responses: BroughtResponse, number: int = 7, day: date = DAY, **facts: object) -> BroughtRound:
    return BroughtRound(f"{number:06x}0000000000", ASKED, day, partial(iter, responses), **facts)  # type: ignore[arg-type]


def team_of(*rounds: BroughtRound, name: str = "Alpha", id_: int = 5) -> BroughtTeam:
    return BroughtTeam(f"{id_:016x}", name, ("a",), rounds)


def given(place: Place, name: str = "Alpha") -> list[dict[str, dict[str, Answer]]]:
    store = place.store
    return [
        {one.respondent.name: dict(one.answers) for one in store.responses(round_)}
        for round_ in store.rounds(store.find_team(name).id)
    ]


class TestComingIn:
    def test_a_closed_round_is_in_one_sealed_file_and_nothing_is_wrong_with_it(self, place: Place) -> None:
        done = place.store.bring_in([team_of(round_of(ANNA, BOB, closed=DAY, scope="the desk"))])
        assert (done.teams, done.rounds, done.respondents, done.answers) == (1, 1, 2, 3)
        assert given(place) == [{"Anna": ANNA.answers, "Bob": BOB.answers}]
        (round_,) = place.store.rounds(place.store.find_team("alpha").id)
        assert (round_.state, round_.closed, round_.scope, round_.opened) == (RoundState.CLOSED, DAY, "the desk", DAY)
        assert len(place.files("sealed-*.json")) == 1
        assert check(place.folder, place.state).healthy

    def test_an_open_round_takes_more_answers(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(ANNA, state=RoundState.OPEN))])
        (round_,) = place.store.rounds(place.store.find_team("Alpha").id)
        place.answered(round_, "anna", {"Q01": 5})
        assert given(place)[0]["Anna"]["Q01"] == Answer(level=5), "what is answered later is newer"

    def test_decisions_and_the_order_of_two_rounds_on_one_day_stay(self, place: Place) -> None:
        decided = {"Q03": Consensus(4, "because", DAY)}
        later = round_of(BOB, number=9, order=1, sure=True)
        place.store.bring_in([team_of(later, round_of(ANNA, number=8, decisions=decided, sure=True))])
        first, second = place.store.rounds(place.store.find_team("Alpha").id)
        assert (first.id, second.id) == ("0000080000000000", "0000090000000000")
        assert first.decisions == decided

    def test_a_dry_run_counts_and_writes_nothing(self, place: Place) -> None:
        assert place.store.bring_in([team_of(round_of(ANNA))], dry_run=True).answers == 2
        assert place.files() == []

    def test_the_sealed_file_has_the_bytes_that_sealing_its_sheets_gives(self) -> None:
        noted = Answer(level=2, note='“é” "note":""', evidence=(AnswerEvidence(EvidenceSide.FOR, "x"),))
        all_answered = dict.fromkeys(QUESTIONS, Answer(level=3)) | {"Q02": Answer(level=3, note='a "note":"" b')}
        people = [response(2, "Bé", all_answered), response(1, "Anna", {"Q05": noted, "Q01": Answer(dont_know=True)})]
        for kind in RoundKind:
            named = kind is not RoundKind.ANONYMOUS
            ref = QuestionnaireRef(ASKED.id, ASKED.version, "0" * 64)
            round_ = Round("7" * 16, "5" * 16, ref, DAY, kind, hidden=not named)
            mine = [BroughtResponse(one.id, one.name if named else "", one.answers) for one in people]
            sheets = {
                one.id: [new_sheet(round_, Respondent(one.id, one.name), ASKED, "", 77, one.answers)] for one in mine
            }
            assert SealedText(ASKED).of(round_, mine, 77) == sealed_bytes(round_, sheets)


class TestTwice:
    def test_the_same_brings_nothing_new_and_changes_no_file(self, place: Place) -> None:
        coming = [team_of(round_of(ANNA, BOB))]
        place.store.bring_in(coming)
        before = place.contents()
        done = place.store.bring_in(coming)
        assert not done.new
        assert done.known == 3
        assert place.contents() == before

    def test_on_two_machines_is_one_round_when_they_merge(self, place: Place, tmp_path: Path) -> None:
        other = Place(tmp_path / "other", tmp_path / "other-state")
        for one in (place, other):
            one.store.bring_in([team_of(round_of(ANNA, BOB)), team_of(name="Beta", id_=6)])
        place.store.merge([other.folder])
        assert given(place) == [{"Anna": ANNA.answers, "Bob": BOB.answers}]

    def test_a_team_that_was_renamed_here_is_known_by_its_rounds(self, place: Place) -> None:
        place.team("West")
        place.store.bring_in([team_of(round_of(ANNA), name="West")])
        place.store.rename_team(place.store.find_team("West").id, "East")
        done = place.store.bring_in([team_of(round_of(ANNA), name="West")])
        assert not done.new
        assert "West is called East here" in done.notices[0]

    def test_a_round_that_was_answered_here_is_known_by_its_day_and_questionnaire(self, place: Place) -> None:
        round_ = place.round()
        place.answered(round_, "anna", {"Q01": 1, "Q02": 2})
        assert not place.store.bring_in([team_of(round_of(ANNA, day=TODAY))]).new

    def test_who_is_new_joins_a_closed_round_which_is_sealed_anew(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(ANNA))])
        done = place.store.bring_in([team_of(round_of(ANNA, BOB))])
        assert (done.respondents, done.answers, done.known) == (1, 1, 2)
        assert given(place) == [{"Anna": ANNA.answers, "Bob": BOB.answers}]
        assert len(place.files("sealed-*.json")) == 1

    def test_who_was_erased_stays_out(self, place: Place) -> None:
        coming = [team_of(round_of(ANNA, BOB))]
        place.store.bring_in(coming)
        (round_,) = place.store.rounds(place.store.find_team("Alpha").id)
        place.store.erase_respondent(round_, ANNA.id)
        done = place.store.bring_in(coming)
        assert not done.new
        assert "Anna stay out" in done.notices[0]
        assert given(place) == [{"Bob": BOB.answers}]


class TestWhatDiffers:
    OTHER = response(1, "Anna", {"Q01": 5, "Q03": 3})

    def test_is_told_and_then_nothing_at_all_comes_in(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(ANNA))])
        before = place.contents()
        done = place.store.bring_in([team_of(round_of(self.OTHER)), team_of(round_of(BOB), name="Beta", id_=6)])
        assert [(one.response, one.question) for one in done.clashes] == [(self.OTHER, "Q01")]
        assert place.contents() == before

    def test_takes_its_place_with_update(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(ANNA, decisions={"Q01": Consensus(2)}))])
        coming = team_of(round_of(self.OTHER, decisions={"Q01": Consensus(3), "Q02": Consensus(1)}))
        done = place.store.bring_in([coming], update=True)
        assert (done.changed, done.answers, done.decisions) == (1, 1, 2)
        assert given(place) == [{"Anna": {"Q01": Answer(level=5), "Q02": Answer(level=2), "Q03": Answer(level=3)}}]
        assert place.store.rounds(place.store.find_team("Alpha").id)[0].consensus == {"Q01": 3, "Q02": 1}
        assert check(place.folder, place.state).healthy

    def test_another_kind_is_refused(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(ANNA))])
        done = place.store.bring_in([team_of(round_of(ANNA, kind=RoundKind.ALIAS))])
        assert "of another kind" in done.clashes[0].message

    def test_a_hidden_round_is_not_asked_about_before_its_reveal(self, place: Place) -> None:
        round_ = place.store.start_round(place.team().id, ASKED, DAY, hidden=True)
        place.answered(round_, "Anna", {"Q01": 2})
        done = place.store.bring_in([team_of(round_of(ANNA))])
        assert [one.question for one in done.clashes] == [""]
        assert "hidden until it is revealed" in done.clashes[0].message


class TestAnonymousRounds:
    def people(self, *levels: int) -> list[BroughtResponse]:
        return [response(number, "", {"Q01": level}) for number, level in enumerate(levels, 40)]

    def test_keep_no_name_and_no_time(self, place: Place) -> None:
        place.store.bring_in([team_of(round_of(*self.people(1, 2, 3), kind=RoundKind.ANONYMOUS, hidden=True))])
        (sealed,) = place.files("sealed-*.json")
        sheets = json.loads(sealed.read_bytes())["sheets"].values()
        assert {sheet["name"]["value"] for sheet in sheets} == {""}
        assert {answer["at"] for sheet in sheets for answer in sheet["answers"]} == {0, 1}
        assert {sealed.stat().st_mtime, sealed.parent.stat().st_mtime} == {946_684_800}

    def test_that_are_the_same_are_known_and_others_never_added(self, place: Place) -> None:
        def coming(*levels: int) -> list[BroughtTeam]:
            return [team_of(round_of(*self.people(*levels), kind=RoundKind.ANONYMOUS, hidden=True))]

        place.store.bring_in(coming(1, 2, 3))
        again = place.store.bring_in(coming(3, 1, 2), update=True)
        assert (again.new, again.known) == (False, 3)
        done = place.store.bring_in(coming(1, 2, 3, 4), update=True)
        assert "with other answers" in done.clashes[0].message


class TestAKill:
    def coming(self) -> list[BroughtTeam]:
        return [team_of(round_of(ANNA, number=number), name=f"Team {number}", id_=number) for number in range(1, 4)]

    def killed_at(self, place: Place, rename: int) -> None:
        """Bring teams in, and be killed with -9 at a rename."""

        def work(_pipe: int) -> None:
            count = 0
            real = os.rename

            def counted(*args: object, **more: object) -> None:
                nonlocal count
                count += 1
                if count == rename:
                    os.kill(os.getpid(), signal.SIGKILL)
                real(*args, **more)  # type: ignore[arg-type]

            os.rename = counted
            place.store.bring_in(self.coming())

        child, pipe = in_child(work)
        os.waitpid(child, 0)
        os.close(pipe)

    @pytest.mark.parametrize("rename", [1, 2, 3])
    def test_while_it_is_named_leaves_it_to_be_named_by_who_looks_next(self, place: Place, rename: int) -> None:
        place.team("Here before")
        self.killed_at(place, rename)
        assert layout.is_being_named(place.folder)
        assert [team.name for team in place.store.teams()] == ["Here before", "Team 1", "Team 2", "Team 3"]
        assert not layout.is_being_named(place.folder)
        assert not place.store.bring_in(self.coming()).new
        assert check(place.folder, place.state).healthy

    def test_is_named_before_a_repair_takes_it_for_a_leftover(self, place: Place) -> None:
        place.team("Here before")
        self.killed_at(place, 2)
        assert repair(place.folder, place.state).after.healthy
        assert len(place.store.teams()) == 4

    def test_is_named_before_a_backup_with_the_same_teams_is_put_back(self, place: Place, tmp_path: Path) -> None:
        elsewhere = Place(tmp_path / "elsewhere", tmp_path / "state elsewhere")
        elsewhere.store.bring_in(self.coming())
        backup, _files = back_up(elsewhere.folder, elsewhere.state, tmp_path / "backup.zip")
        place.team("Here before")
        self.killed_at(place, 2)
        restore(place.folder, place.state, backup)
        assert [team.name for team in place.store.teams()] == ["Here before", "Team 1", "Team 2", "Team 3"]
        assert not list(place.folder.rglob(".sem-*"))
        assert check(place.folder, place.state).healthy

    def test_is_not_mended_by_another_machine_that_sees_the_folder(self, place: Place) -> None:
        place.team("Here before")
        self.killed_at(place, 2)
        before = place.contents()
        place.on_another_machine().store.teams()
        assert place.contents() == before

    def test_an_error_before_the_naming_leaves_the_workspace_as_it_was(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.team("Here before")
        before = kept(place)

        def stopped(_count: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            place.store.bring_in(self.coming(), tell=stopped)
        assert kept(place) == before
        assert not list(place.folder.rglob(".sem-*"))


class TestMany:
    """So many files that the disk is synced once for all."""

    ROUNDS = 14

    def coming(self) -> list[BroughtTeam]:
        rounds = [
            round_of(ANNA, BOB, number=n, day=date(2000 + n, 3, 5), kind=kind, sure=True)
            for n, kind in enumerate([RoundKind.NAMED, RoundKind.ALIAS] * (self.ROUNDS // 2), 1)
        ]
        return [team_of(*rounds)]

    def test_come_in_whole(self, place: Place) -> None:
        place.store.bring_in(self.coming())
        assert given(place) == [{"Anna": ANNA.answers, "Bob": BOB.answers}] * self.ROUNDS
        assert check(place.folder, place.state).healthy

    def test_that_do_not_fit_on_the_disk_leave_the_workspace_as_it_was(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place.team("West")
        before, calls = kept(place), count()

        def full(fd: int, data: bytes) -> None:
            if next(calls) == 40:
                raise OSError(errno.ENOSPC, "No space left on device")
            write_all(fd, data)

        monkeypatch.setattr("sem.store.staging.write_all", full)
        with pytest.raises(StoreError):
            place.store.bring_in(self.coming())
        assert kept(place) == before

    def test_that_are_broken_off_leave_the_workspace_as_it_was(self, place: Place) -> None:
        place.team("West")
        before = kept(place)

        def stop(answers: int) -> None:
            if answers == 3 * self.ROUNDS:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            place.store.bring_in(self.coming(), tell=stop)
        assert kept(place) == before


def kept(place: Place) -> dict[Path, bytes]:
    """Return all that is in a workspace but the questionnaires, of which one too many does no harm."""
    return {path: data for path, data in place.contents().items() if "models" not in path.parts}
