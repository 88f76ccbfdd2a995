"""The one typeface of the figures: what it can show, how wide a text is, and which size makes a text fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sem.charts.terminal.cells import break_lines, clean, widest_piece

UNITS_PER_POINT = 100 / 72
"""Figures are laid out in hundredths of an inch, and letters are measured in points."""
LEADING = 1.3
"""Distance between lines, in sizes."""
ASCENT, DESCENT = 0.76, 0.24
"""How far letters reach above and below the line, in sizes."""
CAPITAL = 0.73
"""How high capitals and digits are, in sizes."""

Outline = tuple[Any, Any]
"""Arrays of the corners of a path and of what each is, as matplotlib has them."""

_MISSING = "\u25a1"
_MOST_MARKS = 1
# Up to here letters stand side by side, moved only by kerning; beyond they may join, turn around or sit on each other.
_LAST_SIMPLE = "\u02af"
_SLACK = 1.02
"""How much wider than measured a line may come out, by kerning and by rounding to pixels."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as lines of one size.

    Args:
        size: In points.
        width: Of the widest line, in units.
        height: Of all lines, in units.
    """

    lines: tuple[str, ...]
    size: float
    bold: bool
    width: float
    height: float


@cache
def font_file(bold: bool) -> Path:
    """Return the font that matplotlib brings along: the only one that is the same on every machine."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


class _Metrics:
    """What one of the fonts has, and how wide that is in sizes."""

    def __init__(self, bold: bool) -> None:
        from matplotlib.ft2font import FT2Font, LoadFlags

        self._font = FT2Font(str(font_file(bold)))
        self._font.set_size(100, 72)
        self._unhinted = LoadFlags.NO_HINTING
        self._advances: dict[str, float] = {}
        self._glyphs: dict[str, tuple[Any, Any, Any]] = {}
        self._kerning: dict[tuple[Any, Any], float] = {}

    def has(self, character: str) -> bool:
        return self._font.get_char_index(ord(character)) != 0

    def advance(self, character: str) -> float:
        found = self._advances.get(character)
        if found is None:
            found = self._font.load_char(ord(character), flags=self._unhinted).linearHoriAdvance / 65536 / 100
            self._advances[character] = found
        return found

    def width(self, text: str) -> float:
        if max(text, default="") <= _LAST_SIMPLE:
            return sum(map(self.advance, text))
        self._font.set_text(text, 0, flags=self._unhinted)
        return self._font.get_width_height()[0] / 64 / 100

    def outline(self, text: str) -> Outline:
        """Return the letters side by side, closer together where the typeface says so."""
        import numpy

        vertices, codes, x, before = [], [], 0.0, None
        for character in text:
            glyph, own, kinds = self._glyph(character)
            x += self._closer(before, glyph)
            before = glyph
            if len(kinds):
                vertices.append(numpy.add(own, (x, 0.0)))
                codes.append(kinds)
            x += self.advance(character) * 100
        if not vertices:
            return numpy.empty((0, 2)), numpy.empty(0, dtype=numpy.uint8)
        return numpy.concatenate(vertices), numpy.concatenate(codes)

    def _glyph(self, character: str) -> tuple[Any, Any, Any]:
        found = self._glyphs.get(character)
        if found is None:
            glyph = self._font.get_char_index(ord(character))
            self._font.load_char(ord(character), flags=self._unhinted)
            found = self._glyphs[character] = glyph, *self._font.get_path()
        return found

    def _closer(self, left: Any, right: Any) -> float:
        found = self._kerning.get((left, right))
        if found is None:
            from matplotlib.ft2font import Kerning

            found = self._font.get_kerning(left, right, Kerning.UNFITTED) / 64 if left else 0.0
            self._kerning[left, right] = found
        return found


@cache
def _metrics(bold: bool) -> _Metrics:
    return _Metrics(bold)


@lru_cache(1024)
def printable(text: str) -> str:
    """Return a text from anywhere as one line that the typeface can show; □ stands for what it can not.

    At most one mark sits on a letter, so that no pile of marks reaches the line above.
    """
    fonts = [_metrics(bold) for bold in (False, True)]
    kept: list[str] = []
    marks = 0
    for character in clean(text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > _MOST_MARKS:
            continue
        if all(font.has(character) for font in fonts):
            kept.append(character)
            continue
        simpler = unicodedata.normalize("NFKC", character)
        shown = all(font.has(part) for part in simpler for font in fonts)
        kept.append(simpler if shown else "" if marks else _MISSING)
    return " ".join("".join(kept).split())


def lacking(text: str) -> str:
    """Return the characters of a text for which □ stands in a figure, each once."""
    return "".join(dict.fromkeys(one for one in clean(text) if one != _MISSING and printable(one) == _MISSING))


@lru_cache(4096)
def _width(text: str, bold: bool) -> float:
    # Looking for the largest letters that fit asks for the same texts again and again.
    return _metrics(bold).width(text)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a printable text of a size in points is, in units."""
    return _width(text, bold) * size * UNITS_PER_POINT


def outlines(text: str, bold: bool = False) -> Outline | None:
    """Return the outlines of a printable text, a hundred units to the size; None where its letters join or turn."""
    return _metrics(bold).outline(text) if max(text, default="") <= _LAST_SIMPLE else None


def room_for(text: str, size: float, bold: bool = False) -> float:
    """Return how much room a printable text of a size in points may take, in units."""
    return text_width(text, size, bold) * _SLACK


def line_height(size: float) -> float:
    """Return the distance between lines of a size in points, in units."""
    return size * UNITS_PER_POINT * LEADING


def lay_out(text: str, size: float, width: float, bold: bool = False) -> Fitted:
    """Return a printable text of one size as lines of at most `width` units."""

    def measure(part: str) -> float:
        return room_for(part, size, bold)

    lines = break_lines(text, width, measure)
    return Fitted(lines, size, bold, max(map(measure, lines)), len(lines) * line_height(size))


def fit(
    text: str, sizes: Sequence[float], width: float, height: float, *, bold: bool = False, most_lines: int = 3
) -> Fitted:
    """Return a printable text in the largest of `sizes` that fits without breaking a word.

    If none does, words are broken, and if that does not fit either the text gets as small as it must: never cut.
    """
    for size in sizes:
        if widest_piece(text, lambda part, at=size: room_for(part, at, bold)) <= width:  # type: ignore[misc]
            fitted = lay_out(text, size, width, bold)
            if len(fitted.lines) <= most_lines and fitted.height <= height:
                return fitted
    for size in sizes:
        fitted = lay_out(text, size, width, bold)
        if fitted.height <= height:
            return fitted
    while fitted.height > height and size > 0.5:
        size *= 0.9
        fitted = lay_out(text, size, width, bold)
    return fitted
