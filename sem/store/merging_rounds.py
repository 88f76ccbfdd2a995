"""Merges rounds and the answers in them, question by question; who was erased stays out, what is closed is sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sem.errors import InvalidError, StoreError
from sem.i18n import gettext as _
from sem.model.assessment import Respondent, Round, RoundState
from sem.model.codec import read_questionnaire
from sem.model.names import clean_name
from sem.model.questionnaire import Questionnaire
from sem.store import layout, records
from sem.store.anonymity import level_sheets, take_place
from sem.store.answer_files import is_signed, sheet_in
from sem.store.bringing import Bringer, newer
from sem.store.disk import make_folder, write_once
from sem.store.documents import ANSWERS, FIELDS, ITEMS, ROSTER, ROUND, SHEET, newest
from sem.store.erasing import erase_files
from sem.store.files import Condition, Found, gather
from sem.store.incoming import Incoming, Piece, RoundParts
from sem.store.lateness import SAID, changed_by, shows_something, too_few
from sem.store.migrations import META, Document, Tables
from sem.store.reading import WorkspaceReader, sort_by_respondent
from sem.store.refusals import Merged, Refusal, Why
from sem.store.roster import Roster, new_roster, roster_files
from sem.store.sealing import seal, sealed_bytes
from sem.store.sheets import new_sheet


@dataclass(frozen=True, slots=True)
class _Target:
    """The round that something is merged into.

    Args:
        round: As it is here, or will be.
        folder: Where what is new goes.
        folders: Where the round is already; none for a new one.
        sheets: The files of each respondent's sheet here, by respondent's id.
    """

    round: Round
    questionnaire: Questionnaire
    folder: Path
    folders: Sequence[Path]
    sheets: Mapping[str, Sequence[Found]]


class RoundMerger:
    """Merges rounds into a workspace that is ours alone meanwhile.

    Args:
        reader: Reads the workspace.
        bringer: Writes.
        told: Where to count what is done.
        back: Whether what comes was here before, so that none of it is late.
    """

    def __init__(self, reader: WorkspaceReader, bringer: Bringer, told: Merged, back: bool) -> None:
        self._reader, self._bringer, self._told, self._back = reader, bringer, told, back
        # As the rounds were before this merge: of what comes in one go nobody sees a part alone.
        self._showed: dict[str, bool] = {}

    def merge(
        self,
        home: Path,
        homes: Sequence[Path],
        round_id: str,
        parts: RoundParts,
        incoming: Incoming,
    ) -> None:
        """Merge what came of one round.

        Args:
            home: The team's folder, or where it is being made.
            homes: All folders of the team; none for a new one.
            round_id: The round's id.
            parts: What came of it.
            incoming: What it came with.

        Raises:
            StoreError: It could not be written.
            OSError: It could not be written.
        """
        try:
            folders = self._reader.round_folders(homes, round_id)
            ours = [file for folder in folders for file in records.read_record(folder, ROUND)]
            theirs = [Found(Path(one.file), Condition.WHOLE, 1, one.tables) for one in parts.records]
            if not ours and not theirs:
                self._refuse(parts.pieces, Why.OTHER_ROUND)
                return
            round_ = records.round_of(tuple(ours or theirs))
            known_rosters = [file.tables for file in roster_files(folders, round_id)]
            sheets = _sheets_in(folders, round_) if folders else {}
        except StoreError as error:
            self._refuse(parts.pieces, Why.OURS_IS_DAMAGED, str(error))
            return
        self._leave_out_what_differs(parts, round_)
        questionnaire = self._questionnaire(round_, incoming)
        if questionnaire is None:
            self._refuse(parts.pieces, Why.OTHER_ROUND, _("Its questionnaire is not with it."))
            return
        folder = folders[0] if folders else self._new_folder(home, round_)
        target = _Target(round_, questionnaire, folder, folders, sheets)
        roster = self._roster(target, known_rosters, [piece.tables for piece in parts.rosters])
        before, after = self._record(target, ours, [piece.tables for piece in parts.records])
        if folders and before is not RoundState.OPEN:
            self._leave_out_what_is_late(target, parts, roster)
        fresh = self._sheets(target, parts, roster, after)
        if after is RoundState.CLOSED:
            if not folders:
                self._seal_at_once(target, parts, roster)
            elif fresh or before is not after:
                self._seal_afterwards(target)

    def answers(self, file: str, said: Mapping[str, Any], homes: Sequence[Path]) -> None:
        """Merge a file with one respondent's answers.

        Args:
            file: What it is called where the user sees it.
            said: What is in it; nothing of it is trusted.
            homes: The folders of the team that it says it is of; none where that is not here.

        Raises:
            StoreError: It could not be written.
            OSError: It could not be written.
        """
        piece_of_it = [Piece(file, {})]
        round_id = str(said.get("round"))
        try:
            folders = self._reader.round_folders(homes, round_id)
            if not folders:
                self._refuse(piece_of_it, Why.OTHER_ROUND)
                return
            round_ = records.round_of(tuple(one for at in folders for one in records.read_record(at, ROUND)))
            roster = Roster(one.tables for one in roster_files(folders, round_id))
            questionnaire = self._reader.questionnaire(round_)
            sheets = _sheets_in(folders, round_)
        except StoreError as error:
            self._refuse(piece_of_it, Why.OURS_IS_DAMAGED, str(error))
            return
        respondent = said.get("respondent")
        if isinstance(respondent, str) and respondent in roster.erased:
            self._refuse(piece_of_it, Why.ERASED)
            return
        share = roster.share(str(said.get("share")))
        if share is None:
            self._refuse(piece_of_it, Why.OTHER_WORKSPACE)
            return
        if not is_signed(said, share.key):
            self._refuse(piece_of_it, Why.TAMPERED)
            return
        if (said.get("kind"), said.get("questionnaire")) != (round_.kind.value, round_.questionnaire.digest):
            self._refuse(piece_of_it, Why.OTHER_ROUND)
            return
        try:
            tables = _sheet_of(said, round_, questionnaire, share.respondent)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidError):
            self._refuse(piece_of_it, Why.TAMPERED)
            return
        target = _Target(round_, questionnaire, folders[0], folders, sheets)
        if round_.state is not RoundState.OPEN and self._is_late(target, str(respondent), tables):
            self._refuse(piece_of_it, Why.LATE)
            return
        fresh = self._sheet(target, str(respondent), [Piece(file, tables)])
        if fresh and round_.state is RoundState.CLOSED:
            self._seal_afterwards(target)

    # The parts of a round.

    def _leave_out_what_differs(self, parts: RoundParts, round_: Round) -> None:
        """Refuse the files that tell of another kind of round or of other questions than the one that is here."""
        for pieces in (parts.records, parts.rosters, *parts.sheets.values()):
            for piece in [*pieces]:
                if not _is_of(piece, round_):
                    pieces.remove(piece)
                    self._refuse([piece], Why.OTHER_ROUND)

    def _leave_out_what_is_late(self, target: _Target, parts: RoundParts, roster: Roster) -> None:
        """Refuse what would tell of few people what they answered, in a round that shows its answers already."""
        if not target.round.anonymous or self._back:
            return
        coming = {one: [piece.tables for piece in pieces] for one, pieces in parts.sheets.items()}
        for erased in roster.erased & coming.keys():
            del coming[erased]
        for respondent in too_few(_tables_of(target.sheets), coming):
            self._refuse(parts.sheets[respondent], Why.LATE)
            parts.sheets[respondent].clear()

    def _is_late(self, target: _Target, respondent: str, tables: Tables) -> bool:
        """Whether a file with answers comes too late for an anonymous round that shows its answers already."""
        if not target.round.anonymous or self._back:
            return False
        here = _tables_of(target.sheets)
        showed = self._showed.setdefault(target.round.id, shows_something(here))
        return showed and bool(changed_by(here, {respondent: [tables]}))

    def _questionnaire(self, round_: Round, incoming: Incoming) -> Questionnaire | None:
        """Return a round's questionnaire, and see to it that it is here; None where nobody has it."""
        path = layout.model_file(self._reader.folder, round_.questionnaire)
        if path.exists():
            return self._reader.questionnaire(round_)
        raw = incoming.model(path.name)
        if raw is None or hashlib.sha256(raw).hexdigest() != round_.questionnaire.digest:
            return None
        try:
            questionnaire = read_questionnaire(raw)
        except (ValueError, RecursionError):
            return None
        if not self._bringer.dry:
            make_folder(path.parent)
            write_once(path, raw)
            self._told.written += 1
        return questionnaire

    def _new_folder(self, home: Path, round_: Round) -> Path:
        self._told.rounds += 1
        name = layout.folder_name(f"{round_.opened}-{round_.questionnaire.id}", round_.id)
        final = home / layout.ROUNDS / name
        return final if self._bringer.dry else self._bringer.staging.folder(final)

    def _roster(self, target: _Target, ours: Sequence[Tables], theirs: Sequence[Tables]) -> Roster:
        fresh = newer(ITEMS, ours, theirs)
        round_ = target.round
        if fresh:
            self._told.other += len(fresh)
            self._bringer.bring(
                target.folder,
                ROSTER,
                round_.id,
                lambda writer: new_roster(round_, writer),
                {ITEMS: fresh},
                known=bool(ours),
            )
        roster = Roster((*ours, *theirs))
        gone = roster.erased & target.sheets.keys()
        if gone:
            self._told.erased += len(gone)
            self._bringer.afterwards(
                lambda: erase_files(self._reader.folder, target.folders, target.round, gone)
            )  # fmt: skip
        return roster

    def _record(
        self, target: _Target, ours: Sequence[Found], theirs: Sequence[Tables]
    ) -> tuple[RoundState, RoundState]:
        """Merge what the files about the round itself say; return how far it was here, and how far it is."""
        known = [file.tables for file in ours]
        fields, items = newer(FIELDS, known, theirs), newer(ITEMS, known, theirs)
        before = _furthest(known)
        after = max(before, _furthest(theirs), key=lambda state: state.step)
        if after is not before:
            # A round never goes back, so the one that is further counts and not the one that was said last.
            said = (one for tables in theirs for one in tables[FIELDS].values() if one["field"] == records.STATE)
            fields = [one for one in fields if one["field"] != records.STATE]
            fields.append(next(one for one in said if one["value"] == after.value))
        else:
            fields = [one for one in fields if one["field"] != records.STATE]
        if target.folders:
            self._told.other += len(fields) + len(items)
        made = min((int(tables[META]["1"].get(records.MADE, 0)) for tables in theirs), default=0)
        ids = {**records.about_round(target.round), records.MADE: made}
        if not target.folders:
            fields = newer(FIELDS, [], theirs) if after is before else fields
        self._bringer.bring(
            target.folder,
            ROUND,
            target.round.id,
            lambda writer: records.blank(ROUND, writer, ids),
            {FIELDS: fields, ITEMS: items},
            known=bool(ours),
        )
        return before, after

    def _sheets(self, target: _Target, parts: RoundParts, roster: Roster, after: RoundState) -> bool:
        """Merge all sheets; return whether anything in them was new."""
        fresh = False
        for respondent, pieces in sorted(parts.sheets.items()):
            if respondent in roster.erased:
                self._refuse(pieces, Why.ERASED)
            elif pieces:
                sealed_with_the_round = after is RoundState.CLOSED and not target.folders
                fresh = self._sheet(target, respondent, pieces, write=not sealed_with_the_round) or fresh
        return fresh

    def _sheet(self, target: _Target, respondent: str, pieces: list[Piece], *, write: bool = True) -> bool:
        """Merge one sheet; return whether anything in it was new."""
        asked = {question.id for question in target.questionnaire.questions}
        for piece in [*pieces]:
            if not {document["q"] for document in piece.tables[ANSWERS].values()} <= asked:
                pieces.remove(piece)
                self._refuse([piece], Why.OTHER_ROUND)
        if not pieces:
            return False
        here = target.sheets.get(respondent, ())
        ours, theirs = [file.tables for file in here], [piece.tables for piece in pieces]
        answers = newer(ANSWERS, ours, theirs)
        fields = [] if target.round.anonymous else newer(FIELDS, ours, theirs)
        self._count(newest(ANSWERS, ours), newest(ANSWERS, theirs), answers)
        if ours and not answers and not fields:
            return False
        if not ours:
            self._told.respondents += 1
        name = "" if target.round.anonymous else str(newest(FIELDS, (*ours, *theirs))["name"]["value"])
        if write and target.round.anonymous:
            # One pair with everything takes the place of those before, so that their number tells nothing.
            answers = newer(ANSWERS, [], [*ours, *theirs])
            self._bringer.afterwards(lambda: _take_place(target, here, respondent))
        if write:
            self._bringer.bring(
                target.folder,
                respondent,
                respondent,
                lambda writer: new_sheet(target.round, Respondent(respondent, name), target.questionnaire, writer),
                {FIELDS: fields, ANSWERS: answers},
                known=bool(ours) and not target.round.anonymous,
                unsigned=target.round.anonymous,
            )
        return True

    def _count(self, ours: Mapping[str, Document], theirs: Mapping[str, Document], fresh: Iterable[Document]) -> None:
        changed = {document["q"] for document in fresh}
        for question, document in theirs.items():
            here = question in ours and _says_something(ours[question])
            given = _says_something(document)
            if question not in changed:
                self._told.known += given
            elif here:
                self._told.newer += 1
            else:
                self._told.new += given

    def _seal_at_once(self, target: _Target, parts: RoundParts, roster: Roster) -> None:
        """Put the answers of a closed round that is new here into its sealed file, and nowhere else."""
        sheets = {
            respondent: [piece.tables for piece in pieces]
            for respondent, pieces in parts.sheets.items()
            if pieces and respondent not in roster.erased
        }
        if not sheets:
            return
        self._told.sealed += 1
        if not self._bringer.dry:
            data = sealed_bytes(target.round, sheets)
            path = layout.sealed_file(target.folder, data)
            self._bringer.staging.file(path, data, level=target.round.anonymous)

    def _seal_afterwards(self, target: _Target) -> None:
        self._told.sealed += 1

        def work() -> int:
            seal(self._reader.folder, target.folder.name, target.folders, target.round)
            return 1

        self._bringer.afterwards(work)

    def _refuse(self, pieces: Iterable[Piece], why: Why, more: str = "") -> None:
        self._told.refused += [Refusal(file, why, more) for file in dict.fromkeys(piece.file for piece in pieces)]


