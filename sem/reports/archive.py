"""All teams with all their rounds as one file that `sem import` reads back, within what may be shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO

from sem.analysis.disclosure import Disclosed
from sem.i18n import gettext as _
from sem.importing.exported import FORMAT, KIND
from sem.importing.headings import Column
from sem.importing.values import CONSENSUS
from sem.model.assessment import Answer, Round, Team
from sem.model.codec import to_json
from sem.model.idea import IdeaBox
from sem.model.programme import Programme
from sem.reports.csv_file import write_csv
from sem.reports.document import Paragraph
from sem.reports.house_style import HouseStyle
from sem.reports.report import Dataset, Report, Section
from sem.reports.shown import shown_round
from sem.reports.tables import Cell
from sem.store import Store

COLUMNS = tuple(column.value for column in Column)
"""The columns of the table, a row for each answer and each decision of a team."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A round that is not in the file: of its answers no more may be shown than how often each was given."""

    team: Team
    round: Round


@dataclass(slots=True)
class Archive:
    """What is written.

    Args:
        rounds: How many rounds are in it.
        left_out: The rounds that are not.
        ideas: The teams whose ideas and votes stay behind.
    """

    rounds: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    ideas: list[Team] = field(default_factory=list)


def write_json(
    file: BinaryIO, store: Store, teams: Iterable[Team], archive: Archive, tell: Callable[[int], object] = int
) -> None:
    """Write all teams as JSON: rounds with answers under names or aliases, and programmes without ideas and votes.

    Args:
        file: Where to; a team is written before the next is read.
        store: Where the teams are.
        teams: Which.
        archive: Gets what is written, and what is left out.
        tell: Called with how many are done, after each.

    Raises:
        StoreError: A team or round can't be read.
    """
    questionnaires: dict[str, Any] = {}
    file.write(b'{"format":%s,"kind":%s,"teams":[' % (_json(FORMAT), _json(KIND)))
    for done, team in enumerate(teams, 1):
        rounds = []
        for shown in _shown(store, team, archive):
            digest = shown.round.questionnaire.digest
            if digest not in questionnaires:
                questionnaires[digest] = to_json(shown.questionnaire)
            rounds.append(_round(shown))
        programme = store.programme(team.id)
        if programme.ideas != IdeaBox():
            archive.ideas.append(team)
        value = {
            "id": team.id,
            "name": team.name,
            "tags": list(team.tags),
            "rounds": rounds,
            "programme": _programme(programme),
        }
        file.write((b"," if done > 1 else b"") + _json(value))
        tell(done)
    left_out = [
        {"team": one.team.id, "round": one.round.id, "opened": one.round.opened.isoformat(),
         "kind": one.round.kind.value, "state": one.round.state.value}
        for one in archive.left_out
    ]  # fmt: skip
    file.write(b'],"left_out":%s,"questionnaires":%s}\n' % (_json(left_out), _json(questionnaires)))


def write_table(
    file: BinaryIO, store: Store, teams: Iterable[Team], archive: Archive, tell: Callable[[int], object] = int
) -> None:
    """Write all answers and decisions as one table, in the form that a spreadsheet in the language in use expects.

    The arguments are those of `write_json`.

    Raises:
        StoreError: A team or round can't be read.
    """
    write_csv(file, COLUMNS, _all_rows(store, teams, archive, tell))


def write_workbook(
    file: BinaryIO,
    store: Store,
    teams: Iterable[Team],
    archive: Archive,
    tell: Callable[[int], object] = int,
    *,
    day: date,
    style: HouseStyle,
) -> None:
    """Write the table that `write_table` writes as a workbook, row by row, with numbers as numbers and days as days.

    Args:
        file: Where to.
        store: Where the teams are.
        teams: Which; a team is read when its turn comes.
        archive: Gets what is written, and what is left out.
        tell: Called with how many are done, after each.
        day: The day it is made on.
        style: The colours of its headings.

    Raises:
        StoreError: A team or round can't be read.
        OSError: It could not be written.
    """
    from sem.reports.report_xlsx import write_xlsx

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in _all_rows(store, teams, archive, tell):
            yield tuple(map(_guarded, row))

    about = Section(
        "about",
        _("All answers of all teams"),
        _("The next sheet has a row for each answer, and for each level that a team agreed on."),
        (
            Paragraph(_("“sem import” reads this workbook back. A text longer than a cell can hold ends in “…”.")),
            Paragraph(
                _(
                    "Not in it: anonymous rounds, and hidden ones before they are revealed. Of those no more may be "
                    "shown than how often each answer was given."
                )
            ),
        ),
        (Dataset(_("Answers"), COLUMNS, rows),),
    )
    write_xlsx(file, Report(about.title, (), (about,), day), style)


