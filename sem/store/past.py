"""Reads many teams' rounds, newest first, and remembers between runs what was worked out of closed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sem.model.assessment import Response, Round, RoundState
from sem.model.codec import from_json, to_json
from sem.store import layout, records
from sem.store.documents import ROSTER, ROUND, kind_of
from sem.store.files import Found
from sem.store.index import SETTLED, Index, Stamp, look_at, now
from sem.store.reading import WorkspaceReader
from sem.store.sealed_reading import bare_responses


@dataclass(slots=True)
class _Seen:
    """A folder of a round as it was looked at.

    Args:
        folder: The name of the folder.
        stamp: What its files were.
        names: How they are called.
        head: The id of the round, its team's, its first day, and when it was made; None where it tells of no round.
        sound: Whether it can be told from the files' times that nothing changed.
        files: What tells of the round, where that was read for its head.
        told: The round itself as JSON, where that is remembered.
        value: What was worked out of it before, likewise.
    """

    folder: str
    stamp: Stamp
    names: list[str]
    head: list[Any] | None
    sound: bool = True
    files: tuple[Found, ...] = ()
    told: Any = None
    value: Any = None


class WorkspacePast:
    """The rounds of the teams in a workspace, for whoever looks at many of them; to be used in a ``with``.

    Args:
        reader: Reads the workspace.
        index: What was worked out before; None where nothing is remembered.
        homes: The folders of each team, as they were when the teams were listed last.
    """

    def __init__(self, reader: WorkspaceReader, index: Index | None, homes: Mapping[str, list[Path]]) -> None:
        self._reader, self._index, self._homes = reader, index, homes
        self._home = self._rounds = reader.folder
        self._changed = False
        self._looked: list[_Seen] = []
        self._seen: dict[str, _Seen] = {}

    def __enter__(self) -> WorkspacePast:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._index is not None:
            self._put()
            self._index.save(layout.names_in(self._reader.folder / layout.TEAMS))

    def rounds(self, team_id: str) -> Iterator[Round]:
        """Yield a team's rounds, newest first; the other methods are about rounds of the team that was asked for last.

        Raises:
            NotFoundError: There is no such team.
            StoreError: A file about one of its rounds can't be read.
        """
        self._put()
        homes = self._homes.get(team_id) or self._reader.team_folders(team_id)
        plain = len(homes) == 1 and self._look(homes[0])
        # A folder that is gone has no rounds either.
        if not plain or not (self._looked or homes[0].is_dir()):
            self._looked, self._seen = [], {}
            yield from reversed(self._reader.rounds(team_id))
            return
        self._seen = {one.head[0]: one for one in self._looked if one.head is not None and one.head[1] == team_id}
        for one in sorted(self._seen.values(), key=_age, reverse=True):
            yield self._round_of(one)

    def _round_of(self, seen: _Seen) -> Round:
        if seen.told is not None and seen.head is not None:
            with suppress(ValueError):
                told: Round = from_json(Round, seen.told)
                if [told.id, told.team_id] == seen.head[:2]:
                    return told
        return self._reader.round_in(self._rounds / seen.folder, seen.files)

    def _put(self) -> None:
        """Hand over what is known of the team before the next one."""
        if self._index is not None and self._looked and self._changed:
            # Not of a folder with sheets: their names and times would tell when each of an anonymous round came.
            rows = {
                one.folder: [one.stamp, one.head, one.told, one.value]
                for one in self._looked
                if one.sound and _sealed_in(one.names)
            }
            self._index.put(self._home.name, rows)
        self._looked, self._seen = [], {}

    def recall(self, round_: Round) -> Any:
        """Return what was kept of a round, if its files are the same to this day; else None."""
        seen = self._seen.get(round_.id)
        return None if seen is None else seen.value

    def keep(self, round_: Round, value: Callable[[], Any]) -> None:
        """Remember what was worked out of a round, if it is closed and sealed and its files have settled."""
        seen = self._seen.get(round_.id)
        if self._index is None or seen is None or not seen.sound or round_.state is not RoundState.CLOSED:
            return
        with suppress(OSError):
            # What came in while it was read may be in the value.
            if _sealed_in(seen.names) and look_at(f"{self._rounds}/{seen.folder}")[0] == seen.stamp:
                self._changed = True
                seen.told, seen.value = None if _has_words(round_) else to_json(round_), value()

    def responses(self, round_: Round) -> tuple[Response, ...]:
        """Return the responses in a round, without names and words where that is faster.

        Raises:
            StoreError: They can't be read.
        """
        seen = self._seen.get(round_.id)
        sealed = _sealed_in(seen.names) if seen is not None else ""
        if seen is not None and sealed and not any(name.startswith(f"{ROSTER}~") for name in seen.names):
            bare = bare_responses(self._rounds / seen.folder / sealed, round_)
            if bare is not None:
                return bare
        every = self._reader.responses(round_, [self._rounds / seen.folder] if seen is not None else None)
        # Always in the same order, so that a sum is the same to the last bit.
        return tuple(sorted(every, key=lambda response: response.respondent.id))

    def _look(self, home: Path) -> bool:
        """Look at the folders of a team's rounds; False where one round has several folders, or the reverse.

        Raises:
            StoreError: A file or folder can't be read.
        """
        self._home, self._rounds, self._looked = home, home / layout.ROUNDS, []
        known = self._index.rows(home.name) if self._index else {}
        path, same = str(self._rounds), 0
        for folder in self._reader.folder_names(self._rounds):
            read = now()
            try:
                # Nothing is held against the files' times where nothing is remembered.
                stamp, names, last = look_at(f"{path}/{folder}", stamped=self._index is not None)
            except OSError:
                return False
            row = known.get(folder)
            if row is not None and row[0] == stamp:
                _stamp, head, told, value = row
                self._looked.append(_Seen(folder, stamp, names, head, told=told, value=value))
                same += 1
                continue
            files = records.read_record(self._rounds / folder, ROUND)
            if len({file.meta["round"] for file in files}) > 1:
                return False
            sound = last < read - SETTLED and all(file.doubt is None for file in files)
            self._looked.append(_Seen(folder, stamp, names, _head(files), sound, files))
        # What is remembered of what is gone goes too.
        self._changed = not same == len(known) == len(self._looked)
        ids = [one.head[0] for one in self._looked if one.head is not None]
        return len(ids) == len(set(ids))


def _head(files: tuple[Found, ...]) -> list[Any] | None:
    """Return what is known of a round before it is asked for; None where no file tells of one."""
    if not files:
        return None
    round_ = records.round_of(files)
    return [round_.id, round_.team_id, round_.opened.isoformat(), min(map(records.made_at, files))]


def _has_words(round_: Round) -> bool:
    """Whether somebody's name or words are in a round, which are not remembered."""
    return bool(round_.scope or round_.invited or any(one.because for one in round_.decisions.values()))


def _sealed_in(names: Iterable[str]) -> str:
    """Return the name of the sealed file in a folder that has one and no other answers; empty for any other folder."""
    sealed = []
    for file in names:
        name = layout.parse_name(file)
        if name is not None:
            if not name.slot or kind_of(name.name) not in (ROUND, ROSTER):
                return ""
        elif layout.is_sealed_name(file):
            sealed.append(file)
        elif file.endswith(".json") and file[0] != ".":
            return ""
    return sealed[0] if len(sealed) == 1 else ""


def _age(seen: _Seen) -> tuple[str, int, str]:
    """Return what rounds are in order by."""
    id_, _team, opened, made = seen.head or ["", "", "", 0]
    return opened, made, id_
