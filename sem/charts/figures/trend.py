"""The rounds of a team as a figure: a small chart an area, cut where the questionnaire asks something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from sem.analysis.change_words import break_words, left_out_words
from sem.analysis.disclosure import Disclosed
from sem.analysis.interval import FEWEST_FOR_INTERVAL, NoInterval, Point
from sem.analysis.trend import Trend
from sem.analysis.words import no_mean_words
from sem.charts.bars import side_by_side
from sem.charts.figures.page import MARGIN, Item, people_line, write_head, write_legend, write_notes
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.typeface import CAPITAL, UNITS_PER_POINT, fit, lay_out, line_height, printable, room_for
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, short_date
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

_AROUND, _PANEL = 330.0, 165.0
"""How high head, legend and notes are, and a chart."""
_WIDE_COLUMNS, _HIGH_COLUMNS = 5, 3
_WIDE = 1.6
"""How much wider than high a sheet of many charts is."""
_GAP = 34.0
_SMALL = 8.5
_LEAST_APART = 11.0
"""Units between the marks of two rounds, also of one day."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One area, or all of them.

    Args:
        name: Printable.
        points: One for each round.
        missing: Why there is no mean, in words; empty where there is one.
    """

    name: str
    points: tuple[Point, ...]
    missing: tuple[str, ...]


def _describe(trend: Trend, lines: Sequence[TrendLine]) -> str:
    if not trend.rounds:
        return _("There is no round yet with scores that may be shown.")
    said = "; ".join(line_told(trend, line) for line in lines)
    return " ".join([days_told(trend), *breaks_of_trend(trend), f"{said}."])


def days_told(trend: Trend) -> str:
    """Return of which days the rounds are."""
    days = ", ".join(short_date(shown.round.opened) for shown in trend.rounds)
    return _("Rounds of {days}.").format(days=days)


def line_told(trend: Trend, line: TrendLine) -> str:
    """Return the mean of each round in a row, cut where rounds can't be compared."""
    values = [word or number(point.mean or 0) for point, word in zip(line.points, line.missing, strict=True)]
    ends = [" |" if broken else "" for broken in (*trend.breaks, None)]
    return f"{line.name}: {', '.join(map(''.join, zip(values, ends, strict=True)))}"


def draw_trend_figure(trend: Trend, *, team: str, look: Look = SLIDE) -> Sheet:
    """Draw the trend of each area over all rounds.

    No line goes from a round to one that it can't be compared with, nor past a round without a score.

    Args:
        trend: Of any number of rounds, also of none.
        team: Whose rounds; any text.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    lines = _lines(trend)
    wide = min(_WIDE_COLUMNS, max(1, ceil((len(lines) * _WIDE) ** 0.5)))
    high = min(_HIGH_COLUMNS, wide)
    shapes = (
        Shape(1600, max(900, _AROUND + _PANEL * ceil(len(lines) / wide))),
        Shape(1000, max(700, _AROUND + 40 + _PANEL * ceil(len(lines) / high))),
    )
    with own_settings():
        sheet = Sheet(shapes, look)
        sheet.tell(_("Trend of {team}").format(team=printable(team)), _describe(trend, lines))
        top = _head(sheet, trend, team)
        if not trend.rounds:
            return sheet
        bottom = write_notes(sheet, notes_of_trend(trend))
        items = legend_of_trend(sheet, trend, lines)
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, items) + 14
        columns = wide if sheet.shape is shapes[0] else high
        rows = ceil(len(lines) / columns)
        width = (sheet.width - 2 * MARGIN - (columns - 1) * _GAP) / columns
        height = (top - bottom) / rows
        size = min(fit(line.name, (12, 11, 10, 9, 8), width, 36, most_lines=2).size for line in lines)
        for n, line in enumerate(lines):
            left = MARGIN + n % columns * (width + _GAP)
            up = top - n // columns * height
            _panel(sheet, Box(left, up - height + 16, left + width, up), trend, line, size)
        return sheet


def _lines(trend: Trend) -> list[TrendLine]:
    if not trend.rounds:
        return []
    areas = [(area.id, printable(area.short.get(language()))) for area in trend.areas]
    return [trend_line(trend, area_id, name) for area_id, name in (*areas, (None, _("Overall")))]


def trend_line(trend: Trend, area_id: str | None, name: str) -> TrendLine:
    """Return the line of an area, or over all with None, under a printable name."""
    return TrendLine(name, trend.points(area_id), tuple(_missing(shown, area_id) for shown in trend.rounds))


def _missing(shown: Disclosed, area_id: str | None) -> str:
    if area_id is None:
        return "" if shown.profile.overall.mean is not None else no_mean_words(shown.profile.overall)
    scores = [one.score for one in shown.profile.areas if one.area.id == area_id]
    if not scores:
        return _("not asked")
    return "" if scores[0].mean is not None else no_mean_words(scores[0])


def _head(sheet: Sheet, trend: Trend, team: str) -> float:
    kind = _("Trend")
    if not trend.rounds:
        return write_head(sheet, kind, printable(team), _("There is no round yet with scores that may be shown."))
    asked = printable(trend.rounds[-1].questionnaire.title.get(language()))
    return write_head(sheet, f"{kind} · {asked}", printable(team), *rounds_told(trend))


def rounds_told(trend: Trend) -> tuple[str, str]:
    """Return of how many rounds a trend is, and of how many people the last one."""
    first, last = trend.rounds[0], trend.rounds[-1]
    count = ngettext("{n} round", "{n} rounds", len(trend.rounds)).format(n=len(trend.rounds))
    if len(trend.rounds) > 1:
        count = _("{rounds}, {first} – {last}").format(
            rounds=count, first=long_date(first.round.opened), last=long_date(last.round.opened)
        )
    newest = _("The last round, {day}: {people}.")
    return count, newest.format(day=long_date(last.round.opened), people=people_line(last.profile))


def breaks_of_trend(trend: Trend) -> list[str]:
    """Return where rounds can't be compared, and why."""
    return [printable(words) for at in range(len(trend.breaks)) if (words := break_words(trend, at))]


