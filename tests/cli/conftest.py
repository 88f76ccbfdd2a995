"""A command line in this process, with a workspace, a state folder, a clock and a language of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from click.testing import CliRunner

from sem.cli.root import root
from sem.cli.session import Session
from sem.i18n import language, set_language
from sem.store import Store, open_store

TODAY = date(2026, 11, 21)
SEM = [sys.executable, "-m", "sem"]


@dataclass
class Result:
    """What one run gave.

    Args:
        code: The exit code.
        out: Its stdout.
        err: Its stderr.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Cli:
    """Runs commands in one workspace."""

    folder: Path
    spoken: str = "en"
    today: date = TODAY

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SEM_DATA": str(self.data),
            "SEM_STATE": str(self.state),
            "SEM_CONFIG": str(self.folder / "settings.toml"),
            "SEM_LANG": self.spoken,
            "LANGUAGE": "",
            "LOGNAME": "anouk",
        }

    @property
    def store(self) -> Store:
        return open_store(self.data, self.state)

    def __call__(self, *arguments: str, input: str | bytes | None = None) -> Result:
        """Run a command in this process."""
        session = Session(today=lambda: self.today)
        result = CliRunner().invoke(root, arguments, obj=session, input=input, env=self.environment, prog_name="sem")
        return Result(result.exit_code, result.stdout, result.stderr)

    def process(
        self, *arguments: str, extra: Mapping[str, str] = MappingProxyType({}), **options: Any
    ) -> subprocess.Popen[str]:
        """Start a command in a process of its own, with `extra` environment variables."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        environment = os.environ | self.environment | dict(extra)
        return subprocess.Popen([*SEM, *arguments], env=environment, text=True, **pipes)

    def prepared(self, prepare: Callable[[Cli], object]) -> Cli:
        """Fill the workspace with what the commands of `prepare` leave in one: run once, and copied for each test.

        The state folder stays empty, as on another machine of the same team.
        """
        if prepare not in _PREPARED:
            with TemporaryDirectory() as folder:
                made = Cli(Path(folder))
                prepare(made)
                files = [path for path in made.data.rglob("*") if path.is_file()]
                _PREPARED[prepare] = {str(path.relative_to(made.data)): path.read_bytes() for path in files}
        for folder in dict.fromkeys(os.path.dirname(name) for name in _PREPARED[prepare]):  # noqa: PTH120
            (self.data / folder).mkdir(parents=True, exist_ok=True)
        for name, content in _PREPARED[prepare].items():
            with open(f"{self.data}/{name}", "wb") as file:  # noqa: PTH123
                file.write(content)
        return self

    def answer(self, team: str, answers: str, *more: str) -> Result:
        """Answer for a team, one character or word an answer."""
        return self("assess", team, "--plain", *more, input="\n".join(answers.split()) + "\n")


def corners(*axes: Iterable[Any], quick: Collection[tuple[Any, ...]]) -> list[ParameterSet]:
    """Return a grid to try with the long run, of which only `quick` is tried with each run: what differs in kind."""
    grid = list(product(*axes))
    assert set(quick) <= set(grid)
    return [pytest.param(*one, marks=[pytest.mark.long] * (one not in quick)) for one in grid]


_PREPARED: dict[Callable[[Cli], object], dict[str, bytes]] = {}


def add_west(cli: Cli) -> None:
    """Prepare a workspace with a team of which nothing else is known."""
    cli("team", "add", "West")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Cli(tmp_path)


@pytest.fixture(autouse=True)
def the_language_before() -> Iterator[None]:
    """Speak after each test as before it, whatever a command was told to speak."""
    before = language()
    yield
    set_language(before)


@pytest.fixture(autouse=True)
def a_terminal_of_usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine that runs the tests, and how they were started, from deciding where lines break and begin."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["sem"])
