"""What all figures of several teams have: whom they are of, in which order, and what may not be read into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sem.analysis.interval import FEWEST_FOR_INTERVAL
from sem.analysis.teams import Missing, Order, TeamRow, TeamsComparison
from sem.analysis.teams_words import left_out_words, missing_words, order_words, round_words
from sem.charts.figures.page import Item, people_line, write_head
from sem.charts.figures.sheet import Sheet
from sem.charts.figures.typeface import printable
from sem.charts.terminal.heatmap import BLANKS
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number


@dataclass(frozen=True, slots=True)
class Ordered:
    """In which order teams and areas stand; `area_id` is the area with `Order.AREA`."""

    order: Order = Order.NAME
    area_id: str | None = None


BY_NAME = Ordered()


def head_of_teams(sheet: Sheet, kind: str, title: str, comparison: TeamsComparison, ordered: Ordered) -> float:
    """Write what is compared of whom and in which order, and return where it ends."""
    if not comparison.areas:
        none = _("No team has a round yet, so there is nothing to set side by side.")
        return write_head(sheet, kind, title, counted(comparison), none)
    assert comparison.base is not None
    asked = printable(comparison.base.questionnaire.title.get(language()))
    order = order_words(ordered.order, short_name(comparison, ordered.area_id))
    people = sum(row.scores.shown.profile.n for row in comparison.rows if row.scores.shown)
    respondents = ngettext("{n} respondent", "{n} respondents", people).format(n=people)
    return write_head(
        sheet, f"{kind} · {asked}", title, f"{counted(comparison)}, {respondents} · {printable(order)}",
        *([caution()] if len(comparison.rows) > 1 else []),
    )  # fmt: skip


def caution() -> str:
    """Return what may not be read into scores of teams beside each other."""
    return _("A team that stands higher need not be better: what differs may be chance, or how strict people are.")


def unsure_words() -> str:
    """Return why a mean may have no interval."""
    words = _("fewer than {n} people, all alike, or agreed on: how sure it is cannot be told")
    return words.format(n=FEWEST_FOR_INTERVAL)


def counted(comparison: TeamsComparison) -> str:
    """Return how many teams there are."""
    n = len(comparison.rows)
    return ngettext("{n} team", "{n} teams", n).format(n=n)


def short_name(comparison: TeamsComparison, area_id: str | None) -> str:
    """Return the short name of an area, printable; empty where there is none."""
    areas = (one.area for one in comparison.areas if one.area.id == area_id)
    return next((printable(area.short.get(language())) for area in areas), "")


def row_round(row: TeamRow) -> str:
    """Return by which round a team is compared, and of how many people that is."""
    if row.scores.shown is None:
        return missing_words(Missing.NO_ROUND)
    return f"{round_words(row)} · {people_line(row.scores.shown.profile)}"


def notes_of_teams(comparison: TeamsComparison) -> list[str]:
    """Return what is left out and why."""
    return [printable(words) for words in left_out_words(comparison)]


def describe_teams(comparison: TeamsComparison) -> str:
    """Return in a text what a figure of several teams shows, for those who can't see it."""
    if not comparison.areas:
        return _("No team has a round yet, so there is nothing to set side by side.")
    said = [f"{printable(row.team.name)}: {', '.join(_cells(row))}" for row in comparison.rows]
    areas = ", ".join(printable(one.area.short.get(language())) for one in comparison.areas)
    words = _("The means of {teams} in these areas, in this order: {areas}.")
    return f"{words.format(teams=counted(comparison), areas=areas)} {'; '.join(said)}."


def _cells(row: TeamRow) -> Iterator[str]:
    for cell in row.cells:
        yield number(cell.mean) if cell.mean is not None else missing_words(cell.missing or Missing.UNANSWERED)


def sign(missing: Missing | None) -> str:
    """Return the sign for why there is no mean."""
    return BLANKS[(missing or Missing.UNANSWERED).value][0]


def sign_words(comparison: TeamsComparison) -> str:
    """Return what the signs mean that stand where there is no mean, as one line; empty where there are none."""
    found = _missing(comparison)
    return " · ".join(f"{BLANKS[why.value][0]} {_(BLANKS[why.value][2])}" for why in Missing if why in found)


def sign_items(sheet: Sheet, comparison: TeamsComparison) -> list[Item]:
    """Return what the signs mean that stand where there is no mean, as far as there are any."""
    found = _missing(comparison)
    return [Item(_letter(sheet, BLANKS[why.value][0]), _(BLANKS[why.value][2])) for why in Missing if why in found]


def _missing(comparison: TeamsComparison) -> frozenset[Missing]:
    return frozenset(cell.missing for row in comparison.rows for cell in row.cells if cell.missing)


def _letter(sheet: Sheet, text: str) -> Callable[[float, float], None]:
    return lambda x, y: sheet.text(x, y - 5, text, 12, sheet.theme.grey, align="center")
