"""How much room a text takes in a terminal: widths in cells, cleaning of user text, wrapping and breaking."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

REPLACEMENT = "\ufffd"
NO_BREAK_SPACE = "\u00a0"

# Wide since Unicode 16, while Python's own table may be older: trigrams, hexagrams and counting rods.
_WIDE_SINCE = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
# Korean vowels and finals that join the consonant before them.
_JOINING = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))
# Terminals disagree on what these do to the character before them: variation selectors, skin tones, Hangul filler.
_DROPPED = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x1F3FB, 0x1F3FF), (0x3164, 0x3164))


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)


@lru_cache(4096)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf", "Cc") or _within(character, _JOINING):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" or _within(character, _WIDE_SINCE) else 1


def cell_width(text: str) -> int:
    """Return how many cells a cleaned text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


@lru_cache(4096)
def _cleaned(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cf" or _within(character, _DROPPED):
        return ""
    return REPLACEMENT if category in ("Cc", "Cs", "Co", "Cn") else character


@lru_cache(1024)
def clean(text: str) -> str:
    """Return a text that takes the same room in every terminal.

    White space becomes single spaces, control and unknown characters a replacement mark; joiners and marks that stand
    alone are dropped, because terminals disagree on their width.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    for character in map(_cleaned, unicodedata.normalize("NFC", text)):
        if character and not (_character_width(character) == 0 and (not kept or kept[-1] == " ")):
            kept.append(character)
    return " ".join("".join(kept).split())


def clusters(text: str) -> list[str]:
    """Return the parts of a cleaned text that share cells: each character with the marks that sit on it."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        if found and _character_width(character) == 0:
            found[-1] += character
        else:
            found.append(character)
    return found


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the unbreakable pieces of a text, each with what joins it to the piece before it on one line."""
    pieces = []
    for word in text.split(" "):
        joint, start = " ", 0
        for at in range(1, len(word) - 1):
            if word[at] in "-/" and word[at - 1] not in "-/":
                pieces.append((joint, word[start : at + 1]))
                joint, start = "", at + 1
        pieces.append((joint, word[start:]))
    return pieces


@lru_cache(1024)
def longest_piece(text: str) -> int:
    """Return the width of the longest part of a cleaned text that should not be broken over two lines."""
    return max((cell_width(piece) for _joint, piece in _pieces(text)), default=0)


def widest_piece(text: str, measure: Callable[[str], float]) -> float:
    """Return what `longest_piece` does, as `measure` measures."""
    return max((measure(piece) for _joint, piece in _pieces(text)), default=0.0)


def break_lines(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Return a cleaned text as lines of at most `width`, as `measure` measures; a longer word is broken, never cut off.

    Words break at spaces, and after a hyphen or slash inside them. A single character wider than a line becomes the
    replacement mark. A no-break space keeps words together, and comes out as a space.
    """
    lines = [""]
    free = width
    for joint, piece in _pieces(text):
        room = measure(joint + piece) if lines[-1] else measure(piece)
        if room <= free:
            lines[-1] += joint + piece if lines[-1] else piece
            free -= room
            continue
        if lines[-1]:
            lines.append("")
            free = width
        if measure(piece) <= free:
            lines[-1] = piece
            free -= measure(piece)
            continue
        for cluster in clusters(piece):
            part = cluster if measure(cluster) <= width else REPLACEMENT
            if measure(part) > free:
                lines.append("")
                free = width
            lines[-1] += part
            free -= measure(part)
    return tuple(line.replace(NO_BREAK_SPACE, " ") for line in lines)


@lru_cache(4096)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return a cleaned text as lines of at most `width` cells (at least 1), as `break_lines` breaks them."""
    return break_lines(text, width, cell_width)
