"""The process behind one browser tab: reads from stdin who answers what, and runs the questions: `-m sem.web.child`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

MOST_MEMORY = 2 << 30
"""Bytes; many times what the questions need, so that a window said to be huge harms nobody else."""


def main() -> int:
    """Run the questions until the respondent is done or the tab is gone; return the exit code."""
    from sem.content.library import shipped_bytes
    from sem.i18n import parse_language, set_language
    from sem.settings import Settings
    from sem.store import open_store
    from sem.tui.base_app import log_error
    from sem.tui.endings import remembered_endings
    from sem.tui.respondent_app import RespondentApp, Seat

    given = _first_line()
    state = Path(given["state"])
    look = given["look"]
    set_language(parse_language(look["language"]) or "en")
    _limit_memory()
    store = open_store(Path(given["data"]), state, spares=shipped_bytes)
    app = RespondentApp(store, Seat(**given["seat"]), settings=Settings(**look), tell=lambda said: _tell(app, said))
    try:
        with remembered_endings() as app.endings:
            app.run()
    except Exception:
        log_error(state)
        return 1
    finally:
        app.close()
    return app.return_code or 0


def _first_line() -> dict[str, Any]:
    """Return what the first line of stdin says, and leave all that follows to the app.

    What is said there is in no list of processes and in no environment.
    """
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            raise SystemExit(1)
        line += byte
    return cast("dict[str, Any]", json.loads(line))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _tell(app: Any, said: Mapping[str, object]) -> None:
    """Tell the server something; the app of a browser tab has Textual's web driver."""
    app._driver.write_meta(dict(said))


if __name__ == "__main__":
    sys.exit(main())
