"""Where the mean of an area likely lies, and when that can't be told."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.interval import FEWEST_FOR_INTERVAL, NoInterval, Point, point_of
from sem.analysis.student import t_95
from sem.model.assessment import RoundKind, RoundState
from tests.analysis.test_comparison import ONE, TWO, Answers, levels, shown
from tests.factory import DONT_KNOW, NOT_APPLICABLE

LEVELS = st.integers(1, 5)
PEOPLE = st.lists(
    st.fixed_dictionaries({}, optional={"q": LEVELS | st.just(DONT_KNOW), "r": LEVELS, "s": LEVELS}),
    min_size=1,
    max_size=9,
)


def test_with_all_answers_it_is_students_interval_of_peoples_own_means() -> None:
    # Question r weighs three times q: own means 1.75, 2.75, 3, 3.5, 4; standard deviation 0.8477.
    given: list[Answers] = [
        {"q": q, "r": r} for q, r in ((1, 2), (2, 3), (3, 3), (5, 3), (4, 4))
    ]  # fmt: skip
    point = point_of(shown(given, TWO), "a")
    own = [1.75, 2.75, 3.0, 3.5, 4.0]
    margin = 2.776 * stdev(own) / 5**0.5
    assert (point.mean, point.n) == (3.0, 5)
    assert point.interval == pytest.approx((3 - margin, 3 + margin))


def test_by_hand() -> None:
    # Mean 3, variance 2.5, standard error the root of 0.5; t with 4 degrees of freedom 2.776.
    point = point_of(shown(levels(1, 2, 3, 4, 5)), "a")
    assert point.interval == pytest.approx((3 - 2.776 * 0.5**0.5, 3 + 2.776 * 0.5**0.5))


@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ALIAS])
def test_names_and_aliases_are_alike(kind: RoundKind) -> None:
    assert point_of(shown(levels(1, 2, 3, 4, 5), kind=kind), None).interval is not None


@pytest.mark.parametrize("n", range(1, FEWEST_FOR_INTERVAL))
def test_of_few_people_there_is_none(n: int) -> None:
    point = point_of(shown(levels(*[1, 3, 5, 2][:n])), "a")
    assert (point.n, point.interval, point.why_none) == (n, None, NoInterval.TOO_FEW)


def test_where_all_answer_alike_there_is_no_spread_to_take_it_from() -> None:
    assert point_of(shown(levels(3, 3, 3, 3, 3)), "a") == Point(3.0, 5, None, NoInterval.ALIKE)
    anonymous = point_of(shown(levels(3, 3, 3, 3, 3), kind=RoundKind.ANONYMOUS), "a")
    assert anonymous == Point(3.0, 5, None, NoInterval.ALIKE)


def test_what_was_agreed_on_has_none_also_in_the_whole() -> None:
    found = shown([{"q": n, "r": n, "s": n} for n in (1, 2, 3, 4, 5)], TWO, consensus={"q": 4})
    assert point_of(found, "a").why_none is NoInterval.AGREED
    assert point_of(found, None).why_none is NoInterval.AGREED
    assert point_of(found, "b").interval is not None


@pytest.mark.parametrize("answer", [NOT_APPLICABLE, DONT_KNOW])
def test_an_area_without_any_level_has_no_mean_and_the_whole_goes_without_it(answer: Answers) -> None:
    found = shown([{"q": n, "s": answer} for n in (1, 2, 3, 4, 5)], TWO)  # type: ignore[dict-item]
    assert point_of(found, "b") == Point(None, 0, None, NoInterval.NOTHING)
    assert point_of(found, None).interval == point_of(found, "a").interval


def test_where_nothing_applies_there_is_no_point_at_all() -> None:
    found = shown([{"q": NOT_APPLICABLE}] * 5)
    assert point_of(found, None) == Point(None, 0, None, NoInterval.NOTHING)


def test_an_area_that_another_questionnaire_has_is_nothing_here() -> None:
    assert point_of(shown(levels(1, 2, 3, 4, 5)), "elsewhere") == Point(None, 0, None, NoInterval.NOTHING)


def test_a_round_that_hides_its_answers_has_nothing() -> None:
    hidden = shown(levels(1, 2, 3, 4, 5), state=RoundState.OPEN)
    assert point_of(hidden, "a") == Point(None, 0, None, NoInterval.NOTHING, withheld=True)


def test_an_anonymous_round_is_told_by_how_often_each_level_was_chosen() -> None:
    """The standard errors of q and r are the roots of 0.5 and of 0.1; r weighs three times q."""
    given: list[Answers] = [{"q": q, "r": r} for q, r in zip((1, 2, 3, 4, 5), (3, 3, 3, 3, 4), strict=True)]
    point = point_of(shown(given, TWO, RoundKind.ANONYMOUS), "a")
    error = (0.5**0.5 + 3 * 0.04**0.5) / 4
    assert point.interval == pytest.approx((point.mean - 2.776 * error, point.mean + 2.776 * error))


@given(st.permutations([1, 2, 3, 4, 5]))
def test_in_an_anonymous_round_it_stays_the_same_when_people_swap_their_answers(swapped: list[int]) -> None:
    straight = shown([{"q": n, "r": n} for n in range(1, 6)], TWO, RoundKind.ANONYMOUS)
    mixed = shown([{"q": n, "r": m} for n, m in zip(range(1, 6), swapped, strict=True)], TWO, RoundKind.ANONYMOUS)
    assert point_of(straight, "a") == point_of(mixed, "a")
    assert point_of(straight, None) == point_of(mixed, None)


@given(LEVELS)
def test_what_is_not_shown_of_an_anonymous_round_is_in_no_interval(hidden: int) -> None:
    """Four people answered r, so nothing of it may be in any number."""
    four: list[Answers] = [{"q": n, "r": hidden} for n in (1, 2, 3, 4)]
    with_it = point_of(shown([*four, {"q": 5}], TWO, RoundKind.ANONYMOUS), None)
    without = point_of(shown([{"q": n} for n in range(1, 6)], TWO, RoundKind.ANONYMOUS), None)
    assert with_it == without


@given(PEOPLE, st.sampled_from(RoundKind), st.sampled_from(["a", "b", None]))
def test_it_lies_round_the_mean_that_is_shown_and_within_the_scale(
    people: list[Answers], kind: RoundKind, area_id: str | None
) -> None:
    found = shown(people, TWO, kind)
    point = point_of(found, area_id)
    score = found.profile.overall if area_id is None else found.profile.area(area_id).score
    assert point.mean == score.mean
    assert (point.interval is None) == (point.why_none is not None)
    if point.interval is not None:
        low, high = point.interval
        assert score.mean is not None
        assert 1 <= low < high <= 5
        assert low <= score.mean <= high


@given(PEOPLE.filter(lambda people: len(people) >= 5))
def test_it_is_as_wide_as_the_mean_moves_when_each_person_is_left_out(people: list[Answers]) -> None:
    """The jackknife, worked out the long way: by scoring the round again without each person who chose a level."""
    point = point_of(shown(people, TWO), None)
    chose = [at for at, own in enumerate(people) if any(isinstance(level, int) for level in own.values())]
    without = [shown([*people[:at], *people[at + 1 :]], TWO).profile.overall.mean for at in chose]
    if point.interval is None or not 1 < point.interval[0] < point.interval[1] < 5:
        return
    moved = [value for value in without if value is not None]
    n = len(moved)
    error = ((n - 1) / n * sum((value - fmean(moved)) ** 2 for value in moved)) ** 0.5
    assert point.interval[1] - point.interval[0] == pytest.approx(2 * t_95(n - 1) * error)


def test_the_table_of_t_ends_on_the_safe_side() -> None:
    assert (t_95(1), t_95(4), t_95(30), t_95(1000)) == (12.706, 2.776, 2.042, 2.042)
    with pytest.raises(ValueError, match="0 degrees"):
        t_95(0)


def test_content_of_one_question_is_the_same_by_area_and_overall() -> None:
    found = shown(levels(2, 2, 3, 4, 5), ONE)
    assert point_of(found, "a") == point_of(found, None)