def notes_of_trend(trend: Trend) -> list[str]:
    """Return how a figure of a trend is to be read, and what is left out."""
    notes = breaks_of_trend(trend)
    if notes:
        notes.append(_("What is before a double line can't be compared with what is after it."))
    if trend.left_out:
        notes.append(left_out_words(trend))
    notes.append(_("n: how many people chose a level. A score says how people answer, not what customers notice."))
    return notes


def legend_of_trend(sheet: Sheet, trend: Trend, lines: Sequence[TrendLine]) -> list[Item]:
    """Return what the marks of lines mean, as far as there are any."""
    points = [point for line in lines for point in line.points if point.mean is not None]
    found = {point.why_none for point in points}
    items: list[Item] = []
    if None in found:
        items.append(Item(_marker(sheet, Point(3, 9, (2, 4))), _("mean, and where it likely lies (95%)")))
    for why, words in (
        (NoInterval.TOO_FEW, _("fewer than {n} people: how sure it is cannot be told").format(n=FEWEST_FOR_INTERVAL)),
        (NoInterval.ALIKE, _("all answered alike")),
        (NoInterval.AGREED, _("the team agreed on it: no chance to reckon with")),
    ):
        if why in found:
            items.append(Item(_marker(sheet, Point(3, 9, why_none=why)), words))
    if any(trend.breaks):
        items.append(
            Item(lambda x, y: _break(sheet, x, y - 9, y + 9), _("the questionnaire changed: not to be compared"))
        )
    return items


def _marker(sheet: Sheet, point: Point) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        _mark(sheet, point, x, lambda value: y + (value - 3) * 9)

    return draw


def _panel(sheet: Sheet, box: Box, trend: Trend, line: TrendLine, size: float) -> None:
    theme = sheet.theme
    last = line.points[-1]
    told = line.missing[-1] or _value(last)
    head = lay_out(line.name, size, box.width)
    sheet.block(box.left, box.top, head, theme.ink if last.mean is not None else theme.grey)
    told_at = box.top - head.height - 15
    sheet.text(box.left, told_at, told, 11, theme.ink, bold=True)
    frame = Box(box.left, box.bottom + 2 * line_height(_SMALL) + 9, box.right, told_at - 12)
    xs, _y = draw_trend_line(sheet, frame, trend, line)
    _feet(sheet, box, trend, line, xs)


