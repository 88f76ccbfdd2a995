"""The app of whoever runs the assessment: opens every screen and dialog, and keeps the preferences."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import BindingType
from textual.screen import ModalScreen

from sem.errors import SemError
from sem.files import reason
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.settings import Settings, read_settings, write_settings
from sem.tui.actions import Action, Scope, bindings
from sem.tui.base_app import BaseApp, Opening, run_until_left
from sem.tui.screens.home import HomeScreen

if TYPE_CHECKING:
    from sem.model.assessment import Round, Team
    from sem.reports.export import Format
    from sem.store import Store
    from sem.tui.screens.runner import RunnerScreen

Clock = Callable[[], date]
CLOSE_PATIENCE = 5.0
"""Seconds that leaving waits for a slow disk."""


@dataclass(frozen=True, slots=True)
class Assess:
    """Whom to start with right away, without the home screen in between.

    Args:
        team: The name or id of a team.
        questionnaire: The id of a shipped questionnaire, or the path of another; None for the default.
        respondent: Who answers; None for the name in the settings, else the user's.
        new_round: Whether to start a round although one is open.
        code: What they go on with in an anonymous round; empty for who begins there.
    """

    team: str
    questionnaire: str | None = None
    respondent: str | None = None
    new_round: bool = False
    code: str = ""


class SemApp(BaseApp):
    """The program on the screen.

    Args:
        store: Where everything is kept; or how to open it, which then waits until after the first frame.
        settings: What the user prefers.
        settings_file: Where a changed preference is written.
        assess: Whom to start with; None for the home screen.
        clock: Tells which day it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP)]

    def __init__(
        self,
        store: Store | Opening,
        *,
        settings: Settings,
        settings_file: Path,
        assess: Assess | None = None,
        clock: Clock = date.today,
    ) -> None:
        super().__init__(store, settings=settings)
        self.clock = clock
        self._settings_file = settings_file
        self._assess = assess
        self._runner: RunnerScreen | None = None

    def get_default_screen(self) -> HomeScreen:
        """Return the home screen, which everything else lies on."""
        return HomeScreen(read_at_once=self._assess is None)

    def on_mount(self) -> None:
        """Start right away where that was asked for."""
        if self._assess is not None:
            self.assess(self._assess)

    @property
    def home(self) -> HomeScreen:
        """The home screen."""
        return cast(HomeScreen, self.screen_stack[0])

    @property
    def respondent(self) -> str:
        """Who answers when nobody is named: the name in the settings, else the user's, else the team as one."""
        from sem.model.names import clean_name

        name = self.preferences.respondent
        try:
            if not name:
                import getpass

                name = getpass.getuser()
            return clean_name(name, _("the respondent"))
        except (OSError, KeyError, ImportError, SemError):
            return _("team")

    # Going somewhere.

    @work(group="flow", exclusive=True)
    async def assess(self, wish: Assess) -> None:
        """Open the questions for a team named on the command line."""
        from sem.content.library import DEFAULT

        try:
            team = await self.in_thread(lambda store: store.find_team(wish.team))
        except SemError as error:
            self.home.read()
            self.tell(error)
            return
        self.answer(
            team, wish.questionnaire or DEFAULT, wish.respondent or self.respondent, wish.new_round, code=wish.code
        )

    @work(group="flow", exclusive=True)
    async def answer(
        self,
        team: Team,
        questionnaire: str,
        respondent: str,
        new_round: bool = False,
        round_id: str = "",
        code: str = "",
    ) -> None:
        """Open the questions for a respondent, in an open round of the team or a new one."""
        from sem.tui.data import start_answering
        from sem.tui.screens.runner import RunnerScreen

        today = self.clock()
        try:
            answering = await self.in_thread(
                lambda store: start_answering(
                    store,
                    team,
                    questionnaire,
                    respondent,
                    today=today,
                    new_round=new_round,
                    round_id=round_id,
                    code=code,
                )
            )
        except SemError as error:
            self.home.read(team.id)
            self.tell(error)
            return
        # In a session several people answer on one laptop: none of them is who usually does.
        usual = answering.open_round is None or not answering.open_round.hidden
        if usual and respondent != self.preferences.respondent:
            self.prefer(respondent=respondent)
        self._runner = RunnerScreen(answering)

        def after(outcome: str | None) -> None:
            self._runner = None
            self.home.read(team.id)
            if outcome == "results":
                self.open_results(team, answering.open_round.id if answering.open_round else "")

        self.push_screen(self._runner, after)

    @work(group="flow", exclusive=True)
    async def choose_start(self, team: Team) -> None:
        """Ask how to assess a team, and open the questions."""
        from sem.tui.data import offers
        from sem.tui.screens.start import Start, StartDialog

        try:
            found = await self.in_thread(lambda store: offers(store, team))
        except SemError as error:
            self.tell(error)
            return

        def after(start: Start | None) -> None:
            if start is None:
                return
            if start.session:
                self.start_session(team)
                return
            self.answer(
                team, start.questionnaire, start.respondent, start.new_round, start.round_id, start.code
            )  # fmt: skip

        self.push_screen(StartDialog(team, found, self.respondent), after)

    @work(group="flow", exclusive=True)
    async def start_session(self, team: Team) -> None:
        """Ask how a round with several people is to be, and start it."""
        from sem.tui.data import offers
        from sem.tui.screens.session import ask_session

        try:
            found = await self.in_thread(lambda store: offers(store, team))
        except SemError as error:
            self.tell(error)
            return
        ask_session(self, team, found)

    def discuss(self, team: Team, round_id: str) -> None:
        """Go through the questions of a round together."""
        from sem.tui.screens.discuss import DiscussScreen

        def after(_where: str | None) -> None:
            self.home.read(team.id)

        self.push_screen(DiscussScreen(team, round_id), after)

    def open_results(self, team: Team, round_id: str = "") -> None:
        """Open the scores of a team's round; of its last one where none is named."""
        from sem.tui.screens.results import ResultsScreen

        self.push_screen(ResultsScreen(team, round_id))

    @property
    def exports(self) -> Path:
        """The folder that exports come in."""
        return Path.cwd() / "exports"

    @work(group="export")
    async def write_files(self, write: Callable[[Store], Iterable[Path]]) -> None:
        """Write files in a thread, and tell where they are.

        Args:
            write: Writes them in `exports`, and yields the path of each.
        """
        self.clear_notifications()
        try:
            # Not one at a time with other reading: drawing takes a second, and reading needs no turn.
            paths = await asyncio.to_thread(lambda: [*write(self._open())])
        except SemError as error:
            self.tell(error)
            return
        words = "\n".join([*(path.name for path in paths), str(self.exports)])
        self.notify(words, title=_("Written"), markup=False, timeout=5)

    def export(self, team: Team, round_: Round, format_: Format) -> None:
        """Write a round to a file."""

        def write(store: Store) -> Iterable[Path]:
            from sem.reports.export import export_round, usual_look

            look = usual_look(self.preferences)
            return export_round(store, team, round_, [format_], self.exports, look=look)

        self.write_files(write)

    def report(self, team: Team, round_: Round) -> None:
        """Write the report on a team by one of its rounds to a file."""

        def write(store: Store) -> Iterable[Path]:
            from sem.reports.house_style import house_style_of
            from sem.reports.report_export import write_report

            # Settings that can't be read are defaults here, and nobody may hand over a report without the logo.
            style = house_style_of(read_settings(self._settings_file), self._settings_file)
            return [write_report(store, team, round_, self.clock(), self.exports, style)]

        self.write_files(write)

    # What holds everywhere.

    def action_command_palette(self) -> None:
        """Offer everything one can do on this screen, and do what is chosen."""
        from sem.tui.palette import PaletteDialog

        screen = self.screen
        if isinstance(screen, ModalScreen):
            return

        async def after(action: Action | None) -> None:
            if action is not None:
                await self.run_action(action.call(action.keys[0]), screen)

        self.push_screen(PaletteDialog(getattr(screen, "SCOPE", None)), after)

    def prefer(self, **changes: str) -> None:
        """Go by other preferences from now on, and keep them."""
        try:
            self.preferences = write_settings(self._settings_file, self.preferences, **changes)
        except OSError as error:
            # A choice that can't be kept still holds for this run.
            super().prefer(**changes)
            self.notify(_("The choice holds until you leave: {why}").format(why=reason(error)), markup=False)

    def action_help_quit(self) -> None:
        """Tell how to leave, to whoever presses Ctrl+C."""
        saved = self._runner is None or self._runner.autosave.state.saved
        words = N_("Press Ctrl+Q to leave; everything is saved.")
        self.notify(_(words if saved else N_("Press Ctrl+Q to leave; not everything is saved yet.")), markup=False)

    async def action_quit(self) -> None:
        """Leave, once every answer is durable; ask where that does not work."""
        if self._runner is None:
            self.exit()
        else:
            await self._runner.leave(self.exit)

    def close(self) -> str:
        """Save what is not durable yet, as far as possible, after the app has ended; return what the user must know."""
        if self._runner is None:
            return ""
        from sem.tui.answering import last_save

        return last_save(self._runner.autosave, CLOSE_PATIENCE)


def run_app(
    store: Store | Opening,
    *,
    settings: Settings,
    settings_file: Path,
    assess: Assess | None = None,
    clock: Clock = date.today,
) -> int:
    """Run the screens until the user leaves; return the exit code.

    Args:
        store: Where everything is kept; or how to open it, which then waits until after the first frame.
        settings: What the user prefers; the language is the one in use.
        settings_file: Where a changed preference is written.
        assess: Whom to start with right away; None opens the home screen.
        clock: Tells which day it is.
    """
    app = SemApp(store, settings=settings, settings_file=settings_file, assess=assess, clock=clock)
    return run_until_left(app, app.close)
