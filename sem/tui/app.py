"""The app: opens screens and dialogs, keeps the preferences, and sees to it that nothing ends in a traceback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast, get_args

from rich.text import Text
from textual import events, work
from textual.app import App
from textual.binding import BindingType
from textual.screen import ModalScreen

from sem.errors import SemError
from sem.files import reason
from sem.i18n import Language, language, set_language
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.settings import ChartCharacters, Settings, state_folder, write_settings
from sem.tui.actions import Action, Scope, bindings
from sem.tui.endings import listen_to_endings, remembered_endings
from sem.tui.screens.base import Dialog, SemScreen
from sem.tui.screens.home import HomeScreen
from sem.tui.themes import THEMES, for_sixteen_colours, theme_name
from sem.tui.typing import OneAtATime

if TYPE_CHECKING:
    from sem.model.assessment import Round, Team
    from sem.reports.export import Format
    from sem.store import Store
    from sem.tui.screens.runner import RunnerScreen

Read = TypeVar("Read")
Clock = Callable[[], date]
Opening = Callable[[Callable[[str], object]], "Store"]
"""Opens the store, given what tells the user something although nothing failed."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
LOG = "sem.log"
_CHARACTERS: dict[ChartCharacters, str] = {
    "braille": N_("fine dots"),
    "blocks": N_("blocks"),
    "ascii": N_("plain letters"),
}
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
    """

    team: str
    questionnaire: str | None = None
    respondent: str | None = None
    new_round: bool = False


class SemApp(App[int]):
    """The program on the screen.

    Args:
        store: Where everything is kept; or how to open it, which then waits until after the first frame.
        settings: What the user prefers.
        settings_file: Where a changed preference is written.
        assess: Whom to start with; None for the home screen.
        clock: Tells which day it is.

    Attributes:
        endings: Exit codes of signals that came before the app listened to them.
    """

    TITLE = "sem"
    # The name of a file is read only where it stands on one line.
    DEFAULT_CSS = "SemApp Toast { width: 66; max-width: 95%; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP)]
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        store: Store | Opening,
        *,
        settings: Settings,
        settings_file: Path,
        assess: Assess | None = None,
        clock: Clock = date.today,
    ) -> None:
        super().__init__()
        self.preferences = settings
        self.clock = clock
        self._open: Callable[[], Store] = (lambda: store(self.warn)) if callable(store) else lambda: store
        self._warned: set[str] = set()
        self._store_turn = threading.Lock()
        self._settings_file = settings_file
        self._assess = assess
        sixteen = self.console.color_system == "standard"
        for theme in THEMES:
            self.register_theme(for_sixteen_colours(theme) if sixteen else theme)
        self.theme = theme_name(settings.theme)
        self.endings: list[int] = []
        self._runner: RunnerScreen | None = None
        self._typing = OneAtATime(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Pass events on; what is typed, one at a time."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typing.take(event)
        else:
            await super().on_event(event)

    def get_default_screen(self) -> HomeScreen:
        """Return the home screen, which everything else lies on."""
        return HomeScreen(read_at_once=self._assess is None)

    def on_mount(self) -> None:
        """Listen to what ends a program, and start right away where that was asked for."""
        if not self.is_headless:
            listen_to_endings(lambda code: self.exit(None, code), keyboard=not self.is_web, early=self.endings)
        if self._assess is not None:
            self.assess(self._assess)

    @property
    def home(self) -> HomeScreen:
        """The home screen."""
        return cast(HomeScreen, self.screen_stack[0])

    @property
    def charts(self) -> ChartCharacters:
        """The characters to draw charts with."""
        return cast(ChartCharacters, self.preferences.charts)

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

    async def in_thread(self, work: Callable[[Store], Read]) -> Read:
        """Do something with the store in a thread, one such thing at a time, while the screen stays alive."""

        def alone() -> Read:
            with self._store_turn:
                return work(self._open())

        return await asyncio.to_thread(alone)

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
        self.answer(team, wish.questionnaire or DEFAULT, wish.respondent or self.respondent, wish.new_round)

    @work(group="flow", exclusive=True)
    async def answer(
        self, team: Team, questionnaire: str, respondent: str, new_round: bool = False, round_id: str = ""
    ) -> None:
        """Open the questions for a respondent, in an open round of the team or a new one."""
        from sem.tui.data import start_answering
        from sem.tui.screens.runner import RunnerScreen

        today = self.clock()
        try:
            answering = await self.in_thread(
                lambda store: start_answering(
                    store, team, questionnaire, respondent, today=today, new_round=new_round, round_id=round_id
                )
            )
        except SemError as error:
            self.home.read(team.id)
            self.tell(error)
            return
        if respondent != self.preferences.respondent:
            self._prefer(respondent=respondent)
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
            if start is not None:
                self.answer(team, start.questionnaire, start.respondent, start.new_round, start.round_id)

        self.push_screen(StartDialog(team, found, self.respondent), after)

    def open_results(self, team: Team, round_id: str = "") -> None:
        """Open the scores of a team's round; of its last one where none is named."""
        from sem.tui.screens.results import ResultsScreen

        self.push_screen(ResultsScreen(team, round_id))

    def tell(self, error: SemError) -> None:
        """Show what went wrong and what to do, until it has been read."""
        from sem.tui.screens.problem import ProblemDialog

        self.push_screen(ProblemDialog(error))

    def warn(self, text: str) -> None:
        """Show once what the user should know although nothing failed; may be called from any thread."""
        if text not in self._warned:
            self._warned.add(text)
            self.call_later(self.notify, text, severity="warning", markup=False, timeout=20)

    @property
    def exports(self) -> Path:
        """The folder that exports come in."""
        return Path.cwd() / "exports"

    @work(group="export")
    async def export(self, team: Team, round_: Round, format_: Format) -> None:
        """Write a round to a file in a thread, and tell where it is."""
        from sem.reports.export import export_round

        self.clear_notifications()
        try:
            # Not one at a time with other reading: drawing takes a second, and reading needs no turn.
            paths = await asyncio.to_thread(
                lambda: [*export_round(self._open(), team, round_, [format_], self.exports)]
            )
        except SemError as error:
            self.tell(error)
            return
        words = "\n".join([*(path.name for path in paths), str(self.exports)])
        self.notify(words, title=_("Written"), markup=False, timeout=10)

    # What holds everywhere.

    def action_help(self) -> None:
        """Show what every key does on this screen."""
        from sem.tui.screens.help import HelpDialog

        scope = getattr(self.screen, "SCOPE", None)
        if isinstance(scope, Scope):
            self.push_screen(HelpDialog(scope))

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

    def action_switch_language(self) -> None:
        """Use the other language from now on."""
        code: Language = "en" if language() == "nl" else "nl"
        set_language(code)
        self._prefer(language=code)
        self._show_all()

    def action_switch_theme(self) -> None:
        """Use the other theme from now on."""
        self._prefer(theme="dark" if self.preferences.theme == "light" else "light")
        self.theme = theme_name(self.preferences.theme)

    def action_switch_charts(self) -> None:
        """Draw charts with the next set of characters from now on."""
        known = get_args(ChartCharacters)
        self._prefer(charts=known[(known.index(self.charts) + 1) % len(known)])
        self._show_all()
        self.clear_notifications()
        self.notify(_("Charts: {characters}").format(characters=_(_CHARACTERS[self.charts])), markup=False, timeout=2)

    def _prefer(self, **changes: str) -> None:
        try:
            self.preferences = write_settings(self._settings_file, self.preferences, **changes)
        except OSError as error:
            # A choice that can't be kept still holds for this run.
            self.preferences = replace(self.preferences, **changes)
            self.notify(_("The choice holds until you leave: {why}").format(why=reason(error)), markup=False)

    def _show_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, SemScreen | Dialog):
                screen.show()

    def action_help_quit(self) -> None:
        """Tell how to leave, to whoever presses Ctrl+C."""
        self.notify(_("Press Ctrl+Q to leave; everything is saved."), markup=False)

    async def action_quit(self) -> None:
        """Leave, once every answer is durable; ask where that does not work."""
        if self._runner is None:
            self.exit()
        else:
            await self._runner.leave(self.exit)

    def close(self) -> None:
        """Save what is not durable yet, as far as possible; after the app has ended."""
        if self._runner is not None:
            self._runner.autosave.close(CLOSE_PATIENCE)

    def on_resize(self, event: events.Resize) -> None:
        """Put a sentence over everything where the window is too small to show anything honestly."""
        from sem.tui.screens.too_small import TooSmallScreen

        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        covered = isinstance(self.screen, TooSmallScreen)
        if small and not covered:
            self.push_screen(TooSmallScreen())
        elif covered and not small:
            self.pop_screen()

    def _fatal_error(self) -> None:
        """Log an error nobody expected, and leave two lines: what a traceback shows is none of a screen's business."""
        log = log_error(state_folder())
        if self._exit_renderables:
            return
        lines = [_("sem had to stop, because of a mistake in the program. Every answer that was saved is safe.")]
        lines.append(_("Please report it, with the end of {file}.").format(file=log) if log else _("Please report it."))
        self._exit_renderables.append(Text("\n".join(lines)))
        self._close_messages_no_wait()


def log_error(folder: Path) -> Path | None:
    """Add the error being handled to the log in `folder`, without the values of variables; return the file."""
    import traceback
    from datetime import datetime

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat()}\n{traceback.format_exc()}\n")
    except OSError:
        return None
    return folder / LOG


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
    try:
        with remembered_endings() as app.endings:
            app.run()
    finally:
        app.close()
    return app.return_code or 0
