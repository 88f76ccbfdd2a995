"""The roadmap screen: reads a team's way to its ambition, and takes down what happens on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import work

from sem.backcast.relax import relaxations
from sem.backcast.replan import improve
from sem.errors import NotFoundError, SemError
from sem.i18n import gettext as _
from sem.model.plan import Fit, StepState
from sem.model.programme import Programme
from sem.model.roadmap import Roadmap
from sem.programme.fixing import adopt_improvement
from sem.programme.options import options_of
from sem.programme.steps import take_back
from sem.reports.roadmap import Standing, standing_of
from sem.reports.roadmap_words import step_words
from sem.reports.step_errors import naming_steps
from sem.store import Store
from sem.tui.roadmap_picture import signs_of
from sem.tui.roadmap_told import changes_told, step_told
from sem.tui.screens import roadmap_changes as changes
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.form import FormDialog
from sem.tui.screens.reading import Paragraph, ReadingDialog
from sem.tui.screens.roadmap_changes import Change, Save, Subject
from sem.tui.screens.roadmap_view import VIEWS, RoadmapView

if TYPE_CHECKING:
    from pathlib import Path

    from sem.reports.roadmap_export import RoadmapFormat


class RoadmapScreen(RoadmapView):
    """Shows the roadmap of a team, and changes it by its keys."""

    def on_mount(self) -> None:
        """Read the roadmap."""
        self.show()
        self.read()

    # Reading.

    @work(exclusive=True, group="roadmap")
    async def read(self, point_at: str = "") -> None:
        """Read where the team stands, and make its roadmap; then look for what would make it fit."""
        today = self.sem.clock()

        def load(store: Store) -> tuple[Standing, Roadmap | None]:
            standing = standing_of(store, self.team)
            return standing, standing.roadmap(today) if standing.programme.ambition else None

        state = replace(self.state, read=True, standing=None, roadmap=None, options=(), problem="")
        try:
            standing, roadmap = await self.sem.in_thread(load)
        except NotFoundError:
            # Without answers there is nothing to start from; the words on the screen say what to do.
            self.state = state
        except SemError as error:
            self.state = replace(state, problem=str(error))
        else:
            self.state = replace(state, standing=standing, roadmap=roadmap, pointed=self._first(roadmap, point_at))
            if roadmap and roadmap.plan.verdict.fit is not Fit.FITS:
                self.state = replace(self.state, options=None)
        self.show()
        if self.state.options is None and self.state.roadmap:
            self._look_for_options(self.state.roadmap)

    @work(exclusive=True, group="options")
    async def _look_for_options(self, roadmap: Roadmap) -> None:
        options = options_of(await asyncio.to_thread(relaxations, roadmap.plan))
        if roadmap is self.state.roadmap:
            self.state = replace(self.state, options=options)
            self.show()

    def _first(self, roadmap: Roadmap | None, point_at: str) -> str:
        """Return the step to point at: the same as before, else what is to be done first."""
        steps = roadmap.plan.steps if roadmap else ()
        there = {planned.step.id for planned in steps}
        for wanted in (point_at, self.state.pointed):
            if wanted in there:
                return wanted
        waiting = [planned.step.id for planned in steps if planned.state is not StepState.DONE]
        return next(iter((*waiting, *there)), "")

    # What the keys do.

    def action_open(self) -> None:
        """Tell all about the step pointed at; where there is no roadmap, do what comes first."""
        state, planned = self.state, self.planned
        if not state.read:
            return
        if state.roadmap is None or state.standing is None:
            if not state.problem and state.standing is None:
                self.dismiss("")
                self.sem.choose_start(self.team)
            else:
                self.action_ambition()
        elif planned:
            standing, roadmap, shown = state.standing, state.roadmap, planned
            self.app.push_screen(
                ReadingDialog(
                    lambda: (
                        step_words(standing.questionnaire, shown.step.id),
                        step_told(shown, standing, roadmap),
                    )
                )
            )

    def action_ambition(self) -> None:
        """Show the ambition, to set or change it."""
        from sem.tui.screens.ambition import AmbitionScreen

        if self.state.standing:
            self.app.push_screen(AmbitionScreen(self.team), self._after_ambition)

    def _after_ambition(self, _outcome: str | None) -> None:
        self.read()

    def action_start(self) -> None:
        """Ask since when the step pointed at is under way."""
        self._ask(changes.start_dialog)

    def action_done(self) -> None:
        """Ask when the step pointed at was done, and what shows it."""
        self._ask(changes.done_dialog)

    def action_edit(self) -> None:
        """Ask for other estimates of the step pointed at, and who leads it."""
        self._ask(changes.edit_dialog)

    def action_evidence(self) -> None:
        """Ask what shows that the step pointed at is done."""
        self._ask(changes.evidence_dialog)

    def action_drop(self) -> None:
        """Ask why the step pointed at is given up."""
        self._ask(changes.drop_dialog)

    def action_take_back(self) -> None:
        """Take back what was last said of the step pointed at."""
        planned, roadmap = self.planned, self.state.roadmap
        if planned and roadmap:
            step = planned.step.id
            self._change(lambda programme: take_back(programme, roadmap.plan, [step]))

    def action_fix(self) -> None:
        """Ask whether to fix the plan."""
        standing, roadmap = self.state.standing, self.state.roadmap
        if standing and roadmap:
            self.app.push_screen(changes.fix_dialog(standing, roadmap, self.sem.clock(), self._save), self._after)

    def action_improve(self) -> None:
        """Look for a shorter plan, and offer what it would move."""
        if self.state.standing and self.state.roadmap:
            self._improve(self.state.standing, self.state.roadmap)

    @work(exclusive=True, group="improve")
    async def _improve(self, standing: Standing, roadmap: Roadmap) -> None:
        found = await asyncio.to_thread(improve, roadmap.plan)
        if found.difference.weeks >= 0:
            self.notify(_("No shorter plan was found."), markup=False, timeout=4)
            return
        today = self.sem.clock()

        def question() -> tuple[str, str]:
            told = changes_told(found.difference, standing.questionnaire)
            return _("A shorter plan was found. Fix it?"), "\n".join(told)

        def after(sure: bool | None) -> None:
            if sure:
                self._change(lambda programme: adopt_improvement(programme, found, today))

        self.app.push_screen(ConfirmDialog(question), after)

    def action_options(self) -> None:
        """Offer the changes that would make the ambition fit."""
        from sem.tui.screens.roadmap_options import OptionsDialog

        state = self.state
        if state.options and state.standing and state.roadmap:
            dialog = OptionsDialog(state.standing, state.roadmap, state.options, self.sem.clock(), self._save)
            self.app.push_screen(dialog, self._after)

    def action_ideas(self) -> None:
        """Show the ideas for the ambition."""
        from sem.tui.screens.ideas import open_ideas

        open_ideas(self.sem, self.team, self.read)

    def action_experiments(self) -> None:
        """Show the experiments; a new one is about the step pointed at, unless another is chosen."""
        from sem.tui.screens.experiments import ExperimentsScreen

        step = self.planned.step.id if self.planned else ""
        self.app.push_screen(ExperimentsScreen(self.team, step), self._after_ambition)

    def action_signs(self) -> None:
        """Tell what the characters in the picture mean."""
        if self._shown:
            self.app.push_screen(ReadingDialog(self._signs))

    def _signs(self) -> tuple[str, list[Paragraph]]:
        shown, width = self._shown, min(60, self._width - 8)
        return _("What the signs mean"), ["\n".join(signs_of(shown, width, self.sem.charts)) if shown else ""]

    def action_export(self) -> None:
        """Ask for a format, and write the roadmap in it."""
        from sem.tui.screens.export import ROADMAP, ExportDialog

        if self.state.roadmap:
            dialog = ExportDialog(self.sem.exports, lambda: _("Export this roadmap as"), ROADMAP)
            self.app.push_screen(dialog, self._export)

    def _export(self, format_: str | None) -> None:
        standing, roadmap, app, team = self.state.standing, self.state.roadmap, self.sem, self.team
        if not format_ or standing is None or roadmap is None:
            return

        def write(store: Store) -> Iterable[Path]:
            from sem.reports.export import usual_look
            from sem.reports.files import Destination, team_slug
            from sem.reports.roadmap_export import export_roadmap

            name = team_slug(store, team)
            folder, look = Destination(app.exports), usual_look(app.preferences)
            return export_roadmap(folder, name, standing, roadmap, [cast("RoadmapFormat", format_)], look)

        app.write_files(write)

    # Changing.

    async def _save(self, change: Change) -> Programme:
        def save(store: Store) -> Programme:
            return store.change_programme(self.team.id, change)

        if self.state.standing is None:
            return await self.sem.in_thread(save)
        with naming_steps(self.state.standing.questionnaire):
            return await self.sem.in_thread(save)

    def _ask(self, make: Callable[[Subject, Save], FormDialog[Programme]]) -> None:
        """Ask something about the step pointed at in the window that `make` returns."""
        standing, roadmap, planned = self.state.standing, self.state.roadmap, self.planned
        if standing and roadmap and planned:
            subject = Subject(standing, roadmap, planned, self.sem.clock())
            self.app.push_screen(make(subject, self._save), self._after)

    def _after(self, programme: Programme | None) -> None:
        if programme is not None:
            self.read()

    @work(group="change")
    async def _change(self, change: Change) -> None:
        try:
            await self._save(change)
        except SemError as error:
            self.sem.tell(error)
            return
        self.read()

    def _view(self, view: str) -> None:
        if self.state.roadmap:
            self.state = replace(self.state, view=VIEWS[0] if self.state.view == view else view)
            self.show()

    def action_view(self) -> None:
        """Show the next view."""
        self._view(VIEWS[(VIEWS.index(self.state.view) + 1) % len(VIEWS)])

    def action_list(self) -> None:
        """Show the steps as a list, or the picture again."""
        self._view("list")

    def action_milestones(self) -> None:
        """Show the stairs, or the picture again."""
        self._view("milestones")

    def action_words(self) -> None:
        """Show the sentences, or the picture again."""
        self._view("words")

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss("")
