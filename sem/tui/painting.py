"""Charts of the terminal as styled text: each role gets its style from the theme."""

from __future__ import annotations

from textual.content import Content

from sem.charts.terminal.picture import Role, Row
from sem.tui.text import Runs

STYLES = {
    Role.BLANK: "",
    Role.GRID: "$faint",
    Role.LABEL: "$foreground",
    Role.POINTED: "bold reverse",
    Role.MUTED: "$muted",
    Role.FIRST: "$accent bold",
    Role.SECOND: "$foreground bold",
    Role.THIRD: "$muted bold",
    Role.SHARED: "$accent bold",
    Role.WARNING: "$error bold",
    Role.MESSAGE: "$muted",
    Role.HEAT_1: "$foreground on $heat-1",
    Role.HEAT_2: "$foreground on $heat-2",
    Role.HEAT_3: "$foreground on $heat-3",
    Role.HEAT_4: "$foreground on $heat-4",
    Role.HEAT_5: "$foreground on $heat-5",
}


def styled(row: Row) -> Runs:
    """Return one row of a chart as runs with their styles."""
    return tuple((run.text, f"{STYLES[run.role]} on $tint" if run.filled else STYLES[run.role]) for run in row)


def painted(row: Row) -> Content:
    """Return one row of a chart as content, to stand in a line with other content."""
    return Content.assemble(*styled(row))
