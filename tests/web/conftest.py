"""A served round, and browsers that come to it: real requests on loopback, and a real process behind each tab."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sem.model.assessment import Response, Round, RoundKind
from sem.store import Store, open_store
from sem.web.keys import keys_of
from sem.web.server import Server, Serving
from tests.tui.sample import sample

TODAY = date(2026, 11, 21)
PATIENCE = 20.0
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_].*?(?:\x07|\x1b\\)|\x1b.")
LOOK = {"language": "en", "theme": "dark", "charts": "braille"}


def words_in(drawn: bytes) -> str:
    """Return what is drawn as text, without what says where and in which colour."""
    return _ESCAPES.sub("", drawn.decode("utf-8", "replace"))


class Tab:
    """The questions in one tab, as bytes on a websocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.drawn = ""

    async def type(self, *keys: str) -> None:
        for key in keys:
            await self.socket.send_json(["stdin", key])

    async def until(self, words: str) -> None:
        """Wait until some words have been drawn since the last time."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.drawn:
                message = await self.socket.receive()
                assert message.type is aiohttp.WSMsgType.BINARY, (self.socket.close_code, self.drawn[-2000:])
                self.drawn += words_in(message.data)
        self.drawn = self.drawn.partition(words)[2]

    async def closed(self) -> int | None:
        """Wait until the server closes the tab, and return the code it gives."""
        async with asyncio.timeout(PATIENCE):
            while (await self.socket.receive()).type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT):
                continue
        return self.socket.close_code


@dataclass
class Browser:
    """A browser with its own cookies, which says truthfully where its pages come from."""

    session: aiohttp.ClientSession
    link: str
    own: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.own = {"Origin": self.link[: self.link.index("/", len("http://"))]}

    async def get(self, path: str = "", **options: Any) -> tuple[int, str]:
        async with self.session.get(self.link + path, **options) as page:
            return page.status, await page.text()

    async def enter(self, name: str = "", code: str = "") -> tuple[int, str]:
        """Fill in the first page, and return the page it leads to."""
        async with self.session.post(self.link, data={"name": name, "code": code}, headers=self.own) as page:
            return page.status, await page.text()

    @asynccontextmanager
    async def questions(self, **options: Any) -> AsyncIterator[Tab]:
        """Open the questions in a tab, and close it at the end."""
        options.setdefault("headers", self.own)
        async with self.session.ws_connect(f"{self.link}ws?width=100&height=40", max_msg_size=0, **options) as socket:
            yield Tab(socket)


@dataclass
class Place:
    """A served round, with what a test needs to look behind it."""

    folder: Path
    store: Store
    round: Round
    serving: Serving
    server: Server
    link: str
    told: list[str]
    _sessions: list[aiohttp.ClientSession]

    def browser(self) -> Browser:
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._sessions.append(session)
        return Browser(session, self.link)

    def response(self, name: str) -> Response:
        found = [one for one in self.store.responses(self.round) if one.respondent.name == name]
        assert len(found) == 1, name
        return found[0]

    def levels(self, name: str) -> list[int | None]:
        response = self.response(name)
        return [response.answer(question.id).level for question in sample().questions]


Serve = Callable[..., Awaitable[Place]]


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Serve a round of a kind; options go to the round, `most` to the server."""
    runners: list[web.AppRunner] = []
    sessions: list[aiohttp.ClientSession] = []

    async def start(kind: RoundKind = RoundKind.NAMED, most: int = 12, **options: Any) -> Place:
        store = open_store(tmp_path / "workspace", tmp_path / "state")
        team = store.add_team("De Linde")
        round_ = store.start_round(team.id, sample(), TODAY, kind, hidden=True, **options)
        serving = Serving(
            tmp_path / "workspace",
            tmp_path / "state",
            round_,
            team.name,
            keys_of(tmp_path / "state", round_.id),
            ("127.0.0.1", "localhost"),
            "",
            most,
            LOOK,
        )
        told: list[str] = []
        listening = _free()
        port = listening.getsockname()[1]
        server = Server(store, serving, port, told.append)
        runner = web.AppRunner(server.app(), access_log=None)
        await runner.setup()
        runners.append(runner)
        await web.SockSite(runner, listening).start()
        link = f"http://127.0.0.1:{port}/{serving.keys.token}/"
        return Place(tmp_path, store, round_, serving, server, link, told, sessions)

    yield start
    for session in sessions:
        await session.close()
    for runner in runners:
        await runner.cleanup()


def _free() -> Any:
    import socket

    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture(autouse=True)
def no_folders_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEM_STATE", str(tmp_path / "state"))
