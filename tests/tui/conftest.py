"""The screens, driven by keys against a real workspace, and compared as rows of text."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual._compositor import Compositor, LayoutUpdate
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen as TextualScreen
from textual.strip import Strip
from textual.widgets import Input, TextArea
from textual.worker import WorkerCancelled

from sem.i18n import Language, language, set_language
from sem.model.assessment import Answer, Response, Round, Team
from sem.model.questionnaire import Questionnaire
from sem.settings import Settings, read_settings
from sem.store import Store, open_store
from sem.tui.app import Assess, SemApp
from sem.tui.screens.runner import RunnerScreen
from tests.tui.sample import sample

FRAMES = Path(__file__).parent / "frames"
UPDATE = "SEM_UPDATE_FRAMES"
TODAY = date(2026, 11, 21)
SMALL, LARGE = (80, 24), (120, 40)
PATIENCE = 20.0


_in_threads: set[asyncio.Future[object]] = set()
"""What is being done in threads, which the messages that wait for it do not show."""


@dataclass
class Screen:
    """A running app: press keys, and read what is on the screen."""

    app: SemApp
    pilot: Pilot[int]
    notices: list[str]
    _rows: list[str] | None = None
    _writes: int = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each when the one before has had its effect."""
        for key in keys:
            await self._send(key, key if len(key) == 1 else None)
            await self.settle()

    async def type(self, words: str) -> None:
        """Type words in the field that has the focus: the first two characters by their keys, and the rest at once.

        Each key is as much work as a whole word, and a field treats what is pasted as what is typed.
        """
        by_key = 2 if isinstance(self.app.focused, (Input, TextArea)) and words.isprintable() else len(words)
        for character in words[:by_key]:
            await self._send(_KEY_NAMES.get(character, character), character)
        if words[by_key:]:
            await self._put(events.Paste(words[by_key:]))
        await self.settle()

    async def _send(self, key: str, character: str | None) -> None:
        await self._put(events.Key(key, character))

    async def _put(self, typed: events.Key | events.Paste) -> None:
        self.app.post_message(typed)
        await self._handled()

    async def _handled(self) -> None:
        """Wait until every message has had its effect: then no widget is to be woken, but by the clock or a thread.

        The pilot sends each widget on the screen a message of its own to tell that, which takes far longer.
        """
        loop: Any = asyncio.get_running_loop()
        await asyncio.sleep(0)
        while loop._ready:
            await asyncio.sleep(0)

    async def settle(self) -> None:
        """Wait until nothing is left to do: no message, reading or saving, and nothing to lay out.

        The pilot guesses by the clock, which is slow, and wrong on a machine that has more to do.
        """
        self._rows = None
        while True:
            await self._handled()
            self.app.screen._on_timer_update()
            await self._handled()
            if _in_threads:
                await asyncio.wait([*_in_threads])
            elif any(not worker.is_finished for worker in self.app.workers):
                with suppress(WorkerCancelled):
                    await self.app.workers.wait_for_complete()
            elif self._saving():
                await asyncio.sleep(0.005)
            elif not self._to_lay_out():
                return

    def _saving(self) -> bool:
        """Whether answers are being saved, or were since the last time one asked."""
        states = [screen.autosave.state for screen in self.app.screen_stack if isinstance(screen, RunnerScreen)]
        before, self._writes = self._writes, sum(state.writes for state in states)
        return self._writes > before or any(not (state.saved or state.error) for state in states)

    def _to_lay_out(self) -> bool:
        screen = self.app.screen
        return bool(screen._layout_required or screen._recompose_required or screen._dirty_widgets or screen._callbacks)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = asyncio.get_running_loop().time() + PATIENCE
        self._rows = None
        while not holds():
            assert asyncio.get_running_loop().time() < end, self.text
            await self.pilot.pause(0.01)
            self._rows = None

    async def until_shown(self, words: str) -> None:
        """Wait until some words are on the screen."""
        await self.until(lambda: words in self.text)

    @property
    def rows(self) -> list[str]:
        """The rows of the screen as plain text, as they were when the last key had had its effect."""
        if self._rows is None:
            self._rows = self._read()
        return self._rows

    def _read(self) -> list[str]:
        # As `App.export_screenshot` paints, without its detour over a picture.
        painted = self.app.screen._compositor.render_update(full=True, screen_stack=self.app._background_screens)
        assert isinstance(painted, LayoutUpdate)
        return ["".join(strip.text for strip in row).rstrip() for row in painted.strips]

    @property
    def text(self) -> str:
        """The whole screen as plain text."""
        return "\n".join(self.rows)

    @property
    def window(self) -> str:
        """The words in the window over the screen."""
        region = self.app.screen.query_one("#window").region
        visible_screen_stack.set([])
        rows = self.app.screen._compositor._render_chops(region, lambda _y: True)[region.y : region.bottom]
        inside = ("".join(row[x].text for x in row if region.x <= x < region.right) for row in rows)
        return " ".join(" ".join(inside).split())

    @property
    def words(self) -> str:
        """The screen's words without line ends, margins and gaps, so that wrapped sentences can be found."""
        return " ".join(self.text.split())


