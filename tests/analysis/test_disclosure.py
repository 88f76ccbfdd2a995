"""What may be shown of a round: each rule, and then attempts to find out from all that is shown who answered what."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sem.analysis.disclosure import Disclosed, groups_to_hide, hides, visible
from sem.analysis.scoring import Withheld, profile
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    Consensus,
    EvidenceSide,
    NotApplicable,
    QuestionnaireRef,
    Reason,
    Respondent,
    Response,
    Round,
    RoundKind,
    RoundState,
)
from sem.model.questionnaire import Version
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response

FORM = questionnaire(
    area("one", [question("q1"), question("q2", weight=2)]), area("two", [question("q3"), question("q4")])
)
QUESTIONS = [one.id for one in FORM.questions]
OPEN = Round("r", "t", QuestionnaireRef("test", Version(1, 0, 0), "d"), date(2026, 11, 21))
HIDDEN = replace(OPEN, hidden=True)
ANONYMOUS = replace(OPEN, kind=RoundKind.ANONYMOUS, state=RoundState.REVEALED)


def people(*answers: Mapping[str, Answer | int]) -> list[Response]:
    """Return responses of an anonymous round: their ids tell nothing, and they have no names."""
    return [replace(response(f"r{n}", one), respondent=Respondent(f"r{n}", "")) for n, one in enumerate(answers)]


def told(shown: Disclosed) -> dict[str, Any]:
    """Return everything an observer gets, as values that can be compared."""
    return {
        "areas": [
            (one.area.id, one.score, [replace(q, question=question("-")) for q in one.questions])
            for one in shown.profile.areas
        ],
        "overall": shown.profile.overall,
        "counts": (shown.profile.n, shown.people, shown.complete, shown.progress),
        "why": (shown.profile.withheld, shown.profile.minimum),
        "responses": shown.responses,
        "remarks": dict(shown.remarks),
        "evidence": dict(shown.evidence),
    }


class TestNamedRounds:
    ANN = response("Ann", {"q1": Answer(level=2, note="hectic"), "q2": 3})
    BOB = response("Bob", {"q1": Answer(not_applicable=NotApplicable(Reason.OTHER, "not us")), "q2": 5})

    def test_an_open_table_shows_everything_at_once_with_names(self) -> None:
        shown = visible(OPEN, FORM, [self.ANN, self.BOB])
        assert shown.profile == profile(FORM, [self.ANN, self.BOB])
        assert shown.singly
        assert shown.responses == (self.ANN, self.BOB)
        assert [(one.name, one.text, one.level) for one in shown.remarks["q1"]] == [
            ("Ann", "hectic", 2),
            ("Bob", "not us", None),
        ]

    def test_a_hidden_round_shows_how_far_each_is_and_nothing_else(self) -> None:
        shown = visible(HIDDEN, FORM, [self.ANN, self.BOB])
        assert hides(HIDDEN)
        assert (shown.responses, shown.remarks, shown.evidence, shown.singly) == ((), {}, {}, False)
        assert (shown.progress, shown.people, shown.complete) == ((("Ann", 2), ("Bob", 2)), 2, 0)
        assert shown.profile.withheld is Withheld.HIDDEN
        assert shown.profile.overall.unseen
        assert {one.score.mean for one in shown.profile.areas} == {None}

    def test_respondents_see_their_own_answers_under_whatever_spelling_and_no_score_of_them(self) -> None:
        shown = visible(HIDDEN, FORM, [self.ANN, self.BOB], viewer="ANN")
        assert shown.responses == (self.ANN,)
        assert shown.profile.overall.mean is None
        assert shown.remarks == {}

    def test_what_a_team_agrees_on_tells_what_it_answered_and_waits_for_the_reveal(self) -> None:
        decided = replace(HIDDEN, decisions={"q1": Consensus(4, "seen")})
        before, after = (visible(replace(decided, state=state), FORM, [self.ANN])
                         for state in (RoundState.OPEN, RoundState.REVEALED))  # fmt: skip
        assert (before.decision("q1"), before.profile.areas[0].questions[0].value) == (None, None)
        assert (after.decision("q1"), after.profile.areas[0].questions[0].value) == (Consensus(4, "seen"), 4)

    @pytest.mark.parametrize("state", [RoundState.REVEALED, RoundState.CLOSED])
    def test_after_the_reveal_everything_is_there_with_names(self, state: RoundState) -> None:
        shown = visible(replace(HIDDEN, state=state), FORM, [self.ANN, self.BOB])
        assert shown.profile == profile(FORM, [self.ANN, self.BOB])
        assert shown.responses == (self.ANN, self.BOB)

    def test_aliases_are_names_that_people_chose(self) -> None:
        shown = visible(replace(HIDDEN, kind=RoundKind.ALIAS, state=RoundState.CLOSED), FORM, [self.ANN])
        assert [one.respondent.name for one in shown.responses] == ["Ann"]

    def test_an_answer_more_changes_nothing_but_the_counts_while_the_round_hides_its_answers(self) -> None:
        one, two = (visible(HIDDEN, FORM, each).profile for each in ([self.ANN], [self.ANN, self.BOB]))
        assert replace(one, n=2) == two


class TestAnonymousRounds:
    @pytest.mark.parametrize("n", [1, 2, 3, 4])
    def test_below_the_minimum_group_nothing_is_shown_and_it_does_not_look_like_nothing(self, n: int) -> None:
        shown = visible(ANONYMOUS, FORM, people(*[dict.fromkeys(QUESTIONS, 4)] * n))
        assert (shown.profile.withheld, shown.profile.minimum) == (Withheld.BELOW_MINIMUM, 5)
        assert (shown.profile.overall.mean, shown.profile.overall.withheld, shown.people) == (None, 4, n)
        assert shown.profile.overall.unseen
        assert (shown.responses, shown.remarks) == ((), {})

    def test_from_the_minimum_group_on_it_is_shown_how_often_each_answer_was_given(self) -> None:
        shown = visible(ANONYMOUS, FORM, people(*[{"q1": level} for level in (2, 3, 3, 4, 3)]))
        (asked, unasked) = shown.profile.areas[0].questions
        assert (asked.levels, asked.withheld, asked.value) == ((2, 3, 3, 3, 4), None, 3)
        assert (unasked.levels, unasked.withheld) == ((), None)
        assert not shown.singly
        assert shown.progress == ()

    def test_no_answers_at_all_is_no_data_and_not_withheld(self) -> None:
        shown = visible(ANONYMOUS, FORM, [])
        assert shown.profile.withheld is None
        assert not shown.profile.overall.unseen

    def test_while_it_is_open_nothing_is_shown_of_however_many(self) -> None:
        shown = visible(replace(ANONYMOUS, state=RoundState.OPEN), FORM, people(*[{"q1": 3}] * 9), viewer="r1")
        assert shown.profile.withheld is Withheld.HIDDEN
        assert (shown.responses, shown.remarks, shown.people) == ((), {}, 9)

    def test_a_question_to_which_few_chose_a_level_is_in_no_other_number(self) -> None:
        seconds: list[Answer | int] = [5, 5, *[DONT_KNOW] * 4]
        few = [{"q1": 3, "q2": second} for second in seconds]
        shown = visible(ANONYMOUS, FORM, people(*few))
        scored = shown.profile.area("one")
        assert (scored.questions[0].withheld, scored.questions[1].withheld) == (None, Withheld.BELOW_MINIMUM)
        hidden = scored.questions[1]
        assert (hidden.levels, hidden.answered, hidden.applicable, hidden.dont_know) == ((), 0, 0, 0)
        assert (scored.score.mean, scored.score.answered, scored.score.applicable, scored.score.n) == (3, 6, 6, 6)
        assert (scored.score.gap_free_level, scored.score.blocking_question) == (None, "q2")
        assert scored.score.withheld == 1

    def test_that_everybody_does_not_know_is_shown(self) -> None:
        scored = visible(ANONYMOUS, FORM, people(*[{"q1": DONT_KNOW}] * 5)).profile.areas[0].questions[0]
        assert (scored.withheld, scored.dont_know, scored.levels) == (None, 5, ())

    def test_of_two_who_do_not_know_not_even_that_is_shown(self) -> None:
        scored = visible(ANONYMOUS, FORM, people(*[{"q1": 3}] * 5, *[{"q2": DONT_KNOW}] * 2)).profile.areas[0]
        assert [(one.withheld, one.dont_know) for one in scored.questions] == [
            (None, 0),
            (Withheld.BELOW_MINIMUM, 0),
        ]

    def test_what_the_team_agreed_on_is_the_teams_and_is_shown_also_below_the_minimum(self) -> None:
        decided = replace(ANONYMOUS, decisions={"q1": Consensus(4), "q2": Consensus(3)})
        scored = visible(decided, FORM, people({"q1": 1, "q2": 2}, {"q1": 2, "q2": 5})).profile.area("one")
        assert scored.score.mean == pytest.approx((4 + 2 * 3) / 3)
        assert scored.score.gap_free_level == 3
        assert scored.questions[0].levels == ()
        assert scored.score.unseen

    def test_nobodys_own_mean_is_shown(self) -> None:
        overall = visible(ANONYMOUS, FORM, people(*[{"q1": 3, "q2": 5}] * 6)).profile.overall
        assert (overall.low, overall.high) == (None, None)
        assert overall.spread == 0

    def test_notes_and_reasons_come_by_their_letters_without_name_or_level(self) -> None:
        texts = ("zebra", "Apple", "mango")
        noted = [{"q1": Answer(level=level, note=note)} for level, note in zip((1, 2, 3), texts, strict=True)]
        reason = {"q1": Answer(not_applicable=NotApplicable(Reason.OTHER, "banana"))}
        shown = visible(ANONYMOUS, FORM, people(*noted, reason, *[{"q1": 3}] * 3))
        assert [one.text for one in shown.remarks["q1"]] == ["Apple", "banana", "mango", "zebra"]
        assert {(one.name, one.level) for one in shown.remarks["q1"]} == {("", None)}

    def test_evidence_comes_likewise(self) -> None:
        def cited(text: str) -> Answer:
            return Answer(level=3, evidence=(AnswerEvidence(EvidenceSide.FOR, text, date(2026, 1, 1)),))

        shown = visible(ANONYMOUS, FORM, people(*[{"q1": cited(text)} for text in "zyxab"]))
        assert [one.evidence.text for one in shown.evidence["q1"]] == ["a", "b", "x", "y", "z"]
        assert {(one.name, one.level) for one in shown.evidence["q1"]} == {("", None)}

    def test_the_notes_of_too_few_are_not_shown_even_when_they_chose_nothing(self) -> None:
        shown = visible(ANONYMOUS, FORM, people(*[{"q1": 3}] * 5, {"q2": Answer(note="me")}))
        assert "q2" not in shown.remarks
        assert shown.profile.areas[0].questions[1].withheld is Withheld.BELOW_MINIMUM

    def test_the_minimum_may_be_set_and_never_below_three(self) -> None:
        three = people(*[{"q1": 3}] * 3)
        assert visible(ANONYMOUS, FORM, three, minimum=3).profile.areas[0].questions[0].levels == (3, 3, 3)
        with pytest.raises(ValueError, match="below 3"):
            visible(ANONYMOUS, FORM, three, minimum=2)


def _choice(level: int, confidence: Confidence | None, note: str) -> Answer:
    return Answer(level=level, confidence=confidence, note=note)


ANSWERS = st.one_of(
    st.builds(_choice, st.integers(1, 5), st.sampled_from([*Confidence, None]), st.sampled_from(["", "x", "Y", "z"])),
    st.sampled_from([DONT_KNOW, NOT_APPLICABLE, Answer(), Answer(note="only a note")]),
)
SESSIONS = st.lists(st.fixed_dictionaries(dict.fromkeys(QUESTIONS, ANSWERS)), min_size=1, max_size=9)


def swapped(session: Sequence[Mapping[str, Answer]], chance: random.Random) -> list[dict[str, Answer]]:
    """Return the same answers, those to each question dealt out anew to the respondents."""
    dealt: list[dict[str, Answer]] = [{} for _one in session]
    for id_ in QUESTIONS:
        answers = [one[id_] for one in session]
        chance.shuffle(answers)
        for one, answer in zip(dealt, answers, strict=True):
            one[id_] = answer
    return dealt


class TestWhoeverTriesToFindOut:
    @given(SESSIONS, st.randoms(use_true_random=False))
    def test_everything_shown_is_the_same_whoever_gave_which_answer(
        self, session: list[dict[str, Answer]], chance: random.Random
    ) -> None:
        """So nothing tells who gave an answer, nor which two answers are the same person's."""
        dealt = swapped(session, chance)
        first, second = (visible(ANONYMOUS, FORM, people(*each)) for each in (session, dealt))
        # How many people answered, and how many are done, is no secret; what they answered is.
        assert told(first) == told(replace(second, people=first.people, complete=first.complete))

    @given(SESSIONS, st.sampled_from(QUESTIONS), st.data())
    def test_the_answers_to_a_question_that_is_not_shown_could_be_any(
        self, session: list[dict[str, Answer]], id_: str, data: st.DataObject
    ) -> None:
        shown = visible(ANONYMOUS, FORM, people(*session))
        before = next(one for area in shown.profile.areas for one in area.questions if one.question.id == id_)
        assume(before.withheld is not None)
        others = [
            {**one, id_: replace(one[id_], level=data.draw(st.integers(1, 5)))} if one[id_].level else one
            for one in session
        ]
        assert told(visible(ANONYMOUS, FORM, people(*others))) == told(shown)

    @pytest.mark.parametrize("n", [4, 5])
    def test_with_all_that_is_shown_and_their_own_answer_nobody_knows_anothers_unless_all_others_agree(
        self, n: int
    ) -> None:
        """Every session that there could have been is compared with every other one that shows the same."""
        form = questionnaire(area("a", [question("q")]))
        kinds: list[Answer] = [Answer(level=1), Answer(level=5), DONT_KNOW, Answer()]
        same: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for session in product(range(len(kinds)), repeat=n):
            shown = visible(ANONYMOUS, form, people(*[{"q": kinds[one]} for one in session]))
            same[repr(told(shown))].append(session)
        found_out = set()
        for sessions in same.values():
            for mine in range(len(kinds)):
                possible = [session[1:] for session in sessions if session[0] == mine]
                if any(len(set(values)) == 1 for values in zip(*possible, strict=True)):
                    assert all(len(set(others)) == 1 for others in possible), "all others gave the same answer"
                    found_out |= {kinds[one] for others in possible for one in others}
        # Below the minimum the count tells that nobody else answered; above it nothing can hide that all agree.
        assert found_out == ({Answer()} if n < 5 else set(kinds))

    @given(SESSIONS, st.fixed_dictionaries(dict.fromkeys(QUESTIONS, ANSWERS)))
    def test_looking_before_and_after_one_more_answer_tells_nothing_while_the_round_is_open(
        self, session: list[dict[str, Answer]], late: dict[str, Answer]
    ) -> None:
        still_open = replace(ANONYMOUS, state=RoundState.OPEN)
        before, after = (visible(still_open, FORM, people(*each)).profile for each in (session, [*session, late]))
        assert replace(before, n=after.n) == after

    @given(SESSIONS)
    def test_every_number_is_made_of_at_least_the_minimum_group(self, session: list[dict[str, Answer]]) -> None:
        for scored in visible(ANONYMOUS, FORM, people(*session)).profile.areas:
            for one in scored.questions:
                answered = sum(each[one.question.id].given for each in session)
                assert not one.levels or len(one.levels) >= 5
                assert one.dont_know + one.not_applicable == 0 or answered >= 5


