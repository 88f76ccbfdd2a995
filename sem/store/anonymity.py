"""Takes away what the files of an anonymous round would tell of those who answer: times, and how often they came."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sem.store import layout
from sem.store.disk import level_times
from sem.store.documents import SHEET, kind_of
from sem.store.files import Found
from sem.store.slots import take_away


def take_place(files: Iterable[Found], respondent_id: str) -> None:
    """Remove the pairs of a respondent of which another has taken the place; one that may hold more than that stays.

    A window that still writes one of them finds it gone at its next save, and goes on under another writer id with all
    it knows.
    """
    for file in files:
        name = layout.parse(file.path)
        if name is not None and name.name == respondent_id and file.doubt is None:
            take_away([file.path, *layout.slots(file.path.parent, name.name, name.writer)])


def level_sheets(folders: Iterable[Path]) -> None:
    """Take the times from the sheets of a round, also where a program was killed before it could."""
    for folder in folders:
        names = (layout.parse(folder / name) for name in layout.names_in(folder))
        stems = {(name.name, name.writer) for name in names if name is not None and kind_of(name.name) == SHEET}
        level_times(*(path for stem in stems for path in layout.slots(folder, *stem)), folder)
