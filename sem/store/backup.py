"""Backups: one zip with a checksum of every file in it, counted as made only once it has been read back."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sem.errors import StoreError
from sem.files import read_file
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.disk import is_temporary, make_folder, sync, sync_folder, temporary_beside
from sem.store.failures import cannot_read, cannot_write

MANIFEST, FORMAT, VERSION = "manifest.json", "sem-backup", 1
NOT_A_ZIP_OF_OURS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    ValueError,
    TypeError,
)
"""What reading a zip raises whose bytes were damaged anywhere, or that another program made."""


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
        pack_backup(partial, made, members)
        partial.replace(path)
        sync_folder(backups)
    except OSError as error:
        raise cannot_write(Path(error.filename or path), error) from None
    finally:
        with suppress(OSError):
            partial.unlink()
    return path


def pack_backup(
    path: Path, made: datetime, members: Iterable[tuple[Path, str]], read: Callable[[Path], bytes] = read_file
) -> int:
    """Write a new zip with a checksum of every file in it, read it back, and return how many files there are.

    Args:
        path: Where; there is nothing there yet.
        made: The moment that it is of.
        members: Each file, with its path inside the zip.
        read: Returns the bytes of a file.

    Raises:
        StoreError: A file can't be read, or the zip does not read back as written; what is there is not whole.
        OSError: It could not be written; what is there is not whole.
    """
    sums = {}
    with path.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for source, name in members:
                try:
                    data = read(source)
                except OSError as error:
                    raise cannot_read(source, error) from None
                sums[name] = hashlib.sha256(data).hexdigest()
                entry = zipfile.ZipInfo(name, made.timetuple()[:6])
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
            about = {"format": FORMAT, "version": VERSION, "made": made.isoformat(), "files": sums}
            archive.writestr(MANIFEST, json.dumps(about, indent=1))
        file.flush()
        sync(file.fileno())
    return verify_backup(path)


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
    except NOT_A_ZIP_OF_OURS:
        bad = [MANIFEST]
        sums = {}
    if bad:
        raise StoreError(
            _("The backup {file} does not read back as it was written.").format(file=path),
            _("Nothing was removed. Check the disk and try again."),
        )
    return len(sums)


def files_below(folder: Path, inside: str, besides: Iterable[str] = ()) -> Iterator[tuple[Path, str]]:
    """Yield every file below a folder with its path inside a zip, below `inside`; files not yet whole are left out.

    Args:
        folder: The folder; one that is not there has no files.
        inside: The path of the folder inside the zip; may be empty.
        besides: The names of what is left out of the folder itself.

    Raises:
        StoreError: A folder can't be read, so a backup would lack what is in it.
    """

    def fail(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise cannot_read(Path(error.filename or folder), error) from None

    for at, folders, names in os.walk(folder, onerror=fail):
        here = Path(at)
        if here == folder:
            folders[:] = [name for name in folders if name not in besides]
            names = [name for name in names if name not in besides]
        folders.sort()
        for path in sorted(here / name for name in names):
            try:
                wanted = stat.S_ISREG(path.lstat().st_mode) and not is_temporary(path)
            except OSError as error:
                fail(error)
                continue
            if wanted:
                yield path, PurePosixPath(inside, path.relative_to(folder).as_posix()).as_posix()
