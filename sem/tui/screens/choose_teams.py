"""The window in which one chooses which teams stand side by side: one by one, by tag, or all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Team
from sem.model.names import name_key
from sem.reports.teams import with_tags
from sem.tui.actions import Action, Scope, bindings
from sem.tui.marks import marks
from sem.tui.screens.base import Dialog
from sem.tui.text import fit, spread
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.rows import GAP, Row, Rows

_ALL = "all"


class ChooseTeamsDialog(Dialog[frozenset[str]]):
    """Closes with the ids of the teams that are marked; at least one.

    Args:
        teams: All there are.
        chosen: The ids of those that are marked at first.
    """

    SCOPE = Scope.CHOOSE_TEAMS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CHOOSE_TEAMS)]

    def __init__(self, teams: Sequence[Team], chosen: frozenset[str]) -> None:
        super().__init__()
        self._teams = tuple(teams)
        self._chosen = chosen
        tags = {name_key(tag): tag for team in reversed(self._teams) for tag in team.tags}
        self._sets = {f"tag {key}": (tags[key], _ids(with_tags(self._teams, [key]))) for key in sorted(tags)}

    def title_words(self) -> str:
        """Return the question, and how many are marked."""
        n = len(self._chosen)
        counted = ngettext("{n} team is marked", "{n} teams are marked", n).format(n=n)
        return _("Which teams?") + f"  {counted}"

    def body(self) -> ComposeResult:
        """Make the list."""
        yield Rows()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.query_one(Rows).styles.max_height = max(3, self.app.size.height - 8)

    def show(self) -> None:
        """Show the teams, with the marks they have."""
        super().show()
        self.query_one(Rows).show(self._rows)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; there is nothing to compare without a mark."""
        return "" if action.name == "accept" and not self._chosen else own_title(action)

    def _rows(self, width: int) -> list[Row]:
        everybody = _ids(self._teams)
        rows = [self._set(_ALL, _("All teams"), everybody, width)]
        for id_, (tag, ids) in self._sets.items():
            rows.append(self._set(id_, _("With the tag {tag}").format(tag=tag), ids, width))
        rows.append(GAP)
        rows += [Row(team.id, self._line(team.name, team.id in self._chosen, width)) for team in self._teams]
        return rows

    def _set(self, id_: str, words: str, ids: frozenset[str], width: int) -> Row:
        n = len(ids)
        counted = Content.styled(ngettext("{n} team", "{n} teams", n).format(n=n), "$muted")
        return Row(id_, spread(self._line(words, self._chosen == ids, width), counted, width))

    def _line(self, words: str, marked: bool, width: int) -> Content:
        known = marks(self.sem.charts)
        mark = known.chosen if marked else known.open
        return Content.assemble((f"{mark} ", "$accent bold" if marked else "$muted"), fit(words, width - 2))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click marks."""
        event.stop()
        self.action_mark()

    def action_mark(self) -> None:
        """Mark what is pointed at, or take its mark away."""
        pointed = self.query_one(Rows).pointed
        if pointed == _ALL:
            everybody = _ids(self._teams)
            self._chosen = frozenset() if self._chosen == everybody else everybody
        elif pointed in self._sets:
            self._chosen = self._sets[pointed][1]
        elif pointed:
            self._chosen = self._chosen ^ {pointed}
        self.show()
        self.query_one(KeyBar).refresh()

    def action_accept(self) -> None:
        """Close with the teams that are marked; stay where none is."""
        if self._chosen:
            self.dismiss(self._chosen)


def _ids(teams: Sequence[Team]) -> frozenset[str]:
    return frozenset(team.id for team in teams)
