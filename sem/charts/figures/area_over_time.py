"""One area of a team over all its rounds: its trend large, the verdict on its last change, and what drove that."""

from __future__ import annotations

from collections.abc import Sequence

from sem.analysis.area_change_words import change_of, change_words, driving_questions, no_cause_words
from sem.analysis.change_words import basis_words, explanation_words, signed
from sem.analysis.comparison import Change, Comparison, QuestionChange, Verdict
from sem.analysis.trend import Trend
from sem.charts.figures.changes import draw_move
from sem.charts.figures.page import MARGIN, Item, write_head, write_legend, write_notes
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.table import Place, PlotRow, draw_plot
from sem.charts.figures.trend import (
    TrendLine,
    breaks_of_trend,
    days_told,
    draw_trend_line,
    legend_of_trend,
    line_told,
    notes_of_trend,
    rounds_told,
    trend_line,
)
from sem.charts.figures.typeface import fit, line_height, printable, room_for
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, short_date
from sem.model.questionnaire import HIGHEST_LEVEL

_WIDE, _HIGH = 900.0, 1180.0
_ROW, _ROWS_OF_TEXT = 34.0, 330.0
"""How high a question is, and all that stands around the questions."""
_LEFT_SHARE, _UPPER_SHARE = 0.56, 0.5
_SIZE = 12.0
"""Of the letters in the chart, in points."""
_DAY_ROWS = 2


def draw_area_over_time_figure(
    trend: Trend, comparison: Comparison | None, area_id: str, *, team: str, look: Look = SLIDE
) -> Sheet:
    """Draw the trend of one area, and the change between two of its rounds.

    Args:
        trend: Of at least one round.
        comparison: Of two of its rounds; None where there are no two that can be compared.
        area_id: The area, of the newest round's questionnaire.
        team: Whose rounds; any text.
        look: Its colours and size.

    Raises:
        KeyError: The newest questionnaire has no such area.
        InvalidError: It could not be read at that size.
    """
    area = next((one for one in trend.areas if one.id == area_id), None)
    if area is None:
        raise KeyError(area_id)
    title = printable(area.title.get(language()))
    line = trend_line(trend, area_id, printable(area.short.get(language())))
    change = change_of(area_id, comparison)
    questions = list(driving_questions(change)) if change else []
    needed = _ROWS_OF_TEXT + _ROW * len(questions)
    shapes = Shape(1600, max(_WIDE, 260 + needed)), Shape(1000, max(_HIGH, 2 * needed + 240))
    with own_settings():
        sheet = Sheet(shapes, look)
        sheet.tell(_("{area} of {team} over time").format(area=line.name, team=printable(team)),
                   _describe(trend, line, comparison, change))  # fmt: skip
        asked = printable(trend.rounds[-1].questionnaire.title.get(language()))
        rounds, newest = rounds_told(trend)
        kind = _("One area over time")
        top = write_head(sheet, f"{kind} · {asked}", title, f"{printable(team)} · {rounds}", newest)
        notes = notes_of_trend(trend)
        if comparison and change:
            notes.append(printable(explanation_words(comparison, likely=bool(change.interval))))
        bottom = write_notes(sheet, notes)
        items = [*legend_of_trend(sheet, trend, [line]), *(_legend(sheet, change) if questions and change else [])]
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, items) + 14
        edge = sheet.width - MARGIN
        if not (comparison and change):
            _chart(sheet, Box(MARGIN, bottom, edge, top), trend, line)
        elif sheet.shape is shapes[0]:
            split = MARGIN + (edge - MARGIN) * _LEFT_SHARE
            _chart(sheet, Box(MARGIN, bottom, split - 30, top), trend, line)
            _changed(sheet, Box(split + 30, bottom, edge, top), comparison, change, questions)
        else:
            split = top - (top - bottom) * _UPPER_SHARE
            _chart(sheet, Box(MARGIN, split + 20, edge, top), trend, line)
            _changed(sheet, Box(MARGIN, bottom, edge, split - 20), comparison, change, questions)
        return sheet


def _describe(trend: Trend, line: TrendLine, comparison: Comparison | None, change: Change | None) -> str:
    words = [days_told(trend), *breaks_of_trend(trend), f"{line_told(trend, line)}."]
    if comparison and change:
        words.append(f"{_between(comparison)}: {change_words(change)}.")
        words += [f"{_label(one)} {number(one.before)} → {number(one.after)}." for one in driving_questions(change)]
        if change.verdict is Verdict.NOISE:
            words.append(no_cause_words())
    return " ".join(words)


