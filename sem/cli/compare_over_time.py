"""One team compared with itself over time, for `sem compare`."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, cast

from sem.cli.compare_figures import FigureWish, write_over_time
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.errors import InvalidError
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from sem.analysis.comparison import Comparison
    from sem.analysis.trend import Trend
    from sem.charts.terminal.picture import Characters
    from sem.cli.session import Session
    from sem.model.assessment import Team


PATIENCE = 2.0
"""Seconds after which whoever waits at a terminal is told how far a comparison is."""


def compare_over_time(
    session: Session,
    name: str,
    earlier: str | None,
    later: str | None,
    *,
    area: str | None,
    as_json: bool,
    wish: FigureWish,
) -> None:
    """Tell how a team changed over its rounds.

    Args:
        session: The workspace and the preferences.
        name: The name or id of the team.
        earlier: The id of the earlier round; None for the newest one that can be compared with the later.
        later: The id of the later round; None for the last.
        area: The id or name of the area of which all is told; None for all areas in a table.
        as_json: Whether to print JSON, which always has everything.
        wish: Which pictures to write instead.

    Raises:
        NotFoundError: There is no such team, or it has no round.
        InvalidError: There is no such area, or the rounds can't be compared.
    """
    from sem.cli.round_telling import no_round
    from sem.reports.comparison import comparison_json, team_trend

    team = session.store.find_team(name)
    if not session.store.rounds(team.id):
        raise no_round(session, team)
    trend = team_trend(session.store, team)
    comparison = _chosen(session, team, trend, earlier, later)
    if wish.wanted:
        write_over_time(session, team, trend, comparison, area, wish)
        return
    programme = session.store.programme(team.id)
    if as_json:
        emit_json(comparison_json(team, trend, comparison, programme))
        return
    characters = cast("Characters", session.settings.charts)
    columns, today = terminal_columns(), session.today()
    if area is not None and trend.rounds:
        from sem.programme.finding import find_area
        from sem.reports.area_over_time import area_over_time_lines

        found = find_area(trend.rounds[-1].questionnaire, area)
        for line in area_over_time_lines(team, trend, comparison, found.id, columns, characters):
            emit(line)
        return
    from sem.reports.comparison_text import comparison_lines

    for line in comparison_lines(team, trend, comparison, columns, characters, programme=programme, today=today):
        emit(line)


def _chosen(session: Session, team: Team, trend: Trend, earlier: str | None, later: str | None) -> Comparison | None:
    """Return the comparison of the rounds that were asked for, else of the last two where these can be compared.

    Raises:
        NotFoundError: There is no round with such an id.
        InvalidError: They can't be compared, and they were asked for.
    """
    from sem.analysis.comparison import break_between, compare_rounds
    from sem.analysis.trend import last_change
    from sem.cli.round_telling import find_round

    if earlier is None and later is None:
        return last_change(trend, _Waiting())
    wished = [find_round(session, team, wish).id if wish is not None else None for wish in (earlier, later)]
    places = {shown.round.id: at for at, shown in enumerate(trend.rounds)}
    unseen = [wish for wish in wished if wish is not None and wish not in places]
    if unseen:
        raise InvalidError(
            _("The round {id} has no scores that may be shown.").format(id=unseen[0][:8]), _("Choose another round.")
        )
    last = places[wished[1]] if wished[1] is not None else len(trend.rounds) - 1
    first = places[wished[0]] if wished[0] is not None else next(reversed(trend.comparable(last)), last - 1)
    if not 0 <= first < last:
        raise InvalidError(
            _("The first of the two rounds is not earlier than the second."),
            _("Give the earlier one with --from and the later one with --to."),
        )
    before, after = trend.rounds[first], trend.rounds[last]
    if break_between(before.questionnaire, after.questionnaire):
        raise InvalidError(
            _("These two rounds can't be compared: {before} and {after} do not ask the same.").format(
                before=f"{before.questionnaire.id} {before.questionnaire.version}",
                after=f"{after.questionnaire.id} {after.questionnaire.version}",
            ),
            _("Choose two rounds with the same questionnaire and the same number before the first point."),
        )
    return compare_rounds(before, after, _Waiting())


class _Waiting:
    """Tells how far a comparison is, where somebody waits for it at a terminal: many people take some seconds."""

    def __init__(self) -> None:
        at_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._from = monotonic() + PATIENCE if at_terminal else float("inf")

    def __call__(self, done: int, steps: int) -> None:
        if monotonic() > self._from:
            narrate(_("Comparing: {done} of {steps}…").format(done=done, steps=steps))
