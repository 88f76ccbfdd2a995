"""Reads the files in a folder: which are ours and whole, which are broken, newer or foreign; never writes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sem.store import layout
from sem.store.documents import SEALED, SHEET, kind_of, sheets_of, verify
from sem.store.failures import cannot_read, damaged, newer
from sem.store.migrations import META, Tables, is_newer, lift, meta_of
from sem.store.slots import bytes_of, may_be_newer, read_pair, seq_of, unpack

_OUR_START = b'{"_meta":'
_READS = 6


class Condition(StrEnum):
    """What a file turned out to be."""

    WHOLE = "whole"
    TORN = "torn"
    EDITED = "edited"
    NEWER = "newer"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Found:
    """One file, and what is in it.

    Args:
        tables: In the form of this program's schema; empty unless the file is whole.
        doubt: The other slot of the pair, where that is damaged or gone and may have held what was saved last.
    """

    path: Path
    condition: Condition
    seq: int = 0
    tables: Tables = field(default_factory=dict)
    doubt: Path | None = None

    @property
    def meta(self) -> dict[str, Any]:
        """What the file says it is."""
        return self.tables[META]["1"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a folder holds of one kind.

    Args:
        whole: The files to read: of each pair the newer slot, and every copy of it under another name.
        lost: The pairs in which no file is whole, or one is newer than we can read; by the stem of their names.
    """

    whole: tuple[Found, ...]
    lost: dict[str, tuple[Found, ...]]

    def demand(self, stems: Iterable[str] | None = None) -> None:
        """Insist that nothing is lost; of the pairs with these stems, or of all.

        Raises:
            StoreError: Something is lost.
        """
        chosen = self.lost if stems is None else set(stems) & set(self.lost)
        found = [file for stem in sorted(chosen) for file in self.lost[stem]]
        if any(file.condition is Condition.NEWER for file in found):
            raise newer(file.path for file in found if file.condition is Condition.NEWER)
        if found:
            raise damaged(file.path for file in found)


def judge(path: Path, raw: bytes, seq: int | None = None) -> Found:
    """Return what a file with these bytes is; its number need not be known."""
    if seq is None:
        seq = seq_of(raw)
    try:
        tables = unpack(raw)
        meta = meta_of(tables)
    except (ValueError, RecursionError, AttributeError):
        ours = layout.parse(path) is not None or layout.is_sealed(path) or raw.startswith(_OUR_START)
        return Found(path, Condition.TORN if ours and not _is_json(raw) else Condition.FOREIGN)
    if is_newer(meta):
        return Found(path, Condition.NEWER)
    if not seq:
        return Found(path, Condition.EDITED)
    try:
        tables = lift(tables)
        verify(tables)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Found(path, Condition.EDITED)
    return Found(path, Condition.WHOLE, seq, tables)


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


def gather(folder: Path, kind: str) -> Gathered:
    """Return all files of one kind in a folder.

    Args:
        folder: The folder of a team, or of a round.
        kind: Such as `TEAM` or `SHEET`.

    Raises:
        StoreError: The folder or a file in it can't be read.
    """
    pairs: dict[str, dict[str, Path]] = {}
    copies: list[tuple[str, Path]] = []
    for file in _listed(folder):
        name = layout.parse_name(file)
        if name is None:
            if kind == SHEET or not layout.is_sealed_name(file):
                copies.append(("", folder / file))
        elif kind_of(name.name) == kind:
            if name.slot:
                pairs.setdefault(name.stem, {})[name.slot] = folder / file
            else:
                copies.append((name.stem, folder / file))
    whole: list[Found] = []
    broken: dict[str, list[Found]] = {}
    for stem, pair in pairs.items():
        slots = _read_slots(folder, pair)
        last = max((seq for _path, _raw, seq in slots), default=0)
        # A whole slot with a lower number is the version before, so it is not worth its parsing.
        found = [judge(*one) for one in slots if one[2] in (0, last)]
        if all(file.condition is Condition.EDITED for file in found):
            found = [judge(*one) for one in slots]
        good = [file for file in found if file.condition is Condition.WHOLE]
        if good and not any(file.condition is Condition.NEWER for file in found):
            doubt = _doubt(folder, stem, slots, good[0])
            whole += [replace(file, doubt=doubt) for file in good[:1] if file.meta["kind"] == kind]
        elif found:
            broken[stem] = found
    for stem, path in copies:
        copy = look_at_copy(path)
        if copy is None:
            continue
        if copy.condition is Condition.WHOLE and copy.meta["kind"] == SEALED and kind == SHEET:
            whole += [replace(copy, tables=tables) for tables in sheets_of(copy.tables)]
        elif copy.condition is Condition.WHOLE and copy.meta["kind"] == kind:
            whole.append(copy)
        elif copy.condition is Condition.NEWER or (layout.is_sealed(path) and copy.condition is not Condition.WHOLE):
            broken.setdefault(stem or path.name, []).append(copy)
    return Gathered(tuple(whole), {stem: tuple(found) for stem, found in broken.items()})