class TestPartsOfAWhole:
    @pytest.mark.parametrize(
        ("sizes", "hidden"),
        [
            ({"a": 8, "b": 7, "c": 3}, {"b", "c"}),  # the whole less a and b would be c
            ({"a": 8, "b": 3, "c": 2}, {"b", "c"}),  # together they are five
            ({"a": 8, "b": 2, "c": 2, "d": 9}, {"a", "b", "c"}),
            ({"a": 5, "b": 6}, set()),
            ({"a": 5, "b": 0}, set()),  # nobody is nobody's secret
            ({"a": 4}, {"a"}),
            ({}, set()),
        ],
    )
    def test_the_next_smallest_is_hidden_too_where_one_could_subtract(
        self, sizes: dict[str, int], hidden: set[str]
    ) -> None:
        assert groups_to_hide(sizes) == hidden

    @given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)), st.integers(3, 6))
    def test_what_is_hidden_together_is_nobody_or_at_least_the_minimum_group(
        self, sizes: dict[str, int], minimum: int
    ) -> None:
        hidden = groups_to_hide(sizes, minimum)
        left = sum(sizes[name] for name in hidden)
        everything = sum(sizes.values())
        assert left == 0 or left >= minimum or left == everything
        assert all(sizes[name] == 0 or sizes[name] >= minimum for name in sizes if name not in hidden)
