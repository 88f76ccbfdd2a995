"""What was read so far: teams, rounds and answers row by row, held small until all of it can be brought in."""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.importing.choosing import Asked
from sem.importing.findings import Findings, Place
from sem.model.assessment import Answer, Consensus, RoundKind, RoundState
from sem.model.codec import to_json
from sem.model.names import name_key
from sem.store.brought import BroughtResponse, BroughtRound, BroughtTeam

_ID = re.compile(r"[0-9a-f]{16}")
_DIGITS = 16


def id_for(*parts: str) -> str:
    """Return an id that is the same whoever reads the same file, so that two who do have one team and not two."""
    return hashlib.sha256("\0".join(("sem import", *parts)).encode()).hexdigest()[:_DIGITS]


def is_id(text: str) -> bool:
    """Whether a text is the id of a team or round, as `sem` gives them."""
    return _ID.fullmatch(text) is not None


class DraftSheet:
    """One respondent's answers in a round: by the place of the question, with the rows they come from."""

    __slots__ = ("answers", "asked", "empty", "name", "place", "round", "rows")

    def __init__(self, asked: Asked, round_: DraftRound, name: str, place: Place) -> None:
        self.round, self.asked, self.name, self.place = round_, asked, name, place
        self.empty = True
        self.answers: list[Answer | None] = [None] * len(asked.ids)
        self.rows = array("Q", bytes(8 * len(asked.ids)))

    def given(self) -> dict[str, Answer]:
        """Return the answers by question id."""
        return {id_: answer for id_, answer in zip(self.asked.ids, self.answers, strict=True) if answer is not None}


@dataclass(slots=True)
class Facts:
    """What is said of a round; None where nobody says it."""

    kind: RoundKind | None = None
    state: RoundState | None = None
    closed: date | None = None
    scope: str | None = None


@dataclass(slots=True)
class DraftRound:
    """A round as far as it was read."""

    id: str
    sure: bool
    day: date
    asked: Asked
    place: Place
    facts: Facts = field(default_factory=Facts)
    sheets: dict[str, DraftSheet] = field(default_factory=dict)
    decisions: dict[str, Consensus] = field(default_factory=dict)
    decided: dict[str, Place] = field(default_factory=dict)

    @property
    def anonymous(self) -> bool:
        """Whether no name of a respondent may be kept."""
        return self.facts.kind is RoundKind.ANONYMOUS

    def responses(self) -> Iterator[BroughtResponse]:
        """Yield the responses, those of an anonymous round without anything of whose they are."""
        if not self.anonymous:
            for key, sheet in self.sheets.items():
                yield BroughtResponse(id_for("respondent", self.id, key), sheet.name, sheet.given(), sheet)
            return
        alike: dict[str, int] = {}
        for sheet in self.sheets.values():
            answers = sheet.given()
            # Made of the answers alone, so that nothing in it leads back to a name or a row.
            said = json.dumps({id_: to_json(answer) for id_, answer in sorted(answers.items())}, sort_keys=True)
            alike[said] = alike.get(said, 0) + 1
            yield BroughtResponse(id_for("anonymous", self.id, said, str(alike[said])), "", answers, sheet)


@dataclass(slots=True)
class DraftTeam:
    """A team as far as it was read.

    Args:
        names: What it is called, by the day of the round for which it is.
    """

    id: str
    place: Place
    names: dict[date, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    rounds: dict[tuple[date, str, str], DraftRound] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in its last round."""
        return self.names[max(self.names)]


def brought(teams: Iterable[DraftTeam], findings: Findings) -> list[BroughtTeam]:
    """Return what was read as it is brought in, after dropping what may not be kept; what can't be is a problem."""
    return [
        BroughtTeam(
            team.id,
            team.name,
            tuple(team.tags.values()),
            tuple(_rounds(team, findings)),
        )
        for team in teams
    ]


def _rounds(team: DraftTeam, findings: Findings) -> Iterator[BroughtRound]:
    orders: dict[date, int] = {}
    for round_ in sorted(team.rounds.values(), key=lambda one: (one.day, one.place)):
        order = orders[round_.day] = orders.get(round_.day, -1) + 1
        facts = round_.facts
        state = facts.state or RoundState.CLOSED
        if round_.anonymous and any(sheet.name for sheet in round_.sheets.values()):
            findings.notice(
                _("The round of {team} on {day} is anonymous: who answered is not kept.").format(
                    team=team.name, day=long_date(round_.day)
                )
            )
        if round_.anonymous and state is RoundState.OPEN:
            findings.problem(
                _("An anonymous round that is open can't be imported."),
                _("Its people go on with a code, which no file has. Make it revealed or closed."),
                place=round_.place,
            )
        yield BroughtRound(
            id=round_.id,
            questionnaire=round_.asked.questionnaire,
            opened=round_.day,
            responses=round_.responses,
            kind=facts.kind or RoundKind.NAMED,
            state=state,
            scope=facts.scope or "",
            hidden=round_.anonymous,
            closed=(facts.closed or round_.day) if state is RoundState.CLOSED else None,
            decisions=round_.decisions,
            sure=round_.sure,
            order=order,
            origin=round_,
        )


def team_id(said: str, name: str) -> str:
    """Return the id of a team by what a table says tells it from others, else by its name."""
    if said:
        return said if is_id(said) else id_for("team id", said)
    return id_for("team", name_key(name))


def round_id(team: str, said: str, day: date, questionnaire: str) -> str:
    """Return the id of a round: the one that a table names, else one made of what it says."""
    return said if is_id(said) else id_for("round", team, day.isoformat(), name_key(said), questionnaire)
