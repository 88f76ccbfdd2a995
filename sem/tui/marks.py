"""The single characters that carry meaning beside colour: chosen, pointed at, last time, answered, open."""

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
    dont_know: str
    not_applicable: str
    todo: str
    above: str
    below: str


UNICODE = Marks(
    chosen="●", open="○", cursor="▌", last_time="▸",
    done="■", partly="◧", dont_know="?", not_applicable="–", todo="□", above="↑", below="↓",
)  # fmt: skip
ASCII = Marks(
    chosen="*", open="o", cursor="|", last_time=">",
    done="#", partly="+", dont_know="?", not_applicable="-", todo=".", above="^", below="v",
)  # fmt: skip


def marks(charts: str) -> Marks:
    """Return the characters for the setting ``braille``, ``blocks`` or ``ascii``."""
    return ASCII if charts == "ascii" else UNICODE
