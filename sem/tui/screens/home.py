"""The home screen: the teams, each with its last round, and a picture of the one pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import OptionList

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.team_changes import TeamChanges
from sem.tui.screens.team_ways import TeamWays
from sem.tui.text import fit, user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView
from sem.tui.widgets.rows import GAP, Rows

if TYPE_CHECKING:
    from sem.model.assessment import Round, Team
    from sem.store import Store
    from sem.tui.data import RoundScores, TeamSummary
    from sem.tui.widgets.rows import Row

BREAKPOINTS = [(116, "-preview")]
"""The columns from which there is room for a picture beside the teams."""
AT_ONCE = 0.1
"""Seconds of reading that go into one paint, because each paint costs as much as reading several teams."""


@dataclass(frozen=True, slots=True)
class HomeState:
    """What the home screen shows.

    Args:
        teams: None until they have been read.
        summaries: What is known of each team so far, by id.
        problem: Why the teams can't be read; empty where they can.
        questions: How many questions one begins with, where there are no teams yet; else 0.
    """

    teams: tuple[Team, ...] | None = None
    summaries: Mapping[str, TeamSummary] = field(default_factory=dict)
    problem: str = ""
    questions: int = 0


class HomeScreen(TeamWays, TeamChanges):
    """Lists the teams; reads them after the first paint, a few at a time, so that no large workspace keeps one waiting.

    Args:
        read_at_once: Whether to read the teams now; else when `read` is called.
    """

    SCOPE = Scope.HOME
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.HOME)]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    DEFAULT_CSS = """
    HomeScreen {
        #top { padding: 0 2; background: $raised; }
        #body { padding: 1 2 0 2; height: 1fr; }
        #preview { width: 1fr; padding: 0 0 1 4; display: none; }
        #teams { width: 1fr; }
        #words { display: none; }
        &.-words #teams, &.-words #preview { display: none; }
        &.-words #words { display: block; }
        &.-preview #preview { display: block; }
        &.-preview #teams { min-width: 62; }
        #preview Panel { padding: 1 0; height: auto; }
    }
    """

    def __init__(self, *, read_at_once: bool = True) -> None:
        super().__init__()
        self.state = HomeState()
        self._read_at_once = read_at_once
        self._ready = False
        self._rest: AwaitMount | None = None

    def compose(self) -> ComposeResult:
        """Make what the first frame needs."""
        yield Line(self._top, id="top")
        with Horizontal(id="body"):
            yield Rows(id="teams")
        yield KeyBar(self.SCOPE, self._key_title)

    def on_mount(self) -> None:
        """Read the teams once this screen has been painted."""
        if self._read_at_once:
            self.call_after_refresh(self.read)

    async def _make_rest(self) -> None:
        """Make what the first frame does without; right before it is needed, because a paint in between costs time."""
        body = self.query_one("#body")
        if self._rest is None and body.is_attached:
            preview = Vertical(Line(self._preview_title), Panel(id="no-round"), ChartView(id="radar"), id="preview")
            self._rest = body.mount(Panel(id="words"), preview)
        if self._rest is not None:
            await self._rest
            # Where the screen is on its way out, nothing was made.
            self._ready = bool(self.query("#no-round"))

    def on_resize(self) -> None:
        """Show the picture of the team pointed at where there is room for it now."""
        if self._ready:
            self.call_after_refresh(self._show_preview)

    @work(exclusive=True, group="teams")
    async def read(self, point_at: str = "") -> None:
        """Read the teams and the last round of each; the first few are shown with theirs right away."""
        try:
            teams, errors = await self.sem.in_thread(lambda store: store.teams_and_errors())
            if errors and not teams:
                raise errors[0]
            for error in errors:
                self.sem.warn(str(error))
            questions = 0 if teams else await self.sem.in_thread(_questions_at_first)
        except SemError as error:
            self.state = replace(self.state, problem=str(error))
            await self._make_rest()
            self.show()
            return
        ids = [team.id for team in teams]
        known = {id_: summary for id_, summary in self.state.summaries.items() if id_ in ids}
        self.state = HomeState(teams, known, questions=questions)
        first = point_at or "".join(rows.pointed for rows in self.query(Rows))
        waiting = sorted(teams, key=lambda team: team.id != first)
        await self._read_some(waiting)
        if self.query(Rows):
            await self._make_rest()
        if not self._ready:
            # What was read came when the screen was on its way out.
            return
        self.show(point_at)
        while waiting:
            for team in await self._read_some(waiting):
                self._show_team(team)

    async def _read_some(self, waiting: list[Team]) -> tuple[Team, ...]:
        """Read the last rounds of the next few teams; take these teams out of those that wait, and return them."""
        found = await self.sem.in_thread(partial(_some_summaries, tuple(waiting)))
        del waiting[: len(found)]
        summaries = {summary.team.id: summary for summary in found}
        self.state = replace(self.state, summaries={**self.state.summaries, **summaries})
        return tuple(summary.team for summary in found)

    @property
    def pointed(self) -> Team | None:
        """The team pointed at."""
        id_ = self.query_one(Rows).pointed
        return next((team for team in self.state.teams or () if team.id == id_), None)

    def summary(self, team: Team) -> TeamSummary | None:
        """Return what is known of a team so far."""
        return self.state.summaries.get(team.id)

    def show(self, point_at: str = "") -> None:
        """Show the teams, or the words that take their place."""
        if not self._ready:
            return
        teams, rows = self.state.teams, self.query_one(Rows)
        self.set_class(bool(self.state.problem) or teams == (), "-words")
        if self.state.problem:
            self.query_one("#words", Panel).show(_("The teams can't be read"), [self.state.problem])
        elif teams == ():
            self.query_one("#words", Panel).show(_("Welcome to sem"), _first_run(self.state.questions))
        elif teams:
            rows.show(self._rows, point_at)
            rows.focus()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()
        self._show_preview()

    def _rows(self, width: int) -> list[Row]:
        return [row for team in self.state.teams or () for row in (self._row(team, width), GAP)]

    def _row(self, team: Team, width: int) -> Row:
        # The first frame has no teams yet, and should not wait for what shows them.
        from sem.tui.team_row import team_row

        return team_row(team, self.summary(team), width, self.sem.charts)

    def _show_team(self, team: Team) -> None:
        rows = self.query_one(Rows)
        rows.replace(self._row(team, rows.text_width))
        if rows.pointed == team.id:
            self._show_preview()

    def _show_preview(self) -> None:
        if not self.query(KeyBar):
            # What was being read may come when the screen is being taken down.
            return
        team = self.pointed
        summary = self.summary(team) if team else None
        draw = None
        hidden = summary.last if summary and summary.last and summary.last.hidden else None
        if summary and summary.last and not hidden and self.has_class("-preview"):
            from sem.tui.pictures import radar_of

            draw = radar_of(summary.last.profile, self.sem.charts)
        no_round = self.query_one("#no-round", Panel)
        no_round.display = bool(hidden or (summary and not summary.last and not summary.problem))
        if hidden:
            from sem.tui.closing import participation_words

            said = [hidden.round.scope, participation_words(hidden.participation)]
            said.append(_("Press Enter to answer, and v to reveal the answers."))
            no_round.show(_("A session is going on."), [words for words in said if words])
        else:
            no_round.show(
                _("No round yet."),
                [_("Press Enter to begin: {n} questions.").format(n=summary.questions if summary else 0)],
            )
        self.query_one("#preview Line").refresh()
        self.query_one(KeyBar).refresh()
        self.query_one(ChartView).show(draw)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the picture of the team now pointed at."""
        event.stop()
        self._show_preview()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def _top(self, width: int) -> Content:
        return Content.assemble(("sem", "bold"), ("   " + _("Teams"), "$muted")).truncate(max(1, width))

    def _preview_title(self, width: int) -> Content:
        team = self.pointed
        return user(fit(team.name, width), "bold") if team else Content("")

    def action_open(self) -> None:
        """Go on, start, or show results: whatever the team is up to; without teams, make the first one."""
        team = self.pointed
        if team is None:
            if self.state.teams == ():
                self.first_team()
            return
        last = self._last
        if last and _seen(last):
            self.sem.open_results(team)
        elif last and not last.hidden and self._only_mine(last):
            self.sem.answer(team, last.round.questionnaire.id, self.sem.respondent, round_id=last.round.id)
        else:
            self.sem.choose_start(team)

    @property
    def _last(self) -> RoundScores | None:
        """The last round of the team pointed at, as far as it is known."""
        team = self.pointed
        summary = self.summary(team) if team else None
        return summary.last if summary else None

    def _only_mine(self, last: RoundScores) -> bool:
        """Whether nobody else is in the round, so that one can't go on in a colleague's place by mistake."""
        known = self.sem.preferences.respondent
        return bool(known) and len(last.shown.progress) == 1 and last.answered_by(known) is not None

    def _key_title(self, action: Action) -> str:
        """What Enter does depends on the team pointed at: where it shows the results, that key is enough for them."""
        team, last = self.pointed, self._last
        summary = self.summary(team) if team else None
        holds = {
            "over_time": summary and summary.rounds > 1,
            "compare": len(self.state.teams or ()) > 1,
            "start_round": team and not (last and last.hidden),
            # Without a round to go on in or to look at, Enter does the same.
            "assess": last and not last.hidden,
            "results": last and not last.hidden and not _seen(last),
            "roadmap": last and _seen(last),
            "reveal": last and last.hidden,
            "discuss": last and last.revealed,
        }
        if action.name in holds:
            return own_title(action) if holds[action.name] else ""
        if action.name != "open":
            return own_title(action)
        if self.state.problem:
            return ""
        if last is None:
            return _("Begin")
        if last.hidden:
            return _("Answer")
        return _("Results") if _seen(last) else _("Continue")

    def action_assess(self) -> None:
        """Choose how to assess the team pointed at."""
        if team := self.pointed:
            self.sem.choose_start(team)

    def action_start_round(self) -> None:
        """Start a round with several people for the team pointed at."""
        if team := self.pointed:
            self.sem.start_session(team)

    @work(group="flow", exclusive=True)
    async def action_reveal(self) -> None:
        """Reveal the last round of the team pointed at, and discuss it."""
        from sem.tui.closing import reveal

        team, last = self.pointed, self._last
        if team is None or last is None or not last.hidden:
            return

        def after(round_: Round) -> None:
            self.read(team.id)
            self.sem.discuss(team, round_.id)

        await reveal(self.sem, team, last.round, after)

    def action_discuss(self) -> None:
        """Discuss the last round of the team pointed at; while it hides its answers that is told."""
        if (team := self.pointed) and (last := self._last):
            self.sem.discuss(team, last.round.id)

    def action_close_round(self) -> None:
        """Close the last round of the team pointed at, after asking."""
        from sem.tui.closing import ask_to_close

        team, last = self.pointed, self._last
        if team and last and not last.closed:
            ask_to_close(self.sem, team, last.round, lambda _round: self.read(team.id))

    def action_compare(self) -> None:
        """Set teams side by side."""
        from sem.tui.screens.compare_teams import CompareTeamsScreen

        if self.state.teams:
            self.app.push_screen(CompareTeamsScreen())

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()


def _seen(last: RoundScores) -> bool:
    """Whether there is nothing to do in a round but to look at it."""
    return last.revealed or last.closed or (last.complete and not last.hidden)


def _some_summaries(teams: tuple[Team, ...], store: Store) -> tuple[TeamSummary, ...]:
    """Return the first teams, as many as can be read before somebody would notice, with their last rounds."""
    from sem.tui.data import team_summary

    found = []
    until = monotonic() + AT_ONCE
    for team in teams:
        found.append(team_summary(store, team))
        if monotonic() > until:
            break
    return tuple(found)


def _questions_at_first(_store: Store) -> int:
    from sem.tui.data import questions_at_first

    return questions_at_first()


def _first_run(questions: int) -> list[str]:
    return [
        _("A team answers {n} questions about its service, and sees in a radar where it stands.").format(n=questions),
        _("The scores are honest: they say how many answered, what is missing, and which question to work on first."),
        _("Every answer is saved at once, on this computer only. Stop whenever you like, and go on where you were."),
        "",
        _("Press Enter to begin with your first team."),
    ]
