"""The screen that sets teams side by side: a heat map of all areas, or the dots of one, and all about one cell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from sem.analysis.standing import standings
from sem.analysis.teams import Order, compare_teams
from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.i18n import mark as N_
from sem.reports.teams_words import order_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.base import SemScreen
from sem.tui.screens.reading import Paragraph
from sem.tui.teams_pictures import areas_shown, dots_of, heat_map_of
from sem.tui.teams_state import DOTS, MAP, TeamsState, some_scores
from sem.tui.teams_told import cell_lines, cell_told, compared_words, method_told
from sem.tui.text import fit, user, wrap
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView

if TYPE_CHECKING:
    from pathlib import Path

    from sem.reports.export import Picture
    from sem.store import Store

DETAIL = 3
"""Rows for the cell pointed at, at least."""
AROUND = 2
"""Rows that are no picture, no cell pointed at and not what they are about: the title and the keys."""
MOST_ABOUT = 2
"""Rows in which is told what the picture is about: what has no room in them is read with a key."""
PAGE = 10
"""How many teams a page key goes."""


class CompareTeamsScreen(SemScreen):
    """Reads the teams in a thread, a few at a time, and then shows them side by side."""

    SCOPE = Scope.TEAMS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TEAMS)]
    DEFAULT_CSS = """
    CompareTeamsScreen {
        #top { padding: 0 2; background: $raised; }
        #about { padding: 0 2; color: $muted; }
        #picture { padding: 0 2; }
        #detail { height: 1fr; padding: 0 2; }
        #words { display: none; }
        &.-words { #words { display: block; }  #about, #picture, #detail { display: none; } }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.state = TeamsState()

    def compose(self) -> ComposeResult:
        """Make the places for the words, the picture and the cell pointed at."""
        yield Line(self._top, id="top")
        yield Line(self._about, id="about")
        yield ChartView(id="picture")
        yield Line(self._detail, id="detail")
        yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Read the teams."""
        self.show()
        self.read()

    def on_resize(self) -> None:
        """Lay the words out anew."""
        self.show()

    # Reading.

    @work(exclusive=True, group="teams")
    async def read(self) -> None:
        """List the teams, and read them."""
        try:
            teams, errors = await self.sem.in_thread(lambda store: store.teams_and_errors())
            if errors and not teams:
                raise errors[0]
        except SemError as error:
            self._now(problem=str(error))
            return
        self._now(teams=teams, chosen=frozenset(team.id for team in teams), unlisted=len(errors))
        for unread in errors:
            self.sem.warn(str(unread))
        self._compare()

    @work(exclusive=True, group="comparison")
    async def _compare(self) -> None:
        """Read those of the teams chosen that have not been read, a few at a time, and set them side by side."""
        while waiting := self.state.waiting:
            found, failed = await self.sem.in_thread(partial(some_scores, waiting))
            for error in failed.values():
                self.sem.warn(str(error))
            read = {scores.team.id: scores for scores in found}
            self._now(scores={**self.state.scores, **read}, failed=self.state.failed | failed.keys())
        scores = [one for id_, one in self.state.scores.items() if id_ in self.state.chosen]
        comparison = await asyncio.to_thread(compare_teams, scores)
        self.state = state = replace(self.state, comparison=comparison, standings={})
        known = any(one.area.id == state.by for one in comparison.areas)
        self._ordered(*((state.order, state.by) if known or state.order is not Order.AREA else (Order.NAME, "")))

    @work(exclusive=True, group="standings")
    async def _stand(self, area_id: str) -> None:
        """Work out in a thread how the teams stand beside the others in an area."""
        comparison = self.state.comparison
        if comparison is None:
            return
        found = await asyncio.to_thread(standings, comparison, area_id)
        if self.state.comparison is comparison:
            by_team = {row.team.id: one for row, one in zip(comparison.rows, found, strict=True)}
            self.state = replace(self.state, standings={**self.state.standings, area_id: by_team})
            self.query_one("#detail").refresh()

    def _now(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.show()

    # Showing.

    def show(self) -> None:
        """Show the teams side by side, or the words that take their place."""
        if not self.query(KeyBar):
            # What was read came when the screen was on its way out.
            return
        state = self.state
        self.set_class(state.pointed is None, "-words")
        if state.pointed is None:
            self.query_one(Panel).show(*self._instead())
        else:
            self._draw()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _draw(self) -> None:
        state, picture = self.state, self.query_one(ChartView)
        if state.comparison is None or state.pointed is None:
            return
        area_id = state.pointed[1].area.id
        if state.view == DOTS:
            draw = dots_of(state.comparison, area_id, self.sem.charts, state.row)
        else:
            draw = heat_map_of(state.comparison, self.sem.charts, (state.row, state.column))
        about = max(1, len(self._about_lines(self.size.width - 4)))
        self.query_one("#about").styles.height = about
        # The cell pointed at is told right below the picture, and gets the rows that it leaves.
        drawn = draw(self.size.width - 4, self.size.height - AROUND - about - DETAIL)
        picture.styles.height = drawn.height
        picture.show(lambda width, height: drawn)
        if area_id not in state.standings:
            self._stand(area_id)

    def _top(self, width: int) -> Content:
        state = self.state
        title = Content.styled(_("Teams side by side"), "bold")
        if state.comparison is None:
            return title
        n = len(state.comparison.rows)
        words = [
            ngettext("{n} team", "{n} teams", n).format(n=n),
            order_words(state.order, self._area_name(state.by)),
            *([_("not readable: {n}").format(n=state.unread)] if state.unread else ()),
        ]
        return Content.assemble(title, "   ", user(" · ".join(words), "$muted")).truncate(max(1, width), ellipsis=True)

    def _about(self, width: int) -> Content:
        return Content("\n").join(map(Content, self._about_lines(width)))

    def _about_lines(self, width: int) -> list[str]:
        """Return what the dots are about, or in a few words what is left out of the heat map."""
        state = self.state
        if state.comparison is None or state.pointed is None:
            return []
        area = state.pointed[1].area
        if state.view == DOTS:
            apart = state.comparison.apart(area.id)
            words = area.title.get(language())
            if apart.spread is not None:
                words += " · " + _("teams {spread} apart").format(spread=number(apart.spread))
        else:
            words = compared_words(state.comparison)
            total, shown = len(state.comparison.areas), areas_shown(state.comparison, width, state.column)
            if len(shown) < total:
                place = _("areas {first}–{last} of {total}").format(
                    first=shown.start + 1, last=shown.stop, total=total
                )  # fmt: skip
                words = " · ".join(filter(None, (place, words)))
        lines = wrap(words, max(1, width))
        kept, rest = lines[: MOST_ABOUT - 1], " ".join(lines[MOST_ABOUT - 1 :])
        return [*kept, *([fit(rest, width)] if rest else [])]

    def _detail(self, width: int) -> Content:
        """Return the cell pointed at, in as many lines as there are; what has no room is told by Enter."""
        if self.state.pointed is None:
            return Content("")
        row, cell = self.state.pointed
        most = self.query_one("#detail").size.height
        return cell_lines(row, cell, self.state.standings.get(cell.area.id, {}), width, most)

    def _area_name(self, area_id: str) -> str:
        areas = self.state.comparison.areas if self.state.comparison else ()
        return next((one.area.short.get(language()) for one in areas if one.area.id == area_id), "")

    def _instead(self) -> tuple[str, list[str]]:
        """Return what stands in the place of teams that are not there."""
        state = self.state
        if state.problem:
            return _("The teams can't be read"), [state.problem]
        if state.teams is None:
            return _("The teams are being read…"), []
        if not state.teams:
            return _("There are no teams yet."), [_("Press Escape, and add one.")]
        if state.comparison is None:
            total = len(state.chosen)
            read = total - len(state.waiting)
            return _("The teams are being read…"), [_("{n} of {total} teams read").format(n=read, total=total)]
        if not state.comparison.rows:
            return _("None of these teams can be read"), [_("“sem doctor” tells what is wrong.")]
        return _("Nothing to compare yet"), [
            _("No team has a round yet, so there is nothing to set side by side."),
            _("Press Escape, and answer the questions for a team."),
        ]

    # What the keys do.

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing for what would do nothing."""
        state = self.state
        if state.pointed is None and action.scope is Scope.TEAMS:
            return own_title(action) if action.name in ("leave",) or (action.name == "choose" and state.teams) else ""
        if action.name == "by_area" and state.order is Order.AREA and state.by == state.area:
            return ""
        if action.name == "between" and (state.order is Order.BETWEEN or state.view == DOTS):
            return ""
        return own_title(action)

    def action_go(self, key: str) -> None:
        """Point at the cell beside, above or below."""
        row, column = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}[key]
        self._point(self.state.row + row, self.state.column + column)

    def action_page(self, key: str) -> None:
        """Point at a team further up or down."""
        rows = len(self.state.comparison.rows) if self.state.comparison else 0
        places = {"pageup": self.state.row - PAGE, "pagedown": self.state.row + PAGE, "home": 0, "end": rows - 1}
        self._point(places[key], self.state.column)

    def _point(self, row: int, column: int) -> None:
        comparison = self.state.comparison
        if comparison is None or self.state.pointed is None:
            return
        team = comparison.rows[max(0, min(row, len(comparison.rows) - 1))].team.id
        area = comparison.areas[max(0, min(column, len(comparison.areas) - 1))].area.id
        if (team, area) != (self.state.team, self.state.area):
            self._now(team=team, area=area)

    def action_view(self) -> None:
        """Show the other picture."""
        if self.state.pointed:
            self._now(view=MAP if self.state.view == DOTS else DOTS)

    def action_by_name(self) -> None:
        """Put the teams in order of their names."""
        self._ordered(Order.NAME)

    def action_by_area(self) -> None:
        """Put the teams in order of their mean in the area pointed at."""
        self._ordered(Order.AREA, self.state.area)

    def action_within(self) -> None:
        """Put the teams whose own answers lie furthest apart first."""
        self._ordered(Order.WITHIN)

    def action_between(self) -> None:
        """Put the areas in which the teams lie furthest apart first."""
        self._ordered(Order.BETWEEN)

    def _ordered(self, order: Order, by: str = "") -> None:
        comparison = self.state.comparison
        if comparison is None:
            return
        if comparison.areas or order is not Order.AREA:
            comparison = comparison.ordered(order, by or None)
        # What is pointed at stays, wherever it goes.
        areas = [one.area.id for one in comparison.areas]
        teams = [row.team.id for row in comparison.rows]
        area = self.state.area if self.state.area in areas else next(iter(areas), "")
        team = self.state.team if self.state.team in teams else next(iter(teams), "")
        self._now(comparison=comparison, order=order, by=by, area=area, team=team)

    def action_choose(self) -> None:
        """Ask which teams stand side by side."""
        from sem.tui.screens.choose_teams import ChooseTeamsDialog

        teams = self.state.teams
        if not teams:
            return

        def after(chosen: frozenset[str] | None) -> None:
            if chosen is not None and chosen != self.state.chosen:
                self._now(chosen=chosen, comparison=None)
                self._compare()

        self.app.push_screen(ChooseTeamsDialog(teams, self.state.chosen), after)

    def action_open(self) -> None:
        """Tell all about the cell pointed at."""
        from sem.tui.screens.reading import ReadingDialog

        if self.state.pointed:
            self.app.push_screen(ReadingDialog(self._told))

    def _told(self) -> tuple[str, list[Paragraph]]:
        if self.state.pointed is None:
            return "", []
        row, cell = self.state.pointed
        return row.team.name, cell_told(row, cell, self.state.standings.get(cell.area.id, {}))

    def action_method(self) -> None:
        """Tell what stands beside what, and what may be said of a difference."""
        from sem.tui.screens.reading import ReadingDialog

        comparison = self.state.comparison
        self.app.push_screen(ReadingDialog(lambda: (_("How teams stand side by side"), method_told(comparison))))

    def action_export(self) -> None:
        """Ask for a format, and write the picture on the screen in it."""
        from sem.tui.screens.export import COMPARED, ExportDialog

        if self.state.pointed:
            dots = self.state.view == DOTS
            title = N_("Export the dots of this area as") if dots else N_("Export the heat map as")
            self.app.push_screen(ExportDialog(self.sem.exports, lambda: _(title), COMPARED), self._export)

    def _export(self, format_: str | None) -> None:
        state, app = self.state, self.sem
        if not format_ or state.comparison is None or state.pointed is None:
            return
        comparison, area_id = state.comparison, state.pointed[1].area.id if state.view == DOTS else None

        def write(_store: Store) -> Iterable[Path]:
            from sem.charts.figures.side_by_side import Ordered
            from sem.reports.compare_figures import export_side_by_side
            from sem.reports.export import usual_look
            from sem.reports.files import Destination

            ordered, figures = Ordered(state.order, state.by or None), ["area" if area_id else "heatmap"]
            folder, look, formats = Destination(app.exports), usual_look(app.preferences), [cast("Picture", format_)]
            return export_side_by_side(folder, app.clock(), comparison, ordered, area_id, figures, formats, look)

        app.write_files(write)

    def action_leave(self) -> None:
        """Go back to the teams."""
        self.dismiss("home")
