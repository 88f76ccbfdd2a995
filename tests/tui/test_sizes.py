"""From 20x5 to 200x60: a sentence where nothing would be whole, and everything else follows the window."""

from __future__ import annotations

import pytest

from tests.tui.conftest import LARGE, Place, copied

answered = copied(lambda place: place.answer(place.round(place.team()), "Anouk", [3, 4, 2, 5]))


async def test_too_small_a_window_is_told_in_a_sentence(answered: Place) -> None:
    async with answered.screen(size=(20, 5)) as screen:
        await screen.press("enter")
        for width, height in ((20, 5), (1, 1), (59, 24), (80, 19), (200, 3)):
            await screen.pilot.resize_terminal(width, height)
            await screen.press("3")
            if width * height > 100:
                assert "Make the window larger: sem needs 60 columns and 20 rows." in screen.words
            else:
                assert screen.text.startswith("M")
    assert answered.levels()[4] is None


async def test_a_window_that_becomes_too_small_and_large_again_is_where_it_was(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("enter")
        assert "question 5 of 12" in screen.text
        await screen.pilot.resize_terminal(20, 5)
        await screen.settle()
        assert "question 5" not in screen.text
        await screen.press("3")
        await screen.pilot.resize_terminal(*LARGE)
        await screen.settle()
        assert "question 5 of 12" in screen.text
        assert answered.levels()[4] is None


async def test_a_dialog_survives_a_window_that_becomes_too_small(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("enter", "n")
        await screen.type("half a note")
        await screen.pilot.resize_terminal(20, 5)
        await screen.settle()
        await screen.pilot.resize_terminal(80, 24)
        await screen.settle()
        assert "half a note" in screen.text


@pytest.mark.parametrize("size", [(60, 20), pytest.param((200, 60), marks=pytest.mark.long)])
async def test_every_screen_fits_its_window(answered: Place, size: tuple[int, int]) -> None:
    async with answered.screen(size=size) as screen:
        for way in [("enter",), ("o",), ("x",), ("n",), (), ("a",), ("r",), ("tab",), ("m",)]:
            await screen.press(*way)
            assert len(screen.rows) == size[1]
            assert all(len(row) <= size[0] for row in screen.rows)
            bar = screen.app.screen.query_one("KeyBar").region
            assert screen.rows[bar.y].strip(), "the keys are always in sight"
            if way not in (("enter",), ("r",), ("tab",)):
                await screen.press("escape")


async def test_rows_follow_the_width_of_the_window(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.pilot.resize_terminal(120, 40)
        await screen.settle()
        assert "Making guests welcome" in screen.text
        wide = next(row for row in screen.rows if "Guest scan" in row)
        await screen.pilot.resize_terminal(64, 24)
        await screen.settle()
        narrow = next(row for row in screen.rows if "Guest scan" in row)
        assert len(narrow) <= 64 < len(wide)
