"""Loads matplotlib without the manual that it writes for each of its classes, which nobody reads in this program."""

from __future__ import annotations

import sys
from typing import Any


def load() -> None:
    """Load what draws a figure, unless it is loaded already.

    While its classes are made matplotlib looks up every property of each, and lists them in their documentation: a
    quarter of all the time that loading takes, for texts that only a programmer's help would show.
    """
    if "matplotlib.figure" in sys.modules:
        return
    from matplotlib import artist

    listed = getattr(artist, "kwdoc", None)
    if listed is not None:
        artist.kwdoc = _nothing
    try:
        import matplotlib.figure  # noqa: F401
    finally:
        if listed is not None:
            artist.kwdoc = listed


def _nothing(artist: Any) -> str:
    return ""
