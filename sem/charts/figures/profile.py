"""The profile of a team as a slide: the radar of its building blocks, its layers, and the numbers behind both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sem.analysis.scoring import AreaScore, Profile, Score, strongest_and_weakest
from sem.analysis.words import agreement_word, no_mean_words, withheld_words
from sem.charts.figures.layers import Layer, draw_layers
from sem.charts.figures.page import MARGIN, NOTE_SIZE, people_line, write_head
from sem.charts.figures.radar import FEWEST_AXES, Axis
from sem.charts.figures.radar_fit import fit_radar
from sem.charts.figures.sheet import SLIDE, Box, Format, Look, Sheet, own_settings, save
from sem.charts.figures.size import Shape
from sem.charts.figures.table import TableRow, draw_table
from sem.charts.figures.typeface import ASCENT, UNITS_PER_POINT, fit, line_height, printable, text_width
from sem.charts.terminal.cells import NO_BREAK_SPACE
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, percent
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, AreaKind

_SHAPES = (Shape(1600, 900), Shape(1000, 1360))
"""Beside each other, or below each other on a page that is higher than wide."""

_LEFT_SHARE = 0.51
_UPPER_SHARE = 0.45
_NOTHING = "–"
_WITHHELD = "×"


def write_profile_figure(
    file: Path | BinaryIO, profile: Profile, *, team: str, day: date, format: Format, look: Look = SLIDE
) -> None:
    """Draw a team's profile in the language in use and write it as PNG, SVG or PDF.

    The same profile gives the same bytes with the same matplotlib. Names are shown as they are, never as markup.

    Args:
        file: A path, or a binary file that is open for writing.
        profile: Any profile: also without responses, and with any number of areas.
        team: Its name; any text.
        day: The day of the round.
        format: ``png``, ``svg`` or ``pdf``.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size, or has too many pixels.
        OSError: The file can't be written.
    """
    title = _("Profile of {team}, {day}").format(team=printable(team), day=long_date(day))
    save(draw_profile(profile, team=team, day=day, look=look).figure, file, format, title, describe(profile))


def describe(profile: Profile) -> str:
    """Return in a text what the figure shows, for those who can't see it."""
    scores = [
        f"{printable(_short(scored))}: {_value(scored.score)}"
        for kind in (AreaKind.BUILDING_BLOCK, AreaKind.LAYER)
        for scored in profile.of_kind(kind)
    ]
    return " ".join(filter(None, (f"{people_line(profile)}.", withheld_words(profile), f"{'; '.join(scores)}.")))


def draw_profile(profile: Profile, *, team: str, day: date, look: Look = SLIDE) -> Sheet:
    """Return the sheet that `write_profile_figure` writes."""
    with own_settings():
        return _draw(profile, team, day, look)


def _draw(profile: Profile, team: str, day: date, look: Look) -> Sheet:
    sheet = Sheet(_SHAPES, look)
    top = _head(sheet, profile, team, day)
    edge = sheet.width - MARGIN
    if sheet.shape is _SHAPES[0]:
        split = MARGIN + (edge - MARGIN) * _LEFT_SHARE
        first, second = Box(MARGIN, MARGIN, split - 20, top), Box(split + 20, MARGIN, edge, top)
    else:
        split = top - (top - MARGIN) * _UPPER_SHARE
        first, second = Box(MARGIN, split + 20, edge, top), Box(MARGIN, MARGIN, edge, split - 20)
    blocks, layers = profile.of_kind(AreaKind.BUILDING_BLOCK), _layers(profile)
    lowest = _lowest(profile)
    numbered = False
    if len(blocks) >= FEWEST_AXES:
        numbered = _radar(sheet, first, profile, blocks, lowest)
    else:
        rows = [_row(scored, (_value(scored.score),), False) for scored in profile.areas]
        draw_table(sheet, first, [_score_heading(profile)], rows, HIGHEST_LEVEL)
    if layers:
        share = 0.36 if len(blocks) >= FEWEST_AXES else 0.5
        bottom = second.top - second.height * share
        draw_layers(sheet, Box(second.left, bottom + 20, second.right, second.top), layers, HIGHEST_LEVEL)
        second = Box(second.left, second.bottom, second.right, bottom)
    _table(sheet, second, profile, lowest, numbered)
    return sheet


def _short(scored: AreaScore) -> str:
    return scored.area.short.get(language())


def _value(score: Score) -> str:
    return no_mean_words(score) if score.mean is None else number(score.mean)


def _lowest(profile: Profile) -> frozenset[str]:
    """Return the ids of the areas that the screens call the weakest."""
    _strongest, weakest = strongest_and_weakest(profile.areas)
    return frozenset(scored.area.id for scored in weakest)


def _is_mean(profile: Profile) -> bool:
    """Return whether the scores are means of people: not with one respondent, nor where a team agreed on a level."""
    agreed = any(question.consensus is not None for scored in profile.areas for question in scored.questions)
    return profile.overall.n > 1 and not agreed


