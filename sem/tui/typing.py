"""Takes keys one at a time, so that what is typed right behind a key lands in the window which that key opens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

Typed = events.Key | events.Paste
PATIENCE = 1.0
"""Seconds that what was typed waits at most for the key before it."""


class OneAtATime:
    """Passes what is typed on as soon as everything that was typed before has had its effect.

    Args:
        app: The app it is typed in.
        pass_on: Passes it on to the widget that has the focus.
    """

    def __init__(self, app: App[int], pass_on: Callable[[Typed], Awaitable[None]]) -> None:
        self._app, self._pass_on = app, pass_on
        self._waiting: deque[Typed] = deque()
        self._under_way: asyncio.Task[None] | None = None

    async def take(self, typed: Typed) -> None:
        """Pass this on now where nothing is under way, else later."""
        if self._under_way is not None and not self._under_way.done():
            self._waiting.append(typed)
            return
        before = [*self._chain()]
        await self._pass_on(typed)
        self._under_way = asyncio.create_task(self._follow(before))

    def _chain(self) -> list[MessagePump]:
        """What a key goes through, from the widget that has the focus up to the app, which looks up what it does."""
        at = self._app.focused or self._app.screen
        return [*at.ancestors_with_self]

    async def _follow(self, chain: list[MessagePump]) -> None:
        await self._settled(chain)
        while self._waiting:
            typed = self._waiting.popleft()
            before = self._chain()
            await self._pass_on(typed)
            await self._settled(before)

    async def _settled(self, chain: list[MessagePump]) -> None:
        """Wait until a key has gone through all of these, and the window it may have opened has its focus."""
        screen = self._app.screen
        try:
            async with asyncio.timeout(PATIENCE):
                for pump in chain:
                    await _reached(pump)
                if self._app.screen is not screen or self._app.screen not in chain:
                    await _reached(self._app.screen)
                    await _reached(self._app)
        except TimeoutError:
            return


async def _reached(pump: MessagePump) -> None:
    """Wait until a message pump has done with what it has to do so far."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        await done.wait()
