"""Teams as dots on the scale: a row an area for all teams, or a row a team with what may be said of it in one area."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sem.analysis.comparison import Verdict
from sem.analysis.standing import Standing, standings
from sem.analysis.teams import Cell, TeamRow, TeamsComparison
from sem.analysis.teams_words import missing_words, standing_sentences, standing_words
from sem.analysis.words import interval_words, no_interval_notes
from sem.charts.figures.page import MARGIN, Item, write_legend, write_notes
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.side_by_side import (
    BY_NAME,
    Ordered,
    counted,
    describe_teams,
    head_of_teams,
    notes_of_teams,
    short_name,
    unsure_words,
)
from sem.charts.figures.size import Shape
from sem.charts.figures.table import Place, PlotRow, draw_plot
from sem.charts.figures.typeface import printable
from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.questionnaire import HIGHEST_LEVEL

NOTHING = "–"
_AROUND, _ROW = 430.0, 30.0
_TEAM_ROW = 25.0
_SHAPES = ("o", "s", "D", "^", "v", "P", "X", "p")
"""A shape for each team; where there are more teams than shapes all are dots, because nobody tells twenty apart."""
_CLOSE = 8.0
"""Units within which two dots would hide each other."""


def draw_dots_figure(comparison: TeamsComparison, *, ordered: Ordered = BY_NAME, look: Look = SLIDE) -> Sheet:
    """Draw all teams as dots, a row for each area.

    Args:
        comparison: Any, also of no team, in the order that is told.
        ordered: Which that is.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    height = _AROUND + _ROW * max(1, len(comparison.areas))
    with own_settings():
        sheet = Sheet((Shape(1600, max(900, height)), Shape(1000, max(800, height))), look)
        sheet.tell(_("Teams side by side"), describe_teams(comparison))
        top = head_of_teams(sheet, _("Dots"), _("Teams side by side"), comparison, ordered)
        if not comparison.areas:
            return sheet
        bottom = write_notes(sheet, [_stands_out(), *notes_of_teams(comparison)])
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, _legend(sheet, comparison)) + 12
        headings = [_("Teams"), _("Lowest"), _("Highest"), _("Apart"), _("Stands out")]
        rows = [_area_row(sheet, comparison, one.area.id) for one in comparison.areas]
        draw_plot(sheet, Box(MARGIN, bottom, sheet.width - MARGIN, top), headings, rows, HIGHEST_LEVEL)
        return sheet


def _stands_out() -> str:
    return _(
        "Stands out: how many teams answer higher (+) or lower (−) than the others by more than chance gives, "
        "corrected for how many teams there are (Holm). Apart: the standard deviation of the means."
    )


def _area_row(sheet: Sheet, comparison: TeamsComparison, area_id: str) -> PlotRow:
    apart = comparison.apart(area_id)
    stand = standings(comparison, area_id)
    real = [one for one in stand if one.verdict is Verdict.REAL]
    texts = [NOTHING if value is None else number(value) for value in (apart.low, apart.high, apart.spread)]
    return PlotRow(
        short_name(comparison, area_id),
        (str(apart.teams), *texts, _out(stand)),
        lambda y, x, scale: _dots(sheet, comparison, area_id, y, x, scale),
        sheet.theme.ink if apart.teams else sheet.theme.grey,
        strong=frozenset({4} if real else ()),
        muted=not apart.teams,
    )


def _out(stand: Sequence[Standing]) -> str:
    """Return how many teams stand out in which direction, or why none does."""
    verdicts = {one.verdict for one in stand}
    parts = [
        f"{sign}{n}"
        for sign, higher in (("+", True), ("−", False))
        if (n := sum(one.verdict is Verdict.REAL and one.higher is higher for one in stand))
    ]
    if parts:
        return " ".join(parts)
    for verdict, words in (
        (Verdict.NOISE, _("could be noise")),
        (Verdict.UNTELLABLE, _("cannot be told")),
        (Verdict.AGREED, _("agreed on, no test")),
    ):
        if verdict in verdicts:
            return words
    return NOTHING


def _dots(sheet: Sheet, comparison: TeamsComparison, area_id: str, y: float, x: Place, scale: float) -> None:
    """Draw a dot a team; those that would hide another step aside."""
    low, high = comparison.apart(area_id).low, comparison.apart(area_id).high
    if low is not None and high is not None:
        sheet.line([(x(low), y), (x(high), y)], sheet.theme.rule, 1.2)
    told_apart = len(comparison.rows) <= len(_SHAPES)
    placed: list[tuple[float, float]] = []
    for n, cell in enumerate(comparison.column(area_id)):
        if cell.mean is None:
            continue
        at = x(cell.mean)
        lane = 0
        while any(abs(at - other) < _CLOSE * scale and lane == taken for other, taken in placed):
            lane = -lane if lane > 0 else 1 - lane
        placed.append((at, lane))
        room = 3.6 if told_apart else 2.4
        up = max(-12.0, min(12.0, lane * room)) * scale
        _dot(sheet, cell, (at, y + up), _SHAPES[n] if told_apart else "o", (8 if told_apart else 5.5) * scale)


def _dot(sheet: Sheet, cell: Cell, place: tuple[float, float], shape: str, size: float) -> None:
    sure = cell.point is not None and cell.point.interval is not None
    sheet.mark(place, shape, size, sheet.theme.score if sure else sheet.theme.paper, sheet.theme.score, 1)


