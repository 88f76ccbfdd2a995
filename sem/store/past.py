"""Reads many teams' rounds, newest first, and remembers between runs what was worked out of closed ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sem.model.assessment import Response, Round, RoundState
from sem.store import layout, records
from sem.store.documents import ROSTER, ROUND, kind_of
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
        value: What was worked out of it before, as JSON.
        known: Whether it is remembered as it is.
    """

    folder: str
    stamp: Stamp
    names: list[str]
    head: list[Any] | None
    sound: bool
    value: Any = None
    known: bool = False


class WorkspacePast:
    """The rounds of the teams in a workspace, for whoever looks at many of them; to be used in a ``with``.

    Args:
        reader: Reads the workspace.
        index: What was worked out before; None where nothing is remembered.
        homes: The folders of each team, as they were when the teams were listed last.
    """

    def __init__(self, reader: WorkspaceReader, index: Index | None, homes: Mapping[str, list[Path]]) -> None:
        self._reader, self._index, self._homes = reader, index, homes
        self._home = reader.folder
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
        homes = [home for home in self._homes.get(team_id, []) if home.is_dir()]
        homes = homes or self._reader.team_folders(team_id)
        plain = len(homes) == 1 and self._look(homes[0], self._index.rows(homes[0].name) if self._index else {})
        if not plain:
            self._looked, self._seen = [], {}
            yield from reversed(self._reader.rounds(team_id))
            return
        self._seen = {one.head[0]: one for one in self._looked if one.head is not None and one.head[1] == team_id}
        for one in sorted(self._seen.values(), key=_age, reverse=True):
            yield self._reader.round_in(self._rounds / one.folder)

    @property
    def _rounds(self) -> Path:
        return self._home / layout.ROUNDS

    def _put(self) -> None:
        """Hand over what is known of the team before the next one."""
        if self._index is not None and self._looked and self._changed:
            # Not of a folder with sheets: their names and times would tell when each of an anonymous round came.
            rows = {
                one.folder: [one.stamp, one.head, one.value]
                for one in self._looked
                if one.sound and _sealed_in(one.names)
            }
            self._index.put(self._home.name, rows)
        self._looked, self._seen = [], {}

    def recall(self, round_: Round) -> Any:
        """Return what was kept of a round, if its files are the same to this day; else None."""
        seen = self._seen.get(round_.id)
        if seen is None or not isinstance(seen.value, str):
            return None
        with suppress(ValueError, RecursionError):
            return json.loads(seen.value)
        return None

    def keep(self, round_: Round, value: Callable[[], Any]) -> None:
        """Remember what was worked out of a round, if it is closed and sealed and its files have settled."""
        seen = self._seen.get(round_.id)
        if self._index is None or seen is None or not seen.sound or round_.state is not RoundState.CLOSED:
            return
        with suppress(OSError):
            # What came in while it was read may be in the value.
            if _sealed_in(seen.names) and look_at(f"{self._rounds}/{seen.folder}")[0] == seen.stamp:
                self._changed = True
                seen.value = json.dumps(value(), separators=(",", ":"))

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

    def _look(self, home: Path, known: Mapping[str, Sequence[Any]]) -> bool:
        """Look at the folders of a team's rounds; False where one round has several folders, or the reverse.

        Raises:
            StoreError: A file or folder can't be read.
        """
        self._home, self._looked, self._changed = home, [], False
        result = self._looked
        path = str(self._rounds)
        for folder in self._reader.folder_names(self._rounds):
            read = now()
            try:
                stamp, names, last = look_at(f"{path}/{folder}")
            except OSError:
                return False
            row = known.get(folder)
            if row is not None and row[0] == stamp:
                result.append(_Seen(folder, stamp, names, row[1], True, row[2], True))
                continue
            files = records.read_record(self._rounds / folder, ROUND)
            if len({file.meta["round"] for file in files}) > 1:
                return False
            head, sound = None, last < read - SETTLED and all(file.doubt is None for file in files)
            if files:
                round_ = records.round_of(files)
                made = min(map(records.made_at, files))
                head = [round_.id, round_.team_id, round_.opened.isoformat(), made]
            result.append(_Seen(folder, stamp, names, head, sound))
        # What is remembered of what is gone goes too.
        self._changed = len(known) != sum(one.known for one in result) or len(known) < len(result)
        ids = [one.head[0] for one in result if one.head is not None]
        return len(ids) == len(set(ids))


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
