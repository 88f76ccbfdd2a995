"""The window that asks as what to write something: a picture, a document, or numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.text import fit
from sem.tui.widgets.line import Line
from sem.tui.widgets.rows import Row, Rows

REPORT = "html"
"""The form that a report has here; `sem report` writes it in others too."""

ROUND = {
    "png": N_("Picture for slides and documents"),
    "svg": N_("Picture that stays sharp at any size"),
    "pdf": N_("Picture to print"),
    REPORT: N_("Everything about the team, as a page to hand over"),
    "csv": N_("Tables for a spreadsheet"),
    "json": N_("Scores for other programs"),
}
"""What a round can be written as, by format, to be translated."""

COMPARED = {
    "png": N_("Picture for slides and documents"),
    "svg": N_("Picture that stays sharp at any size"),
    "pdf": N_("Picture to print"),
}
"""What rounds or teams that are compared can be written as, by format, to be translated."""

ROADMAP = {
    "md": N_("Document with everything in it"),
    "png": N_("Picture for slides and documents"),
    "svg": N_("Picture that stays sharp at any size"),
    "pdf": N_("Picture to print"),
    "ics": N_("Milestones and latest starts for a calendar"),
    "csv": N_("Steps for a spreadsheet or planning program"),
    "mermaid": N_("Gantt chart for a wiki"),
    "json": N_("The plan for other programs"),
}
"""What a roadmap can be written as, by format, to be translated."""


class ExportDialog(Dialog[str]):
    """Closes with the format chosen.

    Args:
        folder: Where the file will be.
        title: Returns the question, in the language in use.
        formats: What each format is good for, to be translated.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DIALOG)]
    DEFAULT_CSS = """
    ExportDialog #folder { margin-top: 1; }
    """

    def __init__(self, folder: Path, title: Callable[[], str], formats: Mapping[str, str]) -> None:
        super().__init__()
        self._folder, self._title_words, self._formats = folder, title, formats

    def title_words(self) -> str:
        """Return the question."""
        return self._title_words()

    def body(self) -> ComposeResult:
        """Make the list, and the line that says where the file comes."""
        yield Rows()
        yield Line(self._where, id="folder")

    def _where(self, width: int) -> Content:
        return Content.styled(fit(_("It comes in {folder}.").format(folder=self._folder), width), "$muted")

    def show(self) -> None:
        """Show the formats."""
        super().show()
        wide = max(map(len, self._formats)) + 2
        rows = [
            Row(key, Content.assemble((key.upper().ljust(wide), "bold"), _(words)))
            for key, words in self._formats.items()
        ]
        self.query_one(Rows).show(lambda width: rows)
        self.query_one(Rows).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Close with the format pointed at."""
        self.dismiss(self.query_one(Rows).pointed)
