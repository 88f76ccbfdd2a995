"""The app of a respondent: their questions, and keys for nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sem.i18n import language
from sem.model.assessment import Answer, RoundKind
from sem.settings import Settings
from sem.tui.respondent_app import RespondentApp, Seat
from sem.tui.screens.finish import FinishDialog, RespondentRunner
from sem.tui.screens.problem import ProblemDialog
from tests.tui.conftest import LARGE, TODAY, Place

ELSEWHERE = {"ctrl+p", "ctrl+q", "f4"}
OWN = {"app.help", "app.switch_language", "app.switch_theme"}


def app_for(place: Place, seat: Seat, told: list[Mapping[str, object]] | None = None) -> RespondentApp:
    return RespondentApp(place.store, seat, settings=Settings(), tell=(told if told is not None else []).append)


def seat_in(place: Place, name: str = "Anouk", *, proved: bool = False) -> Seat:
    team = place.team()
    round_ = place.store.start_round(team.id, place.questionnaire, TODAY, hidden=True)
    return Seat(team.id, round_.id, name, proved=proved)


async def test_no_key_leads_out_of_the_questions(place: Place) -> None:
    app = app_for(place, seat_in(place))
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen_stack[1], RespondentRunner)
        active = {key: one.binding.action for key, one in app.screen_stack[1].active_bindings.items()}
        assert not ELSEWHERE & set(active)
        assert {active[key] for key in ("f1", "f2", "f3")} == OWN
        names = {action.partition("(")[0] for action in active.values() if action.startswith("app.")}
        assert names - OWN == {"app.focus_next", "app.focus_previous"}
    app.close()


async def test_the_help_tells_of_no_key_that_is_not_there(place: Place) -> None:
    app = app_for(place, seat_in(place))
    shown = {action.name for action in app.EVERYWHERE}
    assert shown == {"help", "switch_language", "switch_theme"}


async def test_a_preference_is_told_and_written_nowhere(place: Place) -> None:
    told: list[Mapping[str, object]] = []
    app = app_for(place, seat_in(place), told)
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        before = language()
        await pilot.press("f2", "f3")
        assert language() != before
    app.close()
    assert told == [{"type": "prefer", "language": "nl"}, {"type": "prefer", "theme": "light"}]
    assert not place.settings_file.exists()


@pytest.mark.parametrize("proved", [True, False])
async def test_earlier_answers_are_shown_only_to_who_proved_that_they_are_theirs(place: Place, proved: bool) -> None:
    team = place.team()
    place.answer(place.round(team), "Anouk", [Answer(level=4)])
    round_ = place.store.start_round(team.id, place.questionnaire, TODAY, hidden=True)
    app = app_for(place, Seat(team.id, round_.id, "Anouk", proved=proved))
    async with app.run_test(size=LARGE):
        await app.workers.wait_for_complete()
        runner = app.screen_stack[1]
        assert isinstance(runner, RespondentRunner)
        assert bool(runner.answering.last_time) is proved
    app.close()


async def test_the_end_leads_to_no_results(place: Place) -> None:
    told: list[Mapping[str, object]] = []
    seat = seat_in(place)
    place.answer(place.last_round(place.store.teams()[0]), "Anouk", [3] * len(place.questionnaire.questions))
    app = app_for(place, seat, told)
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        while not isinstance(app.screen, FinishDialog):
            await pilot.press("right")
        await pilot.press("r", "h", "enter")
        await pilot.pause()
    app.close()
    questions = len(place.questionnaire.questions)
    assert told == [{"type": "finished", "answered": questions, "questions": questions}]
    assert app.return_code == 0


@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ANONYMOUS])
async def test_a_round_that_takes_no_more_answers_is_told_before_one_leaves(place: Place, kind: RoundKind) -> None:
    team = place.team()
    round_ = place.store.start_round(team.id, place.questionnaire, TODAY, kind, hidden=True)
    place.store.close_round(round_, TODAY)
    anonymous = kind is RoundKind.ANONYMOUS
    seat = Seat(team.id, round_.id, "" if anonymous else "Anouk", "7KQF-2M9X" if anonymous else "")
    app = app_for(place, seat)
    async with app.run_test(size=LARGE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ProblemDialog)
        await pilot.press("escape")
    app.close()
    assert app.return_code == 1
