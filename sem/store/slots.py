"""One pair of files, overwritten in turn in place: a torn write can only hit the older one, and one sync makes a save.

Each file is plain TinyDB JSON, padded with blanks. Its last table, `_slot`, holds a rising number and a checksum of all
bytes before it, so that half a file is never taken for a whole one.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from sem.files import NotAFileError, read_file
from sem.store.disk import write_once
from sem.store.migrations import Tables

STEP = 8192
"""Files grow by this many bytes, so that a save nearly always overwrites blocks that the disk has given out already."""

UNSIGNED_STEP = 65536
"""The same for what nobody may know the maker of: large enough that hardly a file's size tells how much is in it."""

SLOT_TABLE = "_slot"
_TAIL = re.compile(rb',"_slot":\{"1":\{"seq":(\d+),"crc":(\d+)\}\}\}\Z')
_LONGEST_TAIL = 80
_READS = 6
Slot = tuple[bytes | None, int]
"""The bytes of a slot, None where it is not there; and its number, 0 where they are not whole."""

encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def pack(body: bytes, seq: int, least: int = 0, step: int = STEP) -> bytes:
    """Return the bytes of a slot.

    Args:
        body: The tables as one JSON object, without its closing brace.
        seq: The number of this version, higher than that of the other slot.
        least: The size of the file so far; a slot never shrinks.
        step: What its size is a multiple of.
    """
    raw = b'%s,"_slot":{"1":{"seq":%d,"crc":%d}}}' % (body, seq, zlib.crc32(body))
    size = max(least, -(-(len(raw) + 1) // step) * step)
    return raw.ljust(size - 1) + b"\n"


def _without_blanks(raw: bytes) -> bytes:
    """Return a slot's bytes without the blanks that `pack` put at their end; any others as they are."""
    used = raw.rfind(b"}") + 1
    # Most of a small file is blanks, and to compare them all at once takes a tenth of looking at each.
    return raw[:used] if raw[used:] == b"\n".rjust(len(raw) - used) else raw


def seq_of(raw: bytes) -> int:
    """Return the number of a slot whose bytes are whole, else 0."""
    used = _without_blanks(raw).rstrip()
    tail = _TAIL.search(used, max(0, len(used) - _LONGEST_TAIL))
    return int(tail[1]) if tail and zlib.crc32(memoryview(used)[: tail.start()]) == int(tail[2]) else 0


def may_be_newer(raw: bytes | None, than: int) -> bool:
    """Whether a slot that is damaged or gone may have held a later version than that of its twin, so a save of ours.

    Only its own number can say that it was older, as after a kill that tore the slot being written: that save was
    called saved by nobody.

    Args:
        raw: Its bytes; None where it is gone.
        than: The number of its whole twin.
    """
    if raw is None:
        # The second slot of a new pair is missing where its making was broken off; nothing was in it yet.
        return than > 1
    used = _without_blanks(raw).rstrip()
    tail = _TAIL.search(used, max(0, len(used) - _LONGEST_TAIL))
    return tail is None or int(tail[1]) > than


def unpack(raw: bytes) -> Tables:
    """Return the tables in a slot's bytes, without `_slot`.

    Raises:
        ValueError: It is no JSON object.
    """
    tables = json.loads(_without_blanks(raw))
    if not isinstance(tables, dict):
        raise ValueError("not an object")
    tables.pop(SLOT_TABLE, None)
    return cast(Tables, tables)


def pack_tables(tables: Tables, seq: int, step: int = STEP) -> bytes:
    """Return the bytes of a slot with these tables."""
    return pack(body_of(tables), seq, step=step)


def body_of(tables: Tables) -> bytes:
    """Return tables as one JSON object without its closing brace."""
    return encode(tables)[:-1].encode("ascii")


def read_pair(paths: Sequence[Path]) -> list[Slot]:
    """Return what is in both slots.

    A slot that another process is writing at this moment looks torn, so torn ones are looked at again until they stay
    as they are. One that is no file, or that the disk does not give, is as good as empty where its twin is whole.

    Raises:
        OSError: A file is there and can't be read, and its twin does not stand in; or the user may not read it.
    """
    before: list[Slot] | None = None
    for attempt in range(_READS):
        raws, trouble = _bytes_of_each(paths)
        slots = [(raw, seq_of(raw) if raw else 0) for raw in raws]
        if slots == before or all(seq for _raw, seq in slots):
            break
        before = slots
        if any(raws):
            time.sleep(0.001 * 2**attempt)
    if trouble is not None and not any(seq for _raw, seq in slots):
        raise trouble
    return slots


def _bytes_of_each(paths: Sequence[Path]) -> tuple[list[bytes | None], OSError | None]:
    raws: list[bytes | None] = []
    trouble = None
    for path in paths:
        try:
            raws.append(bytes_of(path))
        except PermissionError:
            # What the user may not read is whole, and newer perhaps.
            raise
        except OSError as error:
            raws.append(b"")
            trouble = error
    return raws, trouble


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes; None where there is no such file, and none of them where a link leads nowhere.

    Raises:
        OSError: It is there and can't be read, or is no file.
    """
    try:
        return read_file(path)
    except FileNotFoundError:
        return b"" if path.is_symlink() else None
    except OSError as error:
        error.filename = str(path)
        raise


def is_withheld(path: Path) -> bool:
    """Whether the disk does not give a file that is there, so that it may be whole."""
    try:
        bytes_of(path)
    except NotAFileError:
        return False
    except OSError:
        return True
    return False


def create_pair(paths: Sequence[Path], tables: Tables, step: int = STEP) -> None:
    """Make both slots of a new file; both are there whole, or neither is.

    Args:
        paths: Where.
        tables: What is in them.
        step: What their size is a multiple of.

    Raises:
        OSError: They could not be written.
    """
    # The first slot to appear is the one with the lower number, so that a crash in between leaves a pair that is
    # merely incomplete.
    try:
        for seq, path in enumerate(paths, 1):
            write_once(path, pack_tables(tables, seq, step))
    except BaseException:
        take_away(paths)
        raise


def take_away(paths: Sequence[Path]) -> None:
    """Remove slots that were made just before, because what they were made for failed; as far as that is possible."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
