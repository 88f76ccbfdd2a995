"""The colours of the figures: greys, one dark tone for scores, and one accent that means "lowest"."""

from __future__ import annotations

INK = "#1f2933"
"""Texts."""
GREY = "#56626d"
"""Texts that explain, and everything without a score; 6:1 on white."""
RULE = "#c3ccd4"
"""Rings, rulers and lines between rows."""
FAINT = "#e6eaee"
"""Lines that only lead the eye."""
SCORE = "#2c4a5e"
"""Outlines and marks of scores; dark when printed grey."""
ACCENT = "#9a3412"
"""The lowest areas, which also have a mark and bold letters of their own: colour never says it alone."""

_LOW_SHADE, _HIGH_SHADE = (0xF1, 0xF4, 0xF6), (0x2C, 0x4A, 0x5E)


def shade(share: float) -> str:
    """Return the tone for a share of the scale, 0 for the lowest level up to 1 for the highest: light to dark."""
    parts = (round(low + (high - low) * share) for low, high in zip(_LOW_SHADE, _HIGH_SHADE, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
