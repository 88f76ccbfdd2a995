"""Brings what came from elsewhere into a workspace: of everything the newest wins, and nothing newer is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from sem.errors import StoreError
from sem.store import layout, records
from sem.store.bringing import Bringer, newer
from sem.store.documents import FIELDS, ITEMS, PLAN, TEAM, UNSIGNED, meta, newest
from sem.store.failures import cannot_write
from sem.store.files import Condition, Found
from sem.store.incoming import Batch, Incoming, Piece, TeamParts
from sem.store.merging_rounds import RoundMerger
from sem.store.migrations import META, Tables
from sem.store.programme import check_programme, programme_files
from sem.store.programme_unsigned import drop_older
from sem.store.reading import WorkspaceReader
from sem.store.refusals import Merged, Refusal, Why
from sem.store.writer import Writers


class Merger:
    """Merges into one workspace.

    Args:
        reader: Reads the workspace.
        writers: Hands out the right to write.
        alone: Keeps other processes from adding or removing anything meanwhile.
        told: Where to count what is done.
        dry: Whether to count alone, and write nothing.
        back: Whether what comes is a backup: in an anonymous round that is revealed, what was lost may come back.
    """

    def __init__(
        self,
        reader: WorkspaceReader,
        writers: Writers,
        alone: Callable[[], AbstractContextManager[None]],
        told: Merged,
        dry: bool,
        *,
        back: bool = False,
    ) -> None:
        self._workspace, self._alone, self._told = reader.folder, alone, told
        self._writers = writers
        self._bringer = Bringer(writers, told, dry)
        self._teams = reader.folders_by_team()
        self._rounds = RoundMerger(reader, self._bringer, told, back)

    def merge(self, incoming: Incoming) -> None:
        """Merge all that came below one path.

        Raises:
            StoreError: The workspace can't be written; what was merged until then stays, and the rest can be repeated.
        """
        for batch in incoming.batches():
            with self._alone():
                try:
                    self._merge(batch, incoming)
                except OSError as error:
                    raise cannot_write(Path(error.filename or self._workspace), error) from None
                finally:
                    self._bringer.give_up()

    def _merge(self, batch: Batch, incoming: Incoming) -> None:
        made: dict[str, list[Path]] = {}
        for team_id, parts in batch.teams.items():
            self._team(team_id, parts, incoming, made)
        self._bringer.commit()
        if not self._bringer.dry:
            self._teams.update(made)
        for file, said in batch.answers:
            self._rounds.answers(file, said, self._teams.get(str(said.get("team")), []))
            # At once, because the next file may hold other answers of the same respondent.
            self._bringer.commit()

    def _team(self, team_id: str, parts: TeamParts, incoming: Incoming, made: dict[str, list[Path]]) -> None:
        homes = self._teams.get(team_id, [])
        theirs = _tables(parts.records)
        if not homes and not theirs:
            self._refuse(_every_piece(parts), Why.OTHER_TEAM)
            return
        try:
            ours = [file.tables for folder in homes for file in records.read_record(folder, TEAM)]
        except StoreError as error:
            self._refuse(_every_piece(parts), Why.OURS_IS_DAMAGED, str(error))
            return
        fresh = newer(FIELDS, ours, theirs)
        if homes:
            home = homes[0]
            self._told.other += len(fresh)
        else:
            name = str(newest(FIELDS, theirs)[records.NAME]["value"])
            final = self._workspace / layout.TEAMS / layout.folder_name(name, team_id)
            home = final if self._bringer.dry else self._bringer.staging.folder(final)
            made[team_id] = [final]
            self._told.teams += 1

        def blank(writer: str) -> Tables:
            return records.blank(TEAM, writer, {TEAM: team_id})

        self._bringer.bring(home, TEAM, team_id, blank, {FIELDS: fresh}, known=bool(homes))
        self._programme(home, homes, team_id, parts)
        for round_id, round_parts in sorted(parts.rounds.items()):
            self._rounds.merge(home, homes, round_id, round_parts, incoming)

    def _programme(self, home: Path, homes: list[Path], team_id: str, parts: TeamParts) -> None:
        pieces = parts.plans + parts.unsigned
        if not pieces:
            return
        try:
            ours = programme_files(homes, team_id)
        except StoreError as error:
            self._refuse(pieces, Why.OURS_IS_DAMAGED, str(error))
            return
        try:
            check_programme((*ours, *(Found(Path(one.file), Condition.WHOLE, 1, one.tables) for one in pieces)))
        except StoreError:
            self._refuse(pieces, Why.CONTRADICTS)
            return
        known = [file.tables for file in ours]
        # What is newer in a file of the other kind counts too, so that nothing comes back that was taken away since.
        signed = newer(ITEMS, known, _tables(parts.plans))
        unsigned = newer(ITEMS, known, _tables(parts.unsigned))
        self._told.other += len(signed) + len(unsigned)
        if signed:
            self._bringer.bring(
                home,
                PLAN,
                team_id,
                lambda writer: {META: meta(PLAN, writer, team=team_id), ITEMS: {}},
                {ITEMS: signed},
                known=any(file.meta["kind"] == PLAN for file in ours),
            )
        for document in unsigned if not self._bringer.dry else ():
            # Each in a file of its own under a name that is never used again, as when it was made.
            writer = self._writers.stranger().writer
            tables = {META: meta(UNSIGNED, writer, team=team_id), ITEMS: {"1": document}}
            self._bringer.staging.pair(home / layout.IDEAS, UNSIGNED, tables, level=True)
        if unsigned and homes:
            self._bringer.afterwards(lambda: drop_older(home / layout.IDEAS, ours, unsigned))

    def _refuse(self, pieces: Iterable[Piece], why: Why, more: str = "") -> None:
        self._told.refused += [Refusal(file, why, more) for file in dict.fromkeys(piece.file for piece in pieces)]


def _tables(pieces: Iterable[Piece]) -> list[Tables]:
    return [piece.tables for piece in pieces]


def _every_piece(parts: TeamParts) -> list[Piece]:
    every = [*parts.records, *parts.plans, *parts.unsigned]
    for round_ in parts.rounds.values():
        every += round_.pieces
    return every