_KEY_NAMES = {" ": "space", "/": "slash", "[": "left_square_bracket", "]": "right_square_bracket", ".": "full_stop"}


@dataclass
class Place:
    """A workspace in a folder, with what a test needs to fill it and to look into it."""

    folder: Path
    questionnaire: Questionnaire = field(default_factory=sample)

    @property
    def store(self) -> Store:
        return open_store(self.folder / "workspace", self.folder / "state")

    @property
    def settings_file(self) -> Path:
        return self.folder / "settings.toml"

    def team(self, name: str = "De Linde") -> Team:
        return self.store.add_team(name)

    def round(self, team: Team, opened: date = TODAY) -> Round:
        return self.store.start_round(team.id, self.questionnaire, opened)

    def last_round(self, team: Team) -> Round:
        return self.store.rounds(team.id)[-1]

    def answer(self, round_: Round, respondent: str, answers: list[Answer | int]) -> None:
        """Save answers to the first questions, and leave the place at the one after them."""
        questions = self.questionnaire.questions
        sheet = self.store.open_sheet(round_, respondent)
        given = {q.id: Answer(level=a) if isinstance(a, int) else a for q, a in zip(questions, answers, strict=False)}
        sheet.save(given, questions[min(len(answers), len(questions) - 1)].id)
        sheet.close()

    def response(self, respondent: str = "Anouk") -> Response:
        """Return what is durable of a respondent, as another process would read it."""
        store = self.store
        rounds = [round_ for team in store.teams() for round_ in store.rounds(team.id)]
        found = [r for r in store.responses(rounds[-1]) if r.respondent.name == respondent]
        assert len(found) == 1
        return found[0]

    def levels(self, respondent: str = "Anouk") -> list[int | None]:
        response = self.response(respondent)
        return [response.answer(question.id).level for question in self.questionnaire.questions]

    @asynccontextmanager
    async def screen(
        self,
        *,
        size: tuple[int, int] = SMALL,
        assess: str | None = None,
        settings: Settings | None = None,
        store: Store | None = None,
        notices_shown: bool = False,
    ) -> AsyncIterator[Screen]:
        """Run the app; Anouk answers unless the settings say otherwise, and notices are kept off the screen."""
        preferences = settings or Settings(respondent="Anouk")
        wish = Assess(assess, self.questionnaire.id) if assess else None
        app = SemApp(
            store or self.store,
            settings=preferences,
            settings_file=self.settings_file,
            assess=wish,
            clock=lambda: TODAY,
        )
        notices: list[str] = []
        shown = app.notify

        def notify(message: str, *, title: str = "", **more: Any) -> None:
            notices.append(f"{title} {message}".strip())
            shown(message, title=title, **more)

        app.notify = notify  # type: ignore[method-assign]
        async with app.run_test(size=size, notifications=notices_shown) as pilot:
            screen = Screen(app, pilot, notices)
            await screen.settle()
            yield screen
        app.close()

    def saved_settings(self) -> Settings:
        return read_settings(self.settings_file)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture(autouse=True)
