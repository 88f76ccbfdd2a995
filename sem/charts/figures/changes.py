"""What changed between two rounds as a figure: per area where it was, where it is, and what may be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from sem.analysis.change_words import basis_words, explanation_words, overall_words, signed, verdict_words
from sem.analysis.comparison import Change, Comparison, Verdict
from sem.analysis.disclosure import Disclosed
from sem.analysis.words import withheld_words
from sem.charts.figures.page import MARGIN, Item, people_line, write_head, write_legend, write_notes
from sem.charts.figures.sheet import SLIDE, Box, Look, Sheet, own_settings
from sem.charts.figures.size import Shape
from sem.charts.figures.table import Place, PlotRow, draw_plot
from sem.charts.figures.typeface import printable
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL

NOTHING = "–"
NO_NUMBERS: Mapping[str, int] = MappingProxyType({})

_AROUND, _ROW = 430.0, 26.0
"""How high head, legend and notes are, and a row."""


def changes_title(comparison: Comparison, team: str) -> str:
    """Return whose rounds are compared, and which."""
    return _("Changes of {team}, {before} – {after}").format(
        team=printable(team), before=_day(comparison.before), after=_day(comparison.after)
    )


def describe_changes(comparison: Comparison) -> str:
    """Return in a text what a figure of changes shows, for those who can't see it."""
    rows = (*comparison.areas, comparison.overall)
    said = "; ".join(f"{_name(change)}: {', '.join(_facts(comparison, change))}" for change in rows)
    return " ".join((*_rounds(comparison), printable(overall_words(comparison.overall)), f"{said}."))


def draw_changes_figure(comparison: Comparison, *, team: str, look: Look = SLIDE) -> Sheet:
    """Draw what changed in each area as a dumbbell with its verdict.

    Args:
        comparison: Of two rounds.
        team: Whose rounds; any text.
        look: Its colours and size.

    Raises:
        InvalidError: It could not be read at that size.
    """
    height = _AROUND + _ROW * (len(comparison.areas) + 1)
    with own_settings():
        sheet = Sheet((Shape(1600, max(900, height)), Shape(1000, max(700, height))), look)
        sheet.tell(changes_title(comparison, team), describe_changes(comparison))
        top = head_of_changes(sheet, _("Changes"), comparison, team)
        bottom = write_notes(sheet, notes_of_changes(comparison, likely=True))
        items = legend_of_changes(sheet, comparison, intervals=True)
        bottom = write_legend(sheet, MARGIN, sheet.width - 2 * MARGIN, bottom, items) + 10
        draw_changes(sheet, Box(MARGIN, bottom, sheet.width - MARGIN, top), comparison, wide=True)
        return sheet


def head_of_changes(sheet: Sheet, kind: str, comparison: Comparison, team: str) -> float:
    """Write whose rounds are compared, of how many people, and the verdict on the whole; return where it ends."""
    title = printable(comparison.after.questionnaire.title.get(language()))
    return write_head(
        sheet,
        f"{kind} · {title}",
        printable(team),
        " ".join(_rounds(comparison)),
        printable(" ".join(basis_words(comparison))),
        printable(overall_words(comparison.overall)),
    )


def notes_of_changes(comparison: Comparison, *, likely: bool) -> list[str]:
    """Return how a figure of changes is to be read, and what is not shown of either round."""
    return [printable(explanation_words(comparison, likely=likely)), *_withheld(comparison)]


def _rounds(comparison: Comparison) -> list[str]:
    words = [_("Then, {day}: {people}."), _("Now, {day}: {people}.")]
    rounds = (comparison.before, comparison.after)
    return [
        said.format(day=_day(one), people=people_line(one.profile)) for said, one in zip(words, rounds, strict=True)
    ]


def _withheld(comparison: Comparison) -> list[str]:
    said = [withheld_words(one.profile) for one in (comparison.before, comparison.after)]
    words = [_("Then: {what}"), _("Now: {what}")]
    return [text.format(what=what) for text, what in zip(words, said, strict=True) if what]


def draw_changes(
    sheet: Sheet, box: Box, comparison: Comparison, *, wide: bool, numbers: Mapping[str, int] = NO_NUMBERS
) -> None:
    """Draw a row for each area and one for all of them.

    Args:
        sheet: What to draw on.
        box: What the rows stand in.
        comparison: Of two rounds.
        wide: Whether there is room for what was likely beside what was measured.
        numbers: What the areas are called at a radar that has no room for their names, by their ids.
    """
    headings = [_("Then"), _("Now"), _("Moved"), *([_("Likely")] if wide else []), _("n"), _("Verdict")]
    rows = [_row(sheet, comparison, change, wide, numbers) for change in (*comparison.areas, comparison.overall)]
    draw_plot(sheet, box, headings, rows, HIGHEST_LEVEL)


def legend_of_changes(sheet: Sheet, comparison: Comparison, *, intervals: bool) -> list[Item]:
    """Return what the marks of the rows mean, as far as there are any."""
    verdicts = {change.verdict for change in (*comparison.areas, comparison.overall)}
    items: list[Item] = []
    if verdicts - {Verdict.NOTHING}:
        items += [
            Item(lambda x, y: _then(sheet, x, y, 1), _("then")),
            Item(lambda x, y: _now(sheet, x, y, 1), _("now")),
        ]  # fmt: skip
    for verdict, words in (
        (Verdict.REAL, _("real change")),
        (Verdict.NOISE, _("could be noise")),
        (Verdict.UNTELLABLE, _("cannot be told")),
        (Verdict.AGREED, _("agreed on, no test")),
    ):
        if verdict in verdicts:
            items.append(Item(_bar_drawer(sheet, verdict), words))
    if intervals and any(change.interval for change in (*comparison.areas, comparison.overall)):
        items.append(
            Item(lambda x, y: _whisker(sheet, x - 15, x + 15, y, 1), _("where “now” likely is, seen from then (95%)"))
        )
    return items


