"""The end of the questions for a respondent, from where nothing but their own answers can be reached."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from sem.tui.actions import Scope, bindings
from sem.tui.screens.runner import RunnerScreen
from sem.tui.screens.summary import SummaryDialog


class FinishDialog(SummaryDialog, inherit_bindings=False):
    """Closes with ``home`` when one is done, else as the summary does."""

    SCOPE = Scope.FINISH
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FINISH)]

    def action_finish(self) -> None:
        """Be done."""
        self.dismiss("home")


class RespondentRunner(RunnerScreen):
    """Asks the questions of somebody who sees nothing else."""

    def summary(self) -> SummaryDialog:
        """Return the window at the end."""
        return FinishDialog(self.questionnaire, self.autosave.response)
