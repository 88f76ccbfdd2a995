"""Working weeks: across years, in a year of 53 weeks, with clocks put forward, and without closed weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.calendar import Calendar

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
CLOSED = st.lists(st.integers(-30, 30), max_size=20)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),  # a Monday is still a whole week
        (date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 12, 29), date(2027, 1, 4)),  # week 53 of 2026 has begun; the next is week 1
    ],
)
def test_the_first_week_is_the_first_whole_one(today: date, first: date) -> None:
    assert Calendar(today).monday(0) == first


def test_a_year_of_53_weeks_is_counted_like_any_other() -> None:
    calendar = Calendar(date(2026, 12, 21))
    assert [calendar.monday(n).isocalendar()[:2] for n in range(4)] == [(2026, 52), (2026, 53), (2027, 1), (2027, 2)]
    assert calendar.friday(1) == date(2027, 1, 1)


def test_weeks_keep_their_days_when_clocks_are_put_forward() -> None:
    calendar = Calendar(date(2027, 3, 22))
    assert [calendar.monday(n) for n in range(3)] == [date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 5)]


def test_closed_weeks_have_no_number() -> None:
    calendar = Calendar(date(2026, 12, 14), closed=[date(2026, 12, 25), date(2027, 1, 1), date(2026, 12, 2)])
    assert [calendar.monday(n) for n in (-2, -1, 0, 1, 2)] == [
        date(2026, 11, 23),
        date(2026, 12, 7),
        date(2026, 12, 14),
        date(2027, 1, 4),
        date(2027, 1, 11),
    ]
    assert calendar.number(date(2026, 12, 25)) == calendar.number(date(2027, 1, 4)) == 1


@pytest.mark.parametrize(
    ("target", "weeks"),
    [
        (date(2026, 11, 26), 0),  # a Thursday: the week does not end by then
        (date(2026, 11, 27), 1),
        (date(2026, 11, 29), 1),
        (date(2026, 12, 4), 2),
        (date(2027, 1, 8), 5),  # two of the seven weeks are closed
        (date(2026, 11, 20), 0),
        (date(2026, 11, 19), -1),
    ],
)
def test_a_week_counts_for_a_target_if_its_friday_is_in_time(target: date, weeks: int) -> None:
    assert Calendar(date(2026, 11, 23), [date(2026, 12, 21), date(2026, 12, 28)]).weeks_until(target) == weeks


@given(DAYS, CLOSED, st.integers(-100, 100))
def test_numbers_and_weeks_are_each_others_inverse(today: date, closed: list[int], number: int) -> None:
    shut = [today + timedelta(weeks=week) for week in closed]
    calendar = Calendar(today, shut)
    assert calendar.number(calendar.monday(number)) == number
    assert calendar.weeks_until(calendar.friday(number)) == number + 1
    assert calendar.monday(number) < calendar.monday(number + 1)
    assert all(calendar.monday(number) != day - timedelta(days=day.weekday()) for day in shut)
    assert calendar.monday(0) >= today
