"""Backups: one zip with a checksum of every file in it, counted as made only once it has been read back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.disk import is_temporary, make_folder, sync, sync_folder, temporary_beside
from sem.store.failures import cannot_read, cannot_write

MANIFEST = "manifest.json"


def write_backup(folder: Path, label: str, members: Iterable[tuple[Path, str]]) -> Path:
    """Write a backup to the workspace's folder for them and return its path.

    Args:
        folder: The workspace.
        label: What the backup is of, for its name.
        members: Each file, with its path inside the zip.

    Raises:
        StoreError: It could not be written, or does not read back as written; nothing is left behind.
    """
    made = datetime.now(UTC)
    backups = folder / layout.BACKUPS
    path = backups / f"{made:%Y-%m-%dT%H%M%SZ}-{layout.folder_name(label, layout.new_id())}.zip"
    partial = temporary_beside(path)
    try:
        make_folder(backups)
        sums = {}
        with partial.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                for source, name in members:
                    try:
                        data = source.read_bytes()
                    except OSError as error:
                        raise cannot_read(source, error) from None
                    sums[name] = hashlib.sha256(data).hexdigest()
                    entry = zipfile.ZipInfo(name, made.timetuple()[:6])
                    entry.external_attr = 0o644 << 16
                    archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
                about = {"format": "sem-backup", "made": made.isoformat(), "files": sums}
                archive.writestr(MANIFEST, json.dumps(about, indent=1))
            file.flush()
            sync(file.fileno())
        verify_backup(partial)
        partial.replace(path)
        sync_folder(backups)
    except OSError as error:
        raise cannot_write(Path(error.filename or path), error) from None
    finally:
        with suppress(OSError):
            partial.unlink()
    return path


def verify_backup(path: Path) -> int:
    """Read every file in a backup, and return how many there are.

    Raises:
        StoreError: A file is missing or differs from what the backup was made of.
        OSError: The backup can't be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sums = json.loads(archive.read(MANIFEST))["files"]
            bad = [name for name in sums if hashlib.sha256(archive.read(name)).hexdigest() != sums[name]]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        bad = [MANIFEST]
        sums = {}
    if bad:
        raise StoreError(
            _("The backup {file} does not read back as it was written.").format(file=path),
            _("Nothing was removed. Check the disk and try again."),
        )
    return len(sums)


def files_below(folder: Path, inside: str) -> Iterable[tuple[Path, str]]:
    """Yield every file below a folder with its path inside a zip, below `inside`; files not yet whole are left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not is_temporary(path):
            yield (
                path,
                f"{inside}/{path.relative_to(folder).as_posix()}" if inside else path.relative_to(folder).as_posix(),
            )
