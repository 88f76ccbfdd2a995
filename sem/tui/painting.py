"""Charts of the terminal as styled content: each role gets its style from the theme."""

from __future__ import annotations

from textual.content import Content

from sem.charts.terminal.picture import Picture, Role, Row

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
    Role.MESSAGE: "$muted",
}


def painted(row: Row) -> Content:
    """Return one row of a chart as content."""
    return Content.assemble(
        *((run.text, f"{STYLES[run.role]} on $tint" if run.filled else STYLES[run.role]) for run in row)
    )


def painted_picture(picture: Picture) -> Content:
    """Return a whole chart as content, row by row."""
    return Content("\n").join(painted(row) for row in picture.rows)
