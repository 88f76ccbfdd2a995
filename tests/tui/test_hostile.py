"""What users type is data: no text of theirs is ever markup, an action, or a command to the terminal."""

from __future__ import annotations

import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import TextArea

from sem.errors import StoreError
from sem.model.assessment import Answer, NotApplicable, Reason
from sem.settings import Settings
from sem.store import Store
from sem.tui.text import cell_width, fit, pad, plain, wrap
from sem.tui.widgets.rows import Rows
from tests.tui.conftest import LARGE, SMALL, Place, Screen
from tests.tui.sample import sample

ALL = {
    "closing tag": "[/]",
    "unknown closing tag": "klant [ontevreden]: [/foo] ok",
    "action": "[@click=app.quit]x[/]",
    "style": "[red]rood[/red] [b",
    "escape sequences": "a\x1b[31mred\x1b]0;title\x07\x1b[2J\x9b31m",
    "control characters": "one\ttwo\r\nthree\x00\x08\x7f",
    "right to left": "שלום \u202eabc\u202c עולם",
    "emoji and wide": "👩‍👩‍👧 🇳🇱 日本語 e\u0301 ﷺ",
    "long": "W" * 80,
    "formula": "=1+1 $accent \\[x] {n} %s",
}
TEXTS = (
    ALL
    if os.environ.get("SEM_TESTS") == "long"
    else {
        "markup": "[/] klant [ontevreden]: [/foo] ok [@click=app.quit]x[/] [red]rood[/red] [b",
        "control characters": f"{ALL['escape sequences']} {ALL['control characters']}",
        "right to left, emoji and wide": f"{ALL['right to left']} {ALL['emoji and wide']}",
        "long": ALL["long"],
        "formula": ALL["formula"],
    }
)
"""Those that stand on the screens: in every run what can go wrong together in one text, in the long run each alone."""
WAYS = [
    ("e",),
    ("delete",),
    ("a",),
    ("question_mark",),
    ("enter", "o"),
    ("enter", "i"),
    ("r",),
    ("r", "tab"),
    ("r", "tab", "enter"),
    ("r", "tab", "tab"),
    ("r", "g"),
    ("o",),
    ("o", "enter"),
]
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def assert_harmless(screen: Screen, at: object) -> None:
    assert screen.app.return_code is None, at
    for row in screen.rows:
        assert not any(unicodedata.category(c) in ("Cc", "Cs") or c in TURNING for c in row), (at, row)


def name_of(text: str) -> str:
    """Return what the store takes as a name of such a text: it refuses control characters itself."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf")).strip()[:80]


@pytest.fixture
def hostile(tmp_path: Path) -> Place:
    """A team for each text, and one round in which everything that can be read is one of the texts."""
    texts = list(TEXTS.values())
    place = Place(tmp_path, sample(hostile=texts))
    teams = [place.team(name_of(text)) for text in texts]
    answers: list[Answer | int] = [
        Answer(not_applicable=NotApplicable(Reason.OTHER, text), note=text) if n % 2 else Answer(level=2, note=text)
        for n, text in enumerate(texts)
    ]
    place.answer(place.round(teams[0], date(2026, 5, 1)), name_of(texts[1]), [2] * 12)
    for text in texts:
        place.answer(place.round(teams[0]) if text == texts[0] else place.last_round(teams[0]), name_of(text), answers)
    return place


@pytest.mark.parametrize(("size", "ways"), [(SMALL, WAYS), pytest.param(LARGE, [("r",)], marks=pytest.mark.long)])
async def test_no_text_harms_a_screen(hostile: Place, size: tuple[int, int], ways: list[tuple[str, ...]]) -> None:
    first = name_of(next(iter(TEXTS.values())))
    async with hostile.screen(size=size, settings=Settings(respondent=first)) as screen:
        screen.app.home.query_one(Rows).point_at(hostile.store.find_team(first).id)
        assert_harmless(screen, "home")
        for way in ways:
            await screen.press(*way)
            assert_harmless(screen, way)
            await screen.press(*["escape"] * len(way))


async def test_no_text_harms_a_question_its_reason_or_its_note(hostile: Place) -> None:
    first = name_of(next(iter(TEXTS.values())))
    async with hostile.screen(settings=Settings(respondent=first), assess=first) as screen:
        await screen.press(*["left"] * 11)
        for at in range(len(TEXTS)):
            assert_harmless(screen, at)
            # What was said before is in the field of the reason at every other question, and in every note.
            key = "x" if at % 2 else "n"
            await screen.press(key)
            assert_harmless(screen, (at, key))
            await screen.press("escape", "right")
    notes = [hostile.response(first).answer(question.id).note for question in hostile.questionnaire.questions]
    assert notes[: len(TEXTS)] == list(TEXTS.values()), "a note that was only looked at is what it was"


async def test_what_is_pasted_can_not_steer_the_terminal(place: Place) -> None:
    place.round(place.team())
    async with place.screen(assess="De Linde", size=LARGE) as screen:
        await screen.press("n")
        for text in TEXTS.values():
            screen.app.screen.query_one(TextArea).insert(f"{text}\n")
            await screen.settle()
            assert_harmless(screen, text)
        await screen.press("escape")
        await screen.until(lambda: "[@click=app.quit]x[/]" in place.response().answer("WEL-01").note)
        assert "[/] klant [ontevreden]: [/foo] ok" in screen.words


async def test_an_error_with_brackets_is_a_message(place: Place) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise StoreError("[/] \x1b[2J [@click=app.quit]x[/]", "Look at [b]this[/b].")

    store: Store = Broken()  # type: ignore[assignment]
    async with place.screen(store=store) as screen:
        assert "[@click=app.quit]x[/]" in screen.text
        assert "Look at [b]this[/b]." in screen.words
        assert_harmless(screen, ())


@pytest.mark.parametrize("text", ALL.values(), ids=ALL.keys())
@pytest.mark.parametrize("width", [1, 2, 7, 40])
def test_texts_are_measured_in_cells(text: str, width: int) -> None:
    assert cell_width(fit(text, width)) <= width
    assert cell_width(pad(text, width)) == width
    assert all(cell_width(line) <= width for line in wrap(text, width))
    assert "\n" not in plain(text)
