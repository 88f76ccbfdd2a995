"""The two files that travel between machines: one to answer in, one with the answers; signed, and never trusted."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sem.errors import InvalidError, NotFoundError
from sem.files import read_file, reason
from sem.i18n import gettext as _
from sem.model.assessment import LONGEST_NOTE, Respondent, Round, Team
from sem.model.codec import from_json, questionnaire_digest, to_json
from sem.model.names import clean_name, slug
from sem.model.questionnaire import Questionnaire
from sem.store import layout
from sem.store.documents import ANSWERS, FIELDS, SHEET, answer_of, field_document, meta, numbered, verify
from sem.store.migrations import META, SCHEMA, Document, Tables
from sem.store.records import about_round, round_from
from sem.store.roster import HandedOut

SHARE, ANSWER_FILE = "sem-share", "sem-answers"
MIN_READER = 2
_SEAL = "seal"
_MOST_BYTES = 16 * 2**20
_ENDINGS = {SHARE: ".share.json", ANSWER_FILE: ".answers.json"}
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Share:
    """What one needs to answer on another machine.

    Args:
        handed_out: Its id, its key, and who answers.
        team: Whose round.
        round: The round; it takes answers, however far it is where the file was made.
        questionnaire: The round's.
        answers: What this respondent has answered already, as it is kept.
        before: What this respondent answered in earlier rounds, as it is kept, and the day of the last of them.
        place: The question last on the screen.
    """

    handed_out: HandedOut
    team: Team
    round: Round
    questionnaire: Questionnaire
    answers: tuple[Document, ...] = ()
    before: tuple[Document, ...] = ()
    before_on: date | None = None

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return _file_name(self.team, self.round, self.handed_out.respondent, SHARE)


def _file_name(team: Team, round_: Round, respondent: Respondent | None, format_: str) -> str:
    who = [] if respondent is None else [slug(respondent.name) if respondent.name else respondent.id[: layout.SHORT_ID]]
    return "-".join([slug(team.name), round_.opened.isoformat(), *who]) + _ENDINGS[format_]


def share_bytes(share: Share) -> bytes:
    """Return the bytes of a file to answer in."""
    one, respondent = share.handed_out, share.handed_out.respondent
    return _signed(
        {
            "format": SHARE,
            "schema": SCHEMA,
            "min_reader": MIN_READER,
            "share": one.id,
            "key": one.key,
            "team": {"id": share.team.id, "name": share.team.name},
            "round": about_round(share.round),
            "respondent": to_json(respondent) if respondent else None,
            "answers": list(share.answers),
            "before": {"on": to_json(share.before_on), ANSWERS: list(share.before)},
            "questionnaire": to_json(share.questionnaire),
        },
        one.key,
    )


def read_share(path: Path) -> Share:
    """Return what is in a file to answer in.

    Raises:
        NotFoundError: There is no such file.
        InvalidError: It is half, changed, newer, or something else.
    """
    try:
        raw = read_file(path, _MOST_BYTES)
    except FileNotFoundError:
        raise NotFoundError(_("There is no file {file}.").format(file=path)) from None
    except OSError as error:
        raise InvalidError(_("{file} can't be read: {reason}.").format(file=path, reason=reason(error))) from None
    why = _("It is not a file to answer in, made with “sem round share”.")
    try:
        said = json.loads(raw)
        if not isinstance(said, dict) or said.get("format") not in _ENDINGS:
            raise InvalidError(f"{path}: {why}")
    except (ValueError, RecursionError):
        if b'"sem-share"' in raw[:400]:
            why = _("It is not whole: copying or downloading it broke off. Get it anew.")
        raise InvalidError(f"{path}: {why}") from None
    if said["format"] == ANSWER_FILE:
        raise InvalidError(
            _("{file} holds answers, and is to be sent back.").format(file=path),
            _("Name the file that it came of, which ends in {ending}.").format(ending=_ENDINGS[SHARE]),
        )
    if type(said.get("min_reader")) is int and said["min_reader"] > SCHEMA:
        raise InvalidError(_("A newer version of sem wrote {file}.").format(file=path), _("Update sem."))
    try:
        key = said["key"]
        if not isinstance(key, str) or not _KEY.fullmatch(key) or not is_signed(said, key):
            raise ValueError("not what it was")
        return _share_in(said)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidError):
        raise InvalidError(
            _("{file} was changed after it was made.").format(file=path), _("Ask for it anew.")
        ) from None


def _share_in(said: Mapping[str, Any]) -> Share:
    respondent = from_json(Respondent | None, said["respondent"])
    round_ = round_from(said["round"])
    questionnaire: Questionnaire = from_json(Questionnaire, said["questionnaire"])
    if questionnaire_digest(questionnaire) != round_.questionnaire.digest or round_.team_id != said["team"]["id"]:
        raise ValueError("not the questionnaire of this round")
    team = Team(round_.team_id, clean_name(said["team"]["name"], _("the team")))
    if not isinstance(said["share"], str) or not re.fullmatch(r"[a-z0-9]{6,64}", said["share"]):
        raise ValueError("not an id")
    share = Share(
        HandedOut(said["share"], said["key"], respondent),
        team,
        round_,
        questionnaire,
        tuple(said["answers"]),
        tuple(said["before"][ANSWERS]),
        from_json(date | None, said["before"]["on"]),
    )
    for documents in (share.answers, share.before):
        if documents:
            sheet_in(round_, respondent or Respondent("x" * 16, "x"), documents, questionnaire)
    return share


def answers_file_name(share: Share, respondent: Respondent) -> str:
    """Return what the file with somebody's answers is called; in an anonymous round it says no name."""
    return _file_name(share.team, share.round, respondent, ANSWER_FILE)


