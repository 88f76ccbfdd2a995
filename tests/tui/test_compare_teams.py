"""Teams side by side on the screen: pointing, ordering, choosing, and words where there is nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sem.model.assessment import Answer, RoundKind, Team
from sem.tui.screens.compare_teams import CompareTeamsScreen
from sem.tui.teams_state import TeamsState
from tests.factory import area, question, questionnaire
from tests.tui.conftest import LARGE, SMALL, Place, Screen, copied
from tests.tui.test_hostile import TEXTS, assert_harmless, name_of

DAY = date(2026, 10, 1)


def team(
    place: Place, name: str, *people: Sequence[int], tags: tuple[str, ...] = (), reveal: bool = True, day: date = DAY
) -> Team:
    """Return a team in which people gave these levels to the first questions."""
    made = place.store.add_team(name, tags)
    if people:
        round_ = place.store.start_round(made.id, place.questionnaire, day, RoundKind.NAMED, hidden=True)
        for n, levels in enumerate(people):
            place.answer(round_, f"Person {n}", list[Answer | int](levels))
        if reveal:
            place.store.reveal_round(round_)
    return made


@copied
def three(place: Place) -> None:
    team(place, "Noord", *[[1, 3, 3]] * 6, tags=("pilot",))
    team(place, "Oost", *[[3, 2, 3]] * 5, [5, 2, 3], tags=("pilot",))
    team(place, "Zuid", *[[3, 3, 5]] * 5, reveal=False)


def state(screen: Screen) -> TeamsState:
    shown = screen.app.screen
    assert isinstance(shown, CompareTeamsScreen)
    return shown.state


def order(screen: Screen) -> list[str]:
    comparison = state(screen).comparison
    return [row.team.name for row in comparison.rows] if comparison else []


async def test_from_home_to_a_cell_and_all_about_it(three: Place) -> None:
    async with three.screen(size=SMALL) as screen:
        await screen.press("m")
        assert "Teams side by side   3 teams · Teams by name" in screen.text
        assert "× not revealed yet" in screen.words
        assert "mean 1.0 · beside the others: lower than the other: real" in screen.words
        await screen.press("right", "down")
        assert "Oost Listening and asking on" in screen.words
        await screen.press("down", "down", "left", "left")
        assert "Zuid Making guests welcome not shown before the round is revealed · round of 1 Oct 2026" in screen.words
        await screen.press("home", "enter")
        assert "Real: p is below 0.05 in the exact test of the two teams' answers." in screen.window
        await screen.press("escape", "m")
        assert "There is no total and no place" in screen.window
        await screen.press("escape", "escape")
        assert screen.app.screen is screen.app.home


async def test_a_cell_that_too_few_people_answered_tells_no_more_than_that(place: Place) -> None:
    made = place.store.add_team("Noord")
    round_ = place.store.start_round(made.id, place.questionnaire, DAY, RoundKind.ANONYMOUS)
    for _person in range(2):
        sheet = place.store.open_anonymous(round_)[0]
        sheet.save({one.id: Answer(level=2) for one in place.questionnaire.questions})
        sheet.close()
    place.store.reveal_round(round_)
    team(place, "Oost", [1, 3, 3])
    async with place.screen(size=SMALL) as screen:
        await screen.press("m", "enter")
        assert "too few people answered to show it" in screen.window
        assert "blocks" not in screen.window
        await screen.press("escape", "down", "enter")
        assert "What blocks the next level" in screen.window


@pytest.mark.parametrize("size", [(60, 20), SMALL])
async def test_what_to_mind_of_the_rounds_is_told_to_its_end(place: Place, size: tuple[int, int]) -> None:
    team(place, "Noord", [3, 3, 3])
    team(place, "Oost", [2, 2, 2], day=date(2025, 3, 1))
    async with place.screen(size=size) as screen:
        await screen.press("m")
        told = "The rounds are of 1 Mar 2025 to 1 Oct 2026: what changed meanwhile is among the differences. 1 2 3"
        assert told in screen.words
        assert "Noord Making guests welcome mean 3.0" in screen.words
        await screen.press("f2")
        assert "De rondes lopen van 1 mrt 2025 tot 1 okt 2026: wat intussen veranderde, zit ook in de" in screen.words
        assert "verschillen. 1 2 3" in screen.words


async def test_the_dots_of_the_area_pointed_at_in_both_languages(three: Place) -> None:
    async with three.screen(size=SMALL) as screen:
        await screen.press("m", "right", "tab")
        assert "Listening and asking on · teams 0.7 apart" in screen.text
        assert "◇" in screen.text
        assert "●" in screen.text or "◉" in screen.text
        await screen.press("f2")
        assert "Luisteren en doorvragen · spreiding 0,7" in screen.text
        await screen.press("tab")
        assert "spreiding 0,7" not in screen.text
        assert "dichtstbijzijnde niveau" in screen.text


async def test_teams_and_areas_are_put_in_order_and_what_is_pointed_at_stays(three: Place) -> None:
    async with three.screen(size=LARGE) as screen:
        await screen.press("m", "right", "o")
        assert "Teams by Listening and asking on, the lowest first" in screen.text
        assert order(screen) == ["Oost", "Noord", "Zuid"]
        assert state(screen).pointed is not None
        assert (state(screen).team, state(screen).area) == (state(screen).pointed[0].team.id, "listening")  # type: ignore[index]
        await screen.press("w")
        assert order(screen) == ["Oost", "Noord", "Zuid"]
        await screen.press("n")
        assert order(screen) == ["Noord", "Oost", "Zuid"]
        await screen.press("s")
        assert "Areas by how far the teams lie apart" in screen.text
        comparison = state(screen).comparison
        assert comparison is not None
        assert [one.area.id for one in comparison.areas][:2] == ["welcome", "listening"]


async def test_which_teams_stand_side_by_side_is_chosen_by_tag_or_one_by_one(three: Place) -> None:
    async with three.screen(size=SMALL) as screen:
        await screen.press("m", "t")
        assert "3 teams are marked" in screen.window
        await screen.press("down", "space", "enter")
        assert order(screen) == ["Noord", "Oost"]
        await screen.press("t", "down", "down", "space", "enter")
        assert order(screen) == ["Oost"]
        assert "nothing to compare" in screen.words
        await screen.press("t", "home", "space", "space")
        assert "0 teams are marked" in screen.window
        await screen.press("enter", "escape")
        assert order(screen) == ["Oost"]


@pytest.mark.long
async def test_the_picture_on_the_screen_is_written_to_a_file(three: Place) -> None:
    async with three.screen(size=SMALL) as screen:
        await screen.press("m", "right", "tab", "x")
        assert "Export the dots of this area as" in screen.window
        await screen.press("down", "enter")
        (file,) = (three.folder / "exports").iterdir()
        assert (file.name, file.read_bytes()[:5]) == ("teams-2026-11-21-area-listening-en.svg", b"<?xml")
        assert any(file.name in notice for notice in screen.notices)


async def test_words_take_the_place_of_what_is_not_there(place: Place) -> None:
    team(place, "Noord")
    async with place.screen(size=SMALL) as screen:
        await screen.press("m")
        assert "No team has a round yet" in screen.words
        await screen.press("tab", "enter", "o", "s", "down", "escape")
        assert screen.app.screen is screen.app.home


async def test_a_team_that_can_not_be_read_keeps_none_of_the_others_off_the_screen(three: Place) -> None:
    for file in (three.folder / "workspace" / "teams").glob("oost-*/rounds/*/round~*.json"):
        file.write_bytes(b"{")
    async with three.screen(size=SMALL) as screen:
        await screen.press("m")
        assert order(screen) == ["Noord", "Zuid"]
        assert "not readable: 1" in screen.text


@pytest.mark.parametrize("size", [(60, 20)])
async def test_no_name_harms_the_screen_and_everything_keeps_within_it(place: Place, size: tuple[int, int]) -> None:
    for text in TEXTS.values():
        team(place, name_of(text), [3] * 12, tags=(name_of(text)[:20],))
    async with place.screen(size=size) as screen:
        for key in ("m", "f4", "down", "tab", "down", "t", "escape", "enter", "escape", "m"):
            await screen.press(key)
            assert_harmless(screen, key)
            assert all(len(row) <= size[0] for row in screen.rows)


async def test_areas_that_have_no_room_are_on_a_next_page(tmp_path: Path) -> None:
    wide = Place(tmp_path, questionnaire(*(area(f"a{n:02}", [question(f"q{n:02}")]) for n in range(14))))
    team(wide, "Noord", [3] * 14)
    async with wide.screen(size=(60, 20)) as screen:
        await screen.press("m")
        assert "areas 1–12 of 14" in screen.text
        await screen.press(*["right"] * 12)
        assert "areas 13–14 of 14" in screen.text
        assert "Noord a12 en" in screen.words
