"""`sem compare` with several teams: who is compared, in which order, and what is printed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sem.cli import guard
from sem.cli.compare_figures import FigureWish, write_side_by_side
from sem.cli.output import emit, emit_json, terminal_columns
from sem.cli.progress import Teller
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.names import name_key
from sem.programme.finding import area_called
from sem.reports.lines import one_line
from sem.reports.teams import gather_teams, with_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sem.analysis.teams import Order, TeamsComparison
    from sem.charts.terminal.picture import Characters
    from sem.cli.session import Session
    from sem.errors import SemError
    from sem.model.assessment import Team

NAME, SPREAD, WITHIN = "name", "spread", "within"


def compare_several(
    session: Session,
    names: Sequence[str],
    tags: Sequence[str],
    *,
    sort: str,
    area: str | None,
    as_json: bool,
    wish: FigureWish,
) -> int | None:
    """Print teams side by side, and return the exit code.

    Args:
        session: The surroundings of this run.
        names: Names or ids of teams.
        tags: Words of which the other teams have one; without names and tags all teams are compared.
        sort: ``name``, ``spread``, ``within``, or the id or name of an area.
        area: The id or name of the area of which all is told; None for all areas in a heat map.
        as_json: Whether it is for a program.
        wish: What is drawn of it instead, if anything.

    Raises:
        NotFoundError: There is no such team, tag or area, or no team at all.
    """
    teams, errors = chosen_teams(session, names, tags)
    comparison, unread = gather_teams(session.store, teams, Teller(len(teams)))
    errors += unread
    if not comparison.rows:
        return guard.told(errors)
    shown = area_wished(comparison, area) if area is not None else None
    order, by = order_wished(comparison, sort)
    comparison = comparison.ordered(order, by)
    if wish.wanted:
        from sem.charts.figures.side_by_side import Ordered

        write_side_by_side(session, comparison, Ordered(order, by), shown, wish)
        return guard.told(errors)
    if as_json:
        from sem.reports.teams import teams_json

        emit_json(teams_json(comparison, shown))
        return guard.told(errors)
    from sem.reports.teams_text import area_lines, teams_lines

    characters = cast("Characters", session.settings.charts)
    if shown is None:
        lines = teams_lines(comparison, order, terminal_columns(), characters, by)
    else:
        lines = area_lines(comparison, shown, order, terminal_columns(), characters, by)
    for line in lines:
        emit(line)
    return guard.told(errors)


def chosen_teams(
    session: Session, names: Sequence[str], tags: Sequence[str]
) -> tuple[tuple[Team, ...], list[SemError]]:
    """Return the teams that are meant, each once, and why others can't be read.

    Raises:
        NotFoundError: There is no such team or tag, or no team at all.
    """
    named = [session.store.find_team(name) for name in names]
    if named and not tags:
        return tuple({team.id: team for team in named}.values()), []
    known, errors = session.store.teams_and_errors()
    for tag in tags:
        if not with_tags(known, [tag]):
            words = {name_key(word): one_line(word) for team in reversed(known) for word in team.tags}
            advice = (
                _("The tags there are: {tags}.").format(tags=", ".join(words[key] for key in sorted(words)))
                if words
                else _("No team has a tag; “sem team tag TEAM --add WORD” gives it one.")
            )
            raise NotFoundError(_("No team has the tag “{tag}”.").format(tag=one_line(tag)), advice)
    chosen = [*named, *(with_tags(known, tags) if tags else known)]
    if not chosen and not errors:
        raise NotFoundError(
            _("There are no teams yet."),
            _("Add one: {command}").format(command=session.command_line("team", "add", name=_("Team West"))),
        )
    return tuple({team.id: team for team in chosen}.values()), [*errors]


def area_wished(comparison: TeamsComparison, wish: str) -> str:
    """Return the id of the area with this id or name; case does not count.

    Raises:
        NotFoundError: There is none; the advice has the ids.
    """
    found = area_called([one.area for one in comparison.areas], wish)
    if found:
        return found.id
    if not comparison.areas:
        raise NotFoundError(_("No team has a round yet, so there is no area to compare."), _("Answer first."))
    raise NotFoundError(
        _("There is no area “{area}” that is compared.").format(area=one_line(wish)),
        _("Use one of: {ids}.").format(ids=", ".join(one.area.id for one in comparison.areas)),
    )


def order_wished(comparison: TeamsComparison, sort: str) -> tuple[Order, str | None]:
    """Return the order that was asked for, and the area where it is by one.

    Raises:
        InvalidError: There is no such order.
    """
    from sem.analysis.teams import Order

    orders = {NAME: Order.NAME, SPREAD: Order.BETWEEN, WITHIN: Order.WITHIN}
    if sort in orders:
        return orders[sort], None
    try:
        return Order.AREA, area_wished(comparison, sort)
    except NotFoundError as error:
        raise InvalidError(
            _("Teams can't be put in order by “{sort}”.").format(sort=one_line(sort)),
            _("Use name, spread, within, or an area: {ids}.").format(
                ids=", ".join(one.area.id for one in comparison.areas)
            ),
        ) from error
