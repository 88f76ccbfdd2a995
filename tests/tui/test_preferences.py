"""Language, theme and characters: switched on the fly, shown at once, and kept."""

from __future__ import annotations

import pytest

from sem.i18n import language
from sem.settings import Settings
from tests.tui.conftest import Place


@pytest.fixture
def answered(place: Place) -> Place:
    place.answer(place.round(place.team()), "Anouk", [3, 4, 2, 5, 1, 3])
    return place


async def test_f2_switches_the_language_of_everything_on_the_screen(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("enter")
        assert "question 7 of 12" in screen.text
        await screen.press("f2")
        assert "vraag 7 van 12" in screen.text
        assert "Toevallig" in screen.text
        assert "Weet ik niet" in screen.rows[-1]
        await screen.press("escape")
        assert "ingevuld" in screen.text
        await screen.press("f2")
        assert "filled in" in screen.text
    assert answered.saved_settings().language == "en"


async def test_a_dialog_changes_its_language_and_keeps_what_was_typed(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("enter", "n")
        await screen.type("half a note")
        await screen.press("f2")
        assert "Notitie: Keuken en bediening" in screen.text
        assert "half a note" in screen.text
        assert language() == "nl"


async def test_f3_switches_the_theme(answered: Place) -> None:
    async with answered.screen() as screen:
        dark = screen.app.current_theme.dark
        await screen.press("f3")
        assert screen.app.current_theme.dark is not dark
    assert answered.saved_settings().theme == "light"


async def test_f4_goes_through_the_characters_of_charts(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("r")
        assert any("\u2800" < character <= "\u28ff" for character in screen.text)
        await screen.press("f4")
        assert answered.saved_settings().charts == "blocks"
        assert not any("\u2800" < character <= "\u28ff" for character in screen.text)
        await screen.press("f4")
        charts = "\n".join(screen.rows[5:-1])
        assert charts.isascii()
        await screen.press("escape", "enter")
        assert "o 1 Incidental" in screen.text


async def test_preferences_that_were_kept_are_used(answered: Place) -> None:
    async with answered.screen(settings=Settings(theme="light", charts="ascii", respondent="Anouk")) as screen:
        assert not screen.app.current_theme.dark
        assert "▅" not in screen.text


async def test_a_settings_file_that_cannot_be_written_is_told_and_the_choice_holds(answered: Place) -> None:
    answered.settings_file.mkdir()
    async with answered.screen() as screen:
        await screen.press("f2")
        assert "Deze keuze geldt tot je stopt" in screen.notices[-1]
        assert "ingevuld" in screen.text