def _bar_drawer(sheet: Sheet, verdict: Verdict) -> Callable[[float, float], None]:
    return lambda x, y: _bar(sheet, verdict, x - 15, x + 15, y, 1)


def _row(sheet: Sheet, comparison: Comparison, change: Change, wide: bool, numbers: Mapping[str, int]) -> PlotRow:
    theme = sheet.theme
    overall = change.area is None
    missing = change.before is None or change.after is None
    real = change.verdict is Verdict.REAL
    cells = [NOTHING] * (5 if wide else 4)
    if change.before is not None and change.after is not None:
        cells = [number(change.before), number(change.after), signed(change.after - change.before)]
        if wide:
            cells.append(_likely(change) or NOTHING)
        cells.append(str(change.n) if change.n else NOTHING)
    verdict = _verdict(comparison, change)
    number_ = f"{numbers[change.area.id]} " if change.area and change.area.id in numbers else ""
    return PlotRow(
        number_ + _name(change),
        (*cells, verdict),
        lambda y, x, scale: _marks(sheet, change, y, x, scale, wide),
        theme.grey if missing else theme.ink,
        strong=frozenset({len(cells), 2} if real else ()),
        bold=real,
        muted=missing,
        apart=overall,
    )


def _name(change: Change) -> str:
    return printable(change.area.short.get(language())) if change.area else _("Overall")


def _verdict(comparison: Comparison, change: Change) -> str:
    if change.verdict is Verdict.NOTHING and change.area is not None:
        for shown in (comparison.before, comparison.after):
            for scored in shown.profile.areas:
                if scored.area.id == change.area.id and scored.score.withheld:
                    return _("not shown")
    return verdict_words(change)


def _likely(change: Change) -> str:
    return f"{signed(change.interval[0])} … {signed(change.interval[1])}" if change.interval else ""


def _facts(comparison: Comparison, change: Change) -> list[str]:
    facts = []
    if change.before is not None and change.after is not None:
        facts.append(f"{number(change.before)} → {number(change.after)}")
    return [*facts, _verdict(comparison, change)]


def _day(shown: Disclosed) -> str:
    return long_date(shown.round.opened)


def _marks(sheet: Sheet, change: Change, y: float, x: Place, scale: float, wide: bool) -> None:
    if change.before is None or change.after is None:
        return
    then, now = x(change.before), x(change.after)
    if wide and change.interval:
        low, high = (min(max(change.before + end, LOWEST_LEVEL), HIGHEST_LEVEL) for end in change.interval)
        # Below the way from then to now, which would hide its nearer end.
        _whisker(sheet, x(low), x(high), y - 9 * scale, scale)
    draw_move(sheet, change.verdict, then, now, y, scale)


def draw_move(sheet: Sheet, verdict: Verdict, then: float, now: float, y: float, scale: float) -> None:
    """Draw where something was and is at a height, and the way from then to now by what may be said of it."""
    _bar(sheet, verdict, then, now, y, scale)
    _then(sheet, then, y, scale)
    _now(sheet, now, y, scale)


def _bar(sheet: Sheet, verdict: Verdict, start: float, end: float, y: float, scale: float) -> None:
    """Draw the way from then to now: solid and thick only where it is real."""
    if verdict is Verdict.REAL:
        sheet.line([(start, y), (end, y)], sheet.theme.score, 5 * scale)
    elif verdict is Verdict.AGREED:
        for up in (-2.2 * scale, 2.2 * scale):
            sheet.line([(start, y + up), (end, y + up)], sheet.theme.score, 1.2 * scale)
    else:
        dashes = (4, 2) if verdict is Verdict.NOISE else (1, 2)
        sheet.line([(start, y), (end, y)], sheet.theme.grey, 1.8 * scale, (0, dashes))


def _whisker(sheet: Sheet, low: float, high: float, y: float, scale: float) -> None:
    sheet.line([(low, y), (high, y)], sheet.theme.grey, 1 * scale)
    for end in (low, high):
        sheet.line([(end, y - 3.5 * scale), (end, y + 3.5 * scale)], sheet.theme.grey, 1.2 * scale)


def _then(sheet: Sheet, x: float, y: float, scale: float) -> None:
    sheet.mark((x, y), "o", 10 * scale, sheet.theme.paper, sheet.theme.ink, 1.5 * scale)


def _now(sheet: Sheet, x: float, y: float, scale: float) -> None:
    # Smaller than the mark of then, so that both are seen where nothing moved.
    sheet.mark((x, y), "o", 7 * scale, sheet.theme.score, sheet.theme.paper, 0.8 * scale)


def axis_texts(changes: Sequence[Change]) -> list[str]:
    """Return what stands under the name of each area at a radar."""
    return [
        _("nothing to compare")
        if change.before is None or change.after is None
        else f"{number(change.before)} → {number(change.after)}"
        for change in changes
    ]
