"""What ends the program from outside: a signal, or a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen_to_endings(end: Callable[[int], object], *, keyboard: bool) -> None:
    """Call `end` with an exit code, in the running event loop, once the program has to end.

    Args:
        end: Ends the program.
        keyboard: Whether keys come from stdin, so that the program is of no use once nothing can come from there.
    """
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, end, 128 + number)
    if not keyboard:
        return
    terminal = sys.__stdin__.fileno() if sys.__stdin__ else -1
    if terminal < 0 or not os.isatty(terminal):
        loop.call_soon(end, 1)
        return

    def gone() -> None:
        # Asked for no event at all, this wakes up only when the terminal hangs up.
        waiting = select.poll()
        waiting.register(terminal, 0)
        waiting.poll()
        loop.call_soon_threadsafe(end, 128 + signal.SIGHUP)

    threading.Thread(target=gone, name="terminal", daemon=True).start()
