"""The results of a round: the radar and the layers, and beside them the numbers that keep them honest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList

from sem.analysis.words import withheld_words
from sem.errors import NotFoundError, SemError
from sem.i18n import gettext as _
from sem.i18n import language, long_date
from sem.model.assessment import Round, Team
from sem.model.questionnaire import Grouping
from sem.store import Store
from sem.tui.actions import Action, Scope, bindings
from sem.tui.data import RoundScores, round_before, round_scores
from sem.tui.pictures import NAMED_FROM, layers_of, radar_areas, radar_height, radar_numbers, radar_of
from sem.tui.score_rows import Table, edges_words, no_level_words, overall_words, score_table, sections
from sem.tui.screens.base import SemScreen
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import plain, user
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.line import Line
from sem.tui.widgets.panel import Panel
from sem.tui.widgets.picture import ChartView
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.reports.export import Format

SIDE_BY_SIDE = 116
"""Columns from which a picture and the table stand beside each other."""
ALL_AT_ONCE = 36
"""Rows from which, on a screen that wide, radar, table and layers are all there."""
TABLE_WIDTH, TABLE_SHARE = 76, 0.44
"""Columns of the table beside a picture: enough for whole names and a readable scale, or a share of a wide screen."""
CHANGE_WIDTH = 1
"""Columns more where the table tells differences, which the scale and the picture both make room for."""
LEAST_DETAIL = 6
"""Rows from which there is any use in telling about the area pointed at below the radar."""
VIEWS = ("radar", "table", "layers")


@dataclass(frozen=True, slots=True)
class ResultsState:
    """What the results show.

    Args:
        rounds: The team's rounds, oldest first.
        scores: The round on the screen; None until it has been read.
        earlier: The newest round before it with the same questionnaire; None where there is none.
        view: Which picture, or the table where only one has room.
        grouping: Which grouping of the questionnaire, counted from 0.
        problem: Why there is nothing to show; empty where there is.
    """

    rounds: tuple[Round, ...] = ()
    scores: RoundScores | None = None
    earlier: RoundScores | None = None
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
        #edges, #why { padding: 0 2; }
        #body { padding: 1 2 0 2; height: 1fr; }
        #left { width: 1fr; display: none; }
        #table { width: 1fr; display: none; }
        #head { padding-left: 2; }
        #legend { margin-top: 1; }
        #layers { display: none; margin-top: 1; }
        #detail { display: none; margin-top: 1; }
        #words { display: none; }
        &.-table #table { display: block; }
        &.-picture #left { display: block; }
        &.-both #table { padding-left: 2; }
        &.-all #layers { display: block; }
        Rows { height: auto; max-height: 1fr; }
        &.-words { #words { display: block; }  #overall, #edges, #left, #table { display: none; } }
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
        yield Line(self._why, id="why")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ChartView(id="picture")
                yield Paragraphs(id="detail")
            with Vertical(id="table"):
                yield Line(self._head, id="head")
                yield Rows()
                yield Line(self._legend, id="legend")
                yield ChartView(id="layers")
            yield Panel(id="words")
        yield KeyBar(self.SCOPE, self.key_title)

    def on_mount(self) -> None:
        """Read the round."""
        self.read(self._round_id)

    def on_resize(self) -> None:
        """Choose what stands side by side in the new size."""
        self.show()

    @work(exclusive=True, group="results")
    async def read(self, round_id: str) -> None:
        """Read a round of the team; the last one where none is named."""

        def load(store: Store) -> tuple[tuple[Round, ...], RoundScores | None, RoundScores | None]:
            rounds = store.rounds(self.team.id)
            if not rounds:
                return (), None, None
            wanted = next((round_ for round_ in rounds if round_.id == round_id), rounds[-1])
            return rounds, round_scores(store, wanted), round_before(store, rounds, wanted)

        try:
            rounds, scores, earlier = await self.sem.in_thread(load)
        except SemError as error:
            self.state = replace(self.state, problem=str(error))
        else:
            problem = (
                "" if scores else str(NotFoundError(_("This team has no round yet."), _("Go back and start one.")))
            )
            if scores and scores.hidden:
                problem = withheld_words(scores.profile)
            self.state = replace(self.state, rounds=rounds, scores=scores, earlier=earlier, problem=problem)
        self.show()

    def show(self) -> None:
        """Show the round, with the picture and the table side by side where there is room."""
        state = self.state
        wide = self.size.width >= SIDE_BY_SIDE
        everything = wide and self.size.height >= ALL_AT_ONCE
        in_table = state.view == "table"
        # All at once: each change of a class styles the whole screen anew.
        self.update_classes(
            {
                "-words": bool(state.problem), "-table": wide or in_table, "-picture": wide or not in_table,
                "-both": wide, "-all": everything,
            }
        )  # fmt: skip
        if state.problem:
            self.query_one(Panel).show(plain(self.team.name), [state.problem])
        if state.scores:
            self.query_one("#table").styles.width = self._table_width if wide else None
            self.query_one("#why").display = bool(no_level_words(state.scores.profile))
            rows = self.query_one(Rows)
            rows.show(self._rows)
            rows.focus()
            self._show_pictures()
        for widget in self.query("Line, KeyBar"):
            widget.refresh()

    def _show_pictures(self) -> None:
        """Show the pictures, and tell about the area pointed at where there is room for that."""
        state, charts = self.state, self.sem.charts
        if state.scores is None:
            return
        profile, pointed = state.scores.profile, self.query_one(Rows).pointed
        everything = self.has_class("-all")
        picture, detail = self.query_one("#picture", ChartView), self.query_one("#detail", Paragraphs)
        if state.view == "layers" and not everything:
            picture.show(layers_of(profile, charts, pointed=pointed))
        else:
            earlier = state.earlier
            names = (self._round_words(state.scores), self._round_words(earlier)) if earlier else ("", "")
            picture.show(
                radar_of(
                    profile, charts, pointed=pointed, numbered=self._numbered,
                    name=names[0], earlier=earlier.profile if earlier else None, earlier_name=names[1],
                )
            )  # fmt: skip
        rows = self._body_rows - radar_height(self._left_width, numbered=self._numbered)
        detail.display = everything and rows >= LEAST_DETAIL and bool(pointed)
        picture.styles.height = self._body_rows - rows if detail.display else None
        if detail.display:
            from sem.tui.screens.area import area_facts

            name, *facts = area_facts(state.scores, profile.area(pointed))
            # Rather less than a sentence that breaks off.
            while facts and detail.rows_at(self._left_width, [name, *facts]) >= rows:
                facts = facts[1:]
            detail.show([name, *facts])
        self.query_one("#layers", ChartView).show(layers_of(profile, charts, pointed=pointed) if everything else None)

    # How the room is divided.

    @property
    def _table_width(self) -> int:
        least = TABLE_WIDTH + (CHANGE_WIDTH if self.state.earlier else 0)
        return max(least, int(self.size.width * TABLE_SHARE))

    @property
    def _left_width(self) -> int:
        """Columns of the picture that stands beside the table."""
        return self.size.width - 4 - self._table_width

    @property
    def _body_rows(self) -> int:
        """Rows below the lines at the top, without the space above and the footer."""
        why = 1 if self.state.scores and no_level_words(self.state.scores.profile) else 0
        return self.size.height - 6 - why

    @property
    def _numbered(self) -> bool:
        return self.has_class("-both") and self._left_width < NAMED_FROM

    # What the lines say.

    def _rows(self, width: int) -> tuple[Row, ...]:
        table = self._table(width)
        if table is None:
            return ()
        legend = self.query_one("#legend")
        below = max(1, len(table.legend))
        legend.styles.height = below
        legend.styles.margin = (1 if 1 + table.height + 1 + below <= self._body_rows else 0, 0, 0, 0)
        self.query_one(Rows).styles.max_height = max(3, self._body_rows - 1 - below)
        # Where only a picture is shown, nothing can be pointed at that is not in it.
        return (
            table.rows if self.has_class("-table") else tuple(row for row in table.rows if row.id in self._in_picture)
        )

    @property
    def _in_picture(self) -> set[str]:
        scores = self.state.scores
        if scores is None:
            return set()
        if self.state.view == "layers":
            return {layer.id for layer in scores.questionnaire.layers}
        return {scored.area.id for scored in radar_areas(scores.profile)}

    def _table(self, width: int) -> Table | None:
        scores = self.state.scores
        if scores is None:
            return None
        parts = sections(scores.profile, self._grouping, scores.responses)
        earlier = self.state.earlier
        before = sections(earlier.profile, self._grouping, earlier.responses) if earlier else ()
        numbers = radar_numbers(scores.profile) if self._numbered else None
        return score_table(scores.profile, parts, width, self.sem.charts, earlier=before, numbers=numbers)

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
        words = f"   {title} · {self._round_words(scores)}"
        if self._grouping_title:
            words += f" · {self._grouping_title}"
        return Content.assemble(left, (words, "$muted")).truncate(max(1, width), ellipsis=True)

    def _round_words(self, scores: RoundScores) -> str:
        """Return what a round is called: its place among the team's rounds, and its day."""
        at = next((n for n, round_ in enumerate(self.state.rounds, 1) if round_.id == scores.round.id), 1)
        return _("round {n} · {day}").format(n=at, day=long_date(scores.round.opened))

    def _overall(self, width: int) -> Content:
        return overall_words(self.state.scores.profile, width) if self.state.scores else Content("")

    def _edges(self, width: int) -> Content:
        return edges_words(self.state.scores.profile.areas, width) if self.state.scores else Content("")

    def _why(self, width: int) -> Content:
        words = no_level_words(self.state.scores.profile) if self.state.scores else ""
        return Content.styled(words, "$muted").truncate(max(1, width), ellipsis=True)

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

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show in the pictures which area is pointed at."""
        event.stop()
        self._show_pictures()

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing for a round that is not there or a picture already shown."""
        if action.name == "view" and self.has_class("-all"):
            return ""
        if action.name == "discuss" and not self._worth_discussing:
            return ""
        if action.name == "over_time" and len(self.state.rounds) < 2:
            return ""
        if action.name == "earlier" and self._round_at == 0:
            return ""
        if action.name == "later" and self._round_at + 1 >= len(self.state.rounds):
            return ""
        return own_title(action)

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

    @property
    def _worth_discussing(self) -> bool:
        """Whether several people answered, in a round that may be seen."""
        scores = self.state.scores
        return scores is not None and not scores.hidden and scores.shown.people > 1

    def action_discuss(self) -> None:
        """Go through the questions of the round together."""
        if self.state.scores:
            from sem.tui.screens.discuss import DiscussScreen

            id_ = self.state.scores.round.id
            self.app.push_screen(DiscussScreen(self.team, id_), lambda _where: self._show_anew(id_))

    def _show_anew(self, round_id: str) -> None:
        self.read(round_id)

    def action_roadmap(self) -> None:
        """Show the roadmap of the team."""
        from sem.tui.screens.roadmap import RoadmapScreen

        self.app.push_screen(RoadmapScreen(self.team))

    def action_outcomes(self) -> None:
        """Show what is measured of the team's results."""
        from sem.tui.screens.outcomes import OutcomesDialog

        self.app.push_screen(OutcomesDialog(self.team))

    def action_over_time(self) -> None:
        """Show how the team changed up to this round."""
        from sem.tui.screens.over_time import OverTimeScreen

        if len(self.state.rounds) > 1 and self.state.scores:
            self.app.push_screen(OverTimeScreen(self.team, self.state.scores.round.id))

    def action_export(self) -> None:
        """Ask for a format, and write the round in it."""
        from sem.tui.screens.export import ROUND, ExportDialog

        if self.state.scores:
            dialog = ExportDialog(self.sem.exports, lambda: _("Export this round as"), ROUND)
            self.app.push_screen(dialog, self._export)

    def _export(self, format_: str | None) -> None:
        from sem.tui.screens.export import REPORT

        if format_ == REPORT and self.state.scores:
            self.sem.report(self.team, self.state.scores.round)
        elif format_ and self.state.scores:
            self.sem.export(self.team, self.state.scores.round, cast("Format", format_))

    def action_method(self) -> None:
        """Show how the scores come about."""
        from sem.tui.method import method_paragraphs
        from sem.tui.screens.reading import ReadingDialog

        self.app.push_screen(ReadingDialog(lambda: (_("How these scores are made"), method_paragraphs())))

    def action_leave(self) -> None:
        """Go back to the teams."""
        self.dismiss("home")
