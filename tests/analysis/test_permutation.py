"""Exact permutation tests, against hand tables and frozen results of another implementation."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.permutation import (
    DRAWS,
    Outcome,
    group_test,
    holm,
    pair_test,
    smallest_paired_p,
    smallest_unpaired_p,
    together,
)

CHANGES = st.lists(st.fractions(-4, 4, max_denominator=6), min_size=1, max_size=8)
LEVELS = st.lists(st.integers(1, 5), min_size=1, max_size=5)


def exact(*changes: float) -> list[Fraction]:
    return [Fraction(change) for change in changes]


@pytest.mark.parametrize(
    ("n", "p"), [(1, 1), (2, 0.5), (3, 0.25), (4, 0.125), (5, 0.0625), (6, 0.03125), (7, 0.015625), (8, 0.0078125)]
)
def test_the_smallest_p_of_pairs_is_that_of_the_hand_table_and_is_reached_when_all_rise(n: int, p: float) -> None:
    assert smallest_paired_p(n) == p
    assert pair_test(exact(*range(1, n + 1))).tested.p == p


@pytest.mark.parametrize(("n", "p"), [(3, 2 / 20), (4, 2 / 70), (5, 2 / 252)])
def test_the_smallest_p_of_groups_is_that_of_the_hand_table_and_is_reached_when_none_overlaps(n: int, p: float) -> None:
    assert smallest_unpaired_p(n, n) == pytest.approx(p)
    assert group_test([2] * n, [4] * n).p == pytest.approx(p)


# scipy.stats.permutation_test of scipy 1.17.1 with n_resamples=inf: two-sided, greater, less.
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ((1, 1, 0, -1, 2, 1), (0.3125, 0.15625, 0.96875)),
        ((0.5, 1.5, 1, 0, -0.5, 2, 1), (0.09375, 0.046875, 0.984375)),
        ((0, 0, 1, 1, 1, 1, 1, 2), (0.03125, 0.015625, 1.0)),
        ((-1, -2, -1, 0, -1, 1, -2, -1, -1), (0.0546875, 0.99609375, 0.02734375)),
        ((1, 1, 1, 1, 0), (0.125, 0.0625, 1.0)),
    ],
)
def test_pairs_agree_with_scipy(changes: tuple[float, ...], found: tuple[float, float, float]) -> None:
    tested = pair_test(exact(*changes)).tested
    assert (tested.p, tested.up, tested.down) == found
    assert tested.draws is None


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([2, 2, 3, 3], [3, 4, 4, 5], (0.08571428571428572, 0.04285714285714286, 1.0)),
        ([1, 2, 2, 3, 3], [3, 3, 4, 4, 5], (0.047619047619047616, 0.023809523809523808, 1.0)),
        ([1, 1, 2, 5, 3, 3], [2, 2, 4, 4, 5], (0.42424242424242425, 0.21212121212121213, 0.8874458874458875)),
        ([3, 3, 2, 4, 5, 5, 1], [3, 2, 2, 3, 4], (0.6767676767676768, 0.8080808080808081, 0.3383838383838384)),
    ],
)
def test_groups_agree_with_scipy(before: list[int], after: list[int], found: tuple[float, float, float]) -> None:
    tested = group_test(before, after)
    assert (tested.p, tested.up, tested.down) == pytest.approx(found)


@given(CHANGES)
def test_pairs_count_every_way_to_flip_the_signs(changes: list[Fraction]) -> None:
    sums = [sum(s * c for s, c in zip(signs, changes, strict=True)) for signs in product((1, -1), repeat=len(changes))]
    tested = pair_test(changes).tested
    assert tested.up == sum(one >= sum(changes) for one in sums) / len(sums)
    assert tested.down == sum(one <= sum(changes) for one in sums) / len(sums)


@given(CHANGES)
def test_pairs_turned_round_give_the_same_p(changes: list[Fraction]) -> None:
    there, back = pair_test(changes), pair_test([-change for change in changes])
    assert there.tested.p == back.tested.p
    if there.interval and back.interval:
        assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))
    assert (there.interval is None) is (back.interval is None)


@given(LEVELS, LEVELS)
def test_groups_count_every_way_to_deal_the_levels(before: list[int], after: list[int]) -> None:
    sums = [sum(dealt) for dealt in combinations(before + after, len(after))]
    tested = group_test(before, after)
    assert tested.up == pytest.approx(sum(one >= sum(after) for one in sums) / len(sums))
    assert tested.p >= smallest_unpaired_p(len(before), len(after)) - 1e-12


@given(st.lists(st.integers(1, 5), min_size=20, max_size=60), st.lists(st.integers(1, 5), min_size=20, max_size=60))
def test_large_groups_that_change_places_change_sides(before: list[int], after: list[int]) -> None:
    there, back = group_test(before, after), group_test(after, before)
    assert (there.up, there.down) == pytest.approx((back.down, back.up))
    assert there.up + there.down >= 1


def test_a_hundred_people_who_all_rose_a_level_have_the_smallest_p() -> None:
    tested = group_test([2] * 100, [3] * 100)
    assert tested.p == pytest.approx(smallest_unpaired_p(100, 100))


@given(st.lists(st.fractions(-4, 4, max_denominator=3), min_size=6, max_size=9))
def test_the_interval_leaves_out_no_change_exactly_where_p_is_small(changes: list[Fraction]) -> None:
    found = pair_test(changes)
    if found.interval is not None:
        low, high = found.interval
        assert low <= high
        assert (low > 0 or high < 0) is (found.tested.p <= 0.05)


def test_five_pairs_give_no_interval_and_six_give_the_least_and_the_most() -> None:
    assert pair_test(exact(1, 2, 0, 1, 3)).interval is None
    assert pair_test(exact(1, 2, 0, 1, 3, 1)).interval == (0, 3)


def test_equal_changes_give_no_interval() -> None:
    assert pair_test(exact(*[1] * 8)).interval is None


def test_many_pairs_are_drawn_each_time_alike_and_come_near_the_exact_p() -> None:
    changes = exact(*[1, -1, 1, 0, 1, 1, -1] * 3, 1)
    first, again = pair_test(changes), pair_test(changes)
    assert first == again
    assert first.tested.draws == DRAWS
    # 13 of 19 signs are positive: the binomial tail of 13 or more of 19.
    assert first.tested.up == pytest.approx(sum(comb(19, k) for k in range(13, 20)) / 2**19, abs=0.01)
    assert pair_test(exact(*[1] * 40)).tested.p > 0


def test_nothing_to_test_is_refused() -> None:
    with pytest.raises(ValueError, match="no changes"):
        pair_test([])
    with pytest.raises(ValueError, match="empty group"):
        group_test([], [3])
    with pytest.raises(ValueError, match="no tests"):
        together([])


def test_holm_is_that_of_the_hand_table() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.9, 0.6]) == (1.0, 1.0)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_makes_p_smaller_nor_changes_the_order(ps: list[float]) -> None:
    corrected = holm(ps)
    assert all(p <= c <= 1 for p, c in zip(ps, corrected, strict=True))
    order = sorted(range(len(ps)), key=ps.__getitem__)
    assert [corrected[at] for at in order] == sorted(corrected)


def test_one_question_stands_for_itself_and_several_count_twice_their_mean() -> None:
    one, other = Outcome(0.02, 0.01, 1.0), Outcome(0.06, 0.03, 0.99)
    assert together([one]) is one
    both = together([one, other])
    assert (both.p, both.up, both.down) == pytest.approx((0.08, 0.04, 1.0))


def test_a_rise_does_not_go_with_a_fall() -> None:
    assert together([Outcome(0.01, 0.005, 1.0), Outcome(0.01, 1.0, 0.005)]).p == 1
