"""`sem export --all`: all teams with all rounds in one file, and what of them stays out of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from sem.cli.output import emit, narrate
from sem.i18n import gettext as _
from sem.i18n import language, long_date

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.reports.files import Destination


def export_everything(session: Session, formats: tuple[str, ...], destination: Destination) -> None:
    """Write one file of all teams in each format, and say what is not in it.

    Raises:
        UsageError: The formats are others than JSON, CSV and XLSX.
        InvalidError: The colours of a workbook, in the settings, can't be used; then nothing is written.
        StoreError: A team can't be read; then nothing is written, because a part would look like the whole.
        ExportError: A file could not be written.
    """
    from sem.cli.progress import Teller
    from sem.reports.archive import Archive, write_json, write_table, write_workbook
    from sem.reports.files import file_name
    from sem.reports.house_style import HouseStyle, house_style_of

    if not formats or not set(formats) <= {"json", "csv", "xlsx"}:
        raise click.UsageError(_("All teams are written with --json, --csv or --xlsx; more than one may be."))
    # Whatever is wrong with the settings is told before anything is written.
    style = house_style_of(session.sure_settings, session.settings_file) if "xlsx" in formats else HouseStyle()
    writers: dict[str, Callable[..., None]] = {
        "json": write_json,
        "csv": write_table,
        "xlsx": partial(write_workbook, day=session.today(), style=style),
    }
    teams = session.store.teams()
    archive = Archive()
    for format_ in dict.fromkeys(formats):
        archive, tell = Archive(), Teller(len(teams))
        what, spoken = ("teams", "") if format_ == "json" else ("answers", language())
        name = file_name("all", session.today(), what, format_, spoken)
        contents = partial(writers[format_], store=session.store, teams=teams, archive=archive, tell=tell)
        emit(str(destination.write_by(name, contents)))
    for one in archive.left_out:
        narrate(
            _("Left out: {team}, {day}: its answers may not be shown one by one ({why}). A backup holds them.").format(
                team=one.team.name,
                day=long_date(one.round.opened),
                why=_("anonymous") if one.round.anonymous else _("not revealed yet"),
            )
        )
    for team in archive.ideas:
        narrate(_("Left out: the ideas and votes of {team}. A backup holds them.").format(team=team.name))
