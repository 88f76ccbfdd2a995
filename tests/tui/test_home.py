"""The home screen: from nothing to a first answer in three keys, and every team told at a glance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sem.i18n import language
from sem.model.assessment import Answer
from sem.settings import Settings
from tests.tui.conftest import LARGE, SMALL, Place, corners, same_as_frame


async def test_a_newcomer_gives_a_first_answer_in_three_keys(place: Place) -> None:
    async with place.screen() as screen:
        assert "Welcome to sem" in screen.text
        await screen.press("enter", "enter", "4")
        assert "question 2 of 12" in screen.text
    team = place.store.teams()[0]
    assert team.name == "Our team"
    response = place.store.responses(place.store.rounds(team.id)[0])[0]
    assert [answer.level for answer in response.answers.values()] == [4]


async def test_the_first_team_can_get_its_own_name(place: Place) -> None:
    async with place.screen() as screen:
        await screen.press("enter")
        await screen.type("De Linde")
        await screen.press("enter")
        assert "question 1 of 12" in screen.text
    assert [team.name for team in place.store.teams()] == ["De Linde"]


async def test_a_team_is_told_with_its_round_progress_mean_n_and_coverage(place: Place) -> None:
    place.answer(place.round(place.team(), date(2026, 10, 3)), "Anouk", [3, 4, 2, Answer(dont_know=True)])
    async with place.screen() as screen:
        row = " ".join(screen.text.split())
        assert "De Linde Guest scan · 3 Oct 2026" in row
        assert "3.0 n = 1, coverage 25%" in row
        assert "4 of 12 filled in" in row


async def test_enter_goes_on_with_my_open_round_at_once(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3, 4])
    async with place.screen() as screen:
        await screen.press("enter")
        assert "question 3 of 12" in screen.text


async def test_enter_asks_how_to_start_and_enter_again_takes_the_defaults(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("enter")
        assert "Assess De Linde" in screen.text
        assert "Quick scan" in screen.text
        assert "Anouk" in screen.text
        assert "a new one" in screen.text
        await screen.press("enter")
        assert "question 1 of 12" in screen.text
        await screen.press("3")
    assert place.store.rounds(place.store.teams()[0].id)[0].questionnaire.id == "quick-scan"


async def test_only_looking_at_the_questions_leaves_nothing_behind(place: Place) -> None:
    team = place.team()
    async with place.screen() as screen:
        await screen.press("enter", "enter", "right", "left", "escape")
        assert "no round yet" in screen.text
    assert place.store.rounds(team.id) == ()


async def test_enter_shows_the_results_of_a_complete_round(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3] * 12)
    async with place.screen() as screen:
        assert "complete" in screen.text
        await screen.press("enter")
        assert "strongest" not in screen.text
        assert "mean 3.0" in screen.words
        assert "gap-free level 3 Designed" in screen.words


async def test_another_person_joins_the_open_round_or_starts_a_new_one(place: Place) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", [3] * 12)
    async with place.screen(settings=Settings(respondent="Bram")) as screen:
        await screen.press("a")
        assert "the round of 3 October: 0 of 12 filled in" in screen.text
        await screen.press("enter", "5", "escape")
        await screen.press("a", "down", "right")
        assert "a new one" in screen.text
        await screen.press("enter")
        assert "The round of 3 October is not ready yet (13 of 24 filled in)." in screen.words
        await screen.press("n", "enter", "y", "1")
        assert "question 2 of 12" in screen.text
    assert [len(place.store.responses(round_)) for round_ in place.store.rounds(team.id)] == [2, 1]


async def test_someone_who_has_finished_is_offered_a_new_round(place: Place) -> None:
    place.answer(place.round(place.team(), date(2026, 10, 3)), "Anouk", [3] * 12)
    async with place.screen() as screen:
        await screen.press("a")
        assert "a new one" in screen.text


async def test_a_name_that_does_not_hold_is_told_and_stays_to_be_mended(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("n")
        await screen.type("de linde")
        await screen.press("enter")
        assert "There is already a team called" in screen.words
        assert "de linde" in screen.text
        await screen.type(" 2")
        await screen.press("enter")
    assert [team.name for team in place.store.teams()] == ["De Linde", "de linde 2"]


async def test_a_team_gets_another_name(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("e")
        await screen.type("Het Anker")
        await screen.press("enter")
        assert "Het Anker" in screen.text
        assert "De Linde" not in screen.text


async def test_the_tags_of_a_team_are_changed_in_one_line(place: Place) -> None:
    team = place.store.add_team("[/] Linde", ("north, west", "pilot"))
    async with place.screen() as screen:
        await screen.press("t")
        assert "Tags of [/] Linde" in screen.window
        assert "north, west, pilot" in screen.window
        await screen.type(",  New, ")
        await screen.press("enter")
        assert place.store.find_team(team.id).tags == ("north, west", "pilot", "New")
        await screen.press("t", *["backspace"] * 30)
        await screen.type("x" * 300)
        await screen.press("enter")
        assert "too long" in screen.window
        await screen.press("ctrl+u")
        await screen.press("enter")
    assert place.store.find_team(team.id).tags == ()


async def test_removing_a_team_asks_first_and_tells_where_the_backup_is(place: Place) -> None:
    place.team()
    async with place.screen(size=LARGE) as screen:
        await screen.press("delete")
        assert "Remove De Linde?" in screen.text
        await screen.press("enter")
        await screen.press("n")
        assert [team.name for team in place.store.teams()] == ["De Linde"]
        await screen.press("delete", "y")
        assert "backup" in screen.notices[-1]
        assert "Welcome to sem" in screen.text
    assert place.store.teams() == ()
    assert any(path.suffix == ".zip" for path in place.folder.rglob("*"))


async def test_a_click_on_a_team_opens_it(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3, 4])
    async with place.screen() as screen:
        y = next(y for y, row in enumerate(screen.rows) if "De Linde" in row)
        await screen.pilot.click(offset=(10, y))
        await screen.until_shown("question 3 of 12")


async def test_the_keys_at_the_bottom_can_be_clicked(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        x = screen.rows[-1].index("New team")
        await screen.pilot.click(offset=(x, 23))
        await screen.until_shown("Name of the new team")


def _damage(folder: Path, pattern: str) -> None:
    files = [file for file in folder.rglob(pattern) if file.is_file()]
    assert files
    for file in files:
        file.write_bytes(b"nonsense")


async def test_a_workspace_that_cannot_be_read_is_a_message_and_not_an_empty_list(place: Place) -> None:
    place.team()
    _damage(place.folder / "workspace", "workspace*")
    async with place.screen() as screen:
        assert "The teams can't be read" in screen.text
        assert "Welcome" not in screen.text


async def test_a_round_that_cannot_be_read_is_told_on_its_team_and_the_others_stay(place: Place) -> None:
    place.answer(place.round(place.team("Alpha")), "Anouk", [3])
    place.answer(place.round(place.team("Beta")), "Anouk", [4])
    round_folder = next(folder for folder in (place.folder / "workspace").rglob("rounds") if "alpha" in str(folder))
    _damage(round_folder, "*.json")
    async with place.screen(size=LARGE) as screen:
        assert "Beta" in screen.text
        assert "4.0" in screen.text
        assert "damaged" in screen.text or "can't be read" in screen.text
        await screen.press("r")
        assert "damaged" in screen.words or "can't be read" in screen.words


@pytest.mark.usefixtures("each_language")
@corners(SMALL, LARGE)
async def test_frames(place: Place, size: tuple[int, int]) -> None:
    async with place.screen(size=size) as screen:
        same_as_frame("welcome", screen)
    place.answer(place.round(place.team(), date(2026, 10, 3)), "Anouk", [3, 4, 2, 5, 1, 3, 4, 2, 3, 2, 4, 5])
    other = place.round(place.team("Het Anker"))
    place.answer(other, "Anouk", [2, 3, 2, 1])
    place.answer(other, "Bram", [4, 3, 3, 1, 5, 5])
    place.team("Zilt")
    async with place.screen(size=size) as screen:
        same_as_frame("home", screen)
        await screen.press("a")
        same_as_frame("start", screen)
        await screen.press("escape", "question_mark")
        same_as_frame("help", screen)


async def test_enter_never_goes_on_in_a_colleagues_place(place: Place) -> None:
    round_ = place.round(place.team())
    place.answer(round_, "Anouk", [3, 4])
    place.answer(round_, "Bram", [3])
    async with place.screen() as screen:
        await screen.press("enter")
        assert "Assess De Linde" in screen.window
        assert "Anouk" in screen.window
        await screen.press("enter")
        assert "You go on as Anouk, 2 of 12 filled in" in screen.text


async def test_the_name_last_answered_under_is_remembered(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("enter")
        await screen.type("Bram")
        await screen.press("enter")
        assert "De Linde · Bram" in screen.text
    assert place.saved_settings().respondent == "Bram"


async def test_every_open_round_is_offered(place: Place) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [3, 4])
    place.answer(place.round(team, date(2026, 10, 3)), "Bram", [5])
    async with place.screen() as screen:
        await screen.press("enter")
        assert "the round of 1 May: 2 of 12 filled in" in screen.window
        await screen.press("down", "left")
        assert "the round of 3 October: 0 of 12 filled in" in screen.window
        await screen.press("right", "enter")
        assert "question 3 of 12" in screen.text
        await screen.press("5")
    first, second = place.store.rounds(team.id)
    assert [len(r.answers) for r in place.store.responses(first)] == [3]
    assert [r.respondent.name for r in place.store.responses(second)] == ["Bram"]


async def test_enter_says_what_it_does_for_the_team_pointed_at(place: Place) -> None:
    place.answer(place.round(place.team("Alpha")), "Anouk", [3])
    place.answer(place.round(place.team("Beta")), "Anouk", [3] * 12)
    place.team("Gamma")
    async with place.screen(size=LARGE) as screen:
        assert "Enter Continue" in screen.rows[-1]
        await screen.press("down")
        assert "Enter Results" in screen.rows[-1]
        await screen.press("down")
        assert "Enter Begin" in screen.rows[-1]
        assert "No round yet." in screen.text
        assert "Press Enter to begin: 12 questions." in screen.text


@pytest.mark.usefixtures("each_language")
async def test_yes_is_the_first_letter_of_the_word_for_it(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("delete")
        assert ("j Ja" if language() == "nl" else "y Yes") in screen.window
