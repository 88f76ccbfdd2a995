"""Checks a workspace file by file, and mends what can be mended, after a backup of everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store import layout, records
from sem.store.backup import MANIFEST, files_below, write_backup
from sem.store.disk import make_folder, sync_folder, write_once
from sem.store.documents import ROUND, SHEET, TEAM
from sem.store.failures import cannot_read, cannot_write
from sem.store.files import Condition, gather, judge, read_workspace_file
from sem.store.findings import Finding, Remedy, Repair, Report, Severity
from sem.store.founding import is_workspace, write_workspace_file
from sem.store.inspection import Inspection
from sem.store.slots import read_pair, seq_of
from sem.store.writer import Writers, can_lock

_BEFORE_ALL = 1
"""The time of what a repair had to guess, in µs since 1970: whatever anybody else knows is newer."""


def check(folder: Path, state: Path) -> Report:
    """Look at every file of a workspace; nothing is changed or made.

    Args:
        folder: The workspace; one that is not there is in order.
        state: The folder for what belongs to this machine alone.

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
    except OSError as error:
        raise cannot_read(folder, error) from None
    if not is_workspace(folder):
        what = _("This folder is not a workspace.")
        return Report(0, 0, (*findings, Finding(folder, what, Severity.ERROR)))
    inspection = Inspection(folder)
    inspection.run()
    return Report(inspection.files, inspection.sound, (*findings, *inspection.findings))


def repair(folder: Path, state: Path) -> Repair:
    """Mend what a check finds and can be mended, after a backup of the whole workspace.

    Nothing is deleted: what is damaged goes to the folder for what is set aside. What is foreign or newer stays as it
    is.

    Raises:
        StoreError: The workspace is newer than we can read, the backup could not be made, or a file could not be
            written; what was not dealt with is as it was.
    """
    folder = folder.expanduser()
    writers = Writers(state.expanduser())
    found = check(folder, state)
    if not found.repairable:
        return Repair(None, (), found)
    try:
        read_workspace_file(folder)
    except StoreError:
        # Damage can be mended, but a workspace of a newer version may have rules that we do not know.
        if folder / layout.WORKSPACE_FILE not in (finding.path for finding in found.repairable):
            raise
    with writers.alone(folder):
        found = check(folder, state)
        backup = write_backup(folder, "repair", _members(folder))
        mender = _Mender(folder, writers)
        done = tuple(finding for finding in found.repairable if mender.deal_with(finding))
        mender.rebuild()
    return Repair(backup, done, check(folder, state))


def _members(folder: Path) -> list[tuple[Path, str]]:
    # The manifest of a backup that was unzipped here tells of that backup; this one gets its own.
    apart = (layout.BACKUPS, layout.SET_ASIDE, MANIFEST)
    return [(path, name) for path, name in files_below(folder, "") if name.partition("/")[0] not in apart]


class _Mender:
    """Deals with findings one by one.

    Args:
        folder: The workspace.
        writers: Hands out the right to write.
    """

    def __init__(self, folder: Path, writers: Writers) -> None:
        self._folder, self._writers = folder, writers
        self._aside = folder / layout.SET_ASIDE / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
        self._rebuild: list[Path] = []

    def deal_with(self, finding: Finding) -> bool:
        """Do what the finding proposes; return whether it was done.

        Raises:
            StoreError: A file could not be written.
        """
        actions: Mapping[Remedy, Callable[[Path], bool]] = {
            Remedy.MEND: self._mend,
            Remedy.SET_ASIDE: self._set_aside,
            Remedy.PUT_BACK: self._put_back,
            Remedy.REBUILD: self._take_apart,
        }
        try:
            return actions[finding.remedy](finding.path)
        except OSError as error:
            raise cannot_write(Path(error.filename or finding.path), error) from None

    def rebuild(self) -> None:
        """Make anew what a team's or round's own files said, from what is left.

        Raises:
            StoreError: A file could not be written.
        """
        for folder in dict.fromkeys(self._rebuild):
            if folder == self._folder:
                write_workspace_file(folder)
            elif folder.parent.name == layout.ROUNDS:
                self._rebuild_round(folder)
            else:
                self._rebuild_team(folder)

    def _mend(self, path: Path) -> bool:
        name = layout.parse(path)
        if name is None:
            return False
        pair = layout.slots(path.parent, name.name, name.writer)
        raws = [raw for raw in read_pair(pair) if raw and judge(path, raw).condition is Condition.WHOLE]
        good = max(raws, key=seq_of, default=None)
        if good is None:
            return False
        if path.exists():
            self._set_aside(path)
        write_once(path, good)
        return True

    def _set_aside(self, path: Path) -> bool:
        target = self._aside / path.relative_to(self._folder)
        make_folder(target.parent)
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(path.parent)
        return True

    def _put_back(self, path: Path) -> bool:
        target = self._folder / layout.TEAMS / path.name
        if target.exists():
            return False
        make_folder(target.parent)
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(path.parent)
        with suppress(OSError):
            path.parent.rmdir()
        return True

    def _take_apart(self, path: Path) -> bool:
        if path.is_dir():
            self._rebuild.append(path)
            return True
        if path.exists():
            self._set_aside(path)
        self._rebuild.append(path.parent)
        return True

    def _rebuild_round(self, folder: Path) -> None:
        if gather(folder, ROUND).whole:
            return
        for sheet in gather(folder, SHEET).whole[:1]:
            records.write_round(folder, records.round_from(sheet.meta), self._writers, _BEFORE_ALL)

    def _rebuild_team(self, folder: Path) -> None:
        if gather(folder, TEAM).whole:
            return
        name, _hyphen, short = folder.name.rpartition("-")
        ids = [
            str(file.meta["team"])
            for inner in layout.subfolders(folder / layout.ROUNDS)
            for kind in (ROUND, SHEET)
            for file in gather(inner, kind).whole
        ]
        id_ = ids[0] if ids else f"{short}{layout.new_id()[len(short) :]}"
        fields = {records.NAME: name.replace("-", " ") or folder.name, records.TAGS: []}
        records.write_team(folder, id_, fields, self._writers, _BEFORE_ALL)