def gather_still(folder: Path, kind: str) -> Gathered:
    """Return what is in a folder from which nothing is taken away meanwhile.

    What takes the place of another file is there before the old one goes, but who listed the folder before the one and
    reads it after the other would see neither.
    """
    names = layout.names_in(folder)
    for _read in range(_READS):
        before, gathered = names, gather(folder, kind)
        names = layout.names_in(folder)
        if before <= names:
            break
    return gathered


def _doubt(folder: Path, stem: str, slots: Sequence[tuple[Path, bytes, int]], best: Found) -> Path | None:
    """Return the slot of a pair that may have held a later version than the best one, if there is one."""
    for path, raw, seq in slots:
        if path is not best.path:
            return path if (seq > best.seq if seq else may_be_newer(raw, best.seq)) else None
    of, _tilde, writer = stem.partition("~")
    gone = (path for path in layout.slots(folder, of, writer) if path != best.path)
    return next(gone) if may_be_newer(None, best.seq) else None


def _read_slots(folder: Path, pair: dict[str, Path]) -> list[tuple[Path, bytes, int]]:
    """Return the bytes of the slots of a pair that are there, and the number of each.

    Raises:
        StoreError: A file can't be read.
    """
    paths = [pair[slot] for slot in layout.SLOTS if slot in pair]
    try:
        slots = read_pair(paths)
    except OSError as error:
        raise cannot_read(Path(error.filename or folder), error) from None
    return [(path, raw, seq) for path, (raw, seq) in zip(paths, slots, strict=True) if raw is not None]


def look_at_copy(path: Path) -> Found | None:
    """Return what a file under a name that is not a slot's is; None where neither its name nor its start is like ours.

    Raises:
        StoreError: The file can't be read although its name is almost ours.
    """
    try:
        return judge_copy(path)
    except OSError as error:
        raise cannot_read(path, error) from None


def judge_copy(path: Path) -> Found | None:
    """Return what `look_at_copy` does.

    Raises:
        OSError: The file can't be read although its name is almost ours.
    """
    almost_ours = layout.parse(path) is not None or layout.is_sealed(path)
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            start = file.read(len(_OUR_START))
            return judge(path, start + file.read()) if almost_ours or start == _OUR_START else None
    except FileNotFoundError:
        return None
    except OSError:
        if almost_ours:
            raise
        return None


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".json") and name[0] != ".")  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise cannot_read(folder, error) from None


def read_workspace_file(folder: Path) -> Tables | None:
    """Return what the workspace's own file says; None where there is none.

    Raises:
        StoreError: It is damaged, foreign, newer, or can't be read.
    """
    path = folder / layout.WORKSPACE_FILE
    try:
        raw = bytes_of(path)
    except NotADirectoryError:
        return None
    except OSError as error:
        raise cannot_read(path, error) from None
    if raw is None:
        return None
    found = judge(path, raw)
    if found.condition is Condition.NEWER:
        raise newer([path])
    if found.condition is not Condition.WHOLE or found.meta.get("kind") != "workspace":
        raise damaged([path])
    return found.tables
