"""Reveal and discuss: the questions of a round one by one, with what people chose and what they agree on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from sem.analysis.disclosure import hides
from sem.analysis.discussion import Order, Topic, in_order, topics
from sem.analysis.words import withheld_words
from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import language, long_date
from sem.model.assessment import Consensus, Team
from sem.reports.words import evidence_words, level_words, side_word
from sem.tui.actions import Action, Scope, bindings
from sem.tui.data import RoundScores, round_before, round_scores
from sem.tui.discuss_page import ORDER_WORDS, DiscussState, discuss_lines, said_words, topic_value
from sem.tui.marks import marks
from sem.tui.screens.base import SemScreen
from sem.tui.text import Runs, fit, plain, spread, user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.rows import Row, Rows
from sem.tui.widgets.runs_view import RunsView

if TYPE_CHECKING:
    from sem.model.assessment import Round
    from sem.store import Store
    from sem.tui.screens.form import Form, Values
    from sem.tui.screens.reading import Paragraph

SIDE_BY_SIDE = 116
"""Columns from which the list of questions stands beside the one that is discussed."""
LIST_WIDTH = 42
QUIET = 20.0
"""Seconds between two looks at the clock: minutes are all that is told."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is discussed.

    Args:
        scores: The round, with what may be shown of it.
        earlier: The newest round before it with the same questionnaire; None where there is none.
    """

    scores: RoundScores
    earlier: RoundScores | None = None


class DiscussView(RunsView):
    """The page of one question.

    Args:
        make: Returns its lines for a width and a height.
    """

    def __init__(self, make: Callable[[int, int], list[Runs]]) -> None:
        super().__init__(id="page")
        self._make = make
        self._made: tuple[tuple[int, int], list[Runs]] | None = None

    def show(self) -> None:
        """Make the lines anew."""
        self._made = None
        self.refresh()

    def lines(self) -> list[Runs]:
        """Return the lines for the size there is."""
        size = (self.size.width, self.size.height)
        if self._made is None or self._made[0] != size:
            self._made = size, self._make(*size)
        return self._made[1]


class DiscussScreen(SemScreen):
    """Goes through the questions of a round that is revealed, and keeps what the team agrees on.

    Args:
        team: Whose round.
        round_id: Which one; the last where it is empty.
        clock: Tells the seconds that have passed since whatever moment.
    """

    SCOPE = Scope.DISCUSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DISCUSS)]
    DEFAULT_CSS = """
    DiscussScreen {
        #top { padding: 0 2; background: $raised; }
        #body { height: 1fr; }
        #page { padding: 1 0 0 0; }
        #list { width: 1fr; padding: 1 0 0 1; display: none; }
        #words { display: none; }
        &.-both #list { display: block; width: 44; }
        &.-list #list { display: block; }
        &.-list #page { display: none; }
        &.-words #words { display: block; }
        &.-words #body { display: none; }
    }
    """

    def __init__(self, team: Team, round_id: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.team = team
        self._round_id, self._clock = round_id, clock
        self._began = self._came = clock()
        self._found: Discussion | None = None
        self._problem = ""
        self._order = Order.DISAGREEMENT
        self._at = 0
        self._listing = False

    def compose(self) -> ComposeResult:
        """Make the places for the list, the question and words instead of both."""
        yield Line(self._top, id="top")
        with Horizontal(id="body"):
            yield Rows(id="list")
            yield DiscussView(self._lines)
        yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Read the round, and look at the clock now and then."""
        self.set_interval(QUIET, lambda: self.query_one("#top").refresh())
        self.read()

    def on_resize(self) -> None:
        """Choose what stands side by side in the new size."""
        self.show()

    @work(exclusive=True, group="discuss")
    async def read(self) -> None:
        """Read the round and the one before it."""

        def load(store: Store) -> Discussion | None:
            rounds = store.rounds(self.team.id)
            wanted = next((round_ for round_ in rounds if round_.id == self._round_id), rounds[-1] if rounds else None)
            if wanted is None:
                return None
            return Discussion(round_scores(store, wanted), round_before(store, rounds, wanted))

        try:
            self._found = await self.sem.in_thread(load)
            self._problem = "" if self._found else _("This team has no round yet.")
        except SemError as error:
            self._problem = str(error)
        if self._found:
            self._round_id = self._found.scores.round.id
            if hides(self._found.scores.round):
                self._problem = withheld_words(self._found.scores.profile)
        self.show()

    @property
    def round(self) -> Round | None:
        """The round, once it has been read."""
        return self._found.scores.round if self._found else None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The questions in the order chosen."""
        if self._found is None or self._problem:
            return ()
        earlier = self._found.earlier.profile if self._found.earlier else None
        return in_order(topics(self._found.scores.profile, earlier), self._order)

    @property
    def topic(self) -> Topic | None:
        """The question on the screen."""
        found = self.topics
        return found[min(self._at, len(found) - 1)] if found else None

    @property
    def _decision(self) -> Consensus | None:
        topic = self.topic
        return self._found.scores.shown.decision(topic.question.id) if self._found and topic else None

    # What is shown.

    def show(self) -> None:
        """Show the question, the list, or why there is neither."""
        wide = self.size.width >= SIDE_BY_SIDE
        # All at once: each change of a class styles the whole screen anew.
        self.update_classes({"-words": bool(self._problem), "-both": wide, "-list": not wide and self._listing})
        if self._problem:
            self.query_one(Panel).show(plain(self.team.name), [self._problem])
        rows = self.query_one(Rows)
        if self.topics and (wide or self._listing):
            topic = self.topic
            rows.show(self._rows, topic.question.id if topic else "")
            rows.focus()
        else:
            self.set_focus(None)
        self.query_one(DiscussView).show()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _lines(self, width: int, height: int) -> list[Runs]:
        topic = self.topic
        if self._found is None or topic is None:
            return []
        total, at = len(self.topics), min(self._at, len(self.topics) - 1) + 1
        state = DiscussState(self._found.scores.shown, topic, at, total, self._order, marks(self.sem.charts))
        return discuss_lines(state, width, height)

    def _rows(self, width: int) -> list[Row]:
        if self._found is None:
            return []
        shown, sign = self._found.scores.shown, marks(self.sem.charts)
        rows = [
            Row("", Content.styled(fit(_("Order: {order}").format(order=_(ORDER_WORDS[self._order])), width), "$muted"))
        ]
        for topic in self.topics:
            decision = shown.decision(topic.question.id)
            left = Content.assemble(
                (sign.done if decision else sign.todo, "$accent" if decision else "$muted"),
                " ",
                plain(topic.question.label.get(language())),
            )
            rows.append(
                Row(topic.question.id, spread(left, Content.styled(topic_value(topic, self._order), "$muted"), width))
            )
        return rows

    def _top(self, width: int) -> Content:
        left = user(self.team.name, "bold")
        if self._found is None:
            return left.truncate(max(1, width), ellipsis=True)
        scores = self._found.scores
        title = plain(scores.questionnaire.title.get(language()))
        left = Content.assemble(left, (f"   {title} · {long_date(scores.round.opened)}", "$muted"))
        if self._problem:
            return left.truncate(max(1, width), ellipsis=True)
        done = _("{n} of {total} agreed").format(n=len(scores.round.decisions), total=len(self.topics))
        return spread(left, Content.assemble((done, "bold"), (f" · {self._elapsed(width)}", "$muted")), width)

    def _elapsed(self, width: int) -> str:
        """The minutes on this question and in all, without seconds: a clock that runs makes people hurry."""
        now = self._clock()
        here, total = (int((now - since) // 60) for since in (self._came, self._began))
        if width < SIDE_BY_SIDE:
            return _("{total} min").format(total=total)
        return _("{here} min here, {total} min in all").format(here=here, total=total)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing where there is no question."""
        return "" if self._problem and action.name not in ("leave", "help") else own_title(action)

    # Going from question to question.

    def _go(self, at: int) -> None:
        if not self.topics:
            return
        at = max(0, min(len(self.topics) - 1, at))
        if at != self._at:
            self._at, self._came = at, self._clock()
        self.show()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the question pointed at in the list."""
        event.stop()
        pointed = self.query_one(Rows).pointed
        at = next((at for at, topic in enumerate(self.topics) if topic.question.id == pointed), self._at)
        if at != self._at:
            self._at, self._came = at, self._clock()
            self.query_one(DiscussView).show()
            self.query_one("#top").refresh()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click in the list shows the question; beside it, it is there already."""
        event.stop()
        if self._listing:
            self.action_list()

    def action_next(self) -> None:
        """Go to the next question in this order."""
        self._go(self._at + 1)

    def action_previous(self) -> None:
        """Go to the question before this one."""
        self._go(self._at - 1)

    def action_sort(self) -> None:
        """Take the next order, and begin with its first question."""
        orders = list(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._at, self._came = 0, self._clock()
        self.show()

    def action_list(self) -> None:
        """Show the list of questions in the place of the question, and back."""
        self._listing = not self._listing
        self.show()

    def action_read(self) -> None:
        """Show all that there is to read about the question; from the list, the question itself."""
        from sem.tui.screens.reading import ReadingDialog

        if self._listing and not self.has_class("-both"):
            self.action_list()
        elif self.topic is not None:
            topic = self.topic
            self.app.push_screen(ReadingDialog(lambda: (topic.question.label.get(language()), self._told(topic))))

    def _told(self, topic: Topic) -> list[Paragraph]:
        if self._found is None:
            return []
        shown, question, code = self._found.scores.shown, topic.question, language()
        said: list[Paragraph] = [question.statement.get(code)]
        for remark in shown.remarks.get(question.id, ()):
            who = remark.name if remark.level is None else f"{remark.name} ({remark.level})"
            said.append(said_words(replace(remark, name=who) if remark.name else remark))
        today = self.sem.clock()
        for cited in shown.evidence.get(question.id, ()):
            who = f"{cited.name}, " if cited.name else ""
            words = _("Evidence {who}{side}: {words}")
            said.append(
                words.format(who=who, side=side_word(cited.evidence.side), words=evidence_words(cited.evidence, today))
            )
        levels = enumerate(question.levels, 1)
        return [*said, *((level_words(shown.questionnaire, level), text.get(code)) for level, text in levels)]

    # What the team agrees on.

    def action_agree(self, key: str) -> None:
        """Ask for the sentence that decided, and keep the level with it."""
        self._ask(int(key))

    def action_because(self) -> None:
        """Change the sentence that decided."""
        if self._decision:
            self._ask(self._decision.level)

    def _ask(self, level: int) -> None:
        from sem.tui.screens.form import Form, FormDialog, FormField

        topic, found, before = self.topic, self._found, self._decision
        if topic is None or found is None:
            return
        question, round_ = topic.question, found.scores.round

        def make() -> Form:
            name = level_words(found.scores.questionnaire, level)
            because = FormField(
                "because",
                _("What decided it"),
                before.because if before else "",
                hint=_("One sentence that somebody who was not there understands. It may stay empty."),
                long=True,
            )
            intro = question.levels[level - 1].get(language())
            return Form(_("Agree on {level}").format(level=name), (because,), (intro,))

        async def take(values: Values) -> Round:
            consensus = Consensus(level, values["because"], self.sem.clock())
            return await self.sem.in_thread(lambda store: store.decide(round_, question.id, consensus))

        self.app.push_screen(FormDialog(make, take), self._decided)

    def _decided(self, round_: Round | None) -> None:
        if round_ is not None:
            self.read()

    @work(group="decide")
    async def action_take_back(self) -> None:
        """Take back what the team agreed on for this question."""
        topic, found = self.topic, self._found
        if topic is None or found is None or self._decision is None:
            return
        question, round_ = topic.question, found.scores.round
        try:
            await self.sem.in_thread(lambda store: store.decide(round_, question.id, None))
        except SemError as error:
            self.sem.tell(error)
        self.read()

    def action_wrap_up(self) -> None:
        """End with commitments, and close the round if that is what one wants."""
        from sem.tui.screens.wrap_up import WrapUpDialog

        if self._found and not self._problem:

            def after(_nothing: None) -> None:
                self.read()

            self.app.push_screen(WrapUpDialog(self.team, self._found.scores.round), after)

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss("home")
