"""Opens a backup that may come from anywhere: nothing of it is taken on trust, and all that is wrong is named."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from sem.errors import InvalidError, NotFoundError, Problem, StoreError
from sem.files import NotAFileError, read_file
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.backup import FORMAT, MANIFEST, NOT_A_ZIP_OF_OURS, VERSION
from sem.store.failures import cannot_read, cannot_write
from sem.store.incoming import MOST_BYTES

MOST_UNPACKED, MOST_FILES = 8 * 2**30, 1_000_000
"""How many bytes a backup may become, and how many files may be in it: ten times a large workspace."""
_MOST_TOLD = 20
_CHUNK = 2**20
_DRIVE = re.compile("[A-Za-z]:")
_SUM = re.compile("[0-9a-f]{64}")


class PackedBackup:
    """One backup.

    Args:
        path: The file.
        shown: What it is called where the user sees it.

    Attributes:
        made: When it was made, as it says itself; empty before it is unpacked.
        files: How many files it holds, without the list of them.
    """

    def __init__(self, path: Path, shown: str) -> None:
        self._path, self._shown = path, shown
        self.made = ""
        self.files = 0

    def unpack(self, into: Path) -> None:
        """Compare every file with the list that was made with the backup, and unpack those that a merge reads.

        Args:
            into: An empty folder; what is in it counts only if nothing is raised.

        Raises:
            NotFoundError: There is no such file.
            InvalidError: It is no backup, or not as it was made; every problem is named.
            StoreError: It can't be read, or there is no room to unpack it.
        """
        self._refuse_what_is_no_zip()
        try:
            with zipfile.ZipFile(self._path) as archive:
                sums = self._manifest(archive)
                members = [one for one in archive.infolist() if one.filename != MANIFEST]
                self._refuse(self._suspicious(members, sums))
                self._demand_room(sum(one.file_size for one in members), into)
                self._refuse([*self._unpacked(archive, members, sums, into)])
        except OSError as error:
            raise cannot_read(self._path, error) from None
        except NOT_A_ZIP_OF_OURS:
            raise self._half() from None
        self.files = len(sums)

    def _refuse_what_is_no_zip(self) -> None:
        try:
            start = read_file(self._path, 4)
        except FileNotFoundError:
            raise NotFoundError(_("There is no file {file}.").format(file=self._shown)) from None
        except (NotAFileError, IsADirectoryError):
            raise InvalidError(
                _("{file} is not a file.").format(file=self._shown),
                _("What is unpacked in a folder, “sem merge” takes."),
            ) from None
        except OSError as error:
            raise cannot_read(self._path, error) from None
        if not zipfile.is_zipfile(self._path):
            raise self._half() if start.startswith(b"PK") else self._foreign()

    def _manifest(self, archive: zipfile.ZipFile) -> Mapping[str, str]:
        """Return the checksum of each file, by its path in the zip."""
        listed = [one for one in archive.infolist() if one.filename == MANIFEST]
        if len(archive.infolist()) > MOST_FILES or any(one.file_size > MOST_BYTES for one in listed):
            raise self._too_large()
        if not listed:
            raise self._foreign()
        with archive.open(listed[-1]) as file:
            raw = file.read(MOST_BYTES)
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and said.get("format") != FORMAT:
            raise self._foreign()
        about = said if isinstance(said, dict) else {}
        version, sums = about.get("version", 1), about.get("files")
        if type(version) is int and version > VERSION:
            raise InvalidError(
                _("A newer version of sem made the backup {file}.").format(file=self._shown), _("Update sem.")
            )
        if len(listed) > 1 or type(version) is not int or not _are_sums(sums):
            self._refuse([self._problem(MANIFEST, _("The list of what is in it was changed."))])
        self.made = str(about.get("made", ""))
        return dict(sums or {})

    def _suspicious(self, members: Iterable[zipfile.ZipInfo], sums: Mapping[str, str]) -> list[Problem]:
        """Return what is wrong with the files in the zip by their names and sizes alone."""
        found: list[Problem] = []
        seen: set[str] = set()
        for one in members:
            # Upper and lower case, and two ways to write é, are one name on many disks.
            key = unicodedata.normalize("NFC", one.filename).casefold()
            what = ""
            if _leads_out(one.filename):
                what = _("Its path leads out of the folder.")
            elif stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
                what = _("It is a link or a device, and no file.")
            elif key in seen:
                what = _("It is in there twice.")
            elif one.flag_bits & 1:
                what = _("It has a password.")
            elif not one.is_dir() and one.filename not in sums:
                what = _("It was put in later: the list does not name it.")
            elif one.file_size > MOST_BYTES and _is_read(one.filename):
                what = _("It is larger than anything sem writes.")
            seen.add(key)
            if what:
                found.append(self._problem(one.filename, what))
        missing = sums.keys() - {one.filename for one in members}
        return found + [self._problem(name, _("It is missing.")) for name in sorted(missing)]

    def _demand_room(self, size: int, into: Path) -> None:
        if size > MOST_UNPACKED:
            raise self._too_large()
        if size > shutil.disk_usage(into).free:
            raise StoreError(
                _("There is no room to unpack {file}: that takes {n} MB in {folder}.").format(
                    file=self._shown, n=size // 10**6 + 1, folder=into
                ),
                _("Make room, or set SEM_STATE to a folder on a disk that has it."),
            )

    def _unpacked(
        self, archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], sums: Mapping[str, str], into: Path
    ) -> Iterator[Problem]:
        """Unpack what a merge reads; yield a problem for each file, also of the others, that is not as it was."""
        for one in members:
            if one.is_dir():
                continue
            try:
                digest = self._copied(archive, one, into / one.filename if _is_read(one.filename) else None)
            except NOT_A_ZIP_OF_OURS:
                yield self._problem(one.filename, _("It was changed, or is not whole."))
                continue
            if digest != sums[one.filename]:
                yield self._problem(one.filename, _("It was changed after the backup was made."))

    def _copied(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path | None) -> str:
        """Return the sha256 of a file in the zip, and write it to a new file where one is given."""
        digest = hashlib.sha256()
        with archive.open(member) as file, ExitStack() as stack:
            target = None
            if to is not None:
                try:
                    to.parent.mkdir(parents=True, exist_ok=True)
                    target = stack.enter_context(to.open("xb"))
                except OSError as error:
                    raise cannot_write(to, error) from None
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                if target is not None:
                    try:
                        target.write(chunk)
                    except OSError as error:
                        raise cannot_write(Path(target.name), error) from None
        return digest.hexdigest()

    def _refuse(self, problems: list[Problem]) -> None:
        if not problems:
            return
        told = problems[:_MOST_TOLD]
        if len(problems) > len(told):
            told.append(Problem(_("And {n} more.").format(n=len(problems) - len(told))))
        raise InvalidError(
            _("The backup {file} is not as it was made, so nothing of it is put back.").format(file=self._shown),
            _("Take another copy of it, or an earlier backup."),
            told,
        )

    def _problem(self, name: str, what: str) -> Problem:
        return Problem(what, file=f"{self._shown}:{name}")

    def _foreign(self) -> InvalidError:
        return InvalidError(
            _("{file} is not a backup of sem.").format(file=self._shown),
            _("Files with answers, and zips of somebody's data, are for “sem merge”."),
        )

    def _half(self) -> InvalidError:
        return InvalidError(
            _("The backup {file} is not whole: copying or downloading it broke off.").format(file=self._shown),
            _("Take another copy of it, or an earlier backup."),
        )

    def _too_large(self) -> InvalidError:
        return InvalidError(
            _("{file} would become larger than anything sem makes, so it is not unpacked.").format(file=self._shown),
            _("Take a backup that sem made."),
        )


def _are_sums(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) and _SUM.fullmatch(one) for one in value.values())


def _leads_out(name: str) -> bool:
    """Whether a path in a zip would lead out of the folder, on any system."""
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or _DRIVE.match(path) is not None


def _is_read(name: str) -> bool:
    """Whether a merge reads a file: those of the teams, their questionnaires, and the one that makes a workspace."""
    path = PurePosixPath(name)
    ours = path.parts[0] in (layout.TEAMS, layout.MODELS) or name == layout.WORKSPACE_FILE
    return ours and path.suffix == ".json" and not any(part.startswith(".") for part in path.parts)
