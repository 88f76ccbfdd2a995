"""One question laid out for a terminal of any size: the roomiest layout in which nothing has to be cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sem.i18n import Language, language, ngettext
from sem.i18n import gettext as _
from sem.model.assessment import NO_ANSWER, Answer
from sem.model.questionnaire import LEVEL_NUMBERS, Area, Question, Questionnaire
from sem.model.text import Text
from sem.reports.words import answer_words, confidence_words, level_words
from sem.tui.area_strip import area_strip
from sem.tui.marks import Marks
from sem.tui.text import Runs, cell_width, fit, plain, runs_width, wrap


@dataclass(frozen=True, slots=True)
class QuestionState:
    """What a question page shows.

    Args:
        team: Whose service it is about.
        respondent: Who answers.
        at: Which question, counted from 0.
        cursor: The level that is pointed at, 1 to 5; 0 for none.
        last_time: The respondent's own answer in the team's round before this one.
        saved: Whether everything is saved, in words, and whether that is bad news.
    """

    team: str
    respondent: str
    questionnaire: Questionnaire
    at: int
    answers: Mapping[str, Answer]
    cursor: int
    marks: Marks
    last_time: Answer = NO_ANSWER
    saved: str = ""
    failed: bool = False

    @property
    def question(self) -> Question:
        """The question on the page."""
        return self.questionnaire.questions[self.at]

    @property
    def area(self) -> Area:
        """The area of the question."""
        return next(area for area, question in self.questionnaire.items() if question.id == self.question.id)

    @property
    def answer(self) -> Answer:
        """The answer so far."""
        return self.answers.get(self.question.id, NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines of styled runs, none wider than was asked for.

    Args:
        level_rows: The rows of each level, counted from the top.
        whole: Whether every line of the question is on it.
    """

    lines: tuple[Runs, ...]
    level_rows: Mapping[int, range]
    whole: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to fill the page, from airy to tight.

    Args:
        margin: Empty columns at both sides.
        air: Empty rows around the header and the statement.
        between: Empty rows between the levels.
        names_aside: Whether the names of the levels have a column of their own; else they lead the descriptor.
        strip: Whether the progress by area has a row of its own, below the team.
        facts: Whether what else is known has a row of its own; else it is in the header.
        help: Whether what to look for is below the levels.
    """

    margin: int
    air: int
    between: int = 0
    names_aside: bool = True
    strip: bool = True
    facts: bool = True
    help: bool = False


LAYOUTS = (
    Layout(margin=4, air=2, between=1, help=True),
    Layout(margin=4, air=1, between=1, help=True),
    Layout(margin=4, air=1, between=1),
    Layout(margin=2, air=1, between=1),
    Layout(margin=2, air=1),
    Layout(margin=1, air=0),
    Layout(margin=0, air=0, strip=False, facts=False),
    Layout(margin=0, air=0, strip=False, facts=False, names_aside=False),
)
WIDEST = 112
"""Longer lines are hard to read, so on a wide terminal the page keeps to the middle."""
LONGEST_NAME_COLUMN = 14
_FACTS_GAP = "   "
POINTERS = 6
"""The cells before a level's name: cursor, last time, chosen, a space, the number, a space."""


@lru_cache(maxsize=64)
def choose_layout(questionnaire: Questionnaire, code: Language, width: int, height: int) -> Layout | None:
    """Return the roomiest layout in which every question of the questionnaire fits; None where there is none.

    One layout for all questions, so that the page stands still while one answers.
    """
    for layout in LAYOUTS:
        if all(_rows(questionnaire, question, code, layout, width) <= height for question in questionnaire.questions):
            return layout
    return None


def lay_out(state: QuestionState, width: int, height: int) -> Page:
    """Return the page for a terminal area of this size; the levels scroll with the cursor where they do not fit."""
    code = language()
    layout = choose_layout(state.questionnaire, code, width, height)
    if layout is None:
        question = state.question
        fitting = (a for a in LAYOUTS if _rows(state.questionnaire, question, code, a, width) <= height)
        layout = next(fitting, LAYOUTS[-1])
    return _Builder(state, layout, width, height, code).page()


def _inner(layout: Layout, width: int) -> int:
    return min(WIDEST, width - 2 * layout.margin)


def _name_width(questionnaire: Questionnaire, code: Language) -> int:
    return min(LONGEST_NAME_COLUMN, max(cell_width(plain(level.name.get(code))) for level in questionnaire.levels))


def _text_width(questionnaire: Questionnaire, code: Language, layout: Layout, inner: int) -> int:
    if not layout.names_aside:
        return inner - POINTERS
    gap = 3 if layout.margin > 1 else 1
    return inner - POINTERS - _name_width(questionnaire, code) - gap


def _descriptor(questionnaire: Questionnaire, number: int, text: Text, code: Language, layout: Layout) -> str:
    if layout.names_aside:
        return text.get(code)
    return f"{questionnaire.level(number).name.get(code)}: {text.get(code)}"


