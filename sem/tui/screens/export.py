"""The window that asks what to write: a picture of the profile, or its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

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

if TYPE_CHECKING:
    from sem.reports.export import Format

_WORDS: dict[Format, str] = {
    "png": N_("Picture for slides and documents"),
    "svg": N_("Picture that stays sharp at any size"),
    "pdf": N_("Picture to print"),
    "csv": N_("Tables for a spreadsheet"),
    "json": N_("Scores for other programs"),
}


class ExportDialog(Dialog["Format"]):
    """Closes with the format chosen.

    Args:
        folder: Where the file will be.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DIALOG)]
    DEFAULT_CSS = """
    ExportDialog #folder { margin-top: 1; }
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def title_words(self) -> str:
        """Return the question."""
        return _("Export this round as")

    def body(self) -> ComposeResult:
        """Make the list, and the line that says where the file comes."""
        yield Rows()
        yield Line(self._where, id="folder")

    def _where(self, width: int) -> Content:
        return Content.styled(fit(_("It comes in {folder}.").format(folder=self._folder), width), "$muted")

    def show(self) -> None:
        """Show the formats."""
        super().show()
        rows = [Row(key, Content.assemble((f"{key.upper():<6}", "bold"), _(words))) for key, words in _WORDS.items()]
        self.query_one(Rows).show(lambda width: rows)
        self.query_one(Rows).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Close with the format pointed at."""
        self.dismiss(cast("Format", self.query_one(Rows).pointed))
