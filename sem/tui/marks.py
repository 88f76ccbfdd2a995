"""The single characters that carry meaning beside colour: chosen, open, pointed at, last time, done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """One set of characters, each one cell wide."""

    chosen: str
    open: str
    cursor: str
    last_time: str
    done: str
    partly: str
    todo: str
    above: str
    below: str


UNICODE = Marks(
    chosen="●", open="○", cursor="▌", last_time="▸", done="■", partly="◧", todo="□", above="↑", below="↓"
)  # fmt: skip
ASCII = Marks(chosen="*", open="o", cursor="|", last_time=">", done="#", partly="+", todo="-", above="^", below="v")


def marks(charts: str) -> Marks:
    """Return the characters for the setting ``braille``, ``blocks`` or ``ascii``."""
    return ASCII if charts == "ascii" else UNICODE
