"""The screen on which the votes are seen: every idea becomes an experiment or a practice, or gets an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.idea import Idea, IdeaPhase
from sem.model.plan import step_id
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, PracticeKind
from sem.programme.experiments import ExperimentDraft, newest_experiment
from sem.programme.ideas import answer
from sem.programme.picking import PracticeDraft, newest_practice, pick_experiment, pick_practice
from sem.programme.seeing import title_of, waiting
from sem.programme.typed import read_estimate
from sem.reports.idea_text import box_words, count_words, fate_words
from sem.reports.roadmap_words import step_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.idea_rows import ranked_rows
from sem.tui.screens.experiment_forms import experiment_dialog
from sem.tui.screens.form import Form, FormDialog, FormField, TextDialog, Values
from sem.tui.screens.ideas import IdeasScreen, Save, heading_of
from sem.tui.trying import Trying, read_trying
from sem.tui.typed_fields import FieldReader
from sem.tui.widgets.rows import Row

if TYPE_CHECKING:
    from sem.model.programme import Programme

_USUAL_LEVEL = 3


class ChoosingScreen(IdeasScreen):
    """Lists the ideas by votes, with what became of each."""

    SCOPE = Scope.CHOOSING
    PHASE = IdeaPhase.CHOOSING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CHOOSING)]

    def rows(self, width: int) -> list[Row]:
        """Return the ideas by votes."""
        return ranked_rows(self.box, width, self.sem.charts)

    def status_words(self) -> str:
        """Return how many ideas still wait, and why the voting ended early where it did."""
        said = box_words(self.box)
        if self.box.closed_because:
            said += " " + _("Voting was closed early: {reason}").format(reason=self.box.closed_because)
        return said

    def key_title(self, action: Action) -> str:
        """Return what an action is called; an idea that is picked can't be picked again."""
        idea = self.pointed
        if action.name in ("experiment", "practice", "answer") and (idea is None or idea.became):
            return ""
        if action.name == "answer_rest" and not waiting(self.box):
            return ""
        return super().key_title(action)

    def action_experiment(self) -> None:
        """Ask all about the experiment that the idea becomes."""
        self._pick(self._describe_experiment)

    def action_practice(self) -> None:
        """Ask all about the practice that the idea becomes."""
        self._pick(self._describe_practice)

    def _pick(self, describe: Callable[[Idea, Trying], None]) -> None:
        idea = self.pointed
        if idea is None:
            return
        if idea.became:
            self.notify(fate_words(idea), markup=False, timeout=4)
            return
        self._read_and(describe, idea)

    @work(exclusive=True, group="pick")
    async def _read_and(self, describe: Callable[[Idea, Trying], None], idea: Idea) -> None:
        today = self.sem.clock()
        try:
            trying = await self.sem.in_thread(lambda store: read_trying(store, self.team, today))
        except SemError as error:
            self.sem.tell(error)
            return
        describe(idea, trying)

    def _describe_experiment(self, idea: Idea, trying: Trying) -> None:
        def put(programme: Programme, filled: ExperimentDraft) -> Programme:
            return pick_experiment(programme, idea.id, filled, trying.today, trying.areas)

        def after(programme: Programme | None) -> None:
            if programme is not None:
                added = newest_experiment(programme)
                words = _("Added experiment {id}. Its kill criterion is fixed.").format(id=added.id)
                self.notify(words, markup=False, timeout=4)
                self.take(programme)

        draft = ExperimentDraft(title=title_of(idea), idea=idea.id)
        dialog = experiment_dialog(lambda: _("An experiment of an idea"), trying, draft, self.save, put)
        self.app.push_screen(dialog, after)

    def _describe_practice(self, idea: Idea, trying: Trying) -> None:
        try:
            pick_practice(trying.programme, idea.id, PracticeDraft(), trying.areas)
        except SemError as error:
            # Without an ambition there is nothing that one could fill in.
            if not error.problems:
                self.sem.tell(error)
                return

        def after(programme: Programme | None) -> None:
            if programme is None:
                return
            picked = newest_practice(programme)
            step = step_id(picked.area, picked.level)
            name = step_words(trying.questionnaire, step)
            words = _("Practice {id} is part of the step {step}.").format(id=picked.id, step=name)
            if trying.roadmap and step not in {planned.step.id for planned in trying.roadmap.plan.steps}:
                words += " " + _("That step is not in the plan.")
            self.notify(words, markup=False, timeout=6)
            self.take(programme)

        self.app.push_screen(practice_dialog(idea, trying, self.save), after)

    def action_answer(self) -> None:
        """Ask what the group says to the idea pointed at."""
        idea = self.pointed
        if idea and not idea.became:
            self._answer(lambda: _("Answer to {idea}").format(idea=heading_of(idea)), [idea.id], idea.answer)

    def action_answer_rest(self) -> None:
        """Ask what the group says to all ideas that wait."""
        ids = [idea.id for idea in waiting(self.box)]
        if ids:
            self._answer(lambda: _("Answer to {ideas}").format(ideas=count_words(len(ids))), ids, "")

    def _answer(self, title: Callable[[], str], ids: list[str], text: str) -> None:
        def make() -> tuple[str, list[str]]:
            return title(), [_("Say why it is not taken, or not now. Everybody can read it back.")]

        async def take(said: str) -> Programme:
            return await self.save(lambda programme: answer(programme, ids, said))

        self.app.push_screen(TextDialog(make, text, take), self.take)

    def action_experiments(self) -> None:
        """Show the experiments."""
        from sem.tui.screens.experiments import ExperimentsScreen

        self.app.push_screen(ExperimentsScreen(self.team))


def practice_dialog(idea: Idea, trying: Trying, save: Save) -> FormDialog[Programme]:
    """Return the window in which an idea becomes a practice of the team's own."""
    areas = trying.questionnaire.areas

    def make() -> Form:
        levels = tuple((str(level), str(level)) for level in range(LOWEST_LEVEL + 1, HIGHEST_LEVEL + 1))
        kinds = ((PracticeKind.BASIC.value, _("a basic")), (PracticeKind.DELIGHTER.value, _("a surprise")))
        return Form(
            _("Into the plan"),
            (
                FormField("title", _("What it is called"), title_of(idea), long=True),
                FormField("area", _("Raises"), areas[0].id,
                          tuple((area.id, area.short.get(language())) for area in areas),
                          hint=_("← and → choose the area.")),
                FormField("level", _("to level"), str(_USUAL_LEVEL), levels),
                FormField("kind", _("It is"), PracticeKind.BASIC.value, kinds,
                          hint=_("A basic is expected; a surprise is what customers tell others about.")),
                FormField("weeks", _("Weeks"), hint=_("Low, likely and high like 2/3/5, or one number.")),
                FormField("person_days", _("Person-days"), hint=_("Low, likely and high like 1/2/4, or one number.")),
            ),
        )  # fmt: skip

    async def take(values: Values) -> Programme:
        typed = FieldReader(values)
        draft = PracticeDraft(
            values["area"],
            int(values["level"]),
            values["title"],
            PracticeKind(values["kind"]),
            typed.read("weeks", read_estimate, None),
            typed.read("person_days", read_estimate, None),
        )
        return await save(typed.checked(lambda programme: pick_practice(programme, idea.id, draft, trying.areas)))

    return FormDialog(make, take)
