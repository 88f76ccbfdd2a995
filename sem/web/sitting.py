"""The questions in one browser tab: a process of their own, fed with what is typed there, and never left behind."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

_DRAWN, _SAID = b"D", b"M"
_READY = b"__GANGLION__\n"
_LONGEST_PROLOGUE = 50
"""Lines before the app says that it is one; more is another program."""
_SMALLEST, _LARGEST = 1, 500
"""Columns and rows."""
PATIENCE = 7.0
"""Seconds a process gets to save and end; more than it waits itself for a slow disk."""
SHORT_PATIENCE = 2.0


class Sitting:
    """One process that asks one respondent the questions; it speaks the protocol of Textual's web driver.

    Args:
        begin: What the process is to know, in a form that JSON has.
        draw: Passes on what is to be drawn in the tab.
        told: Called with what the process tells.
    """

    def __init__(
        self,
        begin: Mapping[str, object],
        draw: Callable[[bytes], Awaitable[None]],
        told: Callable[[Mapping[str, Any]], object],
    ) -> None:
        self._begin, self._draw, self._told = begin, draw, told
        self._process: Process | None = None

    async def run(self, width: int, height: int) -> int:
        """Ask the questions until the respondent is done or this is cancelled; return the exit code.

        When it returns, or is cancelled, the process has saved and ended.

        Args:
            width: The columns of the tab.
            height: Its rows.

        Raises:
            OSError: The process can't be started.
        """
        # A tab may be closed while its process starts or ends; left half-way, that would never come to an end.
        process = await _whole(self._start(width, height), self._abandon)
        try:
            await self._write(json.dumps(self._begin).encode() + b"\n")
            await self._pass_on(process)
        finally:
            await _whole(self._end(process))
        return process.returncode if process.returncode is not None else 1

    async def _start(self, width: int, height: int) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "sem.web.child",
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(width, height), start_new_session=True,
        )  # fmt: skip
        return self._process

    async def _abandon(self, process: Process) -> None:
        """End a process that was told nothing yet, so that it has nothing to save."""
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()

    async def _pass_on(self, process: Process) -> None:
        output = process.stdout
        assert output is not None
        for _line in range(_LONGEST_PROLOGUE):
            line = await output.readline()
            if line == _READY:
                break
            if not line:
                return
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await output.readexactly(5)
                content = await output.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == _DRAWN:
                    await self._draw(content)
                elif head[:1] == _SAID:
                    self._told(json.loads(content))

    async def type(self, text: str) -> None:
        """Pass on what was typed or pointed at in the tab."""
        content = text.encode("utf-8", "ignore")
        # Textual takes a packet without content for the end.
        if content:
            await self._send(_DRAWN, content)

    async def resize(self, width: int, height: int) -> None:
        """Pass on how large the tab is."""
        await self._say({"type": "resize", "width": _within(width), "height": _within(height)})

    async def look(self, focused: bool) -> None:
        """Pass on whether the tab has the keyboard."""
        await self._say({"type": "focus" if focused else "blur"})

    async def _end(self, process: Process) -> None:
        """Let the process save and end, and make it end where it does not."""
        await self._say({"type": "quit"})
        for end, patience in ((None, PATIENCE), (process.terminate, SHORT_PATIENCE), (process.kill, SHORT_PATIENCE)):
            if end is not None and process.returncode is None:
                with suppress(ProcessLookupError):
                    end()
            with suppress(TimeoutError):
                # What it still draws has to be read, or it would wait for that before it ends.
                await asyncio.wait_for(process.communicate(), patience)
                return

    async def _say(self, what: Mapping[str, object]) -> None:
        await self._send(_SAID, json.dumps(what).encode())

    async def _send(self, kind: bytes, content: bytes) -> None:
        await self._write(kind + len(content).to_bytes(4, "big") + content)

    async def _write(self, content: bytes) -> None:
        if self._process is None or self._process.stdin is None or self._process.stdin.is_closing():
            return
        # A process that has ended is no error here: its output ends too, and that is where it is noticed.
        with suppress(ConnectionError, RuntimeError):
            self._process.stdin.write(content)
            await self._process.stdin.drain()


async def _whole(work: Coroutine[Any, Any, Made], undo: Callable[[Made], Awaitable[None]] | None = None) -> Made:
    """Do something to its end, also when cancelled meanwhile; then `undo` what was made of it."""
    doing = asyncio.create_task(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        made = await doing
        if undo is not None:
            await undo(made)
        raise


def _within(size: int) -> int:
    return max(_SMALLEST, min(_LARGEST, size))


def _environment(width: int, height: int) -> dict[str, str]:
    """Return the environment of a process: ours, without what is about our own terminal."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL") and name != "NO_COLOR"}
    package = find_spec("sem")
    assert package is not None
    assert package.origin is not None
    # The folder one happens to be in may hold anything, so it is no place to import from; this package is.
    places = [str(Path(package.origin).parent.parent), *filter(None, [ours.get("PYTHONPATH", "")])]
    return {
        **ours,
        "PYTHONPATH": os.pathsep.join(places),
        "TEXTUAL_DRIVER": "sem.tui.browser:BrowserDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "COLUMNS": str(_within(width)),
        "ROWS": str(_within(height)),
    }
