"""From a round to a file that one answers in elsewhere, and from that file to a place of one's own to answer in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from pathlib import Path

from sem.errors import SemError
from sem.model.assessment import NO_ANSWER, Respondent, Round, RoundKind, RoundState, Team
from sem.model.codec import questionnaire_bytes
from sem.model.names import name_key
from sem.model.questionnaire import Questionnaire
from sem.store import layout, records
from sem.store.answer_files import Share, answers_bytes, answers_file_name
from sem.store.bringing import with_documents
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    ITEMS,
    ROSTER,
    ROUND,
    SHEET,
    TEAM,
    answer_document,
    answer_of,
    field_document,
    item_document,
    newest,
)
from sem.store.failures import cannot_write
from sem.store.files import gather
from sem.store.founding import write_workspace_file
from sem.store.migrations import Document, Tables
from sem.store.reading import WorkspaceReader
from sem.store.roster import SHARE, HandedOut, new_roster
from sem.store.sealing import merged_sheet
from sem.store.sheets import new_sheet
from sem.store.staging import Staging

ANSWERING = "answering"
"""The folder in that of this machine where what is answered in files is kept, each in a small workspace."""


def share_for(reader: WorkspaceReader, round_: Round, folders: Sequence[Path], handed_out: HandedOut) -> Share:
    """Return what one respondent needs to answer a round elsewhere: nothing of anybody else's.

    Raises:
        StoreError: What is there can't be read.
    """
    (team,) = (team for team in reader.teams_and_errors()[0] if team.id == round_.team_id)
    share = Share(
        handed_out,
        Team(team.id, team.name),
        replace(round_, state=RoundState.OPEN, closed=None, decisions={}, invited=()),
        reader.questionnaire(round_),
    )
    one = handed_out.respondent
    if one is None or round_.kind is not RoundKind.NAMED:
        return share
    own = [
        file.tables for folder in folders for file in gather(folder, SHEET).whole if _is_whose(file.meta, round_, one)
    ]
    answers = [document for document in newest(ANSWERS, own).values() if document["at"]]
    before, on = _before(reader, round_, share.questionnaire, one)
    return replace(share, answers=tuple(answers), before=tuple(before), before_on=on)


def _is_whose(about: Document, round_: Round, respondent: Respondent) -> bool:
    return (about["round"], about["respondent"]) == (round_.id, respondent.id)


def _before(
    reader: WorkspaceReader, round_: Round, questionnaire: Questionnaire, respondent: Respondent
) -> tuple[list[Document], date | None]:
    """Return what somebody answered in earlier named rounds, the last answer of each question, and the last day."""
    asked = {question.id for question in questionnaire.questions}
    answers: dict[str, Document] = {}
    day = None
    try:
        for earlier in takewhile(lambda one: one.id != round_.id, reader.rounds(round_.team_id)):
            same_scale = earlier.questionnaire.id != questionnaire.id or (
                earlier.questionnaire.version.major == questionnaire.version.major
            )
            if earlier.kind is not RoundKind.NAMED or not same_scale:
                continue
            for response in reader.responses(earlier):
                if name_key(response.respondent.name) == name_key(respondent.name):
                    day = earlier.opened
                    for id_, answer in response.answers.items():
                        if id_ in asked and answer.given:
                            answers[id_] = answer_document(id_, answer, 1, "")
    except SemError:
        # What an earlier round can't tell is no reason not to answer this one.
        return [], None
    return list(answers.values()), day


def answering_place(share: Share, state: Path) -> Path:
    """Return the workspace of one's own to answer a file in; made at the first time, and gone on in later.

    Args:
        share: The file.
        state: The folder for what belongs to this machine alone.

    Raises:
        StoreError: It could not be made; nothing is left of it.
    """
    folder = state.expanduser() / ANSWERING / share.handed_out.id
    if folder.is_dir():
        return folder
    staging = Staging()
    try:
        _fill(share, staging, staging.folder(folder))
        staging.commit()
    except OSError as error:
        if not folder.is_dir():
            raise cannot_write(Path(error.filename or folder), error) from None
    finally:
        staging.discard()
    return folder


def _fill(share: Share, staging: Staging, folder: Path) -> None:
    """Make a workspace that holds what the file does."""
    one, round_ = share.handed_out.respondent, share.round
    writer = layout.new_id()
    write_workspace_file(folder)
    staging.file(layout.model_file(folder, round_.questionnaire), questionnaire_bytes(share.questionnaire))
    home = folder / layout.TEAMS / layout.folder_name(share.team.name, share.team.id)
    told = {
        FIELDS: [field_document(records.NAME, share.team.name, 1, writer), field_document(records.TAGS, [], 1, writer)]
    }
    staging.pair(home, TEAM, with_documents(records.blank(TEAM, writer, {TEAM: share.team.id}), told))
    for at, kept, documents in _rounds(share):
        inner = home / layout.ROUNDS / layout.folder_name(f"{at.opened}-{at.questionnaire.id}", at.id)
        ids = {**records.about_round(at), records.MADE: 1 if kept else 0}
        told = {FIELDS: [field_document(records.STATE, at.state.value, 1, writer)]}
        staging.pair(inner, ROUND, with_documents(records.blank(ROUND, writer, ids), told))
        if kept:
            item = item_document(f"{SHARE}/{share.handed_out.id}", share.handed_out.kept, 1, writer)
            staging.pair(inner, ROSTER, {**new_roster(at, writer), ITEMS: {"1": item}})
        if one is not None and documents:
            sheet = new_sheet(at, one, share.questionnaire, writer, at=1)
            staging.pair(inner, one.id, with_documents(sheet, {ANSWERS: list(documents)}))


def _rounds(share: Share) -> Iterable[tuple[Round, bool, Sequence[Document]]]:
    """Yield the round to answer, and one that holds the earlier answers; each with its answers."""
    yield share.round, True, share.answers
    if share.before and share.before_on is not None:
        yield (
            Round(
                layout.new_id(),
                share.team.id,
                share.round.questionnaire,
                share.before_on,
                state=RoundState.CLOSED,
            ),
            False,
            share.before,
        )


def answer_files(share: Share, place: Path) -> dict[str, bytes]:
    """Return the files with what was answered in a place so far, by name: one for each respondent who answered there.

    Raises:
        StoreError: What was answered can't be read.
    """
    reader = WorkspaceReader(place)
    (round_,) = (one for one in reader.rounds(share.team.id) if one.id == share.round.id)
    found: dict[str, list[Tables]] = {}
    for folder in reader.round_folders(reader.folders_by_team().get(share.team.id, []), round_.id):
        gathered = gather(folder, SHEET)
        gathered.demand()
        for file in gathered.whole:
            found.setdefault(str(file.meta["respondent"]), []).append(file.tables)
    files = {}
    for id_, copies in sorted(found.items()):
        name, answers = merged_sheet(copies, round_.anonymous)
        respondent = Respondent(id_, str(name["value"]))
        if any(answer_of(document) != NO_ANSWER for document in answers):
            files[answers_file_name(share, respondent)] = answers_bytes(share, respondent, name, answers)
    return files
