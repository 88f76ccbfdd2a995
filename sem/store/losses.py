"""What was set aside and has been missing since: told until somebody throws it away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.documents import PLAN, SHEET, UNSIGNED, kind_of
from sem.store.examination import name_in
from sem.store.files import Found, gather
from sem.store.looking import Kind, Looker

NOTHING_LOST = ".older"
"""What is added to the name of a file that is set aside although all that was in it is still there."""


def losses(workspace: Path, look: Looker) -> Iterator[tuple[Path, str]]:
    """Yield each file that was set aside and what may be missing without it, in the user's language.

    What is lost of a team that is gone itself is told no more.
    """
    told: set[tuple[Path, str]] = set()
    for aside in look.entries(workspace / layout.SET_ASIDE):
        for path in look.below(aside)[0] if look.kind(aside) is Kind.FOLDER else ():
            inside = path.relative_to(aside)
            name = layout.parse(path)
            if name is None or len(inside.parts) < 3 or inside.parts[0] != layout.TEAMS:
                continue
            team = workspace / inside.parts[0] / inside.parts[1]
            place = (aside / inside.parent, name.name)
            if place not in told and look.kind(team) is Kind.FOLDER:
                told.add(place)
                yield path, _missing(workspace / inside.parent, name.name)


def _missing(folder: Path, name: str) -> str:
    kind = kind_of(name)
    try:
        whole: tuple[Found, ...] = gather(folder, kind).whole
    except StoreError:
        whole = ()
    of_it = [file for file in whole if kind != SHEET or file.meta["respondent"] == name]
    if kind in (PLAN, UNSIGNED):
        lost = _("Since then a part of the programme may be missing.")
    elif kind != SHEET:
        lost = _("Since then a change may be missing.")
    elif of_it:
        lost = _("Since then the last save of {name} may be missing.").format(name=name_in(of_it))
    else:
        lost = _("Since then the answers of one respondent are missing.")
    return " ".join((_("Set aside, because it was damaged."), lost, _("Throw it away when you need it no more.")))
