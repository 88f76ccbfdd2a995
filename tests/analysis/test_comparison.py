"""Two rounds compared: which people, which test, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.comparison import Basis, Break, Comparison, Verdict, break_between, compare_rounds
from sem.analysis.disclosure import Disclosed, visible
from sem.analysis.trend import last_change, trend_of
from sem.model.assessment import (
    Answer,
    Consensus,
    QuestionnaireRef,
    Round,
    RoundKind,
    RoundState,
)
from sem.model.questionnaire import Questionnaire, Version
from tests.factory import DONT_KNOW, area, question, questionnaire, response

ONE = questionnaire(area("a", [question("q")]))
TWO = questionnaire(area("a", [question("q"), question("r", 3.0)]), area("b", [question("s")]))
Answers = Mapping[str, Answer | int]


def shown(
    given: Sequence[Answers],
    content: Questionnaire = ONE,
    kind: RoundKind = RoundKind.NAMED,
    consensus: Mapping[str, int] | None = None,
    names: Sequence[str] = (),
    state: RoundState = RoundState.REVEALED,
) -> Disclosed:
    """Return what may be shown of a round in which Person 0, Person 1, … answer."""
    decisions = {id_: Consensus(level) for id_, level in (consensus or {}).items()}
    ref = QuestionnaireRef(content.id, content.version, "")
    round_ = Round("r", "t", ref, date(2026, 1, 1), kind, state, hidden=True, decisions=decisions)
    called = names or [f"Person {n}" for n in range(len(given))]
    return visible(round_, content, [response(name, answers) for name, answers in zip(called, given, strict=True)])


def levels(*chosen: int) -> list[Answers]:
    return [{"q": level} for level in chosen]


def compared(before: Sequence[int], after: Sequence[int], kind: RoundKind = RoundKind.NAMED) -> Comparison:
    return compare_rounds(shown(levels(*before), kind=kind), shown(levels(*after), kind=kind))


@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ALIAS])
def test_people_who_are_known_are_compared_with_themselves(kind: RoundKind) -> None:
    found = compared([1, 2, 3, 2, 3, 2], [2, 3, 4, 4, 4, 3], kind)
    (change,) = found.areas
    assert (found.basis, change.basis, change.n, change.moves) == (Basis.PAIRED, Basis.PAIRED, 6, (6, 0, 0))
    assert (change.p, change.verdict) == (0.03125, Verdict.REAL)
    assert change.interval == (1, 2)
    # Changes 1, 1, 1, 2, 1, 1: mean 7/6, variance 1/6.
    assert change.change == pytest.approx(7 / 6)
    assert change.effect == pytest.approx(7 / 6 * 6**0.5)


def test_whoever_answered_once_is_left_out_and_names_are_read_as_people_read_them() -> None:
    before = shown(levels(1, 3, 5), names=["Anouk", "Bram", "Only then"])
    after = shown(levels(2, 3, 1), names=["ANOUK", "Bram", "Only now"])
    (change,) = compare_rounds(before, after).areas
    assert (change.n, change.before, change.after, change.moves) == (2, 2.0, 2.5, (1, 1, 0))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_with_up_to_five_pairs_nothing_can_be_told_however_large_the_change(n: int) -> None:
    (change,) = compared([1] * n, [5] * n).areas
    assert (change.verdict, change.interval) == (Verdict.UNTELLABLE, None)
    assert change.smallest_p is not None
    assert change.smallest_p >= 0.05


def test_many_areas_ask_for_more_people() -> None:
    """Six pairs can reach 0.031 for one area, and 0.062 where it is one of two."""
    given_then = [{"q": 1, "r": 1, "s": 1}] * 6
    given_now = [{"q": 3, "r": 3, "s": 3}] * 6
    found = compare_rounds(shown(given_then, TWO), shown(given_now, TWO))
    assert [(change.p, change.verdict) for change in found.areas] == [(0.0625, Verdict.UNTELLABLE)] * 2
    assert found.family == 2
    assert (found.overall.p, found.overall.verdict) == (0.03125, Verdict.REAL)


def test_a_change_that_chance_gives_often_could_be_noise() -> None:
    (change,) = compared([2, 3, 2, 3, 2, 3, 2], [3, 2, 3, 3, 2, 4, 2]).areas
    assert change.verdict is Verdict.NOISE


def test_equal_changes_have_no_interval_and_no_effect_size() -> None:
    (change,) = compared([1, 2, 3, 2, 1, 2], [2, 3, 4, 3, 2, 3]).areas
    assert (change.interval, change.effect, change.verdict) == (None, None, Verdict.REAL)


def test_anonymous_rounds_are_compared_as_groups() -> None:
    found = compared([1, 2, 2, 1, 2], [3, 4, 4, 3, 4], RoundKind.ANONYMOUS)
    (change,) = found.areas
    assert (found.basis, change.people, change.moves) == (Basis.UNPAIRED, (5, 5), None)
    assert change.p == pytest.approx(2 / 252)
    assert change.verdict is Verdict.REAL
    # s² = 0.3 in both; t with 4 degrees of freedom 2.776; the standard error is the root of 0.12.
    assert change.interval == pytest.approx((2 - 2.776 * 0.12**0.5, 2 + 2.776 * 0.12**0.5))
    assert change.effect == pytest.approx(2 / 0.3**0.5)


@pytest.mark.parametrize("kinds", [(RoundKind.NAMED, RoundKind.ANONYMOUS), (RoundKind.NAMED, RoundKind.ALIAS)])
def test_rounds_of_different_kinds_are_compared_as_groups(kinds: tuple[RoundKind, RoundKind]) -> None:
    then, now = (shown(levels(1, 2, 2, 1, 2), kind=kind) for kind in kinds)
    assert compare_rounds(then, now).basis is Basis.UNPAIRED


def test_of_an_anonymous_round_only_questions_that_may_be_shown_count() -> None:
    """The second question has four answers: nothing of them may be in any number."""

    def asked(hidden: int) -> list[Answers]:
        four: Answers = {"q": 2, "r": hidden, "s": 2}
        return [four] * 4 + [{"q": 2, "s": 2}]

    after = shown([{"q": 3, "r": 3, "s": 3}] * 5, TWO, RoundKind.ANONYMOUS)
    low, high = (compare_rounds(shown(asked(n), TWO, RoundKind.ANONYMOUS), after) for n in (1, 5))
    assert low.areas == high.areas
    assert [one.question.id for one in low.areas[0].questions] == ["q"]


def test_what_was_agreed_on_is_not_tested_and_its_questions_are_told() -> None:
    then = shown(levels(1, 3), consensus={"q": 2})
    now = shown(levels(4, 4), consensus={"q": 4})
    found = compare_rounds(then, now)
    (change,) = found.areas
    assert (change.verdict, change.basis, change.p, change.tested) == (Verdict.AGREED, Basis.AGREED, None, None)
    assert [(one.before, one.after, one.agreed) for one in change.questions] == [(2, 4, True)]
    assert (found.overall.verdict, found.overall.change, found.family) == (Verdict.AGREED, 2, 0)


def test_an_area_without_a_value_in_both_rounds_has_no_change() -> None:
    then = shown([{"q": 2, "s": DONT_KNOW}] * 2, TWO)
    now = shown([{"q": 3, "s": 4}] * 2, TWO)
    found = compare_rounds(then, now)
    assert (found.areas[1].verdict, found.areas[1].change) == (Verdict.NOTHING, None)
    assert found.family == 1


def test_rounds_without_any_answer_have_no_change() -> None:
    found = compare_rounds(shown([]), shown([]))
    assert [change.verdict for change in (*found.areas, found.overall)] == [Verdict.NOTHING] * 2


def test_the_question_that_moved_most_comes_first_with_its_part() -> None:
    then = shown([{"q": 2, "r": 2}] * 3, TWO)
    now = shown([{"q": 4, "r": 3}] * 3, TWO)
    change = compare_rounds(then, now).areas[0]
    # Weights 1 and 3: 2 × 1/4 and 1 × 3/4.
    assert [(one.question.id, one.contribution) for one in change.questions] == [("r", 0.75), ("q", 0.5)]


PERSON = st.fixed_dictionaries({}, optional={id_: st.integers(1, 5) for id_ in "qrs"})
PEOPLE = st.lists(PERSON, min_size=1, max_size=8)


@given(PEOPLE, PEOPLE, st.sampled_from(RoundKind))
def test_the_parts_of_the_questions_add_up_to_the_change(
    then: list[Answers], now: list[Answers], kind: RoundKind
) -> None:
    for change in compare_rounds(shown(then, TWO, kind), shown(now, TWO, kind)).areas:
        if change.change is not None:
            assert sum(one.contribution for one in change.questions) == pytest.approx(change.change)


@given(PEOPLE, PEOPLE, st.sampled_from(RoundKind))
def test_what_is_called_real_could_be_told_and_is_below_the_limit(
    then: list[Answers], now: list[Answers], kind: RoundKind
) -> None:
    found = compare_rounds(shown(then, TWO, kind), shown(now, TWO, kind))
    for change in (*found.areas, found.overall):
        if change.p is not None:
            assert change.smallest_p is not None
            assert change.tested is not None
            assert change.tested.p <= change.p <= 1
            assert change.smallest_p <= change.p + 1e-12
            assert (change.verdict is Verdict.REAL) is (change.p < 0.05)
            assert (change.verdict is Verdict.UNTELLABLE) is (change.smallest_p >= 0.05)


@given(PEOPLE, st.sampled_from(RoundKind))
def test_the_same_answers_twice_are_never_a_real_change(people: list[Answers], kind: RoundKind) -> None:
    found = compare_rounds(shown(people, TWO, kind), shown(people, TWO, kind))
    for change in (*found.areas, found.overall):
        assert change.verdict is not Verdict.REAL
        assert not change.change


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        (ONE, None),
        (replace(ONE, version=Version(1, 9, 3)), None),
        (replace(ONE, version=Version(2, 0, 0)), Break.VERSION),
        (replace(ONE, id="other"), Break.QUESTIONNAIRE),
        (replace(ONE, levels=ONE.levels[:4]), Break.SCALE),
    ],
)
def test_only_one_major_version_of_one_questionnaire_is_compared(other: Questionnaire, broken: Break | None) -> None:
    assert break_between(ONE, other) is broken
    then, now = shown(levels(2, 3)), shown(levels(3, 3), other)
    trend = trend_of([then, now])
    assert trend.breaks == (broken,)
    assert (last_change(trend) is None) is (broken is not None)
    if broken:
        with pytest.raises(ValueError, match=broken.value):
            compare_rounds(then, now)


def test_a_question_that_a_minor_version_added_is_in_no_number() -> None:
    grown = replace(questionnaire(area("a", [question("q"), question("new")])), version=Version(1, 1, 0))
    found = compare_rounds(shown(levels(2, 2)), shown([{"q": 3, "new": 5}] * 2, grown))
    assert found.areas[0].change == 1


def test_a_round_that_hides_its_answers_is_not_in_the_trend() -> None:
    rounds = [shown(levels(2, 2)), shown(levels(5, 5), state=RoundState.OPEN), shown(levels(3, 3))]
    trend = trend_of(rounds)
    assert (trend.means("a"), trend.means(None), trend.left_out) == ((2, 3), (2, 3), 1)
    assert trend_of([]).areas == ()
    assert last_change(trend_of(rounds[:1])) is None
