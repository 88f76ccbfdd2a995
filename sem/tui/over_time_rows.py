"""The changes of a team as rows of a table, and what is told below it and of one area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.content import Content

from sem.analysis.change_words import (
    basis_words,
    break_words,
    explanation_words,
    left_out_words,
    overall_words,
    p_words,
    signed,
    verdict_words,
)
from sem.analysis.comparison import Change, Comparison, Verdict
from sem.analysis.trend import Trend
from sem.analysis.words import interval_words
from sem.charts.terminal.picture import Characters, Picture
from sem.charts.terminal.trend import trend as trend_picture
from sem.i18n import gettext as _
from sem.i18n import language, number, short_date
from sem.model.outcome import Measurement
from sem.model.questionnaire import Area
from sem.programme.outcomes import value_text
from sem.reports.area_over_time import trend_moments
from sem.reports.outcome_changes import OutcomeChange, outcome_caution, outcome_movement_words
from sem.tui.over_time import OverTime
from sem.tui.screens.reading import Paragraph
from sem.tui.text import MISSING, cell_width, fit, pad, plain, wrap
from sem.tui.widgets.picture import Draw
from sem.tui.widgets.rows import Row

OVERALL = "*"
"""The id of the row over all areas; no area is called so."""
NO_NUMBERS: Mapping[str, int] = {}
_GAP = "  "
_SHORTEST_NAME = 12
_LEAST_SHOWN = 0.05
"""In levels: a smaller change is nothing in one decimal."""
_VERDICT_STYLES = {Verdict.REAL: "$accent bold", Verdict.NOISE: "$muted", Verdict.UNTELLABLE: "$muted italic"}


@dataclass(frozen=True)
class Column:
    """One column of numbers or words.

    Args:
        head: What it is called.
        cells: One a row.
        keep: How long it stays where it is narrow: those with the lowest go first.
        right: Whether it is aligned to the right.
        styles: Of each cell; empty for all alike.
    """

    head: str
    cells: tuple[str, ...]
    keep: int
    right: bool = True
    styles: tuple[str, ...] = ()

    @cached_property
    def width(self) -> int:
        """The cells it takes."""
        return max(map(cell_width, (self.head, *self.cells)))

    def cell(self, text: str) -> str:
        """Return a text as wide as the column."""
        return " " * (self.width - cell_width(text)) + text if self.right else pad(text, self.width)


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """A table as lines: its head and its rows."""

    head: Content
    rows: tuple[Row, ...]


def change_table(comparison: Comparison, width: int, numbers: Mapping[str, int] = NO_NUMBERS) -> ChangeTable:
    """Return the changes for lines of `width` cells; where it is narrow numbers give way, the verdict never does.

    Args:
        comparison: Of two rounds.
        width: In cells.
        numbers: What the areas are called on a radar without names, by area id; none where it has names.
    """
    changes = (*comparison.areas, comparison.overall)
    told = [change.change is not None for change in changes]

    def cells(texts: Iterator[str]) -> tuple[str, ...]:
        return tuple(text if there else MISSING for text, there in zip(texts, told, strict=True))

    columns = [
        Column(_("then"), cells(number(one.before or 0) for one in changes), 9),
        Column(_("now"), cells(number(one.after or 0) for one in changes), 9),
        Column("+/−", cells(signed(one.change or 0) for one in changes), 8),
        Column(_("likely"), cells(map(_likely, changes)), 5, right=False),
        Column(_("effect"), cells(map(_effect, changes)), 2),
        Column("p", cells(p_words(one.p) for one in changes), 4),
        Column("n", cells(str(one.n) if one.n else MISSING for one in changes), 3),
        Column(_("verdict"), tuple(map(verdict_words, changes)), 9, right=False,
               styles=tuple(_VERDICT_STYLES.get(one.verdict, "") for one in changes)),
    ]  # fmt: skip
    return _table(_names([one.area for one in changes], numbers), columns, width)


def mean_table(trend: Trend, at: int, width: int, numbers: Mapping[str, int] = NO_NUMBERS) -> ChangeTable:
    """Return the means of one round with where they likely lie, where there is no round to compare it with."""
    names = _names([*trend.rounds[at].questionnaire.areas, None], numbers)
    points = [trend.points(area_of(id_))[at] for id_, _name in names]
    columns = [
        Column(_("now"), tuple(MISSING if one.mean is None else number(one.mean) for one in points), 9),
        Column(_("likely"), tuple(map(interval_words, points)), 8, right=False),
        Column("n", tuple(str(one.n) if one.n else MISSING for one in points), 7),
    ]
    return _table(names, columns, width)


def _names(areas: Sequence[Area | None], numbers: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the id and name of each row, after its number where there are numbers; None is over all areas."""
    indent = 3 if numbers else 0
    return [
        (area.id, f"{numbers.get(area.id, ''):<{indent}}" + plain(area.short.get(language())))
        if area
        else (OVERALL, " " * indent + _("Overall"))
        for area in areas
    ]


