"""Places in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.charts.weeks import Scale, Weeks, labelled, monday_of, short_day, ticks
from sem.i18n import set_language

MONDAY = date(2026, 12, 21)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_a_weekend_takes_no_room() -> None:
    weeks = Weeks(MONDAY)
    friday = MONDAY + timedelta(days=4)
    assert weeks.evening(friday) == weeks.morning(friday + timedelta(days=1)) == weeks.morning(friday + timedelta(3))


@given(days, days)
def test_places_are_in_the_order_of_the_days(one: date, other: date) -> None:
    weeks = Weeks(MONDAY)
    first, second = sorted((one, other))
    assert weeks.morning(first) <= weeks.morning(second)
    assert weeks.morning(first) <= weeks.evening(first) <= weeks.morning(first) + 0.2000001


def test_a_year_of_53_weeks_has_a_week_53() -> None:
    found = ticks(Weeks(MONDAY), 4, Scale.WEEKS)
    assert [tick.label for tick in found] == ["52", "53", "1", "2"]


def test_the_first_month_of_a_year_is_called_by_the_year() -> None:
    found = ticks(Weeks(MONDAY), 12, Scale.MONTHS)
    assert [(tick.label, tick.year, tick.before) for tick in found] == [
        ("Dec", False, True),
        ("2027", True, False),
        ("Feb", False, False),
        ("Mar", False, False),
    ]
    assert found[1].at == pytest.approx(1 + 4 / 5)


def test_quarters_and_days_are_said_in_the_language_of_the_user() -> None:
    set_language("nl")
    assert [tick.label for tick in ticks(Weeks(MONDAY), 30, Scale.QUARTERS)] == ["K4", "2027", "K2", "K3"]
    assert short_day(date(2027, 3, 5)) == "5 mrt 2027 (wk 9)"


@given(days, st.integers(1, 400), st.sampled_from(list(Scale)))
def test_ticks_are_in_order_and_in_the_picture(day: date, count: int, scale: Scale) -> None:
    found = ticks(Weeks(monday_of(day)), count, scale)
    places = [tick.at for tick in found]
    assert places == sorted(set(places))
    assert all(0 <= place < count for place in places)


@given(days, st.integers(1, 400), st.sampled_from(list(Scale)), st.integers(10, 200))
def test_labels_that_are_shown_do_not_touch(day: date, count: int, scale: Scale, width: int) -> None:
    found = ticks(Weeks(monday_of(day)), count, scale)
    kept = labelled(found, lambda at: at / count * width, len, width, 1)
    ends = [tick.at / count * width + len(tick.label) for tick in kept]
    assert all(end <= width for end in ends)
    assert all(end + 1 <= tick.at / count * width for end, tick in zip(ends, kept[1:], strict=False))
