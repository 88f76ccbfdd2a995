"""One area of a team over time: what is hidden in a round is told so, wherever the round is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sem.analysis.disclosure import Disclosed
from sem.analysis.trend import trend_of
from sem.analysis.words import interval_words
from sem.model.assessment import Respondent, RoundKind, Team
from sem.reports.area_over_time import area_over_time_lines
from sem.reports.trend_text import point_words, trend_table
from tests.charts.rounds import SCAN, people, shown

TEAM = Team("t", "Team West")
CULTURE = "culture"


def partly_hidden(day: date = date(2026, 11, 21)) -> Disclosed:
    """Return an anonymous round of six people of whom too few answered on culture to show it."""
    silent = [replace(one, respondent=Respondent(f"s{n}", "")) for n, one in enumerate(people(SCAN, 3, skip=[CULTURE]))]
    return shown([*people(SCAN, 3, seed=4), *silent], day=day, kind=RoundKind.ANONYMOUS)


def test_what_is_hidden_in_the_only_round_is_not_told_as_no_score() -> None:
    trend = trend_of([partly_hidden()])
    (point,) = trend.points(CULTURE)
    assert (point.mean, point.withheld) == (None, True)
    assert (interval_words(point), point_words(point)) == ("not shown", "not shown")
    said = "\n".join(area_over_time_lines(TEAM, trend, None, CULTURE, 90))
    assert "There is no score that may be shown." in said
    assert "21 November 2026  not shown" in said
    assert "no score\n" not in said


def test_nor_in_one_round_of_several() -> None:
    trend = trend_of([shown(people(SCAN, 6), day=date(2025, 11, 21)), partly_hidden()])
    said = "\n".join(area_over_time_lines(TEAM, trend, None, CULTURE, 90))
    assert "× not shown" in said
    assert "no score" not in said
    assert any(line.startswith("Culture") and line.endswith("not shown") for line in trend_table(trend, 90, "┊"))


def test_what_nobody_answered_has_no_score() -> None:
    trend = trend_of([shown(people(SCAN, 6, skip=[CULTURE]))])
    assert interval_words(trend.points(CULTURE)[0]) == "no score"
