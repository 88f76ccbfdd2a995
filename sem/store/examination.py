"""Judges the files of a workspace one by one and pair by pair, and keeps what is found; never writes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from sem.files import reason
from sem.i18n import gettext as _
from sem.store import layout
from sem.store.documents import FIELDS, KEYS, ROUND, SHEET, TEAM, kind_of, newest
from sem.store.files import Condition, Found, judge, judge_copy
from sem.store.findings import Finding, Remedy, Severity
from sem.store.looking import Kind, Looker
from sem.store.records import NAME
from sem.store.slots import may_be_newer, read_pair

_AHEAD = 24 * 3600 * 1_000_000
"""Microseconds that a clock may be ahead before it is worth a word."""


class Examiner:
    """Judges files, and gathers what it finds.

    Attributes:
        files: How many files were looked at.
        sound: How many of them are whole and ours.
        findings: What was found so far.
        look: Looks into folders.
    """

    def __init__(self) -> None:
        self.files = 0
        self.sound = 0
        self.findings: list[Finding] = []
        self.look = Looker(self._cannot_look)

    def add(self, path: Path, what: str, severity: Severity, remedy: Remedy = Remedy.NONE) -> None:
        """Keep a finding."""
        self.findings.append(Finding(path, what, severity, remedy))

    def pairs(self, folder: Path, kind: str) -> list[Found]:
        """Judge all pairs of one kind in a folder with their copies, and return the files that are read."""
        pairs: dict[str, dict[str, Path]] = {}
        result: list[Found] = []
        for path in self.look.entries(folder):
            name = layout.parse(path)
            if name is None or kind_of(name.name) != kind:
                continue
            if name.slot:
                pairs.setdefault(name.stem, {})[name.slot] = path
            else:
                self.loose(path, (kind,))
        for stem, pair in pairs.items():
            of, _tilde, writer = stem.partition("~")
            result += self._pair(pair, layout.slots(folder, of, writer), kind)
        for file in result:
            self._clock(file)
        return result

    def loose(self, path: Path, kinds: Iterable[str]) -> None:
        """Judge a file that is no slot: a copy that a sync program made, or something else."""
        try:
            found = judge_copy(path) if self.look.kind(path) is Kind.FILE else None
        except OSError as error:
            self.look.tell(path, error)
            return
        if found is None or found.condition is Condition.FOREIGN:
            self.foreign(path)
            return
        self.files += 1
        if found.condition is Condition.NEWER:
            self.newer(path)
        elif found.condition is not Condition.WHOLE:
            self.add(path, _("A damaged copy of a file of ours."), Severity.WARNING, Remedy.SET_ASIDE)
        elif found.meta["kind"] in kinds:
            self.sound += 1
            self.add(path, _("A copy that another program made; what is in it counts too."), Severity.NOTICE)
        else:
            self.stray(path)

    def foreign(self, path: Path) -> None:
        """Keep that something is not ours, unless that can't be known."""
        kind = self.look.kind(path)
        if kind is Kind.UNKNOWN:
            return
        self.files += kind is Kind.FILE
        if kind is Kind.FOLDER and any(layout.parse(inner) for inner in self.look.below(path)[0]):
            what = _("There are files of sem in this folder, but they are not read here. Move it back to its place.")
            self.add(path, what, Severity.WARNING)
        else:
            self.add(path, _("Not from sem."), Severity.NOTICE)

    def stray(self, path: Path) -> None:
        """Keep that a file lies in the wrong folder."""
        self.add(path, _("It belongs to another team or round, so it is not read here."), Severity.WARNING)

    def newer(self, path: Path) -> None:
        """Keep that a file is of a version that we do not know."""
        self.add(path, _("Written by a newer version of sem. Update sem."), Severity.ERROR)

    def _cannot_look(self, path: Path, error: OSError) -> None:
        self.add(path, _("Can't be read: {reason}.").format(reason=reason(error)), Severity.ERROR)

    def _slots(self, paths: Iterable[Path]) -> list[tuple[Found, bytes | None]] | None:
        """Judge the slots of a pair; None where one can't be read, so that nobody knows which of them is newer."""
        result: list[tuple[Found, bytes | None]] | None = []
        for path in paths:
            kind = self.look.kind(path)
            raw = None
            try:
                if kind is Kind.FILE:
                    ((raw, _seq),) = read_pair([path])
            except OSError as error:
                self.look.tell(path, error)
                kind = Kind.UNKNOWN
            if kind is Kind.UNKNOWN:
                result = None
            elif result is not None:
                result.append((judge(path, raw) if raw is not None else Found(path, Condition.TORN), raw))
        return result

    def _pair(self, pair: dict[str, Path], both: tuple[Path, Path], kind: str) -> list[Found]:
        self.files += len(pair)
        judged = self._slots(pair.values())
        if judged is None:
            return []
        whole = [file for file, _raw in judged if file.condition is Condition.WHOLE]
        self.sound += len(whole)
        best = max(whole, key=lambda file: file.seq, default=None)
        for file, raw in judged:
            if file.condition is Condition.WHOLE:
                continue
            if file.condition is Condition.NEWER:
                self.newer(file.path)
            elif file.condition is Condition.FOREIGN:
                what = _("sem did not write this, though its name looks like it. Move it away.")
                self.add(file.path, what, Severity.WARNING if whole else Severity.ERROR)
            elif best is not None:
                what = _("It is not a file.") if raw is None else _("Damaged.")
                what += " " + _of_twin(best, may_be_newer(raw or b"", best.seq))
                self.add(file.path, what, Severity.WARNING, Remedy.MEND)
            else:
                remedy = Remedy.REBUILD if kind in (TEAM, ROUND) else Remedy.SET_ASIDE
                self.add(file.path, _("Damaged, and so is its twin."), Severity.ERROR, remedy)
        for path in both:
            if best is not None and path not in pair.values():
                what = f"{_('This file is missing.')} {_of_twin(best, may_be_newer(None, best.seq))}"
                self.add(path, what, Severity.WARNING, Remedy.MAKE)
        if best is not None and best.meta["kind"] != kind:
            self.stray(best.path)
            return []
        return [best] if best is not None else []

    def _clock(self, file: Found) -> None:
        latest = max(
            (document["at"] for table in KEYS for document in file.tables.get(table, {}).values()),
            default=0,
        )
        if latest > time.time_ns() // 1000 + _AHEAD:
            what = _("It was written at a time that is still to come: a clock was wrong.")
            self.add(file.path, what, Severity.WARNING)


def name_in(files: Iterable[Found]) -> str:
    """Return the newest name that files give to a team or respondent; empty where they give none."""
    name = newest(FIELDS, (file.tables for file in files)).get(NAME, {}).get("value")
    return name if isinstance(name, str) else ""


def _of_twin(twin: Found, lost: bool) -> str:
    if not lost:
        return _("Its twin is whole, so nothing is lost.")
    name = name_in([twin])
    if twin.meta["kind"] == SHEET and name:
        return _("Its twin is whole, but the last save of {name} may be missing.").format(name=name)
    return _("Its twin is whole, but the last change of it may be missing.")