def _legend(sheet: Sheet, comparison: TeamsComparison) -> list[Item]:
    told_apart = len(comparison.rows) <= len(_SHAPES)
    cells = [cell for row in comparison.rows for cell in row.cells if cell.mean is not None]
    items: list[Item] = []
    if told_apart:
        items = [
            Item(_shape(sheet, shape, True), _told(row)) for row, shape in zip(comparison.rows, _SHAPES, strict=False)
        ]
    elif cells:
        items.append(Item(_shape(sheet, "o", True), _("a team")))
    if any(cell.point is None or cell.point.interval is None for cell in cells):
        items.append(Item(_shape(sheet, "o", False), unsure_words()))
    return items


def _told(row: TeamRow) -> str:
    """Return the name of a team, and why it has no dot where it has none."""
    name = printable(row.team.name)
    found = [cell.missing for cell in row.cells]
    if all(found) and found[0]:
        return _("{team} ({why})").format(team=name, why=missing_words(found[0]))
    return name


def _shape(sheet: Sheet, shape: str, filled: bool) -> Callable[[float, float], None]:
    return lambda x, y: sheet.mark(
        (x, y), shape, 8, sheet.theme.score if filled else sheet.theme.paper, sheet.theme.score, 1
    )


def describe_area(comparison: TeamsComparison, area_id: str) -> str:
    """Return in a text what the figure of one area shows, for those who can't see it."""
    stand = standings(comparison, area_id)
    said = "; ".join(
        f"{printable(row.team.name)}: {', '.join(_facts(row.cell(area_id), one, stand))}"
        for row, one in zip(comparison.rows, stand, strict=True)
    )
    return f"{short_name(comparison, area_id)}, {counted(comparison)}. {said}."


def _facts(cell: Cell, one: Standing, stand: Sequence[Standing]) -> list[str]:
    if cell.mean is None:
        return [missing_words(cell.missing)] if cell.missing else [NOTHING]
    return [number(cell.mean), _standing(one, stand)]


def _standing(one: Standing, stand: Sequence[Standing]) -> str:
    return standing_words(one, two=sum(other.p is not None for other in stand) == 2)


def draw_area_figure(
    comparison: TeamsComparison, area_id: str, *, ordered: Ordered = BY_NAME, look: Look = SLIDE
) -> Sheet:
    """Draw one area of the teams, a row a team with what may be said of it.

    Args:
        comparison: In the order that is told.
        area_id: Which area.
        ordered: In which order the teams are.
        look: Its colours and size.

    Raises:
        KeyError: There is no such area.
        InvalidError: It could not be read at that size.
    """
    stand = standings(comparison, area_id)
    height = _AROUND + _TEAM_ROW * max(1, len(comparison.rows))
    with own_settings():
        sheet = Sheet((Shape(1600, max(900, height)), Shape(1000, max(700, height))), look)
        sheet.tell(short_name(comparison, area_id), describe_area(comparison, area_id))
        title = next(printable(one.area.title.get(language())) for one in comparison.areas if one.area.id == area_id)
        top = head_of_teams(sheet, _("One area"), title, comparison, ordered)
        cells = comparison.column(area_id)
        unsure = no_interval_notes(cell.point for cell in cells if cell.point)
        told = (words[:1].upper() + words[1:] for words in unsure)
        bottom = write_notes(sheet, [*told, *standing_sentences(stand), *notes_of_teams(comparison)])
        items: list[Item] = []
        if any(cell.point and cell.point.interval for cell in cells):
            items = [
                Item(_shape(sheet, "o", True), _("mean")),
                Item(lambda x, y: _whisker(sheet, x - 15, x + 15, y, 1), _("where the mean likely lies (95%)")),
            ]
        if unsure:
            items.append(Item(_shape(sheet, "o", False), _("mean; how sure it is cannot be told")))
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, items) + 12
        headings = [_("Mean"), _("Likely"), _("n"), _("Beside the others")]
        rows = [
            _team_row(sheet, printable(row.team.name), cell, one, stand)
            for row, cell, one in zip(comparison.rows, cells, stand, strict=True)
        ]
        draw_plot(sheet, Box(MARGIN, bottom, sheet.width - MARGIN, top), headings, rows, HIGHEST_LEVEL)
        return sheet


def _team_row(sheet: Sheet, name: str, cell: Cell, one: Standing, stand: Sequence[Standing]) -> PlotRow:
    if cell.mean is None or cell.point is None or cell.scored is None:
        why = missing_words(cell.missing) if cell.missing else NOTHING
        return PlotRow(name, (*[NOTHING] * 3, why), lambda y, x, scale: None, sheet.theme.grey, muted=True)
    point = cell.point

    def marks(y: float, x: Place, scale: float) -> None:
        if point.interval:
            _whisker(sheet, x(point.interval[0]), x(point.interval[1]), y, scale)
        _dot(sheet, cell, (x(cell.mean or 0), y), "o", 7.5 * scale)

    real = one.verdict is Verdict.REAL
    texts = number(cell.mean), interval_words(point), str(cell.scored.score.n), _standing(one, stand)
    return PlotRow(name, texts, marks, sheet.theme.ink, strong=frozenset({3} if real else ()), bold=real)


def _whisker(sheet: Sheet, low: float, high: float, y: float, scale: float) -> None:
    sheet.line([(low, y), (high, y)], sheet.theme.grey, 1.4 * scale)
    for end in (low, high):
        sheet.line([(end, y - 5 * scale), (end, y + 5 * scale)], sheet.theme.grey, 1.4 * scale)
