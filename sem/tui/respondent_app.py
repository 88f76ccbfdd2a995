"""The app of a respondent: the questions of one round for one person, and no way to anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sem.errors import NotFoundError, SemError
from sem.i18n import gettext as _
from sem.tui.actions import Action, Scope, actions_of, bindings
from sem.tui.base_app import BaseApp

if TYPE_CHECKING:
    from sem.settings import Settings
    from sem.store import Store
    from sem.tui.base_app import Opening
    from sem.tui.data import Answering
    from sem.tui.screens.finish import RespondentRunner

_KEPT = ("help", "switch_language", "switch_theme")
CLOSE_PATIENCE = 5.0
"""Seconds that leaving waits for a slow disk."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who answers which round.

    Args:
        team: The team's id.
        round: The round's id.
        name: The name or alias; empty in an anonymous round.
        code: What belongs to the response in an anonymous round; empty in other rounds.
        proved: Whether it is known that this is who it says, so that earlier answers may be shown.
        answered: Whether the code has to be that of a response, and is none that was given out without one yet.
    """

    team: str
    round: str
    name: str = ""
    code: str = ""
    proved: bool = False
    answered: bool = False


class RespondentApp(BaseApp, inherit_bindings=False):
    """The questions for one respondent, from where they stopped.

    Preferences hold until one leaves: the settings are the facilitator's.

    Args:
        store: How to open where everything is kept.
        seat: Who answers what.
        settings: How it begins.
        tell: Told what the respondent prefers, and how far they were when they left.
    """

    EVERYWHERE: ClassVar[tuple[Action, ...]] = tuple(a for a in actions_of(Scope.APP) if a.name in _KEPT)
    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in bindings(Scope.APP)
        if isinstance(binding, Binding) and binding.action.removeprefix("app.") in _KEPT
    ]

    def __init__(
        self,
        store: Store | Opening,
        seat: Seat,
        *,
        settings: Settings,
        tell: Callable[[Mapping[str, object]], object] = dict,
    ) -> None:
        super().__init__(store, settings=settings)
        self._seat, self._tell = seat, tell
        self._runner: RespondentRunner | None = None

    def on_mount(self) -> None:
        """Open the questions."""
        self.begin()

    @work
    async def begin(self) -> None:
        """Open the questions; where that does not work, tell why and leave."""
        from sem.tui.screens.finish import RespondentRunner
        from sem.tui.screens.problem import ProblemDialog

        try:
            answering = await self.in_thread(lambda store: answering_at(store, self._seat))
        except SemError as error:
            self.push_screen(ProblemDialog(error), lambda _read: self.exit(None, 1))
            return
        self._runner = RespondentRunner(answering)
        self.push_screen(self._runner, lambda _where: self._finish())

    def _finish(self) -> None:
        if self._runner is not None:
            response, questionnaire = self._runner.autosave.response, self._runner.questionnaire
            answered, questions = response.answered(questionnaire), len(questionnaire.questions)
            self._tell({"type": "finished", "answered": answered, "questions": questions})
        self.exit()

    def prefer(self, **changes: str) -> None:
        """Go by other preferences from now on, and tell it."""
        super().prefer(**changes)
        self._tell({"type": "prefer", **changes})

    def warn(self, text: str) -> None:
        """Say nothing: what is the matter with the workspace is not for respondents."""

    def close(self) -> None:
        """Save what is not durable yet, as far as possible; after the app has ended."""
        if self._runner is not None:
            self._runner.autosave.close(CLOSE_PATIENCE)


def answering_at(store: Store, seat: Seat) -> Answering:
    """Return the sheet of whoever sits there, with what they answered earlier where that is known to be theirs.

    Raises:
        SemError: The round is gone, takes no more answers, or can't be read.
    """
    from sem.model.assessment import RoundKind
    from sem.store.first_answer import open_or_new_sheet
    from sem.store.rounds import refuse_answers
    from sem.tui.data import Answering, last_time

    team = store.find_team(seat.team)
    round_ = next((one for one in store.rounds(team.id) if one.id == seat.round), None)
    if round_ is None:
        raise NotFoundError(_("This round is gone."), _("Ask who leads the session."))
    refuse_answers(round_.state)
    questionnaire = store.questionnaire(round_)
    mine = seat.proved and round_.kind is RoundKind.NAMED
    earlier = last_time(store, team, questionnaire, seat.name, round_) if mine else {}
    if round_.anonymous:
        sheet, code = store.open_anonymous(round_, seat.code or None, new=not seat.answered)
        return Answering(team, questionnaire, sheet, round_, code="" if seat.code else code)
    sheet = open_or_new_sheet(store, round_, seat.name)
    return Answering(team, questionnaire, sheet, round_, earlier)
