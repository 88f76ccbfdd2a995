"""Looks at every file of a workspace and judges it; never writes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.codec import read_questionnaire
from sem.model.names import name_key
from sem.store import layout
from sem.store.backup import MANIFEST, verify_backup
from sem.store.disk import is_temporary
from sem.store.documents import ANSWERS, FIELDS, ROUND, SHEET, TEAM, newest
from sem.store.files import Condition, Found, judge, look_at_copy, read_slots
from sem.store.findings import Finding, Remedy, Severity
from sem.store.records import round_from

_FRESH = 60.0
"""Seconds after which a file that is not whole yet must be one that nobody is writing any more."""
_MISSING: Mapping[str, str] = {
    TEAM: N_("The file with the name of this team is missing."),
    ROUND: N_("The file that tells about this round is missing."),
}
_AHEAD = 24 * 3600 * 1_000_000
"""Microseconds that a clock may be ahead before it is worth a word."""


class Inspection:
    """One walk over a workspace, gathering findings.

    Args:
        folder: The workspace; it is there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.sound = 0
        self.findings: list[Finding] = []
        self._questions: dict[str, frozenset[str]] = {}
        self._names: dict[str, list[Path]] = {}

    def run(self) -> None:
        """Look at everything."""
        self._workspace_file()
        for path in self._entries(self.folder):
            if path.name == layout.MODELS and path.is_dir():
                self._models(path)
            elif path.name == layout.TEAMS and path.is_dir():
                for team in self._entries(path):
                    self._team(team)
            elif path.name == layout.BACKUPS and path.is_dir():
                self._backups(path)
            elif path.name == layout.REMOVING and path.is_dir():
                for team in self._entries(path):
                    self._add(team, _("A team whose removal was broken off."), Severity.WARNING, Remedy.PUT_BACK)
            elif path.name not in (layout.WORKSPACE_FILE, layout.SET_ASIDE, MANIFEST):
                self._foreign(path)
        self._left_behind()
        for paths in self._names.values():
            for path in paths if len(paths) > 1 else ():
                self._add(path, _("Another team has the same name; rename one of them."), Severity.WARNING)

    def _workspace_file(self) -> None:
        path = self.folder / layout.WORKSPACE_FILE
        try:
            found = judge(path, path.read_bytes())
        except FileNotFoundError:
            self._add(path, _("This file is missing."), Severity.ERROR, Remedy.REBUILD)
            return
        except OSError as error:
            self._unreadable(path, error)
            return
        self.files += 1
        if found.condition is Condition.WHOLE and found.meta["kind"] == "workspace":
            self.sound += 1
        elif found.condition is Condition.NEWER:
            self._newer(path)
        else:
            self._add(path, _("Damaged."), Severity.ERROR, Remedy.REBUILD)

    def _models(self, folder: Path) -> None:
        for path in self._entries(folder):
            digest = path.stem.rpartition("@")[2]
            if path.suffix != ".json" or "@" not in path.stem or not path.is_file():
                self._foreign(path)
                continue
            self.files += 1
            try:
                raw = path.read_bytes()
                if not digest or not hashlib.sha256(raw).hexdigest().startswith(digest):
                    raise ValueError("not the bytes of its name")
                questionnaire = read_questionnaire(raw)
            except OSError as error:
                self._unreadable(path, error)
            except (ValueError, RecursionError):
                what = _("The questionnaire differs from what rounds were started with. Put it back from a backup.")
                self._add(path, what, Severity.ERROR)
            else:
                self.sound += 1
                self._questions[path.name] = frozenset(question.id for question in questionnaire.questions)

    def _team(self, folder: Path) -> None:
        if not folder.is_dir():
            self._foreign(folder)
            return
        files = self._records(folder, TEAM, (layout.ROUNDS,))
        for file in files:
            name = newest(FIELDS, [file.tables]).get("name", {}).get("value")
            if isinstance(name, str) and folder not in self._names.setdefault(name_key(name), []):
                self._names[name_key(name)].append(folder)
        for path in self._entries(folder / layout.ROUNDS):
            if path.is_dir():
                self._round(path)
            else:
                self._foreign(path)

    def _round(self, folder: Path) -> None:
        records = self._records(folder, ROUND, ())
        ids = {file.meta["round"] for file in records}
        sheets = self._pairs(folder, SHEET)
        known: frozenset[str] | None = None
        for record in records[:1]:
            try:
                model = layout.model_file(self.folder, round_from(record.meta).questionnaire)
            except ValueError:
                self._add(record.path, _("Damaged."), Severity.ERROR)
                continue
            known = self._questions.get(model.name)
            if not model.exists():
                what = _("The questionnaire of a round is missing. Put it back from a backup.")
                self._add(model, what, Severity.ERROR)
        people: dict[str, dict[str, Path]] = {}
        for sheet in sheets:
            if ids and sheet.meta["round"] not in ids:
                self._stray(sheet.path)
            if known is not None and not {d["q"] for d in sheet.tables.get(ANSWERS, {}).values()} <= known:
                self._add(sheet.path, _("It has answers to questions that its round does not ask."), Severity.WARNING)
            name = newest(FIELDS, [sheet.tables]).get("name", {}).get("value")
            people.setdefault(name_key(str(name)), {}).setdefault(sheet.meta["respondent"], sheet.path)
        for paths in people.values():
            for path in paths.values() if len(paths) > 1 else ():
                self._add(path, _("Another respondent in this round has the same name."), Severity.NOTICE)

    def _records(self, folder: Path, kind: str, besides: Iterable[str]) -> list[Found]:
        """Judge the files of a team or round itself, and everything in its folder that is of no kind of ours."""
        files = self._pairs(folder, kind)
        entries = self._entries(folder)
        for path in entries:
            name = layout.parse(path)
            of_sheet = kind == ROUND and name is not None and name.name not in (TEAM, ROUND)
            if path.name in besides and path.is_dir():
                continue
            if name is None:
                self._loose(path, (kind, SHEET) if kind == ROUND else (kind,))
            elif not of_sheet and name.name != kind:
                self._stray(path)
        if not any(layout.parse(path) is not None and path.name.startswith(f"{kind}~") for path in entries):
            if any(path.is_file() and path.suffix == ".json" for path in folder.rglob("*~*")):
                what = _MISSING[kind]
                self._add(folder, _(what), Severity.ERROR, Remedy.REBUILD)
            elif _listable(folder) and not any(path.is_file() for path in folder.rglob("*")):
                self._add(folder, _("An empty folder."), Severity.NOTICE, Remedy.SET_ASIDE)
        ids = {file.meta[kind] for file in files}
        for file in files:
            if len(ids) > 1 and f"-{file.meta[kind][: layout.SHORT_ID]}" not in folder.name:
                self._stray(file.path)
        return files

    def _pairs(self, folder: Path, kind: str) -> list[Found]:
        """Judge all pairs of one kind in a folder with their copies, and return the files that are read."""
        pairs: dict[str, dict[str, Path]] = {}
        result: list[Found] = []
        for path in self._entries(folder):
            name = layout.parse(path)
            if name is None or (name.name if name.name in (TEAM, ROUND) else SHEET) != kind:
                continue
            if name.slot:
                pairs.setdefault(name.stem, {})[name.slot] = path
            else:
                self._loose(path, (kind,))
        for stem, pair in pairs.items():
            of, _tilde, writer = stem.partition("~")
            result += self._pair(folder, pair, layout.slots(folder, of, writer), kind)
        for file in result:
            self._clock(file)
        return result

    def _pair(self, folder: Path, pair: dict[str, Path], both: tuple[Path, Path], kind: str) -> list[Found]:
        self.files += len(pair)
        try:
            found = [judge(path, raw) for path, raw in read_slots(folder, pair)]
        except SemError as error:
            self._add(next(iter(pair.values())), error.message, Severity.ERROR)
            return []
        whole = [file for file in found if file.condition is Condition.WHOLE]
        self.sound += len(whole)
        for file in found:
            if file.condition is Condition.NEWER:
                self._newer(file.path)
            elif file.condition is Condition.FOREIGN:
                what = _("sem did not write this, though its name looks like it. Move it away.")
                self._add(file.path, what, Severity.WARNING if whole else Severity.ERROR)
            elif file.condition is not Condition.WHOLE and whole:
                what = _("Damaged. Its twin is whole, so nothing is lost.")
                self._add(file.path, what, Severity.WARNING, Remedy.MEND)
            elif file.condition is not Condition.WHOLE:
                remedy = Remedy.SET_ASIDE if kind == SHEET else Remedy.REBUILD
                self._add(file.path, _("Damaged, and so is its twin."), Severity.ERROR, remedy)
        for path in both if whole else ():
            if path not in pair.values():
                what = _("This file is missing. Its twin is whole, so nothing is lost.")
                self._add(path, what, Severity.WARNING, Remedy.MEND)
        best = max(whole, key=lambda file: file.seq, default=None)
        if best is not None and best.meta["kind"] != kind:
            self._stray(best.path)
            return []
        return [best] if best is not None else []

    def _loose(self, path: Path, kinds: Iterable[str]) -> None:
        """Judge a file that is no slot: a copy that a sync program made, or something else."""
        try:
            found = look_at_copy(path)
        except SemError as error:
            self._add(path, error.message, Severity.ERROR)
            return
        if found is None or found.condition is Condition.FOREIGN:
            self._foreign(path)
            return
        self.files += 1
        if found.condition is Condition.NEWER:
            self._newer(path)
        elif found.condition is not Condition.WHOLE:
            self._add(path, _("A damaged copy of a file of ours."), Severity.WARNING, Remedy.SET_ASIDE)
        elif found.meta["kind"] in kinds:
            self.sound += 1
            self._add(path, _("A copy that another program made; its answers count too."), Severity.NOTICE)
        else:
            self._stray(path)

    def _backups(self, folder: Path) -> None:
        for path in self._entries(folder):
            if path.suffix != ".zip":
                self._foreign(path)
                continue
            self.files += 1
            try:
                verify_backup(path)
                self.sound += 1
            except SemError as error:
                self._add(path, error.message, Severity.WARNING)
            except OSError as error:
                self._unreadable(path, error)

    def _clock(self, file: Found) -> None:
        latest = max(
            (document["at"] for table in (FIELDS, ANSWERS) for document in file.tables.get(table, {}).values()),
            default=0,
        )
        if latest > time.time_ns() // 1000 + _AHEAD:
            what = _("It was written at a time that is still to come: a clock was wrong.")
            self._add(file.path, what, Severity.WARNING)

    def _entries(self, folder: Path) -> list[Path]:
        """Return what is in a folder; what is hidden belongs to others, or was never whole."""
        try:
            every = sorted(folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            self._unreadable(folder, error)
            return []
        return [path for path in every if not path.name.startswith(".")]

    def _left_behind(self) -> None:
        aside = self.folder / layout.SET_ASIDE
        for path in sorted(path for path in self.folder.rglob("*") if is_temporary(path)):
            if path.is_relative_to(aside):
                continue
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _FRESH:
                    what = _("Left half-written by a program that was stopped; nothing is lost.")
                    self._add(path, what, Severity.NOTICE, Remedy.SET_ASIDE)

    def _foreign(self, path: Path) -> None:
        self.files += path.is_file()
        self._add(path, _("Not from sem."), Severity.NOTICE)

    def _stray(self, path: Path) -> None:
        self._add(path, _("It belongs to another team or round, so it is not read here."), Severity.WARNING)

    def _newer(self, path: Path) -> None:
        self._add(path, _("Written by a newer version of sem. Update sem."), Severity.ERROR)

    def _unreadable(self, path: Path, error: OSError) -> None:
        self._add(path, _("Can't be read: {reason}.").format(reason=error.strerror or error), Severity.ERROR)

    def _add(self, path: Path, what: str, severity: Severity, remedy: Remedy = Remedy.NONE) -> None:
        self.findings.append(Finding(path, what, severity, remedy))


def _listable(folder: Path) -> bool:
    """Tell whether all of a folder can be looked into; what can't be read is never taken for empty."""
    return all(
        os.access(inner, os.R_OK | os.X_OK)
        for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir()))
    )