def _tables_of(sheets: Mapping[str, Sequence[Found]]) -> dict[str, list[Tables]]:
    return {respondent: [file.tables for file in files] for respondent, files in sheets.items()}


def _take_place(target: _Target, files: Sequence[Found], respondent: str) -> int:
    """Remove the files of an anonymous sheet that another has taken the place of; return that none was made."""
    take_place((file for file in files if not layout.is_sealed(file.path)), respondent)
    level_sheets(target.folders)
    return 0


def _says_something(document: Document) -> bool:
    return any(document[name] not in (None, False, "", []) for name in SAID)


def _sheets_in(folders: Iterable[Path], round_: Round) -> dict[str, list[Found]]:
    """Return the files of each sheet in a round.

    Raises:
        StoreError: One is damaged or newer, so that nobody knows what is newer than it.
    """
    sheets: dict[str, list[Found]] = {}
    for folder in folders:
        gathered = gather(folder, SHEET)
        gathered.demand()
        sort_by_respondent(gathered.whole, round_, sheets)
    return sheets


def _sheet_of(
    said: Mapping[str, Any], round_: Round, questionnaire: Questionnaire, handed_to: Respondent | None
) -> Tables:
    """Return the sheet in a file with answers.

    Raises:
        ValueError: It holds something that can't be, or is not of the respondent whom the file was made for.
        SemError: The name in it does not hold.
    """
    name = said["name"]["value"]
    holds = name == "" if round_.anonymous else clean_name(name, _("the respondent")) == name
    if not holds or (handed_to is not None and (said["respondent"], name) != (handed_to.id, handed_to.name)):
        raise ValueError("another respondent")
    return sheet_in(round_, Respondent(said["respondent"], name), said[ANSWERS], questionnaire, said["name"])


def _is_of(piece: Piece, round_: Round) -> bool:
    if piece.meta["team"] != round_.team_id:
        return False
    if piece.meta["kind"] == ROSTER:
        return True
    try:
        theirs = records.round_from(piece.meta)
    except ValueError:
        return False
    same = (theirs.kind, theirs.questionnaire.digest) == (round_.kind, round_.questionnaire.digest)
    return same and theirs.opened == round_.opened


def _furthest(copies: Iterable[Tables]) -> RoundState:
    """Return how far a round is by these files; open where there are none."""
    states = [
        RoundState(one["value"])
        for tables in copies
        for one in tables[FIELDS].values()
        if one["field"] == records.STATE
    ]
    return max(states, key=lambda state: state.step, default=RoundState.OPEN)
