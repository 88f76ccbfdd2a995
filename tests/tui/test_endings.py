"""However it ends, in a real terminal: killed, told to stop, its terminal closed, or by a mistake of ours."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.terminal import Terminal
from tests.tui.conftest import Place

PROGRAM = """
import sys
from pathlib import Path
from sem.i18n import set_language
from sem.settings import Settings
from sem.store import open_store
from sem.tui.app import Assess, run_app
folder = Path(sys.argv[1])
set_language("en")
store = open_store(folder / "workspace", folder / "state")
{extra}
sys.exit(run_app(store, settings=Settings(respondent="Anouk"), settings_file=folder / "settings.toml",
                 assess=Assess("De Linde", "guest-scan")))
"""
DEAF = """
import sem.tui.endings, signal
sem.tui.endings.SIGNALS = (signal.SIGTERM,)
"""
EACH = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def others_long(quick: signal.Signals) -> list[Any]:
    """Return each signal to stop, all but one for the long run: in every run each is heard in some of the tests."""
    return [pytest.param(one, marks=[pytest.mark.long] * (one != quick), id=one.name) for one in EACH]


BROKEN = """
def find_team(name):
    secret = "what Anouk answered"
    raise RuntimeError("an unexpected mistake")
store.find_team = find_team
"""
FULL = """
import errno, sem.store.storage, sem.tui.app
def full(*_arguments):
    raise OSError(errno.ENOSPC, "No space left on device")
sem.store.storage.SlotStorage.write = full
sem.tui.app.CLOSE_PATIENCE = 0.5
"""


@pytest.fixture
def started(place: Place) -> Place:
    place.round(place.team())
    return place


def run(place: Place, extra: str = "") -> Terminal:
    command = [sys.executable, "-c", PROGRAM.format(extra=extra), str(place.folder)]
    return Terminal(command, {"SEM_STATE": str(place.folder / "state"), "COLORTERM": "truecolor"})


def end_of(terminal: Terminal) -> int:
    """Read what is left, wait for the program to end, and return its exit code; negative for a signal."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        # A terminal whose program has ended can't be read.
        with suppress(OSError):
            terminal.settle(0.05)
        pid, status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
    raise AssertionError("it does not end")


@pytest.mark.parametrize("moments", [("32", "5"), pytest.param(("32", "5", "1431"), marks=pytest.mark.long)])
def test_killed_at_any_moment_every_painted_question_has_its_answers_and_is_where_one_goes_on(
    started: Place, moments: tuple[str, ...]
) -> None:
    given: list[int] = []
    for digits in moments:
        terminal = run(started)
        terminal.wait_for(f"question {len(given) + 1} of 12")
        for digit in digits:
            terminal.send(digit)
            given.append(int(digit))
            terminal.wait_for(f"question {len(given) + 1} of 12")
        os.kill(terminal.pid, signal.SIGKILL)
        os.waitpid(terminal.pid, 0)
        os.close(terminal.fd)
        assert started.levels() == given + [None] * (12 - len(given))


@pytest.mark.parametrize("end", others_long(signal.SIGTERM))
def test_told_to_stop_it_restores_the_terminal_and_loses_nothing(started: Place, end: signal.Signals) -> None:
    terminal = run(started)
    terminal.wait_for("question 1 of 12")
    terminal.send("4")
    terminal.wait_for("question 2 of 12")
    os.kill(terminal.pid, end)
    assert end_of(terminal) == 128 + end
    assert b"\x1b[?1049l" in terminal.seen
    assert b"Traceback" not in terminal.seen
    assert started.levels()[0] == 4


@pytest.mark.parametrize("end", others_long(signal.SIGTERM))
def test_told_to_stop_on_a_full_disk_it_says_how_many_answers_are_lost(started: Place, end: signal.Signals) -> None:
    terminal = run(started, FULL)
    terminal.wait_for("question 1 of 12")
    terminal.send("4")
    terminal.wait_for("question 2 of 12")
    for number in (3, 4):
        terminal.send("3")
        terminal.wait_for(f"question {number} of 12")
    os.kill(terminal.pid, end)
    assert end_of(terminal) == 128 + end
    shown = terminal.seen.decode().partition("\x1b[?1049l")[2]
    assert "2 answers could not be saved, and are lost. The disk is full" in shown


