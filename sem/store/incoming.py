"""Reads what is brought from elsewhere: folders, zips and single files; nothing of it is trusted, or changed."""

from __future__ import annotations

import errno
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sem.files import NotAFileError, read_file, reason
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.documents import PLAN, ROSTER, ROUND, SEALED, SHEET, TEAM, UNSIGNED, sheets_of
from sem.store.files import Condition, Found, judge
from sem.store.migrations import META, SCHEMA, Tables
from sem.store.refusals import Merged, Refusal, Why
from sem.store.slots import read_pair

MOST_BYTES = 64 * 2**20
"""The largest file that is looked into: many times that of the largest round."""
MOST_UNPACKED, MOST_PACKED = 2**30, 100_000
"""How many bytes a zip may become, and how many files may be in it."""
_BATCH = 512
_START = 400
_OURS, _ANSWERS, _SHARE = b'{"_meta":', b'"sem-answers"', b'"sem-share"'
_NOT_OURS = (layout.BACKUPS, layout.SET_ASIDE, layout.REMOVING)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that was read, or one sheet of a sealed round.

    Args:
        file: What it is called where the user sees it.
        tables: In the form of this program's schema, and verified.
    """

    file: str
    tables: Tables

    @property
    def meta(self) -> dict[str, Any]:
        """What it says it is."""
        return self.tables[META]["1"]


@dataclass(slots=True)
class RoundParts:
    """What came of a round; the sheets by respondent's id."""

    records: list[Piece] = field(default_factory=list)
    rosters: list[Piece] = field(default_factory=list)
    sheets: dict[str, list[Piece]] = field(default_factory=dict)

    @property
    def pieces(self) -> list[Piece]:
        """All there is of it."""
        return [*self.records, *self.rosters, *(piece for sheet in self.sheets.values() for piece in sheet)]


@dataclass(slots=True)
class TeamParts:
    """What came of a team; the rounds by id."""

    records: list[Piece] = field(default_factory=list)
    plans: list[Piece] = field(default_factory=list)
    unsigned: list[Piece] = field(default_factory=list)
    rounds: dict[str, RoundParts] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """What is merged in one go: teams by id, and files with answers as they were read."""

    teams: dict[str, TeamParts] = field(default_factory=dict)
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Put a piece where it belongs: what it is, it says itself."""
        kind, about = piece.meta["kind"], piece.meta
        if kind == "workspace":
            return
        team = self.teams.setdefault(about["team"], TeamParts())
        if kind in (TEAM, PLAN, UNSIGNED):
            {TEAM: team.records, PLAN: team.plans, UNSIGNED: team.unsigned}[kind].append(piece)
            return
        round_ = team.rounds.setdefault(about["round"], RoundParts())
        if kind == ROUND:
            round_.records.append(piece)
        elif kind == ROSTER:
            round_.rosters.append(piece)
        elif kind == SHEET:
            round_.sheets.setdefault(about["respondent"], []).append(piece)
        elif kind == SEALED:
            for tables in sheets_of(piece.tables):
                self.add(Piece(piece.file, tables))


class Incoming:
    """Everything below one path that the user named.

    Args:
        path: A file or folder; of a zip the folder it was unpacked to.
        shown: What the path is called where the user sees it.
        told: Where to count what was read and keep what is refused.
    """

    def __init__(self, path: Path, shown: str, told: Merged) -> None:
        self._path, self._shown, self._told = path, shown, told
        self._models: dict[str, Path] = {}
        self._groups = list(self._grouped())

    def model(self, file_name: str) -> bytes | None:
        """Return the frozen questionnaire that came under this name; None where none did."""
        path = self._models.get(file_name)
        if path is None:
            return None
        try:
            return read_file(path, MOST_BYTES)
        except OSError:
            return None

    def batches(self) -> Iterator[Batch]:
        """Yield all there is, each team whole, and not more at once than memory holds with ease."""
        batch, size = Batch(), 0
        for group in self._groups:
            if size and size + len(group) > _BATCH:
                yield batch
                batch, size = Batch(), 0
            self._read(group, batch)
            size += len(group)
        if size:
            yield batch

    def _grouped(self) -> Iterator[list[Path]]:
        """Yield the files that belong together, a team's with all below its folder."""
        if not self._path.is_dir():
            yield [self._path]
            return
        team: tuple[Path, list[Path]] | None = None
        for at, folders, names in os.walk(self._path, onerror=self._cannot_list):
            here = Path(at)
            ours = layout.WORKSPACE_FILE in names or layout.TEAMS in folders
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and not (ours and name in _NOT_OURS)
            )
            files = sorted(here / name for name in names if name.endswith(".json") and not name.startswith("."))
            self._told.passed_over += sum(not name.endswith((".json", ".zip")) for name in names)
            self._models.update({path.name: path for path in files if "@" in path.name and "~" not in path.name})
            files = [path for path in files if path.name not in self._models]
            if team is not None and here.is_relative_to(team[0]):
                team[1].extend(files)
                continue
            if team is not None:
                yield team[1]
                team = None
            if any(path.name.startswith(f"{TEAM}~") for path in files):
                team = here, files
            elif files:
                yield files
        if team is not None:
            yield team[1]

    def _read(self, paths: list[Path], into: Batch) -> None:
        pairs: dict[tuple[Path, str], list[Path]] = {}
        for path in paths:
            name = layout.parse(path)
            if name is not None and name.slot:
                pairs.setdefault((path.parent, name.stem), []).append(path)
            else:
                self._read_one(path, into)
        for pair in pairs.values():
            self._read_pair(pair, into)

    def _read_pair(self, paths: list[Path], into: Batch) -> None:
        """Read the newer of two slots; where it is damaged and its twin is whole, that one as any reader would."""
        try:
            if any(path.stat().st_size > MOST_BYTES for path in paths):
                raise ValueError
            slots = read_pair(paths)
        except (OSError, ValueError):
            for path in paths:
                self._read_one(path, into)
            return
        last = max(seq for _raw, seq in slots)
        found = [
            judge(path, raw, seq)
            for path, (raw, seq) in zip(paths, slots, strict=True)
            if raw is not None and (not last or seq in (0, last))
        ]
        whole = [one for one in found if one.condition is Condition.WHOLE]
        self._told.files += len(paths)
        for one in whole[:1]:
            into.add(Piece(self._name(one.path), one.tables))
        for one in found:
            # A torn slot beside a whole one is what a kill leaves behind, and nothing of it was called saved.
            if one.condition is not Condition.WHOLE and not (whole and one.condition is Condition.TORN):
                self._refuse(one)

    def _read_one(self, path: Path, into: Batch) -> None:
        try:
            raw = self._bytes(path)
        except OSError as error:
            why = Why.NOT_A_FILE if isinstance(error, NotAFileError) or error.errno == errno.EISDIR else Why.UNREADABLE
            self._refused(path, why, "" if why is Why.NOT_A_FILE else f"({reason(error)})")
            return
        if raw is None:
            self._refused(path, Why.TOO_LARGE)
        elif _ANSWERS in raw[:_START] or _SHARE in raw[:_START]:
            self._read_answers(path, raw, into)
        else:
            found = judge(path, raw)
            if found.condition is Condition.WHOLE:
                self._told.files += 1
                into.add(Piece(self._name(path), found.tables))
            else:
                self._refuse(found)

    def _read_answers(self, path: Path, raw: bytes, into: Batch) -> None:
        self._told.files += 1
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            self._refused(path, Why.HALF)
            return
        if not isinstance(said, dict) or type(said.get("min_reader")) is not int:
            self._refused(path, Why.TAMPERED)
        elif said["min_reader"] > SCHEMA:
            self._refused(path, Why.NEWER)
        elif said.get("format") != "sem-answers":
            self._refused(path, Why.NOT_ANSWERED)
        else:
            into.answers.append((self._name(path), said))

    def _bytes(self, path: Path) -> bytes | None:
        """Return a file's bytes, its start alone where that is not like ours; None where it is too large."""
        with_start = read_file(path, _START)
        if not (_OURS in with_start[:_START] or _ANSWERS in with_start or _SHARE in with_start):
            return with_start
        raw = read_file(path, MOST_BYTES)
        return raw if len(raw) <= MOST_BYTES else None

    def _refuse(self, found: Found) -> None:
        whys = {
            Condition.TORN: Why.HALF,
            Condition.EDITED: Why.TAMPERED,
            Condition.NEWER: Why.NEWER,
            Condition.FOREIGN: Why.FOREIGN,
        }
        why = whys[found.condition]
        if why is Why.FOREIGN and found.path != self._path:
            self._told.passed_over += 1
            return
        self._refused(found.path, why)

    def _refused(self, path: Path, why: Why, more: str = "") -> None:
        self._told.refused.append(Refusal(self._name(path), why, more))

    def _name(self, path: Path) -> str:
        return self._shown + str(path)[len(str(self._path)) :]

    def _cannot_list(self, error: OSError) -> None:
        self._refused(Path(error.filename or self._path), Why.UNREADABLE, f"({reason(error)})")


