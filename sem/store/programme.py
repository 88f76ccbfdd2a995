"""A team's programme on disk: read from all files there are of it, and changed item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sem.errors import StoreError
from sem.model.programme import Programme
from sem.store import layout
from sem.store.documents import ITEMS, PLAN, TEAM, UNSIGNED, item_document, meta, newest, next_stamp, numbered
from sem.store.failures import damaged
from sem.store.files import Found, gather_still
from sem.store.migrations import META, Document, Tables
from sem.store.programme_changes import changes
from sem.store.programme_items import is_unsigned
from sem.store.programme_reading import Kept
from sem.store.programme_unsigned import write_unsigned
from sem.store.writer import Writers


def programme_files(folders: Iterable[Path], team_id: str) -> tuple[Found, ...]:
    """Return all files of a team's programme; none where it has none yet.

    Raises:
        StoreError: A file or folder can't be read, or a file is damaged or newer.
    """
    found: list[Found] = []
    for folder in folders:
        for inner, kind in ((folder, PLAN), (folder / layout.IDEAS, UNSIGNED)):
            if inner.exists() and not inner.is_dir():
                raise damaged([inner])
            gathered = gather_still(inner, kind)
            gathered.demand()
            # What was copied in from another team is not of this one.
            found += [file for file in gathered.whole if file.meta[TEAM] == team_id]
    return tuple(found)


def kept_in(files: Iterable[Found]) -> Kept:
    """Return the programme that these files make together.

    Raises:
        StoreError: They tell of something that can't be.
    """
    every = tuple(files)

    def cannot_be(why: str) -> StoreError:
        return damaged((file.path for file in every), why)

    try:
        return Kept(newest(ITEMS, (file.tables for file in every)), cannot_be)
    except ValueError as error:
        raise cannot_be(str(error)) from None


def check_programme(files: Iterable[Found]) -> None:
    """Insist that these files make a programme together, also what is only read once somebody asks for it.

    Raises:
        StoreError: They tell of something that can't be.
    """
    for baseline in kept_in(files).programme.baselines:
        _ = baseline.plan


def change_programme(
    files: tuple[Found, ...], folder: Path, team_id: str, change: Callable[[Programme], Programme], writers: Writers
) -> Programme:
    """Change a team's programme and return it; durable when it returns. The workspace is ours alone meanwhile.

    Args:
        files: All files of the programme.
        folder: The team's.
        team_id: Its id.
        change: Returns the programme to be.
        writers: Hands out the right to write.

    Raises:
        StoreError: It can't be read or written.
        ValueError: `change` takes something away that is kept for ever, or adds what can't be kept.
    """
    kept = kept_in(files)
    values = changes(kept, change(kept.programme), layout.new_id)
    if not values:
        return kept.programme
    unsigned = {key: value for key, value in values.items() if is_unsigned(key)}
    signed = {key: value for key, value in values.items() if key not in unsigned}
    documents = newest(ITEMS, (file.tables for file in files))
    at = next_stamp(max((document["at"] for document in documents.values()), default=0))
    written = write_unsigned(folder, team_id, unsigned, files, writers) if unsigned else []
    if signed:
        written += _write_signed(folder, team_id, signed, at, writers)
    return Kept({**documents, **{document["key"]: document for document in written}}).programme


def _write_signed(folder: Path, team_id: str, values: Mapping[str, Any], at: int, writers: Writers) -> list[Document]:
    """Keep items in this writer's own file, made if there is none, and return them as they are kept."""

    def documents(writer: str) -> list[Document]:
        return [item_document(key, value, at, writer) for key, value in values.items()]

    def new(writer: str) -> Tables:
        return {META: meta(PLAN, writer, team=team_id), ITEMS: numbered(documents(writer))}

    from sem.store.pairs import OwnPair

    own = OwnPair(folder, PLAN, team_id, new, writers)
    try:
        if not own.made:
            own.ready()
            own.keep(ITEMS, documents(own.writer))
        return documents(own.writer)
    finally:
        own.close()
