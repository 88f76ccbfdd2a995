"""One thing that a user can do: where it holds, which keys it has, and how a key is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sem.i18n import gettext as _
from sem.i18n import mark as N_


class Scope(StrEnum):
    """Where an action holds: everywhere, or on one screen."""

    APP = "app"
    HOME = "home"
    RUNNER = "runner"
    RESULTS = "results"
    ROADMAP = "roadmap"
    AMBITION = "ambition"
    COLLECTING = "collecting"
    BUILDING = "building"
    VOTING = "voting"
    CHOOSING = "choosing"
    EXPERIMENTS = "experiments"
    OVER_TIME = "over-time"
    TEAMS = "teams"
    CHOOSE_TEAMS = "choose-teams"
    DISCUSS = "discuss"
    BALLOT = "ballot"
    WRAP_UP = "wrap-up"
    EVIDENCE = "evidence"
    OUTCOMES = "outcomes"
    BRIEFING = "briefing"
    DIALOG = "dialog"
    FORM = "form"
    TEXT = "text"
    CONFIRM = "confirm"
    NOTE = "note"
    OVERVIEW = "overview"
    READING = "reading"
    AREA = "area"
    SUMMARY = "summary"
    FINISH = "finish"
    START = "start"
    PALETTE = "palette"


SCOPE_TITLES = {
    Scope.APP: N_("Everywhere"),
    Scope.HOME: N_("Teams"),
    Scope.RUNNER: N_("Answering"),
    Scope.RESULTS: N_("Results"),
    Scope.ROADMAP: N_("Roadmap"),
    Scope.AMBITION: N_("Ambition"),
    Scope.COLLECTING: N_("Ideas"),
    Scope.BUILDING: N_("Ideas"),
    Scope.VOTING: N_("Ideas"),
    Scope.CHOOSING: N_("Ideas"),
    Scope.EXPERIMENTS: N_("Experiments"),
    Scope.OVER_TIME: N_("Over time"),
    Scope.TEAMS: N_("Teams side by side"),
    Scope.CHOOSE_TEAMS: N_("Choosing teams"),
    Scope.BALLOT: N_("Votes"),
    Scope.DISCUSS: N_("Discussing"),
    Scope.WRAP_UP: N_("At the end of the session"),
    Scope.EVIDENCE: N_("Evidence"),
    Scope.OUTCOMES: N_("What customers notice"),
    Scope.BRIEFING: N_("Before you begin"),
    Scope.DIALOG: N_("Windows"),
    Scope.FORM: N_("Windows"),
    Scope.TEXT: N_("Windows"),
    Scope.CONFIRM: N_("Questions"),
    Scope.NOTE: N_("Note"),
    Scope.OVERVIEW: N_("Overview"),
    Scope.READING: N_("Reading"),
    Scope.AREA: N_("An area"),
    Scope.SUMMARY: N_("At the end"),
    Scope.FINISH: N_("At the end"),
    Scope.START: N_("Before the questions"),
    Scope.PALETTE: N_("Commands"),
}

SCREENS = (
    Scope.HOME,
    Scope.RUNNER,
    Scope.RESULTS,
    Scope.ROADMAP,
    Scope.AMBITION,
    Scope.BUILDING,
    Scope.VOTING,
    Scope.CHOOSING,
    Scope.EXPERIMENTS,
    Scope.OVER_TIME,
    Scope.TEAMS,
    Scope.DISCUSS,
)
"""The scopes that are whole screens; the others keep most keys to themselves, because they are windows or one types
in them."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a user can do.

    Args:
        name: The method ``action_…`` of the screen or the app of its scope.
        keys: The keys it has, as Textual calls them; the first is the one shown.
        title: What it is called in the palette and the help.
        help: What it does, in a sentence.
        footer: Its place in the footer, from the left; 0 where it is not shown there.
        label: What the footer calls it, where that is shorter than the title.
        yields: How soon it gives way where the footer is full: the highest first, of equal ones the rightmost.
        with_key: Whether the method is given the key that was pressed.
        palette: Whether it is offered in the command palette, which opens over whole screens only.
        everywhere: Whether its keys go before those of a dialog or an input field.
    """

    scope: Scope
    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    footer: int = 0
    label: str = ""
    yields: int = 0
    with_key: bool = False
    palette: bool = True
    everywhere: bool = False

    @property
    def id(self) -> str:
        """Its permanent name: scope and name."""
        return f"{self.scope}.{self.name}"

    def call(self, key: str) -> str:
        """Return the action string for a press of `key`."""
        prefix = "app." if self.scope is Scope.APP else ""
        return f"{prefix}{self.name}('{key}')" if self.with_key else f"{prefix}{self.name}"

    @property
    def keys_shown(self) -> str:
        """The keys as one reads them on a keyboard; several digits as a range."""
        if self.with_key and len(self.keys) > 1:
            digits = "".join(self.keys).isdigit()
            return f"{self.keys[0]}–{self.keys[-1]}" if digits else " ".join(map(key_name, self.keys))
        return key_name(self.keys[0])


_KEY_NAMES = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "backspace": N_("Backspace"),
    "delete": N_("Del"),
    "space": N_("Space"),
    "tab": N_("Tab"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    # The key for yes is the first letter of the word for it.
    "y": N_("y"),
}


def key_name(key: str) -> str:
    """Return a key as it is printed on a keyboard."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    if key in _KEY_NAMES:
        return _(_KEY_NAMES[key])
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key
