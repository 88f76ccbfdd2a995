"""The rounds of a team in a row: their order, where the line is cut, and what goes with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sem.analysis.comparison import Break
from sem.analysis.disclosure import Disclosed
from sem.analysis.interval import NoInterval
from sem.analysis.trend import last_change, trend_of
from sem.model.questionnaire import Questionnaire, Version
from tests.analysis.test_comparison import ONE, TWO, levels, shown
from tests.factory import NOT_APPLICABLE

TWO_POINT_OH = replace(ONE, version=Version(2, 0, 0))
OTHER = replace(ONE, id="other")


def on(day: date, level: int, content: Questionnaire = ONE, id_: str = "") -> Disclosed:
    """Return a round of that day in which six people chose one level."""
    found = shown([{question.id: level for question in content.questions}] * 6, content)
    return replace(found, round=replace(found.round, opened=day, id=id_ or day.isoformat()))


SPRING, SUMMER, AUTUMN, FAR = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1), date(2999, 1, 1)


def test_rounds_come_by_their_day_whatever_order_they_were_brought_in() -> None:
    trend = trend_of([on(AUTUMN, 4), on(SPRING, 2), on(SUMMER, 3)])
    assert trend.means("a") == (2, 3, 4)
    found = last_change(trend)
    assert found is not None
    assert (found.before.round.opened, found.after.round.opened) == (SUMMER, AUTUMN)


@pytest.mark.parametrize("ids", [("x", "y"), ("y", "x")])
def test_two_rounds_of_one_day_stay_in_the_order_they_come_in(ids: tuple[str, str]) -> None:
    trend = trend_of([on(AUTUMN, 4), on(SPRING, 2, id_=ids[0]), on(SPRING, 3, id_=ids[1])])
    assert [shown.round.id for shown in trend.rounds[:2]] == [*ids]
    assert trend.means("a") == (2, 3, 4)


def test_a_day_in_the_future_is_a_day_like_any_other() -> None:
    assert trend_of([on(FAR, 4), on(SPRING, 2)]).means(None) == (2, 4)


def test_a_round_in_which_nothing_applies_is_left_out() -> None:
    nothing = shown([{"q": NOT_APPLICABLE}] * 6)
    trend = trend_of([on(SPRING, 2), replace(nothing, round=replace(nothing.round, opened=SUMMER)), on(AUTUMN, 3)])
    assert (trend.means(None), trend.left_out, trend.breaks) == ((2, 3), 1, (None,))


def test_one_respondent_has_a_place_in_the_trend_without_an_interval() -> None:
    trend = trend_of([shown(levels(3))])
    (point,) = trend.points("a")
    assert (point.mean, point.n, point.why_none) == (3, 1, NoInterval.TOO_FEW)
    assert (trend.stretches, last_change(trend)) == ((range(1),), None)


def test_the_line_is_cut_where_the_questionnaire_asks_something_else() -> None:
    trend = trend_of([on(SPRING, 2), on(SUMMER, 3), on(AUTUMN, 4, TWO_POINT_OH), on(FAR, 5, TWO_POINT_OH)])
    assert trend.breaks == (None, Break.VERSION, None)
    assert trend.stretches == (range(2), range(2, 4))
    assert trend_of([]).stretches == ()


def test_the_last_round_is_compared_with_the_newest_one_before_it_that_asks_the_same() -> None:
    """A team may use a short and a long questionnaire in turn."""
    trend = trend_of([on(SPRING, 2), on(SUMMER, 4, OTHER), on(AUTUMN, 3)])
    assert (trend.comparable(0), trend.comparable(1), trend.comparable(2)) == ((), (), (0,))
    found = last_change(trend)
    assert found is not None
    assert (found.before.round.opened, found.overall.change) == (SPRING, 1)


def test_every_area_of_the_newest_questionnaire_has_a_point_for_each_round() -> None:
    trend = trend_of([on(SPRING, 2), on(SUMMER, 3, TWO)])
    assert [point.mean for point in trend.points("b")] == [None, 3]
    assert [point.mean for point in trend.points(None)] == [2, 3]
