"""Several teams side by side, as text: a heat map, or one area with dots, numbers and what chance alone gives."""

from __future__ import annotations

from collections.abc import Sequence

from sem.analysis.standing import Standing, standings
from sem.analysis.teams import Order, TeamRow, TeamsComparison
from sem.charts.terminal.cells import clean
from sem.charts.terminal.dots import dot_plot
from sem.charts.terminal.heatmap import BLANKS, columns_that_fit, cut_name, heat_map
from sem.charts.terminal.picture import Characters
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.teams_words import (
    dot_rows,
    heat_cells,
    left_out_words,
    likely_words,
    order_words,
    round_words,
    standing_sentences,
    standing_words,
)
from sem.reports.words import NOTHING

__all__ = ["area_lines", "standing_sentences", "teams_lines"]

_LEAST_NAME = 16
"""Columns of the narrowest name in a table."""


def teams_lines(
    comparison: TeamsComparison,
    order: Order,
    columns: int,
    characters: Characters = "braille",
    by: str | None = None,
) -> list[str]:
    """Return the teams side by side as lines of at most `columns`; only a single longer word may pass that.

    Args:
        comparison: In the order that is told.
        order: Which that is.
        columns: How wide the lines may be.
        characters: What the picture is drawn with.
        by: The area that teams are in order by, with `Order.AREA`.
    """
    lines = wrap(f"{_counted(comparison)} · {order_words(order, _title(comparison, by))}", columns)
    if not comparison.areas:
        return [*lines, *wrap(_("No team has a round yet, so there is nothing to set side by side."), columns)]
    lines += ["", *_map(comparison, columns, characters), ""]
    between = []
    for one in comparison.areas:
        apart = comparison.apart(one.area.id)
        numbers = [_number(value) for value in (apart.low, apart.high, apart.spread)]
        between.append([one.area.short.get(language()), str(apart.teams), *numbers])
    lines += _table([[_("Area"), _("Teams"), _("Lowest"), _("Highest"), _("Apart")], *between], [1, 2, 3, 4], columns)
    lines += ["", *_rounds(comparison, columns)]
    said = list(left_out_words(comparison))
    said.append(_("A mean that is higher need not mean more than chance: --area tells what may be said of each area."))
    for words in said:
        lines += ["", *wrap(words, columns)]
    return lines


def area_lines(
    comparison: TeamsComparison,
    area_id: str,
    order: Order,
    columns: int,
    characters: Characters = "braille",
    by: str | None = None,
) -> list[str]:
    """Return one area of the teams as lines: a dot plot, a table, and what may be said of the differences.

    Args:
        comparison: In the order that is told.
        area_id: Which area.
        order: In which order the teams are.
        columns: How wide the lines may be.
        characters: What the picture is drawn with.
        by: The area that teams are in order by, with `Order.AREA`.

    Raises:
        KeyError: There is no such area.
    """
    titles = {one.area.id: one.area.title.get(language()) for one in comparison.areas}
    # Of one area only the order of the teams is seen.
    told = Order.NAME if order is Order.BETWEEN else order
    words = [titles[area_id], _counted(comparison), order_words(told, _title(comparison, by))]
    lines = wrap(" · ".join(words), columns)
    rows = dot_rows(comparison, area_id)
    lines += ["", *_drawn(dot_plot(rows, columns, characters=characters, span=_("where the mean likely lies"))), ""]
    stand = standings(comparison, area_id)
    lines += _facts(comparison.rows, area_id, stand, columns)
    said = [_apart(comparison, area_id), *standing_sentences(stand), *left_out_words(comparison)]
    for sentence in filter(None, said):
        lines += ["", *wrap(sentence, columns)]
    return lines


def _counted(comparison: TeamsComparison) -> str:
    n = len(comparison.rows)
    return ngettext("{n} team", "{n} teams", n).format(n=n)


def _title(comparison: TeamsComparison, area_id: str | None) -> str:
    return next((one.area.short.get(language()) for one in comparison.areas if one.area.id == area_id), "")


def _number(value: float | None) -> str:
    return NOTHING if value is None else number(value)


def _drawn(picture: object) -> list[str]:
    return str(picture).split("\n")


