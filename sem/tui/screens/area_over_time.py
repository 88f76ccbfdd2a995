"""One area of a team over time: its trend, its change, and the questions that drove it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from sem.analysis.comparison import Comparison
from sem.reports.area_over_time import area_title, change_told, rounds_told
from sem.tui.actions import Scope, bindings
from sem.tui.over_time import OverTime
from sem.tui.over_time_rows import area_of, trend_drawn
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.widgets.picture import ChartView

_AROUND = 8
"""Rows that the window takes around its body."""
_LEAST_CHART, _MOST_CHART = 13, 18


class AreaOverTimeDialog(Dialog[None]):
    """Shows the trend of an area with its intervals, and below it all there is to say.

    Args:
        found: The team over time.
        area_id: The area, or `OVERALL`.
        comparison: Of the two rounds that are looked at; None where there are no two.
    """

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    DEFAULT_CSS = """
    AreaOverTimeDialog > #window { width: 100; }
    AreaOverTimeDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    AreaOverTimeDialog #change, AreaOverTimeDialog ChartView { margin-bottom: 1; }
    """

    def __init__(self, found: OverTime, area_id: str, comparison: Comparison | None) -> None:
        super().__init__()
        self._found, self._area, self._comparison = found, area_id, comparison

    def title_words(self) -> str:
        """Return the area's name."""
        return area_title(self._found.trend, area_of(self._area))

    def body(self) -> ComposeResult:
        """Make the places for the trend and the words."""
        with VerticalScroll():
            yield Paragraphs(id="change")
            yield ChartView()
            yield Paragraphs(id="rounds")

    def on_mount(self) -> None:
        """Begin at the top."""
        super().on_mount()
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """Divide the room anew."""
        self.show()

    def show(self) -> None:
        """Show the trend and the words, in the language in use."""
        super().show()
        room = max(_LEAST_CHART, self.app.size.height - _AROUND)
        chart = self.query_one(ChartView)
        chart.styles.height = max(_LEAST_CHART, min(_MOST_CHART, room // 2))
        chart.show(trend_drawn(self._found.trend, self._area, self.sem.charts))
        change = self.query_one("#change", Paragraphs)
        told = change_told(area_of(self._area), self._comparison)
        change.display = bool(told)
        change.show(told)
        trend = self._found.trend
        names = [self._found.name(at) for at in range(len(trend.rounds))]
        self.query_one("#rounds", Paragraphs).show(rounds_told(trend, area_of(self._area), names))
        self.query_one(VerticalScroll).styles.max_height = room
