"""The roadmap of a team as a slide: the ambition, whether it fits, the steps on their weeks, and the milestones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sem.backcast.words import step_name, verdict_sentences
from sem.charts.bars import MARK_WORDS, PART_WORDS, MarkKind, PartKind
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.stairs import Tread, draw_stairs
from sem.charts.figures.timeline import (
    DASHED,
    IMPLIED,
    THICK,
    draw_mark,
    draw_milestone,
    draw_outline,
    draw_part,
    draw_timeline,
)
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, printable, room_for
from sem.charts.timeline import Timeline, timeline
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, long_date, percent
from sem.model.plan import Fit
from sem.model.questionnaire import HIGHEST_LEVEL, Questionnaire
from sem.model.roadmap import Roadmap

_SHAPES = (Shape(1600, 900), Shape(1200, 1200))
"""On a slide, or on a page that is not so wide."""

_MARGIN = 50
_LOWEST_STAIRS, _HIGHEST_STAIRS = 230.0, 420.0
_KEY_SIZE, _KEY_ROW = 10.0, 22.0
_NOTE_SIZES = (11.0, 10.0, 9.0, 8.0)
_SWATCH = 26.0


def describe(roadmap: Roadmap, questionnaire: Questionnaire) -> str:
    """Return in a text what the figure shows, for those who can't see it."""
    plan = roadmap.plan
    steps = [
        f"{printable(step_name(plan, planned.step.id, questionnaire))}: {short_day(planned.start)} – "
        f"{short_day(planned.end)}"
        for planned in plan.steps
    ]
    said = [printable(plan.ambition.statement), *map(printable, verdict_sentences(plan, questionnaire)),
            "; ".join(steps)]  # fmt: skip
    return " ".join(part for part in said if part)


