"""Two rounds of a team over each other: the radar of then under that of now, and what may be said of each change."""

from __future__ import annotations

from sem.analysis.comparison import Comparison
from sem.charts.figures.changes import (
    NOTHING,
    axis_texts,
    changes_title,
    describe_changes,
    draw_changes,
    head_of_changes,
    legend_of_changes,
    notes_of_changes,
)
from sem.charts.figures.page import MARGIN, Item, write_legend, write_notes
from sem.charts.figures.radar import FEWEST_AXES, Axis
from sem.charts.figures.radar_fit import fit_radar
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.typeface import printable
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.questionnaire import AreaKind

_LEFT_SHARE, _UPPER_SHARE = 0.5, 0.52
_LEGEND_ROOM = 60.0


def draw_overlay_figure(comparison: Comparison, *, team: str, look: Look = SLIDE) -> Sheet:
    """Draw the radars of two rounds over each other.

    The values are those that are compared: of the questions that have one in both rounds, and where people are compared
    with themselves of those who answered both.

    Args:
        comparison: Of two rounds.
        team: Whose rounds; any text.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    rows = len(comparison.areas) + 1
    blocks = [one for one in comparison.areas if one.area and one.area.kind is AreaKind.BUILDING_BLOCK]
    blocks = blocks if len(blocks) >= FEWEST_AXES else []
    wide, high = Shape(1600, max(900, 480 + 24 * rows)), Shape(1000, max(1250, 950 + 24 * rows))
    with own_settings():
        sheet = Sheet((wide, high), look)
        sheet.tell(changes_title(comparison, team), describe_changes(comparison))
        top = head_of_changes(sheet, _("Two rounds"), comparison, team)
        bottom = write_notes(sheet, notes_of_changes(comparison, likely=False))
        edge = sheet.width - MARGIN
        whole = Box(MARGIN, bottom, edge, top)
        items = legend_of_changes(sheet, comparison, intervals=False)
        if not blocks:
            bottom = write_legend(sheet, MARGIN, whole.width, bottom, items) + 10
            draw_changes(sheet, Box(MARGIN, bottom, edge, top), comparison, wide=False)
            return sheet
        if sheet.shape is wide:
            split = whole.left + whole.width * _LEFT_SHARE
            first, second = Box(MARGIN, bottom, split - 20, top), Box(split + 20, bottom, edge, top)
        else:
            split = top - whole.height * _UPPER_SHARE
            first, second = Box(MARGIN, split + 16, edge, top), Box(MARGIN, bottom, edge, split - 16)
        names = [printable(level.name.get(language())) for level in comparison.after.questionnaire.levels]
        axes = [
            Axis(printable(one.area.short.get(language())) if one.area else "", one.after, text)
            for one, text in zip(blocks, axis_texts(blocks), strict=True)
        ]
        radar_top = write_legend(sheet, first.left, first.width, first.bottom, _lines(sheet)) + 6
        numbered = fit_radar(
            sheet, Box(first.left, radar_top, first.right, first.top), axes, [NOTHING] * len(axes), names,
            [one.before for one in blocks],
        )  # fmt: skip
        ids = [one.area.id for one in blocks if one.area]
        numbers = {area_id: n for n, area_id in enumerate(ids, 1)} if numbered else {}
        bottom = write_legend(sheet, second.left, second.width, second.bottom, items[2:]) + 10
        box = Box(second.left, bottom, second.right, second.top)
        draw_changes(sheet, box, comparison, wide=False, numbers=numbers)
        return sheet


def _lines(sheet: Sheet) -> list[Item]:
    """Return what the two lines of the radar are."""

    def then(x: float, y: float) -> None:
        sheet.line([(x - 17, y), (x + 17, y)], sheet.theme.grey, 1.8, (0, (4, 2.5)))
        sheet.mark((x, y), "o", 9, sheet.theme.paper, sheet.theme.ink, 1.6)

    def now(x: float, y: float) -> None:
        sheet.line([(x - 17, y), (x + 17, y)], sheet.theme.score, 2.6)
        sheet.mark((x, y), "o", 10, sheet.theme.score, sheet.theme.paper, 1.5)

    return [Item(then, _("then")), Item(now, _("now"))]
