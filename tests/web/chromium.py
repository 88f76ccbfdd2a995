"""A headless Chromium, driven over its DevTools protocol: a real browser that opens pages, types and is looked at."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.web.conftest import words_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 25.0
_FRAME, _BINARY = "Network.webSocketFrameReceived", 2
_ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


def chromium() -> str | None:
    """Return the program; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Page:
    """One tab."""

    devtools: DevTools
    session: str
    _seen: int = 0

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self.devtools.call(method, self.session, **parameters)

    async def open(self, address: str) -> None:
        await self.call("Page.navigate", url=address)

    async def look(self, expression: str) -> Any:
        """Return what an expression is on the page."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression holds on the page."""
        async with asyncio.timeout(PATIENCE):
            while not await self.look(f"!!({expression})"):
                await asyncio.sleep(0.03)

    async def press(self, *keys: str) -> None:
        for key in keys:
            pressed = _ENTER if key == "Enter" else {"key": key, "text": key}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **pressed)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def click(self, selector: str) -> None:
        await self.until(f"document.readyState === 'complete' && document.querySelector({selector!r})")
        await self.look(f"document.querySelector({selector!r}).click()")

    async def drawn(self, words: str) -> None:
        """Wait until some words come in to be drawn, after those that were waited for before."""
        async with asyncio.timeout(PATIENCE):
            while words not in self._unread():
                await asyncio.sleep(0.03)
        self._seen += self._unread().index(words) + len(words)

    def _unread(self) -> str:
        frames = [event["params"]["response"] for event in self.events if event["method"] == _FRAME]
        packets = [b64decode(frame["payloadData"]) for frame in frames if frame["opcode"] == _BINARY]
        return "".join(map(words_in, packets))[self._seen :]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for event in self.devtools.events if event.get("sessionId") == self.session]

    @property
    def asked(self) -> list[str]:
        """Every address that was asked for, of files and of websockets."""
        addresses = []
        for event in self.events:
            if event["method"] == "Network.requestWillBeSent":
                addresses.append(event["params"]["request"]["url"])
            elif event["method"] == "Network.webSocketCreated":
                addresses.append(event["params"]["url"])
        return addresses

    @property
    def complaints(self) -> list[str]:
        """What the browser was kept from doing by the policy of the page, and mistakes in its scripts."""
        found = []
        for event in self.events:
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(event["params"]["exceptionDetails"]))
            elif event["method"] == "Log.entryAdded" and event["params"]["entry"]["source"] in (
                "security",
                "javascript",
            ):
                found.append(event["params"]["entry"]["text"])
        return found


@dataclass
class DevTools:
    """The connection to a running browser."""

    socket: aiohttp.ClientWebSocketResponse
    events: list[dict[str, Any]] = field(default_factory=list)
    _last: int = 0
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def read(self) -> None:
        """Sort out what the browser says, as long as it says anything."""
        async for message in self.socket:
            said = message.json()
            if said.get("id") in self._waiting:
                self._waiting.pop(said["id"]).set_result(said)
            elif "method" in said:
                self.events.append(said)

    async def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Have something done, and return what comes of it."""
        self._last += 1
        answer = self._waiting[self._last] = asyncio.get_running_loop().create_future()
        about = {"sessionId": session} if session else {}
        await self.socket.send_json({"id": self._last, "method": method, "params": parameters, **about})
        said = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in said, said
        result: dict[str, Any] = said["result"]
        return result

    async def person(self) -> str:
        """Return a context with cookies of its own, as somebody else's browser has."""
        return str((await self.call("Target.createBrowserContext"))["browserContextId"])

    async def page(self, person: str) -> Page:
        """Open a tab."""
        target = await self.call("Target.createTarget", url="about:blank", browserContextId=person)
        session = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, session["sessionId"])
        for domain in ("Page", "Runtime", "Network", "Log"):
            await page.call(f"{domain}.enable")
        return page


@asynccontextmanager
async def running(program: str, folder: Path) -> AsyncIterator[DevTools]:
    """Run a browser without a window, with its profile in a folder."""
    options = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}", "--no-first-run",
               "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--window-size=1100,700",
               "--disable-component-update", "--disable-sync", "--lang=en"]  # fmt: skip
    if os.geteuid() == 0:
        # Chromium refuses to run as root in its sandbox, and containers run as root.
        options.append("--no-sandbox")
    process = subprocess.Popen(
        [program, *options, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    try:
        port, path = await _address(folder / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
        ):
            devtools = DevTools(socket)
            reading = asyncio.create_task(devtools.read())
            yield devtools
            await devtools.call("Browser.close")
            await asyncio.wait([reading], timeout=PATIENCE)
    finally:
        process.terminate()
        process.wait(PATIENCE)


async def _address(file: Path) -> tuple[str, str]:
    async with asyncio.timeout(PATIENCE):
        while True:
            lines = file.read_text("utf-8").splitlines() if file.exists() else []
            if len(lines) == 2:
                return lines[0], lines[1]
            await asyncio.sleep(0.03)
