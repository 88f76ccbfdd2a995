"""The process behind a tab, as the server has it."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

import pytest

from sem.web.sitting import Sitting
from tests.web.conftest import PATIENCE

SLOW = """#!/bin/sh
echo __GANGLION__
read -r told
touch {folder}/told
sleep 0.2
touch {folder}/saved
"""


async def draw(_content: bytes) -> None:
    """Show nothing."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process that takes a while to save and to end, and has no ear for anything."""
    if sys.platform == "win32":
        pytest.skip("the process is a shell script")
    program = tmp_path / "program"
    program.write_text(SLOW.format(folder=tmp_path))
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


async def test_a_process_may_save_and_end_however_often_it_is_called_off(program: Path) -> None:
    sitting = Sitting({}, draw, lambda _said: None)
    asking = asyncio.create_task(sitting.run(80, 24))
    async with asyncio.timeout(PATIENCE):
        while not program.with_name("told").exists():
            await asyncio.sleep(0.01)
        for _time in range(2):
            asking.cancel()
            await asyncio.sleep(0.01)
        with pytest.raises(asyncio.CancelledError):
            await asking
    assert program.with_name("saved").exists()


@pytest.mark.parametrize("turns", range(6))
async def test_none_is_left_behind_by_a_tab_that_is_closed_while_it_starts(program: Path, turns: int) -> None:
    asking = asyncio.create_task(Sitting({}, draw, lambda _said: None).run(80, 24))
    async with asyncio.timeout(PATIENCE):
        for _turn in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    gc.collect()
