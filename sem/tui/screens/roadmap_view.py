"""How the roadmap screen looks: the verdict, the picture or another view of the plan, and the step pointed at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from sem.charts.timeline import Direction, Timeline, timeline
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import Team
from sem.model.plan import Fit, PlannedStep, StepState
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.programme.options import Option
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import step_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.roadmap_picture import stairs_of, timeline_heights, timeline_of
from sem.tui.roadmap_rows import step_table
from sem.tui.roadmap_told import (
    in_words,
    news,
    options_counted,
    options_told,
    overdue,
    step_facts,
    verdict_words,
    why_here,
)
from sem.tui.screens.base import SemScreen
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import plain, user, wrap
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView
from sem.tui.widgets.rows import Row, Rows

VIEWS = ("picture", "list", "milestones", "words")
LEAST_DETAIL, MOST_DETAIL = 3, 7
"""Rows for the step pointed at: its facts, and with why it is where it is."""
HIGH = 32
"""Rows of a screen from which the step pointed at is told in full below the list too."""
GAPS = 2
"""Empty rows above the picture and below it."""
MOST_VERDICT = 3
WIDEST_WORDS = 100
_NEEDS_STEP = ("open", "start", "done", "edit", "take_back", "evidence", "drop")
_NEEDS_PLAN = (*_NEEDS_STEP, "fix", "improve", "view", "list", "milestones", "words", "signs", "export", "options")


@dataclass(frozen=True, slots=True)
class RoadmapState:
    """What the roadmap screen shows.

    Args:
        standing: Where the team stands; None until it has been read, and where nobody has answered yet.
        roadmap: None where there is no ambition, or none that can be planned.
        options: The ways to make the ambition fit; None while they are looked for.
        view: One of `VIEWS`.
        pointed: The id of the step pointed at; empty where there is none.
        problem: Why there is nothing to show; empty where there is, or where only the ambition is missing.
        read: Whether anything has been read yet.
    """

    standing: Standing | None = None
    roadmap: Roadmap | None = None
    options: tuple[Option, ...] | None = ()
    view: str = VIEWS[0]
    pointed: str = ""
    problem: str = ""
    read: bool = False


class RoadmapView(SemScreen):
    """Shows a team's way to its ambition; what its keys change is left to who inherits it.

    Args:
        team: Whose roadmap.
    """

    SCOPE = Scope.ROADMAP
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ROADMAP)]
    DEFAULT_CSS = """
    RoadmapView {
        #top { padding: 0 2; background: $raised; }
        #verdict, #news, #picture, #detail { padding: 0 2; }
        #verdict { text-style: bold; }
        #verdict.-bad { color: $error; }
        #news { color: $muted; }
        #picture { margin-top: 1; height: 1fr; }
        #detail { height: 1fr; margin-top: 1; }
        #table { height: 1fr; padding: 0 2; margin-top: 1; display: none; }
        #head { padding-left: 2; color: $muted; }
        #scroll { height: 1fr; padding: 0 2; margin-top: 1; scrollbar-size-vertical: 1; display: none; }
        #stairs { height: auto; }
        #words { display: none; }
        &.-list { #table { display: block; }  #picture { display: none; } }
        &.-scroll { #scroll { display: block; }  #picture, #detail { display: none; } }
        &.-empty { #words { display: block; }  #verdict, #news, #picture, #detail, #table, #scroll { display: none; } }
    }
    """

    def __init__(self, team: Team) -> None:
        super().__init__()
        self.team = team
        self.state = RoadmapState()
        self._shown: Timeline | None = None
        self._most_news = 1

    def compose(self) -> ComposeResult:
        """Make the places for the words, the pictures and the list."""
        yield Line(self._top, id="top")
        yield Line(self._verdict, id="verdict")
        yield Line(self._news, id="news")
        yield ChartView(id="picture")
        with Vertical(id="table"):
            yield Line(self._head, id="head")
            yield Rows()
        with VerticalScroll(id="scroll"):
            yield ChartView(id="stairs")
            yield Paragraphs(id="told")
        yield Line(self._detail, id="detail")
        yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_resize(self) -> None:
        """Divide the room anew."""
        self.show()

    # Showing.

    def show(self) -> None:
        """Show the roadmap in the view chosen, or the words that take its place."""
        state, view = self.state, self.state.view
        if not self.query(KeyBar):
            # What was read came when the screen was on its way out.
            return
        empty = state.roadmap is None or state.standing is None
        # All at once: each change of a class styles the whole screen anew.
        self.update_classes({"-empty": empty, "-list": view == "list", "-scroll": view in ("milestones", "words")})
        if empty:
            self.query_one(Panel).show(*self._instead())
            self.set_focus(None)
        elif state.roadmap and state.standing:
            self._shown = timeline(state.roadmap, state.standing.questionnaire)
            self._divide(state.standing, state.roadmap)
            self._show_view(state.standing, state.roadmap)
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _show_view(self, standing: Standing, roadmap: Roadmap) -> None:
        view = self.state.view
        if view == "list":
            rows = self.query_one(Rows)
            rows.show(self._rows, self.state.pointed)
            rows.focus()
        elif view == "picture":
            self.set_focus(None)
            self._draw()
        else:
            picture, told = self.query_one("#stairs", ChartView), self.query_one("#told", Paragraphs)
            picture.display, told.display = view == "milestones", view == "words"
            if view == "milestones":
                drawn = stairs_of(roadmap, standing.questionnaire, self.sem.charts, self._width - 1)
                picture.styles.height = drawn.height
                picture.show(lambda width, height: drawn)
            else:
                told.show(in_words(standing, roadmap, self.state.options or ()))
            self.query_one("#scroll", VerticalScroll).focus()

    def _draw(self) -> None:
        if self._shown:
            self.query_one("#picture", ChartView).show(timeline_of(self._shown, self.sem.charts, self.state.pointed))

    def _divide(self, standing: Standing, roadmap: Roadmap) -> None:
        """Give each part the rows it needs: the verdict first, then the picture, and the step pointed at the rest."""
        verdict, line = self._verdict_lines(self._width), self.query_one("#verdict")
        line.set_class(roadmap.plan.verdict.fit is Fit.TOO_LONG, "-bad")
        line.styles.height = len(verdict)
        small, whole = timeline_heights(self._shown, self._width - 1) if self._shown else (0, 0)
        room = self.size.height - 2 - len(verdict) - GAPS
        self._most_news = max(1, room - small - MOST_DETAIL)
        lines = self._news_lines(self._width, self._most_news)
        told = self.query_one("#news")
        # The words tell all of it themselves.
        told.display = bool(lines) and self.state.view != "words"
        told.styles.height = max(1, len(lines))
        room -= len(lines)
        fits = room - LEAST_DETAIL
        self.query_one("#picture").styles.height = whole if room - MOST_DETAIL >= whole else min(small, max(8, fits))
        listed = MOST_DETAIL if self.size.height >= HIGH else LEAST_DETAIL
        self.query_one("#detail").styles.height = listed if self.state.view == "list" else "1fr"

    @property
    def _width(self) -> int:
        return self.size.width - 4

    def _top(self, width: int) -> Content:
        words = "   " + _("Roadmap")
        if roadmap := self.state.roadmap:
            baselines = roadmap.programme.baselines
            words += " · " + (
                _("fixed on {day}").format(day=long_date(baselines[-1].made_on)) if baselines else _("not fixed yet")
            )
        return Content.assemble(user(self.team.name, "bold"), (words, "$muted")).truncate(max(1, width), ellipsis=True)

    def _verdict_lines(self, width: int) -> list[str]:
        state = self.state
        if not (state.roadmap and state.standing):
            return []
        said = " ".join(verdict_words(state.roadmap, state.standing.questionnaire))
        lines = list(wrap(said, max(1, width)))
        if len(lines) > MOST_VERDICT:
            lines[MOST_VERDICT - 1] = lines[MOST_VERDICT - 1][: max(1, width - 2)] + " …"
        return lines[:MOST_VERDICT]

    def _verdict(self, width: int) -> Content:
        return Content("\n".join(self._verdict_lines(width)))

    def _news_lines(self, width: int, most: int) -> list[str]:
        """Return what there is to know in at most so many lines; what has no room is in the words."""
        state = self.state
        if not (state.roadmap and state.standing):
            return []
        offered = options_told(state.options, state.roadmap.plan, state.standing.questionnaire, max(1, width))
        said = [*news(state.standing, state.roadmap), *overdue(state.roadmap)]
        told = [line for one in said for line in wrap(one, max(1, width))]
        if state.options and len(offered) + len(told) > most:
            offered = [options_counted(state.options)]
        lines = offered + told
        return lines if len(lines) <= most else [*lines[: most - 1], _("Press t to read all there is to know.")]

    def _news(self, width: int) -> Content:
        return Content("\n".join(self._news_lines(width, self._most_news)))

    def _head(self, width: int) -> Content:
        table = self._table(self.query_one(Rows).text_width)
        return Content(table[0]).truncate(max(1, width)) if table else Content("")

    def _rows(self, width: int) -> list[Row]:
        table = self._table(width)
        return [Row(step, Content(line)) for step, line in table[1].items()] if table else []

    def _table(self, width: int) -> tuple[str, dict[str, str]] | None:
        state = self.state
        if not (state.roadmap and state.standing):
            return None
        return step_table(state.roadmap.plan, state.standing.questionnaire, width, self.sem.charts)

    def _detail(self, width: int) -> Content:
        planned, state = self.planned, self.state
        if planned is None or state.roadmap is None or state.standing is None:
            return Content("")
        questionnaire = state.standing.questionnaire
        facts, dates = step_facts(planned, state.roadmap)
        name = step_words(questionnaire, planned.step.id)
        first = Content.assemble((name, "$accent bold"), (f"  {plain(facts)}", "")).truncate(width, ellipsis=True)
        lines = [first, *(Content(line) for line in wrap(dates, width))]
        room = self.query_one("#detail").size.height - len(lines)
        for said in self._reasons(planned, state.roadmap, questionnaire):
            wrapped = wrap(said, width)
            # Rather less than a sentence that breaks off.
            if len(wrapped) > room:
                break
            room -= len(wrapped)
            lines += [Content.styled(line, "$muted") for line in wrapped]
        return Content("\n").join(lines)

    def _reasons(self, planned: PlannedStep, roadmap: Roadmap, questionnaire: Questionnaire) -> tuple[str, ...]:
        """Return why a step is where it is, without its latest start, which stands among its dates already."""
        said = why_here(planned, roadmap, questionnaire)
        told_already = planned.state is StepState.WAITING and planned.latest_start is not None
        return said[1:] if told_already else said

    def _instead(self) -> tuple[str, list[str]]:
        """Return what stands in the place of a roadmap that is not there."""
        if not self.state.read:
            return _("The roadmap is being read…"), []
        if self.state.problem:
            return _("There is no roadmap to show"), [
                self.state.problem,
                _("Press a to change the ambition.") if self.state.standing else "",
            ]
        if self.state.standing is None:
            return _("No round yet"), [
                _("A roadmap starts from where the team is. Nobody has answered the questions yet."),
                _("Press Enter to answer them."),
            ]
        return _("No ambition yet"), [
            _("A roadmap is counted back from where you want to be: what do customers tell others then, and by when?"),
            _("You set the level that each area should reach, and see at once how long the way there is."),
            _("Press Enter to set the ambition."),
        ]

    # Pointing.

    @property
    def planned(self) -> PlannedStep | None:
        """The step pointed at."""
        steps = self.state.roadmap.plan.steps if self.state.roadmap else ()
        return next((planned for planned in steps if planned.step.id == self.state.pointed), None)

    def _point(self, step: str) -> None:
        if step and step != self.state.pointed:
            self.state = replace(self.state, pointed=step)
            self._draw()
            self.query_one("#detail").refresh()
            self.query_one(KeyBar).refresh()

    def action_go(self, key: str) -> None:
        """Point at the step beside, above or below."""
        if self._shown and self.state.pointed and self.state.view == "picture":
            self._point(self._shown.beside(self.state.pointed, cast(Direction, key)))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Point in the picture too at the step one is at in the list."""
        event.stop()
        self._point(self.query_one(Rows).pointed)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Tell all about the step pointed at; where there is no roadmap, do what comes first."""
        raise NotImplementedError

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing for what would do nothing."""
        state = self.state
        if not state.read:
            return own_title(action) if action.name in ("leave", "help") else ""
        if state.roadmap is None:
            if action.name == "open" and not state.problem:
                return _("Set the ambition") if state.standing else _("Answer the questions")
            return "" if action.name in _NEEDS_PLAN else own_title(action)
        if action.name == "options" and state.options == ():
            return ""
        baselines = state.roadmap.programme.baselines
        if action.name == "fix" and baselines and baselines[-1].plan == state.roadmap.plan:
            return ""
        if action.name in _NEEDS_STEP and self.planned is None:
            return ""
        done = self.planned is not None and self.planned.state is StepState.DONE
        started = self.planned is not None and self.planned.state is not StepState.WAITING
        if (action.name == "done" and done) or (action.name == "start" and started):
            return ""
        return own_title(action)