def what_is_done_in_threads_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is being done in threads, so that one can wait for it."""
    in_thread = asyncio.to_thread
    _in_threads.clear()

    async def known(work: Callable[..., object], /, *args: Any, **more: Any) -> object:
        doing = asyncio.ensure_future(in_thread(work, *args, **more))
        _in_threads.add(doing)
        doing.add_done_callback(_in_threads.discard)
        return await doing

    monkeypatch.setattr(asyncio, "to_thread", known)


@pytest.fixture(autouse=True)
def painted_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay screens out as ever, but paint only what a test reads: without a terminal each paint is thrown away."""
    paint = Compositor.render_update

    def when_read(self: Compositor, full: bool = False, **more: Any) -> object:
        if full:
            return paint(self, full, **more)
        self._dirty_regions.clear()
        return None

    monkeypatch.setattr(Compositor, "render_update", when_read)
    # What is read has no colours to be put right for a terminal.
    monkeypatch.setattr(Strip, "apply_filter", lambda self, *_filter: self)


@pytest.fixture(autouse=True)
def no_tint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint what is behind a window as it stands: mixing its colours with the tint takes as long as laying it out."""
    paint = TextualScreen.render_lines

    def as_it_stands(self: TextualScreen[Any], crop: Region) -> list[Strip]:
        if self.styles.background.a == 1:
            return paint(self, crop)
        behind = visible_screen_stack.get()
        if not behind:
            return [Strip.blank(crop.width)] * crop.height
        rows = behind.pop()._compositor.render_strips()
        return [row.crop(crop.x, crop.right) for row in rows[crop.y : crop.bottom]]

    monkeypatch.setattr(TextualScreen, "render_lines", as_it_stands)


@pytest.fixture(scope="session", autouse=True)
def style_sheets_parsed_once() -> Iterator[None]:
    """Parse each style sheet once for all apps that have the same colours: a quarter of what it takes to start one."""
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    numbers: dict[frozenset[tuple[str, str]], int] = {}
    numbered: dict[int, tuple[int, dict[str, str]]] = {}

    def number(variables: dict[str, str]) -> int:
        # Each app has a dictionary of its own, kept here so that no other gets its id, and looked into once.
        if id(variables) not in numbered:
            numbered[id(variables)] = numbers.setdefault(frozenset(variables.items()), len(numbers)), variables
        return numbered[id(variables)][0]

    def kept(self: Stylesheet, css: str, *where: Any, **more: Any) -> list[RuleSet]:
        key = (css, where, *more.items(), number(self._variables))
        if key not in parsed:
            parsed[key] = parse(self, css, *where, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", kept)
        yield


@pytest.fixture(autouse=True)
def no_folders_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEM_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def copied(prepare: Callable[[Place], object]) -> Any:
    """Return a fixture that gives each test a copy of a place that was prepared once, for a quarter of the time."""
    prepared: list[Path] = []

    @pytest.fixture
    def copy(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
        if not prepared:
            prepared.append(tmp_path_factory.mktemp("prepared"))
            prepare(Place(prepared[0]))
        shutil.copytree(prepared[0], place.folder, dirs_exist_ok=True)
        return place

    return copy


@pytest.fixture(params=["nl", "en"])
def each_language(request: pytest.FixtureRequest) -> Language:
    code: Language = request.param
    set_language(code)
    return code


def corners(*sizes: tuple[int, int]) -> pytest.MarkDecorator:
    """Try each language in each size: in every run each of both once, and the other pairs in the long run."""
    often = {(size, ("nl", "en")[n % 2]) for n, size in enumerate(sizes)}
    pairs = [
        pytest.param(code, size, marks=[] if (size, code) in often else pytest.mark.long)
        for code in ("nl", "en")
        for size in sizes
    ]
    return pytest.mark.parametrize(("each_language", "size"), pairs, indirect=["each_language"])


def same_as_frame(name: str, screen: Screen) -> None:
    """Compare the screen with the frame kept under a name; with SEM_UPDATE_FRAMES=1 keep it instead."""
    width, height = screen.app.size
    file = FRAMES / f"{name}-{language()}-{width}x{height}.txt"
    shown = f"{screen.text.rstrip()}\n"
    if os.environ.get(UPDATE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, "utf-8")
    kept = file.read_text("utf-8") if file.exists() else f"(no frame yet: run with {UPDATE}=1)\n"
    assert shown == kept
