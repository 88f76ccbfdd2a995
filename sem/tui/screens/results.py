"""The results of a round: the radar and the layers, and beside them the numbers that keep them honest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList

from sem.analysis.scoring import strongest_and_weakest
from sem.errors import NotFoundError, SemError
from sem.i18n import gettext as _
from sem.i18n import language, long_date
from sem.model.assessment import Round, Team
from sem.model.questionnaire import Grouping
from sem.store import Store
from sem.tui.actions import Scope, bindings
from sem.tui.data import RoundScores, round_scores
from sem.tui.pictures import layers_of, radar_of
from sem.tui.score_rows import Table, overall_words, score_table, sections
from sem.tui.screens.base import SemScreen
from sem.tui.text import plain, spread, user
from sem.tui.widgets.key_bar import KeyBar
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.reports.export import Format

SIDE_BY_SIDE = 116
"""Columns from which a picture and the table stand beside each other."""
ALL_AT_ONCE = (150, 42)
"""Columns and rows from which radar, table and layers are all on the screen."""
VIEWS = ("radar", "table", "layers")


@dataclass(frozen=True, slots=True)
class ResultsState:
    """What the results show.

    Args:
        rounds: The team's rounds, oldest first.
        scores: The round on the screen; None until it has been read.
        view: Which picture, or the table where only one has room.
        grouping: Which grouping of the questionnaire, counted from 0.
        problem: Why there is nothing to show; empty where there is.
    """

    rounds: tuple[Round, ...] = ()
    scores: RoundScores | None = None
    view: str = VIEWS[0]
    grouping: int = 0
    problem: str = ""


class ResultsScreen(SemScreen):
    """Shows the scores of one round of a team, and goes to the rounds before and after it.

    Args:
        team: Whose rounds.
        round_id: The round to begin with; the last one where it is empty.
    """

    SCOPE = Scope.RESULTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.RESULTS)]
    DEFAULT_CSS = """
    ResultsScreen {
        #top { padding: 0 2; background: $raised; }
        #overall { height: 2; padding: 1 2 0 2; }
        #edges { padding: 0 2; }
        #body { padding: 1 2 0 2; height: 1fr; }
        #picture { width: 1fr; display: none; }
        #table { width: 1fr; display: none; }
        #head { padding-left: 2; }
        #legend { margin-top: 1; }
        #layers { display: none; margin-top: 2; }
        #words { display: none; }
        &.-table #table { display: block; }
        &.-picture #picture { display: block; }
        &.-both #table { width: 68; padding-left: 4; }
        &.-all #table { width: 1fr; }
        &.-all #layers { display: block; }
        Rows { height: auto; max-height: 1fr; }
        &.-words { #words { display: block; }  #overall, #edges, #picture, #table { display: none; } }
    }
    """

    def __init__(self, team: Team, round_id: str = "") -> None:
        super().__init__()
        self.team = team
        self.state = ResultsState()
        self._round_id = round_id

    def compose(self) -> ComposeResult:
        """Make the places for the words, the picture and the table."""
        yield Line(self._top, id="top")
        yield Line(self._overall, id="overall")
        yield Line(self._edges, id="edges")
        with Horizontal(id="body"):
            yield ChartView(id="picture")
            with Vertical(id="table"):
                yield Line(self._head, id="head")
                yield Rows()
                yield Line(self._legend, id="legend")
                yield ChartView(id="layers")
            yield Panel(id="words")
        yield KeyBar(self.SCOPE)

    def on_mount(self) -> None:
        """Read the round."""
        self.read(self._round_id)

    def on_resize(self) -> None:
        """Choose what stands side by side in the new size."""
        self.show()

    @work(exclusive=True, group="results")
    async def read(self, round_id: str) -> None:
        """Read a round of the team; the last one where none is named."""

        def load(store: Store) -> tuple[tuple[Round, ...], RoundScores | None]:
            rounds = store.rounds(self.team.id)
            if not rounds:
                return (), None
            wanted = next((round_ for round_ in rounds if round_.id == round_id), rounds[-1])
            return rounds, round_scores(store, wanted)

        try:
            rounds, scores = await self.sem.in_thread(load)
        except SemError as error:
            self.state = replace(self.state, problem=str(error))
        else:
            problem = (
                "" if scores else str(NotFoundError(_("This team has no round yet."), _("Go back and start one.")))
            )
            self.state = replace(self.state, rounds=rounds, scores=scores, problem=problem)
        self.show()

    def show(self) -> None:
        """Show the round, with the picture and the table side by side where there is room."""
        state = self.state
        wide = self.size.width >= SIDE_BY_SIDE
        everything = self.size.width >= ALL_AT_ONCE[0] and self.size.height >= ALL_AT_ONCE[1]
        self.set_class(bool(state.problem), "-words")
        self.set_class(wide or state.view == "table", "-table")
        self.set_class(wide or state.view != "table", "-picture")
        self.set_class(wide, "-both")
        self.set_class(everything, "-all")
        if state.problem:
            self.query_one(Panel).show(plain(self.team.name), [state.problem])
        if state.scores:
            profile, charts = state.scores.profile, self.sem.charts
            draw = layers_of if state.view == "layers" and not everything else radar_of
            self.query_one("#picture", ChartView).show(draw(profile, charts))
            self.query_one("#layers", ChartView).show(layers_of(profile, charts) if everything else None)
            rows = self.query_one(Rows)
            rows.show(self._rows)
            rows.focus()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    # What the lines say.

    def _rows(self, width: int) -> tuple[Row, ...]:
        table = self._table(width)
        self.query_one("#legend").styles.height = max(1, len(table.legend)) if table else 1
        return table.rows if table else ()

    def _table(self, width: int) -> Table | None:
        scores = self.state.scores
        if scores is None:
            return None
        parts = sections(scores.profile, self._grouping, scores.responses)
        return score_table(scores.profile, parts, width, self.sem.charts)

    @property
    def _grouping(self) -> Grouping | None:
        groupings = self.state.scores.questionnaire.groupings if self.state.scores else ()
        return groupings[self.state.grouping % len(groupings)] if groupings else None

    @property
    def _grouping_title(self) -> str:
        """The name of the grouping, where it is another than the one to begin with and the table shows it."""
        if not self.state.grouping or not self._grouping or not self.has_class("-table"):
            return ""
        return plain(self._grouping.title.get(language()))

    def _top(self, width: int) -> Content:
        scores = self.state.scores
        left = user(self.team.name, "bold")
        if scores is None:
            return left.truncate(max(1, width), ellipsis=True)
        title = plain(scores.questionnaire.title.get(language()))
        words = f"   {title} · {long_date(scores.round.opened)}"
        if self._grouping_title:
            words += f" · {self._grouping_title}"
        left = Content.assemble(left, (words, "$muted"))
        if len(self.state.rounds) == 1:
            return left.truncate(max(1, width), ellipsis=True)
        words = _("round {n} of {total}").format(n=self._round_at + 1, total=len(self.state.rounds))
        return spread(left, Content.styled(words, "$muted"), width)

    def _overall(self, width: int) -> Content:
        return overall_words(self.state.scores.profile, width) if self.state.scores else Content("")

    def _edges(self, width: int) -> Content:
        """The strongest and weakest areas: as many as fit with their whole names."""
        areas = self.state.scores.profile.areas if self.state.scores else ()
        line = Content("")
        for most in (1, 2, 3):
            found = strongest_and_weakest(areas, most)
            parts = [
                Content.assemble(
                    (f"{words} ", "$muted"), ", ".join(plain(s.area.short.get(language())) for s in listed)
                )
                for words, listed in zip((_("strongest"), _("weakest")), found, strict=True)
                if listed
            ]
            longer = Content("   ").join(parts)
            if most == 1 or longer.cell_length <= width:
                line = longer
        return line.truncate(max(1, width), ellipsis=True)

    def _head(self, width: int) -> Content:
        table = self._table(self.query_one(Rows).text_width)
        return table.head.truncate(max(1, width)) if table else Content("")

    def _legend(self, width: int) -> Content:
        table = self._table(self.query_one(Rows).text_width)
        lines = table.legend if table else ()
        return Content("\n").join(Content.assemble("  ", line).truncate(max(1, width)) for line in lines)

    @property
    def _round_at(self) -> int:
        current = self.state.scores.round.id if self.state.scores else ""
        return next((at for at, round_ in enumerate(self.state.rounds) if round_.id == current), 0)

    # What the keys do.

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Show the questions of the area pointed at."""
        from sem.tui.screens.area import AreaDialog

        scores, id_ = self.state.scores, self.query_one(Rows).pointed
        if scores and id_:
            self.app.push_screen(AreaDialog(scores, scores.profile.area(id_)))

    def action_view(self) -> None:
        """Show the next picture; where picture and table stand side by side the table is always there."""
        views = [view for view in VIEWS if not (self.has_class("-both") and view == "table")]
        at = views.index(self.state.view) if self.state.view in views else 0
        self._show_other(view=views[(at + 1) % len(views)])

    def action_grouping(self) -> None:
        """Gather the areas in the next way the questionnaire knows."""
        if self.state.scores and (groupings := self.state.scores.questionnaire.groupings):
            following = (self.state.grouping + 1) % len(groupings)
            view = self.state.view if self.has_class("-both") else "table"
            self._show_other(grouping=following, view=view)

    def action_earlier(self) -> None:
        """Show the round before this one."""
        self._to_round(self._round_at - 1)

    def action_later(self) -> None:
        """Show the round after this one."""
        self._to_round(self._round_at + 1)

    def _to_round(self, at: int) -> None:
        if 0 <= at < len(self.state.rounds):
            self.read(self.state.rounds[at].id)

    def _show_other(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.show()

    def action_export(self) -> None:
        """Ask for a format, and write the round in it."""
        from sem.tui.screens.export import ExportDialog

        if self.state.scores:
            self.app.push_screen(ExportDialog(self.sem.exports), self._export)

    def _export(self, format_: Format | None) -> None:
        if format_ and self.state.scores:
            self.sem.export(self.team, self.state.scores.round, format_)

    def action_method(self) -> None:
        """Show how the scores come about."""
        from sem.tui.method import method_paragraphs
        from sem.tui.screens.reading import ReadingDialog

        self.app.push_screen(ReadingDialog(lambda: (_("How these scores are made"), method_paragraphs())))

    def action_leave(self) -> None:
        """Go back to the teams."""
        self.dismiss("home")
