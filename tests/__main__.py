"""Runs every check and every test: `python -m tests`; with `--long` also those that take minutes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def commands(long: bool) -> list[list[str]]:
    """Return the checks in the order they run: the quickest to fail first."""
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-n", "auto"]
    if long:
        pytest += ["-m", "long or not long", "--timeout", "1800"]
    return [
        [*python, "ruff", "check"],
        [*python, "ruff", "format", "--check"],
        [str(BIN / "lint-imports")],
        [*python, "mypy"],
        pytest,
    ]


def main() -> int:
    """Run all checks, also after one has failed, and return 1 if any did."""
    long = "--long" in sys.argv[1:]
    environment = {**os.environ, "SEM_TESTS": "long" if long else "quick"}
    failed = []
    for command in commands(long):
        print("+", *command, flush=True)
        if subprocess.run(command, cwd=ROOT, env=environment).returncode:
            failed.append(" ".join(command))
    for command_line in failed:
        print("FAILED:", command_line, file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
