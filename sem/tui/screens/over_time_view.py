"""How a team over time looks: two rounds in one radar, the trend, and each change with its verdict; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from sem.analysis.change_words import basis_words, left_out_words
from sem.analysis.comparison import Comparison
from sem.i18n import gettext as _
from sem.model.assessment import Team
from sem.reports.area_over_time import area_title
from sem.reports.outcome_changes import OutcomeChange, outcome_changes
from sem.reports.trend_text import future_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.over_time import OverTime, Pair
from sem.tui.over_time_rows import (
    OVERALL,
    ChangeTable,
    area_of,
    change_table,
    mean_table,
    outcome_lines,
    said_below,
    trend_drawn,
)
from sem.tui.pictures import NAMED_FROM, radar_height, radar_numbers, radar_of
from sem.tui.screens.base import SemScreen
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import cell_width, plain, user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView
from sem.tui.widgets.rows import Row, Rows

SIDE_BY_SIDE = 116
"""Columns from which a picture and the table stand beside each other."""
ALL_AT_ONCE = 36
"""Rows from which, on a screen that wide, the radar, the trend, the table and the results are all there."""
TABLE_WIDTH, TABLE_SHARE = 80, 0.5
"""Columns of the table beside a picture: enough for names and verdicts, or a share of a wide screen."""
LEAST_TREND = 15
"""Rows that a trend needs, with its days and its legend."""
VIEWS = ("table", "radar", "trend", "results")
_NEEDS_ROUNDS = ("open", "view", "method", "rounds", "then", "now", "export")


@dataclass(frozen=True, slots=True)
class OverTimeState:
    """What the screen shows.

    Args:
        found: The team over time; None until it has been read.
        pair: The rounds that are looked at; None while there are none.
        comparison: Of these two; None while it is made, and where there is only one.
        done: How many parts of the comparison are done, and of how many; None where none is being made.
        view: What is shown where there is no room for all.
        problem: Why there is nothing to show; empty where there is.
    """

    found: OverTime | None = None
    pair: Pair | None = None
    comparison: Comparison | None = None
    done: tuple[int, int] | None = None
    view: str = VIEWS[0]
    problem: str = ""


class OverTimeView(SemScreen):
    """Shows what is known of a team over time, in the room there is.

    Args:
        team: Whose rounds.
    """

    SCOPE = Scope.OVER_TIME
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.OVER_TIME)]
    DEFAULT_CSS = """
    OverTimeView {
        #top { padding: 0 2; background: $raised; }
        #basis { padding: 0 2; }
        #body { padding: 1 2 0 2; height: 1fr; }
        #left { width: 1fr; display: none; }
        #table { width: 1fr; display: none; }
        #head { padding-left: 2; }
        #said { margin-top: 1; padding-left: 2; }
        #results { margin-top: 1; padding-left: 2; }
        #words { display: none; }
        &.-table #table { display: block; }
        &.-picture #left { display: block; }
        &.-both #table { padding-left: 2; }
        Rows { height: auto; max-height: 1fr; }
        &.-words #words { display: block; }
    }
    """

    def __init__(self, team: Team) -> None:
        super().__init__()
        self.team = team
        self.state = OverTimeState()

    def compose(self) -> ComposeResult:
        """Make the places for the words, the pictures and the table."""
        yield Line(self._top, id="top")
        yield Line(self._basis, id="basis")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ChartView(id="radar")
                yield Line(self._what, id="what")
                yield ChartView(id="trend")
            with Vertical(id="table"):
                yield Line(self._head, id="head")
                yield Rows()
                yield Paragraphs(id="said")
                yield Line(self._results, id="results")
            yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_resize(self) -> None:
        """Choose what stands side by side in the new size."""
        self.show()

    def show(self) -> None:
        """Show the two rounds, with a picture and the table side by side where there is room."""
        state = self.state
        wide = self.size.width >= SIDE_BY_SIDE
        everything = wide and self.size.height >= ALL_AT_ONCE
        instead = self._instead()
        in_table = self.view in ("table", "results")
        # All at once: each change of a class styles the whole screen anew.
        self.update_classes(
            {
                "-words": bool(instead), "-both": wide, "-all": everything,
                "-table": not instead and (wide or in_table), "-picture": not instead and (wide or not in_table),
            }
        )  # fmt: skip
        if instead:
            self.query_one(Panel).show(instead[0], instead[1:])
        elif state.found and state.pair:
            self._show_table(state.found, state.pair)
            self.show_pictures()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _instead(self) -> tuple[str, ...]:
        """Return a title and sentences that stand in the place of a comparison that there is none of."""
        name, found = plain(self.team.name), self.state.found
        if self.state.problem:
            return name, self.state.problem
        if found is None:
            return name, _("The rounds are being read…")
        if self.state.pair is None:
            if not found.rounds:
                return _("No round yet"), _("It takes two rounds with scores to see a change; there is none.")
            hidden = left_out_words(found.trend)
            return _("No scores yet"), hidden, _("Reveal a round, or wait until enough people have answered.")
        return ()

    def _show_table(self, found: OverTime, pair: Pair) -> None:
        both = self.has_class("-both")
        self.query_one("#table").styles.width = self._table_width if both else None
        said, results, rows = self.query_one("#said", Paragraphs), self.query_one("#results"), self.query_one(Rows)
        said.show(self._said(found, pair))
        width = (self._table_width - 2 if both else self.size.width - 4) - 2
        said_rows = said.rows_now(width) + 1
        alone = self.view == "results"
        lines = len(outcome_lines(self.outcomes, width)) if self.outcomes else 0
        room = self._body_rows - 1 - len(self._rows(width)) - said_rows
        results.display = bool(lines) and (alone or room > lines)
        results.styles.height = max(1, min(lines, self._body_rows - 1))
        for widget in (self.query_one("#head"), rows, said):
            widget.display = not alone
        rows.styles.max_height = max(3, self._body_rows - 1 - said_rows - (lines + 1 if results.display else 0))
        rows.show(self._rows)
        rows.focus()

    def show_pictures(self) -> None:
        """Show the rounds in one radar, and the trend of the area pointed at."""
        state = self.state
        if state.found is None or state.pair is None:
            return
        found, then, trend = state.found, state.pair.then, state.found.trend
        radar, chart = self.query_one("#radar", ChartView), self.query_one("#trend", ChartView)
        radar.show(
            radar_of(
                trend.rounds[state.pair.now].profile,
                self.sem.charts,
                pointed=self.pointed,
                numbered=self._numbered,
                name=found.name(state.pair.now),
                earlier=trend.rounds[then].profile if then is not None else None,
                earlier_name=found.name(then) if then is not None else "",
            )
        )
        chart.show(trend_drawn(trend, self.pointed or OVERALL, self.sem.charts))
        everything = self.has_class("-all")
        radar.display = everything or self.view != "trend"
        chart.display = self.query_one("#what").display = everything or self.view == "trend"
        self.query_one("#what").refresh()
        high = min(radar_height(self._left_width, numbered=self._numbered), self._body_rows - LEAST_TREND - 1)
        radar.styles.height = high if everything else "1fr"
        chart.styles.max_height = max(LEAST_TREND, self._left_width // 2) if everything else None

    def _said(self, found: OverTime, pair: Pair) -> list[str]:
        if self.state.done is not None:
            return [_("Every way in which chance could have given this is being counted…")]
        said = said_below(found, pair.now, self.state.comparison)
        return [" ".join([*said, *future_words(found.trend, self.sem.clock())])]

    # How the room is divided.

    @property
    def _table_width(self) -> int:
        return max(TABLE_WIDTH, int(self.size.width * TABLE_SHARE))

    @property
    def _left_width(self) -> int:
        return self.size.width - 4 - self._table_width

    @property
    def _body_rows(self) -> int:
        """Rows below the lines at the top, without the space above and the footer."""
        return self.size.height - 4

    @property
    def _numbered(self) -> bool:
        return self.has_class("-both") and self._left_width < NAMED_FROM

    @property
    def views(self) -> tuple[str, ...]:
        """What there is to go through: where all has room nothing, and beside the table only the pictures."""
        if self.has_class("-all"):
            return ()
        if self.has_class("-both"):
            return ("radar", "trend")
        return VIEWS if self.outcomes else VIEWS[:-1]

    @property
    def view(self) -> str:
        """What of it is shown."""
        return self.state.view if self.state.view in self.views else next(iter(self.views), "radar")

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures that show what is on the screen; without two rounds there are no changes."""
        everything, compared = self.has_class("-all"), self.state.comparison is not None
        there = {
            "changes": compared and self.has_class("-table") and self.view != "results",
            "overlay": compared and self.has_class("-picture") and (everything or self.view != "trend"),
            "trend": self.has_class("-picture") and (everything or self.view == "trend"),
        }
        return tuple(name for name, shown in there.items() if shown)

    # What the lines say.

    @property
    def pointed(self) -> str:
        """The area pointed at, or `OVERALL`; empty while there is none."""
        return self.query_one(Rows).pointed

    @property
    def outcomes(self) -> tuple[OutcomeChange, ...]:
        """What was measured of the results at the two rounds."""
        found = self.state.found
        return outcome_changes(found.programme, found.trend, self.state.comparison) if found else ()

    def _made_table(self, width: int) -> ChangeTable | None:
        state = self.state
        if state.found is None or state.pair is None:
            return None
        now = state.found.trend.rounds[state.pair.now].profile
        numbers = radar_numbers(now) if self._numbered else {}
        if state.comparison:
            return change_table(state.comparison, width, numbers)
        return mean_table(state.found.trend, state.pair.now, width, numbers)

    def _rows(self, width: int) -> tuple[Row, ...]:
        table = self._made_table(width)
        return table.rows if table else ()

    def _head(self, _width: int) -> Content:
        table = self._made_table(self.query_one(Rows).text_width)
        return table.head if table else Content("")

    def _results(self, width: int) -> Content:
        return Content("\n").join(outcome_lines(self.outcomes, width)) if self.outcomes else Content("")

    def _what(self, width: int) -> Content:
        if self.state.found is None:
            return Content("")
        trend, area = self.state.found.trend, area_of(self.pointed)
        names = [user(area_title(trend, area, short=short), "bold") for short in (False, True)]
        name = next((one for one in names if one.cell_length <= width), names[-1])
        return name.truncate(max(1, width), ellipsis=True)

    def _top(self, width: int) -> Content:
        left, state = user(self.team.name, "bold"), self.state
        words = [_("Over time")]
        if state.found and state.pair:
            places = [at for at in (state.pair.then, state.pair.now) if at is not None]
            long, short = (" → ".join(state.found.name(at, short=short) for at in places) for short in (False, True))
            words = [f"{words[0]} · {long}", f"{words[0]} · {short}", short]
        fitting = (one for one in words if left.cell_length + 3 + cell_width(one) <= width)
        line = Content.assemble(left, (f"   {next(fitting, words[-1])}", "$muted"))
        return line.truncate(max(1, width), ellipsis=True)

    def _basis(self, width: int) -> Content:
        words = ""
        if self.state.done is not None:
            done, steps = self.state.done
            words = _("Comparing: {done} of {steps}…").format(done=done, steps=steps)
        elif self.state.comparison:
            words = plain(" ".join(basis_words(self.state.comparison)))
        elif self.state.found and self.state.pair and self.view not in ("table", "results"):
            words = plain(said_below(self.state.found, self.state.pair.now, None)[0])
        return Content.styled(words, "$muted").truncate(max(1, width), ellipsis=True)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing for what would do nothing."""
        state = self.state
        if state.found is None or state.pair is None:
            return "" if action.name in _NEEDS_ROUNDS else own_title(action)
        several = len(state.found.trend.rounds) > 1
        if (action.name in ("rounds", "now") and not several) or (action.name == "view" and not self.views):
            return ""
        if action.name == "export" and not self.figures:
            return ""
        if action.name == "then" and len(state.found.trend.comparable(state.pair.now)) < 2:
            return ""
        return own_title(action)
