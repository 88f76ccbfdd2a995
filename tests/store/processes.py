"""Processes that tests start, slow down and kill."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import time
import warnings
from collections.abc import Callable

SLOW = 0.004
"""Seconds by which every sync is slowed, as on a busy disk: most kills then hit the middle of a save."""


def in_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Run `work` in a process of its own; return its id and a pipe on which it tells what it has done."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The other thread of a pytest that shares its work out holds nothing that the child needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os.close(reading)
        code = 1
        with contextlib.suppress(BaseException):
            work(writing)
            code = 0
        os._exit(code)
    os.close(writing)
    return child, reading


def slow_down_syncs() -> None:
    """Make every sync of this process take a while."""
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)

        def slow(fd: int, real: Callable[[int], None] = real) -> None:
            real(fd)
            time.sleep(SLOW)

        setattr(os, name, slow)


def killed(work: Callable[[int], None], seed: int, longest: float) -> bytes:
    """Let `work` begin, kill it with -9 at a random moment, and return what it had told until then."""
    child, pipe = in_child(work)
    assert select.select([pipe], [], [], 30)[0], "it does not begin"
    time.sleep(random.Random(-seed).random() * longest)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(pipe, "rb") as told:
        return told.read()