def _between(comparison: Comparison) -> str:
    then, now = (long_date(one.round.opened) for one in (comparison.before, comparison.after))
    return f"{then} → {now}"


def _label(one: QuestionChange) -> str:
    return printable(one.question.label.get(language()))


def _chart(sheet: Sheet, box: Box, trend: Trend, line: TrendLine) -> None:
    """Draw the trend with the mean at each mark, and below it how many people there were on which day."""
    step = line_height(_SIZE)
    frame = Box(box.left, box.bottom + (1 + _DAY_ROWS) * step + 20, box.right, box.top - step)
    xs, y = draw_trend_line(sheet, frame, trend, line, _SIZE)
    values = []
    for point, missing in zip(line.points, line.missing, strict=True):
        if point.mean is None:
            values.append((missing, (frame.bottom + frame.top) / 2))
        else:
            values.append((number(point.mean), y(point.interval[1] if point.interval else point.mean) + 12))
    _in_turn(sheet, box, [(text, x, [at]) for (text, at), x in zip(values, xs, strict=True)], bold=True)
    first = frame.bottom - step - 8
    left = box.left + room_for("n  ", _SIZE)
    sheet.text(box.left, first, "n", _SIZE, sheet.theme.grey)
    counts = ["–" if point.mean is None else str(point.n) for point in line.points]
    _in_turn(
        sheet, Box(left, box.bottom, box.right, box.top), [(n, x, [first]) for n, x in zip(counts, xs, strict=True)]
    )
    rows = [first - (row + 1) * step for row in range(_DAY_ROWS)]
    days = [short_date(shown.round.opened) for shown in trend.rounds]
    _in_turn(sheet, box, [(day, x, rows) for day, x in zip(days, xs, strict=True)])


def _in_turn(
    sheet: Sheet, box: Box, texts: Sequence[tuple[str, float, Sequence[float]]], *, bold: bool = False
) -> None:
    """Write texts at their places where there is room, the last and the first before the others.

    Args:
        sheet: What to write on.
        box: From where to where they may stand.
        texts: Each with its middle and the lines it may stand on, the best first.
        bold: Whether they are numbers to look at first.
    """
    taken: list[tuple[float, float, float]] = []
    high = line_height(_SIZE) * 0.8
    for n in dict.fromkeys((len(texts) - 1, 0, *range(len(texts)))):
        text, x, lines = texts[n]
        width = room_for(text, _SIZE, bold)
        left = min(max(x - width / 2, box.left), box.right - width)
        for baseline in lines:
            clear = all(left > end + 8 or left + width + 8 < start or abs(baseline - at) >= high
                        for start, end, at in taken)  # fmt: skip
            if clear:
                taken.append((left, left + width, baseline))
                colour = sheet.theme.ink if bold else sheet.theme.grey
                sheet.text(left, baseline, text, _SIZE, colour, bold=bold)
                break


def _changed(
    sheet: Sheet, box: Box, comparison: Comparison, change: Change, questions: Sequence[QuestionChange]
) -> None:
    """Write what may be said of the change, and draw the questions that drove it, or say why none is named."""
    theme, top = sheet.theme, box.top
    for text, sizes, bold, colour in (
        (_between(comparison), (14.0, 13.0, 12.0), True, theme.ink),
        (change_words(change), (13.0, 12.0, 11.0), False, theme.ink),
        (printable(" ".join(basis_words(comparison))), (11.0, 10.0), False, theme.grey),
        (no_cause_words() if change.verdict is Verdict.NOISE else "", (11.0, 10.0), False, theme.grey),
    ):
        if text:
            fitted = fit(text, sizes, box.width, 100, bold=bold, most_lines=5)
            sheet.block(box.left, top, fitted, colour)
            top -= fitted.height + 5
    if not questions:
        return
    headings = [_("Then"), _("Now"), _("Moved")]
    rows = [_row(sheet, change.verdict, one) for one in questions]
    draw_plot(sheet, Box(box.left, box.bottom, box.right, top - 10), headings, rows, HIGHEST_LEVEL)


def _row(sheet: Sheet, verdict: Verdict, one: QuestionChange) -> PlotRow:
    def marks(y: float, x: Place, scale: float) -> None:
        draw_move(sheet, verdict, x(one.before), x(one.after), y, scale)

    cells = number(one.before), number(one.after), signed(one.change)
    return PlotRow(_label(one), cells, marks, sheet.theme.ink)


def _legend(sheet: Sheet, change: Change) -> list[Item]:
    return [
        Item(lambda x, y: draw_move(sheet, change.verdict, x - 13, x + 13, y, 1), _("a question, from then to now"))
    ]
