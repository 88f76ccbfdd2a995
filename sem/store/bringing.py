"""Writes what is newer elsewhere into a workspace: new files together, files there are by their own writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sem.store.documents import KEYS, newest, rank
from sem.store.migrations import Document, Tables
from sem.store.refusals import Merged
from sem.store.slots import STEP, UNSIGNED_STEP
from sem.store.staging import Staging
from sem.store.writer import Writers

Documents = Mapping[str, list[Document]]
"""Documents by the name of their table."""


def newer(table: str, ours: Iterable[Tables], theirs: Iterable[Tables]) -> list[Document]:
    """Return of what they have the documents that are newer than ours, or that we lack."""
    known = newest(table, ours)
    key = KEYS[table]
    return [
        document
        for document in newest(table, theirs).values()
        if document["at"] and (document[key] not in known or rank(document) > rank(known[document[key]]))
    ]


class Bringer:
    """Writes documents into the files of a workspace that is ours alone meanwhile.

    Args:
        writers: Hands out the right to write.
        told: Where to count what is written.
        dry: Whether to write nothing.
    """

    def __init__(self, writers: Writers, told: Merged, dry: bool) -> None:
        self._writers, self._told, self.dry = writers, told, dry
        self._writer = writers.stranger().writer
        self.staging = Staging()
        self._after: list[Callable[[], int]] = []

    def bring(
        self,
        folder: Path,
        name: str,
        id_: str,
        blank: Callable[[str], Tables],
        documents: Documents,
        *,
        known: bool,
        unsigned: bool = False,
    ) -> None:
        """Keep documents in a file; new ones come about with `commit`.

        Args:
            folder: Where the file is or will be.
            name: What its name begins with.
            id_: The id of what it is about.
            blank: Returns the tables of such a file before anything is in it, given its writer.
            documents: What to keep.
            known: Whether there are files of it here already; if not, the file is made, whatever is in it.
            unsigned: Whether nothing may tell who writes it, when or how much.

        Raises:
            StoreError: It could not be written.
            OSError: It could not be written.
        """

        def new(writer: str) -> Tables:
            return with_documents(blank(writer), documents)

        if self.dry or (known and not any(documents.values())):
            return
        if not known:
            writer = self._writers.stranger().writer if unsigned else self._writer
            self.staging.pair(folder, name, new(writer), level=unsigned, step=UNSIGNED_STEP if unsigned else STEP)
            return
        from sem.store.pairs import OwnPair

        own = OwnPair(folder, name, id_, new, self._writers, unsigned)
        try:
            if not own.made:
                own.ready()
                own.keep_all(documents)
            self._told.written += 2 if own.made else 1
        finally:
            own.close()

    def afterwards(self, work: Callable[[], int]) -> None:
        """Do something once all that is staged is in place; it returns how many files it made or changed."""
        if not self.dry:
            self._after.append(work)

    def commit(self) -> None:
        """Put in place what is staged, and do what comes afterwards.

        Raises:
            OSError: It could not be written.
        """
        if self.dry:
            return
        self._told.written += self.staging.commit()
        after, self._after = self._after, []
        for work in after:
            self._told.written += work()

    def give_up(self) -> None:
        """Take away what is not in place."""
        self.staging.discard()
        self._after = []


def with_documents(tables: Tables, documents: Documents) -> Tables:
    """Return tables with documents in the places of those that are about the same, or behind them."""
    result = dict(tables)
    for table, fresh in documents.items():
        key = KEYS[table]
        places = {document[key]: number for number, document in result.get(table, {}).items()}
        changed = dict(result.get(table, {}))
        for document in fresh:
            changed[places.get(document[key], str(len(changed) + 1))] = document
        result[table] = changed
    return result
