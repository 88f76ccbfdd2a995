"""The scores of a round as rows of a table: per area the numbers that belong together, gathered by a grouping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from sem.analysis.scoring import AreaScore, Profile, Score, summarise
from sem.charts.terminal.dots import LEAST_SCALE, DotRow, dot_plot
from sem.charts.terminal.picture import Characters
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number, percent
from sem.model.assessment import Response
from sem.model.questionnaire import AreaKind, Grouping
from sem.reports.words import level_words
from sem.tui.painting import painted
from sem.tui.text import MISSING, cell_width, pad, plain
from sem.tui.widgets.rows import Row

_WIDEST_SCALE = 33
_GAP = "  "
_PLOT_EXTRA = 7
"""What a dot plot takes beside its scale: two gaps and a number."""
_SHORTEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Section:
    """Some areas under a heading, and the score over them."""

    title: str
    areas: tuple[AreaScore, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Table:
    """A table as lines: its head, its rows, and what its marks mean."""

    head: Content
    rows: tuple[Row, ...]
    legend: tuple[Content, ...]


def sections(profile: Profile, grouping: Grouping | None, responses: Sequence[Response]) -> tuple[Section, ...]:
    """Return the areas gathered by a grouping; those it leaves out follow by kind, so that none is ever missing."""
    gathered: list[tuple[str, list[AreaScore]]] = []
    left = {scored.area.id: scored for scored in profile.areas}
    for group in grouping.groups if grouping else ():
        gathered.append((group.title.get(language()), [left.pop(id_) for id_ in group.areas if id_ in left]))
    for kind, title in ((AreaKind.BUILDING_BLOCK, _("Building blocks")), (AreaKind.LAYER, _("Layers"))):
        gathered.append((title, [scored for scored in left.values() if scored.area.kind is kind]))
    return tuple(
        Section(title, tuple(areas), summarise([scored.questions for scored in areas], responses))
        for title, areas in gathered
        if areas
    )


def score_table(profile: Profile, parts: Sequence[Section], width: int, characters: Characters) -> Table:
    """Return the table of a profile for lines of `width` cells.

    Where it is narrow the names of the levels go first, then the ends of the areas' names; a number never does.
    """
    entries: list[tuple[str, str, Score]] = []
    for part in parts:
        entries.append(("", part.title, part.score))
        entries += [(scored.area.id, scored.area.short.get(language()), scored.score) for scored in part.areas]
    scores = [score for _id, _name, score in entries]
    # A dot plot puts rows without a label below each other, so each gets one, in a column that is cut off.
    dots = [DotRow("-", score.mean, score.gap_free_level, score.low, score.high) for score in scores]
    answered, name_width = _("answered"), max(cell_width(plain(name)) for _id, name, _score in entries)
    fixed = _PLOT_EXTRA + 3 * len(_GAP) + cell_width(answered) + 2

    level_head = _("gap-free level")
    levels = [plain(level_words(profile.questionnaire, score.gap_free_level)) for score in scores]
    level_width = max(map(cell_width, (*levels, level_head)))
    room = width - fixed - name_width - level_width
    if room < LEAST_SCALE:
        level_head = _("level")
        levels = [MISSING if score.gap_free_level is None else str(score.gap_free_level) for score in scores]
        level_width = max(map(cell_width, (*levels, level_head)))
        room = width - fixed - name_width - level_width
    if room < LEAST_SCALE:
        name_width = max(_SHORTEST_NAME, name_width + room - LEAST_SCALE)
    plot = dot_plot(dots, 1 + _PLOT_EXTRA + _scale(room), characters=characters, legend=False)
    legend = dot_plot(dots, max(width, 40), characters=characters).rows[1 + len(dots) :]

    head = Content.assemble(
        " " * name_width,
        painted(plot.rows[0])[1:],
        (f"{_GAP}{pad(level_head, level_width)}{_GAP}{answered}{_GAP} n", "$muted"),
    )
    rows = []
    for (id_, name, score), level, dot_row in zip(entries, levels, plot.rows[1:], strict=True):
        coverage = MISSING if score.coverage is None else percent(score.coverage)
        line = Content.assemble(
            (pad(name, name_width), "" if id_ else "bold"),
            painted(dot_row)[1:],
            f"{_GAP}{pad(level, level_width)}",
            (f"{_GAP}{coverage:>{cell_width(answered)}}{_GAP}{score.n:>2}", "$muted"),
        )
        rows.append(Row(id_, line))
    return Table(head, tuple(rows), tuple(map(painted, legend)))


def _scale(room: int) -> int:
    """The width of the scale: such that every level has a column of its own, at equal distances."""
    scale = max(LEAST_SCALE, min(_WIDEST_SCALE, room))
    return scale - (scale - 1) % 4


def overall_words(profile: Profile, width: int) -> Content:
    """Return the overall score on one line: the mean never without level, coverage and n."""
    score = profile.overall
    mean = MISSING if score.mean is None else number(score.mean)
    coverage = MISSING if score.coverage is None else percent(score.coverage)
    level = plain(level_words(profile.questionnaire, score.gap_free_level))
    answered = _("{coverage} answered").format(coverage=coverage)
    people = ngettext("n = 1: one person's view", "n = {n} respondents", profile.n).format(n=profile.n)
    gap_free = _("gap-free level {level}").format(level=level)
    words = f"   {gap_free}   {answered}   {people}"
    label = _("mean") + " "
    if cell_width(label + mean + words) > width:
        shorter = _("gap-free {level}").format(level=level)
        words = f"  {shorter}  {answered}  {people}"
    return Content.assemble((label, "$muted"), (mean, "$accent bold"), words).truncate(max(1, width), ellipsis=True)
