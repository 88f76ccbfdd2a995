"""The colours and patterns of the figures: light for screens, dark for dark slides, black on white for printers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

ThemeName = Literal["light", "dark", "print"]


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a figure, as ``#rrggbb``; none of them says anything that a mark, a line or a word does not say.

    Args:
        name: What it is chosen by.
        paper: What everything is drawn on.
        ink: Texts.
        grey: Texts that explain, and everything without a score; at least 5:1 on the paper.
        rule: Rings, rulers and lines between rows.
        faint: Lines that only lead the eye.
        score: Outlines and marks of scores.
        accent: The lowest areas and what is too late, which also have a mark or a hatching of their own.
        low: The tone of the lowest level.
        high: The tone of the highest.
        planned: The fill of what is planned.
        passed: That of what has passed of a step under way.
        done: That of what is done.
        reverse: Texts on `done`, and on tones nearer to `high`.
        slack: The hatching of slack.
        still: The fill of what stays.
        patterns: Whether levels are told apart by hatching instead of by tones.
    """

    name: ThemeName
    paper: str
    ink: str
    grey: str
    rule: str
    faint: str
    score: str
    accent: str
    low: str
    high: str
    planned: str
    passed: str
    done: str
    reverse: str
    slack: str
    still: str
    patterns: bool = False

    def shade(self, share: float) -> str:
        """Return the tone for a share of the scale, 0 for the lowest level up to 1 for the highest."""
        ends = zip(_parts(self.low), _parts(self.high), strict=True)
        return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in ends)

    def on(self, share: float) -> str:
        """Return the colour of a text that can be read on `shade` of a share.

        Of black and white one has a contrast of 4.5 with any colour; of softer ones in the middle neither has.
        """
        ground = luminance(self.shade(share))
        return max(("#000000", "#ffffff"), key=lambda colour: _contrast(luminance(colour), ground))


LIGHT = Theme(
    "light", paper="#ffffff", ink="#1f2933", grey="#56626d", rule="#c3ccd4", faint="#e6eaee", score="#2c4a5e",
    accent="#9a3412", low="#f1f4f6", high="#2c4a5e", planned="#cfdae3", passed="#7d99ac", done="#2c4a5e",
    reverse="#ffffff", slack="#9aa8b4", still="#dbe3ea",
)  # fmt: skip
DARK = Theme(
    "dark", paper="#151b21", ink="#edf1f4", grey="#a9b6c1", rule="#4a5763", faint="#29333c", score="#9cc7e3",
    accent="#f2a679", low="#222b33", high="#9cc7e3", planned="#33434f", passed="#5f8199", done="#9cc7e3",
    reverse="#151b21", slack="#62717e", still="#2f3b45",
)  # fmt: skip
PRINT = Theme(
    "print", paper="#ffffff", ink="#000000", grey="#3d3d3d", rule="#8c8c8c", faint="#d4d4d4", score="#000000",
    accent="#000000", low="#ffffff", high="#4d4d4d", planned="#e2e2e2", passed="#8f8f8f", done="#262626",
    reverse="#ffffff", slack="#8c8c8c", still="#e2e2e2", patterns=True,
)  # fmt: skip
THEMES: Mapping[ThemeName, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def in_colours(theme: Theme, colour: str, accent: str) -> Theme:
    """Return a theme with the colours of an organisation; they must be readable on its paper.

    Args:
        theme: What everything else is from.
        colour: Of scores, as ``#rrggbb``.
        accent: Of the lowest areas and what is too late.
    """
    return replace(theme, score=colour, high=colour, done=colour, accent=accent)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return how light a colour is, 0 to 1, as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
