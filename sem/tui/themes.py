"""The two themes, dark and light: greys, and one accent that always means "your score" or "where you are"."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme

_SHARED = {
    "block-cursor-text-style": "none",
    "block-cursor-blurred-text-style": "none",
    "input-cursor-text-style": "reverse",
}


def _heat(*colours: str) -> dict[str, str]:
    """Return the shades of a heat map, from the lowest level to the highest; text stays readable on each."""
    return {f"heat-{level}": colour for level, colour in enumerate(colours, 1)}


DARK = Theme(
    name="sem-dark",
    dark=True,
    primary="#9aa7b8",
    secondary="#7c8898",
    accent="#f0b429",
    foreground="#dfe4ea",
    background="#14171c",
    surface="#14171c",
    panel="#20252d",
    success="#7fb685",
    warning="#f0b429",
    error="#f07167",
    variables={
        **_SHARED,
        "muted": "#98a3b1",
        "faint": "#5d6876",
        "raised": "#20252d",
        "tint": "#2b2619",
        **_heat("#1a1e24", "#252420", "#3a3020", "#574117", "#7a5a12"),
        "block-cursor-foreground": "#dfe4ea",
        "block-cursor-background": "#2a313b",
        "block-cursor-blurred-foreground": "#dfe4ea",
        "block-cursor-blurred-background": "#20252d",
        "block-hover-background": "#1c2128",
        "input-selection-background": "#46566b",
        "scrollbar": "#343c48",
        "scrollbar-background": "#14171c",
        "scrollbar-hover": "#5d6876",
        "scrollbar-active": "#98a3b1",
        "border": "#5d6876",
        "border-blurred": "#343c48",
    },
)

LIGHT = Theme(
    name="sem-light",
    dark=False,
    primary="#4a5666",
    secondary="#657182",
    accent="#a34a00",
    foreground="#1d232b",
    background="#fbfaf8",
    surface="#fbfaf8",
    panel="#efece7",
    success="#2f6b3a",
    warning="#a34a00",
    error="#b3261e",
    variables={
        **_SHARED,
        "muted": "#5a6472",
        "faint": "#9aa0a8",
        "raised": "#efece7",
        "tint": "#f7ead9",
        **_heat("#f6f3ee", "#f5e8d6", "#f3d9b8", "#efc796", "#e9b171"),
        "block-cursor-foreground": "#1d232b",
        "block-cursor-background": "#e6e1d8",
        "block-cursor-blurred-foreground": "#1d232b",
        "block-cursor-blurred-background": "#efece7",
        "block-hover-background": "#f3f0eb",
        "input-selection-background": "#c9d4e2",
        "scrollbar": "#d5cfc5",
        "scrollbar-background": "#fbfaf8",
        "scrollbar-hover": "#9aa0a8",
        "scrollbar-active": "#5a6472",
        "border": "#9aa0a8",
        "border-blurred": "#d5cfc5",
    },
)

THEMES = (DARK, LIGHT)


_SIXTEEN = {
    DARK.name: {"accent": "#ffff00", "raised": "#7f7f7f", "muted": "#c0c0c0", "faint": "#c0c0c0"},
    LIGHT.name: {"accent": "#0000ee", "raised": "#c0c0c0", "muted": "#7f7f7f", "faint": "#7f7f7f"},
}
"""What the greys and the accent become where a terminal rounds every colour to one of sixteen."""


def for_sixteen_colours(theme: Theme) -> Theme:
    """Return the theme for a terminal of sixteen colours, in which no two that must differ are rounded to the same."""
    colours = _SIXTEEN[theme.name]
    cursor = {"block-cursor-background": colours["raised"], "block-cursor-blurred-background": colours["raised"]}
    # Five shades of one colour would be rounded to two: there the characters tell them apart.
    heat = _heat(*[theme.background or "#000000"] * 5)
    variables = {**theme.variables, **{key: colours[key] for key in ("raised", "muted", "faint")}, **cursor, **heat}
    return replace(theme, accent=colours["accent"], panel=colours["raised"], variables=variables)


def theme_name(setting: str) -> str:
    """Return the name of the theme for the setting ``dark`` or ``light``."""
    return LIGHT.name if setting == "light" else DARK.name
