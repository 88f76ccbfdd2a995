"""The scores of a round as rows of a table: per area the numbers that belong together, gathered by a grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from sem.analysis.scoring import AreaScore, Profile, Score, strongest_and_weakest, summarise
from sem.analysis.words import people_words, withheld_words
from sem.charts.terminal.dots import LEAST_SCALE, DotRow, dot_plot
from sem.charts.terminal.picture import Characters
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number, percent
from sem.model.assessment import Response
from sem.model.questionnaire import AreaKind, Grouping
from sem.reports.words import level_words
from sem.tui.painting import painted
from sem.tui.text import MISSING, cell_width, fit, pad, plain, wrap
from sem.tui.widgets.rows import Row

READABLE_SCALE = 17
"""Columns of a scale on which tenths of a level are seen; for these the names of the levels give way."""
_WIDEST_SCALE = 33
_GAP = "  "
_INDENT = "  "
_PLOT_EXTRA = 7
"""What a dot plot takes beside its scale: two gaps and a number."""
_SHORTEST_NAME = 8
_WITHHELD = "×"


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

    @property
    def height(self) -> int:
        """How many lines the rows take."""
        return sum(row.content.plain.count("\n") + 1 for row in self.rows)


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


def score_table(
    profile: Profile,
    parts: Sequence[Section],
    width: int,
    characters: Characters,
    *,
    earlier: Sequence[Section] = (),
    numbers: Mapping[str, int] | None = None,
) -> Table:
    """Return the table of a profile for lines of `width` cells.

    Where it is narrow the names of the levels go first, then long names of groups get a line of their own, then a part
    of the scale goes, then the ends of the areas' names; a number never does.

    Args:
        profile: The scores.
        parts: The areas, gathered.
        width: In cells.
        characters: What to draw the scale with.
        earlier: The same in the round before, to show the differences of the means; empty for none.
        numbers: What the areas are called on a radar without names, by area id; None where it has names.
    """
    entries: list[tuple[str, str, Score, Score | None]] = []
    before = {(part.title, ""): part.score for part in earlier if _scored(part) in map(_scored, parts)}
    before |= {("", scored.area.id): scored.score for part in earlier for scored in part.areas}
    for part in parts:
        entries.append(("", plain(part.title), part.score, before.get((part.title, ""))))
        for scored in part.areas:
            id_ = scored.area.id
            mark = str((numbers or {}).get(id_, ""))
            name = f"{mark:<{len(_INDENT)}}{plain(scored.area.short.get(language()))}"
            entries.append((id_, name, scored.score, before.get(("", id_))))
    scores = [score for _id, _name, score, _before in entries]
    # A dot plot puts rows without a label below each other, so each gets one, in a column that is cut off.
    dots = [
        DotRow("-", score.mean, score.gap_free_level, score.low, score.high, withheld=score.withheld > 0)
        for score in scores
    ]
    changes = [_change(score, old) for _id, _name, score, old in entries]
    change_width = max(map(cell_width, changes)) if earlier else 0
    coverage_head, name_width = _("coverage"), max(cell_width(name) for _id, name, _score, _before in entries)
    fixed = _PLOT_EXTRA + change_width + 3 * len(_GAP) + cell_width(coverage_head) + 2

    level_head = _("level")
    levels = [
        _nothing(score) if score.gap_free_level is None
        else plain(level_words(profile.questionnaire, score.gap_free_level))
        for score in scores
    ]  # fmt: skip
    level_width = max(map(cell_width, (*levels, level_head)))
    room = width - fixed - name_width - level_width
    if room < READABLE_SCALE:
        levels = [_nothing(score) if score.gap_free_level is None else str(score.gap_free_level) for score in scores]
        level_width = max(map(cell_width, (*levels, level_head)))
        room = width - fixed - name_width - level_width
    if room < READABLE_SCALE:
        # A group's name can stand on a line of its own, above its numbers.
        areas_width = max(cell_width(name) for id_, name, _score, _before in entries if id_)
        room += name_width - areas_width
        name_width = areas_width
    if room < LEAST_SCALE:
        name_width = max(_SHORTEST_NAME, name_width + room - LEAST_SCALE)
    plot = dot_plot(dots, 1 + _PLOT_EXTRA + _scale(room), characters=characters, legend=False)
    legend = list(map(painted, dot_plot(dots, max(width, 40), characters=characters).rows[1 + len(dots) :]))
    if any(changes):
        legend += [Content.styled(line, "$muted") for line in wrap(_chance(), max(1, width))]

    head = Content.assemble(
        " " * name_width,
        painted(plot.rows[0])[1:],
        (f"{' ' * change_width}{_GAP}{pad(level_head, level_width)}{_GAP}{coverage_head}{_GAP} n", "$muted"),
    )
    rows = []
    for (id_, name, score, _old), change, level, dot_row in zip(entries, changes, levels, plot.rows[1:], strict=True):
        coverage = _nothing(score) if score.coverage is None else percent(score.coverage)
        people = _nothing(score) if score.unseen else str(score.n)
        own_line = not id_ and cell_width(name) > name_width
        shown = f"{fit(name, width)}\n{' ' * name_width}" if own_line else _cut(name, name_width)
        line = Content.assemble(
            (shown, "" if id_ else "bold"),
            painted(dot_row)[1:],
            (f"{change:>{change_width}}" if change_width else "", "$muted"),
            f"{_GAP}{pad(level, level_width)}",
            (f"{_GAP}{coverage:>{cell_width(coverage_head)}}{_GAP}{people:>2}", "$muted"),
        )
        rows.append(Row(id_, line))
    return Table(head, tuple(rows), tuple(legend))


def _nothing(score: Score) -> str:
    """Return what stands where there is no number: another mark where there is one that is not shown."""
    return _WITHHELD if score.withheld else MISSING


def _scored(part: Section) -> tuple[str, frozenset[str]]:
    """Return the title and the areas with a mean: means of other areas differ for that reason alone."""
    return part.title, frozenset(scored.area.id for scored in part.areas if scored.score.mean is not None)


def _cut(name: str, width: int) -> str:
    """Return a name of exactly `width` cells, with its indent."""
    mark, rest = name[: len(_INDENT)], name[len(_INDENT) :]
    return mark + pad(rest, width - len(_INDENT)) if cell_width(mark) == len(_INDENT) else pad(name, width)


def _change(score: Score, before: Score | None) -> str:
    """Return how much the mean differs from the round before, with its sign; empty where either is missing."""
    if before is None or score.mean is None or before.mean is None:
        return ""
    difference = number(score.mean - before.mean)
    above = score.mean > before.mean and difference != number(0)
    return f" +{difference}" if above else f" {difference}"


def _chance() -> str:
    return _("+/−: difference with the round before; with few people it can be chance.")


def _scale(room: int) -> int:
    """The width of the scale: such that every level has a column of its own, at equal distances."""
    scale = max(LEAST_SCALE, min(_WIDEST_SCALE, room))
    return scale - (scale - 1) % 4


def overall_words(profile: Profile, width: int) -> Content:
    """Return the overall score on one line: the mean never without level, coverage and n."""
    score = profile.overall
    if score.unseen and score.mean is None:
        words = f"{withheld_words(profile)}   {people_words(profile.n, profile.n)}"
        return Content.styled(words, "$muted").truncate(max(1, width), ellipsis=True)
    mean = MISSING if score.mean is None else number(score.mean)
    coverage = MISSING if score.coverage is None else percent(score.coverage)
    covered = _("coverage {coverage}").format(coverage=coverage)
    people = ngettext("n = 1 (one view)", "n = {n} respondents", score.n).format(n=score.n)
    level = plain(level_words(profile.questionnaire, score.gap_free_level))
    long, short = _("gap-free level {level}").format(level=level), _("gap-free {level}").format(level=level)
    if score.gap_free_level is None:
        long = short = _("level not shown") if score.withheld else _("no level yet")
    label = _("mean") + " "
    variants = [f"   {long}   {covered}   {people}", f"   {short}   {covered}   {people}"]
    variants += [f"  {short}  {covered}  {people}", f"  {short}  {covered}  n = {score.n}"]
    words = next((words for words in variants if cell_width(label + mean + words) <= width), variants[-1])
    return Content.assemble((label, "$muted"), (mean, "$accent bold"), words).truncate(max(1, width), ellipsis=True)


def no_level_words(profile: Profile) -> str:
    """Return why there is no gap-free level over all areas, or that some answers are not shown; else nothing."""
    blocking = profile.overall.blocking_question
    if profile.withheld:
        return "" if profile.overall.unseen and profile.overall.mean is None else withheld_words(profile)
    if profile.overall.gap_free_level is not None or blocking is None:
        return ""
    area = next(area for area, question in profile.questionnaire.items() if question.id == blocking)
    return _("no level yet: nobody chose a level for {area}").format(area=plain(area.short.get(language())))


def edges_words(areas: Sequence[AreaScore], width: int) -> Content:
    """Return the strongest and weakest areas on one line: as many as fit with their whole names.

    Where so many are equal that none is named, it says how many there are.
    """
    means = [scored.score.mean for scored in areas if scored.score.mean is not None]
    if len(means) < 2:
        return Content("")
    if min(means) == max(means):
        return Content.styled(_("all areas have the same mean"), "$muted").truncate(max(1, width), ellipsis=True)
    line = Content("")
    for most in (1, 2, 3):
        strongest, weakest = strongest_and_weakest(areas, most)
        sides = ((_("strongest"), strongest, max(means)), (_("weakest"), weakest, min(means)))
        longer = Content("   ").join(
            Content.assemble((f"{words}: ", "$muted"), _names(listed) or _equals(means.count(mean), mean))
            for words, listed, mean in sides
        )
        if most == 1 or longer.cell_length <= width:
            line = longer
    return line.truncate(max(1, width), ellipsis=True)


def _names(areas: Sequence[AreaScore]) -> str:
    return ", ".join(plain(scored.area.short.get(language())) for scored in areas)


def _equals(count: int, mean: float) -> str:
    return ngettext("{n} area with {mean}", "{n} areas with {mean}", count).format(n=count, mean=number(mean))
