"""A table of three million rows: it comes in whole within bounded memory, or, stopped half-way, not at all."""

from __future__ import annotations

import csv
import os
import resource
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.store import open_store

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
TEAMS, ROUNDS, PEOPLE = 300, 12, 14
MOST_MEMORY = 300
"""MB; the table alone is more than half of that."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    questions = [question.id for question in load_questionnaire("service-excellence").questions]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["team", "date", "questionnaire", "respondent", "question", "answer"])
        for team in range(TEAMS):
            for number in range(ROUNDS):
                day = date(2016, 1, 1) + timedelta(days=300 * number + team)
                writer.writerows(
                    (f"Team {team}", day, "service-excellence", f"Respondent {person}", question, 1 + (person + at) % 5)
                    for person in range(PEOPLE)
                    for at, question in enumerate(questions)
                )
    return path


def importing(table: Path) -> subprocess.Popen[str]:
    """Start the command that brings a table in."""
    command = [sys.executable, "-m", "sem", "--data", str(table.parent / "data"), "import", str(table), "--yes"]
    environment = {**os.environ, "SEM_STATE": str(table.parent / "state"), "SEM_LANG": "en"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_comes_in_whole_within_bounded_memory(table: Path) -> None:
    run = importing(table)
    out, err = run.communicate()
    assert run.returncode == 0, err
    assert "3024000 answers" in out
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 < MOST_MEMORY
    store = open_store(table.parent / "data", table.parent / "state")
    teams = store.teams()
    assert len(teams) == TEAMS
    last = store.rounds(teams[-1].id)
    assert len(last) == ROUNDS
    assert sum(len(one.answers) for one in store.responses(last[-1])) == PEOPLE * 60


def test_stopped_while_it_is_written_nothing_of_it_is_there_and_it_can_be_done_again(table: Path) -> None:
    run = importing(table)
    assert run.stderr is not None
    while "answers written" not in run.stderr.readline():
        assert run.poll() is None
    run.send_signal(signal.SIGINT)
    run.communicate()
    assert run.returncode != 0
    assert not open_store(table.parent / "data", table.parent / "state").teams()
    again = importing(table)
    again.communicate()
    assert again.returncode == 0
