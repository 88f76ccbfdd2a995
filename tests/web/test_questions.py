"""The questions in tabs: what is typed is kept, reloading goes on, and no process is left behind."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import aiohttp
import pytest

from sem.model.assessment import Answer, RoundKind
from sem.web.server import DONE, ELSEWHERE, FULL
from tests.tui.sample import sample
from tests.web.conftest import PATIENCE, Browser, Place, Serve, Tab

QUESTIONS = sample().questions


def processes() -> set[int]:
    """Return the processes behind the tabs of this test."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (path / "stat").read_text("utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(path.name))
    return found


async def until(holds: object) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.02)


async def all_gone(place: Place) -> None:
    """Wait until the process behind each tab has saved and ended."""
    await until(lambda: not place.server.people)


async def begin(tab: Tab) -> None:
    """Read what is said before the first question."""
    await tab.until("Before you begin")
    await tab.until("Begin")
    await tab.type("\r")
    await tab.until("question 1 of")


async def came(place: Place, name: str) -> Browser:
    browser = place.browser()
    await browser.enter(name)
    return browser


@pytest.mark.long
async def test_what_is_answered_in_a_browser_is_kept_and_reloading_goes_on_at_the_same_question(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    async with browser.questions() as tab:
        await begin(tab)
        await tab.type("3")
        await tab.until("question 2 of")
        await until(lambda: place.levels("Anouk")[:2] == [3, None])
        await tab.type("4")
        await tab.until("question 3 of")
    async with browser.questions() as tab:
        await tab.until("You go on as Anouk")
        await tab.until("question 3 of")
        await tab.type("5")
        await tab.until("question 4 of")
    await all_gone(place)
    assert place.levels("Anouk")[:4] == [3, 4, 5, None]


async def test_two_tabs_of_one_person_lose_no_answer_of_either(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    async with browser.questions() as first, browser.questions() as second:
        await begin(first)
        await begin(second)
        await first.type("3")
        await first.until("question 2 of")
        await second.type("\x1b[C")
        await second.until("question 2 of")
        await second.type("4")
        await second.until("question 3 of")
        await first.type("\x1b[C", "5")
        await first.until("question 4 of")
    await all_gone(place)
    assert place.levels("Anouk")[:4] == [3, 4, 5, None]


@pytest.mark.long
async def test_who_is_done_is_told_so_and_sees_how_far_they_are(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    async with browser.questions() as tab:
        await begin(tab)
        for number in range(2, len(QUESTIONS) + 1):
            await tab.type("3")
            await tab.until(f"question {number} of")
        await tab.type("3")
        await tab.until("All questions are filled in")
        await tab.until("Finish")
        await tab.type("\r")
        assert await tab.closed() == DONE
    assert "All questions are filled in." in (await browser.get())[1]
    await all_gone(place)
    assert place.levels("Anouk") == [3] * len(QUESTIONS)


async def test_nothing_but_ones_own_questions_can_be_reached(serve: Serve) -> None:
    place = await serve()
    place.store.open_sheet(place.round, "Bram", {QUESTIONS[0].id: Answer(level=3)}).close()
    browser = await came(place, "Anouk")
    async with browser.questions() as tab:
        await begin(tab)
        # The palette, the teams, results, an export and leaving: keys that do something for who leads the session.
        await tab.type("\x10", "\x11", "\x03", "q", "r", "v", "x\x1b", "\x1b[C")
        await tab.until("question 2 of")
        await tab.type("?")
        await tab.until("Everywhere")
        drawn = tab.drawn
        await tab.type("\x1b", "\x1b[D")
        await tab.until("question 1 of")
        assert "Bram" not in drawn + tab.drawn
        assert "Search for anything" not in drawn + tab.drawn
        await tab.type("\x1b")
        assert await tab.closed() == DONE


@pytest.mark.long
async def test_a_language_and_a_theme_hold_for_one_person_and_not_for_the_settings(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    async with browser.questions() as tab:
        await begin(tab)
        await tab.type("\x1bOQ")
        await tab.until("vraag 1 van")
    async with browser.questions() as tab:
        await tab.until("vraag 1 van")
    assert "Je antwoordt als Anouk." in (await browser.get())[1]
    assert not [*place.folder.rglob("settings.toml")]


async def test_an_anonymous_answer_is_kept_without_a_name_and_found_again_by_the_same_browser(serve: Serve) -> None:
    place = await serve(RoundKind.ANONYMOUS)
    browser = await came(place, "Anouk")
    async with browser.questions() as tab:
        await begin(tab)
        await tab.type("3")
        await tab.until("question 2 of")
    async with browser.questions() as tab:
        await tab.until("question 2 of")
        await tab.type("4")
        await tab.until("question 3 of")
    await all_gone(place)
    (response,) = place.store.responses(place.round)
    assert response.respondent.name == ""
    assert [response.answer(question.id).level for question in QUESTIONS[:3]] == [3, 4, None]
    kept = b"".join(path.read_bytes() for path in place.folder.rglob("*") if path.is_file())
    assert b"Anouk" not in kept


@pytest.mark.long
async def test_beyond_the_limit_people_are_refused_politely_and_who_sits_can_reload(serve: Serve) -> None:
    place = await serve(most=1)
    browser, other = await came(place, "Anouk"), await came(place, "Bram")
    async with browser.questions() as tab:
        await tab.until("question 1 of")
        code, page = await other.get("answer")
        assert code == 503
        assert "there is no place left" in page
        async with other.questions() as refused:
            assert await refused.closed() == FULL
        assert (await browser.get("answer"))[0] == 200
        async with browser.questions() as again:
            await again.until("question 1 of")
    await all_gone(place)
    async with other.questions() as tab:
        await tab.until("question 1 of")


@pytest.mark.long
async def test_a_third_tab_of_one_person_takes_the_place_of_the_first(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    async with browser.questions() as first, browser.questions() as second:
        await first.until("question 1 of")
        await second.until("question 1 of")
        async with browser.questions() as third:
            assert await first.closed() == ELSEWHERE
            await third.until("question 1 of")


SENSELESS = (
    "no JSON", "{}", "[]", '["stdin"]', '["stdin", 5]', '["resize", {"width": "x"}]',
    '["resize", {"width": 1e9, "height": -3}]', '["quit"]', '["ping", {}]', "[" * 9000, '["stdin", "\\ud800"]',
)  # fmt: skip


async def test_the_process_behind_a_tab_knows_no_name_bears_nonsense_and_ends_with_its_tab(serve: Serve) -> None:
    place = await serve()
    browser = await came(place, "Anouk")
    before = processes()
    async with browser.questions() as tab:
        await begin(tab)
        (own,) = processes() - before
        words = Path(f"/proc/{own}/cmdline").read_bytes() + Path(f"/proc/{own}/environ").read_bytes()
        assert b"Anouk" not in words
        assert place.serving.keys.token.encode() not in words
        await send_nonsense(tab)
        await tab.type("3")
        await tab.until("question 2 of")
        await tab.socket.send_json(["resize", {"width": 10**9, "height": 0}])
        await tab.until("Make the window larger")
        await tab.socket.send_json(["resize", {"width": 100, "height": 40}])
        await tab.until("question 2 of")
        assert own in processes()
    await until(lambda: own not in processes())


async def send_nonsense(tab: Tab) -> None:
    """Send what no page of ours sends, and see that what makes sense is answered after it."""
    for sent in SENSELESS:
        await tab.socket.send_str(sent)
        await tab.socket.send_bytes(b"\x00")
    await tab.socket.send_json(["ping", "7"])
    async with asyncio.timeout(PATIENCE):
        while (message := await tab.socket.receive()).type is not aiohttp.WSMsgType.TEXT:
            assert message.type is aiohttp.WSMsgType.BINARY
    assert message.json() == ["pong", "7"]
