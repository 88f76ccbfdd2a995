"""Seals a closed round: all its responses in one file, the same bytes on any machine, before their own files go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.model.assessment import Round
from sem.store import layout
from sem.store.backup import write_backup
from sem.store.disk import level_times, sync_folder, write_once
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    SEALED,
    SHEET,
    SHEETS,
    field_document,
    kind_of,
    meta,
    newest,
    numbered,
)
from sem.store.failures import cannot_write
from sem.store.files import Condition, Found, gather, judge
from sem.store.migrations import META, Document, Tables
from sem.store.records import about_round
from sem.store.roster import roster_of
from sem.store.slots import bytes_of, pack_tables, seq_of

_RETIRED = ".retired-"
"""What is added to a file's name while it is being taken away; readers still read it, and nobody writes it any more."""


def merged_sheet(copies: Iterable[Tables], anonymous: bool) -> tuple[Document, list[Document]]:
    """Return the name and the answers of one respondent, from all files of their sheet.

    In an anonymous round nothing in it tells a writer or the order of the answers: all have the newest count of the
    sheet, so that a stale copy that comes in later is not taken for a change.
    """
    kept = tuple(copies)
    name = newest(FIELDS, kept).get("name") or field_document("name", "", 0, "")
    answers = [document for _question, document in sorted(newest(ANSWERS, kept).items())]
    if anonymous:
        last = max((document["at"] for document in answers), default=0)
        name = field_document("name", "", 0, "")
        answers = [{**document, "at": last if document["at"] else 0, "by": ""} for document in answers]
    return name, answers


def sealed_bytes(round_: Round, sheets: Mapping[str, Iterable[Tables]]) -> bytes:
    """Return a sealed round: from the same answers any machine makes the same bytes.

    Args:
        round_: The round; of its state and decisions nothing is in it.
        sheets: All files of each respondent's sheet, by respondent's id.
    """
    documents = []
    for respondent, copies in sorted(sheets.items()):
        name, answers = merged_sheet(copies, round_.anonymous)
        documents.append({"respondent": respondent, "name": _sorted(name), ANSWERS: [_sorted(one) for one in answers]})
    return pack_tables({META: meta(SEALED, "", **about_round(round_)), SHEETS: numbered(documents)}, 1)


def _sorted(document: Document) -> Document:
    return dict(sorted(document.items()))


def seal(workspace: Path, label: str, folders: Sequence[Path], round_: Round) -> Path | None:
    """Seal a round and return its file; None where nobody answered. It may be sealed already; what came later joins.

    The files of the sheets are first given names under which nobody can save any more, so that no answer is called
    saved that the seal would miss. They go only once the seal has been read back and, but for an anonymous round, a
    backup of them has been too: older versions of an anonymous sheet would tell in what order it was filled in.

    Args:
        workspace: The workspace; it is ours alone meanwhile.
        label: What the backup is of.
        folders: The round's; more than one only where something made a copy.
        round_: The round, as its files tell of it.

    Raises:
        StoreError: A file is damaged or could not be written; every answer is where readers find it.
    """
    erased = roster_of(folders, round_.id).erased
    found = _sheets(folders, round_)
    if not found:
        return None
    data = sealed_bytes(round_, _by_respondent(found, erased))
    path = layout.sealed_file(folders[0], data)
    if {file.path for file in found} == {path} and bytes_of(path) == data:
        return path
    try:
        retired = _retire(folders, round_)
        found = _sheets(folders, round_)
        data = sealed_bytes(round_, _by_respondent(found, erased))
        path = layout.sealed_file(folders[0], data)
        if bytes_of(path) != data:
            write_once(path, data)
        if judge(path, bytes_of(path) or b"").condition is not Condition.WHOLE:
            raise StoreError(_("What was written does not read back: {file}.").format(file=path))
        gone = {file.path for file in found if file.path != path and file.path not in retired}
        members = [(path, path)] if round_.anonymous else [*retired.items(), *((one, one) for one in sorted(gone))]
        if members:
            write_backup(workspace, label, [(at, _inside(workspace, was)) for at, was in members])
        for at in (*retired, *gone):
            at.unlink(missing_ok=True)
        for folder in folders:
            sync_folder(folder)
        if round_.anonymous:
            level_times(path, *folders)
    except OSError as error:
        raise cannot_write(Path(error.filename or folders[0]), error) from None
    return path


def _inside(workspace: Path, path: Path) -> str:
    return path.relative_to(workspace).as_posix()


def _sheets(folders: Iterable[Path], round_: Round) -> list[Found]:
    found: list[Found] = []
    for folder in folders:
        gathered = gather(folder, SHEET)
        gathered.demand()
        found += [file for file in gathered.whole if file.meta["round"] == round_.id]
    return found


def _by_respondent(found: Iterable[Found], erased: frozenset[str]) -> dict[str, list[Tables]]:
    sheets: dict[str, list[Tables]] = {}
    for file in found:
        if file.meta["respondent"] not in erased:
            sheets.setdefault(str(file.meta["respondent"]), []).append(file.tables)
    return sheets


def _retire(folders: Iterable[Path], round_: Round) -> dict[Path, Path]:
    """Give the files of all sheets names of copies; return those that were there before by the names they have.

    Raises:
        OSError: A file could not be renamed; all are still read, under whichever name.
    """
    retired: dict[Path, Path] = {}
    for folder in folders:
        own = {file.path for file in gather(folder, SHEET).whole if file.meta["round"] == round_.id}
        stems = {name.stem for path in own if (name := layout.parse(path)) is not None}
        slots: list[tuple[int, Path]] = []
        for path in sorted(folder.iterdir()):
            name = layout.parse(path)
            if name is None or kind_of(name.name) != SHEET or name.stem not in stems:
                continue
            if name.slot:
                slots.append((seq_of(bytes_of(path) or b""), path))
            else:
                retired[path] = path
        # The slot that a save is writing goes first: half of it is nothing without the other under its own name.
        for _seq, path in sorted(slots):
            aside = path.with_name(f"{path.stem}{_RETIRED}{layout.new_id()[: layout.SHORT_ID]}.json")
            retired[path.rename(aside)] = path
        sync_folder(folder)
    return retired
