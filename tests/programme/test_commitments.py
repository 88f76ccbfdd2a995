"""Commitments: what, who and when are all needed, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sem.errors import InvalidError, NotFoundError
from sem.model.programme import Commitment, Programme
from sem.programme.commitments import (
    CommitmentDraft,
    CommitmentState,
    add_commitment,
    commitments_of,
    find_commitment,
    finish_commitment,
    in_order,
    remove_commitment,
)
from tests.programme.box import TODAY

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def with_two() -> Programme:
    first = add_commitment(Programme(), CommitmentDraft("Ring back", "Anouk", TODAY + 3 * WEEK, "r1"), TODAY)
    return add_commitment(first, CommitmentDraft("Ask ten guests", "Bram", TODAY + WEEK, "r2"), TODAY)


def test_a_commitment_is_kept_as_one_clean_line_with_an_id_of_its_own() -> None:
    draft = CommitmentDraft("  Ring\tthree\ncallers \x1b[31mback ", " Anouk ", TODAY, "r1")
    made = add_commitment(with_two(), draft, TODAY).commitments[-1]
    assert made == Commitment("c3", "Ring three callers [31mback", "Anouk", TODAY, None, "r1")


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as caught:
        add_commitment(Programme(), CommitmentDraft(" ", "\u200b", None), TODAY)
    assert [problem.field for problem in caught.value.problems] == ["text", "owner", "by"]


def test_a_day_that_is_over_and_a_text_without_end_are_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        add_commitment(Programme(), CommitmentDraft("W" * 1001, "N" * 81, TODAY - DAY), TODAY)
    said = [problem.message for problem in caught.value.problems]
    assert said[-1] == "21 November 2026 is over."
    assert len(said) == 3


def test_done_has_a_day_that_can_be_taken_back() -> None:
    done = finish_commitment(with_two(), "c1", TODAY, TODAY)
    assert find_commitment(done, "c1").done_on == TODAY
    assert finish_commitment(done, "C1 ", None, TODAY) == with_two()
    with pytest.raises(InvalidError):
        finish_commitment(with_two(), "c1", TODAY + DAY, TODAY)


def test_what_is_to_do_comes_first_by_its_day_and_what_is_late_says_so() -> None:
    done = finish_commitment(with_two(), "c2", TODAY, TODAY)
    assert [one.id for one, _state in in_order(with_two(), TODAY)] == ["c2", "c1"]
    late = TODAY + 4 * WEEK
    assert [(one.id, state) for one, state in in_order(done, late)] == [
        ("c1", CommitmentState.OVERDUE),
        ("c2", CommitmentState.DONE),
    ]


def test_what_is_taken_away_is_gone_and_what_is_unknown_is_told() -> None:
    assert [one.id for one in remove_commitment(with_two(), "1").commitments] == ["c2"]
    with pytest.raises(NotFoundError, match="c1, c2"):
        remove_commitment(with_two(), "c9")
    with pytest.raises(NotFoundError, match="none yet"):
        find_commitment(Programme(), "c1")


def test_a_session_knows_its_own() -> None:
    assert [one.id for one in commitments_of(with_two(), "r2")] == ["c2"]
