"""Asks before what can't be undone; a script answers beforehand."""

from __future__ import annotations

import sys

import click

from sem.cli.output import narrate
from sem.i18n import gettext as _


def agreed(question: str) -> bool:
    """Ask on stderr and return whether the answer is yes.

    Raises:
        UsageError: Nobody is there to answer.
    """
    narrate(_("{question} Type y for yes:").format(question=question))
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer:
        raise click.UsageError(_("Nobody answers. Add --yes to do it without being asked."))
    return answer.strip().lower() in ("y", "yes", "j", "ja")