def draw_roadmap(
    roadmap: Roadmap, questionnaire: Questionnaire, *, notices: Sequence[str] = (), look: Look = SLIDE
) -> Sheet:
    """Draw a team's roadmap in the language in use.

    The same roadmap gives the same bytes with the same matplotlib. Texts are shown as they are, never as markup.

    Args:
        roadmap: Any roadmap: also without steps or milestones, and one that does not fit before its date.
        questionnaire: The one that its areas are from.
        notices: What customers notice at each of the roadmap's milestones; missing ones stay empty.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    with own_settings():
        sheet = Sheet(_SHAPES, look)
        title = _("Roadmap of {team}, {day}").format(team=printable(roadmap.team), day=long_date(roadmap.plan.today))
        sheet.tell(title, describe(roadmap, questionnaire))
        shown = timeline(roadmap, questionnaire)
        top = _head(sheet, roadmap, questionnaire)
        treads = _treads(roadmap, notices)
        below = _Below(sheet, shown)
        bottom = _MARGIN + below.height + (_LOWEST_STAIRS if treads else 0)
        top = draw_timeline(sheet, Box(_MARGIN, bottom, sheet.width - _MARGIN, top), shown) - 10
        top = below.draw(top)
        if treads:
            bottom = max(_MARGIN - 10, top - _HIGHEST_STAIRS)
            draw_stairs(sheet, Box(_MARGIN, bottom, sheet.width - _MARGIN, top - 14), treads, HIGHEST_LEVEL)
        return sheet


def _head(sheet: Sheet, roadmap: Roadmap, questionnaire: Questionnaire) -> float:
    """Write the team, the ambition and the verdict, and return where the rest may start."""
    plan = roadmap.plan
    width = sheet.width - 2 * _MARGIN
    kind = " · ".join((_("Roadmap"), printable(questionnaire.title.get(language())), long_date(plan.today)))
    top = sheet.height - 30.0
    for text, sizes, height, lines, bold, colour in (
        (kind, (12.0, 11.0, 10.0), 40, 2, False, sheet.theme.grey),
        (printable(roadmap.team), (26.0, 24.0, 22.0, 20.0, 18.0), 80, 2, True, sheet.theme.ink),
        (_statement(roadmap), (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0), 72, 4, False, sheet.theme.ink),
        (_verdict(roadmap, questionnaire), (13.0, 12.0, 11.0, 10.0, 9.0), 44, 2, True,
         sheet.theme.accent if plan.verdict.fit is Fit.TOO_LONG else sheet.theme.score),
    ):  # fmt: skip
        fitted = fit(text, sizes, width, height, bold=bold, most_lines=lines)
        sheet.block(_MARGIN, top, fitted, colour)
        top -= fitted.height
    return top - 14


def _statement(roadmap: Roadmap) -> str:
    ambition = roadmap.plan.ambition
    said = printable(ambition.statement)
    day = short_day(ambition.target_date)
    return f"{day}: “{said}”" if said else day


def _verdict(roadmap: Roadmap, questionnaire: Questionnaire) -> str:
    texts = [printable(sentence) for sentence in verdict_sentences(roadmap.plan, questionnaire, roadmap.pulled)]
    if roadmap.buffer:
        text = _("{path} of the path is done, and {buffer} of the buffer is used.")
        texts.append(text.format(path=percent(roadmap.buffer.path), buffer=percent(roadmap.buffer.buffer)))
    return " ".join(texts)


def _treads(roadmap: Roadmap, notices: Sequence[str]) -> list[Tread]:
    """Return today and the milestones that lie ahead; none where there are no such milestones."""
    plan = roadmap.plan
    said = (*map(printable, notices), *[""] * len(roadmap.milestones))
    ahead = [(milestone, text) for milestone, text in zip(roadmap.milestones, said, strict=False)
             if milestone.day > plan.today]  # fmt: skip
    if not ahead:
        return []
    areas = list(ahead[-1][0].levels)
    now = plan.levels_on(plan.today)
    treads = [Tread(plan.today, [now.get(area, 1) for area in areas], "")]
    for milestone, text in ahead:
        treads.append(Tread(milestone.day, [milestone.levels.get(area, 1) for area in areas], text))
    return treads


_Item = tuple[Callable[[float, float], None], str]
"""How to draw a sign from a place on, and what it means."""


class _Below:
    """Writes what the marks mean, and which areas stay as they are."""

    def __init__(self, sheet: Sheet, shown: Timeline) -> None:
        self._sheet = sheet
        self._rows: list[list[_Item]] = []
        free = 0.0
        for item in _key(sheet, shown):
            if _item_width(item[1]) > free:
                self._rows.append([])
                free = sheet.width - 2 * _MARGIN
            self._rows[-1].append(item)
            free -= _item_width(item[1])
        texts = []
        if shown.held:
            held = ", ".join(f"{printable(h.name)} {'?' if h.level is None else h.level}" for h in shown.held)
            texts.append(_("Stays as it is: {areas}.").format(areas=held))
        self._note = fit(" ".join(texts), _NOTE_SIZES, sheet.width - 2 * _MARGIN, 60, most_lines=3) if texts else None
        self.height = len(self._rows) * _KEY_ROW + (self._note.height if self._note else 0) + 10

    def draw(self, top: float) -> float:
        """Write it from a height downwards, and return where it ends."""
        for row in self._rows:
            x, middle = float(_MARGIN), top - _KEY_ROW / 2
            for draw, words in row:
                draw(x, middle)
                baseline = middle - _KEY_SIZE * UNITS_PER_POINT * CAPITAL / 2
                self._sheet.text(x + _SWATCH + 6, baseline, words, _KEY_SIZE, self._sheet.theme.grey)
                x += _item_width(words)
            top -= _KEY_ROW
        if self._note:
            self._sheet.block(_MARGIN, top, self._note, self._sheet.theme.grey)
            top -= self._note.height
        return top


def _item_width(words: str) -> float:
    return _SWATCH + 6 + room_for(words, _KEY_SIZE) + 22


def _key(sheet: Sheet, shown: Timeline) -> Iterator[_Item]:
    """Yield the items of the legend that are shown: how to draw one from a place on, and its words."""
    bars = list(shown.bars())
    parts = {part.kind for bar in bars for part in bar.parts}
    marks = {mark.kind for row in shown.rows for mark in row.marks}

    def swatch(kind: PartKind, edge: float) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            box = Box(x, y - 6, x + _SWATCH, y + 6)
            if kind is PartKind.MISSED:
                draw_outline(sheet, box, sheet.theme.accent, edge, DASHED)
                return
            draw_part(sheet, kind, box)
            if edge:
                late = kind is PartKind.TOO_LATE
                draw_outline(sheet, box, sheet.theme.accent if late else sheet.theme.score, edge)

        return draw

    def mark(kind: MarkKind) -> Callable[[float, float], None]:
        return lambda x, y: draw_mark(sheet, kind, x + _SWATCH / 2, y, 13)

    def letter(text: str) -> Callable[[float, float], None]:
        down = _KEY_SIZE * UNITS_PER_POINT * CAPITAL / 2
        return lambda x, y: sheet.text(
            x + _SWATCH, y - down, text, _KEY_SIZE, sheet.theme.ink, bold=True, align="right"
        )

    for part, words in PART_WORDS.items():
        if part in parts:
            yield swatch(part, 0 if part in (PartKind.SLACK, PartKind.CLOSED) else 1), _(words)
    if any(bar.tight and not bar.late for bar in bars):
        yield swatch(PartKind.PLANNED, THICK), "! " + _("no slack")
    if bars:
        yield letter(str(min(bar.level for bar in bars))), _("level reached")
    if any(row.implied for row in shown.rows):
        yield letter(IMPLIED), _("needed for another area")
    for kind, words in MARK_WORDS.items():
        if kind in marks:
            yield mark(kind), _(words)
    if shown.milestones:
        yield (lambda x, y: draw_milestone(sheet, x + _SWATCH / 2, y)), _("milestone")
