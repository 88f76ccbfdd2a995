"""The layers of a team as a figure of their own: circles inside each other, and the numbers behind them."""

from __future__ import annotations

from datetime import date

from sem.analysis.scoring import Profile
from sem.analysis.words import withheld_words
from sem.charts.figures.layers import draw_layers
from sem.charts.figures.page import MARGIN, people_line
from sem.charts.figures.score_table import (
    draw_score_table,
    head_of_round,
    layer_items,
    lowest_areas,
    short_name,
    value_words,
)
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.typeface import fit, printable
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.questionnaire import HIGHEST_LEVEL, AreaKind

_SHAPES = (Shape(1600, 900), Shape(1000, 760))
_TABLE_ROWS, _ROW = 2.6, 44.0
"""How much of the table is not an area, in rows, and how high a row is."""


def describe_layers(profile: Profile) -> str:
    """Return in a text what the figure shows, for those who can't see it."""
    layers = [profile.area(area.id) for area in profile.questionnaire.layers]
    if not layers:
        return _("This questionnaire has no layers.")
    said = "; ".join(f"{printable(short_name(scored))}: {value_words(scored.score)}" for scored in layers)
    words = _("From the innermost layer outwards: {layers}.").format(layers=said)
    return " ".join(filter(None, (f"{people_line(profile)}.", withheld_words(profile), words)))


def draw_layers_figure(profile: Profile, *, team: str, day: date, look: Look = SLIDE) -> Sheet:
    """Draw the layers of a round.

    Args:
        profile: Any profile; one without layers gives a sentence that says so.
        team: Whose round; any text.
        day: The day of the round.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    with own_settings():
        sheet = Sheet(_SHAPES, look)
        title = _("Layers of {team}, {day}").format(team=printable(team), day=long_date(day))
        sheet.tell(title, describe_layers(profile))
        top = head_of_round(sheet, profile, team, day)
        layers = layer_items(profile)
        if not layers:
            words = fit(_("This questionnaire has no layers."), (13,), sheet.width - 2 * MARGIN, 40)
            sheet.block(MARGIN, top, words, sheet.theme.ink)
            return sheet
        edge = sheet.width - MARGIN
        split = MARGIN + min((len(layers) + _TABLE_ROWS) * _ROW, (top - MARGIN) * 0.45)
        draw_layers(sheet, Box(MARGIN, split + 30, edge, top), layers, HIGHEST_LEVEL)
        table = Box(MARGIN, MARGIN, edge, split)
        draw_score_table(sheet, table, profile, lowest_areas(profile), kinds=(AreaKind.LAYER,))
        return sheet
