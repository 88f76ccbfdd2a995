"""What somebody should know before the first question of a session."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from sem.tui.actions import Scope, bindings
from sem.tui.screens.reading import ReadingDialog


class BriefingDialog(ReadingDialog, inherit_bindings=False):
    """Something to read, after which the questions begin."""

    SCOPE = Scope.BRIEFING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.BRIEFING)]