def _score_heading(profile: Profile) -> str:
    return _("Mean") if _is_mean(profile) else _("Score")


def _head(sheet: Sheet, profile: Profile, team: str, day: date) -> float:
    """Write the head and return where the rest may start."""
    over = f"{long_date(day)} · {people_line(profile)}"
    title = printable(profile.questionnaire.title.get(language()))
    return write_head(sheet, title, printable(team), over, withheld_words(profile))


def _radar(sheet: Sheet, box: Box, profile: Profile, blocks: tuple[AreaScore, ...], lowest: frozenset[str]) -> bool:
    """Draw the radar and return whether its axes have numbers for want of room, which the table then explains."""
    names = [printable(level.name.get(language())) for level in profile.questionnaire.levels]
    bottom = box.bottom
    if any(scored.score.mean is not None for scored in blocks):
        bottom += _marks(sheet, box.left, bottom, profile, sum(scored.area.id in lowest for scored in blocks))
    box = Box(box.left, bottom + 10, box.right, box.top)
    axes = [
        Axis(printable(_short(scored)), scored.score.mean, _value(scored.score), scored.area.id in lowest)
        for scored in blocks
    ]
    nothing = [_WITHHELD if scored.score.withheld else _NOTHING for scored in blocks]
    return fit_radar(sheet, box, axes, nothing, names)


def _marks(sheet: Sheet, left: float, bottom: float, profile: Profile, lowest: int) -> float:
    """Write what the marks of the radar mean, and return how high that is."""
    size = 11.0
    baseline = bottom + line_height(size) * 0.4
    middle = baseline + size * UNITS_PER_POINT * ASCENT / 2
    if _is_mean(profile):
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


def _layers(profile: Profile) -> list[Layer]:
    layers = []
    for area in profile.questionnaire.layers:
        scored = profile.area(area.id)
        mean = scored.score.mean
        share = None if mean is None else (mean - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL)
        note = ""
        if scored.score.gap_free_level is not None:
            level = profile.questionnaire.level(scored.score.gap_free_level)
            words = f"{level.number}{NO_BREAK_SPACE}{printable(level.name.get(language()))}"
            note = _("gap-free level {level}").format(level=words)
        layers.append(Layer(printable(area.title.get(language())), share, _value(scored.score), note))
    return layers


def _row(scored: AreaScore, cells: tuple[str, ...], lowest: bool, apart: bool = False) -> TableRow:
    score = scored.score
    return TableRow(
        printable(_short(scored)), cells, score.mean, score.gap_free_level, score.low, score.high, lowest, apart
    )


def _table(sheet: Sheet, box: Box, profile: Profile, lowest: frozenset[str], numbered: bool) -> None:
    headings = [_score_heading(profile), _("Gap-free"), _("Coverage"), _("n")]
    several = profile.overall.n > 1
    if several:
        headings.append(_("Agreement"))

    def cells(score: Score) -> tuple[str, ...]:
        nothing = _WITHHELD if score.withheld else _NOTHING
        texts = [
            nothing if score.mean is None else number(score.mean),
            nothing if score.gap_free_level is None else str(score.gap_free_level),
            nothing if score.coverage is None else percent(score.coverage),
            nothing if score.unseen else str(score.n),
        ]
        if several:
            texts.append(nothing if score.agreement is None else agreement_word(score.agreement))
        return tuple(texts)

    rows: list[TableRow] = []
    for kind in (AreaKind.BUILDING_BLOCK, AreaKind.LAYER):
        for i, scored in enumerate(profile.of_kind(kind)):
            apart = i == 0 and bool(rows)
            row = _row(scored, cells(scored.score), scored.area.id in lowest, apart)
            number_ = f"{i + 1} " if numbered and kind is AreaKind.BUILDING_BLOCK else ""
            rows.append(replace(row, name=number_ + row.name))
    overall = profile.overall
    rows.append(
        TableRow(
            _("All areas"), cells(overall), overall.mean, overall.gap_free_level, overall.low, overall.high, apart=True
        )
    )
    notes = [_("□ gap-free level: the highest that every question of the area reaches.")]
    if profile.overall.low is not None:
        notes.append(_("├┤ from the lowest to the highest respondent."))
    if profile.withheld:
        notes.append(_("× answers not shown."))
    if any(scored.area.id in lowest for scored in profile.of_kind(AreaKind.LAYER)):
        notes.append(_("◆ one of the lowest areas."))
    notes.append(_("Coverage: how much of what applies got a level. n: how many people chose a level."))
    if several:
        notes.append(_("Agreement: how close together people are, from none to very strong."))
    fitted = fit(" ".join(notes), (NOTE_SIZE, 9), box.width, 60, most_lines=3)
    sheet.block(box.left, box.bottom + fitted.height, fitted, sheet.theme.grey)
    draw_table(sheet, Box(box.left, box.bottom + fitted.height + 8, box.right, box.top), headings, rows, HIGHEST_LEVEL)
