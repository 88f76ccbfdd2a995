"""Who got a file to answer on another machine, and who was erased: what a merge has to know of a round's people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sem.model.assessment import Respondent, Round
from sem.model.names import name_key
from sem.store import layout
from sem.store.documents import ITEMS, ROSTER, item_document, meta, newest, newest_stamp, next_stamp, numbered
from sem.store.files import Found, gather
from sem.store.migrations import META, Tables
from sem.store.writer import Writers

SHARE, ERASED = "share", "erased"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One file that somebody answers in on another machine.

    Args:
        id: Of the file.
        key: What the answers that come back are signed with, in hex.
        respondent: Who answers; None where whoever has the file may.
    """

    id: str
    key: str
    respondent: Respondent | None

    @property
    def kept(self) -> dict[str, Any]:
        """What the roster keeps of it."""
        one = self.respondent
        return {"key": self.key, "respondent": one.id if one else None, "name": one.name if one else ""}


class Roster:
    """What the roster of a round says.

    Args:
        files: All files of it.
    """

    def __init__(self, files: Iterable[Tables]) -> None:
        self._files = tuple(files)
        self._items = {
            tuple(key.split("/", 1)): document["value"]
            for key, document in newest(ITEMS, self._files).items()
            if document["value"] is not None and "/" in key
        }

    @property
    def erased(self) -> frozenset[str]:
        """The ids of the respondents who were erased; whatever comes in of theirs later is not kept."""
        return frozenset(id_ for kind, id_ in self._items if kind == ERASED)

    @property
    def shares(self) -> tuple[HandedOut, ...]:
        """The files that were handed out; those of who was erased are not among them."""
        found = (_handed_out(id_, value) for (kind, id_), value in sorted(self._items.items()) if kind == SHARE)
        return tuple(one for one in found if one is not None)

    def share(self, id_: str) -> HandedOut | None:
        """Return the file with this id; None where none with it was handed out."""
        return next((one for one in self.shares if one.id == id_), None)

    def share_of(self, name: str) -> HandedOut | None:
        """Return the file for the respondent with this name; the empty name stands for whoever has the file."""
        for one in self.shares:
            if name_key(one.respondent.name if one.respondent else "") == name_key(name):
                return one
        return None

    @property
    def seen(self) -> int:
        """The time of its newest item."""
        return newest_stamp(self._files)


def _handed_out(id_: str, value: Mapping[str, Any]) -> HandedOut | None:
    key, respondent, name = value.get("key"), value.get("respondent"), value.get("name")
    if not isinstance(key, str) or not isinstance(respondent, str | None) or not isinstance(name, str):
        return None
    return HandedOut(id_, key, Respondent(respondent, name) if respondent else None)


def new_share(respondent: Respondent | None) -> HandedOut:
    """Return what makes one more file to answer in its own."""
    return HandedOut(layout.new_id(), secrets.token_hex(32), respondent)


def roster_files(folders: Iterable[Path], round_id: str) -> tuple[Found, ...]:
    """Return the files of a round's roster; none where it has none.

    Raises:
        StoreError: A file can't be read, or is damaged or newer.
    """
    found: list[Found] = []
    for folder in folders:
        gathered = gather(folder, ROSTER)
        gathered.demand()
        found += [file for file in gathered.whole if file.meta["round"] == round_id]
    return tuple(found)


def roster_of(folders: Iterable[Path], round_id: str) -> Roster:
    """Return the roster of a round.

    Raises:
        StoreError: A file can't be read, or is damaged or newer.
    """
    return Roster(file.tables for file in roster_files(folders, round_id))


def new_roster(round_: Round, writer: str) -> Tables:
    """Return the tables of a roster's file without items."""
    return {META: meta(ROSTER, writer, team=round_.team_id, round=round_.id), ITEMS: {}}


def write_roster(
    folder: Path, round_: Round, roster: Roster, values: Mapping[tuple[str, str], Any], writers: Writers
) -> None:
    """Keep items of a roster in this writer's own file, made if there is none; durable when it returns.

    Args:
        folder: The round's.
        round_: The round.
        roster: What it says so far.
        values: What it says from now on, by kind and id; None for what is gone.
        writers: Hands out the right to write.

    Raises:
        StoreError: It could not be written.
    """
    from sem.store.pairs import OwnPair

    at = next_stamp(roster.seen)

    def new(writer: str) -> Tables:
        items = (item_document("/".join(key), value, at, writer) for key, value in values.items())
        return {**new_roster(round_, writer), ITEMS: numbered(items)}

    own = OwnPair(folder, ROSTER, round_.id, new, writers)
    try:
        # Twice where something goes for good, so that the version before does not have it either.
        for _slot in range(2 if None in values.values() and not own.made else 1):
            if not own.made or None in values.values():
                own.ready()
                own.keep(ITEMS, [item_document("/".join(key), value, at, own.writer) for key, value in values.items()])
    finally:
        own.close()
