"""TinyDB storage over a pair of slots: what TinyDB writes is durable with one sync, or has not happened."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table as TinyTable

from sem.store.disk import level_times, sync, write_all, write_once
from sem.store.migrations import Document, Table, Tables, lift
from sem.store.slots import STEP, UNSIGNED_STEP, bytes_of, encode, pack, read_pair, unpack


class SlotStorage(Storage):
    """TinyDB storage over a pair of slots that this process alone writes.

    The tables are kept in memory as they are on the disk. No document in them is ever changed, only replaced, so that a
    failed write leaves no trace in memory either; `SlotTable` sees to that.

    Args:
        paths: The two files; at least one of them whole.
        unsigned: Whether nothing about the files may tell when they were written or how much is in them.

    Raises:
        OSError: A file can't be read.
        ValueError: Neither is whole and ours.
    """

    def __init__(self, paths: Sequence[Path], unsigned: bool = False) -> None:
        self._paths = tuple(paths)
        self._unsigned = unsigned
        self._fds: list[int | None] = [None, None]
        slots = read_pair(paths)
        raws = [raw for raw, _seq in slots]
        seqs = [seq for _raw, seq in slots]
        self.seq = max(seqs)
        if not self.seq:
            raise ValueError("neither slot is whole")
        self._best = seqs.index(self.seq)
        best = cast(bytes, raws[self._best])
        if raws[1 - self._best] is None:
            write_once(self._paths[1 - self._best], best)
            raws[1 - self._best] = best
        self._raws = raws
        self._tables = lift(unpack(best))
        self._draft: Tables | None = None
        self._encoded: dict[str, dict[str, tuple[Document, str]]] = {}
        # A process that was killed may have left it written but not synced, and the next save overwrites the other.
        try:
            sync(self._open(self._best))
            if unsigned:
                level_times(*self._paths)
            self._stamps = [_stamp(path) for path in self._paths]
        except OSError:
            self.close()
            raise

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the tables; what is in them must not be changed."""
        return self._tables if self._draft is None else self._draft

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make `data` durable with one sync; inside `one_write` that is done at its end.

        Raises:
            OSError: It could not be written, or the file has been moved away meanwhile; the version before still
                stands and a new try goes to the same slot.
        """
        if self._draft is not None:
            self._draft = data
            return
        target = 1 - self._best
        before, self._raws[target] = self._raws[target], None
        try:
            self._raws[target] = self._overwrite(target, self._body(data), self.seq + 1)
        except OSError:
            self._take_back(target, before)
            raise
        self._note_stamp(target)
        self._tables, self._best, self.seq = data, target, self.seq + 1

    def _take_back(self, slot: int, before: bytes | None) -> None:
        """Let a write that failed leave no torn file, where the disk allows it: nobody is to wonder what was in it."""
        fd = self._fds[slot]
        if before is None or fd is None:
            return
        with suppress(OSError):
            os.lseek(fd, 0, os.SEEK_SET)
            write_all(fd, before)
            os.ftruncate(fd, len(before))
            self._raws[slot] = before
            self._note_stamp(slot)

    def _note_stamp(self, slot: int) -> None:
        if self._unsigned:
            level_times(self._paths[slot])
        self._stamps[slot] = _stamp(self._paths[slot])

    @contextmanager
    def one_write(self) -> Iterator[None]:
        """Gather the writes inside the block into one; none happens if the block raises."""
        self._draft = self.read()
        try:
            yield
            draft, self._draft = self._draft, None
            self.write(draft)
        finally:
            self._draft = None

    def touched(self) -> bool:
        """Whether another hand changed, replaced or took away one of the files since this process wrote it."""
        return any(self._slot_touched(slot) for slot in (0, 1))

    def _slot_touched(self, slot: int) -> bool:
        if self._raws[slot] is None:
            # Our own last write to it failed half-way, so what it looks like says nothing.
            return not self._paths[slot].exists()
        stamp = _stamp(self._paths[slot])
        if stamp == self._stamps[slot] and not self._unsigned:
            return False
        # Level times say nothing and some network drives tell a time only roughly, so the bytes decide.
        if stamp is None or self._stamps[slot] is None or stamp[:2] != self._stamps[slot][:2]:  # type: ignore[index]
            return True
        if bytes_of(self._paths[slot]) != self._raws[slot]:
            return True
        self._stamps[slot] = stamp
        return False

    def close(self) -> None:
        """Let go of the files; may be called twice."""
        for slot, fd in enumerate(self._fds):
            self._fds[slot] = None
            if fd is not None:
                with suppress(OSError):
                    os.close(fd)

    def _open(self, slot: int) -> int:
        fd = self._fds[slot]
        if fd is None:
            fd = self._fds[slot] = os.open(self._paths[slot], os.O_WRONLY | getattr(os, "O_BINARY", 0))
        return fd

    def _overwrite(self, slot: int, body: bytes, seq: int) -> bytes:
        fd = self._open(slot)
        held = os.fstat(fd)
        raw = pack(body, seq, held.st_size, UNSIGNED_STEP if self._unsigned else STEP)
        os.lseek(fd, 0, os.SEEK_SET)
        write_all(fd, raw)
        sync(fd)
        # A save counts only if a reader finds it: the folder may have been moved away while we wrote.
        named = self._paths[slot].stat()
        if (held.st_ino, held.st_dev) != (named.st_ino, named.st_dev):
            self.close()
            raise FileNotFoundError(errno.ENOENT, "replaced while it was written", str(self._paths[slot]))
        return raw

    def _body(self, tables: Tables) -> bytes:
        """Return tables as JSON without the closing brace; only what is new since the last time is encoded."""
        parts = []
        for name, table in tables.items():
            known = self._encoded.setdefault(name, {})
            for id_, document in table.items():
                if id_ not in known or known[id_][0] is not document:
                    known[id_] = document, f"{encode(id_)}:{encode(document)}"
            parts.append(f"{encode(name)}:{{{','.join([known[id_][1] for id_ in table])}}}")
        return f"{{{','.join(parts)}".encode("ascii")


def _stamp(path: Path) -> tuple[int, int, int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class SlotTable(TinyTable):
    """A TinyDB table whose updates touch the documents they change and no others.

    TinyDB itself builds the whole table anew, twice, for each change, and changes documents where they are.
    """

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        tables = self.storage.read() or {}
        touched = _Touched(tables.get(self.name, {}))
        updater(cast(dict[int, Mapping[str, Any]], touched))
        self.storage.write({**tables, self.name: touched.table})
        self.clear_cache()


class SlotDatabase(TinyDB):
    """TinyDB over a pair of slots.

    Args:
        storage: The pair.
    """

    table_class = SlotTable

    def __init__(self, storage: SlotStorage) -> None:
        super().__init__(storage=lambda: storage)


class _Touched(MutableMapping[int, Document]):
    """A table under change, by TinyDB's whole numbers: each document that is asked for becomes a copy."""

    def __init__(self, table: Table) -> None:
        self.table = dict(table)
        self._copies: set[int] = set()

    def __getitem__(self, number: int) -> Document:
        if number not in self._copies:
            self.table[str(number)] = dict(self.table[str(number)])
            self._copies.add(number)
        return self.table[str(number)]

    def __setitem__(self, number: int, document: Document) -> None:
        self.table[str(number)] = document
        self._copies.add(number)

    def __delitem__(self, number: int) -> None:
        del self.table[str(number)]

    def __contains__(self, number: object) -> bool:
        return str(number) in self.table

    def __iter__(self) -> Iterator[int]:
        return map(int, self.table)

    def __len__(self) -> int:
        return len(self.table)