def _all_rows(
    store: Store, teams: Iterable[Team], archive: Archive, tell: Callable[[int], object]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of all teams; a team is read when its turn comes."""
    for done, team in enumerate(teams, 1):
        for shown in _shown(store, team, archive):
            yield from _rows(team, shown)
        tell(done)


def _guarded(cell: Cell) -> Cell:
    """Return a cell so that reading it back, as from a table in CSV, takes off no apostrophe that somebody typed."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("'") else cell


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _shown(store: Store, team: Team, archive: Archive) -> Iterator[Disclosed]:
    """Yield the rounds of a team whose answers may be shown one by one."""
    for round_ in store.rounds(team.id):
        shown = shown_round(store, round_)
        if shown.singly:
            archive.rounds += 1
            yield shown
        else:
            archive.left_out.append(LeftOut(team, round_))


def _round(shown: Disclosed) -> dict[str, Any]:
    round_ = shown.round
    return {
        "id": round_.id,
        "opened": round_.opened.isoformat(),
        "kind": round_.kind.value,
        "state": round_.state.value,
        "closed": to_json(round_.closed),
        "scope": round_.scope,
        "hidden": round_.hidden,
        "invited": list(round_.invited),
        "expected": round_.expected,
        "questionnaire": to_json(round_.questionnaire),
        "decisions": to_json(round_.decisions),
        "responses": [
            {
                "id": response.respondent.id,
                "respondent": response.respondent.name,
                "answers": {question: _answer(answer) for question, answer in response.answers.items()},
            }
            for response in shown.responses
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    """Return what is said in an answer, and nothing of what is not."""
    return {name: value for name, value in to_json(answer).items() if value not in (None, False, "", [])}


def _programme(programme: Programme) -> Any:
    """Return what a team wants and plans; ideas and votes have rules of their own, and stay where they are."""
    ambition = programme.ambition
    if ambition is not None:
        practices = tuple(replace(practice, idea=None) for practice in ambition.practices)
        ambition = replace(ambition, practices=practices)
    carried = replace(
        programme,
        ambition=ambition,
        ideas=IdeaBox(),
        experiments=tuple(replace(experiment, idea=None) for experiment in programme.experiments),
    )
    return to_json(carried) if carried != Programme() else None


def _rows(team: Team, shown: Disclosed) -> Iterator[tuple[Cell, ...]]:
    round_ = shown.round
    head = {
        Column.TEAM: team.name,
        Column.TEAM_ID: team.id,
        Column.TAGS: _tags(team.tags),
        Column.DATE: round_.opened.isoformat(),
        Column.ROUND: round_.id,
        Column.KIND: round_.kind.value,
        Column.STATE: round_.state.value,
        Column.CLOSED: round_.closed.isoformat() if round_.closed else None,
        Column.SCOPE: round_.scope or None,
        Column.QUESTIONNAIRE: round_.questionnaire.id,
        Column.VERSION: str(round_.questionnaire.version),
    }
    for response in shown.responses:
        name = response.respondent.name
        for question in shown.questionnaire.questions:
            answer = response.answers.get(question.id)
            if answer is not None:
                yield _row({**head, Column.RESPONDENT: _person(name), Column.QUESTION: question.id, **_cells(answer)})
    for question_id, decision in sorted(round_.decisions.items()):
        yield _row(
            {
                **head,
                Column.RESPONDENT: CONSENSUS,
                Column.QUESTION: question_id,
                Column.LEVEL: decision.level,
                Column.NOTE: decision.because or None,
                Column.DECIDED: decision.decided_on.isoformat() if decision.decided_on else None,
            }
        )


def _row(cells: dict[Column, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(column) for column in Column)


def _cells(answer: Answer) -> dict[Column, Cell]:
    reason = answer.not_applicable
    said = "not-applicable" if reason is not None else "dont-know" if answer.dont_know else None
    evidence = json.dumps(to_json(answer.evidence)) if answer.evidence else None
    return {
        Column.ANSWER: "level" if answer.level is not None else said,
        Column.LEVEL: answer.level,
        Column.REASON: reason.reason.value if reason else None,
        Column.REASON_TEXT: reason.text or None if reason else None,
        Column.NOTE: answer.note or None,
        Column.CONFIDENCE: answer.confidence.value if answer.confidence else None,
        Column.EVIDENCE: evidence,
    }


def _person(name: str) -> str:
    """Return a name so that nobody who is called so is taken for the whole team."""
    return f"'{name}" if name.casefold() == CONSENSUS else name


def _tags(tags: tuple[str, ...]) -> str | None:
    plain = all(not set(",;[") & set(tag) for tag in tags)
    return (", ".join(tags) if plain else json.dumps(list(tags))) or None
