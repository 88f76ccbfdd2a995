"""From the command line to the screens: only where there is a terminal to show them in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sem.i18n import gettext as _

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.tui.app import Assess


def open_screens(session: Session, assess: Assess | None = None) -> int:
    """Run the screens until the user leaves them, and return the exit code.

    Args:
        session: The surroundings of this run.
        assess: Whom to start with right away; None opens the home screen.

    Raises:
        UsageError: stdin or stdout is no terminal.
    """
    require_terminal()
    from sem.tui.app import run_app

    return run_app(
        lambda: session.store,
        settings=session.settings,
        settings_file=session.settings_file,
        assess=assess,
        clock=session.today,
    )


def require_terminal() -> None:
    """Do nothing in a terminal.

    Raises:
        UsageError: stdin or stdout is none.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise click.UsageError(
            _("This is no terminal, so the screens can't open.")
            + " "
            + _("Answer with `sem assess TEAM --plain`, or see `sem --help`.")
        )