def _level_heights(
    questionnaire: Questionnaire, question: Question, code: Language, layout: Layout, inner: int
) -> list[int]:
    width = max(1, _text_width(questionnaire, code, layout, inner))
    heights = []
    for number, text in zip(LEVEL_NUMBERS, question.levels, strict=True):
        lines = len(wrap(_descriptor(questionnaire, number, text, code, layout), width))
        if layout.names_aside:
            lines = max(lines, len(wrap(questionnaire.level(number).name.get(code), _name_width(questionnaire, code))))
        heights.append(lines)
    return heights


def _rows(questionnaire: Questionnaire, question: Question, code: Language, layout: Layout, width: int) -> int:
    inner = _inner(layout, width)
    if inner < 20:
        return 10_000
    rows = (1 if layout.air > 1 else 0) + (2 if layout.strip else 1) + layout.air
    rows += len(wrap(question.statement.get(code), inner - 2)) + layout.air
    rows += sum(_level_heights(questionnaire, question, code, layout, inner)) + 4 * layout.between
    if layout.facts:
        rows += 1 + min(layout.air, 1)
    if layout.help:
        rows += 2 + len(wrap(question.help.get(code), inner - 2))
    return rows


class _Builder:
    """Makes the lines of one page in one layout."""

    def __init__(self, state: QuestionState, layout: Layout, width: int, height: int, code: Language) -> None:
        self.state = state
        self.layout = layout
        self.height = height
        self.code = code
        self.inner = _inner(layout, width)
        self.left = (" " * max(layout.margin, (width - self.inner) // 2), "")

    def page(self) -> Page:
        """Return the page."""
        layout, state = self.layout, self.state
        blank: list[Runs] = [()]
        top = blank * (layout.air > 1) + self._header() + blank * layout.air
        top += [((f" {line}", "bold"),) for line in wrap(state.question.statement.get(self.code), self.inner - 2)]
        top += blank * layout.air
        levels, owners = self._levels()
        below: list[Runs] = []
        if layout.help:
            lines = wrap(state.question.help.get(self.code), self.inner - 2)
            below += [
                (),
                ((" " + _("What to look for"), "$muted bold"),),
                *(((f" {line}", "$muted"),) for line in lines),
            ]
        if layout.facts:
            air = min(layout.air, 1)
            spare = self.height - len(top) - len(levels) - len(below) - air
            below = blank * air + self._fact_lines(self.inner - 2, spare) + below
        room = max(1, self.height - len(top) - len(below))
        first = self._first_visible(owners, room)
        shown = levels[first : first + room]
        if first:
            shown[0] = self._hint(shown[0], state.marks.above)
        if first + room < len(levels):
            shown[-1] = self._hint(shown[-1], state.marks.below)
        rows: dict[int, list[int]] = {number: [] for number in LEVEL_NUMBERS}
        for y, owner in enumerate(owners[first : first + room]):
            if owner:
                rows[owner].append(len(top) + y)
        lines_ = [(self.left, *line) for line in (*top, *shown, *below)]
        return Page(
            lines=tuple(lines_[: self.height]),
            level_rows={number: range(ys[0], ys[-1] + 1) if ys else range(0) for number, ys in rows.items()},
            whole=len(levels) <= room and len(lines_) <= self.height,
        )

    def _hint(self, line: Runs, mark: str) -> Runs:
        """Put a mark at the end of a level's line, where the margin of the last run is."""
        *others, (words, style) = line or ((" " * self.inner, ""),)
        return (*others, (fit(words, cell_width(words) - 2), style), (f" {mark}", "$accent bold"))

    def _between(self, left: Runs, right: Runs) -> Runs:
        """Put something at either end of a line."""
        return (*left, (" " * max(1, self.inner - runs_width(left) - runs_width(right)), ""), *right)

    def _header(self) -> list[Runs]:
        state = self.state
        who = f"{plain(state.team)} · {plain(state.respondent)}"
        saved = (fit(state.saved, self.inner * 2 // 3), "$error bold" if state.failed else "$muted")
        area = plain(state.area.title.get(self.code))
        short = plain(state.area.short.get(self.code))
        total = len(state.questionnaire.questions)
        if not self.layout.strip:
            facts = _joined((*self._answer_alone(), *self._known()), self.inner // 3)
            right: Runs = (*facts, ("  ", ""), (f"{state.at + 1}/{total}", "bold"), ("  ", ""), saved)
            room = self.inner - runs_width(right) - 1
            fitting = (words for words in (f"{who} · {area}", f"{who} · {short}", who) if cell_width(words) <= room)
            return [self._between(((fit(next(fitting, plain(state.respondent)), room), "$muted"),), right)]
        count = (_("question {n} of {total}").format(n=state.at + 1, total=total), "$muted")
        strip = area_strip(state.questionnaire, state.answers, state.area.id, state.marks)
        if runs_width(strip) > self.inner // 2:
            strip = ()
        room = self.inner - runs_width(strip) - cell_width(count[0]) - 4
        title = (("  " if strip else " ") + fit(area if cell_width(area) <= room else short, room), "bold")
        room = self.inner - cell_width(saved[0]) - 2
        name = f" · {plain(state.respondent)}"
        if cell_width(who) > room > cell_width(name) + 3:
            # Of the two names the team's gives way: whose answers these are is what one must not be wrong about.
            who = fit(state.team, room - cell_width(name)) + name
        team = (" " + fit(who, room), "$muted")
        return [self._between((team,), (saved,)), self._between((*strip, title), (count,))]

    def _fact_lines(self, width: int, rows: int) -> list[Runs]:
        """What else is known, in at least one line and in two where there is room: the answer has its own then."""
        answer, known = self._answer_alone(), self._known()
        parts = [answer, known] if answer and known and rows > 1 else [(*answer, *known)]
        return [((" ", ""), *_joined(part, width)) for part in parts]

    def _answer_alone(self) -> Runs:
        """An answer that is no level, in words."""
        state, answer = self.state, self.state.answer
        if not answer.dont_know and answer.not_applicable is None:
            return ()
        words = _("Your answer: {answer}").format(answer=plain(answer_words(state.questionnaire, answer)))
        return ((f"{state.marks.chosen} {words}", "$accent bold"),)

    def _known(self) -> Runs:
        """The answer of last time, and the note."""
        state, answer, marks = self.state, self.state.answer, self.state.marks
        parts: list[tuple[str, str]] = []
        if state.last_time.level is not None:
            level = plain(level_words(state.questionnaire, state.last_time.level))
            words = _("last time: {level}").format(level=level)
            if answer.given and answer.level != state.last_time.level:
                words = _("last time: {level}, now changed").format(level=level)
            parts.append((f"{marks.last_time} {words}", "$muted"))
        if answer.confidence is not None:
            words = _("how sure: {confidence}").format(confidence=confidence_words(answer.confidence))
            parts.append((words, "$foreground"))
        if answer.evidence:
            n = len(answer.evidence)
            parts.append((ngettext("{n} piece of evidence", "{n} pieces of evidence", n).format(n=n), "$muted"))
        if answer.note:
            parts.append((_("note: {note}").format(note=plain(answer.note)), "$muted"))
        return tuple(parts)

    def _levels(self) -> tuple[list[Runs], list[int]]:
        """The lines of the levels, and which level each line belongs to; 0 for none."""
        lines: list[Runs] = []
        owners: list[int] = []
        for number, text in zip(LEVEL_NUMBERS, self.state.question.levels, strict=True):
            block = self._level(number, text)
            if lines:
                lines += [()] * self.layout.between
                owners += [0] * self.layout.between
            lines += block
            owners += [number] * len(block)
        return lines, owners

    def _level(self, number: int, text: Text) -> list[Runs]:
        state, layout, marks = self.state, self.layout, self.state.marks
        here, chosen = number == state.cursor, number == state.answer.level
        name_width = _name_width(state.questionnaire, self.code) if layout.names_aside else 0
        names = wrap(state.questionnaire.level(number).name.get(self.code), name_width) if name_width else ()
        width = max(1, _text_width(state.questionnaire, self.code, layout, self.inner))
        texts = wrap(_descriptor(state.questionnaire, number, text, self.code, layout), width)
        gap = " " * (self.inner - POINTERS - name_width - width)
        tone = "$muted" if state.answer.given and not chosen else "$foreground"
        ground = " on $raised" if here else ""
        pointer = (marks.cursor if here else " ", f"$accent bold{ground}")
        block: list[Runs] = []
        for y in range(max(len(names), len(texts))):
            name, words = names[y] if y < len(names) else "", texts[y] if y < len(texts) else ""
            marked: Runs = (("     ", ground.strip()),)
            if y == 0:
                marked = (
                    (marks.last_time if state.last_time.level == number else " ", f"$muted{ground}"),
                    (marks.chosen if chosen else marks.open, f"{'$accent bold' if chosen else '$muted'}{ground}"),
                    (f" {number} ", f"{'$accent ' if chosen else ''}bold{ground}"),
                )
            name_style = f"{'bold' if chosen else tone}{ground}"
            padded = (name + " " * (name_width - cell_width(name)) + gap, name_style)
            block.append((pointer, *marked, padded, (words + " " * (width - cell_width(words)), f"{tone}{ground}")))
        return block

    def _first_visible(self, owners: list[int], room: int) -> int:
        """The first line to show so that the whole of the level pointed at is in sight."""
        if len(owners) <= room:
            return 0
        rows = [y for y, owner in enumerate(owners) if owner == self.state.cursor] or [0]
        return min(max(0, rows[-1] + 1 - room), rows[0])


def _joined(parts: Runs, width: int) -> Runs:
    """Return parts on one line of at most `width` cells; what does not fit is cut, or left out."""
    runs: list[tuple[str, str]] = []
    for words, style in parts:
        room = width - runs_width(tuple(runs)) - len(_FACTS_GAP) * bool(runs)
        if room > 3:
            runs += [(_FACTS_GAP, "")] * bool(runs) + [(fit(words, room), style)]
    return tuple(runs)
