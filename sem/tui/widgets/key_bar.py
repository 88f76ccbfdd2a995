"""The footer: the most used keys of a screen, from the action registry; a click does what the key does."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widget import Widget

from sem.i18n import gettext as _
from sem.tui.actions import Action, Scope, footer_actions
from sem.tui.text import cell_width

_GAPS = ("   ", "  ")
"""What stands between two keys: the first where all keys fit with it, else the second."""


def own_title(action: Action) -> str:
    """Return what an action is called in a footer, whatever the screen shows."""
    return _(action.label or action.title)


class KeyBar(Widget):
    """As many keys as fit on one line; the help, which tells the rest, is always among them.

    Args:
        scope: Whose keys it shows.
        title: Returns what an action is called at this moment; nothing where it would do nothing.
    """

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; padding: 0 2; }
    KeyBar.-behind { visibility: hidden; }
    """

    def __init__(self, scope: Scope, title: Callable[[Action], str] = own_title) -> None:
        super().__init__()
        self._scope, self._title = scope, title
        self._zones: list[tuple[range, Action]] = []

    @property
    def shown(self) -> tuple[Action, ...]:
        """The actions that fit."""
        return self._fitting(self.content_size.width)[0]

    def _fitting(self, width: int) -> tuple[tuple[Action, ...], str]:
        """Return the actions that fit, and what stands between them."""
        shown = [action for action in footer_actions(self._scope) if self._title(action)]
        for gap in _GAPS:
            if self._width(shown, gap) <= width:
                return tuple(shown), gap
        while len(shown) > 1 and self._width(shown, gap) > width:
            # The help comes last and stays.
            places = range(len(shown) - 1)
            del shown[max(places, key=lambda place: (shown[place].yields, place))]
        return tuple(shown), gap

    def _width(self, actions: list[Action], gap: str) -> int:
        return cell_width(gap.join(map(self._words, actions)))

    def render(self) -> Content:
        """Return the line, and remember where each key is."""
        parts: list[str | tuple[str, str]] = []
        self._zones = []
        x = 0
        shown, gap = self._fitting(self.content_size.width)
        for action in shown:
            if parts:
                parts.append(gap)
                x += len(gap)
            parts += [(action.keys_shown, "bold"), (f" {self._title(action)}", "$muted")]
            width = cell_width(self._words(action))
            self._zones.append((range(x, x + width), action))
            x += width
        return Content.assemble(*parts)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does; keys that stand for a choice need the keyboard."""
        at = event.get_content_offset(self)
        for zone, action in self._zones:
            if at is not None and at.x in zone and not action.with_key:
                event.stop()
                await self.app.run_action(action.call(action.keys[0]), self.screen)

    def _words(self, action: Action) -> str:
        return f"{action.keys_shown} {self._title(action)}"
