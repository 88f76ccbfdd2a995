"""Teams and rounds as they are kept: fields that merge like answers do, in one file pair for each writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.assessment import Consensus, QuestionnaireRef, Round, RoundKind, RoundState, Team
from sem.model.codec import from_json, to_json
from sem.store import layout
from sem.store.documents import (
    FIELDS,
    ITEMS,
    ROUND,
    TEAM,
    field_document,
    item_document,
    kind_of,
    meta,
    newest,
    newest_stamp,
    next_stamp,
    numbered,
)
from sem.store.failures import cannot_read, damaged
from sem.store.files import Found, gather
from sem.store.migrations import META, Document, Tables
from sem.store.writer import Writers

NAME, TAGS = "name", "tags"
STATE, CLOSED = "state", "closed"
MADE = "made"
GUESSED = 1
"""The time of what a repair had to guess, in µs since 1970: whatever anybody else knows is newer."""
_FIELDS: Mapping[str, tuple[str, ...]] = {TEAM: (NAME, TAGS), ROUND: (STATE, CLOSED)}
MISSING: Mapping[str, str] = {
    TEAM: N_("The file with the name of this team is missing."),
    ROUND: N_("The file that tells about this round is missing."),
}


def read_record(folder: Path, kind: str) -> tuple[Found, ...]:
    """Return the files that tell of the team or round in a folder; none where it is not the folder of one.

    Raises:
        StoreError: A file can't be read, is damaged or newer, or is gone while what it tells of is there.
    """
    found = _files(folder, kind)
    if not found and lacks_record(folder, kind):
        raise damaged([folder], _(MISSING[kind]))
    return found


def _files(folder: Path, kind: str) -> tuple[Found, ...]:
    gathered = gather(folder, kind)
    gathered.demand()
    found = gathered.whole
    ids = {file.meta.get(kind) for file in found}
    # A file that strayed in from another folder does not speak for this one.
    own = {id_ for id_ in ids if isinstance(id_, str) and f"-{id_[: layout.SHORT_ID]}" in folder.name}
    if len(ids) > 1 and own:
        found = tuple(file for file in found if file.meta.get(kind) in own)
    return found


def lacks_record(folder: Path, kind: str) -> bool:
    """Whether a folder without a file about its team or round holds what belongs to one all the same.

    Raises:
        StoreError: A folder can't be read.
    """
    try:
        folders = [folder]
        if kind == TEAM:
            folders += [folder / layout.IDEAS, *layout.subfolders(folder / layout.ROUNDS)]
        return any(_tells_of_more(path, kind) for inner in folders if inner.is_dir() for path in inner.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise cannot_read(Path(error.filename or folder), error) from None


def _tells_of_more(path: Path, kind: str) -> bool:
    name = layout.parse(path)
    return name is not None and kind_of(name.name) != kind


def team_of(files: tuple[Found, ...]) -> Team:
    """Return the team that these files tell of.

    Raises:
        StoreError: They tell of something that can't be.
    """
    try:
        fields = newest(FIELDS, (file.tables for file in files))
        name, tags = fields[NAME]["value"], fields[TAGS]["value"] or []
        if not isinstance(name, str) or not all(isinstance(tag, str) for tag in tags):
            raise ValueError("not a name or tag")
        return Team(str(files[0].meta["team"]), name, tuple(tags))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged((file.path for file in files), str(error)) from None


def about_round(round_: Round) -> dict[str, Any]:
    """Return what never changes about a round; every file in it says so, also each sheet."""
    return {
        "team": round_.team_id,
        "round": round_.id,
        "round_kind": round_.kind.value,
        "opened": round_.opened.isoformat(),
        "questionnaire": to_json(round_.questionnaire),
        "scope": round_.scope,
        "hidden": round_.hidden,
        "invited": list(round_.invited),
        "expected": round_.expected,
    }


def round_from(about: Mapping[str, Any]) -> Round:
    """Return the round that `about_round` made this of, open and without decisions.

    Raises:
        ValueError: It has not that shape.
    """
    try:
        return Round(
            id=str(about["round"]),
            team_id=str(about["team"]),
            questionnaire=from_json(QuestionnaireRef, about["questionnaire"]),
            opened=date.fromisoformat(about["opened"]),
            kind=RoundKind(about["round_kind"]),
            scope=about["scope"],
            hidden=about["hidden"],
            invited=tuple(about["invited"]),
            expected=about["expected"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"unexpected shape: {error!r}") from None


def round_of(files: tuple[Found, ...]) -> Round:
    """Return the round that these files tell of: as far as any of them says it is, and as strict as any says.

    Raises:
        StoreError: They tell of something that can't be.
    """
    try:
        every = [round_from(file.meta) for file in files]
        strictest = max(every, key=lambda one: one.kind.strictness)
        closed = newest(FIELDS, (file.tables for file in files))[CLOSED]["value"]
        decided = newest(ITEMS, (file.tables for file in files))
        return replace(
            strictest,
            hidden=any(one.hidden for one in every),
            invited=() if strictest.anonymous else strictest.invited,
            state=_furthest(file.tables for file in files),
            closed=from_json(date | None, closed),
            decisions={
                question: from_json(Consensus, document["value"])
                for question, document in sorted(decided.items())
                if document["value"] is not None
            },
        )
    except (ValueError, KeyError, TypeError) as error:
        raise damaged((file.path for file in files), str(error)) from None


def _furthest(copies: Iterable[Tables]) -> RoundState:
    """Return the furthest state that any copy says: a round never goes back, whatever clocks say."""
    return max(
        (
            RoundState(document["value"])
            for tables in copies
            for document in tables[FIELDS].values()
            if document["field"] == STATE
        ),
        key=lambda state: state.step,
    )


def made_at(file: Found) -> int:
    """Return when a round's file was made, in µs since 1970; that tells which of two rounds on one day came first."""
    made = file.meta.get(MADE)
    return made if type(made) is int else 0


