"""The roadmap's pictures for the room there is: the timeline as far as it fits, and the stairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.backcast.noticed import noticed
from sem.charts.terminal.picture import Characters, Picture, Role, Run
from sem.charts.terminal.stairs import Tread, stairs
from sem.charts.terminal.timeline import TimelinePicture, draw_timeline
from sem.charts.timeline import Timeline
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.tui.marks import marks

if TYPE_CHECKING:
    from sem.tui.widgets.picture import Draw

_FEWEST_AREAS = 4
"""Rows of areas below which the rows around them give way."""


def timeline_of(shown: Timeline, characters: Characters, pointed: str) -> Draw:
    """Return how to draw a timeline of which the step pointed at is always in sight.

    Where not all areas have room, arrows at the right say that there are more. What the characters mean stands below
    where there is room for that too.
    """

    def draw(width: int, height: int) -> Picture:
        parts = draw_timeline(shown, width - 1, characters=characters, pointed=pointed or None)
        rows = [*parts.head.rows, *_in_sight(parts, height, characters, pointed), *parts.foot.rows]
        if parts.legend.height and len(rows) + 1 + parts.legend.height <= height:
            rows += [(), *parts.legend.rows]
        return Picture(tuple(rows[:height]), width)

    return draw


def timeline_heights(shown: Timeline, width: int) -> tuple[int, int]:
    """Return the rows that a timeline of this width takes whole, and with what its characters mean below it."""
    parts = draw_timeline(shown, width - 1)
    whole = parts.head.height + parts.body.height + parts.foot.height
    return whole, whole + 1 + parts.legend.height


def signs_of(shown: Timeline, width: int, characters: Characters) -> tuple[str, ...]:
    """Return what the characters of a timeline mean, in lines."""
    return tuple(line.rstrip() for line in draw_timeline(shown, width, characters=characters).legend.lines)


def stairs_of(roadmap: Roadmap, questionnaire: Questionnaire, characters: Characters, width: int) -> Picture:
    """Return the stairs of a roadmap: today, each milestone, and at the top the ambition."""
    plan = roadmap.plan
    areas = [area.id for area in questionnaire.areas]
    today = plan.levels_on(plan.today)
    treads = [Tread(plan.today, [today.get(area, 1) for area in areas])]
    for milestone in roadmap.milestones:
        texts = noticed(milestone, plan, questionnaire)
        treads.append(Tread(milestone.day, [milestone.levels.get(area, 1) for area in areas], " ".join(texts)))
    return stairs(treads, width, characters=characters)


def _in_sight(parts: TimelinePicture, height: int, characters: Characters, pointed: str) -> list[tuple[Run, ...]]:
    """Return the rows of areas that have room, among them the one of the step pointed at."""
    body = parts.body
    room = max(_FEWEST_AREAS, height - parts.head.height - parts.foot.height)
    at = parts.places[pointed].y if pointed in parts.places else 0
    first = min(max(0, at - room // 2), max(0, body.height - room))
    shown = list(body.rows[first : first + room])
    signs = marks(characters)
    if first:
        shown[0] = (*shown[0], Run(signs.above, Role.MUTED))
    if first + len(shown) < body.height:
        shown[-1] = (*shown[-1], Run(signs.below, Role.MUTED))
    return shown
