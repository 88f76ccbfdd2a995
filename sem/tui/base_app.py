"""What every app of ours does: preferences, themes, keys one at a time, and no ending in a traceback."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast, get_args

from rich.text import Text
from textual import events
from textual.app import App

from sem.i18n import Language, language, set_language
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.settings import ChartCharacters, Settings, state_folder
from sem.tui.actions import Action, Scope, actions_of
from sem.tui.endings import listen_to_endings, remembered_endings
from sem.tui.screens.base import Dialog, SemScreen
from sem.tui.themes import THEMES, for_sixteen_colours, theme_name
from sem.tui.typing import OneAtATime

if TYPE_CHECKING:
    from sem.errors import SemError
    from sem.store import Store

Read = TypeVar("Read")
Clock = Callable[[], date]
Opening = Callable[[Callable[[str], object]], "Store"]
"""Opens the store, given what tells the user something although nothing failed."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
LOG = "sem.log"
_CHARACTERS: dict[ChartCharacters, str] = {
    "braille": N_("fine dots"),
    "blocks": N_("blocks"),
    "ascii": N_("plain letters"),
}


class BaseApp(App[int]):
    """An app on a store.

    Args:
        store: Where everything is kept; or how to open it, which then waits until after the first frame.
        settings: What the user prefers.
        clock: Tells which day it is.

    Attributes:
        endings: Exit codes of signals that came before the app listened to them.
    """

    TITLE = "sem"
    # The name of a file is read only where it stands on one line.
    DEFAULT_CSS = "BaseApp Toast { width: 66; max-width: 95%; }"
    ENABLE_COMMAND_PALETTE = False
    EVERYWHERE: ClassVar[tuple[Action, ...]] = actions_of(Scope.APP)
    """What one can do on all screens of the app."""

    def __init__(self, store: Store | Opening, *, settings: Settings, clock: Clock = date.today) -> None:
        super().__init__()
        self.preferences = settings
        self.clock = clock
        self.endings: list[int] = []
        self._open: Callable[[], Store] = (lambda: store(self.warn)) if callable(store) else lambda: store
        self._warned: set[str] = set()
        self._store_turn = threading.Lock()
        sixteen = self.console.color_system == "standard"
        for theme in THEMES:
            self.register_theme(for_sixteen_colours(theme) if sixteen else theme)
        self.theme = theme_name(settings.theme)
        # A scroll still under way would take the field that one has gone on to out of sight again.
        self.animation_level = "none"
        self._typing = OneAtATime(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Pass events on; what is typed, one at a time."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typing.take(event)
        else:
            await super().on_event(event)

    def on_mount(self) -> None:
        """Listen to what ends a program."""
        if not self.is_headless:
            listen_to_endings(lambda code: self.exit(None, code), keyboard=not self.is_web, early=self.endings)

    @property
    def charts(self) -> ChartCharacters:
        """The characters to draw charts with."""
        return cast(ChartCharacters, self.preferences.charts)

    async def in_thread(self, work: Callable[[Store], Read]) -> Read:
        """Do something with the store in a thread, one such thing at a time, while the screen stays alive."""

        def alone() -> Read:
            with self._store_turn:
                return work(self._open())

        return await asyncio.to_thread(alone)

    def tell(self, error: SemError) -> None:
        """Show what went wrong and what to do, until it has been read."""
        from sem.errors import ExportError
        from sem.tui.screens.problem import ProblemDialog

        if isinstance(error, ExportError):
            # There is no folder to choose on the screens.
            advice = _("“sem export --out” on the command line writes in any folder.")
            error = ExportError(error.message, advice, error.problems)
        self.push_screen(ProblemDialog(error))

    def warn(self, text: str) -> None:
        """Show once what the user should know although nothing failed; may be called from any thread."""
        if text not in self._warned:
            self._warned.add(text)
            self.call_later(self.notify, text, severity="warning", markup=False, timeout=20)

    def action_help(self) -> None:
        """Show what every key does on this screen."""
        from sem.tui.screens.help import HelpDialog

        scope = getattr(self.screen, "SCOPE", None)
        if isinstance(scope, Scope):
            self.push_screen(HelpDialog(scope, self.EVERYWHERE))

    def action_switch_language(self) -> None:
        """Use the other language from now on."""
        code: Language = "en" if language() == "nl" else "nl"
        set_language(code)
        self.prefer(language=code)
        self._show_all()

    def action_switch_theme(self) -> None:
        """Use the other theme from now on."""
        self.prefer(theme="dark" if self.preferences.theme == "light" else "light")
        self.theme = theme_name(self.preferences.theme)

    def action_switch_charts(self) -> None:
        """Draw charts with the next set of characters from now on."""
        known = get_args(ChartCharacters)
        self.prefer(charts=known[(known.index(self.charts) + 1) % len(known)])
        self._show_all()
        self.clear_notifications()
        self.notify(_("Charts: {characters}").format(characters=_(_CHARACTERS[self.charts])), markup=False, timeout=2)

    def prefer(self, **changes: str) -> None:
        """Go by other preferences from now on, until the user leaves."""
        self.preferences = replace(self.preferences, **changes)

    def _show_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, SemScreen | Dialog):
                screen.show()

    def on_resize(self, event: events.Resize) -> None:
        """Put a sentence over everything where the window is too small to show anything honestly."""
        from sem.tui.screens.too_small import TooSmallScreen

        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        covered = isinstance(self.screen, TooSmallScreen)
        if small and not covered:
            self.push_screen(TooSmallScreen())
        elif covered and not small:
            self.pop_screen()

    def _fatal_error(self) -> None:
        """Log an error nobody expected, and leave two lines: what a traceback shows is none of a screen's business."""
        log = log_error(state_folder())
        if self._exit_renderables:
            return
        lines = [_("sem had to stop, because of a mistake in the program. Every answer that was saved is safe.")]
        lines.append(_("Please report it, with the end of {file}.").format(file=log) if log else _("Please report it."))
        self._exit_renderables.append(Text("\n".join(lines)))
        self._close_messages_no_wait()


def run_until_left(app: BaseApp, last_words: Callable[[], str]) -> int:
    """Run an app until the user leaves; return the exit code.

    Args:
        app: What runs.
        last_words: Saves what is not durable yet, and returns what the user must know.
    """
    try:
        with remembered_endings() as app.endings:
            app.run()
    finally:
        lost = last_words()
        if lost:
            # The screen is gone, and with it what it said; a terminal that is gone too can't be told.
            with suppress(OSError):
                print(lost, file=sys.stderr, flush=True)
    return app.return_code or 0


def log_error(folder: Path) -> Path | None:
    """Add the error being handled to the log in `folder`, without the values of variables; return the file."""
    import traceback
    from datetime import datetime

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat()}\n{traceback.format_exc()}\n")
    except OSError:
        return None
    return folder / LOG
