"""`sem compare`: what changed in a team from one round to another, or how several teams stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.compare_figures import FigureWish, checked, figure_options
from sem.cli.completion import team_names
from sem.cli.options import JSON
from sem.cli.pictures import Wish
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session


@command(
    "compare",
    help=N_(
        "Show how a team changed over its rounds: the trend of each area, and for the last two rounds whether a change "
        "is real, could be noise, or cannot be told with so few people. Or set several teams side by side, each by its "
        "newest round with a score to show: a heat map of all areas, or all about one."
    ),
    examples=(
        Example('sem compare "Team West" --over-time', N_("Compare the last two rounds, and see the trend")),
        Example('sem compare "Team West" --over-time --from 3fa1 --to 9c20', N_("Compare two other rounds")),
        Example('sem compare "Team West" --over-time --area culture', N_("The trend of one area, and what drove it")),
        Example('sem compare "Team West" --over-time --json', N_("Print it for a program")),
        Example(N_('sem compare "Team West" "Team East"'), N_("Set two teams side by side")),
        Example("sem compare --tag pilot --sort spread", N_("Those with a tag; where they differ most comes first")),
        Example("sem compare --all --area culture", N_("All about one area of all teams")),
        Example('sem compare "Team West" --png', N_("Pictures of the changes and the trend, in exports/")),
        Example("sem compare --all --pdf --figure heatmap --theme print", N_("A heat map of all teams to print")),
    ),
)
@argument(
    "names",
    nargs=-1,
    metavar=N_("TEAM"),
    shell_complete=team_names,
    help=N_("The name or id of a team; with more than one they stand side by side."),
)
@option("--tag", "tags", multiple=True, metavar=N_("WORD"), help=N_("All teams with this tag; may be repeated."))
@option("--all", "every", is_flag=True, help=N_("All teams side by side."))
@option(
    "--sort",
    metavar=N_("ORDER"),
    help=N_("Teams: by name, by within (whose answers lie furthest apart) or by an area; areas: by spread."),
)
@option(
    "--area",
    metavar=N_("AREA"),
    help=N_(
        "All about one area: of teams whether one stands out in it; with --over-time its trend, and which questions "
        "drove the change."
    ),
)
@option("--over-time", is_flag=True, help=N_("Compare the rounds of the team; the rule for one team."))
@option("--from", "earlier", metavar=N_("ID"), help=N_("The earlier round; “sem round list” shows the ids."))
@option("--to", "later", metavar=N_("ID"), help=N_("The later round; the last one without this."))
@JSON
@figure_options
@click.pass_obj
def compare(
    session: Session,
    names: tuple[str, ...],
    tags: tuple[str, ...],
    every: bool,
    sort: str | None,
    area: str | None,
    over_time: bool,
    earlier: str | None,
    later: str | None,
    as_json: bool,
    formats: tuple[str, ...],
    figures: tuple[str, ...],
    theme: str | None,
    width: str | None,
    height: str | None,
    dpi: str | None,
    out: str,
    overwrite: bool,
) -> int | None:
    """Compare the rounds of one team, or several teams."""
    wish = FigureWish(formats, figures, Wish(theme, width, height, dpi), out, overwrite)
    checked(session, wish, as_json=as_json)
    of_time = over_time or earlier is not None or later is not None
    of_teams = len(names) > 1 or bool(tags) or every or sort is not None or (area is not None and not of_time)
    if of_time and of_teams:
        raise click.UsageError(
            _("Over time one team is compared: leave out --over-time, --from and --to, or what is about more teams.")
        )
    if every and (names or tags):
        raise click.UsageError(_("With --all no team or tag is named."))
    if not names and not tags and not every:
        raise click.UsageError(_("Say what to compare: a team, more teams, --tag or --all."))
    if of_teams:
        from sem.cli.compare_teams import NAME, compare_several

        return compare_several(session, names, tags, sort=sort or NAME, area=area, as_json=as_json, wish=wish)
    from sem.cli.compare_over_time import compare_over_time

    compare_over_time(session, names[0], earlier, later, area=area, as_json=as_json, wish=wish)
    return None
