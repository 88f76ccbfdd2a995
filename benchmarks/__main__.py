"""Prints the table of ratios: `python -m benchmarks [--quick]`; exit code 1 if a goal is missed."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import answers, backcast, compare, figures, importing, merging, processes, screens
from benchmarks.workspace import demonstration


def main() -> int:
    """Measure everything, one after another, and print each row as it comes in."""
    most = 10_000 if "--quick" in sys.argv[1:] else 1_000_000
    teams = 20 if "--quick" in sys.argv[1:] else merging.TEAMS
    missed = 0
    with tempfile.TemporaryDirectory(prefix="sem-benchmarks-") as name:
        folder = Path(name)
        os.environ.update(SEM_STATE=str(folder / "state"), SEM_CONFIG=str(folder / "settings.toml"))
        # As installed: where no bytecode may be written beside a checkout, each run would compile the whole of sem, and
        # nothing of the libraries that it is compared with.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        workspace = demonstration(folder)
        # What they write stays until the end: some file systems make new files far slower for minutes after many went.
        tables = (
            processes.rows(workspace, folder),
            figures.rows(),
            screens.rows(workspace),
            answers.rows(folder, most),
            backcast.rows(),
            merging.rows(folder / "merging", teams),
            importing.rows(folder / "importing", teams),
            compare.rows(folder / "compare", teams),
        )
        for rows in tables:
            for row in rows:
                print(row, flush=True)
                missed += not row.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
