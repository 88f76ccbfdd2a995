"""Runs the server from the first link to the last process: listening, telling that it works, and ending on a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from sem.web.server import Server, Serving

if TYPE_CHECKING:
    from sem.store import Store


def _listen(host: str, port: int) -> socket.socket:
    family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address[:2], family=family, dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6())


async def serve(
    store: Store,
    serving: Serving,
    host: str,
    port: int,
    *,
    ready: Callable[[int], object],
    narrate: Callable[[str], object],
) -> int:
    """Serve a round until a signal ends it; return its number. No process is left when this returns.

    Args:
        store: Where the round is.
        serving: What is served to whom.
        host: The address to listen on.
        port: The port; 0 for any that is free.
        ready: Called with the port once the link works.
        narrate: Tells the facilitator something.

    Raises:
        OSError: The address or the port can't be had.
    """
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[int] = loop.create_future()

    def end(number: int) -> None:
        if not stopped.done():
            stopped.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under nohup SIGHUP is ignored, and stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)
    # What aiohttp has to say holds addresses; what is a mistake of ours is told without them.
    quiet = logging.getLogger("aiohttp")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    listening = _listen(host, port)
    taken = int(listening.getsockname()[1])
    server = Server(store, serving, taken, narrate)
    runner = web.AppRunner(server.app(), access_log=None, handle_signals=False, shutdown_timeout=15)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        ready(taken)
        return await stopped
    finally:
        with suppress(ConnectionError):
            await runner.cleanup()
