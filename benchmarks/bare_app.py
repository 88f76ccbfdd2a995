"""The limit for the screens: the smallest Textual app with header and footer, which counts the keys pressed."""

from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class Bare(App[None]):
    """Shows `ready 0`, and one more after each key."""

    BINDINGS: ClassVar = [("q", "quit", "Quit")]
    count = 0

    def compose(self) -> ComposeResult:
        """Lay out header, one line, footer."""
        yield Header()
        yield Static("ready 0")
        yield Footer()

    def on_key(self, event: events.Key) -> None:
        """Count."""
        self.count += 1
        self.query_one(Static).update(f"ready {self.count}")


if __name__ == "__main__":
    Bare().run()
