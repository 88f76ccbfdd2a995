"""What figures of one round share: whose it is, the numbers of each area as rows, and the layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sem.analysis.scoring import AreaScore, Profile, Score, strongest_and_weakest
from sem.analysis.words import agreement_word, no_mean_words, withheld_words
from sem.charts.figures.layers import Layer
from sem.charts.figures.page import NOTE_SIZE, people_line, write_head
from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.table import TableRow, draw_table
from sem.charts.figures.typeface import fit, printable
from sem.charts.terminal.cells import NO_BREAK_SPACE
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, percent
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, AreaKind

NOTHING = "–"
WITHHELD = "×"
ALL_KINDS = (AreaKind.BUILDING_BLOCK, AreaKind.LAYER)


def head_of_round(sheet: Sheet, profile: Profile, team: str, day: date) -> float:
    """Write the head and return where the rest may start."""
    over = f"{long_date(day)} · {people_line(profile)}"
    title = printable(profile.questionnaire.title.get(language()))
    return write_head(sheet, title, printable(team), over, withheld_words(profile))


def short_name(scored: AreaScore) -> str:
    """Return the short name of an area."""
    return scored.area.short.get(language())


def value_words(score: Score) -> str:
    """Return a mean, or why there is none."""
    return no_mean_words(score) if score.mean is None else number(score.mean)


def lowest_areas(profile: Profile) -> frozenset[str]:
    """Return the ids of the areas that the screens call the weakest."""
    _strongest, weakest = strongest_and_weakest(profile.areas)
    return frozenset(scored.area.id for scored in weakest)


def is_mean(profile: Profile) -> bool:
    """Return whether the scores are means of people: not with one respondent, nor where a team agreed on a level."""
    agreed = any(question.consensus is not None for scored in profile.areas for question in scored.questions)
    return profile.overall.n > 1 and not agreed


def score_heading(profile: Profile) -> str:
    """Return what the column of scores is called."""
    return _("Mean") if is_mean(profile) else _("Score")


def layer_items(profile: Profile) -> list[Layer]:
    """Return the layers of a round, the innermost first."""
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
        layers.append(Layer(printable(area.title.get(language())), share, value_words(scored.score), note))
    return layers


def score_row(scored: AreaScore, cells: tuple[str, ...], lowest: bool, apart: bool = False) -> TableRow:
    """Return the row of an area."""
    score = scored.score
    return TableRow(
        printable(short_name(scored)), cells, score.mean, score.gap_free_level, score.low, score.high, lowest, apart
    )


def draw_score_table(
    sheet: Sheet, box: Box, profile: Profile, lowest: frozenset[str], *, numbered: bool = False,
    kinds: Sequence[AreaKind] = ALL_KINDS,
) -> None:  # fmt: skip
    """Draw the numbers of each area, and how they are to be read.

    Args:
        sheet: What to draw on.
        box: What it all must stay in.
        profile: Of a round.
        lowest: The ids of the areas that are marked as the lowest.
        numbered: Whether the building blocks have the numbers they have at a radar.
        kinds: Of which areas; all areas together are told where these are all.
    """
    headings = [score_heading(profile), _("Gap-free"), _("Coverage"), _("n")]
    several = profile.overall.n > 1
    if several:
        headings.append(_("Agreement"))

    def cells(score: Score) -> tuple[str, ...]:
        nothing = WITHHELD if score.withheld else NOTHING
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
    for kind in kinds:
        for i, scored in enumerate(profile.of_kind(kind)):
            apart = i == 0 and bool(rows)
            row = score_row(scored, cells(scored.score), scored.area.id in lowest, apart)
            number_ = f"{i + 1} " if numbered and kind is AreaKind.BUILDING_BLOCK else ""
            rows.append(replace(row, name=number_ + row.name))
    overall = profile.overall
    if tuple(kinds) == ALL_KINDS:
        numbers = overall.mean, overall.gap_free_level, overall.low, overall.high
        rows.append(TableRow(_("Overall"), cells(overall), *numbers, apart=True))
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
