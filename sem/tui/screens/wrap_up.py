"""The end of a session: what was agreed on, one or two commitments, and closing the round."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Round, RoundState, Team
from sem.model.programme import Commitment, Programme
from sem.programme.commitments import ENOUGH, CommitmentState, commitment_state, commitments_of, in_order
from sem.reports.commitment_text import commitment_state_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.programme_dialog import ProgrammeDialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import fit, plain, spread
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.store import Store
    from sem.tui.screens.form import Form, Values


class WrapUpDialog(ProgrammeDialog):
    """Tells what a session brought, and keeps what people promise.

    Args:
        team: Whose session.
        round_: The round that was discussed.
    """

    SCOPE = Scope.WRAP_UP
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.WRAP_UP)]
    DEFAULT_CSS = """
    WrapUpDialog Rows { max-height: 10; }
    """

    def __init__(self, team: Team, round_: Round) -> None:
        super().__init__(team)
        self._round = round_
        self._questions = 0

    def title_words(self) -> str:
        """Return whose session ends."""
        return _("To end the session of {team}").format(team=self.team.name)

    def load(self, store: Store) -> Programme:
        """Return what is promised already; also count the questions."""
        self._questions = len(store.questionnaire(self._round).questions)
        return super().load(store)

    @property
    def _own(self) -> tuple[Commitment, ...]:
        return commitments_of(self.programme, self._round.id) if self.programme else ()

    @property
    def _pointed(self) -> Commitment | None:
        id_ = self.query_one(Rows).pointed
        known = self.programme.commitments if self.programme else ()
        return next((one for one in known if one.id == id_), None)

    def show(self) -> None:
        """Show what was agreed on and promised."""
        super().show()
        if self.programme is None:
            return
        agreed = _("You agreed on a level for {n} of {total} questions.")
        said = [agreed.format(n=len(self._round.decisions), total=self._questions)]
        if not self._own:
            said.append(_("What will you do about it before the next time? One or two things are enough (n)."))
        elif len(self._own) > ENOUGH:
            said.append(
                ngettext(
                    "{n} commitment comes from this session: fewer are kept more often.",
                    "{n} commitments come from this session: fewer are kept more often.",
                    len(self._own),
                ).format(n=len(self._own))
            )
        if self._round.state is RoundState.CLOSED:
            said.append(_("The round is closed."))
        self.query_one(Paragraphs).show(said)
        self.query_one(Rows).show(self._rows)
        self.query_one(KeyBar).refresh()

    def _rows(self, width: int) -> list[Row]:
        if self.programme is None:
            return []
        today = self.sem.clock()
        return [
            Row(one.id, self._line(one, state, width)) for one, state in in_order(self.programme, today)
        ]  # fmt: skip

    def _line(self, one: Commitment, state: CommitmentState, width: int) -> Content:
        style = {CommitmentState.DONE: "$muted", CommitmentState.OVERDUE: "$error", CommitmentState.OPEN: ""}[state]
        right = f"{fit(one.owner, 20)} · {plain(commitment_state_words(one, self.sem.clock()))}"
        return spread(Content.styled(plain(one.text), style), Content.styled(right, style or "$muted"), width)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing where there is nothing it could be done to."""
        pointed = self._pointed if self.is_mounted else None
        if action.name in ("done", "remove") and pointed is None:
            return ""
        if action.name == "close_round" and self._round.state is RoundState.CLOSED:
            return ""
        if action.name == "done" and pointed and pointed.done_on is not None:
            return _("To do again")
        return own_title(action)

    # What the keys do.

    def action_add(self) -> None:
        """Ask for a commitment, and keep it."""
        from sem.programme.commitments import CommitmentDraft, add_commitment
        from sem.programme.typed import day_text, read_day
        from sem.tui.screens.form import Form, FormDialog, FormField
        from sem.tui.typed_fields import FieldReader

        today = self.sem.clock()

        def make() -> Form:
            example = _("Such as {day}.").format(day=day_text(today))
            fields = (
                FormField("text", _("What"), hint=_("Something small that you can see happen."), long=True),
                FormField("owner", _("Who"), hint=_("One person: what is everybody's is nobody's.")),
                FormField("by", _("By which day"), hint=example),
            )
            return Form(_("A commitment"), fields)

        async def take(values: Values) -> Programme:
            reader = FieldReader(values)
            draft = CommitmentDraft(
                values["text"], values["owner"], reader.read("by", read_day, None), self._round.id
            )  # fmt: skip
            change = reader.checked(lambda programme: add_commitment(programme, draft, today))
            return await self.changed(change)

        self.app.push_screen(FormDialog(make, take), self.take)

    @work(group="commitments")
    async def action_done(self) -> None:
        """Say that the commitment pointed at is done; if it was, that it is not."""
        from sem.programme.commitments import finish_commitment

        if one := self._pointed:
            today = self.sem.clock()
            day = today if commitment_state(one, today) is not CommitmentState.DONE else None
            await self.change(lambda programme: finish_commitment(programme, one.id, day, today))

    def action_remove(self) -> None:
        """Take the commitment pointed at away, after asking."""
        from sem.programme.commitments import remove_commitment

        if one := self._pointed:
            gone = one
            self.ask_and_change(
                lambda: (_("Take this away?"), gone.text), lambda programme: remove_commitment(programme, gone.id)
            )

    def action_close_round(self) -> None:
        """Close the round, after asking."""
        from sem.tui.closing import ask_to_close

        if self._round.state is not RoundState.CLOSED:
            ask_to_close(self.sem, self.team, self._round, self._take_round)

    def _take_round(self, round_: Round) -> None:
        self._round = round_
        self.show()
