"""The ambition: a target level for each area, moved by the arrows, with the length of the plan beside it at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer

from sem.backcast.words import verdict_sentences
from sem.charts.weeks import short_day
from sem.errors import InvalidError, SemError
from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Team
from sem.model.plan import Fit, Plan
from sem.reports.roadmap import standing_of
from sem.reports.roadmap_words import ambition_state_word, capacity_words
from sem.store import Store
from sem.tui.actions import Action, Scope, bindings
from sem.tui.ambition_draft import Draft, draft_of
from sem.tui.ambition_picture import NAMED_FROM, needed_levels, target_radar, target_table
from sem.tui.screens.ambition_changes import means_dialog, owners_dialog, statement_dialog
from sem.tui.screens.base import SemScreen
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.form import error_paragraphs
from sem.tui.text import user, wrap
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView

REST = 0.15
"""Seconds without a key after which a better plan is looked for."""

TABLE_WIDTH, TABLE_SHARE = 46, 0.42
MOST_STATEMENT, MOST_VERDICT = 2, 3
FEWEST_RADAR = 28


@dataclass(frozen=True, slots=True)
class AmbitionState:
    """What the ambition screen shows.

    Args:
        draft: The ambition being shaped; None until it has been read.
        plan: The plan of it; None where it can't be planned.
        saved: The plan of the ambition there is; None before the first.
        area: The id of the area pointed at.
        problem: Why there is no plan, or nothing to show at all.
    """

    draft: Draft | None = None
    plan: Plan | None = None
    saved: Plan | None = None
    area: str = ""
    problem: str = ""


class AmbitionScreen(SemScreen):
    """Shapes the ambition of a team; closes with ``saved`` once it is kept.

    Args:
        team: Whose ambition.
    """

    SCOPE = Scope.AMBITION
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.AMBITION)]
    DEFAULT_CSS = """
    AmbitionScreen {
        #top { padding: 0 2; background: $raised; }
        #statement, #length, #verdict, #means { padding: 0 2; }
        #length { margin-top: 1; text-style: bold; }
        #verdict.-bad { color: $error; }
        #body { height: 1fr; padding: 1 2 0 2; }
        #table { width: 46; }
        #means { color: $muted; }
        #words { display: none; }
        &.-words { #words { display: block; }  #statement, #length, #verdict, #body, #means { display: none; } }
    }
    """

    def __init__(self, team: Team) -> None:
        super().__init__()
        self.team = team
        self.state = AmbitionState()
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the places for the words, the radar and the table."""
        yield Line(self._top, id="top")
        yield Line(self._statement, id="statement")
        yield Line(self._length, id="length")
        yield Line(self._verdict, id="verdict")
        with Horizontal(id="body"):
            yield ChartView(id="radar")
            yield ChartView(id="table")
        yield Line(self._means, id="means")
        yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Read where the team stands."""
        self.read()

    def on_resize(self) -> None:
        """Divide the room anew."""
        self.show()

    @work(exclusive=True, group="ambition")
    async def read(self) -> None:
        """Read where the team stands, and begin with the ambition there is or a first one."""
        today = self.sem.clock()

        def load(store: Store) -> AmbitionState:
            anew = store.programme(self.team.id).ambition is None
            draft = draft_of(standing_of(store, self.team, anew=anew), today)
            area = next((area.id for area in draft.standing.questionnaire.areas), "")
            try:
                saved = draft.saved_plan()
                return AmbitionState(draft, saved or draft.plan(), saved, area)
            except InvalidError as error:
                return AmbitionState(draft, None, None, area, str(error))

        try:
            self.state = await self.sem.in_thread(load)
        except SemError as error:
            self.state = AmbitionState(problem=str(error))
        self.show()

    # What is shown.

    def show(self) -> None:
        """Show the ambition, and what it makes of the plan."""
        if not self.query(KeyBar):
            # What was read came when the screen was on its way out.
            return
        draft, plan = self.state.draft, self.state.plan
        self.set_class(draft is None and bool(self.state.problem), "-words")
        if draft is None:
            self.query_one(Panel).show(_("There is no ambition to show"), [self.state.problem])
            return
        width, height = self.size.width - 4, self.size.height
        for name, lines in (("#statement", self._statement_lines(width)), ("#verdict", self._verdict_lines(width)),
                            ("#means", self._means_lines(width))):  # fmt: skip
            self.query_one(name).styles.height = max(1, len(lines))
            height -= max(1, len(lines))
        self.query_one("#verdict").set_class(plan is None or plan.verdict.fit is Fit.TOO_LONG, "-bad")
        needed, charts = needed_levels(plan), self.sem.charts
        table_width = max(TABLE_WIDTH, int(width * TABLE_SHARE))
        radar_width = width - table_width - 2
        radar, table = self.query_one("#radar", ChartView), self.query_one("#table", ChartView)
        radar.display = radar_width >= FEWEST_RADAR
        numbered = radar.display and radar_width < NAMED_FROM
        table.styles.width = table_width if radar.display else "1fr"
        radar.show(target_radar(draft, charts, self.state.area, numbered=numbered))
        table.show(target_table(draft, needed, charts, self.state.area, numbered=numbered))
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _top(self, width: int) -> Content:
        words = "   " + _("Ambition")
        if draft := self.state.draft:
            kept = ambition_state_word(draft.standing.programme.state) if draft.saved else _("not saved yet")
            words += " · " + (_("changed, not saved") if draft.ambition != draft.begun else kept)
        return Content.assemble(user(self.team.name, "bold"), (words, "$muted")).truncate(max(1, width), ellipsis=True)

    def _statement_lines(self, width: int) -> list[str]:
        draft = self.state.draft
        if draft is None:
            return []
        said = draft.ambition.statement
        text = f"“{said}”" if said else _("What would make every customer tell others about you? Press t to say it.")
        return _cut(wrap(text, max(1, width)), MOST_STATEMENT)

    def _statement(self, width: int) -> Content:
        said = bool(self.state.draft and self.state.draft.ambition.statement)
        return Content.styled("\n".join(self._statement_lines(width)), "" if said else "$accent")

    def _length(self, width: int) -> Content:
        """The length of the plan, and how that compares with the plan that is kept to."""
        state, plan = self.state, self.state.plan
        if state.draft is None or plan is None:
            return Content("")
        n = plan.verdict.weeks_needed
        parts: list[str | tuple[str, str]] = [ngettext("{n} week", "{n} weeks", n).format(n=n)]
        if state.saved:
            more = n - state.saved.verdict.weeks_needed
            fixed = bool(state.draft.standing.programme.baselines)
            parts += [", ", (_compared(more, fixed=fixed), "$accent" if more else "")]
        if n:
            parts.append(" · " + _("done on {day}").format(day=short_day(plan.end)))
        return Content.assemble(*parts).truncate(max(1, width), ellipsis=True)

    def _verdict_lines(self, width: int) -> list[str]:
        state = self.state
        if state.draft is None:
            return []
        said = state.problem
        if state.plan:
            said = " ".join(verdict_sentences(state.plan, state.draft.standing.questionnaire))
        return _cut(wrap(said, max(1, width)), MOST_VERDICT)

    def _verdict(self, width: int) -> Content:
        return Content("\n".join(self._verdict_lines(width)))

    def _means_lines(self, width: int) -> list[str]:
        draft = self.state.draft
        if draft is None:
            return []
        ambition = draft.ambition
        facts = [
            _("by {day}").format(day=short_day(ambition.target_date)),
            capacity_words(ambition.capacity),
            _("buffer {n}%").format(n=ambition.buffer_percent),
        ]
        if n := len(ambition.closed_weeks):
            facts.append(ngettext("{n} week off", "{n} weeks off", n).format(n=n))
        if n := len(ambition.owners):
            facts.append(ngettext("{n} owner", "{n} owners", n).format(n=n))
        return _cut(wrap(" · ".join(facts), max(1, width)), 2)

    def _means(self, width: int) -> Content:
        return Content("\n".join(self._means_lines(width)))

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing where there is nothing to do it with."""
        if self.state.draft is None and action.name not in ("leave", "help"):
            return ""
        return own_title(action)

    # What the keys do.

    def _shape(self, draft: Draft) -> None:
        """Show a changed ambition with its plan at once, and look for a better plan after a rest."""
        if draft == self.state.draft:
            return
        self.state = replace(self.state, draft=draft)
        self._planned(draft, 0)
        self.show()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, lambda: self._search(draft))

    def _planned(self, draft: Draft, samples: int) -> None:
        try:
            self.state = replace(self.state, plan=draft.plan(samples), problem="")
        except InvalidError as error:
            self.state = replace(self.state, plan=None, problem=" ".join(map(str, error_paragraphs(error))))

    @work(exclusive=True, group="search")
    async def _search(self, draft: Draft) -> None:
        try:
            plan = await asyncio.to_thread(draft.plan)
        except InvalidError:
            # What is wrong was told when the key was pressed.
            return
        if draft == self.state.draft:
            self.state = replace(self.state, plan=plan)
            self.show()

    def action_area(self, key: str) -> None:
        """Point at the area before or after this one, round and round."""
        if draft := self.state.draft:
            ids = [area.id for area in draft.standing.questionnaire.areas]
            at = ids.index(self.state.area) + (1 if key == "right" else -1)
            self.state = replace(self.state, area=ids[at % len(ids)])
            self.show()

    def action_target(self, key: str) -> None:
        """Raise or lower the target of the area pointed at."""
        if draft := self.state.draft:
            area = self.state.area
            self._shape(draft.with_target(area, draft.target(area) + (1 if key == "up" else -1)))

    def action_level(self, key: str) -> None:
        """Set the target of the area pointed at."""
        if draft := self.state.draft:
            self._shape(draft.with_target(self.state.area, int(key)))

    def action_weight(self) -> None:
        """Let the area pointed at count by the next weight."""
        if draft := self.state.draft:
            self._shape(draft.with_next_weight(self.state.area))

    def action_date(self, key: str) -> None:
        """Move the date by a month."""
        if draft := self.state.draft:
            self._shape(draft.with_months(1 if key.startswith("right") else -1))

    def action_capacity(self, key: str) -> None:
        """Work on one step at once more or fewer."""
        if draft := self.state.draft:
            self._shape(draft.with_capacity(-1 if key == "minus" else 1))

    def action_default(self) -> None:
        """Put the default profile in the place of the targets."""
        if draft := self.state.draft:
            self._shape(draft.with_default())

    def action_statement(self) -> None:
        """Ask where to be in customers' words."""
        if draft := self.state.draft:
            self.app.push_screen(statement_dialog(draft), self._after)

    def action_means(self) -> None:
        """Ask for the date and the means."""
        if draft := self.state.draft:
            self.app.push_screen(means_dialog(draft), self._after)

    def action_owners(self) -> None:
        """Ask who can lead steps."""
        if draft := self.state.draft:
            self.app.push_screen(owners_dialog(draft), self._after)

    def _after(self, draft: Draft | None) -> None:
        if draft is not None:
            self._shape(draft)

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Keep the ambition, and close."""
        draft = self.state.draft
        if draft is None:
            return
        if draft.changed:
            try:
                await self.sem.in_thread(lambda store: store.change_programme(self.team.id, draft.save))
            except SemError as error:
                self.sem.tell(error)
                return
        self.dismiss("saved")

    def action_leave(self) -> None:
        """Go back; ask first where something would be lost."""
        draft = self.state.draft
        if (
            draft is None
            or not draft.changed
            or draft == replace(draft, ambition=draft_of(draft.standing, draft.today).ambition)
        ):
            self.dismiss("")
            return

        def after(sure: bool | None) -> None:
            if sure:
                self.dismiss("")

        self.app.push_screen(
            ConfirmDialog(lambda: (_("Leave without saving?"), _("What you changed of the ambition is lost then."))),
            after,
        )


def _compared(weeks: int, *, fixed: bool) -> str:
    """Return how much longer a plan is than the one that is kept to."""
    if not weeks:
        return _("as long as the fixed plan") if fixed else _("as long as what is saved")
    n = f"{weeks:+d}".replace("-", "−")
    text = _("{n} compared with the fixed plan") if fixed else _("{n} compared with what is saved")
    return text.format(n=n)


def _cut(lines: tuple[str, ...], most: int) -> list[str]:
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], lines[most - 1].rstrip(" .,;") + " …"]
