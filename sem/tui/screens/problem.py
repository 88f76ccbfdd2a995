"""The window that says what went wrong, and what to do about it."""

from __future__ import annotations

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.tui.screens.reading import Paragraph, ReadingDialog


class ProblemDialog(ReadingDialog):
    """Shows an error's message, its advice and all its problems."""

    def __init__(self, error: SemError) -> None:
        paragraphs: list[Paragraph] = [
            text for text in (error.message, error.advice, *map(str, error.problems)) if text
        ]
        super().__init__(lambda: (_("That did not work"), paragraphs))
