"""The screen on which people vote one after another: of the votes it shows only how many are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.idea import IdeaPhase
from sem.model.names import clean_name, name_key
from sem.programme.ideas import close_voting, expect_voters
from sem.tui.actions import Scope, bindings
from sem.tui.idea_rows import idea_rows
from sem.tui.screens.ballot import BallotDialog
from sem.tui.screens.form import Form, FormDialog, FormField, Values
from sem.tui.screens.ideas import IdeasScreen
from sem.tui.widgets.rows import Row

if TYPE_CHECKING:
    from sem.model.programme import Programme


class VotingScreen(IdeasScreen):
    """Lists what can be voted for, and gives each voter a ballot of their own."""

    SCOPE = Scope.VOTING
    PHASE = IdeaPhase.VOTING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.VOTING)]

    def rows(self, width: int) -> list[Row]:
        """Return the ideas below the names of their clusters."""
        return idea_rows(self.box, width, self.sem.charts)

    def _has_voted(self, name: str) -> bool:
        return name_key(name) in {name_key(ballot.voter) for ballot in self.box.ballots}

    def action_vote(self) -> None:
        """Ask who votes, and give them a ballot."""
        known = self.sem.preferences.respondent

        def make() -> Form:
            # At a session many people vote at one computer, so the name is a guess for the first of them only.
            name = "" if self._has_voted(known) else known
            field = FormField("voter", _("Who are you?"), name, hint=_("Your name keeps people from voting twice."))
            words = ngettext(
                "You have {n} vote. Nobody sees whom it is from, and no totals before all have voted.",
                "You have {n} votes. Nobody sees whom they are from, and no totals before all have voted.",
                self.box.votes_each,
            )
            return Form(_("Vote"), (field,), (words.format(n=self.box.votes_each),))

        async def take(values: Values) -> str:
            return clean_name(values["voter"], _("the voter"))

        self.app.push_screen(FormDialog(make, take), self._give_ballot)

    def _give_ballot(self, voter: str | None) -> None:
        if voter is None:
            return

        def after(programme: Programme | None) -> None:
            if programme is not None:
                self.notify(_("The votes of {name} are kept.").format(name=voter), markup=False, timeout=4)
                self.take(programme)

        dialog = BallotDialog(voter, self.box, again=self._has_voted(voter), save=self.save)
        self.app.push_screen(dialog, after)

    def action_voters(self) -> None:
        """Wait for one more voter."""
        more = self.box.voters + 1
        self.change(lambda programme: expect_voters(programme, more))

    def action_close(self) -> None:
        """Ask why someone does not vote, and end the voting."""

        def make() -> Form:
            return Form(
                _("Close the voting?"),
                (FormField("reason", _("Why"), hint=_("Why someone can't vote; everybody can read it back.")),),
                (
                    _("{n} of {voters} have voted.").format(n=len(self.box.ballots), voters=self.box.voters)
                    + " "
                    + _("That can't be undone."),
                ),
            )

        async def take(values: Values) -> Programme:
            return await self.save(lambda programme: close_voting(programme, values["reason"]))

        self.app.push_screen(FormDialog(make, take), self.take)
