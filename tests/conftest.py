"""How hard properties are tried, and what of this machine the tests are spared: its disk, its shell, slow keys."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from collections.abc import Iterator
from functools import cache, partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sem.i18n import set_language

# How fast examples are made depends on what else the machine is doing, and some properties are about rare plans only.
OFF = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("quick", max_examples=20, deadline=None, suppress_health_check=OFF)
settings.register_profile("long", max_examples=500, deadline=None, suppress_health_check=OFF)
settings.load_profile(os.environ.get("SEM_TESTS", "quick"))

_numbers = count()

# Processes that tests start would compile the whole program again, each of them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Without a buffer nothing is left in it that can't be written, and a user's program has one.
os.environ.pop("PYTHONUNBUFFERED", None)


def hear_signals() -> None:
    """Let processes that tests start hear signals that this one was started to ignore.

    A shell lets what it starts in the background ignore Ctrl+C, `nohup` a closed terminal, and so would the children of
    this process; a handler of Python's is not passed on.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGQUIT", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


hear_signals()


def pytest_configure() -> None:
    """Read each questionnaire that comes with the program once: none changes, and nobody can change what was read."""
    from sem.content import loader
    from sem.content.library import list_questionnaires

    read = loader.read_questionnaire
    kept = {item.path: cache(partial(read, item.path)) for item in list_questionnaires()}
    loader.read_questionnaire = lambda path: kept[path]() if path in kept else read(path)


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what is loaded for good, and come by less often; a third of the time."""
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.fixture(autouse=True)
def english_first() -> None:
    """Begin every test in English, whatever language the one before it ended in."""
    set_language("en")


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder for one test in a tenth of the time: numbered, and without a link to the newest of its name."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}-{next(_numbers)}"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Spare the tests the disk's slow moods: only a power cut could tell whether it has synced."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, lambda _fd: None, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def cost_of_a_code() -> Iterator[int]:
    """Let the codes of anonymous rounds cost next to nothing, and give what they cost otherwise."""
    from sem.store import codes

    real = codes.COST
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "COST", 2)
        yield real
