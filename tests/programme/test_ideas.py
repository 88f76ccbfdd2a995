"""Ideas: first all together and unjudged, then chosen; a phase is never gone back to, and nobody peeks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import InvalidError, NotFoundError, SemError
from sem.model.idea import LONGEST_IDEA, IdeaFate, IdeaPhase
from sem.model.programme import Programme
from sem.programme.ideas import (
    answer,
    ask,
    close_voting,
    cluster,
    expect_voters,
    hand_in,
    open_ideas,
    start_voting,
    vote,
)
from sem.programme.phases import PHASES, PhaseError
from sem.programme.prompts import box_question, prompt, prompts
from sem.programme.seeing import find_ideas, finished, seen_ideas, short_ids, title_of, votes, waiting
from tests.programme.box import collected, in_phase

ACTIONS: dict[str, tuple[Callable[[Programme], Programme], set[IdeaPhase]]] = {
    "ask": (lambda p: ask(p, "Why?"), {IdeaPhase.COLLECTING}),
    "hand in": (lambda p: hand_in(p, ["more"]), {IdeaPhase.COLLECTING, IdeaPhase.OPEN}),
    "open": (open_ideas, {IdeaPhase.COLLECTING}),
    "cluster": (lambda p: cluster(p, ["a111"], "phone"), {IdeaPhase.OPEN}),
    "start voting": (lambda p: start_voting(p, 2, 2), {IdeaPhase.OPEN}),
    "expect more voters": (lambda p: expect_voters(p, 5), {IdeaPhase.VOTING}),
    "vote": (lambda p: vote(p, "Anouk", ["a111", "b222"]), {IdeaPhase.VOTING}),
    "answer": (lambda p: answer(p, ["a111"], "Too dear."), {IdeaPhase.CHOOSING}),
}


class TestPhases:
    @pytest.mark.parametrize("phase", PHASES)
    @pytest.mark.parametrize("action", ACTIONS)
    def test_each_thing_can_be_done_in_its_own_phases_only(self, action: str, phase: IdeaPhase) -> None:
        do, allowed = ACTIONS[action]
        if phase in allowed:
            do(in_phase(phase))
        else:
            with pytest.raises(PhaseError) as refused:
                do(in_phase(phase))
            assert refused.value.message
            assert refused.value.advice
            assert refused.value.too_early == all(PHASES.index(phase) < PHASES.index(other) for other in allowed)

    @given(st.lists(st.sampled_from([*ACTIONS, "close voting"]), max_size=30))
    def test_whatever_is_tried_a_phase_is_never_gone_back_to_and_never_skipped(self, tried: list[str]) -> None:
        programme, n = collected(), 0
        for name in tried:
            n += 1
            try:
                if name == "vote":
                    after = vote(programme, f"voter {n}", ["a111"])
                elif name == "close voting":
                    after = close_voting(programme, "ill")
                else:
                    after = ACTIONS[name][0](programme)
            except InvalidError:
                continue
            assert PHASES.index(after.ideas.phase) - PHASES.index(programme.ideas.phase) in (0, 1)
            programme = after

    def test_ideas_that_are_not_there_can_not_be_opened(self) -> None:
        with pytest.raises(InvalidError, match="no ideas to open"):
            open_ideas(Programme())


class TestHandingIn:
    def test_an_idea_gets_an_id_that_tells_nothing_of_when_it_came(self) -> None:
        ids = iter(["f9", "a1", "c3"])
        programme = Programme()
        for text in ("first", "second", "third"):
            programme = hand_in(programme, [text], new_id=lambda: next(ids))
        assert [(idea.id, idea.text) for idea in programme.ideas.ideas] == [
            ("a1", "second"), ("c3", "third"), ("f9", "first"),
        ]  # fmt: skip

    def test_ids_are_made_at_random(self) -> None:
        made = hand_in(Programme(), ["idea"] * 50).ideas.ideas
        assert len({idea.id for idea in made}) == 50

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  ring\tback \n at once ", "ring back at once"),
            ("\x1b[31mred\x07", "[31mred"),
            ("turn\u202eed \ud800half", "turned half"),
            ("cafe\u0301", "caf\u00e9"),
            ("[/] {x} %s <b> =1+1", "[/] {x} %s <b> =1+1"),
            ("x" * LONGEST_IDEA, "x" * LONGEST_IDEA),
        ],
    )
    def test_control_characters_and_line_breaks_are_taken_out_and_the_rest_is_kept(self, typed: str, kept: str) -> None:
        assert hand_in(Programme(), [typed]).ideas.ideas[0].text == kept

    @given(st.text())
    def test_no_text_makes_trouble_later(self, typed: str) -> None:
        try:
            (idea,) = hand_in(Programme(), [typed]).ideas.ideas
        except InvalidError:
            return
        idea.text.encode()
        assert idea.text == idea.text.strip()
        assert "\n" not in idea.text
        assert "\x1b" not in idea.text

    def test_all_that_is_wrong_is_told_at_once_and_then_none_is_kept(self) -> None:
        programme = Programme()
        with pytest.raises(InvalidError) as refused:
            hand_in(programme, ["fine", "  \x00 ", "x" * (LONGEST_IDEA + 1), "\u200b"])
        assert [problem.field for problem in refused.value.problems] == ["idea 2", "idea 3", "idea 4"]
        assert str(LONGEST_IDEA) in str(refused.value)

    def test_nothing_at_all_is_no_idea(self) -> None:
        with pytest.raises(InvalidError):
            hand_in(Programme(), [])

    def test_the_team_may_ask_for_something_else_and_take_that_back(self) -> None:
        asked = ask(Programme(), " What about \n invoices? ")
        assert box_question(asked.ideas.question) == "What about invoices?"
        assert box_question(ask(asked, "").ideas.question) == box_question("") != ""


class TestSeeing:
    def test_while_ideas_are_collected_nobody_sees_one(self) -> None:
        assert seen_ideas(collected().ideas) is None

    def test_open_ideas_are_seen_by_cluster_and_then_by_their_random_ids(self) -> None:
        programme = cluster(cluster(open_ideas(collected()), ["d", "c"], "Phone"), ["a"], "Archive")
        seen = seen_ideas(programme.ideas)
        assert seen is not None
        assert [(idea.cluster, idea.id) for idea in seen] == [
            ("Archive", "a111"), ("Phone", "c333"), ("Phone", "d444"), ("", "b222"),
        ]  # fmt: skip

    def test_votes_are_seen_only_when_voting_is_over_and_then_they_order_the_ideas(self) -> None:
        programme = vote(in_phase(IdeaPhase.VOTING), "Anouk", ["c", "d"])
        assert votes(programme.ideas) is None
        assert [idea.id for idea in seen_ideas(programme.ideas) or ()] == ["a111", "b222", "c333", "d444"]
        programme = vote(programme, "Bram", ["d"])
        assert votes(programme.ideas) == {"a111": 0, "b222": 0, "c333": 1, "d444": 2}
        assert [idea.id for idea in seen_ideas(programme.ideas) or ()] == ["d444", "c333", "a111", "b222"]

    def test_a_vote_for_an_idea_that_has_not_arrived_here_yet_counts_for_nothing(self) -> None:
        programme = vote(vote(in_phase(IdeaPhase.VOTING), "Anouk", ["c", "d"]), "Bram", ["d"])
        box = programme.ideas
        partly = replace(box, ideas=box.ideas[:3])
        assert votes(partly) == {"a111": 0, "b222": 0, "c333": 1}

    @given(st.sets(st.text("0123456789abcdef", min_size=6, max_size=6), min_size=1, max_size=40))
    def test_short_ids_are_unique_beginnings_that_find_their_idea(self, ids: set[str]) -> None:
        new = iter(ids)
        box = hand_in(Programme(), ["idea"] * len(ids), new_id=lambda: next(new)).ideas
        short = short_ids(box)
        assert set(short) == ids
        for id_, start in short.items():
            assert id_.startswith(start)
            assert len(start) >= 3
            assert [idea.id for idea in find_ideas(box, [f" {start.upper()} "])] == [id_]

    def test_an_id_that_is_wrong_is_named_with_every_other_one(self) -> None:
        ids = iter(["abc1", "abd2"])
        box = hand_in(Programme(), ["one", "two"], new_id=lambda: next(ids)).ideas
        with pytest.raises(NotFoundError) as refused:
            find_ideas(box, ["ab", "zz", "abc"])
        assert [str(problem) for problem in refused.value.problems] == [
            "“ab” may be several ideas: abc, abd.", "There is no idea “zz”.",
        ]  # fmt: skip
        with pytest.raises(InvalidError, match="Say which idea"):
            find_ideas(box, [])

    def test_a_long_idea_makes_a_title_that_ends_between_words(self) -> None:
        idea = hand_in(Programme(), ["word " * 60]).ideas.ideas[0]
        assert title_of(idea).endswith("word…")
        assert len(title_of(idea)) <= 120


class TestClusters:
    def test_a_name_in_another_case_is_the_same_cluster(self) -> None:
        programme = cluster(cluster(open_ideas(collected()), ["a"], "Phone"), ["b"], "  PHONE ")
        assert {idea.cluster for idea in programme.ideas.ideas} == {"Phone", ""}

    def test_an_empty_name_takes_an_idea_out(self) -> None:
        programme = cluster(cluster(open_ideas(collected()), ["a", "b"], "Phone"), ["a"], " ")
        assert [idea.cluster for idea in programme.ideas.ideas] == ["", "Phone", "", ""]

    def test_a_name_that_is_too_long_is_refused(self) -> None:
        with pytest.raises(InvalidError):
            cluster(open_ideas(collected()), ["a"], "x" * 500)


class TestVoting:
    @pytest.mark.parametrize(("voters", "each", "fields"), [(0, 2, ["voters"]), (501, 2, ["voters"]),
                                                          (3, 0, ["votes_each"]), (3, 5, ["votes_each"]),
                                                          (-1, 99, ["voters", "votes_each"])])  # fmt: skip
    def test_numbers_that_make_no_vote_are_all_refused(self, voters: int, each: int, fields: list[str]) -> None:
        with pytest.raises(InvalidError) as refused:
            start_voting(open_ideas(collected()), voters, each)
        assert [problem.field for problem in refused.value.problems] == fields

    @given(st.lists(st.tuples(st.sampled_from(["Anouk", "anouk", "Bram", "Cas"]),
                              st.lists(st.sampled_from("abcdxé"), max_size=5)), max_size=12),
           st.integers(1, 4))  # fmt: skip
    def test_a_ballot_has_one_to_k_different_ideas_and_everybody_has_one_ballot(
        self, tried: list[tuple[str, list[str]]], each: int
    ) -> None:
        programme = start_voting(open_ideas(collected()), 3, each)
        for voter, chosen in tried:
            try:
                programme = vote(programme, voter, chosen)
            except SemError:
                continue
            box = programme.ideas
            assert all(1 <= len(set(ballot.ideas)) == len(ballot.ideas) <= each for ballot in box.ballots)
            assert len({ballot.voter.lower() for ballot in box.ballots}) == len(box.ballots) <= box.voters
            assert box.voted == (len(box.ballots) == box.voters)
            counted = votes(box)
            assert (counted is not None) == box.voted
            if counted:
                assert sum(counted.values()) == sum(len(ballot.ideas) for ballot in box.ballots)

    def test_all_that_is_wrong_with_a_ballot_is_told_at_once(self) -> None:
        with pytest.raises(InvalidError) as refused:
            vote(in_phase(IdeaPhase.VOTING), "Anouk", ["a", "b", "a"])
        assert len(refused.value.problems) == 2

    def test_a_ballot_may_be_replaced_until_all_have_voted(self) -> None:
        programme = vote(in_phase(IdeaPhase.VOTING), "Anouk", ["a", "b"])
        programme = vote(programme, "ANOUK", ["c"])
        (ballot,) = programme.ideas.ballots
        assert (ballot.voter, ballot.ideas) == ("Anouk", ("c333",))
        done = vote(programme, "Bram", ["a"])
        with pytest.raises(PhaseError, match="over"):
            vote(done, "Anouk", ["a"])

    def test_a_ballot_tells_nothing_of_the_order_in_which_ideas_were_chosen(self) -> None:
        chosen = [vote(in_phase(IdeaPhase.VOTING), "Anouk", ids).ideas for ids in (["b", "a"], ["a", "b"])]
        assert chosen[0] == chosen[1]

    def test_more_people_may_come_and_fewer_only_with_a_reason(self) -> None:
        programme = vote(in_phase(IdeaPhase.VOTING, voters=2), "Anouk", ["a"])
        more = expect_voters(programme, 3)
        assert more.ideas.voters == 3
        with pytest.raises(InvalidError, match="3 people vote already"):
            expect_voters(more, 2)
        with pytest.raises(InvalidError, match="1 of 3"):
            close_voting(more)
        closed = close_voting(more, "Cas is ill\x1b")
        assert closed.ideas.voted
        assert closed.ideas.closed_because == "Cas is ill"

    def test_votes_that_came_together_from_two_machines_are_closed_without_a_reason(self) -> None:
        one, other = (vote(in_phase(IdeaPhase.VOTING), name, ["a"]).ideas for name in ("Anouk", "Bram"))
        merged = Programme(ideas=replace(one, ballots=(*one.ballots, *other.ballots)))
        closed = close_voting(merged, "no reason is needed")
        assert votes(closed.ideas) == {"a111": 2, "b222": 0, "c333": 0, "d444": 0}
        assert closed.ideas.closed_because == ""

    def test_a_vote_without_voters_is_not_closed(self) -> None:
        with pytest.raises(InvalidError, match="Nobody has voted"):
            close_voting(in_phase(IdeaPhase.VOTING), "we are in a hurry")


class TestAnswering:
    def test_every_idea_waits_until_it_has_an_answer_or_is_picked(self) -> None:
        programme = in_phase(IdeaPhase.CHOOSING)
        assert len(waiting(programme.ideas)) == 4
        programme = answer(programme, ["a", "b", "c"], "Not this year: no money.")
        assert not finished(programme.ideas)
        programme = answer(programme, ["d"], "We do it already.")
        assert finished(programme.ideas)
        assert {idea.fate for idea in programme.ideas.ideas} == {IdeaFate.ANSWERED}

    def test_an_answer_may_be_said_better(self) -> None:
        programme = answer(answer(in_phase(IdeaPhase.CHOOSING), ["a"], "No."), ["a"], "No, because it costs too much.")
        assert programme.ideas.idea("a111").answer == "No, because it costs too much."

    def test_an_answer_has_words(self) -> None:
        with pytest.raises(InvalidError, match="wants to know"):
            answer(in_phase(IdeaPhase.CHOOSING), ["a"], " ")


class TestPrompts:
    def test_there_is_a_dozen_and_they_come_round_in_order(self) -> None:
        assert len(set(prompts())) == 12
        assert [prompt(n) for n in range(12)] == list(prompts())
        assert prompt(12) == prompt(0)
