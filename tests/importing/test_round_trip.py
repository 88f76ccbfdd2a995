"""What is exported and imported elsewhere is the same there: as JSON whole, as a table as far as that carries it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.content.library import load_questionnaire
from sem.demo.build import build
from sem.demo.waterland import STORY
from sem.i18n import Language, language, set_language
from sem.importing.choosing import Choice
from sem.importing.files import read_files
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    Consensus,
    EvidenceSide,
    NotApplicable,
    Reason,
    RoundKind,
    RoundState,
)
from sem.reports.archive import Archive, write_json, write_table, write_workbook
from sem.reports.house_style import HouseStyle
from sem.store import Store, open_store, staging
from sem.store.brought import BroughtIn, BroughtResponse, BroughtRound, BroughtTeam

QUICK_SCAN = load_questionnaire("quick-scan")
IDS = [question.id for question in QUICK_SCAN.questions]
EXAMPLES = 150 if os.environ.get("SEM_TESTS") == "long" else 6
"""Each one makes four workspaces."""
TODAY = date(2026, 11, 21)
as_workbook = partial(write_workbook, day=TODAY, style=HouseStyle())
WORDS = (
    "plain", "=cmd|' /C calc'!A0", "'t Hof", "''twice", "-1", "@sum", "<script>alert(1)</script>", "[/] [@click=x]y[/]",
    "a;b,c|d\te", "two\nlines", "é€ – “quoted”", '"', "[1, 2]", "consensus", "NULL", "3,5", "'consensus of all",
)  # fmt: skip
"""What people type, which no spreadsheet, parser or screen may take for more than text."""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, lambda _fd: None, raising=False)
    monkeypatch.setattr(staging, "sync_disk", lambda _path: True)
    before = language()
    yield
    set_language(before)


def texts() -> st.SearchStrategy[str]:
    return st.sampled_from(WORDS)


def names(most: int) -> st.SearchStrategy[list[str]]:
    one_line = [word.replace("\n", " ").replace("\t", " ") for word in WORDS]
    return st.lists(st.sampled_from(one_line), min_size=1, max_size=most, unique_by=str.casefold)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    said = draw(st.sampled_from(["level", "level", "level", "na", "dk", "note"]))
    note = draw(st.just("") | texts())
    return Answer(
        level=draw(st.integers(1, 5)) if said == "level" else None,
        not_applicable=draw(st.builds(NotApplicable, st.sampled_from(Reason), texts())) if said == "na" else None,
        dont_know=said == "dk",
        note=note or ("only a note" if said == "note" else ""),
        confidence=draw(st.none() | st.sampled_from(Confidence)),
        evidence=tuple(
            AnswerEvidence(draw(st.sampled_from(EvidenceSide)), word, observed=date(2024, 1, 2), source="=x")
            for word in draw(st.lists(texts(), max_size=2))
        ),
    )  # fmt: skip


@st.composite
def teams(draw: st.DrawFn) -> list[BroughtTeam]:
    made = []
    for number, name in enumerate(draw(names(3))):
        rounds = []
        for order in range(draw(st.integers(1, 3))):
            people = draw(names(3))
            day = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 2)))
            state = draw(st.sampled_from(RoundState))
            responses = [
                BroughtResponse(
                    f"{number:08x}{order:04x}{place:04x}", person,
                    draw(st.dictionaries(st.sampled_from(IDS), answers(), min_size=1, max_size=3)),
                )
                for place, person in enumerate(people)
            ]  # fmt: skip
            rounds.append(
                BroughtRound(
                    id=f"{number:02x}{order:02x}{0:012x}",
                    questionnaire=QUICK_SCAN,
                    opened=day,
                    responses=partial(list, responses),
                    kind=draw(st.sampled_from([RoundKind.NAMED, RoundKind.ALIAS])),
                    state=state,
                    scope=draw(st.just("") | st.just("=the desk")),
                    hidden=state is not RoundState.OPEN and draw(st.booleans()),
                    invited=tuple(people) if draw(st.booleans()) else (),
                    closed=day if state is RoundState.CLOSED else None,
                    decisions={IDS[0]: Consensus(3, draw(st.just("") | texts()), day)} if draw(st.booleans()) else {},
                    sure=True,
                    order=order,
                )
            )
        tags = tuple(draw(st.lists(st.sampled_from(["a", "b,c", "[d]", "e;f"]), max_size=2, unique=True)))
        made.append(BroughtTeam(f"{number:016x}", name, tags, tuple(rounds)))
    return made


def told(store: Store, *, whole: bool = True) -> dict[str, Any]:
    """Return what a workspace holds, but for the ids of respondents; of a table only what it carries."""
    result: dict[str, Any] = {}
    for team in store.teams():
        rounds = []
        for round_ in store.rounds(team.id):
            responses = {one.respondent.name: dict(one.answers) for one in store.responses(round_)}
            more = (round_.hidden, round_.invited, round_.expected, round_.questionnaire) if whole else ()
            about = (round_.id, round_.opened, round_.kind, round_.state, round_.closed, round_.scope)
            rounds.append((about, dict(round_.decisions), responses, more))
        result[team.id] = (team.name, team.tags, rounds, store.programme(team.id) if whole else None)
    return result


def workspace(folder: Path) -> Store:
    return open_store(folder / "data", folder / "state")


def imported(path: Path, store: Store) -> BroughtIn:
    read = read_files([path], Choice(None, tuple), TODAY)
    assert read.findings.problems == []
    return store.bring_in(read.teams)


@given(made=teams(), spoken=st.sampled_from(["nl", "en"]))
@settings(max_examples=EXAMPLES)
def test_a_workspace_comes_back_whole_from_json_and_with_all_answers_from_a_table(
    made: list[BroughtTeam], spoken: Language
) -> None:
    set_language(spoken)
    with tempfile.TemporaryDirectory() as name:
        here, there, *tables = (workspace(Path(name, place)) for place in ("here", "there", "csv", "xlsx"))
        here.bring_in(made)
        as_json, as_csv, as_xlsx = (Path(name, f"all.{format_}") for format_ in ("json", "csv", "xlsx"))
        for path, write in ((as_json, write_json), (as_csv, write_table), (as_xlsx, as_workbook)):
            with path.open("wb") as file:
                write(file, here, here.teams(), Archive())
        imported(as_json, there)
        assert told(there) == told(here)
        for path, table in zip((as_csv, as_xlsx), tables, strict=True):
            imported(path, table)
            assert told(table, whole=False) == told(here, whole=False)
            assert not imported(path, table).new, "a second time nothing is new"
            assert not imported(path, there).new, "nor where the whole of it came in before"
        assert not imported(as_json, there).new


def test_the_demonstration_comes_back_with_its_plans(tmp_path: Path) -> None:
    here, there = workspace(tmp_path / "here"), workspace(tmp_path / "there")
    build(here, QUICK_SCAN, TODAY, story=STORY[:2])
    archive = Archive()
    with (tmp_path / "all.json").open("wb") as file:
        write_json(file, here, here.teams(), archive)
    done = imported(tmp_path / "all.json", there)
    assert done.rounds == archive.rounds
    left = {one.round.id for one in archive.left_out}
    for id_, (name, tags, rounds, programme) in told(here).items():
        kept = [round_ for round_ in rounds if round_[0][0] not in left]
        assert told(there)[id_][:3] == (name, tags, kept)
        assert there.programme(id_).ambition == programme.ambition
        assert there.programme(id_).baselines == programme.baselines
