"""How long whole processes take: the version, and an export of a picture."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import SEM
from benchmarks.measure import Ratio, in_turn, seconds


def rows(workspace: Path, folder: Path) -> Iterator[Ratio]:
    """Yield the rows for `sem --version` and `sem export TEAM --png`."""

    def run(*command: str | Path) -> float:
        return 1000 * seconds(lambda: subprocess.run(command, check=True, capture_output=True))

    ours, limit = in_turn(lambda: run(SEM, "--version"), lambda: run(sys.executable, "-c", "import click"), 21)
    yield Ratio("sem --version", 'python -c "import click"', ours, limit, "ms", 1.4)
    team = subprocess.run([SEM, "--data", workspace, "team", "list", "--json"], check=True, capture_output=True)
    name = sorted(_names(team.stdout))[0]
    export = (SEM, "--data", workspace, "export", name, "--png", "--out", folder, "--overwrite")
    bare = Path(__file__).with_name("bare_figure.py")
    ours, limit = in_turn(lambda: run(*export), lambda: run(sys.executable, bare, folder / "bare.png"), 9)
    yield Ratio("sem export TEAM --png", "a bare radar of the same pixels, Agg", ours, limit, "ms", 1.3)


def _names(output: bytes) -> list[str]:
    import json

    return [team["name"] for team in json.loads(output)["teams"]]
