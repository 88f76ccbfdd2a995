"""Text frames that are compared with kept ones, and the language of a test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sem.charts.terminal.picture import Picture
from sem.i18n import language, set_language

FRAMES = Path(__file__).parent / "frames"
UPDATE = "SEM_UPDATE_FRAMES"

Compare = Callable[[str, Picture], None]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def same_as_frame() -> Compare:
    """Compare a picture with the frame kept under a name; with SEM_UPDATE_FRAMES=1 keep it instead."""

    def compare(name: str, picture: Picture) -> None:
        file = FRAMES / f"{name}.txt"
        if os.environ.get(UPDATE):
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"{picture}\n", "utf-8")
        kept = file.read_text("utf-8") if file.exists() else f"(no frame yet: run with {UPDATE}=1)\n"
        assert f"{picture}\n" == kept

    return compare
