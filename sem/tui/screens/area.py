"""One area opened: its questions, how they were answered, and what the next level asks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.analysis.scoring import AreaScore, QuestionScore
from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.assessment import RoundKind
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS, LOWEST_LEVEL
from sem.reports.words import level_words
from sem.tui.actions import Scope, bindings
from sem.tui.data import RoundScores
from sem.tui.marks import marks
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraph, Paragraphs
from sem.tui.text import MISSING, plain, spread
from sem.tui.widgets.rows import Row, Rows

MOST_DOTS = 8


class AreaDialog(Dialog[None]):
    """Shows the questions of an area; the one pointed at is told in full below.

    Args:
        scores: The round.
        area: The area and its scores.
    """

    SCOPE = Scope.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]
    DEFAULT_CSS = """
    AreaDialog > #window { width: 100; }
    AreaDialog Rows { max-height: 10; margin-bottom: 1; }
    """

    def __init__(self, scores: RoundScores, area: AreaScore) -> None:
        super().__init__()
        self._scores, self._area = scores, area

    def title_words(self) -> str:
        """Return the area's name."""
        return self._area.area.title.get(language())

    def body(self) -> ComposeResult:
        """Make the list, and the place for what is told about one question."""
        yield Rows()
        yield Paragraphs()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def show(self) -> None:
        """Show the questions."""
        super().show()
        questions = self._area.questions
        self.query_one(Rows).show(lambda width: [Row(q.question.id, self._line(q, width)) for q in questions])
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the question now pointed at."""
        event.stop()
        self._tell()

    def _line(self, scored: QuestionScore, width: int) -> Content:
        """The question's label, the votes per level, and its value."""
        mark = marks(self.sem.charts).chosen
        votes: list[tuple[str, str]] = []
        for level in LEVEL_NUMBERS:
            count = scored.levels.count(level)
            dots = mark * count if count <= MOST_DOTS else f"{count}{mark}"
            votes += [(f"  {level} ", "$muted"), (dots or "·", "$accent bold" if count else "$faint")]
        value = MISSING if scored.value is None else number(scored.value)
        return spread(
            Content(plain(scored.question.label.get(language()))),
            Content.assemble(*votes, (f"   {value}", "bold")),
            width,
        )

    def _tell(self) -> None:
        pointed = self.query_one(Rows).pointed
        found = [scored for scored in self._area.questions if scored.question.id == pointed]
        self.query_one(Paragraphs).show(self._about(found[0]) if found else [])

    def _about(self, scored: QuestionScore) -> list[Paragraph]:
        code, question = language(), scored.question
        said: list[Paragraph] = [question.statement.get(code)]
        facts: list[Paragraph] = []
        now = scored.floor or 0
        for words, level in ((_("now"), now), (_("next"), now + 1)):
            if LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
                name = level_words(self._scores.questionnaire, level)
                facts.append((f"{words}: {name}", question.levels[level - 1].get(code)))
        said += facts
        if question.id == self._area.score.blocking_question:
            said.append(self._blocking())
        said += _others(scored)
        if self._scores.round.kind is RoundKind.NAMED:
            for response in self._scores.responses:
                if note := response.answer(question.id).note:
                    said.append(f"{response.respondent.name}: {note}")
        return said

    def _blocking(self) -> str:
        level = self._area.score.gap_free_level
        if level is None:
            return _("Nobody chose a level here yet, so the area has no gap-free level.")
        name = level_words(self._scores.questionnaire, level)
        return _("Because of this question the gap-free level of the area is {level}.").format(level=name)


def _others(scored: QuestionScore) -> list[Paragraph]:
    counts = []
    if scored.dont_know:
        counts.append(_("don't know: {n}").format(n=scored.dont_know))
    if scored.not_applicable:
        counts.append(_("not applicable: {n}").format(n=scored.not_applicable))
    return ["   ".join(counts)] if counts else []
