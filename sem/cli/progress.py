"""Tells whoever waits at a terminal how far reading many teams is."""

from __future__ import annotations

import sys

from sem.cli.output import narrate
from sem.i18n import gettext as _

_EVERY = 20
"""Teams; who has no more is not kept waiting."""


class Teller:
    """Says now and then on stderr how many teams have been read, where that is a terminal.

    Args:
        total: How many there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._waits = total > _EVERY and sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        """Say it, if it is time to."""
        if self._waits and done % _EVERY == 0:
            narrate(_("{n} of {total} teams read").format(n=done, total=self._total))
