"""A team over time: two rounds beside each other, with verdicts that claim no more than the numbers do."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from sem.analysis.comparison import Comparison, Watch, compare_rounds
from sem.analysis.disclosure import Disclosed
from sem.model.assessment import Answer, Round, RoundKind, Team
from sem.model.outcome import Better, Measure, Measurement
from sem.model.questionnaire import Version
from sem.programme.outcomes import MeasurementDraft, record_value
from sem.reports.outcome_changes import OutcomeChange
from sem.settings import Settings
from sem.tui.over_time_rows import outcome_lines
from sem.tui.screens import over_time
from tests.tui.conftest import LARGE, SMALL, Place

SPRING, SUMMER, AUTUMN, TO_COME = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1), date(2027, 3, 1)
HUGE = (200, 60)
UP = [1, 2, 2, 3, 2, 2, 1, 2, 1, 2], [3, 3, 4, 4, 4, 3, 2, 3, 3, 4]
"""Levels of ten people then and now, which in one of twelve areas is more than chance gives."""
OTHERS = [2, 3, 2, 3, 2, 3, 2, 3, 2, 3], [3, 2, 3, 2, 3, 2, 3, 2, 3, 2]
"""The same of areas that are only noise."""


def rated(
    place: Place, team: Team, day: date, first: Sequence[int], others: Sequence[int], *, seen: bool = True
) -> Round:
    """Let people answer the first question with some levels, and all others with other levels."""
    store, questions = place.store, place.questionnaire.questions
    round_ = store.start_round(team.id, place.questionnaire, day, RoundKind.NAMED, hidden=True)
    for n, (level, other) in enumerate(zip(first, others, strict=True)):
        sheet = store.open_sheet(round_, f"Person {n}")
        sheet.save({one.id: Answer(level=other if at else level) for at, one in enumerate(questions)})
        sheet.close()
    return store.reveal_round(round_) if seen else round_


def measured(place: Place, team: Team, *values: tuple[date, float]) -> None:
    for day, value in values:
        draft = MeasurementDraft("Called back", value, day, "%", Better.HIGHER)
        place.store.change_programme(team.id, partial(record_value, draft=draft, today=date(2026, 11, 21)))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A team with a round of an older questionnaire and two that can be compared, and what it measured meanwhile."""
    place = Place(Path(tmp_path_factory.mktemp("story")))
    team = place.team("De Linde [/]")
    rated(place, team, SPRING, [2] * 3, [2] * 3)
    place.questionnaire = replace(place.questionnaire, version=Version(2, 0, 0))
    rated(place, team, SUMMER, UP[0], OTHERS[0])
    rated(place, team, AUTUMN, UP[1], OTHERS[1])
    measured(place, team, (date(2026, 5, 1), 71), (date(2026, 10, 1), 64))
    return place


async def test_each_change_has_a_verdict_in_words_and_the_cursor_opens_what_drove_it(story: Place) -> None:
    async with story.screen() as screen:
        await screen.press("o")
        assert "De Linde [/] Over time · round 2 · 1 Jun 2026 → round 3 · 1 Sep 2026" in screen.words
        assert "the 10 people who answered both times" in screen.words
        row = next(row for row in screen.rows if "Making guests welcome" in row)
        assert row.split()[4:7] == ["1.8", "3.3", "+1.5"]
        assert row.endswith("real")
        assert next(row for row in screen.rows if "Craft" in row).endswith("could be noise")
        assert "Rose: " in screen.words
        await screen.press("enter")
        assert "p 0.0" in screen.window
        assert "effect size +" in screen.window
        assert "1.8 → 3.3" in screen.window
        assert "┊" in screen.window
        await screen.press("escape", "down", "enter")
        assert "no questions are named" in screen.window
        await screen.press("escape", "end", "enter")
        assert "Overall" in screen.window
        await screen.press("escape", "m")
        assert "corrected for looking at 12 areas (Holm)" in screen.window
        assert "the questionnaire asks something else" in screen.window


