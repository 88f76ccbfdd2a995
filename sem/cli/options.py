"""The arguments and options that several commands share, so that each has one name and one help text."""

from __future__ import annotations

from collections.abc import Callable

from sem.cli.base import Function, argument, option
from sem.cli.completion import team_names
from sem.i18n import mark as N_

DEFAULT_FOLDER = "exports"
_FOLDER_HELP = N_("The folder to write in.")
_TEAM_HELP = N_("The name or id of the team.")

TEAM = argument("name", metavar=N_("TEAM"), shell_complete=team_names, help=_TEAM_HELP)
TEAM_OR_NONE = argument("name", metavar=N_("TEAM"), required=False, shell_complete=team_names, help=_TEAM_HELP)
JSON = option("--json", "as_json", is_flag=True, help=N_("Print JSON, for programs."))
YES = option("--yes", is_flag=True, help=N_("Do not ask."))
OVERWRITE = option(
    "--overwrite", is_flag=True, help=N_("Replace files of the same name; else new ones get a number.")
)  # fmt: skip


def out_option(message: str = _FOLDER_HELP) -> Callable[[Function], Function]:
    """Give a command the option for the folder that it writes in.

    Args:
        message: Its help.
    """
    return option("--out", metavar=N_("DIR"), default=DEFAULT_FOLDER, show_default=True, help=message)


def format_option(name: str, message: str) -> Callable[[Function], Function]:
    """Give a command the option for one of the formats that it writes; the command gets all of them as `formats`.

    Args:
        name: The format, as its option is called.
        message: Its help.
    """
    return option(f"--{name}", "formats", flag_value=name, multiple=True, help=message)
