"""A version with another scale is told of where a new round begins, and waits until it is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from sem.content import library
from sem.model.assessment import Answer
from tests.tui.conftest import TODAY, Place


async def test_a_version_with_another_scale_waits(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, scan = place.team(), library.load_questionnaire("quick-scan")
    round_ = place.store.start_round(team.id, scan, TODAY)
    place.store.open_sheet(round_, "Anouk", {"CU-01": Answer(level=2)}).close()
    place.store.close_round(round_, TODAY)
    text = (library.shipped_folder() / "quick-scan.yaml").read_text("utf-8")
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "quick-scan.yaml").write_text(text.replace("version: 1.0.0", "version: 2.0.0", 1), "utf-8")
    monkeypatch.setattr(library, "shipped_folder", lambda: folder)
    async with place.screen() as screen:
        await screen.press("a")
        assert "Version 2.0.0 has another scale or meaning." in screen.window
        assert 'sem questionnaire upgrade "De Linde"' in screen.window
        await screen.press("f2")
        assert "Versie 2.0.0 heeft een andere schaal of betekenis." in screen.window
        await screen.press("f2", "enter", "3")
    assert [str(one.questionnaire.version) for one in place.store.rounds(team.id)] == ["1.0.0", "1.0.0"]