def write_team(folder: Path, team_id: str, fields: Mapping[str, Any], writers: Writers, at: int | None = None) -> None:
    """Keep fields of a team in this writer's own file, made if there is none; durable when it returns.

    Args:
        folder: The team's.
        team_id: Its id.
        fields: What to keep.
        writers: Hands out the right to write.
        at: When they came to be so, in µs since 1970; None for now.

    Raises:
        StoreError: It could not be written.
    """
    _write(folder, TEAM, {TEAM: team_id}, fields, writers, at)


def write_round(
    folder: Path,
    round_: Round,
    writers: Writers,
    at: int | None = None,
    decisions: Mapping[str, Consensus | None] = MappingProxyType({}),
) -> None:
    """Keep the state of a round in this writer's own file, made if there is none; durable when it returns.

    Args:
        folder: The round's.
        round_: The round with its state.
        writers: Hands out the right to write.
        at: When it got this state, in µs since 1970; None for now.
        decisions: Decisions to keep with it, by question id; None for one that is taken back.

    Raises:
        StoreError: It could not be written.
    """
    ids = {**about_round(round_), MADE: next_stamp(0)}
    items = {question: to_json(decision) for question, decision in decisions.items()}
    fields: dict[str, Any] = {STATE: round_.state.value}
    if round_.closed is not None:
        fields[CLOSED] = round_.closed.isoformat()
    _write(folder, ROUND, ids, fields, writers, at, items)


def blank(kind: str, writer: str, ids: Mapping[str, Any]) -> Tables:
    """Return the tables of a team's or round's file that tells nothing yet; every field has its document."""
    tables = {
        META: meta(kind, writer, **ids),
        FIELDS: numbered(field_document(name, None, 0, "") for name in _FIELDS[kind]),
    }
    return {**tables, ITEMS: {}} if kind == ROUND else tables


def _write(
    folder: Path,
    kind: str,
    ids: Mapping[str, Any],
    fields: Mapping[str, Any],
    writers: Writers,
    at: int | None,
    items: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    before = [file.tables for file in _files(folder, kind)]
    stamp = next_stamp(newest_stamp(before)) if at is None else at
    names = _FIELDS[kind]
    # No file may be without a name, so that what it does not change is in it as it was, with its time.
    kept = newest(FIELDS, before) if kind == TEAM else {}

    def document(name: str, by: str) -> Document:
        if name in fields:
            return field_document(name, fields[name], stamp, by)
        return kept.get(name) or field_document(name, None, 0, "")

    def new(writer: str) -> Tables:
        # With the values in it from the start: a crash can't leave a team without a name.
        tables = {META: meta(kind, writer, **ids), FIELDS: numbered(document(name, writer) for name in names)}
        if kind == ROUND:
            tables[ITEMS] = numbered(item_document(key, value, stamp, writer) for key, value in items.items())
        return tables

    from sem.store.pairs import OwnPair

    own = OwnPair(folder, kind, ids[kind], new, writers)
    try:
        if not own.made:
            own.ready()
            if items:
                own.keep(ITEMS, (item_document(key, value, stamp, own.writer) for key, value in items.items()))
            else:
                own.change((FIELDS, names.index(name) + 1, document(name, own.writer)) for name in fields)
    finally:
        own.close()
