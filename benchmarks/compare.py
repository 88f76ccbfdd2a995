"""How long it takes to set many teams side by side, against reading and parsing the bytes of the same files.

The other side is a plain loop: read each file, hand it to orjson, and do nothing with what comes out. Both sides are
measured in processes of their own, without what it takes to start Python and to load modules.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import Ratio
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer
from sem.model.questionnaire import LEVEL_NUMBERS
from sem.store import layout, open_store
from sem.store.brought import BroughtResponse, BroughtRound, BroughtTeam

TEAMS, ROUNDS, PEOPLE = 200, 8, 12
RUNS = 5
WITH_NOTE = 0.05
"""The part of the answers that have a note of their own."""
GOAL, REMEMBERED = 2.5, 0.25
MOST_MEMORY = 150
"""MB at its peak."""

COMPARE = """
import resource, sys, time
from pathlib import Path
from sem.analysis.teams import Order
from sem.cli import compare_teams
from sem.i18n import set_language
from sem.reports.teams import gather_teams
from sem.reports.teams_text import teams_lines
from sem.store import open_store, past, workspace
set_language("en")
data, state, cache = (Path(one) if one else None for one in sys.argv[1:])
begun = time.perf_counter()
store = open_store(data, state, cache=cache)
comparison, errors = gather_teams(store, store.teams())
lines = teams_lines(comparison, Order.NAME, 100)
seconds = time.perf_counter() - begun
assert lines and not errors
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

PARSE = """
import resource, sys, time
import orjson
paths = sys.stdin.read().split("\\0")
begun = time.perf_counter()
for path in paths:
    with open(path, "rb") as file:
        orjson.loads(file.read())
seconds = time.perf_counter() - begun
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

EXPORT = """
import resource, sys
from sem.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def archive(folder: Path, teams: int) -> Path:
    """Fill a workspace with teams that each have eight closed rounds of twelve people, and return it."""
    questionnaire = load_questionnaire("service-excellence")
    ids = [question.id for question in questionnaire.questions]
    plain = [Answer(level=level) for level in LEVEL_NUMBERS]

    def responses(seed: int) -> Iterator[BroughtResponse]:
        chance = random.Random(seed)
        for person in range(PEOPLE):
            answers = {
                id_: Answer(level=chance.choice(LEVEL_NUMBERS), note=f"as seen in case {chance.randrange(10**6)}")
                if chance.random() < WITH_NOTE
                else chance.choice(plain)
                for id_ in ids
            }
            yield BroughtResponse(layout.new_id(), f"Respondent {person}", answers)

    made = []
    for team in range(teams):
        days = [date(2018, 1, 1) + timedelta(days=300 * number + team) for number in range(ROUNDS)]
        rounds = tuple(
            BroughtRound(layout.new_id(), questionnaire, day, partial(responses, seed), closed=day)
            for seed, day in enumerate(days, team * ROUNDS)
        )
        made.append(BroughtTeam(layout.new_id(), f"Team {team}", (), rounds))
    open_store(folder / "data", folder / "state").bring_in(made)
    return folder / "data"


def needed(workspace: Path) -> list[Path]:
    """Return the files that have to be read: those about teams and rounds, and the answers of the newest rounds."""
    paths = []
    for team in layout.subfolders(workspace / layout.TEAMS):
        rounds = layout.subfolders(team / layout.ROUNDS)
        paths += [*team.glob("*.json"), *(path for one in rounds for path in one.glob("round~*.json"))]
        paths += rounds[-1].glob(f"{layout.SEALED_PREFIX}*.json")
    return paths


def measured(code: str, *arguments: str | Path, given: str = "") -> tuple[float, float]:
    """Run code in a process of its own, and return the two numbers that it prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    first, second = done.stdout.split()
    return float(first), float(second)


def rows(folder: Path, teams: int = TEAMS) -> Iterator[Ratio]:
    """Yield the rows for a comparison without and with what is remembered, and of memory: its own, and all answers'."""
    folder.mkdir()
    workspace, state, cache = archive(folder, teams), folder / "state", folder / "cache"
    own, every = needed(workspace), [*(workspace / layout.TEAMS).rglob("*.json")]
    measured(COMPARE, workspace, state, cache)
    sides: list[tuple[float, ...]] = []
    peak = 0.0
    for run in range(RUNS + 1):
        bare, memory = measured(COMPARE, workspace, state, "")
        remembered, _memory = measured(COMPARE, workspace, state, cache)
        limits = [measured(PARSE, given="\0".join(map(str, paths)))[0] for paths in (own, every)]
        peak = max(peak, memory)
        if run:
            sides.append((bare, remembered, *limits))
    bare, remembered, limit, whole = (statistics.median(side) for side in zip(*sides, strict=True))
    what, same = f"compare of {teams} teams, nothing remembered", "orjson over the files it reads"
    yield Ratio(what, same, bare, limit, "s", GOAL)
    yield Ratio("  with what is remembered of closed rounds", same, remembered, limit, "s", REMEMBERED)
    answers = f"orjson over all {teams * ROUNDS * PEOPLE * 60:,} answers"
    yield Ratio("  nothing remembered", answers, bare, whole, "s", GOAL)
    yield Ratio("  with what is remembered", answers, remembered, whole, "s", REMEMBERED)
    yield Ratio("  its memory", "what it may be", peak, MOST_MEMORY, "MB", 1)
    for format_, what in (("csv", "a table"), ("xlsx", "a workbook")):
        command = ("--data", workspace, "export", "--all", f"--{format_}", "--out", folder)
        done = subprocess.run(
            [sys.executable, "-c", EXPORT, *map(str, command)], capture_output=True, text=True, check=True
        )
        peak = float(done.stdout.split()[-1])
        yield Ratio(f"  memory of {what} of all answers", "what it may be", peak, MOST_MEMORY, "MB", 1)
