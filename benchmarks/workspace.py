"""Workspaces to measure in: the demonstration, and as many answers as asked for."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

from benchmarks import SEM
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer
from sem.store import Store, open_store


def demonstration(folder: Path) -> Path:
    """Fill a workspace with the demonstration data and return it."""
    workspace = folder / "demo"
    subprocess.run([SEM, "--data", workspace, "demo", "--out", folder / "exports"], check=True, capture_output=True)
    return workspace


def with_answers(folder: Path, answers: int) -> Store:
    """Return a store whose workspace holds about this many answers, of one team after another with one round each.

    One team is made as a user makes it; the others are copies of its files, because only their presence is measured.
    """
    store = open_store(folder, folder.parent / "state")
    questionnaire = load_questionnaire("quick-scan")
    team = store.add_team("Team 0")
    round_ = store.start_round(team.id, questionnaire, date(2026, 1, 1))
    given = {question.id: Answer(level=3) for question in questionnaire.questions}
    for n in range(min(12, max(1, answers // len(given)))):
        sheet = store.open_sheet(round_, f"Respondent {n}")
        sheet.save(given)
        sheet.close()
    original = next((folder / "teams").iterdir())
    for n in range(1, round(answers / (12 * len(given)))):
        shutil.copytree(original, folder / "teams" / f"copy-{n:06}")
    return store
