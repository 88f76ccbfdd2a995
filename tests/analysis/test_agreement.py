"""Agreement between respondents: hand-checked vectors, and properties that must hold for any answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.agreement import agreement, variance

LEVELS = st.lists(st.integers(1, 5), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("levels", "r_wg", "a_wg", "valid"),
    [
        ([2, 3, 3, 4, 3], 0.75, 0.8, True),
        ([1, 1, 5, 5, 3], -1.0, -0.6, True),
        ([1, 5, 1, 5], -1.6667, -1.0, True),
        ([5, 5, 5, 5, 4], 0.9, 0.5789, False),  # the mean is too near the end of the scale to read a_wg
        ([3, 3, 3, 3], 1.0, 1.0, True),
        ([5, 5, 5, 5], 1.0, 1.0, False),
        ([3, 3, 3], 1.0, 1.0, False),  # three respondents are too few for a_wg on five levels
    ],
)
def test_hand_checked_vectors(levels: list[int], r_wg: float, a_wg: float, valid: bool) -> None:
    result = agreement(levels)
    assert result is not None
    assert result.r_wg == pytest.approx(r_wg, abs=1e-4)
    assert result.a_wg == pytest.approx(a_wg, abs=1e-4)
    assert result.a_wg_valid is valid


@pytest.mark.parametrize("levels", [[], [4]])
def test_one_answer_cannot_agree_with_itself(levels: list[int]) -> None:
    assert agreement(levels) is None


@given(LEVELS)
def test_variance_equals_an_independent_implementation(levels: list[int]) -> None:
    assert variance(levels) == pytest.approx(float(np.var(levels, ddof=1)))


@given(LEVELS, st.randoms())
def test_the_order_of_respondents_does_not_matter(levels: list[int], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(levels)
    random.shuffle(shuffled)
    first, second = agreement(levels), agreement(shuffled)
    assert first is not None
    assert second is not None
    assert first.r_wg == pytest.approx(second.r_wg)
    assert first.a_wg == pytest.approx(second.a_wg)


@given(LEVELS)
def test_turning_the_scale_round_keeps_the_agreement(levels: list[int]) -> None:
    first, mirrored = agreement(levels), agreement([6 - level for level in levels])
    assert first is not None
    assert mirrored is not None
    assert first.r_wg == pytest.approx(mirrored.r_wg)
    assert first.a_wg == pytest.approx(mirrored.a_wg)
    assert first.a_wg_valid == mirrored.a_wg_valid


@given(LEVELS)
def test_full_agreement_and_only_that_is_one(levels: list[int]) -> None:
    result = agreement(levels)
    assert result is not None
    assert (result.r_wg == pytest.approx(1)) == (len(set(levels)) == 1)
    assert -1 - 1e-9 <= result.a_wg <= 1
