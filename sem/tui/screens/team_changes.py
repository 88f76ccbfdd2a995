"""Adding a team to a list of teams, and renaming, tagging and removing one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.tui.screens.base import SemScreen
from sem.tui.text import plain

if TYPE_CHECKING:
    from sem.model.assessment import Team
    from sem.store import Store


class TeamChanges(SemScreen):
    """A screen on which one changes which teams there are; what a key opens is imported when it is pressed."""

    @property
    def pointed(self) -> Team | None:
        """The team pointed at."""
        raise NotImplementedError

    def read(self, point_at: str = "") -> object:
        """Read the teams anew, and point at one, by its id."""
        raise NotImplementedError

    def action_new_team(self) -> None:
        """Ask for a name, and add a team."""
        self._ask_name(lambda: _("Name of the new team"), "", lambda name: lambda store: store.add_team(name))

    def action_rename_team(self) -> None:
        """Ask for another name for the team pointed at."""
        if team := self.pointed:
            id_ = team.id
            self._ask_name(lambda: _("New name"), team.name, lambda name: lambda store: store.rename_team(id_, name))

    def action_tags(self) -> None:
        """Ask for the tags of the team pointed at."""
        from sem.tui.screens.team_name import retag

        if team := self.pointed:
            before = team
            self._ask_name(
                lambda: _("Tags of {team}").format(team=plain(before.name)),
                ", ".join(before.tags),
                lambda typed: lambda store: retag(store, before, typed),
                hint=lambda: _("With commas between them, for example: pilot, north"),
                selected=False,
            )

    def first_team(self) -> None:
        """Ask for a name, and go straight to the first question."""
        from sem.content.library import DEFAULT

        self._ask_name(
            lambda: _("What is your team called?"),
            _("Our team"),
            lambda name: lambda store: store.add_team(name),
            lambda team: self.sem.answer(team, DEFAULT, self.sem.respondent),
            lambda: _("for example Customer Service North"),
        )

    def _ask_name(
        self,
        title: Callable[[], str],
        name: str,
        change: Callable[[str], Callable[[Store], Team]],
        then: Callable[[Team], object] | None = None,
        hint: Callable[[], str] = str,
        *,
        selected: bool = True,
    ) -> None:
        from sem.tui.screens.team_name import TeamNameDialog

        async def save(typed: str) -> Team:
            return await self.sem.in_thread(change(typed))

        def after(team: Team | None) -> None:
            if team is not None:
                self.read(team.id)
                if then is not None:
                    then(team)

        self.app.push_screen(TeamNameDialog(title, name, save, hint, selected=selected), after)

    def action_remove_team(self) -> None:
        """Remove the team pointed at, after asking."""
        from sem.tui.screens.confirm import ConfirmDialog

        if team := self.pointed:
            question = _("Remove {team}?").format(team=plain(team.name))
            effect = _("All its rounds and answers go. A backup is made first, and you are told where it is.")

            def after(sure: bool | None) -> None:
                if sure:
                    self._remove(team)

            self.app.push_screen(ConfirmDialog(lambda: (question, effect)), after)

    @work(group="remove")
    async def _remove(self, team: Team) -> None:
        try:
            backup = await self.sem.in_thread(lambda store: store.remove_team(team.id))
        except SemError as error:
            self.sem.tell(error)
            return
        self.notify(backup, title=_("Removed; the backup is here"), markup=False, timeout=15)
        self.read()
