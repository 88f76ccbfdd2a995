"""The window in which one chooses what to try: something of one's own, or a practice that says how to try it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList

from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.plan import step_id
from sem.model.questionnaire import Practice
from sem.reports.roadmap_words import step_words
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import plain, spread
from sem.tui.trying import Trying
from sem.tui.widgets.fields import Field
from sem.tui.widgets.rows import Row, Rows

OWN = "own"


class TrialDialog(Dialog[str]):
    """Closes with the id of a practice, or with `OWN`; typing finds practices by their words.

    Args:
        trying: Where the team stands; what the plan does first comes first.
        step: The step to begin with; empty for none.
    """

    SCOPE = Scope.PALETTE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.PALETTE)]
    DEFAULT_CSS = """
    TrialDialog > #window { width: 100; }
    TrialDialog Rows { margin-top: 1; }
    TrialDialog Paragraphs { margin-top: 1; height: 3; color: $muted; }
    """

    def __init__(self, trying: Trying, step: str = "") -> None:
        super().__init__()
        self._trying = trying
        order = {id_: at for at, id_ in enumerate((step, *trying.steps))}
        # Of the practices for steps that are not in the plan, those of one area stay together.
        self._practices = sorted(
            (practice for practice in trying.questionnaire.practices if practice.experiment),
            key=lambda practice: order.get(step_id(practice.area, practice.level), len(order)),
        )

    def title_words(self) -> str:
        """Return the question."""
        return _("What would you like to try?")

    def body(self) -> ComposeResult:
        """Make the field, the list, and the place for how the practice pointed at is tried."""
        yield Field()
        yield Rows()
        yield Paragraphs()

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(Field).focus()
        self.show()

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.show()

    def show(self) -> None:
        """Show what fits the words typed so far, in the language in use."""
        super().show()
        rows = self.query_one(Rows)
        rows.styles.max_height = max(3, self.app.size.height - 13)
        rows.show(self._rows)
        self._tell()

    def _rows(self, width: int) -> list[Row]:
        words = self.query_one(Field).value.casefold().split()
        own = Row(OWN, Content.styled(_("Something of our own"), "bold"))
        return [own, *(self._row(one, width) for one in self._practices if self._fits(one, words))]

    def _fits(self, practice: Practice, words: list[str]) -> bool:
        text = f"{practice.title.get(language())} {self._step(practice)} {self._how(practice)}".casefold()
        return all(word in text for word in words)

    def _row(self, practice: Practice, width: int) -> Row:
        step = Content.styled(plain(self._step(practice)), "$muted")
        return Row(practice.id, spread(Content(plain(practice.title.get(language()))), step, width))

    def _step(self, practice: Practice) -> str:
        return step_words(self._trying.questionnaire, step_id(practice.area, practice.level))

    def _how(self, practice: Practice) -> str:
        return practice.experiment.get(language()) if practice.experiment else ""

    def _tell(self) -> None:
        pointed = self.query_one(Rows).pointed
        how = [self._how(practice) for practice in self._practices if practice.id == pointed]
        self.query_one(Paragraphs).show(how or [_("You describe all of it yourself.")])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits the words typed so far."""
        event.stop()
        self.show()

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.action_accept()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say how what is pointed at is tried."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self.action_accept()

    def action_row_up(self) -> None:
        """Point at the row above."""
        self.query_one(Rows).action_cursor_up()

    def action_row_down(self) -> None:
        """Point at the row below."""
        self.query_one(Rows).action_cursor_down()

    def action_accept(self) -> None:
        """Close with what is pointed at."""
        self.dismiss(self.query_one(Rows).pointed or None)
