"""The window before an assessment: which questionnaire, who answers, and in which round; Enter takes it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import language, short_date
from sem.i18n import mark as N_
from sem.model.names import clean_name
from sem.tui.actions import Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import plain
from sem.tui.widgets.choice import Choice
from sem.tui.widgets.fields import Field
from sem.tui.widgets.line import Line

if TYPE_CHECKING:
    from sem.model.assessment import Team
    from sem.tui.data import Offer


@dataclass(frozen=True, slots=True)
class Start:
    """What was chosen."""

    questionnaire: str
    respondent: str
    new_round: bool


class StartDialog(Dialog[Start]):
    """Closes with what was chosen.

    Args:
        team: Who is assessed.
        offers: The questionnaires to choose from, the one to begin with first.
        respondent: Who answers, unless another name is typed.
    """

    SCOPE = Scope.START
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.START)]
    DEFAULT_CSS = """
    StartDialog Horizontal { height: 1; margin-bottom: 1; }
    StartDialog Horizontal Line { width: 16; }
    """

    def __init__(self, team: Team, offers: tuple[Offer, ...], respondent: str) -> None:
        super().__init__()
        self._team, self._offers, self._respondent = team, offers, respondent

    def title_words(self) -> str:
        """Return who is assessed."""
        return _("Assess {team}").format(team=self._team.name)

    def body(self) -> ComposeResult:
        """Make the three fields."""
        with Horizontal():
            yield Line(lambda width: _label(N_("Questionnaire"), width))
            yield Choice(id="questionnaire")
        with Horizontal():
            yield Line(lambda width: _label(N_("Your name"), width))
            yield Field(self._respondent, select_on_focus=True)
        with Horizontal():
            yield Line(lambda width: _label(N_("Round"), width))
            yield Choice(id="round")
        yield Paragraphs()

    def on_mount(self) -> None:
        """Begin at the name."""
        self.query_one(Input).focus()
        self._show_rounds(anew=True)

    def show(self) -> None:
        """Show the fields, in the language in use."""
        super().show()
        field = self.query_one("#questionnaire", Choice)
        field.show([plain(offer.title.get(language())) for offer in self._offers], field.chosen)
        self._show_rounds(anew=False)

    @property
    def _offer(self) -> Offer:
        return self._offers[self.query_one("#questionnaire", Choice).chosen]

    def _show_rounds(self, *, anew: bool) -> None:
        """Show which rounds there are to choose from; `anew` chooses the one that fits the name."""
        field, found = self.query_one("#round", Choice), self._offer.open_round
        if found is None:
            field.show([_("a new one")], 0)
            return
        own = found.response_of(self.query_one(Input).value)
        total = len(found.questionnaire.questions)
        done = own.answered(found.questionnaire) if own else 0
        day = short_date(found.round.opened)
        go_on = _("the one of {day}: {done} of {total} answered").format(day=day, done=done, total=total)
        field.show([go_on, _("a new one")], int(done == total) if anew else field.chosen)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another questionnaire has other rounds."""
        event.stop()
        self._show_rounds(anew=self.focused is self.query_one("#questionnaire"))

    def on_input_changed(self) -> None:
        """Somebody else may be further in the round."""
        self._show_rounds(anew=True)

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.action_accept()

    def action_accept(self) -> None:
        """Close with what was chosen, if the name holds."""
        try:
            name = clean_name(self.query_one(Input).value, _("the respondent"))
        except SemError as error:
            self.query_one(Paragraphs).show([str(error)])
            self.query_one(Input).focus()
            return
        new = self._offer.open_round is None or self.query_one("#round", Choice).chosen == 1
        self.dismiss(Start(self._offer.questionnaire, name, new))

    def action_next_field(self) -> None:
        """Go to the field below."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field above."""
        self.focus_previous()


def _label(words: str, width: int) -> Content:
    return Content.styled(_(words), "$muted").truncate(max(1, width))
