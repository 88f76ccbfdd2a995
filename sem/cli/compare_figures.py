"""The figures of `sem compare`: which ones are meant, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sem.cli.base import Function, option
from sem.cli.options import OVERWRITE, format_option, out_option
from sem.cli.output import emit
from sem.cli.pictures import PICTURES, Wish, look_of, picture_options, tell_lacking
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.reports.compare_figures import (
    OF_AREA,
    OF_CHANGES,
    OF_ROUNDS,
    OF_TEAMS,
    export_over_time,
    export_side_by_side,
)

if TYPE_CHECKING:
    from sem.analysis.comparison import Comparison
    from sem.analysis.teams import TeamsComparison
    from sem.analysis.trend import Trend
    from sem.charts.figures.sheet import Look
    from sem.charts.figures.side_by_side import Ordered
    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.reports.export import Picture
    from sem.reports.files import Destination

_NEEDS_AREA = N_("{figures}: of one area; name it with --area.")


class FigureWish(NamedTuple):
    """What was said of figures.

    Args:
        formats: In which they are to be written; none where none is.
        figures: Which ones; all that fit where none is named.
        look: How they are to look.
        out: The folder.
        overwrite: Whether files of an earlier run are replaced.
    """

    formats: tuple[str, ...]
    figures: tuple[str, ...]
    look: Wish
    out: str
    overwrite: bool

    @property
    def wanted(self) -> bool:
        """Whether figures are asked for, and not text."""
        return bool(self.formats)


def figure_options(function: Function) -> Function:
    """Give a command the options for figures; their values make a `FigureWish`."""
    for add in (
        OVERWRITE,
        out_option(),
        picture_options,
        option(
            "--figure",
            "figures",
            multiple=True,
            type=click.Choice([*OF_CHANGES, *OF_ROUNDS, *OF_TEAMS, *OF_AREA]),
            metavar=N_("NAME"),
            help=N_(
                "Only this picture; may be repeated. Of one team: changes, overlay or trend; of several: heatmap, "
                "radars or dots; with --area also area."
            ),
        ),
        format_option("pdf", N_("The same to print.")),
        format_option("svg", N_("The same as a drawing that can be enlarged.")),
        format_option("png", N_("Pictures instead of text.")),
    ):
        function = add(function)
    return function


def checked(session: Session, wish: FigureWish, *, as_json: bool) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: Something is said of pictures and none is written, or JSON is asked for too.
    """
    if wish.wanted and as_json:
        raise click.UsageError(_("Ask for pictures or for JSON, not for both."))
    if wish.figures and not wish.wanted:
        raise click.UsageError(_("--figure is about pictures: add --png, --svg or --pdf."))
    look_of(session, wish.look, pictures=wish.wanted)


def write_over_time(
    session: Session, team: Team, trend: Trend, comparison: Comparison | None, area: str | None, wish: FigureWish
) -> None:
    """Write the figures of a team's rounds, and print their paths.

    Args:
        session: The workspace and the preferences.
        team: Whose rounds.
        trend: Over all of them.
        comparison: Of two of them; None where there are no two.
        area: The id or name of the area that is drawn alone; None for all.
        wish: Which pictures.

    Raises:
        InvalidError: There is nothing to draw of what was asked for.
        NotFoundError: There is no such area.
        UsageError: A figure of several teams is asked for, or one of an area and no area is named.
    """
    from sem.programme.finding import find_area
    from sem.reports.files import team_slug

    if not trend.rounds:
        raise InvalidError(
            _("There is no round yet with scores that may be shown."), _("Answer first, or reveal the round.")
        )
    _none_of(wish, OF_TEAMS, _("{figures}: of several teams; name more than one, or say --all."))
    if area is None:
        _none_of(wish, OF_AREA, _(_NEEDS_AREA))
    found = find_area(trend.rounds[-1].questionnaire, area).id if area is not None else None
    possible = (*(OF_CHANGES if comparison else ()), *OF_ROUNDS, *(OF_AREA if found else ()))
    usual = OF_AREA if found else possible
    if wish.figures and not set(wish.figures) & set(possible):
        raise InvalidError(
            _("There are no two rounds that can be compared, so there are no changes to draw."),
            _("Draw the trend: --figure trend"),
        )
    figures = [name for name in possible if name in (wish.figures or usual)]
    paths = export_over_time(
        _destination(wish),
        team_slug(session.store, team),
        team,
        trend,
        comparison,
        figures,
        _formats(wish),
        _look(session, wish),
        found,
    )
    for path in paths:
        emit(str(path))
    tell_lacking([team.name])


def write_side_by_side(
    session: Session, comparison: TeamsComparison, ordered: Ordered, area_id: str | None, wish: FigureWish
) -> None:
    """Write the figures of several teams, and print their paths.

    Raises:
        InvalidError: A figure could not be read at that size.
        UsageError: A figure of one team's rounds is asked for, or one of an area and no area is named.
    """
    _none_of(wish, (*OF_CHANGES, *OF_ROUNDS), _("{figures}: of the rounds of one team; name one."))
    if area_id is None:
        _none_of(wish, OF_AREA, _(_NEEDS_AREA))
    usual = OF_TEAMS if area_id is None else OF_AREA
    figures = [name for name in (*OF_TEAMS, *OF_AREA) if name in (wish.figures or usual)]
    paths = export_side_by_side(
        _destination(wish), session.today(), comparison, ordered, area_id, figures, _formats(wish), _look(session, wish)
    )
    for path in paths:
        emit(str(path))
    tell_lacking(row.team.name for row in comparison.rows)


def _none_of(wish: FigureWish, names: Sequence[str], words: str) -> None:
    if found := [name for name in wish.figures if name in names]:
        raise click.UsageError(words.format(figures=", ".join(found)))


def _formats(wish: FigureWish) -> list[Picture]:
    formats: tuple[Picture, ...] = PICTURES
    return [name for name in formats if name in wish.formats]


def _look(session: Session, wish: FigureWish) -> Look:
    return look_of(session, wish.look, pictures=True)


def _destination(wish: FigureWish) -> Destination:
    from sem.reports.files import Destination

    return Destination(Path(wish.out), overwrite=wish.overwrite)
