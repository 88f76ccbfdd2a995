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
from sem.i18n import day_of_month, language
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.assessment import RoundKind
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
    from sem.tui.data import Offer, RoundScores


@dataclass(frozen=True, slots=True)
class Start:
    """What was chosen.

    Args:
        code: What somebody goes on with in an anonymous round; empty for who begins there.
        session: Whether it is a new round with several people, about which there is more to choose.
    """

    questionnaire: str
    respondent: str
    new_round: bool
    round_id: str
    code: str = ""
    session: bool = False


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
        """Make the fields: in an anonymous round people have a code in the place of a name."""
        with Horizontal():
            yield Line(lambda width: _label(N_("Questionnaire"), width))
            yield Choice(id="questionnaire")
        with Horizontal(id="who"):
            yield Line(
                lambda width: _label(N_("Your alias") if self._kind is RoundKind.ALIAS else N_("Your name"), width)
            )
            yield Field(self._respondent, select_on_focus=True)
        with Horizontal(id="come-back"):
            yield Line(lambda width: _label(N_("Your code"), width))
            yield Field(id="code")
        with Horizontal():
            yield Line(lambda width: _label(N_("Round"), width))
            yield Choice(id="round")
        yield Paragraphs()

    def on_mount(self) -> None:
        """Begin at the name."""
        self._show_rounds(anew=True)
        self._begin()

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
        field = self.query_one("#round", Choice)
        words = [self._round_words(found) for found in self._offer.open_rounds]
        new = (_("a new one"), _("a new one, with several people"))
        field.show([*words, *new], self._fitting() if anew else field.chosen)
        self._show_who()

    def _show_who(self) -> None:
        """Show the field that goes with the round: a name, an alias or a code; none before more is chosen."""
        name, kind = self.query_one(Input), self._kind
        if kind is RoundKind.ALIAS and name.value == self._respondent:
            # Whoever takes an alias does not want to be known by the name they usually have.
            name.value = ""
        self.query_one("#who").display = kind is not RoundKind.ANONYMOUS and not self._wants_session
        self.query_one("#come-back").display = kind is RoundKind.ANONYMOUS
        self.query_one("#who Line").refresh()
        hint = _("Did you answer before? Type your code. Else leave it empty, and you get one.")
        self.query_one(Paragraphs).show([hint] if kind is RoundKind.ANONYMOUS else self._newer_words())

    def _newer_words(self) -> list[str]:
        """Return what to know of a version that waits, where a new round is chosen: it has another scale or meaning."""
        newer = self._offer.newer if self._chosen is None else None
        if newer is None:
            return []
        waits = _("Version {version} has another scale or meaning. Look at what is different, and choose it, with: "
                  "{command}")  # fmt: skip
        return [waits.format(version=newer, command=f'sem questionnaire upgrade "{self._team.name}"')]

    @property
    def _chosen(self) -> RoundScores | None:
        """The round that is chosen; None for a new one."""
        rounds, at = self._offer.open_rounds, self.query_one("#round", Choice).chosen
        return rounds[at] if at < len(rounds) else None

    @property
    def _kind(self) -> RoundKind:
        return self._chosen.round.kind if self._chosen else RoundKind.NAMED

    @property
    def _wants_session(self) -> bool:
        return self.query_one("#round", Choice).chosen > len(self._offer.open_rounds)

    def _begin(self) -> None:
        """Go to the field to type in."""
        anonymous = self._kind is RoundKind.ANONYMOUS
        (self.query_one("#code") if anonymous else self.query_one(Input)).focus()

    def _round_words(self, found: RoundScores) -> str:
        day = day_of_month(found.round.opened)
        if found.round.anonymous:
            return _("the anonymous round of {day}").format(day=day)
        return _("the round of {day}: {done} of {total} filled in").format(
            day=day, done=self._own(found), total=len(found.questionnaire.questions)
        )

    def _own(self, found: RoundScores) -> int:
        """How many questions of a round whoever is named in the window has filled in."""
        return found.answered_by(self.query_one(Input).value) or 0

    def _fitting(self) -> int:
        """The round to begin with: what is half done, else what is to be done, else what others are not done with."""
        rounds = self._offer.open_rounds
        own = [(self._own(found), len(found.questionnaire.questions)) for found in rounds]
        begun = [at for at, (done, total) in enumerate(own) if 0 < done < total]
        to_do = [at for at, (done, _total) in enumerate(own) if not done]
        unfinished = [at for at, found in enumerate(rounds) if not found.complete]
        return next(iter((*begun, *to_do, *unfinished)), len(rounds))

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another questionnaire has other rounds."""
        event.stop()
        self._show_rounds(anew=self.focused is self.query_one("#questionnaire"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Somebody else may be further in the round."""
        if event.input is self.query_one(Input) and event.input.has_focus and self._kind is RoundKind.NAMED:
            self._show_rounds(anew=not self._wants_session)

    def on_input_submitted(self) -> None:
        """Enter in the field is Enter."""
        self.action_accept()

    def action_accept(self) -> None:
        """Close with what was chosen, if the name holds."""
        if self._wants_session:
            self.dismiss(Start(self._offer.questionnaire, "", True, "", session=True))
            return
        if self._kind is RoundKind.ANONYMOUS and self._chosen:
            code = self.query_one("#code", Field).value.strip()
            self.dismiss(Start(self._offer.questionnaire, "", False, self._chosen.round.id, code))
            return
        try:
            name = clean_name(self.query_one(Input).value, _("the respondent"))
        except SemError as error:
            self.query_one(Paragraphs).show([str(error)])
            self.query_one(Input).focus()
            return
        rounds, chosen = self._offer.open_rounds, self._chosen
        if chosen:
            self.dismiss(Start(self._offer.questionnaire, name, False, chosen.round.id))
            return
        start = Start(self._offer.questionnaire, name, True, "")
        unfinished = next((found for found in rounds if not found.complete), None)
        if unfinished is None:
            self.dismiss(start)
        else:
            self._ask_for_new(unfinished, start)

    def _ask_for_new(self, unfinished: RoundScores, start: Start) -> None:
        """Ask whether to begin another round although one is not ready: its answers would stand by themselves."""
        from sem.tui.screens.confirm import ConfirmDialog

        def question() -> tuple[str, str]:
            return (
                _("Begin a new round all the same?"),
                _("The round of {day} is not ready yet ({done} of {total} filled in).").format(
                    day=day_of_month(unfinished.round.opened), done=unfinished.answered, total=unfinished.total
                ),
            )

        def after(sure: bool | None) -> None:
            if sure:
                self.dismiss(start)

        self.app.push_screen(ConfirmDialog(question), after)

    def action_next_field(self) -> None:
        """Go to the field below."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field above."""
        self.focus_previous()


def _label(words: str, width: int) -> Content:
    return Content.styled(_(words), "$muted").truncate(max(1, width))
