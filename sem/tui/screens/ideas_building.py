"""The screen on which ideas are read and built upon: more are added, and what belongs together gets a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.idea import IdeaPhase
from sem.programme.ideas import cluster, hand_in, start_voting
from sem.programme.prompts import prompt
from sem.programme.seeing import seen_ideas
from sem.programme.typed import read_whole
from sem.reports.idea_text import count_words
from sem.tui.actions import Scope, bindings
from sem.tui.idea_rows import idea_rows
from sem.tui.screens.form import Form, FormDialog, FormField, TextDialog, Values
from sem.tui.screens.ideas import IdeasScreen, heading_of
from sem.tui.typed_fields import FieldReader
from sem.tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from sem.model.assessment import Team
    from sem.model.programme import Programme

USUAL_VOTES = 3


class BuildingScreen(IdeasScreen):
    """Lists all ideas by cluster; none can be judged here."""

    SCOPE = Scope.BUILDING
    PHASE = IdeaPhase.OPEN
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.BUILDING)]

    def __init__(self, team: Team, programme: Programme, after: Callable[[], object]) -> None:
        super().__init__(team, programme, after)
        self._marked: frozenset[str] = frozenset()

    def rows(self, width: int) -> list[Row]:
        """Return the ideas below the names of their clusters."""
        return idea_rows(self.box, width, self.sem.charts, self._marked)

    def status_words(self) -> str:
        """Return how far the ideas are, and how many are marked."""
        said, n = super().status_words(), len(self._marked)
        return said + " " + ngettext("{n} is marked.", "{n} are marked.", n).format(n=n) if n else said

    def action_mark(self) -> None:
        """Mark the idea pointed at, or take its mark away."""
        if idea := self.pointed:
            self._marked ^= {idea.id}
            self.show()

    def action_cluster(self) -> None:
        """Ask for the name of what the ideas have in common."""
        chosen = [idea for idea in seen_ideas(self.box) or () if idea.id in self._marked]
        if not chosen and self.pointed:
            chosen = [self.pointed]
        if not chosen:
            return
        names = {idea.cluster for idea in chosen}
        common = names.pop() if len(names) == 1 else ""

        def make() -> Form:
            title = heading_of(chosen[0]) if len(chosen) == 1 else count_words(len(chosen))
            known = sorted({idea.cluster for idea in self.box.ideas if idea.cluster})
            hints = [_("So far: {clusters}.").format(clusters=", ".join(known))] if known else []
            if any(idea.cluster for idea in chosen):
                hints.append(_("Empty takes out of the cluster."))
            return Form(title, (FormField("name", _("In common"), common, hint=" ".join(hints)),))

        async def take(values: Values) -> Programme:
            return await self.save(lambda programme: cluster(programme, [i.id for i in chosen], values["name"]))

        def after(programme: Programme | None) -> None:
            if programme is not None:
                self._marked = frozenset()
                self.take(programme)

        self.app.push_screen(FormDialog(make, take), after)

    def action_add(self) -> None:
        """Ask for one more idea."""

        def make() -> tuple[str, list[str]]:
            return _("One more idea"), [_("What does this make you think of?"), prompt(len(self.box.ideas))]

        async def take(text: str) -> Programme:
            return await self.save(lambda programme: hand_in(programme, [text]))

        self.app.push_screen(TextDialog(make, "", take), self.take)

    def action_vote(self) -> None:
        """Ask how many people vote, and begin."""

        def make() -> Form:
            votes = min(USUAL_VOTES, len(self.box.ideas))
            return Form(
                _("Begin the voting?"),
                (
                    FormField("voters", _("How many people"), hint=_("The votes are seen when that many are in.")),
                    FormField("votes_each", _("Votes each"), str(votes), hint=_("Everyone votes for different ideas.")),
                ),
                (_("That can't be undone: no ideas and clusters are made after it."),),
            )

        async def take(values: Values) -> Programme:
            typed = FieldReader(values)
            voters, each = typed.read("voters", read_whole, 0), typed.read("votes_each", read_whole, 0)
            return await self.save(typed.checked(lambda programme: start_voting(programme, voters, each)))

        self.app.push_screen(FormDialog(make, take), self.take)
