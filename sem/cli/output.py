"""What the command line prints: data on stdout, narration on stderr, and nothing a terminal would obey."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import Any

from sem.errors import ExportError
from sem.files import reason
from sem.i18n import gettext as _
from sem.reports.lines import REPLACEMENT, UNSAFE, neutral

_HALF = re.compile("[\ud800-\udfff]")


def emit(text: str = "") -> None:
    """Print data to stdout, at once: a program at the other end may work on each line as it comes.

    Raises:
        BrokenPipeError: Whoever read it is gone.
        ExportError: It can't be written.
    """
    _print(neutral(text))


def emit_document(text: str) -> None:
    """Print the content of a file to stdout, as `emit` does; in UTF-8, whatever the terminal is set to."""
    _speak_utf8()
    emit(text)


def emit_json(value: Any) -> None:
    """Print a value as JSON to stdout, as `emit_document` does; what a terminal might obey is written as an escape.

    Half a character, which stands for a byte of a path that is no UTF-8, is no JSON to many programs: it becomes �.
    """
    import json

    _speak_utf8()
    text = _HALF.sub(REPLACEMENT, json.dumps(value, ensure_ascii=False, indent=2))
    _print(UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def narrate(text: str = "") -> None:
    """Print to stderr what a reader wants to know and a program does not; without a reader it is no loss."""
    if sys.stderr is None:
        # print() would take stdout instead, where it is no data.
        return
    with suppress(OSError):
        print(neutral(text), file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _print(text: str) -> None:
    if sys.stdout is None:
        raise ExportError(_("The output can't be written: {why}.").format(why=_("stdout is closed")))
    try:
        print(text, file=sys.stdout, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(_("The output can't be written: {why}.").format(why=reason(error))) from None


def terminal_columns() -> int:
    """Return how wide output may be: the terminal's width, or 100 where stdout is no terminal."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
