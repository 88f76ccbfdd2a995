"""What was worked out of closed rounds before, in a file of this machine that may be lost, damaged or deleted any time.

A value of a round stands for as long as its folder has the very files that it was worked out of, by name, times and
size. It is never in the workspace, where others would have to trust it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from sem import __version__
from sem.files import read_file
from sem.store.disk import write_once

FORMAT = 2
SETTLED = 2_000_000_000
"""Nanoseconds after which another change would show in a file's times, which on some disks are rough. What changed
later than that before it was read is not remembered."""
_MOST_BYTES = 256 * 1024 * 1024

Stamp = str
"""What tells whether a folder's files changed: their names, of each its two times, and their sizes."""


def look_at(folder: str, *, stamped: bool = True) -> tuple[Stamp, list[str], int]:
    """Return the stamp of a folder, the names in it, and when anything in it changed last, in ns since 1970.

    Args:
        folder: Which.
        stamped: Whether its files are looked at; without that there are only names.

    Raises:
        OSError: The folder or a file in it can't be looked at.
    """
    names = sorted(os.listdir(folder))  # noqa: PTH208 - thousands of folders are looked at
    times: list[int] = []
    sizes: list[int] = []
    for name in names if stamped else ():
        # Not what the listing itself can tell of the file: on some systems that lags behind.
        status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - likewise
        times += status.st_mtime_ns, status.st_ctime_ns
        sizes.append(status.st_size)
    return repr((names, times, sizes)), names, max(times, default=0)


class Index:
    """The rows of one workspace: for each folder of a round its stamp, whose round it is, the round, and a value.

    Args:
        path: The file; nothing is made before there is something to keep.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[str, dict[str, list[Any]]] = {}
        self._changed = False
        self._raw: bytes | None = None
        with suppress(OSError, ValueError, RecursionError):
            self._raw = read_file(path, _MOST_BYTES)
            self._rows = _rows_in(self._raw)

    def rows(self, team: str) -> dict[str, list[Any]]:
        """Return the rows of a team's folder, by the round's folder; a row is a stamp, a head, a round and a value."""
        return self._rows.get(team, {})

    def put(self, team: str, rows: dict[str, list[Any]]) -> None:
        """Keep the rows of a team's folder, and nothing else of it."""
        if rows != self._rows.get(team, {}):
            self._rows[team] = rows
            self._changed = True

    def save(self, teams: set[str]) -> None:
        """Write down what changed; that it can't be written is no loss.

        Args:
            teams: The folders of teams that are there.
        """
        gone = self._rows.keys() - teams
        if not self._changed and not gone:
            return
        # Somebody who deleted it meanwhile wants what is in it gone.
        if self._raw is not None and not self.path.exists():
            return
        for team in gone:
            del self._rows[team]
        with suppress(OSError, ValueError):
            body = json.dumps(self._rows, separators=(",", ":"), allow_nan=False).encode("ascii")
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_once(self.path, head_of(body) + body)
        self._changed = False


def head_of(body: bytes) -> bytes:
    """Return the first line of the file: which program wrote it, and a checksum of the rest."""
    return b'{"sem-index":%d,"version":"%s","crc":%d}\n' % (FORMAT, __version__.encode(), zlib.crc32(body))


def _rows_in(raw: bytes) -> dict[str, dict[str, list[Any]]]:
    """Return the rows in a file's bytes.

    Raises:
        ValueError: It is damaged, or not ours, or another version wrote it.
    """
    head, _line, body = raw.partition(b"\n")
    if head + b"\n" != head_of(body):
        raise ValueError("not what this version wrote")
    rows: dict[str, dict[str, list[Any]]] = json.loads(body)
    if not isinstance(rows, dict) or not all(isinstance(own, dict) and all(map(_is_row, own.values()))
                                             for own in rows.values()):  # fmt: skip
        raise ValueError("not rows")
    return rows


def _is_row(row: Any) -> bool:
    if not isinstance(row, list) or len(row) != 4 or not isinstance(row[0], str):
        return False
    head = row[1]
    return head is None or (isinstance(head, list) and [*map(type, head)] == [str, str, str, int])


def index_file(cache: Path, workspace: Path, id_: str) -> Path:
    """Return the file for a workspace; a copy of the workspace elsewhere has another."""
    place = hashlib.sha256(f"{id_}\n{workspace.absolute()}".encode("utf-8", "surrogateescape")).hexdigest()
    return cache / "index" / f"{place[:24]}.json"


def now() -> int:
    """Return the time in ns since 1970."""
    return time.time_ns()


def forget(path: Path) -> None:
    """Delete an index, as far as that is possible."""
    with suppress(OSError):
        path.unlink()
