"""What every screen and dialog shares: state is shown by `show`, again after each change of language or theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from sem.tui.actions import Action, Scope
from sem.tui.text import user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line

if TYPE_CHECKING:
    from sem.tui.app import SemApp

Result = TypeVar("Result")


def keys_work(screen: Screen[Any], they_do: bool) -> None:
    """Show the keys of a screen only while they work; a class on the screen itself would restyle all that is on it."""
    screen.query(KeyBar).set_class(not they_do, "-behind")


class SemScreen(Screen[str]):
    """A whole screen; `show` brings its widgets in line with its state, any time after mounting."""

    SCOPE: ClassVar[Scope]

    def on_screen_suspend(self) -> None:
        """Show no keys behind a window: they do not work there."""
        keys_work(self, False)

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        keys_work(self, True)

    @property
    def sem(self) -> SemApp:
        """The app, by its own type."""
        return cast("SemApp", self.app)

    def show(self) -> None:
        """Show the state this screen has, in the language and theme in use."""
        raise NotImplementedError


class Dialog(ModalScreen[Result]):
    """A small window over a screen: a title, a body, and a line that tells its keys."""

    SCOPE: ClassVar[Scope] = Scope.DIALOG
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 70%; }
    Dialog > #window {
        width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 1 3; background: $raised;
    }
    Dialog #title { text-style: bold; margin-bottom: 1; }
    Dialog KeyBar { padding: 0; margin-top: 1; }
    /* At the bottom a notice would lie over the keys, and nobody would know how to go back. */
    Dialog ToastRack { dock: top; align: right top; margin-bottom: 0; }
    Dialog Rows { background: $raised; height: auto; max-height: 16; }
    Dialog Input {
        border: none; height: 1; padding: 0 1; background: $background; width: 1fr;
        &:focus { border: none; background-tint: $foreground 0%; }
    }
    """

    @property
    def sem(self) -> SemApp:
        """The app, by its own type."""
        return cast("SemApp", self.app)

    def compose(self) -> ComposeResult:
        """Make the window around the body."""
        with Vertical(id="window"):
            yield Line(lambda width: user(self.title_words()).truncate(max(1, width), ellipsis=True), id="title")
            yield from self.body()
            yield KeyBar(self.SCOPE, self.key_title)

    def on_screen_suspend(self) -> None:
        """Show no keys behind another window: they do not work there."""
        keys_work(self, False)

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        keys_work(self, True)

    def key_title(self, action: Action) -> str:
        """Return what an action is called at this moment; nothing where it would do nothing."""
        return own_title(action)

    def title_words(self) -> str:
        """Return what the dialog is about; any text."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Make the widgets between the title and the keys."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the state when there is something to show it in."""
        self.show()

    def show(self) -> None:
        """Show the state this dialog has, in the language and theme in use."""
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def action_cancel(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
