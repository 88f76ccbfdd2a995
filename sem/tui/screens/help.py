"""The help: what every key does on a screen, straight from the action registry."""

from __future__ import annotations

from sem.i18n import gettext as _
from sem.tui.actions import SCOPE_TITLES, Action, Scope, actions_of, key_name
from sem.tui.screens.reading import Paragraph, ReadingDialog


class HelpDialog(ReadingDialog):
    """Tells the keys of a screen, and those that work everywhere in the app."""

    def __init__(self, scope: Scope, everywhere: tuple[Action, ...] = actions_of(Scope.APP)) -> None:
        super().__init__(lambda: (_("What the keys do"), help_paragraphs(scope, everywhere)))


def help_paragraphs(scope: Scope, everywhere: tuple[Action, ...] = actions_of(Scope.APP)) -> list[Paragraph]:
    """Return the keys of one scope and of all screens, each with what it does."""
    paragraphs: list[Paragraph] = []
    for at, actions in {scope: actions_of(scope), Scope.APP: everywhere}.items():
        paragraphs.append(_(SCOPE_TITLES[at]))
        for action in actions:
            keys = action.keys_shown if action.with_key else " ".join(map(key_name, action.keys))
            paragraphs.append((keys, _(action.help)))
    return paragraphs
