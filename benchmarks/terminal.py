"""A program in a pseudo-terminal: keys in, screen bytes out, with the time between them and the memory at its peak."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType


class Terminal:
    """Runs a program in a terminal of 120x40 until it is left.

    Raises:
        TimeoutError: By `wait_for`, with the end of what was on the screen.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), {**os.environ, "TERM": "xterm-256color", **(environment or {})})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def send(self, keys: str) -> None:
        """Type `keys`; what was on the screen before no longer counts, and the clock starts anew."""
        self.seen = b""
        self.start = time.perf_counter()
        os.write(self.fd, keys.encode())

    def wait_for(self, pattern: str, at_most: float = 20) -> float:
        """Return the seconds since the start or the last key until `pattern` has been painted."""
        wanted = re.compile(pattern.encode())
        while not wanted.search(self.seen):
            left = self.start + at_most - time.perf_counter()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise TimeoutError(f"{pattern!r} was never painted; last seen: {self.seen[-2000:]!r}")
            self.seen += os.read(self.fd, 1 << 16)
        return time.perf_counter() - self.start

    def settle(self, quiet: float = 0.3, at_most: float = 5) -> None:
        """Read until nothing has been painted for `quiet` seconds; a cursor that blinks never lets that be for long."""
        end = time.perf_counter() + at_most
        while time.perf_counter() < end and select.select([self.fd], [], [], quiet)[0]:
            self.seen += os.read(self.fd, 1 << 16)

    def peak_memory(self) -> float:
        """Return the most memory the program has held so far, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found, "this system does not tell the peak memory"
        return int(found[1]) / 1024
