"""What the command line prints: data on stdout, narration on stderr, and nothing a terminal would obey."""

from __future__ import annotations

import sys
from typing import Any

from sem.reports.lines import UNSAFE, neutral


def emit(text: str = "") -> None:
    """Print data to stdout, at once: a program at the other end may work on each line as it comes."""
    print(neutral(text), file=sys.stdout, flush=True)


def narrate(text: str = "") -> None:
    """Print to stderr what a reader wants to know and a program does not."""
    print(neutral(text), file=sys.stderr, flush=True)


def emit_json(value: Any) -> None:
    """Print a value as JSON to stdout; what a terminal might obey is written as an escape."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text), file=sys.stdout)


def terminal_columns() -> int:
    """Return how wide output may be: the terminal's width, or 100 where stdout is no terminal."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
