"""A team with answers in a workspace, for the commands of ambition, plan and steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from tests.cli.conftest import TODAY, Cli, Result

STATEMENT = "Every customer tells a friend"


def day(weeks: int) -> str:
    """Return the day so many weeks from today, as one types it."""
    return (TODAY + timedelta(weeks=weeks)).isoformat()


def west(cli: Cli, answers: str = "2 " * 12) -> Cli:
    """Give a team called West answers to the quick scan: level 2 everywhere, unless said otherwise."""
    return cli.prepared(_answering(answers))


@cache
def _answering(answers: str) -> Callable[[Cli], None]:
    def answer(cli: Cli) -> None:
        cli("team", "add", "West")
        assert cli.answer("West", answers).code == 0

    return answer


def ambitious(cli: Cli, *options: str) -> Result:
    """Set an ambition for West: culture 3 and cx 3, a year from now, unless the options say more."""
    usual = ["--date", day(52), "--statement", STATEMENT, "--level", "culture=3", "--level", "cx=3"]
    return cli("ambition", "set", "West", *usual, *options)
