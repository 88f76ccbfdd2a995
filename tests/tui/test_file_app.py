"""Answering in a file on the screens: the questions, and nothing that makes the answers go astray."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sem.model.assessment import RoundKind, RoundState
from sem.settings import Settings, read_settings
from sem.store import Store
from sem.tui.file_app import FileApp
from sem.tui.respondent_app import Seat
from sem.tui.screens.briefing import BriefingDialog
from sem.tui.screens.finish import FinishDialog, RespondentRunner
from tests.tui.conftest import LARGE, TODAY, Place


def app_for(place: Place, seat: Seat, settings: Path) -> FileApp:
    def opened(_warn: Callable[[str], object]) -> Store:
        return place.store

    return FileApp(opened, seat, settings=Settings(), settings_file=settings)


def seat_in(place: Place, kind: RoundKind = RoundKind.NAMED) -> Seat:
    team = place.team()
    round_ = place.store.start_round(
        team.id, place.questionnaire, TODAY, kind, hidden=True, expected=5 if kind is RoundKind.ANONYMOUS else None
    )
    return Seat(team.id, round_.id, "" if kind is RoundKind.ANONYMOUS else "Anouk", proved=True)


async def test_the_end_of_the_questions_is_the_end_and_the_round_stays_open(place: Place, tmp_path: Path) -> None:
    seat = seat_in(place)
    app = app_for(place, seat, tmp_path / "settings.toml")
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, BriefingDialog)
        await pilot.press("enter", *["3"] * len(place.questionnaire.questions))
        await pilot.pause()
        assert isinstance(app.screen, FinishDialog)
        await pilot.press("v", "enter")
        await pilot.pause()
    assert app.last_words() == ""
    (round_,) = place.store.rounds(seat.team)
    assert round_.state is RoundState.OPEN
    (response,) = place.store.responses(round_)
    assert len(response.answers) == len(place.questionnaire.questions)


async def test_one_may_leave_at_any_moment_and_every_answer_is_kept(place: Place, tmp_path: Path) -> None:
    seat = seat_in(place)
    app = app_for(place, seat, tmp_path / "settings.toml")
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter", "4", "ctrl+q")
        await pilot.pause()
    assert app.return_code == 0
    assert app.last_words() == ""
    (response,) = place.store.responses(place.store.rounds(seat.team)[0])
    assert len(response.answers) == 1


async def test_in_an_anonymous_round_the_code_is_told_once(place: Place, tmp_path: Path) -> None:
    app = app_for(place, seat_in(place, RoundKind.ANONYMOUS), tmp_path / "settings.toml")
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, BriefingDialog)
        runner = app.screen_stack[1]
        assert isinstance(runner, RespondentRunner)
        assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", runner.answering.code)
    app.last_words()


async def test_ones_own_preferences_are_kept(place: Place, tmp_path: Path) -> None:
    app = app_for(place, seat_in(place), tmp_path / "settings.toml")
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("f3")
    app.last_words()
    assert read_settings(tmp_path / "settings.toml").theme == "light"
