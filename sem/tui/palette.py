"""The command palette: everything the registry offers on the screen below it, in the user's language."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from sem.i18n import gettext as _
from sem.tui.actions import Action, commands_at

if TYPE_CHECKING:
    from sem.tui.app import SemApp


class ActionProvider(Provider):
    """Finds actions by their title, and shows what each does."""

    @property
    def _actions(self) -> tuple[Action, ...]:
        return commands_at(getattr(self.screen, "SCOPE", None))

    def _run(self, action: Action) -> partial[Coroutine[Any, Any, None]]:
        return partial(cast("SemApp", self.app).run_registered, action, self.screen)

    async def discover(self) -> Hits:
        """Yield every action, in the order of the registry."""
        for action in self._actions:
            yield DiscoveryHit(self._title(action), self._run(action), _(action.title), _(action.help))

    async def search(self, query: str) -> Hits:
        """Yield the actions that fit what was typed."""
        matcher = self.matcher(query)
        for action in self._actions:
            score = matcher.match(_(action.title))
            if score > 0:
                yield Hit(score, matcher.highlight(_(action.title)), self._run(action), _(action.title), _(action.help))

    @staticmethod
    def _title(action: Action) -> str:
        return f"{_(action.title)}  ({action.keys_shown})"
