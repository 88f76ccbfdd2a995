"""How long one durable answer takes, against a bare append and fsync beside it, in small and in large workspaces."""

from __future__ import annotations

import itertools
import os
import statistics
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

from benchmarks.measure import Ratio, in_turn, seconds
from benchmarks.workspace import with_answers
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer

FEW = 100
RUNS = 240
SESSIONS = 5


def count_syncs(action: object) -> int:
    """Return how often a call asks the disk to sync, whichever function it uses."""
    real = os.fsync, os.fdatasync
    with mock.patch("os.fsync", side_effect=real[0]) as one, mock.patch("os.fdatasync", side_effect=real[1]) as two:
        action()  # type: ignore[operator]
        return one.call_count + two.call_count


def one_size(folder: Path, answers: int) -> tuple[float, float, int]:
    """Return the milliseconds of one answer and of the bare append, and the syncs an answer costs."""
    folder.mkdir()
    store = with_answers(folder / "workspace", answers)
    questionnaire = load_questionnaire("quick-scan")
    ids = itertools.cycle(question.id for question in questionnaire.questions)
    levels = itertools.cycle((1, 2, 3, 4, 5))
    team = store.add_team("Measured")
    sheet = store.open_sheet(store.start_round(team.id, questionnaire, date(2026, 1, 2)), "Ann")
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    line = b'{"question": "CU-01", "level": 3, "respondent": "Ann", "at": 1764000000000000}\n'

    def save() -> None:
        question_id = next(ids)
        sheet.save({question_id: Answer(level=next(levels))}, question_id)

    def append() -> None:
        os.write(log, line)
        os.fsync(log)

    pairs = [in_turn(lambda: seconds(save), lambda: seconds(append), RUNS) for _ in range(SESSIONS)]
    syncs = count_syncs(save)
    os.close(log)
    sheet.close()
    ours, limit = min(pairs, key=lambda pair: abs(pair[0] / pair[1] - statistics.median(a / b for a, b in pairs)))
    return ours * 1000, limit * 1000, syncs


def rows(folder: Path, most: int) -> Iterator[Ratio]:
    """Yield the rows for workspaces of 100 answers up to `most`, and how flat they are."""
    sizes = [size for size in (FEW, 10_000, 1_000_000) if size < most] + [most]
    times = {}
    for size in sizes:
        ours, limit, syncs = one_size(folder / str(size), size)
        times[size] = ours / limit
        yield Ratio(f"one durable answer, {size:,} in the workspace", "append a line, fsync", ours, limit, "ms", 2.0)
        yield Ratio("  syncs it costs", "one", syncs, 1, "", 1.0)
    yield Ratio(f"  flat: ratio at {most:,}", f"ratio at {FEW}", times[most], times[FEW], "x", 1.3)
