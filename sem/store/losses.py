"""What was set aside and has been missing since: told until somebody throws it away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.aside import GONE
from sem.store.documents import PLAN, SHEET, UNSIGNED, kind_of
from sem.store.examination import name_in
from sem.store.files import Found, gather
from sem.store.looking import Kind, Looker


def losses(workspace: Path, look: Looker) -> Iterator[tuple[Path, str]]:
    """Yield each file that was set aside, or note of one that was gone, and what may be missing without it.

    That is told in the user's language.
    What is lost of a team that is gone itself is told no more.
    """
    told: set[tuple[Path, str]] = set()
    for aside in look.entries(workspace / layout.SET_ASIDE):
        for path in look.below(aside)[0] if look.kind(aside) is Kind.FOLDER else ():
            inside = path.relative_to(aside)
            name = layout.parse(path.with_name(path.name.removesuffix(GONE)))
            if name is None or len(inside.parts) < 3 or inside.parts[0] != layout.TEAMS:
                continue
            team = workspace / inside.parts[0] / inside.parts[1]
            place = (aside / inside.parent, name.name)
            if place not in told and look.kind(team) is Kind.FOLDER:
                told.add(place)
                if path.name.endswith(GONE):
                    why = _("A note of a file that was gone, though sem had not removed it.")
                else:
                    why = _("Set aside, because it was damaged.")
                lost = _missing(workspace / inside.parent, name.name)
                yield path, " ".join((why, lost, _("Throw it away when you need it no more.")))


def _missing(folder: Path, name: str) -> str:
    kind = kind_of(name)
    try:
        whole: tuple[Found, ...] = gather(folder, kind).whole
    except StoreError:
        whole = ()
    of_it = [file for file in whole if kind != SHEET or file.meta["respondent"] == name]
    if kind in (PLAN, UNSIGNED):
        return _("Since then a part of the programme may be missing.")
    if kind != SHEET:
        return _("Since then a change may be missing.")
    if of_it:
        return _("Since then the last save of {name} may be missing.").format(name=name_in(of_it))
    return _(
        "Since then the answers of one respondent are missing. A backup or another machine may have them: bring them "
        "back with “sem restore” or “sem merge”."
    )
