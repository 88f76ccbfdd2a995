"""What people type for days, numbers, estimates and weeks is read, and what is shown to be typed over reads back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.calendar import monday_of
from sem.errors import InvalidError
from sem.i18n import language, set_language
from sem.model.questionnaire import Estimate
from sem.programme.typed import (
    day_text,
    estimate_text,
    number_text,
    read_day,
    read_estimate,
    read_number,
    read_weeks,
    read_whole,
    weeks_text,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBERS = st.integers(0, 4000).map(lambda n: n / 8)
LANGUAGES = st.sampled_from(["nl", "en"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@given(DAYS, LANGUAGES)
def test_a_day_that_is_shown_reads_back(day: date, code: str) -> None:
    set_language("nl" if code == "nl" else "en")
    assert read_day(day_text(day)) == day


@given(NUMBERS, LANGUAGES)
def test_a_number_that_is_shown_reads_back(value: float, code: str) -> None:
    set_language("nl" if code == "nl" else "en")
    assert read_number(number_text(value)) == value


@given(st.lists(NUMBERS, min_size=3, max_size=3).map(sorted), LANGUAGES)
def test_an_estimate_that_is_shown_reads_back(values: list[float], code: str) -> None:
    set_language("nl" if code == "nl" else "en")
    estimate = Estimate(*values)
    assert read_estimate(estimate_text(estimate)) == estimate


@given(st.lists(DAYS, max_size=5), LANGUAGES)
def test_weeks_that_are_shown_read_back_as_the_same_weeks(days: list[date], code: str) -> None:
    set_language("nl" if code == "nl" else "en")
    shown = weeks_text(tuple(days))
    assert {monday_of(day) for day in read_weeks(shown)} == {monday_of(day) for day in days}


def test_a_range_closes_each_week_from_the_first_day_to_the_last() -> None:
    found = read_weeks("2026-12-23..2027-01-08, 2027-05-03")
    assert [monday_of(day) for day in found] == [
        date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 5, 3),
    ]  # fmt: skip


def test_one_number_is_an_estimate_that_is_sure() -> None:
    assert read_estimate("2,5") == Estimate(2.5, 2.5, 2.5)


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (read_day, "31-2-2027"),
        (read_day, "morgen"),
        (read_number, "1_000"),
        (read_number, ""),
        (read_whole, "2.5"),
        (read_whole, "9" * 40),
        (read_estimate, "1/2"),
        (read_weeks, "2027-01-08..2026-12-23"),
        (read_weeks, "2027-01-08..2029-01-08"),
    ],
)
def test_what_can_not_be_read_is_told_with_what_to_write(read: object, typed: str) -> None:
    assert callable(read)
    with pytest.raises(InvalidError) as caught:
        read(typed)
    assert caught.value.advice
    assert len(caught.value.message) < 100