def _table(names: Sequence[tuple[str, str]], columns: Sequence[Column], width: int) -> ChangeTable:
    longest = max(cell_width(name) for _id, name in names)

    def taken() -> int:
        return sum(len(_GAP) + column.width for column in kept)

    kept = list(columns)
    while longest + taken() > width and min(column.keep for column in kept) < 8:
        kept.remove(min(kept, key=lambda column: column.keep))
    name_width = max(_SHORTEST_NAME, min(longest, width - taken()))
    head = " " * name_width + "".join(_GAP + column.cell(column.head) for column in kept)
    rows = []
    for n, (id_, name) in enumerate(names):
        cut = name if cell_width(name) <= name_width else fit(name, name_width)
        parts: list[str | tuple[str, str]] = [
            (cut + " " * (name_width - cell_width(cut)), "bold" if id_ == OVERALL else "")
        ]
        for column in kept:
            parts.append((_GAP + column.cell(column.cells[n]), column.styles[n] if column.styles else ""))
        rows.append(Row(id_, Content.assemble(*parts)))
    return ChangeTable(Content.styled(head, "$muted"), tuple(rows))


def _likely(change: Change) -> str:
    return f"{signed(change.interval[0])}…{signed(change.interval[1])}" if change.interval else MISSING


def _effect(change: Change) -> str:
    return MISSING if change.effect is None else signed(change.effect)


def said_below(found: OverTime, now: int, comparison: Comparison | None) -> list[str]:
    """Return what is told below the table: of the whole, or why there is nothing to compare."""
    if comparison:
        return [overall_words(comparison.overall)]
    trend = found.trend
    if len(trend.rounds) < 2:
        return [_("It takes two rounds with scores to see a change; there is one.")]
    if now == 0:
        return [_("This is the first round: there is none before it to compare it with.")]
    return [
        break_words(trend, now - 1),
        _("So it can't be compared with a round before it; Enter shows the trend of an area with its break."),
    ]


def method_told(found: OverTime, comparison: Comparison | None, future: Sequence[str]) -> list[Paragraph]:
    """Return how what is on the screen is to be read, and what is left out of it."""
    told: list[Paragraph] = []
    if comparison:
        told += [*basis_words(comparison), explanation_words(comparison)]
    told += [words for at in range(len(found.trend.breaks)) if (words := break_words(found.trend, at))]
    if found.trend.left_out:
        told.append(left_out_words(found.trend))
    told += future
    told.append(
        _(
            "In a radar a difference looks larger than it is, because the surface grows faster than the score. Read "
            "the table beside it."
        )
    )
    return told


def area_of(row: str) -> str | None:
    """Return the id of the area that a row of the table stands for; None for the one over all areas."""
    return None if row == OVERALL else row


def trend_drawn(trend: Trend, row: str, characters: Characters) -> Draw:
    """Return how to draw the trend of what a row of the table stands for."""
    moments = trend_moments(trend, area_of(row))

    def draw(width: int, height: int) -> Picture:
        return trend_picture(moments, width, height, characters=characters)

    return draw


def outcome_lines(changes: Sequence[OutcomeChange], width: int) -> list[Content]:
    """Return the measures then and now as lines of at most `width` cells, under a heading and over a caution.

    The days are there if they have room beside every whole name.
    """
    names = [f"{plain(one.measure.name)} ({plain(one.measure.unit)})" for one in changes]
    longest = max(map(cell_width, names), default=0)
    moved = list(map(outcome_movement_words, changes))
    for dated in (True, False):
        values = [f"{_value(one.then, dated=dated)} → {_value(one.now, dated=dated)}" for one in changes]
        value_width = max(map(cell_width, values), default=0)
        room = width - value_width - max(map(cell_width, moved), default=0) - 2 * len(_GAP)
        if longest <= room:
            break
    name_width = max(_SHORTEST_NAME, min(longest, room))
    return [
        Content.styled(fit(_("What you measured of your results"), width), "bold"),
        *(
            Content(_GAP.join((pad(name, name_width), pad(value, value_width), movement))).truncate(width)
            for name, value, movement in zip(names, values, moved, strict=True)
        ),
        Content(""),
        *(Content.styled(line, "$muted") for line in wrap(outcome_caution(), max(1, width))),
    ]


def _value(value: Measurement | None, *, dated: bool) -> str:
    if value is None:
        return MISSING
    return value_text(value.value) + (f" ({short_date(value.on)})" if dated else "")
