"""The profile of a team as a slide: the radar of its building blocks, its layers, and the numbers behind both."""

from __future__ import annotations

from datetime import date

from sem.analysis.scoring import AreaScore, Profile
from sem.analysis.words import withheld_words
from sem.charts.figures.layers import draw_layers
from sem.charts.figures.page import MARGIN, people_line
from sem.charts.figures.radar import FEWEST_AXES, Axis
from sem.charts.figures.radar_fit import fit_radar
from sem.charts.figures.score_table import (
    NOTHING,
    WITHHELD,
    draw_score_table,
    head_of_round,
    is_mean,
    layer_items,
    lowest_areas,
    score_heading,
    score_row,
    short_name,
    value_words,
)
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.table import draw_table
from sem.charts.figures.typeface import ASCENT, UNITS_PER_POINT, line_height, printable, text_width
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext
from sem.model.questionnaire import HIGHEST_LEVEL, AreaKind

_SHAPES = (Shape(1600, 900), Shape(1000, 1360))
"""Beside each other, or below each other on a page that is higher than wide."""

_LEFT_SHARE = 0.51
_UPPER_SHARE = 0.45


def describe(profile: Profile) -> str:
    """Return in a text what the figure shows, for those who can't see it."""
    scores = [
        f"{printable(short_name(scored))}: {value_words(scored.score)}"
        for kind in (AreaKind.BUILDING_BLOCK, AreaKind.LAYER)
        for scored in profile.of_kind(kind)
    ]
    return " ".join(filter(None, (f"{people_line(profile)}.", withheld_words(profile), f"{'; '.join(scores)}.")))


def draw_profile(profile: Profile, *, team: str, day: date, look: Look = SLIDE) -> Sheet:
    """Draw a team's profile in the language in use.

    The same profile gives the same bytes with the same matplotlib. Names are shown as they are, never as markup.

    Args:
        profile: Any profile: also without responses, and with any number of areas.
        team: Its name; any text.
        day: The day of the round.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    with own_settings():
        return _draw(profile, team, day, look)


def _draw(profile: Profile, team: str, day: date, look: Look) -> Sheet:
    sheet = Sheet(_SHAPES, look)
    sheet.tell(_("Profile of {team}, {day}").format(team=printable(team), day=long_date(day)), describe(profile))
    top = head_of_round(sheet, profile, team, day)
    edge = sheet.width - MARGIN
    if sheet.shape is _SHAPES[0]:
        split = MARGIN + (edge - MARGIN) * _LEFT_SHARE
        first, second = Box(MARGIN, MARGIN, split - 20, top), Box(split + 20, MARGIN, edge, top)
    else:
        split = top - (top - MARGIN) * _UPPER_SHARE
        first, second = Box(MARGIN, split + 20, edge, top), Box(MARGIN, MARGIN, edge, split - 20)
    blocks, layers = profile.of_kind(AreaKind.BUILDING_BLOCK), layer_items(profile)
    lowest = lowest_areas(profile)
    numbered = False
    if len(blocks) >= FEWEST_AXES:
        numbered = _radar(sheet, first, profile, blocks, lowest)
    else:
        rows = [score_row(scored, (value_words(scored.score),), False) for scored in profile.areas]
        draw_table(sheet, first, [score_heading(profile)], rows, HIGHEST_LEVEL)
    if layers:
        share = 0.36 if len(blocks) >= FEWEST_AXES else 0.5
        bottom = second.top - second.height * share
        draw_layers(sheet, Box(second.left, bottom + 20, second.right, second.top), layers, HIGHEST_LEVEL)
        second = Box(second.left, second.bottom, second.right, bottom)
    draw_score_table(sheet, second, profile, lowest, numbered=numbered)
    return sheet


def _radar(sheet: Sheet, box: Box, profile: Profile, blocks: tuple[AreaScore, ...], lowest: frozenset[str]) -> bool:
    """Draw the radar and return whether its axes have numbers for want of room, which the table then explains."""
    names = [printable(level.name.get(language())) for level in profile.questionnaire.levels]
    bottom = box.bottom
    if any(scored.score.mean is not None for scored in blocks):
        bottom += _marks(sheet, box.left, bottom, profile, sum(scored.area.id in lowest for scored in blocks))
    box = Box(box.left, bottom + 10, box.right, box.top)
    axes = [
        Axis(printable(short_name(scored)), scored.score.mean, value_words(scored.score), scored.area.id in lowest)
        for scored in blocks
    ]
    nothing = [WITHHELD if scored.score.withheld else NOTHING for scored in blocks]
    return fit_radar(sheet, box, axes, nothing, names)


def _marks(sheet: Sheet, left: float, bottom: float, profile: Profile, lowest: int) -> float:
    """Write what the marks of the radar mean, and return how high that is."""
    size = 11.0
    baseline = bottom + line_height(size) * 0.4
    middle = baseline + size * UNITS_PER_POINT * ASCENT / 2
    if is_mean(profile):
        words = ngettext("mean of {n} respondent", "mean of {n} respondents", profile.overall.n)
    else:
        words = ngettext("score of {n} respondent", "score of {n} respondents", profile.overall.n)
    score = words.format(n=profile.overall.n)
    sheet.mark((left + 8, middle), "o", 10, sheet.theme.score, sheet.theme.paper, 1.5)
    sheet.text(left + 24, baseline, score, size, sheet.theme.ink)
    if lowest:
        x = left + 24 + text_width(score, size) + 40
        sheet.mark((x, middle), "D", 11, sheet.theme.accent, sheet.theme.paper, 1.5)
        words = ngettext("the lowest building block", "the lowest building blocks", lowest)
        sheet.text(x + 16, baseline, words, size, sheet.theme.accent)
    return line_height(size) + 8
