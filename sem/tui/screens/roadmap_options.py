"""The window with what would make an ambition fit: the smallest changes, each with its consequence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.backcast.replan import difference
from sem.backcast.words import verdict_sentences
from sem.errors import SemError
from sem.i18n import gettext as _
from sem.model.programme import Programme
from sem.model.roadmap import Roadmap
from sem.programme.ambition import apply_relaxation
from sem.programme.options import Option
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import relaxation_words
from sem.tui.actions import Scope, bindings
from sem.tui.roadmap_told import changes_told
from sem.tui.screens.base import Dialog
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.screens.roadmap_changes import Change, Save
from sem.tui.text import wrap
from sem.tui.widgets.rows import GAP, Row, Rows


class OptionsDialog(Dialog[Programme]):
    """Lists the options; the one chosen is told in full, and applied only after a yes.

    Args:
        standing: Where the team stands.
        roadmap: The one that does not fit.
        options: What would make it fit.
        today: The day.
        save: Makes a change durable.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DIALOG)]
    DEFAULT_CSS = """
    OptionsDialog > #window { width: 84; }
    OptionsDialog Rows { margin-top: 1; }
    """

    def __init__(
        self, standing: Standing, roadmap: Roadmap, options: tuple[Option, ...], today: date, save: Save
    ) -> None:
        super().__init__()
        self._standing, self._roadmap, self._options = standing, roadmap, options
        self._today, self._save = today, save

    def title_words(self) -> str:
        """Return what is offered."""
        return _("What would make it fit")

    def body(self) -> ComposeResult:
        """Make the place for what holds for all, and the list."""
        yield Paragraphs()
        yield Rows()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def show(self) -> None:
        """Show the options, in the language in use."""
        super().show()
        self.query_one(Paragraphs).show([_("Each is the least of its kind that was found, with the buffer in it.")])
        rows = self.query_one(Rows)
        rows.styles.max_height = max(3, self.app.size.height - 9)
        rows.show(self._rows)

    def on_resize(self) -> None:
        """Make the list as high as the screen allows."""
        self.show()

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        for option in self._options:
            said = wrap(self._words(option), max(1, width - 3))
            lines = [f"{option.number:>2} {said[0]}", *(f"   {line}" for line in said[1:])]
            rows += [Row(option.name, Content("\n".join(lines))), GAP]
        return rows[:-1]

    def _words(self, option: Option) -> str:
        return relaxation_words(option.relaxation, self._roadmap.plan.ambition, self._standing.questionnaire)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Show what the option pointed at changes, and ask whether to apply it."""
        pointed = self.query_one(Rows).pointed
        option = next((option for option in self._options if option.name == pointed), None)
        if option:
            self._offer(option)

    @work(exclusive=True)
    async def _offer(self, option: Option) -> None:
        """Work out the roadmap as it would be, which is what one should know before saying yes."""
        standing = self._standing

        def change(programme: Programme) -> Programme:
            relaxation = option.relaxation
            return apply_relaxation(programme, relaxation, standing.questionnaire, standing.now, self._today)

        try:
            changed = replace(standing, programme=change(standing.programme))
            plan = (await asyncio.to_thread(changed.roadmap, self._today)).plan
        except SemError as error:
            self.sem.tell(error)
            return

        def question() -> tuple[str, str]:
            told = changes_told(difference(self._roadmap.plan, plan), standing.questionnaire)
            verdict = verdict_sentences(plan, standing.questionnaire)
            return _("Change the ambition like this?"), "\n".join([self._words(option), "", *verdict, "", *told])

        def after(sure: bool | None) -> None:
            if sure:
                self._apply(change)

        self.app.push_screen(ConfirmDialog(question), after)

    @work(exclusive=True)
    async def _apply(self, change: Change) -> None:
        try:
            programme = await self._save(change)
        except SemError as error:
            self.sem.tell(error)
            return
        self.dismiss(programme)
