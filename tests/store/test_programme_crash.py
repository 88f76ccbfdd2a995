"""Kills with -9 and crowds around one programme in real processes: what was acknowledged is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")


def harness(*arguments: object) -> Any:
    """Run the harness and return the sums it prints."""
    command = [sys.executable, "-m", "tests.store.programme_harness", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("count", [3, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_no_change_that_was_acknowledged_is_lost_and_everybody_can_go_on(tmp_path: Path, count: int) -> None:
    sums = harness("kills", count, tmp_path)
    assert sums.pop("acknowledged") > 0
    assert sums == {"kills": count}


@pytest.mark.parametrize(
    ("writers", "changes"), [(2, 4), pytest.param(8, 40, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
def test_processes_that_change_at_once_lose_nothing_and_read_nothing_wrong(
    tmp_path: Path, writers: int, changes: int
) -> None:
    sums = harness("crowd", writers, changes, tmp_path)
    assert sums.pop("acknowledged") == writers * changes
    assert sums.pop("reads") > 0
    assert sums == {"bad_reads": 0, "lost": 0, "twice": 0}
