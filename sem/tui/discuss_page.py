"""One question to discuss, laid out for a terminal of any size: the votes, how far apart they are, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sem.analysis.confidence import ConfidenceCount
from sem.analysis.disclosure import Disclosed, Remark
from sem.analysis.discussion import Order, Topic
from sem.analysis.words import agreement_word, agreement_words
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.i18n import mark as N_
from sem.model.assessment import Consensus
from sem.model.questionnaire import LEVEL_NUMBERS
from sem.reports.words import level_words
from sem.tui.marks import Marks
from sem.tui.text import MISSING, Runs, cell_width, fit, pad, plain, runs_width, wrap

WIDEST = 112
MOST_DOTS = 24
"""More votes than this are told by their number."""
_GAP = 3

ORDER_WORDS = {
    Order.DISAGREEMENT: N_("by disagreement"),
    Order.LOW_SCORE: N_("by low score"),
    Order.SURPRISE: N_("by surprise"),
    Order.DONT_KNOW: N_("by don't know"),
    Order.QUESTIONNAIRE: N_("as in the questionnaire"),
}


@dataclass(frozen=True, slots=True)
class DiscussState:
    """What a page to discuss shows.

    Args:
        shown: All that may be shown of the round.
        topic: The question.
        at: Its place in the order, from 1.
        total: How many questions there are.
        order: By what they are ordered.
        marks: The characters.
    """

    shown: Disclosed
    topic: Topic
    at: int
    total: int
    order: Order
    marks: Marks

    @property
    def decision(self) -> Consensus | None:
        """What the team agreed on."""
        return self.shown.decision(self.topic.question.id)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What people wrote with their answers."""
        return self.shown.remarks.get(self.topic.question.id, ())


