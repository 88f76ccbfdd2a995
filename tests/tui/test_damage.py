"""A workspace of which a part can't be read: the screens say so, and the rest works."""

from __future__ import annotations

from tests.tui.conftest import Place


async def test_teams_that_can_be_read_are_shown_beside_a_word_about_one_that_can_not(place: Place) -> None:
    for name in ("De Linde", "De Wilg"):
        place.team(name)
    spoilt = [*(place.folder / "workspace").glob("teams/de-linde-*/team~*")]
    for path in spoilt:
        path.write_bytes(b"{")
    async with place.screen() as screen:
        await screen.until_shown("De Wilg")
        assert "Welcome" not in screen.text
        assert any(str(path) in notice for path in spoilt for notice in screen.notices)
        told = len(screen.notices)
        screen.app.home.read()
        await screen.settle()
        assert len(screen.notices) == told


async def test_where_no_team_can_be_read_it_is_no_first_visit(place: Place) -> None:
    place.team()
    for path in (place.folder / "workspace").glob("teams/*/team~*"):
        path.write_bytes(b"{")
    async with place.screen() as screen:
        await screen.until_shown("can't be read")
        assert "Welcome" not in screen.text


async def test_a_warning_leaves_the_keys_of_a_window_to_be_seen(place: Place) -> None:
    place.team()
    async with place.screen(notices_shown=True) as screen:
        await screen.press("question_mark")
        (keys,) = [row for row in screen.rows if "Esc Back" in row]
        screen.app.warn("The last save of Anna may be missing: " + "a/long/path/" * 20)
        await screen.until_shown("The last save of Anna")
        assert keys in screen.rows


async def test_what_the_store_warns_of_is_shown_once(place: Place) -> None:
    async with place.screen() as screen:
        for _ in range(2):
            screen.app.warn("The last save of [b]Anna[/b] may be missing.")
        await screen.settle()
        assert screen.notices == ["The last save of [b]Anna[/b] may be missing."]