def _map(comparison: TeamsComparison, columns: int, characters: Characters) -> list[str]:
    """Return the heat map, in parts one below the other where not all columns fit."""
    names = [one_line(row.team.name) for row in comparison.rows]
    heads = [one.area.short.get(language()) for one in comparison.areas]
    cells = heat_cells(comparison)
    lines: list[str] = []
    at_once = columns_that_fit(columns)
    for first in range(0, len(heads), at_once):
        part = slice(first, first + at_once)
        drawn = heat_map(
            names, heads[part], [row[part] for row in cells], columns, characters=characters, first=first + 1
        )
        lines += ["", *_drawn(drawn)] if lines else _drawn(drawn)
    return lines


def _table(rows: list[list[str]], right: Sequence[int], columns: int, spare: Sequence[int] = ()) -> list[str]:
    """Return the widest table that fits, or where none does each row as a few lines of words.

    Args:
        rows: The heading first; the first cell of each is a name, which is cut in its middle where there is need.
        right: The columns that are aligned to the right.
        columns: How wide the lines may be.
        spare: The columns that may be left out, one after another.
    """
    for dropped in range(len(spare) + 1):
        kept = [at for at in range(len(rows[0])) if at not in spare[:dropped]]
        to_the_right = [n for n, at in enumerate(kept) if at in right]
        table = [[row[at] for at in kept] for row in rows]
        over = max(map(width, align(table, to_the_right))) - columns
        longest = max(width(one_line(row[0])) for row in rows)
        if over <= 0 or longest - over >= _LEAST_NAME:
            room = longest - max(0, over)
            return align([[cut_name(clean(name), room), *cells] for name, *cells in table], to_the_right)
    heading, *body = rows
    lines: list[str] = []
    for name, *cells in body:
        told = [f"{title.lower()}: {cell}" for title, cell in zip(heading[1:], cells, strict=True) if cell != NOTHING]
        lines += [*wrap(one_line(name), columns), *wrap(one_line("; ".join(told)), columns, indent="  ", first="  ")]
    return lines


def _rounds(comparison: TeamsComparison, columns: int) -> list[str]:
    rows = [[_("Team"), _("People"), _("Answers apart"), _("Questionnaire"), _("Round")]]
    for row in comparison.rows:
        own = row.scores.shown
        people = NOTHING if own is None else str(own.profile.n)
        used = NOTHING if own is None else f"{own.questionnaire.id} {own.questionnaire.version}"
        rows.append([row.team.name, people, _number(row.spread), used, round_words(row)])
    return _table(rows, [1, 2], columns, [2])


def _facts(rows: Sequence[TeamRow], area_id: str, stand: Sequence[Standing], columns: int) -> list[str]:
    table = [
        [_("Team"), _("Mean"), _("Likely"), _("Level"), _("Coverage"), "n", _("Apart"), _("Beside the others")]
    ]  # fmt: skip
    for row, one in zip(rows, stand, strict=True):
        cell = row.cell(area_id)
        if cell.missing or cell.scored is None:
            why = _(BLANKS[cell.missing.value][2]) if cell.missing else NOTHING
            table.append([row.team.name, *[NOTHING] * 6, why])
            continue
        score = cell.scored.score
        level = NOTHING if score.gap_free_level is None else str(score.gap_free_level)
        coverage = NOTHING if score.coverage is None else f"{score.answered}/{score.applicable}"
        table.append(
            [
                row.team.name,
                _number(cell.mean),
                likely_words(cell.point),
                level,
                coverage,
                str(score.n),
                _number(score.spread),
                standing_words(one, two=sum(other.p is not None for other in stand) == 2),
            ]
        )
    return _table(table, [1, 2, 3, 4, 5, 6], columns, [6, 4])


def _apart(comparison: TeamsComparison, area_id: str) -> str:
    apart = comparison.apart(area_id)
    if apart.spread is None:
        return ""
    return _(
        "The means lie from {low} to {high}, and {spread} apart (their standard deviation). Likely: where the mean of "
        "that team lies, at 95%."
    ).format(low=_number(apart.low), high=_number(apart.high), spread=_number(apart.spread))
