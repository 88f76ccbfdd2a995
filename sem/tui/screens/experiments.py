"""The experiments screen: what a team tries on a small scale, on what it stops, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.experiment import Comparator, Experiment
from sem.programme.experiments import (
    Amendment,
    ExperimentDraft,
    ExperimentState,
    add_experiment,
    amend_criterion,
    draft_from,
    find_experiment,
    newest_experiment,
    record_result,
    state_of,
    stop_experiment,
)
from sem.tui.actions import Action, Scope, bindings
from sem.tui.experiment_told import experiment_rows, experiment_summary, experiment_told, outcome_told
from sem.tui.screens.base import SemScreen
from sem.tui.screens.experiment_forms import amend_dialog, experiment_dialog, result_dialog, stop_dialog
from sem.tui.screens.reading import Paragraphs, ReadingDialog
from sem.tui.screens.trial import TrialDialog
from sem.tui.text import user
from sem.tui.trying import Trying, read_trying
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.model.assessment import Team
    from sem.model.programme import Programme
    from sem.tui.screens.form import FormDialog
    from sem.tui.screens.ideas import Change, Save

_NEEDS_ONE = ("open", "result", "amend", "stop")


class ExperimentsScreen(SemScreen):
    """Lists the experiments of a team; the one pointed at is told below.

    Args:
        team: Whose experiments.
        step: The step whose practices a new one is offered first; empty for none.
    """

    SCOPE = Scope.EXPERIMENTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.EXPERIMENTS)]
    DEFAULT_CSS = """
    ExperimentsScreen {
        #top { padding: 0 2; background: $raised; }
        #list { padding: 1 2 0 2; height: auto; max-height: 50%; }
        #scroll { padding: 0 2; margin-top: 1; height: 1fr; scrollbar-size-vertical: 1; }
        #words { display: none; }
        &.-empty { #words { display: block; }  #list, #scroll { display: none; } }
    }
    """

    def __init__(self, team: Team, step: str = "") -> None:
        super().__init__()
        self.team = team
        self._step = step
        self.trying: Trying | None = None
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Make the places for the list, what is told about one, and what stands there without any."""
        yield Line(self._top, id="top")
        yield Rows(id="list")
        with VerticalScroll(id="scroll", can_focus=False):
            yield Paragraphs()
        yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Read the experiments."""
        self.read()

    @work(exclusive=True, group="experiments")
    async def read(self, point_at: str = "", then: Callable[[], object] = lambda: None) -> None:
        """Read where the team stands, and show it.

        Args:
            point_at: The experiment to point at; empty to stay where one is.
            then: Called when it is shown.
        """
        today = self.sem.clock()
        try:
            self.trying = await self.sem.in_thread(lambda store: read_trying(store, self.team, today))
            self._problem = ""
        except SemError as error:
            self.trying, self._problem = None, str(error)
        self.show(point_at)
        then()

    def show(self, point_at: str = "") -> None:
        """Show the experiments, or the words that take their place."""
        if self.trying is None and not self._problem:
            return
        empty = self.trying is None or not self.trying.programme.experiments
        self.set_class(empty, "-empty")
        if self._problem:
            self.query_one("#words", Panel).show(_("The experiments can't be read"), [self._problem])
        elif empty:
            self.query_one("#words", Panel).show(_("No experiments yet"), _first_words())
            self.set_focus(None)
        else:
            rows = self.query_one(Rows)
            rows.show(self._rows, point_at)
            rows.focus()
        self._tell()
        self.query_one("#top").refresh()

    def _rows(self, width: int) -> list[Row]:
        return experiment_rows(self.trying, width, self.sem.charts) if self.trying else []

    def _tell(self) -> None:
        one = self.pointed
        self.query_one(Paragraphs).show(experiment_summary(one, self.trying) if one and self.trying else [])
        self.query_one("#scroll").scroll_home(animate=False)
        self.query_one(KeyBar).refresh()

    def _top(self, width: int) -> Content:
        name = Content.assemble(user(self.team.name, "bold"), ("   " + _("Experiments"), "$muted"))
        return name.truncate(max(1, width), ellipsis=True)

    @property
    def pointed(self) -> Experiment | None:
        """The experiment pointed at."""
        id_ = self.query_one(Rows).pointed
        experiments = self.trying.programme.experiments if self.trying else ()
        return next((one for one in experiments if one.id == id_), None)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing for what would do nothing."""
        one = self.pointed
        if action.name == "new" and self._problem:
            return ""
        if action.name not in _NEEDS_ONE:
            return own_title(action)
        if one is None or self.trying is None:
            return ""
        if one.stopped_because and action.name != "open":
            return ""
        early = state_of(one, self.trying.today) is ExperimentState.PLANNED
        if (action.name == "result" and early) or (action.name == "stop" and one.stopped_on):
            return ""
        return own_title(action)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the experiment now pointed at."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    # What the keys do.

    def action_open(self) -> None:
        """Tell all about the experiment pointed at."""
        one, trying = self.pointed, self.trying
        if one and trying:
            shown, known = one, trying
            self.app.push_screen(ReadingDialog(lambda: (shown.title, experiment_told(shown, known))))

    def action_new(self) -> None:
        """Ask what to try, and then all about it."""
        if self.trying:
            self.app.push_screen(TrialDialog(self.trying, self._step), self._describe)

    def _describe(self, chosen: str | None) -> None:
        trying = self.trying
        if chosen is None or trying is None:
            return
        known = trying
        draft, hint = ExperimentDraft(), ""
        for practice in known.questionnaire.practices:
            if practice.id == chosen:
                draft = draft_from(practice, language())
                hint = _("The practice says: {measure}").format(measure=practice.measure.get(language()))

        def put(programme: Programme, filled: ExperimentDraft) -> Programme:
            return add_experiment(programme, filled, known.today, known.areas)

        def after(programme: Programme | None) -> None:
            if programme is not None:
                added = newest_experiment(programme)
                words = _("Added experiment {id}. Its kill criterion is fixed.").format(id=added.id)
                self.notify(words, markup=False, timeout=4)
                self.read(added.id)

        dialog = experiment_dialog(lambda: _("A new experiment"), known, draft, self._save, put, hint)
        self.app.push_screen(dialog, after)

    def action_result(self) -> None:
        """Ask what was measured, and tell what it means."""
        self._ask(
            lambda programme, one, trying: record_result(programme, one.id, 0.0, trying.today, trying.today),
            result_dialog,
            tell=True,
        )

    def action_amend(self) -> None:
        """Ask for a new version of the kill criterion."""
        self._ask(
            lambda programme, one, trying: amend_criterion(
                programme, one.id, Amendment(measure="?", comparator=Comparator.AT_LEAST), "?", trying.today
            ),
            amend_dialog,
        )

    def action_stop(self) -> None:
        """Ask why the plug is pulled, and tell what the plan does then."""
        self._ask(
            lambda programme, one, trying: stop_experiment(programme, one.id, "?", trying.today),
            stop_dialog,
            tell=True,
        )

    def _ask(
        self,
        attempt: Callable[[Programme, Experiment, Trying], Programme],
        make: Callable[[Experiment, Trying, Save], FormDialog[Programme]],
        *,
        tell: bool = False,
    ) -> None:
        """Open a window about the experiment pointed at, unless nothing one could fill in would help.

        Args:
            attempt: Does the same with values that could hold, and is thrown away.
            make: Returns the window.
            tell: Whether to tell afterwards what it means.
        """
        one, trying = self.pointed, self.trying
        if one is None or trying is None:
            return
        try:
            attempt(trying.programme, one, trying)
        except SemError as error:
            if not any(problem.field for problem in error.problems):
                self.sem.tell(error)
                return

        def after(programme: Programme | None) -> None:
            if programme is not None:
                self.read(
                    one.id, (lambda: self._tell_outcome(find_experiment(programme, one.id))) if tell else _nothing
                )

        self.app.push_screen(make(one, trying, self._save), after)

    def _tell_outcome(self, experiment: Experiment) -> None:
        trying = self.trying
        if trying:
            self.app.push_screen(ReadingDialog(lambda: (experiment.title, outcome_told(experiment, trying))))

    async def _save(self, change: Change) -> Programme:
        return await self.sem.in_thread(lambda store: store.change_programme(self.team.id, change))

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss("")


def _nothing() -> None:
    """Do nothing."""


def _first_words() -> list[str]:
    return [
        _("An experiment tries something with a few customers before it is done for all."),
        _("Before it starts you agree on a kill criterion: what you measure, by when, and when you stop."),
        _("Press n to add the first: from a practice, or something of your own."),
    ]
