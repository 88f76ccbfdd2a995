"""One writer's own file of a team, round or sheet: made once, changed through TinyDB, one durable write a change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sem.errors import StoreError
from sem.store import layout
from sem.store.disk import level_times
from sem.store.documents import KEYS
from sem.store.failures import cannot_read, cannot_write, damaged
from sem.store.files import Condition, judge
from sem.store.migrations import META, Document, Tables
from sem.store.slots import STEP, UNSIGNED_STEP, create_pair, is_withheld, may_be_newer, read_pair, take_away
from sem.store.storage import SlotDatabase, SlotStorage
from sem.store.writer import Claim, Writers

Change = tuple[str, int, Document]
"""A table, the id of one of its documents, and the document to be."""


class OwnPair:
    """A pair of slots that this process alone writes; it moves to a new writer id if another hand touched them.

    Args:
        folder: The folder the pair is in; it is there already.
        name: ``team``, ``round`` or a respondent's id.
        id_: The id of what is written, for which the right to write is claimed.
        new: Returns what a new file holds, given its writer's id.
        writers: Hands out the right to write.
        unsigned: Whether nothing may tell who writes it, when or how much: the writer id is never used again, the
            files' times are level and their sizes alike.

    Attributes:
        made: Whether there was no such file, so that it was made.

    Raises:
        StoreError: The files can't be read or made.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        id_: str,
        new: Callable[[str], Tables],
        writers: Writers,
        unsigned: bool = False,
    ) -> None:
        self._folder, self._name, self._id, self._writers = folder, name, id_, writers
        self._unsigned = unsigned
        self.made = False
        self._closed = False
        self._claim = writers.stranger() if unsigned else writers.claim(id_)
        try:
            if self._occupied():
                # A save would overwrite what somebody else put there under a name of ours, or go on from what can't be.
                self._claim.release()
                self._claim = writers.stranger()
            self._storage = self._open(self._claim, new)
        except BaseException:
            self._claim.release()
            raise
        self._database = SlotDatabase(self._storage)

    @property
    def writer(self) -> str:
        """The writer id under which changes are kept."""
        return self._claim.writer

    @property
    def paths(self) -> tuple[Path, Path]:
        """The two files."""
        return layout.slots(self._folder, self._name, self.writer)

    def ready(self) -> None:
        """Make sure that the files are still ours alone; call it before stamping documents with `writer`.

        Raises:
            StoreError: The folder is gone, or a new file could not be made.
            ValueError: The pair was closed.
        """
        if self._closed:
            raise ValueError("closed")
        try:
            touched = self._storage.touched()
        except OSError as error:
            raise cannot_write(self.paths[0], error) from None
        if touched:
            self._move()

    def change(self, changes: Iterable[Change]) -> None:
        """Replace documents, all with one durable write.

        Raises:
            StoreError: It could not be written; what was there before is untouched, and the call can be repeated.
        """
        try:
            with self._storage.one_write():
                for table, number, document in changes:
                    if not self._database.table(table, cache_size=0).update(document, doc_ids=[number]):
                        raise damaged([self.paths[0]])
        except OSError as error:
            raise cannot_write(Path(error.filename or self.paths[0]), error) from None

    def keep(self, table: str, documents: Iterable[Document]) -> None:
        """Put each document in the place of the one that is about the same, or add it; all with one durable write.

        Raises:
            StoreError: It could not be written; what was there before is untouched, and the call can be repeated.
        """
        self.keep_all({table: documents})

    def keep_all(self, tables: Mapping[str, Iterable[Document]]) -> None:
        """Do what `keep` does in several tables, by name; all with one durable write.

        Raises:
            StoreError: It could not be written; what was there before is untouched, and the call can be repeated.
        """
        try:
            with self._storage.one_write():
                for table, documents in tables.items():
                    self._put(table, documents)
        except OSError as error:
            raise cannot_write(Path(error.filename or self.paths[0]), error) from None

    def _put(self, table: str, documents: Iterable[Document]) -> None:
        from tinydb.table import Document as NewDocument

        key = KEYS[table]
        numbers = {known[key]: int(number) for number, known in self._storage.read().get(table, {}).items()}
        last = max(numbers.values(), default=0)
        into = self._database.table(table, cache_size=0)
        for document in documents:
            number = numbers.get(document[key])
            if number is not None:
                into.update(document, doc_ids=[number])
            else:
                last += 1
                into.insert(NewDocument(document, doc_id=last))

    def close(self) -> None:
        """Let go of the files and of the right to write them; may be called twice."""
        self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        self._storage.close()
        self._claim.release()

    def _occupied(self) -> bool:
        """Whether a slot holds what is not ours; if it is ours and damaged, it is put aside unless its twin is too.

        A damaged slot may hold an answer that a person can still read, and the next save would overwrite it.
        """
        try:
            there = dict(zip(self.paths, read_pair(self.paths), strict=True))
        except OSError as error:
            raise cannot_read(Path(error.filename or self.paths[0]), error) from None
        found = [(judge(path, raw, seq).condition, seq) for path, (raw, seq) in there.items() if raw is not None]
        if any(is_ in (Condition.FOREIGN, Condition.NEWER) or (is_ is Condition.EDITED and seq) for is_, seq in found):
            return True
        if any(raw == b"" and is_withheld(path) for path, (raw, _seq) in there.items()):
            return True
        last = max((seq for _is, seq in found), default=0)
        for path, (raw, seq) in there.items() if last else ():
            if not seq:
                self._put_aside(path, raw, last)
        return False

    def _put_aside(self, path: Path, raw: bytes | None, last: int) -> None:
        """Put a damaged slot out of the way, or leave a note of one that is gone."""
        from sem.store.aside import NOTHING_LOST, note_gone, set_aside

        lost = may_be_newer(raw, last)
        try:
            if raw is not None:
                set_aside(path, "" if lost else NOTHING_LOST)
            elif lost:
                note_gone(path)
        except OSError as error:
            raise cannot_write(Path(error.filename or path), error) from None

    def _open(self, claim: Claim, new: Callable[[str], Tables]) -> SlotStorage:
        paths = layout.slots(self._folder, self._name, claim.writer)
        try:
            made = not any(os.path.lexists(path) for path in paths)
            if made:
                create_pair(paths, new(claim.writer), UNSIGNED_STEP if self._unsigned else STEP)
                if self._unsigned:
                    level_times(self._folder)
            try:
                storage = SlotStorage(paths, self._unsigned)
            except BaseException:
                if made:
                    take_away(paths)
                raise
            self.made = made
            return storage
        except OSError as error:
            raise cannot_write(Path(error.filename or paths[0]), error) from None
        except ValueError:
            raise damaged(path for path in paths if path.exists()) from None

    def _move(self) -> None:
        """Go on under a new writer id with all we know; the touched files stay as they are, for others to merge."""
        kept = self._storage.read()
        claim = self._writers.stranger()
        try:
            storage = self._open(claim, lambda writer: {**kept, META: {"1": {**kept[META]["1"], "writer": writer}}})
        except StoreError:
            claim.release()
            raise
        self._let_go()
        self._claim, self._storage = claim, storage
        self._database = SlotDatabase(self._storage)