def test_a_closed_terminal_ends_it_and_loses_nothing(started: Place) -> None:
    terminal = run(started)
    terminal.wait_for("question 1 of 12")
    terminal.send("4")
    terminal.wait_for("question 2 of 12")
    os.close(terminal.fd)
    end = time.monotonic() + 10
    while os.waitpid(terminal.pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < end, "it goes on without a terminal"
        time.sleep(0.02)
    assert started.levels()[0] == 4


@pytest.mark.long
@pytest.mark.parametrize("end", EACH, ids=lambda end: end.name)
def test_told_to_stop_in_a_terminal_without_a_size_it_ends(started: Place, end: signal.Signals) -> None:
    terminal = run(started)
    fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
    terminal.wait_for("question 1 of 12")
    os.kill(terminal.pid, end)
    assert end_of(terminal) == 128 + end


STARTING = """
import os, signal
import sem.tui.app
compose = sem.tui.app.SemApp.get_default_screen
def told_to_stop_meanwhile(app):
    os.kill(os.getpid(), signal.{name})
    return compose(app)
sem.tui.app.SemApp.get_default_screen = told_to_stop_meanwhile
"""


@pytest.mark.parametrize("end", others_long(signal.SIGINT))
def test_told_to_stop_while_it_starts_it_ends_and_restores_the_terminal(started: Place, end: signal.Signals) -> None:
    terminal = run(started, STARTING.format(name=end.name))
    assert end_of(terminal) == 128 + end
    assert terminal.seen.count(b"\x1b[?1049h") == terminal.seen.count(b"\x1b[?1049l")
    assert b"Traceback" not in terminal.seen


def test_a_terminal_that_closes_without_a_signal_ends_it(started: Place) -> None:
    terminal = run(started, "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + DEAF)
    terminal.wait_for("question 1 of 12")
    os.close(terminal.fd)
    end = time.monotonic() + 10
    while os.waitpid(terminal.pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < end, "it goes on without a terminal"
        time.sleep(0.02)


def test_without_a_terminal_to_read_from_it_ends_by_itself(started: Place) -> None:
    command = [sys.executable, "-c", PROGRAM.format(extra=""), str(started.folder)]
    environment = {**os.environ, "SEM_STATE": str(started.folder / "state")}
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=20)
    assert ended.returncode == 1


def test_a_mistake_of_ours_leaves_two_lines_and_a_log_without_what_was_answered(started: Place) -> None:
    terminal = run(started, BROKEN)
    assert end_of(terminal) == 1
    shown = terminal.seen.decode().partition("\x1b[?1049l")[2]
    assert "sem had to stop, because of a mistake in the program." in shown
    assert "Traceback" not in shown
    assert "what Anouk answered" not in shown
    log = (started.folder / "state" / "sem.log").read_text()
    assert "RuntimeError: an unexpected mistake" in log
    assert "what Anouk answered" not in log.replace('secret = "what Anouk answered"', "")


def test_a_first_frame_loads_no_drawing_library_parser_or_workspace_and_nothing_of_a_roadmap() -> None:
    program = (
        "import sys, sem.tui.app, sem.tui.screens.home\n"
        "heavy = {'matplotlib', 'numpy', 'yaml', 'tinydb', 'hashlib', 'sem.analysis', 'sem.store', 'sem.content'}\n"
        "roadmap = [name for name in sys.modules if name.startswith(('sem.backcast', 'sem.programme'))]\n"
        "print(sorted({*roadmap, *heavy & set(sys.modules)}))"
    )
    folder = Path(__file__).parent.parent.parent
    shown = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() in ("[]", "['hashlib']")