def answers_bytes(share: Share, respondent: Respondent, name: Document, documents: Iterable[Document]) -> bytes:
    """Return the bytes of a file with somebody's answers: the same for the same answers.

    Args:
        share: What they were given in.
        respondent: Whose they are.
        name: Their name, as it is kept.
        documents: The answers, as they are kept.
    """
    return _signed(
        {
            "format": ANSWER_FILE,
            "schema": SCHEMA,
            "min_reader": MIN_READER,
            "share": share.handed_out.id,
            "team": share.team.id,
            "round": share.round.id,
            "kind": share.round.kind.value,
            "questionnaire": share.round.questionnaire.digest,
            "respondent": respondent.id,
            "name": name,
            ANSWERS: [document for document in documents if document["at"]],
        },
        share.handed_out.key,
    )


def sheet_in(
    round_: Round,
    respondent: Respondent,
    documents: Iterable[Document],
    questionnaire: Questionnaire,
    name: Document | None = None,
) -> Tables:
    """Return answers as the tables of a sheet.

    Raises:
        ValueError: They hold something that can't be, or that the round does not ask.
    """
    said = name or field_document("name", respondent.name, 0, "")
    place = field_document("place", None, 0, "")
    about = about_round(round_)
    tables: Tables = {
        META: meta(SHEET, "", **about, respondent=respondent.id),
        FIELDS: numbered([said, place]),
        ANSWERS: numbered(documents),
    }
    verify(tables)
    asked = {question.id for question in questionnaire.questions}
    for document in tables[ANSWERS].values():
        if document["q"] not in asked or len(answer_of(document).note) > LONGEST_NOTE:
            raise ValueError("an answer that can't be")
    return tables


def is_signed(said: Mapping[str, Any], key: str) -> bool:
    """Whether a file is as it was when it was signed with this key."""
    seal = said.get(_SEAL)
    return isinstance(seal, str) and seal.isascii() and hmac.compare_digest(seal, _seal(said, key))


def _signed(said: Mapping[str, Any], key: str) -> bytes:
    return (json.dumps({**said, _SEAL: _seal(said, key)}, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _seal(said: Mapping[str, Any], key: str) -> str:
    """Return what only who knows the key can make; blanks and line ends, which mail changes, do not count."""
    body = {name: value for name, value in said.items() if name != _SEAL}
    text = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.new(bytes.fromhex(key), text.encode("ascii"), hashlib.sha256).hexdigest()
