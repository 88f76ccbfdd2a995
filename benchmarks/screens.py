"""How the screens feel, against the smallest Textual app: first frame, a digit to the next question, memory."""

from __future__ import annotations

import os
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import SEM
from benchmarks.measure import Ratio, in_turn
from benchmarks.terminal import Terminal
from sem.model.assessment import RoundState
from sem.store import open_store

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
    ours, limit = in_turn(lambda: first(home, _last_profile(workspace)), lambda: first(BARE, "ready 0"), RUNS)
    yield Ratio("  with the teams and their profiles on it", "bare app with header and footer", ours, limit, "ms", 2.0)

    pairs = [(_next_question(home, workspace, f"measured{n}"), _bare_key()) for n in range(3)]
    ours, limit = statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
    yield Ratio("digit pressed to the next question painted", "bare key to refresh", ours, limit, "ms", 3.0)

    ours, limit = _memory_after_a_round(home, workspace), _memory_of_bare()
    yield Ratio("peak memory after answering a whole round", "bare app", ours, limit, "MB", 1.5)


def _last_profile(workspace: Path) -> str:
    """Return a pattern that is painted when the last team in the list has its numbers, and so all have theirs."""
    names = [re.escape(team.name) for team in open_store(workspace, Path(os.environ["SEM_STATE"])).teams()]
    return rf"(?s){names[-1]}((?!{'|'.join(names)}).)*(coverage|hidden|not shown)"


def _somebody(user: str) -> dict[str, str]:
    """Return the environment of a user with settings of their own: these remember the name one answers under."""
    settings = Path(os.environ["SEM_CONFIG"]).with_name(f"{user}.toml")
    return {"USER": user, "LOGNAME": user, "SEM_CONFIG": str(settings)}


def _answering(terminal: Terminal, workspace: Path) -> None:
    """Open the assessment of the first team that is in the middle of one, as a respondent nobody has been before."""
    store = open_store(workspace, Path(os.environ["SEM_STATE"]))
    last = [store.rounds(team.id)[-1] for team in store.teams()]
    under_way = [round_.state is RoundState.OPEN and not (round_.hidden or round_.anonymous) for round_ in last]
    terminal.wait_for(_last_profile(workspace))
    terminal.settle()
    for key in (*["\x1b[B"] * under_way.index(True), "a"):
        terminal.send(key)
        terminal.settle(1)
    terminal.send("\r")
    terminal.wait_for("question 1 of 12")
    terminal.settle()


def _next_question(home: tuple[str, ...], workspace: Path, user: str) -> float:
    times = []
    with Terminal(home, _somebody(user)) as terminal:
        _answering(terminal, workspace)
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


def _memory_after_a_round(home: tuple[str, ...], workspace: Path) -> float:
    with Terminal(home, _somebody("memory")) as terminal:
        _answering(terminal, workspace)
        for _ in range(KEYS):
            terminal.send("3")
            terminal.settle(0.1)
        return terminal.peak_memory()


def _memory_of_bare() -> float:
    with Terminal(BARE) as terminal:
        terminal.wait_for("ready 0")
        terminal.settle()
        return terminal.peak_memory()
