"""What is said of several teams side by side, in words: the same in pictures, in reports and on screens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sem.analysis.comparable import Used
from sem.analysis.comparison import SIGNIFICANT, Break, Verdict
from sem.analysis.standing import Standing
from sem.analysis.teams import Missing, Order, TeamRow, TeamsComparison
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number, short_date
from sem.i18n import mark as N_

_MISSING = {
    Missing.NO_ROUND: N_("no round yet"),
    Missing.HIDDEN: N_("not shown before the round is revealed"),
    Missing.BELOW_MINIMUM: N_("too few people answered to show it"),
    Missing.OTHER_QUESTIONS: N_("asked other questions, which can't stand beside these"),
    Missing.NOT_APPLICABLE: N_("does not apply to this team"),
    Missing.UNANSWERED: N_("nobody chose a level"),
}
_ORDERS = {
    Order.NAME: N_("Teams by name"),
    Order.AREA: N_("Teams by {area}, the lowest first"),
    Order.WITHIN: N_("Teams by how far their answers lie apart, the furthest first"),
    Order.BETWEEN: N_("Areas by how far the teams lie apart, the furthest first"),
}
_OTHER = {
    Break.QUESTIONNAIRE: N_("it is another questionnaire"),
    Break.VERSION: N_("its version asks something else or uses another scale"),
    Break.SCALE: N_("its scale has another number of levels"),
}

_FAR_APART = 92
"""Days between rounds from which it is told: a team moves in a quarter of a year."""


def missing_words(missing: Missing) -> str:
    """Return why a team has no mean in an area."""
    return _(_MISSING[missing])


def order_words(order: Order, area: str = "") -> str:
    """Return in which order teams and areas stand."""
    return _(_ORDERS[order]).format(area=area)


def standing_words(one: Standing, *, two: bool) -> str:
    """Return what may be said of a team beside the others, in a few words.

    Args:
        one: How it stands.
        two: Whether there is only one other team.
    """
    if one.verdict is Verdict.REAL:
        if two:
            return _("higher than the other: real") if one.higher else _("lower than the other: real")
        return _("higher than the others: real") if one.higher else _("lower than the others: real")
    words = {
        Verdict.NOISE: _("could be noise"),
        Verdict.UNTELLABLE: _("cannot be told, n = {n}").format(n=one.n),
        Verdict.AGREED: _("agreed on, no test"),
        Verdict.NOTHING: _("nothing to compare"),
    }
    return words[one.verdict]


def round_words(row: TeamRow) -> str:
    """Return by which round a team is compared, and what is passed over."""
    own = row.scores.shown
    if own is None:
        return missing_words(Missing.NO_ROUND)
    words = short_date(own.round.opened)
    if row.scores.newer:
        words += "; " + ngettext(
            "{n} newer round has nothing to show", "{n} newer rounds have nothing to show", row.scores.newer
        ).format(n=row.scores.newer)
    return words


def left_out_words(comparison: TeamsComparison) -> Iterator[str]:
    """Yield what is left out and why, and that rounds lie far apart; nothing where all was asked the same at once."""
    base = comparison.base
    if base is None:
        return
    whole = sum(one.asked for one in comparison.areas)
    kept = sum(len(one.area.questions) for one in comparison.areas)
    if kept < whole:
        yield _(
            "Compared are {n} of the {total} questions: those that everybody in a column was asked. So a mean here may "
            "differ from the team's own scores."
        ).format(n=kept, total=whole)
    for used in base.used[1:]:
        yield _used_words(used)
    others = {one.questionnaire.areas for one in base.used}
    ids = {area.id for areas in others for area in areas} - {one.area.id for one in comparison.areas}
    if ids:
        yield ngettext(
            "{n} area of another questionnaire is not shown.", "{n} areas of other questionnaires are not shown.",
            len(ids),
        ).format(n=len(ids))  # fmt: skip
    days = sorted(row.shown.round.opened for row in comparison.rows if row.shown and row.shown.profile.areas)
    if days and (days[-1] - days[0]).days > _FAR_APART:
        yield _("The rounds are of {first} to {last}: what changed meanwhile is among the differences.").format(
            first=short_date(days[0]), last=short_date(days[-1])
        )
    partly = sum(cell.scored.score.withheld > 0 and cell.missing is None for row in comparison.rows
                 for cell in row.cells if cell.scored)  # fmt: skip
    if partly:
        yield ngettext(
            "In {n} cell a question is left out, because too few people answered it to show it.",
            "In {n} cells a question is left out, because too few people answered it to show it.",
            partly,
        ).format(n=partly)


def _used_words(used: Used) -> str:
    name = f"{' '.join(used.questionnaire.title.get(language()).split())} {used.questionnaire.version}"
    total = len(used.questionnaire.questions)
    if used.compared == 0 and used.broken:
        text = ngettext(
            "{name} ({teams} team): nothing of it is compared, because {why}.",
            "{name} ({teams} teams): nothing of it is compared, because {why}.",
            used.users,
        )
        return text.format(name=name, teams=used.users, why=_(_OTHER[used.broken]))
    text = ngettext(
        "{name} ({teams} team): {n} of its {total} questions are compared.",
        "{name} ({teams} teams): {n} of its {total} questions are compared.",
        used.users,
    )
    return text.format(name=name, teams=used.users, n=used.compared, total=total)


def standing_sentences(stand: Sequence[Standing]) -> Iterator[str]:
    """Yield how the verdicts of an area are meant, each only where there is such a verdict."""
    verdicts = {one.verdict for one in stand}
    tested = sum(one.p is not None for one in stand)
    if tested == 2:
        yield _("Real: p is below {limit} in the exact test of the two teams' answers.").format(
            limit=number(SIGNIFICANT, 2)
        )
    elif tested:
        yield _(
            "Each team beside all the others together. Real: p is below {limit}, corrected for looking at {n} teams "
            "(Holm)."
        ).format(limit=number(SIGNIFICANT, 2), n=tested)
    if Verdict.NOISE in verdicts:
        yield _("Could be noise: chance alone gives such a difference often enough, even where the means differ.")
    if Verdict.UNTELLABLE in verdicts:
        yield _("Cannot be told: with so few people even the clearest difference stays above that limit.")
    if Verdict.AGREED in verdicts:
        yield _("What a team agreed on is one value, without chance, and is not tested.")
    if Verdict.REAL in verdicts:
        yield _("Real says that people answer differently, not why, nor that customers notice.")
