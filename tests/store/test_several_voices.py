"""Rounds with several people: how they start, how far they are, what was agreed on, and when they take no more."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import ClosedError, InvalidError
from sem.model.assessment import (
    LONGEST_NOTE,
    LONGEST_SCOPE,
    Answer,
    AnswerEvidence,
    Confidence,
    Consensus,
    EvidenceSide,
    NotApplicable,
    Reason,
    Round,
    RoundKind,
    RoundState,
)
from sem.store import NewRound
from sem.store.autosave import Autosave
from sem.store.documents import answer_document, answer_of, verify
from sem.store.integrity import check, repair
from sem.store.migrations import lift
from sem.store.rounds import MOST_PEOPLE
from sem.store.slots import pack_tables, seq_of, unpack
from tests.store.conftest import QUESTIONS, TODAY, Place, twelve_questions


def start(place: Place, kind: RoundKind = RoundKind.NAMED, **how: object) -> Round:
    return place.store.start_round(place.team().id, twelve_questions(), TODAY, kind, hidden=True, **how)  # type: ignore[arg-type]


def known(place: Place, round_: Round) -> Round:
    """Return the round as a window that is opened now sees it."""
    return next(one for one in place.store.rounds(round_.team_id) if one.id == round_.id)


def all_levels(level: int) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, level)


class TestStarting:
    def test_what_was_chosen_is_there_for_every_window(self, place: Place) -> None:
        round_ = start(place, RoundKind.ALIAS, scope="  Our team, \n not the hospital ", invited=("Fox", " Owl "))
        assert known(place, round_) == round_
        assert (round_.scope, round_.invited, round_.hidden) == ("Our team, not the hospital", ("Fox", "Owl"), True)
        assert (round_.kind, round_.state, round_.voices) == (RoundKind.ALIAS, RoundState.OPEN, 2)

    def test_a_round_nobody_said_anything_about_is_named_and_hides_nothing(self, place: Place) -> None:
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY)
        assert (round_.kind, round_.hidden, round_.voices, round_.scope) == (RoundKind.NAMED, False, None, "")

    def test_an_anonymous_round_always_hides_its_answers(self, place: Place) -> None:
        team = place.team()
        round_ = place.store.start_round(team.id, twelve_questions(), TODAY, RoundKind.ANONYMOUS, hidden=False)
        assert round_.hidden

    def test_everything_that_does_not_hold_is_told_at_once_and_nothing_is_made(self, place: Place) -> None:
        team = place.team()
        before = place.contents()
        with pytest.raises(InvalidError) as caught:
            place.store.start_round(
                team.id,
                twelve_questions(),
                TODAY,
                scope="x" * (LONGEST_SCOPE + 1),
                invited=("Anna", "ANNA", "a\x00"),
                expected=MOST_PEOPLE + 1,
            )
        assert [problem.field for problem in caught.value.problems] == [
            "scope", "invited", "invited", "expected", "expected",
        ]  # fmt: skip
        assert place.contents() == before

    @pytest.mark.parametrize("expected", [0, -1, MOST_PEOPLE + 1])
    def test_a_number_of_people_that_can_not_be_is_refused(self, place: Place, expected: int) -> None:
        with pytest.raises(InvalidError):
            start(place, expected=expected)

    def test_an_anonymous_round_keeps_no_names_of_who_is_invited(self, place: Place) -> None:
        with pytest.raises(InvalidError, match="can't start") as caught:
            start(place, RoundKind.ANONYMOUS, invited=("Anna",))
        assert "no names" in str(caught.value)


class TestStates:
    def test_a_round_goes_from_open_to_revealed_to_closed(self, place: Place) -> None:
        round_ = start(place)
        assert place.store.reveal_round(round_).state is RoundState.REVEALED
        assert known(place, round_).state is RoundState.REVEALED
        closed = place.store.close_round(round_, TODAY)
        assert (closed.state, closed.closed) == (RoundState.CLOSED, TODAY)
        assert known(place, round_) == closed

    def test_going_on_twice_changes_nothing(self, place: Place) -> None:
        round_ = start(place)
        place.store.reveal_round(round_)
        before = place.contents()
        place.store.reveal_round(round_)
        assert place.contents() == before
        place.store.close_round(round_, TODAY)
        assert place.store.close_round(round_, TODAY + timedelta(9)).closed == TODAY

    def test_an_open_round_may_be_closed_because_nobody_came(self, place: Place) -> None:
        assert place.store.close_round(start(place), TODAY).state is RoundState.CLOSED

    def test_a_closed_round_is_never_revealed_anew_nor_decided_in(self, place: Place) -> None:
        round_ = place.store.close_round(start(place), TODAY)
        with pytest.raises(InvalidError, match="closed"):
            place.store.reveal_round(round_)
        with pytest.raises(InvalidError, match="closed"):
            place.store.decide(round_, "Q01", Consensus(3))

    def test_of_two_machines_the_one_that_is_further_counts_also_with_a_clock_that_is_behind(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        round_ = start(place)
        here, there = place, place.on_another_machine()
        folder = next(place.folder.glob(f"teams/*/rounds/*{round_.id[:6]}"))
        without = folder.with_name("copy")
        shutil.copytree(folder, without)
        with monkeypatch.context() as patch:
            patch.setattr("time.time_ns", lambda: 10**15)
            there.store.close_round(round_, TODAY)
        closed = {path.name: path.read_bytes() for path in folder.iterdir()}
        shutil.rmtree(folder)
        without.rename(folder)
        here.store.reveal_round(round_)
        for name, raw in closed.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(raw)
        assert known(place, round_).state is RoundState.CLOSED

    def test_a_copy_that_claims_a_looser_kind_does_not_loosen_it(self, place: Place) -> None:
        anonymous = start(place, RoundKind.ANONYMOUS)
        folder = next(place.folder.glob(f"teams/*/rounds/*{anonymous.id[:6]}"))
        (raw, _twin) = sorted(path.read_bytes() for path in folder.glob("round~*"))
        tables = lift(unpack(raw))
        tables["_meta"]["1"] |= {"round_kind": "named", "hidden": False, "writer": "evil1-a", "invited": ["Anna"]}
        for slot, seq in (("a", 1), ("b", 2)):
            (folder / f"round~evil1-a.{slot}.json").write_bytes(pack_tables(tables, seq))
        now = known(place, anonymous)
        assert (now.kind, now.hidden, now.invited) == (RoundKind.ANONYMOUS, True, ())
        with pytest.raises(InvalidError, match="anonymous"):
            place.store.open_sheet(now, "Anna")


class TestTakingNoMore:
    @pytest.mark.parametrize("end", ["reveal", "close"])
    def test_who_still_answers_is_refused_and_what_was_saved_counts(self, place: Place, end: str) -> None:
        round_ = start(place)
        sheet = place.store.open_sheet(round_, "Anna")
        sheet.save({"Q01": Answer(level=4)})
        other = place.on_another_machine().store
        if end == "reveal":
            other.reveal_round(round_)
        else:
            other.close_round(round_, TODAY)
        for _try in range(2):
            with pytest.raises(ClosedError) as caught:
                sheet.save({"Q02": Answer(level=2)})
        assert "sem round share" in caught.value.advice
        sheet.close()
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=4)}

    def test_nobody_new_comes_in_either(self, place: Place) -> None:
        round_ = place.store.reveal_round(start(place))
        before = place.contents()
        with pytest.raises(ClosedError):
            place.store.open_sheet(round_, "Bram", {"Q01": Answer(level=1)})
        assert place.contents() == before

    def test_behind_autosave_the_answer_stays_unsaved_on_the_screen_with_the_reason(self, place: Place) -> None:
        round_ = start(place)
        autosave = Autosave(place.store.open_sheet(round_, "Anna"))
        autosave.put("Q01", Answer(level=4))
        assert autosave.flush(10)
        place.store.reveal_round(round_)
        autosave.put("Q02", Answer(level=2, note="late"))
        assert not autosave.close(0.3)
        assert autosave.response.answer("Q02") == Answer(level=2, note="late")
        assert "revealed" in (autosave.state.error or "")
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=4)}

    def test_a_save_goes_on_while_the_round_is_merely_decided_in(self, place: Place) -> None:
        round_ = place.round()
        sheet = place.store.open_sheet(round_, "Anna")
        place.store.decide(round_, "Q01", Consensus(2))
        sheet.save({"Q01": Answer(level=4)})
        sheet.close()
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=4)


class TestDecisions:
    def test_a_decision_stands_beside_the_answers_with_its_sentence(self, place: Place) -> None:
        round_ = start(place)
        place.answered(round_, "Anna", {"Q01": 5})
        place.store.reveal_round(round_)
        decided = place.store.decide(round_, "Q01", Consensus(3, " Only in Utrecht \x1b[31m", TODAY))
        assert decided.decisions == {"Q01": Consensus(3, "Only in Utrecht [31m", TODAY)}
        assert (known(place, round_), decided.consensus) == (decided, {"Q01": 3})
        assert place.response(round_, "Anna").answer("Q01") == Answer(level=5)

    def test_a_decision_can_be_changed_and_taken_back(self, place: Place) -> None:
        round_ = place.store.reveal_round(start(place))
        for level in (1, 4):
            place.store.decide(round_, "Q01", Consensus(level))
        place.store.decide(round_, "Q02", Consensus(2))
        assert place.store.decide(round_, "Q02", None).consensus == {"Q01": 4}
        assert known(place, round_).consensus == {"Q01": 4}

    def test_decisions_of_two_machines_come_together_and_the_newest_counts(self, place: Place) -> None:
        round_ = place.store.reveal_round(start(place))
        there = place.on_another_machine()
        place.store.decide(round_, "Q01", Consensus(1))
        there.store.decide(round_, "Q02", Consensus(2))
        there.store.decide(round_, "Q01", Consensus(5))
        assert known(place, round_).consensus == {"Q01": 5, "Q02": 2}

    def test_nothing_is_agreed_on_before_the_reveal(self, place: Place) -> None:
        with pytest.raises(InvalidError, match="not revealed"):
            place.store.decide(start(place), "Q01", Consensus(3))

    def test_a_question_that_is_not_asked_and_a_sentence_without_end_are_refused(self, place: Place) -> None:
        round_ = place.store.reveal_round(start(place))
        with pytest.raises(KeyError):
            place.store.decide(round_, "Q99", Consensus(3))
        with pytest.raises(InvalidError, match="too long"):
            place.store.decide(round_, "Q01", Consensus(3, "x" * (LONGEST_NOTE + 1)))
        assert known(place, round_).decisions == {}

    def test_decisions_survive_the_repair_of_a_file_that_lost_its_twin(self, place: Place) -> None:
        round_ = place.store.reveal_round(start(place))
        place.store.decide(round_, "Q01", Consensus(3))
        place.store.decide(round_, "Q02", Consensus(4))
        older, _newer = sorted(place.files("round~*.json"), key=lambda path: seq_of(path.read_bytes()))
        older.write_bytes(b"torn")
        assert [finding.path for finding in repair(place.folder, place.state).done] == [older]
        assert known(place, round_).consensus == {"Q01": 3, "Q02": 4}


class TestParticipation:
    def test_who_began_who_is_done_and_who_did_not_come(self, place: Place) -> None:
        round_ = start(place, invited=("Anna", "bram", "Carla"))
        place.answered(round_, "Bram", all_levels(3))
        place.answered(round_, "Zoë", {"Q01": 2})
        so_far = place.store.participation(round_)
        assert so_far.names == (("Anna", False), ("Bram", True), ("Carla", False), ("Zoë", False))
        assert (so_far.answered_any, so_far.complete, so_far.expected) == (2, 1, 3)
        assert not so_far.all_complete

    def test_a_note_alone_is_no_answer(self, place: Place) -> None:
        round_ = start(place, expected=1)
        sheet = place.store.open_sheet(round_, "Anna", {"Q01": Answer(note="hm")})
        sheet.close()
        assert place.store.participation(round_).answered_any == 0

    def test_dont_know_and_not_applicable_are_answers(self, place: Place) -> None:
        round_ = start(place, expected=1)
        every = dict.fromkeys(QUESTIONS, Answer(not_applicable=NotApplicable(Reason.NOT_HERE)))
        sheet = place.store.open_sheet(round_, "Anna", every | {"Q01": Answer(dont_know=True)})
        sheet.close()
        assert place.store.participation(round_).all_complete

    @pytest.mark.parametrize(
        ("expected", "complete", "begun", "done"),
        [(None, 0, 0, False), (None, 1, 0, True), (None, 1, 1, False), (2, 1, 0, False), (2, 2, 0, True),
         (2, 3, 0, True), (2, 2, 1, False)],
    )  # fmt: skip
    def test_all_are_complete_when_as_many_as_are_expected_gave_everything(
        self, place: Place, expected: int | None, complete: int, begun: int, done: bool
    ) -> None:
        round_ = start(place, expected=expected)
        for number in range(complete):
            place.answered(round_, f"Done {number}", all_levels(1))
        for number in range(begun):
            place.answered(round_, f"Begun {number}", {"Q01": 1})
        assert place.store.participation(round_).all_complete is done


class TestNames:
    def test_one_name_is_one_response_however_it_is_written(self, place: Place) -> None:
        round_ = start(place)
        place.answered(round_, "Anna", {"Q01": 1})
        place.answered(round_, " ANNA ", {"Q02": 2})
        (response,) = place.store.responses(round_)
        assert response.answers == {"Q01": Answer(level=1), "Q02": Answer(level=2)}

    def test_one_who_answers_on_two_machines_that_share_the_folder_is_one_respondent(self, place: Place) -> None:
        round_ = start(place)
        place.answered(round_, "Anna", {"Q01": 1, "Q02": 2})
        place.on_another_machine().answered(round_, "Anna", {"Q02": 4})
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1), "Q02": Answer(level=4)}

    def test_a_first_answer_joins_a_session_of_names_but_never_an_anonymous_one(self, place: Place) -> None:
        questions = twelve_questions()
        named = start(place)
        new = NewRound(named.team_id, questions, TODAY)
        joined, sheet = place.store.begin(new, "Anna", {"Q01": Answer(level=1)})
        sheet.close()
        assert joined == named
        anonymous = place.store.start_round(named.team_id, questions, TODAY, RoundKind.ANONYMOUS)
        place.store.close_round(named, TODAY)
        begun, sheet = place.store.begin(new, "Anna", {"Q01": Answer(level=1)})
        sheet.close()
        assert begun.id not in (named.id, anonymous.id)
        assert place.store.responses(anonymous) == ()


pieces = st.builds(
    AnswerEvidence,
    st.sampled_from(EvidenceSide),
    st.text(min_size=1, max_size=20).filter(str.strip),
    st.none() | st.dates(date(2000, 1, 1), date(2049, 1, 1)),
    st.none() | st.dates(date(2050, 1, 1), date(2100, 1, 1)),
    st.text(max_size=20),
)


@given(
    level=st.integers(1, 5),
    confidence=st.none() | st.sampled_from(Confidence),
    evidence=st.lists(pieces, max_size=4).map(tuple),
)
def test_an_answer_comes_back_from_its_document_as_it_was_given(
    level: int, confidence: Confidence | None, evidence: tuple[AnswerEvidence, ...]
) -> None:
    answer = Answer(level=level, confidence=confidence, evidence=evidence)
    assert answer_of(json.loads(json.dumps(answer_document("Q1", answer, 1, "w")))) == answer


class TestEvidence:
    def test_it_comes_back_as_it_was_given_from_another_window(self, place: Place, round_: Round) -> None:
        seen = AnswerEvidence(EvidenceSide.FOR, "“ù” [/] =1+1", TODAY, TODAY + timedelta(90), "https://example.org/#a")
        gone = AnswerEvidence(EvidenceSide.AGAINST, "", source="/not/there/any\nmore.pdf")
        answer = Answer(level=2, confidence=Confidence.GUESS, evidence=(seen, gone))
        sheet = place.store.open_sheet(round_, "Anna", {"Q01": answer, "Q02": Answer(evidence=(seen,))})
        sheet.close()
        assert place.response(round_, "Anna").answers == {"Q01": answer, "Q02": Answer(evidence=(seen,))}
        assert check(place.folder, place.state).findings == ()

    def test_evidence_that_says_nothing_or_ends_before_it_begins_can_not_be(self) -> None:
        with pytest.raises(ValueError, match="without"):
            AnswerEvidence(EvidenceSide.FOR, " ")
        with pytest.raises(ValueError, match="expires"):
            AnswerEvidence(EvidenceSide.FOR, "x", TODAY, TODAY - timedelta(1))
        with pytest.raises(ValueError, match="more than"):
            Answer(evidence=(AnswerEvidence(EvidenceSide.FOR, "x"),) * 21)


def test_a_round_whose_file_is_lost_is_made_anew_with_all_that_was_chosen(place: Place) -> None:
    round_ = start(place, RoundKind.ALIAS, scope="Our team", invited=("Fox", "Owl"))
    place.answered(round_, "Fox", {"Q01": 1})
    for path in place.files("round~*.json"):
        path.unlink()
    repair(place.folder, place.state)
    assert known(place, round_) == round_


def test_what_another_program_wrote_about_people_that_can_not_be_is_damage(place: Place) -> None:
    start(place, expected=3)
    raw = place.files("round~*.json")[0].read_bytes()
    for field, value in (("expected", 0), ("expected", True), ("invited", [""]), ("hidden", 1), ("scope", None)):
        tables = unpack(raw)
        tables["_meta"]["1"][field] = value
        with pytest.raises(ValueError):  # noqa: PT011
            verify(tables)
