"""The app of somebody who answers in a file on their own machine: the questions, and no round to reveal or start."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from sem.settings import Settings, write_settings
from sem.tui.actions import Action, Scope, actions_of, bindings
from sem.tui.answering import last_save
from sem.tui.base_app import BaseApp, run_until_left
from sem.tui.respondent_app import CLOSE_PATIENCE, RespondentApp, Seat

if TYPE_CHECKING:
    from sem.tui.base_app import Opening

_KEPT = ("help", "switch_language", "switch_theme", "quit")


class FileApp(RespondentApp, inherit_bindings=False):
    """The questions for one respondent, who may leave at any moment and whose own preferences are kept.

    Args:
        store: How to open the place where the answers are kept.
        seat: Who answers what.
        settings: How it begins.
        settings_file: Where a changed preference is written.
    """

    EVERYWHERE: ClassVar[tuple[Action, ...]] = tuple(a for a in actions_of(Scope.APP) if a.name in _KEPT)
    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in bindings(Scope.APP)
        if isinstance(binding, Binding) and binding.action.removeprefix("app.") in _KEPT
    ]

    def __init__(self, store: Opening, seat: Seat, *, settings: Settings, settings_file: Path) -> None:
        super().__init__(store, seat, settings=settings, tell=self._keep)
        self._settings_file, self._kept = settings_file, settings

    def _keep(self, said: Mapping[str, object]) -> None:
        changes = {key: str(value) for key, value in said.items() if key in ("language", "theme")}
        if changes:
            # A choice that can't be kept still holds for this run.
            with suppress(OSError):
                self._kept = write_settings(self._settings_file, self._kept, **changes)

    def warn(self, text: str) -> None:
        """Show once what the user should know although nothing failed."""
        BaseApp.warn(self, text)

    async def action_quit(self) -> None:
        """Leave, once every answer is durable; ask where that does not work."""
        if self._runner is None:
            self.exit()
        else:
            await self._runner.leave(self.exit)

    def last_words(self) -> str:
        """Save what is not durable yet, as far as possible, after the app has ended; return what the user must know."""
        return last_save(self._runner.autosave, CLOSE_PATIENCE) if self._runner is not None else ""


def run_file_app(store: Opening, seat: Seat, *, settings: Settings, settings_file: Path) -> int:
    """Run the questions until the respondent leaves; return the exit code.

    Args:
        store: How to open the place where the answers are kept.
        seat: Who answers what.
        settings: What the user prefers; the language is the one in use.
        settings_file: Where a changed preference is written.
    """
    app = FileApp(store, seat, settings=settings, settings_file=settings_file)
    return run_until_left(app, app.last_words)
