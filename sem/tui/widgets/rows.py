"""A list of rows of which one is pointed at; Enter belongs to the screen, so that the registry tells what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

GUTTER = 2
"""Cells at the left for the mark of the row pointed at; a highlight alone is lost where there are few colours."""
MARGIN = 4
"""Cells that a screen leaves free beside its rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, of one or more lines.

    Args:
        id: What it stands for; empty for a heading, which can't be pointed at.
    """

    id: str
    content: Content


GAP = Row("", Content(""))
"""An empty line between two rows."""


class Rows(OptionList, inherit_bindings=False):
    """An option list that is shown anew from frozen rows, and keeps pointing at the same one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]
    DEFAULT_CSS = """
    Rows {
        border: none; padding: 0; background: $background; height: 1fr; scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: $foreground 0%; }
        & > .option-list--option { padding: 0; }
        & > .option-list--option-disabled { color: $foreground; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.rows: tuple[Row, ...] = ()
        self.mark = "▌"
        self._marked: int | None = None
        self._make: Callable[[int], Sequence[Row]] | None = None
        self._width = 0

    @property
    def pointed(self) -> str:
        """The id of the row pointed at; empty where there is none."""
        return self.rows[self.highlighted].id if self.highlighted is not None and self.rows else ""

    @property
    def text_width(self) -> int:
        """How many cells a line of a row may take; the column of the scroll bar is left free.

        Where it has no size yet, it is about as wide as the screen: rows for one cell would be seen before it gets one.
        """
        return max(1, (self.size.width or self.app.size.width - MARGIN) - GUTTER - 1)

    def show(self, make: Callable[[int], Sequence[Row]], point_at: str = "") -> None:
        """Show rows, and point at the one with this id, else at the one pointed at before, else at the first.

        Args:
            make: Returns the rows for lines of this many cells; called again whenever the width changes.
            point_at: An id; empty to stay where one is.
        """
        self._make = make
        self._width = self.text_width
        rows = make(self._width)
        wanted = point_at or self.pointed
        ids = [row.id for row in rows]
        if not wanted or wanted not in ids:
            wanted = next((id_ for id_ in ids if id_), "")
        top = self.scroll_offset.y
        self._marked = None
        self.rows = ()
        self.set_options(Option(_placed(row, ""), disabled=not row.id) for row in rows)
        self.rows = tuple(rows)
        self.highlighted = ids.index(wanted) if wanted else None
        if not point_at:
            self.scroll_to(y=top, animate=False)

    def on_resize(self) -> None:
        """Lay the rows out for the new width; also for the old one, if they were made while they were hidden."""
        if self._make is not None and self.text_width != self._width:
            self.show(self._make)

    def replace(self, row: Row) -> None:
        """Show this row in the place of the one with the same id, if there is one."""
        for at, old in enumerate(self.rows):
            if old.id == row.id:
                self.rows = (*self.rows[:at], row, *self.rows[at + 1 :])
                self._draw(at)

    def point_at(self, row_id: str) -> None:
        """Point at the row with this id, if there is one."""
        for at, row in enumerate(self.rows):
            if row.id == row_id:
                self.highlighted = at

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the mark to the row now pointed at."""
        super().watch_highlighted(highlighted)
        before, self._marked = self._marked, highlighted
        for at in {before, highlighted} - {None}:
            self._draw(at)

    def _draw(self, at: int | None) -> None:
        if at is not None and at < len(self.rows):
            mark = self.mark if at == self._marked else ""
            self.replace_option_prompt_at_index(at, _placed(self.rows[at], mark))


def _placed(row: Row, mark: str) -> Content:
    lines = row.content.split("\n", allow_blank=True)
    shown = [
        Content.assemble((mark if line else "", "$accent bold"), " " * (GUTTER - len(mark)), line) for line in lines
    ]
    return Content("\n").join(shown)