def draw_trend_line(
    sheet: Sheet, box: Box, trend: Trend, line: TrendLine, size: float = _SMALL
) -> tuple[list[float], Callable[[float], float]]:
    """Draw a line through the rounds on the levels, its marks as much larger as its letters.

    Args:
        sheet: What to draw on.
        box: What it stands in.
        trend: Of at least one round.
        line: What to draw of each.
        size: Of the numbers of the levels, in points.

    Returns:
        Where each round stands, and how to get from a mean to its height.
    """
    theme, scale = sheet.theme, size / _SMALL
    frame = Box(box.left + 14 * scale, box.bottom, box.right, box.top)

    def y(value: float) -> float:
        return frame.bottom + (value - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL) * frame.height

    for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1):
        sheet.line([(frame.left, y(level)), (frame.right, y(level))], theme.faint, 0.9, back=True)
        if level in (LOWEST_LEVEL, HIGHEST_LEVEL) or frame.height > 90:
            sheet.text(box.left, y(level) - size * UNITS_PER_POINT * CAPITAL / 2, str(level), size, theme.grey)
    aside = 10 * scale
    xs = _places(trend, Box(frame.left + aside, frame.bottom, frame.right - aside, frame.top))
    for at, broken in enumerate(trend.breaks):
        if broken:
            _break(sheet, (xs[at] + xs[at + 1]) / 2, frame.bottom, frame.top)
        elif (then := line.points[at].mean) is not None and (now := line.points[at + 1].mean) is not None:
            sheet.line([(xs[at], y(then)), (xs[at + 1], y(now))], theme.score, 1.8 * scale)
    for point, x in zip(line.points, xs, strict=True):
        _mark(sheet, point, x, y, scale)
    return xs, y


def _places(trend: Trend, frame: Box) -> list[float]:
    """Return where each round stands: by its day, and never on another."""
    days = [shown.round.opened.toordinal() for shown in trend.rounds]
    span = days[-1] - days[0]
    if not span:
        middle = (frame.left + frame.right) / 2
        return [middle + (n - (len(days) - 1) / 2) * min(40.0, frame.width / len(days)) for n in range(len(days))]
    wanted = [(day - days[0]) / span * frame.width for day in days]
    least = min(_LEAST_APART, frame.width / len(days))
    placed = side_by_side([(at - least / 2, at + least / 2) for at in wanted], least, frame.width)
    return [frame.left + (start + end) / 2 for start, end in placed]


def _break(sheet: Sheet, x: float, bottom: float, top: float) -> None:
    for aside in (-2.5, 2.5):
        sheet.line([(x + aside, bottom), (x + aside, top)], sheet.theme.ink, 1.1, (0, (2, 2)))


def _mark(sheet: Sheet, point: Point, x: float, y: Callable[[float], float], scale: float = 1.0) -> None:
    if point.mean is None:
        return
    theme = sheet.theme
    if point.interval:
        low, high = map(y, point.interval)
        sheet.line([(x, low), (x, high)], theme.grey, 1.2 * scale)
        for end in (low, high):
            sheet.line([(x - 4 * scale, end), (x + 4 * scale, end)], theme.grey, 1.2 * scale)
    shape = "s" if point.why_none is NoInterval.AGREED else "o"
    hollow = point.why_none is NoInterval.TOO_FEW
    sheet.mark((x, y(point.mean)), shape, 6.5 * scale, theme.paper if hollow else theme.score, theme.score, 1.3 * scale)


def _feet(sheet: Sheet, box: Box, trend: Trend, line: TrendLine, xs: Sequence[float]) -> None:
    """Write below a chart how many people each round has, and of which year or day it is, as far as there is room."""
    second = box.bottom + _SMALL * UNITS_PER_POINT * 0.3
    first = second + line_height(_SMALL)
    sheet.text(box.left, first, "n", _SMALL, sheet.theme.grey)
    days = [shown.round.opened for shown in trend.rounds]
    several = len({day.year for day in days}) > 2
    labels = [str(day.year) if several else short_date(day) for day in days]
    counts = ["–" if point.mean is None else str(point.n) for point in line.points]
    for texts, baseline in ((counts, first), (labels, second)):
        end, before = box.left + room_for("n ", _SMALL) if baseline == first else box.left, ""
        for text, x in zip(texts, xs, strict=True):
            width = room_for(text, _SMALL)
            left = min(max(x - width / 2, box.left), box.right - width)
            if left < end or (text == before and baseline == second):
                continue
            sheet.text(left, baseline, text, _SMALL, sheet.theme.grey)
            end, before = left + width + 6, text


def _value(point: Point) -> str:
    mean = number(point.mean or 0)
    return f"{mean} ({number(point.interval[0])} – {number(point.interval[1])})" if point.interval else mean
