"""The themes: every text can be read on what it stands on, also where a terminal has sixteen colours."""

from __future__ import annotations

import pytest
from rich.color import Color as TerminalColour
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from sem.tui.themes import DARK, LIGHT, THEMES, for_sixteen_colours, theme_name

LEAST_FOR_TEXT = 4.5
"""The contrast that WCAG 2 asks of text."""


def colour(theme: Theme, name: str) -> str:
    return theme.variables.get(name) or str(getattr(theme, name))


def luminance(colour: str) -> float:
    """Return the relative luminance, as WCAG 2 defines it for sRGB."""
    parts = (part / 255 for part in Color.parse(colour).rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def rounded(colour: str) -> int | None:
    return TerminalColour.parse(colour).downgrade(ColorSystem.STANDARD).number


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "raised", "tint", "block-cursor-background"])
@pytest.mark.parametrize("text", ["foreground", "muted", "accent", "error"])
def test_every_text_can_be_read_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(colour(theme, text), colour(theme, ground)) >= LEAST_FOR_TEXT


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_with_sixteen_colours_what_must_differ_differs(theme: Theme) -> None:
    few = for_sixteen_colours(theme)
    names = ("background", "raised", "muted", "foreground", "accent", "error")
    found = {name: rounded(colour(few, name)) for name in names}
    texts = [found[name] for name in ("foreground", "muted", "accent", "error")]
    assert len({found["accent"], found["error"], found["foreground"]}) == 3
    for ground in ("background", "raised"):
        assert found[ground] not in texts
    assert found["background"] != found["raised"]
    assert few.name == theme.name


def test_the_setting_chooses_the_theme() -> None:
    assert theme_name("light") == LIGHT.name
    assert theme_name("dark") == DARK.name