def zips_in(path: Path) -> Iterator[Path]:
    """Yield the zips that a path is or that lie in it, but not those in a workspace's own folders."""
    if not path.is_dir():
        if path.suffix == ".zip":
            yield path
        return
    for at, folders, names in os.walk(path):
        ours = layout.WORKSPACE_FILE in names or layout.TEAMS in folders
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (ours and name in _NOT_OURS))
        yield from (Path(at, name) for name in sorted(names) if name.endswith(".zip") and not name.startswith("."))


def unpack(path: Path, into: Path, told: Merged) -> bool:
    """Unpack what may be ours of a zip; return whether it could be opened.

    Nothing in it is trusted: neither the sizes it claims nor the paths.

    Args:
        path: The zip.
        into: An empty folder.
        told: Where to keep what is refused.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        told.refused.append(Refusal(str(path), Why.NOT_A_FILE))
        return False
    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_PACKED:
                told.refused.append(Refusal(str(path), Why.TOO_LARGE))
                return False
            for member in members:
                wanted = _path_in(member)
                if wanted is None:
                    told.passed_over += not member.is_dir()
                    continue
                shown = f"{path}:{member.filename}"
                try:
                    with archive.open(member) as file:
                        raw = file.read(min(MOST_BYTES, room) + 1)
                except (zipfile.BadZipFile, zlib.error, EOFError):
                    told.refused.append(Refusal(shown, Why.HALF))
                    continue
                except (RuntimeError, NotImplementedError):
                    told.refused.append(Refusal(shown, Why.UNREADABLE, _("It has a password.")))
                    continue
                if len(raw) > min(MOST_BYTES, room):
                    told.refused.append(Refusal(shown, Why.TOO_LARGE))
                    return True
                room -= len(raw)
                target = into / wanted
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    target.write_bytes(raw)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        why = Why.HALF if not isinstance(error, OSError) else Why.UNREADABLE
        told.refused.append(Refusal(str(path), why))
        return False
    return True


def _path_in(member: zipfile.ZipInfo) -> PurePosixPath | None:
    """Return where a file of a zip is unpacked; None for what is not ours, or would lead somewhere else."""
    path = PurePosixPath(member.filename)
    safe = all(part not in ("..", "/") and not part.startswith(".") and "\\" not in part for part in path.parts)
    return path if safe and not path.is_absolute() and path.suffix == ".json" and ":" not in path.name else None
