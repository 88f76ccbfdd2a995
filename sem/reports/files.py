"""Files that a user asked for: safe names, never over another file unasked, and whole or not there at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from pathlib import Path
from typing import BinaryIO

from sem.errors import ExportError
from sem.files import reason
from sem.i18n import gettext as _
from sem.model.assessment import Team
from sem.model.names import slug
from sem.store import Store

_SHORT_ID = 6


def team_slugs(teams: Iterable[Team]) -> dict[str, str]:
    """Return what the files of each team are called after, by team id; no two teams have the same.

    It is the slug of the name, with the first characters of the id behind it where another team has the same slug or
    where nothing of the name is left in it.
    """
    slugs = {team.id: slug(team.name) for team in teams}
    shared = {name for name, times in Counter(slugs.values()).items() if times > 1} | {slug("")}
    return {id_: f"{name}-{slug(id_)[:_SHORT_ID]}" if name in shared else name for id_, name in slugs.items()}


def team_slug(store: Store, team: Team) -> str:
    """Return what the files of one team are called after, beside all others in its workspace.

    Raises:
        StoreError: The teams can't be listed.
    """
    return team_slugs([team, *store.teams_and_errors()[0]])[team.id]


def file_name(name: str, day: date, what: str, suffix: str, language: str = "") -> str:
    """Return a file name that is safe on every system, such as ``team-west-2026-11-21-profile-nl.png``.

    Args:
        name: A slug.
        day: The day of the round.
        what: What the file is about.
        suffix: Its end.
        language: The language it is in; empty where it has none.
    """
    parts = [name, day.isoformat(), what, *([language] if language else [])]
    return f"{'-'.join(parts)}.{suffix}"


class Destination:
    """The folder where one run puts its files.

    What the run itself wrote is never overwritten, so that two teams whose names make one file name both get theirs.

    Args:
        folder: Made when the first file comes.
        overwrite: Whether a file of an earlier run is replaced; if not, the name gets a number.
    """

    def __init__(self, folder: Path, *, overwrite: bool = False) -> None:
        self.folder = folder
        self.overwrite = overwrite
        self._written: set[Path] = set()

    def write(self, name: str, data: bytes) -> Path:
        """Write a file and return its path; it is there whole, or not at all.

        Raises:
            ExportError: It could not be written.
        """
        return self.write_by(name, lambda file: file.write(data))

    def write_by(self, name: str, write: Callable[[BinaryIO], object]) -> Path:
        """Do what `write` does with what a function writes to an open file, which need not all be in memory at once.

        Raises:
            ExportError: It could not be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = self.folder / f".sem-{os.getpid()}-{secrets.token_hex(4)}.tmp"
            try:
                with partial.open("x+b") as file:
                    write(file)
                    file.flush()
                    os.fsync(file.fileno())
                path = self._put(partial, name)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise _export_error(error, self.folder) from None
        self._written.add(path)
        return path

    def _put(self, partial: Path, name: str) -> Path:
        """Give the finished file its name, or the first free one with a number."""
        wanted = self.folder / name
        if self.overwrite and wanted not in self._written:
            partial.replace(wanted)
            return wanted
        for number in count(1):
            path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
            try:
                # A hard link fails where the name is taken, also by another process at this very moment.
                os.link(partial, path)
            except FileExistsError:
                continue
            except OSError:
                if os.path.lexists(path):
                    continue
                partial.replace(path)
            return path
        raise AssertionError("count() does not end")


def _export_error(error: OSError, folder: Path) -> ExportError:
    where = _("Nothing can be written in {folder}: {why}.")
    elsewhere = _("Choose another folder.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportError(
            where.format(folder=folder, why=_("the disk is full")), _("Make room, or choose another folder.")
        )
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return ExportError(where.format(folder=folder, why=_("it is a file, not a folder")), elsewhere)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportError(where.format(folder=folder, why=_("you may not write there")), elsewhere)
    if error.errno == errno.EISDIR:
        return ExportError(
            _("{file} is a folder, so no file of that name can be written.").format(file=error.filename2 or folder),
            _("Move it away, or choose another folder."),
        )
    return ExportError(where.format(folder=folder, why=reason(error)), elsewhere)
