"""How long it takes to import a long table of answers, against parsing it and writing the same bytes durably."""

from __future__ import annotations

import csv
import gc
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.measure import Ratio, in_turn, seconds
from sem.content.library import load_questionnaire
from sem.importing.choosing import Choice
from sem.importing.files import read_files
from sem.store import open_store

TEAMS, ROUNDS, PEOPLE = 200, 8, 12
RUNS = 3
WITH_NOTE = 0.05
"""The part of the answers that have a note of their own."""
GOAL = 1 / 0.3
MOST_MEMORY = 400
"""MB at its peak, for the largest table: 60 bytes and some for each answer."""


def table(path: Path, teams: int) -> int:
    """Write a table with a row for each answer, in the order in which a consultant gathers them; return the rows."""
    questions = [question.id for question in load_questionnaire("service-excellence").questions]
    chance = random.Random(2026)
    number_of_rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["team", "date", "kind", "questionnaire", "respondent", "question", "answer", "note"])
        for team in range(teams):
            for number in range(ROUNDS):
                day = date(2018, 1, 1) + timedelta(days=300 * number + team)
                for person in range(PEOPLE):
                    for question in questions:
                        number_of_rows += 1
                        note = f"as seen in case {number_of_rows}" if chance.random() < WITH_NOTE else ""
                        writer.writerow(
                            [f"Team {team}", day, "named", "service-excellence", f"Respondent {person}", question,
                             chance.randint(1, 5), note]
                        )  # fmt: skip
    return number_of_rows


def parse_and_write(source: Path, target: Path) -> int:
    """Parse a table and write its bytes durably elsewhere: what an import can't do without."""
    rows = 0
    with source.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            rows += 1
    data = source.read_bytes()
    with target.open("wb") as file_:
        file_.write(data)
        file_.flush()
        os.fsync(file_.fileno())
    target.unlink()
    return rows


def import_it(source: Path, folder: Path) -> None:
    """Import a table into a new workspace, as the command does: read it, look what would be new, bring it in."""
    store = open_store(folder / "data", folder / "state")
    gc.disable()
    read = read_files([source], Choice(None, tuple), date.today())
    store.bring_in(read.teams, dry_run=True)
    store.bring_in(read.teams)
    gc.enable()


def import_in_a_process(source: Path, folder: Path) -> None:
    """Import a table into a new workspace with the command itself."""
    command = [sys.executable, "-m", "sem", "import", str(source), "--yes", "--data", str(folder / "data")]
    environment = {**os.environ, "SEM_STATE": str(folder / "state"), "SEM_LANG": "en"}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def rows(folder: Path, teams: int = TEAMS) -> Iterator[Ratio]:
    """Yield the rows for an import into an empty workspace, and for its memory."""
    folder.mkdir()
    source = folder / "answers.csv"
    answers = table(source, teams)
    places = (folder / f"archive-{number}" for number in count())
    ours, limit = in_turn(
        lambda: seconds(partial(import_it, source, next(places))),
        lambda: seconds(lambda: parse_and_write(source, folder / "same")),
        RUNS,
        0,
    )
    import_in_a_process(source, next(places))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    what = f"import of {answers:,} answers"
    yield Ratio(what, "csv.reader + durable write of the same bytes", ours, limit, "s", GOAL)
    yield Ratio("  its memory at most, of all processes so far", "what it may be", memory, MOST_MEMORY, "MB", 1)
