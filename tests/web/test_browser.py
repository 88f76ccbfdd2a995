"""Respondents in a real browser: a name, questions by keyboard, a reload half-way, two tabs, and nothing from afar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tui.sample import sample
from tests.web.chromium import PATIENCE, Page, chromium, running
from tests.web.conftest import Place, Serve

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium here: install Debian's chromium to run the browser test (docs/development.md)"
)
HOSTILE = "<img src=//evil.example/x>"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.03)


async def come(page: Page, link: str, name: str) -> None:
    """Open the link, give a name and go to the first question."""
    await page.open(link)
    await page.until("document.querySelector('[name=name]')")
    await page.look(f"document.querySelector('[name=name]').value = {name!r}")
    await page.click("form button")
    await page.click("a.button")
    await page.drawn("Before you begin")
    await page.drawn("Begin")
    await page.press("Enter")
    await page.drawn("question 1 of")


async def answer(page: Page, *levels: int, at: int) -> None:
    """Press digits, the first one at question `at`, each when the question is there."""
    for number, level in enumerate(levels, at):
        await page.press(str(level))
        await page.drawn(f"question {number + 1} of")


def given(place: Place, name: str) -> list[int]:
    """Return the levels that are durable."""
    found = [one for one in place.store.responses(place.round) if one.respondent.name == name]
    ids = [question.id for question in sample().questions]
    return [level for one in found for id_ in ids if (level := one.answer(id_).level) is not None]


async def kept_to_itself(page: Page, place: Place) -> None:
    """See that a page asked for nothing from afar, showed what was typed as text, and gave scripts no cookie."""
    own = urlsplit(place.link).netloc
    assert {urlsplit(asked).netloc for asked in page.asked if not asked.startswith("data:")} == {own}
    assert page.complaints == []
    assert await page.look("document.querySelector('img')") is None
    assert await page.look("document.cookie") == "", "scripts can't read who one is"


async def test_somebody_answers_in_a_real_browser_and_goes_on_after_a_reload(serve: Serve, tmp_path: Path) -> None:
    place = await serve(scope=HOSTILE)
    assert PROGRAM is not None
    async with running(PROGRAM, tmp_path / "profile") as browser:
        page = await browser.page(await browser.person())
        await come(page, place.link, HOSTILE)
        await answer(page, 3, at=1)
        await until(lambda: given(place, HOSTILE) == [3])

        await page.call("Page.reload")
        await page.drawn("You go on as")
        await page.drawn("question 2 of")
        await answer(page, 4, at=2)
        await until(lambda: given(place, HOSTILE) == [3, 4])

        await kept_to_itself(page, place)
        elsewhere = "fetch('http://127.0.0.1:1/').catch(error => error.name)"
        assert await page.look(elsewhere) == "TypeError"
        assert any("Content Security Policy" in text for text in page.complaints), "the policy forbids it"
    await until(lambda: not place.server.people)


@pytest.mark.long
async def test_people_answer_side_by_side_in_real_browsers(serve: Serve, tmp_path: Path) -> None:
    place = await serve(scope=HOSTILE)
    assert PROGRAM is not None
    async with running(PROGRAM, tmp_path / "profile") as browser:
        anouk, bram = await browser.person(), await browser.person()
        page, other = await browser.page(anouk), await browser.page(bram)
        await come(page, place.link, "Anouk")
        await answer(page, 3, 4, 5, at=1)

        second = await browser.page(anouk)
        await second.open(place.link)
        await second.until("document.body.textContent.includes('You answer as Anouk.')")
        await second.click("a.button")
        await second.drawn("question 4 of")
        await answer(second, 1, at=4)

        await come(other, place.link, HOSTILE)
        await answer(other, 2, at=1)
        await until(lambda: given(place, HOSTILE) == [2])
        await until(lambda: given(place, "Anouk") == [3, 4, 5, 1])

        for tab in (page, second, other):
            await kept_to_itself(tab, place)
    await until(lambda: not place.server.people)
