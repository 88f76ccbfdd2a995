"""The ambition drawn: the levels of today and the targets, as a radar and as a table beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sem.charts.terminal.picture import Canvas, Characters, Picture, Role
from sem.charts.terminal.radar import FEWEST_AXES, Series, radar
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.plan import Plan
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS
from sem.reports.roadmap_words import plain_number
from sem.tui.ambition_draft import Draft
from sem.tui.text import cell_width, fit, wrap

if TYPE_CHECKING:
    from sem.tui.widgets.picture import Draw

NAMED_FROM = 58
"""Columns from which the names of the areas stand around the radar."""
_SIGNS: dict[Characters, tuple[str, str, str, str]] = {
    "braille": ("█", "▒", "·", "▌"),
    "blocks": ("█", "▒", "·", "▌"),
    "ascii": ("#", "=", ".", ">"),
}
_WIDE_FROM = 56
"""Columns from which each level of the scale takes two."""
_WIDEST_NAME = 40
"""Column in which the scale begins at the latest, so that one can follow a row."""
_BESIDE = 11
"""Columns that the numbers beside the scale take, with a weight."""


def needed_levels(plan: Plan | None) -> dict[str, int]:
    """Return the highest level that the plan reaches in an area only because other areas need it, by area id."""
    found: dict[str, int] = {}
    for planned in plan.steps if plan else ():
        step = planned.step
        if step.needed_by:
            found[step.area] = max(step.level, found.get(step.area, 0))
    return found


def target_radar(draft: Draft, characters: Characters, pointed: str, *, numbered: bool) -> Draw:
    """Return how to draw the levels of today with the targets around them."""
    areas = draft.standing.questionnaire.areas
    axes = [str(n) if numbered else area.short.get(language()) for n, area in enumerate(areas, 1)]
    now = tuple(draft.standing.now.get(area.id) for area in areas)
    targets = tuple(float(draft.target(area.id)) for area in areas)
    series = [Series(_("today"), now), Series(_("target"), targets, "○", dashed=True)]
    at = next((n for n, area in enumerate(areas) if area.id == pointed), None)

    def draw(width: int, height: int) -> Picture:
        if len(areas) < FEWEST_AXES:
            return Picture((), width)
        rows = min(height, (width - (6 if numbered else 24)) // 2 + 4)
        return radar(axes, series, width, rows, characters=characters, pointed=at)

    return draw


def target_table(
    draft: Draft, needed: Mapping[str, int], characters: Characters, pointed: str, *, numbered: bool
) -> Draw:
    """Return how to draw a line for each area: its name, today's level and the target as a bar and as numbers."""

    def draw(width: int, height: int) -> Picture:
        areas = draft.standing.questionnaire.areas
        at = next((n for n, area in enumerate(areas) if area.id == pointed), 0)
        canvas = Canvas(width, height)
        legend = _legend(needed, width)
        # Where not everything has room, what the columns are goes without saying.
        top = 1 if height > len(areas) + len(legend) else 0
        room = max(1, height - top - len(legend))
        first = min(max(0, at - room // 2), max(0, len(areas) - room))
        cells = 2 if width >= _WIDE_FROM else 1
        x = min(width - cells * HIGHEST_LEVEL - _BESIDE, _WIDEST_NAME)
        name_room = x - 3 - (3 if numbered else 0)
        canvas.put(x, 0, fit(_("now → target"), width - x) if top else "", Role.MUTED)
        for y, area in enumerate(areas[first : first + room], top):
            number = f"{first + y - top + 1:>2} " if numbered else ""
            here = area.id == pointed
            if here:
                canvas.put(0, y, _SIGNS[characters][3], Role.FIRST)
            name = number + fit(area.short.get(language()), max(4, name_room))
            canvas.put(2, y, name, Role.POINTED if here else Role.LABEL)
            _put_levels(canvas, x, y, draft, area.id, needed.get(area.id, 0), characters, cells)
        for y, line in enumerate(legend, top + min(room, len(areas))):
            canvas.put(2, y, line, Role.MUTED)
        return canvas.picture()

    return draw


def _legend(needed: Mapping[str, int], width: int) -> tuple[str, ...]:
    return wrap("* " + _("needed for another area"), max(1, width - 2)) if needed else ()


def _put_levels(
    canvas: Canvas, x: int, y: int, draft: Draft, area: str, needed: int, characters: Characters, cells: int
) -> None:
    reached, wanted, free, _mark = _SIGNS[characters]
    known, now, target = draft.standing.now.get(area), draft.now(area), draft.target(area)
    for level in LEVEL_NUMBERS:
        if known is not None and level <= known:
            sign, role = reached, Role.FIRST
        elif level <= max(target, now) and target > now:
            sign, role = wanted, Role.SECOND
        else:
            sign, role = free, Role.GRID
        canvas.put(x + cells * (level - 1), y, sign * cells if sign != free else sign, role)
    x += cells * HIGHEST_LEVEL + 1
    words = "?" if known is None else str(known)
    if target > now:
        words += f" → {target}" if characters != "ascii" else f" > {target}"
    canvas.put(x, y, words, Role.LABEL)
    if needed > target:
        canvas.put(x + cell_width(words), y, f" {needed}*" if target == now else "*", Role.MUTED)
    weight = draft.ambition.weights.get(area, 1.0)
    if weight != 1:
        canvas.put(x + 6, y, f"×{plain_number(weight)}", Role.SECOND)
