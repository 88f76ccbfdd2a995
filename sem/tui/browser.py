"""Textual's driver for a browser tab, which ends the app once nobody is at the other end any more."""

from __future__ import annotations

from contextlib import suppress

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Shows the app in a browser tab, by way of stdin and stdout of this process."""

    def run_input_thread(self) -> None:
        """Pass on what is typed; end the app when the server is gone, however it ended."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())

    def write(self, data: str) -> None:
        """Draw; on a server that is gone it goes nowhere, and what is typed there ends."""
        with suppress(OSError):
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something, if it is there."""
        with suppress(OSError):
            super().write_meta(data)
