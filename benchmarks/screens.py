"""How the screens feel, against the smallest Textual app: first frame, a digit to the next question, memory."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import SEM
from benchmarks.measure import Ratio, in_turn
from benchmarks.terminal import Terminal

BARE = (sys.executable, str(Path(__file__).with_name("bare_app.py")))
KEYS = 11
RUNS = 9


def rows(workspace: Path) -> Iterator[Ratio]:
    """Yield the rows for the screens of a workspace with the demonstration data."""
    home = (SEM, "--data", str(workspace), "--lang", "en")

    def first(command: tuple[str, ...], pattern: str) -> float:
        with Terminal(command) as terminal:
            return 1000 * terminal.wait_for(pattern)

    ours, limit = in_turn(lambda: first(home, "Quit"), lambda: first(BARE, "ready 0"), RUNS)
    yield Ratio("first frame", "bare app with header and footer", ours, limit, "ms", 1.3)
    ours, limit = in_turn(lambda: first(home, "Webcare"), lambda: first(BARE, "ready 0"), RUNS)
    yield Ratio("  with the teams and their profiles on it", "bare app with header and footer", ours, limit, "ms", 2.0)

    pairs = [(_next_question(home, f"measured{n}"), _bare_key()) for n in range(3)]
    ours, limit = statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
    yield Ratio("digit pressed to the next question painted", "bare key to refresh", ours, limit, "ms", 3.0)

    ours, limit = _memory_after_a_round(home), _memory_of_bare()
    yield Ratio("peak memory after answering a whole round", "bare app", ours, limit, "MB", 1.5)


def _somebody(user: str) -> dict[str, str]:
    """Return the environment of a user with settings of their own: these remember the name one answers under."""
    settings = Path(os.environ["SEM_CONFIG"]).with_name(f"{user}.toml")
    return {"USER": user, "LOGNAME": user, "SEM_CONFIG": str(settings)}


def _answering(terminal: Terminal) -> None:
    """Open the first team's assessment as a respondent nobody has been before."""
    terminal.wait_for("Webcare")
    terminal.settle()
    terminal.send("\r")
    terminal.settle()
    terminal.send("\r")
    terminal.wait_for("question 1 of 12")
    terminal.settle()


def _next_question(home: tuple[str, ...], user: str) -> float:
    times = []
    with Terminal(home, _somebody(user)) as terminal:
        _answering(terminal)
        for n in range(2, 2 + KEYS):
            terminal.send("3")
            times.append(1000 * terminal.wait_for(f"question {n} of 12"))
            terminal.settle()
    return statistics.median(times)


def _bare_key() -> float:
    times = []
    with Terminal(BARE) as terminal:
        terminal.wait_for("ready 0")
        terminal.settle()
        for n in range(1, 1 + KEYS):
            terminal.send("3")
            times.append(1000 * terminal.wait_for(f"ready {n}"))
            terminal.settle()
    return statistics.median(times)


def _memory_after_a_round(home: tuple[str, ...]) -> float:
    with Terminal(home, _somebody("memory")) as terminal:
        _answering(terminal)
        for _ in range(KEYS):
            terminal.send("3")
            terminal.settle(0.1)
        return terminal.peak_memory()


def _memory_of_bare() -> float:
    with Terminal(BARE) as terminal:
        terminal.wait_for("ready 0")
        terminal.settle()
        return terminal.peak_memory()