async def test_on_a_small_screen_table_radar_trend_and_results_take_turns(story: Place) -> None:
    async with story.screen() as screen:
        await screen.press("o", "tab")
        assert "●── round 3 · 1 September 2026 ○╌╌ round 2 · 1 June 2026" in screen.words
        await screen.press("tab")
        assert "┊" in screen.text
        assert "1 Sep 2026" in screen.text
        await screen.press("tab")
        assert "Called back (%) 71 (1 May 2026) → 64 (1 Oct 2026) −7, worse" in screen.words
        assert "does not show that one caused the other" in screen.words
        await screen.press("tab")
        assert next(row for row in screen.rows if "Making guests welcome" in row).endswith("real")


@pytest.mark.parametrize(("width", "dated"), [(60, False), (100, True)])
def test_what_was_measured_stands_below_each_other_with_all_days_or_none(width: int, dated: bool) -> None:
    then, now = Measurement(SPRING, 7.25), Measurement(AUTUMN, 12)
    changes = [
        OutcomeChange(Measure("a", "Complaints about late parcels", "a month"), None, now),
        OutcomeChange(Measure("b", "Calls", "a week"), then, now),
        OutcomeChange(Measure("c", "Calls " * 20, "a week"), then, now) if width == 60 else
        OutcomeChange(Measure("c", "Waiting", "minutes"), then, replace(now, value=7)),
    ]  # fmt: skip
    _heading, *rows = [line.plain for line in outcome_lines(changes, width)][:4]
    assert len({row.index(value) for row, value in zip(rows, ("— →", "7.25", "7.25"), strict=True)}) == 1
    assert all(len(row) <= width for row in rows)
    assert ["1 Sep 2026" in row for row in rows] == [dated] * 3


async def test_what_is_on_the_screen_is_written_to_files(story: Place) -> None:
    folder = Path.cwd() / "exports"
    async with story.screen() as screen:
        await screen.press("o", "x")
        assert "Export the changes as" in screen.window
        await screen.press("down", "enter")
        assert [path.name for path in folder.iterdir()] == ["de-linde-2026-09-01-changes-en.svg"]
        assert "de-linde-2026-09-01-changes-en.svg" in screen.notices[-1]
        await screen.press("tab", "x")
        assert "Export the radar of both rounds as" in screen.window
        await screen.press("escape", "left", "x")
        assert "Export" not in screen.rows[-1], "no round to lay the radar over"
        await screen.press("tab", "x")
        assert "Export the trend as" in screen.window
        await screen.press("escape", "right", "tab", "x")
        assert not screen.app.screen.query("#window"), "nothing is drawn of the results"
        await screen.pilot.resize_terminal(*HUGE)
        await screen.press("x")
        assert "Export what is on the screen as" in screen.window


@pytest.mark.parametrize("size", [LARGE, pytest.param(HUGE, marks=pytest.mark.long)])
async def test_on_a_large_screen_all_is_there_at_once(story: Place, size: tuple[int, int]) -> None:
    async with story.screen(size=size) as screen:
        await screen.press("o")
        for words in ("real", "●── round 3", "other questions from here on", "71 (1 May 2026) → 64", "p ", "? Help"):
            assert words in screen.words, words
        assert "Next picture" not in screen.text
        assert "Make the window larger" not in screen.words


async def test_either_round_is_chosen_by_keys_and_a_break_is_told(story: Place) -> None:
    async with story.screen() as screen:
        await screen.press("o", "left")
        assert "Over time · round 2 · 1 June 2026" in screen.words
        assert "asks something else: Guest scan 2.0.0 instead of Guest scan 1" in screen.words
        assert "could be noise" not in screen.text
        await screen.press("left")
        assert "there is none before it" in screen.words
        await screen.press("left", "right", "right")
        assert "round 2 · 1 Jun 2026 → round 3" in screen.words
        await screen.press("r", "left", "enter")
        assert "do not ask the same" in screen.window
        await screen.press("right", "enter")
        assert "round 2 · 1 Jun 2026 → round 3" in screen.words


