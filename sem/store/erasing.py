"""Takes a respondent out of a round for good: their files, and their part of what is sealed."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from sem.model.assessment import Round
from sem.store import layout
from sem.store.disk import level_times, sync_folder, write_once
from sem.store.documents import SHEET
from sem.store.files import Condition, Found, gather, look_at_copy
from sem.store.migrations import Tables
from sem.store.sealing import sealed_bytes


def erase_files(workspace: Path, folders: Sequence[Path], round_: Round, erased: Iterable[str]) -> int:
    """Remove everything of some respondents in a round, also what was set aside; return how many files changed.

    The tombstones are kept already, so that after a crash readers see nothing of it and it can be done again.

    Args:
        workspace: The workspace; it is ours alone meanwhile.
        folders: The round's.
        round_: The round.
        erased: The respondents' ids.

    Raises:
        StoreError: A file can't be read.
        OSError: A file could not be written or removed.
    """
    ids = set(erased)
    changed = 0
    for folder in folders:
        gone = [path for path in folder.iterdir() if _is_of(path, ids)]
        gone += [file.path for file in gather(folder, SHEET).whole if _is_whose(file, ids)]
        sealed = [path for path in sorted(folder.iterdir()) if layout.is_sealed(path)]
        changed += _reseal(folder, round_, sealed, ids)
        for path in dict.fromkeys(gone):
            path.unlink(missing_ok=True)
            changed += 1
        sync_folder(folder)
        if round_.anonymous:
            level_times(folder)
    names = {folder.name for folder in folders}
    for path in (workspace / layout.SET_ASIDE).rglob("*~*.json*"):
        if path.parent.name in names and _is_of(path.with_name(path.name.partition(".json")[0] + ".json"), ids):
            path.unlink(missing_ok=True)
            changed += 1
    return changed


def _is_of(path: Path, ids: set[str]) -> bool:
    name = layout.parse(path)
    return name is not None and name.name in ids


def _is_whose(file: Found, ids: set[str]) -> bool:
    return file.meta["respondent"] in ids and not layout.is_sealed(file.path)


def _reseal(folder: Path, round_: Round, sealed: Iterable[Path], ids: set[str]) -> int:
    """Make sealed files anew without some respondents."""
    changed = 0
    for path in sealed:
        found = look_at_copy(path)
        if found is None or found.condition is not Condition.WHOLE:
            continue
        kept: dict[str, list[Tables]] = {}
        sheets = [file for file in gather(folder, SHEET).whole if file.path == path]
        for file in sheets:
            if file.meta["respondent"] not in ids:
                kept.setdefault(str(file.meta["respondent"]), []).append(file.tables)
        if len(kept) < len(sheets):
            if kept:
                data = sealed_bytes(round_, kept)
                new = layout.sealed_file(folder, data)
                write_once(new, data)
                if round_.anonymous:
                    level_times(new)
            path.unlink()
            changed += 1
    return changed


def backups_with(workspace: Path, respondent_id: str) -> tuple[Path, ...]:
    """Return the backups that still hold answers of a respondent: they are never changed, only thrown away."""
    found = []
    for path in sorted((workspace / layout.BACKUPS).glob("*.zip")):
        try:
            with zipfile.ZipFile(path) as archive:
                if any(_holds(archive, name, respondent_id) for name in archive.namelist()):
                    found.append(path)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            # What can't be read may hold them too.
            found.append(path)
    return tuple(found)


def _holds(archive: zipfile.ZipFile, name: str, respondent_id: str) -> bool:
    last = name.rpartition("/")[2]
    if last.startswith(f"{respondent_id}~"):
        return True
    return last.startswith(layout.SEALED_PREFIX) and json.dumps(respondent_id).encode() in archive.read(name)
