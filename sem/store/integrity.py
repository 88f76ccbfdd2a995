"""Checks a workspace file by file, and mends what can be mended, after a backup of everything."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout, records
from sem.store.aside import NOTHING_LOST, note_gone
from sem.store.backup import MANIFEST, files_below, write_backup
from sem.store.disk import make_folder, sync_folder, write_once
from sem.store.documents import PLAN, ROUND, SHEET, TEAM, UNSIGNED
from sem.store.failures import cannot_read, cannot_write
from sem.store.files import Condition, Found, gather, judge, read_workspace_file
from sem.store.findings import Finding, Remedy, Repair, Report, Severity
from sem.store.founding import is_workspace, write_workspace_file
from sem.store.inspection import Inspection
from sem.store.journal import Journal
from sem.store.reading import Spares, spare_of
from sem.store.slots import may_be_newer, read_pair
from sem.store.writer import Writers, can_lock

_SHORT_ID = re.compile(f"[0-9a-f]{{{layout.SHORT_ID}}}")


def check(folder: Path, state: Path, spares: Spares = tuple) -> Report:
    """Look at every file of a workspace; nothing is changed or made.

    Args:
        folder: The workspace; one that is not there is in order.
        state: The folder for what belongs to this machine alone.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.

    Raises:
        StoreError: The folder itself can't be read.
    """
    folder = folder.expanduser()
    findings = []
    if not can_lock(state.expanduser()):
        what = _("Nothing can be written here, so two windows can't be told apart and each makes files of its own.")
        findings.append(Finding(state, what, Severity.WARNING))
    try:
        if not folder.exists() or not any(folder.iterdir()):
            return Report(0, 0, tuple(findings))
        ours = is_workspace(folder)
    except OSError as error:
        raise cannot_read(Path(error.filename or folder), error) from None
    if not ours:
        what = _("This folder is not a workspace.")
        return Report(0, 0, (*findings, Finding(folder, what, Severity.ERROR)))
    report = Inspection(folder, spares).run()
    return replace(report, findings=(*findings, *report.findings))


def repair(folder: Path, state: Path, spares: Spares = tuple) -> Repair:
    """Mend what a check finds and can be mended, after a backup of the whole workspace.

    Nothing is deleted: what is damaged goes to the folder for what is set aside. What is foreign or newer stays as it
    is.

    Raises:
        StoreError: The workspace is newer than we can read, the backup could not be made, or a file could not be
            written; what was not dealt with is as it was.
    """
    folder = folder.expanduser()
    writers = Writers(state.expanduser())
    if layout.is_being_named(folder):
        # What was written down is whole, and gets its names before anything is taken for a leftover.
        with writers.alone(folder), suppress(OSError):
            Journal(folder, writers.installation()).finish()
    found = check(folder, state, spares)
    if not found.repairable:
        return Repair(None, (), found)
    try:
        read_workspace_file(folder)
    except StoreError:
        # Damage can be mended, but a workspace of a newer version may have rules that we do not know.
        if folder / layout.WORKSPACE_FILE not in (finding.path for finding in found.repairable):
            raise
    with writers.alone(folder):
        found = check(folder, state, spares)
        backup = write_backup(folder, "repair", _members(folder))
        mender = _Mender(folder, writers, spares)
        dealt_with = [finding for finding in found.repairable if mender.deal_with(finding)]
        rebuilt = mender.rebuild()
    done = [
        finding
        for finding in dealt_with
        if finding.remedy is not Remedy.REBUILD or {finding.path, finding.path.parent} & rebuilt
    ]
    return Repair(backup, tuple(done), check(folder, state, spares))


def _members(folder: Path) -> list[tuple[Path, str]]:
    # The manifest of a backup that was unzipped here tells of that backup; this one gets its own.
    return list(files_below(folder, "", (layout.BACKUPS, layout.SET_ASIDE, MANIFEST)))


class _Mender:
    """Deals with findings one by one.

    Args:
        folder: The workspace.
        writers: Hands out the right to write.
        spares: Yields questionnaires as they are kept.
    """

    def __init__(self, folder: Path, writers: Writers, spares: Spares) -> None:
        self._folder, self._writers, self._spares = folder, writers, spares
        self._aside = folder / layout.SET_ASIDE / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
        self._rebuild: list[Path] = []

    def deal_with(self, finding: Finding) -> bool:
        """Do what the finding proposes; return whether it was done.

        Raises:
            StoreError: A file could not be written.
        """
        actions: Mapping[Remedy, Callable[[Path], bool]] = {
            Remedy.MEND: self._mend,
            Remedy.MAKE: self._mend,
            Remedy.SET_ASIDE: self._set_aside,
            Remedy.PUT_BACK: self._put_back,
            Remedy.REBUILD: self._take_apart,
        }
        try:
            return actions[finding.remedy](finding.path)
        except OSError as error:
            raise cannot_write(Path(error.filename or finding.path), error) from None

    def rebuild(self) -> set[Path]:
        """Make anew what a team's or round's own files said, from what is left; return the folders it could do so in.

        Raises:
            StoreError: A file could not be written.
        """
        rebuilt = set()
        for folder in dict.fromkeys(self._rebuild):
            if folder == self._folder:
                write_workspace_file(folder)
            elif folder.parent.name == layout.ROUNDS:
                if not self._rebuild_round(folder):
                    continue
            else:
                self._rebuild_team(folder)
            rebuilt.add(folder)
        return rebuilt

    def _mend(self, path: Path) -> bool:
        name = layout.parse(path)
        if name is None:
            return False
        raws = {}
        for slot in layout.slots(path.parent, name.name, name.writer):
            ((raws[slot], _seq),) = read_pair([slot]) if slot.is_file() else [(None, 0)]
        found = [judge(slot, raw) for slot, raw in raws.items() if raw is not None]
        best = max((file for file in found if file.condition is Condition.WHOLE), key=_number, default=None)
        good = raws[best.path] if best is not None else None
        if best is None or good is None:
            return False
        if os.path.lexists(path):
            self._set_aside(path, "" if may_be_newer(raws[path] or b"", best.seq) else NOTHING_LOST)
        elif may_be_newer(None, best.seq):
            note_gone(path)
        write_once(path, good)
        return True

    def _set_aside(self, path: Path, ending: str = "") -> bool:
        target = self._aside / path.relative_to(self._folder)
        self._move(path, target.with_name(f"{target.name}{ending}"))
        return True

    def _put_back(self, path: Path) -> bool:
        if path.parent == self._folder / layout.MODELS:
            return self._put_back_questionnaire(path)
        if path.parent.name == layout.REMOVING:
            target = self._folder / layout.TEAMS / path.name
        else:
            home = self._home_of_round(path)
            if home is None:
                return False
            target = home / path.name
        if os.path.lexists(target):
            return False
        self._move(path, target)
        if path.parent.name == layout.REMOVING:
            with suppress(OSError):
                path.parent.rmdir()
        return True

    def _put_back_questionnaire(self, path: Path) -> bool:
        spare = spare_of(layout.digest_in(path), self._spares)
        blocked = os.path.lexists(path.parent) and not path.parent.is_dir()
        if spare is None or blocked:
            return False
        if os.path.lexists(path):
            self._set_aside(path)
        make_folder(path.parent)
        write_once(path, spare)
        return True

    def _home_of_round(self, folder: Path) -> Path | None:
        """Return the folder for the rounds of the team that the round in a folder is of; None without such a team."""
        for team in {str(file.meta["team"]) for kind in (ROUND, SHEET) for file in gather(folder, kind).whole}:
            for home in layout.folders_of(self._folder / layout.TEAMS, team):
                if any(file.meta["team"] == team for file in gather(home, TEAM).whole):
                    return home / layout.ROUNDS
        return None

    def _move(self, path: Path, target: Path) -> None:
        make_folder(target.parent)
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(path.parent)

    def _take_apart(self, path: Path) -> bool:
        if path.is_dir() and path.name != layout.WORKSPACE_FILE:
            self._rebuild.append(path)
            return True
        if os.path.lexists(path):
            self._set_aside(path)
        self._rebuild.append(path.parent)
        return True

    def _rebuild_round(self, folder: Path) -> bool:
        if gather(folder, ROUND).whole:
            return True
        sheets = {str(file.meta["round"]): file for file in gather(folder, SHEET).whole}
        for id_ in _likeliest(sheets, folder):
            records.write_round(folder, records.round_from(sheets[id_].meta), self._writers, records.GUESSED)
        return bool(sheets)

    def _rebuild_team(self, folder: Path) -> None:
        if gather(folder, TEAM).whole:
            return
        places = [(folder, PLAN), (folder / layout.IDEAS, UNSIGNED)]
        places += [(inner, kind) for inner in layout.subfolders(folder / layout.ROUNDS) for kind in (ROUND, SHEET)]
        ids = [str(file.meta["team"]) for inner, kind in places for file in gather(inner, kind).whole]
        name, _hyphen, short = folder.name.rpartition("-")
        if not _SHORT_ID.fullmatch(short):
            name, short = folder.name, ""
        id_ = next(iter(_likeliest(ids, folder)), f"{short}{layout.new_id()[len(short) :]}")
        fields = {records.NAME: name.replace("-", " ").strip() or folder.name, records.TAGS: []}
        records.write_team(folder, id_, fields, self._writers, records.GUESSED)


def _number(file: Found) -> int:
    return file.seq


def _likeliest(ids: Iterable[str], folder: Path) -> list[str]:
    """Return the one of some ids that a folder is most likely to be of, that of its name; none of none."""
    every = sorted(ids)
    own = [id_ for id_ in every if f"-{id_[: layout.SHORT_ID]}" in folder.name]
    return (own or every)[:1]
