"""The end of the questions: how many are filled in, what is open, and where to go from here."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Response
from sem.model.questionnaire import Questionnaire
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraph, Paragraphs


class SummaryDialog(Dialog[str]):
    """Closes with where to go: ``results``, ``home``, ``first-open`` or ``overview``; with nothing to stay.

    Args:
        questionnaire: Whose questions.
        response: The answers.
        hidden: Whether nobody sees results yet; then it leads to no results.
    """

    SCOPE = Scope.SUMMARY
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SUMMARY)]
    DEFAULT_CSS = """
    SummaryDialog > #window { width: 84; }
    """

    def __init__(self, questionnaire: Questionnaire, response: Response, *, hidden: bool = False) -> None:
        super().__init__()
        self._hidden = hidden
        self._questionnaire, self._response = questionnaire, response

    @property
    def _open(self) -> int:
        return len(self._questionnaire.questions) - self._response.answered(self._questionnaire)

    def title_words(self) -> str:
        """Return whether all is filled in."""
        if not self._open:
            return _("All questions are filled in")
        return ngettext("One question is still open", "{n} questions are still open", self._open).format(n=self._open)

    def body(self) -> ComposeResult:
        """Make the place for the counts."""
        yield Paragraphs()

    def show(self) -> None:
        """Show the counts."""
        super().show()
        answers = [self._response.answer(question.id) for question in self._questionnaire.questions]
        counts: list[Paragraph] = [
            (str(sum(a.level is not None for a in answers)), _("with a level")),
            (str(sum(a.dont_know for a in answers)), _("don't know: this lowers the coverage, not the score")),
            (str(sum(a.not_applicable is not None for a in answers)), _("not applicable: left out of the score")),
        ]
        if self._open:
            counts.append((str(self._open), _("open: you can come back to these any time")))
        if self._hidden:
            counts.append(_("The results are seen when the round is revealed."))
        self.query_one(Paragraphs).show(counts)

    def key_title(self, action: Action) -> str:
        """Leave the way to the first open question out where none is open."""
        if (action.name == "first_open" and not self._open) or (action.name == "home" and self._hidden):
            return ""
        if action.name == "results" and self._hidden:
            return _("To the teams")
        return super().key_title(action)

    def action_results(self) -> None:
        """Go to the scores; while nobody may see them, to the teams."""
        self.dismiss("home" if self._hidden else "results")

    def action_home(self) -> None:
        """Go to the teams."""
        self.dismiss("home")

    def action_first_open(self) -> None:
        """Go to the first question without an answer; where there is none, stay."""
        if self._open:
            self.dismiss("first-open")

    def action_overview(self) -> None:
        """Go to the overview."""
        self.dismiss("overview")