async def test_the_earlier_round_goes_back_as_far_as_there_is_one(place: Place) -> None:
    team = place.team()
    for n, day in enumerate((SPRING, SUMMER, AUTUMN, TO_COME), 1):
        rated(place, team, day, [n], [n])
    async with place.screen() as screen:
        await screen.press("o")
        assert "round 3 · 1 September 2026 → round 4 · 1 March 2027" in screen.words
        assert "cannot be told, n = 1" in screen.text
        assert "The day of the round of 1 March 2027 is still to come" in screen.words
        await screen.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
        assert "round 1 · 1 March 2026 → round 4" in screen.words
        await screen.press("right_square_bracket")
        assert "round 2 · 1 June 2026 → round 4" in screen.words
        await screen.press("escape", "r", "left_square_bracket", "o")
        assert "round 2 · 1 June 2026 → round 3 · 1 September 2026" in screen.words


async def test_one_round_hidden_rounds_and_no_round_are_told_in_words(place: Place) -> None:
    rated(place, place.team("A one"), SPRING, [3], [3])
    rated(place, place.team("B hidden"), SPRING, [5], [5], seen=False)
    place.team("C none")
    async with place.screen() as screen:
        await screen.press("o")
        assert "It takes two rounds with scores to see a change; there is one." in screen.words
        assert next(row for row in screen.rows if "Craft" in row).split()[-3:] == ["3.0", "few", "1"]
        await screen.press("tab", "tab", "enter", "pagedown")
        await screen.until_shown("With fewer than 5 people nothing can be told")
        await screen.press("escape", "escape", "down", "o")
        assert "1 round is left out" in screen.words
        assert "5.0" not in screen.text
        await screen.press("enter", "tab", "r", "left", "m", "escape", "down", "o")
        assert "No round yet" in screen.words


async def test_a_comparison_that_takes_long_tells_how_far_it_is_and_holds_nobody_up(
    story: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def slowly(before: Disclosed, after: Disclosed, watch: Watch) -> Comparison:
        watch(4, 13)
        go_on.wait(20)
        try:
            return compare_rounds(before, after, watch)
        finally:
            ended.set()

    monkeypatch.setattr(over_time, "compare_rounds", slowly)
    async with story.screen() as screen:
        await screen._send("o", "o")
        await screen.until_shown("Comparing: 4 of 13…")
        await screen.until_shown("is being counted")
        await screen._send("tab", None)
        await screen.until_shown("●── round 3")
        await screen._send("left", None)
        await screen.until_shown("asks something else")
        go_on.set()
        await screen.settle()
        assert ended.wait(20)
        assert "Comparing" not in screen.text
        await screen.press("right")
        assert "●── round 3" in screen.words


async def test_what_is_measured_can_be_written_down_from_here(place: Place) -> None:
    team = place.team()
    rated(place, team, SPRING, [2], [2])
    rated(place, team, AUTUMN, [3], [3])
    async with place.screen(size=LARGE) as screen:
        await screen.press("o")
        assert "What you measured" not in screen.text
        await screen.press("u")
        measured(place, team, (SPRING, 71), (AUTUMN, 80))
        await screen.press("escape")
        assert "Called back (%) 71 (1 Mar 2026) → 80 (1 Sep 2026) +9, better" in screen.words


async def test_in_dutch_nothing_is_english(story: Place) -> None:
    async with story.screen(size=SMALL, settings=Settings(respondent="Anouk", language="nl")) as screen:
        await screen.press("f2", "o")
        assert "kan toeval zijn" in screen.text
        await screen.press("tab", "tab", "tab")
        assert "Wat je aan resultaten hebt gemeten" in screen.text
        for english in ("Over time", "noise", "likely", "measured", "Then", "Rounds", "round "):
            assert english not in screen.text
