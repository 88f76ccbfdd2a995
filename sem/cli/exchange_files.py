"""Puts files that travel between machines where they were asked for: never over a file that is something else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sem.model.assessment import Round

_MOST_BYTES = 16 * 2**20


def put_file(folder: Path, name: str, data: bytes, round_: Round, same: tuple[str, ...]) -> Path:
    """Write a file and return its path; one that was written for the same purpose before is replaced.

    Args:
        folder: Made if it is not there.
        name: What it is to be called; where something else has that name it gets a number.
        data: Its bytes, which are JSON.
        round_: What it is about.
        same: The fields that are the same in a file that was written for the same purpose.

    Raises:
        ExportError: It could not be written.
    """
    from sem.reports.files import Destination
    from sem.store.disk import level_times

    path = folder / name
    before = _read(path)
    if before == data:
        return path
    known = before is not None and _fields(before, same) == _fields(data, same)
    written = Destination(folder, overwrite=known).write(name, data)
    if round_.anonymous:
        level_times(written)
    return written


def _read(path: Path) -> bytes | None:
    from sem.files import read_file

    try:
        return read_file(path, _MOST_BYTES)
    except OSError:
        return None


def _fields(data: bytes, names: tuple[str, ...]) -> list[Any] | None:
    import json

    try:
        said = json.loads(data)
        return [said[name] for name in names]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
