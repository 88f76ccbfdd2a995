"""The columns of a table of earlier assessments, and the headings in both languages that each is known by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from sem.i18n import gettext as _
from sem.i18n import mark as N_


class Column(StrEnum):
    """What a column holds; its value is the heading that `sem` itself writes."""

    TEAM = "team"
    TEAM_ID = "team_id"
    TAGS = "tags"
    DATE = "date"
    ROUND = "round"
    KIND = "kind"
    STATE = "state"
    CLOSED = "closed"
    SCOPE = "scope"
    QUESTIONNAIRE = "questionnaire"
    VERSION = "version"
    RESPONDENT = "respondent"
    QUESTION = "question"
    ANSWER = "answer"
    LEVEL = "level"
    REASON = "reason"
    REASON_TEXT = "reason_text"
    NOTE = "note"
    CONFIDENCE = "confidence"
    EVIDENCE = "evidence"
    DECIDED = "decided"


HEAD = (
    Column.TEAM, Column.TEAM_ID, Column.TAGS, Column.DATE, Column.ROUND, Column.KIND, Column.STATE, Column.CLOSED,
    Column.SCOPE, Column.QUESTIONNAIRE, Column.VERSION, Column.RESPONDENT,
)  # fmt: skip
"""The columns that tell whose answer it is."""
TAIL = (
    Column.QUESTION, Column.ANSWER, Column.LEVEL, Column.REASON, Column.REASON_TEXT, Column.NOTE, Column.CONFIDENCE,
    Column.EVIDENCE, Column.DECIDED,
)  # fmt: skip
"""The columns that tell what was answered, in a table with a row for each answer."""

ACCEPTED: Mapping[Column, tuple[str, ...]] = {
    Column.TEAM: ("team", "teamnaam", "team name", "afdeling", "department", "organisatie", "organisation"),
    Column.TEAM_ID: ("team id", "team nummer", "team number", "teamnummer", "teamcode", "team code"),
    Column.TAGS: ("tags", "tag", "labels", "label team", "kenmerken"),
    Column.DATE: ("date", "datum", "day", "dag", "round date", "datum ronde", "meetdatum", "opened", "geopend"),
    Column.ROUND: ("round", "ronde", "meting", "measurement", "assessment"),
    Column.KIND: ("kind", "soort", "round kind", "soort ronde"),
    Column.STATE: ("state", "stand", "status"),
    Column.CLOSED: ("closed", "gesloten", "closed on", "gesloten op"),
    Column.SCOPE: ("scope", "about", "waarover", "reikwijdte"),
    Column.QUESTIONNAIRE: ("questionnaire", "vragenlijst"),
    Column.VERSION: ("version", "versie"),
    Column.RESPONDENT: ("respondent", "name", "naam", "deelnemer", "participant", "person", "persoon", "alias"),
    Column.QUESTION: ("question", "vraag", "question id", "vraag id", "vraagnummer", "question number", "vraagcode"),
    Column.ANSWER: ("answer", "antwoord", "score", "waarde", "value", "cijfer"),
    Column.LEVEL: ("level", "niveau"),
    Column.REASON: ("reason", "reden"),
    Column.REASON_TEXT: ("reason text", "reden tekst", "toelichting reden", "reason in words"),
    Column.NOTE: ("note", "notitie", "opmerking", "opmerkingen", "toelichting", "comment", "comments", "remark"),
    Column.CONFIDENCE: ("confidence", "zekerheid"),
    Column.EVIDENCE: ("evidence", "bewijs"),
    Column.DECIDED: ("decided", "decided on", "besloten", "besloten op"),
}
PASSED_OVER = frozenset({"area", "gebied", "level name", "niveau naam", "label", "title", "titel", "kind of area"})
"""Columns of files that `sem export` writes which say nothing new."""

DUTCH: Mapping[Column, str] = {
    Column.TEAM: "team", Column.TEAM_ID: "team-id", Column.TAGS: "labels", Column.DATE: "datum",
    Column.ROUND: "ronde", Column.KIND: "soort", Column.STATE: "stand", Column.CLOSED: "gesloten op",
    Column.SCOPE: "waarover", Column.QUESTIONNAIRE: "vragenlijst", Column.VERSION: "versie",
    Column.RESPONDENT: "respondent", Column.QUESTION: "vraag", Column.ANSWER: "antwoord", Column.LEVEL: "niveau",
    Column.REASON: "reden", Column.REASON_TEXT: "reden tekst", Column.NOTE: "notitie",
    Column.CONFIDENCE: "zekerheid", Column.EVIDENCE: "bewijs", Column.DECIDED: "besloten op",
}  # fmt: skip
"""The headings of the Dutch template."""

NOTE_OF = tuple(ACCEPTED[Column.NOTE])
"""What may stand behind the name of a question over a column with notes."""

MEANINGS: Mapping[Column, str] = {
    Column.TEAM: N_("The name of the team. Needed, unless you give --team."),
    Column.TEAM_ID: N_("What tells the team from others when its name changes; any text or number."),
    Column.TAGS: N_("Tags of the team, with commas between them."),
    Column.DATE: N_("The day of the round: 31-12-2025 or 2025-12-31. Needed."),
    Column.ROUND: N_("Only for two rounds on one day: any text that differs."),
    Column.KIND: N_("named, alias or anonymous. Empty: named."),
    Column.STATE: N_("open, revealed or closed. Empty: closed."),
    Column.SCOPE: N_("Whom or what the answers are about, in a sentence."),
    Column.QUESTIONNAIRE: N_("The id of the questionnaire."),
    Column.RESPONDENT: N_("Who answers. In an anonymous round any number; it is not kept. “consensus”: the team."),
}
"""What to write in the columns of the template."""

_KNOWN = {name: column for column, names in ACCEPTED.items() for name in names}


def plain(text: str) -> str:
    """Return a text so that spellings that people take for the same are the same: case, blanks, hyphens."""
    return re.sub(r"[\s_\-–]+", " ", unicodedata.normalize("NFKC", text)).strip(" .:*?").casefold()


def column_of(heading: str) -> Column | None:
    """Return the column that a heading stands for; None where it stands for none of ours."""
    return _KNOWN.get(plain(heading))


def meaning(column: Column) -> str:
    """Return what to write in a column, in the user's language."""
    return _(MEANINGS[column])
