"""Revealing and closing a round from the screens: what is asked first, and what is told after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Participation, Round, Team
from sem.tui.text import plain

if TYPE_CHECKING:
    from sem.tui.app import SemApp

MOST_NAMES = 8
"""More names than this are told by their number."""


def participation_words(found: Participation) -> str:
    """Return how many are done, and in rounds with names who is not."""
    total = found.people
    words = ngettext(
        "{complete} of {n} person has answered everything.", "{complete} of {n} people have answered everything.", total
    ).format(complete=found.complete, n=total)
    late = [name for name, done in found.names or () if not done]
    if found.names is None or not late:
        return words
    shown = ", ".join(map(plain, late[:MOST_NAMES]))
    if len(late) > MOST_NAMES:
        shown = _("{names} and {n} more").format(names=shown, n=len(late) - MOST_NAMES)
    return words + " " + _("Not yet: {names}.").format(names=shown)


def short_participation(found: Participation) -> str:
    """Return in few words how many are done, and in rounds with names who is not."""
    words = _("{complete} of {n} done").format(complete=found.complete, n=found.people)
    late = [plain(name) for name, done in found.names or () if not done]
    return words + " · " + _("not yet: {names}").format(names=", ".join(late)) if late else words


async def reveal(app: SemApp, team: Team, round_: Round, then: Callable[[Round], object]) -> None:
    """Reveal a round, after asking: it can't be undone."""
    from sem.tui.screens.confirm import ConfirmDialog

    try:
        found = await app.in_thread(lambda store: store.participation(round_))
    except SemError as error:
        app.tell(error)
        return

    def after(sure: bool | None) -> None:
        if sure:
            app.run_worker(_do(app, lambda: app.in_thread(lambda store: store.reveal_round(round_)), then))

    def question() -> tuple[str, str]:
        return (
            _("Reveal the answers of {team} now?").format(team=team.name),
            participation_words(found)
            + " "
            + _("From then on everybody sees the answers, and no more are taken. That can't be undone."),
        )

    app.push_screen(ConfirmDialog(question), after)


def ask_to_close(app: SemApp, team: Team, round_: Round, then: Callable[[Round], object]) -> None:
    """Close a round, after asking."""
    from sem.tui.screens.confirm import ConfirmDialog

    today = app.clock()

    def question() -> tuple[str, str]:
        return (
            _("Close the round of {team}?").format(team=team.name),
            _("Nothing in it is changed any more: no answers, and nothing that you agreed on. That can't be undone."),
        )

    def after(sure: bool | None) -> None:
        if sure:
            app.run_worker(_do(app, lambda: app.in_thread(lambda store: store.close_round(round_, today)), then))

    app.push_screen(ConfirmDialog(question), after)


async def _do(app: SemApp, change: Callable[[], Awaitable[Round]], then: Callable[[Round], object]) -> None:
    try:
        changed = await change()
    except SemError as error:
        app.tell(error)
        return
    then(changed)