def discuss_lines(state: DiscussState, width: int, height: int) -> list[Runs]:
    """Return the page for a terminal area of this size; what people wrote is cut first, and that is told.

    Args:
        state: What to show.
        width: The columns.
        height: The rows.
    """
    margin = 1 if width < 60 else 2
    inner = min(WIDEST, width - 2 * margin)
    page = _Page(state, inner)
    airy = height >= 20
    blank: list[Runs] = [()] if airy else []
    top = [*page.head(), *blank, *page.statement(3 if airy else 2), *blank]
    votes = page.votes(words=False)
    facts = [*blank, *page.facts(), *blank]
    agreed = page.agreed()
    room = height - len(top) - len(facts) - len(agreed) - (2 if page.has_words else 0)
    with_words = page.votes(words=True)
    if len(with_words) <= room - 4:
        votes = with_words
    lines = [*top, *votes, *facts, *agreed, *(blank if agreed else [])]
    lines += page.words(height - len(lines))
    left = (" " * max(margin, (width - inner) // 2 if width > WIDEST else margin), "")
    return [(left, *line) for line in lines[:height]]


def topic_value(topic: Topic, order: Order) -> str:
    """Return in a word or a number why a question stands where it does in an order; empty where that says nothing."""
    if topic.scored.withheld:
        return _("not shown")
    if order is Order.DISAGREEMENT:
        return agreement_word(topic.scored.agreement) if topic.scored.agreement else MISSING
    if order is Order.SURPRISE:
        return MISSING if topic.surprise is None else signed(topic.surprise)
    if order is Order.DONT_KNOW:
        return str(topic.scored.dont_know) if topic.scored.dont_know else MISSING
    return MISSING if topic.mean is None else number(topic.mean)


def signed(value: float) -> str:
    """Return a difference with its sign, in the user's language."""
    shown = number(abs(value))
    if shown == number(0):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


class _Page:
    """Makes the parts of one page."""

    def __init__(self, state: DiscussState, inner: int) -> None:
        self.state, self.inner, self.code = state, inner, language()
        self.scored, self.marks = state.topic.scored, state.marks
        self.levels = self.scored.levels

    def head(self) -> list[Runs]:
        """The area, and where one is."""
        topic, state = self.state.topic, self.state
        where = _("{n} of {total}, {order}").format(n=state.at, total=state.total, order=_(ORDER_WORDS[state.order]))
        room = self.inner - cell_width(where) - 2
        names = [f"{topic.number} · {name.get(self.code)}" for name in (topic.area.title, topic.area.short)]
        area = next((name for name in names if cell_width(plain(name)) <= room), names[-1])
        return [self._between(((fit(area, room), "$muted"),), ((where, "$muted"),))]

    def statement(self, most: int) -> list[Runs]:
        """The question, in at most so many lines."""
        lines = wrap(self.scored.question.statement.get(self.code), self.inner)
        return [((line, "bold"),) for line in _cut(lines, most, self.inner)]

    def votes(self, *, words: bool) -> list[Runs]:
        """A line for each level, with a dot for each vote; with the words of the level below where asked for."""
        if self.scored.withheld:
            return [((line, "$muted"),) for line in wrap(_withheld(self.state.shown), self.inner)]
        questionnaire = self.state.shown.questionnaire
        names = {n: plain(level_words(questionnaire, n)) for n in LEVEL_NUMBERS}
        column = min(max(map(cell_width, names.values())), self.inner // 3)
        decision = self.state.decision
        lines: list[Runs] = []
        for level, text in zip(LEVEL_NUMBERS, self.scored.question.levels, strict=True):
            count = self.levels.count(level)
            room = self.inner - column - 2 * _GAP - 14
            dots = " ".join(self.marks.chosen * count) if 2 * count <= min(room, 2 * MOST_DOTS) else ""
            shown = dots or (f"{count} {self.marks.chosen}" if count else self.marks.not_applicable)
            agreed = decision is not None and decision.level == level
            style = "$accent bold" if agreed else "bold" if count else "$muted"
            runs: Runs = (
                (self.marks.cursor if agreed else " ", "$accent bold"),
                (pad(names[level], column), style),
                (" " * _GAP, ""),
                (shown, "$accent bold" if count else "$faint"),
            )
            if agreed:
                runs = (*runs, ("   " + _("agreed"), "$accent"))
            lines.append(runs)
            if words:
                lines += [((f"   {line}", "$muted"),) for line in wrap(text.get(self.code), self.inner - 3)]
        return lines

    def facts(self) -> list[Runs]:
        """How much people agree, the mean beside that of last time, and how sure they are."""
        scored, topic = self.scored, self.state.topic
        if scored.withheld:
            return []
        lines: list[str] = []
        if scored.agreement:
            lines.append(_("agreement {words}").format(words=agreement_words(scored.agreement, self.levels)))
        elif self.levels:
            lines.append(_("one person chose a level, so there is nothing to compare"))
        else:
            lines.append(_("nobody chose a level"))
        parts = []
        if topic.mean is not None:
            parts.append(_("mean {mean}").format(mean=number(topic.mean)))
        if topic.before is not None:
            before = _("last time {mean}").format(mean=number(topic.before))
            parts.append(f"{before} ({signed(topic.surprise)})" if topic.surprise is not None else before)
        if scored.dont_know:
            parts.append(_("don't know: {n}").format(n=scored.dont_know))
        if scored.not_applicable:
            parts.append(_("not applicable: {n}").format(n=scored.not_applicable))
        sure = confidence_count_words(scored.confidence)
        joined = " · ".join(parts)
        if sure and cell_width(joined) + cell_width(sure) + 3 <= self.inner:
            lines.append(" · ".join(filter(None, (joined, sure))))
        else:
            lines += [joined, sure]
        first, *rest = lines
        told: list[Runs] = [((line, ""),) for line in wrap(first, self.inner)]
        return [*told, *(((fit(line, self.inner), "$muted"),) for line in rest if line)]

    def agreed(self) -> list[Runs]:
        """The sentence that decided what the team agreed on, in at most two lines."""
        decision = self.state.decision
        if decision is None:
            return []
        name = plain(level_words(self.state.shown.questionnaire, decision.level))
        words = _("Agreed on {level}.").format(level=name)
        if decision.because:
            words = _("Agreed on {level}: {because}").format(level=name, because=decision.because)
        return [((line, "$accent bold"),) for line in _cut(wrap(words, self.inner), 2, self.inner)]

    @property
    def has_words(self) -> bool:
        """Whether anybody wrote anything."""
        return bool(self.state.remarks)

    def words(self, rows: int) -> list[Runs]:
        """What people wrote: those at both ends side by side; in no order where nobody may know whose it is."""
        if rows < 2 or not self.has_words:
            return []
        if not self.state.shown.singly:
            heading: Runs = ((_("What people wrote, in no order that tells anything"), "$muted bold"),)
            return [heading, *self._column([said_words(remark) for remark in self.state.remarks], self.inner, rows - 1)]
        if not self.levels or self.levels[0] == self.levels[-1]:
            said = [said_words(remark) for remark in self.state.remarks]
            return [((_("What people wrote"), "$muted bold"),), *self._column(said, self.inner, rows - 1)]
        return self._two_ends(rows)

    def _two_ends(self, rows: int) -> list[Runs]:
        width = (self.inner - _GAP) // 2
        columns = []
        for text, level in ((_("lowest: {level}"), self.levels[0]), (_("highest: {level}"), self.levels[-1])):
            name = text.format(level=plain(level_words(self.state.shown.questionnaire, level)))
            said = [said_words(remark) for remark in self.state.remarks if remark.level == level]
            body = self._column(said or [_("no note")], width, rows - 1)
            columns.append([((fit(name, width), "$muted bold"),), *body])
        height = max(map(len, columns))
        left, right = ([*column, *[()] * (height - len(column))] for column in columns)
        lines: list[Runs] = []
        for one, other in zip(left, right, strict=True):
            lines.append((*one, (" " * (width - runs_width(one) + _GAP), ""), *other))
        others = len(self.state.remarks) - sum(r.level in (self.levels[0], self.levels[-1]) for r in self.state.remarks)
        if others and len(lines) < rows:
            words = ngettext("{n} more note: Enter reads all", "{n} more notes: Enter reads all", others)
            lines.append(((words.format(n=others), "$muted"),))
        return lines

    def _column(self, texts: Sequence[str], width: int, rows: int) -> list[Runs]:
        lines = [line for text in texts for line in wrap(text, width)]
        if len(lines) > rows:
            more = _("… Enter reads all")
            lines = [*lines[: max(0, rows - 1)], fit(more, width)]
        return [((line, ""),) for line in lines[:rows]]

    def _between(self, left: Runs, right: Runs) -> Runs:
        return (*left, (" " * max(1, self.inner - runs_width(left) - runs_width(right)), ""), *right)


def confidence_count_words(count: ConfidenceCount) -> str:
    """Return how sure people are, in counts; empty where nobody said it."""
    if not count.said:
        return ""
    found: tuple[tuple[Callable[[], str], int], ...] = (
        (lambda: _("sure: {n}"), count.sure),
        (lambda: _("fairly sure: {n}"), count.fairly),
        (lambda: _("a guess: {n}"), count.guess),
    )
    return ", ".join(words().format(n=n) for words, n in found if n)


def _withheld(shown: Disclosed) -> str:
    return _("The answers to this question are not shown: fewer than {minimum} people gave one.").format(
        minimum=shown.profile.minimum
    )


def said_words(remark: Remark) -> str:
    """Return what somebody wrote, after their name; after a dash where nobody may know it."""
    return f"{remark.name}: {remark.text}" if remark.name else f"– {remark.text}"


def _cut(lines: Sequence[str], most: int, width: int) -> list[str]:
    """Return at most so many lines; an ellipsis says that there were more."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], fit(f"{lines[most - 1]} {lines[most]}", width)]
