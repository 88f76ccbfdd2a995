"""What ends the program from outside: a signal, or a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def remembered_endings() -> Iterator[list[int]]:
    """Collect the exit codes of signals that come while nobody listens yet, instead of breaking off the start half-way.

    Only for the main thread. A signal that is ignored, as SIGHUP is under nohup, stays so.
    """
    early: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        early.append(128 + number)

    before = {number: signal.getsignal(number) for number in SIGNALS}
    heard = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    for number in heard:
        signal.signal(number, remember)
    try:
        yield early
    finally:
        for number in heard:
            signal.signal(number, before[number])


def listen_to_endings(end: Callable[[int], object], *, keyboard: bool, early: Sequence[int] = ()) -> None:
    """Call `end` with an exit code, in the running event loop, once the program has to end.

    Args:
        end: Ends the program.
        keyboard: Whether keys come from stdin, so that the program is of no use once nothing can come from there.
        early: What came before.
    """
    loop = asyncio.get_running_loop()
    terminal = sys.__stdin__.fileno() if sys.__stdin__ else -1

    def told(code: int) -> None:
        if _hung_up(terminal):
            _draw_nowhere()
        end(code)

    for number in SIGNALS:
        loop.add_signal_handler(number, told, 128 + number)
    goes_on = signal.getsignal(signal.SIGCONT)
    if callable(goes_on):
        # The system sends this too when a terminal is gone, and Textual would begin to paint anew.
        signal.signal(signal.SIGCONT, lambda number, frame: None if _hung_up(terminal) else goes_on(number, frame))
    for code in early:
        loop.call_soon(end, code)
    if not keyboard:
        return
    if terminal < 0 or not os.isatty(terminal):
        loop.call_soon(end, 1)
        return

    def gone() -> None:
        # Asked for no event at all, this wakes up only when the terminal hangs up.
        waiting = select.poll()
        waiting.register(terminal, 0)
        waiting.poll()
        _draw_nowhere()
        loop.call_soon_threadsafe(end, 128 + signal.SIGHUP)

    threading.Thread(target=gone, name="terminal", daemon=True).start()


def _hung_up(terminal: int) -> bool:
    if terminal < 0:
        return False
    waiting = select.poll()
    waiting.register(terminal, 0)
    return bool(waiting.poll(0))


def _draw_nowhere() -> None:
    """Let what is still painted go nowhere: on a terminal that is gone each write fails, and Textual waits for it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
