"""From the command line to the screens: only where there is a terminal to show them in."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from sem.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from sem.cli.session import Session
    from sem.store import Store
    from sem.tui.app import Assess
    from sem.tui.respondent_app import Seat


def open_screens(session: Session, assess: Assess | None = None) -> int:
    """Run the screens until the user leaves them, and return the exit code.

    Args:
        session: The surroundings of this run.
        assess: Whom to start with right away; None opens the home screen.

    Raises:
        UsageError: There is no terminal to show them in.
    """
    require_terminal()
    from sem.tui.app import run_app

    return run_app(
        _opening(session),
        settings=session.settings,
        settings_file=session.settings_file,
        assess=assess,
        clock=session.today,
    )


def open_questions(session: Session, seat: Seat) -> int:
    """Run the questions of one round, and nothing else, until the respondent leaves them; return the exit code.

    Raises:
        UsageError: There is no terminal to show them in.
    """
    require_terminal()
    from sem.tui.file_app import run_file_app

    return run_file_app(
        _opening(session), seat, settings=session.settings, settings_file=session.settings_file
    )  # fmt: skip


def _opening(session: Session) -> Callable[[Callable[[str], object]], Store]:
    """Return what opens the workspace, and from then on tells on the screen what it has to say."""

    def opened(warn: Callable[[str], object]) -> Store:
        session.warn = warn
        return session.store

    return opened


def require_terminal() -> None:
    """Do nothing in a terminal that can show the screens.

    Raises:
        UsageError: stdin, stdout or stderr, on which the screens are drawn, is none, or it can't move its cursor.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        why = _("This is no terminal, so the screens can't open.")
    elif os.environ.get("TERM") == "dumb":
        why = _("This terminal (TERM=dumb) can't show the screens.")
    else:
        return
    raise click.UsageError(why + " " + _("Answer with `sem assess TEAM --plain`, or see `sem --help`."))
