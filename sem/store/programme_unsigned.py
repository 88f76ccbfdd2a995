"""Ideas and ballots on disk: each in files of its own, which don't tell who made them or when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sem.store import layout
from sem.store.disk import level_times, make_folder
from sem.store.documents import ITEMS, UNSIGNED, item_document, meta, numbered
from sem.store.failures import cannot_write
from sem.store.files import Found
from sem.store.migrations import META, Document
from sem.store.slots import create_pair, take_away
from sem.store.writer import Writers


def write_unsigned(
    folder: Path, team_id: str, values: Mapping[str, Any], files: Iterable[Found], writers: Writers
) -> list[Document]:
    """Keep each of these items in a new pair of files and return them; what they take the place of is removed.

    Nobody writes twice under one writer id, so that not even what comes from one person can be put together. For a
    clock each item counts how often it was changed. All that is taken away goes in one pair.

    Args:
        folder: The team's.
        team_id: Its id.
        values: The value of each item by key; None for one that is gone.
        files: All files that tell of the programme.
        writers: Hands out writer ids.

    Raises:
        StoreError: It could not be written; none of the items is there.
    """
    inner = folder / layout.IDEAS
    before = [file for file in files if file.meta["kind"] == UNSIGNED]
    latest: dict[str, int] = {}
    for document in _documents(before):
        latest[document["key"]] = max(latest.get(document["key"], 0), document["at"])
    latest.update({key: latest.get(key, 0) + 1 for key in values})
    gone = [key for key, value in values.items() if value is None]
    written: list[Document] = []
    made: list[Path] = []
    try:
        if not inner.exists():
            make_folder(inner)
            level_times(folder)
        for keys in (*([key] for key in values if key not in gone), *([gone] if gone else [])):
            writer = writers.stranger().writer
            paths = layout.slots(inner, UNSIGNED, writer)
            documents = [item_document(key, values[key], latest[key], writer) for key in keys]
            create_pair(paths, {META: meta(UNSIGNED, writer, team=team_id), ITEMS: numbered(documents)})
            made += paths
            written += documents
    except OSError as error:
        take_away(made)
        raise cannot_write(Path(error.filename or inner), error) from None
    _drop(before, latest)
    level_times(inner, *inner.iterdir())
    return written


def drop_older(inner: Path, files: Iterable[Found], newer: Iterable[Document]) -> int:
    """Remove the files of which everything is newer in others that have just been made; return how many files went."""
    before = [file for file in files if file.meta["kind"] == UNSIGNED]
    gone = _drop(before, {document["key"]: document["at"] for document in newer})
    level_times(inner, *inner.iterdir())
    return gone


def _drop(before: Iterable[Found], latest: Mapping[str, int]) -> int:
    gone = 0
    for file in before:
        if all(document["at"] < latest.get(document["key"], 0) for document in _documents([file])):
            name = layout.parse(file.path)
            twins = layout.slots(file.path.parent, name.name, name.writer) if name is not None else ()
            take_away([file.path, *twins])
            gone += 1
    return gone


def _documents(files: Iterable[Found]) -> Iterator[Document]:
    return (document for file in files for document in file.tables[ITEMS].values())
