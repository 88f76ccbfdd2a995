"""One area opened: its questions, how they were answered, and what the next level asks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from sem.analysis.scoring import AreaScore, QuestionScore
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS, LOWEST_LEVEL, Practice, Questionnaire
from sem.reports.words import level_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.data import RoundScores, practices_to
from sem.tui.marks import marks
from sem.tui.screens.base import Dialog
from sem.tui.screens.practice import practice_paragraphs
from sem.tui.screens.reading import Paragraph, Paragraphs, ReadingDialog
from sem.tui.text import MISSING, fit, plain, spread
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.rows import GAP, Row, Rows

MOST_DOTS = 8


class AreaDialog(Dialog[None]):
    """Shows the questions of an area and what to do next; the question pointed at is told in full below.

    Args:
        scores: The round.
        area: The area and its scores.
    """

    SCOPE = Scope.AREA
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.AREA)]
    DEFAULT_CSS = """
    AreaDialog > #window { width: 100; }
    AreaDialog Rows { max-height: 12; margin-bottom: 1; }
    AreaDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, scores: RoundScores, area: AreaScore) -> None:
        super().__init__()
        self._scores, self._area = scores, area
        level = area.score.gap_free_level
        known = level is not None and level < HIGHEST_LEVEL
        self._practices = practices_to(scores.questionnaire, area.area.id, level + 1) if level and known else ()

    def title_words(self) -> str:
        """Return the area's name."""
        return self._area.area.title.get(language())

    def body(self) -> ComposeResult:
        """Make the list, and the place for what is told about one question."""
        yield Rows()
        with VerticalScroll(can_focus=False):
            yield Paragraphs()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def show(self) -> None:
        """Show the questions."""
        super().show()
        self.query_one(Rows).show(self._rows)
        self.query_one(VerticalScroll).styles.max_height = max(4, self.app.size.height - 9 - self._row_count)
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the question or the practice now pointed at."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Show the practice pointed at in full; with a question there is nothing more to open."""
        practice = self._pointed_practice
        if practice is None:
            self.dismiss(None)
            return
        told = practice
        self.app.push_screen(ReadingDialog(lambda: (told.title.get(language()), practice_paragraphs(told))))

    def key_title(self, action: Action) -> str:
        """Return what an action is called; with a question Enter only goes back, as Esc does."""
        if action.name == "open" and self._pointed_practice is None:
            return ""
        return own_title(action)

    @property
    def _pointed_practice(self) -> Practice | None:
        rows = self.query(Rows)
        pointed = rows.first().pointed if rows else ""
        return next((practice for practice in self._practices if _practice_row(practice) == pointed), None)

    @property
    def _row_count(self) -> int:
        return min(12, len(self._area.questions) + (len(self._practices) + 2 if self._practices else 0))

    def _rows(self, width: int) -> list[Row]:
        rows = [Row(q.question.id, self._line(q, width)) for q in self._area.questions]
        level = self._area.score.gap_free_level
        if self._practices and level is not None:
            name = plain(level_words(self._scores.questionnaire, level + 1))
            rows += [GAP, Row("", Content.styled(_("What you can do to reach {level}").format(level=name), "bold"))]
            rows += [
                Row(_practice_row(practice), Content(fit(practice.title.get(language()), width)))
                for practice in self._practices
            ]
        return rows

    def _line(self, scored: QuestionScore, width: int) -> Content:
        """The question's label, the votes per level, and its value."""
        mark = marks(self.sem.charts).chosen
        votes: list[tuple[str, str]] = []
        for level in LEVEL_NUMBERS:
            count = scored.levels.count(level)
            dots = mark * count if count <= MOST_DOTS else f"{count}{mark}"
            votes += [(f"  {level} ", "$muted"), (dots or "·", "$accent bold" if count else "$faint")]
        value = MISSING if scored.value is None else number(scored.value)
        if scored.withheld:
            votes = [("  " + _("not shown"), "$muted")]
        return spread(
            Content(plain(scored.question.label.get(language()))),
            Content.assemble(*votes, (f"   {value}", "bold")),
            width,
        )

    def _tell(self) -> None:
        pointed, practice = self.query_one(Rows).pointed, self._pointed_practice
        found = [scored for scored in self._area.questions if scored.question.id == pointed]
        if practice:
            self.query_one(Paragraphs).show([practice.description.get(language())])
        else:
            self.query_one(Paragraphs).show(self._about(found[0]) if found else [])
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.query_one(KeyBar).refresh()

    def _about(self, scored: QuestionScore) -> list[Paragraph]:
        question = scored.question
        said: list[Paragraph] = [question.statement.get(language())]
        said += _now_and_next(self._scores.questionnaire, scored)
        if why := _level_below_mean(scored):
            said.append(why)
        if question.id == self._area.score.blocking_question and (
            len(self._area.questions) > 1 or self._area.score.gap_free_level is None
        ):
            said.append(self._blocking(scored))
        said += _others(scored)
        for remark in self._scores.shown.remarks.get(question.id, ()):
            said.append(f"{remark.name}: {remark.text}" if remark.name else remark.text)
        return said

    def _blocking(self, scored: QuestionScore) -> str:
        level = self._area.score.gap_free_level
        if level is None:
            if scored.withheld:
                return _("The answers are not shown, so the area has no gap-free level.")
            return _("Nobody chose a level here yet, so the area has no gap-free level.")
        name = level_words(self._scores.questionnaire, level)
        return _("Because of this question the gap-free level of the area is {level}.").format(level=name)


def area_facts(scores: RoundScores, area: AreaScore) -> list[Paragraph]:
    """Return in short where an area stands: its name, and of the question that holds it back the level now and next."""
    blocking = area.score.blocking_question
    scored = next((one for one in area.questions if one.question.id == blocking), area.questions[0])
    facts = _now_and_next(scores.questionnaire, scored)
    return [area.area.short.get(language()), *(f"{term}. {words}" for term, words in facts)]


def _now_and_next(questionnaire: Questionnaire, scored: QuestionScore) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if scored.withheld and scored.floor is None:
        return facts
    now = scored.floor or 0
    for words, level in ((_("now"), now), (_("next"), now + 1)):
        if LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
            name = level_words(questionnaire, level)
            facts.append((f"{words}: {name}", scored.question.levels[level - 1].get(language())))
    return facts


def _level_below_mean(scored: QuestionScore) -> str:
    """Return why the level is lower than the mean seems to say; empty where it is not."""
    if scored.consensus is not None or scored.floor is None or scored.value is None:
        return ""
    above = scored.floor + 1
    if scored.value < above:
        return ""
    reach, total = sum(level >= above for level in scored.levels), len(scored.levels)
    words = ngettext(
        "{n} of the {total} answers reaches level {level}; it takes more than half.",
        "{n} of the {total} answers reach level {level}; it takes more than half.",
        reach,
    )
    return words.format(n=reach, total=total, level=above)


def _practice_row(practice: Practice) -> str:
    return f"practice:{practice.id}"


def _others(scored: QuestionScore) -> list[Paragraph]:
    counts = []
    if scored.dont_know:
        counts.append(_("don't know: {n}").format(n=scored.dont_know))
    if scored.not_applicable:
        counts.append(_("not applicable: {n}").format(n=scored.not_applicable))
    return ["   ".join(counts)] if counts else []
