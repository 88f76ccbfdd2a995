"""Walks over a workspace and judges everything in it; never writes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.model.codec import read_questionnaire
from sem.model.names import name_key
from sem.store import layout
from sem.store.backup import MANIFEST, verify_backup
from sem.store.disk import is_temporary
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    PLAN,
    ROSTER,
    ROUND,
    SEALED,
    SHEET,
    TEAM,
    UNSIGNED,
    kind_of,
    newest,
    sheets_of,
)
from sem.store.examination import Examiner, name_in
from sem.store.files import Condition, Found, judge, judge_copy
from sem.store.findings import Remedy, Report, Severity
from sem.store.looking import Kind
from sem.store.losses import losses
from sem.store.open_at_once import open_at_once
from sem.store.reading import Spares, spare_of
from sem.store.records import GUESSED, MISSING, NAME, lacks_record, round_from
from sem.store.roster import Roster
from sem.store.slots import bytes_of

_FRESH = 60.0
"""Seconds after which a file that is not whole yet must be one that nobody is writing any more."""


class Inspection:
    """One walk over a workspace.

    Args:
        folder: The workspace; it is there.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.
    """

    def __init__(self, folder: Path, spares: Spares = tuple) -> None:
        self.folder, self._spares = folder, spares
        self._found = Examiner()
        self._look = self._found.look
        self._questions: dict[str, frozenset[str]] = {}
        self._names: dict[str, dict[str, Path]] = {}
        self._teams_at: dict[str, list[Path]] = {}
        self._told_of: dict[str, list[Found]] = {}
        self._moved: list[tuple[Path, str]] = []
        self._not_models: list[Path] = []
        self._lacking: set[Path] = set()

    def run(self) -> Report:
        """Look at everything."""
        places: Mapping[str, Callable[[Path], None]] = {
            layout.MODELS: self._models,
            layout.TEAMS: self._teams,
            layout.BACKUPS: self._backups,
            layout.REMOVING: self._broken_off,
            layout.SET_ASIDE: self._losses,
        }
        self._workspace_file()
        for path in self._look.entries(self.folder):
            if path.name in places:
                if self._is_folder(path):
                    places[path.name](path)
            elif path.name not in (layout.WORKSPACE_FILE, MANIFEST):
                self._beside(path)
        self._left_behind()
        for path in self._not_models:
            if path not in self._lacking:
                self._found.foreign(path)
        for paths in self._names.values():
            for path in paths.values() if len(paths) > 1 else ():
                self._found.add(path, _("Another team has the same name; rename one of them."), Severity.WARNING)
        for path, team in self._moved:
            self._moved_round(path, team)
        for team, what in open_at_once(self._told_of.values()):
            self._found.add(self._teams_at[team][0], what, Severity.NOTICE)
        return Report(self._found.files, self._found.sound, tuple(self._found.findings))

    def _workspace_file(self) -> None:
        path = self.folder / layout.WORKSPACE_FILE
        kind = self._look.kind(path)
        if kind is Kind.NOTHING:
            self._found.add(path, _("This file is missing."), Severity.ERROR, Remedy.REBUILD)
            return
        self._found.files += 1
        found = Found(path, Condition.TORN)
        try:
            if kind is Kind.FILE:
                found = judge(path, bytes_of(path) or b"")
        except OSError as error:
            self._look.tell(path, error)
            return
        if found.condition is Condition.WHOLE and found.meta["kind"] == "workspace":
            self._found.sound += 1
        elif found.condition is Condition.NEWER:
            self._found.newer(path)
        elif kind is not Kind.UNKNOWN:
            what = _("Damaged.") if kind is Kind.FILE else _("It is not a file.")
            self._found.add(path, what, Severity.ERROR, Remedy.REBUILD)

    def _beside(self, path: Path) -> None:
        """Judge what lies in the workspace's folder without a place of its own there."""
        found = None
        with suppress(OSError):
            found = judge_copy(path)
        if found is not None and found.condition is Condition.WHOLE and found.meta["kind"] == "workspace":
            self._found.files += 1
            what = _("A copy of the file about the workspace that another program made. It is not read; throw it away.")
            self._found.add(path, what, Severity.NOTICE)
        else:
            self._found.foreign(path)

    def _models(self, folder: Path) -> None:
        for path in self._look.entries(folder):
            digest = layout.digest_in(path)
            if not digest or self._look.kind(path) is not Kind.FILE:
                self._not_models.append(path)
                continue
            self._found.files += 1
            try:
                raw = bytes_of(path) or b""
                if not hashlib.sha256(raw).hexdigest().startswith(digest):
                    raise ValueError("not the bytes of its name")
                questionnaire = read_questionnaire(raw)
            except OSError as error:
                self._look.tell(path, error)
            except (ValueError, RecursionError):
                self._lost_model(path, _("The questionnaire differs from what rounds were started with."))
            else:
                self._found.sound += 1
                self._questions[path.name] = frozenset(question.id for question in questionnaire.questions)

    def _lost_model(self, path: Path, what: str) -> None:
        """Tell of a questionnaire that is not there as it was, unless a spare one is the very same."""
        if spare_of(layout.digest_in(path), self._spares) is None:
            back = _("Put the questionnaire back from a backup.")
            self._found.add(path, f"{what} {back}", Severity.ERROR)
        else:
            spare = _("The one that comes with sem is the same, word for word, and is used.")
            self._found.add(path, f"{what} {spare}", Severity.WARNING, Remedy.PUT_BACK)

    def _teams(self, folder: Path) -> None:
        for path in self._look.entries(folder):
            if self._look.kind(path) is Kind.FOLDER:
                self._team(path)
            else:
                self._found.foreign(path)

    def _team(self, folder: Path) -> None:
        files = self._records(folder, TEAM, (layout.ROUNDS, layout.IDEAS))
        for file in files:
            self._teams_at.setdefault(file.meta["team"], []).append(folder)
            self._names.setdefault(name_key(name_in([file])), {}).setdefault(file.meta["team"], folder)
        if newest(FIELDS, (file.tables for file in files)).get(NAME, {}).get("at") == GUESSED:
            what = _(
                "A repair called this team “{name}”, after its folder. Give it its own name with “sem team rename”."
            )
            self._found.add(folder, what.format(name=name_in(files)), Severity.NOTICE)
        teams = {file.meta["team"] for file in files}
        self._programme(folder, teams)
        for path in self._inner(folder / layout.ROUNDS):
            if self._look.kind(path) is Kind.FOLDER:
                self._round(path, teams)
            else:
                self._found.foreign(path)

    def _programme(self, folder: Path, teams: set[str]) -> None:
        """Judge the files of a team's programme."""
        from sem.store.programme import check_programme

        ideas = self._inner(folder / layout.IDEAS)
        for path in ideas:
            name = layout.parse(path)
            if name is None:
                self._found.loose(path, (UNSIGNED,))
            elif kind_of(name.name) != UNSIGNED:
                self._found.stray(path)
        files = self._found.pairs(folder, PLAN) + (self._found.pairs(folder / layout.IDEAS, UNSIGNED) if ideas else [])
        own = [file for file in files if not teams or file.meta["team"] in teams]
        for file in files:
            if file not in own:
                self._found.stray(file.path)
        try:
            check_programme(own)
        except StoreError:
            what = _("The files of this team's programme contradict each other. Put them back from a backup.")
            self._found.add(folder, what, Severity.ERROR)

    def _inner(self, folder: Path) -> list[Path]:
        """Return what is in a folder of a team that need not be there."""
        if self._look.kind(folder) is Kind.NOTHING or not self._is_folder(folder):
            return []
        return self._look.entries(folder)

    def _round(self, folder: Path, teams: set[str]) -> None:
        records = self._records(folder, ROUND, ())
        rosters = self._found.pairs(folder, ROSTER)
        ids = {file.meta["round"] for file in records}
        sheets = self._found.pairs(folder, SHEET)
        of_teams = {file.meta["team"] for file in records or sheets}
        if teams and of_teams and not of_teams & teams:
            self._moved.append((folder, min(of_teams)))
        for file in records:
            if file.meta["team"] in teams:
                self._told_of.setdefault(file.meta["round"], []).append(file)
        known = self._asked_in(records)
        people: dict[str, dict[str, Path]] = {}
        sheets += self._sealed(folder)
        self._erased(sheets, rosters)
        for sheet in sheets:
            if ids and sheet.meta["round"] not in ids:
                self._found.stray(sheet.path)
            if known is not None and not {d["q"] for d in sheet.tables[ANSWERS].values()} <= known:
                what = _("It has answers to questions that its round does not ask.")
                self._found.add(sheet.path, what, Severity.WARNING)
            name = name_in([sheet])
            # In an anonymous round nobody has a name.
            if name:
                people.setdefault(name_key(name), {}).setdefault(sheet.meta["respondent"], sheet.path)
        for paths in people.values():
            for path in paths.values() if len(paths) > 1 else ():
                self._found.add(path, _("Another respondent in this round has the same name."), Severity.NOTICE)

    def _sealed(self, folder: Path) -> list[Found]:
        """Judge the sealed files of a round, and return the sheets in them."""
        found: list[Found] = []
        paths = [path for path in self._look.entries(folder) if layout.is_sealed(path)]
        for path in paths:
            self._found.files += 1
            try:
                raw = bytes_of(path) or b""
            except OSError as error:
                self._look.tell(path, error)
                continue
            file = judge(path, raw)
            if file.condition is Condition.NEWER:
                self._found.newer(path)
            elif file.condition is not Condition.WHOLE or file.meta["kind"] != SEALED:
                what = _("Damaged: a closed round. Put it back from a backup, or merge a copy from elsewhere.")
                self._found.add(path, what, Severity.ERROR, Remedy.SET_ASIDE)
            elif layout.sealed_file(folder, raw).stem not in path.name:
                what = _("It is whole, but its name is that of another version. Close the round again to mend that.")
                self._found.add(path, what, Severity.WARNING)
                found += [replace(file, tables=tables) for tables in sheets_of(file.tables)]
            else:
                self._found.sound += 1
                found += [replace(file, tables=tables) for tables in sheets_of(file.tables)]
        if len(paths) > 1:
            what = _("This round was sealed more than once, and all of it counts. Close it again to make one file.")
            self._found.add(folder, what, Severity.NOTICE)
        return found

    def _erased(self, sheets: list[Found], rosters: list[Found]) -> None:
        """Tell of files of respondents who were erased: a sync program brought them back."""
        erased = Roster(file.tables for file in rosters).erased
        for sheet in sheets:
            if sheet.meta["respondent"] in erased:
                what = _("Answers of a respondent who was erased; they are not read. Erase them again: {id}.")
                self._found.add(sheet.path, what.format(id=sheet.meta["respondent"]), Severity.WARNING)

    def _asked_in(self, records: list[Found]) -> frozenset[str] | None:
        """Return the ids of the questions of a round; None where they are not known."""
        for record in records[:1]:
            try:
                model = layout.model_file(self.folder, round_from(record.meta).questionnaire)
            except ValueError:
                self._found.add(record.path, _("Damaged."), Severity.ERROR)
                return None
            kind = self._look.kind(model)
            if kind not in (Kind.FILE, Kind.UNKNOWN) and model not in self._lacking:
                self._lacking.add(model)
                gone = kind is Kind.NOTHING
                self._lost_model(
                    model, _("The questionnaire of a round is missing.") if gone else _("It is not a file.")
                )
            return self._questions.get(model.name)
        return None

    def _records(self, folder: Path, kind: str, besides: Iterable[str]) -> list[Found]:
        """Judge the files of a team or round itself, and everything in its folder that is of no kind of ours."""
        kinds = (kind, SHEET, ROSTER) if kind == ROUND else (kind, PLAN)
        files = self._found.pairs(folder, kind)
        entries = self._look.entries(folder)
        for path in entries:
            name = layout.parse(path)
            if path.name in besides or (kind == ROUND and layout.is_sealed(path)):
                continue
            if name is None:
                self._found.loose(path, kinds)
            elif kind_of(name.name) not in kinds:
                self._found.stray(path)
        if self._look.can_list(folder) and not any(
            path.name.startswith(f"{kind}~") and layout.parse(path) for path in entries
        ):
            self._without_record(folder, kind)
        ids = {file.meta[kind] for file in files}
        for file in files:
            if len(ids) > 1 and f"-{file.meta[kind][: layout.SHORT_ID]}" not in folder.name:
                self._found.stray(file.path)
        return files

    def _without_record(self, folder: Path, kind: str) -> None:
        every, complete = self._look.below(folder)
        with suppress(StoreError):
            # What can't be read was told of just before.
            if lacks_record(folder, kind):
                self._found.add(folder, _(MISSING[kind]), Severity.ERROR, Remedy.REBUILD)
            elif complete and not every:
                self._found.add(folder, _("An empty folder."), Severity.NOTICE, Remedy.SET_ASIDE)

    def _moved_round(self, folder: Path, team: str) -> None:
        """Tell of a round in the folder of a team that it is not of."""
        homes = self._teams_at.get(team, [])
        if not homes:
            what = _("This round belongs to a team that is not here, so it is not read.")
            self._found.add(folder, what, Severity.ERROR)
        elif any(self._look.kind(home / layout.ROUNDS / folder.name) is not Kind.NOTHING for home in homes):
            what = _("A copy of a round of another team; it is not read here.")
            self._found.add(folder, what, Severity.WARNING)
        else:
            what = _("This round belongs to another team, so it is not read here.")
            self._found.add(folder, what, Severity.ERROR, Remedy.PUT_BACK)

    def _backups(self, folder: Path) -> None:
        for path in self._look.entries(folder):
            if path.suffix != ".zip" or self._look.kind(path) is not Kind.FILE:
                self._found.foreign(path)
                continue
            self._found.files += 1
            try:
                verify_backup(path)
                self._found.sound += 1
            except StoreError:
                what = _("This backup does not read back as it was written.")
                self._found.add(path, what, Severity.WARNING)
            except OSError as error:
                self._look.tell(path, error)

    def _broken_off(self, folder: Path) -> None:
        for team in self._look.entries(folder):
            self._found.add(team, _("A team whose removal was broken off."), Severity.WARNING, Remedy.PUT_BACK)

    def _losses(self, _folder: Path) -> None:
        for path, what in losses(self.folder, self._look):
            self._found.add(path, what, Severity.NOTICE)

    def _left_behind(self) -> None:
        aside = self.folder / layout.SET_ASIDE
        # A merge that was stopped leaves a folder, with files under the names they would have had.
        half = (next((one for one in (*reversed(path.parents), path) if is_temporary(one)), None)
                for path in self._look.below(self.folder)[0] if not path.is_relative_to(aside))  # fmt: skip
        for path in dict.fromkeys(one for one in half if one is not None):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > _FRESH:
                    what = _("Left half-written by a program that was stopped; nothing is lost.")
                    self._found.add(path, what, Severity.NOTICE, Remedy.SET_ASIDE)

    def _is_folder(self, path: Path) -> bool:
        """Whether there is a folder where there has to be one; what else is there is told of."""
        kind = self._look.kind(path)
        if kind not in (Kind.FOLDER, Kind.UNKNOWN):
            what = _("sem needs a folder of this name, and this is none. Move it away.")
            self._found.add(path, what, Severity.ERROR)
        return kind is Kind.FOLDER
