"""One team in the list: its last round, how far that is, and a small profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from sem.analysis.words import withheld_words
from sem.charts.terminal.picture import Characters
from sem.charts.terminal.sparkline import progress_bar, sparkline
from sem.i18n import gettext as _
from sem.i18n import language, number, percent, short_date
from sem.model.assessment import Team
from sem.model.questionnaire import AreaKind
from sem.tui.painting import painted
from sem.tui.text import MISSING, cell_width, fit, plain, spread, user
from sem.tui.widgets.rows import Row

if TYPE_CHECKING:
    from sem.tui.data import RoundScores, TeamSummary

_BAR = 8


def team_row(team: Team, summary: TeamSummary | None, width: int, characters: Characters) -> Row:
    """Return a team's row, two lines.

    Args:
        team: The team.
        summary: Its last round; None until it has been read.
        width: The cells of a line.
        characters: What to draw with.
    """
    if summary is None:
        first, second = Content(""), Content("")
    elif summary.problem:
        first, second = Content(""), Content.styled(fit(summary.problem, width), "$error")
    elif summary.last and summary.last.hidden:
        first, second = _round_words(summary.last), _participation(summary.last, width)
    elif summary.last is None:
        first, second = Content(""), Content.styled(fit(_("no round yet"), width), "$muted")
    else:
        first, second = _round_words(summary.last), _scores(summary.last, width, characters)
    first = first.truncate(max(1, width - 12), ellipsis=True)
    lines = [spread(user(team.name, "bold"), first, width), second]
    return Row(team.id, Content("\n").join(lines))


def _round_words(last: RoundScores) -> Content:
    title = plain(last.questionnaire.title.get(language()))
    return Content.styled(f"{title} · {short_date(last.round.opened)}", "$muted")


def _participation(last: RoundScores, width: int) -> Content:
    """Return how many are done with a round that hides its answers; nothing else of it is to be seen."""
    from sem.tui.closing import short_participation

    hidden = _("hidden until you reveal it")
    room = width - cell_width(hidden) - 2
    return spread(Content(fit(short_participation(last.participation), room)), Content.styled(hidden, "$muted"), width)


def _scores(last: RoundScores, width: int, characters: Characters) -> Content:
    overall = last.profile.overall
    if overall.unseen and overall.mean is None:
        # A flat profile with dashes would look like a round in which nobody chose anything.
        right = _progress(last, characters, width)
        room = max(1, width - right.cell_length - 2)
        words = (
            _("answers not shown") if cell_width(withheld_words(last.profile)) > room else withheld_words(last.profile)
        )
        return spread(Content.styled(words, "$muted"), right, width)
    blocks = [scored.score.mean for scored in last.profile.of_kind(AreaKind.BUILDING_BLOCK)]
    layers = [scored.score.mean for scored in last.profile.of_kind(AreaKind.LAYER)]
    profile = Content(" ").join(painted(sparkline(part, characters=characters)) for part in (blocks, layers) if part)
    mean = MISSING if overall.mean is None else number(overall.mean)
    coverage = MISSING if overall.coverage is None else percent(overall.coverage)
    room = width - profile.cell_length - len(mean) - 8
    numbers = _("n = {n}, coverage {coverage}").format(n=overall.n, coverage=coverage)
    right = _progress(last, characters, room - cell_width(numbers))
    left = Content.assemble(profile, "   ", (mean, "$accent bold"), (f"   {numbers}", "$muted"))
    return spread(left, right, width)


def _progress(last: RoundScores, characters: Characters, width: int) -> Content:
    """Return how far the round is: with a bar where there is room for one, else in words, long or short."""
    if last.complete:
        return Content.styled(_("complete"), "$muted")
    words = Content.styled(_("{done} of {total} filled in").format(done=last.answered, total=last.total), "$muted")
    bar = painted(progress_bar(last.answered, last.total, _BAR, characters=characters))
    with_bar = Content.assemble(bar, "  ", words)
    if with_bar.cell_length <= width:
        return with_bar
    if words.cell_length <= width:
        return words
    return Content.styled(_("{done}/{total} filled in").format(done=last.answered, total=last.total), "$muted")
