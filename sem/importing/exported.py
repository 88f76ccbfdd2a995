"""Reads what `sem export --all --json` writes: teams with their rounds, answers and programmes, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.importing.drafts import is_id
from sem.importing.findings import Findings
from sem.importing.tables import UnreadableError, read_json
from sem.importing.values import CellError, note_of, scope_of
from sem.model.assessment import Answer, Consensus, RoundKind, RoundState
from sem.model.codec import from_json
from sem.model.names import clean_name, name_key
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.store.brought import BroughtResponse, BroughtRound, BroughtTeam

KIND = "sem-teams"
FORMAT = 1
Made = TypeVar("Made")


class _Unfit(ValueError):
    """A part of the file that can't be, told in the language in use; other errors speak of Python."""


class _Wrong(Exception):
    """Something in the file that can't be; it is told already."""


def read_export(path: Path, shown: str, findings: Findings, today: date) -> Iterator[BroughtTeam]:
    """Yield the teams in an export; what is wrong goes to the findings, with its place in the file.

    Raises:
        UnreadableError: It is no JSON, or something else, or a newer version of sem wrote it.
        OSError: It can't be read.
    """
    said = read_json(path)
    if not isinstance(said, dict) or said.get("kind") != KIND:
        raise UnreadableError(_("This JSON is no export of all teams."), _("Make one with: sem export --all --json."))
    if type(said.get("format")) is not int or said["format"] > FORMAT:
        raise UnreadableError(_("A newer version of sem wrote it."), _("Update sem."))
    if not isinstance(said.get("teams"), list):
        raise UnreadableError(_("This JSON is no export of all teams."), _("Make one with: sem export --all --json."))
    reading = _Export(shown, findings, today)
    yield from reading.teams(said)


