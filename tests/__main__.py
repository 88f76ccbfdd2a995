"""Runs every check and every test: `python -m tests`; with `--long` also those that take minutes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]

CHECKS = (
    [*PYTHON, "ruff", "check"],
    [*PYTHON, "ruff", "format", "--check"],
    [*PYTHON, "mypy"],
)
"""What looks at the code without running it: the quickest to fail first."""


def tests(long: bool) -> list[str]:
    """Return the command that runs the tests."""
    # One more than there are processors: many tests wait for a process of their own.
    command = [*PYTHON, "pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    return [*command, "-m", "long or not long", "--timeout", "1800"] if long else command


def main() -> int:
    """Run all checks, also after one has failed, and return 1 if any did.

    The last check runs beside the tests, which leave a processor free now and then, and is shown after them.
    """
    long = "--long" in sys.argv[1:]
    # Processes that tests start would compile the program again, each of them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["SEM_TESTS"] = "long" if long else "quick"
    failed = []

    def told(command: list[str], code: int) -> None:
        if code:
            failed.append(" ".join(command))

    for command in CHECKS[:-1]:
        print("+", *command, flush=True)
        told(command, subprocess.run(command, cwd=ROOT, env=environment).returncode)
    with TemporaryFile() as said:
        beside = subprocess.Popen(CHECKS[-1], cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)
        print("+", *tests(long), flush=True)
        told(tests(long), subprocess.run(tests(long), cwd=ROOT, env=environment).returncode)
        print("+", *CHECKS[-1], flush=True)
        told(CHECKS[-1], beside.wait())
        said.seek(0)
        sys.stdout.buffer.write(said.read())
    sys.stdout.flush()
    for command_line in failed:
        print("FAILED:", command_line, file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