class _Export:
    def __init__(self, shown: str, findings: Findings, today: date) -> None:
        self._shown, self._findings, self._today = shown, findings, today
        self._questionnaires: dict[str, Questionnaire] = {}
        self._ids: set[tuple[str, str]] = set()
        self._order: dict[tuple[str, date], int] = {}

    def teams(self, said: dict[str, Any]) -> Iterator[BroughtTeam]:
        frozen = said.get("questionnaires")
        for digest, one in frozen.items() if isinstance(frozen, dict) else ():
            try:
                self._questionnaires[digest] = self._made(
                    f"questionnaires.{digest}", partial(from_json, Questionnaire, one)
                )
            except _Wrong:
                continue
        for number, team in enumerate(said["teams"]):
            at = f"teams[{number}]"
            try:
                yield self._made(at, partial(self._team, at, team))
            except _Wrong:
                continue

    def _team(self, at: str, said: Any) -> BroughtTeam:
        id_ = self._new("team", _id(said["id"]))
        name = clean_name(_text(said["name"]), _("the team"))
        tags = tuple(clean_name(_text(tag), _("the tag")) for tag in _list(said.get("tags", [])))
        rounds = []
        for number, one in enumerate(_list(said.get("rounds", []))):
            where = f"{at}.rounds[{number}]"
            try:
                rounds.append(self._made(where, partial(self._round, where, id_, one)))
            except _Wrong:
                continue
        programme = said.get("programme")
        kept = None
        if programme is not None:
            kept = self._made(f"{at}.programme", partial(from_json, Programme, programme))
        return BroughtTeam(id_, name, tags, tuple(rounds), kept)

    def _round(self, at: str, team_id: str, said: Any) -> BroughtRound:
        questionnaire = self._questionnaires.get(said["questionnaire"]["digest"])
        if questionnaire is None:
            raise _Unfit(_("its questionnaire is not in the file"))
        opened = _known(date.fromisoformat, said["opened"])
        if opened > self._today:
            raise _Unfit(_("{day} is still to come").format(day=long_date(opened)))
        kind = _known(RoundKind, said["kind"])
        if kind is RoundKind.ANONYMOUS:
            raise _Unfit(_("an anonymous round is never in an export"))
        asked = {question.id for question in questionnaire.questions}
        responses: list[BroughtResponse] = []
        id_ = self._new("round", _id(said["id"]))
        for number, one in enumerate(_list(said["responses"])):
            where = f"{at}.responses[{number}]"
            # The others are read all the same, so that all that is wrong is told at once.
            with suppress(_Wrong):
                response = self._made(where, partial(self._response, one, asked))
                if name_key(response.name) in {name_key(other.name) for other in responses}:
                    raise _Unfit(_("{name} is in it twice").format(name=response.name))
                responses.append(response)
        decisions: dict[str, Consensus] = {
            question: _clean_decision(from_json(Consensus, one)) for question, one in said.get("decisions", {}).items()
        }
        if not decisions.keys() <= asked:
            raise _Unfit(_("it has a decision on a question that it does not ask"))
        expected = said.get("expected")
        if not (expected is None or (type(expected) is int and expected > 0)):
            raise _Unfit(_("the number of people can't be"))
        state = _known(RoundState, said["state"])
        order = self._order[team_id, opened] = self._order.get((team_id, opened), -1) + 1
        return BroughtRound(
            id=id_,
            questionnaire=questionnaire,
            opened=opened,
            responses=lambda: responses,
            kind=kind,
            state=state,
            scope=scope_of(_text(said.get("scope", ""))),
            hidden=said.get("hidden") is True,
            invited=tuple(clean_name(_text(one), _("the respondent")) for one in _list(said.get("invited", []))),
            expected=expected,
            closed=from_json(date | None, said.get("closed")) if state is RoundState.CLOSED else None,
            decisions=decisions,
            sure=True,
            order=order,
            origin=at,
        )

    def _response(self, said: Any, asked: Iterable[str]) -> BroughtResponse:
        answers = {question: _clean(from_json(Answer, one)) for question, one in said["answers"].items()}
        if not answers.keys() <= set(asked):
            raise _Unfit(_("it answers a question that is not asked"))
        name = clean_name(_text(said["respondent"]), _("the respondent"))
        return BroughtResponse(_id(said["id"]), name, answers)

    def _new(self, kind: str, id_: str) -> str:
        """Return an id that nothing of its kind before had.

        Raises:
            _Unfit: A team or round before has it.
        """
        if (kind, id_) in self._ids:
            raise _Unfit(_("it is in the file twice"))
        self._ids.add((kind, id_))
        return id_

    def _made(self, at: str, make: Callable[[], Made]) -> Made:
        """Return what is made of a part of the file.

        Raises:
            _Wrong: It can't be made; the problem is told, with its place.
        """
        try:
            return make()
        except (SemError, CellError) as error:
            self._findings.problem(f"{at}: {error.message}", error.advice, file=self._shown)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            what = str(error) if isinstance(error, _Unfit) else _("something is missing or of another kind")
            self._findings.problem(f"{at}: {what}.", _("Export it anew, or take it out of the file."), file=self._shown)
        raise _Wrong


def _clean(answer: Answer) -> Answer:
    """Return an answer with its texts as they are kept; what somebody put into the file is no more than text."""
    reason = answer.not_applicable
    return replace(
        answer,
        note=note_of(answer.note, quoted=False),
        not_applicable=replace(reason, text=note_of(reason.text, quoted=False)) if reason else None,
        evidence=tuple(
            replace(one, text=note_of(one.text, quoted=False), source=note_of(one.source, quoted=False))
            for one in answer.evidence
        ),
    )


def _clean_decision(decision: Consensus) -> Consensus:
    return replace(decision, because=note_of(decision.because, quoted=False))


def _known(make: Callable[[Any], Made], value: Any) -> Made:
    """Return what a function makes of a value, which is named where it can't."""
    try:
        return make(value)
    except ValueError:
        raise _Unfit(_("“{value}” can't stand here").format(value=str(value)[:60])) from None


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Unfit(_("a list is expected"))
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Unfit(_("a text is expected"))
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise _Unfit(_("this is not an id"))
    return value
